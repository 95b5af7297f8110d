/* SPDX-License-Identifier: Apache-2.0 */
/*
 * postgres.h - a connection to PostgreSQL; private to this folder.
 *
 *   libpq.c  the library    connection.c  statements and what goes wrong with them
 *   value.c  values of COPY in its binary form    copy_out.c  reading    copy_in.c  writing
 */
#ifndef POSTGRES_H
#define POSTGRES_H

#include <libpq-fe.h>

#include "io/database/database.h"

/* ---- libpq (libpq.c) ------------------------------------------------------------------------ */

/* clang-format off */
#define LIBPQ_FUNCTIONS(DO) \
    DO(PQconnectdbParams) \
    DO(PQstatus) \
    DO(PQerrorMessage) \
    DO(PQsocket) \
    DO(PQfinish) \
    DO(PQsetNoticeProcessor) \
    DO(PQsendQuery) \
    DO(PQsendQueryParams) \
    DO(PQsendPrepare) \
    DO(PQsendDescribePrepared) \
    DO(PQisBusy) \
    DO(PQconsumeInput) \
    DO(PQgetResult) \
    DO(PQresultStatus) \
    DO(PQresultErrorField) \
    DO(PQclear) \
    DO(PQntuples) \
    DO(PQnfields) \
    DO(PQfname) \
    DO(PQftype) \
    DO(PQgetvalue) \
    DO(PQgetCopyData) \
    DO(PQputCopyData) \
    DO(PQputCopyEnd) \
    DO(PQfreemem) \
    DO(PQgetCancel) \
    DO(PQcancel) \
    DO(PQfreeCancel)
/* clang-format on */

struct libpq {
#define LIBPQ_MEMBER(name) __typeof__(&(name)) name;
    LIBPQ_FUNCTIONS(LIBPQ_MEMBER)
#undef LIBPQ_MEMBER
};
bool pg_library_load(struct libpq *libpq, struct io_problem *problem);

/* ---- connections (connection.c) -------------------------------------------------------------- */

struct pg {
    struct libpq libpq;
    PGconn *connection;
    struct io_address address;
    const char *path; /* as messages say it */
    bool (*interrupted)(void);
};
bool pg_connect(struct pg *pg, const char *path, bool (*interrupted)(void),
                struct io_problem *problem);
void pg_disconnect(struct pg *pg); /* in any state; what was begun is undone */

/* Run statements; false after a problem. */
bool pg_run(struct pg *pg, const char *statements, struct io_problem *problem);
/* A statement with up to two texts as its $1 and $2 (NULL: none). The rows are to be cleared; NULL
 * after a problem. */
PGresult *pg_ask(struct pg *pg, const char *statement, const char *first, const char *second,
                 struct io_problem *problem);
/* The result of what was sent; NULL after a problem. */
PGresult *pg_await(struct pg *pg, struct io_problem *problem);
/* Has a COPY come to its good end? */
bool pg_copy_ended(struct pg *pg, struct io_problem *problem);
/* Wait a moment for the server to say something more. */
bool pg_wait(struct pg *pg, struct io_problem *problem);
/* Let the server stop what it does, and drop what it still says. */
void pg_cancel(struct pg *pg);
/* Say what went wrong; `result` NULL: with the connection. Returns false. */
bool pg_fail(struct pg *pg, const PGresult *result, struct io_problem *problem);

/* ---- values (value.c) ------------------------------------------------------------------------ */

/* A growing text; the zero state is empty. */
struct pg_text {
    char *at;
    size_t len, cap;
};
bool pg_text_add(struct pg_text *text, const void *more, size_t len);

/* Is the type read? Of types whose binary form is not text, their own text is made. */
bool pg_type_is_read(Oid type);
/* The text of a value: a piece of it, or made at the end of `made`. False: there is no memory, or
 * the value is not as its type has it (*bad). */
bool pg_value_text(Oid type, const char *value, size_t len, struct pg_text *made,
                   struct tool_piece *text, bool *bad);
/* Append the binary form of a number of 10^-decimals, with its length before it. */
bool pg_put_decimal(struct pg_text *row, int64_t number, int decimals);
bool pg_put_int(struct pg_text *row, int64_t number, int n_bytes);

enum { PG_DAY_ZERO = 10957 /* 2000-01-01, in days since 1970-01-01 */ };
/* What a file of COPY's binary form begins with. */
#define PG_COPY_HEADER "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"
enum { PG_COPY_HEADER_BYTES = 19 };

#endif
