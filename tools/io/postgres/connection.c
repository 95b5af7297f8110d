/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connection.c - statements that are run, and what goes wrong with them.
 *
 * A statement is waited for in steps, so that somebody may want to stop it. What the server says
 * of an error is passed on where it speaks of names, rights and room. Where it speaks of values
 * (classes 21 to 23 and what functions raise) it would quote them, and only its code is.
 */
#include "io/postgres/postgres.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* ---- what goes wrong ------------------------------------------------------------------------- */

/* What to do, by the beginning of the code. */
static const struct {
    const char *code, *advice;
} advices[] = {
    {"42501", "the role may not do this; have it granted"},
    {"42", "the database does not know what is asked for; check names and queries"},
    {"2BP01", "a view or another table of the database uses earlier results; remove that or name "
              "another schema"},
    {"55P03", "somebody is reading the earlier results; run again later"},
    {"53100", "the disk of the database is full; make room and run again"},
    {"53", "the database is short of memory, connections or room; run again later"},
    {"57P0", "the database was stopped or has ended the connection; run again once it is there"},
    {"57014", "the database has cancelled a statement; raise its time limit and run again"},
    {"25P0", "the database has ended the connection because it was idle; raise its time limit and "
             "run again"},
    {"22", "a query met a value that it cannot work with; mend the query"},
    {"3D000", "there is no such database"},
    {"28", "the database refuses this role; check role and password"},
};

static const char *advice_for(const char *code)
{
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if (strncmp(code, advices[i].code, strlen(advices[i].code)) == 0) return advices[i].advice;
    return "the database has refused it; its log says why";
}

/* The message in one line. */
static void copy_line(char *line, size_t cap, const char *message)
{
    size_t n = 0;
    for (; message && *message && n + 1 < cap; message++)
        line[n++] = *message == '\n' || *message == '\t' ? ' ' : *message;
    while (n > 0 && line[n - 1] == ' ') n--;
    line[n] = '\0';
}

static bool may_quote_values(const char *code)
{
    return code[0] == '2' && code[1] >= '1' && code[1] <= '3' ? true : code[0] == 'P';
}

static bool fail_statement(struct pg *pg, const char *code, const PGresult *result,
                           struct io_problem *problem)
{
    char line[512] = "";
    bool of_query =
        strncmp(code, "22", 2) == 0 || (strncmp(code, "42", 2) == 0 && strcmp(code, "42501") != 0);
    if (!may_quote_values(code))
        copy_line(line, sizeof line, pg->libpq.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    return io_fail(problem, of_query ? IO_BAD_INPUT : IO_SYSTEM, "%s: %s (PostgreSQL %s%s%s)",
                   pg->path, tool_said(advice_for(code)), code, line[0] ? ": " : "", line);
}

bool pg_fail(struct pg *pg, const PGresult *result, struct io_problem *problem)
{
    const char *code = result ? pg->libpq.PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    if (code) return fail_statement(pg, code, result, problem);
    if (pg->libpq.PQstatus(pg->connection) != CONNECTION_BAD) return io_fail_memory(problem);
    return io_fail(problem, IO_SYSTEM,
                   "%s: the connection to the database is lost, and what was begun there is "
                   "undone; run again once it is there",
                   pg->path);
}

/* What libpq says holds host, port, role and what the server says, and no password. */
static bool fail_to_connect(struct pg *pg, struct io_problem *problem)
{
    char line[512];
    copy_line(line, sizeof line, pg->libpq.PQerrorMessage(pg->connection));
    return io_fail(problem, IO_SYSTEM,
                   "%s: the database cannot be reached; check host, port, name, role and password "
                   "(%s)",
                   pg->path, line);
}

/* ---- connections ------------------------------------------------------------------------------
 */

static void say_nothing(void *context, const char *message)
{
    (void)context, (void)message;
}

/* What stands before dbname the URL can say otherwise. */
bool pg_connect(struct pg *pg, const char *path, bool (*interrupted)(void),
                struct io_problem *problem)
{
    *pg = (struct pg){.path = path, .interrupted = interrupted};
    if (!pg_library_load(&pg->libpq, problem)) return false;
    if (!io_address_read(&pg->address, path, problem)) return false;
    const char *const names[] = {
        "fallback_application_name", "connect_timeout", "keepalives_idle", "keepalives_interval",
        "keepalives_count",          "dbname",          "client_encoding", NULL};
    const char *const values[] = {"dolbom",           "30",   "30", "10", "6",
                                  pg->address.server, "UTF8", NULL};
    pg->connection = pg->libpq.PQconnectdbParams(names, values, 1);
    if (!pg->connection) return io_fail_memory(problem);
    if (pg->libpq.PQstatus(pg->connection) != CONNECTION_OK) return fail_to_connect(pg, problem);
    pg->libpq.PQsetNoticeProcessor(pg->connection, say_nothing, NULL);
    return true;
}

void pg_disconnect(struct pg *pg)
{
    if (pg->connection) pg->libpq.PQfinish(pg->connection);
    io_address_clear(&pg->address);
    *pg = (struct pg){.connection = NULL};
}

/* ---- statements -------------------------------------------------------------------------------
 */

/* libpq takes an answer for which it had no memory for one that has not come yet. So it is asked
 * again now and then, unless there still is none. */
static bool has_memory(struct io_problem *problem)
{
    enum { OF_AN_ANSWER = 1 << 12 };
    void *room = malloc(OF_AN_ANSWER);
    free(room);
    return room || io_fail_memory(problem);
}

bool pg_wait(struct pg *pg, struct io_problem *problem)
{
    enum { LOOK_MS = 200 };
    struct pollfd server = {.fd = pg->libpq.PQsocket(pg->connection), .events = POLLIN};
    if (pg->interrupted && pg->interrupted())
        return io_fail(problem, IO_INTERRUPTED, "interrupted");
    int n = server.fd < 0 ? -1 : poll(&server, 1, LOOK_MS);
    if (n == 0 || (n < 0 && server.fd >= 0 && errno == EINTR)) return has_memory(problem);
    bool read = n > 0 && pg->libpq.PQconsumeInput(pg->connection);
    bool ended = n > 0 && pg->libpq.PQstatus(pg->connection) == CONNECTION_BAD;
    return read || ended || pg_fail(pg, NULL, problem); /* what came last may say why it ended */
}

/* What else the server says belongs to the same statements. */
static void drop_results(struct pg *pg)
{
    struct io_problem none = {.kind = IO_OK};
    for (;;) {
        while (pg->libpq.PQisBusy(pg->connection))
            if (!pg_wait(pg, &none)) return;
        PGresult *more = pg->libpq.PQgetResult(pg->connection);
        if (!more) return;
        ExecStatusType status = pg->libpq.PQresultStatus(more);
        pg->libpq.PQclear(more);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) return;
    }
}

void pg_cancel(struct pg *pg)
{
    char why[256], *row;
    PGcancel *cancel = pg->libpq.PQgetCancel(pg->connection);
    if (cancel) pg->libpq.PQcancel(cancel, why, sizeof why);
    pg->libpq.PQfreeCancel(cancel);
    struct io_problem none = {.kind = IO_OK};
    int n;
    while ((n = pg->libpq.PQgetCopyData(pg->connection, &row, 1)) >= 0) {
        if (n == 0 && !pg_wait(pg, &none)) break;
        if (n > 0) pg->libpq.PQfreemem(row);
    }
    drop_results(pg);
}

/* The first result that is an error, else the last one; a COPY goes on. */
static PGresult *last_result(struct pg *pg, struct io_problem *problem)
{
    PGresult *last = NULL, *next;
    for (;;) {
        while (pg->libpq.PQisBusy(pg->connection))
            if (!pg_wait(pg, problem)) {
                pg_cancel(pg);
                pg->libpq.PQclear(last);
                return NULL;
            }
        next = pg->libpq.PQgetResult(pg->connection);
        if (!next) return last;
        pg->libpq.PQclear(last);
        last = next;
        ExecStatusType status = pg->libpq.PQresultStatus(last);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) return last;
        if (status == PGRES_FATAL_ERROR) {
            drop_results(pg);
            return last;
        }
    }
}

PGresult *pg_await(struct pg *pg, struct io_problem *problem)
{
    PGresult *result = last_result(pg, problem);
    ExecStatusType status = pg->libpq.PQresultStatus(result); /* of NULL an error */
    bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
                status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_EMPTY_QUERY;
    if (good) return result;
    pg_fail(pg, result, problem);
    pg->libpq.PQclear(result);
    return NULL;
}

bool pg_copy_ended(struct pg *pg, struct io_problem *problem)
{
    PGresult *result = pg_await(pg, problem);
    bool ended = pg->libpq.PQresultStatus(result) == PGRES_COMMAND_OK;
    pg->libpq.PQclear(result);
    return ended || pg_fail(pg, NULL, problem);
}

PGresult *pg_ask(struct pg *pg, const char *statement, const char *first, const char *second,
                 struct io_problem *problem)
{
    const char *const values[] = {first, second};
    if (!statement) {
        io_fail_memory(problem);
        return NULL;
    }
    bool sent = pg->libpq.PQsendQueryParams(pg->connection, statement, first ? second ? 2 : 1 : 0,
                                            NULL, values, NULL, NULL, 0);
    if (sent) return pg_await(pg, problem);
    pg_fail(pg, NULL, problem);
    return NULL;
}

bool pg_run(struct pg *pg, const char *statements, struct io_problem *problem)
{
    if (!statements) return io_fail_memory(problem);
    if (!pg->libpq.PQsendQuery(pg->connection, statements)) return pg_fail(pg, NULL, problem);
    PGresult *result = pg_await(pg, problem);
    pg->libpq.PQclear(result);
    return result != NULL;
}
