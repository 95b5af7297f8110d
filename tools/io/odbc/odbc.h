/* SPDX-License-Identifier: Apache-2.0 */
/*
 * odbc.h - a data source of ODBC; private to this folder.
 *
 *   libodbc.c  the library    data_source.c  connections, statements and what goes wrong
 *   wide.c  texts as drivers have them    odbc_tables.c  which tables there are
 *   odbc_read.c  reading    odbc_write.c  writing
 *
 * Whatever the driver, texts are handed over in UTF-16, and every value as a text.
 */
#ifndef ODBC_H
#define ODBC_H

#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>

#include "io/database/database.h"

/* ---- unixODBC (libodbc.c) ---------------------------------------------------------------------
 */

/* clang-format off */
#define LIBODBC_FUNCTIONS(DO) \
    DO(SQLAllocHandle) \
    DO(SQLFreeHandle) \
    DO(SQLSetEnvAttr) \
    DO(SQLSetConnectAttrW) \
    DO(SQLSetStmtAttrW) \
    DO(SQLGetInfoW) \
    DO(SQLDriverConnectW) \
    DO(SQLDisconnect) \
    DO(SQLEndTran) \
    DO(SQLGetDiagRecW) \
    DO(SQLTablesW) \
    DO(SQLGetTypeInfoW) \
    DO(SQLPrepareW) \
    DO(SQLExecute) \
    DO(SQLExecDirectW) \
    DO(SQLNumResultCols) \
    DO(SQLDescribeColW) \
    DO(SQLFetch) \
    DO(SQLGetData) \
    DO(SQLBindParameter)
/* clang-format on */

struct libodbc {
#define LIBODBC_MEMBER(name) __typeof__(&(name)) name;
    LIBODBC_FUNCTIONS(LIBODBC_MEMBER)
#undef LIBODBC_MEMBER
};
bool odbc_library_load(struct libodbc *libodbc, struct io_problem *problem);

/* ---- texts (wide.c) ----------------------------------------------------------------------------
 */

/* A growing text of a driver's; the zero state is empty. */
struct odbc_wide {
    SQLWCHAR *at;
    size_t len, cap; /* in units of UTF-16 */
};
bool odbc_wide_reserve(struct odbc_wide *wide, size_t more);
/* Append UTF-8, of which bytes that are not text become U+FFFD. */
bool odbc_wide_add(struct odbc_wide *wide, const char *text, size_t len);
/* As UTF-8, NUL-terminated, to be freed; NULL: no memory. */
char *odbc_narrow(const SQLWCHAR *text, size_t len, size_t *n_bytes);

/* ---- data sources (data_source.c) --------------------------------------------------------------
 */

struct odbc {
    struct libodbc libodbc;
    SQLHENV environment;
    SQLHDBC connection;
    bool connected;
    struct io_address address;
    const char *path; /* as messages say it */
    char quote;       /* around names; ' ': there is none */
};
/* Without committing by itself. */
bool odbc_connect(struct odbc *odbc, const char *path, bool read_only, struct io_problem *problem);
void odbc_disconnect(struct odbc *odbc); /* in any state; what was begun is undone */
/* NULL after a problem. */
SQLHSTMT odbc_statement(struct odbc *odbc, struct io_problem *problem);
void odbc_statement_free(struct odbc *odbc, SQLHSTMT statement); /* NULL, too */
/* Run a statement without rows. */
bool odbc_run(struct odbc *odbc, const char *statement, struct io_problem *problem);
bool odbc_prepare(struct odbc *odbc, SQLHSTMT statement, const char *text,
                  struct io_problem *problem);
/* Say what went wrong with a statement (NULL: with the connection). Returns false. */
bool odbc_fail(struct odbc *odbc, SQLHSTMT statement, struct io_problem *problem);
/* A cell of the row at hand as text, to be freed, NULL where there is none; false: a problem. */
bool odbc_cell(struct odbc *odbc, SQLHSTMT statement, int column, struct odbc_wide *room,
               char **text, size_t *len, struct io_problem *problem);
uint32_t odbc_info(struct odbc *odbc, SQLUSMALLINT what);

/* ---- which tables there are (odbc_tables.c) ----------------------------------------------------
 */

struct odbc_table {
    char *schema, *name; /* schema "": the database has none */
};
struct odbc_tables {
    struct odbc_table *at;
    size_t n;
};
/* All tables and views of the address's schema, or of all schemas. */
bool odbc_tables_list(struct odbc *odbc, struct odbc_tables *tables, struct io_problem *problem);
void odbc_tables_clear(struct odbc_tables *tables);
/* The name, with its schema unless that is "", as statements say it. */
void odbc_put_name(const struct odbc *odbc, FILE *to, const char *schema, const char *name);

#endif
