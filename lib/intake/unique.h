/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unique.h - what the files of this folder share about rows that were read.
 */
#ifndef DLB_UNIQUE_H
#define DLB_UNIQUE_H

#include "intake/intake.h"

/* Unknown tables and columns (unknown.c); part of a log. */
struct dlb_unknown {
    struct dlb_array list;
    struct dlb_arena names;
};
dolbom_status dlb_unknown_table(struct dlb_unknown *unknown, const char *table,
                                dolbom_error *error);
dolbom_status dlb_unknown_frame(struct dlb_unknown *unknown, struct dlb_frame **frame,
                                dolbom_error *error);
void dlb_unknown_clear(struct dlb_unknown *unknown);
/* Note the columns of a table that its catalogue entry lacks. */
dolbom_status dlb_intake_log_columns(struct dlb_intake_log *log, const char *table,
                                     const struct dlb_source *source, dolbom_error *error);
dolbom_status dlb_unknown_columns(struct dlb_unknown *unknown, const char *table,
                                  const struct dlb_source *source, dolbom_error *error);

/* The hash of all cells that were asked for. */
struct dlb_hash128 dlb_row_content(struct dlb_row *row);

/* What the fate of an accepted row depends on (rows_settle.c). */
struct dlb_row_mark {
    struct dlb_hash128 content;
    uint64_t name; /* hash of agency and id */
    uint32_t row;  /* over the stream */
};

/* The accepted rows of one task, in order of arrival. */
struct dlb_row_chunk {
    char *rows;
    struct dlb_row_mark *marks;
    size_t before; /* number of rows in the chunks before this one */
    uint32_t n, cap;
};

/* What dlb_unique_rows looks at: one entry per row, any order. */
struct dlb_row_id {
    struct dlb_text agency;
    struct dlb_text id;
    struct dlb_hash128 content; /* of all cells that the row was read from */
    int32_t updated_at;         /* day, or DLB_DAY_NONE */
};

enum dlb_row_fate { DLB_ROW_KEEP, DLB_ROW_COLLAPSED, DLB_ROW_SUPERSEDED, DLB_ROW_DUPLICATE };

/*
 * Sort rows by (agency, id) and decide ties: identical rows collapse into one; if exactly
 * one has the latest updated_at it is kept and the others are superseded; otherwise all
 * are duplicates. Copies collapse first, so that sending a file twice changes only a
 * counter. order[0 … n_rows) lists all rows sorted, equal ids by row number; fate[row] says
 * what becomes of each. The outcome does not depend on the order of rows (among identical
 * ones the smallest row number is kept).
 */
dolbom_status dlb_unique_rows(struct dlb_env *env, const struct dlb_row_id *rows, uint32_t n_rows,
                              uint32_t *order, enum dlb_row_fate *fate, dolbom_error *error);

#endif
