/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_result.c - a table of a run by its name, and its rows by what a cell says.
 */
#include "run/run.h"

#include <string.h>

const struct io_result *tool_run_result(const struct tool_run *run, const char *name)
{
    if (strcmp(name, "rejects") == 0) return &run->rejects;
    if (strcmp(name, "table_counts") == 0) return &run->table_counts;
    for (size_t i = 0; i < run->n_results; i++)
        if (strcmp(run->results[i].name, name) == 0) return &run->results[i];
    return NULL;
}

bool tool_cell_is(const struct io_result *table, int column, int64_t row, struct tool_piece text)
{
    char scratch[IO_CELL];
    struct tool_piece cell = {NULL, 0};
    cell.text = io_result_text(table, column, row, scratch, &cell.len);
    return tool_piece_same(cell, text);
}

int64_t tool_count_rows(const struct io_result *table, const char *column, const char *text)
{
    int64_t n = 0;
    const struct tool_piece wanted = {text, strlen(text)};
    int at = table ? io_result_column(table, column) : -1;
    for (int64_t row = 0; at >= 0 && row < table->n_rows; row++)
        n += tool_cell_is(table, at, row, wanted);
    return n;
}
