/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalogue.c - the rules there are, ordered by id.
 */
#include "rule/kernel.h"

static const struct dlb_rule *const rules[] = {
    &dlb_rule_d01,
    &dlb_rule_d03,
    &dlb_rule_d05,
    &dlb_rule_d09,
    &dlb_rule_d12,
    &dlb_rule_d13,
    &dlb_rule_i01,
    &dlb_rule_o01,
    &dlb_rule_o03,
    &dlb_rule_o05,
    &dlb_rule_o06,
    &dlb_rule_o07,
    &dlb_rule_o09,
    &dlb_rule_o10,
    &dlb_rule_o14,
    &dlb_rule_o24,
    &dlb_rule_x01,
    &dlb_rule_x02,
};

const struct dlb_rule_catalogue dlb_rule_catalogue = {rules, sizeof rules / sizeof *rules};
