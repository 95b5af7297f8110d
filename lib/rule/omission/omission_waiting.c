/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_waiting.c - O23: somebody who applied waits too long, or too many wait for few places.
 *
 * Who applied waits from the day it was entered, else from the start that was asked for; a start
 * still to come is no answer. An agency that says how many places a programme has is told when more
 * wait for them than they can take; that finding is about nobody in particular.
 */
#include "rule/kernel.h"

enum { WAIT_DAYS = DLB_PARAM_OWN, RATIO };

/* The day since which it waits; DLB_DAY_NONE: it does not. */
static int32_t waits_since(const struct dlb_rule_work *work, const struct dlb_service *service)
{
    if (service->status != DLB_SERVICE_APPLIED) return DLB_DAY_NONE;
    int32_t entered = service->entered_on;
    return dlb_happened(work, entered == DLB_DAY_NONE ? service->start : entered);
}

/* ---- somebody waits -------------------------------------------------------------------------- */

static void write_wait(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    struct dlb_findings *findings = work->findings;
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_service *service = &caseload->services[row];
    int32_t since = waits_since(work, service), wait_days = (int32_t)work->settings[WAIT_DAYS];
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->person = service->person;
    finding->programme = service->programme;
    finding->class_ = service->class_;
    finding->start = since;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = since + wait_days;
    finding->owner_agency = service->agency;
    dlb_key_text(findings, caseload->programme_ids[service->programme]);
    dlb_key_text(findings, caseload->agencies[service->agency].id);
    dlb_detail_text(findings, "measure", dlb_word("days"));
    dlb_detail_int(findings, "value", (int64_t)caseload->as_of - since);
    dlb_detail_int(findings, "limit", wait_days);
    dlb_detail_day(findings, "applied_on", since);
    dlb_detail_clears(findings, "application_decided", DLB_DAY_NONE);
}

/* Rows that wait too long, by programme and agency, then day, in work->items; how many. */
static size_t list_waiting(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_service *services = caseload->services;
    uint32_t from = caseload->services_first[person], end = caseload->services_first[person + 1];
    size_t n = 0;
    if (from == end || !dlb_work_items(work, end - from)) return 0;
    struct dlb_sort_item *items = work->items.data;
    for (uint32_t i = from; i < end; i++) {
        int32_t since = waits_since(work, &services[i]);
        if (since == DLB_DAY_NONE) continue;
        dlb_judge_rows(work, 1);
        if ((int64_t)caseload->as_of - since > work->settings[WAIT_DAYS])
            items[n++] = (struct dlb_sort_item){dlb_sort_key(since), i};
    }
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++) {
        const struct dlb_service *service = &services[items[i].value];
        items[i].key = (uint64_t)service->programme << 32 | service->agency;
    }
    dlb_sort_in(items, work->spare.data, n); /* stable */
    return n;
}

/* Does the i-th row wait for the same thing, since the same day, as the one before it? */
static bool is_same_wait(const struct dlb_rule_work *work, size_t i)
{
    const struct dlb_sort_item *items = work->items.data;
    const struct dlb_service *services = work->caseload->services;
    return items[i].key == items[i - 1].key && waits_since(work, &services[items[i].value]) ==
                                                   waits_since(work, &services[items[i - 1].value]);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (dlb_person_has_died(work->caseload, person)) return;
    const size_t n = list_waiting(work, person);
    for (size_t i = 0, next; i < n; i = next) {
        const struct dlb_sort_item *items = work->items.data;
        write_wait(work, rule, (uint32_t)items[i].value);
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, (uint32_t)items[i].value, "application");
        for (next = i + 1; next < n && is_same_wait(work, next); next++)
            dlb_finding_row(work->findings, DLB_ROWS_SERVICES, (uint32_t)items[next].value,
                            "application");
        dlb_finding_close(work->findings);
    }
}

/* ---- many wait for few places ---------------------------------------------------------------- */

static void count_waiting(const struct dlb_rule_work *work, const void *context, uint32_t row,
                          uint64_t *counts)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_service *service = &caseload->services[row];
    (void)context;
    if (waits_since(work, service) == DLB_DAY_NONE) return;
    if (dlb_person_has_died(caseload, service->person)) return;
    for (uint32_t i = dlb_capacities_first(caseload, service->agency);
         i < caseload->n_capacities && caseload->capacities[i].agency == service->agency; i++) {
        if (caseload->capacities[i].programme != service->programme) continue;
        counts[i]++;
        return;
    }
}

/* Do so many exceed the places by more than the ratio, in millionths? */
static bool is_too_many(uint64_t n_waiting, int64_t places, int64_t ratio_ppm)
{
    int64_t most;
    bool fits = !__builtin_mul_overflow(places, ratio_ppm, &most);
    return fits && (int64_t)n_waiting * DLB_PARAM_SHARE > most; /* of fewer than 2^32 rows */
}

static void write_places(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row,
                         uint64_t n_waiting)
{
    struct dlb_findings *findings = work->findings;
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_capacity *capacity = &caseload->capacities[row];
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->programme = capacity->programme;
    finding->owner_agency = capacity->agency;
    dlb_key_text(findings, caseload->programme_ids[capacity->programme]);
    dlb_key_text(findings, caseload->agencies[capacity->agency].id);
    dlb_key_text(findings, dlb_text_of("places"));
    dlb_finding_row(findings, DLB_ROWS_CAPACITY, row, "capacity");
    dlb_detail_text(findings, "measure", dlb_word("places"));
    dlb_detail_int(findings, "value", (int64_t)n_waiting);
    dlb_detail_int(findings, "limit", capacity->places);
    dlb_detail_int(findings, "ratio_ppm", work->settings[RATIO]);
    dlb_detail_clears(findings, "fewer_wait", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

static void look_at_places(struct dlb_rule_work *work, const struct dlb_rule *rule,
                           uint32_t subject)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t n = caseload->n_capacities;
    (void)subject;
    if (!n) return;
    uint64_t *waiting = dlb_tally_open(work, caseload->n_services, n, count_waiting, NULL);
    if (!waiting) return;
    for (uint32_t i = 0; i < n; i++)
        if (is_too_many(waiting[i], caseload->capacities[i].places, work->settings[RATIO]))
            write_places(work, rule, i, waiting[i]);
    dlb_tally_close(work, waiting, n);
}

static const struct dlb_param params[] = {
    {.name = "wait_days", .most = DLB_PARAM_DAYS_MAX, .value = 30},
    {.name = "ratio", .decimals = 6, .most = 1000 * DLB_PARAM_SHARE, .value = DLB_PARAM_SHARE},
};

static const struct dlb_phrase phrases[] = {
    {"days", "신청 후 대기 일수", "days since the application"},
    {"places", "정원 대비 대기 건수", "applications for the places"},
};

const struct dlb_rule dlb_rule_o23 = {
    .id = "O23",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_SERVICES,
    .half = DLB_HAS_CAPACITY,
    .half_name = "places",
    .half_ko = "정원",
    .nothing = "no service that was applied for",
    .nothing_ko = "신청 상태의 서비스 없음",
    .traits = DLB_TRAIT_APPLIED,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .at_end = look_at_places,
    .phrases = phrases,
    .n_phrases = sizeof phrases / sizeof *phrases,
    .name_ko = "신청 대기 장기화",
    .name_en = "long wait",
    .message_ko = "{owner}의 {programme} 신청이 밀려 있는 것으로 보입니다({measure} {value}, 기준 "
                  "{limit}). 처리 계획을 확인해 주세요.",
    .message_en = "Applications for {programme} at {owner} seem to be waiting ({measure}: {value}, "
                  "limit {limit}). Please see how they can be decided.",
};
