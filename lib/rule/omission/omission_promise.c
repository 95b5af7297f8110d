/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_promise.c - O25 promised, not delivered.
 *
 * A promise is a planned service, or an approved one that is handed over once or by voucher. It is
 * kept when the agency delivered the programme to the person from as many days before its start
 * on as the deadline gives after it; one delivery may keep several promises.
 */
#include "rule/kernel.h"

static bool is_promise(const struct dlb_caseload *caseload, const struct dlb_service *service)
{
    if (service->status == DLB_SERVICE_PLANNED) return true;
    if (service->status != DLB_SERVICE_APPROVED) return false;
    const struct dlb_programme *programme =
        dlb_policy_programme(caseload->policy, service->programme, service->start);
    bool voucher = programme && programme->kind == DLB_BENEFIT_VOUCHER;
    return voucher || service->lasting & DLB_LASTS_A_DAY;
}

static bool is_delivery(const struct dlb_service *service)
{
    return service->status == DLB_SERVICE_DELIVERED || service->status == DLB_SERVICE_ACTIVE ||
           service->status == DLB_SERVICE_ENDED;
}

/* One of 64 bits for what a promise and its deliveries have in common. */
static uint64_t bit_of(const struct dlb_service *service)
{
    return (uint64_t)1 << (service->programme * 31 + service->agency) % 64;
}

static bool is_promised(const struct dlb_rule_work *work, const struct dlb_service *service)
{
    return is_promise(work->caseload, service) && dlb_looks_at_service(work, service);
}

/* The person's promises and the deliveries that may keep them, that have begun, by programme and
 * agency, then by day, as entries; but for what death left without a day. */
static bool list_promises(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_ending ending = dlb_work_ending(work, rule, person);
    uint32_t from = caseload->services_first[person], end = caseload->services_first[person + 1];
    uint64_t promised = 0;
    dlb_entries_begin(work);
    for (uint32_t i = from; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (is_promised(work, service)) promised |= bit_of(service);
    }
    for (uint32_t i = from; i < end && dlb_has_begun(work, &caseload->services[i]); i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!(promised & bit_of(service)) || !dlb_service_has_days(service, ending)) continue;
        if (is_promised(work, service) || is_delivery(service))
            dlb_entry_add(work, (uint64_t)service->programme << 32 | service->agency, i);
    }
    return dlb_entries_sort(work);
}

/* Promises of one programme, agency and first day, among the entries. */
struct promise {
    size_t from, to;
    int32_t start, last_delivery; /* DLB_DAY_NONE: nothing was ever delivered */
};

static void write_promise(struct dlb_rule_work *work, const struct dlb_rule *rule,
                          const struct promise *promise, const struct dlb_duty *duty)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_entry *entries = work->entries.data;
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    for (size_t i = promise->to; i-- > promise->from;) {
        const struct dlb_service *service = &caseload->services[entries[i].row];
        if (!is_promise(caseload, service)) continue;
        finding->person = service->person;
        finding->programme = service->programme;
        finding->class_ = service->class_;
        finding->owner_agency = service->agency;
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, entries[i].row, "promised");
    }
    finding->start = promise->start;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = duty->due;
    dlb_key_text(work->findings, caseload->programme_ids[finding->programme]);
    dlb_key_text(work->findings, caseload->agencies[finding->owner_agency].id);
    if (promise->last_delivery != DLB_DAY_NONE)
        dlb_detail_day(work->findings, "last_delivered_on", promise->last_delivery);
    dlb_detail_duty(work, duty, caseload->as_of);
    dlb_detail_clears(work->findings, "delivery_entered", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void look_at_promise(struct dlb_rule_work *work, const struct dlb_rule *rule,
                            const struct promise *promise)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_entry *entries = work->entries.data;
    uint64_t n_promises = 0;
    for (size_t i = promise->from; i < promise->to; i++)
        n_promises += is_promise(caseload, &caseload->services[entries[i].row]);
    if (!n_promises || promise->start < work->lookback_start) return;
    uint32_t agency = caseload->services[entries[promise->from].row].agency;
    struct dlb_duty duty = dlb_duty_of(caseload, rule, agency, NULL, promise->start);
    if (duty.due == DLB_DAY_OPEN) return;
    dlb_judge_rows(work, n_promises);
    int64_t kept_from = 2 * (int64_t)promise->start - duty.due;
    if (caseload->as_of > duty.due && promise->last_delivery < kept_from)
        write_promise(work, rule, promise, &duty);
}

/* The entries of one key: a promise for each first day. */
static void look_at_programme(struct dlb_rule_work *work, const struct dlb_rule *rule, size_t from,
                              size_t to)
{
    const struct dlb_service *services = work->caseload->services;
    const struct dlb_entry *entries = work->entries.data;
    struct promise promise = {from, from, 0, DLB_DAY_NONE};
    for (size_t i = to; i-- > from && promise.last_delivery == DLB_DAY_NONE;)
        if (is_delivery(&services[entries[i].row]))
            promise.last_delivery = services[entries[i].row].start;
    for (; promise.from < to; promise.from = promise.to) {
        promise.start = services[entries[promise.from].row].start;
        while (promise.to < to && services[entries[promise.to].row].start == promise.start)
            promise.to++;
        look_at_promise(work, rule, &promise);
    }
}

static void undelivered(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (!list_promises(work, rule, person)) return;
    const struct dlb_entry *entries = work->entries.data;
    for (size_t from = 0, to; from < work->entries.n; from = to) {
        for (to = from + 1; to < work->entries.n && entries[to].key == entries[from].key;) to++;
        look_at_programme(work, rule, from, to);
    }
}

static const struct dlb_deadline_default o25_deadlines[] = {
    {NULL, {7, 0, DLB_DEADLINE_CALENDAR}},
};

const struct dlb_rule dlb_rule_o25 = {
    .id = "O25",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_SERVICES,
    .absence = true,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no promised service",
    .nothing_ko = "예정된 서비스 없음",
    .traits = DLB_TRAIT_PROMISED,
    .deadlines = o25_deadlines,
    .n_deadlines = sizeof o25_deadlines / sizeof *o25_deadlines,
    .kernel = undelivered,
    .name_ko = "예정 서비스 미제공",
    .name_en = "promised, not delivered",
    .message_ko = "{start}부터 제공하기로 한 {programme:이} {due}까지 제공된 기록이 없습니다. "
                  "기한이 {days_late}일 지났습니다.",
    .message_en = "{programme} was to be given from {start}; by {due} no delivery is recorded, "
                  "{days_late:day} late.",
};
