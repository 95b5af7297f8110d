/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review.c - the pairs that people may be asked about: likely, but not certain.
 *
 * They lie between the plan's theta_review and theta_merge, and their records have not become
 * one person otherwise. Nobody is asked again whether two are one person once it was decided that
 * they are not, be it about other records of theirs. Rule I01 chooses among the rest and tries them
 * out.
 */
#include "stage/stage.h"

static uint64_t key_of(uint32_t a, uint32_t b)
{
    return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static uint64_t persons_of(const struct dlb_cleaned *cleaned, uint32_t left, uint32_t right)
{
    const struct dlb_member *members = cleaned->people.members;
    return key_of(members[left].person, members[right].person);
}

/* The pairs of persons that decisions keep apart, in order. */
struct apart {
    struct dlb_sort_item *items;
    size_t n, n_room;
};

static dolbom_status list_apart(const struct dlb_call *call, const struct dlb_decisions *decisions,
                                const struct dlb_cleaned *cleaned, struct apart *apart,
                                dolbom_error *error)
{
    struct dlb_array decided = {0};
    dolbom_status status = dlb_decided_list(call, decisions, cleaned, &decided, error);
    const struct dlb_decided *pairs = decided.data;
    *apart = (struct apart){.n_room = decided.n};
    if (status == DOLBOM_OK) {
        apart->items = dlb_alloc_array(call->env, apart->n_room, sizeof *apart->items);
        if (!apart->items) status = dlb_fail_memory(error, call->env);
    }
    for (size_t i = 0; i < decided.n && status == DOLBOM_OK; i++) {
        if (pairs[i].same) continue;
        const uint64_t key = persons_of(cleaned, pairs[i].left, pairs[i].right);
        apart->items[apart->n++] = (struct dlb_sort_item){key, 0};
    }
    if (status == DOLBOM_OK) status = dlb_sort(call->env, apart->items, apart->n, error);
    dlb_array_clear(call->env, &decided, sizeof *pairs);
    return status;
}

static bool are_apart(const struct apart *apart, uint64_t persons)
{
    size_t at = dlb_sort_items_from(apart->items, apart->n, persons);
    return at < apart->n && apart->items[at].key == persons;
}

static void list_pairs(const struct dlb_match_settings *match, const struct dlb_cleaned *cleaned,
                       const struct dlb_pairs *pairs, const struct apart *apart,
                       struct dlb_found *found)
{
    const struct dlb_member *members = cleaned->people.members;
    for (size_t i = 0; i < pairs->n; i++) {
        const struct dlb_pair *pair = &pairs->pairs[i];
        if (pair->weight < match->theta_review || pair->weight >= match->theta_merge) continue;
        if (members[pair->left].person == members[pair->right].person) continue;
        if (are_apart(apart, persons_of(cleaned, pair->left, pair->right))) continue;
        found->review_pairs[found->n_review_pairs++] =
            (struct dlb_review_pair){pair->left, pair->right, dlb_weight_probability(pair->weight)};
    }
}

dolbom_status dlb_review_pairs_list(const struct dlb_call *call,
                                    const struct dlb_decisions *decisions,
                                    const struct dlb_cleaned *cleaned,
                                    const struct dlb_pairs *pairs, struct dlb_found *found,
                                    dolbom_error *error)
{
    struct apart apart;
    dolbom_status status = list_apart(call, decisions, cleaned, &apart, error);
    found->n_review_pairs_room = pairs->n;
    found->review_pairs = dlb_alloc_array(call->env, pairs->n, sizeof *found->review_pairs);
    if (status == DOLBOM_OK && !found->review_pairs) status = dlb_fail_memory(error, call->env);
    if (status == DOLBOM_OK) list_pairs(&call->plan->match, cleaned, pairs, &apart, found);
    dlb_free(call->env, apart.items, apart.n_room * sizeof *apart.items);
    return status;
}
