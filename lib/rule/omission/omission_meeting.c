/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_meeting.c - O19 a case that nobody talked about.
 *
 *   key  class                asked about                       must have happened
 *   a    emergency, focused   open through the last full month  a meeting in that month
 *   b    emergency            open                              a committee by the deadline
 *
 * A committee that met later does not mend it while the case is open.
 */
#include "rule/omission/omission_case.h"

/* Adds what tells the two apart to the finding that is open. */
static void say_meeting(struct dlb_rule_work *work, const char *part, const char *meeting)
{
    dlb_key_text(work->findings, dlb_word(part));
    dlb_detail_text(work->findings, "meeting", dlb_word(meeting));
}

static bool is_reviewed_monthly(const struct dlb_case *case_)
{
    return case_->case_class == DLB_CASE_EMERGENCY || case_->case_class == DLB_CASE_FOCUSED;
}

/* ---- a: a meeting in every month ------------------------------------------------------------- */

static struct dlb_span last_month(const struct dlb_rule_work *work)
{
    int32_t month = dlb_month_of(work->caseload->as_of);
    return (struct dlb_span){dlb_month_start(month - 1), dlb_month_start(month)};
}

/* Open from the first to the last day of the month, as far as anybody knows on as_of? */
static bool is_open_through(const struct dlb_rule_work *work, const struct dlb_case *case_,
                            struct dlb_span month)
{
    int32_t closed_on = dlb_happened(work, case_->closed_on);
    int32_t death = dlb_happened(work, dlb_person_death(work->caseload, case_->person));
    bool closed = closed_on != DLB_DAY_NONE && closed_on < month.end;
    bool died = death != DLB_DAY_NONE && death < month.end;
    return case_->received_on <= month.start && !closed && !died;
}

static void look_for_meeting(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    struct dlb_span month = last_month(work);
    if (!is_reviewed_monthly(case_) || !is_open_through(work, case_, month)) return;
    dlb_judge_rows(work, 1);
    bool met = case_->met_on >= month.start && case_->met_on < month.end;
    if (met || dlb_first_case_event(work, row) != DLB_NO_CODE) return;
    struct dlb_finding *finding = dlb_case_open(work, rule, row, month.start, month.end - 1);
    finding->end = month.end;
    say_meeting(work, "a", "meeting");
    dlb_detail_day(work->findings, "due_on", month.end - 1);
    dlb_detail_clears(work->findings, "meeting_entered", month.end - 1);
    dlb_finding_close(work->findings);
}

/* ---- b: a committee in an emergency ---------------------------------------------------------- */

static void look_for_committee(struct dlb_rule_work *work, const struct dlb_rule *rule,
                               uint32_t row)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    if (case_->case_class != DLB_CASE_EMERGENCY || dlb_case_is_closed(work, case_)) return;
    dlb_judge_rows(work, 1);
    struct dlb_duty duty = dlb_case_duty(work, rule, case_, case_->received_on);
    uint32_t event = dlb_first_case_event(work, row);
    int32_t held_on = dlb_event_day(work, event), until = dlb_case_until(work, case_);
    bool absent = event == DLB_NO_CODE;
    if (until <= duty.due || (!absent && held_on <= duty.due)) return;
    dlb_case_open(work, rule, row, case_->received_on, duty.due);
    say_meeting(work, "b", "committee");
    if (!absent) dlb_detail_day(work->findings, "held_on", held_on);
    dlb_detail_duty(work, &duty, absent ? until : held_on);
    dlb_finding_event(work, case_->person, event, "committee");
    dlb_detail_clears(work->findings, "committee_by", duty.due);
    dlb_finding_close(work->findings);
}

/* ---- both ------------------------------------------------------------------------------------ */

static void missed_meetings(struct dlb_rule_work *work, const struct dlb_rule *rule,
                            uint32_t person)
{
    const struct dlb_span ever = {DLB_DAY_NONE, DLB_DAY_OPEN};
    if (!dlb_has_cases(work, person)) return;
    if (dlb_list_case_events(work, person, 1U << DLB_EVENT_MEETING, last_month(work)))
        dlb_each_case(work, rule, person, look_for_meeting);
    if (dlb_list_case_events(work, person, 1U << DLB_EVENT_COMMITTEE, ever))
        dlb_each_case(work, rule, person, look_for_committee);
}

static const struct dlb_deadline_default o19_deadlines[] = {
    {NULL, {7, 0, DLB_DEADLINE_CALENDAR}},
};

static const struct dlb_phrase o19_phrases[] = {
    {"meeting", "월례 사례회의", "monthly case meeting"},
    {"committee", "솔루션위원회", "committee"},
};

const struct dlb_rule dlb_rule_o19 = {
    .id = "O19",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 1,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_CASES | DLB_HAS_EVENTS,
    .nothing = "no emergency or focused case",
    .nothing_ko = "긴급·집중 사례 없음",
    .traits = DLB_TRAIT_CASES,
    .deadlines = o19_deadlines,
    .n_deadlines = sizeof o19_deadlines / sizeof *o19_deadlines,
    .kernel = missed_meetings,
    .name_ko = "사례회의 기록 없음",
    .name_en = "case not discussed",
    .phrases = o19_phrases,
    .n_phrases = sizeof o19_phrases / sizeof *o19_phrases,
    .message_ko = "{received_on}에 접수된 사례에 대해 {due}까지 열렸어야 할 {meeting:이} 기록되어 "
                  "있지 않습니다.",
    .message_en =
        "No {meeting} about the case received on {received_on} is recorded; one was due by "
        "{due}.",
};
