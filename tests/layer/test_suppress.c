/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is hidden stays hidden: somebody who knows every count that is shown, the totals and the
 * way in which counts are chosen tries to work the others out.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "layer/layer.h"
#include "support/support.h"

enum { PARTS_MAX = 16 };

static void expect_hidden(size_t n, const uint64_t counts[][2], const char *hidden, bool total)
{
    struct dlb_part parts[PARTS_MAX] = {{0}};
    for (size_t i = 0; i < n; i++) parts[i] = (struct dlb_part){counts[i][0], counts[i][1], false};
    cr_expect_eq(dlb_suppress(parts, n), total);
    for (size_t i = 0; i < n; i++)
        cr_expect_eq(parts[i].hidden, hidden[i] == 'x', "part %zu of %s", i, hidden);
}

Test(suppress, one_to_four_people_are_hidden_and_nobody_is_not)
{
    expect_hidden(2, (const uint64_t[][2]){{5, 5}, {0, 9}}, "..", true);
    expect_hidden(2, (const uint64_t[][2]){{0, 0}, {7, 0}}, "..", true);
    expect_hidden(1, (const uint64_t[][2]){{4, 9}}, "x", false);
    expect_hidden(1, (const uint64_t[][2]){{9, 1}}, "x", false);
    expect_hidden(0, NULL, "", true);
}

Test(suppress, the_smallest_of_the_others_is_hidden_with_a_part_that_stands_alone)
{
    expect_hidden(4, (const uint64_t[][2]){{20, 20}, {6, 9}, {4, 6}, {30, 30}}, ".xx.", true);
    expect_hidden(3, (const uint64_t[][2]){{8, 8}, {4, 9}, {8, 8}}, "xx.", true);
    expect_hidden(3, (const uint64_t[][2]){{0, 0}, {4, 9}, {50, 50}}, ".xx", true);
}

Test(suppress, parts_whose_sum_would_tell_take_more_with_them)
{
    /* with: 1 + 1 are 2 people, one in each */
    expect_hidden(3, (const uint64_t[][2]){{1, 9}, {1, 9}, {50, 60}}, "xxx", true);
    /* without: nobody in either, which the sum would say */
    expect_hidden(3, (const uint64_t[][2]){{4, 0}, {3, 0}, {50, 60}}, "xxx", true);
    /* there is nothing more to hide but the total */
    expect_hidden(2, (const uint64_t[][2]){{4, 0}, {3, 0}}, "xx", false);
}

/* ---- every table of few parts and small counts ----------------------------------------------- */

struct attack {
    size_t n_parts, n_counts; /* counts are 0 … n_counts - 1 */
    uint64_t most;            /* tables with larger counts are not what is attacked */
};

/* Table number `number`: its parts with what is hidden; what is shown as one number. */
static uint64_t show(const struct attack *attack, uint64_t number, struct dlb_part *parts)
{
    uint64_t with = 0, without = 0, shown = 0;
    for (size_t i = 0; i < attack->n_parts; i++) {
        parts[i].with = number % attack->n_counts;
        number /= attack->n_counts;
        parts[i].without = number % attack->n_counts;
        number /= attack->n_counts;
        with += parts[i].with;
        without += parts[i].without;
    }
    bool total = dlb_suppress(parts, attack->n_parts);
    if (total) shown = 1 + with * 1000 + without;
    for (size_t i = 0; i < attack->n_parts; i++) {
        uint64_t part =
            parts[i].hidden ? 9999 : parts[i].with * attack->n_counts + parts[i].without;
        shown = shown * 10007 + part;
    }
    return shown;
}

/* What the tables that look alike say about one hidden part. */
struct candidates {
    uint64_t with, without, sum; /* bits: counts that are possible */
    bool any_small;              /* one of them is attacked */
};

static bool is_one(uint64_t bits)
{
    return (bits & (bits - 1)) == 0;
}

static bool is_attacked(const struct attack *attack, const struct dlb_part *parts)
{
    for (size_t i = 0; i < attack->n_parts; i++)
        if (parts[i].with > attack->most || parts[i].without > attack->most) return false;
    return true;
}

/* How many hidden counts can be worked out from the tables that look like the first of them. */
static size_t worked_out(const struct attack *attack, const struct dlb_sort_item *alike, size_t n)
{
    struct candidates all[PARTS_MAX] = {{0}};
    struct dlb_part parts[PARTS_MAX];
    size_t n_found = 0;
    for (size_t i = 0; i < n; i++) {
        show(attack, alike[i].value, parts);
        for (size_t p = 0; p < attack->n_parts; p++) {
            all[p].with |= UINT64_C(1) << parts[p].with;
            all[p].without |= UINT64_C(1) << parts[p].without;
            all[p].sum |= UINT64_C(1) << (parts[p].with + parts[p].without);
            all[p].any_small |= is_attacked(attack, parts);
        }
    }
    for (size_t p = 0; p < attack->n_parts; p++) {
        bool found = is_one(all[p].with) || is_one(all[p].without) || is_one(all[p].sum);
        n_found += parts[p].hidden && all[p].any_small && found;
    }
    return n_found;
}

static void expect_nothing_worked_out(const struct attack *attack)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_part parts[PARTS_MAX];
    size_t n = 1, n_hidden = 0, n_found = 0;
    for (size_t i = 0; i < 2 * attack->n_parts; i++) n *= attack->n_counts;
    struct dlb_sort_item *tables = dlb_alloc_array(env, n, sizeof *tables);
    for (size_t i = 0; i < n; i++) tables[i] = (struct dlb_sort_item){show(attack, i, parts), i};
    cr_assert_eq(dlb_sort(env, tables, n, NULL), DOLBOM_OK);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from; to < n && tables[to].key == tables[from].key;) to++;
        n_found += worked_out(attack, tables + from, to - from);
        n_hidden += to - from > 1;
    }
    cr_expect_eq(n_found, 0, "%zu counts can be worked out", n_found);
    cr_expect_gt(n_hidden, 0);
    dlb_free(env, tables, n * sizeof *tables);
    test_env_close(env, &memory);
}

Test(suppress, nobody_who_tries_all_tables_of_two_zones_works_a_count_out)
{
    expect_nothing_worked_out(&(struct attack){2, 30, 15});
}

Test(suppress, nobody_who_tries_all_tables_of_three_zones_works_a_count_out)
{
    expect_nothing_worked_out(&(struct attack){3, 12, 6});
}

/* ---- any table: what the sums leave open ----------------------------------------------------- */

/* The least and the most that a hidden count can be, given that counts are not negative. */
static void expect_open(const struct dlb_part *parts, size_t n, bool total, bool with)
{
    uint64_t left = 0;
    size_t n_hidden = 0;
    for (size_t i = 0; i < n; i++) {
        if (!parts[i].hidden) continue;
        left += with ? parts[i].with : parts[i].without;
        n_hidden++;
    }
    if (n_hidden && total) cr_expect(n_hidden >= 2 && left >= DLB_SMALL);
}

Test(suppress, sums_of_random_tables_leave_hidden_counts_open)
{
    srand(7);
    for (size_t round = 0; round < test_rounds(200000); round++) {
        struct dlb_part parts[PARTS_MAX];
        size_t n = (size_t)rand() % PARTS_MAX;
        unsigned most = 1u + (unsigned)rand() % 40;
        for (size_t i = 0; i < n; i++)
            parts[i] = (struct dlb_part){(unsigned)rand() % most, (unsigned)rand() % most, false};
        bool total = dlb_suppress(parts, n);
        expect_open(parts, n, total, true);
        expect_open(parts, n, total, false);
        for (size_t i = 0; i < n; i++) {
            uint64_t with = parts[i].with, without = parts[i].without;
            bool small = (with > 0 && with < DLB_SMALL) || (without > 0 && without < DLB_SMALL);
            cr_expect(parts[i].hidden || !small);
        }
    }
}
