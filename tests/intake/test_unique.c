/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_unique.c - which of several rows with the same id counts.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/unique.h"
#include "support/support.h"
#include "table/reading.h"

static struct dlb_text text_of(const char *text)
{
    return (struct dlb_text){text, strlen(text)};
}

static struct dlb_row_id row(const char *agency, const char *id, uint64_t content, int32_t day)
{
    return (struct dlb_row_id){text_of(agency), text_of(id), {content, ~content}, day};
}

/* K keep, C collapsed, S superseded, D duplicate: one letter per row. */
static void expect_fates(const struct dlb_row_id *rows, const char *expected)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    uint32_t n = (uint32_t)strlen(expected), order[16];
    enum dlb_row_fate fate[16];
    cr_assert_eq(dlb_unique_rows(env, rows, n, order, fate, NULL), DOLBOM_OK);
    char got[17] = "";
    for (uint32_t i = 0; i < n; i++) got[i] = "KCSD"[fate[i]];
    cr_expect_str_eq(got, expected);
    test_env_close(env, &memory);
}

Test(unique, keeps_rows_of_different_ids_and_of_different_agencies)
{
    expect_fates((struct dlb_row_id[]){row("A", "1", 5, 0), row("A", "2", 5, 0),
                                       row("B", "1", 5, 0), row("A1", "", 5, 0),
                                       row("A", "11", 5, 0), row("A1", "1", 5, 0)},
                 "KKKKKK");
}

Test(unique, collapses_copies_into_the_first)
{
    expect_fates((struct dlb_row_id[]){row("A", "1", 5, 3), row("A", "1", 5, 3),
                                       row("A", "2", 5, 3), row("A", "1", 5, 3)},
                 "KCKC");
}

Test(unique, keeps_the_one_with_the_latest_day)
{
    expect_fates((struct dlb_row_id[]){row("A", "1", 5, 3), row("A", "1", 6, 9),
                                       row("A", "1", 7, DLB_DAY_NONE)},
                 "SKS");
}

Test(unique, copies_of_the_winner_and_of_the_losers_collapse)
{
    expect_fates((struct dlb_row_id[]){row("A", "1", 6, 9), row("A", "1", 5, 3),
                                       row("A", "1", 6, 9), row("A", "1", 5, 3)},
                 "KSCC");
}

Test(unique, gives_up_when_no_row_or_several_have_the_latest_day)
{
    expect_fates(
        (struct dlb_row_id[]){row("A", "1", 5, DLB_DAY_NONE), row("A", "1", 6, DLB_DAY_NONE)},
        "DD");
    expect_fates((struct dlb_row_id[]){row("A", "1", 5, 9), row("A", "1", 6, 9),
                                       row("A", "1", 7, 3), row("A", "1", 7, 3)},
                 "DDDC");
}

Test(unique, tells_contents_apart_by_both_halves_of_the_hash)
{
    struct dlb_row_id rows[] = {row("A", "1", 5, 3), row("A", "1", 5, 3), row("A", "1", 5, 3)};
    rows[1].content.low++;
    rows[2].content.high++;
    expect_fates(rows, "DDD");
}

Test(unique, of_no_rows_is_nothing)
{
    expect_fates(NULL, "");
}

/* ---- an oracle that compares every row with every other ---------------------------------- */

static bool same_id(const struct dlb_row_id *a, const struct dlb_row_id *b)
{
    return dlb_text_equal(a->agency, b->agency) && dlb_text_equal(a->id, b->id);
}

static bool same_content(const struct dlb_row_id *a, const struct dlb_row_id *b)
{
    return memcmp(&a->content, &b->content, sizeof a->content) == 0;
}

static bool first_of_its_content(const struct dlb_row_id *rows, uint32_t i)
{
    for (uint32_t j = 0; j < i; j++)
        if (same_id(&rows[i], &rows[j]) && same_content(&rows[i], &rows[j])) return false;
    return true;
}

/* How many contents the id of row i has, those of a day only unless that is DLB_DAY_OPEN. */
static int n_contents(const struct dlb_row_id *rows, uint32_t n, uint32_t i, int32_t day)
{
    int count = 0;
    for (uint32_t j = 0; j < n; j++) {
        bool counts = day == DLB_DAY_OPEN || rows[j].updated_at == day;
        if (counts && same_id(&rows[i], &rows[j]) && first_of_its_content(rows, j)) count++;
    }
    return count;
}

static int32_t latest_of(const struct dlb_row_id *rows, uint32_t n, uint32_t i)
{
    int32_t latest = DLB_DAY_NONE;
    for (uint32_t j = 0; j < n; j++)
        if (same_id(&rows[i], &rows[j]) && rows[j].updated_at > latest) latest = rows[j].updated_at;
    return latest;
}

static enum dlb_row_fate oracle(const struct dlb_row_id *rows, uint32_t n, uint32_t i)
{
    if (!first_of_its_content(rows, i)) return DLB_ROW_COLLAPSED;
    if (n_contents(rows, n, i, DLB_DAY_OPEN) == 1) return DLB_ROW_KEEP;
    int32_t latest = latest_of(rows, n, i);
    bool one_wins = latest != DLB_DAY_NONE && n_contents(rows, n, i, latest) == 1;
    if (!one_wins) return DLB_ROW_DUPLICATE;
    return rows[i].updated_at == latest ? DLB_ROW_KEEP : DLB_ROW_SUPERSEDED;
}

enum { WORLD = 24 };

static void random_world(uint64_t *state, struct dlb_row_id *rows)
{
    static const char *const agencies[] = {"A", "B", "AB"};
    static const char *const ids[] = {"1", "2", "", "12"};
    for (int i = 0; i < WORLD; i++) {
        uint64_t content = random_below(state, 4);
        /* The day is part of the content, so equal contents have equal days. */
        static const int32_t days[] = {DLB_DAY_NONE, 5, 9, 9};
        rows[i] = row(agencies[random_below(state, 3)], ids[random_below(state, 4)], content,
                      days[content]);
    }
}

Test(unique, agrees_with_the_oracle_and_orders_by_agency_and_id)
{
    uint64_t state = 11;
    for (int round = 0; round < 500; round++) {
        struct dlb_row_id rows[WORLD];
        uint32_t order[WORLD];
        enum dlb_row_fate fate[WORLD];
        random_world(&state, rows);
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, 1 + (unsigned)round % 2);
        cr_assert_eq(dlb_unique_rows(env, rows, WORLD, order, fate, NULL), DOLBOM_OK);
        for (uint32_t i = 0; i < WORLD; i++)
            cr_assert_eq(fate[i], oracle(rows, WORLD, i), "round %d row %u", round, i);
        for (uint32_t i = 1; i < WORLD; i++) {
            const struct dlb_row_id *before = &rows[order[i - 1]], *here = &rows[order[i]];
            int agency = dlb_text_order(before->agency, here->agency);
            int id = dlb_text_order(before->id, here->id);
            cr_assert(agency < 0 || (agency == 0 && id < 0) ||
                      (agency == 0 && id == 0 && order[i - 1] < order[i]));
        }
        test_env_close(env, &memory);
    }
}

/* Which content of an id survives, or none: the same for any order of the rows. */
static uint64_t survivors(struct dlb_env *env, const struct dlb_row_id *rows, unsigned counts[4])
{
    uint32_t order[WORLD];
    enum dlb_row_fate fate[WORLD];
    cr_assert_eq(dlb_unique_rows(env, rows, WORLD, order, fate, NULL), DOLBOM_OK);
    uint64_t digest = 0;
    memset(counts, 0, 4 * sizeof *counts);
    for (uint32_t i = 0; i < WORLD; i++) {
        const struct dlb_row_id *kept = &rows[order[i]];
        counts[fate[order[i]]]++;
        if (fate[order[i]] != DLB_ROW_KEEP) continue;
        digest = dlb_hash_mix(digest, dlb_hash64(kept->agency.data, kept->agency.len));
        digest = dlb_hash_mix(digest, dlb_hash64(kept->id.data, kept->id.len));
        digest = dlb_hash_mix(digest, kept->content.low);
    }
    return digest;
}

Test(unique, does_not_depend_on_the_order_of_rows)
{
    uint64_t state = 23;
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    for (int round = 0; round < 300; round++) {
        struct dlb_row_id rows[WORLD];
        unsigned before[4], after[4];
        random_world(&state, rows);
        uint64_t digest = survivors(env, rows, before);
        for (uint32_t i = WORLD; i > 1; i--) {
            uint32_t j = (uint32_t)random_below(&state, i);
            struct dlb_row_id moved = rows[i - 1];
            rows[i - 1] = rows[j];
            rows[j] = moved;
        }
        cr_assert_eq(survivors(env, rows, after), digest, "round %d", round);
        cr_assert_arr_eq(before, after, sizeof before);
    }
    test_env_close(env, &memory);
}

/* Sending every row once more changes nothing but the number of collapsed rows. */
Test(unique, only_counts_a_file_that_was_sent_twice)
{
    uint64_t state = 29;
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    for (int round = 0; round < 200; round++) {
        struct dlb_row_id rows[2 * WORLD];
        uint32_t order[2 * WORLD];
        enum dlb_row_fate once[WORLD], twice[2 * WORLD];
        random_world(&state, rows);
        memcpy(rows + WORLD, rows, WORLD * sizeof *rows);
        cr_assert_eq(dlb_unique_rows(env, rows, WORLD, order, once, NULL), DOLBOM_OK);
        cr_assert_eq(dlb_unique_rows(env, rows, 2 * WORLD, order, twice, NULL), DOLBOM_OK);
        for (int i = 0; i < WORLD; i++) {
            cr_assert_eq(twice[i], once[i]);
            cr_assert_eq(twice[WORLD + i], DLB_ROW_COLLAPSED);
        }
    }
    test_env_close(env, &memory);
}

/* One id a hundred thousand times is no harder than as many ids. */
Test(unique, judges_very_many_rows_of_one_id, .timeout = 20)
{
    enum { MANY = 100000 };
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 2);
    struct dlb_row_id *rows = malloc(MANY * sizeof *rows);
    uint32_t *order = malloc(MANY * sizeof *order), n_superseded = 0;
    enum dlb_row_fate *fate = malloc(MANY * sizeof *fate);
    for (uint32_t i = 0; i < MANY; i++) rows[i] = row("A", "1", i % 50000, (int32_t)(i % 50000));
    cr_assert_eq(dlb_unique_rows(env, rows, MANY, order, fate, NULL), DOLBOM_OK);
    for (uint32_t i = 0; i < MANY; i++) n_superseded += fate[i] == DLB_ROW_SUPERSEDED;
    cr_expect_eq(fate[49999], DLB_ROW_KEEP);
    cr_expect_eq(fate[99999], DLB_ROW_COLLAPSED);
    cr_expect_eq(n_superseded, 49999);
    free(rows);
    free(order);
    free(fate);
    test_env_close(env, &memory);
}
