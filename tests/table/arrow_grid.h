/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrow_grid.h - the text of arrow_make.h taken apart; for arrow_make.c alone.
 */
#ifndef ARROW_GRID_H
#define ARROW_GRID_H

#include "table/arrow_make.h"

#include <stdbool.h>
#include <stddef.h>

struct grid_cell {
    char *data; /* NULL: null */
    size_t len;
};

struct grid_column {
    char *name;
    char format[16];
    char index[4]; /* "" when it is no dictionary */
};

struct grid {
    size_t n_columns, n_rows;
    struct grid_column *columns;
    struct grid_cell *cells; /* row by row */
    bool *null_row;
};

struct grid grid_parse(const char *text, const struct arrow_options *options);
void grid_free(struct grid *grid);

/* A cell as an integer, 0 when null; bytes of a number; a number as its buffer holds it. */
int64_t grid_whole(const struct grid_column *column, const struct grid_cell *cell);
size_t grid_width(const char *format);
void grid_put_number(const struct grid_column *column, const struct grid_cell *cell, char *at,
                     size_t width);

/* Test memory is never short: the program stops instead. */
void grid_stop(const char *why, const char *where);
void *grid_get(size_t bytes);
void *grid_get_zero(size_t n, size_t size);

#endif
