/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ask_policy.c - a policy's parameters and deadlines by the names that its tables use.
 */
#include "rule/ask_policy.h"

#include <criterion/criterion.h>
#include <string.h>

/* "*" is answered for the first rule, which has no rows of its own for what all rules have. */
static const struct dlb_rule *find_rule(const struct dlb_policy *policy, const char *id)
{
    if (!strcmp(id, "*")) return policy->catalogue->rules[0];
    const struct dlb_rule *rule = dlb_rule_find(policy->catalogue, dlb_text_of(id));
    cr_assert_not_null(rule, "there is no rule %s", id);
    return rule;
}

int64_t ask_param(const struct dlb_policy *policy, const char *rule, const char *param,
                  const char *key, int32_t on)
{
    const struct dlb_rule *asked = find_rule(policy, rule);
    const struct dlb_param *at;
    unsigned number = 0;
    while ((at = dlb_param_at(asked, number)) && strcmp(at->name, param) != 0) number++;
    cr_assert_not_null(at, "%s has no parameter %s", rule, param);
    int64_t value = dlb_policy_param(policy, asked, number, key, on);
    return value;
}

struct dlb_deadline ask_deadline(const struct dlb_policy *policy, const char *rule, const char *key,
                                 int32_t on)
{
    return dlb_policy_deadline(policy, find_rule(policy, rule), key, 0, on);
}
