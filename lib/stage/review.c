/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review.c - the pairs that people may be asked about: likely, but not certain.
 *
 * They lie between the plan's theta_review and theta_merge, and their records have not become
 * one person otherwise. Rule I01 chooses among them and tries them out.
 */
#include "stage/stage.h"

dolbom_status dlb_review_pairs_list(const struct dlb_call *call, const struct dlb_cleaned *cleaned,
                                    const struct dlb_pairs *pairs, struct dlb_found *found,
                                    dolbom_error *error)
{
    const struct dlb_match_settings *match = &call->plan->match;
    const struct dlb_member *members = cleaned->people.members;
    found->n_review_pairs_room = pairs->n;
    found->review_pairs = dlb_alloc_array(call->env, pairs->n, sizeof *found->review_pairs);
    if (!found->review_pairs) return dlb_fail_memory(error, call->env);
    for (size_t i = 0; i < pairs->n; i++) {
        const struct dlb_pair *pair = &pairs->pairs[i];
        if (pair->weight < match->theta_review || pair->weight >= match->theta_merge) continue;
        if (members[pair->left].person == members[pair->right].person) continue;
        found->review_pairs[found->n_review_pairs++] =
            (struct dlb_review_pair){pair->left, pair->right, dlb_weight_probability(pair->weight)};
    }
    return DOLBOM_OK;
}
