/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book_part.c - the sheets of a workbook as parts of tables.
 *
 * A sheet that belongs to no table is reported, for it may be an agency's list under other
 * headings.
 *
 * The header is read when the workbook is found, the rows when the table is. In between the file is
 * closed: a folder may hold hundreds, each with a million shared texts.
 */
#include "io/source/book_header.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A part's sheet, between the two times. */
struct place {
    size_t sheet;
    struct io_merges merges;
};

/* A sheet being read. */
struct state {
    struct io_book *book;
    struct io_raw_rows *rows;
    int64_t line;               /* of the next block's first row */
    bool known[IO_COLUMNS_MAX]; /* a column that the table has */
    bool ended;
};

/* ---- finding sheets -------------------------------------------------------------------------- */

/* A workbook that is being looked at. */
struct found {
    struct io_input *input;
    const char *path;
    size_t shown_from;
    unsigned kinds;
    struct io_book *book;
    struct stat about;
    bool has_first; /* a sheet with rows was seen */
};

/* The table that the sheet's or the file's name says, or NULL. */
static const struct io_table_form *form_by_name(const struct found *found, const char *sheet)
{
    const char *name = io_base_name(found->path), *dot = strrchr(name, '.');
    const struct io_table_form *form = io_table_form_of_name(sheet, strlen(sheet));
    if (form || found->has_first) return form;
    return io_table_form_of_name(name, dot ? (size_t)(dot - name) : strlen(name));
}

static enum io_step look_at(struct found *found, size_t sheet, const char *name,
                            struct book_header *header, struct io_merges *merges)
{
    struct io_problem *problem = &found->input->problem;
    if (!io_book_merges(found->book, sheet, merges, problem)) return IO_FAILED;
    struct io_raw_rows *rows = io_book_rows(found->book, sheet, merges, problem);
    enum io_step step =
        rows ? book_header_find(rows, form_by_name(found, name), found->kinds, header, problem)
             : IO_FAILED;
    if (rows) rows->close(rows);
    return step;
}

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

/* What is known of the part; the names and the merged cells are taken over. */
static bool fill_part(struct found *found, struct io_part *part, struct book_header *header,
                      struct place *place)
{
    struct io_problem *problem = &found->input->problem;
    part->place = malloc(sizeof *place);
    part->file = strdup(found->path);
    if (!part->place || !part->file) return io_fail_memory(problem);
    *(struct place *)part->place = *place;
    place->merges = (struct io_merges){.at = NULL};
    part->names = header->names;
    header->names = NULL;
    part->form.names = part->names;
    part->form.n_columns = (int16_t)header->n;
    part->form.sheet = header->form->kind == IO_RECORDS;
    part->header_line = header->line;
    part->first_line = header->line + 1;
    part->lettered = true;
    part->about = found->about;
    part->n_bytes = io_book_sheet_bytes(found->book, place->sheet);
    (void)io_book_sheet(found->book, place->sheet, &part->hidden);
    if (header->n_titles)
        io_skips_add(&part->skips, IO_SKIP_TITLE, header->n_titles, header->first_line);
    return names_differ(part, problem);
}

static bool add_part(struct found *found, const char *path, struct book_header *header,
                     struct place *place)
{
    const struct io_table_form *form = header->form;
    bool wanted = form && (found->kinds & 1u << form->kind);
    if (!wanted)
        return io_input_ignore(found->input, path, found->shown_from,
                               form ? "its table belongs into --in"
                                    : "neither its name nor its columns are those of a table");
    struct io_part *part =
        io_input_part(found->input, form, &io_book_source, path, found->shown_from);
    return part && fill_part(found, part, header, place);
}

static bool add_sheet(struct found *found, size_t sheet)
{
    struct book_header header = {.names = NULL};
    struct place place = {.sheet = sheet};
    char *path = NULL;
    bool hidden;
    const char *name = io_book_sheet(found->book, sheet, &hidden);
    enum io_step step = look_at(found, sheet, name, &header, &place.merges);
    bool done = step != IO_FAILED;
    if (step == IO_NEXT) {
        found->has_first = true;
        done = asprintf(&path, "%s!%s", found->path, name) >= 0
                   ? add_part(found, path, &header, &place)
                   : io_fail_memory(&found->input->problem);
        free(path);
    }
    book_header_clear(&header);
    free(place.merges.at);
    return done;
}

bool io_input_add_book(struct io_input *input, const char *path, size_t shown_from, unsigned kinds)
{
    struct io_problem *problem = &input->problem;
    struct found found = {.input = input, .path = path, .shown_from = shown_from, .kinds = kinds};
    found.book = io_book_open(path, &input->reading, problem);
    bool done = found.book && io_book_stat(found.book, &found.about, problem);
    for (size_t i = 0; done && i < io_book_n_sheets(found.book); i++) done = add_sheet(&found, i);
    io_book_close(found.book);
    return done;
}

static bool add_book(struct io_input *input, const char *path, unsigned kinds)
{
    return io_input_add_book(input, path, (size_t)(io_base_name(path) - path), kinds);
}

static void clear(struct io_part *part)
{
    struct place *place = part->place;
    if (place) free(place->merges.at);
    free(place);
}

static enum io_step is_book(const char *path, const struct stat *about, struct io_problem *problem)
{
    unsigned char head[4];
    if (!S_ISREG(about->st_mode)) return IO_END; /* a pipe gives its bytes only once */
    int file = open(path, O_RDONLY | O_CLOEXEC);
    long n = file >= 0 ? io_read(file, head, sizeof head) : -1;
    if (n < 0) io_fail_errno(problem, path, file < 0 ? "cannot be opened" : "cannot be read");
    if (file >= 0) close(file);
    if (n < 0) return IO_FAILED;
    return io_book_begins(head, (size_t)n) ? IO_NEXT : IO_END;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* Has the file stayed as it was when its header was read? */
static bool is_unchanged(const struct io_rows *rows, struct io_problem *problem)
{
    const struct state *state = rows->state;
    struct stat about;
    if (!io_book_stat(state->book, &about, problem)) return false;
    return io_part_is_unchanged(rows->part, &about) || io_part_tell_change(rows->part, problem);
}

static bool skip_header(struct io_rows *rows, struct io_problem *problem)
{
    struct state *state = rows->state;
    struct io_raw_row row = {.number = 0};
    enum io_step step = IO_NEXT;
    while (step == IO_NEXT && row.number < rows->part->header_line)
        step = state->rows->next(state->rows, &row, problem);
    if (step == IO_END) return io_part_tell_change(rows->part, problem);
    return step == IO_NEXT;
}

static bool open_rows(struct io_rows *rows, const struct io_table *table,
                      struct io_problem *problem)
{
    struct io_part *part = rows->part;
    const struct place *place = part->place;
    const struct io_table_form *form = io_table_form_find(table->name);
    struct state *state = calloc(1, sizeof *state);
    if (!state) return io_fail_memory(problem);
    rows->state = state;
    state->line = part->first_line;
    for (int i = 0; i < part->form.n_columns; i++) {
        bool required;
        state->known[i] = form && io_table_has_column(form, part->names[i], &required);
    }
    state->book = io_book_open(part->file, &table->reading, problem);
    if (!state->book || !is_unchanged(rows, problem)) return false;
    state->rows = io_book_rows(state->book, place->sheet, &place->merges, problem);
    return state->rows && skip_header(rows, problem);
}

static void close_rows(struct io_rows *rows)
{
    struct state *state = rows->state;
    if (!state) return;
    if (state->rows) state->rows->close(state->rows);
    io_book_close(state->book);
    free(state);
    rows->state = NULL;
}

/* An error in a column that nobody reads does no harm. */
static bool put_cell(const struct state *state, struct io_texts *texts, int column,
                     const struct io_cell *cell)
{
    if (cell->fault == IO_CELL_ERROR && state->known[column])
        io_texts_refuse(texts, column, IO_REJECT_FORMULA);
    if (cell->fault == IO_CELL_TOO_LONG) io_texts_refuse(texts, column, IO_REJECT_FIELD_TOO_LONG);
    return io_texts_put(texts, column, cell->text, cell->len);
}

/* Does the header come again, as above each page of a printed list? */
static bool is_header(const struct io_part *part, const struct io_raw_row *row)
{
    bool same = row->n_cells == part->form.n_columns;
    for (int c = 0; same && c < row->n_cells; c++)
        same = strlen(part->names[c]) == row->cells[c].len &&
               memcmp(part->names[c], row->cells[c].text, row->cells[c].len) == 0;
    return same;
}

static bool put_row(const struct io_rows *rows, struct io_texts *texts,
                    const struct io_raw_row *row)
{
    const struct state *state = rows->state;
    static const struct io_cell empty = {.text = ""};
    for (int c = 0; c < rows->part->form.n_columns; c++)
        if (!put_cell(state, texts, c, c < row->n_cells ? &row->cells[c] : &empty)) return false;
    rows->part->n_hidden += row->hidden;
    if (is_header(rows->part, row)) io_texts_refuse(texts, -1, IO_REJECT_COLUMNS);
    return io_texts_end_row(texts, row->number - state->line, rows->part->form.sheet);
}

static enum io_step next_rows(struct io_rows *rows, struct io_block *block,
                              struct io_parsed *parsed, struct io_problem *problem)
{
    (void)block;
    struct state *state = rows->state;
    struct io_texts texts;
    if (state->ended) return IO_END;
    bool done =
        io_texts_begin(&texts, parsed, rows->part->form.n_columns) || io_fail_memory(problem);
    while (done && !state->ended && !io_texts_are_full(&texts)) {
        struct io_raw_row row;
        enum io_step step = state->rows->next(state->rows, &row, problem);
        state->ended = step == IO_END;
        if (step == IO_NEXT)
            done = put_row(rows, &texts, &row) || io_fail_memory(problem);
        else
            done = step == IO_END && is_unchanged(rows, problem);
    }
    state->line += parsed->n_lines;
    rows->n_read = state->rows->n_read;
    if (done && parsed->n_lines > 0) return IO_NEXT;
    io_parsed_clear(parsed);
    return done ? IO_END : IO_FAILED;
}

const struct io_source io_book_source = {.fits = is_book,
                                         .add = add_book,
                                         .open = open_rows,
                                         .next = next_rows,
                                         .close = close_rows,
                                         .clear = clear};
