/* SPDX-License-Identifier: Apache-2.0 */
/*
 * small_tables.c - rows of CSV or JSON become small files of CSV in a folder of their own.
 *
 * So what is given on the command line goes the way of every other row: its cells are read, checked
 * and rejected by the same code. Rows are kept as a list of objects, whichever form they came in.
 */
#include "command/small_tables.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/source/source.h"

/* ---- reading -------------------------------------------------------------------------------- */

/* JSON of a file, which may begin with a byte-order mark; no JSON begins with its first byte. */
static json_t *load_file(const char *path, json_error_t *error, struct io_problem *problem)
{
    FILE *file = fopen(path, "rbe");
    int first = file ? getc(file) : EOF;
    json_t *read = NULL;
    if (!file || ferror(file)) {
        io_fail_errno(problem, path, "cannot be read");
    } else {
        if (first != 0xEF) ungetc(first, file);
        if (first != 0xEF || (getc(file) == 0xBB && getc(file) == 0xBF))
            read = json_loadf(file, JSON_REJECT_DUPLICATES, error);
    }
    if (file) fclose(file);
    return read;
}

static bool read_json(struct small_rows *rows, const char *text, bool is_text,
                      struct io_problem *problem)
{
    json_error_t error = {.line = 1};
    json_t *read = is_text ? json_loads(text, JSON_REJECT_DUPLICATES, &error)
                           : load_file(text, &error, problem);
    if (!read && problem->kind != IO_OK) return false;
    if (!read && json_error_code(&error) == json_error_duplicate_key)
        return io_fail(problem, IO_BAD_INPUT, "%s: line %d, column %d: this name is there twice",
                       rows->name, error.line, error.column);
    if (!read)
        return io_fail(problem, IO_BAD_INPUT, "%s: not JSON: line %d, column %d", rows->name,
                       error.line, error.column);
    bool is_list = json_is_array(read);
    rows->list = is_list ? read : json_array();
    bool done = is_list || (rows->list && json_array_append_new(rows->list, read) == 0);
    return done || io_fail_memory(problem);
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

static bool note_lines(struct small_rows *rows, const struct io_table *table,
                       struct io_problem *problem)
{
    size_t n = json_array_size(rows->list);
    rows->lines = calloc(n + 1, sizeof *rows->lines);
    if (!rows->lines) return io_fail_memory(problem);
    for (size_t i = 0; i < n; i++) io_table_place(table, (int64_t)i, &rows->lines[i]);
    return io_table_is_whole(table, problem);
}

static bool read_csv(struct small_rows *rows, const char *path, struct io_problem *problem)
{
    struct io_table table = {.name = rows->name};
    rows->list = json_array();
    bool done = rows->list || io_fail_memory(problem);
    done = done && io_table_of_file(&table, path, false, problem);
    done = done && add_rows(rows->list, &table, problem) && note_lines(rows, &table, problem);
    io_table_clear(&table);
    return done;
}

static bool ends_in(const char *text, const char *end)
{
    size_t len = strlen(text), n = strlen(end);
    return len >= n && strcmp(text + len - n, end) == 0;
}

/* An object, or a list, and no path: whatever is wrong with it is not told with the text itself. */
static bool is_json_text(const char *text)
{
    char first = text[strspn(text, " \t\r\n")];
    return first == '{' || first == '[';
}

bool small_rows_read(struct small_rows *rows, const char *text, const char *option,
                     struct io_problem *problem)
{
    bool is_text = is_json_text(text);
    *rows = (struct small_rows){.name = is_text ? option : text};
    bool is_json = is_text || ends_in(text, ".json");
    return is_json ? read_json(rows, text, is_text, problem) : read_csv(rows, text, problem);
}

bool small_rows_fail(const struct small_rows *rows, size_t row, const char *column,
                     const char *what, struct io_problem *problem)
{
    bool has_line = rows->lines != NULL;
    long long place = has_line ? (long long)rows->lines[row] : (long long)row + 1;
    if (column)
        return io_fail(problem, IO_BAD_INPUT,
                       has_line ? "%s, line %lld, column %s: %s" : "%s, row %lld, column %s: %s",
                       rows->name, place, column, tool_said(what));
    return io_fail(problem, IO_BAD_INPUT, has_line ? "%s, line %lld: %s" : "%s, row %lld: %s",
                   rows->name, place, tool_said(what));
}

void small_rows_clear(struct small_rows *rows)
{
    json_decref(rows->list);
    free(rows->lines);
    *rows = (struct small_rows){.list = NULL};
}

bool small_cell_given(const json_t *object, const char *column)
{
    const json_t *cell = json_object_get(object, column);
    return cell && !json_is_null(cell);
}

bool small_row_is_flat(const json_t *object)
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

static void put_rows(FILE *file, const json_t *list, const json_t *given)
{
    json_t *columns = (json_t *)given; /* which jansson asks for, and does not change */
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

bool small_folder_write(struct small_folder *folder, const char *name, const json_t *list,
                        const json_t *columns, struct io_problem *problem)
{
    char path[SMALL_PATH + 32];
    json_t *all = columns ? NULL : columns_of(list);
    if (!columns && !all) return io_fail_memory(problem);
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    FILE *file = fopen(path, "w");
    if (file) folder->files[folder->n_files++] = name;
    if (file) put_rows(file, list, columns ? columns : all);
    json_decref(all);
    bool bad = !file || ferror(file);
    if (file && fclose(file) != 0) bad = true;
    return !bad || io_fail_errno(problem, path, "cannot be written");
}

/* Write all and close; false: errno says why. */
static bool fill(int file, const char *text, size_t len)
{
    bool done = io_write(file, text, len);
    int why = errno;
    if (close(file) != 0) return false;
    errno = why;
    return done;
}

/* Beside the place and then into it, so that the file is whole or not there. */
static bool replace(const char *path, const char *text, size_t len)
{
    char *beside;
    if (asprintf(&beside, "%s.XXXXXX", path) < 0) return false;
    int file = mkostemp(beside, O_CLOEXEC);
    bool made = file >= 0, done = made && fill(file, text, len) && rename(beside, path) == 0;
    int why = errno;
    if (made && !done) unlink(beside);
    free(beside);
    errno = why;
    return done;
}

bool small_file_write(const char *path, const char *text, size_t len, struct io_problem *problem)
{
    struct stat about;
    bool is_device = stat(path, &about) == 0 && !S_ISREG(about.st_mode);
    int file = is_device ? open(path, O_WRONLY | O_CLOEXEC) : -1;
    bool done = is_device ? file >= 0 && fill(file, text, len) : replace(path, text, len);
    return done || io_fail_errno(problem, path, "cannot be written");
}

/* ---- the folder ------------------------------------------------------------------------------ */

bool small_folder_open(struct small_folder *folder, struct io_problem *problem)
{
    *folder = (struct small_folder){.path = ""};
    const char *temporary = getenv("TMPDIR");
    int len = snprintf(folder->path, sizeof folder->path, "%s/dolbom-XXXXXX",
                       temporary && temporary[0] ? temporary : "/tmp");
    bool fits = len > 0 && (size_t)len < sizeof folder->path;
    if (!fits) errno = ENAMETOOLONG;
    if (fits && mkdtemp(folder->path)) return true;
    folder->path[0] = '\0';
    return io_fail_errno(problem, "TMPDIR", "no folder can be made there");
}

void small_folder_close(struct small_folder *folder)
{
    char path[SMALL_PATH + 32];
    if (!folder->path[0]) return;
    for (size_t i = 0; i < folder->n_files; i++) {
        snprintf(path, sizeof path, "%s/%s", folder->path, folder->files[i]);
        unlink(path);
    }
    rmdir(folder->path);
    *folder = (struct small_folder){.path = ""};
}
