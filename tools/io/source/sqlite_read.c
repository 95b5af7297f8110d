/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlite_read.c - tables of an SQLite file, by the same names and columns as CSV files.
 *
 * Rows become parsed blocks of texts, so that everything downstream is the same as for CSV; the
 * "line" of a row is its position in the table, from 1. The file is opened read-only.
 */
#include "io/source/part.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    CELL_BYTES_MAX = 16 << 20,   /* of a row; longer ones are not even read */
    STEPS_BETWEEN_LOOKS = 100000 /* of SQLite's virtual machine, some milliseconds */
};

/* An open file, shared by the parts that are its tables. */
struct database {
    sqlite3 *handle;
    unsigned n_users;
    bool (*interrupted)(void);
};

static bool complain(struct io_problem *problem, const char *path, const struct database *database)
{
    int code = database->handle ? sqlite3_errcode(database->handle) : SQLITE_NOMEM;
    if (code == SQLITE_INTERRUPT) return io_fail(problem, IO_INTERRUPTED, "interrupted");
    if (code == SQLITE_NOMEM) return io_fail_memory(problem);
    if (code == SQLITE_TOOBIG)
        return io_fail(problem, IO_BAD_INPUT, "%s: a row has more than %d MiB", path,
                       CELL_BYTES_MAX >> 20);
    return io_fail(problem, IO_SYSTEM, "%s: SQLite: %s", path, tool_said(sqlite3_errstr(code)));
}

static enum io_step is_database(const char *path, const struct stat *about,
                                struct io_problem *problem)
{
    static const char magic[16] = "SQLite format 3";
    char head[sizeof magic];
    if (!S_ISREG(about->st_mode)) return IO_END; /* a pipe gives its bytes only once */
    int file = open(path, O_RDONLY | O_CLOEXEC);
    long n = file >= 0 ? io_read(file, head, sizeof head) : -1;
    if (n < 0) io_fail_errno(problem, path, file < 0 ? "cannot be opened" : "cannot be read");
    if (file >= 0) close(file);
    if (n < 0) return IO_FAILED;
    return n == sizeof head && memcmp(head, magic, sizeof magic) == 0 ? IO_NEXT : IO_END;
}

static void release(struct database *database)
{
    if (!database || --database->n_users > 0) return;
    sqlite3_close(database->handle);
    free(database);
}

static sqlite3_stmt *select_all(sqlite3 *handle, const char *table)
{
    char *query = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
    sqlite3_stmt *rows = NULL;
    if (query) sqlite3_prepare_v2(handle, query, -1, &rows, NULL);
    sqlite3_free(query);
    return rows;
}

static bool take_columns(struct io_part *part, const char *table, struct io_problem *problem)
{
    const struct database *database = part->place;
    sqlite3_stmt *rows = select_all(database->handle, table);
    if (!rows) return complain(problem, part->path, database);
    int n = sqlite3_column_count(rows);
    bool done = n <= IO_COLUMNS_MAX;
    if (!done)
        io_fail(problem, IO_BAD_INPUT, "%s: table %s has more than %d columns", part->path, table,
                IO_COLUMNS_MAX);
    part->names = done ? calloc((size_t)n, sizeof *part->names) : NULL;
    for (int i = 0; part->names && i < n; i++) {
        const char *name = sqlite3_column_name(rows, i);
        part->names[i] = name ? strdup(name) : NULL;
        done = done && part->names[i];
    }
    sqlite3_finalize(rows);
    part->form.n_columns = (int16_t)(part->names ? n : 0);
    part->form.names = part->names;
    return (part->names && done) || io_fail_memory(problem);
}

static enum io_step has_table(const struct database *database, const char *path, const char *table,
                              struct io_problem *problem)
{
    static const char query[] = "SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') "
                                "AND name = ?1";
    sqlite3_stmt *found = NULL;
    bool asked = sqlite3_prepare_v2(database->handle, query, -1, &found, NULL) == SQLITE_OK &&
                 sqlite3_bind_text(found, 1, table, -1, SQLITE_STATIC) == SQLITE_OK;
    int step = asked ? sqlite3_step(found) : SQLITE_ERROR;
    if (step != SQLITE_ROW && step != SQLITE_DONE) complain(problem, path, database);
    sqlite3_finalize(found);
    if (step == SQLITE_ROW) return IO_NEXT;
    return step == SQLITE_DONE ? IO_END : IO_FAILED;
}

/* A view may count forever without giving a row, so this is called now and then. */
static int wants_to_stop(void *context)
{
    const struct database *database = context;
    return database->interrupted && database->interrupted();
}

/* A file that was sent in is only data: no code in its schema may run, no cell may take all
 * memory. */
static bool restrain(struct database *database)
{
    sqlite3 *handle = database->handle;
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, CELL_BYTES_MAX);
    sqlite3_progress_handler(handle, STEPS_BETWEEN_LOOKS, wants_to_stop, database);
    return sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) == SQLITE_OK &&
           sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) == SQLITE_OK &&
           sqlite3_exec(handle, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
}

static struct database *open_database(const char *path, const struct io_reading *reading,
                                      struct io_problem *problem)
{
    struct database *database = calloc(1, sizeof *database);
    if (!database) {
        io_fail_memory(problem);
        return NULL;
    }
    database->n_users = 1;
    database->interrupted = reading->interrupted;
    bool done = sqlite3_open_v2(path, &database->handle, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
    if (done && restrain(database)) return database;
    complain(problem, path, database);
    release(database);
    return NULL;
}

static bool add_table(struct io_input *input, struct database *database, const char *path,
                      const struct io_table_form *form)
{
    enum io_step found = has_table(database, path, form->name, &input->problem);
    if (found != IO_NEXT) return found == IO_END;
    size_t shown_from = (size_t)(io_base_name(path) - path);
    struct io_part *part = io_input_part(input, form, &io_sqlite_source, path, shown_from);
    if (!part) return false;
    part->first_line = 1;
    part->place = database;
    database->n_users++;
    return take_columns(part, form->name, &input->problem);
}

static bool add_database(struct io_input *input, const char *path, unsigned kinds)
{
    struct database *database = open_database(path, &input->reading, &input->problem);
    bool done = database != NULL;
    const struct io_table_form *form;
    for (size_t i = 0; done && (form = io_table_form_at(i)) != NULL; i++)
        if (kinds & 1u << form->kind) done = add_table(input, database, path, form);
    release(database);
    return done;
}

static void clear(struct io_part *part)
{
    release(part->place);
}

static bool open_rows(struct io_rows *rows, const struct io_table *table,
                      struct io_problem *problem)
{
    const struct database *database = rows->part->place;
    rows->state = select_all(database->handle, table->name);
    return rows->state || complain(problem, rows->part->path, database);
}

static void close_rows(struct io_rows *rows)
{
    sqlite3_finalize(rows->state);
    rows->state = NULL;
}

/* Stores one row's texts; false: no memory. */
static bool take_row(sqlite3_stmt *row, struct io_texts *texts, int n_columns)
{
    for (int c = 0; c < n_columns; c++) {
        bool is_null = sqlite3_column_type(row, c) == SQLITE_NULL;
        const unsigned char *text = sqlite3_column_text(row, c);
        if (!text && !is_null && sqlite3_errcode(sqlite3_db_handle(row)) == SQLITE_NOMEM)
            return false;
        if (!io_texts_put(texts, c, text, (size_t)sqlite3_column_bytes(row, c))) return false;
    }
    return io_texts_end_row(texts, texts->parsed->n_lines, NULL);
}

static enum io_step next_rows(struct io_rows *rows, struct io_block *block,
                              struct io_parsed *parsed, struct io_problem *problem)
{
    (void)block;
    if (!rows->state) return IO_END; /* another step would start over */
    struct io_texts texts;
    int n_columns = rows->part->form.n_columns;
    const struct database *database = rows->part->place;
    bool done = io_texts_begin(&texts, parsed, n_columns) || io_fail_memory(problem);
    int step = SQLITE_ROW;
    while (done && !io_texts_are_full(&texts)) {
        step = sqlite3_step(rows->state);
        if (step != SQLITE_ROW) break;
        done = take_row(rows->state, &texts, n_columns) || io_fail_memory(problem);
    }
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        done = complain(problem, rows->part->path, database);
    if (step != SQLITE_ROW) close_rows(rows);
    if (done && parsed->n_lines > 0) return IO_NEXT;
    io_parsed_clear(parsed);
    return done ? IO_END : IO_FAILED;
}

const struct io_source io_sqlite_source = {.fits = is_database,
                                           .add = add_database,
                                           .open = open_rows,
                                           .next = next_rows,
                                           .close = close_rows,
                                           .clear = clear};

/* ---- a text beside the tables ---------------------------------------------------------------- */

static char *copy_text(struct database *database, const char *name, size_t *len)
{
    sqlite3_stmt *found = NULL;
    char *text = NULL;
    bool asked = sqlite3_prepare_v2(database->handle, "SELECT text FROM files WHERE name = ?1", -1,
                                    &found, NULL) == SQLITE_OK &&
                 sqlite3_bind_text(found, 1, name, -1, SQLITE_STATIC) == SQLITE_OK;
    if (asked && sqlite3_step(found) == SQLITE_ROW) {
        const unsigned char *cell = sqlite3_column_text(found, 0);
        *len = (size_t)sqlite3_column_bytes(found, 0);
        text = cell ? malloc(*len + 1) : NULL;
        if (text) memcpy(text, cell, *len);
    }
    sqlite3_finalize(found);
    return text;
}

char *io_database_text(const char *path, const char *name, size_t *len, struct io_problem *problem)
{
    const struct io_reading reading = {.interrupted = NULL};
    struct stat about;
    if (stat(path, &about) != 0) io_fail_errno(problem, path, "cannot be opened");
    if (problem->kind != IO_OK || is_database(path, &about, problem) != IO_NEXT) return NULL;
    struct database *database = open_database(path, &reading, problem);
    char *text = database ? copy_text(database, name, len) : NULL;
    release(database);
    return text;
}
