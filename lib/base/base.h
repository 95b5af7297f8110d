/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base.h - what every other module stands on: errors, memory, hashing, sorting, threads.
 *
 * All memory of the library comes from a struct dlb_env, which counts it against the
 * caller's limit. There are three lifetimes: the caller's buffer or the stack for one
 * value, an arena for a batch, dlb_alloc() for what a handle owns. Frees are sized, so
 * blocks carry no header; every structure accepts its zero state in its _clear.
 */
#ifndef DLB_BASE_H
#define DLB_BASE_H

#include "base/array.h"
#include "base/bytes.h"
#include "base/ids.h"
#include "base/search.h"
#include "base/sort_key.h"
#include "base/written.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dolbom/base.h"

/* ---- structs of callers -------------------------------------------------------------- */

/* Is struct_size, the first field of `theirs`, at least large enough to cover itself? */
bool dlb_struct_fits(const void *theirs);
/*
 * Fill a caller's struct from ours: the smaller of both sizes is copied, the rest of the
 * caller's is zeroed, its struct_size stays. DOLBOM_E_ARG (and nothing is touched) when its
 * struct_size is impossible.
 */
dolbom_status dlb_struct_give(const void *made, size_t made_size, void *theirs);
/*
 * Read a caller's struct over *copy, which holds our size and the defaults. DOLBOM_E_ARG when
 * its struct_size is impossible, or when it asks for something that we do not know.
 */
dolbom_status dlb_struct_take(const void *theirs, void *copy, size_t copy_size);

/* ---- errors --------------------------------------------------------------------- */

/*
 * Fill `error` (unless NULL) and return `status`. The only writer of dolbom_error: the
 * format may name columns, tables, keys, numbers of rows, and never a field's value.
 * row -1 and column NULL mean none. For DOLBOM_E_IO errno becomes error->os_error.
 */
dolbom_status dlb_fail(dolbom_error *error, dolbom_status status, int64_t row, const char *column,
                       const char *format, ...) __attribute__((format(printf, 5, 6)));

/* May a public function report into it? NULL is fine. */
bool dlb_error_fits(const dolbom_error *error);

/* Pass on an error that was caught in a full-size struct. */
void dlb_error_copy(dolbom_error *to, const dolbom_error *from);

struct dlb_env;
/* "out of memory" with the limit that was reached, if it was the limit. */
dolbom_status dlb_fail_memory(dolbom_error *error, const struct dlb_env *env);

/* ---- environment ---------------------------------------------------------------- */

/* Copies `wanted` (NULL: defaults); count 1. */
dolbom_status dlb_env_open(const dolbom_environment *wanted, struct dlb_env **env,
                           dolbom_error *error);
struct dlb_env *dlb_env_share(struct dlb_env *env);  /* count + 1, thread-safe; returns env */
void dlb_env_release(struct dlb_env *env);           /* count - 1; NULL is ignored */
unsigned dlb_env_threads(const struct dlb_env *env); /* 1 or more */
uint64_t dlb_env_seed(const struct dlb_env *env);    /* drawn; for hash tables and no result */
size_t dlb_env_used(const struct dlb_env *env);      /* bytes held */

/* Uninitialised memory, aligned to 16, or NULL; 0 bytes give a valid pointer to nothing. */
void *dlb_alloc(struct dlb_env *env, size_t bytes);
void *dlb_alloc_zero(struct dlb_env *env, size_t bytes);
/* n * size, checked for overflow. */
void *dlb_alloc_array(struct dlb_env *env, size_t n, size_t size);
/* on NULL the old block is unchanged */
void *dlb_resize(struct dlb_env *env, void *block, size_t old_bytes, size_t new_bytes);
void dlb_free(struct dlb_env *env, void *block, size_t bytes);
/* Overwrites secrets and scratch memory with personal data in a way that no optimiser removes. */
void dlb_wipe(void *data, size_t bytes);

/*
 * Tell the caller's progress function, at most every 100 ms, but always when a stage begins
 * (done 0) or ends (done == total).
 * Only on the thread that entered the library. DOLBOM_OK or DOLBOM_E_CANCELLED.
 */
dolbom_status dlb_progress(struct dlb_env *env, const char *stage, uint64_t done, uint64_t total,
                           dolbom_error *error);
/*
 * Where there is nothing new to tell, tell the same again, at most every 100 ms, so that a caller
 * who wants to stop is heard. Only on that thread, too.
 */
dolbom_status dlb_ask(struct dlb_env *env, dolbom_error *error);
enum { DLB_ROWS_PER_ASK = 1 << 14 /* in loops over rows */ };

/* ---- arenas ----------------------------------------------------------------------- */

struct dlb_arena_block;

/* Many small pieces with one lifetime; the zero state with an env is empty. */
struct dlb_arena {
    struct dlb_env *env;
    struct dlb_arena_block *last;
    size_t used;   /* bytes used in the newest block */
    bool personal; /* wipe blocks before they are freed */
};

void dlb_arena_init(struct dlb_arena *arena, struct dlb_env *env, bool personal);
void *dlb_arena_alloc(struct dlb_arena *arena, size_t bytes); /* aligned to 8; NULL: no memory */
char *dlb_arena_copy(struct dlb_arena *arena, const void *data, size_t bytes);
void dlb_arena_reset(struct dlb_arena *arena); /* free all pieces, keep one block */
void dlb_arena_clear(struct dlb_arena *arena); /* free all blocks */

/* ---- hashing ---------------------------------------------------------------------- */

/* XXH3: for tables, blocks and files; never for anything secret. Same on all machines. */
uint64_t dlb_hash64(const void *data, size_t len);
uint64_t dlb_hash64_seeded(const void *data, size_t len, uint64_t seed);
/* Mixes two 64-bit codes into one; not symmetric; never 0. */
uint64_t dlb_hash_mix(uint64_t left, uint64_t right);

struct dlb_hash128 {
    uint64_t low, high;
};
struct dlb_hash128 dlb_hash128(const void *data, size_t len);

/* ---- sorting ---------------------------------------------------------------------- */

struct dlb_sort_item {
    uint64_t key;
    uint64_t value;
};

/*
 * Radix sort by key, stable, on as many threads as the environment allows; bytes in which
 * all keys agree cost nothing. Needs a second array of the same size while it runs. Asks, as
 * dlb_ask() does, whether to go on; the items are in disorder when that fails.
 */
dolbom_status dlb_sort(struct dlb_env *env, struct dlb_sort_item *items, size_t n,
                       dolbom_error *error);

/* The same on the calling thread alone, for use inside a task; scratch has n items. Asks nobody. */
void dlb_sort_in(struct dlb_sort_item *items, struct dlb_sort_item *scratch, size_t n);

/* The first of n sorted items whose key is not below `key`; n when there is none. */
size_t dlb_sort_items_from(const struct dlb_sort_item *items, size_t n, uint64_t key);

/*
 * The order of n texts: order[i] is the index of the i-th smallest under dlb_text_order,
 * equal texts by index. `group` (or NULL) gives each text a number that takes precedence over it.
 * Starts threads and asks, as dlb_sort() does.
 */
dolbom_status dlb_sort_texts(struct dlb_env *env, const struct dlb_text *texts,
                             const uint32_t *group, uint32_t n, uint32_t *order,
                             dolbom_error *error);

/* The same on the calling thread alone, for use inside a task. Asks nobody. */
dolbom_status dlb_sort_texts_in(struct dlb_env *env, const struct dlb_text *texts, uint32_t n,
                                uint32_t *order, dolbom_error *error);

/* ---- threads ---------------------------------------------------------------------- */

/*
 * Run tasks 0 … n_tasks-1, each exactly once, on the environment's threads; the calling
 * thread works too and reports progress under `stage` (NULL: as dlb_ask()). `worker` is below
 * dlb_env_threads(), for per-thread scratch. After a failure no further task starts; the
 * error reported is that of the lowest failed task. Results must be stored by task index.
 * A task does not start tasks itself: it sorts with dlb_sort_in() and dlb_sort_texts_in().
 */
typedef dolbom_status (*dlb_task)(void *context, size_t task, unsigned worker, dolbom_error *error);
dolbom_status dlb_run_tasks(struct dlb_env *env, const char *stage, size_t n_tasks, dlb_task run,
                            void *context, dolbom_error *error);

/* ---- days --------------------------------------------------------------------------- */

enum {
    DLB_DAY_NONE = INT32_MIN, /* no day */
    DLB_DAY_OPEN = INT32_MAX  /* an interval that has not ended */
};

/*
 * Proleptic Gregorian calendar; days since 1970-01-01; years -1,000,000 … 1,000,000.
 * A day that does not exist, such as 30 February, is DLB_DAY_NONE.
 */
int32_t dlb_day_of(int32_t year, unsigned month, unsigned day);
void dlb_day_parts(int32_t days, int32_t *year, unsigned *month, unsigned *day);
bool dlb_day_exists(int32_t year, unsigned month, unsigned day);
unsigned dlb_days_in_month(int32_t year, unsigned month); /* 0 if there is no such month */
/* "YYYY-MM-DD", 10 bytes and no NUL; "0000-00-00" outside the years 0 … 9999. */
void dlb_day_write(int32_t days, char text[10]);
/* Same day number `months` later, else that month's last day. */
int32_t dlb_add_months(int32_t day, int32_t months);
/* Months since 1970-01 of a day, and the first day of such a month. */
int32_t dlb_month_of(int32_t day);
int32_t dlb_month_start(int32_t month);

/* Days from `start` up to, not including, `end`. */
struct dlb_span {
    int32_t start, end;
};

/*
 * Do the libraries underneath work as they should? XXH3 gives its published values, Judy keeps its
 * keys in awkward shapes; DOLBOM_E_CORRUPT names the one that fails.
 */
dolbom_status dlb_hash_self_test(dolbom_error *error);
dolbom_status dlb_judy_self_test(struct dlb_env *env, dolbom_error *error);

#endif
