/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv_part.c - a CSV file that is part of a table: its encoding, separator and rows.
 */
#include "io/source/part.h"

#include <stdlib.h>
#include <string.h>

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
    part->form.sheet = part->of && io_table_is_peoples(part->of);
    bool done = io_csv_read_header(part, &splitter, problem);
    part->form.validated = splitter.text.validated;
    part->written = splitter.text.written;
    if (done && !plain) done = keep_open(part, &splitter, problem);
    io_split_close(&splitter);
    return done;
}

/* Reads past the header, which must be the one that was looked at. */
static bool skip_header(struct io_part *part, struct io_splitter *splitter,
                        struct io_problem *problem)
{
    struct io_block header;
    struct io_header_place place = {0, 0};
    if (!io_part_is_unchanged(part, &splitter->text.about))
        return io_part_tell_change(part, problem);
    enum io_step found = io_csv_find_header(part, splitter, &header, &place, problem);
    if (found == IO_FAILED) return false;
    bool same = found == IO_NEXT && place.n_lines + 1 == part->first_line &&
                splitter->separator == part->form.separator && header.len == part->header_len &&
                memcmp(header.data, part->header, header.len) == 0;
    if (found == IO_NEXT) io_block_clear(&header);
    return same || io_part_tell_change(part, problem);
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
    return io_part_is_unchanged(rows->part, &about) || io_part_tell_change(rows->part, problem);
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

const struct io_source io_csv_source = {.fits = is_file,
                                        .look = look,
                                        .open = open_rows,
                                        .next = next_block,
                                        .close = close_rows,
                                        .clear = clear};
