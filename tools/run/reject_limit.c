/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reject_limit.c - tables and files of which more rows are rejected than --max-rejects allows.
 *
 * With a file that is in another form, or truncated in the middle, a run looks complete but lacks
 * an agency. So each file is checked as well as the table: a small one would go unnoticed in a
 * large table. The results are written all the same, because they show what has to be fixed.
 */
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

enum { PERCENT = 1000 }; /* --max-rejects is in thousandths */

static int64_t limit(const struct tool_run *run)
{
    return tool_number(run->arguments, TOOL_MAX_REJECTS, TOOL_MAX_REJECTS_DEFAULT);
}

static bool is_too_many(const struct tool_run *run, int64_t n_rejected, int64_t n_rows)
{
    return (double)n_rejected * 100 * PERCENT > (double)limit(run) * (double)n_rows;
}

static bool add(struct tool_run *run, struct tool_excess excess)
{
    if (!is_too_many(run, excess.n_rejected, excess.n_rows)) return true;
    struct tool_excess *more = reallocarray(run->excess, run->n_excess + 1, sizeof *more);
    if (!more) return false;
    run->excess = more;
    more[run->n_excess++] = excess;
    return true;
}

/* What the counts say about a table. */
static struct tool_excess of_table(const struct tool_run *run, const char *table)
{
    const struct io_result *counts = &run->table_counts;
    struct tool_excess of = {.table = table};
    for (int64_t row = 0; row < counts->n_rows; row++) {
        char scratch[IO_CELL];
        size_t len;
        const char *name = io_result_text(counts, 0, row, scratch, &len);
        if (strlen(table) != len || memcmp(name, table, len) != 0) continue;
        io_result_number(counts, io_result_column(counts, "rows_in"), row, &of.n_rows);
        io_result_number(counts, io_result_column(counts, "rejected"), row, &of.n_rejected);
    }
    return of;
}

bool tool_excess_find(struct tool_run *run)
{
    for (size_t i = 0; i < run->input.n_tables; i++) {
        const struct io_table *table = &run->input.tables[i];
        if (!add(run, of_table(run, table->name))) return false;
        for (size_t j = 0; j < table->n_parts && table->n_parts > 1; j++) {
            const struct io_part *part = &table->parts[j];
            int64_t n_rejected = part->n_rejected + (int64_t)part->bad.n;
            struct tool_excess of = {table->name, part->shown, n_rejected,
                                     io_table_part_rows(table, j)};
            if (!add(run, of)) return false;
        }
    }
    return true;
}

/* Is the reject a row of the table, and of the file unless that is NULL? */
static bool is_of(const struct io_result *rejects, int64_t row, const struct tool_excess *excess)
{
    const char *const wanted[] = {excess->table, excess->file};
    for (int column = 0; column < 2; column++) {
        char scratch[IO_CELL];
        size_t len = 0;
        const char *text = io_result_text(rejects, column, row, scratch, &len);
        if (!wanted[column]) continue;
        if (!text || strlen(wanted[column]) != len || memcmp(text, wanted[column], len) != 0)
            return false;
    }
    return true;
}

static bool equals(const char *text, const char *other, size_t len)
{
    return text && strlen(text) == len && memcmp(text, other, len) == 0;
}

/* The part of the table that is shown so. */
static const struct io_part *part_shown(const struct tool_run *run, const char *name,
                                        const char *shown, size_t len)
{
    const struct io_table *table = io_input_table((struct io_input *)&run->input, name);
    for (size_t i = 0; table && i < table->n_parts; i++)
        if (equals(table->parts[i].shown, shown, len)) return &table->parts[i];
    return NULL;
}

/* Is the part's column called so, by itself or by its table? */
static bool is_called(const struct io_part *part, int column, const char *name, size_t len)
{
    return equals(part->names[column], name, len) ||
           (part->meaning && equals(part->meaning[column].target, name, len));
}

/* Where a rejected row is: "persons.csv, line 4", "명단.xlsx!대상자 D17". */
static void put_place(const struct tool_run *run, const struct io_result *rejects, int64_t row,
                      const char *table, char *place, size_t cap)
{
    enum { FILE_COLUMN = 1, LINE, COLUMN = 5 };
    char scratch[IO_CELL];
    size_t file_len = 0, column_len = 0;
    int64_t line = -1;
    int at = -1;
    const char *file = io_result_text(rejects, FILE_COLUMN, row, scratch, &file_len);
    const char *column = io_result_text(rejects, COLUMN, row, scratch, &column_len);
    const struct io_part *part = file ? part_shown(run, table, file, file_len) : NULL;
    io_result_number(rejects, LINE, row, &line);
    for (int i = 0; part && column && i < part->form.n_columns; i++)
        if (is_called(part, i, column, column_len)) at = i;
    if (part)
        io_part_place(part, part->shown, line, at, place, cap);
    else
        snprintf(place, cap, "line %lld", (long long)line);
}

/* Reports where the first rejected rows are, so that somebody can fix them. */
static void tell_first(const struct tool_run *run, const struct io_result *rejects,
                       const struct tool_excess *excess)
{
    enum { SHOWN = 5, COLUMN = 5, REASON };
    int shown = 0;
    for (int64_t row = 0; row < rejects->n_rows && shown < SHOWN; row++) {
        char scratch[IO_CELL];
        char place[IO_PLACE];
        size_t column_len = 0, reason_len = 0;
        if (!is_of(rejects, row, excess)) continue;
        const char *column = io_result_text(rejects, COLUMN, row, scratch, &column_len);
        const char *reason = io_result_text(rejects, REASON, row, scratch, &reason_len);
        put_place(run, rejects, row, excess->table, place, sizeof place);
        if (column)
            tool_complain("  %s: column %.*s: %.*s", place, (int)column_len, column,
                          (int)reason_len, reason ? reason : "");
        else
            tool_complain("  %s: %.*s", place, (int)reason_len, reason ? reason : "");
        shown++;
    }
}

void tool_excess_tell(const struct tool_run *run)
{
    for (size_t i = 0; i < run->n_excess; i++) {
        const struct tool_excess *excess = &run->excess[i];
        bool is_file = excess->file != NULL;
        tool_complain("%s%s%s: %lld of %lld rows are rejected, more than --max-rejects allows "
                      "(%.3g %%); results are written all the same",
                      excess->table, is_file ? ", " : "", is_file ? excess->file : "",
                      (long long)excess->n_rejected, (long long)excess->n_rows,
                      (double)limit(run) / PERCENT);
        bool told_with_file =
            i + 1 < run->n_excess && !is_file && excess[1].file && excess[1].table == excess->table;
        bool told_one_by_one =
            tool_given(run->arguments, TOOL_DECISIONS) && strcmp(excess->table, "decisions") == 0;
        if (!told_with_file && !told_one_by_one) tell_first(run, &run->rejects, excess);
    }
}

bool tool_rejects_fit(const struct tool_run *run, int64_t most)
{
    int64_t n = 0;
    for (size_t i = 0; i < run->n_results; i++)
        if (strcmp(run->results[i].name, "rejects") == 0) n += run->results[i].n_rows;
    for (size_t i = 0; i < run->input.n_tables; i++) n += run->input.tables[i].n_bad;
    if (most == 0 || n <= most) return true;
    tool_complain("%lld rows are rejected; --memory has room for a list of %lld", (long long)n,
                  (long long)most);
    return false;
}
