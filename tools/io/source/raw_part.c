/* SPDX-License-Identifier: Apache-2.0 */
/*
 * raw_part.c - the rows of a sheet as those of its part, from the one below the header on.
 */
#include "io/source/book_header.h"

#include <stdlib.h>
#include <string.h>

/* A sheet being read. */
struct state {
    struct io_book *book; /* NULL: it is in none */
    struct io_raw_rows *raw;
    int64_t line;               /* of the next block's first row */
    bool known[IO_COLUMNS_MAX]; /* a column that the table has */
    bool ended;
};

/* Has the file stayed as it was when its header was read? */
static bool is_unchanged(const struct io_rows *rows, struct io_problem *problem)
{
    const struct state *state = rows->state;
    struct stat about;
    if (fstat(state->raw->file, &about) != 0)
        return io_fail_errno(problem, rows->part->path, "cannot be examined");
    return io_part_is_unchanged(rows->part, &about) || io_part_tell_change(rows->part, problem);
}

static bool skip_header(struct io_rows *rows, struct io_problem *problem)
{
    struct state *state = rows->state;
    struct io_raw_row row = {.number = 0};
    enum io_step step = IO_NEXT;
    while (step == IO_NEXT && row.number < rows->part->header_line)
        step = state->raw->next(state->raw, &row, problem);
    if (step == IO_END) return io_part_tell_change(rows->part, problem);
    return step == IO_NEXT;
}

/* Is a column of the table read from this one? */
static bool is_read(const struct io_part *part, const struct io_table_form *form, int column)
{
    bool required;
    if (part->meaning) return io_is_certain(&part->meaning[column]);
    return form && io_table_has_column(form, part->names[column], &required);
}

bool raw_open(struct io_rows *rows, const struct io_table *table, struct io_book *book,
              struct io_raw_rows *raw, struct io_problem *problem)
{
    const struct io_part *part = rows->part;
    const struct io_table_form *form = io_table_form_find(table->name);
    struct state *state = raw ? calloc(1, sizeof *state) : NULL;
    if (!state) {
        if (raw) raw->close(raw);
        io_book_close(book);
        return raw ? io_fail_memory(problem) : false;
    }
    *state = (struct state){.book = book, .raw = raw, .line = part->first_line};
    rows->state = state;
    rows->part->n_hidden = 0;
    rows->part->is_cut_off = false;
    rows->part->beside = rows->part->inside = (struct io_cells){.n = 0};
    for (int i = 0; i < part->form.n_columns; i++) state->known[i] = is_read(part, form, i);
    return is_unchanged(rows, problem) && skip_header(rows, problem);
}

void raw_close(struct io_rows *rows)
{
    struct state *state = rows->state;
    if (!state) return;
    state->raw->close(state->raw);
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

/* In a sheet a cell's place says which column it belongs to. So what stands to the right of the
 * header is a note of whoever keeps the list, or another table beside it, and the row is as good
 * as without it. */
static void note_beside(struct io_part *part, const struct io_raw_row *row)
{
    for (int c = part->form.n_columns; c < row->n_cells; c++)
        if ((row->cells[c].len > 0 || row->cells[c].fault) && !row->cells[c].filled)
            io_cells_note(&part->beside, row->number, c);
    if (row->n_own > row->n_cells) io_cells_note(&part->beside, row->number, (int)row->n_own - 1);
}

static bool put_row(const struct io_rows *rows, struct io_texts *texts,
                    const struct io_raw_row *row)
{
    const struct state *state = rows->state;
    const struct io_form *form = &rows->part->form;
    static const struct io_cell empty = {.text = ""};
    for (int c = 0; c < form->n_columns; c++)
        if (!put_cell(state, texts, c, c < row->n_cells ? &row->cells[c] : &empty)) return false;
    rows->part->n_hidden += row->hidden;
    note_beside(rows->part, row);
    const struct io_parsed *parsed = texts->parsed;
    if (!form->sheet && io_parsed_is_header(parsed, parsed->n_rows, form->n_columns, form))
        io_texts_refuse(texts, -1, IO_REJECT_COLUMNS);
    return io_texts_end_row(texts, row->number - state->line, form->sheet ? form : NULL);
}

enum io_step raw_next(struct io_rows *rows, struct io_block *block, struct io_parsed *parsed,
                      struct io_problem *problem)
{
    (void)block;
    struct state *state = rows->state;
    struct io_texts texts;
    if (state->ended) return IO_END;
    bool done =
        io_texts_begin(&texts, parsed, rows->part->form.n_columns) || io_fail_memory(problem);
    while (done && !state->ended && !io_texts_are_full(&texts)) {
        struct io_raw_row row;
        enum io_step step = state->raw->next(state->raw, &row, problem);
        state->ended = step == IO_END;
        if (step == IO_NEXT)
            done = put_row(rows, &texts, &row) || io_fail_memory(problem);
        else
            done = step == IO_END && is_unchanged(rows, problem);
    }
    state->line += parsed->n_lines;
    rows->n_read = state->raw->n_read;
    rows->part->is_cut_off = state->raw->is_cut_off;
    rows->part->inside = state->raw->inside;
    if (done && parsed->n_lines > 0) return IO_NEXT;
    io_parsed_clear(parsed);
    return done ? IO_END : IO_FAILED;
}
