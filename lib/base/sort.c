/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sort.c - stable radix sort of (key, value) pairs.
 *
 * A stable order by key is unique, so the result cannot depend on how it was found: not on
 * the number of threads, the size of the caches or the path chosen here.
 *
 *   few items    insertion
 *   otherwise    one pass counts all eight bytes of the keys; then one stable pass for each
 *                byte in which the keys differ, from the lowest to the highest
 */
#include "base/base.h"

#include <string.h>

enum { FEW = 48, DIGIT_BITS = 8, N_DIGITS = 8, N_VALUES = 1 << DIGIT_BITS };

static unsigned digit_of(uint64_t key, unsigned digit)
{
    return (unsigned)(key >> (digit * DIGIT_BITS)) & (N_VALUES - 1);
}

static void insertion_sort(struct dlb_sort_item *items, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct dlb_sort_item item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].key > item.key; at--) items[at] = items[at - 1];
        items[at] = item;
    }
}

static void count_digits(const struct dlb_sort_item *items, size_t n,
                         size_t counts[N_DIGITS][N_VALUES])
{
    for (size_t i = 0; i < n; i++)
        for (unsigned digit = 0; digit < N_DIGITS; digit++)
            counts[digit][digit_of(items[i].key, digit)]++;
}

/* Turn counts into the places where the items of each value begin. */
static void places_of(size_t counts[N_VALUES])
{
    size_t place = 0;
    for (unsigned value = 0; value < N_VALUES; value++) {
        size_t count = counts[value];
        counts[value] = place;
        place += count;
    }
}

void dlb_sort_in(struct dlb_sort_item *items, struct dlb_sort_item *scratch, size_t n)
{
    if (n <= FEW) {
        insertion_sort(items, n);
        return;
    }
    size_t counts[N_DIGITS][N_VALUES] = {0};
    count_digits(items, n, counts);
    struct dlb_sort_item *from = items, *to = scratch;
    for (unsigned digit = 0; digit < N_DIGITS; digit++) {
        bool all_agree = counts[digit][digit_of(items[0].key, digit)] == n;
        if (all_agree) continue;
        places_of(counts[digit]);
        for (size_t i = 0; i < n; i++)
            to[counts[digit][digit_of(from[i].key, digit)]++] = from[i];
        struct dlb_sort_item *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) memcpy(items, from, n * sizeof *items);
}

dolbom_status dlb_sort(struct dlb_env *env, struct dlb_sort_item *items, size_t n,
                       dolbom_error *error)
{
    if (n < 2) return DOLBOM_OK;
    struct dlb_sort_item *scratch = dlb_alloc_array(env, n, sizeof *scratch);
    if (!scratch) return dlb_fail_memory(error, env);
    dlb_sort_in(items, scratch, n);
    dlb_free(env, scratch, n * sizeof *scratch);
    return DOLBOM_OK;
}
