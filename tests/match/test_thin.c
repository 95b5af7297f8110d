/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_thin.c - thinned blocks against their definition, and records that say the same.
 */
#include "match/toy.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "match/alike.h"
#include "match/thin.h"
#include "support/support.h"

enum { N_MAX = 200, PAIRS_MAX = N_MAX * N_MAX / 2 };

struct block {
    uint32_t n;
    size_t n_pairs;
    struct dlb_pair pairs[PAIRS_MAX];
};

static void draw_block(struct block *block, uint64_t seed)
{
    struct toy_random random = {seed};
    block->n = 60 + toy_below(&random, N_MAX - 60);
    block->n_pairs = 0;
    const uint32_t rarity = 1 + toy_below(&random, 3), n_weights = 1 + toy_below(&random, 6);
    const uint32_t n_sides = 1 + toy_below(&random, 3);
    for (uint32_t i = 0; i < block->n; i++)
        for (uint32_t j = i + 1; j < block->n; j++) {
            bool is_across = i % n_sides != j % n_sides; /* few pairs connect the sides */
            if (toy_below(&random, is_across ? 200 : rarity)) continue;
            int32_t weight = (int32_t)toy_below(&random, n_weights) - (is_across ? 100 : 0);
            block->pairs[block->n_pairs++] =
                (struct dlb_pair){.left = i, .right = j, .weight = weight};
        }
}

/* Does `other` come before `pair`? */
static bool is_stronger(const struct dlb_pair *other, const struct dlb_pair *pair)
{
    if (other->weight != pair->weight) return other->weight > pair->weight;
    if (other->left != pair->left) return other->left < pair->left;
    return other->right < pair->right;
}

static bool is_ranked(const struct block *block, const struct dlb_pair *pair, uint32_t record)
{
    size_t n = 0;
    for (size_t p = 0; p < block->n_pairs; p++) {
        const struct dlb_pair *other = &block->pairs[p];
        n += (other->left == record || other->right == record) && is_stronger(other, pair);
    }
    return n < DLB_PARTNERS_MAX;
}

/* No path from one end to the other along stronger pairs, found by spreading over them. */
static bool is_bridge(const struct block *block, const struct dlb_pair *pair)
{
    bool reached[N_MAX] = {false};
    reached[pair->left] = true;
    for (bool grows = true; grows;) {
        grows = false;
        for (size_t p = 0; p < block->n_pairs; p++) {
            const struct dlb_pair *other = &block->pairs[p];
            if (!is_stronger(other, pair) || reached[other->left] == reached[other->right])
                continue;
            reached[other->left] = reached[other->right] = grows = true;
        }
    }
    return !reached[pair->right];
}

static size_t choose_plainly(const struct block *block, struct dlb_pair *chosen)
{
    size_t n = 0;
    for (size_t p = 0; p < block->n_pairs; p++) {
        const struct dlb_pair *pair = &block->pairs[p];
        if (is_ranked(block, pair, pair->left) || is_ranked(block, pair, pair->right) ||
            is_bridge(block, pair))
            chosen[n++] = *pair;
    }
    return n;
}

Test(thin, what_is_kept_is_what_the_rules_say)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_thinner thinner = {0};
    struct block *block = malloc(sizeof *block);
    struct dlb_pair *want = malloc(PAIRS_MAX * sizeof *want);
    size_t n_dropped = 0;
    for (uint64_t seed = 0; seed < test_rounds(25); seed++) {
        draw_block(block, seed);
        size_t n_want = choose_plainly(block, want), n = block->n_pairs;
        cr_assert_eq(dlb_thin(env, &thinner, block->pairs, &n, block->n, NULL), DOLBOM_OK);
        cr_assert_eq(n, n_want, "seed %lu: %zu of %zu pairs, %zu wanted", seed, n, block->n_pairs,
                     n_want);
        for (size_t p = 0; p < n; p++)
            cr_assert(block->pairs[p].left == want[p].left &&
                      block->pairs[p].right == want[p].right);
        n_dropped += block->n_pairs - n;
    }
    cr_expect_gt(n_dropped, test_rounds(10000));
    free(want);
    free(block);
    dlb_thinner_clear(env, &thinner);
    test_env_close(env, &memory);
}

Test(thin, a_block_may_be_thinned_as_often_as_one_likes)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_thinner thinner = {0};
    struct block *once = malloc(sizeof *once), *often = malloc(sizeof *often);
    for (uint64_t seed = 100; seed < 200; seed++) {
        draw_block(once, seed);
        often->n_pairs = 0;
        for (size_t p = 0; p < once->n_pairs; p++) {
            often->pairs[often->n_pairs++] = once->pairs[p];
            if (p % 500 == 0 || p + 1 == once->n_pairs)
                cr_assert_eq(dlb_thin(env, &thinner, often->pairs, &often->n_pairs, once->n, NULL),
                             DOLBOM_OK);
        }
        size_t n = once->n_pairs;
        cr_assert_eq(dlb_thin(env, &thinner, once->pairs, &n, once->n, NULL), DOLBOM_OK);
        cr_assert_eq(often->n_pairs, n);
        cr_assert_eq(memcmp(often->pairs, once->pairs, n * sizeof *once->pairs), 0, "seed %lu",
                     seed);
    }
    free(once);
    free(often);
    dlb_thinner_clear(env, &thinner);
    test_env_close(env, &memory);
}

Test(thin, ordinary_blocks_keep_all_their_pairs)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_thinner thinner = {0};
    struct block *block = malloc(sizeof *block);
    draw_block(block, 7);
    size_t n = 0;
    for (uint32_t i = 0; i < DLB_PARTNERS_MAX + 1; i++)
        for (uint32_t j = i + 1; j < DLB_PARTNERS_MAX + 1; j++)
            block->pairs[n++] = (struct dlb_pair){.left = i, .right = j};
    size_t before = n;
    cr_assert_eq(dlb_thin(env, &thinner, block->pairs, &n, DLB_PARTNERS_MAX + 1, NULL), DOLBOM_OK);
    cr_expect_eq(n, before);
    cr_expect_eq(thinner.items.n + thinner.items.cap, 0, "and cost nothing");
    free(block);
    test_env_close(env, &memory);
}

/* ---- records that say the same ------------------------------------------------------------- */

struct world {
    uint32_t n;
    uint64_t codes[N_MAX * TOY_FIELDS];
    uint32_t agency[N_MAX];
    struct dlb_sort_item items[N_MAX];
};

static void draw_world(struct world *world, uint64_t seed)
{
    struct toy_random random = {seed};
    world->n = 40 + toy_below(&random, N_MAX - 40);
    const uint32_t n_kinds = 1 + toy_below(&random, seed % 2 ? 4 : N_MAX);
    for (uint32_t r = 0; r < world->n; r++) {
        struct toy_random kind = {toy_below(&random, n_kinds)};
        world->agency[r] = toy_below(&random, 3);
        for (uint32_t f = 0; f < TOY_FIELDS; f++)
            world->codes[r * TOY_FIELDS + f] = toy_below(&kind, 4) << 3 | (f == 3);
        world->items[r] = (struct dlb_sort_item){1, r};
    }
}

static bool are_equal(const struct world *world, uint32_t i, uint32_t j)
{
    return memcmp(world->codes + i * TOY_FIELDS, world->codes + j * TOY_FIELDS,
                  TOY_FIELDS * sizeof *world->codes) == 0;
}

/* How many equal records stand before it in the block says whether it speaks. */
static bool does_speak(const struct world *world, uint32_t record)
{
    size_t n = 0;
    for (uint32_t i = 0; i < record; i++) n += are_equal(world, i, record);
    return n < DLB_SPEAKERS_MAX;
}

static void expect_speakers(const struct world *world, const struct dlb_alike *alike)
{
    for (uint32_t i = 0; i < world->n; i++) {
        const bool left = does_speak(world, i);
        cr_assert_eq(dlb_alike_speaks(alike, i), left, "record %u of %u", i, world->n);
        for (uint32_t j = i + 1; j < world->n; j++) {
            const bool right = does_speak(world, j), equal = are_equal(world, i, j);
            cr_assert_eq(dlb_alike_wants(alike, i, j),
                         (left && right) || (equal && (left || right)));
        }
    }
}

Test(alike, records_that_say_the_same_score_the_same)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_match_settings settings;
    struct dlb_alike alike = {0};
    struct world *world = malloc(sizeof *world);
    size_t n_grouped = 0;
    toy_settings(&settings);
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct dlb_matcher matcher;
        draw_world(world, seed);
        struct dlb_records records = {world->codes, world->n, world->agency};
        cr_assert_eq(dlb_matcher_open(env, &settings, &records, &matcher, NULL), DOLBOM_OK);
        cr_assert_eq(dlb_alike_group(&matcher, world->items, world->n, &alike, NULL), DOLBOM_OK);
        expect_speakers(world, &alike);
        n_grouped += alike.n_groups > 0;
        for (uint32_t i = 0; i < world->n; i++)
            for (uint32_t j = 0; j < world->n; j++) {
                struct dlb_score got = dlb_alike_score(&matcher, world->items, &alike, i, j);
                struct dlb_score want = dlb_match_score(&matcher, i, j);
                cr_assert(got.weight == want.weight && got.pattern == want.pattern &&
                              got.evidence == want.evidence,
                          "seed %lu: %u and %u", seed, i, j);
            }
        dlb_matcher_close(&matcher);
    }
    cr_expect(n_grouped > 20 && n_grouped < 50, "%zu blocks were grouped", n_grouped);
    free(world);
    dlb_alike_clear(env, &alike);
    test_env_close(env, &memory);
}
