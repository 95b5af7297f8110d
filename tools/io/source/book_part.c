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

#include <stdlib.h>
#include <string.h>

/* A part's sheet, between the two times. */
struct place {
    size_t sheet;
    struct io_merges merges;
};

/* ---- finding sheets -------------------------------------------------------------------------- */

/* A workbook that is being looked at. */
struct found {
    struct io_input *input;
    const char *path;
    size_t shown_from;
    unsigned kinds;
    const struct io_table_form *only; /* or NULL */
    struct io_book *book;
    struct stat about;
    bool has_first; /* a sheet with rows was seen */
};

/* The table that the sheet's or the file's name says, or NULL. */
static const struct io_table_form *form_by_name(const struct found *found, const char *sheet)
{
    if (found->only) return found->only;
    const struct io_table_form *form = io_table_form_of_name(sheet, strlen(sheet));
    return form || found->has_first ? form : book_form_of_path(found->path);
}

/* `path` is that of the file, with the sheet's name. */
static enum io_step look_at(struct found *found, size_t sheet, const char *path,
                            struct book_header *header, struct io_merges *merges)
{
    struct io_input *input = found->input;
    bool hidden;
    const char *name = io_book_sheet(found->book, sheet, &hidden);
    if (!io_book_merges(found->book, sheet, merges, &input->problem)) return IO_FAILED;
    struct io_raw_rows *rows = io_book_rows(found->book, sheet, merges, &input->problem);
    if (!rows) return IO_FAILED;
    enum io_step step = book_header_find(rows, form_by_name(found, name),
                                         path + (io_base_name(found->path) - found->path),
                                         found->kinds, input, header);
    rows->close(rows);
    return step;
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
    part->about = found->about;
    part->n_bytes = io_book_sheet_bytes(found->book, place->sheet);
    (void)io_book_sheet(found->book, place->sheet, &part->hidden);
    return book_header_give(header, part, problem);
}

static bool add_part(struct found *found, const char *path, struct book_header *header,
                     struct place *place)
{
    unsigned why;
    if (book_is_unread(header, found->kinds, &why))
        return io_input_ignore_table(found->input, path, found->shown_from, why,
                                     &header->likely.names);
    struct io_part *part =
        io_input_part(found->input, header->form, &io_book_source, path, found->shown_from);
    return part && fill_part(found, part, header, place);
}

/* Has it columns of the only table that is wanted? */
static bool is_wanted(const struct found *found, const struct book_header *header)
{
    const struct io_asked asked = {"", found->kinds, found->input->mapping, NULL};
    return !found->only || io_is_header(&asked, &header->names, &header->above, found->only);
}

static bool add_sheet(struct found *found, size_t sheet)
{
    struct book_header header = {.line = 0};
    struct place place = {.sheet = sheet};
    char *path = NULL;
    bool hidden;
    if (asprintf(&path, "%s!%s", found->path, io_book_sheet(found->book, sheet, &hidden)) < 0)
        return io_fail_memory(&found->input->problem);
    enum io_step step = look_at(found, sheet, path, &header, &place.merges);
    bool done = step != IO_FAILED;
    if (step == IO_NEXT && is_wanted(found, &header)) {
        found->has_first = true;
        done = add_part(found, path, &header, &place);
    }
    book_header_clear(&header);
    free(place.merges.at);
    free(path);
    return done;
}

static bool has_none(const struct found *found)
{
    if (!found->only)
        return io_input_ignore(found->input, found->path, found->shown_from, IO_UNREAD_EMPTY);
    return io_fail(&found->input->problem, IO_BAD_INPUT, "%s: no sheet of it has columns of %s",
                   found->path, found->only->name);
}

bool io_input_add_book(struct io_input *input, const char *path, size_t shown_from, unsigned kinds,
                       const struct io_table_form *only)
{
    struct io_problem *problem = &input->problem;
    struct found found = {
        .input = input, .path = path, .shown_from = shown_from, .kinds = kinds, .only = only};
    found.book = io_book_open(path, &input->reading, problem);
    bool done = found.book && io_book_stat(found.book, &found.about, problem);
    for (size_t i = 0; done && i < io_book_n_sheets(found.book); i++) done = add_sheet(&found, i);
    if (done && !found.has_first) done = has_none(&found);
    io_book_close(found.book);
    return done;
}

static void clear(struct io_part *part)
{
    struct place *place = part->place;
    if (place) free(place->merges.at);
    free(place);
}

/* Another book may have fewer sheets, and other cells merged. */
static bool is_the_same(const struct io_part *part, const struct io_book *book,
                        struct io_problem *problem)
{
    struct stat about;
    if (!io_book_stat(book, &about, problem)) return false;
    return io_part_is_unchanged(part, &about) || io_part_tell_change(part, problem);
}

static bool open_rows(struct io_rows *rows, const struct io_table *table,
                      struct io_problem *problem)
{
    const struct io_part *part = rows->part;
    const struct place *place = part->place;
    struct io_book *book = io_book_open(part->file, &table->reading, problem);
    struct io_raw_rows *raw = book && is_the_same(part, book, problem)
                                  ? io_book_rows(book, place->sheet, &place->merges, problem)
                                  : NULL;
    return raw_open(rows, table, book, raw, problem);
}

const struct io_source io_book_source = {
    .open = open_rows, .next = raw_next, .close = raw_close, .clear = clear};
