/* SPDX-License-Identifier: Apache-2.0 */
/*
 * subject.c - all rules of a scope look at one subject.
 *
 * The run and the trial of two persons as one (identity_review.c) ask in the same way: rules about
 * what is absent are silent where an upload is, and when all have looked, findings that yield to
 * others are left out.
 */
#include "rule/kernel.h"

void dlb_running_add(struct dlb_running_rules *rules, const struct dlb_caseload *caseload,
                     size_t number)
{
    const struct dlb_rule *rule = caseload->policy->catalogue->rules[number];
    const int64_t *settings = dlb_policy_settings(caseload->policy, rule);
    rules->list[rules->n++] =
        (struct dlb_running_rule){rule, settings, dlb_policy_only(caseload->policy, rule), number};
    rules->n_of[rule->scope]++;
    rules->n_of[DLB_SCOPE_RUN] += rule->at_end != NULL;
    rules->any_absence |= rule->absence;
}

size_t dlb_rules_subjects(const struct dlb_rule_work *work, unsigned scope)
{
    const struct dlb_caseload *caseload = work->caseload;
    switch (scope) {
    case DLB_SCOPE_PERSON:
        return caseload->n_persons;
    case DLB_SCOPE_HOUSEHOLD:
        return dlb_kin_count(caseload);
    case DLB_SCOPE_AGENCY:
        return caseload->n_agencies;
    case DLB_SCOPE_CHANNEL:
        return work->request->channels ? work->request->channels->list.n : 0;
    case DLB_SCOPE_REVIEW_PAIR:
        return work->request->n_review_pairs;
    default:
        return 1;
    }
}

/* How many of a household are counted in it. */
static uint64_t count_kin(const struct dlb_caseload *caseload, const struct dlb_kin *kin)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < kin->n; i++) n += dlb_kin_is_largest(caseload, kin, i);
    return n;
}

/* Can nothing be said about what is absent? Counts the persons about whom it is so. */
static bool is_unknown(struct dlb_rule_work *work, unsigned scope, uint32_t subject)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_kin kin;
    bool unknown = false;
    if (scope == DLB_SCOPE_PERSON) {
        unknown = !dlb_person_complete(caseload, subject);
        work->n_unknown[scope] += unknown;
    } else if (scope == DLB_SCOPE_HOUSEHOLD) {
        dlb_kin_look(caseload, subject, &kin);
        unknown = !dlb_kin_complete(caseload, &kin);
        if (unknown) work->n_unknown[scope] += count_kin(caseload, &kin);
    }
    return unknown;
}

static void look(struct dlb_rule_work *work, const struct dlb_running_rule *running, unsigned scope,
                 uint32_t subject)
{
    const struct dlb_rule *rule = running->rule;
    work->settings = running->settings;
    work->only = running->only;
    work->now = (struct dlb_judged){0, scope == DLB_SCOPE_PERSON, 0};
    (rule->scope == scope ? rule->kernel : rule->at_end)(work, rule, subject);
    if (!work->judged || !work->now.rows) return;
    work->judged[running->number].rows += work->now.rows;
    work->judged[running->number].persons += work->now.persons;
    work->judged[running->number].left += work->now.left;
}

void dlb_rules_look(struct dlb_rule_work *work, const struct dlb_running_rules *rules,
                    unsigned scope, uint32_t subject)
{
    bool silent = rules->any_absence && is_unknown(work, scope, subject);
    for (size_t i = 0; i < rules->n; i++) {
        const struct dlb_rule *rule = rules->list[i].rule;
        bool asked = rule->scope == scope || (rule->at_end && scope == DLB_SCOPE_RUN);
        if (!asked || (rule->absence && silent)) continue;
        look(work, &rules->list[i], scope, subject);
    }
    dlb_findings_settle(work->findings);
}
