/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_visit.c - O04 nobody went to look in time.
 *
 * Asked about cases of the classes that have a deadline: emergencies, and those that a row of
 * `deadlines` names. Asked as O03 is: while the case is open; late visits also within
 * lookback_months.
 */
#include "rule/omission/omission_case.h"

/* The day of the visit; *event is its row if an event says so, else DLB_NO_CODE. */
static int32_t first_visit(const struct dlb_rule_work *work, uint32_t row, uint32_t *event)
{
    int32_t day = dlb_happened(work, work->caseload->cases[row].visited_on);
    *event = day == DLB_DAY_NONE ? dlb_first_case_event(work, row) : DLB_NO_CODE;
    return *event == DLB_NO_CODE ? day : dlb_event_day(work, *event);
}

static void look_for_visit(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    struct dlb_duty duty = dlb_case_duty(work, rule, case_, case_->received_on);
    if (duty.due == DLB_DAY_OPEN) return;
    dlb_judge_rows(work, 1);
    uint32_t event;
    int32_t visit = first_visit(work, row, &event);
    bool absent = visit == DLB_DAY_NONE;
    if (!dlb_case_lacks(work, case_, duty.due, visit)) return;
    dlb_case_open(work, rule, row, case_->received_on, duty.due);
    if (!absent) dlb_detail_day(work->findings, "visited_on", visit);
    dlb_detail_duty(work, &duty, absent ? dlb_case_until(work, case_) : visit);
    dlb_finding_event(work, case_->person, event, "visit");
    dlb_detail_clears(work->findings, "visit_by", duty.due);
    dlb_finding_close(work->findings);
}

static void late_visit(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_span ever = {DLB_DAY_NONE, DLB_DAY_OPEN};
    if (!dlb_has_cases(work, person)) return;
    if (dlb_list_case_events(work, person, 1U << DLB_EVENT_VISIT, ever))
        dlb_each_case(work, rule, person, look_for_visit);
}

static const struct dlb_deadline_default o04_deadlines[] = {
    {"emergency", {1, 0, DLB_DEADLINE_CALENDAR}},
};

const struct dlb_rule dlb_rule_o04 = {
    .id = "O04",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_ROWS,
    .tables = DLB_HAS_CASES | DLB_HAS_EVENTS,
    .nothing = "no case that has to be visited",
    .nothing_ko = "현장 방문이 필요한 사례 없음",
    .traits = DLB_TRAIT_CASES,
    .deadlines = o04_deadlines,
    .n_deadlines = sizeof o04_deadlines / sizeof *o04_deadlines,
    .kernel = late_visit,
    .name_ko = "현장 방문 지연",
    .name_en = "no prompt visit",
    .message_ko = "{received_on}에 접수된 사례에 대해 기한인 {due}까지 현장 방문이 확인되지 "
                  "않습니다. {days_late}일 지연되었습니다.",
    .message_en = "Nobody is known to have visited by {due}, the day due, about the case received "
                  "on {received_on}: {days_late:day} late.",
};
