/* SPDX-License-Identifier: Apache-2.0 */
/*
 * planned_row.c - a row of CSV or JSON becomes two small files, services_planned.csv and
 * planned.csv.
 *
 * So a planned service goes the way of every other one: its cells are read, checked and rejected by
 * the same code. The row is kept as a list of objects, whichever form it came in.
 */
#include "command/planned_row.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/source/source.h"

static const char services_name[] = "services_planned.csv", planned_name[] = "planned.csv";

/* ---- reading -------------------------------------------------------------------------------- */

static json_t *read_json(const char *row, bool is_text, struct io_problem *problem)
{
    json_error_t error;
    json_t *read = is_text ? json_loads(row, 0, &error) : json_load_file(row, 0, &error);
    if (!read) {
        io_fail(problem, IO_BAD_INPUT, "%s: not JSON: line %d, column %d",
                is_text ? "--service" : row, error.line, error.column);
        return NULL;
    }
    if (json_is_array(read)) return read;
    json_t *list = json_array();
    if (!list || json_array_append_new(list, read) != 0) {
        json_decref(list);
        io_fail_memory(problem);
        return NULL;
    }
    return list;
}

static bool add_row(json_t *list, const struct io_table *table, const struct ArrowArray *batch,
                    int64_t at)
{
    json_t *object = json_object();
    if (!object || json_array_append_new(list, object) != 0) return false;
    for (size_t i = 0; i < table->n_columns; i++) {
        size_t len;
        const char *text = io_cell_text(batch->children[i], at, &len);
        if (len && json_object_set_new(object, table->columns[i], json_stringn(text, len)) != 0)
            return false;
    }
    return true;
}

static bool add_rows(json_t *list, struct io_table *table, struct io_problem *problem)
{
    struct ArrowArrayStream stream;
    struct ArrowArray batch;
    if (!io_table_stream(table, &stream, problem)) return false;
    bool done = true;
    while (done) {
        done = stream.get_next(&stream, &batch) == 0;
        if (!done || !batch.release) break;
        for (int64_t i = 0; i < batch.length && done; i++)
            done = add_row(list, table, &batch, i) || io_fail_memory(problem);
        batch.release(&batch);
    }
    stream.release(&stream);
    return done && problem->kind == IO_OK;
}

static json_t *read_csv(const char *path, struct io_problem *problem)
{
    struct io_table table = {.name = "services"};
    json_t *list = json_array();
    bool done = list || io_fail_memory(problem);
    done = done && io_table_of_file(&table, path, false, problem);
    done = done && add_rows(list, &table, problem);
    io_table_clear(&table);
    if (done) return list;
    json_decref(list);
    return NULL;
}

static bool ends_in(const char *text, const char *end)
{
    size_t len = strlen(text), n = strlen(end);
    return len >= n && strcmp(text + len - n, end) == 0;
}

/* An object, or a list, and no path: whatever is wrong with it is not told with the text itself. */
static bool is_json_text(const char *row)
{
    char first = row[strspn(row, " \t\r\n")];
    return first == '{' || first == '[';
}

/* ---- what a row may leave out ---------------------------------------------------------------- */

static bool is_given(const json_t *object, const char *column)
{
    const json_t *cell = json_object_get(object, column);
    return cell && !json_is_null(cell);
}

static bool set_default(json_t *object, const char *column, json_t *value)
{
    if (!is_given(object, column)) return json_object_set_new(object, column, value) == 0;
    json_decref(value);
    return true;
}

/* Is every cell a text, a number, true, false or null? */
static bool is_row(const json_t *object)
{
    const char *name;
    json_t *cell;
    if (!json_is_object(object)) return false;
    json_object_foreach((json_t *)object, name, cell)
    {
        if (json_is_object(cell) || json_is_array(cell)) return false;
    }
    return true;
}

static bool complete(json_t *list, struct io_problem *problem)
{
    size_t i;
    json_t *object;
    json_array_foreach(list, i, object)
    {
        if (!is_row(object))
            return io_fail(problem, IO_BAD_INPUT,
                           "--service: row %zu is not an object of texts and numbers", i + 1);
        if (!is_given(object, "agency_id"))
            return io_fail(problem, IO_BAD_INPUT, "--service: row %zu has no agency_id", i + 1);
        bool done = set_default(object, "service_id", json_sprintf("planned-%zu", i + 1)) &&
                    set_default(object, "status", json_string("planned"));
        if (!done) return io_fail_memory(problem);
    }
    return i > 0 || io_fail(problem, IO_BAD_INPUT, "--service: there is no row");
}

/* ---- writing -------------------------------------------------------------------------------- */

static void put_text(FILE *file, const char *text)
{
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"') putc('"', file);
        putc(*text, file);
    }
    putc('"', file);
}

/* Texts as they are, numbers and truth as JSON writes them, which the library understands. */
static void put_cell(FILE *file, const json_t *cell)
{
    if (json_is_string(cell))
        put_text(file, json_string_value(cell));
    else if (json_is_integer(cell))
        fprintf(file, "%" JSON_INTEGER_FORMAT, json_integer_value(cell));
    else if (json_is_real(cell))
        fprintf(file, "%.15g", json_real_value(cell));
    else if (json_is_boolean(cell))
        putc(json_is_true(cell) ? '1' : '0', file);
}

/* All columns that any row has, each once, as an object. */
static json_t *columns_of(const json_t *list)
{
    json_t *columns = json_object();
    size_t i;
    json_t *object, *cell;
    const char *name;
    json_array_foreach(list, i, object) json_object_foreach(object, name, cell)
    {
        if (columns && json_object_set_new(columns, name, json_null()) != 0) {
            json_decref(columns);
            return NULL;
        }
    }
    return columns;
}

static void put_rows(FILE *file, const json_t *list, json_t *columns)
{
    const char *name;
    json_t *unused;
    size_t n = 0;
    json_object_foreach(columns, name, unused)
    {
        if (n++) putc(',', file);
        put_text(file, name);
    }
    putc('\n', file);
    size_t i;
    json_t *object;
    json_array_foreach(list, i, object)
    {
        n = 0;
        json_object_foreach(columns, name, unused)
        {
            if (n++) putc(',', file);
            put_cell(file, json_object_get(object, name));
        }
        putc('\n', file);
    }
}

static bool write_table(const struct planned_row *planned, const char *name, const json_t *list,
                        json_t *columns, struct io_problem *problem)
{
    char path[PLANNED_PATH + 32];
    snprintf(path, sizeof path, "%s/%s", planned->folder, name);
    FILE *file = columns ? fopen(path, "w") : NULL;
    if (!columns) return io_fail_memory(problem);
    if (!file) return io_fail_errno(problem, path, "cannot be written");
    put_rows(file, list, columns);
    bool bad = ferror(file);
    if (fclose(file) != 0 || bad) return io_fail_errno(problem, path, "cannot be written");
    return true;
}

static bool write_all(struct planned_row *planned, const json_t *list, struct io_problem *problem)
{
    const char *temporary = getenv("TMPDIR");
    int len = snprintf(planned->folder, sizeof planned->folder, "%s/dolbom-check-XXXXXX",
                       temporary && temporary[0] ? temporary : "/tmp");
    bool fits = len > 0 && (size_t)len < sizeof planned->folder;
    if (!fits) errno = ENAMETOOLONG;
    if (!fits || !mkdtemp(planned->folder)) {
        planned->folder[0] = '\0';
        return io_fail_errno(problem, "TMPDIR", "no folder can be made there");
    }
    json_t *columns = columns_of(list);
    json_t *names = json_pack("{s:n, s:n}", "agency_id", "service_id");
    bool done = write_table(planned, services_name, list, columns, problem) &&
                write_table(planned, planned_name, list, names, problem);
    json_decref(columns);
    json_decref(names);
    return done;
}

/* ---- both ----------------------------------------------------------------------------------- */

bool planned_row_open(struct planned_row *planned, const char *row, struct io_problem *problem)
{
    *planned = (struct planned_row){.folder = ""};
    bool is_text = is_json_text(row), is_json = is_text || ends_in(row, ".json");
    json_t *list = is_json ? read_json(row, is_text, problem) : read_csv(row, problem);
    bool done = list && complete(list, problem) && write_all(planned, list, problem);
    json_decref(list);
    return done;
}

void planned_row_close(struct planned_row *planned)
{
    char path[PLANNED_PATH + 32];
    if (!planned->folder[0]) return;
    snprintf(path, sizeof path, "%s/%s", planned->folder, services_name);
    unlink(path);
    snprintf(path, sizeof path, "%s/%s", planned->folder, planned_name);
    unlink(path);
    rmdir(planned->folder);
    planned->folder[0] = '\0';
}
