/* SPDX-License-Identifier: Apache-2.0 */
/*
 * thin.c - the pairs of a block that are worth keeping.
 *
 * Two thousand records that say the same ("unknown, 1960-01-01, our own phone") make two
 * million pairs, all of them likely, and whoever has looked at one of them learns nothing from
 * the next. So of a block's pairs, strongest first and equal ones by record numbers, a pair is
 * kept when
 *
 *   rank     it is among the DLB_PARTNERS_MAX strongest of either record, or
 *   bridge   no stronger pairs lead from one of its records to the other
 *
 * The bridges are a maximum spanning tree: records connected by pairs stay connected after
 * thinning, at the same strength. Both rules look at stronger pairs only, and those of the first
 * ranks and the bridges are never dropped. So a block may be thinned whenever it has too many
 * pairs, and the last time decides as if it were the only one.
 */
#include "match/thin.h"

#include <string.h>

static bool make_room(struct dlb_env *env, struct dlb_thinner *thinner, size_t n_pairs,
                      uint32_t n_records)
{
    return dlb_array_reserve(env, &thinner->items, 2 * n_pairs, sizeof(struct dlb_sort_item),
                             SIZE_MAX) &&
           dlb_array_reserve(env, &thinner->kept, n_pairs, sizeof(bool), SIZE_MAX) &&
           dlb_array_reserve(env, &thinner->parent, n_records, sizeof(uint32_t), SIZE_MAX) &&
           dlb_array_reserve(env, &thinner->rank, n_records, sizeof(uint32_t), SIZE_MAX);
}

/* The root of all records that are connected; shortens the path to it. */
static uint32_t find_root(uint32_t *parent, uint32_t record)
{
    while (parent[record] != record) {
        parent[record] = parent[parent[record]];
        record = parent[record];
    }
    return record;
}

static void sort_pairs(const struct dlb_pair *pairs, size_t n, struct dlb_sort_item *items)
{
    for (size_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){(uint64_t)((int64_t)INT32_MAX - pairs[i].weight), i};
    dlb_sort_in(items, items + n, n);
}

static void choose_pairs(const struct dlb_pair *pairs, size_t n, uint32_t n_records,
                         struct dlb_thinner *thinner)
{
    const struct dlb_sort_item *items = thinner->items.data;
    uint32_t *parent = thinner->parent.data, *rank = thinner->rank.data;
    bool *kept = thinner->kept.data;
    for (uint32_t r = 0; r < n_records; r++) parent[r] = r;
    memset(rank, 0, n_records * sizeof *rank);
    for (size_t i = 0; i < n; i++) {
        const struct dlb_pair *pair = &pairs[items[i].value];
        const uint32_t left = find_root(parent, pair->left), right = find_root(parent, pair->right);
        bool is_ranked = rank[pair->left]++ < DLB_PARTNERS_MAX;
        is_ranked |= rank[pair->right]++ < DLB_PARTNERS_MAX;
        kept[items[i].value] = is_ranked || left != right;
        parent[left > right ? left : right] = left > right ? right : left;
    }
}

dolbom_status dlb_thin(struct dlb_env *env, struct dlb_thinner *thinner, struct dlb_pair *pairs,
                       size_t *n, uint32_t n_records, dolbom_error *error)
{
    if (*n <= DLB_PARTNERS_MAX || n_records <= DLB_PARTNERS_MAX + 1) return DOLBOM_OK;
    if (!make_room(env, thinner, *n, n_records)) return dlb_fail_memory(error, env);
    sort_pairs(pairs, *n, thinner->items.data);
    choose_pairs(pairs, *n, n_records, thinner);
    const bool *kept = thinner->kept.data;
    size_t n_kept = 0;
    for (size_t i = 0; i < *n; i++)
        if (kept[i]) pairs[n_kept++] = pairs[i];
    *n = n_kept;
    return DOLBOM_OK;
}

void dlb_thinner_clear(struct dlb_env *env, struct dlb_thinner *thinner)
{
    dlb_array_clear(env, &thinner->items, sizeof(struct dlb_sort_item));
    dlb_array_clear(env, &thinner->kept, sizeof(bool));
    dlb_array_clear(env, &thinner->parent, sizeof(uint32_t));
    dlb_array_clear(env, &thinner->rank, sizeof(uint32_t));
}
