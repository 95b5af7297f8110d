/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_look.c - rows that are looked up by a code or by the rule or programme they are about:
 * thresholds, signals, caps, conditions.
 */
#include "policy/policy_tables.h"

#include <string.h>

enum { CODE_MAX = 256 };

/* Where the first row of a table that `is_before` does not come before lies. */
struct sought {
    const struct dlb_policy *policy;
    struct dlb_text code;
    uint32_t programme;
    const char *rule;
};

/* ---- thresholds ------------------------------------------------------------------------------ */

static bool is_before_threshold(const void *sought_row, size_t i)
{
    const struct sought *sought = sought_row;
    return dlb_text_order(sought->policy->thresholds[i].code, sought->code) < 0;
}

struct dlb_threshold_rows dlb_policy_thresholds(const struct dlb_policy *policy,
                                                struct dlb_text code)
{
    char room[CODE_MAX];
    struct sought sought = {.policy = policy, .code = dlb_code_fold(code, room, sizeof room)};
    size_t first = dlb_search(0, policy->n_thresholds, &sought, is_before_threshold), end = first;
    while (end < policy->n_thresholds && dlb_text_equal(policy->thresholds[end].code, sought.code))
        end++;
    return (struct dlb_threshold_rows){(uint32_t)first, (uint32_t)(end - first)};
}

bool dlb_policy_threshold(const struct dlb_policy *policy, struct dlb_threshold_rows rows,
                          int32_t household_size, int32_t on, int64_t *value)
{
    const struct dlb_threshold *all = policy->thresholds + rows.first, *found = NULL;
    for (uint32_t i = 0; i < rows.n; i++) {
        int32_t size = all[i].household_size;
        bool asked = size == household_size || size == 0 || household_size == DLB_SIZE_UNKNOWN;
        if (!asked || !dlb_valid_on(all[i].valid, on)) continue;
        if (household_size == DLB_SIZE_UNKNOWN && size > 0) return false;
        if (!found || (size && !found->household_size)) found = &all[i];
    }
    if (found) *value = found->value;
    return found != NULL;
}

/* ---- signals --------------------------------------------------------------------------------- */

static bool is_before_signal(const void *sought_row, size_t i)
{
    const struct sought *sought = sought_row;
    return dlb_text_order(sought->policy->signal_weights[i].signal, sought->code) < 0;
}

/* The rows of a signal, the latest first; *n says how many. */
static const struct dlb_signal_weight *find_signal(const struct dlb_policy *policy,
                                                   struct dlb_text signal, size_t *n)
{
    char room[CODE_MAX];
    struct sought sought = {.policy = policy, .code = dlb_code_fold(signal, room, sizeof room)};
    const struct dlb_signal_weight *rows = policy->signal_weights;
    size_t first = dlb_search(0, policy->n_signal_weights, &sought, is_before_signal), end = first;
    while (end < policy->n_signal_weights && dlb_text_equal(rows[end].signal, sought.code)) end++;
    *n = end - first;
    return rows + first;
}

struct dlb_text dlb_policy_find_signal(const struct dlb_policy *policy, struct dlb_text text)
{
    size_t n;
    const struct dlb_signal_weight *rows = find_signal(policy, text, &n);
    return n ? rows->signal : (struct dlb_text){NULL, 0};
}

const struct dlb_signal_weight *dlb_policy_signal(const struct dlb_policy *policy,
                                                  struct dlb_text signal, int32_t on)
{
    size_t n;
    const struct dlb_signal_weight *rows = find_signal(policy, signal, &n);
    for (size_t i = 0; i < n; i++)
        if (dlb_valid_on(rows[i].valid, on)) return &rows[i];
    return NULL;
}

/* ---- domains --------------------------------------------------------------------------------- */

static bool is_before_domain(const void *sought_row, size_t i)
{
    const struct sought *sought = sought_row;
    return dlb_text_order(sought->policy->domains[i].domain, sought->code) < 0;
}

struct dlb_label dlb_policy_domain_label(const struct dlb_policy *policy, struct dlb_text domain,
                                         int32_t on)
{
    struct sought sought = {.policy = policy, .code = domain};
    size_t n = policy->n_domains, at = dlb_search(0, n, &sought, is_before_domain);
    for (; at < n && dlb_text_equal(policy->domains[at].domain, domain); at++)
        if (dlb_valid_on(policy->domains[at].valid, on)) return policy->domains[at].name;
    return (struct dlb_label){{NULL, 0}, {NULL, 0}};
}

/* ---- caps, conditions ------------------------------------------------------------------------ */

static bool is_before_cap(const void *sought_row, size_t i)
{
    const struct sought *sought = sought_row;
    return strcmp(sought->policy->caps[i].rule->id, sought->rule) < 0;
}

const struct dlb_cap *dlb_policy_caps(const struct dlb_policy *policy, const struct dlb_rule *rule,
                                      uint32_t *n)
{
    struct sought sought = {.policy = policy, .rule = rule->id};
    size_t first = dlb_search(0, policy->n_caps, &sought, is_before_cap), end = first;
    while (end < policy->n_caps && policy->caps[end].rule == rule) end++;
    *n = (uint32_t)(end - first);
    return policy->caps + first;
}

static bool is_before_condition(const void *sought_row, size_t i)
{
    const struct sought *sought = sought_row;
    return sought->policy->conditions[i].programme < sought->programme;
}

const struct dlb_condition *dlb_policy_conditions(const struct dlb_policy *policy,
                                                  uint32_t programme, uint32_t *n)
{
    struct sought sought = {.policy = policy, .programme = programme};
    size_t first = dlb_search(0, policy->n_conditions, &sought, is_before_condition), end = first;
    while (end < policy->n_conditions && policy->conditions[end].programme == programme) end++;
    *n = (uint32_t)(end - first);
    return policy->conditions + first;
}
