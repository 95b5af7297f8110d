/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html_part.c - an HTML file with a table as part of a table of ours, whatever its name ends in.
 */
#include "io/source/book_header.h"

bool io_input_add_html(struct io_input *input, const char *path, size_t shown_from, unsigned kinds)
{
    struct io_problem *problem = &input->problem;
    struct book_header header = {.line = 0};
    struct stat about;
    struct io_raw_rows *raw = io_html_rows(path, &input->reading, problem);
    enum io_step step = raw ? book_header_find(raw, book_form_of_path(path), io_base_name(path),
                                               kinds, input, &header)
                            : IO_FAILED;
    bool done = step != IO_FAILED;
    if (done && fstat(raw->file, &about) != 0)
        done = io_fail_errno(problem, path, "cannot be examined");
    unsigned why = IO_UNREAD_EMPTY;
    bool unread = step != IO_NEXT || book_is_unread(&header, kinds, &why);
    if (done && unread)
        done = io_input_ignore_table(input, path, shown_from, why, &header.likely.names);
    struct io_part *part =
        done && !unread ? io_input_part(input, header.form, &io_html_source, path, shown_from)
                        : NULL;
    if (part) {
        part->about = about;
        part->n_bytes = (uint64_t)about.st_size;
    }
    if (done && !unread) done = part && book_header_give(&header, part, problem);
    if (raw) raw->close(raw);
    book_header_clear(&header);
    return done;
}

static bool open_rows(struct io_rows *rows, const struct io_table *table,
                      struct io_problem *problem)
{
    struct io_raw_rows *raw = io_html_rows(rows->part->path, &table->reading, problem);
    return raw_open(rows, table, NULL, raw, problem);
}

const struct io_source io_html_source = {.open = open_rows, .next = raw_next, .close = raw_close};
