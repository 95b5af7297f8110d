/* SPDX-License-Identifier: Apache-2.0 */
/*
 * result_select.c - some rows of a result, some of their cells replaced.
 *
 * A view is made row by row; whoever reads the result afterwards sees its rows only. The result
 * itself is not copied.
 */
#include "io/output/output.h"

#include <stdlib.h>
#include <string.h>

static bool grow(void **data, size_t n, size_t bytes)
{
    bool full = (n & (n - 1)) == 0; /* room for 1, 2, 4, … */
    if (!full) return true;
    void *more = reallocarray(*data, n ? 2 * n : 1, bytes);
    if (!more) return false;
    *data = more;
    return true;
}

void io_select_row(struct io_selection *view, int64_t row)
{
    void *rows = view->rows;
    if (!view->failed && !grow(&rows, (size_t)view->n_rows, sizeof *view->rows))
        view->failed = true;
    view->rows = rows;
    if (!view->failed) view->rows[view->n_rows++] = row;
}

void io_select_cell(struct io_selection *view, int column, const char *text, size_t len)
{
    if (view->failed || column < 0) return;
    void *cells = view->cells;
    char *copy = text ? malloc(len + 1) : NULL;
    if ((text && !copy) || !grow(&cells, view->n_cells, sizeof *view->cells)) view->failed = true;
    view->cells = cells;
    if (view->failed) {
        free(copy);
        return;
    }
    if (copy) memcpy(copy, text, len);
    if (copy) copy[len] = '\0';
    view->cells[view->n_cells++] = (struct io_replaced){view->n_rows - 1, column, copy, len};
}

struct wanted {
    const struct io_selection *view;
    int64_t row;
};

static bool is_of_earlier_row(const void *context, size_t i)
{
    const struct wanted *wanted = context;
    return wanted->view->cells[i].row < wanted->row;
}

const struct io_replaced *io_select_find(const struct io_selection *view, int column, int64_t row)
{
    struct wanted wanted = {view, row};
    size_t at = tool_count_before(view->n_cells, is_of_earlier_row, &wanted);
    for (; at < view->n_cells && view->cells[at].row == row; at++)
        if (view->cells[at].column == column) return &view->cells[at];
    return NULL;
}

void io_select_clear(struct io_selection *view)
{
    for (size_t i = 0; i < view->n_cells; i++) free(view->cells[i].text);
    free(view->cells);
    free(view->rows);
    *view = (struct io_selection){.n_rows = 0};
}
