/* SPDX-License-Identifier: Apache-2.0 */
/*
 * subject.c - all rules of a scope look at one subject.
 *
 * The run and the trial of two persons as one (identity_review.c) ask in the same way: rules about
 * what is absent are silent where an upload is, and when all have looked, findings that yield to
 * others are left out.
 */
#include "rule/kernel.h"

#include <assert.h>

/* ---- rules that run -------------------------------------------------------------------------- */

/* What asks a rule about subjects of a scope; NULL: nothing does. */
static dlb_kernel kernel_of(const struct dlb_rule *rule, unsigned scope)
{
    if (rule->scope == scope) return rule->kernel;
    return scope == DLB_SCOPE_RUN ? rule->at_end : NULL;
}

/* The first day of the months that a rule looks back over. */
static int32_t lookback_start(const struct dlb_caseload *caseload, const int64_t *settings)
{
    return dlb_add_months(caseload->as_of, -(int32_t)settings[DLB_PARAM_LOOKBACK_MONTHS]);
}

static void add(struct dlb_running_rules *rules, const struct dlb_caseload *caseload, size_t number,
                dlb_kernel kernel)
{
    const struct dlb_rule *rule = caseload->policy->catalogue->rules[number];
    const int64_t *settings = dlb_policy_settings(caseload->policy, rule);
    rules->list[rules->first[DLB_SCOPE_RUN + 1]++] =
        (struct dlb_running_rule){.rule = rule,
                                  .kernel = kernel,
                                  .settings = settings,
                                  .only = dlb_policy_only(caseload->policy, rule),
                                  .lookback_start = lookback_start(caseload, settings),
                                  .absence = rule->absence,
                                  .traits = rule->traits ? rule->traits : UINT64_MAX,
                                  .number = number};
    rules->any_absence |= rule->absence;
}

bool dlb_running_open(struct dlb_running_rules *rules, const struct dlb_caseload *caseload,
                      bool (*wanted)(const void *context, const struct dlb_rule *rule),
                      const void *context)
{
    const struct dlb_rule_catalogue *catalogue = caseload->policy->catalogue;
    *rules = (struct dlb_running_rules){.n_room = 2 * catalogue->n}; /* a few have an end as well */
    rules->list = dlb_alloc_array(caseload->env, rules->n_room, sizeof *rules->list);
    if (!rules->list) return false;
    size_t *n = &rules->first[DLB_SCOPE_RUN + 1];
    for (unsigned scope = 0; scope <= DLB_SCOPE_RUN; scope++) {
        rules->first[scope] = *n;
        for (size_t i = 0; i < catalogue->n; i++) {
            dlb_kernel kernel = kernel_of(catalogue->rules[i], scope);
            if (kernel && wanted(context, catalogue->rules[i])) add(rules, caseload, i, kernel);
        }
    }
    return true;
}

void dlb_running_close(struct dlb_running_rules *rules, struct dlb_env *env)
{
    dlb_free(env, rules->list, rules->n_room * sizeof *rules->list);
    *rules = (struct dlb_running_rules){0};
}

/* ---- subjects -------------------------------------------------------------------------------- */

size_t dlb_rules_subjects(const struct dlb_rule_work *work, unsigned scope)
{
    const struct dlb_caseload *caseload = work->caseload;
    switch (scope) {
    case DLB_SCOPE_PERSON:
        return caseload->n_persons;
    case DLB_SCOPE_HOUSEHOLD:
        return caseload->households.n;
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
    work->settings = running->settings;
    work->only = running->only;
    work->lookback_start = running->lookback_start;
    work->now = (struct dlb_judged){0, scope == DLB_SCOPE_PERSON, 0};
    running->kernel(work, running->rule, subject);
    if (!work->judged || !work->now.rows) return;
    work->judged[running->number].rows += work->now.rows;
    work->judged[running->number].persons += work->now.persons;
    work->judged[running->number].left += work->now.left;
}

#ifndef NDEBUG
/* Does the rule, asked all the same, have nothing to judge? */
static bool is_nothing_there(struct dlb_rule_work *work, const struct dlb_running_rule *running,
                             unsigned scope, uint32_t subject)
{
    size_t n = work->findings->closed.n;
    look(work, running, scope, subject);
    return !work->now.rows && !work->now.left && work->findings->closed.n == n;
}
#endif

/* work->traits are the subject's; silent: rules about what is absent are not asked. */
static void look_all(struct dlb_rule_work *work, const struct dlb_running_rules *rules,
                     unsigned scope, uint32_t subject, bool silent)
{
    for (size_t i = rules->first[scope]; i < rules->first[scope + 1]; i++) {
        const struct dlb_running_rule *running = &rules->list[i];
        if (running->absence && silent) continue;
        if (running->traits & work->traits)
            look(work, running, scope, subject);
        else
            assert(is_nothing_there(work, running, scope, subject));
    }
    dlb_findings_settle(work->findings);
}

/* A household of one: what is known of the person holds for it, and the rows are at hand. */
static void look_alone(struct dlb_rule_work *work, const struct dlb_running_rules *rules,
                       uint32_t person, bool silent)
{
    work->n_unknown[DLB_SCOPE_HOUSEHOLD] += silent;
    look_all(work, rules, DLB_SCOPE_HOUSEHOLD, dlb_kin_alone(work->caseload, person), silent);
}

void dlb_rules_fetch(const struct dlb_rule_work *work, unsigned scope, uint32_t subject)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (scope != DLB_SCOPE_PERSON) return;
    uint32_t end = caseload->person_members_first[subject + 1];
    for (uint32_t i = caseload->person_members_first[subject]; i < end; i++) {
        const char *member = (const char *)&caseload->members[caseload->person_members[i]];
        __builtin_prefetch(member);
        __builtin_prefetch(member + sizeof(struct dlb_member) - 1);
    }
}

void dlb_rules_look(struct dlb_rule_work *work, const struct dlb_running_rules *rules,
                    unsigned scope, uint32_t subject)
{
    const struct dlb_households *households = &work->caseload->households;
    const uint32_t *list;
    bool silent = rules->any_absence && is_unknown(work, scope, subject);
    work->repeats_of = DLB_NO_CODE;
    work->traits = dlb_traits_of(work->caseload, scope, subject);
    look_all(work, rules, scope, subject, silent);
    bool alone = scope == DLB_SCOPE_PERSON && !dlb_person_households(households, subject, &list);
    if (alone) look_alone(work, rules, subject, silent);
}
