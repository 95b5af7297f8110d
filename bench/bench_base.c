/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_base.c - what everything else is built on: sorts, hashes, digests, sets of ids, arenas,
 * tasks.
 *
 * usage: bench_base [ROWS]
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "key/key.h"

struct rows {
    struct dlb_env *memory; /* of the rows */
    struct dlb_env *env;    /* of what is measured */
    size_t n;
    struct dlb_sort_item *items;
    struct dlb_text *texts;
    uint32_t *order;
    char *bytes;
    struct dlb_id_set *set;
    struct dlb_digest digest;
    unsigned key_bits;
    uint64_t sum; /* of the results, so that they are not optimised away */
};

enum { TEXT_BYTES = 24 };

static void open_env(struct rows *rows, uint32_t n_threads)
{
    dolbom_environment wanted = DOLBOM_ENVIRONMENT_INIT;
    wanted.n_threads = n_threads;
    bench_check(dlb_env_open(&wanted, &rows->env, NULL), "opening an environment");
}

/* ---- sorts -------------------------------------------------------------------------- */

static void make_items(void *context)
{
    struct rows *rows = context;
    for (size_t i = 0; i < rows->n; i++)
        rows->items[i] = (struct dlb_sort_item){dlb_hash_mix(1, i) >> (64 - rows->key_bits), i};
}

static void sort_items(void *context)
{
    struct rows *rows = context;
    bench_check(dlb_sort(rows->env, rows->items, rows->n, NULL), "sorting");
}

/* Ids as agencies write them: one long prefix, numbers in no order. */
static void make_texts(struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        char *text = rows->bytes + i * TEXT_BYTES;
        int len = snprintf(text, TEXT_BYTES, "GG-2024-%09llu",
                           (unsigned long long)(dlb_hash_mix(2, i) % (rows->n * 4)));
        rows->texts[i] = (struct dlb_text){text, (size_t)len};
    }
}

static void sort_texts(void *context)
{
    struct rows *rows = context;
    bench_check(dlb_sort_texts(rows->env, rows->texts, NULL, (uint32_t)rows->n, rows->order, NULL),
                "sorting texts");
}

static void bench_sorts(struct rows *rows, uint32_t n_threads)
{
    static const unsigned bits[] = {64, 40};
    open_env(rows, n_threads);
    for (size_t i = 0; i < 2; i++) {
        char name[40];
        rows->key_bits = bits[i];
        snprintf(name, sizeof name, "sort_%u_bits_%u_threads", bits[i], n_threads);
        bench_run(name, rows->n, make_items, sort_items, rows);
    }
    dlb_env_release(rows->env);
}

/* ---- hashes and digests --------------------------------------------------------------- */

static void hash_texts(void *context)
{
    struct rows *rows = context;
    for (size_t i = 0; i < rows->n; i++)
        rows->sum += dlb_hash64(rows->texts[i].data, rows->texts[i].len);
}

static void mix_numbers(void *context)
{
    struct rows *rows = context;
    for (size_t i = 0; i < rows->n; i++) rows->sum += dlb_hash_mix(rows->sum, i);
}

static void digest_texts(void *context)
{
    struct rows *rows = context;
    unsigned char out[16];
    for (size_t i = 0; i < rows->n; i++) {
        dlb_digest_of(&rows->digest, &rows->texts[i], 1, out);
        rows->sum += out[0];
    }
}

/* ---- sets of ids ------------------------------------------------------------------------ */

static void open_set(void *context)
{
    struct rows *rows = context;
    dlb_id_set_free(rows->set);
    bench_check(dlb_id_set_open(rows->env, &rows->set, NULL), "opening a set");
}

static void add_dense(void *context)
{
    struct rows *rows = context;
    for (size_t i = 0; i < rows->n; i++)
        bench_check(dlb_id_set_add(rows->set, i, NULL, NULL), "adding an id");
}

static void add_random(void *context)
{
    struct rows *rows = context;
    for (size_t i = 0; i < rows->n; i++)
        bench_check(dlb_id_set_add(rows->set, dlb_hash_mix(3, i), NULL, NULL), "adding an id");
}

static void find_random(void *context)
{
    struct rows *rows = context;
    for (size_t i = 0; i < rows->n; i++)
        rows->sum += dlb_id_set_has(rows->set, dlb_hash_mix(3, i * 2));
}

static void walk(void *context)
{
    struct rows *rows = context;
    for (uint64_t id = 0; dlb_id_set_next(rows->set, &id); id++) rows->sum += id;
}

static void bench_sets(struct rows *rows)
{
    bench_run("id_set_add_dense", rows->n, open_set, add_dense, rows);
    bench_run("id_set_add_random", rows->n, open_set, add_random, rows);
    bench_run("id_set_has_random", rows->n, NULL, find_random, rows);
    bench_run("id_set_next_random", rows->n, NULL, walk, rows);
    dlb_id_set_free(rows->set);
}

/* ---- arenas and tasks --------------------------------------------------------------------- */

static void fill_arena(void *context)
{
    struct rows *rows = context;
    struct dlb_arena arena;
    dlb_arena_init(&arena, rows->env, false);
    for (size_t i = 0; i < rows->n; i++)
        if (!dlb_arena_copy(&arena, rows->texts[i].data, rows->texts[i].len)) exit(1);
    dlb_arena_clear(&arena);
}

static dolbom_status do_nothing(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    (void)context, (void)task, (void)worker, (void)error;
    return DOLBOM_OK;
}

static void run_tasks(void *context)
{
    struct rows *rows = context;
    bench_check(dlb_run_tasks(rows->env, NULL, rows->n, do_nothing, NULL, NULL), "running tasks");
}

/* Large arrays as the library itself has them, on huge pages. */
static void make_rows(struct rows *rows)
{
    bench_check(dlb_env_open(NULL, &rows->memory, NULL), "opening an environment");
    rows->items = dlb_alloc_array(rows->memory, rows->n, sizeof *rows->items);
    rows->texts = dlb_alloc_array(rows->memory, rows->n, sizeof *rows->texts);
    rows->order = dlb_alloc_array(rows->memory, rows->n, sizeof *rows->order);
    rows->bytes = dlb_alloc_array(rows->memory, rows->n, TEXT_BYTES);
    if (!rows->items || !rows->texts || !rows->order || !rows->bytes)
        bench_check(DOLBOM_E_MEMORY, "making rows");
    make_texts(rows);
}

static void free_rows(struct rows *rows)
{
    dlb_free(rows->memory, rows->items, rows->n * sizeof *rows->items);
    dlb_free(rows->memory, rows->texts, rows->n * sizeof *rows->texts);
    dlb_free(rows->memory, rows->order, rows->n * sizeof *rows->order);
    dlb_free(rows->memory, rows->bytes, rows->n * TEXT_BYTES);
    dlb_env_release(rows->memory);
}

int main(int argc, char **argv)
{
    struct rows rows = {.n = bench_rows(argc, argv, 1000000)};
    static const struct dlb_digest_key key = {{1, 2, 3}};
    make_rows(&rows);
    bench_sorts(&rows, 1);
    bench_sorts(&rows, 2);
    open_env(&rows, 2);
    dlb_digest_open(&rows.digest, &key, "bench");
    bench_run("sort_texts", rows.n, NULL, sort_texts, &rows);
    bench_run("hash64", rows.n, NULL, hash_texts, &rows);
    bench_run("hash_mix", rows.n, NULL, mix_numbers, &rows);
    bench_run("digest", rows.n, NULL, digest_texts, &rows);
    bench_sets(&rows);
    bench_run("arena_copy", rows.n, NULL, fill_arena, &rows);
    bench_run("tasks", rows.n, NULL, run_tasks, &rows);
    dlb_env_release(rows.env);
    free_rows(&rows);
    return rows.sum == 1; /* keeps the sum from being optimised away */
}
