/* SPDX-License-Identifier: Apache-2.0 */
/*
 * order.c - a stable order of rows by comparison.
 *
 * For the small tables whose order takes several columns; the large ones are sorted by key
 * (rows.c). Bottom-up merging of row numbers: no recursion, n log n comparisons at worst.
 */
#include "intake/intake.h"

#include <string.h>

struct merge {
    const char *rows;
    size_t row_bytes;
    dlb_row_compare compare;
};

/* Merge order[from, middle) and order[middle, to) into out. */
static void merge_runs(const struct merge *merge, const uint32_t *order, size_t from, size_t middle,
                       size_t to, uint32_t *out)
{
    size_t left = from, right = middle;
    for (size_t i = from; i < to; i++) {
        bool take_right = left == middle;
        if (!take_right && right < to)
            take_right = merge->compare(merge->rows + order[right] * merge->row_bytes,
                                        merge->rows + order[left] * merge->row_bytes) < 0;
        out[i] = order[take_right ? right++ : left++];
    }
}

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* Leaves the order in *order, which may have been swapped with *other. */
static void merge_all(const struct merge *merge, size_t n, uint32_t **order, uint32_t **other)
{
    for (size_t run = 1; run < n; run *= 2) {
        for (size_t from = 0; from < n; from += 2 * run)
            merge_runs(merge, *order, from, smaller(from + run, n), smaller(from + 2 * run, n),
                       *other);
        uint32_t *swap = *order;
        *order = *other;
        *other = swap;
    }
}

dolbom_status dlb_order_rows(struct dlb_env *env, void *rows, uint32_t n, size_t row_bytes,
                             dlb_row_compare compare, dolbom_error *error)
{
    struct merge merge = {rows, row_bytes, compare};
    dolbom_status status = DOLBOM_E_MEMORY;
    uint32_t *order = dlb_alloc_array(env, n, sizeof *order);
    uint32_t *other = dlb_alloc_array(env, n, sizeof *other);
    char *sorted = dlb_alloc_array(env, n, row_bytes);
    if (!order || !other || !sorted) goto done;
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    merge_all(&merge, n, &order, &other);
    for (uint32_t i = 0; i < n; i++)
        memcpy(sorted + i * row_bytes, merge.rows + order[i] * row_bytes, row_bytes);
    if (n) memcpy(rows, sorted, n * row_bytes);
    status = DOLBOM_OK;

done:
    if (status != DOLBOM_OK) dlb_fail_memory(error, env);
    dlb_free(env, sorted, n * row_bytes);
    dlb_free(env, other, n * sizeof *other);
    dlb_free(env, order, n * sizeof *order);
    return status;
}
