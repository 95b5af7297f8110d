/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_stay.c - D12: a service at home while the person is elsewhere.
 *
 *   what stops                              while                        counted
 *   mutex rows of kind state, side a        the stay of side b           per set
 *   every programme that is home_based      hospital, facility, prison   per domain
 *
 * On the days of admission and discharge a visit at home is in order, so a stay counts from
 * the day after the first to the day before the last (unless stay_edges says otherwise);
 * abroad counts only from abroad_days on. Several agencies may report one stay: their stays
 * are one side of the sweep, the services the other. A service that a row of the policy
 * stops is not asked again as a home service.
 */
#include "rule/kernel.h"

enum { TAU_DAYS = DLB_PARAM_OWN, STAY_EDGES, ABROAD_DAYS };

enum { SIDE_SERVICE, SIDE_STAY };

struct stay_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    int32_t death, tau_days, abroad_days;
    bool edges;
};

/* One row of the policy, or the home services of one domain. */
struct question {
    const struct dlb_mutex *mutex; /* NULL: home services */
    struct dlb_class domain;       /* of home services */
};

/* Too short a time abroad stops nothing. */
static bool is_short(const struct stay_scan *scan, const struct dlb_stay *stay)
{
    int32_t as_of = scan->work->caseload->as_of;
    int64_t end = stay->end == DLB_DAY_OPEN ? (int64_t)as_of + 1 : stay->end;
    return stay->kind == DLB_STAY_ABROAD && end - stay->start < scan->abroad_days;
}

/* The days of a stay that count. */
static struct dlb_span stay_span(const struct stay_scan *scan, const struct dlb_stay *stay)
{
    struct dlb_span span = {stay->start, stay->end};
    if (is_short(scan, stay)) span.end = span.start;
    if (scan->edges || span.end <= span.start) return span;
    span.start++;
    if (span.end != DLB_DAY_OPEN) span.end--;
    return span;
}

static bool stay_fits(const struct question *question, const struct dlb_stay *stay)
{
    if (question->mutex) return question->mutex->b.stay == stay->kind + 1;
    return stay->kind != DLB_STAY_ABROAD;
}

/* Does a row of the policy stop the service during stays that stop home services too? */
static bool is_asked_already(const struct dlb_policy *policy, const struct dlb_service *service)
{
    for (uint32_t i = 0; i < policy->n_mutexes; i++) {
        const struct dlb_mutex *mutex = &policy->mutexes[i];
        bool stops = mutex->kind == DLB_MUTEX_STATE && mutex->b.stay != DLB_STAY_ABROAD + 1
                     && dlb_selects(&mutex->a, service);
        if (stops && dlb_valid_on(mutex->valid, service->start)) return true;
    }
    return false;
}

static bool is_home_service(const struct dlb_policy *policy, const struct dlb_service *service)
{
    const struct dlb_programme *programme =
        dlb_policy_programme(policy, service->programme, service->start);
    return programme && programme->home_based && !is_asked_already(policy, service);
}

static bool service_fits(const struct stay_scan *scan, const struct question *question,
                         const struct dlb_service *service)
{
    const struct dlb_policy *policy = scan->work->caseload->policy;
    if (!dlb_service_is_active(service)) return false;
    if (question->mutex) return dlb_selects(&question->mutex->a, service);
    struct dlb_class domain = dlb_class_cut(service->class_, 2);
    bool same = domain.code == question->domain.code && domain.digits == question->domain.digits;
    return same && is_home_service(policy, service);
}

/* A hit for each segment of the sweep, with the rows that touch it. */
static void add_hits(const struct stay_scan *scan, const struct question *question, uint32_t which)
{
    struct dlb_rule_work *work = scan->work;
    size_t n = dlb_sweep_overlaps(work, scan->tau_days);
    const struct dlb_span *segments = work->segments.data;
    const struct dlb_owned_span *spans = work->spans.data;
    struct dlb_touch touch;
    if (!n || !dlb_touch_begin(work, &touch)) return;
    for (size_t i = 0; i < n; i++) {
        size_t n_touch = dlb_touch_next(work, &touch, segments[i]);
        bool holds = !question->mutex || dlb_valid_on(question->mutex->valid, segments[i].start);
        if (!holds) continue;
        dlb_hits_add(work, segments[i].start, segments[i].end, which);
        for (size_t j = 0; j < n_touch; j++) {
            const struct dlb_owned_span *span = &spans[((const uint32_t *)work->rows.data)[j]];
            dlb_hits_add_row(work, span->row, span->owner);
        }
    }
}

/* Add the days on which both sides of a question are there; `which` goes into the hits. */
static void ask(const struct stay_scan *scan, const struct question *question, uint32_t which)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *c = work->caseload;
    uint32_t person = scan->person;
    dlb_sweep_begin(work);
    for (uint32_t i = c->services_first[person]; i < c->services_first[person + 1]; i++) {
        if (!service_fits(scan, question, &c->services[i])) continue;
        struct dlb_span span = dlb_service_span(&c->services[i], scan->death);
        dlb_sweep_add(work, (struct dlb_owned_span){span.start, span.end, SIDE_SERVICE, i});
    }
    if (!work->spans.n) return;
    for (uint32_t i = c->stays_first[person]; i < c->stays_first[person + 1]; i++) {
        if (!stay_fits(question, &c->stays[i])) continue;
        struct dlb_span span = stay_span(scan, &c->stays[i]);
        dlb_sweep_add(work, (struct dlb_owned_span){span.start, span.end, SIDE_STAY, i});
    }
    add_hits(scan, question, which);
}

/* ---- findings ----------------------------------------------------------------------------- */

/* The first service and the first stay that a finding rests on. */
struct firsts {
    uint32_t service, stay;
};

static void add_rows(const struct stay_scan *scan, const struct dlb_hit *hit,
                     struct firsts *firsts)
{
    const struct dlb_hit_row *rows = (const struct dlb_hit_row *)scan->work->hit_rows.data
                                     + hit->first_row;
    for (uint32_t i = 0; i < hit->n_rows; i++) {
        bool stay = rows[i].side == SIDE_STAY;
        uint32_t *first = stay ? &firsts->stay : &firsts->service;
        if (rows[i].row < *first) *first = rows[i].row;
        dlb_finding_row(scan->work->findings, stay ? DLB_ROWS_STAYS : DLB_ROWS_SERVICES,
                        rows[i].row, stay ? "stay" : "service");
    }
}

static void put_numbers(const struct stay_scan *scan, const struct dlb_mutex *mutex,
                        const struct dlb_stay *stay, struct dlb_span days)
{
    struct dlb_findings *findings = scan->work->findings;
    if (days.end != DLB_DAY_OPEN) dlb_detail_int(findings, "overlap_days", days.end - days.start);
    dlb_detail_int(findings, "tau_days", scan->tau_days);
    dlb_detail_int(findings, "stay_edges", scan->edges);
    dlb_detail_day(findings, "stay_began_on", stay->start);
    if (stay->kind == DLB_STAY_ABROAD) dlb_detail_int(findings, "abroad_days", scan->abroad_days);
    if (mutex && mutex->legal_ref.data) dlb_detail_text(findings, "legal_ref", mutex->legal_ref);
    dlb_detail_clears(findings, "service_ends_by", days.start - 1);
}

/* Hits of one question that touch; `domain` is that of home services. */
static void report(const struct stay_scan *scan, struct dlb_class domain,
                   const struct dlb_hit *hits, size_t n, int32_t end)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    const struct dlb_mutex *mutex =
        hits[0].which == DLB_NO_CODE ? NULL : &caseload->policy->mutexes[hits[0].which];
    struct dlb_findings *findings = scan->work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    struct firsts firsts = {DLB_NO_CODE, DLB_NO_CODE};
    finding->person = scan->person;
    finding->start = hits[0].start;
    finding->end = end;
    finding->class_ = domain;
    finding->set = mutex ? mutex->set_id : dlb_text_of("home_based");
    for (size_t i = 0; i < n; i++) add_rows(scan, &hits[i], &firsts);
    bool lost = firsts.service == DLB_NO_CODE || firsts.stay == DLB_NO_CODE; /* no memory */
    if (lost) {
        dlb_finding_drop(findings);
        return;
    }
    finding->programme = caseload->services[firsts.service].programme;
    dlb_detail_text(findings, "set_id", finding->set);
    put_numbers(scan, mutex, &caseload->stays[firsts.stay],
                (struct dlb_span){hits[0].start, end});
    dlb_finding_close(findings);
}

static void report_hits(const struct stay_scan *scan, struct dlb_class domain)
{
    struct dlb_rule_work *work = scan->work;
    dlb_hits_sort(work);
    const struct dlb_hit *hits = work->hits.data;
    for (size_t from = 0, n; from < work->hits.n; from += n) {
        int32_t end;
        n = dlb_hits_run(work, from, &end);
        report(scan, domain, hits + from, n, end);
    }
    dlb_hits_begin(work);
}

/* Each set of the policy's rows that stop something is one question. */
static void ask_policy(const struct stay_scan *scan)
{
    const struct dlb_policy *policy = scan->work->caseload->policy;
    for (uint32_t i = 0; i < policy->n_mutexes; i++) {
        const struct dlb_mutex *mutex = &policy->mutexes[i];
        struct question question = {mutex, {0, 0}};
        if (mutex->kind == DLB_MUTEX_STATE) ask(scan, &question, i);
        bool set_ends = i + 1 == policy->n_mutexes
                        || !dlb_text_equal(mutex[1].set_id, mutex->set_id);
        if (set_ends) report_hits(scan, question.domain);
    }
}

/* Home services, by domain: each domain is another agency's work. */
static void ask_home(const struct stay_scan *scan)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    uint32_t from = caseload->services_first[scan->person];
    uint32_t to = caseload->services_first[scan->person + 1];
    uint64_t asked[2] = {0, 0}; /* of 100 domains */
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!is_home_service(caseload->policy, service)) continue;
        struct question question = {NULL, dlb_class_cut(service->class_, 2)};
        uint64_t bit = UINT64_C(1) << question.domain.code % 64;
        if (asked[question.domain.code / 64] & bit) continue;
        asked[question.domain.code / 64] |= bit;
        ask(scan, &question, DLB_NO_CODE);
        report_hits(scan, question.domain);
    }
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (caseload->stays_first[person] == caseload->stays_first[person + 1]) return;
    if (caseload->services_first[person] == caseload->services_first[person + 1]) return;
    struct stay_scan scan = {.work = work, .rule = rule, .person = person,
                             .death = dlb_person_death(caseload, person)};
    scan.tau_days = (int32_t)work->settings[TAU_DAYS];
    scan.abroad_days = (int32_t)work->settings[ABROAD_DAYS];
    scan.edges = work->settings[STAY_EDGES] != 0;
    dlb_hits_begin(work);
    ask_policy(&scan);
    ask_home(&scan);
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
    .key = DLB_KEY_PERSON | DLB_KEY_CLASS | DLB_KEY_SET | DLB_KEY_START,
    .tables = DLB_HAS_SERVICES | DLB_HAS_STAYS,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "입원·입소 중의 재가 서비스",
    .name_en = "service at home during a stay elsewhere",
    .message_ko = "입원·입소 등으로 집을 떠나 있는 {period}에 {programme:이} 계속된 것으로 보입니다"
                  "({agencies}). 실제로 제공했는지 확인해 주세요.",
    .message_en = "{programme} seems to have gone on while the person was staying elsewhere "
                  "({period}; {agencies}). Please check whether it was really given."};
