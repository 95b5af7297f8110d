/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_renewal.c - O26: a benefit ends soon, and nobody applied for more of it.
 *
 *          as_of                 recorded end
 *   -- application_days --|----- renew_days -----|
 *
 * Neither an application of the last days nor a row of the programme that reaches further, whether
 * given, planned or applied for, is there; where the programme is for a household, anybody's
 * counts. What is handed over once does not end.
 */
#include "rule/omission/omission_entitled.h"

enum { RENEW_DAYS = DLB_PARAM_OWN, APPLICATION_DAYS };

struct renewal {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
};

/* ---- what ends ------------------------------------------------------------------------------- */

/* Entries by programme; applications apart from services. */
static uint64_t key_of(uint32_t programme, bool application)
{
    return (uint64_t)programme << 1 | application;
}

static int32_t renew_days(const struct renewal *renewal, uint32_t programme)
{
    const struct dlb_caseload *caseload = renewal->work->caseload;
    struct dlb_param_whom whom = {.word = caseload->programme_ids[programme]};
    return (int32_t)dlb_policy_param_for(caseload->policy, renewal->rule, RENEW_DAYS, whom,
                                         caseload->as_of);
}

static bool is_ending(const struct renewal *renewal, const struct dlb_service *service)
{
    const struct dlb_rule_work *work = renewal->work;
    if (service->person != renewal->person || !dlb_service_is_active(service)) return false;
    if (!dlb_looks_at_service(work, service)) return false;
    return dlb_has_begun(work, service) && !(service->lasting & (DLB_LASTS_OPEN | DLB_LASTS_A_DAY));
}

/* Does it end so soon that it should be renewed? */
static bool ends_soon(const struct renewal *renewal, const struct dlb_service *service)
{
    if (!is_ending(renewal, service)) return false;
    int64_t days_left = (int64_t)service->end - 1 - renewal->work->caseload->as_of;
    return days_left >= 0 && days_left <= renew_days(renewal, service->programme);
}

/* How many of the person's services end soon. */
static size_t count_ending(const struct renewal *renewal)
{
    struct dlb_rule_work *work = renewal->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->services_first[renewal->person + 1];
    size_t n = 0;
    for (uint32_t i = caseload->services_first[renewal->person]; i < end; i++) {
        dlb_judge_rows(work, is_ending(renewal, &caseload->services[i]));
        n += ends_soon(renewal, &caseload->services[i]);
    }
    return n;
}

/* ---- what goes on ---------------------------------------------------------------------------- */

/* Given, or to come: a renewal that is recorded begins after as_of as a rule. */
static bool may_go_on(const struct dlb_service *service)
{
    return service->status == DLB_SERVICE_PLANNED || service->status == DLB_SERVICE_APPLIED ||
           dlb_service_is_active(service);
}

static void list_services(const struct renewal *renewal, uint32_t taker)
{
    const struct dlb_caseload *caseload = renewal->work->caseload;
    uint32_t end = caseload->services_first[taker + 1];
    for (uint32_t i = caseload->services_first[taker]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (may_go_on(service) && dlb_entitled_reaches(caseload, service, renewal->person))
            dlb_entry_add(renewal->work, key_of(service->programme, false), i);
    }
}

static void list_applications(const struct renewal *renewal, uint32_t taker)
{
    const struct dlb_caseload *caseload = renewal->work->caseload;
    int32_t since = caseload->as_of - (int32_t)renewal->work->settings[APPLICATION_DAYS];
    uint32_t end = caseload->applications_first[taker + 1];
    for (uint32_t i = caseload->applications_first[taker]; i < end; i++) {
        const struct dlb_application *application = &caseload->applications[i];
        if (application->applied_on < since || application->applied_on > caseload->as_of) continue;
        if (dlb_entitled_applied(caseload, application, renewal->person))
            dlb_entry_add(renewal->work, key_of(application->programme, true), i);
    }
}

/* What the household has and applied for, as entries; false: no memory. */
static bool list_household(const struct renewal *renewal)
{
    struct dlb_rule_work *work = renewal->work;
    if (!dlb_work_household(work, renewal->person)) return false;
    const uint32_t *takers = work->rows.data;
    dlb_entries_begin(work);
    for (size_t i = 0; i < work->rows.n; i++) {
        list_services(renewal, takers[i]);
        list_applications(renewal, takers[i]);
    }
    return dlb_entries_sort(work);
}

/* ---- findings -------------------------------------------------------------------------------- */

/* The first day on which none of the n services is had. */
static int32_t end_of(const struct renewal *renewal, const struct dlb_entry *entries, size_t n)
{
    const struct dlb_caseload *caseload = renewal->work->caseload;
    int32_t end = DLB_DAY_NONE;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_service *service = &caseload->services[entries[i].row];
        struct dlb_ending ending = dlb_work_ending(renewal->work, renewal->rule, service->person);
        struct dlb_span span = dlb_service_span(service, ending);
        if (span.end > span.start && span.end > end) end = span.end;
    }
    return end;
}

/* The person's rows entries[0 … n), which began and end together. */
static void write_ending(const struct renewal *renewal, const struct dlb_entry *entries, size_t n)
{
    struct dlb_rule_work *work = renewal->work;
    struct dlb_findings *findings = work->findings;
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_service *first = &caseload->services[entries[0].row];
    struct dlb_finding *finding = dlb_finding_open(findings, renewal->rule);
    finding->person = renewal->person;
    finding->programme = first->programme;
    finding->class_ = first->class_;
    finding->start = first->start;
    finding->end = first->end;
    finding->due_on = first->end - 1;
    finding->owner_agency = first->agency;
    dlb_key_text(findings, caseload->programme_ids[first->programme]);
    for (size_t i = 0; i < n; i++)
        dlb_finding_row(findings, DLB_ROWS_SERVICES, entries[i].row, "ending");
    dlb_detail_day(findings, "ends_on", first->end - 1);
    dlb_detail_int(findings, "days_left", (int64_t)first->end - 1 - caseload->as_of);
    dlb_detail_int(findings, "renew_days", renew_days(renewal, first->programme));
    dlb_detail_int(findings, "application_days", work->settings[APPLICATION_DAYS]);
    dlb_detail_clears(findings, "application_or_service", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

/* What is had of one programme, the person's own first. */
static void look_at_programme(const struct renewal *renewal, struct dlb_entry *entries, size_t n)
{
    const struct dlb_service *services = renewal->work->caseload->services;
    int32_t end = end_of(renewal, entries, n);
    size_t n_ending = 0;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_service *service = &services[entries[i].row];
        if (service->end == end && ends_soon(renewal, service)) entries[n_ending++] = entries[i];
    }
    for (size_t from = 0, to; from < n_ending; from = to) {
        int32_t start = services[entries[from].row].start;
        for (to = from + 1; to < n_ending && services[entries[to].row].start == start;) to++;
        write_ending(renewal, &entries[from], to - from);
    }
}

static void ends_unrenewed(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    struct renewal renewal = {work, rule, person};
    if (dlb_person_has_died(work->caseload, person)) return;
    if (!count_ending(&renewal) || !list_household(&renewal)) return;
    struct dlb_entry *entries = work->entries.data;
    for (size_t from = 0, to; from < work->entries.n; from = to) {
        size_t n_applications;
        for (to = from + 1; to < work->entries.n && entries[to].key == entries[from].key;) to++;
        (void)dlb_entries_of(work, entries[from].key | 1, &n_applications);
        if (!n_applications) look_at_programme(&renewal, &entries[from], to - from);
    }
}

static const struct dlb_keyed_value renew_special[] = {{"activity_support", 90}};

static const struct dlb_param params[] = {
    {.name = "renew_days",
     .key = DLB_KEY_PROGRAMME,
     .most = DLB_PARAM_DAYS_MAX,
     .value = 30,
     .special = renew_special,
     .n_special = sizeof renew_special / sizeof *renew_special},
    {.name = "application_days", .most = DLB_PARAM_DAYS_MAX, .value = 90},
};

const struct dlb_rule dlb_rule_o26 = {
    .id = "O26",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 1,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_SERVICES,
    .absence = true,
    .tables = DLB_HAS_SERVICES | DLB_HAS_APPLICATIONS | DLB_HAS_PROGRAMMES,
    .nothing = "no service whose end is recorded",
    .nothing_ko = "종료일이 적힌 서비스 없음",
    .traits = DLB_TRAIT_SERVICES,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = ends_unrenewed,
    .name_ko = "종료 예정, 갱신 미신청",
    .name_en = "ends soon, nobody applied",
    .message_ko = "{programme} 지원이 {ends_on}에 끝날 예정이나({days_left}일 남음) 최근 "
                  "{application_days}일 안의 신청이나 이어지는 지원이 확인되지 않습니다. 갱신이 "
                  "필요한지 확인해 주세요.",
    .message_en = "{programme} ends on {ends_on}, in {days_left:day}; neither an application of "
                  "the last {application_days:day} nor anything after it is recorded. Please see "
                  "whether to renew it.",
};
