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
    struct dlb_env *asked; /* NULL: nobody is asked whether to go on */
    char *rows;
    uint32_t n;
    size_t row_bytes;
    dlb_row_compare compare;
};

static bool is_before(const struct merge *merge, uint32_t row, uint32_t other)
{
    return merge->compare(merge->rows + row * merge->row_bytes,
                          merge->rows + other * merge->row_bytes) < 0;
}

/* Merge order[from, middle) and order[middle, to) into out. What lies in order is not compared. */
static void merge_runs(const struct merge *merge, const uint32_t *order, size_t from, size_t middle,
                       size_t to, uint32_t *out)
{
    size_t left = from, right = middle;
    if (middle == to || !is_before(merge, order[middle], order[middle - 1])) {
        memcpy(out + from, order + from, (to - from) * sizeof *out);
        return;
    }
    for (size_t i = from; i < to; i++) {
        bool take_right =
            left == middle || (right < to && is_before(merge, order[right], order[left]));
        out[i] = order[take_right ? right++ : left++];
    }
}

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* Before rows [from, to) are merged: now and then, may that go on? */
static dolbom_status ask(const struct merge *merge, size_t from, size_t to, dolbom_error *error)
{
    const bool asks = merge->asked && from / DLB_ROWS_PER_ASK != to / DLB_ROWS_PER_ASK;
    return asks ? dlb_ask(merge->asked, error) : DOLBOM_OK;
}

/* Leaves the order in *order, which may have been swapped with *other. */
static dolbom_status merge_all(const struct merge *merge, uint32_t **order, uint32_t **other,
                               dolbom_error *error)
{
    const size_t n = merge->n;
    for (size_t run = 1; run < n; run *= 2) {
        for (size_t from = 0; from < n; from += 2 * run) {
            const size_t middle = smaller(from + run, n), to = smaller(from + 2 * run, n);
            const dolbom_status status = ask(merge, from, to, error);
            if (status != DOLBOM_OK) return status;
            merge_runs(merge, *order, from, middle, to, *other);
        }
        uint32_t *swap = *order;
        *order = *other;
        *other = swap;
    }
    return DOLBOM_OK;
}

static dolbom_status order_rows(struct dlb_env *env, const struct merge *merge, dolbom_error *error)
{
    const uint32_t n = merge->n;
    const size_t row_bytes = merge->row_bytes;
    if (n < 2) return DOLBOM_OK;
    uint32_t *order = dlb_alloc_array(env, n, sizeof *order);
    uint32_t *other = dlb_alloc_array(env, n, sizeof *other);
    char *sorted = dlb_alloc_array(env, n, row_bytes);
    dolbom_status status = order && other && sorted ? DOLBOM_OK : dlb_fail_memory(error, env);
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++) order[i] = i;
    if (status == DOLBOM_OK) status = merge_all(merge, &order, &other, error);
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++)
        memcpy(sorted + i * row_bytes, merge->rows + order[i] * row_bytes, row_bytes);
    if (status == DOLBOM_OK) memcpy(merge->rows, sorted, n * row_bytes);
    dlb_free(env, sorted, n * row_bytes);
    dlb_free(env, other, n * sizeof *other);
    dlb_free(env, order, n * sizeof *order);
    return status;
}

dolbom_status dlb_order_rows(struct dlb_env *env, void *rows, uint32_t n, size_t row_bytes,
                             dlb_row_compare compare, dolbom_error *error)
{
    return order_rows(env, &(struct merge){env, rows, n, row_bytes, compare}, error);
}

dolbom_status dlb_order_rows_in(struct dlb_env *env, void *rows, uint32_t n, size_t row_bytes,
                                dlb_row_compare compare, dolbom_error *error)
{
    return order_rows(env, &(struct merge){NULL, rows, n, row_bytes, compare}, error);
}
