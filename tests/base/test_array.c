/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_array.c - arrays grow to their maximum and no further; texts have an order.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "support/support.h"

Test(array, elements_stay_while_it_grows)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_array array = {0};
    for (uint32_t i = 0; i < 10000; i++) {
        uint32_t *place = dlb_array_reserve(env, &array, 1, sizeof *place, 1000000);
        cr_assert_not_null(place);
        *place = i * 3;
        array.n++;
    }
    for (uint32_t i = 0; i < 10000; i++) cr_assert_eq(((uint32_t *)array.data)[i], i * 3);
    cr_expect_lt(memory.n_calls, 20, "it doubles");
    dlb_array_clear(env, &array, sizeof(uint32_t));
    cr_expect(!array.data && array.n == 0 && array.cap == 0);
    dlb_array_clear(env, &array, sizeof(uint32_t));
    test_env_close(env, &memory);
}

Test(array, the_maximum_is_reached_and_not_passed)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    static const size_t maxima[] = {0, 1, 2, 15, 16, 17, 100, 1000};
    for (size_t m = 0; m < sizeof maxima / sizeof *maxima; m++) {
        struct dlb_array array = {0};
        for (size_t i = 0; i < maxima[m]; i++) {
            cr_assert_not_null(dlb_array_reserve(env, &array, 1, 8, maxima[m]));
            array.n++;
            cr_assert_leq(array.cap, maxima[m]);
        }
        cr_expect_null(dlb_array_reserve(env, &array, 1, 8, maxima[m]), "%zu", maxima[m]);
        cr_expect_not_null(dlb_array_reserve(env, &array, 0, 8, maxima[m]), "%zu", maxima[m]);
        cr_expect_eq(array.n, maxima[m]);
        dlb_array_clear(env, &array, 8);
    }
    test_env_close(env, &memory);
}

Test(array, absurd_sizes_are_refused)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_array array = {0};
    cr_expect_null(dlb_array_reserve(env, &array, SIZE_MAX / 4, 8, SIZE_MAX));
    cr_expect_not_null(dlb_array_reserve(env, &array, 3, 8, SIZE_MAX));
    array.n = 3;
    cr_expect_null(dlb_array_reserve(env, &array, SIZE_MAX - 2, 1, SIZE_MAX));
    cr_expect_null(dlb_array_reserve(env, &array, 1, 8, 2), "already more than the maximum");
    dlb_array_clear(env, &array, 8);
    test_env_close(env, &memory);
}

static dolbom_status grow(const dolbom_environment *environment, void *context, dolbom_error *error)
{
    const size_t step = *(const size_t *)context;
    struct dlb_env *env = NULL;
    dolbom_status status = dlb_env_open(environment, &env, error);
    if (status != DOLBOM_OK) return status;
    struct dlb_array array = {0};
    while (status == DOLBOM_OK && array.n < 1000) {
        if (dlb_array_reserve(env, &array, step, 4, 100000))
            array.n += step;
        else
            status = dlb_fail_memory(error, env);
    }
    dlb_array_clear(env, &array, 4);
    dlb_env_release(env);
    return status;
}

Test(array, growing_survives_failing_memory)
{
    static const size_t steps[] = {1, 16, 333};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) sweep(grow, (void *)&steps[i]);
}

/* ---- texts -------------------------------------------------------------------------- */

Test(text, null_then_empty_then_bytes_then_longer)
{
    /* Ascending; the first is null. */
    static const struct dlb_text texts[] = {{NULL, 0},   {"", 0},     {"\0", 1},   {"\0a", 2},
                                            {"a", 1},    {"a\0", 2},  {"ab", 2},   {"b", 1},
                                            {"\x7f", 1}, {"\x80", 1}, {"\xff", 1}, {"\xff\xff", 2}};
    const size_t n = sizeof texts / sizeof *texts;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            int order = dlb_text_order(texts[i], texts[j]);
            cr_expect_eq((order > 0) - (order < 0), (i > j) - (i < j), "%zu and %zu", i, j);
            cr_expect_eq(dlb_text_equal(texts[i], texts[j]), i == j, "%zu and %zu", i, j);
        }
}

Test(text, equal_bytes_in_two_places_are_equal)
{
    const char *here = "김철수";
    char there[10];
    strcpy(there, here);
    cr_expect(dlb_text_equal((struct dlb_text){here, 9}, (struct dlb_text){there, 9}));
    cr_expect_not(dlb_text_equal((struct dlb_text){here, 9}, (struct dlb_text){there, 6}));
}
