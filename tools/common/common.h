/* SPDX-License-Identifier: Apache-2.0 */
/*
 * common.h - what every part of the command uses: problems, whole reads and writes, days.
 *
 * Messages name file, line and column, never a field's value.
 */
#ifndef COMMON_H
#define COMMON_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

#include "dolbom/arrow.h"

/* ---- language (korean.c) ----------------------------------------------------------------- */

/* Does the reader want Korean, by LANGUAGE, LC_ALL, LC_MESSAGES or LANG? */
bool tool_in_korean(void);
/* What a complaint, or a part of one, is in the reader's language; itself where nobody has said it.
 * Formats of printf keep their conversions. */
const char *tool_said(const char *english) __attribute__((format_arg(1)));

/* The same in Korean, whoever reads it. */
const char *tool_to_korean(const char *english) __attribute__((format_arg(1)));

struct tool_sentence {
    const char *english, *korean;
};
/* What help says (korean_help.c), why files are not read (korean_files.c), and what is said of jobs
 * (korean_jobs.c) and of databases (korean_databases.c). */
extern const struct tool_sentence tool_help_sentences[], tool_file_sentences[],
    tool_job_sentences[], tool_database_sentences[];
extern const size_t tool_n_help_sentences, tool_n_file_sentences, tool_n_job_sentences,
    tool_n_database_sentences;

/* ---- problems (problem.c) ---------------------------------------------------------------- */

enum io_problem_kind {
    IO_OK,
    IO_BAD_INPUT,  /* the data is wrong: exit code 3 */
    IO_SYSTEM,     /* file, disk, database or memory: exit code 4 */
    IO_INTERRUPTED /* somebody wanted to stop: exit code 5 */
};

/* The first thing that went wrong; the zero state is "nothing". */
struct io_problem {
    uint8_t kind; /* enum io_problem_kind */
    char message[3072];
};

/* Keeps the first problem, so that its consequences do not hide it. Returns false. */
bool io_fail(struct io_problem *problem, enum io_problem_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with errno's text after "path: what". */
bool io_fail_errno(struct io_problem *problem, const char *path, const char *what);
bool io_fail_memory(struct io_problem *problem);

/*
 * What a function returns that gives one thing after another: a thing, the end, or a failure, which
 * is in the problem. So a failure can never be taken for the end.
 */
enum io_step { IO_FAILED = -1, IO_END, IO_NEXT };

/*
 * A message that fits: a long one loses its middle, because paths come before what is said about
 * them. Foreign text in it is made safe to show.
 */
void tool_fit(char *message, size_t cap, const char *format, va_list list)
    __attribute__((format(printf, 3, 0)));

/* ---- parts of texts (piece.c) ---------------------------------------------------------------- */

/* Not NUL-terminated; NULL: none. */
struct tool_piece {
    const char *text;
    size_t len;
};
/* Both are texts, and the same. */
bool tool_piece_same(struct tool_piece left, struct tool_piece right);
bool tool_piece_is(struct tool_piece piece, const char *text);
/* The next of "A;B;C", which it is taken from; false: no more. */
bool tool_next_of_list(struct tool_piece *list, struct tool_piece *one);

/* ---- texts of others (foreign.c) ------------------------------------------------------------- */

/* The next piece of a text, safe to show anywhere; advances past it. Empty: the end. */
struct tool_piece tool_next_piece(const char **text, size_t *len);
/* All of it, written to a file. */
void tool_foreign_put(FILE *file, const char *text, size_t len);
/* All of it, to be freed; NULL: no memory. */
char *tool_foreign_copy(const char *text);

/* ---- words (code_words.c) -------------------------------------------------------------------- */

enum { TOOL_SEVERITIES = 5 };
/* What is beyond 0 to 4 is called as the nearest. */
const char *tool_severity_word(int64_t severity, bool in_english);
/* A state of a finding or a reason of a reject; what is neither is returned as it is. */
struct tool_piece tool_code_word(struct tool_piece code, bool in_english);

/* ---- names of tables and columns (table_words.c) --------------------------------------------- */

/* What a table or column of ours is called in Korean; NULL: it is for programs. */
const char *tool_table_word(const char *table);
const char *tool_column_word(const char *column);
/* "대상자 명단(persons)"; the name alone where there is no word. */
enum { TOOL_WORDED = 128 };
const char *tool_with_word(const char *name, const char *word, char out[TOOL_WORDED]);

/* ---- blanks around texts (trim.c) ----------------------------------------------------------- */

/* Take the blanks off both ends: ASCII's, the no-break space and the one of full width. */
void tool_trim(const char **text, size_t *len);

/* ---- widths (text_width.c) ------------------------------------------------------------------- */

/* How many columns a UTF-8 text fills: East Asian wide characters fill two. */
int tool_width(const char *text, size_t len);

/* ---- texts as numbers (names_table.c) -------------------------------------------------------- */

/* FNV-1a, which is the same everywhere, so that names may be made of it. */
uint64_t tool_hash(const char *text, size_t len);

/* Distinct texts of one kind, numbered by their order of arrival; the zero state is empty. */
struct tool_names {
    char **at;
    uint32_t n, cap;
    uint32_t *slots; /* open addressing: number + 1, 0 for free */
    uint32_t n_slots;
};
/* The text's number; UINT32_MAX when it has none or, adding, when there is no memory. */
uint32_t tool_number_of(struct tool_names *names, const char *text, size_t len, bool add);
void tool_names_clear(struct tool_names *names);

/* ---- lists of names (name_list.c) -------------------------------------------------------- */

/* A name of a list such as "agency_id! record_id! name", in which one that is required ends in "!".
 */
struct tool_listed {
    char name[64];
    bool required;
};
/* The next of the list from *at on, which moves past it; false: no more. */
bool tool_list_next(const char **at, struct tool_listed *listed);
/* Is it one of the names of the list? */
bool tool_list_has(const char *list, const char *text, size_t len);

/* ---- bytes (read_write.c) ---------------------------------------------------------------- */

/* read(2) until n bytes or the end; -1 with errno. */
long io_read(int file, void *data, size_t n);
/* Do these bytes stand at that place of a file? IO_FAILED with errno. */
enum io_step io_file_has(int file, long at, const void *bytes, size_t n);
/* Writes all bytes; false with errno. */
bool io_write(int file, const void *data, size_t n);

/* ---- which file is which (file_ids.c) -------------------------------------------------- */

struct io_file_id {
    dev_t device;
    ino_t inode;
};

/* A growing list; the zero state is empty. */
struct io_file_ids {
    struct io_file_id *at;
    size_t n, cap;
};
/* Add the file that the path leads to. */
bool io_file_ids_add(struct io_file_ids *ids, const char *path, struct io_problem *problem);
bool io_file_ids_has(const struct io_file_ids *ids, const struct stat *about);
void io_file_ids_clear(struct io_file_ids *ids);

/* ---- days (calendar.c) ------------------------------------------------------------------- */

/* Days since 1970-01-01 of a Gregorian date of the years 0 to 9999; and back, for every int32_t. */
int32_t tool_day(int32_t year, int32_t month, int32_t day);
void tool_day_split(int64_t day, int32_t *year, int32_t *month, int32_t *day_of_month);
/* "YYYY-MM-DD" as a day; false if it is no such text or the calendar has no such day. */
bool tool_day_read(const char *text, size_t len, int32_t *day);

/* ---- search ------------------------------------------------------------------------------ */

/* How many of n items come before what is sought; the items are in order. */
static inline size_t tool_count_before(size_t n, bool (*is_before)(const void *context, size_t i),
                                       const void *context)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(context, middle))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- Arrow (schema_export.c) ------------------------------------------------------------- */

/* A schema of n columns of one format. */
bool io_schema_export(const char *const *names, size_t n, const char *format,
                      struct ArrowSchema *out);

#endif
