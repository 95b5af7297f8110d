/* SPDX-License-Identifier: Apache-2.0 */
/*
 * database.h - what reads a database and what writes into one; and the libraries they need.
 *
 * Everything is read in one read-only transaction, which sees one state of the database, and
 * everything is written in one, so that the database has all of a result or is as it was.
 */
#ifndef DATABASE_H
#define DATABASE_H

#include "io/database/database_address.h"

/* ---- libraries (library.c) ----------------------------------------------------------------- */

/* A library that is loaded when it is first needed: who reads files needs none of a database. */
struct io_library {
    const char *file;    /* as libpq.so.5 */
    const char *package; /* of Debian, for who lacks it */
    const char *const *names;
    size_t n_names;
};
/* Fill `functions`, which are pointers in the order of the names. */
bool io_library_load(const struct io_library *library, void *functions, struct io_problem *problem);

/* ---- texts of statements (statement.c) ------------------------------------------------------ */

/* A name between quotes, with those in it doubled. */
void io_put_quoted(FILE *to, const char *name, char quote);
/* A text that is put together, to be freed; NULL: no memory. */
struct io_statement {
    FILE *to;
    char *text;
    size_t len;
};
FILE *io_statement_open(struct io_statement *statement);
char *io_statement_close(struct io_statement *statement);
/* The name of a table for a result, at most that many bytes long: of a longer one the beginning and
 * a hash. */
void io_put_table_name(FILE *to, const char *name, size_t most);

/* ---- reading --------------------------------------------------------------------------------- */

/* How a kind of database is read; one query at a time. */
struct io_database_reader {
    /* `path` is what messages say, and must outlive it. NULL after a problem. */
    void *(*open)(const char *path, bool (*interrupted)(void), struct io_problem *problem);
    /* The table or view called NAME or SCHEMA.NAME as a query says it, to be freed; IO_END: there
     * is none. */
    enum io_step (*find)(void *database, const char *name, char **quoted,
                         struct io_problem *problem);
    /* Begin a query. Its columns are all of types that can be read. */
    bool (*begin)(void *database, const char *query, struct io_problem *problem);
    int (*n_columns)(const void *database);
    const char *(*column)(const void *database, int column);
    /* The cells of the next row, valid until the next one; NULL where there is no value. */
    enum io_step (*next)(void *database, struct tool_piece *cells, struct io_problem *problem);
    void (*end)(void *database); /* wherever it stands */
    void (*close)(void *database);
};
extern const struct io_database_reader io_postgres_reader, io_odbc_reader;

#endif
