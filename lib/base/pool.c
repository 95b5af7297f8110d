/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pool.c - tasks on several threads, as if they had run one after the other.
 *
 * Threads live for one call: nothing is left for a fork to break, and no global holds
 * them. Tasks are handed out in order by a counter, so when task k is handed out all lower
 * ones have been, and the lowest task that fails is the same on any number of threads:
 *
 *   next    the next task to hand out
 *   done    tasks that succeeded
 *   failed  the lowest task that failed so far, n_tasks while none did; no task above it
 *           starts, those below it have started and are waited for
 *
 * Fewer threads than asked for, down to the caller's own, change only the time it takes.
 */
#include "base/base.h"

#include <pthread.h>
#include <signal.h>

enum { MAX_HELPERS = 64 };

struct pool {
    size_t n_tasks;
    dlb_task run;
    void *context;
    atomic_size_t next;
    atomic_size_t done;
    atomic_size_t failed;
    atomic_uint n_workers;
    pthread_mutex_t lock; /* guards status and error, which belong to task `failed` */
    dolbom_status status;
    dolbom_error error;
};

static void note_failure(struct pool *pool, size_t task, dolbom_status status,
                         const dolbom_error *error)
{
    (void)pthread_mutex_lock(&pool->lock);
    if (task < atomic_load(&pool->failed)) {
        atomic_store(&pool->failed, task);
        pool->status = status;
        dlb_error_copy(&pool->error, error);
    }
    (void)pthread_mutex_unlock(&pool->lock);
}

/* Take one task and run it; false when there is none left for this worker. */
static bool run_one(struct pool *pool, unsigned worker)
{
    size_t task = atomic_fetch_add(&pool->next, 1);
    if (task >= pool->n_tasks || task > atomic_load(&pool->failed)) return false;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = pool->run(pool->context, task, worker, &error);
    if (status == DOLBOM_OK)
        atomic_fetch_add(&pool->done, 1);
    else
        note_failure(pool, task, status, &error);
    return status == DOLBOM_OK;
}

static void *help(void *pool_of_caller)
{
    struct pool *pool = pool_of_caller;
    unsigned worker = atomic_fetch_add(&pool->n_workers, 1);
    while (run_one(pool, worker)) continue;
    return NULL;
}

/* Signals are the caller's: helpers start with all of them blocked. */
static unsigned start_helpers(struct pool *pool, unsigned wanted, pthread_t *helpers)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0) return 0;
    unsigned started = 0;
    while (started < wanted && pthread_create(&helpers[started], NULL, help, pool) == 0) started++;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static dolbom_status report(const struct pool *pool, struct dlb_env *env, const char *stage,
                            dolbom_error *error)
{
    return stage ? dlb_progress(env, stage, atomic_load(&pool->done), pool->n_tasks, error)
                 : dlb_ask(env, error);
}

/* The calling thread's share of the work; it is worker 0 and the only one that reports. */
static dolbom_status work(struct pool *pool, struct dlb_env *env, const char *stage,
                          dolbom_error *error)
{
    while (run_one(pool, 0)) {
        if (atomic_load(&pool->done) == pool->n_tasks) break; /* reported once all have finished */
        dolbom_status status = report(pool, env, stage, error);
        if (status == DOLBOM_OK) continue;
        atomic_store(&pool->next, pool->n_tasks);
        return status;
    }
    return DOLBOM_OK;
}

dolbom_status dlb_run_tasks(struct dlb_env *env, const char *stage, size_t n_tasks, dlb_task run,
                            void *context, dolbom_error *error)
{
    if (n_tasks == 0) return DOLBOM_OK;
    struct pool pool = {.n_tasks = n_tasks,
                        .run = run,
                        .context = context,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .error = DOLBOM_ERROR_INIT};
    atomic_init(&pool.failed, n_tasks);
    atomic_init(&pool.n_workers, 1);
    pthread_t helpers[MAX_HELPERS];
    size_t wanted = dlb_env_threads(env) - 1;
    if (wanted > n_tasks - 1) wanted = n_tasks - 1;
    unsigned started = start_helpers(&pool, (unsigned)wanted, helpers);
    dolbom_status status = work(&pool, env, stage, error);
    for (unsigned i = 0; i < started; i++) (void)pthread_join(helpers[i], NULL);
    (void)pthread_mutex_destroy(&pool.lock);
    if (pool.status != DOLBOM_OK) {
        dlb_error_copy(error, &pool.error);
        return pool.status;
    }
    return status == DOLBOM_OK ? report(&pool, env, stage, error) : status;
}
