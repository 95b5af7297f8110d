/* SPDX-License-Identifier: Apache-2.0 */
/* Orders by comparison: stable, and in steps between which the caller may stop. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "intake/intake.h"
#include "support/support.h"

enum { N_MANY = 4 * TEST_PATIENCE * DLB_ROWS_PER_ASK };

struct row {
    uint32_t key, number;
};

static int by_key(const void *left_row, const void *right_row)
{
    const struct row *left = left_row, *right = right_row;
    return (left->key > right->key) - (left->key < right->key);
}

static void fill(struct row *rows, uint32_t n, uint32_t n_keys)
{
    for (uint32_t i = 0; i < n; i++) rows[i] = (struct row){i * 2654435761U % n_keys, i};
}

static void expect_order(const struct row *rows, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        bool kept = rows[i - 1].key == rows[i].key && rows[i - 1].number < rows[i].number;
        cr_assert(rows[i - 1].key < rows[i].key || kept, "row %u of %u", i, n);
    }
}

Test(order, is_that_of_the_keys_and_among_equal_ones_that_of_before)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct row rows[300];
    for (uint32_t n = 0; n <= 300; n++) {
        fill(rows, n, 7);
        cr_assert_eq(dlb_order_rows(env, rows, n, sizeof *rows, by_key, NULL), DOLBOM_OK);
        expect_order(rows, n);
        fill(rows, n, 100);
        cr_assert_eq(dlb_order_rows_in(env, rows, n, sizeof *rows, by_key, NULL), DOLBOM_OK);
        expect_order(rows, n);
    }
    test_env_close(env, &memory);
}

Test(order, of_many_rows_is_made_in_steps_with_a_question_after_each)
{
    unsigned n_calls = 0;
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_impatient(&memory, &n_calls);
    struct row *rows = calloc(N_MANY, sizeof *rows), *before = calloc(N_MANY, sizeof *rows);
    fill(before, N_MANY, 1000);
    memcpy(rows, before, N_MANY * sizeof *rows);
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dlb_order_rows(env, rows, N_MANY, sizeof *rows, by_key, &error),
                 DOLBOM_E_CANCELLED);
    cr_expect_eq(n_calls, TEST_PATIENCE);
    cr_expect_eq(memcmp(rows, before, N_MANY * sizeof *rows), 0, "rows stay as they were");
    cr_expect_eq(dlb_order_rows_in(env, rows, N_MANY, sizeof *rows, by_key, &error), DOLBOM_OK);
    cr_expect_eq(n_calls, TEST_PATIENCE, "a task asks nobody");
    expect_order(rows, N_MANY);
    free(before);
    free(rows);
    test_env_close(env, &memory);
}
