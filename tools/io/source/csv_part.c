/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv_part.c - a CSV file that is part of a table: its encoding, separator and columns.
 *
 * Messages about a header give the positions of columns, not their names: a file without a header
 * begins with somebody's data.
 */
#include "io/source/part.h"

#include <stdlib.h>
#include <string.h>

/* The parser's rule: a quote opens only where a field begins. */
static size_t count_fields(const struct io_block *block, unsigned char separator)
{
    size_t n = 1;
    bool inside = false, begins = true;
    for (size_t i = 0; i < block->len; i++) {
        unsigned char c = block->data[i];
        bool doubled = inside && c == '"' && i + 1 < block->len && block->data[i + 1] == '"';
        i += doubled;
        if (c == '"' && !doubled && (inside || begins)) inside = !inside;
        begins = !inside && c == separator;
        n += begins;
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
                               (long long)part->header_line, j + 1, i + 1);
    return true;
}

static bool take_names(struct io_part *part, const struct io_parsed *parsed,
                       struct io_problem *problem)
{
    if (parsed->no_memory) return io_fail_memory(problem);
    long long line = part->header_line;
    if (parsed->quote_line >= 0)
        return io_fail(problem, IO_BAD_INPUT,
                       "%s, line %lld: a quote is opened here and not closed where a name ends",
                       part->path, line + (long long)parsed->quote_line);
    if (parsed->n_rows != 1)
        return io_fail(problem, IO_BAD_INPUT,
                       "%s, line %lld: this is not a header of column names%s", part->path, line,
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

/* The header's fields, unless there are too many. */
static bool parse_header(struct io_part *part, struct io_block *block, struct io_problem *problem)
{
    size_t n = count_fields(block, part->form.separator);
    if (n > IO_COLUMNS_MAX)
        return io_fail(problem, IO_BAD_INPUT, "%s: has %zu columns; at most %d are possible",
                       part->path, n, IO_COLUMNS_MAX);
    struct io_parsed parsed = {.quote_line = -1};
    part->form.n_columns = (int16_t)n;
    io_parse(&part->form, block, &parsed);
    bool done = take_names(part, &parsed, problem);
    io_parsed_clear(&parsed);
    return done;
}

static bool read_header(struct io_part *part, struct io_splitter *splitter,
                        struct io_problem *problem)
{
    struct io_block block;
    struct io_header_place place = {0, 0};
    enum io_step found = io_split_header(splitter, &block, &place, problem);
    if (found == IO_END)
        io_fail(problem, IO_BAD_INPUT, "%s: is empty, not even a header is there", part->path);
    if (found != IO_NEXT) return false;
    part->header_line = place.n_before + 1;
    part->first_line = place.n_lines + 1;
    part->form.encoding = splitter->text.encoding;
    part->form.separator = splitter->separator;
    part->header_len = block.len;
    part->header = malloc(block.len);
    bool done = part->header || io_fail_memory(problem);
    if (done) memcpy(part->header, block.data, block.len);
    done = done && parse_header(part, &block, problem);
    io_block_clear(&block);
    return done;
}

/* A pipe cannot be opened again, so it stays open; a plain file is closed, so that any number of
 * files may be parts of tables. */
static bool keep_open(struct io_part *part, struct io_splitter *splitter,
                      struct io_problem *problem)
{
    struct io_splitter *pipe = malloc(sizeof *pipe);
    if (!pipe) return io_fail_memory(problem);
    *pipe = *splitter;
    *splitter = (struct io_splitter){.rest = NULL};
    part->place = pipe;
    part->once = true;
    return true;
}

static bool look(struct io_part *part, const struct io_reading *reading, struct io_problem *problem)
{
    struct io_splitter splitter;
    if (!io_split_open(&splitter, part->path, reading, problem)) return false;
    part->about = splitter.text.about;
    bool plain = S_ISREG(part->about.st_mode);
    if (plain) part->n_bytes = (uint64_t)part->about.st_size;
    part->form.tolerant = reading->tolerant;
    bool done = read_header(part, &splitter, problem);
    part->form.validated = splitter.text.validated;
    part->written = splitter.text.written;
    if (done && !plain) done = keep_open(part, &splitter, problem);
    io_split_close(&splitter);
    return done;
}

/* Is it the file that was looked at, and has it not been written to? */
static bool is_unchanged(const struct io_part *part, const struct stat *about)
{
    const struct stat *seen = &part->about;
    return about->st_dev == seen->st_dev && about->st_ino == seen->st_ino &&
           about->st_size == seen->st_size && about->st_mtim.tv_sec == seen->st_mtim.tv_sec &&
           about->st_mtim.tv_nsec == seen->st_mtim.tv_nsec;
}

static bool tell_change(const struct io_part *part, struct io_problem *problem)
{
    return io_fail(problem, IO_SYSTEM,
                   "%s: changed while it was read; run again when nobody is writing to it",
                   part->path);
}

/* Reads past the header, which must be the one that was looked at. */
static bool skip_header(const struct io_part *part, struct io_splitter *splitter,
                        struct io_problem *problem)
{
    struct io_block header;
    struct io_header_place place = {0, 0};
    if (!is_unchanged(part, &splitter->text.about)) return tell_change(part, problem);
    enum io_step found = io_split_header(splitter, &header, &place, problem);
    if (found == IO_FAILED) return false;
    bool same = found == IO_NEXT && place.n_lines + 1 == part->first_line &&
                splitter->separator == part->form.separator && header.len == part->header_len &&
                memcmp(header.data, part->header, header.len) == 0;
    if (found == IO_NEXT) io_block_clear(&header);
    return same || tell_change(part, problem);
}

static bool open_rows(struct io_rows *rows, const struct io_table *table,
                      struct io_problem *problem)
{
    struct io_part *part = rows->part;
    if (part->place) {
        rows->state = part->place;
        part->place = NULL;
        return true;
    }
    struct io_reading again = table->reading;
    again.encoding = part->written;
    struct io_splitter *splitter = malloc(sizeof *splitter);
    if (!splitter) return io_fail_memory(problem);
    rows->state = splitter;
    return io_split_open(splitter, part->path, &again, problem) &&
           skip_header(part, splitter, problem);
}

/* At the end of a plain file: has it not been written to since it was looked at? */
static bool ends_unchanged(const struct io_rows *rows, struct io_problem *problem)
{
    const struct io_splitter *splitter = rows->state;
    struct stat about;
    if (!S_ISREG(rows->part->about.st_mode)) return true;
    if (fstat(splitter->text.file, &about) != 0)
        return io_fail_errno(problem, rows->part->path, "cannot be examined");
    return is_unchanged(rows->part, &about) || tell_change(rows->part, problem);
}

static enum io_step next_block(struct io_rows *rows, struct io_block *block,
                               struct io_parsed *parsed, struct io_problem *problem)
{
    struct io_splitter *splitter = rows->state;
    (void)parsed;
    enum io_step step = io_split_next(splitter, block, problem);
    rows->n_read = splitter->text.n_read;
    if (step == IO_END && !ends_unchanged(rows, problem)) return IO_FAILED;
    return step;
}

static void close_rows(struct io_rows *rows)
{
    if (rows->state) io_split_close(rows->state);
    free(rows->state);
    rows->state = NULL;
}

static void clear(struct io_part *part)
{
    if (part->place) io_split_close(part->place);
    free(part->place);
}

static enum io_step is_file(const char *path, const struct stat *about, struct io_problem *problem)
{
    (void)path;
    (void)about;
    (void)problem;
    return IO_NEXT;
}

bool io_input_add_csv(struct io_input *input, const struct io_table_form *form, const char *path,
                      size_t shown_from)
{
    struct io_part *part = io_input_part(input, form, &io_csv_source, path, shown_from);
    if (!part) return false;
    part->form.guarded = form->kind != IO_RECORDS; /* ids in it may be copied from results */
    return true;
}

static bool add_file(struct io_input *input, const char *path, unsigned kinds)
{
    (void)kinds;
    const struct io_table_form *form = io_table_form_of_file(path);
    if (!form) form = io_table_form_find("persons"); /* one file of any name: people's records */
    return io_input_add_csv(input, form, path, (size_t)(io_base_name(path) - path));
}

const struct io_source io_csv_source = {.fits = is_file,
                                        .add = add_file,
                                        .look = look,
                                        .open = open_rows,
                                        .next = next_block,
                                        .close = close_rows,
                                        .clear = clear};
