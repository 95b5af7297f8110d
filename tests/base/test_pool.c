/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_pool.c - tasks run once each, and failures look as if they had run in order.
 */
#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "support/support.h"

enum { N_TASKS = 500 };

struct work {
    atomic_uint runs[N_TASKS];
    atomic_uint busy[64]; /* tasks that run at the moment as this worker */
    atomic_uint n_overlaps;
    unsigned n_threads;
    size_t fails_from, fails_every; /* tasks that fail; fails_every 0: none */
    pthread_t caller;
};

static bool task_fails(const struct work *work, size_t task)
{
    if (work->fails_every == 0 || task < work->fails_from) return false;
    return (task - work->fails_from) % work->fails_every == 0;
}

static dolbom_status run_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    struct work *work = context;
    if (worker >= work->n_threads || atomic_fetch_add(&work->busy[worker], 1) > 0)
        atomic_fetch_add(&work->n_overlaps, 1);
    atomic_fetch_add(&work->runs[task], 1);
    /* The lower of two failing tasks takes longer, so it ends later. */
    struct timespec pause = {0, task_fails(work, task) ? 2000000 / (1 + (long)task % 3) : 1000};
    nanosleep(&pause, NULL);
    atomic_fetch_sub(&work->busy[worker], 1);
    if (!task_fails(work, task)) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_INPUT, (int64_t)task, "column", "task %zu failed", task);
}

Test(pool, every_task_runs_once_and_a_worker_does_one_at_a_time)
{
    static const unsigned threads[] = {1, 2, 3, 16};
    static const size_t n_tasks[] = {0, 1, 2, 3, N_TASKS};
    for (size_t t = 0; t < 4; t++)
        for (size_t n = 0; n < 5; n++) {
            struct test_memory memory = {0};
            struct dlb_env *env = test_env_open(&memory, threads[t]);
            struct work work = {.n_threads = threads[t]};
            cr_expect_eq(dlb_run_tasks(env, "test", n_tasks[n], run_task, &work, NULL), DOLBOM_OK);
            for (size_t i = 0; i < N_TASKS; i++) cr_assert_eq(work.runs[i], i < n_tasks[n]);
            cr_expect_eq(work.n_overlaps, 0);
            test_env_close(env, &memory);
        }
}

Test(pool, the_lowest_failed_task_is_reported_on_any_number_of_threads)
{
    static const unsigned threads[] = {1, 2, 5};
    for (size_t t = 0; t < 3; t++)
        for (size_t from = 0; from < 30; from++) {
            struct test_memory memory = {0};
            struct dlb_env *env = test_env_open(&memory, threads[t]);
            struct work work = {.n_threads = threads[t], .fails_from = from, .fails_every = 1};
            dolbom_error error = DOLBOM_ERROR_INIT;
            cr_assert_eq(dlb_run_tasks(env, "test", N_TASKS, run_task, &work, &error),
                         DOLBOM_E_INPUT);
            char expected[40];
            snprintf(expected, sizeof expected, "task %zu failed", from);
            cr_assert_str_eq(error.message, expected);
            cr_assert_eq(error.row, (int64_t)from);
            for (size_t i = 0; i <= from; i++) cr_assert_eq(work.runs[i], 1);
            for (size_t i = from + threads[t]; i < N_TASKS; i++)
                cr_assert_eq(work.runs[i], 0, "task %zu started after task %zu had failed", i,
                             from);
            test_env_close(env, &memory);
        }
}

Test(pool, a_failure_is_reported_without_an_error_struct)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 2);
    struct work work = {.n_threads = 2, .fails_from = 3, .fails_every = 100};
    cr_expect_eq(dlb_run_tasks(env, NULL, N_TASKS, run_task, &work, NULL), DOLBOM_E_INPUT);
    test_env_close(env, &memory);
}

/* ---- progress and cancelling ------------------------------------------------------------ */

struct listener {
    unsigned n_calls;
    uint64_t last_done;
    unsigned n_backwards, n_elsewhere;
    int32_t answer;
    pthread_t caller;
};

static int32_t listen_to(void *context, const dolbom_progress *progress)
{
    struct listener *listener = context;
    listener->n_calls++;
    listener->n_backwards += progress->done < listener->last_done;
    listener->n_elsewhere += !pthread_equal(listener->caller, pthread_self());
    listener->last_done = progress->done;
    cr_assert_str_eq(progress->stage, "test");
    cr_assert_eq(progress->total, N_TASKS);
    return listener->answer;
}

static dolbom_status run_heard(struct listener *listener, const char *stage, struct work *work,
                               dolbom_error *error)
{
    struct test_memory memory = {0};
    dolbom_environment wanted = test_memory_environment(&memory);
    wanted.n_threads = work->n_threads = 3;
    wanted.progress = listen_to;
    wanted.progress_context = listener;
    listener->caller = pthread_self();
    struct dlb_env *env = NULL;
    cr_assert_eq(dlb_env_open(&wanted, &env, NULL), DOLBOM_OK);
    dolbom_status status = dlb_run_tasks(env, stage, N_TASKS, run_task, work, error);
    test_env_close(env, &memory);
    return status;
}

Test(pool, progress_comes_from_the_calling_thread_and_ends_with_all)
{
    struct listener listener = {0};
    struct work work = {0};
    cr_expect_eq(run_heard(&listener, "test", &work, NULL), DOLBOM_OK);
    cr_expect_geq(listener.n_calls, 1);
    cr_expect_eq(listener.last_done, N_TASKS);
    cr_expect_eq(listener.n_backwards, 0);
    cr_expect_eq(listener.n_elsewhere, 0);
}

Test(pool, without_a_stage_nothing_is_said)
{
    struct listener listener = {0};
    struct work work = {0};
    cr_expect_eq(run_heard(&listener, NULL, &work, NULL), DOLBOM_OK);
    cr_expect_eq(listener.n_calls, 0);
}

Test(pool, cancelling_stops_the_tasks)
{
    struct listener listener = {.answer = 1};
    struct work work = {0};
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(run_heard(&listener, "test", &work, &error), DOLBOM_E_CANCELLED);
    cr_expect_neq(error.message[0], '\0');
    unsigned n_run = 0;
    for (size_t i = 0; i < N_TASKS; i++) n_run += work.runs[i];
    cr_expect_lt(n_run, N_TASKS);
    cr_expect_eq(listener.n_calls, 1);
}

/* ---- signals ----------------------------------------------------------------------------- */

static dolbom_status check_signals(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    (void)task, (void)worker, (void)error;
    struct work *work = context;
    struct timespec pause = {0, 1000000};
    nanosleep(&pause, NULL);
    sigset_t blocked;
    pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    bool is_caller = pthread_equal(work->caller, pthread_self());
    bool blocks = sigismember(&blocked, SIGINT) && sigismember(&blocked, SIGTERM);
    atomic_fetch_add(&work->runs[is_caller], blocks == is_caller);
    return DOLBOM_OK;
}

Test(pool, helpers_block_signals_and_the_caller_keeps_its_own)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 3);
    struct work work = {.n_threads = 3, .caller = pthread_self()};
    cr_assert_eq(dlb_run_tasks(env, NULL, 30, check_signals, &work, NULL), DOLBOM_OK);
    cr_expect_eq(work.runs[0], 0, "a helper that takes signals");
    cr_expect_eq(work.runs[1], 0, "a caller that lost them");
    test_env_close(env, &memory);
}
