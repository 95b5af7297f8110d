/* SPDX-License-Identifier: Apache-2.0 */
/*
 * odbc_read.c - tables, views and queries of a data source.
 *
 * A query is prepared to learn its columns and run when its rows are asked for: many drivers fetch
 * all of them at once.
 */
#include "io/odbc/odbc.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct reading {
    struct odbc odbc;
    bool (*interrupted)(void);
    struct odbc_tables tables;
    SQLHSTMT statement; /* of the query at hand; NULL: none */
    bool runs;
    char **names, **cells;
    int n_columns;
    struct odbc_wide room;
    int64_t n_rows;
};

static void close_reading(void *database)
{
    struct reading *reading = database;
    odbc_disconnect(&reading->odbc);
    odbc_tables_clear(&reading->tables);
    free(reading->room.at);
    free(reading);
}

static void *open_reading(const char *path, bool (*interrupted)(void), struct io_problem *problem)
{
    struct reading *reading = calloc(1, sizeof *reading);
    if (!reading) {
        io_fail_memory(problem);
        return NULL;
    }
    reading->interrupted = interrupted;
    if (odbc_connect(&reading->odbc, path, true, problem) &&
        odbc_tables_list(&reading->odbc, &reading->tables, problem))
        return reading;
    close_reading(reading);
    return NULL;
}

/* ---- tables ------------------------------------------------------------------------------------
 */

/* "name" or "schema.name", whatever the case of letters. */
static bool is_called(const struct odbc_table *table, const char *name)
{
    const char *dot = strchr(name, '.');
    size_t len = dot ? (size_t)(dot - name) : 0;
    bool of_schema =
        !dot || (strlen(table->schema) == len && strncasecmp(table->schema, name, len) == 0);
    return of_schema && strcasecmp(table->name, dot ? dot + 1 : name) == 0;
}

static enum io_step find(void *database, const char *name, char **quoted,
                         struct io_problem *problem)
{
    struct reading *reading = database;
    const struct odbc_table *found = NULL;
    for (size_t i = 0; i < reading->tables.n; i++) {
        const struct odbc_table *table = &reading->tables.at[i];
        if (!is_called(table, name)) continue;
        if (found) {
            io_fail(problem, IO_BAD_INPUT,
                    "%s: more than one table is called %s; name a schema after a #",
                    reading->odbc.path, name);
            return IO_FAILED;
        }
        found = table;
    }
    if (!found) return IO_END;
    struct io_statement statement;
    FILE *to = io_statement_open(&statement);
    if (to) odbc_put_name(&reading->odbc, to, found->schema, found->name);
    *quoted = io_statement_close(&statement);
    if (!*quoted) io_fail_memory(problem);
    return *quoted ? IO_NEXT : IO_FAILED;
}

/* ---- columns ------------------------------------------------------------------------------------
 */

static bool is_read(SQLSMALLINT type)
{
    static const SQLSMALLINT read[] = {
        SQL_CHAR,         SQL_VARCHAR,   SQL_LONGVARCHAR, SQL_WCHAR,          SQL_WVARCHAR,
        SQL_WLONGVARCHAR, SQL_DECIMAL,   SQL_NUMERIC,     SQL_SMALLINT,       SQL_INTEGER,
        SQL_BIGINT,       SQL_TINYINT,   SQL_BIT,         SQL_REAL,           SQL_FLOAT,
        SQL_DOUBLE,       SQL_TYPE_DATE, SQL_TYPE_TIME,   SQL_TYPE_TIMESTAMP, SQL_DATE,
        SQL_TIME,         SQL_TIMESTAMP, SQL_GUID};
    for (size_t i = 0; i < sizeof read / sizeof *read; i++)
        if (read[i] == type) return true;
    return false;
}

static bool take_column(struct reading *reading, struct io_problem *problem)
{
    enum { NAME = 256 };
    SQLWCHAR name[NAME];
    SQLSMALLINT len = 0, type = 0, decimals, nullable;
    SQLULEN size;
    size_t n_bytes;
    struct odbc *odbc = &reading->odbc;
    SQLRETURN told =
        odbc->libodbc.SQLDescribeColW(reading->statement, (SQLUSMALLINT)(reading->n_columns + 1),
                                      name, NAME, &len, &type, &size, &decimals, &nullable);
    if (!SQL_SUCCEEDED(told)) return odbc_fail(odbc, reading->statement, problem);
    if (len >= NAME) len = NAME - 1;
    char *copy = odbc_narrow(name, (size_t)len, &n_bytes);
    if (!copy) return io_fail_memory(problem);
    reading->names[reading->n_columns++] = copy;
    return is_read(type) ||
           io_fail(problem, IO_BAD_INPUT,
                   "%s: the column %s is of a type that is not read (%d of ODBC); in the plan's "
                   "sources give a query that leaves it out or casts it to text",
                   odbc->path, copy, (int)type);
}

static bool begin(void *database, const char *query, struct io_problem *problem)
{
    struct reading *reading = database;
    struct odbc *odbc = &reading->odbc;
    SQLSMALLINT n = 0;
    reading->statement = odbc_statement(odbc, problem);
    if (!reading->statement || !odbc_prepare(odbc, reading->statement, query, problem))
        return false;
    if (!SQL_SUCCEEDED(odbc->libodbc.SQLNumResultCols(reading->statement, &n)))
        return odbc_fail(odbc, reading->statement, problem);
    reading->names = calloc((size_t)n + 1, sizeof *reading->names);
    reading->cells = calloc((size_t)n + 1, sizeof *reading->cells);
    bool done = (reading->names && reading->cells) || io_fail_memory(problem);
    while (done && reading->n_columns < n) done = take_column(reading, problem);
    return done;
}

static int n_columns(const void *database)
{
    return ((const struct reading *)database)->n_columns;
}

static const char *column(const void *database, int column)
{
    return ((const struct reading *)database)->names[column];
}

/* ---- rows --------------------------------------------------------------------------------------
 */

static void drop_cells(struct reading *reading)
{
    for (int i = 0; reading->cells && i < reading->n_columns; i++) {
        free(reading->cells[i]);
        reading->cells[i] = NULL;
    }
}

static void end(void *database)
{
    struct reading *reading = database;
    odbc_statement_free(&reading->odbc, reading->statement);
    drop_cells(reading);
    for (int i = 0; i < reading->n_columns; i++) free(reading->names[i]);
    free(reading->names);
    free(reading->cells);
    reading->statement = NULL;
    reading->names = reading->cells = NULL;
    reading->n_columns = 0;
    reading->runs = false;
}

static bool is_time_to_stop(struct reading *reading, struct io_problem *problem)
{
    enum { ROWS_PER_ASK = 1 << 12 };
    bool asks = reading->n_rows++ % ROWS_PER_ASK == 0;
    return asks && reading->interrupted && reading->interrupted() &&
           !io_fail(problem, IO_INTERRUPTED, "interrupted");
}

static enum io_step next(void *database, struct tool_piece *cells, struct io_problem *problem)
{
    struct reading *reading = database;
    struct odbc *odbc = &reading->odbc;
    SQLHSTMT statement = reading->statement;
    drop_cells(reading);
    if (is_time_to_stop(reading, problem)) return IO_FAILED;
    SQLRETURN row = reading->runs ? SQL_SUCCESS : odbc->libodbc.SQLExecute(statement);
    reading->runs = true;
    if (SQL_SUCCEEDED(row)) row = odbc->libodbc.SQLFetch(statement);
    if (row == SQL_NO_DATA) return IO_END;
    bool done = SQL_SUCCEEDED(row) || odbc_fail(odbc, statement, problem);
    for (int i = 0; done && i < reading->n_columns; i++) {
        size_t len;
        done = odbc_cell(odbc, statement, i, &reading->room, &reading->cells[i], &len, problem);
        cells[i] = (struct tool_piece){reading->cells[i], len};
    }
    return done ? IO_NEXT : IO_FAILED;
}

const struct io_database_reader io_odbc_reader = {.open = open_reading,
                                                  .find = find,
                                                  .begin = begin,
                                                  .n_columns = n_columns,
                                                  .column = column,
                                                  .next = next,
                                                  .end = end,
                                                  .close = close_reading};
