/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalogue.c - the rules there are, ordered by id.
 */
#include "rule/rule.h"

static const struct dlb_rule *const rules[] = {
    &dlb_rule_d03,
};

const struct dlb_rule *dlb_rule_at(size_t index)
{
    return index < sizeof rules / sizeof *rules ? rules[index] : NULL;
}
