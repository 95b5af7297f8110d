/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header.h - what people's headers mean, and which rows of a sheet are no rows of a table.
 *
 * Nothing here reads files: sources of every kind ask it about texts they have read.
 *
 *   2026년 상반기 제공 내역          a title: above the header
 *   성명    생년월일    지원금액     the header: the first row with two names that are known
 *   김○○    1945-03-15    30,000
 *   합계                  30,000     a total: not a person
 */
#ifndef HEADER_H
#define HEADER_H

#include "common/common.h"

/* What values must look like before a usual header is believed. */
enum io_header_form {
    IO_FORM_TEXT,
    IO_FORM_ID,
    IO_FORM_NAME,
    IO_FORM_DATE,
    IO_FORM_RRN,
    IO_FORM_PHONE,
    IO_FORM_ADDRESS,
    IO_FORM_SEX,
    IO_FORM_NUMBER,
    IO_FORM_WON,
    IO_FORM_MONTH,
    IO_FORM_TIME,
    IO_FORM_WORD /* one of ours, or a usual one for it */
};

/* A header that agencies usually write for a column of ours (usual_headers.txt). */
struct io_usual {
    const char *table, *column;
    uint8_t form;       /* enum io_header_form */
    const char *header; /* folded */
};
/* A table that agencies keep, for files whose names do not say it. */
struct io_usual_table {
    const char *table;
    const char *columns; /* that must be there, separated by spaces */
    const char *words;   /* in the names of its files */
    const char *certain; /* those of them that no header speaks against */
    const char *signs;   /* folded headers of what was done and when, which no list of people has */
};
const struct io_usual_table *io_usual_table_at(size_t index); /* NULL after the last */
/* Is one of the headers among the table's signs? */
bool io_usual_signs(const struct io_usual_table *table, char *const *headers, int n);
/* What a header of that table ("": of any) usually means, or NULL. */
const struct io_usual *io_usual_find(const char *table, const char *header, size_t len);

/* Any usual header of a column, for its form, or NULL. */
const struct io_usual *io_usual_of(const char *table, const char *column);
/* What a text looks like, without saying it: 9 for digits, ㅇ for syllables, A for letters. */
void io_shape(const char *text, size_t len, char *shape, size_t cap);
/* Can a value be read as what the column holds? */
bool io_form_reads(const struct io_usual *usual, const char *text, size_t len);

/* A word that agencies usually write for one of ours (usual_words.txt). */
struct io_usual_word {
    const char *table, *column, *ours;
    const char *word; /* folded */
};
/* NULL after the last. */
const struct io_usual_word *io_word_at(size_t index);
/* Is it a usual word for one of ours, and not ours itself? */
bool io_word_is_foreign(const struct io_usual *usual, const char *text, size_t len);
/* Our word for theirs, or NULL. */
const char *io_word_find(const char *table, const char *column, const char *text, size_t len);

enum {
    IO_TITLES_MAX = 30,  /* rows above the header that are looked at */
    IO_HEADER_NAMES = 2, /* known names that make a row a header */
    IO_FOLDED_MAX = 512  /* a file's and a sheet's name fit */
};

/* Without case, width, blanks, brackets and marks; 0 when nothing is left or it is too long. */
size_t io_header_fold(const char *text, size_t len, char folded[IO_FOLDED_MAX]);
/* Is it that name, but for case, blanks and marks? */
bool io_header_is_same(const char *name, const char *text, size_t len);
/* Is it a name of ours for a column of the table, or a usual one? */
bool io_header_knows(const char *table, const char *columns, const char *text, size_t len);

/* ---- names of programmes (programme_names.c) ------------------------------------------------- */

/* What the policy calls its programmes; the zero state has none. */
struct io_programmes {
    struct io_programme_name *at;
    size_t n, cap;
};
/* Add a name of that programme, unless it is too short to be looked for; false: no memory. */
bool io_programmes_add(struct io_programmes *programmes, const char *name, size_t len,
                       const char *id, size_t id_len);
/* The programme whose name is in that of the sheet, else of the file ("도시락배달 6월.xlsx!명단");
 * NULL: none, or names of several. */
const char *io_programme_of(const struct io_programmes *programmes, const char *file);
void io_programmes_clear(struct io_programmes *programmes);

/* ---- rows that are none (skip.c) ------------------------------------------------------------- */

/* Rows that are no rows of a table; they are counted and neither read nor rejected. */
enum io_skip {
    IO_SKIP_NOT,    /* it is a row */
    IO_SKIP_TITLE,  /* above the header */
    IO_SKIP_BLANK,  /* all cells are empty */
    IO_SKIP_TOTAL,  /* 합계, 소계, 계, total */
    IO_SKIP_HEADER, /* the header again */
    IO_SKIPS
};
/* How many rows of a file were skipped, by why, and the physical line of the first of each. */
struct io_skips {
    int64_t n[IO_SKIPS], first[IO_SKIPS];
};
void io_skips_add(struct io_skips *skips, enum io_skip why, int64_t n, int64_t line);
/* Cells that are not read as what they are, and the place of the first: its line from 1, its column
 * from 0. */
struct io_cells {
    int64_t n, line;
    int column;
};
void io_cells_note(struct io_cells *cells, int64_t line, int column);
/* Is this cell, the first of its row that is not empty, that of a total? */
bool io_is_total(const char *text, size_t len);

#endif
