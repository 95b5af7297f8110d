/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_stay.c - D12: a service at home while the person is elsewhere.
 *
 *   what stops                              while                        a finding for each
 *   mutex rows of kind state, side a        the stay of side b           set and kind of stay
 *   every programme that is home_based      hospital, facility, prison   domain and kind of stay
 *
 * Both may report one service: one names a law, the other what is impossible.
 *
 * On the days of admission and discharge a visit at home is in order, so a stay counts from
 * the day after the first to the day before the last (unless stay_edges says otherwise). One
 * that death ended has no discharge. Abroad counts only from abroad_days on. Several agencies
 * may report one stay: stays are one side, services the other.
 */
#include "rule/kernel.h"

enum { TAU_DAYS = DLB_PARAM_OWN, STAY_EDGES, ABROAD_DAYS };

enum { SIDE_SERVICE = DLB_SIDE_A, SIDE_STAY = DLB_SIDE_B, DOMAINS = 100 };

struct stay_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    struct dlb_ending ending;
    uint8_t kind;                  /* of stay: what is asked about */
    const struct dlb_mutex *mutex; /* and a row of the policy, or NULL */
    struct dlb_class domain;       /* or home services of a domain */
};

static const char *kind_word(const struct stay_scan *scan)
{
    return dlb_stay_kind_word(scan->kind);
}

/* ---- stays ----------------------------------------------------------------------------------- */

/* Too short a time abroad stops nothing; an open one is as long as it has been. */
static bool is_short(const struct stay_scan *scan, const struct dlb_stay *stay,
                     struct dlb_span span)
{
    int64_t end = span.end, as_of = scan->work->caseload->as_of;
    if (stay->end == DLB_DAY_OPEN && end > as_of + 1) end = as_of + 1;
    return stay->kind == DLB_STAY_ABROAD && end - span.start < scan->work->settings[ABROAD_DAYS];
}

/* The days of a stay that count. */
static struct dlb_span stay_span(const struct stay_scan *scan, const struct dlb_stay *stay)
{
    struct dlb_span span = {stay->start, stay->end}, none = {0, 0};
    int32_t death = scan->ending.death;
    bool died = death != DLB_DAY_NONE && death + 1 < span.end;
    if (died) span.end = death + 1;
    if (span.end <= span.start || is_short(scan, stay, span)) return none;
    if (scan->work->settings[STAY_EDGES]) return span;
    span.start++;
    if (span.end != DLB_DAY_OPEN && !died) span.end--;
    return span;
}

static void add_stays(const struct stay_scan *scan, uint32_t which)
{
    const struct dlb_caseload *c = scan->work->caseload;
    for (uint32_t i = c->stays_first[scan->person]; i < c->stays_first[scan->person + 1]; i++) {
        if (c->stays[i].kind != scan->kind) continue;
        struct dlb_span span = stay_span(scan, &c->stays[i]);
        dlb_meet_side(scan->work, (struct dlb_side){span.start, span.end, which, i, SIDE_STAY});
    }
}

/* ---- services -------------------------------------------------------------------------------- */

static bool is_home_service(const struct dlb_policy *policy, const struct dlb_service *service)
{
    if (!dlb_service_is_active(service)) return false;
    const struct dlb_programme *programme =
        dlb_policy_programme(policy, service->programme, service->start);
    return programme && programme->home_based;
}

static bool is_asked_about(const struct stay_scan *scan, const struct dlb_service *service)
{
    if (scan->mutex) return dlb_service_is_active(service) && dlb_selects(&scan->mutex->a, service);
    struct dlb_class domain = dlb_class_cut(service->class_, 2);
    bool same = domain.code == scan->domain.code && domain.digits == scan->domain.digits;
    return same && is_home_service(scan->work->caseload->policy, service);
}

static void add_services(const struct stay_scan *scan, uint32_t which)
{
    const struct dlb_caseload *c = scan->work->caseload;
    uint32_t end = c->services_first[scan->person + 1];
    for (uint32_t i = c->services_first[scan->person]; i < end; i++) {
        if (!is_asked_about(scan, &c->services[i])) continue;
        struct dlb_span span = dlb_service_span(&c->services[i], scan->ending);
        dlb_meet_side(scan->work, (struct dlb_side){span.start, span.end, which, i, SIDE_SERVICE});
    }
}

/* Add the days on which both are there, of those on which a row of the policy holds. */
static void ask(const struct stay_scan *scan, uint32_t which)
{
    struct dlb_rule_work *work = scan->work;
    struct dlb_valid valid = {DLB_DAY_NONE, DLB_DAY_OPEN};
    size_t first = work->sides.n;
    if (scan->mutex) valid = scan->mutex->valid;
    add_stays(scan, which);
    if (work->sides.n > first) add_services(scan, which);
    dlb_judge_rows(work, work->sides.n - first);
    size_t n = dlb_meet_sweep(work, first);
    const struct dlb_span *segments = work->segments.data;
    for (size_t i = 0; i < n; i++) {
        struct dlb_hit hit = {segments[i].start, segments[i].end, which};
        if (hit.start < valid.from) hit.start = valid.from;
        if (hit.end > valid.to) hit.end = valid.to;
        if ((int64_t)hit.end - hit.start > work->settings[TAU_DAYS]) dlb_meet_hit(work, hit);
    }
}

/* ---- findings ----------------------------------------------------------------------------- */

/* What a finding says of its rows. */
struct said {
    uint32_t service, stay; /* the last service, the first stay; DLB_NO_CODE: none yet */
};

/* Started later; services of one day come in order, so the first of them stays. */
static bool is_later(const struct dlb_caseload *caseload, uint32_t row, uint32_t than)
{
    return than == DLB_NO_CODE || caseload->services[row].start > caseload->services[than].start;
}

static void add_rows(const struct stay_scan *scan, const struct dlb_meeting *meeting,
                     struct said *said)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_side *sides = work->sides.data;
    for (size_t i = 0; i < work->sides.n; i++) {
        uint32_t row = sides[i].row;
        if (!dlb_meet_touches(work, meeting, &sides[i])) continue;
        bool stay = sides[i].side == SIDE_STAY;
        dlb_finding_row(work->findings, stay ? DLB_ROWS_STAYS : DLB_ROWS_SERVICES, row,
                        stay ? "stay" : "service");
        if (stay && row < said->stay) said->stay = row;
        if (stay) continue;
        if (is_later(work->caseload, row, said->service)) said->service = row;
    }
}

static void put_numbers(const struct stay_scan *scan, const struct dlb_meeting *meeting,
                        const struct dlb_stay *stay)
{
    struct dlb_findings *findings = scan->work->findings;
    const int64_t *settings = scan->work->settings;
    const struct dlb_mutex *mutex = scan->mutex;
    dlb_detail_text(findings, "set_id", mutex ? mutex->set_id : dlb_text_of("home_based"));
    dlb_detail_text(findings, "stay_kind", dlb_text_of(kind_word(scan)));
    if (meeting->end != DLB_DAY_OPEN) dlb_detail_int(findings, "overlap_days", meeting->days);
    dlb_detail_int(findings, "tau_days", settings[TAU_DAYS]);
    dlb_detail_int(findings, "stay_edges", settings[STAY_EDGES]);
    dlb_detail_day(findings, "stay_began_on", stay->start);
    if (scan->kind == DLB_STAY_ABROAD)
        dlb_detail_int(findings, "abroad_days", settings[ABROAD_DAYS]);
    if (mutex && mutex->legal_ref.data) dlb_detail_text(findings, "legal_ref", mutex->legal_ref);
    dlb_detail_clears(findings, "service_ends_by", meeting->start - 1);
}

static void report(void *context, const struct dlb_meeting *meeting)
{
    const struct stay_scan *scan = context;
    const struct dlb_caseload *caseload = scan->work->caseload;
    struct dlb_findings *findings = scan->work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    struct said said = {DLB_NO_CODE, DLB_NO_CODE};
    finding->person = scan->person;
    finding->start = meeting->start;
    finding->end = meeting->end;
    finding->class_ = scan->domain;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    if (scan->mutex)
        dlb_key_text(findings, scan->mutex->set_id);
    else
        dlb_key_class(findings, scan->domain);
    dlb_key_text(findings, dlb_text_of(kind_word(scan)));
    add_rows(scan, meeting, &said);
    bool lost = said.service == DLB_NO_CODE || said.stay == DLB_NO_CODE; /* no memory */
    if (lost) return;
    finding->amount = DLB_AMOUNT_ALL_OF_ROLE;
    finding->won_role = "service";
    finding->programme = caseload->services[said.service].programme;
    put_numbers(scan, meeting, &caseload->stays[said.stay]);
}

static void report_hits(struct stay_scan *scan)
{
    if (dlb_meet_settle(scan->work)) dlb_meet_findings(scan->work, report, scan);
    dlb_meet_begin(scan->work);
}

/* Each set of the policy's rows that a stay of the kind stops is one question. */
static void ask_policy(struct stay_scan *scan)
{
    const struct dlb_policy *policy = scan->work->caseload->policy;
    for (uint32_t i = 0; i < policy->n_mutexes; i++) {
        const struct dlb_mutex *mutex = &policy->mutexes[i];
        bool asks = mutex->kind == DLB_MUTEX_STATE && mutex->b.stay == scan->kind + 1;
        if (asks) {
            scan->mutex = mutex;
            ask(scan, i);
        }
        if (mutex->ends_set && scan->mutex) report_hits(scan);
        if (mutex->ends_set) scan->mutex = NULL;
    }
}

/* Home services, by domain: each domain is another agency's work. */
static void ask_home(struct stay_scan *scan)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    uint32_t to = caseload->services_first[scan->person + 1];
    bool asked[DOMAINS] = {false};
    for (uint32_t i = caseload->services_first[scan->person]; i < to; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!is_home_service(caseload->policy, service)) continue;
        scan->domain = dlb_class_cut(service->class_, 2);
        if (asked[scan->domain.code]) continue;
        asked[scan->domain.code] = true;
        ask(scan, DLB_NO_CODE);
        report_hits(scan);
    }
    scan->domain = (struct dlb_class){0, 0};
}

static bool has_stay(const struct dlb_caseload *c, uint32_t person, unsigned kind)
{
    for (uint32_t i = c->stays_first[person]; i < c->stays_first[person + 1]; i++)
        if (c->stays[i].kind == kind) return true;
    return false;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (caseload->services_first[person] == caseload->services_first[person + 1]) return;
    struct stay_scan scan = {.work = work,
                             .rule = rule,
                             .person = person,
                             .ending = dlb_work_ending(work, rule, person)};
    dlb_meet_begin(work);
    for (scan.kind = DLB_STAY_HOSPITAL; scan.kind <= DLB_STAY_ABROAD; scan.kind++) {
        if (!has_stay(caseload, person, scan.kind)) continue;
        ask_policy(&scan);
        if (scan.kind != DLB_STAY_ABROAD) ask_home(&scan);
    }
}

static const struct dlb_param params[] = {
    {.name = "tau_days", .most = DLB_PARAM_DAYS_MAX},
    {.name = "stay_edges", .most = 1},
    {.name = "abroad_days", .most = DLB_PARAM_DAYS_MAX, .value = 90},
};

const struct dlb_rule dlb_rule_d12 = {
    .id = "D12",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_SERVICES | DLB_HAS_STAYS | DLB_HAS_PROGRAMMES,
    .nothing = "no person with a stay has a service that it stops",
    .nothing_ko = "입원·입소한 분에게 그동안 중단되는 서비스 없음",
    .traits = DLB_TRAIT_STAYS,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "입원·입소 중 재가 서비스",
    .name_en = "service at home during a stay elsewhere",
    .message_ko = "입원·입소 등으로 집을 비운 기간({period})에 {programme:이} 계속 제공된 "
                  "것으로 보입니다({agencies}). 실제로 제공했는지 확인해 주세요.",
    .message_en = "{programme} seems to have gone on while the person was staying elsewhere "
                  "({period}; {agencies}). Please check whether it was really given."};
