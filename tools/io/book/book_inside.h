/* SPDX-License-Identifier: Apache-2.0 */
/*
 * book_inside.h - the parts of a workbook; private to this folder.
 */
#ifndef BOOK_INSIDE_H
#define BOOK_INSIDE_H

#include "io/book/book.h"
#include "io/book/xml_read.h"

/* ---- texts (book_text.c) ------------------------------------------------------------------- */

/* A text that grows up to IO_FIELD_MAX; the zero state is empty. */
struct book_text {
    char *at;
    size_t len, cap;
    bool too_long;
};
bool book_text_add(struct book_text *text, const char *more, size_t len);
/* Excel writes characters that XML has not as _x000D_; from `from` on, they become themselves. */
void book_text_unescape(struct book_text *text, size_t from);
void book_text_clear(struct book_text *text);

/* ---- how numbers are shown (number_format.c, cell_number.c) ---------------------------------- */

enum book_shown { BOOK_NUMBER, BOOK_DATE, BOOK_TIME, BOOK_MOMENT, BOOK_DURATION, BOOK_DIGITS };

/* What a format code makes of a number; with `id`, what one that Excel knows without a code does.
 */
enum book_shown book_format_kind(const char *code);
enum book_shown book_format_kind_of_id(int64_t id);
/*
 * A whole number by a code of places for digits, as 000-0000-0000 or
 * [<=9999999]###-####;(0##) ###-####. False: it is shown as a plain number.
 */
bool book_format_digits(const char *code, double number, char *out, size_t cap);

enum { BOOK_NUMBER_BYTES = 64 };
/* The text of a number's cell; its length. */
size_t book_number_text(double number, enum book_shown shown, const char *code, bool since_1904,
                        char out[BOOK_NUMBER_BYTES]);

/* ---- styles (cell_styles.c) ------------------------------------------------------------------ */

struct book_format {
    int64_t id;
    char *code;
};

struct book_style {
    uint8_t shown;    /* enum book_shown */
    const char *code; /* of a format; NULL: none */
};

/* How cells are shown, by the number they refer to. */
struct book_styles {
    struct book_format *formats;
    size_t n_formats, formats_cap;
    struct book_style *at;
    size_t n, cap;
};
bool book_styles_read(struct book_styles *styles, const struct zip_file *zip,
                      const struct zip_entry *entry, struct io_problem *problem);
void book_styles_clear(struct book_styles *styles);

/* ---- texts that cells share (shared_strings.c) ----------------------------------------------- */

/* The texts as far as they were asked for; the zero state has none. */
struct book_shared {
    struct xml_reader reader;
    bool begun, ended;
    char *text;
    size_t len, cap;
    uint64_t *ends; /* where each text ends; the highest bit: it was too long to keep */
    size_t n, n_cap;
    struct book_text one; /* in the making */
    int silent;           /* depth of an element whose text is not shown; 0: none */
    bool in_text;
};
/* IO_END: there is no such text. */
enum io_step book_shared_get(struct book_shared *shared, const struct io_book *book, int64_t index,
                             struct io_cell *cell, struct io_problem *problem);
void book_shared_clear(struct book_shared *shared);

/* ---- HTML (html_entity.c) -------------------------------------------------------------------- */

/* The character that "&...;" stands for; its length; -1: it is none. */
int book_entity(const char *name, char out[4]);

/* ---- the workbook (book_open.c) -------------------------------------------------------------- */

struct book_sheet {
    char *name, *relation;
    bool hidden;
    bool lost; /* nothing leads to its rows, or they are not there */
    const struct zip_entry *entry;
};

struct io_book {
    struct zip_file zip;
    bool (*interrupted)(void);
    struct book_sheet *sheets;
    size_t n_sheets, sheets_cap;
    bool since_1904;
    const struct zip_entry *workbook, *strings; /* no strings: NULL */
    struct book_styles styles;
    struct book_shared shared;
};

/* ---- places (sheet_place.c) ------------------------------------------------------------------ */

/* "AB12" as column 27 and row 11, from 0; false if it is not within a sheet. Moves *text. */
bool book_place_read(const char **text, int64_t *column, int64_t *row);

/* Room for one more of what `at` points to. NULL: no memory. */
void *book_grow(void *at, size_t n, size_t *cap, size_t size);

#endif
