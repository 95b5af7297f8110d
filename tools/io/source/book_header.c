/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book_header.c - the header of a sheet, and the table that it belongs to.
 *
 * Which table that is, is said by the sheet's name, as that of a file would; else, of the first
 * sheet with rows, by the file's; else by the columns, because people rarely name sheets.
 *
 * The header is the first row with two names that the table knows, or with all that a table must
 * have; where there is none, the first row. Of a header in two rows the lower one counts: what
 * spans both is merged, so that it is in the lower one as well.
 *
 *   2026년 상반기 제공 내역
 *   성명     생년월일     서비스
 *                         서비스명   시작일      성명 | 생년월일 | 서비스명 | 시작일
 */
#include "io/source/book_header.h"

#include <stdlib.h>
#include <string.h>

/* ---- names ----------------------------------------------------------------------------------- */

/* Does a merged cell reach here from the left? It names its first column only. */
static bool continues(const struct io_raw_row *row, int column)
{
    const struct io_cell *cell = &row->cells[column], *left = cell - 1;
    return column > 0 && cell->filled && left->len == cell->len &&
           memcmp(left->text, cell->text, cell->len) == 0;
}

/* The name in a cell, without the spaces around it. */
static char *copy_name(const struct io_raw_row *row, int column)
{
    const char *text = row->cells[column].text;
    size_t len = continues(row, column) ? 0 : row->cells[column].len;
    while (len > 0 && strchr(" \t\r\n", text[0])) text++, len--;
    while (len > 0 && strchr(" \t\r\n", text[len - 1])) len--;
    return strndup(text, len);
}

void book_header_clear(struct book_header *header)
{
    for (int i = 0; header->names && i < header->n; i++) free(header->names[i]);
    free(header->names);
    *header = (struct book_header){.names = NULL};
}

static bool take(struct book_header *header, const struct io_raw_row *row)
{
    header->line = row->number;
    header->n = 0;
    header->names = calloc((size_t)row->n_cells + 1, sizeof *header->names);
    for (; header->names && header->n < row->n_cells; header->n++) {
        header->names[header->n] = copy_name(row, header->n);
        if (!header->names[header->n]) break;
    }
    return header->names && header->n == row->n_cells;
}

/* ---- which table ----------------------------------------------------------------------------- */

static bool has_name(const struct book_header *header, const char *name, size_t len)
{
    for (int i = 0; i < header->n; i++)
        if (strncmp(header->names[i], name, len) == 0 && header->names[i][len] == '\0') return true;
    return false;
}

static int count_names(const struct book_header *header)
{
    int n = 0;
    for (int i = 0; i < header->n; i++) n += header->names[i][0] != '\0';
    return n;
}

/* How many of the table's columns are there; 0 if one is missing that it must have, or most of what
 * is there are columns of something else. */
static int count_columns(const struct book_header *header, const struct io_table_form *form)
{
    int n = 0;
    for (const char *at = form->columns; *at;) {
        size_t len = strcspn(at, " ");
        bool required = at[len - 1] == '!';
        bool has = has_name(header, at, len - required);
        if (required && !has) return 0;
        n += has;
        at += len + (at[len] == ' ');
    }
    return n >= IO_HEADER_NAMES && 2 * n >= count_names(header) ? n : 0;
}

/* The table of which the most columns are there; NULL if it could be either of two. */
static const struct io_table_form *form_by_columns(const struct book_header *header, unsigned kinds)
{
    const struct io_table_form *form, *best = NULL;
    int most = 0;
    for (size_t i = 0; (form = io_table_form_at(i)) != NULL; i++) {
        bool asked = form->kind != IO_RESULT && kinds & 1u << form->kind;
        int n = asked ? count_columns(header, form) : 0;
        if (n > 0 && n == most) best = NULL;
        if (n <= most) continue;
        most = n;
        best = form;
    }
    return best;
}

/* ---- which row ------------------------------------------------------------------------------- */

static bool is_header(const struct book_header *header, const struct io_table_form *form,
                      unsigned kinds)
{
    int n = 0;
    if (!form) return form_by_columns(header, kinds) != NULL;
    for (int i = 0; i < header->n; i++)
        n += io_header_knows(form->name, form->columns, header->names[i], strlen(header->names[i]));
    return n >= IO_HEADER_NAMES;
}

/* Looks at the rows below the first; `*header` becomes the one that is a header, if any is. */
static enum io_step find_below(struct io_raw_rows *rows, struct book_header *header,
                               const struct io_table_form *form, unsigned kinds,
                               struct io_problem *problem)
{
    bool found = is_header(header, form, kinds);
    for (int64_t n = 1; n <= IO_TITLES_MAX; n++) {
        struct io_raw_row row;
        struct book_header next = {.names = NULL};
        enum io_step step = rows->next(rows, &row, problem);
        if (step != IO_NEXT) return step;
        bool done = take(&next, &row) || io_fail_memory(problem);
        bool fits = done && is_header(&next, form, kinds);
        if (fits) {
            next.n_titles = found ? header->n_titles : n;
            book_header_clear(header);
            *header = next;
        } else {
            book_header_clear(&next);
        }
        if (!done) return IO_FAILED;
        if (found) return IO_NEXT; /* nothing but the row below a header belongs to it */
        found = fits;
    }
    return IO_NEXT;
}

enum io_step book_header_find(struct io_raw_rows *rows, const struct io_table_form *by_name,
                              unsigned kinds, struct book_header *header,
                              struct io_problem *problem)
{
    struct io_raw_row first;
    enum io_step step = rows->next(rows, &first, problem);
    if (step != IO_NEXT) return step;
    int64_t first_line = first.number;
    bool is_kept = !by_name || by_name->kind == IO_RECORDS; /* by people, under titles */
    bool done = take(header, &first) || io_fail_memory(problem);
    if (done && is_kept) done = find_below(rows, header, by_name, kinds, problem) != IO_FAILED;
    header->first_line = first_line;
    header->form = by_name ? by_name : form_by_columns(header, kinds);
    return done ? IO_NEXT : IO_FAILED;
}
