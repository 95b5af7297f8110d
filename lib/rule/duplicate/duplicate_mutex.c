/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_mutex.c - D09: two benefits that exclude each other.
 *
 * A set of the policy is one or more rows (a, b). For each row the services of both sides
 * are swept; a service that is on both sides is set against all others, but never against
 * itself. Days on which they meet are hits; the hits of one set that touch are one finding,
 * so that a person who holds three benefits of a set is one question, not three.
 *
 *   basis day      the days of the services
 *   basis month    the benefit month where one is given, else all months of the days
 *
 * The agencies may be the same: the law forbids holding both, not asking twice. Rows with
 * household scope hold for one person too.
 */
#include "rule/kernel.h"

enum { TAU_DAYS = DLB_PARAM_OWN };

enum side { SIDE_A, SIDE_B, SIDE_BOTH }; /* owners; a service on both sides is its own owner */

struct mutex_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    int32_t death, tau_days;
};

/* The days or months of a service on the axis of the row. */
static struct dlb_span axis_span(const struct mutex_scan *scan, const struct dlb_mutex *mutex,
                                 const struct dlb_service *service)
{
    struct dlb_span span = dlb_service_span(service, scan->death);
    if (!mutex->by_month) return span;
    if (service->benefit_month != DLB_NONE)
        return (struct dlb_span){service->benefit_month, service->benefit_month + 1};
    bool open = span.end == DLB_DAY_OPEN;
    int32_t last = open ? DLB_DAY_OPEN : dlb_month_of(span.end - 1) + 1;
    return (struct dlb_span){dlb_month_of(span.start), last};
}

/* Back from the axis to days, within the time the row holds. */
static struct dlb_span to_days(const struct dlb_mutex *mutex, struct dlb_span segment)
{
    if (mutex->by_month) {
        segment.start = dlb_month_start(segment.start);
        if (segment.end != DLB_DAY_OPEN) segment.end = dlb_month_start(segment.end);
    }
    if (segment.start < mutex->valid.from) segment.start = mutex->valid.from;
    if (segment.end > mutex->valid.to) segment.end = mutex->valid.to;
    return segment;
}

/* The services of the programme that makes an exception, walked along with the segments. */
struct exception {
    uint32_t next;
    int32_t latest; /* end of those that began so far */
};

/* Does one of them touch the days? Segments are asked in order. */
static bool is_excepted(const struct mutex_scan *scan, const struct dlb_mutex *mutex,
                        struct exception *exception, struct dlb_span segment)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    uint32_t end = caseload->services_first[scan->person + 1];
    if (mutex->except_programme == DLB_NO_CODE) return false;
    for (; exception->next < end; exception->next++) {
        const struct dlb_service *service = &caseload->services[exception->next];
        if (service->start >= segment.end) break;
        bool excepts = service->programme == mutex->except_programme
                       && dlb_service_is_active(service);
        int32_t last = dlb_service_span(service, scan->death).end;
        if (excepts && last > exception->latest) exception->latest = last;
    }
    return exception->latest > segment.start;
}

/* A hit for each segment that counts, with the services that touch its days. */
static void add_hits(const struct mutex_scan *scan, uint32_t row, size_t n)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_mutex *mutex = &work->caseload->policy->mutexes[row];
    const struct dlb_span *segments = work->segments.data;
    const struct dlb_owned_span *spans = work->spans.data;
    struct exception exception = {work->caseload->services_first[scan->person], DLB_DAY_NONE};
    struct dlb_touch touch;
    if (!n || !dlb_touch_begin(work, &touch)) return;
    for (size_t i = 0; i < n; i++) {
        size_t n_touch = dlb_touch_next(work, &touch, segments[i]);
        struct dlb_span days = to_days(mutex, segments[i]);
        if (days.end <= days.start || is_excepted(scan, mutex, &exception, days)) continue;
        dlb_hits_add(work, days.start, days.end, row);
        for (size_t j = 0; j < n_touch; j++) {
            const struct dlb_owned_span *span = &spans[((const uint32_t *)work->rows.data)[j]];
            struct dlb_span own = to_days(mutex, (struct dlb_span){span->start, span->end});
            if (own.start >= days.end || own.end <= days.start) continue;
            dlb_hits_add_row(work, span->row, span->owner == SIDE_B ? SIDE_B : SIDE_A);
        }
    }
}

/* Add the days on which the two sides of a row of the policy meet. */
static void scan_mutex(const struct mutex_scan *scan, uint32_t row)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_mutex *mutex = &work->caseload->policy->mutexes[row];
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->services_first[scan->person + 1], n_sides[2] = {0, 0};
    dlb_sweep_begin(work);
    for (uint32_t i = caseload->services_first[scan->person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!dlb_service_is_active(service)) continue;
        bool a = dlb_selects(&mutex->a, service), b = dlb_selects(&mutex->b, service);
        if (!a && !b) continue;
        struct dlb_span span = axis_span(scan, mutex, service);
        uint32_t owner = a && b ? SIDE_BOTH + i : a ? SIDE_A : SIDE_B;
        n_sides[SIDE_A] += a;
        n_sides[SIDE_B] += b;
        dlb_sweep_add(work, (struct dlb_owned_span){span.start, span.end, owner, i});
    }
    if (!n_sides[SIDE_A] || !n_sides[SIDE_B]) return;
    add_hits(scan, row, dlb_sweep_overlaps(work, mutex->by_month ? 0 : scan->tau_days));
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

/* Add the services of a hit; the first of each side is named in the message. */
static void add_rows(const struct mutex_scan *scan, const struct dlb_hit *hit,
                     struct dlb_text names[2])
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_hit_row *rows = (const struct dlb_hit_row *)work->hit_rows.data
                                     + hit->first_row;
    for (uint32_t i = 0; i < hit->n_rows; i++) {
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, rows[i].row,
                        rows[i].side == SIDE_A ? "a" : "b");
        /* of two that are both on side a, one is named in the place of b */
        uint32_t side = rows[i].side == SIDE_A && names[SIDE_A].data ? SIDE_B : rows[i].side;
        if (!names[side].data) names[side] = benefit_name(work->caseload, rows[i].row);
    }
}

static void report(const struct mutex_scan *scan, const struct dlb_hit *hits, size_t n,
                   int32_t end)
{
    struct dlb_findings *findings = scan->work->findings;
    const struct dlb_mutex *mutex = &scan->work->caseload->policy->mutexes[hits[0].which];
    struct dlb_text names[2] = {{NULL, 0}, {NULL, 0}};
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = scan->person;
    finding->set = mutex->set_id;
    finding->start = hits[0].start;
    finding->end = end;
    for (size_t i = 0; i < n; i++) add_rows(scan, &hits[i], names);
    dlb_detail_text(findings, "set_id", mutex->set_id);
    dlb_detail_text(findings, "benefit_a", names[SIDE_A]);
    dlb_detail_text(findings, "benefit_b", names[SIDE_B]);
    if (end != DLB_DAY_OPEN) dlb_detail_int(findings, "overlap_days", end - hits[0].start);
    dlb_detail_int(findings, "tau_days", mutex->by_month ? 0 : scan->tau_days);
    if (mutex->legal_ref.data) dlb_detail_text(findings, "legal_ref", mutex->legal_ref);
    dlb_detail_clears(findings, "one_side_ends_by", hits[0].start - 1);
    dlb_finding_close(findings);
}

/* One finding for each stretch of hits that touch. */
static void report_set(const struct mutex_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    dlb_hits_sort(work);
    const struct dlb_hit *hits = work->hits.data;
    for (size_t from = 0, n; from < work->hits.n; from += n) {
        int32_t end;
        n = dlb_hits_run(work, from, &end);
        report(scan, hits + from, n, end);
    }
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_policy *policy = caseload->policy;
    uint32_t n_services = caseload->services_first[person + 1] - caseload->services_first[person];
    if (n_services < 2) return;
    struct mutex_scan scan = {.work = work, .rule = rule, .person = person,
                              .death = dlb_person_death(caseload, person)};
    scan.tau_days = (int32_t)work->settings[TAU_DAYS];
    dlb_hits_begin(work);
    for (uint32_t i = 0; i < policy->n_mutexes; i++) {
        const struct dlb_mutex *mutex = &policy->mutexes[i];
        if (mutex->kind == DLB_MUTEX_EXCLUSIVE) scan_mutex(&scan, i);
        bool set_ends = i + 1 == policy->n_mutexes
                        || !dlb_text_equal(mutex[1].set_id, mutex->set_id);
        if (!set_ends) continue;
        if (work->hits.n) report_set(&scan);
        dlb_hits_begin(work);
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
    .key = DLB_KEY_PERSON | DLB_KEY_SET | DLB_KEY_START,
    .tables = DLB_HAS_SERVICES | DLB_HAS_MUTEX,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "함께 받을 수 없는 급여",
    .name_en = "benefits that exclude each other",
    .message_ko = "{benefit_a:과} {benefit_b:은} 함께 받을 수 없는데 {period}에 같이 지원된 것으로 "
                  "보입니다({agencies}). 어느 쪽을 유지할지 확인해 주세요.",
    .message_en = "{benefit_a} and {benefit_b} exclude each other, but both seem to have been "
                  "given ({period}; {agencies}). Please check which one stays."};
