/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_screen.c - filters: every kernel against the definition, and rules by a filter against all
 * pairs.
 */
#include "match/toy.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/screen.h"
#include "support/support.h"

/* Some bits of one filter go over into the next, so that all likenesses occur. */
static void fill(struct toy_random *random, struct dlb_filter *filters, uint16_t *n_bits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        for (unsigned w = 0; w < DLB_FILTER_WORDS; w++) {
            const uint64_t own = toy_next(random) & toy_next(random);
            const uint64_t kept = toy_next(random) | toy_next(random);
            const bool is_new = i == 0 || toy_below(random, 8) == 0;
            filters[i].words[w] =
                is_new ? toy_next(random) : (filters[i - 1].words[w] & kept) | own;
        }
        if (toy_below(random, 50) == 0) filters[i] = (struct dlb_filter){{0}};
        n_bits[i] = (uint16_t)dlb_filter_count(&filters[i]);
    }
}

/* As it is written down: 2 common / all, in parts per thousand, by other means than the library. */
static bool is_near(const struct dlb_filter *left, const struct dlb_filter *right)
{
    long common = 0, all = 0;
    for (unsigned bit = 0; bit < 64 * DLB_FILTER_WORDS; bit++) {
        const long l = left->words[bit / 64] >> bit % 64 & 1,
                   r = right->words[bit / 64] >> bit % 64 & 1;
        common += l & r;
        all += l + r;
    }
    return 2000 * common >= 650 * all;
}

Test(screen, every_kernel_finds_what_the_definition_says)
{
    enum { N = 80 };
    struct dlb_filter filters[N];
    uint16_t n_bits[N];
    uint32_t hits[N];
    size_t n_kernels = 0, n_near = 0, n_pairs = 0;
    struct toy_random random = {3};
    struct dlb_dice_choice choice;
    for (; (choice = dlb_dice_choice_at(n_kernels)).kernel; n_kernels++) {
        for (unsigned round = 0; round < 40; round++) {
            const size_t n = round < 20 ? round : N - 1;
            fill(&random, filters, n_bits, N);
            const size_t n_hits = choice.kernel(&filters[N - 1], filters, n_bits, n, hits);
            size_t at = 0;
            for (size_t i = 0; i < n; i++) {
                const bool is_hit = at < n_hits && hits[at] == i;
                cr_assert_eq(is_hit, is_near(&filters[N - 1], &filters[i]), "%s: %zu of %zu",
                             choice.name, i, n);
                at += is_hit;
            }
            cr_assert_eq(at, n_hits);
            n_near += n_hits;
            n_pairs += n;
        }
    }
    cr_expect_geq(n_kernels, 1);
    cr_expect(n_near > 20 && n_near < n_pairs - 20, "%zu of %zu", n_near, n_pairs);
    cr_expect_null(dlb_dice_choice_at(n_kernels + 1).kernel);
}

/* Bits in one, in the other and in both, where a hit begins and ends. */
Test(screen, a_thousandth_decides)
{
    struct dlb_filter one = {{0}}, other[8] = {{{0}}};
    uint16_t n_bits[8];
    uint32_t hits[8];
    struct dlb_dice_choice choice;
    one.words[0] = one.words[15] = UINT64_MAX; /* 128 bits; 83 of 128 are too few, 84 enough */
    for (unsigned i = 0; i < 8; i++) {
        const unsigned common = 80 + i;
        for (unsigned bit = 0; bit < 128; bit++) {
            const unsigned place = bit < common ? (bit < 64 ? bit : 960 + bit - 64) : 200 + bit;
            other[i].words[place / 64] |= 1ull << place % 64;
        }
        n_bits[i] = (uint16_t)dlb_filter_count(&other[i]);
        cr_assert_eq(n_bits[i], 128);
    }
    for (size_t k = 0; (choice = dlb_dice_choice_at(k)).kernel; k++) {
        cr_expect_eq(choice.kernel(&one, other, n_bits, 8, hits), 4, "%s", choice.name);
        cr_expect_eq(hits[0], 4, "%s", choice.name);
    }
}

/* ---- rules by a filter ----------------------------------------------------------------------- */

enum { RECORDS = 300, SLOTS = 3 + 2 * DLB_FILTER_WORDS };

struct world {
    struct test_memory memory;
    struct dlb_env *env;
    struct dlb_match_settings settings;
    struct dlb_records records;
    struct dlb_matcher matcher;
};

static void set_field(struct dlb_match_field *field, const char *name, const struct dlb_kind *kind)
{
    strcpy(field->name, name);
    field->kind = kind;
    for (unsigned level = 0; level < kind->n_levels; level++) {
        field->m_ppb[level] = DLB_PPB / kind->n_levels;
        field->u_ppb[level] = level ? 1000 : DLB_PPB - 1000 * (kind->n_levels - 1);
    }
}

/* A code and two filters; a rule by each. */
static void open_world(struct world *world, uint64_t seed, unsigned n_threads, bool is_crowded)
{
    struct toy_random random = {seed};
    memset(world, 0, sizeof *world);
    world->env = test_env_open(&world->memory, n_threads);
    toy_settings(&world->settings);
    world->settings.n_fields = 3;
    world->settings.n_lookalikes = 0;
    memset(world->settings.fields, 0, sizeof world->settings.fields);
    set_field(&world->settings.fields[0], "code", &dlb_kind_code);
    set_field(&world->settings.fields[1], "first", &dlb_kind_fuzzy);
    set_field(&world->settings.fields[2], "second", &dlb_kind_fuzzy);
    for (uint8_t key = 0; key < 3; key++) {
        world->settings.keys[key].n_terms = 1;
        world->settings.keys[key].terms[0] = (struct dlb_match_term){key, 0};
    }
    world->settings.block_cap = is_crowded ? 20 : 1000;
    dlb_match_derive(&world->settings);
    world->records.n = RECORDS;
    world->records.codes = calloc(RECORDS * SLOTS, sizeof(uint64_t));
    world->records.agency = calloc(RECORDS, sizeof(uint32_t));
    struct dlb_filter *filters = malloc(2 * RECORDS * sizeof *filters);
    uint16_t n_bits[2 * RECORDS];
    cr_assert(world->records.codes && world->records.agency && filters);
    fill(&random, filters, n_bits, 2 * RECORDS);
    for (uint32_t r = 0; r < RECORDS; r++) {
        uint64_t *codes = world->records.codes + (size_t)r * SLOTS;
        world->records.agency[r] = r % 3;
        codes[0] = is_crowded ? 0 : toy_below(&random, 150);
        for (unsigned f = 0; f < 2; f++) {
            uint64_t *fuzzy = codes + 1 + f * (1 + DLB_FILTER_WORDS);
            if (!n_bits[2 * r + f]) continue;
            fuzzy[0] = 1 + (is_crowded ? 0 : toy_below(&random, 10));
            memcpy(fuzzy + 1, &filters[2 * r + f], sizeof *filters);
        }
    }
    free(filters);
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

/* Does any rule bring the two together? A filter does where the level is better than the worst. */
static bool is_candidate(const struct world *world, uint32_t left, uint32_t right)
{
    const uint64_t *l = world->records.codes + (size_t)left * SLOTS;
    const uint64_t *r = world->records.codes + (size_t)right * SLOTS;
    bool is_found = l[0] && l[0] == r[0];
    for (unsigned f = 0; f < 2; f++) {
        const unsigned level = dlb_kind_fuzzy.compare(l + 1 + f * (1 + DLB_FILTER_WORDS),
                                                      r + 1 + f * (1 + DLB_FILTER_WORDS));
        is_found |= level > 0 && level != DLB_LEVEL_MISSING;
    }
    return is_found;
}

static size_t expect_all_pairs(struct world *world)
{
    struct dlb_pairs pairs;
    size_t at = 0;
    cr_assert_eq(dlb_pairs_find(&world->matcher, &pairs, NULL), DOLBOM_OK);
    for (uint32_t left = 0; left < RECORDS; left++) {
        for (uint32_t right = left + 1; right < RECORDS; right++) {
            const struct dlb_score score = dlb_match_score(&world->matcher, left, right);
            if (!is_candidate(world, left, right)) continue;
            if (score.weight < world->settings.theta_review) continue;
            cr_assert(at < pairs.n && pairs.pairs[at].left == left &&
                          pairs.pairs[at].right == right && pairs.pairs[at].weight == score.weight,
                      "%u %u", left, right);
            at++;
        }
    }
    cr_assert_eq(at, pairs.n);
    dlb_pairs_clear(world->env, &pairs);
    return at;
}

Test(screen, pairs_are_those_that_any_rule_brings_together)
{
    size_t n_seen = 0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct world world;
        open_world(&world, seed, 1 + seed % 2, false);
        n_seen += expect_all_pairs(&world);
        close_world(&world);
    }
    cr_expect_gt(n_seen, 200, "%zu", n_seen);
}

/* 300 records of one block, at a cap of 20: filters cost little, so all are compared. */
Test(screen, a_block_of_filters_is_not_split_where_one_of_codes_would_be)
{
    struct world world;
    open_world(&world, 1, 2, true);
    cr_expect_gt(expect_all_pairs(&world), 50);
    struct dlb_pairs pairs;
    cr_assert_eq(dlb_pairs_find(&world.matcher, &pairs, NULL), DOLBOM_OK);
    cr_expect(pairs.reports[1].n_split == 0 && pairs.reports[1].largest_block > 200);
    dlb_pairs_clear(world.env, &pairs);
    close_world(&world);
}
