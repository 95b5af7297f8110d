/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sort.c - stable radix sort of (key, value) pairs.
 *
 * A stable order by key is unique, so the result cannot depend on how it was found: not on
 * the number of threads, the size of the caches or the path chosen here.
 *
 *   few items    insertion
 *   some         digits of 8 bits are laid over the bits in which the keys differ, so that
 *                bits in which they agree cost nothing; one stable pass for each digit, the
 *                lowest first. Of five or more digits the highest three nearly always do:
 *                insertion puts the short runs that they leave in order
 *   many         the highest bits in which the keys differ split the items into parts that
 *                fit the cache, and each part is sorted as "some"
 *
 * Threads split the items into chunks for counting and moving, and take parts afterwards.
 * The place of an item is fixed by counts before anything moves: parts in order, in each
 * part the chunks in order, in each chunk the items in order. So nothing is locked. Between
 * chunks and parts the caller is asked whether to go on; between the passes over "some" items there
 * is no need to.
 */
#include "base/base.h"

#include <string.h>

enum {
    FEW = 48,
    DIGIT_BITS = 8,
    N_VALUES = 1 << DIGIT_BITS,
    MAX_DIGITS = 64 / DIGIT_BITS,
    HEAD_DIGITS = 3, /* enough to tell most keys apart, whatever their length */
    SHORT_RUN = 16,  /* items that are fastest sorted by insertion */
    MANY = 1 << 18,
    PART_ITEMS = 1 << 15,  /* half a megabyte, and as much again to move them to */
    CHUNK_ITEMS = 1 << 18, /* at most, since nobody is asked while one is moved */
    MAX_PART_BITS = 11
};

/* ---- few and some items --------------------------------------------------------------- */

static void insertion_sort(struct dlb_sort_item *items, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct dlb_sort_item item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].key > item.key; at--) items[at] = items[at - 1];
        items[at] = item;
    }
}

/* A mask of the bits in which not all keys agree. */
static uint64_t differing_bits(const struct dlb_sort_item *items, size_t n)
{
    uint64_t differing = 0;
    for (size_t i = 1; i < n; i++) differing |= items[i].key ^ items[0].key;
    return differing;
}

/* Where the digits lie over the differing bits, the highest first; how many there are. */
static unsigned place_digits(uint64_t differing, unsigned shifts[MAX_DIGITS])
{
    unsigned n_digits = 0;
    while (differing != 0) {
        const unsigned top = 64 - (unsigned)__builtin_clzll(differing);
        const unsigned shift = top > DIGIT_BITS ? top - DIGIT_BITS : 0;
        shifts[n_digits++] = shift;
        differing &= (UINT64_C(1) << shift) - 1;
    }
    return n_digits;
}

static unsigned digit_of(uint64_t key, unsigned shift)
{
    return (unsigned)(key >> shift) & (N_VALUES - 1);
}

/* Move the items to `to`, in the order of one digit, stably. */
static void sort_digit(const struct dlb_sort_item *from, struct dlb_sort_item *to, size_t n,
                       unsigned shift)
{
    size_t places[N_VALUES] = {0};
    for (size_t i = 0; i < n; i++) places[digit_of(from[i].key, shift)]++;
    size_t place = 0;
    for (unsigned value = 0; value < N_VALUES; value++) {
        const size_t count = places[value];
        places[value] = place;
        place += count;
    }
    for (size_t i = 0; i < n; i++) {
        const struct dlb_sort_item item = from[i];
        to[places[digit_of(item.key, shift)]++] = item;
    }
}

/* Do only few items at a time agree in the bits from `shift` on, by which they are sorted? */
static bool runs_are_short(const struct dlb_sort_item *items, size_t n, unsigned shift)
{
    for (size_t i = SHORT_RUN; i < n; i++)
        if (items[i].key >> shift == items[i - SHORT_RUN].key >> shift) return false;
    return true;
}

/* Sort by digits, the lowest first; items are in arrays[at], then in arrays[result]. */
static unsigned sort_digits(struct dlb_sort_item *const arrays[2], unsigned at, size_t n,
                            const unsigned *shifts, unsigned n_digits)
{
    for (unsigned digit = n_digits; digit > 0; digit--, at ^= 1)
        sort_digit(arrays[at], arrays[at ^ 1], n, shifts[digit - 1]);
    return at;
}

/* Returns which of the two arrays the result is in. */
static struct dlb_sort_item *sort_some(struct dlb_sort_item *items, struct dlb_sort_item *other,
                                       size_t n)
{
    if (n <= FEW) {
        insertion_sort(items, n);
        return items;
    }
    struct dlb_sort_item *const arrays[2] = {items, other};
    unsigned shifts[MAX_DIGITS], at = 0;
    const unsigned n_digits = place_digits(differing_bits(items, n), shifts);
    if (n_digits > HEAD_DIGITS + 1) {
        at = sort_digits(arrays, at, n, shifts, HEAD_DIGITS);
        if (runs_are_short(arrays[at], n, shifts[HEAD_DIGITS - 1])) {
            insertion_sort(arrays[at], n);
            return arrays[at];
        }
    }
    return arrays[sort_digits(arrays, at, n, shifts, n_digits)];
}

void dlb_sort_in(struct dlb_sort_item *items, struct dlb_sort_item *scratch, size_t n)
{
    const struct dlb_sort_item *sorted = sort_some(items, scratch, n);
    if (sorted != items) memcpy(items, sorted, n * sizeof *items);
}

/* ---- many items ----------------------------------------------------------------------- */

struct split {
    struct dlb_sort_item *items, *scratch;
    size_t n, n_chunks;
    _Atomic uint64_t differing; /* a mask of the bits in which not all keys agree */
    unsigned shift;             /* the bits from here on number the parts */
    size_t n_parts;
    size_t *places; /* of each chunk, for each part: where its next item goes */
};

static size_t chunk_begin(const struct split *split, size_t chunk)
{
    return chunk < split->n_chunks ? split->n / split->n_chunks * chunk : split->n;
}

static size_t part_of(const struct split *split, uint64_t key)
{
    return (size_t)(key >> split->shift) & (split->n_parts - 1);
}

static dolbom_status compare_chunk(void *context, size_t chunk, unsigned worker,
                                   dolbom_error *error)
{
    (void)worker, (void)error;
    struct split *split = context;
    const size_t begin = chunk_begin(split, chunk), end = chunk_begin(split, chunk + 1);
    uint64_t differing = differing_bits(split->items + begin, end - begin);
    differing |= split->items[begin].key ^ split->items[0].key;
    atomic_fetch_or(&split->differing, differing);
    return DOLBOM_OK;
}

static dolbom_status count_chunk(void *context, size_t chunk, unsigned worker, dolbom_error *error)
{
    (void)worker, (void)error;
    const struct split *split = context;
    size_t *counts = split->places + chunk * split->n_parts;
    memset(counts, 0, split->n_parts * sizeof *counts);
    for (size_t i = chunk_begin(split, chunk); i < chunk_begin(split, chunk + 1); i++)
        counts[part_of(split, split->items[i].key)]++;
    return DOLBOM_OK;
}

static dolbom_status move_chunk(void *context, size_t chunk, unsigned worker, dolbom_error *error)
{
    (void)worker, (void)error;
    const struct split *split = context;
    size_t *places = split->places + chunk * split->n_parts;
    for (size_t i = chunk_begin(split, chunk); i < chunk_begin(split, chunk + 1); i++) {
        const struct dlb_sort_item item = split->items[i];
        split->scratch[places[part_of(split, item.key)]++] = item;
    }
    return DOLBOM_OK;
}

/* The last chunk's places have moved to the end of each part. */
static dolbom_status sort_part(void *context, size_t part, unsigned worker, dolbom_error *error)
{
    (void)worker, (void)error;
    const struct split *split = context;
    const size_t *ends = split->places + (split->n_chunks - 1) * split->n_parts;
    const size_t begin = part == 0 ? 0 : ends[part - 1], n = ends[part] - begin;
    struct dlb_sort_item *there = split->items + begin;
    const struct dlb_sort_item *sorted = sort_some(split->scratch + begin, there, n);
    if (sorted != there) memcpy(there, sorted, n * sizeof *there);
    return DOLBOM_OK;
}

/* Parts by the highest differing bits, as many as bring them down to the size wanted. */
static void choose_parts(struct split *split)
{
    unsigned bits = 1;
    while (bits < MAX_PART_BITS && split->n >> bits > PART_ITEMS) bits++;
    const unsigned top = 64 - (unsigned)__builtin_clzll(split->differing);
    if (bits > top) bits = top;
    split->shift = top - bits;
    split->n_parts = (size_t)1 << bits;
}

static void places_of_split(struct split *split)
{
    size_t place = 0;
    for (size_t part = 0; part < split->n_parts; part++)
        for (size_t chunk = 0; chunk < split->n_chunks; chunk++) {
            size_t *count = &split->places[chunk * split->n_parts + part];
            const size_t next = place + *count;
            *count = place;
            place = next;
        }
}

static dolbom_status run_all(struct dlb_env *env, struct split *split, size_t n_tasks,
                             dlb_task task, dolbom_error *error)
{
    return dlb_run_tasks(env, NULL, n_tasks, task, split, error);
}

static dolbom_status sort_split(struct dlb_env *env, struct split *split, dolbom_error *error)
{
    dolbom_status status = run_all(env, split, split->n_chunks, compare_chunk, error);
    if (status != DOLBOM_OK || split->differing == 0) return status;
    choose_parts(split);
    status = run_all(env, split, split->n_chunks, count_chunk, error);
    if (status != DOLBOM_OK) return status;
    places_of_split(split);
    status = run_all(env, split, split->n_chunks, move_chunk, error);
    return status == DOLBOM_OK ? run_all(env, split, split->n_parts, sort_part, error) : status;
}

/* As many for each thread, so that all of them end at the same time. */
static size_t count_chunks(const struct dlb_env *env, size_t n)
{
    const size_t n_threads = dlb_env_threads(env);
    return n_threads * (1 + n / n_threads / CHUNK_ITEMS);
}

dolbom_status dlb_sort(struct dlb_env *env, struct dlb_sort_item *items, size_t n,
                       dolbom_error *error)
{
    if (n < 2) return DOLBOM_OK;
    dolbom_status status = DOLBOM_OK;
    const size_t n_chunks = count_chunks(env, n);
    struct split split = {.items = items, .n = n, .n_chunks = n_chunks};
    const size_t table_bytes = n < MANY ? 0 : (n_chunks << MAX_PART_BITS) * sizeof(size_t);
    split.scratch = dlb_alloc_array(env, n, sizeof *items);
    split.places = dlb_alloc(env, table_bytes);
    if (!split.scratch || !split.places)
        status = dlb_fail_memory(error, env);
    else if (n < MANY)
        dlb_sort_in(items, split.scratch, n);
    else
        status = sort_split(env, &split, error);
    dlb_free(env, split.places, table_bytes);
    dlb_free(env, split.scratch, n * sizeof *items);
    return status;
}

/* ---- what is sorted ---------------------------------------------------------------------- */

struct sought_item {
    const struct dlb_sort_item *items;
    uint64_t key;
};

static bool is_before_item(const void *sought, size_t i)
{
    const struct sought_item *wanted = sought;
    return wanted->items[i].key < wanted->key;
}

size_t dlb_sort_items_from(const struct dlb_sort_item *items, size_t n, uint64_t key)
{
    return dlb_search(0, n, &(struct sought_item){items, key}, is_before_item);
}
