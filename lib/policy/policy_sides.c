/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_sides.c - which sides of mutex rows a service can be on, looked up and not searched for.
 *
 * Nearly all services are on none, and each of the rules about mutexes would have to walk past
 * every row to know that. So the rows are gone through once: a byte for each class of two digits,
 * then of four, then for each programme.
 */
#include "policy/policy_tables.h"

enum { FOUR_DIGITS = 100, PROGRAMMES = FOUR_DIGITS + 10000 };

static size_t place_of_class(struct dlb_class class_)
{
    return class_.digits == 2 ? class_.code : (size_t)FOUR_DIGITS + class_.code;
}

static void mark(struct dlb_policy *policy, const struct dlb_selector *selector, unsigned sides)
{
    if (selector->programme != DLB_NO_CODE)
        policy->sides[PROGRAMMES + selector->programme] |= (uint8_t)sides;
    else if (selector->class_.digits)
        policy->sides[place_of_class(selector->class_)] |= (uint8_t)sides;
}

static void mark_row(struct dlb_policy *policy, const struct dlb_mutex *mutex)
{
    bool exclusive = mutex->kind == DLB_MUTEX_EXCLUSIVE;
    unsigned a = exclusive ? DLB_SIDES_A : 0, b = exclusive ? DLB_SIDES_B : 0;
    if (exclusive && mutex->household) a |= DLB_SIDES_HOUSEHOLD_A, b |= DLB_SIDES_HOUSEHOLD_B;
    if (mutex->kind == DLB_MUTEX_TOP_UP) a = b = DLB_SIDES_TOP_UP;
    mark(policy, &mutex->a, a);
    mark(policy, &mutex->b, b);
}

dolbom_status dlb_policy_number_sides(struct dlb_policy *policy, dolbom_error *error)
{
    policy->n_sides = (size_t)PROGRAMMES + policy->n_programme_ids;
    policy->sides = dlb_alloc_zero(policy->env, policy->n_sides);
    if (!policy->sides) return dlb_fail_memory(error, policy->env);
    for (uint32_t i = 0; i < policy->n_mutexes; i++) mark_row(policy, &policy->mutexes[i]);
    return DOLBOM_OK;
}

unsigned dlb_policy_sides(const struct dlb_policy *policy, uint32_t programme,
                          struct dlb_class class_)
{
    unsigned sides = 0;
    if (programme < policy->n_programme_ids) sides = policy->sides[PROGRAMMES + programme];
    if (class_.digits == 4) sides |= policy->sides[place_of_class(dlb_class_cut(class_, 2))];
    if (class_.digits) sides |= policy->sides[place_of_class(class_)];
    return sides;
}
