/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_env.c - the environment counts what it gives, keeps its limit and its promises.
 */
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/support.h"

/* ---- what is asked for -------------------------------------------------------------- */

/* Does the kernel leave the page of this address out of a core file? */
static bool stays_out_of_cores(const void *address)
{
    FILE *maps = fopen("/proc/self/smaps", "r");
    char line[512];
    unsigned long first, end;
    bool here = false, out = false;
    cr_assert_not_null(maps);
    while (fgets(line, sizeof line, maps)) {
        if (sscanf(line, "%lx-%lx ", &first, &end) == 2)
            here = first <= (unsigned long)address && (unsigned long)address < end;
        if (here && strncmp(line, "VmFlags:", 8) == 0) out = strstr(line, " dd") != NULL;
    }
    fclose(maps);
    return out;
}

Test(env, large_blocks_stay_out_of_core_files)
{
    struct dlb_env *env = NULL;
    cr_assert_eq(dlb_env_open(NULL, &env, NULL), DOLBOM_OK);
    for (size_t size = 256 << 10; size <= 16 << 20; size *= 4) {
        char *block = dlb_alloc(env, size);
        cr_assert_not_null(block);
        memset(block, 1, size);
        cr_expect(stays_out_of_cores(block + size / 2), "%zu bytes", size);
        block = dlb_resize(env, block, size, 3 * size);
        cr_assert_not_null(block);
        cr_expect(stays_out_of_cores(block + 2 * size), "resized to %zu bytes", 3 * size);
        dlb_free(env, block, 3 * size);
    }
    dlb_env_release(env);
}

Test(env, defaults_are_usable)
{
    struct dlb_env *env = NULL;
    cr_assert_eq(dlb_env_open(NULL, &env, NULL), DOLBOM_OK);
    cr_expect_geq(dlb_env_threads(env), 1);
    cr_expect_leq(dlb_env_threads(env), 64);
    void *block = dlb_alloc(env, 5 << 20); /* the size that wants huge pages */
    cr_assert_not_null(block);
    memset(block, 1, 5 << 20);
    block = dlb_resize(env, block, 5 << 20, 9 << 20);
    cr_assert_not_null(block);
    cr_expect_eq(((char *)block)[(5 << 20) - 1], 1);
    memset(block, 2, 9 << 20);
    dlb_free(env, block, 9 << 20);
    dlb_env_release(env);
    dlb_env_release(NULL);
}

Test(env, threads_are_capped)
{
    static const struct {
        uint32_t wanted;
        unsigned given;
    } cases[] = {{1, 1}, {2, 2}, {64, 64}, {65, 64}, {UINT32_MAX, 64}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dolbom_environment wanted = DOLBOM_ENVIRONMENT_INIT;
        wanted.n_threads = cases[i].wanted;
        struct dlb_env *env = NULL;
        cr_assert_eq(dlb_env_open(&wanted, &env, NULL), DOLBOM_OK);
        cr_expect_eq(dlb_env_threads(env), cases[i].given);
        dlb_env_release(env);
    }
}

Test(env, an_older_callers_struct_leaves_the_rest_to_defaults)
{
    dolbom_environment wanted = DOLBOM_ENVIRONMENT_INIT;
    wanted.struct_size = offsetof(dolbom_environment, resize);
    wanted.n_threads = 3;
    wanted.memory_limit_bytes = 1 << 20;
    memset(&wanted.resize, 0x5A, sizeof wanted - wanted.struct_size); /* not the struct's */
    struct dlb_env *env = NULL;
    cr_assert_eq(dlb_env_open(&wanted, &env, NULL), DOLBOM_OK);
    cr_expect_eq(dlb_env_threads(env), 3);
    cr_expect_null(dlb_alloc(env, 1 << 20));
    cr_expect_eq(dlb_progress(env, "test", 1, 1, NULL), DOLBOM_OK, "nobody is told");
    dlb_env_release(env);
}

Test(env, a_newer_callers_struct_is_taken_if_it_asks_for_nothing_unknown)
{
    struct {
        dolbom_environment known;
        uint64_t unknown;
    } wanted = {.known = DOLBOM_ENVIRONMENT_INIT};
    wanted.known.struct_size = sizeof wanted;
    struct dlb_env *env = NULL;
    cr_expect_eq(dlb_env_open(&wanted.known, &env, NULL), DOLBOM_OK);
    dlb_env_release(env);
    wanted.unknown = 1;
    cr_expect_eq(dlb_env_open(&wanted.known, &env, NULL), DOLBOM_E_ARG);
}

Test(env, an_absurd_struct_size_is_refused)
{
    static const uint32_t absurd[] = {0, 1, 2, 3, 65537, UINT32_MAX};
    for (size_t i = 0; i < sizeof absurd / sizeof *absurd; i++) {
        dolbom_environment wanted = DOLBOM_ENVIRONMENT_INIT;
        wanted.struct_size = absurd[i];
        dolbom_error error = DOLBOM_ERROR_INIT;
        struct dlb_env *env = NULL;
        cr_expect_eq(dlb_env_open(&wanted, &env, &error), DOLBOM_E_ARG, "size %u", absurd[i]);
        cr_expect_null(env);
        cr_expect_str_neq(error.message, "");
    }
}

/* ---- counting ----------------------------------------------------------------------- */

Test(env, bytes_are_counted_exactly)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    const size_t before = dlb_env_used(env);
    void *block = dlb_alloc(env, 1000);
    cr_expect_eq(dlb_env_used(env), before + 1000);
    block = dlb_resize(env, block, 1000, 3000);
    cr_expect_eq(dlb_env_used(env), before + 3000);
    block = dlb_resize(env, block, 3000, 10);
    cr_expect_eq(dlb_env_used(env), before + 10);
    cr_expect_eq(dlb_env_used(env), memory.live_bytes);
    dlb_free(env, block, 10);
    cr_expect_eq(dlb_env_used(env), before);
    test_env_close(env, &memory);
}

Test(env, no_bytes_are_a_valid_block_and_cost_nothing)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    const size_t calls = memory.n_calls;
    void *block = dlb_alloc(env, 0);
    cr_assert_not_null(block);
    dlb_free(env, block, 0);
    cr_assert_not_null(dlb_alloc_zero(env, 0));
    cr_assert_not_null(dlb_alloc_array(env, 0, 8));
    cr_assert_not_null(dlb_alloc_array(env, 8, 0));
    cr_expect_eq(memory.n_calls, calls);
    block = dlb_resize(env, block, 0, 50);
    memset(block, 1, 50);
    block = dlb_resize(env, block, 50, 0);
    cr_assert_not_null(block);
    dlb_free(env, NULL, 0);
    test_env_close(env, &memory);
}

Test(env, zeroed_memory_is_zero_and_arrays_do_not_overflow)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    unsigned char *block = dlb_alloc_zero(env, 300);
    for (size_t i = 0; i < 300; i++) cr_assert_eq(block[i], 0);
    dlb_free(env, block, 300);
    cr_expect_null(dlb_alloc_array(env, SIZE_MAX / 8 + 1, 8));
    cr_expect_null(dlb_alloc_array(env, (size_t)1 << 32, (size_t)1 << 32));
    test_env_close(env, &memory);
}

Test(env, the_limit_is_met_to_the_byte)
{
    struct test_memory memory = {0};
    dolbom_environment wanted = test_memory_environment(&memory);
    struct dlb_env *env = NULL;
    cr_assert_eq(dlb_env_open(&wanted, &env, NULL), DOLBOM_OK);
    const size_t own = dlb_env_used(env);
    dlb_env_release(env);
    wanted.memory_limit_bytes = own + 1000;
    for (size_t bytes = 999; bytes <= 1001; bytes++) {
        cr_assert_eq(dlb_env_open(&wanted, &env, NULL), DOLBOM_OK);
        void *block = dlb_alloc(env, bytes);
        cr_expect_eq(block != NULL, bytes <= 1000, "%zu bytes", bytes);
        cr_expect_eq(dlb_env_used(env), own + (block ? bytes : 0));
        dlb_free(env, block, bytes);
        block = dlb_alloc(env, 500);
        void *moved = dlb_resize(env, block, 500, bytes);
        cr_expect_eq(moved != NULL, bytes <= 1000);
        dlb_free(env, moved ? moved : block, moved ? bytes : 500);
        test_env_close(env, &memory);
    }
}

Test(env, a_limit_below_the_environments_own_size_is_an_error)
{
    struct test_memory memory = {0};
    dolbom_environment wanted = test_memory_environment(&memory);
    wanted.memory_limit_bytes = 10;
    dolbom_error error = DOLBOM_ERROR_INIT;
    struct dlb_env *env = NULL;
    cr_expect_eq(dlb_env_open(&wanted, &env, &error), DOLBOM_E_MEMORY);
    cr_expect_not_null(strstr(error.message, "limit of 10 bytes"));
    cr_expect_null(test_memory_fault(&memory));
}

Test(env, a_failed_try_leaves_block_and_count_as_they_were)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    char *block = dlb_alloc(env, 100);
    memset(block, 7, 100);
    const size_t used = dlb_env_used(env);
    memory.fail_at = 1, memory.fail_forever = true;
    cr_expect_null(dlb_alloc(env, 100));
    cr_expect_null(dlb_resize(env, block, 100, 200));
    cr_expect_null(dlb_resize(env, block, 100, 50));
    cr_expect_null(dlb_alloc_zero(env, 100));
    cr_expect_eq(dlb_env_used(env), used);
    for (size_t i = 0; i < 100; i++) cr_assert_eq(block[i], 7);
    memory.fail_at = 0;
    dlb_free(env, block, 100);
    test_env_close(env, &memory);
}

Test(env, the_message_tells_the_limit_only_if_it_was_the_limit)
{
    struct test_memory memory = {0};
    dolbom_environment wanted = test_memory_environment(&memory);
    wanted.memory_limit_bytes = 5000;
    struct dlb_env *env = NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(dlb_env_open(&wanted, &env, NULL), DOLBOM_OK);
    cr_assert_null(dlb_alloc(env, 6000));
    cr_expect_eq(dlb_fail_memory(&error, env), DOLBOM_E_MEMORY);
    cr_expect_not_null(strstr(error.message, "5000 bytes"));
    memory.fail_at = 1, memory.fail_forever = true;
    cr_assert_null(dlb_alloc(env, 60));
    dlb_fail_memory(&error, env);
    cr_expect_str_eq(error.message, "out of memory");
    test_env_close(env, &memory);
}

static dolbom_status open_and_close(const dolbom_environment *environment, void *context,
                                    dolbom_error *error)
{
    (void)context;
    struct dlb_env *env = NULL;
    dolbom_status status = dlb_env_open(environment, &env, error);
    dlb_env_release(env);
    return status;
}

Test(env, opening_survives_failing_memory)
{
    sweep(open_and_close, NULL);
}

/* ---- sharing ------------------------------------------------------------------------ */

enum { N_THREADS = 4, N_ROUNDS = 2000 };

static void *use_env(void *shared)
{
    struct dlb_env *env = dlb_env_share(shared);
    for (size_t i = 0; i < N_ROUNDS; i++) {
        void *block = dlb_alloc(env, 1 + i % 77);
        dlb_free(env, block, 1 + i % 77);
    }
    dlb_env_release(env);
    return NULL;
}

Test(env, threads_share_it_and_the_last_one_closes_it)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, N_THREADS);
    const size_t before = dlb_env_used(env);
    pthread_t threads[N_THREADS];
    for (size_t i = 0; i < N_THREADS; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, use_env, env), 0);
    for (size_t i = 0; i < N_THREADS; i++) cr_assert_eq(pthread_join(threads[i], NULL), 0);
    cr_expect_eq(dlb_env_used(env), before);
    cr_expect_eq(dlb_env_share(env), env);
    dlb_env_release(env);
    cr_expect_eq(memory.live_blocks, 1, "one share is left");
    test_env_close(env, &memory);
}

Test(env, wiping_leaves_nothing)
{
    unsigned char secret[40];
    memset(secret, 0x77, sizeof secret);
    dlb_wipe(secret, sizeof secret);
    for (size_t i = 0; i < sizeof secret; i++) cr_assert_eq(secret[i], 0);
    dlb_wipe(NULL, 0);
}

/* ---- progress ----------------------------------------------------------------------- */

struct listener {
    unsigned n_calls;
    int32_t answer;
    dolbom_progress last;
};

static int32_t listen_to(void *context, const dolbom_progress *progress)
{
    struct listener *listener = context;
    listener->n_calls++;
    listener->last = *progress;
    return listener->answer;
}

static struct dlb_env *open_heard_by(struct listener *listener)
{
    dolbom_environment wanted = DOLBOM_ENVIRONMENT_INIT;
    wanted.progress = listen_to;
    wanted.progress_context = listener;
    struct dlb_env *env = NULL;
    cr_assert_eq(dlb_env_open(&wanted, &env, NULL), DOLBOM_OK);
    return env;
}

Test(env, progress_is_told_seldom_but_at_both_ends_always)
{
    struct listener listener = {0};
    struct dlb_env *env = open_heard_by(&listener);
    for (uint64_t done = 0; done < 100000; done++)
        cr_assert_eq(dlb_progress(env, "clean", done, 100000, NULL), DOLBOM_OK);
    cr_expect_geq(listener.n_calls, 1);
    cr_expect_leq(listener.n_calls, 50, "100,000 steps take far less than 5 seconds");
    for (unsigned stage = 0, told = listener.n_calls; stage < 3; stage++) {
        cr_assert_eq(dlb_progress(env, stage % 2 ? "group" : "link", 0, 10, NULL), DOLBOM_OK);
        cr_expect_eq(listener.n_calls, told + stage + 1, "a stage that begins is told at once");
    }
    unsigned before = listener.n_calls;
    cr_assert_eq(dlb_progress(env, "clean", 100000, 100000, NULL), DOLBOM_OK);
    cr_expect_eq(listener.n_calls, before + 1);
    cr_expect_eq(listener.last.done, 100000);
    cr_expect_eq(listener.last.total, 100000);
    cr_expect_str_eq(listener.last.stage, "clean");
    cr_expect_eq(listener.last.struct_size, sizeof(dolbom_progress));
    cr_expect_eq(listener.last.memory_bytes, dlb_env_used(env));
    dlb_env_release(env);
}

Test(env, asking_tells_the_same_again_after_a_while)
{
    struct listener listener = {0};
    struct dlb_env *env = open_heard_by(&listener);
    cr_assert_eq(dlb_ask(env, NULL), DOLBOM_OK);
    cr_expect_eq(listener.n_calls, 0, "no stage has begun");
    cr_assert_eq(dlb_progress(env, "link", 0, 10, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_progress(env, "link", 3, 10, NULL), DOLBOM_OK);
    cr_assert_eq(dlb_ask(env, NULL), DOLBOM_OK);
    cr_expect_eq(listener.n_calls, 1, "it was told just now");
    usleep(150000);
    listener.answer = 1;
    cr_expect_eq(dlb_ask(env, NULL), DOLBOM_E_CANCELLED);
    cr_expect_eq(listener.n_calls, 2);
    cr_expect_str_eq(listener.last.stage, "link");
    cr_expect_eq(listener.last.done, 3);
    cr_expect_eq(listener.last.total, 10);
    dlb_env_release(env);
}

Test(env, progress_can_cancel_and_silence_is_fine)
{
    struct listener listener = {.answer = 1};
    struct dlb_env *env = open_heard_by(&listener);
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dlb_progress(env, "link", 0, 10, &error), DOLBOM_E_CANCELLED);
    cr_expect_not_null(strstr(error.message, "link"));
    dlb_env_release(env);
    cr_assert_eq(dlb_env_open(NULL, &env, NULL), DOLBOM_OK);
    cr_expect_eq(dlb_progress(env, "link", 10, 10, NULL), DOLBOM_OK);
    dlb_env_release(env);
}
