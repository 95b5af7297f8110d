/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ask_policy.h - a policy's parameters and deadlines by the names that its tables use.
 */
#ifndef ASK_POLICY_H
#define ASK_POLICY_H

#include "policy/policy_tables.h"

/* Fails the test when the rule has no such parameter. */
int64_t ask_param(const struct dlb_policy *policy, const char *rule, const char *param,
                  const char *key, int32_t on);
struct dlb_deadline ask_deadline(const struct dlb_policy *policy, const char *rule, const char *key,
                                 int32_t on);

#endif
