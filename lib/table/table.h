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
    DLB_COLUMNS_MAX = 256,       /* of one table, unwanted ones included */
    DLB_FIELD_BYTES_MAX = 65536, /* a longer text is a rejected row */
    DLB_SCRATCH = 32             /* room to print a number or a day as text */
};

/* A column a reader wants; the name outlives the source. */
struct dlb_column {
    const char *name;
    bool required; /* absent: DOLBOM_E_SCHEMA; else it reads as all null */
};

/*
 * "theirs" is read where "ours" is wanted; for one table. Several entries for one of ours
 * are tried in order. A renamed column is never looked up under our own name.
 */
struct dlb_rename {
    const char *ours;
    const char *theirs;
};

struct dlb_source;
struct dlb_batch;

/*
 * Takes over *stream (its release becomes NULL) whether or not it succeeds. Understood
 * formats: u U vu, z Z vz as UTF-8, dictionaries of them with any integer index, c C s S i
 * I l L, f g (of at most 9 decimals; NaN is null), b, tdD tdm, ts without a time zone (the
 * day of it), n (all null). A column of another type is an error only if it is wanted.
 * `table` outlives the source; `columns` and `renames` need not.
 */
dolbom_status dlb_source_open(struct dlb_env *env, const char *table,
                              struct ArrowArrayStream *stream, const struct dlb_column *columns,
                              size_t n_columns, const struct dlb_rename *renames,
                              size_t n_renames, struct dlb_source **source, dolbom_error *error);
/* Is the column there at all? (A table that lacks it differs from one where it is empty.) */
bool dlb_source_has(const struct dlb_source *source, size_t column);
/*
 * The next batch, checked; *batch is NULL at the end. Batches may be used and released on
 * any thread, also after the next call and after the source is closed.
 */
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
    DLB_CELL_BAD       /* not a number or a day where one is wanted */
};

/*
 * As text; numbers and days are printed into scratch, all other text points into the batch.
 * A float is printed as the shortest decimal it stands for: "12", "1.5".
 * A cell that is not DLB_CELL_OK gives a null text.
 */
enum dlb_cell_state dlb_batch_text(const struct dlb_batch *batch, size_t column, int64_t row,
                                   char scratch[DLB_SCRATCH], struct dlb_text *text);
/*
 * As an integer: integer types, whole floats, booleans, texts like "12", "-3", " 1,234,000 "
 * (commas only where they group by three; blanks around; nothing but blanks is null).
 */
enum dlb_cell_state dlb_batch_int(const struct dlb_batch *batch, size_t column, int64_t row,
                                  int64_t *value);
/* As a day of the years 0 … 9999 where the column is a date type; other types give
 * DLB_CELL_BAD unless null (parse texts). */
enum dlb_cell_state dlb_batch_day(const struct dlb_batch *batch, size_t column, int64_t row,
                                  int32_t *day);

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
void dlb_frame_int(struct dlb_frame *frame, int64_t value);   /* INT32, INT64, DECIMAL */
void dlb_frame_uint(struct dlb_frame *frame, uint64_t value); /* UINT64 */
void dlb_frame_day(struct dlb_frame *frame, int32_t day);     /* NONE, OPEN: null */
void dlb_frame_bytes16(struct dlb_frame *frame, const unsigned char bytes[16]);
int64_t dlb_frame_rows(const struct dlb_frame *frame); /* complete rows */
/*
 * Makes *stream own the frame (also on failure it is freed). Batches of at most 65,536
 * rows; the stream may be pulled from any thread and outlive the plan. Batches outlive the
 * stream, columns moved out of a batch outlive the batch. Pulling never fails; asking for
 * the schema gives ENOMEM when there is no memory for it.
 */
dolbom_status dlb_frame_stream(struct dlb_frame *frame, struct ArrowArrayStream *stream,
                               dolbom_error *error);
void dlb_frame_free(struct dlb_frame *frame);

/* ---- inside this folder only ------------------------------------------------------------- */

/* How the cells of a column lie in memory. */
enum dlb_layout {
    DLB_LAYOUT_NULL, /* an absent column, format n, or texts that are all empty */
    DLB_LAYOUT_BOOL,
    DLB_LAYOUT_INT8,
    DLB_LAYOUT_UINT8,
    DLB_LAYOUT_INT16,
    DLB_LAYOUT_UINT16,
    DLB_LAYOUT_INT32,
    DLB_LAYOUT_UINT32,
    DLB_LAYOUT_INT64,
    DLB_LAYOUT_UINT64,
    DLB_LAYOUT_FLOAT32,
    DLB_LAYOUT_FLOAT64,
    DLB_LAYOUT_DAY32, /* days */
    DLB_LAYOUT_DAY64, /* ticks since 1970-01-01 */
    DLB_LAYOUT_TEXT32,
    DLB_LAYOUT_TEXT64,
    DLB_LAYOUT_VIEW,
    DLB_LAYOUT_DICTIONARY
};

/* A wanted column as the schema gives it. */
struct dlb_source_column {
    const char *name;
    int64_t child;  /* of the struct, or -1: absent */
    uint8_t layout; /* enum dlb_layout */
    uint8_t index;  /* DLB_LAYOUT_DICTIONARY: layout of the indices … */
    uint8_t text;   /* … and of the texts they stand for */
    int64_t ticks;  /* DLB_LAYOUT_DAY64: of a day */
};

/* The cells of one column of one batch, ready to be read by cell.c. */
struct dlb_cells {
    uint8_t layout;
    uint8_t index;           /* DLB_LAYOUT_DICTIONARY: layout of the indices in values */
    const uint8_t *validity; /* NULL: none is null */
    const void *values;      /* numbers, offsets, views or indices */
    const void *data;        /* bytes of texts; of views an array of n_data buffers */
    const void *sizes;       /* of views: n_data lengths as int64 */
    int64_t n_data;
    int64_t ticks; /* DLB_LAYOUT_DAY64: of a day */
    int64_t offset; /* of row 0 in validity and values */
    int64_t length;
    const struct dlb_cells *dictionary;
};

struct dlb_batch {
    struct dlb_env *env;
    struct ArrowArray array;
    const uint8_t *validity; /* of whole rows; NULL: none is null */
    int64_t offset;          /* of row 0 in validity */
    int64_t rows, first_row;
    size_t n_columns;
    struct dlb_cells cells[]; /* n_columns, then a dictionary for each */
};

/*
 * Checks a batch of `n_children` columns against the wanted ones and takes it over, also
 * when it fails.
 */
dolbom_status dlb_batch_open(struct dlb_env *env, const char *table, struct ArrowArray *array,
                             int64_t n_children, const struct dlb_source_column *columns,
                             size_t n_columns, int64_t first_row, struct dlb_batch **batch,
                             dolbom_error *error);
/*
 * What is wrong with a column's offsets, views or indices, as a static text, or NULL; *row
 * is where. `batch` is the one whose null rows are passed over, NULL for a dictionary.
 */
const char *dlb_cells_fault(const struct dlb_batch *batch, const struct dlb_cells *cells,
                            int64_t *row);

/* Text as a number; see number.c. DLB_CELL_NULL: nothing but blanks. */
enum dlb_cell_state dlb_number_parse(struct dlb_text text, int64_t *value);
/* A number as text; is_unsigned: the bits of a uint64. */
struct dlb_text dlb_number_print(int64_t value, bool is_unsigned, char scratch[DLB_SCRATCH]);
/* A float that is not whole as the shortest decimal it stands for; narrow: it was a float32.
 * False when that has more than 9 decimals or 15 digits. */
bool dlb_number_print_float(double number, bool narrow, char scratch[DLB_SCRATCH],
                            struct dlb_text *text);

/* The cells of one column of a frame, a chunk at a time; elements as wide as the type. */
struct dlb_frame_cells {
    struct dlb_array validity; /* bytes; empty while no cell is null */
    struct dlb_array values;   /* numbers; of texts rows + 1 offsets */
    struct dlb_array data;     /* bytes of texts */
    int64_t n_nulls;
};
size_t dlb_frame_width(enum dlb_frame_type type); /* bytes of an element of values */
void dlb_frame_cells_clear(struct dlb_env *env, struct dlb_frame_cells *cells,
                           enum dlb_frame_type type);

/* A finished batch, its Arrow array built and waiting to be given away. */
struct dlb_chunk;
/* Takes over the cells of all columns when it succeeds (they become empty); NULL: no memory. */
struct dlb_chunk *dlb_chunk_open(struct dlb_env *env, const struct dlb_frame_column *columns,
                                 struct dlb_frame_cells *cells, size_t n_columns, int64_t rows);
void dlb_chunk_give(struct dlb_chunk *chunk, struct ArrowArray *array);
void dlb_chunk_free(struct dlb_chunk *chunk); /* of one that was not given away */

/* The schema of a frame; 0 or ENOMEM. */
int dlb_schema_give(struct dlb_env *env, const struct dlb_frame_column *columns, size_t n_columns,
                    struct ArrowSchema *schema);

#endif
