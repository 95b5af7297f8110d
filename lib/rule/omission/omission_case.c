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
 * whoever of the household it was given to. What lies after as_of has not happened. Death ends
 * a case that nobody closed: what was late by then stays late, and no contact is due any more.
 */
#include "rule/kernel.h"

/* Reported on or before as_of and not closed by then; a closing day still to come is none. */
static bool is_closed(const struct dlb_rule_work *work, const struct dlb_case *case_)
{
    return dlb_happened(work, case_->closed_on) != DLB_DAY_NONE;
}

static bool has_begun(const struct dlb_rule_work *work, const struct dlb_case *case_)
{
    return dlb_happened(work, case_->received_on) != DLB_DAY_NONE;
}

/* Until when a case that nobody closed can be late: death ends it on its day. */
static int32_t end_of_duty(const struct dlb_rule_work *work, const struct dlb_case *case_)
{
    int32_t as_of = work->caseload->as_of;
    int32_t death = dlb_happened(work, dlb_person_death(work->caseload, case_->person));
    bool died = death != DLB_DAY_NONE && !is_closed(work, case_);
    return died ? death : as_of;
}

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

/* ---- what all three share ------------------------------------------------------------------- */

/* Opens the finding about a case that has stood still since `start`. */
static void open_case(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row,
                      int32_t start, const struct dlb_duty *duty)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->person = case_->person;
    finding->start = start;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = duty->due;
    finding->owner_agency = case_->agency;
    dlb_key_row(work->findings, case_->agency, case_->id);
    dlb_detail_text(work->findings, "case_class", dlb_word(dlb_case_class_word(case_->case_class)));
    dlb_detail_day(work->findings, "received_on", case_->received_on);
    dlb_finding_row(work->findings, DLB_ROWS_CASES, row, "case");
}

static struct dlb_duty case_duty(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                                 const struct dlb_case *case_, int32_t from)
{
    return dlb_duty_of(work->caseload->policy, rule, dlb_case_class_word(case_->case_class), from);
}

/* Calls `look` for each case of a person that has begun. */
static void each_case(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                      void (*look)(struct dlb_rule_work *, const struct dlb_rule *, uint32_t row))
{
    const struct dlb_caseload *caseload = work->caseload;
    for (uint32_t i = caseload->cases_first[person]; i < caseload->cases_first[person + 1]; i++)
        if (has_begun(work, &caseload->cases[i])) look(work, rule, i);
}

static bool has_cases(const struct dlb_rule_work *work, uint32_t person)
{
    const uint32_t *first = work->caseload->cases_first;
    return first[person] < first[person + 1];
}

/* ---- O03 ------------------------------------------------------------------------------------- */

static void look_at_emergency(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_case *case_ = &caseload->cases[row];
    if (case_->case_class != DLB_CASE_EMERGENCY) return;
    dlb_judge_rows(work, 1);
    struct dlb_duty duty = case_duty(work, rule, case_, case_->received_on);
    int32_t until = end_of_duty(work, case_);
    uint32_t service;
    int32_t first = first_service(work, row, &service);
    bool absent = first == DLB_DAY_NONE;
    if (until <= duty.due || (!absent && first <= duty.due)) return;
    bool recent = case_->received_on >= dlb_lookback_start(caseload, rule);
    bool closed = is_closed(work, case_);
    bool ended = closed || dlb_person_has_died(caseload, case_->person);
    if (absent ? closed : ended && !recent) return;
    open_case(work, rule, row, case_->received_on, &duty);
    if (!absent) dlb_detail_day(work->findings, "first_service_on", first);
    dlb_detail_duty(work, &duty, absent ? until : first);
    if (service != DLB_NO_CODE) dlb_finding_service(work, case_->person, service, "first_service");
    dlb_detail_clears(work->findings, "service_by", duty.due);
    dlb_finding_close(work->findings);
}

static void late_emergency(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (has_cases(work, person) && list_services(work, rule, person))
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
    .tables = DLB_HAS_CASES | DLB_HAS_SERVICES,
    .nothing = "no emergency case",
    .deadlines = o03_deadlines,
    .n_deadlines = sizeof o03_deadlines / sizeof *o03_deadlines,
    .kernel = late_emergency,
    .name_ko = "긴급 사례 서비스 지연",
    .name_en = "emergency without timely service",
    .message_ko = "{received_on}에 접수된 긴급 사례에 대해 기한인 {due}까지 첫 서비스가 "
                  "제공되지 않았습니다. {days_late}일 지연되었습니다.",
    .message_en = "The emergency received on {received_on} had no service by {due}, the day due: "
                  "{days_late} days late.",
};

/* ---- O05 ------------------------------------------------------------------------------------- */

static void look_for_evaluation(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                uint32_t row)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    uint32_t service;
    int32_t first = first_service(work, row, &service);
    if (first == DLB_DAY_NONE) return;
    dlb_judge_rows(work, 1);
    if (dlb_happened(work, case_->evaluated_on) != DLB_DAY_NONE) return;
    int32_t decided_on = dlb_happened(work, case_->decided_on);
    bool decided = decided_on != DLB_DAY_NONE;
    int32_t from = decided ? decided_on : first, until = end_of_duty(work, case_);
    struct dlb_duty duty = case_duty(work, rule, case_, from);
    if (until <= duty.due) return;
    open_case(work, rule, row, from, &duty);
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
    if (has_cases(work, person) && list_services(work, rule, person))
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
    .tables = DLB_HAS_CASES | DLB_HAS_SERVICES,
    .nothing = "no case with a first service",
    .deadlines = o05_deadlines,
    .n_deadlines = sizeof o05_deadlines / sizeof *o05_deadlines,
    .kernel = missing_evaluation,
    .name_ko = "사후 평가 없음",
    .name_en = "no evaluation afterwards",
    .message_ko = "{first_service_on}에 서비스를 먼저 제공했으나, {due}까지 해야 할 사후 평가가 "
                  "기록되어 있지 않습니다. 기한이 {days_late}일 지났습니다.",
    .message_en = "Service came first, on {first_service_on}; the evaluation due by {due} is not "
                  "recorded, {days_late} days late.",
};

/* ---- O06 ------------------------------------------------------------------------------------- */

/* A visit or contact counts for the case it names; one that names none, for all of them. */
static const uint64_t of_all_cases = UINT64_C(1) << 32;

/* Contacts by case, each case's by day, as entries. */
static bool list_contacts(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->events_first[person + 1];
    dlb_entries_begin(work);
    for (uint32_t i = caseload->events_first[person]; i < end; i++) {
        const struct dlb_event *event = &caseload->events[i];
        bool is_one = event->kind == DLB_EVENT_VISIT || event->kind == DLB_EVENT_CONTACT;
        if (!is_one || event->date > caseload->as_of) continue;
        bool named = event->case_ != DLB_NONE;
        dlb_entry_add(work, named ? (uint64_t)(uint32_t)event->case_ : of_all_cases, i);
    }
    return dlb_entries_sort(work);
}

/* The last event of a key is later: then it is the last contact. */
static void take_later(const struct dlb_rule_work *work, uint64_t key, int32_t *last,
                       uint32_t *event)
{
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, key, &n);
    if (!n || work->caseload->events[entries[n - 1].row].date <= *last) return;
    *event = entries[n - 1].row;
    *last = work->caseload->events[*event].date;
}

/* Never before received_on; *event is its row if an event says so, else DLB_NO_CODE. */
static int32_t last_contact(const struct dlb_rule_work *work, uint32_t row, uint32_t *event)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    int32_t last = case_->received_on, said = dlb_happened(work, case_->last_contact_on);
    *event = DLB_NO_CODE;
    if (said > last) last = said;
    take_later(work, row, &last, event);
    take_later(work, of_all_cases, &last, event);
    return last;
}

static void look_for_contact(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_case *case_ = &caseload->cases[row];
    if (is_closed(work, case_)) return;
    dlb_judge_rows(work, 1);
    uint32_t event;
    int32_t last = last_contact(work, row, &event);
    struct dlb_duty duty = case_duty(work, rule, case_, last);
    if (caseload->as_of <= duty.due) return;
    open_case(work, rule, row, last, &duty);
    dlb_detail_day(work->findings, "last_contact_on", last);
    dlb_detail_int(work->findings, "days_since", (int64_t)caseload->as_of - last);
    dlb_detail_duty(work, &duty, caseload->as_of);
    if (event != DLB_NO_CODE)
        dlb_finding_row(work->findings, DLB_ROWS_EVENTS, event, "last_contact");
    dlb_detail_clears(work->findings, "contact_after", last);
    dlb_finding_close(work->findings);
}

static void lapsed_contact(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (!has_cases(work, person) || dlb_person_has_died(work->caseload, person)) return;
    if (list_contacts(work, person)) each_case(work, rule, person, look_for_contact);
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
    .tables = DLB_HAS_CASES | DLB_HAS_EVENTS,
    .nothing = "no open case",
    .deadlines = o06_deadlines,
    .n_deadlines = sizeof o06_deadlines / sizeof *o06_deadlines,
    .kernel = lapsed_contact,
    .name_ko = "장기 미접촉",
    .name_en = "lost contact",
    .message_ko = "마지막 접촉({last_contact_on}) 후 {days_since}일이 지났습니다. 다음 접촉 "
                  "기한은 {due}까지였습니다.",
    .message_en = "The last contact was on {last_contact_on}, {days_since} days ago; the next was "
                  "due by {due}.",
};
