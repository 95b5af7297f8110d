/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kin.c - whom rules about households look at.
 *
 * Subjects are the households; and the persons who have none, whose numbers follow. These are
 * looked at when all that is about the person is (subject.c). Somebody who is in two households is
 * looked at in both, and counted in the largest.
 */
#include "rule/kernel.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { CODE_ROOM = 256 };

uint32_t dlb_kin_alone(const struct dlb_caseload *caseload, uint32_t person)
{
    return caseload->households.n + person;
}

void dlb_kin_look(const struct dlb_caseload *caseload, uint32_t subject, struct dlb_kin *kin)
{
    const struct dlb_households *households = &caseload->households;
    if (subject < households->n) {
        const struct dlb_household *household = &households->list[subject];
        const uint32_t *persons = households->persons + household->first;
        *kin = (struct dlb_kin){subject, DLB_NO_CODE, persons, household->n};
        return;
    }
    uint32_t person = subject - households->n;
    assert(!dlb_person_households(households, person, &(const uint32_t *){NULL}));
    *kin = (struct dlb_kin){DLB_NO_CODE, person, &kin->person, 1};
}

bool dlb_kin_is_largest(const struct dlb_caseload *caseload, const struct dlb_kin *kin, uint32_t i)
{
    const uint32_t *list;
    if (kin->household == DLB_NO_CODE) return true;
    dlb_person_households(&caseload->households, kin->persons[i], &list);
    return list[0] == kin->household;
}

size_t dlb_kin_services(const struct dlb_caseload *caseload, const struct dlb_kin *kin)
{
    const uint32_t *first = caseload->services_first;
    size_t n = 0;
    for (uint32_t i = 0; i < kin->n; i++) n += first[kin->persons[i] + 1] - first[kin->persons[i]];
    return n;
}

bool dlb_kin_complete(const struct dlb_caseload *caseload, const struct dlb_kin *kin)
{
    for (uint32_t i = 0; i < kin->n; i++)
        if (!dlb_person_complete(caseload, kin->persons[i])) return false;
    return true;
}

int32_t dlb_kin_living(const struct dlb_caseload *caseload, const struct dlb_kin *kin, int32_t on)
{
    if (kin->household != DLB_NO_CODE)
        return dlb_household_living(&caseload->households, kin->household, on);
    int32_t death = dlb_person_death(caseload, kin->person);
    return death == DLB_DAY_NONE || death >= on;
}

struct dlb_threshold_rows dlb_rule_thresholds(const struct dlb_policy *policy,
                                              const struct dlb_rule *rule, struct dlb_text about)
{
    char code[CODE_ROOM];
    int len = snprintf(code, sizeof code, "%s:%.*s", rule->id, (int)about.len, about.data);
    if (len < 0 || (size_t)len >= sizeof code) return (struct dlb_threshold_rows){0, 0};
    return dlb_policy_thresholds(policy, (struct dlb_text){code, (size_t)len});
}

bool dlb_kin_threshold(const struct dlb_caseload *caseload, const struct dlb_kin *kin,
                       struct dlb_threshold_rows rows, int32_t on, int64_t *millionths)
{
    return rows.n && dlb_policy_threshold(caseload->policy, rows, dlb_kin_living(caseload, kin, on),
                                          on, millionths);
}

/* ---- who was judged -------------------------------------------------------------------------- */

bool dlb_kin_judge_begin(struct dlb_rule_work *work, const struct dlb_kin *kin)
{
    work->judged_kin.n = 0;
    uint8_t *judged = dlb_array_reserve(work->env, &work->judged_kin, kin->n, 1, UINT32_MAX);
    if (judged)
        memset(judged, 0, kin->n);
    else
        dlb_findings_no_memory(work->findings);
    return judged != NULL;
}

void dlb_kin_judge(struct dlb_rule_work *work, const struct dlb_kin *kin, uint32_t i, uint64_t n)
{
    uint8_t *judged = work->judged_kin.data;
    if (!n || !dlb_kin_is_largest(work->caseload, kin, i)) return;
    dlb_judge_rows(work, n);
    work->now.persons += !judged[i];
    judged[i] = 1;
}
