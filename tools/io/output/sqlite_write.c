/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlite_write.c - results as tables of one SQLite file.
 *
 * Numbers are stored as numbers, days and ids as text. run.json and timings.json become
 * rows of the table `files`. All of it is one transaction in a file that nobody reads yet,
 * so no journal is kept; output.c makes the file durable and puts it in its place.
 */
#include "io/output/writer.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static bool complain(struct io_problem *problem, const char *path, sqlite3 *handle)
{
    return io_fail(problem, IO_SYSTEM, "%s: SQLite: %s", path,
                   tool_said(handle ? sqlite3_errstr(sqlite3_errcode(handle)) : "out of memory"));
}

static bool fail(const struct io_output *output)
{
    return complain(output->place.problem, output->place.target, output->database);
}

static bool run(sqlite3 *handle, char *statement)
{
    bool done = statement && sqlite3_exec(handle, statement, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_free(statement);
    return done;
}

/* The mark of our databases, "dolb"; SQLite keeps it at byte 68 of the file, high byte first. */
#define APPLICATION_ID "1685023842"
static const unsigned char application_id[4] = {'d', 'o', 'l', 'b'};
enum { APPLICATION_ID_AT = 68 };

enum io_step io_sqlite_is_ours(int file)
{
    static const char magic[16] = "SQLite format 3";
    enum io_step step = io_file_has(file, 0, magic, sizeof magic);
    return step == IO_NEXT
               ? io_file_has(file, APPLICATION_ID_AT, application_id, sizeof application_id)
               : step;
}

static bool open_file(struct io_output *output, const char *path)
{
    sqlite3 *handle = NULL;
    static const char start[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                                "PRAGMA application_id = " APPLICATION_ID "; BEGIN;"
                                "CREATE TABLE files (name TEXT PRIMARY KEY, text TEXT) STRICT;";
    bool done = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
                sqlite3_exec(handle, start, NULL, NULL, NULL) == SQLITE_OK;
    output->database = handle;
    return done || complain(output->place.problem, path, handle);
}

static const char *type_of(char type)
{
    return type == 'g' ? "REAL" : type == 'i' || type == 'l' ? "INTEGER" : "TEXT";
}

/* "CREATE TABLE …" and "INSERT INTO … VALUES (?, …)" for a result. */
static char *create_statement(const struct io_result *result)
{
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_str_appendf(text, "CREATE TABLE \"%w\" (", result->name);
    for (size_t i = 0; i < result->n_columns; i++)
        sqlite3_str_appendf(text, "%s\"%w\" %s", i ? ", " : "", result->columns[i].name,
                            type_of(result->columns[i].type));
    sqlite3_str_appendall(text, ") STRICT");
    return sqlite3_str_finish(text);
}

static sqlite3_stmt *insert_statement(sqlite3 *handle, const struct io_result *result)
{
    sqlite3_str *text = sqlite3_str_new(NULL);
    sqlite3_str_appendf(text, "INSERT INTO \"%w\" VALUES (", result->name);
    for (size_t i = 0; i < result->n_columns; i++) sqlite3_str_appendall(text, i ? ",?" : "?");
    sqlite3_str_appendall(text, ")");
    char *query = sqlite3_str_finish(text);
    sqlite3_stmt *insert = NULL;
    if (query) sqlite3_prepare_v2(handle, query, -1, &insert, NULL);
    sqlite3_free(query);
    return insert;
}

static bool bind(sqlite3_stmt *insert, const struct io_result *result, int column, int64_t row,
                 char scratch[IO_CELL])
{
    int64_t number;
    size_t len = 0;
    char type = result->columns[column].type;
    if (type == 'i' || type == 'l')
        return !io_result_number(result, column, row, &number) ||
               sqlite3_bind_int64(insert, column + 1, number) == SQLITE_OK;
    const char *text = io_result_text(result, column, row, scratch, &len);
    return !text || sqlite3_bind_text64(insert, column + 1, text, len, SQLITE_TRANSIENT,
                                        SQLITE_UTF8) == SQLITE_OK;
}

/* A cell that could not be bound would become NULL, so nothing is inserted then. */
static bool insert_row(sqlite3_stmt *insert, const struct io_result *result, int64_t row)
{
    char scratch[IO_CELL];
    for (size_t i = 0; i < result->n_columns; i++)
        if (!bind(insert, result, (int)i, row, scratch)) return false;
    return sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK &&
           sqlite3_clear_bindings(insert) == SQLITE_OK;
}

static bool put_table(struct io_output *output, const struct io_result *result)
{
    sqlite3 *handle = output->database;
    bool done = run(handle, create_statement(result));
    sqlite3_stmt *insert = done ? insert_statement(handle, result) : NULL;
    done = insert != NULL;
    for (int64_t row = 0; done && row < result->n_rows; row++) {
        done = insert_row(insert, result, row);
        if (row % IO_ROWS_PER_ASK == 0 && output->interrupted && output->interrupted())
            done = io_fail(output->place.problem, IO_INTERRUPTED, "interrupted");
    }
    if (!done) fail(output);
    sqlite3_finalize(insert);
    return done;
}

static bool put_text(struct io_output *output, const char *name, const char *text, size_t len)
{
    sqlite3_stmt *insert = NULL;
    bool done =
        sqlite3_prepare_v2(output->database, "INSERT INTO files VALUES (?, ?)", -1, &insert,
                           NULL) == SQLITE_OK &&
        sqlite3_bind_text(insert, 1, name, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_bind_text64(insert, 2, text, len, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK &&
        sqlite3_step(insert) == SQLITE_DONE;
    if (!done) fail(output);
    sqlite3_finalize(insert);
    return done;
}

static void abandon(struct io_output *output)
{
    sqlite3_close(output->database);
    output->database = NULL;
}

static bool settle(struct io_output *output)
{
    bool done = sqlite3_exec(output->database, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    if (!done) fail(output);
    abandon(output);
    return done;
}

const struct io_writer io_sqlite_writer = {
    .open = open_file, .table = put_table, .text = put_text, .settle = settle, .abandon = abandon};
