/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review.c - the pairs that people are asked about: likely, but not certain.
 *
 * A pair that lies between the plan's theta_review and theta_merge, and whose records have not
 * become one person otherwise, is tried out by rule I01. A record that may be one of a thousand
 * others ("unknown, 1960-01-01") is nobody's question, so a pair is listed when each record is
 * among the other's PARTNERS_MAX likeliest, equal ones in the order of record numbers.
 */
#include "stage/stage.h"

enum { PARTNERS_MAX = 8 };

static bool is_question(const struct dlb_match_settings *match, const struct dlb_member *members,
                        const struct dlb_pair *pair)
{
    bool is_likely = pair->weight >= match->theta_review && pair->weight < match->theta_merge;
    return is_likely && members[pair->left].person != members[pair->right].person;
}

/* The questions among the pairs, as (less for a likelier one, number of the pair). */
static size_t list_questions(const struct dlb_match_settings *match,
                             const struct dlb_cleaned *cleaned, const struct dlb_pairs *pairs,
                             struct dlb_sort_item *items)
{
    size_t n = 0;
    for (size_t i = 0; i < pairs->n; i++) {
        const struct dlb_pair *pair = &pairs->pairs[i];
        if (!is_question(match, cleaned->people.members, pair)) continue;
        items[n++] = (struct dlb_sort_item){(uint64_t)((int64_t)INT32_MAX - pair->weight), i};
    }
    return n;
}

/* Of n questions, the likeliest first, keep those of the first ranks; their number. */
static size_t choose_questions(const struct dlb_pairs *pairs, struct dlb_sort_item *items, size_t n,
                               uint32_t *rank)
{
    size_t n_chosen = 0;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_pair *pair = &pairs->pairs[items[i].value];
        const uint32_t left = rank[pair->left]++, right = rank[pair->right]++;
        if (left >= PARTNERS_MAX || right >= PARTNERS_MAX) continue;
        items[n_chosen++] = (struct dlb_sort_item){items[i].value, items[i].value};
    }
    return n_chosen;
}

static dolbom_status list_chosen(const struct dlb_call *call, const struct dlb_pairs *pairs,
                                 const struct dlb_sort_item *items, size_t n,
                                 struct dlb_found *found, dolbom_error *error)
{
    found->n_review_pairs = n;
    found->review_pairs = dlb_alloc_array(call->env, n, sizeof *found->review_pairs);
    if (!found->review_pairs) return dlb_fail_memory(error, call->env);
    for (size_t i = 0; i < n; i++) {
        const struct dlb_pair *pair = &pairs->pairs[items[i].value];
        found->review_pairs[i] =
            (struct dlb_review_pair){pair->left, pair->right, dlb_weight_probability(pair->weight)};
    }
    return DOLBOM_OK;
}

dolbom_status dlb_review_pairs_list(const struct dlb_call *call, const struct dlb_cleaned *cleaned,
                                    const struct dlb_pairs *pairs, struct dlb_found *found,
                                    dolbom_error *error)
{
    struct dlb_env *env = call->env;
    const size_t n_records = cleaned->records.n;
    struct dlb_sort_item *items = dlb_alloc_array(env, pairs->n, sizeof *items);
    uint32_t *rank = dlb_alloc_zero(env, n_records * sizeof *rank);
    dolbom_status status = items && rank ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) {
        size_t n = list_questions(&call->plan->match, cleaned, pairs, items);
        status = dlb_sort(env, items, n, error);
        if (status == DOLBOM_OK) n = choose_questions(pairs, items, n, rank);
        if (status == DOLBOM_OK) status = dlb_sort(env, items, n, error);
        if (status == DOLBOM_OK) status = list_chosen(call, pairs, items, n, found, error);
    }
    dlb_free(env, rank, n_records * sizeof *rank);
    dlb_free(env, items, pairs->n * sizeof *items);
    return status;
}
