/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_pairs.c - scores against their definition, blocked pairs against all pairs.
 */
#include "match/toy.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

struct world {
    struct test_memory memory;
    struct dlb_env *env;
    struct dlb_match_settings settings;
    struct dlb_records records;
    struct dlb_matcher matcher;
};

static void open_world(struct world *world, uint64_t seed, uint32_t n, unsigned n_threads)
{
    struct toy_random random = {seed};
    memset(world, 0, sizeof *world);
    world->env = test_env_open(&world->memory, n_threads);
    toy_settings(&world->settings);
    world->records.n = n;
    world->records.codes = malloc(((size_t)n * TOY_FIELDS + 1) * sizeof(uint64_t));
    world->records.agency = malloc((n + 1) * sizeof(uint32_t));
    toy_world(&random, n, 3, world->records.codes, world->records.agency);
}

static void open_matcher(struct world *world)
{
    cr_assert_eq(
        dlb_matcher_open(world->env, &world->settings, &world->records, &world->matcher, NULL),
        DOLBOM_OK);
}

static void close_world(struct world *world)
{
    dlb_matcher_close(&world->matcher);
    free(world->records.codes);
    free(world->records.agency);
    test_env_close(world->env, &world->memory);
}

static uint64_t code_at(const struct world *world, uint32_t record, unsigned field)
{
    return world->records.codes[(size_t)record * TOY_FIELDS + field];
}

/* ---- scores --------------------------------------------------------------------------- */

static int level_of(uint64_t left, uint64_t right)
{
    return !left || !right ? -1 : left == right ? 2 : left >> 4 == right >> 4 ? 1 : 0;
}

/* The u of a value of a field with a frequency, by counting. */
static double share_of(const struct world *world, unsigned field, uint64_t code)
{
    double u = world->settings.fields[field].u_ppb[2] / 1e9, n_carriers = 0;
    for (uint32_t r = 0; r < world->records.n; r++) n_carriers += code_at(world, r, field) == code;
    double others = n_carriers > 1 ? n_carriers - 1 : 1;
    return others / ((double)dlb_match_population(world->records.n) + 1 / u);
}

/* The same among the records that share the front of `birth`, where each birth counts once. */
static double share_within(const struct world *world, uint64_t name, uint64_t birth)
{
    double smoothing = 1024, n_cohort = 0, n_births = 0, people = 1;
    for (uint32_t r = 0; r < world->records.n; r++) {
        bool is_inside = code_at(world, r, 1) >> 4 == birth >> 4, is_first = true;
        n_cohort += is_inside;
        if (!is_inside || code_at(world, r, 0) != name) continue;
        for (uint32_t s = 0; s < r; s++)
            is_first &=
                code_at(world, s, 0) != name || code_at(world, s, 1) != code_at(world, r, 1);
        n_births += is_first;
    }
    while (people * 2 <= n_cohort / (1 + world->settings.prior_ppb / 1e9)) people *= 2;
    return (n_births - 1 + smoothing * share_of(world, 0, name)) / (people + smoothing);
}

static double share_of_pair(const struct world *world, uint32_t left, uint32_t right,
                            unsigned field)
{
    uint64_t value = code_at(world, left, field), birth = code_at(world, left, 1);
    bool is_within = field == 0 && birth >> 4 != 0 && birth >> 4 == code_at(world, right, 1) >> 4;
    return is_within ? share_within(world, value, birth) : share_of(world, field, value);
}

/* log2 odds against one rival, in floating point. */
static double sum_against(const struct world *world, uint32_t left, uint32_t right, unsigned rival)
{
    double sum = 0;
    bool covered = level_of(code_at(world, left, 3), code_at(world, right, 3)) > 0;
    for (unsigned f = 0; f < TOY_FIELDS; f++) {
        int level = level_of(code_at(world, left, f), code_at(world, right, f));
        if (level < 0) continue;
        const struct dlb_match_field *field = &world->settings.fields[f];
        double theirs = field->u_ppb[level] / 1e9;
        double named = rival ? world->settings.lookalikes[0].level_ppb[f][level] / 1e9 : 0;
        if (rival == 0 && field->frequency && level == 2)
            theirs = share_of_pair(world, left, right, f);
        double bits = log2(field->m_ppb[level] / 1e9 / (named > 0 ? named : theirs));
        sum += f == 1 && covered && bits > 0 ? 0 : bits;
    }
    return sum;
}

Test(score, is_what_its_definition_says)
{
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct world world;
        open_world(&world, seed, 40, 1);
        open_matcher(&world);
        double strangers = log2(1.0 / (double)dlb_match_population(40));
        for (uint32_t i = 0; i < 40; i++) {
            for (uint32_t j = 0; j < 40; j++) {
                double stranger = sum_against(&world, i, j, 0),
                       relative = sum_against(&world, i, j, 1);
                double weight = fmin(strangers + stranger, -1 + relative);
                bool inside = world.records.agency[i] == world.records.agency[j];
                if (inside) weight += log2(0.1);
                struct dlb_score score = dlb_match_score(&world.matcher, i, j);
                cr_assert_float_eq(score.weight / 1024.0, weight, 0.01);
                cr_assert_float_eq(score.evidence / 1024.0, fmin(stranger, relative), 0.01);
            }
        }
        close_world(&world);
    }
}

Test(score, is_symmetric_and_its_pattern_holds_the_levels)
{
    struct world world;
    open_world(&world, 7, 60, 1);
    open_matcher(&world);
    for (uint32_t i = 0; i < 60; i++) {
        for (uint32_t j = 0; j < 60; j++) {
            struct dlb_score there = dlb_match_score(&world.matcher, i, j);
            struct dlb_score back = dlb_match_score(&world.matcher, j, i);
            cr_assert_eq(there.weight, back.weight);
            cr_assert_eq(there.evidence, back.evidence);
            cr_assert_eq(there.pattern, back.pattern);
            cr_assert_eq(dlb_match_conflict(&world.matcher, i, j),
                         dlb_match_conflict(&world.matcher, j, i));
            for (unsigned f = 0; f < TOY_FIELDS; f++) {
                int level = level_of(code_at(&world, i, f), code_at(&world, j, f));
                cr_assert_eq(dlb_pattern_level(there.pattern, f),
                             level < 0 ? (unsigned)DLB_LEVEL_MISSING : (unsigned)level);
            }
        }
    }
    close_world(&world);
}

Test(score, a_value_that_many_share_proves_little)
{
    struct world world;
    open_world(&world, 3, 44, 1);
    memset(world.records.codes, 0, 44 * TOY_FIELDS * sizeof(uint64_t));
    for (uint32_t r = 0; r < 44; r++)
        world.records.codes[r * TOY_FIELDS + 2] = r < 40 ? 77 : 99 + r / 2;
    open_matcher(&world);
    int32_t of_forty = world.matcher.rarity[2][0], of_two = world.matcher.rarity[2][42];
    cr_expect_leq(abs(of_two - of_forty - dlb_weight_of(39, 1)), 1, "each is rounded");
    cr_expect_lt(dlb_match_score(&world.matcher, 0, 1).weight, 0);
    close_world(&world);
}

Test(score, a_name_that_many_of_one_year_have_proves_less_than_its_share_of_all)
{
    struct world world;
    open_world(&world, 3, 4000, 1);
    for (uint32_t r = 0; r < 4000; r++) {
        uint64_t *codes = world.records.codes + (size_t)r * TOY_FIELDS;
        /* one year in ten gives every second child this name, the others nearly nobody */
        uint64_t year = r % 10;
        codes[0] = year == 0 && r % 20 == 0 ? 777 << 4 : (1000 + r) << 4;
        codes[1] = (100 + year) << 4 | (r / 100 % 16);
    }
    open_matcher(&world);
    const int32_t overall = world.matcher.rarity[0][0], within = world.matcher.rarity_within[0][0];
    cr_expect_lt(within, overall);
    cr_expect_gt(world.matcher.rarity_within[0][1], world.matcher.rarity[0][1] - DLB_WEIGHT_ONE,
                 "a name that is rare everywhere loses nothing");
    close_world(&world);
}

enum { WEIGHED = 30, TWO_TO_15 = 32768 };

/* The weights of pairs of the first records when there are n records. */
static void weigh(struct world *world, uint32_t n, int32_t weights[WEIGHED * WEIGHED])
{
    world->records.n = n;
    open_matcher(world);
    for (uint32_t i = 0; i < WEIGHED * WEIGHED; i++)
        weights[i] = dlb_match_score(&world->matcher, i / WEIGHED, i % WEIGHED).weight;
    dlb_matcher_close(&world->matcher);
}

/* The last of n records has nothing in common with any other. */
static bool does_last_row_change_weights(struct world *world, uint32_t n)
{
    int32_t before[WEIGHED * WEIGHED], after[WEIGHED * WEIGHED];
    for (unsigned f = 0; f < TOY_FIELDS; f++)
        world->records.codes[(size_t)(n - 1) * TOY_FIELDS + f] = (UINT64_C(1) << 40) + n * 256;
    weigh(world, n - 1, before);
    weigh(world, n, after);
    return memcmp(before, after, sizeof before) != 0;
}

Test(score, one_row_more_changes_no_weight_but_at_a_power_of_two)
{
    struct world world;
    open_world(&world, 5, TWO_TO_15, 1);
    cr_expect_not(does_last_row_change_weights(&world, 41));
    cr_expect_not(does_last_row_change_weights(&world, TWO_TO_15 / 2),
                  "a small file counts as a larger one");
    cr_expect_not(does_last_row_change_weights(&world, TWO_TO_15 - 1));
    cr_expect(does_last_row_change_weights(&world, TWO_TO_15));
    close_world(&world);
}

Test(score, records_of_a_single_agency_are_not_held_apart)
{
    struct world world;
    open_world(&world, 9, 10, 1);
    for (uint32_t r = 0; r < 10; r++) world.records.agency[r] = 5;
    open_matcher(&world);
    cr_expect_eq(world.matcher.same_agency, 0);
    close_world(&world);
}

/* ---- blocking ------------------------------------------------------------------------- */

/* Is the rule true for the pair: all its terms known and equal? */
static bool is_rule_true(const struct world *world, unsigned key, uint32_t i, uint32_t j)
{
    const struct dlb_match_key *rule = &world->settings.keys[key];
    for (unsigned t = 0; t < rule->n_terms; t++) {
        unsigned shift = rule->terms[t].key == 1 ? 4 : 0;
        uint64_t left = code_at(world, i, rule->terms[t].field) >> shift;
        uint64_t right = code_at(world, j, rule->terms[t].field) >> shift;
        if (!left || left != right) return false;
    }
    return true;
}

/* All pairs that a rule is true for and that weigh enough, by trying every pair. */
static size_t all_pairs(const struct world *world, struct dlb_pair *pairs, uint64_t n_true[3])
{
    size_t n = 0;
    for (uint32_t i = 0; i < world->records.n; i++) {
        for (uint32_t j = i + 1; j < world->records.n; j++) {
            unsigned key = 0;
            while (key < 3 && !is_rule_true(world, key, i, j)) key++;
            if (key == 3) continue;
            n_true[key]++;
            struct dlb_score score = dlb_match_score(&world->matcher, i, j);
            if (score.weight < world->settings.theta_review) continue;
            pairs[n++] = (struct dlb_pair){score.pattern, i, j, score.weight, key};
        }
    }
    return n;
}

static bool are_same_pair(const struct dlb_pair *a, const struct dlb_pair *b)
{
    return a->left == b->left && a->right == b->right && a->weight == b->weight &&
           a->key == b->key && a->pattern == b->pattern;
}

Test(pairs, are_those_of_a_linker_that_tries_all_pairs)
{
    struct dlb_pair *want = malloc(64 * 64 * sizeof *want);
    size_t n_seen = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        struct world world;
        open_world(&world, seed, (uint32_t)(seed % 64), 1 + seed % 2);
        open_matcher(&world);
        uint64_t n_true[3] = {0};
        size_t n = all_pairs(&world, want, n_true);
        struct dlb_pairs pairs;
        cr_assert_eq(dlb_pairs_find(&world.matcher, &pairs, NULL), DOLBOM_OK);
        cr_assert_eq(pairs.n, n, "seed %lu: %zu pairs, %zu wanted", seed, pairs.n, n);
        for (size_t i = 0; i < n; i++)
            cr_assert(are_same_pair(&pairs.pairs[i], &want[i]), "seed %lu, pair %zu", seed, i);
        for (unsigned key = 0; key < 3; key++) {
            cr_assert_eq(pairs.reports[key].n_pairs, n_true[key], "the first true rule counts");
            cr_assert_eq(pairs.reports[key].n_split, 0);
        }
        n_seen += n;
        dlb_pairs_clear(world.env, &pairs);
        close_world(&world);
    }
    cr_expect_gt(n_seen, 2000, "the worlds are worth testing: %zu", n_seen);
    free(want);
}

Test(pairs, do_not_depend_on_the_number_of_threads)
{
    struct world one, four;
    open_world(&one, 11, 60000, 1);
    open_world(&four, 11, 60000, 4);
    open_matcher(&one);
    open_matcher(&four);
    struct dlb_pairs first, second;
    cr_assert_eq(dlb_pairs_find(&one.matcher, &first, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_pairs_find(&four.matcher, &second, NULL), DOLBOM_OK);
    cr_expect_gt(first.n, 10000);
    cr_assert_eq(first.n, second.n);
    for (size_t i = 0; i < first.n; i++)
        cr_assert(are_same_pair(&first.pairs[i], &second.pairs[i]));
    cr_expect_eq(memcmp(first.reports, second.reports, sizeof first.reports), 0);
    dlb_pairs_clear(one.env, &first);
    dlb_pairs_clear(four.env, &second);
    close_world(&one);
    close_world(&four);
}

/* ---- records that say the same --------------------------------------------------------- */

static void make_equal(struct world *world)
{
    for (uint32_t r = 0; r < world->records.n; r++) {
        world->records.agency[r] = r / 3;
        for (unsigned f = 0; f < TOY_FIELDS; f++)
            world->records.codes[r * TOY_FIELDS + f] = 0x100 + f;
    }
}

Test(pairs, of_equal_records_are_no_more_than_each_needs_and_hold_them_together)
{
    struct world world;
    open_world(&world, 5, 900, 2);
    make_equal(&world);
    open_matcher(&world);
    struct dlb_pairs pairs;
    cr_assert_eq(dlb_pairs_find(&world.matcher, &pairs, NULL), DOLBOM_OK);
    cr_expect_eq(pairs.reports[0].n_pairs, 32 * 31 / 2 + 32 * (900 - 32), "with 32 of them");
    cr_expect_leq(pairs.n, 33 * 900, "%zu pairs", pairs.n);
    for (size_t p = 0; p < pairs.n; p++) {
        const struct dlb_pair *pair = &pairs.pairs[p];
        struct dlb_score score = dlb_match_score(&world.matcher, pair->left, pair->right);
        cr_assert(score.weight == pair->weight && score.pattern == pair->pattern);
    }
    uint32_t smallest[900];
    for (uint32_t r = 0; r < 900; r++) smallest[r] = r;
    for (bool sinks = true; sinks;) {
        sinks = false;
        for (size_t p = 0; p < pairs.n; p++) {
            uint32_t *left = &smallest[pairs.pairs[p].left],
                     *right = &smallest[pairs.pairs[p].right];
            sinks |= *left != *right;
            *left = *right = *left < *right ? *left : *right;
        }
    }
    for (uint32_t r = 0; r < 900; r++) cr_expect_eq(smallest[r], 0, "record %u", r);
    dlb_pairs_clear(world.env, &pairs);
    close_world(&world);
}

/* ---- blocks above the cap ------------------------------------------------------------- */

/* n records with one phone: `n_names` names, each with its own birth date. */
static void share_phone(struct world *world, uint32_t n_names)
{
    for (uint32_t r = 0; r < world->records.n; r++) {
        uint64_t *codes = world->records.codes + (size_t)r * TOY_FIELDS;
        codes[0] = 1000 + (r % n_names) * 32;
        codes[1] = 2000 + (r % n_names) * 32;
        codes[2] = 5000;
        codes[3] = 0;
        world->records.agency[r] = r;
    }
}

Test(blocks, above_the_cap_are_split_and_counted_and_nobody_is_lost)
{
    struct world world;
    open_world(&world, 5, 3000, 2);
    share_phone(&world, 1000);
    world.settings.block_cap = 50;
    open_matcher(&world);
    struct dlb_pairs pairs;
    cr_assert_eq(dlb_pairs_find(&world.matcher, &pairs, NULL), DOLBOM_OK);
    cr_expect_eq(pairs.reports[1].largest_block, 3000);
    cr_expect_eq(pairs.reports[1].n_blocks, 1);
    cr_expect_eq(pairs.reports[1].n_split, 1);
    cr_expect_lt(pairs.reports[1].n_pairs, 3000 * 50, "split blocks cost no square");
    cr_expect_eq(pairs.n, 3000, "three records of each of 1000 people");
    for (size_t i = 0; i < pairs.n; i++)
        cr_assert_eq(pairs.pairs[i].left % 1000, pairs.pairs[i].right % 1000);
    dlb_pairs_clear(world.env, &pairs);
    close_world(&world);
}

Test(blocks, a_pair_that_a_split_earlier_block_missed_is_found_by_a_later_rule)
{
    struct world world;
    open_world(&world, 5, 200, 1);
    share_phone(&world, 200);
    /* 7 and 107 share a number as well, but neither name nor birth date */
    world.records.codes[7 * TOY_FIELDS + 3] = world.records.codes[107 * TOY_FIELDS + 3] =
        9 << 8 | 1;
    world.settings.block_cap = 10;
    world.settings.theta_review = INT32_MIN;
    open_matcher(&world);
    struct dlb_pairs pairs;
    cr_assert_eq(dlb_pairs_find(&world.matcher, &pairs, NULL), DOLBOM_OK);
    size_t n_found = 0;
    for (size_t i = 0; i < pairs.n; i++)
        if (pairs.pairs[i].left == 7 && pairs.pairs[i].right == 107) n_found++;
    cr_expect_eq(n_found, 1);
    for (size_t i = 1; i < pairs.n; i++)
        cr_assert(pairs.pairs[i - 1].left < pairs.pairs[i].left ||
                      (pairs.pairs[i - 1].left == pairs.pairs[i].left &&
                       pairs.pairs[i - 1].right < pairs.pairs[i].right),
                  "sorted, each pair once");
    dlb_pairs_clear(world.env, &pairs);
    close_world(&world);
}

Test(blocks, of_records_that_nothing_tells_apart_are_joined_through_neighbours)
{
    struct world world;
    open_world(&world, 5, 20000, 2);
    share_phone(&world, 1);
    world.settings.block_cap = 100;
    world.settings.theta_review = INT32_MIN;
    open_matcher(&world);
    struct dlb_pairs pairs;
    cr_assert_eq(dlb_pairs_find(&world.matcher, &pairs, NULL), DOLBOM_OK);
    cr_expect_lt(pairs.n, 20000 * 20);
    bool *has_left_neighbour = calloc(20000, sizeof *has_left_neighbour);
    for (size_t i = 0; i < pairs.n; i++)
        if (pairs.pairs[i].left + 1 == pairs.pairs[i].right)
            has_left_neighbour[pairs.pairs[i].right] = true;
    for (uint32_t r = 1; r < 20000; r++) cr_assert(has_left_neighbour[r], "record %u", r);
    free(has_left_neighbour);
    dlb_pairs_clear(world.env, &pairs);
    close_world(&world);
}

Test(blocks, a_record_without_a_term_has_no_key)
{
    struct dlb_match_settings settings;
    toy_settings(&settings);
    uint64_t codes[TOY_FIELDS] = {100, 200, 15, 7};
    cr_expect_neq(dlb_block_key(&settings, 0, codes), 0);
    cr_expect_eq(dlb_block_key(&settings, 1, codes), 0, "15 >> 4 is 0");
    cr_expect_eq(dlb_block_key(&settings, 2, codes), 7, "a single term is the key itself");
    codes[1] = 0;
    cr_expect_eq(dlb_block_key(&settings, 0, codes), 0);
}

/* ---- memory --------------------------------------------------------------------------- */

static dolbom_status find_pairs(const dolbom_environment *environment, void *context,
                                dolbom_error *error)
{
    const struct world *world = context;
    struct dlb_env *env = NULL;
    struct dlb_matcher matcher;
    struct dlb_pairs pairs;
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    status = dlb_matcher_open(env, &world->settings, &world->records, &matcher, error);
    if (status == DOLBOM_OK) {
        status = dlb_pairs_find(&matcher, &pairs, error);
        dlb_pairs_clear(env, &pairs);
        dlb_matcher_close(&matcher);
    }
    dlb_env_release(env);
    return status;
}

Test(pairs, survive_running_out_of_memory_anywhere)
{
    struct world world;
    open_world(&world, 21, 300, 1);
    world.settings.block_cap = 4;
    sweep(find_pairs, &world);
    close_world(&world);
}
