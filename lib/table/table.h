/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table.h - Arrow streams in, Arrow streams out.
 *
 * A source reads a foreign stream: it checks everything structural, finds the columns it was asked
 * for and gives one cell at a time in the type that the reader wants. A frame is a finished table
 * of ours: append cells, then hand it out as a stream.
 */
#ifndef DLB_TABLE_H
#define DLB_TABLE_H

#include "base/base.h"
#include "dolbom/arrow.h"
#include "schema/schema.h"

/* ---- reading ------------------------------------------------------------------------- */

enum {
    DLB_COLUMNS_MAX = 256,       /* of one table, unwanted ones included */
    DLB_FIELD_BYTES_MAX = 65536, /* a longer text is a rejected row */
    DLB_SCRATCH = 48             /* room to print a number or a day as text */
};

/*
 * For one table: "theirs" is read where "ours" is wanted. Several entries for the same "ours" are
 * tried in order. A renamed column is never looked up under our own name.
 */
struct dlb_rename {
    const char *ours;
    const char *theirs;
};

/* For one table: where a cell of "ours" says `word`, `text` is read. */
struct dlb_word {
    const char *ours;
    struct dlb_text word; /* folded */
    struct dlb_text text;
};
enum { DLB_WORD_MAX = 256 };
/* A code or a word as it is compared: without case, width and outer blanks; null when it is too
 * long. */
struct dlb_text dlb_code_fold(struct dlb_text text, char *room, size_t cap);
/* The same without any blanks. */
struct dlb_text dlb_word_fold(struct dlb_text text, char room[DLB_WORD_MAX]);

/* How a foreign table becomes one of ours; the zero state changes nothing. */
struct dlb_mapping {
    const struct dlb_rename *renames;
    size_t n_renames;
    const struct dlb_word *values;
    size_t n_values;
    const struct dlb_rename *constants; /* "theirs" is in each row where the table lacks "ours" */
    size_t n_constants;
};

struct dlb_source;
struct dlb_batch;

/*
 * Takes over *stream (its release becomes NULL) whether or not it succeeds. Understood
 * formats: u U vu, z Z vz as UTF-8, dictionaries of them with any integer index, c C s S i
 * I l L, d of 32, 64 or 128 bits without decimals, f g (of at most 9 decimals; NaN is null),
 * b, tdD tdm, ts without a time zone (the day of it), n (all null), dictionaries of n. A
 * column of another type is an error only if it is wanted.
 * `table` outlives the source, what `mapping` points to the batches as well; `columns` and *mapping
 * (NULL: nothing is mapped) need not.
 */
dolbom_status dlb_source_open(struct dlb_env *env, const char *table,
                              struct ArrowArrayStream *stream, const struct dlb_column *columns,
                              size_t n_columns, const struct dlb_mapping *mapping,
                              struct dlb_source **source, dolbom_error *error);
/*
 * Make *stream one whose columns count by their place and have these names, which outlive it;
 * a single column may also come without a table around it. Also after a failure *stream is to
 * be released. `table` is what messages call it.
 */
enum { DLB_PLACES_MAX = 2 };
dolbom_status dlb_stream_place(struct dlb_env *env, const char *table,
                               struct ArrowArrayStream *stream, const char *const *names, size_t n,
                               dolbom_error *error);
/* Is the column there at all? (A table that lacks it differs from one where it is empty.) */
bool dlb_source_has(const struct dlb_source *source, size_t column);
/* The names of the columns that nothing wanted, by number; NULL after the last. */
const char *dlb_source_unwanted(const struct dlb_source *source, size_t index);
/*
 * The next batch, checked; *batch is NULL at the end. Batches may be used and released on any
 * thread, even after the next call and after the source is closed.
 */
dolbom_status dlb_source_next(struct dlb_source *source, struct dlb_batch **batch,
                              dolbom_error *error);
void dlb_source_close(struct dlb_source *source); /* NULL is ignored */

int64_t dlb_batch_rows(const struct dlb_batch *batch);
int64_t dlb_batch_first_row(const struct dlb_batch *batch); /* over the whole stream */
void dlb_batch_release(struct dlb_batch *batch);

enum dlb_cell_state {
    DLB_CELL_NULL, /* null, or empty text */
    DLB_CELL_OK,
    DLB_CELL_ENCODING, /* not UTF-8 */
    DLB_CELL_TOO_LONG, /* longer than DLB_FIELD_BYTES_MAX */
    DLB_CELL_BAD       /* not a number or a day where one is wanted */
};

/*
 * As text; numbers and days are printed into scratch, all other text points into the batch. A float
 * is printed as the shortest decimal that it stands for: "12", "1.5". A cell that is not
 * DLB_CELL_OK gives a null text.
 */
enum dlb_cell_state dlb_batch_text(const struct dlb_batch *batch, size_t column, int64_t row,
                                   char scratch[DLB_SCRATCH], struct dlb_text *text);
/* As a day of the years 0 … 9999 where the column is a date type; other types give
 * DLB_CELL_BAD unless null (parse texts). */
enum dlb_cell_state dlb_batch_day(const struct dlb_batch *batch, size_t column, int64_t row,
                                  int32_t *day);

/* ---- writing --------------------------------------------------------------------------- */

enum dlb_frame_type {
    DLB_FRAME_TEXT,   /* u */
    DLB_FRAME_INT32,  /* i */
    DLB_FRAME_INT64,  /* l */
    DLB_FRAME_DAY,    /* tdD */
    DLB_FRAME_DECIMAL /* g: an integer divided by 10^decimals; field metadata "decimals" */
};

struct dlb_frame_column {
    const char *name;
    enum dlb_frame_type type;
    uint8_t decimals; /* DLB_FRAME_DECIMAL: 1 … 10 */
};

/*
 * A table of ours under construction. Cells are appended row by row, in column order; names
 * and texts are copied, texts are valid UTF-8. All columns are nullable.
 */
struct dlb_frame;
dolbom_status dlb_frame_open(struct dlb_env *env, const struct dlb_frame_column *columns,
                             size_t n_columns, struct dlb_frame **frame, dolbom_error *error);
/*
 * Each appends one cell to the next column; a failure (no memory, a cell of another type
 * than the column's, a number that does not fit) is remembered and given by
 * dlb_frame_stream, so calls need no checks of their own.
 */
void dlb_frame_null(struct dlb_frame *frame);
void dlb_frame_text(struct dlb_frame *frame, struct dlb_text text); /* data NULL: null */
void dlb_frame_cstring(struct dlb_frame *frame, const char *text);  /* NULL: null */
void dlb_frame_int(struct dlb_frame *frame, int64_t value);         /* INT32, INT64, DECIMAL */
void dlb_frame_day(struct dlb_frame *frame, int32_t day);           /* NONE, OPEN: null */
void dlb_frame_flag(struct dlb_frame *frame, uint8_t flag);         /* more than 1: null */
/*
 * Makes *stream own the frame (which is freed even on failure). Batches of at most 65,536 rows; the
 * stream may be pulled from any thread and outlive the plan. Batches outlive the stream, columns
 * moved out of a batch outlive the batch. Pulling never fails; asking for the schema gives ENOMEM
 * when there is no memory for it.
 */
dolbom_status dlb_frame_stream(struct dlb_frame *frame, struct ArrowArrayStream *stream,
                               dolbom_error *error);
void dlb_frame_free(struct dlb_frame *frame);
/*
 * Rows of `other`, a frame of the same columns, come after those of `frame`; `other` is freed,
 * also on failure. So tasks may each fill a frame of their own.
 */
dolbom_status dlb_frame_join(struct dlb_frame *frame, struct dlb_frame *other, dolbom_error *error);
/* How a table is written by all threads: as so many items in order, each of any number of rows. */
enum { DLB_RANGE_ROWS = 8192 };
struct dlb_frame_form {
    const struct dlb_frame_column *columns;
    size_t n_columns;
    const char *stage; /* whose progress is reported; NULL: nobody's */
    /* Appends the rows of items [from, end); on any thread. */
    dolbom_status (*fill)(const void *context, size_t from, size_t end, struct dlb_frame *frame,
                          dolbom_error *error);
    const void *context;
};
/* *frame is NULL after a failure. */
dolbom_status dlb_frame_by_ranges(struct dlb_env *env, const struct dlb_frame_form *form,
                                  size_t n_items, struct dlb_frame **frame, dolbom_error *error);
/* The schema of a frame; 0 or ENOMEM. */
int dlb_schema_give(struct dlb_env *env, const struct dlb_frame_column *columns, size_t n_columns,
                    struct ArrowSchema *schema);

#endif
