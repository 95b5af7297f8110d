/* SPDX-License-Identifier: Apache-2.0 */
/*
 * days.c - what has happened by as_of, and how long services last.
 *
 * What lies after as_of has not happened, so that a run for a past day does not see the future: no
 * contact, no answer, no death, and an end still to come is an open end. Rules about duplicates
 * keep it, for a future overlap can still be prevented, but for those that ask here.
 */
#include "rule/kernel.h"

struct dlb_ending dlb_work_ending(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                                  uint32_t person)
{
    int32_t death = dlb_person_death(work->caseload, person);
    if (rule->kind == DLB_FINDING_OMISSION) death = dlb_happened(work, death);
    return (struct dlb_ending){death, (int32_t)work->settings[DLB_PARAM_STALE_DAYS]};
}
