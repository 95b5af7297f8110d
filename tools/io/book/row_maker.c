/* SPDX-License-Identifier: Apache-2.0 */
/*
 * row_maker.c - a row of cells, with what merged cells write into it.
 *
 * A merged cell has its text in its first cell alone; people see it in all that it covers, down and
 * to the right. A row that has nothing but such texts is blank.
 */
#include "io/book/book.h"

#include <stdlib.h>
#include <string.h>

void io_row_begin(struct io_row_maker *maker)
{
    memset(maker->cells, 0, sizeof *maker->cells * (size_t)maker->n_cells);
    maker->n_cells = 0;
    maker->n_own = 0;
    maker->len = 0;
}

/* Room for n more bytes. */
static bool reserve(struct io_row_maker *maker, size_t n)
{
    if (maker->text && n <= maker->cap - maker->len) return true;
    size_t cap = maker->cap * 2 + n + 1024;
    char *more = realloc(maker->text, cap);
    if (!more) return false;
    maker->text = more;
    maker->cap = cap;
    return true;
}

static bool set(struct io_row_maker *maker, int column, const char *text, size_t len, uint8_t fault)
{
    if (len == 0 && fault == IO_CELL_GOOD && column >= maker->n_cells) return true;
    if (!reserve(maker, len)) return false;
    if (len) memcpy(maker->text + maker->len, text, len);
    maker->at[column] = maker->len;
    maker->len += len;
    maker->cells[column] = (struct io_cell){.len = (uint32_t)len, .fault = fault};
    if (column >= maker->n_cells) maker->n_cells = column + 1;
    return true;
}

bool io_row_add(struct io_row_maker *maker, int64_t column, const char *text, size_t len,
                uint8_t fault)
{
    bool is_empty = len == 0 && fault == IO_CELL_GOOD;
    if (!is_empty && column >= maker->n_own) maker->n_own = column + 1;
    if (column >= IO_COLUMNS_MAX) return true;
    return set(maker, (int)column, text, len, fault);
}

bool io_row_merge(struct io_row_maker *maker, const struct io_merge *merge)
{
    const struct io_cell *first = &maker->cells[merge->left];
    for (int c = merge->left; c <= merge->right && c < IO_COLUMNS_MAX; c++) {
        struct io_fill *fill = &maker->fills[c];
        char *copy = malloc(first->len + 1);
        if (!copy) return false;
        if (first->len) memcpy(copy, maker->text + maker->at[merge->left], first->len);
        free(fill->text);
        *fill = (struct io_fill){merge->bottom + 1, copy, first->len, first->fault};
    }
    return true;
}

static bool fill_row(struct io_row_maker *maker, int64_t number)
{
    for (int c = 0; c < IO_COLUMNS_MAX; c++) {
        const struct io_fill *fill = &maker->fills[c];
        if (fill->until < number) continue;
        if (!set(maker, c, fill->text, fill->len, fill->fault)) return false;
        if (c < maker->n_cells) maker->cells[c].filled = true;
    }
    return true;
}

bool io_row_end(struct io_row_maker *maker, int64_t number, struct io_raw_row *row)
{
    if (!fill_row(maker, number)) return false;
    for (int c = 0; c < maker->n_cells; c++) maker->cells[c].text = maker->text + maker->at[c];
    row->number = number;
    row->cells = maker->cells;
    row->n_cells = maker->n_cells;
    row->n_own = maker->n_own;
    return true;
}

void io_row_maker_clear(struct io_row_maker *maker)
{
    for (int c = 0; c < IO_COLUMNS_MAX; c++) free(maker->fills[c].text);
    free(maker->text);
    *maker = (struct io_row_maker){.text = NULL};
}
