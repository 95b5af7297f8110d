/* SPDX-License-Identifier: Apache-2.0 */
/*
 * data_source.c - connections to what odbc.ini names, and what goes wrong with them.
 *
 * What a driver says of an error is passed on where it speaks of connections, rights and names.
 * Elsewhere it may quote values, and only its code is.
 */
#include "io/odbc/odbc.h"

#include <stdlib.h>
#include <string.h>

/* SQLPOINTER for a whole number. */
static SQLPOINTER as_pointer(uintptr_t number)
{
    return (SQLPOINTER)number;
}

/* ---- what goes wrong ------------------------------------------------------------------------- */

static const struct {
    const char *state, *advice;
} advices[] = {
    {"IM00", "there is no such data source; odbcinst -q -s lists those of odbc.ini"},
    {"IM", "the driver of the data source cannot be loaded; odbcinst -q -d lists those there are"},
    {"01000", "the driver of the data source cannot be loaded; odbcinst -q -d lists those there "
              "are"},
    {"08", "the connection to the database cannot be made or is lost, and what was begun there is "
           "undone; run again once it is there"},
    {"57P0", "the connection to the database cannot be made or is lost, and what was begun there "
             "is undone; run again once it is there"},
    {"28", "the database refuses this role; check role and password in odbc.ini"},
    {"42", "the database does not know what is asked for, or the role may not do it; check names, "
           "queries and rights"},
    {"53100", "the disk of the database is full; make room and run again"},
    {"HYT0", "the database has not answered in time; run again later"},
};

static const char *advice_for(const char *state)
{
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if (strncmp(state, advices[i].state, strlen(advices[i].state)) == 0)
            return advices[i].advice;
    return "the database has refused it; its log says why";
}

static bool may_be_told(const char *state)
{
    static const char *const safe[] = {"08", "28", "42", "53", "57", "IM", "HYT", "01000"};
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        if (strncmp(state, safe[i], strlen(safe[i])) == 0) return true;
    return false;
}

/* A message in one line. */
static void make_line(char *line, size_t cap, const SQLWCHAR *message, size_t len)
{
    size_t n_bytes;
    char *text = odbc_narrow(message, len, &n_bytes);
    snprintf(line, cap, "%s", text ? text : "");
    free(text);
    for (char *at = line; *at; at++)
        if (*at == '\n' || *at == '\t' || *at == '\r') *at = ' ';
}

bool odbc_fail(struct odbc *odbc, SQLHSTMT statement, struct io_problem *problem)
{
    enum { MESSAGE = 512 };
    SQLWCHAR message[MESSAGE], wide_state[6] = {0};
    SQLSMALLINT len = 0;
    SQLINTEGER native;
    char state[6] = "HY000", line[MESSAGE] = "";
    SQLSMALLINT type = statement ? SQL_HANDLE_STMT : SQL_HANDLE_DBC;
    SQLHANDLE handle = statement ? statement : odbc->connection;
    SQLRETURN told =
        odbc->libodbc.SQLGetDiagRecW(type, handle, 1, wide_state, &native, message, MESSAGE, &len);
    if (len >= MESSAGE) len = MESSAGE - 1;
    for (int i = 0; SQL_SUCCEEDED(told) && i < 5; i++) state[i] = (char)wide_state[i];
    if (strcmp(state, "HY001") == 0) return io_fail_memory(problem);
    if (SQL_SUCCEEDED(told) && may_be_told(state))
        make_line(line, sizeof line, message, (size_t)len);
    return io_fail(problem, IO_SYSTEM, "%s: %s (ODBC %s%s%s)", odbc->path,
                   tool_said(advice_for(state)), state, line[0] ? ": " : "", line);
}

/* ---- connections ------------------------------------------------------------------------------
 */

uint32_t odbc_info(struct odbc *odbc, SQLUSMALLINT what)
{
    union {
        SQLUINTEGER number;
        SQLUSMALLINT small; /* some of what is asked for is shorter */
    } value = {0};
    odbc->libodbc.SQLGetInfoW(odbc->connection, what, &value, sizeof value, NULL);
    return value.number;
}

static void set(struct odbc *odbc, SQLINTEGER attribute, uintptr_t value)
{
    odbc->libodbc.SQLSetConnectAttrW(odbc->connection, attribute, as_pointer(value),
                                     SQL_IS_UINTEGER);
}

/* One state of the database for all tables, where its driver has that. */
static void isolate(struct odbc *odbc)
{
    uint32_t offered = odbc_info(odbc, SQL_TXN_ISOLATION_OPTION);
    if (offered & SQL_TXN_SERIALIZABLE)
        set(odbc, SQL_ATTR_TXN_ISOLATION, SQL_TXN_SERIALIZABLE);
    else if (offered & SQL_TXN_REPEATABLE_READ)
        set(odbc, SQL_ATTR_TXN_ISOLATION, SQL_TXN_REPEATABLE_READ);
}

static void find_quote(struct odbc *odbc)
{
    SQLWCHAR quote[4] = {0};
    SQLSMALLINT len;
    odbc->libodbc.SQLGetInfoW(odbc->connection, SQL_IDENTIFIER_QUOTE_CHAR, quote, sizeof quote,
                              &len);
    odbc->quote = quote[0] > ' ' && quote[0] < 0x7F ? (char)quote[0] : ' ';
}

static bool open_handles(struct odbc *odbc)
{
    const struct libodbc *libodbc = &odbc->libodbc;
    return SQL_SUCCEEDED(
               libodbc->SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &odbc->environment)) &&
           SQL_SUCCEEDED(libodbc->SQLSetEnvAttr(odbc->environment, SQL_ATTR_ODBC_VERSION,
                                                as_pointer(SQL_OV_ODBC3), 0)) &&
           SQL_SUCCEEDED(
               libodbc->SQLAllocHandle(SQL_HANDLE_DBC, odbc->environment, &odbc->connection));
}

bool odbc_connect(struct odbc *odbc, const char *path, bool read_only, struct io_problem *problem)
{
    enum { LOGIN_SECONDS = 30 };
    struct odbc_wide how = {.len = 0};
    *odbc = (struct odbc){.path = path};
    if (!odbc_library_load(&odbc->libodbc, problem)) return false;
    if (!io_address_read(&odbc->address, path, problem)) return false;
    const char *name = odbc->address.server;
    if (!open_handles(odbc)) return io_fail_memory(problem);
    set(odbc, SQL_ATTR_LOGIN_TIMEOUT, LOGIN_SECONDS);
    if (read_only) set(odbc, SQL_ATTR_ACCESS_MODE, SQL_MODE_READ_ONLY);
    bool done = odbc_wide_add(&how, "DSN=", 4) && odbc_wide_add(&how, name, strlen(name));
    if (!done) {
        free(how.at);
        return io_fail_memory(problem);
    }
    SQLRETURN made = odbc->libodbc.SQLDriverConnectW(
        odbc->connection, NULL, how.at, (SQLSMALLINT)how.len, NULL, 0, NULL, SQL_DRIVER_NOPROMPT);
    free(how.at);
    odbc->connected = SQL_SUCCEEDED(made);
    if (!odbc->connected) return odbc_fail(odbc, NULL, problem);
    set(odbc, SQL_ATTR_AUTOCOMMIT, SQL_AUTOCOMMIT_OFF);
    if (read_only) isolate(odbc);
    find_quote(odbc);
    return true;
}

void odbc_disconnect(struct odbc *odbc)
{
    const struct libodbc *libodbc = &odbc->libodbc;
    if (odbc->connected) {
        libodbc->SQLEndTran(SQL_HANDLE_DBC, odbc->connection, SQL_ROLLBACK);
        libodbc->SQLDisconnect(odbc->connection);
    }
    if (odbc->connection) libodbc->SQLFreeHandle(SQL_HANDLE_DBC, odbc->connection);
    if (odbc->environment) libodbc->SQLFreeHandle(SQL_HANDLE_ENV, odbc->environment);
    io_address_clear(&odbc->address);
    *odbc = (struct odbc){.connected = false};
}

/* ---- statements -------------------------------------------------------------------------------
 */

SQLHSTMT odbc_statement(struct odbc *odbc, struct io_problem *problem)
{
    SQLHSTMT statement = NULL;
    if (SQL_SUCCEEDED(odbc->libodbc.SQLAllocHandle(SQL_HANDLE_STMT, odbc->connection, &statement)))
        return statement;
    odbc_fail(odbc, NULL, problem);
    return NULL;
}

void odbc_statement_free(struct odbc *odbc, SQLHSTMT statement)
{
    if (statement) odbc->libodbc.SQLFreeHandle(SQL_HANDLE_STMT, statement);
}

bool odbc_prepare(struct odbc *odbc, SQLHSTMT statement, const char *text,
                  struct io_problem *problem)
{
    struct odbc_wide wide = {.len = 0};
    if (!text || !odbc_wide_add(&wide, text, strlen(text))) return io_fail_memory(problem);
    SQLRETURN done = odbc->libodbc.SQLPrepareW(statement, wide.at, (SQLINTEGER)wide.len);
    free(wide.at);
    return SQL_SUCCEEDED(done) || odbc_fail(odbc, statement, problem);
}

bool odbc_run(struct odbc *odbc, const char *text, struct io_problem *problem)
{
    struct odbc_wide wide = {.len = 0};
    if (!text || !odbc_wide_add(&wide, text, strlen(text))) return io_fail_memory(problem);
    SQLHSTMT statement = odbc_statement(odbc, problem);
    SQLRETURN done = SQL_ERROR;
    if (statement) done = odbc->libodbc.SQLExecDirectW(statement, wide.at, (SQLINTEGER)wide.len);
    bool good = SQL_SUCCEEDED(done) || done == SQL_NO_DATA;
    if (statement && !good) odbc_fail(odbc, statement, problem);
    odbc_statement_free(odbc, statement);
    free(wide.at);
    return good;
}

/* A long text comes in pieces, each with a NUL at its end. */
bool odbc_cell(struct odbc *odbc, SQLHSTMT statement, int column, struct odbc_wide *room,
               char **text, size_t *len, struct io_problem *problem)
{
    enum { FIRST = 256 };
    *text = NULL;
    *len = 0;
    room->len = 0;
    for (;;) {
        SQLLEN rest;
        if (!odbc_wide_reserve(room, FIRST)) return io_fail_memory(problem);
        size_t free_units = room->cap - room->len;
        SQLRETURN got = odbc->libodbc.SQLGetData(statement, (SQLUSMALLINT)(column + 1), SQL_C_WCHAR,
                                                 room->at + room->len,
                                                 (SQLLEN)(free_units * sizeof *room->at), &rest);
        if (got == SQL_NO_DATA) break;
        if (!SQL_SUCCEEDED(got)) return odbc_fail(odbc, statement, problem);
        if (rest == SQL_NULL_DATA) return true;
        size_t units = rest < 0 ? free_units : (size_t)rest / sizeof *room->at;
        bool is_whole = units < free_units;
        room->len += is_whole ? units : free_units - 1;
        if (is_whole) break;
        if (!odbc_wide_reserve(room, rest < 0 ? room->cap : units + 1))
            return io_fail_memory(problem);
    }
    *text = odbc_narrow(room->at, room->len, len);
    return *text || io_fail_memory(problem);
}
