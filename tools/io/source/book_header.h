/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book_header.h - the header of a sheet; private to this folder.
 */
#ifndef BOOK_HEADER_H
#define BOOK_HEADER_H

#include "io/source/part.h"

/* The zero state is none. */
struct book_header {
    char **names;
    int n;
    int64_t line, first_line;         /* its row; the first row that is not blank */
    int64_t n_titles;                 /* rows above it that are not blank */
    const struct io_table_form *form; /* NULL: no table's */
};

/* Find it; `by_name` is the table that a name says, or NULL. IO_END: the sheet has no rows. The
 * header is to be cleared in any case. */
enum io_step book_header_find(struct io_raw_rows *rows, const struct io_table_form *by_name,
                              unsigned kinds, struct book_header *header,
                              struct io_problem *problem);
void book_header_clear(struct book_header *header);

#endif
