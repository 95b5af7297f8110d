/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runnable.c - which rules run, and why the others do not.
 */
#include "rule/kernel.h"

const char *dlb_rule_table_name(uint64_t tables)
{
    for (size_t i = 0; tables; i++, tables >>= 1)
        if (tables & 1) return dlb_schemas[i].table;
    return NULL;
}

const char *dlb_rule_lacks(const struct dlb_caseload *caseload,
                           const struct dlb_rule_request *request, const struct dlb_rule *rule)
{
    bool lacks_channels = rule->scope == DLB_SCOPE_CHANNEL && !request->channels;
    if (lacks_channels) return dlb_schemas[DLB_TABLE_PERSONS].table;
    uint64_t have = caseload->tables | (request->review_pairs ? DLB_HAS_PAIRS : 0) |
                    (request->has_number ? DLB_HAS_PERSONS : 0); /* resident numbers */
    return dlb_rule_table_name(rule->tables & ~have);
}

bool dlb_rule_is_enabled(const struct dlb_policy *policy, const struct dlb_rule *rule)
{
    return dlb_policy_settings(policy, rule)[DLB_PARAM_ENABLED] != 0;
}

bool dlb_rule_runs(const struct dlb_caseload *caseload, const struct dlb_rule_request *request,
                   const struct dlb_rule *rule)
{
    return dlb_rule_is_enabled(caseload->policy, rule) && !dlb_rule_lacks(caseload, request, rule);
}
