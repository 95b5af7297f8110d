/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_between.c - persons against a plain reading of the rules that caches nothing.
 *
 * Sets are lists here, a joined set's members after those of the larger one. Whether two may be
 * joined is worked out anew for every pair that leads from one to the other, over all of their
 * members.
 */
#include "match/toy.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "match/sets.h"
#include "support/support.h"

enum { N_MAX = 120, VOTERS = 32, VOTE_MAX = 8 * DLB_WEIGHT_ONE };

struct world {
    struct test_memory memory;
    struct dlb_env *env;
    struct dlb_match_settings settings;
    uint32_t n;
    uint64_t codes[N_MAX * TOY_FIELDS];
    uint32_t agency[N_MAX];
    struct dlb_records records;
    struct dlb_matcher matcher;
    struct dlb_pair pairs[N_MAX * N_MAX / 2];
    size_t n_pairs;
    struct dlb_decided decided[8];
    size_t n_decided;
    /* the plain reading: sets by number, and which one a record is in */
    uint32_t set[N_MAX], size[N_MAX], member[N_MAX][N_MAX];
};

/* Few people with many records each, at few agencies; what a pair weighs is drawn. */
static void open_world(struct world *world, uint64_t seed)
{
    struct toy_random random = {seed};
    memset(world, 0, sizeof *world);
    world->env = test_env_open(&world->memory, 1);
    toy_settings(&world->settings);
    world->n = 2 + toy_below(&random, N_MAX - 1);
    const uint32_t n_people = 1 + toy_below(&random, 6), n_agencies = 2 + toy_below(&random, 100);
    for (uint32_t r = 0; r < world->n; r++) {
        const uint32_t person = toy_below(&random, n_people);
        world->agency[r] = toy_below(&random, n_agencies);
        for (uint32_t f = 0; f < TOY_FIELDS; f++) {
            const uint32_t luck = toy_below(&random, f == 3 ? 4 : 12);
            const uint64_t code = (uint64_t)(person + 1) << 5 | (luck == 1 ? 16 : 1);
            world->codes[r * TOY_FIELDS + f] = luck == 0 || (f == 3 && luck > 1) ? 0 : code;
        }
    }
    world->records = (struct dlb_records){world->codes, world->n, world->agency};
    cr_assert_eq(
        dlb_matcher_open(world->env, &world->settings, &world->records, &world->matcher, NULL),
        DOLBOM_OK);
    const uint32_t rarity = 1 + toy_below(&random, 12), n_weights = 1 + toy_below(&random, 20);
    for (uint32_t i = 0; i < world->n; i++)
        for (uint32_t j = i + 1; j < world->n; j++) {
            if (toy_below(&random, rarity)) continue;
            const int32_t weight =
                world->settings.theta_merge + (int32_t)toy_below(&random, n_weights);
            world->pairs[world->n_pairs++] =
                (struct dlb_pair){.left = i, .right = j, .weight = weight};
        }
    for (world->n_decided = toy_below(&random, 8); world->n_decided < 8; world->n_decided++)
        world->decided[world->n_decided] = (struct dlb_decided){0, 0, true};
    world->n_decided = toy_below(&random, 8);
    for (size_t d = 0; d < world->n_decided; d++) {
        uint32_t left = toy_below(&random, world->n), right = toy_below(&random, world->n);
        world->decided[d] = (struct dlb_decided){
            left, right == left ? (left + 1) % world->n : right, toy_below(&random, 2)};
    }
}

static void close_world(struct world *world)
{
    dlb_matcher_close(&world->matcher);
    test_env_close(world->env, &world->memory);
}

/* ---- the plain reading --------------------------------------------------------------------- */

static bool are_parted(const struct world *world, uint32_t left, uint32_t right)
{
    for (size_t d = 0; d < world->n_decided; d++) {
        const struct dlb_decided *decided = &world->decided[d];
        bool are_they = (decided->left == left && decided->right == right) ||
                        (decided->left == right && decided->right == left);
        if (are_they && !decided->same) return true;
    }
    return false;
}

/* Does a pair of members forbid it, whatever others say? */
static bool do_forbid(const struct world *world, bool is_decision, bool are_two, uint32_t left,
                      uint32_t right)
{
    if (are_parted(world, left, right)) return true;
    if (is_decision) return false;
    if (dlb_match_conflict(&world->matcher, left, right)) return true;
    if (are_two || world->agency[left] != world->agency[right] || !world->matcher.same_agency)
        return false;
    return dlb_match_score(&world->matcher, left, right).weight < world->settings.theta_merge;
}

static int64_t vote_of(const struct world *world, uint32_t left, uint32_t right)
{
    int32_t evidence = dlb_match_score(&world->matcher, left, right).evidence;
    return evidence > VOTE_MAX ? VOTE_MAX : evidence < -VOTE_MAX ? -VOTE_MAX : evidence;
}

static bool may_join(const struct world *world, uint32_t a, uint32_t b, bool is_decision)
{
    bool are_two = world->size[a] == 1 && world->size[b] == 1;
    int64_t votes = 0;
    for (uint32_t i = 0; i < world->size[a]; i++)
        for (uint32_t j = 0; j < world->size[b]; j++) {
            uint32_t left = world->member[a][i], right = world->member[b][j];
            if (do_forbid(world, is_decision, are_two, left, right)) return false;
            if (i < VOTERS && j < VOTERS) votes += vote_of(world, left, right);
        }
    return are_two || is_decision || votes >= 0;
}

static uint32_t smallest_of(const struct world *world, uint32_t set)
{
    uint32_t smallest = UINT32_MAX;
    for (uint32_t i = 0; i < world->size[set]; i++)
        if (world->member[set][i] < smallest) smallest = world->member[set][i];
    return smallest;
}

static void join(struct world *world, uint32_t left, uint32_t right, bool is_decision)
{
    uint32_t a = world->set[left], b = world->set[right];
    if (a == b || !may_join(world, a, b, is_decision)) return;
    bool swap = world->size[a] != world->size[b] ? world->size[a] < world->size[b]
                                                 : smallest_of(world, a) > smallest_of(world, b);
    uint32_t to = swap ? b : a, from = swap ? a : b;
    for (uint32_t i = 0; i < world->size[from]; i++) {
        world->member[to][world->size[to]++] = world->member[from][i];
        world->set[world->member[from][i]] = to;
    }
    world->size[from] = 0;
}

/* The heaviest first, then by record numbers. */
static int by_strength(const void *left, const void *right)
{
    const struct dlb_pair *a = left, *b = right;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    if (a->left != b->left) return a->left < b->left ? -1 : 1;
    return a->right < b->right ? -1 : a->right > b->right;
}

static void read_plainly(struct world *world)
{
    static struct dlb_pair order[N_MAX * N_MAX / 2];
    for (uint32_t r = 0; r < world->n; r++) {
        world->set[r] = r;
        world->size[r] = 1;
        world->member[r][0] = r;
    }
    for (uint32_t left = 0; left < world->n; left++) /* decisions by record numbers */
        for (uint32_t right = left + 1; right < world->n; right++)
            for (size_t d = 0; d < world->n_decided; d++) {
                const struct dlb_decided *decided = &world->decided[d];
                bool are_they = (decided->left == left && decided->right == right) ||
                                (decided->left == right && decided->right == left);
                if (are_they && decided->same) join(world, left, right, true);
            }
    memcpy(order, world->pairs, world->n_pairs * sizeof *order);
    qsort(order, world->n_pairs, sizeof *order, by_strength);
    for (size_t p = 0; p < world->n_pairs; p++) join(world, order[p].left, order[p].right, false);
}

Test(between, remembering_answers_changes_none)
{
    size_t n_joined = 0, n_refused = 0, largest = 0;
    struct world *world = malloc(sizeof *world);
    for (uint64_t seed = 0; seed < 1500; seed += 1500 / test_rounds(1500)) {
        struct dlb_persons persons = {0};
        open_world(world, seed);
        read_plainly(world);
        cr_assert_eq(dlb_persons_form(&world->matcher, world->pairs, world->n_pairs, world->decided,
                                      world->n_decided, &persons, NULL),
                     DOLBOM_OK);
        for (uint32_t r = 0; r < world->n; r++)
            cr_assert_eq(persons.first[persons.person[r]], smallest_of(world, world->set[r]),
                         "seed %lu, record %u", seed, r);
        for (size_t p = 0; p < world->n_pairs; p++)
            n_refused += world->set[world->pairs[p].left] != world->set[world->pairs[p].right];
        for (uint32_t r = 0; r < world->n; r++) {
            n_joined += world->size[r] > 1 ? world->size[r] - 1 : 0;
            if (world->size[r] > largest) largest = world->size[r];
        }
        dlb_persons_clear(world->env, &persons);
        close_world(world);
    }
    cr_expect_gt(n_joined, test_rounds(10000), "%zu records were joined", n_joined);
    cr_expect_gt(n_refused, test_rounds(100000), "%zu pairs were refused", n_refused);
    cr_expect_gt(largest, 2 * VOTERS, "the largest set has %zu", largest);
    free(world);
}

static dolbom_status form_swept(const dolbom_environment *environment, void *context,
                                dolbom_error *error)
{
    struct world *world = context;
    struct dlb_env *env = NULL;
    struct dlb_matcher matcher = {0};
    struct dlb_persons persons = {0};
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    status = dlb_matcher_open(env, &world->settings, &world->records, &matcher, error);
    if (status == DOLBOM_OK)
        status = dlb_persons_form(&matcher, world->pairs, world->n_pairs, world->decided,
                                  world->n_decided, &persons, error);
    dlb_persons_clear(env, &persons);
    dlb_matcher_close(&matcher);
    dlb_env_release(env);
    return status;
}

Test(between, running_out_of_memory_for_answers_is_told)
{
    struct world *world = malloc(sizeof *world);
    for (uint64_t seed = 100; seed < 108; seed++) {
        open_world(world, seed);
        sweep(form_swept, world);
        close_world(world);
    }
    free(world);
}
