/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rejects.c - rejected rows and counts, from reading and from the library, in one table each.
 *
 * The library names a row by its position in the stream; people look for it in a file. Rows that
 * were rejected while reading were never in the stream, so they are added to rows_in and to
 * rejected, and for every table rows_in = accepted + rejected + collapsed holds. A table need not
 * come from files: a caller in Python may have made it.
 */
#include "run/rejects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reject {
    const char *file;
    int64_t line;                                      /* from 1; -1: none */
    const char *table, *agency, *id, *column, *reason; /* not NUL-terminated; NULL: null */
    uint32_t table_len, agency_len, id_len, column_len, reason_len;
};

struct rejects {
    struct reject *at;
    size_t n, cap;
};

static struct reject *new_reject(struct rejects *rejects)
{
    if (rejects->n == rejects->cap) {
        size_t cap = rejects->cap ? rejects->cap * 2 : 256;
        struct reject *more = reallocarray(rejects->at, cap, sizeof *more);
        if (!more) return NULL;
        rejects->at = more;
        rejects->cap = cap;
    }
    rejects->at[rejects->n] = (struct reject){.line = -1};
    return &rejects->at[rejects->n++];
}

/* By content, a prefix before its extensions, null first. */
static int order_texts(const char *left, size_t left_len, const char *right, size_t right_len)
{
    if (!left || !right) return (left != NULL) - (right != NULL);
    size_t n = left_len < right_len ? left_len : right_len;
    int order = memcmp(left, right, n);
    return order ? order : (left_len > right_len) - (left_len < right_len);
}

static int by_place(const void *left_item, const void *right_item)
{
    const struct reject *left = left_item, *right = right_item;
    int order = order_texts(left->table, left->table_len, right->table, right->table_len);
    if (!order && left->file && right->file) order = strcmp(left->file, right->file);
    if (!order) order = (left->line > right->line) - (left->line < right->line);
    if (!order)
        order = order_texts(left->agency, left->agency_len, right->agency, right->agency_len);
    if (!order) order = order_texts(left->id, left->id_len, right->id, right->id_len);
    if (!order)
        order = order_texts(left->column, left->column_len, right->column, right->column_len);
    if (order) return order;
    return order_texts(left->reason, left->reason_len, right->reason, right->reason_len);
}

/* A text cell, valid as long as the result is. */
static const char *held_text(const struct io_result *result, int column, int64_t row,
                             uint32_t *out_len)
{
    char scratch[IO_CELL];
    size_t len = 0;
    bool is_text = column >= 0 && result->columns[column].type == 'u';
    const char *text = is_text ? io_result_text(result, column, row, scratch, &len) : NULL;
    *out_len = (uint32_t)len;
    return text;
}

/* The table of that name, if it was read from files. */
static struct io_table *table_named(const struct tool_given_tables *given, const char *name,
                                    size_t len)
{
    for (size_t i = 0; i < given->n_tables; i++) {
        struct io_table *table = given->tables[i];
        if (strlen(table->name) == len && memcmp(table->name, name, len) == 0) return table;
    }
    return NULL;
}

/* The library has seen a row without a record, and cannot know that one was looked for. */
static void tell_unfound(const struct io_part *part, int64_t row, struct reject *reject)
{
    static const char *const reasons[IO_UNFOUND_WHYS] = {
        [IO_UNFOUND_NONE] = "ORPHAN", [IO_UNFOUND_SEVERAL] = "AMBIGUOUS"};
    static const char record[] = "record_id";
    const char *reason = reasons[io_part_unfound(part, row)];
    bool about_it = reject->column && reject->column_len == strlen(record) &&
                    memcmp(reject->column, record, strlen(record)) == 0;
    if (!reason || !about_it) return;
    reject->reason = reason;
    reject->reason_len = (uint32_t)strlen(reason);
}

/* Of a table that comes from no file, the row itself is what people count from 1. */
static void place_reject(const struct tool_given_tables *given, int64_t row, struct reject *reject)
{
    struct io_table *table = table_named(given, reject->table, reject->table_len);
    reject->line = row + 1;
    if (!table) return;
    struct io_part *part = io_table_place(table, row, &reject->line);
    reject->file = part->shown;
    part->n_rejected++;
    tell_unfound(part, row, reject);
}

static bool add_result(const struct tool_given_tables *given, const struct io_result *result,
                       struct rejects *rejects)
{
    int table = io_result_column(result, "table"), row_column = io_result_column(result, "row");
    int agency = io_result_column(result, "agency_id"), id = io_result_column(result, "row_id");
    int column = io_result_column(result, "column"), reason = io_result_column(result, "reason");
    for (int64_t row = 0; row < result->n_rows; row++) {
        struct reject *reject = new_reject(rejects);
        if (!reject) return false;
        int64_t place;
        reject->table = held_text(result, table, row, &reject->table_len);
        reject->agency = held_text(result, agency, row, &reject->agency_len);
        reject->id = held_text(result, id, row, &reject->id_len);
        reject->column = held_text(result, column, row, &reject->column_len);
        reject->reason = held_text(result, reason, row, &reject->reason_len);
        if (reject->table && io_result_number(result, row_column, row, &place))
            place_reject(given, place, reject);
    }
    return true;
}

static bool add_bad_rows(const struct io_table *table, struct rejects *rejects)
{
    for (size_t i = 0; i < table->n_parts; i++) {
        const struct io_part *part = &table->parts[i];
        for (size_t j = 0; j < part->bad.n; j++) {
            const struct io_bad_row *bad = &part->bad.at[j];
            struct reject *reject = new_reject(rejects);
            if (!reject) return false;
            reject->table = table->name;
            reject->table_len = (uint32_t)strlen(table->name);
            reject->file = part->shown;
            reject->line = bad->line;
            reject->column = bad->column >= 0 ? part->names[bad->column] : NULL;
            reject->column_len = reject->column ? (uint32_t)strlen(reject->column) : 0;
            reject->reason = io_reject_text(bad->reason);
            reject->reason_len = (uint32_t)strlen(reject->reason);
        }
    }
    return true;
}

static bool build_rejects(const struct rejects *rejects, struct io_result *result)
{
    static const struct io_column columns[] = {
        {"table", 'u', 0},  {"file", 'u', 0},   {"line", 'l', 0},   {"agency_id", 'u', 0},
        {"row_id", 'u', 0}, {"column", 'u', 0}, {"reason", 'u', 0},
    };
    struct io_builder b;
    if (!io_builder_open(&b, result, "rejects", columns, sizeof columns / sizeof *columns))
        return false;
    for (size_t i = 0; i < rejects->n; i++) {
        const struct reject *reject = &rejects->at[i];
        io_builder_text(&b, reject->table, reject->table_len);
        io_builder_text(&b, reject->file, reject->file ? strlen(reject->file) : 0);
        io_builder_number(&b, reject->line, reject->line < 0);
        io_builder_text(&b, reject->agency, reject->agency_len);
        io_builder_text(&b, reject->id, reject->id_len);
        io_builder_text(&b, reject->column, reject->column_len);
        io_builder_text(&b, reject->reason, reject->reason_len);
    }
    return io_builder_close(&b);
}

/* ---- counts ------------------------------------------------------------------------------ */

enum { N_COUNTS = 4 };
static const char *const count_names[N_COUNTS] = {"rows_in", "accepted", "rejected", "collapsed"};

/* Adds the library's counts for a table; false if it did not read the table. */
static bool add_counts(const struct tool_given_tables *given, const char *table,
                       int64_t counts[N_COUNTS])
{
    bool found = false;
    for (size_t i = 0; i < given->n_results; i++) {
        const struct io_result *result = &given->results[i];
        if (strcmp(result->name, "table_counts") != 0) continue;
        int name_column = io_result_column(result, "table");
        for (int64_t row = 0; row < result->n_rows; row++) {
            uint32_t len;
            const char *name = held_text(result, name_column, row, &len);
            if (!name || strlen(table) != len || memcmp(table, name, len) != 0) continue;
            found = true;
            for (int c = 0; c < N_COUNTS; c++) {
                int64_t n = 0;
                int column = io_result_column(result, count_names[c]);
                if (column >= 0) io_result_number(result, column, row, &n);
                counts[c] += n;
            }
        }
    }
    return found;
}

/* In the order of the catalogue. */
static bool build_counts(const struct tool_given_tables *given, struct io_result *result)
{
    static const struct io_column columns[] = {
        {"table", 'u', 0},    {"rows_in", 'l', 0},   {"accepted", 'l', 0},
        {"rejected", 'l', 0}, {"collapsed", 'l', 0},
    };
    struct io_builder b;
    if (!io_builder_open(&b, result, "table_counts", columns, sizeof columns / sizeof *columns))
        return false;
    const struct io_table_form *form;
    for (size_t i = 0; (form = io_table_form_at(i)) != NULL; i++) {
        const struct io_table *table = table_named(given, form->name, strlen(form->name));
        int64_t counts[N_COUNTS] = {0}, bad = table ? table->n_bad : 0;
        bool read = add_counts(given, form->name, counts);
        if (!read && bad == 0 && (!table || table->n_rows == 0)) continue;
        io_builder_text(&b, form->name, strlen(form->name));
        for (int c = 0; c < N_COUNTS; c++)
            io_builder_number(&b, counts[c] + (c == 0 || c == 2 ? bad : 0), false);
    }
    return io_builder_close(&b);
}

bool tool_rejects_merge(const struct tool_given_tables *given, struct io_result *merged,
                        struct io_result *table_counts)
{
    struct rejects rejects = {.at = NULL};
    bool done = true;
    for (size_t i = 0; done && i < given->n_results; i++)
        if (strcmp(given->results[i].name, "rejects") == 0)
            done = add_result(given, &given->results[i], &rejects);
    for (size_t i = 0; done && i < given->n_tables; i++)
        done = add_bad_rows(given->tables[i], &rejects);
    if (done && rejects.n) qsort(rejects.at, rejects.n, sizeof *rejects.at, by_place);
    done = done && build_rejects(&rejects, merged) && build_counts(given, table_counts);
    free(rejects.at);
    return done;
}
