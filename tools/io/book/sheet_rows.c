/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sheet_rows.c - the rows of a sheet, one at a time.
 *
 *   <sheetData>
 *     <row r="17" hidden="1">
 *       <c r="A17" t="s"><v>3</v></c>                 the 4th of the shared texts
 *       <c r="B17" s="5"><f>TODAY()</f><v>45292</v></c>  a number, shown by the 6th style
 *       <c r="C17" t="inlineStr"><is><t>김</t></is></c>
 *       <c r="D17" t="e"><v>#N/A</v></c>
 *
 * A row or a cell without `r` follows the one before it. Rows and cells must come in order: a cell
 * that is there twice would have two values.
 */
#include "io/book/book_inside.h"

#include <stdlib.h>
#include <string.h>

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN, CELL_ERROR, CELL_DAY };

/* Depths of elements. */
enum { DATA = 1, ROW, CELL, VALUE };

struct sheet_rows {
    struct io_raw_rows base;
    struct io_book *book;
    const struct book_sheet *sheet;
    const struct io_merges *merges;
    size_t next_merge;
    struct xml_reader reader;
    bool in_data, row_hidden;
    int64_t row, column; /* at hand, from 0; -1: before the first */
    enum cell_type type;
    int64_t style;
    struct book_text value;
    bool collects; /* text belongs to the value */
    int silent;    /* depth of an element whose text is not shown; 0: none */
    struct io_row_maker maker;
};

/* Fails with the place of the cell at hand, or of the row. */
static void fail_at(struct sheet_rows *rows, const char *what)
{
    char letters[4] = "";
    bool has_column = rows->column >= 0 && rows->column < IO_SHEET_COLUMNS_MAX;
    if (has_column) io_column_letters(rows->column, letters);
    io_fail(rows->reader.problem, IO_BAD_INPUT,
            has_column ? "%s!%s %s%lld: %s" : "%s!%s row%s %lld: %s", rows->book->zip.path,
            rows->sheet->name, letters, (long long)rows->row + 1, tool_said(what));
    XML_StopParser(rows->reader.parser, XML_FALSE);
}

/* ---- values ---------------------------------------------------------------------------------- */

/* Adds to the row what people see in the cell. */
static bool show(struct sheet_rows *rows, const char *text, size_t len, uint8_t fault)
{
    bool added = io_row_add(&rows->maker, rows->column, text, len, fault);
    if (!added) xml_fail_memory(&rows->reader);
    return added;
}

/* The value as a number; false: it is none. */
static bool read_number(const struct book_text *value, double *number)
{
    char text[64], *end;
    if (value->len == 0 || value->len >= sizeof text) return false;
    memcpy(text, value->at, value->len);
    text[value->len] = '\0';
    if (strspn(text, "0123456789+-.eE") != value->len) return false;
    *number = strtod(text, &end);
    return *end == '\0' && *number - *number == 0;
}

static void show_shared(struct sheet_rows *rows)
{
    struct io_cell cell;
    double number;
    bool read = read_number(&rows->value, &number) && number >= 0 && number < 1e9;
    int64_t index = read ? (int64_t)number : -1;
    enum io_step found =
        book_shared_get(&rows->book->shared, rows->book, index, &cell, rows->reader.problem);
    if (found == IO_NEXT) show(rows, cell.text, cell.len, cell.fault);
    if (found == IO_END) fail_at(rows, "the cell refers to a text that the file does not have");
    if (found == IO_FAILED) XML_StopParser(rows->reader.parser, XML_FALSE);
}

static void show_number(struct sheet_rows *rows)
{
    static const struct book_style plain = {BOOK_NUMBER, NULL};
    const struct book_styles *styles = &rows->book->styles;
    bool has_style = rows->style >= 0 && rows->style < (int64_t)styles->n;
    const struct book_style *style = has_style ? &styles->at[rows->style] : &plain;
    double number;
    if (!has_style && rows->style != 0) { /* it may be that of a day */
        fail_at(rows, "the cell refers to a style that the file does not have");
        return;
    }
    if (!read_number(&rows->value, &number)) {
        show(rows, "", 0, IO_CELL_ERROR);
        return;
    }
    char out[BOOK_NUMBER_BYTES];
    size_t len = book_number_text(number, (enum book_shown)style->shown, style->code,
                                  rows->book->since_1904, out);
    show(rows, out, len, IO_CELL_GOOD);
}

/* "2024-01-01T00:00:00Z", as some programs write days. */
static void show_day(struct sheet_rows *rows)
{
    struct book_text *value = &rows->value;
    char *time = memchr(value->at, 'T', value->len);
    if (value->len && value->at[value->len - 1] == 'Z') value->len--;
    size_t day_len = time ? (size_t)(time - value->at) : value->len;
    size_t time_len = value->len - day_len;
    bool midnight = time && strspn(time + 1, "0:.") >= time_len - 1;
    if (midnight) value->len = day_len;
    if (time && !midnight) *time = ' ';
    show(rows, value->at, value->len, IO_CELL_GOOD);
}

static void show_cell(struct sheet_rows *rows)
{
    struct book_text *value = &rows->value;
    if (value->too_long) {
        show(rows, "", 0, IO_CELL_TOO_LONG);
        return;
    }
    if (value->len == 0) return;
    switch (rows->type) {
    case CELL_SHARED:
        show_shared(rows);
        return;
    case CELL_NUMBER:
        show_number(rows);
        return;
    case CELL_ERROR:
        show(rows, "", 0, IO_CELL_ERROR);
        return;
    case CELL_DAY:
        show_day(rows);
        return;
    case CELL_BOOLEAN:
    case CELL_TEXT:
        break;
    }
    book_text_unescape(value, 0);
    show(rows, value->at, value->len, IO_CELL_GOOD);
}

/* ---- elements -------------------------------------------------------------------------------- */

static void begin_row(struct sheet_rows *rows, const char **attributes)
{
    int64_t number = xml_number(attributes, "r", rows->row + 2);
    int64_t before = rows->row;
    rows->row = number - 1;
    rows->column = -1;
    rows->row_hidden = xml_is_true(attributes, "hidden");
    io_row_begin(&rows->maker);
    if (number < 1 || number > IO_SHEET_ROWS_MAX) {
        rows->row = before;
        fail_at(rows, "the row after it has a number that no sheet has");
    } else if (rows->row <= before) {
        fail_at(rows, "the row comes after one with a higher number, or is there twice");
    }
}

static enum cell_type type_of(const char *text)
{
    static const struct {
        const char *text;
        enum cell_type type;
    } types[] = {{"s", CELL_SHARED},  {"str", CELL_TEXT}, {"inlineStr", CELL_TEXT},
                 {"b", CELL_BOOLEAN}, {"e", CELL_ERROR},  {"d", CELL_DAY}};
    for (size_t i = 0; text && i < sizeof types / sizeof *types; i++)
        if (strcmp(text, types[i].text) == 0) return types[i].type;
    return CELL_NUMBER;
}

static void begin_cell(struct sheet_rows *rows, const char **attributes)
{
    const char *place = xml_attribute(attributes, "r");
    int64_t before = rows->column, row = rows->row;
    rows->column++;
    bool read = !place || (book_place_read(&place, &rows->column, &row) && *place == '\0');
    rows->type = type_of(xml_attribute(attributes, "t"));
    rows->style = xml_number(attributes, "s", 0);
    rows->value.len = 0;
    rows->value.too_long = false;
    if (!read || row != rows->row || rows->column >= IO_SHEET_COLUMNS_MAX) {
        rows->column = before;
        fail_at(rows, "a cell after it lies in another row, or outside the sheet");
    } else if (rows->column <= before) {
        fail_at(rows, "the cell comes after one to its right, or is there twice");
    }
}

/* <v>, <is>, <t> and <r> lead to what a cell shows; <f>, <rPh> and others do not. */
static void begin_value(struct sheet_rows *rows, const char *name)
{
    rows->collects = strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
    bool leads = rows->collects || strcmp(name, "is") == 0 || strcmp(name, "r") == 0;
    if (!leads) rows->silent = rows->reader.depth;
}

static void on_start(struct xml_reader *reader, const char *name, const char **attributes)
{
    struct sheet_rows *rows = reader->context;
    if (reader->depth == DATA) rows->in_data = strcmp(name, "sheetData") == 0;
    if (!rows->in_data || rows->silent || reader->depth < ROW) return;
    if (reader->depth >= VALUE)
        begin_value(rows, name);
    else if (reader->depth == ROW && strcmp(name, "row") == 0)
        begin_row(rows, attributes);
    else if (reader->depth == CELL && strcmp(name, "c") == 0)
        begin_cell(rows, attributes);
    else
        rows->silent = reader->depth;
}

static void on_text(struct xml_reader *reader, const char *text, int len)
{
    struct sheet_rows *rows = reader->context;
    if (!rows->collects || rows->silent) return;
    if (!book_text_add(&rows->value, text, (size_t)len)) xml_fail_memory(reader);
}

/* Merged cells that begin in the row; those of rows that are not there have no text. */
static bool merge(struct sheet_rows *rows)
{
    const struct io_merges *merges = rows->merges;
    for (; rows->next_merge < merges->n; rows->next_merge++) {
        const struct io_merge *merge = &merges->at[rows->next_merge];
        if (merge->top > rows->row) break;
        if (merge->top == rows->row && !io_row_merge(&rows->maker, merge)) return false;
    }
    return true;
}

static void end_row(struct sheet_rows *rows)
{
    if (rows->maker.n_own == 0) return;
    if (!merge(rows)) {
        xml_fail_memory(&rows->reader);
        return;
    }
    xml_pause(&rows->reader);
}

static void on_end(struct xml_reader *reader, const char *name)
{
    struct sheet_rows *rows = reader->context;
    (void)name;
    rows->collects = false;
    if (rows->silent) {
        if (rows->silent == reader->depth) rows->silent = 0;
        return;
    }
    if (!rows->in_data) return;
    if (reader->depth == CELL) show_cell(rows);
    if (reader->depth == ROW) end_row(rows);
}

/* ---- the stream of rows ---------------------------------------------------------------------- */

static enum io_step next_row(struct io_raw_rows *base, struct io_raw_row *row,
                             struct io_problem *problem)
{
    struct sheet_rows *rows = (struct sheet_rows *)base;
    if (!rows->sheet->entry) return IO_END;
    enum io_step step = xml_run(&rows->reader, problem);
    base->n_read = rows->reader.stream.n_packed;
    if (step != IO_NEXT) return step;
    row->hidden = rows->row_hidden;
    bool done = io_row_end(&rows->maker, rows->row + 1, row) || io_fail_memory(problem);
    return done ? IO_NEXT : IO_FAILED;
}

static void close_rows(struct io_raw_rows *base)
{
    struct sheet_rows *rows = (struct sheet_rows *)base;
    xml_close(&rows->reader);
    book_text_clear(&rows->value);
    io_row_maker_clear(&rows->maker);
    free(rows);
}

struct io_raw_rows *io_book_rows(struct io_book *book, size_t sheet, const struct io_merges *merges,
                                 struct io_problem *problem)
{
    static const struct xml_handlers handlers = {on_start, on_end, on_text};
    struct sheet_rows *rows = calloc(1, sizeof *rows);
    if (!rows) {
        io_fail_memory(problem);
        return NULL;
    }
    rows->base =
        (struct io_raw_rows){.next = next_row, .close = close_rows, .file = book->zip.file};
    rows->book = book;
    rows->sheet = &book->sheets[sheet];
    rows->merges = merges;
    rows->row = rows->column = -1;
    rows->reader.interrupted = book->interrupted;
    const struct zip_entry *entry = rows->sheet->entry;
    if (!entry || xml_open(&rows->reader, &book->zip, entry, &handlers, rows, problem))
        return &rows->base;
    close_rows(&rows->base);
    return NULL;
}
