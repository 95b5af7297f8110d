/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table.c - the files of a table: their columns together, and which row stood where.
 *
 * Files of one table may have different columns: the table has all of them, and a column
 * that a file lacks is null there. Names are kept in the order of the files, which is the
 * order of their paths.
 */
#include "io/io.h"

#include <stdlib.h>
#include <string.h>

/* The column's place in the table, a new one if need be; -1 when there is no room. */
static int place_of(struct io_table *table, char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i], name) == 0) return (int)i;
    if (table->n_columns == IO_COLUMNS_MAX) return -1;
    table->columns[table->n_columns] = name;
    return (int)table->n_columns++;
}

static bool settle_part(struct io_table *table, struct io_part *part, struct io_problem *problem)
{
    part->slot = calloc((size_t)part->form.n_columns, sizeof *part->slot);
    if (!part->slot) return io_fail_memory(problem);
    for (int i = 0; i < part->form.n_columns; i++) {
        bool nameless = part->names[i][0] == '\0';
        int place = nameless ? -1 : place_of(table, part->names[i]);
        if (place < 0 && !nameless)
            return io_fail(problem, IO_BAD_INPUT,
                           "%s: with this file, table %s has more than %d columns", part->path,
                           table->name, IO_COLUMNS_MAX);
        part->slot[i] = (int16_t)place;
    }
    table->n_bytes += part->n_bytes;
    return true;
}

bool io_table_settle(struct io_table *table, struct io_problem *problem)
{
    table->columns = calloc(IO_COLUMNS_MAX, sizeof *table->columns);
    if (!table->columns) return io_fail_memory(problem);
    for (size_t i = 0; i < table->n_parts; i++)
        if (!settle_part(table, &table->parts[i], problem)) return false;
    return true;
}

void io_table_place(const struct io_table *table, int64_t row, const char **path, int64_t *line)
{
    size_t low = 0, high = table->n_parts;
    while (low + 1 < high) { /* the last part that begins at or before the row */
        size_t middle = (low + high) / 2;
        if (table->parts[middle].first_row <= row)
            low = middle;
        else
            high = middle;
    }
    const struct io_part *part = &table->parts[low];
    *path = io_part_shown(part);
    size_t from = 0, to = part->marks.n;
    while (from + 1 < to) {
        size_t middle = (from + to) / 2;
        if (part->marks.at[middle].row <= row)
            from = middle;
        else
            to = middle;
    }
    *line = part->marks.n ? part->marks.at[from].line + (row - part->marks.at[from].row) : -1;
}

void io_table_rewind(struct io_table *table)
{
    for (size_t i = 0; i < table->n_parts; i++) {
        table->parts[i].bad.n = table->parts[i].marks.n = 0;
        table->parts[i].first_row = INT64_MAX;
    }
    table->n_rows = 0;
    table->n_read = 0;
}

int64_t io_table_n_bad(const struct io_table *table)
{
    int64_t n = 0;
    for (size_t i = 0; i < table->n_parts; i++) n += (int64_t)table->parts[i].bad.n;
    return n;
}

void io_table_clear(struct io_table *table)
{
    for (size_t i = 0; i < table->n_parts; i++) io_part_clear(&table->parts[i]);
    free(table->parts);
    free(table->columns);
    *table = (struct io_table){.name = NULL};
}
