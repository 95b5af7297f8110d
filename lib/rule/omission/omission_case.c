/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_case.c - cases that stand still: O03 no service in an emergency, O05 no evaluation
 * after service came first, O06 no contact for too long.
 *
 *   rule  counts from                         must have happened     asked about
 *   O03   received_on, class emergency        first service          open cases; late ones also
 *                                                                    within lookback_months
 *   O05   decided_on, else the first service  evaluated_on           all cases with a service
 *   O06   the last contact                    another contact        open cases
 *
 * The first service is first_service_on, else the first ACTIVE service that names the case,
 * whoever of the household it was given to. What lies after as_of has not happened.
 */
#include "rule/kernel.h"

/* Death closes a case too. */
static bool is_open(const struct dlb_caseload *caseload, const struct dlb_case *case_)
{
    bool closed = case_->closed_on != DLB_DAY_NONE && case_->closed_on <= caseload->as_of;
    return !closed && !dlb_person_has_died(caseload, case_->person);
}

static void earliest_service(const struct dlb_caseload *caseload, uint32_t person, uint32_t row,
                             uint32_t *first)
{
    uint32_t end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (service->case_ != (int32_t)row || !dlb_service_is_active(service)) continue;
        if (*first == DLB_NO_CODE || service->start < caseload->services[*first].start) *first = i;
        return; /* a person's services come in order of start */
    }
}

/* The day of the first service; *service is its row if a service says so, else DLB_NO_CODE. */
static int32_t first_service(struct dlb_rule_work *work, uint32_t row, uint32_t *service)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_case *case_ = &caseload->cases[row];
    *service = DLB_NO_CODE;
    int32_t day = case_->first_service_on;
    if (day == DLB_DAY_NONE && dlb_work_household(work, case_->person)) {
        const uint32_t *persons = work->rows.data;
        for (size_t i = 0; i < work->rows.n; i++)
            earliest_service(caseload, persons[i], row, service);
        if (*service != DLB_NO_CODE) day = caseload->services[*service].start;
    }
    return day != DLB_DAY_NONE && day <= caseload->as_of ? day : DLB_DAY_NONE;
}

/* Opens the finding about a case that has stood still since `start`. */
static void open_case(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row,
                      int32_t start, const struct dlb_duty *duty)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->person = case_->person;
    finding->set = case_->id;
    finding->set_agency = case_->agency;
    finding->start = start;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = duty->due;
    finding->owner_agency = case_->agency;
    finding->emergency = case_->case_class == DLB_CASE_EMERGENCY;
    dlb_detail_text(work->findings, "case_class",
                    dlb_word(dlb_case_class_word(case_->case_class)));
    dlb_detail_day(work->findings, "received_on", case_->received_on);
    dlb_finding_row(work->findings, DLB_ROWS_CASES, row, "case");
}

static struct dlb_duty case_duty(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                                 const struct dlb_case *case_, int32_t from)
{
    return dlb_duty_of(work->caseload->policy, rule, dlb_case_class_word(case_->case_class), from);
}

/* Calls `look` for each case of a person. */
static void each_case(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                      void (*look)(struct dlb_rule_work *, const struct dlb_rule *, uint32_t row))
{
    const struct dlb_caseload *caseload = work->caseload;
    for (uint32_t i = caseload->cases_first[person]; i < caseload->cases_first[person + 1]; i++)
        look(work, rule, i);
}

/* ---- O03 ------------------------------------------------------------------------------------- */

static void look_at_emergency(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_case *case_ = &caseload->cases[row];
    if (case_->case_class != DLB_CASE_EMERGENCY) return;
    struct dlb_duty duty = case_duty(work, rule, case_, case_->received_on);
    if (caseload->as_of <= duty.due) return;
    uint32_t service;
    int32_t first = first_service(work, row, &service);
    if (first != DLB_DAY_NONE && first <= duty.due) return;
    bool recent = case_->received_on >= dlb_lookback_start(caseload, rule);
    if (!is_open(caseload, case_) && (first == DLB_DAY_NONE || !recent)) return;
    open_case(work, rule, row, case_->received_on, &duty);
    if (first != DLB_DAY_NONE) dlb_detail_day(work->findings, "first_service_on", first);
    dlb_detail_duty(work, &duty, first);
    if (service != DLB_NO_CODE)
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, service, "first_service");
    dlb_detail_clears(work->findings, "service_by", duty.due);
    dlb_finding_close(work->findings);
}

static void late_emergency(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    each_case(work, rule, person, look_at_emergency);
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
    .key = DLB_KEY_PERSON | DLB_KEY_SET | DLB_KEY_START,
    .tables = DLB_HAS_CASES | DLB_HAS_SERVICES,
    .deadlines = o03_deadlines,
    .n_deadlines = sizeof o03_deadlines / sizeof *o03_deadlines,
    .kernel = late_emergency,
    .name_ko = "긴급 사례에 제때 서비스 없음",
    .name_en = "emergency without timely service",
    .message_ko = "{received_on}에 접수한 긴급 사례에 기한인 {due}까지 첫 서비스가 없었습니다. "
                  "{days_late}일 늦었습니다.",
    .message_en = "The emergency received on {received_on} had no service by {due}, the day due: "
                  "{days_late} days late.",
};

/* ---- O05 ------------------------------------------------------------------------------------- */

static void look_for_evaluation(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                uint32_t row)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    if (case_->evaluated_on != DLB_DAY_NONE) return;
    uint32_t service;
    int32_t first = first_service(work, row, &service);
    if (first == DLB_DAY_NONE) return;
    bool decided = case_->decided_on != DLB_DAY_NONE;
    int32_t from = decided ? case_->decided_on : first;
    struct dlb_duty duty = case_duty(work, rule, case_, from);
    if (work->caseload->as_of <= duty.due) return;
    open_case(work, rule, row, from, &duty);
    dlb_detail_day(work->findings, "first_service_on", first);
    if (decided) dlb_detail_day(work->findings, "decided_on", case_->decided_on);
    dlb_detail_duty(work, &duty, DLB_DAY_NONE);
    if (service != DLB_NO_CODE)
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, service, "first_service");
    dlb_detail_clears(work->findings, "evaluation_entered", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void missing_evaluation(struct dlb_rule_work *work, const struct dlb_rule *rule,
                               uint32_t person)
{
    each_case(work, rule, person, look_for_evaluation);
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
    .key = DLB_KEY_PERSON | DLB_KEY_SET | DLB_KEY_START,
    .tables = DLB_HAS_CASES | DLB_HAS_SERVICES,
    .deadlines = o05_deadlines,
    .n_deadlines = sizeof o05_deadlines / sizeof *o05_deadlines,
    .kernel = missing_evaluation,
    .name_ko = "사후 평가 없음",
    .name_en = "no evaluation afterwards",
    .message_ko = "{first_service_on}에 먼저 서비스를 했으나, {due}까지 해야 할 사후 평가가 "
                  "기록되어 있지 않습니다. 기한이 {days_late}일 지났습니다.",
    .message_en = "Service came first, on {first_service_on}; the evaluation due by {due} is not "
                  "recorded, {days_late} days late.",
};

/* ---- O06 ------------------------------------------------------------------------------------- */

/* A visit or contact counts for the case it names; one that names none, for all of them. */
static bool is_contact(const struct dlb_event *event, uint32_t row)
{
    bool is_one = event->kind == DLB_EVENT_VISIT || event->kind == DLB_EVENT_CONTACT;
    return is_one && (event->case_ == DLB_NONE || event->case_ == (int32_t)row);
}

/* Never before received_on; *event is its row if an event says so, else DLB_NO_CODE. */
static int32_t last_contact(const struct dlb_caseload *caseload, uint32_t row, uint32_t *event)
{
    const struct dlb_case *case_ = &caseload->cases[row];
    int32_t last = case_->received_on;
    *event = DLB_NO_CODE;
    if (case_->last_contact_on > last) last = case_->last_contact_on;
    uint32_t end = caseload->events_first[case_->person + 1];
    for (uint32_t i = caseload->events_first[case_->person]; i < end; i++) {
        if (!is_contact(&caseload->events[i], row) || caseload->events[i].date <= last) continue;
        last = caseload->events[i].date;
        *event = i;
    }
    return last;
}

static void look_for_contact(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_case *case_ = &caseload->cases[row];
    if (!is_open(caseload, case_)) return;
    uint32_t event;
    int32_t last = last_contact(caseload, row, &event);
    struct dlb_duty duty = case_duty(work, rule, case_, last);
    if (caseload->as_of <= duty.due) return;
    open_case(work, rule, row, last, &duty);
    dlb_detail_day(work->findings, "last_contact_on", last);
    dlb_detail_int(work->findings, "days_since", (int64_t)caseload->as_of - last);
    dlb_detail_duty(work, &duty, DLB_DAY_NONE);
    if (event != DLB_NO_CODE)
        dlb_finding_row(work->findings, DLB_ROWS_EVENTS, event, "last_contact");
    dlb_detail_clears(work->findings, "contact_after", last);
    dlb_finding_close(work->findings);
}

static void lapsed_contact(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    each_case(work, rule, person, look_for_contact);
}

static const struct dlb_deadline_default o06_deadlines[] = {
    {"emergency", {7, 0, DLB_DEADLINE_CALENDAR}},
    {"focused", {30, 0, DLB_DEADLINE_CALENDAR}},
    {"public", {180, 0, DLB_DEADLINE_CALENDAR}},
    {NULL, {90, 0, DLB_DEADLINE_CALENDAR}},
};

const struct dlb_rule dlb_rule_o06 = {
    .id = "O06",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .key = DLB_KEY_PERSON | DLB_KEY_SET | DLB_KEY_START,
    .tables = DLB_HAS_CASES,
    .deadlines = o06_deadlines,
    .n_deadlines = sizeof o06_deadlines / sizeof *o06_deadlines,
    .kernel = lapsed_contact,
    .name_ko = "끊긴 연락",
    .name_en = "lost contact",
    .message_ko = "마지막 접촉({last_contact_on}) 뒤 {days_since}일이 지났습니다. "
                  "다음 접촉은 {due}까지 했어야 합니다.",
    .message_en = "The last contact was on {last_contact_on}, {days_since} days ago; the next was "
                  "due by {due}.",
};
