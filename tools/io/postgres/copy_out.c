/* SPDX-License-Identifier: Apache-2.0 */
/*
 * copy_out.c - tables, views and queries of PostgreSQL, read by COPY in its binary form.
 *
 * All of them are read in one transaction that changes nothing and sees one state of the database.
 * Reading that stops early cancels its COPY, which would end the transaction but for a savepoint.
 */
#include "io/postgres/postgres.h"

#include <stdlib.h>
#include <string.h>

static const Oid type_text = 25;

/* Where a cell begins, in the bytes of COPY or among the texts that were made. */
struct cell {
    size_t at, len;
    bool is_there, is_made;
};

struct reading {
    struct pg pg;
    char **names;
    Oid *types;
    struct cell *cells; /* of the row at hand */
    int n_columns;
    char *copy; /* the statement, until rows are asked for */
    bool begun, copying, has_header, has_end;
    struct pg_text data; /* of COPY, not yet used up */
    size_t at;           /* in it */
    struct pg_text made; /* texts of the row's values */
};

/* ---- opening ----------------------------------------------------------------------------------
 */

static bool use_schema(struct reading *reading, const char *schema, struct io_problem *problem)
{
    struct pg *pg = &reading->pg;
    PGresult *found = pg_ask(pg,
                             "SELECT set_config('search_path', quote_ident(nspname), false) "
                             "FROM pg_namespace WHERE nspname = $1",
                             schema, NULL, problem);
    if (!found) return false;
    bool is_there = pg->libpq.PQntuples(found) == 1;
    pg->libpq.PQclear(found);
    return is_there || io_fail(problem, IO_BAD_INPUT, "%s: there is no such schema", pg->path);
}

static void close_reading(void *database)
{
    struct reading *reading = database;
    pg_disconnect(&reading->pg);
    free(reading->data.at);
    free(reading->made.at);
    free(reading);
}

static void *open_reading(const char *path, bool (*interrupted)(void), struct io_problem *problem)
{
    struct reading *reading = calloc(1, sizeof *reading);
    if (!reading) {
        io_fail_memory(problem);
        return NULL;
    }
    struct pg *pg = &reading->pg;
    if (pg_connect(pg, path, interrupted, problem) &&
        pg_run(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", problem) &&
        (!pg->address.schema || use_schema(reading, pg->address.schema, problem)))
        return reading;
    close_reading(reading);
    return NULL;
}

/* Each part of the name between quotes. */
static char *quote(const char *name)
{
    struct io_statement statement;
    FILE *to = io_statement_open(&statement);
    const char *dot = strchr(name, '.');
    char *schema = dot ? strndup(name, (size_t)(dot - name)) : NULL;
    if (to && schema) {
        io_put_quoted(to, schema, '"');
        fputc('.', to);
    }
    if (to) io_put_quoted(to, schema ? dot + 1 : name, '"');
    free(schema);
    return io_statement_close(&statement);
}

static enum io_step find(void *database, const char *name, char **quoted,
                         struct io_problem *problem)
{
    struct pg *pg = &((struct reading *)database)->pg;
    char *typed = quote(name);
    if (!typed) io_fail_memory(problem);
    PGresult *found =
        typed ? pg_ask(pg,
                       "SELECT oid::regclass::text FROM pg_class WHERE oid = to_regclass($1) AND "
                       "relkind IN ('r', 'p', 'v', 'm', 'f')",
                       typed, NULL, problem)
              : NULL;
    free(typed);
    if (!found) return IO_FAILED;
    bool is_there = pg->libpq.PQntuples(found) == 1;
    *quoted = is_there ? strdup(pg->libpq.PQgetvalue(found, 0, 0)) : NULL;
    pg->libpq.PQclear(found);
    if (!is_there) return IO_END;
    if (!*quoted) io_fail_memory(problem);
    return *quoted ? IO_NEXT : IO_FAILED;
}

/* ---- columns ----------------------------------------------------------------------------------
 */

static void drop_columns(struct reading *reading)
{
    for (int i = 0; i < reading->n_columns; i++) free(reading->names[i]);
    free(reading->names);
    free(reading->types);
    free(reading->cells);
    reading->names = NULL;
    reading->types = NULL;
    reading->cells = NULL;
    reading->n_columns = 0;
}

/* Is it a type that somebody has made of words? They are written as text. */
static bool take_other_type(struct reading *reading, int column, struct io_problem *problem)
{
    struct pg *pg = &reading->pg;
    char number[16];
    snprintf(number, sizeof number, "%u", reading->types[column]);
    PGresult *type =
        pg_ask(pg, "SELECT typtype = 'e', format_type(oid, NULL) FROM pg_type WHERE oid = $1::oid",
               number, NULL, problem);
    if (!type) return false;
    bool known = pg->libpq.PQntuples(type) == 1;
    bool is_enum = known && pg->libpq.PQgetvalue(type, 0, 0)[0] == 't';
    if (is_enum) reading->types[column] = type_text;
    if (!is_enum)
        io_fail(problem, IO_BAD_INPUT,
                "%s: the column %s is of the type %s, which is not read; in the plan's sources "
                "give a query that leaves it out or casts it, as %s::text",
                pg->path, reading->names[column], known ? pg->libpq.PQgetvalue(type, 0, 1) : number,
                reading->names[column]);
    pg->libpq.PQclear(type);
    return is_enum;
}

static bool take_columns(struct reading *reading, const PGresult *described,
                         struct io_problem *problem)
{
    const struct libpq *libpq = &reading->pg.libpq;
    int n = libpq->PQnfields(described);
    reading->names = calloc((size_t)n + 1, sizeof *reading->names);
    reading->types = calloc((size_t)n + 1, sizeof *reading->types);
    reading->cells = calloc((size_t)n + 1, sizeof *reading->cells);
    if (!reading->names || !reading->types || !reading->cells) return io_fail_memory(problem);
    for (; reading->n_columns < n; reading->n_columns++) {
        int i = reading->n_columns;
        reading->types[i] = libpq->PQftype(described, i);
        reading->names[i] = strdup(libpq->PQfname(described, i));
        if (!reading->names[i]) return io_fail_memory(problem);
    }
    for (int i = 0; i < n; i++)
        if (!pg_type_is_read(reading->types[i]) && !take_other_type(reading, i, problem))
            return false;
    return true;
}

static bool describe(struct reading *reading, const char *query, struct io_problem *problem)
{
    struct pg *pg = &reading->pg;
    if (!pg->libpq.PQsendPrepare(pg->connection, "", query, 0, NULL))
        return pg_fail(pg, NULL, problem);
    PGresult *prepared = pg_await(pg, problem);
    if (!prepared) return false;
    pg->libpq.PQclear(prepared);
    if (!pg->libpq.PQsendDescribePrepared(pg->connection, "")) return pg_fail(pg, NULL, problem);
    PGresult *described = pg_await(pg, problem);
    bool done = described && take_columns(reading, described, problem);
    pg->libpq.PQclear(described);
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

static bool begin(void *database, const char *query, struct io_problem *problem)
{
    struct reading *reading = database;
    struct io_statement statement;
    FILE *to = io_statement_open(&statement);
    /* a comment at the query's end does not go on */
    if (to) fprintf(to, "COPY (%s\n) TO STDOUT (FORMAT binary)", query);
    reading->copy = io_statement_close(&statement);
    reading->data.len = reading->at = 0;
    reading->has_header = reading->has_end = false;
    reading->begun =
        reading->copy ? pg_run(&reading->pg, "SAVEPOINT dolbom", problem) : io_fail_memory(problem);
    return reading->begun && describe(reading, query, problem);
}

/* Who only looks at the columns needs no rows. */
static bool start_copy(struct reading *reading, struct io_problem *problem)
{
    reading->copying = pg_run(&reading->pg, reading->copy, problem);
    free(reading->copy);
    reading->copy = NULL;
    return reading->copying;
}

static void end(void *database)
{
    struct reading *reading = database;
    struct io_problem none = {.kind = IO_OK};
    if (reading->copying) pg_cancel(&reading->pg);
    if (reading->begun)
        pg_run(&reading->pg, "ROLLBACK TO SAVEPOINT dolbom; RELEASE SAVEPOINT dolbom", &none);
    reading->begun = reading->copying = false;
    free(reading->copy);
    reading->copy = NULL;
    drop_columns(reading);
}

/* The next bytes of COPY. */
static enum io_step more(struct reading *reading, struct io_problem *problem)
{
    struct pg *pg = &reading->pg;
    char *piece = NULL;
    int n;
    while ((n = pg->libpq.PQgetCopyData(pg->connection, &piece, 1)) == 0)
        if (!pg_wait(pg, problem)) return IO_FAILED;
    if (n > 0) {
        bool done = pg_text_add(&reading->data, piece, (size_t)n) || io_fail_memory(problem);
        pg->libpq.PQfreemem(piece);
        return done ? IO_NEXT : IO_FAILED;
    }
    if (n < -1) return pg_fail(pg, NULL, problem) ? IO_END : IO_FAILED; /* a row that is lost */
    reading->copying = false;
    return pg_copy_ended(pg, problem) ? IO_END : IO_FAILED;
}

/* The next n bytes, which are used up with that; false: *step says why. */
static bool take(struct reading *reading, size_t n, size_t *from, enum io_step *step,
                 struct io_problem *problem)
{
    *step = IO_NEXT;
    while (*step == IO_NEXT && reading->data.len - reading->at < n) *step = more(reading, problem);
    *from = reading->at;
    reading->at += n;
    return *step == IO_NEXT;
}

static bool take_int(struct reading *reading, size_t n, int32_t *number, enum io_step *step,
                     struct io_problem *problem)
{
    size_t from;
    if (!take(reading, n, &from, step, problem)) return false;
    const unsigned char *at = (const unsigned char *)reading->data.at + from;
    uint32_t made = n == 2 && at[0] & 0x80 ? UINT32_MAX : 0;
    for (size_t i = 0; i < n; i++) made = made << 8 | at[i];
    *number = (int32_t)made;
    return true;
}

static bool take_cell(struct reading *reading, Oid type, struct cell *cell, enum io_step *step,
                      struct io_problem *problem)
{
    int32_t len;
    size_t from;
    struct tool_piece text;
    bool bad = false;
    *cell = (struct cell){.is_there = false};
    if (!take_int(reading, 4, &len, step, problem)) return false;
    if (len < 0) return true;
    if (!take(reading, (size_t)len, &from, step, problem)) return false;
    size_t made = reading->made.len;
    if (!pg_value_text(type, reading->data.at + from, (size_t)len, &reading->made, &text, &bad)) {
        *step = IO_FAILED;
        return bad ? io_fail(problem, IO_SYSTEM, "%s: the database sends what cannot be understood",
                             reading->pg.path)
                   : io_fail_memory(problem);
    }
    *cell = (struct cell){text.text ? from : made, text.len, true, !text.text};
    return true;
}

/* What was used up goes. */
static void compact(struct reading *reading)
{
    size_t rest = reading->data.len - reading->at;
    if (rest) memmove(reading->data.at, reading->data.at + reading->at, rest);
    reading->data.len = rest;
    reading->at = reading->made.len = 0;
}

static enum io_step take_row(struct reading *reading, struct io_problem *problem)
{
    enum io_step step;
    int32_t n;
    size_t from;
    compact(reading);
    if (reading->copy && !start_copy(reading, problem)) return IO_FAILED;
    if (!reading->has_header && !take(reading, PG_COPY_HEADER_BYTES, &from, &step, problem))
        return step;
    reading->has_header = true;
    if (!take_int(reading, 2, &n, &step, problem)) return step;
    for (int i = 0; i < reading->n_columns && n >= 0; i++)
        if (!take_cell(reading, reading->types[i], &reading->cells[i], &step, problem)) return step;
    reading->has_end = n < 0;
    while (n < 0 && step == IO_NEXT) step = more(reading, problem); /* the end is marked */
    return step;
}

/* The end counts only where the database has marked it. */
static enum io_step next_row(struct reading *reading, struct io_problem *problem)
{
    enum io_step step = take_row(reading, problem);
    bool is_marked = reading->data.len - reading->at == 0 && reading->has_end;
    if (step == IO_END && !is_marked) {
        io_fail(problem, IO_SYSTEM, "%s: the database sends what cannot be understood",
                reading->pg.path);
        return IO_FAILED;
    }
    return step;
}

static enum io_step next(void *database, struct tool_piece *cells, struct io_problem *problem)
{
    struct reading *reading = database;
    enum io_step step = next_row(reading, problem);
    for (int i = 0; i < reading->n_columns && step == IO_NEXT; i++) {
        const struct cell *cell = &reading->cells[i];
        const char *base = cell->is_made ? reading->made.at : reading->data.at;
        cells[i] = (struct tool_piece){cell->is_there ? base + cell->at : NULL, cell->len};
    }
    return step;
}

const struct io_database_reader io_postgres_reader = {.open = open_reading,
                                                      .find = find,
                                                      .begin = begin,
                                                      .n_columns = n_columns,
                                                      .column = column,
                                                      .next = next,
                                                      .end = end,
                                                      .close = close_reading};
