/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist.h - what each agency has to look into, as a sheet that people work on.
 *
 * The table `worklist` is for programs. A sheet says the same in words, with whom it is about and
 * room for an answer, and is read back as a table `decisions` by its headers (usual_headers.txt)
 * and words (usual_words.txt).
 */
#ifndef WORKLIST_H
#define WORKLIST_H

#include "io/output/output.h"
#include "io/source/source.h"

/* What is known of a run. */
struct worklist_input {
    const struct io_result *worklist, *findings, *person_records, *person_summary, *agency_summary,
        *rule_runs, *rejects;
    struct io_table *programmes, *persons; /* of the input, or NULL */
    const struct io_column_names *columns; /* what the files call our columns */
    const char *as_of;
    bool with_names; /* in full, as the agency itself wrote them */
    bool in_english;
    bool (*interrupted)(void);
};

/* A folder of worklists is made and never replaced: people write into them. */
extern const struct io_place_form worklist_place_form;
/* Write a workbook and a CSV for each agency into the place, and index.csv, which says whose they
 * are (worklist_files.c). */
bool worklist_write(const struct worklist_input *input, struct io_place *place, int64_t *n_files);

/* ---- words and columns (worklist_words.c) ---------------------------------------------------- */

/* The columns of a sheet; those from WORKLIST_BY on are not printed. */
enum worklist_cell {
    WORKLIST_SEVERITY,
    WORKLIST_DUE,
    WORKLIST_STATE,
    WORKLIST_SHORT_ID,
    WORKLIST_RULE,
    WORKLIST_NAME,
    WORKLIST_BIRTH,
    WORKLIST_RECORDS,
    WORKLIST_PROGRAMME,
    WORKLIST_START,
    WORKLIST_END,
    WORKLIST_AMOUNT,
    WORKLIST_OTHERS,
    WORKLIST_MESSAGE,
    WORKLIST_DECISION,
    WORKLIST_REASON,
    WORKLIST_BY,
    WORKLIST_AT,
    WORKLIST_UNTIL,
    WORKLIST_FINDING_ID,
    WORKLIST_ROWS_KEY,
    WORKLIST_AGENCY,
    WORKLIST_CELLS
};
enum worklist_form {
    WORKLIST_TEXT,
    WORKLIST_WORD, /* a short text, in the middle */
    WORKLIST_DAY,
    WORKLIST_YEAR,
    WORKLIST_WHOLE,
    WORKLIST_ANSWER,     /* to be filled in */
    WORKLIST_ANSWER_DAY, /* the same, with a day */
    WORKLIST_MACHINE     /* for reading it back */
};
struct worklist_column {
    const char *title[2]; /* Korean, English */
    uint8_t width;        /* in digits */
    uint8_t form;         /* enum worklist_form */
};
extern const struct worklist_column worklist_columns[WORKLIST_CELLS];

/* What can be decided, and what that means; NULL after the last. */
const char *worklist_decision(size_t index, bool in_english, const char **meaning);
/* What else a sheet says. */
enum worklist_word {
    WORKLIST_TITLE,
    WORKLIST_GUIDE,
    WORKLIST_HOW_TO,
    WORKLIST_ONLY_LISTED,
    WORKLIST_NOT_SHOWN,
    WORKLIST_TO_ACT,
    WORKLIST_FILE,
    WORKLIST_AGENCY_NAME,
    WORKLIST_COUNT
};
const char *worklist_word(enum worklist_word word, bool in_english);

/* ---- looking things up (worklist_lookup.c) --------------------------------------------------- */

/* The rows of a result by a column of distinct ids; the zero state is empty. */
struct worklist_index {
    const struct io_result *table;
    struct tool_names ids;
};
bool worklist_index_make(struct worklist_index *index, const struct io_result *table,
                         const char *column);
/* An agency's id with another, in `key`: its length, or 0 for one that is too long or not there. */
enum { WORKLIST_KEY = 512 };
size_t worklist_key(struct tool_piece agency, struct tool_piece id, char key[WORKLIST_KEY]);
/* The row, or -1. */
int64_t worklist_index_find(struct worklist_index *index, struct tool_piece id);
/* A cell of it; none where the row is -1. */
struct tool_piece worklist_index_cell(const struct worklist_index *index, const char *column,
                                      int64_t row, char scratch[IO_CELL]);

/* ---- the input once more (worklist_names.c) -------------------------------------------------- */

/* The columns of a table that may hold a column of ours: the plan's names for it, then our own. */
enum { WORKLIST_CANDIDATES = 16 };
struct worklist_candidates {
    size_t at[WORKLIST_CANDIDATES], n;
};
struct worklist_candidates worklist_candidates(const struct io_table *table,
                                               const struct io_column_names *names,
                                               const char *ours);
/* The first of them that is not empty in a row, without blanks around it. */
struct tool_piece worklist_cell(const struct worklist_candidates *candidates,
                                const struct ArrowArray *batch, int64_t row);
/* Takes a row of a batch, which is row `of_table` of all; false: no memory. */
typedef bool (*worklist_take)(void *context, const struct ArrowArray *batch, int64_t row,
                              int64_t of_table);
bool worklist_read(struct io_table *table, worklist_take take, void *context,
                   struct io_problem *problem);

/* Rows of `persons` that the library did not take (worklist_left_out.c); the zero state is none. */
struct worklist_left_out {
    struct tool_names places;
};
bool worklist_left_out_make(struct worklist_left_out *left_out, const struct io_result *rejects);
/* Is that row of the table `persons`, which has been handed out, one of them? */
bool worklist_left_out_has(struct worklist_left_out *left_out, const struct io_table *persons,
                           int64_t row);
void worklist_left_out_clear(struct worklist_left_out *left_out);

/* What the input calls programmes; the zero state is empty. */
struct worklist_names {
    struct tool_names ids;
    char **at;  /* of the first n ids */
    uint32_t n; /* all of them, unless memory has run out */
};
bool worklist_names_of_programmes(struct worklist_names *names, const struct worklist_input *input,
                                  struct io_problem *problem);
const char *worklist_programme(struct worklist_names *names, struct tool_piece programme);
void worklist_names_clear(struct worklist_names *names);

/* ---- whose records (worklist_people.c) ------------------------------------------------------- */

/* A person as one agency knows it. */
struct worklist_client {
    struct tool_piece person; /* id */
    bool is_shown;            /* what the run knows of the person may be shown to the agency */
    char *name;        /* in full, of the agency's own record; NULL: not asked for, or none */
    uint32_t named_by; /* the number of that record */
    int64_t last_row;  /* of the worklist in which the person was named last */
};
/* The zero state is empty. */
struct worklist_people {
    struct tool_names records; /* of agencies, in worklists */
    uint32_t *client_of;       /* of each; UINT32_MAX: nobody's */
    struct tool_names ids;     /* of agencies' clients */
    struct worklist_client *clients;
    uint32_t n;
};
bool worklist_people_make(struct worklist_people *people, const struct worklist_input *input,
                          struct io_problem *problem);
/* The next person of the agency's records "P1;P2" in a row of the worklist, each once, or NULL for
 * a record that nobody is known to have; false: no more. */
bool worklist_next_client(struct worklist_people *people, struct tool_piece agency,
                          struct tool_piece *records, int64_t row, struct worklist_client **client);
void worklist_people_clear(struct worklist_people *people);

/* ---- one agency's sheet ---------------------------------------------------------------------- */

/* Everything that rows are made of; the zero state is empty. */
struct worklist_desk {
    const struct worklist_input *input;
    struct worklist_index findings, persons, agencies, rules;
    struct worklist_names programmes;
    struct worklist_people people;
};
bool worklist_desk_open(struct worklist_desk *desk, const struct worklist_input *input,
                        struct io_problem *problem);
void worklist_desk_close(struct worklist_desk *desk);
/* What an agency is called, or its id. */
struct tool_piece worklist_agency(struct worklist_desk *desk, struct tool_piece agency);
/* The rows [from, to) of the table `worklist` in words (worklist_rows.c); false: no memory. */
bool worklist_rows_make(struct worklist_desk *desk, int64_t from, int64_t to,
                        struct io_result *rows);
/* A cell of them as a workbook has it: made safe to show, unless it is for reading back, and cut
 * where a cell has no more room. */
enum { WORKLIST_TEXT_BYTES = 16000 };
void worklist_text(const struct io_result *rows, int column, int64_t row,
                   char text[WORKLIST_TEXT_BYTES]);

/* A workbook of these rows (worklist_book.c). */
struct worklist_book {
    const char *path;
    const struct io_result *rows;
    struct tool_piece agency; /* its name */
    const struct worklist_input *input;
};
/* False for a build without the library that writes workbooks (worklist_no_book.c). */
bool worklist_has_books(void);
bool worklist_book_write(const struct worklist_book *book, struct io_problem *problem);
/* Has the file all these rows? (worklist_check.c) */
bool worklist_book_check(const struct worklist_book *book, struct io_problem *problem);

#endif
