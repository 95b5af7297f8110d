/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_contact.c - O06 no contact for too long.
 *
 * Asked about open cases; the time counts from the last contact, which is never before the case
 * was received.
 */
#include "rule/omission/omission_case.h"

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
    if (dlb_case_is_closed(work, case_)) return;
    dlb_judge_rows(work, 1);
    uint32_t event;
    int32_t last = last_contact(work, row, &event);
    struct dlb_duty duty = dlb_case_duty(work, rule, case_, last);
    if (caseload->as_of <= duty.due) return;
    dlb_case_open(work, rule, row, last, &duty);
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
    if (!dlb_has_cases(work, person) || dlb_person_has_died(work->caseload, person)) return;
    if (list_contacts(work, person)) dlb_each_case(work, rule, person, look_for_contact);
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
