/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_check.c - whether a workbook that was written has all that it should have.
 *
 * The library that writes it puts its sheets together in temporary files and does not notice when a
 * disk is full there or memory runs out. So the workbook is read once more.
 */
#include "worklist/worklist.h"

#include <string.h>

#include "io/book/book.h"

/* Has the row all cells? That of the agency comes last; what is no letter in it is written
 * otherwise. */
static bool is_same(const struct worklist_book *book, const struct io_raw_row *read, int64_t row)
{
    char text[WORKLIST_TEXT_BYTES];
    bool same = read->n_cells == WORKLIST_CELLS;
    for (int i = 0; same && i < WORKLIST_AGENCY; i++) {
        const struct io_cell *cell = &read->cells[i];
        worklist_text(book->rows, i, row, text);
        same = cell->len == strlen(text) && memcmp(cell->text, text, cell->len) == 0;
    }
    return same;
}

/* Reads a sheet of rows below their header, from *row on. */
static bool check_sheet(const struct worklist_book *book, struct io_book *read, size_t sheet,
                        int64_t *row, struct io_problem *problem)
{
    const struct io_merges none = {.at = NULL};
    struct io_raw_rows *rows = io_book_rows(read, sheet, &none, problem);
    struct io_raw_row one;
    enum io_step step = rows ? rows->next(rows, &one, problem) : IO_FAILED;
    bool same = step == IO_NEXT;
    while (same && (step = rows->next(rows, &one, problem)) == IO_NEXT)
        same = *row < book->rows->n_rows && is_same(book, &one, (*row)++);
    if (rows) rows->close(rows);
    return same && step == IO_END;
}

static bool check_guide(const struct worklist_book *book, struct io_book *read, size_t sheet,
                        struct io_problem *problem)
{
    const struct io_merges none = {.at = NULL};
    const char *meaning;
    size_t n_wanted = 1, n = 0;
    struct io_raw_rows *rows = io_book_rows(read, sheet, &none, problem);
    struct io_raw_row one;
    while (worklist_decision(n_wanted - 1, book->input->in_english, &meaning)) n_wanted++;
    enum io_step step = rows ? IO_NEXT : IO_FAILED;
    while (step == IO_NEXT && (step = rows->next(rows, &one, problem)) == IO_NEXT) n++;
    if (rows) rows->close(rows);
    return step == IO_END && n == n_wanted;
}

bool worklist_book_check(const struct worklist_book *book, struct io_problem *problem)
{
    const struct io_reading reading = {.interrupted = book->input->interrupted};
    struct io_problem found = {.kind = IO_OK};
    bool whole = io_book_is_whole(book->path, book->input->interrupted, &found);
    struct io_book *read = whole ? io_book_open(book->path, &reading, &found) : NULL;
    size_t n_sheets = read ? io_book_n_sheets(read) : 0;
    int64_t row = 0;
    bool same = n_sheets > 1; /* the last one is the guide */
    for (size_t i = 0; same && i + 1 < n_sheets; i++)
        same = check_sheet(book, read, i, &row, &found);
    same = same && check_guide(book, read, n_sheets - 1, &found);
    io_book_close(read);
    if (same && row == book->rows->n_rows) return true;
    if (found.kind == IO_INTERRUPTED) return io_fail(problem, IO_INTERRUPTED, "interrupted");
    return io_fail(problem, IO_SYSTEM,
                   "%s: cannot be written: it is not whole; is there room on the disks, also for "
                   "temporary files?",
                   book->path);
}
