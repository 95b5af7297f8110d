/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_sponsors.c - D24: several sponsors help one person, while others of the zone wait.
 *
 * Who waits is counted first, zone by zone: persons with an open need that sponsors answer and no
 * such service on as_of. Then whoever has them from more than max_sponsors agencies on as_of is
 * asked about, over the days around as_of on which it is so.
 */
#include "rule/kernel.h"

enum { SPONSOR_CLASS = DLB_PARAM_OWN, MAX_SPONSORS, MIN_UNMATCHED };

static struct dlb_class sponsor_class(const struct dlb_rule_work *work)
{
    return dlb_class_of_number(work->settings[SPONSOR_CLASS]);
}

/* The days of a service that comes from a sponsor; none when it does not. */
static struct dlb_span sponsored_days(const struct dlb_rule_work *work,
                                      const struct dlb_service *service, struct dlb_ending ending)
{
    bool sponsored =
        dlb_service_is_active(service) && dlb_class_covers(sponsor_class(work), service->class_);
    return sponsored ? dlb_service_span(service, ending) : (struct dlb_span){0, 0};
}

static bool holds_on(struct dlb_span days, int32_t day)
{
    return days.start <= day && day < days.end;
}

/* How many of the person's services come from sponsors on as_of. */
static uint32_t count_now(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                          uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_ending ending = dlb_work_ending(work, rule, person);
    uint32_t n = 0, end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++)
        n += holds_on(sponsored_days(work, &caseload->services[i], ending), caseload->as_of);
    return n;
}

/* ---- who waits ------------------------------------------------------------------------------- */

static bool needs_a_sponsor(const struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->needs_first[person + 1];
    if (dlb_person_has_died(caseload, person)) return false;
    for (uint32_t i = caseload->needs_first[person]; i < end; i++) {
        const struct dlb_need *need = &caseload->needs[i];
        bool answered = dlb_policy_answers(caseload->policy, need->need_class, sponsor_class(work),
                                           caseload->as_of);
        if (answered && dlb_need_is_open(caseload, need)) return true;
    }
    return false;
}

static void count_waiting(const struct dlb_rule_work *work, const void *context, uint32_t person,
                          uint64_t *counts)
{
    if (!needs_a_sponsor(work, person) || count_now(work, context, person) > 0) return;
    uint32_t zone = dlb_person_zone(work->caseload, person);
    if (zone != DLB_NO_CODE) counts[zone]++;
}

/* ---- who has many ---------------------------------------------------------------------------- */

/* The person's services from sponsors as spans by agency, then start; false: no memory. */
static bool list_sponsored(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_ending ending = dlb_work_ending(work, rule, person);
    uint32_t from = caseload->services_first[person], to = caseload->services_first[person + 1];
    if (!dlb_work_items(work, to - from) || !dlb_work_spans(work, to - from)) return false;
    struct dlb_sort_item *items = work->items.data;
    struct dlb_owned_span *spans = work->spans.data;
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        struct dlb_span days = sponsored_days(work, &caseload->services[i], ending);
        if (days.end > days.start)
            items[n++] = (struct dlb_sort_item){caseload->services[i].agency, i};
    }
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++) {
        const struct dlb_service *service = &caseload->services[items[i].value];
        struct dlb_span days = sponsored_days(work, service, ending);
        spans[i] = (struct dlb_owned_span){days.start, days.end, service->agency,
                                           (uint32_t)items[i].value};
    }
    work->spans.n = n;
    return true;
}

/* The days around as_of on which more agencies are there than max_sponsors; none: empty. */
static struct dlb_span find_crowd(struct dlb_rule_work *work)
{
    size_t n = dlb_crowd_segments(work, work->settings[MAX_SPONSORS]);
    const struct dlb_span *segments = work->segments.data;
    for (size_t i = 0; i < n; i++)
        if (holds_on(segments[i], work->caseload->as_of)) return segments[i];
    return (struct dlb_span){0, 0};
}

static void report(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                   uint32_t zone, uint64_t n_waiting, struct dlb_span run)
{
    struct dlb_findings *findings = work->findings;
    const struct dlb_owned_span *spans = work->spans.data;
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->person = person;
    finding->class_ = sponsor_class(work);
    finding->start = run.start;
    finding->end = run.end;
    int64_t n_now = 0;
    for (size_t i = 0; i < work->spans.n; i++) {
        if (spans[i].end <= run.start || spans[i].start >= run.end) continue;
        dlb_finding_row(findings, DLB_ROWS_SERVICES, spans[i].row, "overlapping");
        struct dlb_span days = {spans[i].start, spans[i].end};
        n_now += holds_on(days, work->caseload->as_of);
    }
    dlb_detail_zone(findings, "zone_id", work->caseload->zones[zone].id);
    dlb_detail_int(findings, "n_services", n_now);
    dlb_detail_int(findings, "max_sponsors", work->settings[MAX_SPONSORS]);
    dlb_detail_int(findings, "n_waiting", (int64_t)n_waiting);
    dlb_detail_int(findings, "min_unmatched", work->settings[MIN_UNMATCHED]);
    dlb_detail_clears(findings, "nobody_waits", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

static void look_at_person(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                           const uint64_t *waiting)
{
    uint32_t n_now = count_now(work, rule, person);
    if (!n_now) return;
    work->now.rows += n_now;
    work->now.persons++;
    if (n_now <= work->settings[MAX_SPONSORS]) return;
    uint32_t zone = dlb_person_zone(work->caseload, person);
    if (zone == DLB_NO_CODE || (int64_t)waiting[zone] < work->settings[MIN_UNMATCHED]) return;
    if (!list_sponsored(work, rule, person)) return;
    struct dlb_span run = find_crowd(work);
    if (run.end > run.start) report(work, rule, person, zone, waiting[zone], run);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint64_t *waiting =
        dlb_tally_open(work, caseload->n_persons, caseload->n_zones, count_waiting, rule);
    (void)subject;
    if (!waiting) return;
    for (uint32_t person = 0; person < caseload->n_persons; person++)
        look_at_person(work, rule, person, waiting);
    dlb_tally_close(work, waiting, caseload->n_zones);
}

static const struct dlb_param params[] = {
    {.name = "sponsor_class", .form = DLB_FORM_CLASS, .value = 3008},
    {.name = "max_sponsors", .least = 1, .most = 1000, .value = 2},
    {.name = "min_unmatched", .least = 1, .most = 1000000, .value = 1},
};

const struct dlb_rule dlb_rule_d24 = {
    .id = "D24",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 0,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_RUN,
    .tables =
        DLB_HAS_SERVICES | DLB_HAS_NEEDS | DLB_HAS_NEED_MAP | DLB_HAS_ZONES | DLB_HAS_PROGRAMMES,
    .nothing = "no service from a sponsor",
    .nothing_ko = "후원 서비스 없음",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "후원 집중",
    .name_en = "many sponsors for one person",
    .message_ko = "{agencies:이} 한 분에게 후원을 함께 연결한 것으로 보이며, 같은 생활권에서 "
                  "{n_waiting}명이 후원을 기다리고 있습니다. 후원 배분을 협의해 주세요.",
    .message_en = "{agencies} seem to have found sponsors for one person, while the zone has "
                  "{n_waiting:person} in need without one. Please agree how sponsors are shared.",
};
