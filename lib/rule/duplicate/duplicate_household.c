/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_household.c - D15: what is for the household as a whole, given to two of its persons.
 *
 * Services of one class whose programme is for the household are swept by start with the number of
 * persons who are served, whoever serves them. What is handed out once lasts a day, but is not
 * handed out again to the same household soon: two such services of two persons up to window_days
 * apart make all days from the earlier to the later count.
 *
 *   kim   ---------          x
 *   lee         --------             x
 *               ====         =========
 */
#include "rule/kernel.h"

enum { TAU_DAYS = DLB_PARAM_OWN, WINDOW_DAYS };

enum { BY_DAYS, BY_WINDOW }; /* the comparisons */

struct unit_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    const struct dlb_kin *kin;
    unsigned digits;
    struct dlb_class class_;
};

/* ---- services for the household ------------------------------------------------------------- */

static bool counts(const struct dlb_rule_work *work, const struct dlb_service *service)
{
    if (!dlb_service_is_active(service) || !service->class_.digits) return false;
    const struct dlb_programme *programme =
        dlb_policy_programme(work->caseload->policy, service->programme, service->start);
    return programme && programme->household_unit && dlb_looks_at_service(work, service);
}

/* By class as D03 compares it, then start. */
static uint64_t order_of(const struct unit_scan *scan, const struct dlb_service *service)
{
    uint64_t key = dlb_overlap_key(service, scan->digits);
    return key << 32 | dlb_sort_key(service->start);
}

static uint32_t class_at(const struct unit_scan *scan, size_t i)
{
    return (uint32_t)(((const struct dlb_sort_item *)scan->work->items.data)[i].key >> 32);
}

/* The household's services that count, in work->rows by class and start; how many. */
static size_t list_services(const struct unit_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    size_t room = dlb_kin_services(caseload, scan->kin), n = 0;
    if (!room || !dlb_work_items(work, room)) return 0;
    struct dlb_sort_item *items = work->items.data;
    for (uint32_t i = 0; i < scan->kin->n; i++) {
        uint32_t person = scan->kin->persons[i], end = caseload->services_first[person + 1];
        size_t n_before = n;
        for (uint32_t at = caseload->services_first[person]; at < end; at++)
            if (counts(work, &caseload->services[at]))
                items[n++] = (struct dlb_sort_item){order_of(scan, &caseload->services[at]), at};
        dlb_kin_judge(work, scan->kin, i, n - n_before);
    }
    return dlb_work_sort_rows(work, n);
}

/* ---- days that count ------------------------------------------------------------------------- */

/* The days on which two persons or more are served. */
static void add_days(const struct unit_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    int32_t tau_days = (int32_t)work->settings[TAU_DAYS];
    size_t n = work->spans.n;
    if (n < 2 || !dlb_work_sort_spans(work) || !dlb_work_segments(work, n)) return;
    struct dlb_span *segments = work->segments.data;
    n = dlb_overlap_segments(work->spans.data, n, tau_days, segments);
    for (size_t i = 0; i < n; i++)
        dlb_meet_hit(work, (struct dlb_hit){segments[i].start, segments[i].end, BY_DAYS});
}

/* Of services on days, by day: from the earliest of another person within the window, to each. */
static void add_windows(const struct unit_scan *scan, size_t first_side)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_service *services = work->caseload->services;
    const struct dlb_side *sides = work->sides.data;
    size_t first = first_side, other = first_side; /* in the window; of another person than it */
    for (size_t i = first_side; i < work->sides.n; i++) {
        int64_t from = (int64_t)sides[i].start - work->settings[WINDOW_DAYS];
        uint32_t person = services[sides[i].row].person;
        while (sides[first].start < from) first++;
        if (other < first) other = first;
        while (other < i && services[sides[other].row].person == services[sides[first].row].person)
            other++;
        size_t partner = services[sides[first].row].person != person ? first : other;
        if (partner < i)
            dlb_meet_hit(work, (struct dlb_hit){sides[partner].start, sides[i].end, BY_WINDOW});
    }
}

/* ---- findings -------------------------------------------------------------------------------- */

static void report(void *context, const struct dlb_meeting *meeting)
{
    const struct unit_scan *scan = context;
    struct dlb_rule_work *work = scan->work;
    struct dlb_findings *findings = work->findings;
    const struct dlb_side *sides = work->sides.data;
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = scan->kin->person;
    finding->household = scan->kin->household;
    finding->class_ = scan->class_;
    finding->start = meeting->start;
    finding->end = meeting->end;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    dlb_key_class(findings, scan->class_);
    if (meeting->end != DLB_DAY_OPEN) dlb_detail_int(findings, "overlap_days", meeting->days);
    dlb_detail_int(findings, "tau_days", work->settings[TAU_DAYS]);
    dlb_detail_int(findings, "window_days", work->settings[WINDOW_DAYS]);
    dlb_detail_clears(findings, "all_but_one_end_by", meeting->start - 1);
    for (size_t i = 0; i < work->sides.n; i++)
        if (dlb_meet_touches(work, meeting, &sides[i]))
            dlb_finding_row(findings, DLB_ROWS_SERVICES, sides[i].row,
                            sides[i].start < meeting->start ? "before" : "overlapping");
}

/* work->rows[from] … of one class, by start. */
static void look_at_class(struct unit_scan *scan, size_t from, size_t to)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    const uint32_t *rows = work->rows.data;
    dlb_meet_begin(work);
    if (to - from < 2 || !dlb_work_spans(work, to - from)) return;
    struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = from; i < to; i++) {
        const struct dlb_service *service = &caseload->services[rows[i]];
        struct dlb_span span =
            dlb_service_span(service, dlb_work_ending(work, scan->rule, service->person));
        if (span.end <= span.start) continue;
        spans[work->spans.n++] =
            (struct dlb_owned_span){span.start, span.end, service->person, rows[i]};
        dlb_meet_side(work, (struct dlb_side){span.start, span.end, BY_DAYS, rows[i], 0});
    }
    scan->class_ = dlb_class_cut(caseload->services[rows[from]].class_, scan->digits);
    size_t first_once = work->sides.n;
    for (size_t i = 0; i < first_once; i++) {
        struct dlb_side side = ((const struct dlb_side *)work->sides.data)[i];
        side.which = BY_WINDOW;
        if (caseload->services[side.row].lasting & DLB_LASTS_A_DAY) dlb_meet_side(work, side);
    }
    add_days(scan);
    add_windows(scan, first_once);
    if (dlb_meet_settle(work)) dlb_meet_findings(work, report, scan);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    const struct dlb_policy *policy = work->caseload->policy;
    struct dlb_kin kin;
    dlb_kin_look(work->caseload, subject, &kin);
    if (kin.n < 2 || !dlb_kin_judge_begin(work, &kin)) return;
    struct unit_scan scan = {
        .work = work, .rule = rule, .kin = &kin, .digits = dlb_overlap_digits(policy)};
    size_t n = list_services(&scan);
    if (!n || !dlb_work_list(work, n)) return;
    uint32_t *ends = work->list.data, n_classes = 0; /* of classes, in work->rows */
    for (size_t i = 0; i < n; i++)
        if (i + 1 == n || class_at(&scan, i + 1) != class_at(&scan, i))
            ends[n_classes++] = (uint32_t)i + 1;
    for (uint32_t i = 0; i < n_classes; i++) look_at_class(&scan, i ? ends[i - 1] : 0, ends[i]);
}

static const struct dlb_param params[] = {
    {.name = "tau_days", .most = DLB_PARAM_DAYS_MAX},
    {.name = "window_days", .most = DLB_PARAM_DAYS_MAX, .value = 30},
};

const struct dlb_rule dlb_rule_d15 = {
    .id = "D15",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_HOUSEHOLD,
    .local = DLB_LOCAL_SERVICES,
    .yields = DLB_YIELDS_WHOLE,
    .yields_to = "D10",
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no household of two has a service that is for the household as a whole",
    .nothing_ko = "두 명 이상인 가구에 가구 단위 서비스 없음",
    .traits = DLB_TRAIT_MARKED(DLB_MARK_UNIT),
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "가구 단위 지원을 여러 가구원이 수령",
    .name_en = "household support given to several",
    .message_ko = "가구 단위로 지원하는 {class} 서비스를 한 가구의 두 분 이상이 받은 것으로 "
                  "보입니다({period}, {agencies}). 한 분으로 묶어 지원해도 되는지 확인해 "
                  "주세요.",
    .message_en =
        "Support with {class} is meant for a household as a whole, but two or more of one "
        "household seem to have been given it ({period}; {agencies}). Please check "
        "whether one is enough."};
