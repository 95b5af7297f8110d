/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_stage.c - O18 a case that is behind: survey, meeting and plan, each with a deadline that
 * counts from received_on.
 *
 * Asked while the case is open. Of the stages that are missing and due the first is told, else the
 * first that came late.
 */
#include "rule/omission/omission_case.h"

enum { STAGES = 3 };
static const char *const stage_words[STAGES] = {"surveyed", "met", "planned"};

struct overdue {
    const char *stage;
    struct dlb_duty duty;
    int32_t done;  /* DLB_DAY_NONE: it is missing */
    bool is_asked; /* some stage has a deadline */
};

static bool find_overdue(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                         const struct dlb_case *case_, struct overdue *found)
{
    const int32_t days[STAGES] = {case_->surveyed_on, case_->met_on, case_->planned_on};
    int32_t until = dlb_case_until(work, case_);
    found->stage = NULL;
    found->is_asked = false;
    for (unsigned i = 0; i < STAGES; i++) {
        struct dlb_duty duty =
            dlb_duty_of(work->caseload, rule, case_->agency, stage_words[i], case_->received_on);
        struct overdue at = {stage_words[i], duty, dlb_happened(work, days[i]), true};
        if (duty.due == DLB_DAY_OPEN) continue;
        found->is_asked = true;
        bool missing = at.done == DLB_DAY_NONE, late = missing || at.done > duty.due;
        if (!late || until <= duty.due || (found->stage && !missing)) continue;
        *found = at;
        if (missing) break;
    }
    return found->stage != NULL;
}

static void look_at_stages(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    if (dlb_case_is_closed(work, case_)) return;
    struct overdue overdue;
    bool found = find_overdue(work, rule, case_, &overdue);
    dlb_judge_rows(work, overdue.is_asked);
    if (!found) return;
    bool missing = overdue.done == DLB_DAY_NONE;
    dlb_case_open(work, rule, row, case_->received_on, overdue.duty.due);
    dlb_detail_text(work->findings, "stage", dlb_word(overdue.stage));
    if (!missing) dlb_detail_day(work->findings, "done_on", overdue.done);
    dlb_detail_duty(work, &overdue.duty, missing ? dlb_case_until(work, case_) : overdue.done);
    if (missing)
        dlb_detail_clears(work->findings, "stage_entered", DLB_DAY_NONE);
    else
        dlb_detail_clears(work->findings, "stage_by", overdue.duty.due);
    dlb_finding_close(work->findings);
}

static void late_stage(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    dlb_each_case(work, rule, person, look_at_stages);
}

static const struct dlb_deadline_default o18_deadlines[] = {
    {"surveyed", {10, 0, DLB_DEADLINE_CALENDAR}},
    {"met", {15, 0, DLB_DEADLINE_CALENDAR}},
    {"planned", {30, 0, DLB_DEADLINE_CALENDAR}},
};

static const struct dlb_phrase o18_phrases[] = {
    {"surveyed", "욕구 조사", "survey of needs"},
    {"met", "사례회의", "case meeting"},
    {"planned", "서비스 계획 수립", "plan of services"},
};

const struct dlb_rule dlb_rule_o18 = {
    .id = "O18",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_ROWS,
    .tables = DLB_HAS_CASES,
    .nothing = "no open case",
    .nothing_ko = "진행 중인 사례 없음",
    .traits = DLB_TRAIT_CASES,
    .deadlines = o18_deadlines,
    .n_deadlines = sizeof o18_deadlines / sizeof *o18_deadlines,
    .kernel = late_stage,
    .name_ko = "사례 진행 지연",
    .name_en = "stage of a case overdue",
    .phrases = o18_phrases,
    .n_phrases = sizeof o18_phrases / sizeof *o18_phrases,
    .message_ko =
        "{received_on}에 접수된 사례에 대해 {stage:이} 기한인 {due}까지 완료되지 않았습니다. "
        "{days_late}일 지연되었습니다.",
    .message_en = "The {stage} of the case received on {received_on} was not done by {due}, the "
                  "day due: {days_late:day} late.",
};
