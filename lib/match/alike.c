/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alike.c - records of a block that say the same, compared once for all of them.
 *
 * All that a comparison knows of a record are its codes and its agency. So in a large block
 * records of equal codes form a group, and two groups have one score; that of two records
 * differs from it only by what a common agency costs.
 */
#include "match/alike.h"

#include <string.h>

enum {
    LEAST_RECORDS = 64, /* in smaller blocks there is little to save */
    GROUPS_MAX = 128
};

static const uint64_t not_scored = UINT64_MAX; /* no pattern: there are twelve fields at most */

static const uint64_t *codes_at(const struct dlb_matcher *matcher,
                                const struct dlb_sort_item *block, size_t i)
{
    return matcher->records->codes + block[i].value * matcher->settings->n_slots;
}

static uint8_t *reserve(struct dlb_env *env, struct dlb_alike *alike, size_t n)
{
    const bool has_room =
        dlb_array_reserve(env, &alike->items, 2 * n, sizeof(struct dlb_sort_item), SIZE_MAX) &&
        dlb_array_reserve(env, &alike->scores, GROUPS_MAX * GROUPS_MAX, sizeof(struct dlb_score),
                          SIZE_MAX);
    return has_room ? dlb_array_reserve(env, &alike->groups, n, sizeof(uint8_t), SIZE_MAX) : NULL;
}

/* Sorted by a hash of their codes, equal ones lie side by side; n groups or more than may be. */
static size_t number_groups(const struct dlb_matcher *matcher, const struct dlb_sort_item *block,
                            size_t n, const struct dlb_sort_item *sorted, uint8_t *groups)
{
    const size_t bytes = matcher->settings->n_slots * sizeof(uint64_t);
    size_t n_groups = 0;
    for (size_t i = 0; i < n && n_groups <= GROUPS_MAX; i++) {
        const bool is_same =
            i > 0 && memcmp(codes_at(matcher, block, sorted[i].value),
                            codes_at(matcher, block, sorted[i - 1].value), bytes) == 0;
        n_groups += !is_same;
        groups[sorted[i].value] = (uint8_t)(n_groups - 1);
    }
    return n_groups;
}

dolbom_status dlb_alike_group(const struct dlb_matcher *matcher, const struct dlb_sort_item *block,
                              size_t n, struct dlb_alike *alike, dolbom_error *error)
{
    alike->n_groups = 0;
    if (n < LEAST_RECORDS) return DOLBOM_OK;
    uint8_t *groups = reserve(matcher->env, alike, n);
    if (!groups) return dlb_fail_memory(error, matcher->env);
    struct dlb_sort_item *items = alike->items.data;
    const size_t bytes = matcher->settings->n_slots * sizeof(uint64_t);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){dlb_hash64(codes_at(matcher, block, i), bytes), i};
    dlb_sort_in(items, items + n, n);
    const size_t n_groups = number_groups(matcher, block, n, items, groups);
    if (n_groups > GROUPS_MAX || n_groups > n / 2) return DOLBOM_OK;
    struct dlb_score *scores = alike->scores.data;
    for (size_t i = 0; i < n_groups * n_groups; i++) scores[i].pattern = not_scored;
    alike->n_groups = n_groups;
    return DOLBOM_OK;
}

struct dlb_score dlb_alike_score(const struct dlb_matcher *matcher,
                                 const struct dlb_sort_item *block, struct dlb_alike *alike,
                                 size_t i, size_t j)
{
    const uint32_t left = (uint32_t)block[i].value, right = (uint32_t)block[j].value;
    if (!alike->n_groups) return dlb_match_score(matcher, left, right);
    const uint32_t *agency = matcher->records->agency;
    const uint8_t *groups = alike->groups.data;
    const int32_t inside = agency[left] == agency[right] ? matcher->same_agency : 0;
    struct dlb_score *known =
        (struct dlb_score *)alike->scores.data + groups[i] * alike->n_groups + groups[j];
    if (known->pattern == not_scored) {
        *known = dlb_match_score(matcher, left, right);
        known->weight -= inside;
    }
    struct dlb_score score = *known;
    score.weight += inside;
    return score;
}

void dlb_alike_clear(struct dlb_env *env, struct dlb_alike *alike)
{
    dlb_array_clear(env, &alike->items, sizeof(struct dlb_sort_item));
    dlb_array_clear(env, &alike->groups, sizeof(uint8_t));
    dlb_array_clear(env, &alike->scores, sizeof(struct dlb_score));
}
