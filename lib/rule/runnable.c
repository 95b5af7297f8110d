/* SPDX-License-Identifier: Apache-2.0 */
/*
 * runnable.c - which rules run, and why the others do not.
 */
#include "rule/kernel.h"

static const struct {
    uint32_t bit;
    const char *reason;
} missing[] = {
    {DLB_HAS_SERVICES, "table missing: services"},   {DLB_HAS_NEEDS, "table missing: needs"},
    {DLB_HAS_REFERRALS, "table missing: referrals"}, {DLB_HAS_CASES, "table missing: cases"},
    {DLB_HAS_STAYS, "table missing: stays"},         {DLB_HAS_EVENTS, "table missing: events"},
    {DLB_HAS_UPLOADS, "table missing: uploads"},     {DLB_HAS_CAPS, "table missing: caps"},
    {DLB_HAS_MUTEX, "table missing: mutex"},         {DLB_HAS_NEED_MAP, "table missing: need_map"},
    {DLB_HAS_ZONES, "table missing: zones"},         {DLB_HAS_REVIEW_PAIRS, "table missing: pairs"}};

const char *dlb_rule_lacks(const struct dlb_caseload *caseload,
                           const struct dlb_rule_request *request, const struct dlb_rule *rule)
{
    uint32_t have = caseload->tables | (request->review_pairs ? DLB_HAS_REVIEW_PAIRS : 0);
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
        if (rule->tables & ~have & missing[i].bit) return missing[i].reason;
    return NULL;
}

bool dlb_rule_is_enabled(const struct dlb_policy *policy, const struct dlb_rule *rule)
{
    return dlb_policy_settings(policy, rule)[DLB_PARAM_ENABLED] != 0;
}

bool dlb_rule_runs(const struct dlb_caseload *caseload, const struct dlb_rule_request *request,
                   const struct dlb_rule *rule)
{
    return dlb_rule_is_enabled(caseload->policy, rule)
           && !dlb_rule_lacks(caseload, request, rule);
}
