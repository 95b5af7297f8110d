/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_pairs.c - which pairs of persons are worth a look.
 *
 * Of several pairs of records between two persons the likeliest. A person who may be one of a
 * thousand others ("unknown, 1960-01-01") is nobody's question, and trying all of them, each
 * with a copy of the person's rows, takes time that grows with the square of their number. So a
 * pair is tried when it is among the PARTNERS_MAX likeliest of both.
 */
#include <string.h>

#include "rule/kernel.h"

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

enum { PARTNERS_MAX = 8 };

/* One end of a pair. */
struct end {
    uint32_t person, pair;
    int32_t probability_ppm;
};

static int end_order(const void *left_row, const void *right_row)
{
    const struct end *left = left_row, *right = right_row;
    if (left->person != right->person) return left->person < right->person ? -1 : 1;
    if (left->probability_ppm != right->probability_ppm)
        return left->probability_ppm > right->probability_ppm ? -1 : 1;
    return (left->pair > right->pair) - (left->pair < right->pair);
}

/* Count, per pair, the ends that have it among their likeliest. */
static void ask_ends(const struct end *ends, size_t n, uint8_t *n_agreed)
{
    size_t rank = 0;
    for (size_t i = 0; i < n; i++) {
        bool first = i == 0 || ends[i].person != ends[i - 1].person;
        rank = first ? 0 : rank + 1;
        if (rank < PARTNERS_MAX) n_agreed[ends[i].pair]++;
    }
}

/* Keep the pairs that both ends agree on, in their order. */
static dolbom_status keep_likeliest(const struct dlb_caseload *caseload,
                                    struct dlb_review_pair *pairs, size_t *n, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    size_t n_pairs = *n, n_kept = 0;
    struct end *ends = dlb_alloc_array(env, 2 * n_pairs, sizeof *ends);
    uint8_t *n_agreed = dlb_alloc_zero(env, n_pairs);
    dolbom_status status = ends && n_agreed ? DOLBOM_OK : dlb_fail_memory(error, env);
    for (size_t i = 0; i < n_pairs && status == DOLBOM_OK; i++) {
        const struct dlb_review_pair *pair = &pairs[i];
        uint32_t left = caseload->members[pair->left].person;
        uint32_t right = caseload->members[pair->right].person;
        ends[2 * i] = (struct end){left, (uint32_t)i, pair->probability_ppm};
        ends[2 * i + 1] = (struct end){right, (uint32_t)i, pair->probability_ppm};
    }
    if (status == DOLBOM_OK)
        status = dlb_order_rows(env, ends, (uint32_t)(2 * n_pairs), sizeof *ends, end_order, error);
    if (status == DOLBOM_OK) ask_ends(ends, 2 * n_pairs, n_agreed);
    for (size_t i = 0; i < n_pairs && status == DOLBOM_OK; i++)
        if (n_agreed[i] == 2) pairs[n_kept++] = pairs[i];
    if (status == DOLBOM_OK) *n = n_kept;
    dlb_free(env, ends, 2 * n_pairs * sizeof *ends);
    dlb_free(env, n_agreed, n_pairs);
    return status;
}

dolbom_status dlb_review_pairs_distinct(const struct dlb_caseload *caseload,
                                        struct dlb_review_pair *pairs, size_t *n,
                                        dolbom_error *error)
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
        const struct dlb_member *left = &caseload->members[pair->left];
        const struct dlb_member *right = &caseload->members[pair->right];
        /* an agency knows its own people */
        bool asked = left->person != right->person && left->agency != right->agency;
        if (first && asked) kept[n_kept++] = *pair;
    }
    if (n_kept) memcpy(pairs, kept, n_kept * sizeof *pairs);
    dlb_free(env, items, *n * sizeof *items);
    dlb_free(env, kept, *n * sizeof *kept);
    if (status != DOLBOM_OK) return status;
    *n = n_kept;
    return keep_likeliest(caseload, pairs, n, error);
}
