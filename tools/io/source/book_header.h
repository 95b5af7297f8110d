/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book_header.h - the header of a sheet, and the rows below it; private to this folder.
 */
#ifndef BOOK_HEADER_H
#define BOOK_HEADER_H

#include "io/source/part.h"

/* The zero state is none. */
struct book_header {
    struct io_names names, above;     /* `above` is the row just above it */
    bool is_too_wide;                 /* it goes on after IO_COLUMNS_MAX columns */
    int64_t line, first_line;         /* its row; the first row that is not blank */
    int64_t n_titles;                 /* rows above it that are not blank */
    const struct io_table_form *form; /* NULL: no table's */
    struct io_likely likely;          /* what may be one of a table that is not certain */
};

/* Find it; `by_name` is the table that a name says, or NULL; `name` that of file and sheet. IO_END:
 * the sheet has no rows. The header is to be cleared in any case. */
enum io_step book_header_find(struct io_raw_rows *rows, const struct io_table_form *by_name,
                              const char *name, unsigned kinds, struct io_input *input,
                              struct book_header *header);
void book_header_clear(struct book_header *header);
/* The table that a file's name says, or NULL. */
const struct io_table_form *book_form_of_path(const char *path);
/* Is a sheet with that header not read, and why? */
bool book_is_unread(const struct book_header *header, unsigned kinds, unsigned *why);
/* The header becomes that of the part; two columns of one name are a problem. */
bool book_header_give(struct book_header *header, struct io_part *part, struct io_problem *problem);

/* ---- rows below it (raw_part.c), as functions of struct io_source ---------------------------- */

/* Takes over the rows, and the book that they are in (or NULL); no rows: a problem was met. */
bool raw_open(struct io_rows *rows, const struct io_table *table, struct io_book *book,
              struct io_raw_rows *raw, struct io_problem *problem);
enum io_step raw_next(struct io_rows *rows, struct io_block *block, struct io_parsed *parsed,
                      struct io_problem *problem);
void raw_close(struct io_rows *rows);

#endif
