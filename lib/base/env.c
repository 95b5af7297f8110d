/* SPDX-License-Identifier: Apache-2.0 */
/*
 * env.c - the environment: counted memory, threads, progress.
 *
 * On Linux malloc grants far more than the machine has, and the process dies later. So
 * the limit is counted here, before memory is asked for, and running into it is an
 * ordinary error. Every block comes with its size when it is resized or freed:
 *
 *   used    bytes handed out, the environment itself included; used <= limit always
 *   0 bytes need no memory: the block is a constant of this file and is never freed
 *
 * Several threads allocate at once, and a plan and its streams outlive each other in any
 * order, so the counters and the number of shares are atomic.
 */
#include "base/base.h"

#include <sodium.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_THREADS = 64,
    PROGRESS_MS = 100,
    HUGE_PAGE = 2 << 20,
    HUGE_FROM = 4 << 20,
    PAGE = 4096,
    NO_DUMP_FROM = 128 << 10
};

struct dlb_env {
    dolbom_environment wanted;
    void *(*resize)(void *context, void *block, size_t old_size, size_t new_size);
    size_t limit;
    unsigned n_threads;
    uint64_t seed;
    atomic_uint shares;
    atomic_size_t used;
    atomic_bool limit_reached;     /* by the last allocation that failed */
    _Atomic int64_t next_progress; /* in milliseconds of the monotonic clock */
    /* What was told last. Calls that share a plan share its listener too, and may mix here. */
    _Atomic(const char *) stage;
    _Atomic uint64_t done, total;
};

_Static_assert(alignof(max_align_t) >= 16, "malloc aligns less than the library promises");
static const max_align_t nothing;

/* ---- the C library's memory --------------------------------------------------------- */

/* Advise the kernel about the whole units of `unit` bytes in a block; a refusal is not a
 * failure. */
static void advise(void *block, size_t size, size_t unit, int advice)
{
    uintptr_t begin = ((uintptr_t)block + unit - 1) & ~(uintptr_t)(unit - 1);
    uintptr_t end = ((uintptr_t)block + size) & ~(uintptr_t)(unit - 1);
    if (begin < end) (void)madvise((void *)begin, end - begin, advice);
}

/*
 * Random access to a large table is 1.4 to 1.6 times as fast on huge pages, and most systems
 * give them on demand only. Tables hold names and numbers of people: large blocks stay out of
 * core files, small ones are wiped when they are freed. (A large one goes back to the kernel,
 * or is overwritten by the next.)
 */
static void *resize_by_libc(void *context, void *block, size_t old_size, size_t new_size)
{
    (void)context;
    if (new_size == 0) {
        if (old_size < NO_DUMP_FROM) explicit_bzero(block, old_size);
        free(block);
        return NULL;
    }
    void *moved = realloc(block, new_size);
    if (!moved || new_size <= old_size) return moved;
    if (new_size >= NO_DUMP_FROM) advise(moved, new_size, PAGE, MADV_DONTDUMP);
    if (new_size >= HUGE_FROM) advise(moved, new_size, HUGE_PAGE, MADV_HUGEPAGE);
    return moved;
}

/* ---- counting ----------------------------------------------------------------------- */

/* False, and nothing is changed, when the limit would be exceeded. */
static bool charge(struct dlb_env *env, size_t bytes)
{
    size_t used = atomic_load_explicit(&env->used, memory_order_relaxed);
    do {
        if (bytes > env->limit - used) {
            atomic_store_explicit(&env->limit_reached, true, memory_order_relaxed);
            return false;
        }
    } while (!atomic_compare_exchange_weak_explicit(&env->used, &used, used + bytes,
                                                    memory_order_relaxed, memory_order_relaxed));
    return true;
}

static void discharge(struct dlb_env *env, size_t bytes)
{
    atomic_fetch_sub_explicit(&env->used, bytes, memory_order_relaxed);
}

static void *resize(struct dlb_env *env, void *block, size_t old_bytes, size_t new_bytes)
{
    return env->resize(env->wanted.resize_context, block, old_bytes, new_bytes);
}

/* ---- blocks ------------------------------------------------------------------------- */

void *dlb_resize(struct dlb_env *env, void *block, size_t old_bytes, size_t new_bytes)
{
    if (new_bytes == 0) {
        dlb_free(env, block, old_bytes);
        return (void *)&nothing;
    }
    size_t growth = new_bytes > old_bytes ? new_bytes - old_bytes : 0;
    if (!charge(env, growth)) return NULL;
    void *moved = resize(env, old_bytes == 0 ? NULL : block, old_bytes, new_bytes);
    if (!moved) {
        discharge(env, growth);
        atomic_store_explicit(&env->limit_reached, false, memory_order_relaxed);
        return NULL;
    }
    if (new_bytes < old_bytes) discharge(env, old_bytes - new_bytes);
    return moved;
}

void *dlb_alloc(struct dlb_env *env, size_t bytes)
{
    return dlb_resize(env, NULL, 0, bytes);
}

void *dlb_alloc_zero(struct dlb_env *env, size_t bytes)
{
    void *block = dlb_alloc(env, bytes);
    if (block && bytes > 0) memset(block, 0, bytes);
    return block;
}

void *dlb_alloc_array(struct dlb_env *env, size_t n, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(n, size, &bytes)) return NULL;
    return dlb_alloc(env, bytes);
}

void dlb_free(struct dlb_env *env, void *block, size_t bytes)
{
    if (!block || bytes == 0) return;
    (void)resize(env, block, bytes, 0);
    discharge(env, bytes);
}

void dlb_wipe(void *data, size_t bytes)
{
    if (bytes > 0) explicit_bzero(data, bytes);
}

/* ---- the environment ---------------------------------------------------------------- */

static unsigned threads_for(uint32_t wanted)
{
    long processors = wanted > 0 ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);
    if (processors < 1) return 1;
    return processors < MAX_THREADS ? (unsigned)processors : MAX_THREADS;
}

dolbom_status dlb_env_open(const dolbom_environment *wanted, struct dlb_env **env,
                           dolbom_error *error)
{
    struct dlb_env made = {.wanted = DOLBOM_ENVIRONMENT_INIT};
    if (wanted && dlb_struct_take(wanted, &made.wanted, sizeof made.wanted) != DOLBOM_OK)
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL,
                        "the environment's struct_size is not that of a dolbom_environment, or "
                        "it asks for what this version does not know");
    if (sodium_init() < 0)
        return dlb_fail(error, DOLBOM_E_CORRUPT, -1, NULL, "libsodium cannot be initialised");
    made.resize = made.wanted.resize ? made.wanted.resize : resize_by_libc;
    uint64_t limit = made.wanted.memory_limit_bytes;
    made.limit = limit == 0 || limit > SIZE_MAX ? SIZE_MAX : (size_t)limit;
    made.n_threads = threads_for(made.wanted.n_threads);
    randombytes_buf(&made.seed, sizeof made.seed);
    atomic_init(&made.shares, 1);
    if (!charge(&made, sizeof made)) return dlb_fail_memory(error, &made);
    struct dlb_env *block = resize(&made, NULL, 0, sizeof made);
    if (!block) return dlb_fail_memory(error, &made);
    memcpy(block, &made, sizeof made);
    *env = block;
    return DOLBOM_OK;
}

struct dlb_env *dlb_env_share(struct dlb_env *env)
{
    atomic_fetch_add_explicit(&env->shares, 1, memory_order_relaxed);
    return env;
}

void dlb_env_release(struct dlb_env *env)
{
    if (!env) return;
    if (atomic_fetch_sub_explicit(&env->shares, 1, memory_order_acq_rel) > 1) return;
    (void)resize(env, env, sizeof *env, 0);
}

unsigned dlb_env_threads(const struct dlb_env *env)
{
    return env->n_threads;
}

uint64_t dlb_env_seed(const struct dlb_env *env)
{
    return env->seed;
}

size_t dlb_env_used(const struct dlb_env *env)
{
    return atomic_load_explicit(&env->used, memory_order_relaxed);
}

dolbom_status dlb_fail_memory(dolbom_error *error, const struct dlb_env *env)
{
    if (!env || !atomic_load_explicit(&env->limit_reached, memory_order_relaxed))
        return dlb_fail(error, DOLBOM_E_MEMORY, -1, NULL, "out of memory");
    return dlb_fail(error, DOLBOM_E_MEMORY, -1, NULL,
                    "the memory limit of %zu bytes is reached; raise it or give fewer rows",
                    env->limit);
}

/* ---- progress ----------------------------------------------------------------------- */

/* Decides only when to report: no output depends on the clock. */
static int64_t milliseconds(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Has nobody been told anything for a while? */
static bool is_time(const struct dlb_env *env)
{
    return milliseconds() >= atomic_load_explicit(&env->next_progress, memory_order_relaxed);
}

static dolbom_status tell(struct dlb_env *env, const char *stage, uint64_t done, uint64_t total,
                          dolbom_error *error)
{
    const int64_t next = milliseconds() + PROGRESS_MS;
    atomic_store_explicit(&env->next_progress, next, memory_order_relaxed);
    dolbom_progress progress = {.struct_size = sizeof progress,
                                .stage = stage,
                                .done = done,
                                .total = total,
                                .memory_bytes = dlb_env_used(env)};
    if (env->wanted.progress(env->wanted.progress_context, &progress) == 0) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_CANCELLED, -1, NULL, "cancelled by the caller during %s",
                    stage);
}

dolbom_status dlb_progress(struct dlb_env *env, const char *stage, uint64_t done, uint64_t total,
                           dolbom_error *error)
{
    if (!env->wanted.progress) return DOLBOM_OK;
    atomic_store_explicit(&env->stage, stage, memory_order_relaxed);
    atomic_store_explicit(&env->done, done, memory_order_relaxed);
    atomic_store_explicit(&env->total, total, memory_order_relaxed);
    const bool is_edge = done == 0 || done == total;
    return is_edge || is_time(env) ? tell(env, stage, done, total, error) : DOLBOM_OK;
}

dolbom_status dlb_ask(struct dlb_env *env, dolbom_error *error)
{
    const char *stage = atomic_load_explicit(&env->stage, memory_order_relaxed);
    if (!env->wanted.progress || !stage || !is_time(env)) return DOLBOM_OK;
    return tell(env, stage, atomic_load_explicit(&env->done, memory_order_relaxed),
                atomic_load_explicit(&env->total, memory_order_relaxed), error);
}
