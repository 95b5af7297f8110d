/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlite_read.c - tables of an SQLite file, by the same names and columns as CSV files.
 *
 * Rows become parsed blocks of texts, so that everything behind them is the same as for
 * CSV; the "line" of a row is its place in the table, from 1. The file is opened read-only.
 */
#include "io/io.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

enum {
    ROWS_PER_BATCH = 8192,
    TEXT_BYTES_FIRST = 1 << 18
};

struct io_database {
    sqlite3 *handle;
    unsigned n_users; /* parts */
};

static bool complain(struct io_problem *problem, const char *path, sqlite3 *handle)
{
    return io_fail(problem, IO_SYSTEM, "%s: SQLite: %s", path,
                   handle ? sqlite3_errstr(sqlite3_errcode(handle)) : "out of memory");
}

bool io_is_database(const char *path)
{
    static const char magic[16] = "SQLite format 3";
    char head[sizeof magic];
    struct stat about;
    bool plain = stat(path, &about) == 0 && S_ISREG(about.st_mode); /* a pipe gives its bytes once */
    int file = plain ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return false;
    bool is = io_read(file, head, sizeof head) == sizeof head && memcmp(head, magic, 16) == 0;
    close(file);
    return is;
}

void io_database_release(struct io_database *database)
{
    if (!database || --database->n_users > 0) return;
    sqlite3_close(database->handle);
    free(database);
}

/* Names of the columns; false without a problem when there is no such table. */
static bool take_columns(struct io_part *part, const char *table, struct io_problem *problem)
{
    sqlite3 *handle = part->database->handle;
    char *query = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
    sqlite3_stmt *rows = NULL;
    bool done = query && sqlite3_prepare_v2(handle, query, -1, &rows, NULL) == SQLITE_OK;
    sqlite3_free(query);
    if (!done) return complain(problem, part->path, handle);
    int n = sqlite3_column_count(rows);
    if (n > IO_COLUMNS_MAX)
        done = io_fail(problem, IO_BAD_INPUT, "%s: table %s has more than %d columns", part->path,
                       table, IO_COLUMNS_MAX);
    part->names = done ? calloc((size_t)n, sizeof *part->names) : NULL;
    for (int i = 0; part->names && i < n; i++) {
        const char *name = sqlite3_column_name(rows, i);
        part->names[i] = name ? strdup(name) : NULL;
        done = done && part->names[i];
    }
    sqlite3_finalize(rows);
    if (!part->names || !done) return io_fail_memory(problem);
    part->form.n_columns = (int16_t)n;
    part->form.names = part->names;
    return true;
}

static bool has_table(sqlite3 *handle, const char *table)
{
    sqlite3_stmt *found = NULL;
    static const char query[] = "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') "
                                "AND name = ?1";
    bool has = sqlite3_prepare_v2(handle, query, -1, &found, NULL) == SQLITE_OK &&
               sqlite3_bind_text(found, 1, table, -1, SQLITE_STATIC) == SQLITE_OK &&
               sqlite3_step(found) == SQLITE_ROW;
    sqlite3_finalize(found);
    return has;
}

struct io_database *io_database_open(const char *path, struct io_problem *problem)
{
    struct io_database *database = calloc(1, sizeof *database);
    if (!database) {
        io_fail_memory(problem);
        return NULL;
    }
    database->n_users = 1;
    bool done = sqlite3_open_v2(path, &database->handle, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
    if (done) done = sqlite3_exec(database->handle, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
    if (done) return database;
    complain(problem, path, database->handle);
    io_database_release(database);
    return NULL;
}

bool io_database_part(struct io_database *database, const char *path, const char *table,
                      struct io_part *part, struct io_problem *problem)
{
    if (!has_table(database->handle, table)) return false;
    const char *slash = strrchr(path, '/');
    if (!io_part_name(part, path, slash ? (size_t)(slash + 1 - path) : 0, problem)) return false;
    part->first_line = 1;
    part->database = database;
    database->n_users++;
    if (take_columns(part, table, problem)) return true;
    io_part_clear(part);
    return false;
}

bool io_database_rows(const struct io_part *part, const char *table, struct sqlite3_stmt **rows,
                      struct io_problem *problem)
{
    char *query = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
    sqlite3 *handle = part->database->handle;
    bool done = query && sqlite3_prepare_v2(handle, query, -1, rows, NULL) == SQLITE_OK;
    sqlite3_free(query);
    return done || complain(problem, part->path, handle);
}

/* Room for n more bytes of text behind those that are there. */
static bool reserve(struct io_parsed *parsed, size_t *cap, size_t n)
{
    if (parsed->len + n + IO_PAD <= *cap) return true;
    size_t wanted = *cap * 2 + n + IO_PAD;
    unsigned char *more = realloc(parsed->data, wanted);
    if (!more) return false;
    parsed->data = more;
    *cap = wanted;
    return true;
}

/* Puts one row's texts where row n_rows goes; *why says what is wrong with it, if anything. */
static bool take_row(sqlite3_stmt *row, struct io_parsed *parsed, size_t *cap, int n_columns,
                     struct io_bad_row *why)
{
    why->column = -1;
    for (int16_t c = 0; c < n_columns; c++) {
        const unsigned char *text = sqlite3_column_text(row, c);
        size_t len = (size_t)sqlite3_column_bytes(row, c);
        bool bad = false;
        if (len) io_valid(IO_UTF8, text, len, true, &bad);
        if (len) bad = bad || memchr(text, '\0', len);
        bool too_long = len > IO_FIELD_MAX;
        if ((bad || too_long) && why->column < 0) {
            why->column = c;
            why->reason = too_long ? IO_REJECT_FIELD_TOO_LONG : IO_REJECT_ENCODING;
        }
        if (too_long) len = 0;
        if (!reserve(parsed, cap, len)) return false;
        if (len) memcpy(parsed->data + parsed->len, text, len);
        io_view_set(&parsed->views[c * parsed->row_cap + parsed->n_rows], parsed->data,
                    parsed->len, len);
        parsed->len += len;
    }
    return true;
}

static bool begin(struct io_parsed *parsed, size_t *cap, int n_columns)
{
    *parsed = (struct io_parsed){.quote_line = -1, .text_line = -1, .row_cap = ROWS_PER_BATCH};
    *cap = TEXT_BYTES_FIRST;
    parsed->views = calloc((size_t)n_columns * ROWS_PER_BATCH, sizeof *parsed->views);
    parsed->data = malloc(*cap);
    return parsed->views && parsed->data;
}

/* A record that cannot be used counts as a line, like one of a file. */
static bool keep_row(struct io_parsed *parsed, struct io_bad_row *why)
{
    why->line = parsed->n_lines++;
    if (why->column >= 0) return io_bad_rows_add(&parsed->bad, *why);
    bool in_step = parsed->marks.n > 0 && parsed->bad.n == 0;
    if (!in_step && !io_line_marks_add(&parsed->marks, parsed->n_rows, why->line)) return false;
    parsed->n_rows++;
    return true;
}

bool io_database_next(const struct io_part *part, struct sqlite3_stmt **rows,
                      struct io_parsed *parsed, struct io_problem *problem)
{
    if (!*rows) return false; /* stepping on would begin again */
    size_t cap;
    int n_columns = part->form.n_columns;
    bool done = begin(parsed, &cap, n_columns);
    int step = SQLITE_ROW;
    while (done && parsed->n_lines < ROWS_PER_BATCH && parsed->len < IO_BLOCK_BYTES) {
        step = sqlite3_step(*rows);
        if (step != SQLITE_ROW) break;
        struct io_bad_row why;
        done = take_row(*rows, parsed, &cap, n_columns, &why) && keep_row(parsed, &why);
    }
    if (!done) io_fail_memory(problem);
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        done = complain(problem, part->path, part->database->handle);
    if (step != SQLITE_ROW) {
        sqlite3_finalize(*rows);
        *rows = NULL;
    }
    if (done && parsed->n_lines > 0) return true;
    io_parsed_clear(parsed);
    return false;
}
