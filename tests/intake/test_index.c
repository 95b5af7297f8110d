/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_index.c - names and the numbers they stand for, also names that somebody has chosen.
 *
 * Anybody can compute XXH3 without a seed and choose ids of which thousands would lie in one
 * place of a table. How far a name lies from its place is what looking it up costs.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "intake/intake.h"
#include "support/support.h"

enum { N = 6000, ID = 16 };

static const struct dlb_text agency = {"A", 1};

/* Ids whose unseeded hashes agree in their low bits but for a few; ordinary ones for mask 0. */
static void choose_ids(char (*ids)[ID], uint64_t mask, bool with_agency)
{
    const uint64_t seed = with_agency ? dlb_hash64(agency.data, agency.len) : 0;
    for (size_t n = 0, i = 0; n < N; i++) {
        int len = snprintf(ids[n], ID, "P%zx", i);
        n += (dlb_hash64_seeded(ids[n], (size_t)len, seed) & mask) < 32;
    }
}

static struct dlb_text text_of(const char *id)
{
    return (struct dlb_text){id, strlen(id)};
}

/* Slots that are looked at to find every name, over the number of names. */
static double cost_of(struct dlb_env *env, char (*ids)[ID])
{
    struct dlb_index index;
    size_t n_looked = 0;
    cr_assert_eq(dlb_index_open(env, N, &index, NULL), DOLBOM_OK);
    for (uint32_t i = 0; i < N; i++)
        dlb_index_put(&index, dlb_index_hash(&index, agency, text_of(ids[i])), i);
    for (uint32_t i = 0; i < N; i++) {
        const uint64_t hash = dlb_index_hash(&index, agency, text_of(ids[i]));
        uint64_t at = hash;
        uint32_t found;
        do {
            found = dlb_index_next(&index, hash, &at);
            cr_assert_neq(found, DLB_NO_CODE, "%s is lost", ids[i]);
        } while (found != i);
        n_looked += at - hash;
    }
    uint64_t hash = dlb_index_hash(&index, agency, text_of("nobody")), at = hash;
    cr_expect_eq(dlb_index_next(&index, hash, &at), DLB_NO_CODE);
    dlb_index_close(env, &index);
    return (double)n_looked / N;
}

Test(index, names_that_somebody_has_chosen_cost_as_much_as_others)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    char(*ids)[ID] = malloc(N * sizeof *ids);
    choose_ids(ids, 0, true);
    cr_expect_lt(cost_of(env, ids), 4);
    choose_ids(ids, 16383, true); /* 6,000 names have 16,384 slots */
    cr_expect_lt(cost_of(env, ids), 4);
    free(ids);
    test_env_close(env, &memory);
}

static double seconds_of(struct dlb_env *env, char (*ids)[ID])
{
    struct dlb_dictionary *dictionary;
    uint32_t code;
    const clock_t begun = clock();
    cr_assert_eq(dlb_dictionary_open(env, &dictionary, NULL), DOLBOM_OK);
    for (int round = 0; round < 4; round++)
        for (uint32_t i = 0; i < N; i++) {
            cr_assert_eq(dlb_dictionary_put(dictionary, text_of(ids[i]), &code, NULL), DOLBOM_OK);
            cr_assert_eq(code, i);
        }
    dlb_dictionary_free(dictionary);
    return (double)(clock() - begun) / CLOCKS_PER_SEC;
}

Test(index, so_do_texts_of_a_dictionary)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    char(*ids)[ID] = malloc(N * sizeof *ids);
    choose_ids(ids, 0, false);
    const double ordinary = seconds_of(env, ids);
    choose_ids(ids, 16383, false);
    const double chosen = seconds_of(env, ids);
    cr_expect_lt(chosen, 8 * ordinary + 0.01, "%f s and %f s", ordinary, chosen);
    free(ids);
    test_env_close(env, &memory);
}
