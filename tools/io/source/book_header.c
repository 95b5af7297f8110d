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

#include <stdio.h>
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

/* What is asked of a header: whether it is one, and of which table. */
struct asked {
    const char *name; /* of the file, and of the sheet */
    unsigned kinds;
    const struct io_mapping *mapping; /* NULL: columns are what they are called */
};

/* Does the plan say that files call a column so? */
static bool is_planned(const struct io_mapping *mapping, const char *table, const char *column,
                       const char *name)
{
    for (size_t i = 0; mapping && i < mapping->columns.n; i++) {
        const struct io_column_name *one = &mapping->columns.all[i];
        if (strcmp(one->table, table) == 0 && strcmp(one->theirs, name) == 0 &&
            (!column || strcmp(one->ours, column) == 0))
            return true;
    }
    return false;
}

/* Does the plan fill the column in where a file lacks it? */
static bool is_filled(const struct io_mapping *mapping, const char *table, const char *column)
{
    if (!mapping) return false;
    for (size_t i = 0; i < mapping->constants.n; i++)
        if (strcmp(mapping->constants.all[i].table, table) == 0 &&
            strcmp(mapping->constants.all[i].ours, column) == 0)
            return true;
    return mapping->agency != IO_AGENCY_COLUMN && strcmp(column, "agency_id") == 0;
}

static bool is_known(const struct asked *asked, const struct io_table_form *form, const char *name)
{
    return io_header_knows(form->name, form->columns, name, strlen(name)) ||
           is_planned(asked->mapping, form->name, NULL, name);
}

static int count_known(const struct asked *asked, const struct book_header *header,
                       const struct io_table_form *form)
{
    int n = 0;
    for (int i = 0; i < header->n; i++) n += is_known(asked, form, header->names[i]);
    return n;
}

/* Is the column there, by its name or by the plan's? */
static bool has_column(const struct asked *asked, const struct book_header *header,
                       const struct io_table_form *form, const char *column)
{
    for (int i = 0; i < header->n; i++) {
        const char *name = header->names[i];
        if (strcmp(name, column) == 0 || is_planned(asked->mapping, form->name, column, name))
            return true;
    }
    return is_filled(asked->mapping, form->name, column);
}

static int count_names(const struct book_header *header)
{
    int n = 0;
    for (int i = 0; i < header->n; i++) n += header->names[i][0] != '\0';
    return n;
}

/* How many of the names are those of the table's columns; 0 if one is missing that it must have, or
 * most are something else's. */
static int count_columns(const struct asked *asked, const struct book_header *header,
                         const struct io_table_form *form)
{
    for (const char *at = form->columns; *at;) {
        size_t len = strcspn(at, " ");
        char column[64];
        snprintf(column, sizeof column, "%.*s", (int)(len - 1), at);
        if (at[len - 1] == '!' && !has_column(asked, header, form, column)) return 0;
        at += len + (at[len] == ' ');
    }
    int n = count_known(asked, header, form);
    return n >= IO_HEADER_NAMES && 2 * n >= count_names(header) ? n : 0;
}

/* The table that has all it must have, and of which the most columns are there; else the one that
 * usual headers say. NULL if it could be either of two. */
static const struct io_table_form *form_by_columns(const struct asked *asked,
                                                   const struct book_header *header)
{
    const struct io_table_form *form, *best = NULL;
    int most = 0;
    for (size_t i = 0; (form = io_table_form_at(i)) != NULL; i++) {
        bool wanted = form->kind != IO_RESULT && asked->kinds & 1u << form->kind;
        int n = wanted ? count_columns(asked, header, form) : 0;
        if (n > 0 && n == most) best = NULL;
        if (n <= most) continue;
        most = n;
        best = form;
    }
    if (best || !(asked->kinds & 1u << IO_RECORDS)) return best;
    return io_table_form_of_columns(header->names, header->n, asked->name);
}

/* ---- which row ------------------------------------------------------------------------------- */

static bool is_header(const struct asked *asked, const struct book_header *header,
                      const struct io_table_form *form)
{
    return form ? count_known(asked, header, form) >= IO_HEADER_NAMES
                : form_by_columns(asked, header) != NULL;
}

/* Looks at the rows below the first; `*header` becomes the one that is a header, if any is. */
static enum io_step find_below(struct io_raw_rows *rows, struct book_header *header,
                               const struct io_table_form *form, const struct asked *asked,
                               struct io_problem *problem)
{
    bool found = is_header(asked, header, form);
    for (int64_t n = 1; n <= IO_TITLES_MAX; n++) {
        struct io_raw_row row;
        struct book_header next = {.names = NULL};
        enum io_step step = rows->next(rows, &row, problem);
        if (step != IO_NEXT) return step;
        bool done = take(&next, &row) || io_fail_memory(problem);
        bool fits = done && is_header(asked, &next, form);
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
                              const char *name, unsigned kinds, struct io_input *input,
                              struct book_header *header)
{
    const struct asked asked = {name, kinds, input->mapping};
    struct io_problem *problem = &input->problem;
    struct io_raw_row first;
    enum io_step step = rows->next(rows, &first, problem);
    if (step != IO_NEXT) return step;
    int64_t first_line = first.number;
    bool is_kept = !by_name || by_name->kind == IO_RECORDS; /* by people, under titles */
    bool done = take(header, &first) || io_fail_memory(problem);
    if (done && is_kept) done = find_below(rows, header, by_name, &asked, problem) != IO_FAILED;
    header->first_line = first_line;
    header->form = by_name ? by_name : form_by_columns(&asked, header);
    return done ? IO_NEXT : IO_FAILED;
}

const struct io_table_form *book_form_of_path(const char *path)
{
    const char *name = io_base_name(path), *dot = strrchr(name, '.');
    return io_table_form_of_name(name, dot ? (size_t)(dot - name) : strlen(name));
}

const char *book_why_ignored(const struct book_header *header, unsigned kinds)
{
    if (!header->form) return "neither its name nor its columns are those of a table";
    return kinds & 1u << header->form->kind ? NULL : "its table belongs into --in";
}

/* ---- a part's header ------------------------------------------------------------------------- */

/* A cell's name is told by its place: a sheet without a header begins with somebody's data. */
static bool names_differ(const struct io_part *part, struct io_problem *problem)
{
    char place[IO_PLACE], other[4];
    for (int i = 0; i < part->form.n_columns; i++)
        for (int j = 0; j < i; j++) {
            if (!part->names[i][0] || strcmp(part->names[i], part->names[j]) != 0) continue;
            io_part_place(part, part->path, part->header_line, i, place, sizeof place);
            io_column_letters(j, other);
            return io_fail(problem, IO_BAD_INPUT, "%s: this column has the name that %s has", place,
                           other);
        }
    return true;
}

bool book_header_give(struct book_header *header, struct io_part *part, struct io_problem *problem)
{
    part->names = header->names;
    header->names = NULL;
    part->form.names = part->names;
    part->form.n_columns = (int16_t)header->n;
    part->form.sheet = header->form->kind == IO_RECORDS;
    part->header_line = header->line;
    part->first_line = header->line + 1;
    part->lettered = true;
    if (header->n_titles)
        io_skips_add(&part->skips, IO_SKIP_TITLE, header->n_titles, header->first_line);
    return names_differ(part, problem);
}
