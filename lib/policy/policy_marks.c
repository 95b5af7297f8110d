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
                 struct dlb_marks marks)
{
    size_t at = programme == DLB_NO_CODE ? place_of_class(class_) : PROGRAMMES + programme;
    if (programme == DLB_NO_CODE && !class_.digits) return;
    policy->marks[at].marks |= marks.marks;
    policy->marks[at].sides.a |= marks.sides.a;
    policy->marks[at].sides.b |= marks.sides.b;
}

static void mark_mutex(struct dlb_policy *policy, uint32_t row)
{
    const struct dlb_mutex *mutex = &policy->mutexes[row];
    struct dlb_marks a = {{0, 0}, 0}, b = a;
    if (mutex->kind == DLB_MUTEX_TOP_UP) a.marks = b.marks = DLB_MARK_TOP_UP;
    if (mutex->kind == DLB_MUTEX_EXCLUSIVE) {
        a = (struct dlb_marks){{(uint64_t)1 << row % 64, 0}, DLB_MARK_EXCLUDES_A};
        b = (struct dlb_marks){{0, (uint64_t)1 << row % 64}, DLB_MARK_EXCLUDES_B};
        if (mutex->household) a.marks |= DLB_MARK_EXCLUDES_HOME_A;
        if (mutex->household) b.marks |= DLB_MARK_EXCLUDES_HOME_B;
    }
    mark(policy, mutex->a.programme, mutex->a.class_, a);
    mark(policy, mutex->b.programme, mutex->b.class_, b);
}

static bool ends_set(const struct dlb_policy *policy, uint32_t row)
{
    const struct dlb_mutex *mutex = &policy->mutexes[row];
    return row + 1 == policy->n_mutexes || !dlb_text_equal(mutex[1].set_id, mutex->set_id);
}

static void mark_programme(struct dlb_policy *policy, const struct dlb_programme *programme)
{
    unsigned marks = programme->household_unit ? DLB_MARK_UNIT : 0;
    if (programme->portable == 0) marks |= DLB_MARK_LOCAL;
    if (programme->layer == DLB_LAYER_STATUTORY) marks |= DLB_MARK_STATUTORY;
    mark(policy, programme->code, programme->class_, (struct dlb_marks){{0, 0}, marks});
}

dolbom_status dlb_policy_mark(struct dlb_policy *policy, dolbom_error *error)
{
    policy->n_marks = (size_t)PROGRAMMES + policy->n_programme_ids;
    policy->marks = dlb_alloc_zero(policy->env, policy->n_marks * sizeof *policy->marks);
    if (!policy->marks) return dlb_fail_memory(error, policy->env);
    for (uint32_t i = 0; i < policy->n_mutexes; i++) mark_mutex(policy, i);
    for (uint32_t i = 0; i < policy->n_mutexes; i++)
        policy->mutexes[i].ends_set = ends_set(policy, i);
    for (uint32_t i = 0; i < policy->n_programmes; i++)
        mark_programme(policy, &policy->programmes[i]);
    for (uint32_t i = 0; i < policy->n_caps; i++) {
        const struct dlb_cap *cap = &policy->caps[i];
        bool counted = cap->rule->caps == DLB_CAP_COUNT;
        unsigned marks = counted ? DLB_MARK_COUNTED : DLB_MARK_MONEY;
        mark(policy, cap->programme, cap->class_, (struct dlb_marks){{0, 0}, marks});
    }
    for (uint32_t i = 0; i < policy->n_parameters; i++) {
        const struct dlb_selector *keyed = &policy->parameters[i].services;
        mark(policy, keyed->programme, keyed->class_, (struct dlb_marks){{0, 0}, DLB_MARK_KEYED});
    }
    return DOLBOM_OK;
}

/* The places of a service, in each of which something may be marked; how many. */
static unsigned places_of(const struct dlb_policy *policy, uint32_t programme,
                          struct dlb_class class_, size_t places[3])
{
    unsigned n = 0;
    if (programme < policy->n_programme_ids) places[n++] = PROGRAMMES + programme;
    if (class_.digits == 4) places[n++] = place_of_class(dlb_class_cut(class_, 2));
    if (class_.digits) places[n++] = place_of_class(class_);
    return n;
}

unsigned dlb_policy_marks(const struct dlb_policy *policy, uint32_t programme,
                          struct dlb_class class_)
{
    size_t places[3];
    unsigned marks = 0, n = places_of(policy, programme, class_, places);
    for (unsigned i = 0; i < n; i++) marks |= policy->marks[places[i]].marks;
    return marks;
}

struct dlb_mutex_sides dlb_policy_sides(const struct dlb_policy *policy, uint32_t programme,
                                        struct dlb_class class_)
{
    size_t places[3];
    unsigned n = places_of(policy, programme, class_, places);
    struct dlb_mutex_sides sides = {0, 0};
    for (unsigned i = 0; i < n; i++) {
        sides.a |= policy->marks[places[i]].sides.a;
        sides.b |= policy->marks[places[i]].sides.b;
    }
    return sides;
}
