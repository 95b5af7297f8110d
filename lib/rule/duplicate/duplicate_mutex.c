/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_mutex.c - D09: two benefits that exclude each other.
 *
 * A set of the policy is one or more rows (a, b). For each row the services of both sides
 * are swept; a service that is on both sides is set against all others, but never against
 * itself. Days on which they meet, the row holds and no exception is active are hits; the
 * hits of one set that touch are one finding.
 *
 *   basis day      the days of the services; more than tau_days of them
 *   basis month    the benefit month where one is given, else all months of the days
 *
 * The agencies may be the same: the law forbids holding both, not asking twice. Rows with
 * household scope hold for one person too.
 */
#include <string.h>

#include "rule/kernel.h"

enum { TAU_DAYS = DLB_PARAM_OWN };

struct mutex_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    struct dlb_ending ending;
    const struct dlb_mutex *mutex; /* the row that is asked about */
    uint32_t row;                  /* its number */
};

/* ---- days ------------------------------------------------------------------------------------ */

/* The days of a service on the basis of the row. */
static struct dlb_span compared_days(const struct mutex_scan *scan,
                                     const struct dlb_service *service)
{
    if (!scan->mutex->by_month) return dlb_service_span(service, scan->ending);
    return dlb_months_days(dlb_service_months(service, scan->ending));
}

/* The days on which a service is an exception: of its months when it is monthly and months
 * are compared. */
static struct dlb_span excepted_days(const struct mutex_scan *scan,
                                     const struct dlb_service *service)
{
    bool months = scan->mutex->by_month &&
                  (service->lasting & DLB_LASTS_MONTHS || service->benefit_month != DLB_NONE);
    if (months) return dlb_months_days(dlb_service_months(service, scan->ending));
    return dlb_service_span(service, scan->ending);
}

static struct dlb_span cut_to(struct dlb_span span, struct dlb_valid valid)
{
    if (span.start < valid.from) span.start = valid.from;
    if (span.end > valid.to) span.end = valid.to;
    return span;
}

/* The days of exceptions by start, in work->spans; the segments of the sweep stay. */
static size_t list_exceptions(const struct mutex_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->services_first[scan->person];
    uint32_t to = caseload->services_first[scan->person + 1];
    if (!dlb_work_spans(work, to - from)) return 0;
    struct dlb_owned_span *spans = work->spans.data;
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_service *service = &caseload->services[i];
        bool excepts =
            service->programme == scan->mutex->except_programme && dlb_service_is_active(service);
        if (!excepts) continue;
        struct dlb_span span = excepted_days(scan, service);
        if (span.end > span.start)
            spans[work->spans.n++] = (struct dlb_owned_span){span.start, span.end, 0, i};
    }
    return dlb_work_sort_spans(work) ? work->spans.n : 0;
}

static void add_hit(const struct mutex_scan *scan, struct dlb_span days)
{
    int64_t tau = scan->mutex->by_month ? 0 : scan->work->settings[TAU_DAYS];
    days = cut_to(days, scan->mutex->valid);
    if ((int64_t)days.end - days.start > tau)
        dlb_meet_hit(scan->work, (struct dlb_hit){days.start, days.end, scan->row});
}

/* The segments of the sweep without the days of exceptions. */
static void add_hits(const struct mutex_scan *scan, size_t n)
{
    struct dlb_rule_work *work = scan->work;
    bool may_except = scan->mutex->except_programme != DLB_NO_CODE;
    size_t n_exceptions = may_except && n ? list_exceptions(scan) : 0, next = 0;
    const struct dlb_owned_span *exceptions = work->spans.data;
    const struct dlb_span *segments = work->segments.data;
    int32_t excepted_to = DLB_DAY_NONE; /* by those that have been walked past */
    for (size_t i = 0; i < n; i++) {
        int32_t from = segments[i].start > excepted_to ? segments[i].start : excepted_to;
        for (; next < n_exceptions && exceptions[next].start < segments[i].end; next++) {
            int32_t to = exceptions[next].start;
            if (to > from) add_hit(scan, (struct dlb_span){from, to});
            if (exceptions[next].end > excepted_to) excepted_to = exceptions[next].end;
            if (excepted_to > from) from = excepted_to;
        }
        if (from < segments[i].end) add_hit(scan, (struct dlb_span){from, segments[i].end});
    }
}

/* ---- one row of the policy ------------------------------------------------------------------- */

/* Services are judged once, however many rows they are on a side of: work->rows marks them. */
static void judge_once(const struct mutex_scan *scan, uint32_t service)
{
    struct dlb_rule_work *work = scan->work;
    uint32_t *mark =
        (uint32_t *)work->rows.data + service - work->caseload->services_first[scan->person];
    if (!*mark) dlb_judge_rows(work, 1);
    *mark = 1;
}

/* Add the days on which the two sides of a row of the policy meet. */
static void scan_mutex(const struct mutex_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_mutex *mutex = scan->mutex;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->services_first[scan->person + 1];
    size_t first = work->sides.n, n_a = 0, n_b = 0;
    for (uint32_t i = caseload->services_first[scan->person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!dlb_service_is_active(service)) continue;
        bool a = dlb_selects(&mutex->a, service), b = dlb_selects(&mutex->b, service);
        if (!a && !b) continue;
        struct dlb_span span = compared_days(scan, service);
        uint8_t side = a && b ? DLB_SIDE_BOTH : a ? DLB_SIDE_A : DLB_SIDE_B;
        dlb_meet_side(work, (struct dlb_side){span.start, span.end, scan->row, i, side});
        judge_once(scan, i);
        n_a += a;
        n_b += b;
    }
    if (n_a && n_b)
        add_hits(scan, dlb_meet_sweep(work, first));
    else
        work->sides.n = first;
}

/* ---- findings ------------------------------------------------------------------------------ */

/* What a benefit is called: by its programme, else as it was written. */
static struct dlb_text benefit_name(const struct dlb_caseload *caseload, uint32_t row)
{
    const struct dlb_service *service = &caseload->services[row];
    const struct dlb_programme *programme =
        dlb_policy_programme(caseload->policy, service->programme, service->start);
    bool named = programme && programme->name.data;
    return named ? programme->name : caseload->programme_ids[service->programme];
}

/* What a finding says of its two sides. */
struct sides {
    struct dlb_text names[2];
    int32_t began[2];
    struct dlb_won won[2];
};

/* Does a service that is on side a alone touch the meeting? */
static bool is_a_there(const struct dlb_rule_work *work, const struct dlb_meeting *meeting)
{
    const struct dlb_side *sides = work->sides.data;
    for (size_t i = 0; i < work->sides.n; i++)
        if (sides[i].side == DLB_SIDE_A && dlb_meet_touches(work, meeting, &sides[i])) return true;
    return false;
}

/* Of services that are on both sides the first stands for a, unless another one does; the rest
 * stand for b. */
static void add_rows(const struct mutex_scan *scan, const struct dlb_meeting *meeting,
                     struct sides *said)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_side *sides = work->sides.data;
    bool a_is_there = is_a_there(work, meeting);
    for (size_t i = 0; i < work->sides.n; i++) {
        if (!dlb_meet_touches(work, meeting, &sides[i])) continue;
        bool is_both = sides[i].side == DLB_SIDE_BOTH;
        unsigned side = !is_both ? sides[i].side : a_is_there ? DLB_SIDE_B : DLB_SIDE_A;
        const struct dlb_service *service = &work->caseload->services[sides[i].row];
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, sides[i].row, side ? "b" : "a");
        if (!said->names[side].data) said->names[side] = benefit_name(work->caseload, sides[i].row);
        if (service->start < said->began[side]) said->began[side] = service->start;
        dlb_won_add(&said->won[side], service->amount_won);
        a_is_there = a_is_there || is_both;
    }
}

static void report(void *context, const struct dlb_meeting *meeting)
{
    const struct mutex_scan *scan = context;
    struct dlb_findings *findings = scan->work->findings;
    const struct dlb_hit *hits = scan->work->hits.data;
    const struct dlb_mutex *mutex =
        &scan->work->caseload->policy->mutexes[hits[meeting->first].which];
    struct dlb_won none = {DLB_NO_AMOUNT, false};
    struct sides said = {.began = {DLB_DAY_OPEN, DLB_DAY_OPEN}, .won = {none, none}};
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = scan->person;
    finding->start = meeting->start;
    finding->end = meeting->end;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    finding->amount = DLB_AMOUNT_OF_SIDE;
    dlb_key_text(findings, mutex->set_id);
    add_rows(scan, meeting, &said);
    finding->won =
        said.won[said.began[DLB_SIDE_A] > said.began[DLB_SIDE_B] ? DLB_SIDE_A : DLB_SIDE_B];
    dlb_detail_text(findings, "set_id", mutex->set_id);
    dlb_detail_text(findings, "benefit_a", said.names[DLB_SIDE_A]);
    dlb_detail_text(findings, "benefit_b", said.names[DLB_SIDE_B]);
    if (meeting->end != DLB_DAY_OPEN) dlb_detail_int(findings, "overlap_days", meeting->days);
    dlb_detail_int(findings, "tau_days", mutex->by_month ? 0 : scan->work->settings[TAU_DAYS]);
    if (mutex->legal_ref.data) dlb_detail_text(findings, "legal_ref", mutex->legal_ref);
    dlb_detail_clears(findings, "one_side_ends_by", meeting->start - 1);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_policy *policy = caseload->policy;
    uint32_t n = caseload->services_first[person + 1] - caseload->services_first[person];
    if (!n || !dlb_work_rows(work, n)) return;
    memset(work->rows.data, 0, n * sizeof(uint32_t));
    struct mutex_scan scan = {.work = work,
                              .rule = rule,
                              .person = person,
                              .ending = dlb_work_ending(work, rule, person)};
    dlb_meet_begin(work);
    for (uint32_t i = 0; i < policy->n_mutexes; i++) {
        const struct dlb_mutex *mutex = &policy->mutexes[i];
        scan.mutex = mutex;
        scan.row = i;
        if (mutex->kind == DLB_MUTEX_EXCLUSIVE) scan_mutex(&scan);
        bool set_ends =
            i + 1 == policy->n_mutexes || !dlb_text_equal(mutex[1].set_id, mutex->set_id);
        if (!set_ends) continue;
        if (dlb_meet_settle(work)) dlb_meet_findings(work, report, &scan);
        dlb_meet_begin(work);
    }
}

static const struct dlb_param params[] = {{.name = "tau_days", .most = DLB_PARAM_DAYS_MAX}};

const struct dlb_rule dlb_rule_d09 = {
    .id = "D09",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_SERVICES | DLB_HAS_MUTEX | DLB_HAS_PROGRAMMES,
    .nothing = "no service that counts is on either side of a set",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "함께 받을 수 없는 급여",
    .name_en = "benefits that exclude each other",
    .message_ko = "{benefit_a:과} {benefit_b:은} 함께 받을 수 없는데 같이 지원된 것으로 "
                  "보입니다({period}, {agencies}). 어느 쪽을 유지할지 확인해 주세요.",
    .message_en = "{benefit_a} and {benefit_b} exclude each other, but both seem to have been "
                  "given ({period}; {agencies}). Please check which one stays."};
