/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_cells.c - the buffers of one column while a chunk of it is gathered.
 */
#include "table/chunk.h"

#include <string.h>

size_t dlb_frame_width(enum dlb_frame_type type)
{
    switch (type) {
    case DLB_FRAME_TEXT:
    case DLB_FRAME_INT32:
    case DLB_FRAME_DAY:
        return 4;
    default:
        return 8;
    }
}

void dlb_frame_cells_clear(struct dlb_env *env, struct dlb_frame_cells *cells,
                           enum dlb_frame_type type)
{
    dlb_array_clear(env, &cells->validity, 1);
    dlb_array_clear(env, &cells->values, dlb_frame_width(type));
    dlb_array_clear(env, &cells->data, 1);
    cells->n_nulls = 0;
}

/* Frees what doubling has reserved in excess. */
static bool trim(struct dlb_env *env, struct dlb_array *array, size_t element_bytes)
{
    if (array->n == array->cap || array->n == 0) return true;
    void *moved =
        dlb_resize(env, array->data, array->cap * element_bytes, array->n * element_bytes);
    if (!moved) return false;
    array->data = moved;
    array->cap = array->n;
    return true;
}

bool dlb_frame_cells_complete(struct dlb_env *env, struct dlb_frame_cells *cells,
                              enum dlb_frame_type type, int64_t rows)
{
    struct dlb_array *validity = &cells->validity;
    if (validity->n > 0) {
        size_t n_more = ((size_t)rows + 7) / 8 - validity->n;
        void *bytes = dlb_array_reserve(env, validity, n_more, 1, SIZE_MAX);
        if (!bytes) return false;
        memset(bytes, 0xFF, n_more);
        validity->n += n_more;
    }
    return trim(env, validity, 1) && trim(env, &cells->values, dlb_frame_width(type)) &&
           trim(env, &cells->data, 1);
}
