/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_contact.c - O06 no contact for too long.
 *
 * Asked about open cases; the time counts from the last contact, which is never before the case
 * was received.
 */
#include "rule/omission/omission_case.h"

/* Never before received_on; *event is its row if an event says so, else DLB_NO_CODE. */
static int32_t last_contact(const struct dlb_rule_work *work, uint32_t row, uint32_t *event)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    int32_t last = case_->received_on, said = dlb_happened(work, case_->last_contact_on);
    if (said > last) last = said;
    *event = dlb_last_case_event(work, row);
    int32_t day = dlb_event_day(work, *event);
    if (day > last) return day;
    *event = DLB_NO_CODE;
    return last;
}

static void look_for_contact(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_case *case_ = &caseload->cases[row];
    if (dlb_case_is_closed(work, case_)) return;
    uint32_t event;
    int32_t last = last_contact(work, row, &event);
    struct dlb_duty duty = dlb_case_duty(work, rule, case_, last);
    if (duty.due == DLB_DAY_OPEN) return;
    dlb_judge_rows(work, 1);
    if (caseload->as_of <= duty.due) return;
    dlb_case_open(work, rule, row, last, duty.due);
    dlb_detail_day(work->findings, "last_contact_on", last);
    dlb_detail_int(work->findings, "days_since", (int64_t)caseload->as_of - last);
    dlb_detail_duty(work, &duty, caseload->as_of);
    dlb_finding_event(work, case_->person, event, "last_contact");
    dlb_detail_clears(work->findings, "contact_after", last);
    dlb_finding_close(work->findings);
}

static void lapsed_contact(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (!dlb_has_cases(work, person) || dlb_person_has_died(work->caseload, person)) return;
    const uint32_t contacts = 1U << DLB_EVENT_VISIT | 1U << DLB_EVENT_CONTACT;
    if (dlb_list_case_events(work, person, contacts, (struct dlb_span){DLB_DAY_NONE, DLB_DAY_OPEN}))
        dlb_each_case(work, rule, person, look_for_contact);
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
    .local = DLB_LOCAL_ROWS,
    .tables = DLB_HAS_CASES | DLB_HAS_EVENTS,
    .nothing = "no open case",
    .nothing_ko = "진행 중인 사례 없음",
    .traits = DLB_TRAIT_CASES,
    .deadlines = o06_deadlines,
    .n_deadlines = sizeof o06_deadlines / sizeof *o06_deadlines,
    .kernel = lapsed_contact,
    .name_ko = "장기 미접촉",
    .name_en = "lost contact",
    .message_ko = "마지막 접촉({last_contact_on}) 후 {days_since}일이 지났습니다. 다음 접촉 "
                  "기한은 {due}까지였습니다.",
    .message_en = "The last contact was on {last_contact_on}, {days_since:day} ago; the next was "
                  "due by {due}.",
};
