/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_explain.c - explanations against the scores that they explain.
 */
#include "match/toy.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { N = 40, WORLDS = 100 };

struct world {
    struct test_memory memory;
    struct dlb_env *env;
    struct dlb_match_settings settings;
    uint64_t codes[N * TOY_FIELDS];
    uint32_t agency[N];
    struct dlb_records records;
    struct dlb_matcher matcher;
};

static void open_world(struct world *world, uint64_t seed)
{
    struct toy_random random = {seed};
    memset(world, 0, sizeof *world);
    world->env = test_env_open(&world->memory, 1);
    toy_settings(&world->settings);
    toy_world(&random, N, 1 + (uint32_t)seed % 3, world->codes, world->agency);
    world->records = (struct dlb_records){world->codes, N, world->agency};
    cr_assert_eq(
        dlb_matcher_open(world->env, &world->settings, &world->records, &world->matcher, NULL),
        DOLBOM_OK);
}

static void close_world(struct world *world)
{
    dlb_matcher_close(&world->matcher);
    test_env_close(world->env, &world->memory);
}

typedef void (*look)(const struct world *world, uint32_t left, uint32_t right,
                     const struct dlb_explanation *explanation);

static void look_at_all(look check)
{
    struct world *world = malloc(sizeof *world);
    for (uint64_t seed = 0; seed < WORLDS; seed++) {
        open_world(world, seed);
        for (uint32_t i = 0; i < N; i++)
            for (uint32_t j = i + 1; j < N; j++) {
                struct dlb_explanation explanation;
                dlb_match_explain(&world->matcher, i, j, &explanation);
                check(world, i, j, &explanation);
            }
        close_world(world);
    }
    free(world);
}

/* ---- the sum --------------------------------------------------------------------------------- */

static void check_sum(const struct world *world, uint32_t left, uint32_t right,
                      const struct dlb_explanation *explanation)
{
    const struct dlb_score score = dlb_match_score(&world->matcher, left, right);
    int32_t sum = explanation->prior + explanation->same_agency;
    for (unsigned f = 0; f < TOY_FIELDS; f++) {
        const struct dlb_explained_field *field = &explanation->fields[f];
        sum += field->weight;
        cr_expect_eq(field->level, dlb_pattern_level(score.pattern, f));
        cr_expect_eq(field->weight, field->is_covered && field->bits + field->rarity > 0
                                        ? 0
                                        : field->bits + field->rarity);
    }
    cr_expect_eq(sum, score.weight, "%u %u", left, right);
    cr_expect_eq(explanation->weight, score.weight, "%u %u", left, right);
    cr_expect_eq(dlb_weight_probability(sum), dlb_weight_probability(score.weight));
}

Test(explain, the_terms_of_every_pair_add_up_to_its_score)
{
    look_at_all(check_sum);
}

static void check_symmetry(const struct world *world, uint32_t left, uint32_t right,
                           const struct dlb_explanation *explanation)
{
    struct dlb_explanation turned;
    dlb_match_explain(&world->matcher, right, left, &turned);
    cr_expect_eq(turned.weight, explanation->weight);
    cr_expect_eq(turned.rival, explanation->rival);
    for (unsigned f = 0; f < TOY_FIELDS; f++)
        cr_expect_eq(turned.fields[f].weight, explanation->fields[f].weight);
}

Test(explain, the_order_of_the_records_does_not_matter)
{
    look_at_all(check_symmetry);
}

static void check_contradictions(const struct world *world, uint32_t left, uint32_t right,
                                 const struct dlb_explanation *explanation)
{
    bool any = false;
    for (unsigned f = 0; f < TOY_FIELDS; f++) any |= explanation->fields[f].contradicts;
    cr_expect_eq(any, dlb_match_conflict(&world->matcher, left, right));
}

Test(explain, a_pair_conflicts_where_a_field_contradicts)
{
    look_at_all(check_contradictions);
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void check_keys(const struct world *world, uint32_t left, uint32_t right,
                       const struct dlb_explanation *explanation)
{
    const uint64_t *l = world->codes + left * TOY_FIELDS, *r = world->codes + right * TOY_FIELDS;
    uint32_t want = 0;
    if (l[0] && l[1] && l[0] == r[0] && l[1] == r[1]) want |= 1;
    if (l[2] >> 4 && l[2] >> 4 == r[2] >> 4) want |= 2;
    if (l[3] && l[3] == r[3]) want |= 4;
    cr_expect_eq(explanation->keys, want, "%u %u", left, right);
}

Test(explain, the_keys_are_those_that_both_records_have)
{
    look_at_all(check_keys);
}

/* ---- the smallest change --------------------------------------------------------------------- */

/* Codes that make the field agree at a level with `left`, and are nobody else's. */
static uint64_t code_at(uint64_t left, unsigned level)
{
    const uint64_t other = UINT64_C(0x7000000000) | 2;
    if (level == DLB_LEVEL_MISSING) return 0;
    if (level == 2) return left;
    return level == 1 ? left ^ 8 : other;
}

/* The change made to the right record brings the pair to the weight that was said. Only for plain
 * fields that neither rarity nor a cohort depends on, since values that change move those, too. */
static void check_change(const struct world *world, uint32_t left, uint32_t right,
                         const struct dlb_explanation *explanation)
{
    const struct dlb_change *change = &explanation->change;
    const int32_t theta = world->settings.theta_merge;
    struct world *other;
    struct dlb_score score;
    if (!change->exists) return;
    cr_expect_neq(explanation->weight >= theta, change->weight >= theta);
    if (change->field != 3 || !world->codes[left * TOY_FIELDS + 3]) return;
    other = malloc(sizeof *other);
    memcpy(other, world, sizeof *other);
    other->codes[right * TOY_FIELDS + 3] =
        code_at(world->codes[left * TOY_FIELDS + 3], change->level);
    other->records.codes = other->codes;
    other->matcher.records = &other->records;
    score = dlb_match_score(&other->matcher, left, right);
    cr_expect_eq(score.weight, change->weight, "%u %u", left, right);
    free(other);
}

Test(explain, the_smallest_change_does_what_it_says)
{
    look_at_all(check_change);
}

/* ---- what keeps persons apart ---------------------------------------------------------------- */

Test(explain, what_keeps_persons_apart_is_found_among_their_members)
{
    const uint32_t one[] = {0, 1}, other[] = {2, 3};
    const struct dlb_members left = {one, 2}, right = {other, 2};
    const struct dlb_decided decided[] = {{0, 1, true}, {1, 3, false}};
    struct world *world = malloc(sizeof *world);
    struct dlb_reason reason;
    open_world(world, 0);
    memset(world->codes, 0, sizeof world->codes);
    for (uint32_t r = 0; r < N; r++) world->agency[r] = r;
    world->matcher.same_agency = -DLB_WEIGHT_ONE;
    reason = dlb_match_apart(&world->matcher, left, right, decided, 2);
    cr_expect_eq(reason.apart, DLB_APART_DECISION);
    cr_expect(reason.left == 1 && reason.right == 3);
    cr_expect_eq(dlb_match_apart(&world->matcher, left, right, decided, 1).apart, DLB_APART_VOTES);
    world->agency[2] = world->agency[1];
    reason = dlb_match_apart(&world->matcher, left, right, NULL, 0);
    cr_expect_eq(reason.apart, DLB_APART_AGENCY);
    cr_expect(reason.left == 1 && reason.right == 2);
    world->codes[0 * TOY_FIELDS + 3] = 11;
    world->codes[3 * TOY_FIELDS + 3] = 13;
    reason = dlb_match_apart(&world->matcher, left, right, NULL, 0);
    cr_expect_eq(reason.apart, DLB_APART_CONFLICT);
    cr_expect(reason.left == 0 && reason.right == 3);
    close_world(world);
    free(world);
}
