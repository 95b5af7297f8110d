/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_lines.c - the rows of the policy tables as they are written.
 *
 * Who checks a policy wants the rows that a run would reject, too, and wants them by their place in
 * the file. So every cell is kept as text, and a copy of the tables is made from which the policy
 * itself is read as in every run.
 */
#include "policy/policy.h"

#include <string.h>

struct dlb_text dlb_line_cell(const struct dlb_policy_line *line, const char *column)
{
    for (size_t c = 0; c < line->schema->n_columns; c++)
        if (strcmp(line->schema->columns[c].name, column) == 0) return line->cells[c];
    return (struct dlb_text){NULL, 0};
}

bool dlb_line_is_of(const struct dlb_policy_line *line, const char *table)
{
    return strcmp(line->schema->table, table) == 0;
}

/* ---- one row --------------------------------------------------------------------------------- */

static int32_t day_of(const struct dlb_intake *intake, struct dlb_text text)
{
    dolbom_date date;
    if (!text.data) return DLB_DAY_NONE;
    dlb_date_parse(&intake->value, text, &date);
    bool good = date.quality >= DOLBOM_QUALITY_REPAIRED && !(date.flags & DOLBOM_DATE_MORE);
    return good ? date.days : DLB_DAY_NONE;
}

static bool keep_cell(struct dlb_policy_lines *lines, const struct dlb_batch *batch, size_t column,
                      int64_t row, struct dlb_text *cell)
{
    char scratch[DLB_SCRATCH];
    struct dlb_text text;
    if (dlb_batch_text(batch, column, row, scratch, &text) != DLB_CELL_OK) return true;
    char *copy = dlb_arena_alloc(&lines->texts, text.len + 1);
    if (!copy) return false;
    memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    *cell = (struct dlb_text){copy, text.len};
    return true;
}

static bool keep_row(const struct dlb_intake *intake, struct dlb_policy_lines *lines,
                     const struct dlb_schema *schema, const struct dlb_batch *batch, int64_t row)
{
    struct dlb_text *cells =
        dlb_arena_alloc(&lines->texts, schema->n_columns * sizeof(struct dlb_text));
    struct dlb_policy_line *line =
        dlb_array_reserve(lines->env, &lines->list, 1, sizeof *line, UINT32_MAX);
    if (!cells || !line) return false;
    for (size_t c = 0; c < schema->n_columns; c++) {
        cells[c] = (struct dlb_text){NULL, 0};
        if (!keep_cell(lines, batch, c, row, &cells[c])) return false;
    }
    *line = (struct dlb_policy_line){schema, dlb_batch_first_row(batch) + row, cells, {0, 0}};
    line->valid.from = day_of(intake, dlb_line_cell(line, "valid_from"));
    line->valid.to = day_of(intake, dlb_line_cell(line, "valid_to"));
    line->valid.to = line->valid.to == DLB_DAY_NONE ? DLB_DAY_OPEN : line->valid.to + 1;
    lines->list.n++;
    return true;
}

/* ---- a table --------------------------------------------------------------------------------- */

static dolbom_status read_batches(const struct dlb_intake *intake, struct dlb_policy_lines *lines,
                                  const struct dlb_schema *schema, struct dlb_source *source,
                                  dolbom_error *error)
{
    struct dlb_batch *batch = NULL;
    dolbom_status status = dlb_source_next(source, &batch, error);
    while (status == DOLBOM_OK && batch) {
        bool room = true;
        for (int64_t row = 0; row < dlb_batch_rows(batch) && room; row++)
            room = keep_row(intake, lines, schema, batch, row);
        dlb_batch_release(batch);
        batch = NULL;
        if (!room) return dlb_fail_memory(error, lines->env);
        status = dlb_source_next(source, &batch, error);
    }
    return status;
}

/* The lines from `first` on as a stream, row by row. */
static dolbom_status write_again(struct dlb_policy_lines *lines, const struct dlb_schema *schema,
                                 size_t first, dolbom_error *error)
{
    struct dlb_frame_column columns[DLB_COLUMNS_MAX];
    struct dlb_frame *frame;
    for (size_t c = 0; c < schema->n_columns; c++)
        columns[c] = (struct dlb_frame_column){schema->columns[c].name, DLB_FRAME_TEXT, 0};
    dolbom_status status = dlb_frame_open(lines->env, columns, schema->n_columns, &frame, error);
    if (status != DOLBOM_OK) return status;
    const struct dlb_policy_line *list = lines->list.data;
    for (size_t i = first; i < lines->list.n; i++)
        for (size_t c = 0; c < schema->n_columns; c++) dlb_frame_text(frame, list[i].cells[c]);
    struct ArrowArrayStream *stream = &lines->streams[lines->n_tables];
    status = dlb_frame_stream(frame, stream, error);
    if (status == DOLBOM_OK)
        lines->tables[lines->n_tables++] =
            (struct dlb_intake_table){.name = schema->table, .stream = stream};
    return status;
}

static dolbom_status read_table(const struct dlb_intake *intake,
                                const struct dlb_intake_table *table,
                                struct dlb_policy_lines *lines, const struct dlb_schema *schema,
                                dolbom_error *error)
{
    struct dlb_source *source = NULL;
    size_t first = lines->list.n;
    dolbom_status status =
        dlb_source_open(intake->env, schema->table, table->stream, schema->columns,
                        schema->n_columns, &table->mapping, &source, error);
    if (status == DOLBOM_OK) status = read_batches(intake, lines, schema, source, error);
    dlb_source_close(source);
    return status == DOLBOM_OK ? write_again(lines, schema, first, error) : status;
}

dolbom_status dlb_policy_lines_read(const struct dlb_intake *intake, struct dlb_policy_lines *lines,
                                    struct dlb_intake *again, dolbom_error *error)
{
    lines->env = intake->env;
    dlb_arena_init(&lines->texts, intake->env, false);
    dolbom_status status = DOLBOM_OK;
    for (size_t t = 0; t < DLB_TABLES && status == DOLBOM_OK; t++) {
        const struct dlb_schema *schema = &dlb_schemas[t];
        bool is_policy = schema->kind == DLB_SCHEMA_POLICY && t != DLB_TABLE_DECISIONS;
        for (size_t i = 0; i < intake->n_tables && is_policy && status == DOLBOM_OK; i++)
            if (strcmp(intake->tables[i].name, schema->table) == 0)
                status = read_table(intake, &intake->tables[i], lines, schema, error);
    }
    *again = *intake;
    again->tables = lines->tables;
    again->n_tables = lines->n_tables;
    return status;
}

void dlb_policy_lines_clear(struct dlb_policy_lines *lines)
{
    if (!lines->env) return;
    for (size_t i = 0; i < lines->n_tables; i++)
        if (lines->streams[i].release) lines->streams[i].release(&lines->streams[i]);
    dlb_array_clear(lines->env, &lines->list, sizeof(struct dlb_policy_line));
    dlb_arena_clear(&lines->texts);
    *lines = (struct dlb_policy_lines){.env = NULL};
}
