/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv_part.c - a CSV file that is part of a table: its encoding, separator and columns.
 *
 * Messages about a header give the places of columns, not their names: a file without a
 * header begins with somebody's data.
 */
#include "io/io.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static size_t count_fields(const struct io_block *block, unsigned char separator)
{
    size_t n = 1;
    bool inside = false;
    for (size_t i = 0; i < block->len; i++) {
        if (block->data[i] == '"') inside = !inside;
        n += !inside && block->data[i] == separator;
    }
    return n;
}

/* The column's name without the spaces around it. */
static char *copy_name(const struct io_parsed *parsed, int column)
{
    const struct io_view *view = &parsed->views[column * parsed->row_cap];
    size_t len = (size_t)view->len;
    bool far = len > sizeof view->as.inlined;
    const unsigned char *text = far ? parsed->data + view->as.far.offset : view->as.inlined;
    while (len > 0 && (text[0] == ' ' || text[0] == '\t')) text++, len--;
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t')) len--;
    return strndup((const char *)text, len);
}

static bool names_differ(const struct io_part *part, struct io_problem *problem)
{
    for (int i = 0; i < part->form.n_columns; i++)
        for (int j = 0; j < i; j++)
            if (part->names[i][0] && strcmp(part->names[i], part->names[j]) == 0)
                return io_fail(problem, IO_BAD_INPUT,
                               "%s, line %lld: columns %d and %d have the same name", part->path,
                               (long long)part->first_line - 1, j + 1, i + 1);
    return true;
}

static bool take_names(struct io_part *part, const struct io_parsed *parsed,
                       struct io_problem *problem)
{
    if (parsed->no_memory) return io_fail_memory(problem);
    long long line = (long long)part->first_line - 1;
    if (parsed->quote_line >= 0)
        return io_fail(problem, IO_BAD_INPUT, "%s, line %lld: a quote is opened and never closed",
                       part->path, line);
    if (parsed->n_rows != 1)
        return io_fail(problem, IO_BAD_INPUT, "%s, line %lld: this is no header of column names%s",
                       part->path, line,
                       memchr(parsed->data, '\0', parsed->len) ? "; is the file UTF-16?" : "");
    part->names = calloc((size_t)part->form.n_columns, sizeof *part->names);
    if (!part->names) return io_fail_memory(problem);
    for (int i = 0; i < part->form.n_columns; i++) {
        part->names[i] = copy_name(parsed, i);
        if (!part->names[i]) return io_fail_memory(problem);
    }
    part->form.names = part->names;
    return names_differ(part, problem);
}

static bool read_header(struct io_part *part, struct io_splitter *splitter,
                        struct io_problem *problem)
{
    struct io_block block;
    int64_t n_lines = 0;
    if (!io_split_header(splitter, &block, &n_lines, problem)) {
        if (problem->kind != IO_OK) return false;
        return io_fail(problem, IO_BAD_INPUT, "%s: is empty, not even a header is there",
                       part->path);
    }
    size_t n = count_fields(&block, splitter->separator);
    part->first_line = n_lines + 1;
    part->form.encoding = splitter->text.encoding;
    part->form.separator = splitter->separator;
    part->form.n_columns = (int16_t)(n <= IO_COLUMNS_MAX ? n : IO_COLUMNS_MAX);
    struct io_parsed parsed = {.quote_line = -1};
    bool done = n <= IO_COLUMNS_MAX;
    if (done) {
        io_parse(&part->form, &block, &parsed);
        done = take_names(part, &parsed, problem);
    } else {
        io_fail(problem, IO_BAD_INPUT, "%s: has %zu columns; at most %d are possible", part->path,
                n, IO_COLUMNS_MAX);
    }
    io_parsed_clear(&parsed);
    io_block_clear(&block);
    return done;
}

/* A plain file is closed, so that any number of files may be parts of tables. */
static bool keep_open(struct io_part *part, struct io_splitter *splitter,
                      struct io_problem *problem)
{
    part->pipe = malloc(sizeof *part->pipe);
    if (!part->pipe) return io_fail_memory(problem);
    *part->pipe = *splitter;
    *splitter = (struct io_splitter){.rest = NULL};
    return true;
}

bool io_part_name(struct io_part *part, const char *path, size_t shown_from,
                  struct io_problem *problem)
{
    *part = (struct io_part){.path = strdup(path), .shown_from = shown_from};
    part->first_row = INT64_MAX;
    return part->path || io_fail_memory(problem);
}

const char *io_part_shown(const struct io_part *part)
{
    return part->path + part->shown_from;
}

bool io_part_open(struct io_part *part, const struct io_reading *reading,
                  struct io_problem *problem)
{
    struct stat about;
    bool plain = stat(part->path, &about) == 0 && S_ISREG(about.st_mode);
    if (plain) part->n_bytes = (uint64_t)about.st_size;
    struct io_splitter splitter;
    if (!io_split_open(&splitter, part->path, reading, problem)) return false;
    part->form.tolerant = reading->tolerant;
    bool done = read_header(part, &splitter, problem);
    part->form.validated = splitter.text.validated;
    part->written = splitter.text.written;
    if (done && !plain) done = keep_open(part, &splitter, problem);
    io_split_close(&splitter);
    return done;
}

/* Opens the part for reading behind its header. */
bool io_part_rows(struct io_part *part, const struct io_reading *reading,
                  struct io_splitter *splitter, struct io_problem *problem)
{
    if (part->pipe) {
        *splitter = *part->pipe;
        free(part->pipe);
        part->pipe = NULL;
        return true;
    }
    struct io_reading again = *reading;
    again.encoding = part->written;
    if (!io_split_open(splitter, part->path, &again, problem)) return false;
    struct io_block header;
    int64_t n_lines;
    bool done = io_split_header(splitter, &header, &n_lines, problem);
    if (done) io_block_clear(&header);
    bool same = done && n_lines + 1 == part->first_line && splitter->separator == part->form.separator;
    if (done && !same) io_fail(problem, IO_SYSTEM, "%s: changed while it was read", part->path);
    if (!same) io_split_close(splitter);
    return same;
}

void io_part_clear(struct io_part *part)
{
    for (int i = 0; part->names && i < part->form.n_columns; i++) free(part->names[i]);
    free(part->names);
    if (part->pipe) io_split_close(part->pipe);
    free(part->pipe);
    io_database_release(part->database);
    free(part->slot);
    free(part->path);
    free(part->bad.at);
    free(part->marks.at);
    *part = (struct io_part){.path = NULL};
}
