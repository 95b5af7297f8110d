/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sqlite_write.c - results as tables of one SQLite file.
 *
 * Numbers are stored as numbers, days and ids as text. run.json and timings.json become
 * rows of the table `files`. All of it is one transaction in a file that nobody reads yet,
 * so no journal is kept; output.c makes the file durable and puts it in its place.
 */
#include "io/output/writer.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

static bool complain(struct io_problem *problem, const char *path, sqlite3 *handle)
{
    return io_fail(problem, IO_SYSTEM, "%s: SQLite: %s", path,
                   handle ? sqlite3_errstr(sqlite3_errcode(handle)) : "out of memory");
}

static bool run(sqlite3 *handle, char *statement)
{
    bool done = statement && sqlite3_exec(handle, statement, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_free(statement);
    return done;
}

bool io_sqlite_open(struct sqlite3 **database, const char *path, struct io_problem *problem)
{
    static const char start[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
                                "CREATE TABLE files (name TEXT PRIMARY KEY, text TEXT) STRICT;";
    bool done = sqlite3_open_v2(path, database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
                sqlite3_exec(*database, start, NULL, NULL, NULL) == SQLITE_OK;
    return done || complain(problem, path, *database);
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

static void bind(sqlite3_stmt *insert, const struct io_result *result, int column, int64_t row,
                 char scratch[IO_CELL])
{
    int64_t number;
    size_t len;
    char type = result->columns[column].type;
    if (type == 'i' || type == 'l') {
        if (io_result_number(result, column, row, &number))
            sqlite3_bind_int64(insert, column + 1, number);
        return;
    }
    const char *text = io_result_text(result, column, row, scratch, &len);
    if (text) sqlite3_bind_text(insert, column + 1, text, (int)len, SQLITE_TRANSIENT);
}

bool io_sqlite_table(struct io_output *output, const struct io_result *result)
{
    sqlite3 *handle = output->database;
    bool done = run(handle, create_statement(result));
    sqlite3_stmt *insert = done ? insert_statement(handle, result) : NULL;
    char scratch[IO_CELL];
    done = insert != NULL;
    for (int64_t row = 0; done && row < result->n_rows; row++) {
        for (size_t i = 0; i < result->n_columns; i++) bind(insert, result, (int)i, row, scratch);
        done = sqlite3_step(insert) == SQLITE_DONE && sqlite3_reset(insert) == SQLITE_OK;
        sqlite3_clear_bindings(insert);
        if (row % 65536 == 0 && output->interrupted && output->interrupted())
            done = io_fail(output->problem, IO_INTERRUPTED, "interrupted");
    }
    if (!done) complain(output->problem, output->target, handle);
    sqlite3_finalize(insert);
    return done;
}

bool io_sqlite_text(struct io_output *output, const char *name, const char *text, size_t len)
{
    sqlite3_stmt *insert = NULL;
    sqlite3 *handle = output->database;
    bool done = sqlite3_prepare_v2(handle, "INSERT INTO files VALUES (?, ?)", -1, &insert, NULL) ==
                    SQLITE_OK &&
                sqlite3_bind_text(insert, 1, name, -1, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_bind_text(insert, 2, text, (int)len, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_step(insert) == SQLITE_DONE;
    if (!done) complain(output->problem, output->target, handle);
    sqlite3_finalize(insert);
    return done;
}

bool io_sqlite_close(struct io_output *output)
{
    sqlite3 *handle = output->database;
    output->database = NULL;
    bool done = sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    if (!done) complain(output->problem, output->target, handle);
    sqlite3_close(handle);
    return done;
}
