/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chunk.h - the batches that a frame consists of: frame.c fills their cells (frame_cells.c),
 * chunk.c makes Arrow structs of them.
 */
#ifndef DLB_CHUNK_H
#define DLB_CHUNK_H

#include "table/table.h"

/* The cells of one column of a frame, a chunk at a time; elements as wide as the type. */
struct dlb_frame_cells {
    struct dlb_array validity; /* bytes; empty while no cell is null */
    struct dlb_array values;   /* numbers; for texts rows + 1 offsets */
    struct dlb_array data;     /* bytes of texts */
    int64_t n_nulls;
};
size_t dlb_frame_width(enum dlb_frame_type type); /* bytes of an element of values */
/* Sets the bits of the rows after the last null one, and frees the excess. */
bool dlb_frame_cells_complete(struct dlb_env *env, struct dlb_frame_cells *cells,
                              enum dlb_frame_type type, int64_t rows);
void dlb_frame_cells_clear(struct dlb_env *env, struct dlb_frame_cells *cells,
                           enum dlb_frame_type type);

/* A finished batch, its Arrow array built and waiting to be given away. */
struct dlb_chunk;
/* Takes over the cells of all columns when it succeeds (they become empty); NULL: no memory. */
struct dlb_chunk *dlb_chunk_open(struct dlb_env *env, const struct dlb_frame_column *columns,
                                 struct dlb_frame_cells *cells, size_t n_columns, int64_t rows);
void dlb_chunk_give(struct dlb_chunk *chunk, struct ArrowArray *array);
void dlb_chunk_free(struct dlb_chunk *chunk); /* frees one that was not given away */

#endif
