/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table.c - the files of a table: all their columns, and where each row was.
 *
 * Files of one table may have different columns: the table has all of them, and a column
 * that a file lacks is null there. Names are kept in the order of the files, which is the
 * order of their paths.
 */
#include "io/source/part.h"

#include <stdlib.h>
#include <string.h>

/* The column's index in the table, added if necessary; -1 when there is no room. */
static int place_of(struct io_table *table, const char *name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i], name) == 0) return (int)i;
    if (table->n_columns == IO_COLUMNS_MAX) return -1;
    table->columns[table->n_columns] = name;
    return (int)table->n_columns++;
}

static void clear_part(struct io_part *part)
{
    for (int i = 0; part->names && i < part->form.n_columns; i++) free(part->names[i]);
    free(part->names);
    if (part->source->clear) part->source->clear(part);
    io_names_clear(&part->above);
    free(part->header);
    free(part->meaning);
    for (size_t i = 0; i < part->n_fills; i++) free(part->fills[i].text);
    free(part->fills);
    io_made_clear(part);
    free(part->slot);
    free(part->path);
    free(part->file);
    free(part->shown);
    free(part->bad.at);
    free(part->unfound.at);
    free(part->marks.at);
    *part = (struct io_part){.path = NULL};
}

static bool too_many(const struct io_table *table, const struct io_part *part,
                     struct io_problem *problem)
{
    return io_fail(problem, IO_BAD_INPUT, "%s: with this file, table %s has more than %d columns",
                   part->path, table->name, IO_COLUMNS_MAX);
}

static bool settle_part(struct io_table *table, struct io_part *part, struct io_problem *problem)
{
    part->slot = calloc((size_t)part->form.n_columns, sizeof *part->slot);
    if (!part->slot) return io_fail_memory(problem);
    for (int i = 0; i < part->form.n_columns; i++) {
        const char *target = part->meaning ? part->meaning[i].target : NULL;
        if (!target) target = part->names[i];
        bool nameless = target[0] == '\0';
        int place = nameless ? -1 : place_of(table, target);
        if (place < 0 && !nameless) return too_many(table, part, problem);
        part->slot[i] = (int16_t)place;
    }
    for (size_t i = 0; i < part->n_fills; i++) {
        part->fills[i].slot = (int16_t)place_of(table, part->fills[i].column);
        if (part->fills[i].slot < 0) return too_many(table, part, problem);
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

struct wanted {
    const struct io_table *table;
    const struct io_part *part;
    int64_t row;
};

static bool part_begins_by(const void *context, size_t i)
{
    const struct wanted *wanted = context;
    return wanted->table->parts[i].first_row <= wanted->row;
}

static bool mark_is_by(const void *context, size_t i)
{
    const struct wanted *wanted = context;
    return wanted->part->marks.at[i].row <= wanted->row;
}

struct io_part *io_table_place(const struct io_table *table, int64_t row, int64_t *line)
{
    struct wanted wanted = {.table = table, .row = row};
    size_t n = tool_count_before(table->n_parts, part_begins_by, &wanted);
    struct io_part *part = &table->parts[n ? n - 1 : 0];
    wanted.part = part;
    n = tool_count_before(part->marks.n, mark_is_by, &wanted);
    const struct io_line_mark *mark = part->marks.n ? &part->marks.at[n ? n - 1 : 0] : NULL;
    *line = mark ? mark->line + (row - mark->row) : -1;
    return part;
}

bool io_table_is_whole(const struct io_table *table, struct io_problem *problem)
{
    for (size_t i = 0; i < table->n_parts; i++) {
        const struct io_part *part = &table->parts[i];
        char place[IO_PLACE];
        if (part->bad.n == 0) continue;
        io_part_place(part, part->shown, part->bad.at[0].line, part->bad.at[0].column, place,
                      sizeof place);
        return io_fail(problem, IO_BAD_INPUT,
                       "%s: the row cannot be read: it does not fit the header, has a NUL or an "
                       "error, or is too long",
                       place);
    }
    return true;
}

int64_t io_table_part_rows(const struct io_table *table, size_t part)
{
    const struct io_part *this = &table->parts[part];
    int64_t n_bad = (int64_t)this->bad.n;
    if (this->first_row == INT64_MAX) return n_bad;
    bool is_last = part + 1 == table->n_parts || this[1].first_row == INT64_MAX;
    return (is_last ? table->n_rows : this[1].first_row) - this->first_row + n_bad;
}

const char *io_cell_text(const struct ArrowArray *column, int64_t row, size_t *len)
{
    const struct io_view *view = (const struct io_view *)column->buffers[1] + row;
    *len = (size_t)view->len;
    bool far = *len > sizeof view->as.inlined;
    return far ? (const char *)column->buffers[2] + view->as.far.offset
               : (const char *)view->as.inlined;
}

void io_table_rewind(struct io_table *table)
{
    for (size_t i = 0; i < table->n_parts; i++) {
        struct io_skips *skips = &table->parts[i].skips;
        for (int why = IO_SKIP_TITLE + 1; why < IO_SKIPS; why++) skips->n[why] = 0;
        table->parts[i].against = (struct io_cells){.n = 0};
        table->parts[i].bad.n = table->parts[i].marks.n = table->parts[i].unfound.n = 0;
        io_made_clear(&table->parts[i]);
        table->parts[i].n_rejected = 0;
        table->parts[i].first_row = INT64_MAX;
    }
    table->n_rows = table->n_bad = 0;
    table->n_read = 0;
}

bool io_table_of_file(struct io_table *table, const char *path, bool guarded,
                      struct io_problem *problem)
{
    table->parts = calloc(1, sizeof *table->parts);
    if (!table->parts) return io_fail_memory(problem);
    table->n_parts = 1;
    struct io_part *part = table->parts;
    if (!io_part_name(part, &io_csv_source, path, 0, problem)) return false;
    part->form.guarded = guarded;
    return part->source->look(part, &table->reading, problem) && io_table_settle(table, problem);
}

void io_table_clear(struct io_table *table)
{
    for (size_t i = 0; i < table->n_parts; i++) clear_part(&table->parts[i]);
    free(table->parts);
    free(table->columns);
    *table = (struct io_table){.name = NULL};
}
