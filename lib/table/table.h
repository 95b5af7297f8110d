/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table.h - Arrow streams in, Arrow streams out, and what happens to rows on the way.
 *
 * A source reads a foreign stream: it checks everything structural, finds the columns it
 * was asked for and gives one cell at a time in the type the reader wants. A frame is a
 * finished table of ours: append cells, then hand it out as a stream. Rejects, counts,
 * and the rule for rows that carry the same id twice are shared by all tables.
 */
#ifndef DLB_TABLE_H
#define DLB_TABLE_H

#include "base/base.h"
#include "dolbom/arrow.h"

/* ---- reading ------------------------------------------------------------------------- */

enum {
    DLB_COLUMNS_MAX = 256,
    DLB_FIELD_BYTES_MAX = 65536, /* a longer text is a rejected row */
    DLB_SCRATCH = 32             /* room to print a number or a day as text */
};

/* A column a reader wants. */
struct dlb_column {
    const char *name;
    bool required; /* absent: DOLBOM_E_SCHEMA; else it reads as all null */
};

/* "theirs" is read where "ours" is wanted; for one table. */
struct dlb_rename {
    const char *ours;
    const char *theirs;
};

struct dlb_source;
struct dlb_batch;

/*
 * Takes over *stream (its release becomes NULL) whether or not it succeeds. Understood
 * formats: u U vu, z Z as UTF-8, dictionaries of them with any integer index, c C s S i I l
 * L, f g (whole numbers), b, tdD tdm; n (all null). A column of another type is an error
 * only if it is wanted.
 */
dolbom_status dlb_source_open(struct dlb_env *env, const char *table,
                              struct ArrowArrayStream *stream, const struct dlb_column *columns,
                              size_t n_columns, const struct dlb_rename *renames,
                              size_t n_renames, struct dlb_source **source, dolbom_error *error);
/* Is the column there at all? (A table that lacks it differs from one where it is empty.) */
bool dlb_source_has(const struct dlb_source *source, size_t column);
/* The next batch, checked; *batch is NULL at the end. Batches may be used and released on
 * any thread, also after the next call. */
dolbom_status dlb_source_next(struct dlb_source *source, struct dlb_batch **batch,
                              dolbom_error *error);
void dlb_source_close(struct dlb_source *source); /* NULL is ignored */

int64_t dlb_batch_rows(const struct dlb_batch *batch);
int64_t dlb_batch_first_row(const struct dlb_batch *batch); /* over the whole stream */
void dlb_batch_release(struct dlb_batch *batch);

enum dlb_cell_state {
    DLB_CELL_NULL,    /* null, or empty text */
    DLB_CELL_OK,
    DLB_CELL_ENCODING, /* not UTF-8 */
    DLB_CELL_TOO_LONG, /* longer than DLB_FIELD_BYTES_MAX */
    DLB_CELL_BAD       /* not a number where one is wanted */
};

/* As text; numbers and days are printed into scratch. Text points into the batch. */
enum dlb_cell_state dlb_batch_text(const struct dlb_batch *batch, size_t column, int64_t row,
                                   char scratch[DLB_SCRATCH], struct dlb_text *text);
/* As an integer: integer types, whole floats, booleans, texts like "12" or "-3". */
enum dlb_cell_state dlb_batch_int(const struct dlb_batch *batch, size_t column, int64_t row,
                                  int64_t *value);
/* As a day where the column is a date type; texts give DLB_CELL_BAD (parse them). */
enum dlb_cell_state dlb_batch_day(const struct dlb_batch *batch, size_t column, int64_t row,
                                  int32_t *day);

/* ---- dictionaries --------------------------------------------------------------------- */

/* Distinct texts numbered from 0 in order of arrival; texts are copied. */
struct dlb_dictionary;
dolbom_status dlb_dictionary_open(struct dlb_env *env, struct dlb_dictionary **dictionary,
                                  dolbom_error *error);
dolbom_status dlb_dictionary_put(struct dlb_dictionary *dictionary, struct dlb_text text,
                                 uint32_t *code, dolbom_error *error);
/* UINT32_MAX when it is not there. */
uint32_t dlb_dictionary_find(const struct dlb_dictionary *dictionary, struct dlb_text text);
struct dlb_text dlb_dictionary_text(const struct dlb_dictionary *dictionary, uint32_t code);
uint32_t dlb_dictionary_count(const struct dlb_dictionary *dictionary);
/*
 * Renumber so that codes rise with dlb_text_order; new_code[old] is where each went (room
 * for count codes). Makes codes independent of the order of arrival.
 */
dolbom_status dlb_dictionary_sort(struct dlb_dictionary *dictionary, uint32_t *new_code,
                                  dolbom_error *error);
void dlb_dictionary_free(struct dlb_dictionary *dictionary);

/* ---- rejects and counts --------------------------------------------------------------- */

/* Reasons of docs/tables.md; REJECT_NONE is not a reason. */
enum dlb_reject {
    DLB_REJECT_NONE,
    DLB_REJECT_ENCODING,
    DLB_REJECT_FIELD_TOO_LONG,
    DLB_REJECT_COLUMNS,
    DLB_REJECT_REQUIRED,
    DLB_REJECT_DATE,
    DLB_REJECT_RANGE,
    DLB_REJECT_NUMBER,
    DLB_REJECT_CODE,
    DLB_REJECT_ORPHAN,
    DLB_REJECT_DUPLICATE_ID,
    DLB_REJECT_SUPERSEDED,
    DLB_REJECT_COUNT
};
const char *dlb_reject_text(enum dlb_reject reason);

/* Collects rejected rows and per-table counts of one run. */
struct dlb_intake_log;
dolbom_status dlb_intake_log_open(struct dlb_env *env, struct dlb_intake_log **log,
                                  dolbom_error *error);
/* table and column are static strings; agency and id may be null. Not thread-safe. */
dolbom_status dlb_intake_log_reject(struct dlb_intake_log *log, const char *table, int64_t row,
                                    struct dlb_text agency, struct dlb_text id,
                                    const char *column, enum dlb_reject reason,
                                    dolbom_error *error);
/* Add to a table's counts; rejected is counted by dlb_intake_log_reject itself. */
dolbom_status dlb_intake_log_count(struct dlb_intake_log *log, const char *table,
                                   uint64_t rows_in, uint64_t accepted, uint64_t collapsed,
                                   dolbom_error *error);
void dlb_intake_log_free(struct dlb_intake_log *log);

/* ---- rows with the same id -------------------------------------------------------------- */

/* What dlb_unique_rows looks at: one entry per row, any order. */
struct dlb_row_id {
    struct dlb_text agency;
    struct dlb_text id;
    struct dlb_hash128 content; /* of all cells the row was read from */
    int32_t updated_at;         /* day, or DLB_DAY_NONE */
};

enum dlb_row_fate { DLB_ROW_KEEP, DLB_ROW_COLLAPSED, DLB_ROW_SUPERSEDED, DLB_ROW_DUPLICATE };

/*
 * Sort rows by (agency, id) and decide ties: identical rows collapse into one; if exactly
 * one has the latest updated_at it is kept and the others are superseded; otherwise all
 * are duplicates. order[0 … n_rows) lists all rows sorted, fate[row] says what becomes of
 * each. The outcome does not depend on the order of rows (among identical ones the
 * smallest row number is kept).
 */
dolbom_status dlb_unique_rows(struct dlb_env *env, const struct dlb_row_id *rows, uint32_t n_rows,
                              uint32_t *order, enum dlb_row_fate *fate, dolbom_error *error);

/* ---- writing --------------------------------------------------------------------------- */

enum dlb_frame_type {
    DLB_FRAME_TEXT,    /* u */
    DLB_FRAME_INT32,   /* i */
    DLB_FRAME_INT64,   /* l */
    DLB_FRAME_UINT64,  /* L */
    DLB_FRAME_DAY,     /* tdD */
    DLB_FRAME_DECIMAL, /* g: an integer divided by 10^decimals; field metadata "decimals" */
    DLB_FRAME_BYTES16  /* w:16 */
};

struct dlb_frame_column {
    const char *name;
    enum dlb_frame_type type;
    uint8_t decimals; /* DLB_FRAME_DECIMAL: 1 … 9 */
};

/* A table of ours under construction. Cells are appended row by row, in column order. */
struct dlb_frame;
dolbom_status dlb_frame_open(struct dlb_env *env, const struct dlb_frame_column *columns,
                             size_t n_columns, struct dlb_frame **frame, dolbom_error *error);
/* Each appends one cell to the next column; a failure is remembered and given by
 * dlb_frame_stream, so calls need no checks of their own. */
void dlb_frame_null(struct dlb_frame *frame);
void dlb_frame_text(struct dlb_frame *frame, struct dlb_text text); /* data NULL: null */
void dlb_frame_cstring(struct dlb_frame *frame, const char *text);  /* NULL: null */
void dlb_frame_int(struct dlb_frame *frame, int64_t value);   /* INT32, INT64, DECIMAL */
void dlb_frame_uint(struct dlb_frame *frame, uint64_t value); /* UINT64 */
void dlb_frame_day(struct dlb_frame *frame, int32_t day);     /* NONE, OPEN: null */
void dlb_frame_bytes16(struct dlb_frame *frame, const unsigned char bytes[16]);
int64_t dlb_frame_rows(const struct dlb_frame *frame);
/* Makes *stream own the frame (also on failure it is freed). Batches of at most 65,536
 * rows; the stream may be pulled from any thread and outlive the plan. */
dolbom_status dlb_frame_stream(struct dlb_frame *frame, struct ArrowArrayStream *stream,
                               dolbom_error *error);
void dlb_frame_free(struct dlb_frame *frame);

/* The log's two tables, `rejects` and `table_counts`, sorted; the log stays valid. */
dolbom_status dlb_intake_log_frames(struct dlb_intake_log *log, struct dlb_frame **rejects,
                                    struct dlb_frame **table_counts, dolbom_error *error);

#endif
