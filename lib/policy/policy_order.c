/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_order.c - the order of each policy table; rows that are equal here come by their content.
 */
#include "policy/policy_tables.h"

#include <string.h>

static int compare(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

static int programme_order(const void *left_row, const void *right_row)
{
    const struct dlb_programme_row *left = left_row, *right = right_row;
    int order = dlb_text_order(left->id, right->id);
    return order ? order : compare(left->programme.valid.from, right->programme.valid.from);
}

static int mutex_order(const void *left, const void *right)
{
    return dlb_text_order(((const struct dlb_mutex *)left)->set_id,
                          ((const struct dlb_mutex *)right)->set_id);
}

static int cap_order(const void *left_row, const void *right_row)
{
    const struct dlb_cap *left = left_row, *right = right_row;
    int order = strcmp(left->rule->id, right->rule->id);
    if (!order) order = compare(left->programme, right->programme);
    if (!order) order = compare(left->class_.code, right->class_.code);
    if (!order) order = compare(left->class_.digits, right->class_.digits);
    if (!order) order = compare(left->household, right->household);
    if (!order) order = compare(left->max_count, right->max_count);
    if (!order) order = compare(left->window_days, right->window_days);
    if (!order) order = compare(left->period, right->period);
    return order ? order : compare(left->max_amount_won, right->max_amount_won);
}

static int need_map_order(const void *left_row, const void *right_row)
{
    const struct dlb_need_map_row *left = left_row, *right = right_row;
    int order = dlb_text_order(left->need_class, right->need_class);
    return order ? order : compare(left->map.class_.code, right->map.class_.code);
}

static int holiday_order(const void *left, const void *right)
{
    return compare(*(const int32_t *)left, *(const int32_t *)right);
}

static int zone_order(const void *left_row, const void *right_row)
{
    const struct dlb_zone *left = left_row, *right = right_row;
    int order = dlb_text_order(left->id, right->id);
    return order ? order : compare(left->valid.from, right->valid.from);
}

int dlb_threshold_order(const void *left_row, const void *right_row)
{
    const struct dlb_threshold *left = left_row, *right = right_row;
    int order = dlb_text_order(left->code, right->code);
    if (!order) order = compare(left->household_size, right->household_size);
    if (!order) order = compare(right->valid.from, left->valid.from);
    return order ? order : compare(left->value, right->value);
}

static int condition_order(const void *left_row, const void *right_row)
{
    const struct dlb_condition *left = left_row, *right = right_row;
    int order = compare(left->programme, right->programme);
    if (!order) order = dlb_text_order(left->version, right->version);
    if (!order) order = dlb_text_order(left->clause, right->clause);
    if (!order) order = dlb_text_order(left->test.fact, right->test.fact);
    if (!order) order = compare(left->test.op, right->test.op);
    return order ? order : dlb_text_order(left->test.value, right->test.value);
}

static int implies_order(const void *left_row, const void *right_row)
{
    const struct dlb_implies *left = left_row, *right = right_row;
    int order = dlb_text_order(left->a_name, right->a_name);
    if (!order) order = dlb_text_order(left->b_name, right->b_name);
    return order ? order : compare(left->grace_days, right->grace_days);
}

static int life_event_order(const void *left_row, const void *right_row)
{
    const struct dlb_life_event *left = left_row, *right = right_row;
    int order = dlb_text_order(left->kind, right->kind);
    return order ? order : dlb_text_order(left->expects, right->expects);
}

static int signal_order(const void *left_row, const void *right_row)
{
    const struct dlb_signal_weight *left = left_row, *right = right_row;
    int order = dlb_text_order(left->signal, right->signal);
    return order ? order : compare(right->valid.from, left->valid.from);
}

static int domain_order(const void *left_row, const void *right_row)
{
    const struct dlb_domain *left = left_row, *right = right_row;
    int order = dlb_text_order(left->domain, right->domain);
    return order ? order : compare(right->valid.from, left->valid.from);
}

const dlb_row_compare dlb_policy_orders[DLB_POLICY_TABLES] = {
    [DLB_POLICY_PROGRAMMES] = programme_order,
    [DLB_POLICY_MUTEX] = mutex_order,
    [DLB_POLICY_CAPS] = cap_order,
    [DLB_POLICY_NEED_MAP] = need_map_order,
    [DLB_POLICY_HOLIDAYS] = holiday_order,
    [DLB_POLICY_ZONES] = zone_order,
    [DLB_POLICY_RULES] = dlb_parameter_order,
    [DLB_POLICY_DEADLINES] = dlb_parameter_order,
    [DLB_POLICY_THRESHOLDS] = dlb_threshold_order,
    [DLB_POLICY_ELIGIBILITY] = condition_order,
    [DLB_POLICY_IMPLIES] = implies_order,
    [DLB_POLICY_LIFE_EVENTS] = life_event_order,
    [DLB_POLICY_SIGNAL_WEIGHTS] = signal_order,
    [DLB_POLICY_DOMAINS] = domain_order,
};
