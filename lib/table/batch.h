/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch.h - how the columns of a foreign batch lie in memory, between source.c, which reads the
 * schema, batch.c, which checks the arrays, and cell.c, which reads cells.
 */
#ifndef DLB_BATCH_H
#define DLB_BATCH_H

#include "table/table.h"

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
    DLB_LAYOUT_INT128,
    DLB_LAYOUT_FLOAT32,
    DLB_LAYOUT_FLOAT64,
    DLB_LAYOUT_DAY32, /* days */
    DLB_LAYOUT_DAY64, /* ticks since 1970-01-01 */
    DLB_LAYOUT_TEXT32,
    DLB_LAYOUT_TEXT64,
    DLB_LAYOUT_VIEW,
    DLB_LAYOUT_DICTIONARY,
    DLB_LAYOUT_MAPPED,  /* some of its texts stand for others */
    DLB_LAYOUT_CONSTANT /* one text in every row */
};

/* A wanted column as the schema gives it. */
struct dlb_source_column {
    const char *name;
    int64_t child;                /* of the struct, or -1: absent */
    uint8_t layout;               /* enum dlb_layout */
    uint8_t index;                /* DLB_LAYOUT_DICTIONARY: layout of the indices … */
    uint8_t text;                 /* … and of the texts that they stand for */
    int64_t ticks;                /* DLB_LAYOUT_DAY64: of a day */
    struct dlb_text constant;     /* of an absent column; data NULL: none */
    const struct dlb_word *words; /* what its texts stand for, n_words of them */
    size_t n_words;
};

/* The cells of one column of one batch, ready to be read by cell.c. */
struct dlb_cells {
    uint8_t layout;
    uint8_t index;           /* DLB_LAYOUT_DICTIONARY: layout of the indices in values */
    const uint8_t *validity; /* NULL: none is null */
    const void *values;      /* numbers, offsets, views or indices */
    const void *data;        /* bytes of texts; for views an array of n_data buffers */
    const void *sizes;       /* for views: n_data lengths as int64 */
    int64_t n_data;
    int64_t ticks;  /* DLB_LAYOUT_DAY64: of a day */
    int64_t offset; /* of row 0 in validity and values */
    int64_t length;
    const struct dlb_cells *dictionary;
    uint8_t plain;  /* DLB_LAYOUT_MAPPED: what the texts lie in */
    size_t n_words; /* DLB_LAYOUT_MAPPED: what they stand for */
    const struct dlb_word *words;
    struct dlb_text constant; /* DLB_LAYOUT_CONSTANT */
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
 * Checks a batch of `n_children` columns against the wanted ones and takes it over, even when it
 * fails.
 */
dolbom_status dlb_batch_open(struct dlb_env *env, const char *table, struct ArrowArray *array,
                             int64_t n_children, const struct dlb_source_column *columns,
                             size_t n_columns, int64_t first_row, struct dlb_batch **batch,
                             dolbom_error *error);
/*
 * What is wrong with a column's offsets, views or indices, as a static text, or NULL; *row
 * is where. `batch` is the one whose null rows are skipped, NULL for a dictionary.
 */
const char *dlb_cells_fault(const struct dlb_batch *batch, const struct dlb_cells *cells,
                            int64_t *row);

/* An integer of 128 bits in two's complement. */
struct dlb_wide {
    uint64_t low;
    int64_t high;
};

/* A number as text; is_unsigned: the bits of a uint64. */
struct dlb_text dlb_number_print(int64_t value, bool is_unsigned, char scratch[DLB_SCRATCH]);
/* An integer of 128 bits as text. */
struct dlb_text dlb_number_print_wide(struct dlb_wide value, char scratch[DLB_SCRATCH]);
/* A float that is not whole, as the shortest decimal that it stands for; narrow: it was a float32.
 * False when that has more than 9 decimals or 15 digits. */
bool dlb_number_print_float(double number, bool narrow, char scratch[DLB_SCRATCH],
                            struct dlb_text *text);

#endif
