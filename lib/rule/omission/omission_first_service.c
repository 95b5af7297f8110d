/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_first_service.c - O03 no service in an emergency, O05 no evaluation after service came
 * first.
 *
 *   rule  counts from                         must have happened     asked about
 *   O03   received_on, class emergency        first service          open cases; late ones also
 *                                                                    within lookback_months
 *   O05   decided_on, else the first service  evaluated_on           all cases with a service
 *
 * The first service is first_service_on, else the first ACTIVE service that names the case,
 * whoever of the household it was given to.
 */
#include "rule/omission/omission_case.h"

/* ---- first services -------------------------------------------------------------------------- */

/* Services of the household that name a case, as entries by case. */
static bool list_services(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    dlb_entries_begin(work);
    if (!dlb_work_household(work, person)) return false;
    const uint32_t *persons = work->rows.data;
    for (size_t i = 0; i < work->rows.n; i++) {
        struct dlb_ending ending = dlb_work_ending(work, rule, persons[i]);
        uint32_t end = caseload->services_first[persons[i] + 1];
        for (uint32_t j = caseload->services_first[persons[i]]; j < end; j++) {
            const struct dlb_service *service = &caseload->services[j];
            if (service->case_ == DLB_NONE || !dlb_service_is_active(service)) continue;
            struct dlb_span span = dlb_service_span(service, ending);
            bool counts = dlb_has_begun(work, service) && span.end > span.start;
            if (counts) dlb_entry_add(work, (uint32_t)service->case_, j);
        }
    }
    return dlb_entries_sort(work);
}

static bool is_earlier(const struct dlb_service *left, const struct dlb_service *right)
{
    if (left->start != right->start) return left->start < right->start;
    if (left->agency != right->agency) return left->agency < right->agency;
    return dlb_text_order(dlb_service_id(left), dlb_service_id(right)) < 0;
}

/* The day of the first service; *service is its row if a service says so, else DLB_NO_CODE. */
static int32_t first_service(const struct dlb_rule_work *work, uint32_t row, uint32_t *service)
{
    const struct dlb_caseload *caseload = work->caseload;
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, row, &n);
    int32_t day = dlb_happened(work, caseload->cases[row].first_service_on);
    *service = DLB_NO_CODE;
    if (day != DLB_DAY_NONE || !n) return day;
    *service = entries[0].row;
    for (size_t i = 1; i < n; i++)
        if (is_earlier(&caseload->services[entries[i].row], &caseload->services[*service]))
            *service = entries[i].row;
    return caseload->services[*service].start;
}

/* ---- O03 ------------------------------------------------------------------------------------- */

static void look_at_emergency(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    if (case_->case_class != DLB_CASE_EMERGENCY) return;
    struct dlb_duty duty = dlb_case_duty(work, rule, case_, case_->received_on);
    if (duty.due == DLB_DAY_OPEN) return;
    dlb_judge_rows(work, 1);
    uint32_t service;
    int32_t first = first_service(work, row, &service);
    bool absent = first == DLB_DAY_NONE;
    if (!dlb_case_lacks(work, case_, duty.due, first)) return;
    dlb_case_open(work, rule, row, case_->received_on, duty.due);
    if (!absent) dlb_detail_day(work->findings, "first_service_on", first);
    dlb_detail_duty(work, &duty, absent ? dlb_case_until(work, case_) : first);
    if (service != DLB_NO_CODE) dlb_finding_service(work, case_->person, service, "first_service");
    dlb_detail_clears(work->findings, "service_by", duty.due);
    dlb_finding_close(work->findings);
}

static void late_emergency(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (dlb_has_cases(work, person) && list_services(work, rule, person))
        dlb_each_case(work, rule, person, look_at_emergency);
}

static const struct dlb_deadline_default o03_deadlines[] = {
    {NULL, {3, 0, DLB_DEADLINE_CALENDAR}},
};

const struct dlb_rule dlb_rule_o03 = {
    .id = "O03",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 4,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_ROWS,
    .tables = DLB_HAS_CASES | DLB_HAS_SERVICES,
    .nothing = "no emergency case",
    .nothing_ko = "긴급 사례 없음",
    .traits = DLB_TRAIT_CASES,
    .deadlines = o03_deadlines,
    .n_deadlines = sizeof o03_deadlines / sizeof *o03_deadlines,
    .kernel = late_emergency,
    .name_ko = "긴급 사례 서비스 지연",
    .name_en = "emergency without timely service",
    .message_ko = "{received_on}에 접수된 긴급 사례에 대해 기한인 {due}까지 첫 서비스가 "
                  "제공되지 않았습니다. {days_late}일 지연되었습니다.",
    .message_en = "The emergency received on {received_on} had no service by {due}, the day due: "
                  "{days_late:day} late.",
};

/* A case that was closed by its day due without a service was none, or settled itself. */
static enum dlb_emergency outcome_of(const struct dlb_rule_work *work, uint32_t row)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    int32_t due = dlb_case_duty(work, &dlb_rule_o03, case_, case_->received_on).due;
    int32_t closed_on = dlb_happened(work, case_->closed_on);
    uint32_t service;
    int32_t first = first_service(work, row, &service);
    if (first != DLB_DAY_NONE) return first <= due ? DLB_EMERGENCY_IN_TIME : DLB_EMERGENCY_LATE;
    bool settled = closed_on != DLB_DAY_NONE && closed_on <= due;
    return !settled && dlb_case_until(work, case_) > due ? DLB_EMERGENCY_LATE
                                                         : DLB_EMERGENCY_PENDING;
}

bool dlb_emergencies_tell(struct dlb_rule_work *work, uint32_t person,
                          void (*tell)(void *context, uint32_t row, enum dlb_emergency outcome),
                          void *context)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (!dlb_has_cases(work, person)) return true;
    if (!list_services(work, &dlb_rule_o03, person)) return false;
    for (uint32_t i = caseload->cases_first[person]; i < caseload->cases_first[person + 1]; i++) {
        const struct dlb_case *case_ = &caseload->cases[i];
        bool begun = dlb_happened(work, case_->received_on) != DLB_DAY_NONE;
        if (begun && case_->case_class == DLB_CASE_EMERGENCY) tell(context, i, outcome_of(work, i));
    }
    return true;
}

/* ---- O05 ------------------------------------------------------------------------------------- */

static void look_for_evaluation(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                uint32_t row)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    uint32_t service;
    int32_t first = first_service(work, row, &service);
    if (first == DLB_DAY_NONE) return;
    int32_t decided_on = dlb_happened(work, case_->decided_on);
    bool decided = decided_on != DLB_DAY_NONE;
    int32_t from = decided ? decided_on : first, until = dlb_case_until(work, case_);
    struct dlb_duty duty = dlb_case_duty(work, rule, case_, from);
    if (duty.due == DLB_DAY_OPEN) return;
    dlb_judge_rows(work, 1);
    if (dlb_happened(work, case_->evaluated_on) != DLB_DAY_NONE) return;
    if (until <= duty.due) return;
    dlb_case_open(work, rule, row, from, duty.due);
    dlb_detail_day(work->findings, "first_service_on", first);
    if (decided) dlb_detail_day(work->findings, "decided_on", decided_on);
    dlb_detail_duty(work, &duty, until);
    if (service != DLB_NO_CODE) dlb_finding_service(work, case_->person, service, "first_service");
    dlb_detail_clears(work->findings, "evaluation_entered", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void missing_evaluation(struct dlb_rule_work *work, const struct dlb_rule *rule,
                               uint32_t person)
{
    if (dlb_has_cases(work, person) && list_services(work, rule, person))
        dlb_each_case(work, rule, person, look_for_evaluation);
}

static const struct dlb_deadline_default o05_deadlines[] = {
    {NULL, {1, 1, DLB_DEADLINE_CALENDAR}},
};

const struct dlb_rule dlb_rule_o05 = {
    .id = "O05",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_ROWS,
    .tables = DLB_HAS_CASES | DLB_HAS_SERVICES,
    .nothing = "no case with a first service",
    .nothing_ko = "첫 서비스가 제공된 사례 없음",
    .traits = DLB_TRAIT_CASES,
    .deadlines = o05_deadlines,
    .n_deadlines = sizeof o05_deadlines / sizeof *o05_deadlines,
    .kernel = missing_evaluation,
    .name_ko = "사후 평가 없음",
    .name_en = "no evaluation afterwards",
    .message_ko = "{first_service_on}에 서비스를 먼저 제공했으나, {due}까지 해야 할 사후 평가가 "
                  "기록되어 있지 않습니다. 기한이 {days_late}일 지났습니다.",
    .message_en = "Service came first, on {first_service_on}; the evaluation due by {due} is not "
                  "recorded, {days_late:day} late.",
};
