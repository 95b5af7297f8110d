/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_pairs.c - of several pairs of records between two persons, the likeliest.
 */
#include "rule/kernel.h"

#include <string.h>

static int pair_order(const void *left_row, const void *right_row)
{
    const struct dlb_review_pair *left = left_row, *right = right_row;
    if (left->probability_ppm != right->probability_ppm)
        return left->probability_ppm > right->probability_ppm ? -1 : 1;
    if (left->left != right->left) return left->left < right->left ? -1 : 1;
    return (left->right > right->right) - (left->right < right->right);
}

/* Two persons, whichever comes first. */
static uint64_t person_pair(const struct dlb_caseload *caseload, const struct dlb_review_pair *pair)
{
    uint64_t left = caseload->members[pair->left].person;
    uint64_t right = caseload->members[pair->right].person;
    return left < right ? left << 32 | right : right << 32 | left;
}

dolbom_status dlb_review_pairs_distinct(const struct dlb_caseload *caseload, struct dlb_review_pair *pairs,
                                 size_t *n, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    struct dlb_sort_item *items = dlb_alloc_array(env, *n, sizeof *items);
    struct dlb_review_pair *kept = dlb_alloc_array(env, *n, sizeof *kept);
    size_t n_kept = 0;
    dolbom_status status = items && kept ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK)
        status = dlb_order_rows(env, pairs, (uint32_t)*n, sizeof *pairs, pair_order, error);
    for (size_t i = 0; i < *n && status == DOLBOM_OK; i++)
        items[i] = (struct dlb_sort_item){person_pair(caseload, &pairs[i]), i};
    if (status == DOLBOM_OK) status = dlb_sort(env, items, *n, error);
    for (size_t i = 0; i < *n && status == DOLBOM_OK; i++) {
        const struct dlb_review_pair *pair = &pairs[items[i].value];
        bool first = i == 0 || items[i].key != items[i - 1].key;
        bool two = caseload->members[pair->left].person != caseload->members[pair->right].person;
        if (first && two) kept[n_kept++] = *pair;
    }
    if (n_kept) memcpy(pairs, kept, n_kept * sizeof *pairs);
    dlb_free(env, items, *n * sizeof *items);
    dlb_free(env, kept, *n * sizeof *kept);
    if (status == DOLBOM_OK) *n = n_kept;
    return status;
}
