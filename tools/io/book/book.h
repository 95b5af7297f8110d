/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book.h - rows of texts from what spreadsheets save: the sheets of a workbook (.xlsx), and HTML.
 *
 *   bytes --zip_read.c--> parts of the file --xml_read.c--> elements
 *         --sheet_rows.c, with shared_strings.c, cell_styles.c, merged_cells.c--> rows of texts
 *
 * A row is as people see it: a date is a day, not the number that stores it; a merged cell's text
 * is in every cell that it covers. Rows come one at a time; only the texts that cells share are
 * kept, up to IO_SHARED_MAX bytes.
 */
#ifndef BOOK_H
#define BOOK_H

#include "io/csv/csv.h"

enum {
    IO_SHEET_ROWS_MAX = 1048576, /* Excel's own limits */
    IO_SHEET_COLUMNS_MAX = 16384,
    IO_SHARED_MAX = 512 << 20 /* bytes of texts that cells share */
};

/* ---- rows -------------------------------------------------------------------------------- */

enum io_cell_fault {
    IO_CELL_GOOD,
    IO_CELL_ERROR,   /* a formula's error, as #N/A; the text is empty */
    IO_CELL_TOO_LONG /* longer than IO_FIELD_MAX; the text is empty */
};

struct io_cell {
    const char *text; /* UTF-8, not NUL-terminated */
    uint32_t len;
    uint8_t fault; /* enum io_cell_fault */
    bool filled;   /* covered by a merged cell, whose text it has */
};

/* A row that has a value of its own; valid until the next one is asked for. */
struct io_raw_row {
    int64_t number; /* as people count, from 1 */
    bool hidden;
    int n_cells; /* up to the last one that is not empty, of at most IO_COLUMNS_MAX */
    const struct io_cell *cells;
    int64_t n_own; /* up to the last one with a value of its own, also beyond those */
};

/* Rows being read, in order. */
struct io_raw_rows {
    enum io_step (*next)(struct io_raw_rows *rows, struct io_raw_row *row,
                         struct io_problem *problem);
    void (*close)(struct io_raw_rows *rows); /* frees *rows */
    int file;                                /* that they come from */
    uint64_t n_read;                         /* bytes of the file consumed so far */
    bool is_cut_off;                         /* it may be: something is open at its end */
    struct io_cells inside;                  /* rows of tables in cells, which are but text */
};

/* ---- rows in the making (row_maker.c) ----------------------------------------------------- */

/* A merged cell: both rows and columns from 0, and included. */
struct io_merge {
    int32_t top, bottom;
    int16_t left, right;
};

/* What a merged cell writes into a column of the rows below it. */
struct io_fill {
    int64_t until; /* the last row's number; 0: nothing */
    char *text;
    uint32_t len;
    uint8_t fault;
};

struct io_row_maker {
    struct io_cell cells[IO_COLUMNS_MAX];
    size_t at[IO_COLUMNS_MAX]; /* where their texts begin in `text` */
    char *text;
    size_t len, cap;
    int n_cells;
    int64_t n_own;
    struct io_fill fills[IO_COLUMNS_MAX];
};
void io_row_begin(struct io_row_maker *maker);
/* False: no memory. Cells of further columns than IO_COLUMNS_MAX are only counted. */
bool io_row_add(struct io_row_maker *maker, int64_t column, const char *text, size_t len,
                uint8_t fault);
/* A merged cell begins in the row: all of its cells get the text of its first. */
bool io_row_merge(struct io_row_maker *maker, const struct io_merge *merge);
/* The row, unless it has no value of its own. */
bool io_row_end(struct io_row_maker *maker, int64_t number, struct io_raw_row *row);
void io_row_maker_clear(struct io_row_maker *maker);

/* ---- kinds of files (file_kind.c) ------------------------------------------------------------ */

enum io_file_kind {
    IO_FILE_OTHER, /* none of these; it may be CSV */
    IO_FILE_BOOK,
    IO_FILE_HTML,
    IO_FILE_LOCKED,      /* a workbook under a password */
    IO_FILE_OLD_BOOK,    /* .xls */
    IO_FILE_SPREADSHEET, /* .xlsb, .ods */
    IO_FILE_XML,
    IO_FILE_PDF,
    IO_FILE_DOCUMENT,
    IO_FILE_ARCHIVE
};
bool io_file_kind(const char *path, enum io_file_kind *kind, struct io_problem *problem);

/* ---- workbooks (book_open.c) --------------------------------------------------------------- */

struct io_book;

/* `path` must outlive the book. NULL after a problem. */
struct io_book *io_book_open(const char *path, const struct io_reading *reading,
                             struct io_problem *problem);
/* The file as it is now. */
bool io_book_stat(const struct io_book *book, struct stat *about, struct io_problem *problem);
size_t io_book_n_sheets(const struct io_book *book);
const char *io_book_sheet(const struct io_book *book, size_t sheet, bool *hidden);
uint64_t io_book_sheet_bytes(const struct io_book *book, size_t sheet);
void io_book_close(struct io_book *book);
/* Are all parts of a workbook of ours there to their end? (book_whole.c) */
bool io_book_is_whole(const char *path, bool (*interrupted)(void), struct io_problem *problem);

/* The merged cells of a sheet, by their first row. */
struct io_merges {
    struct io_merge *at;
    size_t n, cap;
};
bool io_book_merges(struct io_book *book, size_t sheet, struct io_merges *merges,
                    struct io_problem *problem);
/* The rows of a sheet; `merges` and the book must outlive them. NULL after a problem. */
struct io_raw_rows *io_book_rows(struct io_book *book, size_t sheet, const struct io_merges *merges,
                                 struct io_problem *problem);

/* ---- HTML (html_rows.c) ---------------------------------------------------------------------- */

/* The rows of all tables of an HTML file; `path` must outlive them. NULL after a problem. */
struct io_raw_rows *io_html_rows(const char *path, const struct io_reading *reading,
                                 struct io_problem *problem);

/* "AB" for 27; room for 4 bytes. */
void io_column_letters(int64_t column, char *out);

#endif
