/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_overlap.c - D03: several agencies serve one person alike on the same days.
 *
 * Services of one class (as many digits as the policy compares) are swept by start with the
 * number of agencies that are active; each maximal stretch of days with two or more is one
 * finding that lists every service touching it. So a long spell under many short ones is
 * found as often as it is overlapped, and no pairs are ever listed.
 */
#include "rule/kernel.h"

enum { CLASS_DIGITS = DLB_PARAM_OWN, TAU_DAYS };

struct overlap {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    int32_t tau_days;
    struct dlb_class class_;
};

/* The services that touch the segment are in work->rows. */
static void report(const struct overlap *overlap, struct dlb_span segment)
{
    struct dlb_findings *findings = overlap->work->findings;
    const struct dlb_owned_span *spans = overlap->work->spans.data;
    const uint32_t *active = overlap->work->rows.data;
    struct dlb_finding *finding = dlb_finding_open(findings, overlap->rule);
    finding->person = overlap->person;
    finding->class_ = overlap->class_;
    finding->start = segment.start;
    finding->end = segment.end;
    bool open = segment.end == DLB_DAY_OPEN;
    if (!open) dlb_detail_int(findings, "overlap_days", segment.end - segment.start);
    dlb_detail_int(findings, "tau_days", overlap->tau_days);
    dlb_detail_clears(findings, "all_but_one_end_by", segment.start - 1);
    for (size_t i = 0; i < overlap->work->rows.n; i++) {
        const struct dlb_owned_span *span = &spans[active[i]];
        const char *role = span->start < segment.start ? "before" : "overlapping";
        dlb_finding_row(findings, DLB_ROWS_SERVICES, span->row, role);
    }
    dlb_finding_close(findings);
}

/* The spans of one class, by start, are in work->spans. */
static void find_overlaps(const struct overlap *overlap)
{
    struct dlb_rule_work *work = overlap->work;
    struct dlb_touch touch;
    if (!dlb_work_segments(work, work->spans.n) || !dlb_touch_begin(work, &touch)) return;
    struct dlb_span *segments = work->segments.data;
    size_t n = dlb_overlap_segments(work->spans.data, work->spans.n, overlap->tau_days, segments);
    for (size_t i = 0; i < n; i++) {
        dlb_touch_next(work, &touch, segments[i]);
        report(overlap, segments[i]);
    }
}

/* The person's active services by class, each class by start; how many. */
static size_t sort_by_class(struct dlb_rule_work *work, uint32_t person, unsigned digits)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->services_first[person], to = caseload->services_first[person + 1];
    if (to - from < 2 || !dlb_work_items(work, to - from)) return 0;
    struct dlb_sort_item *items = work->items.data;
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!dlb_service_is_active(service) || !service->class_.digits) continue;
        struct dlb_class class_ = dlb_class_cut(service->class_, digits);
        items[n++] = (struct dlb_sort_item){(uint64_t)class_.digits << 16 | class_.code, i};
    }
    dlb_sort_in(items, work->spare.data, n);
    return n;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    int32_t death = dlb_person_death(caseload, person);
    uint32_t n_services = caseload->services_first[person + 1] - caseload->services_first[person];
    if (n_services < 2) return;
    int64_t digits = work->settings[CLASS_DIGITS];
    size_t n = sort_by_class(work, person, digits >= 4 ? 4 : 2);
    if (n < 2 || !dlb_work_spans(work, n)) return;
    const struct dlb_sort_item *items = work->items.data;
    struct dlb_owned_span *spans = work->spans.data;
    struct overlap overlap = {.work = work, .rule = rule, .person = person};
    overlap.tau_days = (int32_t)work->settings[TAU_DAYS];
    for (size_t i = 0; i < n; i++) {
        const struct dlb_service *service = &caseload->services[items[i].value];
        struct dlb_span span = dlb_service_span(service, death);
        bool last = i + 1 == n || items[i + 1].key != items[i].key;
        if (span.end > span.start)
            spans[work->spans.n++] = (struct dlb_owned_span){span.start, span.end, service->agency,
                                                            (uint32_t)items[i].value};
        if (!last) continue;
        overlap.class_ = dlb_class_cut(service->class_, digits >= 4 ? 4 : 2);
        if (work->spans.n > 1) find_overlaps(&overlap);
        work->spans.n = 0;
    }
}

static const struct dlb_param params[] = {
    {.name = "class_digits", .least = 2, .most = 4, .value = 2},
    {.name = "tau_days", .most = DLB_PARAM_DAYS_MAX},
};

const struct dlb_rule dlb_rule_d03 = {
    .id = "D03",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .key = DLB_KEY_PERSON | DLB_KEY_CLASS | DLB_KEY_START,
    .tables = DLB_HAS_SERVICES,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "여러 기관의 같은 서비스",
    .name_en = "same service from several agencies",
    .message_ko = "{agencies:이} 한 분에게 {class} 서비스를 겹쳐 제공한 것으로 보입니다({period}, {days}). "
                  "어느 기관이 이어 갈지 함께 정해 주세요.",
    .message_en = "{agencies} seem to serve one person with {class} services at the same time "
                  "({period}, {days}). Please agree which agency goes on."};
