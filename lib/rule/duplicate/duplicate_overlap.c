/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_overlap.c - D03: several agencies serve one person alike on the same days.
 *
 * Services of one class (as many digits as the policy compares) are swept by start with the
 * number of agencies that are active; each maximal stretch of days with two or more is one
 * finding. So a long spell under many short ones is found as often as it is overlapped, and
 * no pairs are ever listed. Monthly benefits are compared by the months they are for.
 *
 * One agency's last day may be the next one's first: up to handover_days such days are a
 * hand-over. Whether it is one can be counted: of the rows that are there, each has to end
 * with the days or begin with them, and to have been there before or after.
 */
#include "rule/kernel.h"

enum { CLASS_DIGITS = DLB_PARAM_OWN, TAU_DAYS, HANDOVER_DAYS };

unsigned dlb_overlap_digits(const struct dlb_policy *policy)
{
    return (unsigned)dlb_policy_settings(policy, &dlb_rule_d03)[CLASS_DIGITS];
}

struct overlap {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    struct dlb_ending ending;
    unsigned digits;
    struct dlb_class class_;
};

/* ---- hand-overs ------------------------------------------------------------------------------ */

/* The spans of a class by start (work->spans) and by end (work->items), walked along with the
 * segments. */
struct handover {
    const struct overlap *overlap;
    size_t n_begun, n_ended; /* before the segment's end; up to its start */
};

static int32_t nth_end(const struct dlb_rule_work *work, size_t i)
{
    const struct dlb_sort_item *items = work->items.data;
    return dlb_sort_number(items[i].key);
}

static bool open_handover(const struct overlap *overlap, struct handover *handover)
{
    struct dlb_rule_work *work = overlap->work;
    const struct dlb_owned_span *spans = work->spans.data;
    *handover = (struct handover){overlap, 0, 0};
    if (!dlb_work_items(work, work->spans.n)) return false;
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = 0; i < work->spans.n; i++)
        items[i] = (struct dlb_sort_item){dlb_sort_key(spans[i].end), i};
    dlb_sort_in(items, work->spare.data, work->spans.n);
    return true;
}

/* Days or months of it, not hours. */
static bool can_hand_over(const struct handover *handover, const struct dlb_owned_span *span)
{
    const struct dlb_service *services = handover->overlap->work->caseload->services;
    return !(services[span->row].lasting & DLB_LASTS_HOURS);
}

/* Rows that begin with the segment and go on after it. */
static size_t count_takers(const struct handover *handover, struct dlb_span segment)
{
    const struct dlb_owned_span *spans = handover->overlap->work->spans.data;
    size_t n = 0, i = handover->n_begun;
    while (i > 0 && spans[i - 1].start > segment.start) i--;
    for (; i > 0 && spans[i - 1].start == segment.start; i--)
        n += spans[i - 1].end > segment.end && can_hand_over(handover, &spans[i - 1]);
    return n;
}

/* Rows that were there before the segment and end with it. */
static size_t count_givers(const struct handover *handover, struct dlb_span segment)
{
    const struct dlb_rule_work *work = handover->overlap->work;
    const struct dlb_owned_span *spans = work->spans.data;
    const struct dlb_sort_item *items = work->items.data;
    size_t n = 0, i = handover->n_ended;
    while (i < work->spans.n && nth_end(work, i) < segment.end) i++;
    for (; i < work->spans.n && nth_end(work, i) == segment.end; i++)
        n += spans[items[i].value].start < segment.start &&
             can_hand_over(handover, &spans[items[i].value]);
    return n;
}

/* Segments are asked about in order. */
static bool is_handover(struct handover *handover, struct dlb_span segment)
{
    const struct dlb_rule_work *work = handover->overlap->work;
    const struct dlb_owned_span *spans = work->spans.data;
    size_t n = work->spans.n;
    while (handover->n_begun < n && spans[handover->n_begun].start < segment.end)
        handover->n_begun++;
    while (handover->n_ended < n && nth_end(work, handover->n_ended) <= segment.start)
        handover->n_ended++;
    if ((int64_t)segment.end - segment.start > work->settings[HANDOVER_DAYS]) return false;
    size_t n_there = handover->n_begun - handover->n_ended;
    return count_takers(handover, segment) + count_givers(handover, segment) == n_there;
}

/* ---- findings -------------------------------------------------------------------------------- */

static void report(void *context, const struct dlb_meeting *meeting)
{
    const struct overlap *overlap = context;
    struct dlb_rule_work *work = overlap->work;
    struct dlb_findings *findings = work->findings;
    const struct dlb_side *sides = work->sides.data;
    struct dlb_finding *finding = dlb_finding_open(findings, overlap->rule);
    finding->person = overlap->person;
    finding->class_ = overlap->class_;
    finding->start = meeting->start;
    finding->end = meeting->end;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    dlb_key_class(findings, overlap->class_);
    bool open = meeting->end == DLB_DAY_OPEN;
    if (!open) dlb_detail_int(findings, "overlap_days", meeting->days);
    dlb_detail_int(findings, "tau_days", work->settings[TAU_DAYS]);
    dlb_detail_clears(findings, "all_but_one_end_by", meeting->start - 1);
    for (size_t i = 0; i < work->sides.n; i++)
        if (dlb_meet_touches(work, meeting, &sides[i]))
            dlb_finding_row(findings, DLB_ROWS_SERVICES, sides[i].row,
                            sides[i].start < meeting->start ? "before" : "overlapping");
}

/* The days on which two agencies or more are there, without hand-overs. */
static void add_hits(struct overlap *overlap)
{
    struct dlb_rule_work *work = overlap->work;
    const struct dlb_owned_span *spans = work->spans.data;
    struct handover handover;
    if (!dlb_work_sort_spans(work) || !dlb_work_segments(work, work->spans.n)) return;
    struct dlb_span *segments = work->segments.data;
    size_t n =
        dlb_overlap_segments(spans, work->spans.n, (int32_t)work->settings[TAU_DAYS], segments);
    if (!n || !open_handover(overlap, &handover)) return;
    for (size_t i = 0; i < n; i++)
        if (!is_handover(&handover, segments[i]))
            dlb_meet_hit(work, (struct dlb_hit){segments[i].start, segments[i].end, 0});
}

static struct dlb_span compared_days(const struct overlap *overlap,
                                     const struct dlb_service *service)
{
    if (service->lasting & DLB_LASTS_MONTHS)
        return dlb_months_days(dlb_service_months(service, overlap->ending));
    return dlb_service_span(service, overlap->ending);
}

/* work->rows[from] … of one class, by start. */
static void look_at_class(struct overlap *overlap, size_t from, size_t to)
{
    struct dlb_rule_work *work = overlap->work;
    const struct dlb_caseload *caseload = work->caseload;
    const uint32_t *rows = work->rows.data;
    dlb_meet_begin(work);
    dlb_judge_rows(work, to - from);
    if (dlb_are_of_one_agency(caseload->services, rows + from, to - from)) return;
    if (!dlb_work_spans(work, to - from)) return;
    struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = from; i < to; i++) {
        const struct dlb_service *service = &caseload->services[rows[i]];
        struct dlb_span span = compared_days(overlap, service);
        if (span.end <= span.start) continue;
        dlb_meet_side(work, (struct dlb_side){span.start, span.end, 0, rows[i], 0});
        spans[work->spans.n++] =
            (struct dlb_owned_span){span.start, span.end, service->agency, rows[i]};
    }
    overlap->class_ = dlb_class_cut(caseload->services[rows[from]].class_, overlap->digits);
    if (work->spans.n < 2) return;
    add_hits(overlap);
    if (dlb_meet_settle(work)) dlb_meet_findings(work, report, overlap);
}

/* ---- classes --------------------------------------------------------------------------------- */

static bool counts(const struct dlb_rule_work *work, const struct dlb_service *service)
{
    return dlb_service_is_active(service) && service->class_.digits &&
           dlb_looks_at_service(work, service);
}

static void judge_only(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++)
        dlb_judge_rows(work, counts(work, &caseload->services[i]));
}

/* The person's active services by class, each class by start, in work->rows; how many. */
static size_t sort_by_class(struct overlap *overlap)
{
    struct dlb_rule_work *work = overlap->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->services_first[overlap->person];
    uint32_t to = caseload->services_first[overlap->person + 1];
    if (from == to || !dlb_work_items(work, to - from)) return 0;
    struct dlb_sort_item *items = work->items.data;
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!counts(work, service)) continue;
        items[n++] = (struct dlb_sort_item){dlb_overlap_key(service, overlap->digits), i};
    }
    return dlb_work_sort_rows(work, n);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_service *services = work->caseload->services;
    struct overlap overlap = {.work = work,
                              .rule = rule,
                              .person = person,
                              .ending = dlb_work_ending(work, rule, person),
                              .digits = (unsigned)work->settings[CLASS_DIGITS]};
    if (!(work->traits & DLB_TRAIT_SHARED)) { /* nothing of several agencies */
        judge_only(work, person);
        return;
    }
    size_t n = sort_by_class(&overlap);
    for (size_t from = 0, to; from < n; from = to) {
        const uint32_t *rows = work->rows.data;
        uint32_t key = dlb_overlap_key(&services[rows[from]], overlap.digits);
        for (to = from + 1; to < n && dlb_overlap_key(&services[rows[to]], overlap.digits) == key;)
            to++;
        look_at_class(&overlap, from, to);
    }
}

static const struct dlb_param params[] = {
    {.name = "class_digits", .least = 2, .most = 4, .step = 2, .value = 2},
    {.name = "tau_days", .most = DLB_PARAM_DAYS_MAX},
    {.name = "handover_days", .most = DLB_PARAM_DAYS_MAX, .value = 1},
};

const struct dlb_rule dlb_rule_d03 = {
    .id = "D03",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_SERVICES,
    .yields = DLB_YIELDS_CLASS,
    .yields_to = "D04 D20 D21",
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no service that counts has a class",
    .nothing_ko = "분류를 아는 서비스 없음",
    .traits = DLB_TRAIT_SERVICES,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "여러 기관의 같은 서비스",
    .name_en = "same service from several agencies",
    .message_ko = "{agencies:이} 한 분에게 {class} 서비스를 겹쳐 제공한 것으로 "
                  "보입니다({period}, {days}). 어느 기관이 이어 갈지 협의해 주세요.",
    .message_en = "{agencies} seem to serve one person with {class} services at the same time "
                  "({period}, {days}). Please agree which agency goes on."};
