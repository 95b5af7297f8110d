/* SPDX-License-Identifier: Apache-2.0 */
/*
 * copy_in.c - results as tables of a schema of PostgreSQL, written by COPY in its binary form.
 *
 * Our tables carry a comment, and only tables with it are ever removed. A schema is used when it is
 * not there, holds nothing, or holds an earlier result; what else is in it stays. Everything
 * happens in one transaction at the end of a run: tables are written under names that nobody asks
 * for, so that readers of the earlier result wait only while names are exchanged.
 *
 * The lock is the session's, so that the second of two runs fails before it does any work; it goes
 * with the session, however that ends.
 */
#include "io/postgres/postgres.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "io/output/writer.h"

#define MARK "a result of dolbom, which may replace it"
#define USUAL_SCHEMA "dolbom"

enum { NAME_BYTES = 63, SEND_BYTES = 1 << 16 };

struct writing {
    struct pg pg;
    const char *schema;
    bool makes_schema, begun, has_files;
    char **names; /* of tables; meanwhile they are called "dolbom 0", … */
    size_t n_names;
    struct pg_text rows; /* to be sent */
};

static bool fail(const struct io_output *output, const char *why)
{
    return io_fail(output->place.problem, IO_SYSTEM, "%s: %s", output->place.target,
                   tool_said(why));
}

/* ---- may it be written to? --------------------------------------------------------------------
 */

static bool is_true(const struct pg *pg, const PGresult *result, int row, int column)
{
    return pg->libpq.PQgetvalue(result, row, column)[0] == 't';
}

/* One row of truths; false after a problem. */
static bool ask_truths(struct io_output *output, const char *statement, const char *value, int n,
                       bool truths[])
{
    struct pg *pg = &((struct writing *)output->database)->pg;
    PGresult *row = pg_ask(pg, statement, value, NULL, output->place.problem);
    for (int i = 0; row && i < n; i++) truths[i] = is_true(pg, row, 0, i);
    pg->libpq.PQclear(row);
    return row != NULL;
}

static bool lock(struct io_output *output)
{
    const struct writing *writing = output->database;
    char key[32];
    bool locked;
    snprintf(key, sizeof key, "%" PRId64,
             (int64_t)tool_hash(writing->schema, strlen(writing->schema)));
    return ask_truths(output, "SELECT pg_try_advisory_lock($1::bigint)", key, 1, &locked) &&
           (locked || io_fail(output->place.problem, IO_SYSTEM, "%s: another run is writing there",
                              output->place.target));
}

static bool check_rights(struct io_output *output)
{
    static const char statement[] =
        "SELECT n.oid IS NULL, CASE WHEN n.oid IS NULL THEN "
        "has_database_privilege(current_database(), 'CREATE') ELSE "
        "has_schema_privilege(n.oid, 'CREATE') AND has_schema_privilege(n.oid, 'USAGE') END, "
        "pg_is_in_recovery() FROM (SELECT 1) one LEFT JOIN pg_namespace n ON n.nspname = $1";
    struct writing *writing = output->database;
    bool truths[3];
    if (!ask_truths(output, statement, writing->schema, 3, truths)) return false;
    writing->makes_schema = truths[0];
    if (truths[2]) return fail(output, "the database is a copy that takes no changes");
    if (truths[1]) return true;
    return fail(output, truths[0] ? "the role may make no schema there; have one made, or CREATE "
                                    "granted on the database"
                                  : "the role may make no tables in this schema; have CREATE and "
                                    "USAGE granted on it");
}

/* The tables and views of the schema, and whether each is ours. */
static bool check_tables(struct io_output *output)
{
    static const char statement[] =
        "SELECT c.relname, coalesce(obj_description(c.oid, 'pg_class') = $2, false) "
        "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1";
    struct writing *writing = output->database;
    struct pg *pg = &writing->pg;
    PGresult *tables = pg_ask(pg, statement, writing->schema, MARK, output->place.problem);
    if (!tables) return false;
    int n_ours = 0, n = pg->libpq.PQntuples(tables);
    const char *taken = NULL;
    for (int i = 0; i < n; i++) {
        const char *name = pg->libpq.PQgetvalue(tables, i, 0);
        bool ours = is_true(pg, tables, i, 1);
        n_ours += ours;
        if (!ours && !taken && io_is_result_table(name)) taken = name;
    }
    bool good = true;
    if (n > 0 && n_ours == 0)
        good = fail(output, "the schema holds tables and is no earlier result; name another one "
                            "after a #");
    if (good && taken)
        good = io_fail(output->place.problem, IO_SYSTEM,
                       "%s: the table %s of the schema is no earlier result; rename it or name "
                       "another schema",
                       output->place.target, taken);
    pg->libpq.PQclear(tables);
    return good;
}

static bool open_schema(struct io_output *output, const char *path)
{
    struct writing *writing = output->database = calloc(1, sizeof *writing);
    if (!writing) return io_fail_memory(output->place.problem);
    if (!pg_connect(&writing->pg, path, output->interrupted, output->place.problem)) return false;
    const char *schema = writing->pg.address.schema;
    writing->schema = schema ? schema : USUAL_SCHEMA;
    return lock(output) && check_rights(output) && check_tables(output);
}

/* ---- tables -----------------------------------------------------------------------------------
 */

/* Runs what was put together. */
static bool run(struct io_output *output, struct io_statement *statement)
{
    struct writing *writing = output->database;
    char *text = io_statement_close(statement);
    bool done = pg_run(&writing->pg, text, output->place.problem);
    free(text);
    return done;
}

static void put_unfinished(const struct writing *writing, FILE *to, size_t i)
{
    io_put_quoted(to, writing->schema, '"');
    fprintf(to, ".\"dolbom %zu\"", i);
}

static bool begin(struct io_output *output)
{
    struct writing *writing = output->database;
    struct io_statement statement;
    if (writing->begun) return true;
    writing->begun = true;
    writing->pg.interrupted = output->interrupted;
    FILE *to = io_statement_open(&statement);
    if (to) fputs("BEGIN; SET LOCAL lock_timeout = '10s'", to);
    if (to && writing->makes_schema) {
        fputs("; CREATE SCHEMA ", to);
        io_put_quoted(to, writing->schema, '"');
    }
    return run(output, &statement);
}

/* Notes the name of a table that is made now. */
static bool note_name(struct writing *writing, const char *name)
{
    struct io_statement statement;
    char **more = reallocarray(writing->names, writing->n_names + 1, sizeof *more);
    if (!more) return false;
    writing->names = more;
    FILE *to = io_statement_open(&statement);
    if (to) io_put_table_name(to, name, NAME_BYTES);
    more[writing->n_names] = io_statement_close(&statement);
    return more[writing->n_names] && ++writing->n_names;
}

static const char *type_of(char type)
{
    switch (type) {
    case 'i':
        return "integer";
    case 'l':
        return "bigint";
    case 'd':
        return "date";
    case 'g':
        return "numeric";
    default:
        return "text";
    }
}

static bool create(struct io_output *output, const struct io_result *result)
{
    struct writing *writing = output->database;
    struct io_statement statement;
    if (!begin(output)) return false;
    if (!note_name(writing, result->name)) return io_fail_memory(output->place.problem);
    FILE *to = io_statement_open(&statement);
    if (to) {
        fputs("CREATE TABLE ", to);
        put_unfinished(writing, to, writing->n_names - 1);
        for (size_t i = 0; i < result->n_columns; i++) {
            fputs(i ? ", " : " (", to);
            io_put_quoted(to, result->columns[i].name, '"');
            fprintf(to, " %s", type_of(result->columns[i].type));
        }
        fputs("); COPY ", to);
        put_unfinished(writing, to, writing->n_names - 1);
        fputs(" FROM STDIN (FORMAT binary)", to);
    }
    return run(output, &statement);
}

/* When COPY breaks off, what the server says comes last. */
static bool fail_to_send(struct io_output *output)
{
    struct pg *pg = &((struct writing *)output->database)->pg;
    pg->libpq.PQputCopyEnd(pg->connection, "given up");
    pg->libpq.PQclear(pg_await(pg, output->place.problem));
    return pg_fail(pg, NULL, output->place.problem);
}

static bool send(struct io_output *output)
{
    struct writing *writing = output->database;
    struct pg *pg = &writing->pg;
    int n = (int)writing->rows.len;
    writing->rows.len = 0;
    return pg->libpq.PQputCopyData(pg->connection, writing->rows.at, n) == 1 ||
           fail_to_send(output);
}

static bool add_number(struct pg_text *rows, const struct io_column *column, int64_t number)
{
    switch (column->type) {
    case 'i':
        return pg_put_int(rows, 4, 4) && pg_put_int(rows, number, 4);
    case 'l':
        return pg_put_int(rows, 8, 4) && pg_put_int(rows, number, 8);
    case 'd':
        return pg_put_int(rows, 4, 4) && pg_put_int(rows, number - PG_DAY_ZERO, 4);
    default:
        return pg_put_decimal(rows, number, column->decimals);
    }
}

static bool add_cell(struct pg_text *rows, const struct io_result *result, int column, int64_t row)
{
    char scratch[IO_CELL];
    int64_t number;
    size_t len;
    const char *text = io_result_text(result, column, row, scratch, &len);
    if (!text) return pg_put_int(rows, -1, 4);
    if (result->columns[column].type == 'u')
        return pg_put_int(rows, (int64_t)len, 4) && pg_text_add(rows, text, len);
    return io_result_number(result, column, row, &number) &&
           add_number(rows, &result->columns[column], number);
}

static bool add_row(struct pg_text *rows, const struct io_result *result, int64_t row)
{
    bool done = pg_put_int(rows, (int64_t)result->n_columns, 2);
    for (size_t i = 0; done && i < result->n_columns; i++)
        done = add_cell(rows, result, (int)i, row);
    return done;
}

static bool put_table(struct io_output *output, const struct io_result *result)
{
    struct writing *writing = output->database;
    struct io_problem *problem = output->place.problem;
    struct pg *pg = &writing->pg;
    bool done = create(output, result);
    if (!done) return false;
    done = pg_text_add(&writing->rows, PG_COPY_HEADER, PG_COPY_HEADER_BYTES);
    for (int64_t row = 0; done && row < result->n_rows; row++) {
        done = add_row(&writing->rows, result, row) || io_fail_memory(problem);
        if (done && writing->rows.len >= SEND_BYTES) done = send(output);
        if (row % IO_ROWS_PER_ASK == 0 && output->interrupted && output->interrupted())
            done = io_fail(problem, IO_INTERRUPTED, "interrupted");
    }
    done = done && (pg_put_int(&writing->rows, -1, 2) || io_fail_memory(problem)) && send(output);
    if (!done) return io_fail_memory(problem); /* unless another problem came first */
    if (pg->libpq.PQputCopyEnd(pg->connection, NULL) != 1) return fail_to_send(output);
    return pg_copy_ended(pg, problem);
}

/* ---- texts --------------------------------------------------------------------------------------
 */

static bool create_files(struct io_output *output)
{
    static struct io_column columns[] = {{"name", 'u', 0}, {"text", 'u', 0}};
    const struct io_result files = {.name = "files", .columns = columns, .n_columns = 2};
    struct writing *writing = output->database;
    if (writing->has_files) return true;
    writing->has_files = true;
    return put_table(output, &files);
}

static bool put_text(struct io_output *output, const char *name, const char *text, size_t len)
{
    struct writing *writing = output->database;
    struct pg *pg = &writing->pg;
    struct io_statement statement;
    if (!create_files(output)) return false;
    size_t at = 0;
    while (strcmp(writing->names[at], "files") != 0) at++;
    FILE *to = io_statement_open(&statement);
    if (to) {
        fputs("INSERT INTO ", to);
        put_unfinished(writing, to, at);
        fputs(" VALUES ($1, $2)", to);
    }
    char *insert = io_statement_close(&statement), *copy = strndup(text, len);
    PGresult *inserted = copy ? pg_ask(pg, insert, name, copy, output->place.problem) : NULL;
    if (!copy) io_fail_memory(output->place.problem);
    pg->libpq.PQclear(inserted);
    free(insert);
    free(copy);
    return inserted != NULL;
}

/* ---- the end ------------------------------------------------------------------------------------
 */

/* Removes our earlier tables; none of this run is marked yet. */
static bool drop_earlier(struct io_output *output)
{
    static const char statement[] =
        "SELECT c.oid::regclass::text FROM pg_class c "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r' "
        "AND obj_description(c.oid, 'pg_class') = $2 ORDER BY 1";
    struct writing *writing = output->database;
    struct pg *pg = &writing->pg;
    struct io_statement drop;
    PGresult *ours = pg_ask(pg, statement, writing->schema, MARK, output->place.problem);
    if (!ours) return false;
    int n = pg->libpq.PQntuples(ours);
    FILE *to = io_statement_open(&drop);
    for (int i = 0; to && i < n; i++)
        fprintf(to, "%s%s", i ? ", " : "DROP TABLE ", pg->libpq.PQgetvalue(ours, i, 0));
    pg->libpq.PQclear(ours);
    return run(output, &drop);
}

static bool name_tables(struct io_output *output)
{
    struct writing *writing = output->database;
    struct io_statement statement;
    FILE *to = io_statement_open(&statement);
    for (size_t i = 0; to && i < writing->n_names; i++) {
        fputs("ALTER TABLE ", to);
        put_unfinished(writing, to, i);
        fputs(" RENAME TO ", to);
        io_put_quoted(to, writing->names[i], '"');
        fputs("; COMMENT ON TABLE ", to);
        io_put_quoted(to, writing->schema, '"');
        fputc('.', to);
        io_put_quoted(to, writing->names[i], '"');
        fputs(" IS '" MARK "'; ", to);
    }
    return run(output, &statement);
}

/* Where the connection is lost while the end is confirmed, nobody knows which of the two it is. */
static bool commit(struct io_output *output)
{
    struct writing *writing = output->database;
    struct pg *pg = &writing->pg;
    struct io_problem problem = {.kind = IO_OK};
    if (pg_run(pg, "COMMIT", &problem)) return true;
    if (pg->libpq.PQstatus(pg->connection) == CONNECTION_BAD)
        return fail(output, "the database has not confirmed that the results are in their place; "
                            "look at them, or run again");
    return io_fail(output->place.problem, problem.kind, "%s", problem.message);
}

static bool settle(struct io_output *output)
{
    (void)output;
    return true;
}

static bool publish(struct io_output *output)
{
    return drop_earlier(output) && name_tables(output) && commit(output);
}

static void abandon(struct io_output *output)
{
    struct writing *writing = output->database;
    pg_disconnect(&writing->pg);
    for (size_t i = 0; i < writing->n_names; i++) free(writing->names[i]);
    free(writing->names);
    free(writing->rows.at);
    free(writing);
    output->database = NULL;
}

const struct io_writer io_postgres_writer = {.open = open_schema,
                                             .table = put_table,
                                             .text = put_text,
                                             .settle = settle,
                                             .publish = publish,
                                             .abandon = abandon};
