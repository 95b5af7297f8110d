/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sweep.c - every allocation of a scenario fails, one after the other.
 */
#include "support/support.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

enum { MAX_ALLOCATIONS = 1000000, FIRST = 16 /* of which none is passed over */ };

struct dlb_env *test_env_open(struct test_memory *memory, unsigned n_threads)
{
    dolbom_environment environment = test_memory_environment(memory);
    environment.n_threads = n_threads;
    struct dlb_env *env = NULL;
    cr_assert_eq(dlb_env_open(&environment, &env, NULL), DOLBOM_OK);
    return env;
}

static int32_t lose_patience(void *n_calls_of_caller, const dolbom_progress *progress)
{
    unsigned *n_calls = n_calls_of_caller;
    (void)progress;
    (void)usleep(110000);
    return ++*n_calls == TEST_PATIENCE;
}

struct dlb_env *test_env_impatient(struct test_memory *memory, unsigned *n_calls)
{
    dolbom_environment environment = test_memory_environment(memory);
    environment.progress = lose_patience;
    environment.progress_context = n_calls;
    struct dlb_env *env = NULL;
    cr_assert_eq(dlb_env_open(&environment, &env, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_progress(env, "link", 0, 1, NULL), DOLBOM_OK);
    return env;
}

void test_env_close(struct dlb_env *env, struct test_memory *memory)
{
    dlb_env_release(env);
    const char *fault = test_memory_fault(memory);
    cr_assert_null(fault, "%s", fault);
}

/* Which law one run breaks; NULL when it keeps them. *failed tells whether a failure came. */
static const char *run_with_failure(test_scenario scenario, void *context, size_t fail_at,
                                    bool forever, bool *failed)
{
    struct test_memory memory = {.fail_at = fail_at, .fail_forever = forever};
    dolbom_environment environment = test_memory_environment(&memory);
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = scenario(&environment, context, &error);
    *failed = memory.n_failed > 0;
    const char *fault = test_memory_fault(&memory);
    if (fault) return fault;
    if (!*failed) return status == DOLBOM_OK ? NULL : "it fails with all the memory it wants";
    if (status != DOLBOM_E_MEMORY) return "the status is not DOLBOM_E_MEMORY";
    return error.message[0] == '\0' ? "there is no message" : NULL;
}

bool sweep_finds_fault(test_scenario scenario, void *context, char *why, size_t why_cap)
{
    for (int forever = 0; forever < 2; forever++) {
        const size_t step = MAX_ALLOCATIONS / test_rounds(MAX_ALLOCATIONS);
        bool failed = true;
        for (size_t at = 1; failed; at += at < FIRST ? 1 : step) {
            const char *fault = at > MAX_ALLOCATIONS
                                    ? "it never ends"
                                    : run_with_failure(scenario, context, at, forever, &failed);
            if (!fault) continue;
            (void)snprintf(why, why_cap, "allocation %zu fails %s: %s", at,
                           forever ? "forever" : "once", fault);
            return true;
        }
    }
    return false;
}

void sweep(test_scenario scenario, void *context)
{
    char why[160] = "";
    bool faulty = sweep_finds_fault(scenario, context, why, sizeof why);
    cr_assert_not(faulty, "%s", why);
}
