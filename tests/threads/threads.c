/* SPDX-License-Identifier: Apache-2.0 */
/*
 * threads.c - several callers at once on one environment, as with a plan that is shared.
 *
 * A plain program: the thread sanitizer, in whose build it is run as well, does not bear
 * the test framework. Each caller repeats each scenario; every result has to be what one
 * caller alone would get.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "support/support.h"
#include "table/table.h"

enum { N_CALLERS = 4, N_ROUNDS = 5, N_TASKS = 300, N_ITEMS = 270000 };

struct shared {
    struct dlb_env *env;
    struct dlb_id_set *ids; /* read by all, changed by none */
    atomic_uint n_told;     /* calls of the progress function */
};

/* ---- scenarios: true when all is well ------------------------------------------------ */

static bool counts_memory(struct shared *shared, uint64_t seed)
{
    unsigned char *blocks[40] = {0};
    size_t sizes[40] = {0};
    bool good = true;
    for (uint64_t i = 0; i < 4000; i++) {
        const size_t at = dlb_hash_mix(seed, i) % 40, size = dlb_hash_mix(i, seed) % 3000;
        if (sizes[at] > 0 && blocks[at][sizes[at] - 1] != (unsigned char)at) good = false;
        unsigned char *moved = dlb_resize(shared->env, blocks[at], sizes[at], size);
        if (!moved) continue; /* the limit; the block is as it was */
        blocks[at] = moved, sizes[at] = size;
        memset(moved, (int)at, size);
    }
    for (size_t at = 0; at < 40; at++) dlb_free(shared->env, blocks[at], sizes[at]);
    return good;
}

static bool fills_arenas(struct shared *shared, uint64_t seed)
{
    struct dlb_arena arena;
    dlb_arena_init(&arena, shared->env, true);
    const char *first = dlb_arena_copy(&arena, &seed, sizeof seed);
    for (uint64_t i = 0; i < 1000; i++)
        if (!dlb_arena_copy(&arena, &i, sizeof i)) first = NULL;
    bool good = first && memcmp(first, &seed, sizeof seed) == 0;
    dlb_arena_clear(&arena);
    return good;
}

struct squares {
    uint64_t results[N_TASKS];
    size_t first_failure;
};

static dolbom_status square(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    (void)worker;
    struct squares *squares = context;
    squares->results[task] = task * task;
    if (task < squares->first_failure) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_INPUT, (int64_t)task, NULL, "task %zu", task);
}

static bool runs_tasks(struct shared *shared, uint64_t seed)
{
    struct squares squares = {.first_failure = N_TASKS};
    (void)seed;
    if (dlb_run_tasks(shared->env, "squares", N_TASKS, square, &squares, NULL) != DOLBOM_OK)
        return false;
    for (size_t i = 0; i < N_TASKS; i++)
        if (squares.results[i] != i * i) return false;
    return true;
}

static bool reports_the_lowest_failure(struct shared *shared, uint64_t seed)
{
    struct squares squares = {.first_failure = dlb_hash_mix(seed, 1) % N_TASKS};
    dolbom_error error = DOLBOM_ERROR_INIT;
    return dlb_run_tasks(shared->env, "squares", N_TASKS, square, &squares, &error) ==
               DOLBOM_E_INPUT &&
           error.row == (int64_t)squares.first_failure;
}

static bool sorts(struct shared *shared, uint64_t seed)
{
    struct dlb_sort_item *items = calloc(N_ITEMS, sizeof *items);
    if (!items) return false;
    for (uint64_t i = 0; i < N_ITEMS; i++)
        items[i] = (struct dlb_sort_item){dlb_hash_mix(seed, i) >> 44, i};
    bool good = dlb_sort(shared->env, items, N_ITEMS, NULL) == DOLBOM_OK;
    for (size_t i = 1; i < N_ITEMS; i++) {
        const struct dlb_sort_item *before = &items[i - 1], *item = &items[i];
        if (before->key > item->key) good = false;
        if (before->key == item->key && before->value >= item->value) good = false;
    }
    free(items);
    return good;
}

static bool keeps_ids(struct shared *shared, uint64_t seed)
{
    struct dlb_id_set *own = NULL;
    bool good = dlb_id_set_open(shared->env, &own, NULL) == DOLBOM_OK;
    for (uint64_t i = 0; good && i < 3000; i++) {
        good = dlb_id_set_add(own, dlb_hash_mix(seed, i), NULL, NULL) == DOLBOM_OK &&
               dlb_id_set_has(shared->ids, i * 2) && !dlb_id_set_has(shared->ids, i * 2 + 1);
    }
    good = good && dlb_id_set_count(own) == 3000;
    dlb_id_set_free(own);
    return good;
}

enum { N_BATCHES = 3, BATCH_ROWS = 65536 };

static bool write_table(struct dlb_env *env, uint64_t seed, struct ArrowArrayStream *stream)
{
    static const struct dlb_frame_column columns[] = {{"id", DLB_FRAME_TEXT, 0},
                                                      {"number", DLB_FRAME_INT64, 0}};
    struct dlb_frame *frame = NULL;
    if (dlb_frame_open(env, columns, 2, &frame, NULL) != DOLBOM_OK) return false;
    for (int64_t row = 0; row < N_BATCHES * BATCH_ROWS; row++) {
        dlb_frame_cstring(frame, "an id");
        dlb_frame_int(frame, row + (int64_t)seed);
    }
    return dlb_frame_stream(frame, stream, NULL) == DOLBOM_OK;
}

struct tables {
    struct dlb_batch *batches[N_BATCHES];
    uint64_t seed;
};

static bool is_number(const struct dlb_batch *batch, int64_t row, int64_t number)
{
    char scratch[DLB_SCRATCH], wanted[DLB_SCRATCH];
    struct dlb_text text;
    snprintf(wanted, sizeof wanted, "%lld", (long long)number);
    return dlb_batch_text(batch, 1, row, scratch, &text) == DLB_CELL_OK &&
           dlb_text_equal(text, dlb_text_of(wanted));
}

/* Reads a batch and gives it back, on whatever thread this is. */
static dolbom_status check_batch(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    (void)worker;
    struct tables *tables = context;
    struct dlb_batch *batch = tables->batches[task];
    int64_t first = (int64_t)task * BATCH_ROWS + (int64_t)tables->seed;
    bool good = dlb_batch_rows(batch) == BATCH_ROWS;
    for (int64_t row = 0; good && row < BATCH_ROWS; row++)
        good = is_number(batch, row, first + row);
    dlb_batch_release(batch);
    return good ? DOLBOM_OK : dlb_fail(error, DOLBOM_E_INPUT, first, NULL, "a batch has changed");
}

static bool hands_tables_on(struct shared *shared, uint64_t seed)
{
    static const struct dlb_column columns[] = {{.name = "id", .required = true},
                                                {.name = "number", .required = true}};
    struct tables tables = {.seed = seed};
    struct ArrowArrayStream stream;
    struct dlb_source *source = NULL;
    if (!write_table(shared->env, seed, &stream)) return false;
    bool good = dlb_source_open(shared->env, "table", &stream, columns, 2, NULL, &source, NULL) ==
                DOLBOM_OK;
    for (size_t i = 0; good && i < N_BATCHES; i++)
        good = dlb_source_next(source, &tables.batches[i], NULL) == DOLBOM_OK && tables.batches[i];
    dlb_source_close(source);
    return good &&
           dlb_run_tasks(shared->env, NULL, N_BATCHES, check_batch, &tables, NULL) == DOLBOM_OK;
}

/* ---- callers ------------------------------------------------------------------------- */

static const struct {
    const char *name;
    bool (*run)(struct shared *shared, uint64_t seed);
} scenarios[] = {
    {"memory is counted", counts_memory},
    {"arenas are apart", fills_arenas},
    {"tasks run once each", runs_tasks},
    {"the lowest failure is reported", reports_the_lowest_failure},
    {"sorting is stable", sorts},
    {"sets of ids are apart, and read by all", keeps_ids},
    {"batches are read and released anywhere", hands_tables_on},
};

enum { N_SCENARIOS = sizeof scenarios / sizeof *scenarios };

struct caller {
    pthread_t thread;
    struct shared *shared;
    uint64_t number;
    bool failed[N_SCENARIOS];
};

static void *call(void *context)
{
    struct caller *caller = context;
    struct dlb_env *env = dlb_env_share(caller->shared->env);
    for (uint64_t round = 0; round < N_ROUNDS; round++)
        for (size_t s = 0; s < N_SCENARIOS; s++) {
            /* Callers meet in different scenarios. */
            const size_t scenario = (s + caller->number) % N_SCENARIOS;
            if (!scenarios[scenario].run(caller->shared, caller->number * 100 + round))
                caller->failed[scenario] = true;
        }
    dlb_env_release(env);
    return NULL;
}

static int32_t count_progress(void *context, const dolbom_progress *progress)
{
    atomic_uint *n_told = context;
    atomic_fetch_add(n_told, progress->done <= progress->total);
    return 0;
}

static bool open_shared(struct shared *shared, struct test_memory *memory)
{
    dolbom_environment wanted = test_memory_environment(memory);
    wanted.n_threads = 3;
    wanted.memory_limit_bytes = 64 << 20;
    wanted.progress = count_progress;
    wanted.progress_context = &shared->n_told;
    if (dlb_env_open(&wanted, &shared->env, NULL) != DOLBOM_OK) return false;
    if (dlb_id_set_open(shared->env, &shared->ids, NULL) != DOLBOM_OK) return false;
    for (uint64_t i = 0; i < 3000; i++)
        if (dlb_id_set_add(shared->ids, i * 2, NULL, NULL) != DOLBOM_OK) return false;
    return true;
}

static bool run_callers(struct shared *shared, bool failed[N_SCENARIOS])
{
    struct caller callers[N_CALLERS] = {0};
    for (uint64_t i = 0; i < N_CALLERS; i++) {
        callers[i].shared = shared, callers[i].number = i;
        if (pthread_create(&callers[i].thread, NULL, call, &callers[i]) != 0) return false;
    }
    for (size_t i = 0; i < N_CALLERS; i++) {
        if (pthread_join(callers[i].thread, NULL) != 0) return false;
        for (size_t s = 0; s < N_SCENARIOS; s++) failed[s] = failed[s] || callers[i].failed[s];
    }
    return true;
}

static unsigned n_passed, n_failed;

static void expect(bool good, const char *what)
{
    printf("%s: %s\n", good ? "ok" : "FAILED", what);
    n_passed += good;
    n_failed += !good;
}

int main(void)
{
    struct test_memory memory = {0};
    struct shared shared = {0};
    bool failed[N_SCENARIOS] = {0};
    if (!open_shared(&shared, &memory)) return 1;
    const size_t used = dlb_env_used(shared.env);
    expect(run_callers(&shared, failed), "callers start and end");
    for (size_t s = 0; s < N_SCENARIOS; s++) expect(!failed[s], scenarios[s].name);
    expect(shared.n_told > 0, "progress is told");
    expect(dlb_env_used(shared.env) == used, "all that was taken is counted back");
    expect(memory.peak_bytes <= 64 << 20, "the limit holds");
    dlb_id_set_free(shared.ids);
    dlb_env_release(shared.env);
    expect(!test_memory_fault(&memory), "nothing is left");
    printf("%u passed, %u failed\n", n_passed, n_failed);
    return n_failed > 0;
}
