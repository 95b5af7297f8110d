/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alike.c - records of a block that say the same.
 *
 * A comparison knows nothing of a record but its codes and its agency. So in a large block records
 * of equal codes form a group, and
 *
 *   - its first DLB_SPEAKERS_MAX records speak for it: the others are compared with them and
 *     with nobody else, for they would find what those find;
 *   - two groups have one score; that of two records differs from it only by what a common
 *     agency costs.
 *
 * A block of records that all say the same thus costs its size and not the square of it.
 */
#include "match/alike.h"

#include <string.h>

enum {
    LEAST_RECORDS = DLB_SPEAKERS_MAX + 1, /* smaller blocks have no groups that are too large */
    GROUPS_MAX = 128                      /* with scores of their own */
};

static const uint64_t not_scored = UINT64_MAX; /* no pattern: there are twelve fields at most */

struct dlb_alike_place {
    uint32_t group;
    bool speaks;
};

static const uint64_t *codes_at(const struct dlb_matcher *matcher,
                                const struct dlb_sort_item *block, size_t i)
{
    return matcher->records->codes + block[i].value * matcher->settings->n_slots;
}

static struct dlb_alike_place *place_at(const struct dlb_alike *alike, size_t i)
{
    return (struct dlb_alike_place *)alike->places.data + i;
}

static bool reserve(struct dlb_env *env, struct dlb_alike *alike, size_t n)
{
    return dlb_array_reserve(env, &alike->items, 2 * n, sizeof(struct dlb_sort_item), SIZE_MAX) &&
           dlb_array_reserve(env, &alike->places, n, sizeof(struct dlb_alike_place), SIZE_MAX) &&
           dlb_array_reserve(env, &alike->scores, GROUPS_MAX * GROUPS_MAX, sizeof(struct dlb_score),
                             SIZE_MAX);
}

/* Sorted by a hash of their codes, equal ones lie side by side, in the order of the block. */
static size_t number_groups(const struct dlb_matcher *matcher, const struct dlb_sort_item *block,
                            const struct dlb_alike *alike)
{
    const struct dlb_sort_item *sorted = alike->items.data;
    const size_t bytes = matcher->settings->n_slots * sizeof(uint64_t);
    uint32_t n_groups = 0;
    size_t n_members = 0;
    for (size_t i = 0; i < alike->n; i++) {
        const bool is_same =
            i > 0 && memcmp(codes_at(matcher, block, sorted[i].value),
                            codes_at(matcher, block, sorted[i - 1].value), bytes) == 0;
        n_groups += !is_same;
        n_members = is_same ? n_members + 1 : 1;
        *place_at(alike, sorted[i].value) =
            (struct dlb_alike_place){n_groups - 1, n_members <= DLB_SPEAKERS_MAX};
    }
    return n_groups;
}

dolbom_status dlb_alike_group(const struct dlb_matcher *matcher, const struct dlb_sort_item *block,
                              size_t n, struct dlb_alike *alike, dolbom_error *error)
{
    alike->n = alike->n_groups = 0;
    if (n < LEAST_RECORDS) return DOLBOM_OK;
    if (!reserve(matcher->env, alike, n)) return dlb_fail_memory(error, matcher->env);
    struct dlb_sort_item *items = alike->items.data;
    const size_t bytes = matcher->settings->n_slots * sizeof(uint64_t);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){dlb_hash64(codes_at(matcher, block, i), bytes), i};
    dlb_sort_in(items, items + n, n);
    alike->n = n;
    const size_t n_groups = number_groups(matcher, block, alike);
    if (n_groups > GROUPS_MAX || n_groups > n / 2) return DOLBOM_OK;
    struct dlb_score *scores = alike->scores.data;
    for (size_t i = 0; i < n_groups * n_groups; i++) scores[i].pattern = not_scored;
    alike->n_groups = n_groups;
    return DOLBOM_OK;
}

bool dlb_alike_speaks(const struct dlb_alike *alike, size_t i)
{
    return !alike->n || place_at(alike, i)->speaks;
}

bool dlb_alike_wants(const struct dlb_alike *alike, size_t i, size_t j)
{
    if (!alike->n) return true;
    const struct dlb_alike_place *left = place_at(alike, i), *right = place_at(alike, j);
    const bool do_speak = left->speaks && right->speaks;
    return do_speak || (left->group == right->group && (left->speaks || right->speaks));
}

struct dlb_score dlb_alike_score(const struct dlb_matcher *matcher,
                                 const struct dlb_sort_item *block, struct dlb_alike *alike,
                                 size_t i, size_t j)
{
    const uint32_t left = (uint32_t)block[i].value, right = (uint32_t)block[j].value;
    if (!alike->n_groups) return dlb_match_score(matcher, left, right);
    const uint32_t *agency = matcher->records->agency;
    const int32_t inside = agency[left] == agency[right] ? matcher->same_agency : 0;
    struct dlb_score *known = (struct dlb_score *)alike->scores.data +
                              place_at(alike, i)->group * alike->n_groups +
                              place_at(alike, j)->group;
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
    dlb_array_clear(env, &alike->places, sizeof(struct dlb_alike_place));
    dlb_array_clear(env, &alike->scores, sizeof(struct dlb_score));
}
