/* SPDX-License-Identifier: Apache-2.0 */
/*
 * odbc_tables.c - the tables and views of a data source.
 *
 * All are listed once: what a driver takes for a pattern, and whether it folds the case of names,
 * differs from driver to driver.
 */
#include "io/odbc/odbc.h"

#include <stdlib.h>
#include <string.h>

enum { SCHEMA = 1, NAME = 2 }; /* columns of SQLTables, from 0 */

/* Takes over both texts. */
static bool add(struct odbc_tables *tables, char *schema, char *name)
{
    struct odbc_table *more = reallocarray(tables->at, tables->n + 1, sizeof *more);
    if (more) tables->at = more;
    if (!more || !name) {
        free(schema);
        free(name);
        return !name && more; /* a row without a name is none */
    }
    more[tables->n] = (struct odbc_table){schema ? schema : strdup(""), name};
    return more[tables->n++].schema != NULL;
}

static bool take_row(struct odbc *odbc, SQLHSTMT statement, struct odbc_wide *room,
                     struct odbc_tables *tables, struct io_problem *problem)
{
    char *schema = NULL, *name = NULL;
    size_t len;
    bool done = odbc_cell(odbc, statement, SCHEMA, room, &schema, &len, problem) &&
                odbc_cell(odbc, statement, NAME, room, &name, &len, problem);
    const char *wanted = odbc->address.schema;
    bool is_other = wanted && strcmp(wanted, schema ? schema : "") != 0;
    if (done && !is_other) return add(tables, schema, name) || io_fail_memory(problem);
    free(schema);
    free(name);
    return done;
}

bool odbc_tables_list(struct odbc *odbc, struct odbc_tables *tables, struct io_problem *problem)
{
    struct odbc_wide types = {.len = 0}, room = {.len = 0};
    SQLHSTMT statement = odbc_statement(odbc, problem);
    bool done = statement != NULL;
    if (done && !odbc_wide_add(&types, "TABLE,VIEW", 10)) done = io_fail_memory(problem);
    if (done && !SQL_SUCCEEDED(odbc->libodbc.SQLTablesW(statement, NULL, 0, NULL, 0, NULL, 0,
                                                        types.at, (SQLSMALLINT)types.len)))
        done = odbc_fail(odbc, statement, problem);
    SQLRETURN row = SQL_SUCCESS;
    while (done && SQL_SUCCEEDED(row)) {
        row = odbc->libodbc.SQLFetch(statement);
        if (SQL_SUCCEEDED(row))
            done = take_row(odbc, statement, &room, tables, problem);
        else if (row != SQL_NO_DATA)
            done = odbc_fail(odbc, statement, problem);
    }
    odbc_statement_free(odbc, statement);
    free(types.at);
    free(room.at);
    return done;
}

void odbc_tables_clear(struct odbc_tables *tables)
{
    for (size_t i = 0; i < tables->n; i++) {
        free(tables->at[i].schema);
        free(tables->at[i].name);
    }
    free(tables->at);
    *tables = (struct odbc_tables){.n = 0};
}

static void put_one(const struct odbc *odbc, FILE *to, const char *name)
{
    if (odbc->quote == ' ')
        fputs(name, to);
    else
        io_put_quoted(to, name, odbc->quote);
}

void odbc_put_name(const struct odbc *odbc, FILE *to, const char *schema, const char *name)
{
    if (schema[0]) {
        put_one(odbc, to, schema);
        fputc('.', to);
    }
    put_one(odbc, to, name);
}
