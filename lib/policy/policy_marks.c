/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_marks.c - which rows of the policy can be about a service, looked up and not searched for.
 *
 * Nearly all services are on no side of a set, under no cap and named by no key, and each of the
 * rules about those would have to walk past every row to know it. So the rows are gone through
 * once: marks for each class of two digits, then of four, then for each programme.
 */
#include "policy/policy_tables.h"

enum { FOUR_DIGITS = 100, PROGRAMMES = FOUR_DIGITS + 10000 };

static size_t place_of_class(struct dlb_class class_)
{
    return class_.digits == 2 ? class_.code : (size_t)FOUR_DIGITS + class_.code;
}

static void mark(struct dlb_policy *policy, uint32_t programme, struct dlb_class class_,
                 unsigned marks)
{
    if (programme != DLB_NO_CODE)
        policy->marks[PROGRAMMES + programme] |= (uint16_t)marks;
    else if (class_.digits)
        policy->marks[place_of_class(class_)] |= (uint16_t)marks;
}

static void mark_mutex(struct dlb_policy *policy, const struct dlb_mutex *mutex)
{
    bool exclusive = mutex->kind == DLB_MUTEX_EXCLUSIVE, home = exclusive && mutex->household;
    unsigned a = exclusive ? DLB_MARK_EXCLUDES_A : 0, b = exclusive ? DLB_MARK_EXCLUDES_B : 0;
    if (home) a |= DLB_MARK_EXCLUDES_HOME_A, b |= DLB_MARK_EXCLUDES_HOME_B;
    if (mutex->kind == DLB_MUTEX_TOP_UP) a = b = DLB_MARK_TOP_UP;
    mark(policy, mutex->a.programme, mutex->a.class_, a);
    mark(policy, mutex->b.programme, mutex->b.class_, b);
}

static void mark_programme(struct dlb_policy *policy, const struct dlb_programme *programme)
{
    unsigned marks = programme->household_unit ? DLB_MARK_UNIT : 0;
    if (programme->portable == 0) marks |= DLB_MARK_LOCAL;
    if (programme->layer == DLB_LAYER_STATUTORY) marks |= DLB_MARK_STATUTORY;
    mark(policy, programme->code, programme->class_, marks);
}

dolbom_status dlb_policy_mark(struct dlb_policy *policy, dolbom_error *error)
{
    policy->n_marks = (size_t)PROGRAMMES + policy->n_programme_ids;
    policy->marks = dlb_alloc_zero(policy->env, policy->n_marks * sizeof *policy->marks);
    if (!policy->marks) return dlb_fail_memory(error, policy->env);
    for (uint32_t i = 0; i < policy->n_mutexes; i++) mark_mutex(policy, &policy->mutexes[i]);
    for (uint32_t i = 0; i < policy->n_programmes; i++)
        mark_programme(policy, &policy->programmes[i]);
    for (uint32_t i = 0; i < policy->n_caps; i++) {
        const struct dlb_cap *cap = &policy->caps[i];
        bool counted = cap->rule->caps == DLB_CAP_COUNT;
        mark(policy, cap->programme, cap->class_, counted ? DLB_MARK_COUNTED : DLB_MARK_MONEY);
    }
    for (uint32_t i = 0; i < policy->n_parameters; i++) {
        const struct dlb_selector *keyed = &policy->parameters[i].services;
        mark(policy, keyed->programme, keyed->class_, DLB_MARK_KEYED);
    }
    return DOLBOM_OK;
}

unsigned dlb_policy_marks(const struct dlb_policy *policy, uint32_t programme,
                          struct dlb_class class_)
{
    unsigned marks = 0;
    if (programme < policy->n_programme_ids) marks = policy->marks[PROGRAMMES + programme];
    if (class_.digits == 4) marks |= policy->marks[place_of_class(dlb_class_cut(class_, 2))];
    if (class_.digits) marks |= policy->marks[place_of_class(class_)];
    return marks;
}
