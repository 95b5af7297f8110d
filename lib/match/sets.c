/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sets.c - disjoint sets of records.
 */
#include "match/sets.h"

dolbom_status dlb_sets_open(struct dlb_env *env, uint32_t n, struct dlb_sets *sets,
                            dolbom_error *error)
{
    *sets = (struct dlb_sets){.n = n};
    sets->parent = dlb_alloc_array(env, n, sizeof *sets->parent);
    sets->next = dlb_alloc_array(env, n, sizeof *sets->next);
    sets->last = dlb_alloc_array(env, n, sizeof *sets->last);
    sets->size = dlb_alloc_array(env, n, sizeof *sets->size);
    sets->smallest = dlb_alloc_array(env, n, sizeof *sets->smallest);
    if (!sets->parent || !sets->next || !sets->last || !sets->size || !sets->smallest)
        return dlb_fail_memory(error, env);
    for (uint32_t r = 0; r < n; r++) {
        sets->parent[r] = sets->next[r] = sets->last[r] = sets->smallest[r] = r;
        sets->size[r] = 1;
    }
    return DOLBOM_OK;
}

uint32_t dlb_sets_keeper(struct dlb_sets *sets, uint32_t record)
{
    uint32_t *parent = sets->parent;
    while (parent[record] != record) {
        parent[record] = parent[parent[record]];
        record = parent[record];
    }
    return record;
}

uint32_t dlb_sets_heir(const struct dlb_sets *sets, uint32_t left, uint32_t right)
{
    if (sets->size[left] != sets->size[right])
        return sets->size[left] > sets->size[right] ? left : right;
    return sets->smallest[left] < sets->smallest[right] ? left : right;
}

void dlb_sets_join(struct dlb_sets *sets, uint32_t keeper, uint32_t other)
{
    sets->parent[other] = keeper;
    sets->next[sets->last[keeper]] = other;
    sets->last[keeper] = sets->last[other];
    sets->size[keeper] += sets->size[other];
    if (sets->smallest[other] < sets->smallest[keeper])
        sets->smallest[keeper] = sets->smallest[other];
}

void dlb_sets_close(struct dlb_env *env, struct dlb_sets *sets)
{
    dlb_free(env, sets->parent, sets->n * sizeof *sets->parent);
    dlb_free(env, sets->next, sets->n * sizeof *sets->next);
    dlb_free(env, sets->last, sets->n * sizeof *sets->last);
    dlb_free(env, sets->size, sets->n * sizeof *sets->size);
    dlb_free(env, sets->smallest, sets->n * sizeof *sets->smallest);
    *sets = (struct dlb_sets){0};
}
