/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_case.c - what the rules about cases share; see omission_case.h.
 */
#include "rule/omission/omission_case.h"

bool dlb_case_is_closed(const struct dlb_rule_work *work, const struct dlb_case *case_)
{
    return dlb_happened(work, case_->closed_on) != DLB_DAY_NONE;
}

static bool has_begun(const struct dlb_rule_work *work, const struct dlb_case *case_)
{
    return dlb_happened(work, case_->received_on) != DLB_DAY_NONE;
}

int32_t dlb_case_until(const struct dlb_rule_work *work, const struct dlb_case *case_)
{
    int32_t as_of = work->caseload->as_of;
    int32_t death = dlb_happened(work, dlb_person_death(work->caseload, case_->person));
    bool died = death != DLB_DAY_NONE && !dlb_case_is_closed(work, case_);
    return died ? death : as_of;
}

bool dlb_case_lacks(const struct dlb_rule_work *work, const struct dlb_case *case_, int32_t due,
                    int32_t done)
{
    const struct dlb_caseload *caseload = work->caseload;
    bool absent = done == DLB_DAY_NONE, closed = dlb_case_is_closed(work, case_);
    if (dlb_case_until(work, case_) <= due || (!absent && done <= due)) return false;
    bool recent = case_->received_on >= work->lookback_start;
    bool ended = closed || dlb_person_has_died(caseload, case_->person);
    return absent ? !closed : !ended || recent;
}

struct dlb_finding *dlb_case_open(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                  uint32_t row, int32_t start, int32_t due)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->person = case_->person;
    finding->start = start;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = due;
    finding->owner_agency = case_->agency;
    dlb_key_row(work->findings, case_->agency, case_->id);
    dlb_detail_text(work->findings, "case_class", dlb_word(dlb_case_class_word(case_->case_class)));
    dlb_detail_day(work->findings, "received_on", case_->received_on);
    dlb_finding_row(work->findings, DLB_ROWS_CASES, row, "case");
    return finding;
}

struct dlb_duty dlb_case_duty(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                              const struct dlb_case *case_, int32_t from)
{
    return dlb_duty_of(work->caseload, rule, case_->agency, dlb_case_class_word(case_->case_class),
                       from);
}

void dlb_each_case(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                   void (*look)(struct dlb_rule_work *, const struct dlb_rule *, uint32_t row))
{
    const struct dlb_caseload *caseload = work->caseload;
    for (uint32_t i = caseload->cases_first[person]; i < caseload->cases_first[person + 1]; i++)
        if (has_begun(work, &caseload->cases[i])) look(work, rule, i);
}

bool dlb_has_cases(const struct dlb_rule_work *work, uint32_t person)
{
    const uint32_t *first = work->caseload->cases_first;
    return first[person] < first[person + 1];
}
