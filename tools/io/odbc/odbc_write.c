/* SPDX-License-Identifier: Apache-2.0 */
/*
 * odbc_write.c - results as tables of a data source.
 *
 * Only where a database makes and removes tables within a transaction: elsewhere a run that breaks
 * off would leave half a result. The table dolbom_tables lists which tables are ours, and only
 * those are ever removed. It is written to first, before any work, which keeps a second run out
 * until the transaction ends.
 */
#include "io/odbc/odbc.h"

#include <stdlib.h>
#include <string.h>

#include "io/output/writer.h"

enum { NAME_BYTES = 63, PARAMETERS = 900, SHORT_TEXT = 4000, LOCK_SECONDS = 10 };

static const char mark[] = "dolbom_tables";

struct writing {
    struct odbc odbc;
    const char *schema; /* "": the database has none */
    char *text_type;
    struct odbc_tables ours; /* of an earlier run, and then of this one */
    size_t n_earlier;
    bool begun;
};

static bool fail(const struct io_output *output, const char *why)
{
    return io_fail(output->place.problem, IO_SYSTEM, "%s: %s", output->place.target,
                   tool_said(why));
}

/* Runs what was put together. */
static bool run(struct io_output *output, struct io_statement *statement)
{
    struct writing *writing = output->database;
    char *text = io_statement_close(statement);
    bool done = odbc_run(&writing->odbc, text, output->place.problem);
    free(text);
    return done;
}

/* BEFORE the table's name AFTER. */
static bool run_on(struct io_output *output, const char *before, const char *name,
                   const char *after)
{
    struct writing *writing = output->database;
    struct io_statement statement;
    FILE *to = io_statement_open(&statement);
    if (to) {
        fprintf(to, "%s ", before);
        odbc_put_name(&writing->odbc, to, writing->schema, name);
        fputs(after, to);
    }
    return run(output, &statement);
}

/* ---- may it be written to? --------------------------------------------------------------------
 */

static bool note_ours(struct writing *writing, char *name)
{
    struct odbc_table *more =
        name ? reallocarray(writing->ours.at, writing->ours.n + 1, sizeof *more) : NULL;
    if (more) writing->ours.at = more;
    if (!more) {
        free(name);
        return false;
    }
    more[writing->ours.n++] = (struct odbc_table){NULL, name};
    return true;
}

static bool is_ours(const struct writing *writing, const char *name)
{
    for (size_t i = 0; i < writing->ours.n; i++)
        if (strcmp(writing->ours.at[i].name, name) == 0) return true;
    return strcmp(name, mark) == 0;
}

static bool is_there(const struct odbc_tables *tables, const char *name)
{
    for (size_t i = 0; i < tables->n; i++)
        if (strcmp(tables->at[i].name, name) == 0) return true;
    return false;
}

/* What the earlier run has listed, and nobody has removed since. */
static bool read_mark(struct io_output *output, const struct odbc_tables *tables)
{
    struct writing *writing = output->database;
    struct odbc *odbc = &writing->odbc;
    struct io_problem *problem = output->place.problem;
    struct io_statement select;
    struct odbc_wide room = {.len = 0};
    FILE *to = io_statement_open(&select);
    if (to) fputs("SELECT name FROM ", to);
    if (to) odbc_put_name(odbc, to, writing->schema, mark);
    char *text = io_statement_close(&select);
    SQLHSTMT statement = odbc_statement(odbc, problem);
    bool done = statement && odbc_prepare(odbc, statement, text, problem);
    SQLRETURN row = done ? odbc->libodbc.SQLExecute(statement) : SQL_ERROR;
    while (done && SQL_SUCCEEDED(row)) {
        row = odbc->libodbc.SQLFetch(statement);
        char *name = NULL;
        size_t len;
        if (!SQL_SUCCEEDED(row)) break;
        done = odbc_cell(odbc, statement, 0, &room, &name, &len, problem);
        if (name && is_there(tables, name))
            done = note_ours(writing, name) || io_fail_memory(problem);
        else
            free(name);
    }
    if (done && row != SQL_NO_DATA) done = odbc_fail(odbc, statement, problem);
    odbc_statement_free(odbc, statement);
    free(room.at);
    free(text);
    writing->n_earlier = writing->ours.n;
    return done;
}

static bool check_tables(struct io_output *output, const struct odbc_tables *tables)
{
    const struct writing *writing = output->database;
    if (tables->n > 0 && !is_there(tables, mark))
        return fail(output, "it holds tables and is no earlier result; name another schema or "
                            "data source");
    for (size_t i = 0; i < tables->n; i++) {
        const char *name = tables->at[i].name;
        if (io_is_result_table(name) && !is_ours(writing, name))
            return io_fail(output->place.problem, IO_SYSTEM,
                           "%s: the table %s of the schema is no earlier result; rename it or "
                           "name another schema",
                           output->place.target, name);
    }
    return true;
}

/* The first statement that writes, which waits for another run no longer than that. */
static bool lock(struct io_output *output, bool is_marked)
{
    struct writing *writing = output->database;
    struct odbc *odbc = &writing->odbc;
    struct io_problem *problem = output->place.problem, why = {.kind = IO_OK};
    struct io_statement first;
    struct odbc_wide wide = {.len = 0};
    FILE *to = io_statement_open(&first);
    if (to) {
        fputs(is_marked ? "DELETE FROM " : "CREATE TABLE ", to);
        odbc_put_name(odbc, to, writing->schema, mark);
        if (!is_marked) fprintf(to, " (name %s)", writing->text_type);
    }
    char *text = io_statement_close(&first);
    SQLHSTMT statement =
        text && odbc_wide_add(&wide, text, strlen(text)) ? odbc_statement(odbc, problem) : NULL;
    bool done = statement || io_fail_memory(problem);
    if (done) {
        odbc->libodbc.SQLSetStmtAttrW(statement, SQL_ATTR_QUERY_TIMEOUT,
                                      (SQLPOINTER)(uintptr_t)LOCK_SECONDS, SQL_IS_UINTEGER);
        SQLRETURN run = odbc->libodbc.SQLExecDirectW(statement, wide.at, (SQLINTEGER)wide.len);
        done = SQL_SUCCEEDED(run) || run == SQL_NO_DATA || odbc_fail(odbc, statement, &why);
    }
    if (why.kind != IO_OK)
        io_fail(problem, IO_SYSTEM, "%s (another run may be writing there)", why.message);
    odbc_statement_free(odbc, statement);
    free(wide.at);
    free(text);
    return done;
}

/* What the database calls a text of any length. */
static bool find_text_type(struct io_output *output)
{
    static const SQLSMALLINT types[] = {SQL_WLONGVARCHAR, SQL_LONGVARCHAR, SQL_WVARCHAR};
    struct writing *writing = output->database;
    struct odbc *odbc = &writing->odbc;
    struct odbc_wide room = {.len = 0};
    bool done = true;
    for (size_t i = 0; done && !writing->text_type && i < sizeof types / sizeof *types; i++) {
        size_t len;
        SQLHSTMT statement = odbc_statement(odbc, output->place.problem);
        done = statement != NULL;
        if (done && SQL_SUCCEEDED(odbc->libodbc.SQLGetTypeInfoW(statement, types[i])) &&
            SQL_SUCCEEDED(odbc->libodbc.SQLFetch(statement)))
            done = odbc_cell(odbc, statement, 0, &room, &writing->text_type, &len,
                             output->place.problem);
        odbc_statement_free(odbc, statement);
    }
    free(room.at);
    return done && (writing->text_type || fail(output, "the driver says no type for texts"));
}

static bool open_source(struct io_output *output, const char *path)
{
    struct writing *writing = output->database = calloc(1, sizeof *writing);
    struct io_problem *problem = output->place.problem;
    struct odbc_tables tables = {.n = 0};
    if (!writing) return io_fail_memory(problem);
    struct odbc *odbc = &writing->odbc;
    if (!odbc_connect(odbc, path, false, problem)) return false;
    writing->schema = odbc->address.schema ? odbc->address.schema : "";
    if (odbc_info(odbc, SQL_TXN_CAPABLE) != SQL_TC_ALL)
        return fail(output, "this database does not write tables in one transaction, so a run "
                            "that breaks off would leave half of them; write into a folder or an "
                            "SQLite file, and load that");
    if (odbc_info(odbc, SQL_SCHEMA_USAGE) != 0 && !odbc->address.schema)
        return fail(output, "name the schema to write to after a #");
    bool done = odbc_tables_list(odbc, &tables, problem) && find_text_type(output) &&
                (!is_there(&tables, mark) || read_mark(output, &tables)) &&
                check_tables(output, &tables) && lock(output, is_there(&tables, mark));
    odbc_tables_clear(&tables);
    return done;
}

/* ---- tables -----------------------------------------------------------------------------------
 */

static bool begin(struct io_output *output)
{
    struct writing *writing = output->database;
    bool done = true;
    for (size_t i = 0; done && !writing->begun && i < writing->n_earlier; i++)
        done = run_on(output, "DROP TABLE", writing->ours.at[i].name, "");
    writing->begun = true;
    return done;
}

static void put_type(const struct writing *writing, FILE *to, const struct io_column *column)
{
    switch (column->type) {
    case 'i':
        fputs(" INTEGER", to);
        break;
    case 'l':
        fputs(" BIGINT", to);
        break;
    case 'd':
        fputs(" DATE", to);
        break;
    case 'g':
        fprintf(to, " DECIMAL(18, %d)", (int)column->decimals);
        break;
    default:
        fprintf(to, " %s", writing->text_type);
    }
}

/* The name of a table of this run, which is noted. */
static const char *note_name(struct writing *writing, const char *name)
{
    struct io_statement statement;
    FILE *to = io_statement_open(&statement);
    if (to) io_put_table_name(to, name, NAME_BYTES);
    return note_ours(writing, io_statement_close(&statement))
               ? writing->ours.at[writing->ours.n - 1].name
               : NULL;
}

static bool create(struct io_output *output, const struct io_result *result, const char **name)
{
    struct writing *writing = output->database;
    struct io_statement statement;
    if (!begin(output)) return false;
    *name = note_name(writing, result->name);
    if (!*name) return io_fail_memory(output->place.problem);
    FILE *to = io_statement_open(&statement);
    if (to) {
        fputs("CREATE TABLE ", to);
        odbc_put_name(&writing->odbc, to, writing->schema, *name);
        for (size_t i = 0; i < result->n_columns; i++) {
            fputs(i ? ", " : " (", to);
            odbc_put_name(&writing->odbc, to, "", result->columns[i].name);
            put_type(writing, to, &result->columns[i]);
        }
        fputc(')', to);
    }
    return run(output, &statement);
}

/* ---- rows --------------------------------------------------------------------------------------
 */

/* Rows of one statement, whose parameters are texts. */
struct rows {
    SQLHSTMT statement;
    int64_t n_rows; /* that it takes */
    struct odbc_wide texts;
    size_t from[PARAMETERS], n_units[PARAMETERS];
    SQLLEN n_bytes[PARAMETERS];
};

static bool prepare(struct io_output *output, const struct io_result *result, const char *name,
                    int64_t n_rows, struct rows *rows)
{
    struct writing *writing = output->database;
    struct odbc *odbc = &writing->odbc;
    struct io_statement statement;
    if (rows->n_rows == n_rows) return true;
    odbc_statement_free(odbc, rows->statement);
    rows->statement = odbc_statement(odbc, output->place.problem);
    if (!rows->statement) return false;
    rows->n_rows = n_rows;
    FILE *to = io_statement_open(&statement);
    if (to) fputs("INSERT INTO ", to);
    if (to) odbc_put_name(odbc, to, writing->schema, name);
    for (int64_t row = 0; to && row < n_rows; row++) {
        fputs(row ? ", (" : " VALUES (", to);
        for (size_t i = 0; i < result->n_columns; i++) fputs(i ? ", ?" : "?", to);
        fputc(')', to);
    }
    char *text = io_statement_close(&statement);
    bool done = odbc_prepare(odbc, rows->statement, text, output->place.problem);
    free(text);
    return done;
}

static bool take_cell(struct rows *rows, size_t at, const struct io_result *result, int column,
                      int64_t row)
{
    char scratch[IO_CELL];
    size_t len;
    const char *text = io_result_text(result, column, row, scratch, &len);
    rows->from[at] = rows->texts.len;
    rows->n_bytes[at] = SQL_NULL_DATA;
    rows->n_units[at] = 0;
    if (!text) return odbc_wide_reserve(&rows->texts, 1);
    if (!odbc_wide_add(&rows->texts, text, len)) return false;
    rows->n_units[at] = rows->texts.len - rows->from[at];
    rows->n_bytes[at] = (SQLLEN)(rows->n_units[at] * sizeof(SQLWCHAR));
    return true;
}

static SQLSMALLINT type_of(char type, size_t n_units)
{
    switch (type) {
    case 'i':
        return SQL_INTEGER;
    case 'l':
        return SQL_BIGINT;
    case 'd':
        return SQL_TYPE_DATE;
    case 'g':
        return SQL_DECIMAL;
    default:
        return n_units > SHORT_TEXT ? SQL_WLONGVARCHAR : SQL_WVARCHAR;
    }
}

static bool bind(struct io_output *output, struct rows *rows, size_t at,
                 const struct io_column *column)
{
    struct writing *writing = output->database;
    struct odbc *odbc = &writing->odbc;
    size_t size = column->type == 'g' ? 18 : rows->n_units[at] > 0 ? rows->n_units[at] : 1;
    SQLRETURN bound = odbc->libodbc.SQLBindParameter(
        rows->statement, (SQLUSMALLINT)(at + 1), SQL_PARAM_INPUT, SQL_C_WCHAR,
        type_of(column->type, rows->n_units[at]), size, column->decimals,
        rows->texts.at + rows->from[at], (SQLLEN)(rows->n_units[at] * sizeof(SQLWCHAR)),
        &rows->n_bytes[at]);
    return SQL_SUCCEEDED(bound) || odbc_fail(odbc, rows->statement, output->place.problem);
}

static bool insert(struct io_output *output, const struct io_result *result, int64_t from,
                   struct rows *rows)
{
    struct writing *writing = output->database;
    struct odbc *odbc = &writing->odbc;
    size_t n = result->n_columns, n_cells = n * (size_t)rows->n_rows;
    bool done = true;
    rows->texts.len = 0;
    for (size_t i = 0; done && i < n_cells; i++)
        done = take_cell(rows, i, result, (int)(i % n), from + (int64_t)(i / n)) ||
               io_fail_memory(output->place.problem);
    for (size_t i = 0; done && i < n_cells; i++)
        done = bind(output, rows, i, &result->columns[i % n]);
    if (!done) return false;
    return SQL_SUCCEEDED(odbc->libodbc.SQLExecute(rows->statement)) ||
           odbc_fail(odbc, rows->statement, output->place.problem);
}

static bool insert_all(struct io_output *output, const struct io_result *result, const char *name)
{
    struct writing *writing = output->database;
    struct rows *rows = calloc(1, sizeof *rows);
    int64_t most = PARAMETERS / (int64_t)result->n_columns;
    bool done = rows || io_fail_memory(output->place.problem);
    for (int64_t row = 0; done && row < result->n_rows; row += most) {
        int64_t left = result->n_rows - row;
        done = prepare(output, result, name, left < most ? left : most, rows) &&
               insert(output, result, row, rows);
        if (output->interrupted && output->interrupted())
            done = io_fail(output->place.problem, IO_INTERRUPTED, "interrupted");
    }
    if (rows) odbc_statement_free(&writing->odbc, rows->statement);
    if (rows) free(rows->texts.at);
    free(rows);
    return done;
}

static bool put_table(struct io_output *output, const struct io_result *result)
{
    const char *name;
    return create(output, result, &name) && insert_all(output, result, name);
}

/* ---- texts, and the end ------------------------------------------------------------------------
 */

/* A table of texts; each of its rows is one of `texts`. */
static bool fill(struct io_output *output, struct io_result *table, const char *name,
                 const struct io_column *columns, size_t n_columns, const struct tool_piece *texts,
                 size_t n_texts)
{
    struct io_builder builder;
    bool done = io_builder_open(&builder, table, name, columns, n_columns);
    for (size_t i = 0; done && i < n_texts; i++)
        io_builder_text(&builder, texts[i].text, texts[i].len);
    return (done && io_builder_close(&builder)) || io_fail_memory(output->place.problem);
}

static bool put_text(struct io_output *output, const char *name, const char *text, size_t len)
{
    static const struct io_column columns[] = {{"name", 'u', 0}, {"text", 'u', 0}};
    const struct tool_piece texts[] = {{name, strlen(name)}, {text, len}};
    struct writing *writing = output->database;
    struct io_result files = {.n_rows = 0};
    bool done = fill(output, &files, "files", columns, 2, texts, 2);
    bool is_new = true;
    for (size_t i = writing->n_earlier; i < writing->ours.n; i++)
        if (strcmp(writing->ours.at[i].name, "files") == 0) is_new = false;
    if (done) done = is_new ? put_table(output, &files) : insert_all(output, &files, "files");
    io_result_clear(&files);
    return done;
}

static bool settle(struct io_output *output)
{
    (void)output;
    return true;
}

/* Lists the tables of this run, and ends the transaction. */
static bool publish(struct io_output *output)
{
    static const struct io_column column = {"name", 'u', 0};
    struct writing *writing = output->database;
    struct odbc *odbc = &writing->odbc;
    size_t n = writing->ours.n - writing->n_earlier;
    struct tool_piece *names = calloc(n + 1, sizeof *names);
    struct io_result list = {.n_rows = 0};
    for (size_t i = 0; names && i < n; i++) {
        const char *name = writing->ours.at[writing->n_earlier + i].name;
        names[i] = (struct tool_piece){name, strlen(name)};
    }
    bool done =
        names ? fill(output, &list, mark, &column, 1, names, n) && insert_all(output, &list, mark)
              : io_fail_memory(output->place.problem);
    io_result_clear(&list);
    free(names);
    if (!done) return false;
    SQLRETURN ended = odbc->libodbc.SQLEndTran(SQL_HANDLE_DBC, odbc->connection, SQL_COMMIT);
    return SQL_SUCCEEDED(ended) ||
           fail(output, "the database has not confirmed that the results are in their place; look "
                        "at them, or run again");
}

static void abandon(struct io_output *output)
{
    struct writing *writing = output->database;
    odbc_disconnect(&writing->odbc);
    odbc_tables_clear(&writing->ours);
    free(writing->text_type);
    free(writing);
    output->database = NULL;
}

const struct io_writer io_odbc_writer = {.open = open_source,
                                         .table = put_table,
                                         .text = put_text,
                                         .settle = settle,
                                         .publish = publish,
                                         .abandon = abandon};
