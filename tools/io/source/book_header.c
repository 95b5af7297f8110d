/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book_header.c - the header of a sheet, and the table that it belongs to.
 *
 * Which table that is, is said by the sheet's name, as that of a file would; else, of the first
 * sheet with rows, by the file's; else by the columns, because people rarely name sheets.
 *
 * The header is the first row with two names that the table knows, or with all that a table must
 * have; where there is none, the first row. Of a header in two rows the lower one counts: what
 * spans both is mostly merged, so that it is in the lower one as well.
 *
 * What stands to the right of it is no column, unless the row just above has a name there, as where
 * only some of the headers are in two rows.
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
    bool has_name = column < row->n_cells && !continues(row, column);
    const char *text = has_name ? row->cells[column].text : "";
    size_t len = has_name ? row->cells[column].len : 0;
    tool_trim(&text, &len);
    return strndup(text, len);
}

void book_header_clear(struct book_header *header)
{
    io_names_clear(&header->names);
    io_names_clear(&header->above);
    io_names_clear(&header->likely.names);
    *header = (struct book_header){.line = 0};
}

/* The names of the first columns, at least as many as the row has. */
static bool take(struct book_header *header, const struct io_raw_row *row, int n)
{
    struct io_names *names = &header->names;
    if (n < row->n_cells) n = row->n_cells;
    header->line = row->number;
    header->is_too_wide = row->n_own > IO_COLUMNS_MAX;
    *names = (struct io_names){.at = calloc((size_t)n + 1, sizeof *names->at)};
    for (; names->at && names->n < n; names->n++) {
        names->at[names->n] = copy_name(row, names->n);
        if (!names->at[names->n]) break;
    }
    return names->at && names->n == n;
}

/* How far its names reach. */
static int reach(const struct book_header *header)
{
    int n = header->names.n;
    while (n > 0 && !header->names.at[n - 1][0]) n--;
    return n;
}

/* ---- which row ------------------------------------------------------------------------------- */

/* What becomes of a row below the first. */
struct search {
    const struct io_asked *asked;
    const struct io_table_form *form; /* or NULL */
    struct book_header *header;       /* the best so far: the first row, or a header */
    bool found;                       /* it is one */
    int64_t n;                        /* rows that were looked at */
    struct book_header last;          /* the row before, unless that is *header */
};

/* Takes over `next`, the row at hand; false: no memory. */
static bool look_at(struct search *search, struct book_header *next)
{
    struct book_header *header = search->header;
    struct book_header *last = search->last.line ? &search->last : header;
    struct io_names none = {.at = NULL},
                    *above = last->line + 1 == next->line ? &last->names : &none;
    bool fits = io_is_header(search->asked, &next->names, above, search->form), done = true;
    if (fits) {
        next->n_titles = search->found ? header->n_titles : search->n;
        done = io_names_join(search->asked, &next->names, above);
        next->above = *above;
        *above = none;
        book_header_clear(header);
        *header = *next;
    }
    book_header_clear(&search->last);
    if (!fits) search->last = *next;
    search->found |= fits;
    return done;
}

/* Looks at the rows below the first; `*header` becomes the one that is a header, if any is. */
static enum io_step find_below(struct io_raw_rows *rows, struct search *search,
                               struct io_problem *problem)
{
    const struct io_names none = {.at = NULL};
    search->found = io_is_header(search->asked, &search->header->names, &none, search->form);
    for (bool last = false; search->n < IO_TITLES_MAX && !last;) {
        const struct book_header *before = search->last.line ? &search->last : search->header;
        struct io_raw_row row;
        struct book_header next = {.line = 0};
        enum io_step step = rows->next(rows, &row, problem);
        if (step != IO_NEXT) return step;
        last = search->found; /* nothing but the row below a header belongs to it */
        search->n++;
        bool done = take(&next, &row, row.number == before->line + 1 ? reach(before) : 0);
        if (!done) book_header_clear(&next);
        if (!done || !look_at(search, &next)) return io_fail_memory(problem) ? IO_NEXT : IO_FAILED;
    }
    return IO_NEXT;
}

enum io_step book_header_find(struct io_raw_rows *rows, const struct io_table_form *by_name,
                              const char *name, unsigned kinds, struct io_input *input,
                              struct book_header *header)
{
    struct io_likely likely = {.n_known = 0};
    const struct io_asked asked = {name, kinds, input->mapping, &likely};
    struct io_problem *problem = &input->problem;
    struct io_raw_row first;
    enum io_step step = rows->next(rows, &first, problem);
    if (step != IO_NEXT) return step;
    int64_t first_line = first.number;
    bool is_kept = !by_name || io_table_is_peoples(by_name); /* under titles */
    bool done = take(header, &first, 0) || io_fail_memory(problem);
    struct search search = {.asked = &asked, .form = by_name, .header = header};
    if (done && is_kept) done = find_below(rows, &search, problem) != IO_FAILED;
    book_header_clear(&search.last);
    header->first_line = first_line;
    header->likely = likely;
    if (likely.no_memory) done = io_fail_memory(problem);
    header->form = by_name ? by_name : io_table_form_of_columns(&asked, &header->names);
    return done ? IO_NEXT : IO_FAILED;
}

const struct io_table_form *book_form_of_path(const char *path)
{
    const char *name = io_base_name(path), *dot = strrchr(name, '.');
    return io_table_form_of_name(name, dot ? (size_t)(dot - name) : strlen(name));
}

bool book_is_unread(const struct book_header *header, unsigned kinds, unsigned *why)
{
    *why = header->form ? IO_UNREAD_ELSEWHERE : IO_UNREAD_COLUMNS;
    return !header->form || !(kinds & 1u << header->form->kind);
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
    if (header->is_too_wide)
        return io_fail(problem, IO_BAD_INPUT, "%s row %lld: has more than %d columns", part->path,
                       (long long)header->line, IO_COLUMNS_MAX);
    part->names = header->names.at;
    part->form.n_columns = (int16_t)header->names.n;
    part->above = header->above;
    header->names = header->above = (struct io_names){.at = NULL};
    part->form.names = part->names;
    part->form.above = part->above.at;
    part->form.n_above = part->above.n;
    part->form.sheet = io_table_is_peoples(header->form);
    part->header_line = header->line;
    part->first_line = header->line + 1;
    part->lettered = true;
    if (header->n_titles)
        io_skips_add(&part->skips, IO_SKIP_TITLE, header->n_titles, header->first_line);
    return names_differ(part, problem);
}
