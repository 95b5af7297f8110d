/* SPDX-License-Identifier: Apache-2.0 */
/*
 * local_rules.h - rules that a policy declares itself; part of policy.h.
 */
#ifndef DLB_LOCAL_RULES_H
#define DLB_LOCAL_RULES_H

#include "rulebook/rulebook.h"

struct dlb_policy;
struct dlb_parameter;

/* What a rule is about: its rows `only` that hold. */
struct dlb_only {
    const struct dlb_parameter **rows;
    uint32_t n;
};
/* One that is declared by a row of `rules` with the parameter `kernel`. */
struct dlb_local_rule {
    struct dlb_rule rule;
    struct dlb_only only;
    bool is_limited; /* by `only` */
};
/* What the rule looks at; NULL: at everything. */
const struct dlb_only *dlb_policy_only(const struct dlb_policy *policy,
                                       const struct dlb_rule *rule);

#endif
