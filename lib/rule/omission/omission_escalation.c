/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_escalation.c - O27 a case that stays too long at one level (team, centre, main centre).
 *
 *   received_on      escalation to a level      due       as_of
 *        |------------------|---- deadline of the level ----|---
 *
 * The level is that of the last escalation which gives one, else the case's. Levels without a
 * deadline are not asked about.
 */
#include "rule/omission/omission_case.h"

/* A word, or DLB_NO_CODE where nobody says. */
static uint32_t level_of(const struct dlb_rule_work *work, uint32_t row)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t event = dlb_last_case_level(work, row);
    return event == DLB_NO_CODE ? caseload->cases[row].level : caseload->events[event].level;
}

/* The level as deadlines write it; "" where it is none of those in tables.md. */
static const char *key_of(struct dlb_text level)
{
    for (unsigned i = 0; dlb_agency_level_word(i); i++)
        if (dlb_text_equal(level, dlb_text_of(dlb_agency_level_word(i))))
            return dlb_agency_level_word(i);
    return "";
}

static void look_at_level(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    uint32_t word = level_of(work, row);
    if (dlb_case_is_closed(work, case_) || word == DLB_NO_CODE) return;
    struct dlb_text level = work->caseload->words[word];
    uint32_t event = dlb_last_case_event(work, row);
    int32_t escalated_on = dlb_event_day(work, event);
    int32_t since = escalated_on > case_->received_on ? escalated_on : case_->received_on;
    struct dlb_duty duty = dlb_duty_of(work->caseload, rule, case_->agency, key_of(level), since);
    if (duty.due == DLB_DAY_OPEN) return;
    dlb_judge_rows(work, 1);
    if (work->caseload->as_of <= duty.due) return;
    dlb_case_open(work, rule, row, since, duty.due);
    dlb_detail_text(work->findings, "level", level);
    if (event != DLB_NO_CODE) dlb_detail_day(work->findings, "escalated_on", escalated_on);
    dlb_detail_duty(work, &duty, work->caseload->as_of);
    dlb_finding_event(work, case_->person, event, "escalation");
    dlb_detail_clears(work->findings, "escalation_after", since);
    dlb_finding_close(work->findings);
}

static void no_escalation(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_span ever = {DLB_DAY_NONE, DLB_DAY_OPEN};
    if (!dlb_has_cases(work, person) || dlb_person_has_died(work->caseload, person)) return;
    if (dlb_list_case_events(work, person, 1U << DLB_EVENT_ESCALATION, ever))
        dlb_each_case(work, rule, person, look_at_level);
}

static const struct dlb_deadline_default o27_deadlines[] = {
    {"team", {14, 0, DLB_DEADLINE_CALENDAR}},
    {"centre", {30, 0, DLB_DEADLINE_CALENDAR}},
};

static const struct dlb_phrase o27_phrases[] = {
    {"team", "네트워크팀", "the network team"},
    {"centre", "센터", "the centre"},
    {"main", "본부 센터", "the main centre"},
    {"city", "시·군·구", "the city"},
    {"province", "시·도", "the province"},
    {"nation", "중앙 기관", "the national body"},
    {"independent", "독립 기관", "an independent body"},
};

const struct dlb_rule dlb_rule_o27 = {
    .id = "O27",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_ROWS,
    .tables = DLB_HAS_CASES | DLB_HAS_EVENTS,
    .nothing = "no open case at a level with a deadline",
    .nothing_ko = "기한이 정해진 단계의 진행 중 사례 없음",
    .traits = DLB_TRAIT_CASES,
    .deadlines = o27_deadlines,
    .n_deadlines = sizeof o27_deadlines / sizeof *o27_deadlines,
    .kernel = no_escalation,
    .name_ko = "상위 단계 의뢰 지연",
    .name_en = "no escalation",
    .phrases = o27_phrases,
    .n_phrases = sizeof o27_phrases / sizeof *o27_phrases,
    .message_ko =
        "{start}부터 {level:이} 맡고 있는 사례가 {due}까지 종결되거나 상위 단계로 의뢰되지 "
        "않았습니다. {days_late}일 지났습니다.",
    .message_en = "The case has been with {level} since {start} and was neither closed nor passed "
                  "on by {due}: {days_late:day} late.",
};
