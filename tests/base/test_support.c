/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_support.c - the failing allocator and the sweep catch what they are there to catch.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "support/support.h"

enum { N_BLOCKS = 5 };

/* How the scenario below misbehaves, and the blocks that it lost. */
struct habit {
    bool leaks_on_failure, leaks_always, hides_failure, frees_wrong_size, tells_nothing;
    void *lost[4 * N_BLOCKS];
    size_t n_lost;
};

static dolbom_status allocate_some(const dolbom_environment *environment, void *context,
                                   dolbom_error *error)
{
    struct habit *habit = context;
    struct dlb_env *env = NULL;
    if (dlb_env_open(environment, &env, error) != DOLBOM_OK) return DOLBOM_E_MEMORY;
    void *blocks[N_BLOCKS] = {0};
    bool failed = false;
    for (size_t i = 0; i < N_BLOCKS && !failed; i++) {
        blocks[i] = dlb_alloc(env, 100);
        failed = !blocks[i];
    }
    dolbom_status status = DOLBOM_OK;
    if (failed && !habit->hides_failure)
        status = habit->tells_nothing ? DOLBOM_E_MEMORY : dlb_fail_memory(error, env);
    for (size_t i = 0; i < N_BLOCKS; i++) {
        bool leaks = i == 0 && (habit->leaks_always || (habit->leaks_on_failure && failed));
        if (!leaks)
            dlb_free(env, blocks[i], habit->frees_wrong_size ? 99 : 100);
        else if (blocks[i])
            habit->lost[habit->n_lost++] = blocks[i];
    }
    dlb_env_release(env);
    return status;
}

static bool finds_fault(struct habit habit, const char *words)
{
    char why[160] = "";
    bool found = sweep_finds_fault(allocate_some, &habit, why, sizeof why);
    struct test_memory lost_and_found = {0};
    while (habit.n_lost > 0)
        test_memory_resize(&lost_and_found, habit.lost[--habit.n_lost], 100, 0);
    return found && strstr(why, words);
}

Test(support, a_good_scenario_passes)
{
    struct habit good = {0};
    sweep(allocate_some, &good);
}

Test(support, a_bad_scenario_is_caught)
{
    cr_expect(finds_fault((struct habit){.leaks_always = true}, "not given back"));
    cr_expect(finds_fault((struct habit){.leaks_on_failure = true}, "allocation 3 fails once"));
    cr_expect(finds_fault((struct habit){.hides_failure = true}, "not DOLBOM_E_MEMORY"));
    cr_expect(finds_fault((struct habit){.frees_wrong_size = true}, "size it does not have"));
    cr_expect(finds_fault((struct habit){.tells_nothing = true}, "no message"));
}

Test(support, memory_fails_where_it_is_told_to)
{
    for (int forever = 0; forever < 2; forever++) {
        struct test_memory memory = {.fail_at = 2, .fail_forever = forever};
        void *first = test_memory_resize(&memory, NULL, 0, 10);
        void *second = test_memory_resize(&memory, NULL, 0, 10);
        void *third = test_memory_resize(&memory, NULL, 0, 10);
        cr_expect_not_null(first);
        cr_expect_null(second);
        cr_expect_eq(third != NULL, !forever);
        cr_expect_eq(memory.n_failed, forever ? 2 : 1);
        test_memory_resize(&memory, first, 10, 0);
        test_memory_resize(&memory, third, 10, 0);
        cr_expect_null(test_memory_fault(&memory));
    }
}
