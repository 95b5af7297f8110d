/* SPDX-License-Identifier: Apache-2.0 */
/*
 * batch.c - checking a foreign Arrow array before anything of it is read.
 *
 * The C data interface carries no buffer sizes, so an array is trusted memory like any
 * pointer; but everything that it says about itself can be checked against everything else:
 *
 *   lengths, offsets         0 … 2^31, and a column reaches as far as its batch
 *   buffers                  as many as the layout has, none missing that is needed
 *   children, dictionary     present, not moved out, as in the schema
 *   null_count               ignored; the bitmap counts
 *   offsets, views, indices  row by row, in cell.c
 *
 * Unwanted columns are not looked at. An empty batch may lack all its buffers.
 */
#include "table/batch.h"

#include <string.h>

static const int64_t ROWS_MAX = INT64_C(1) << 31;

/* How many buffers an array of a layout has; arrays of views have at least that many. */
static int64_t buffers_of(uint8_t layout)
{
    bool is_text = layout >= DLB_LAYOUT_TEXT32 && layout <= DLB_LAYOUT_VIEW;
    return is_text ? 3 : 2;
}

/* Arrow gives a column of nulls no buffers; polars gives it one, for the validity. */
static bool has_buffers_of(const struct ArrowArray *array, uint8_t layout)
{
    if (layout == DLB_LAYOUT_NULL) return array->n_buffers == 0 || array->n_buffers == 1;
    if (layout == DLB_LAYOUT_VIEW) return array->n_buffers >= buffers_of(layout);
    return array->n_buffers == buffers_of(layout);
}

static const char *extent_fault(const struct ArrowArray *array)
{
    if (!array) return "a column is missing from a batch";
    if (!array->release) return "a column was moved out of a batch";
    if (array->length < 0 || array->length > ROWS_MAX) return "a length is impossible";
    if (array->offset < 0 || array->offset > ROWS_MAX) return "an offset is impossible";
    return NULL;
}

static const char *root_fault(const struct ArrowArray *array, int64_t n_children)
{
    const char *fault = extent_fault(array);
    if (fault) return fault;
    if (array->dictionary) return "a batch has a dictionary of rows";
    if (array->n_buffers != 1) return "a batch has the wrong number of buffers";
    if (array->length > 0 && !array->buffers) return "a batch has no buffers";
    if (array->n_children != n_children) return "a batch has a different number of columns";
    if (n_children > 0 && !array->children) return "a batch has no columns";
    return NULL;
}

/* Sets everything but layout and dictionary; `skip` rows come before the first. */
static const char *bind(struct dlb_cells *cells, const struct ArrowArray *array, uint8_t layout,
                        int64_t skip, int64_t length)
{
    if (!has_buffers_of(array, layout)) return "a column has the wrong number of buffers";
    if (array->n_children != 0) return "a simple column has columns of its own";
    if (array->length < skip + length) return "a column is shorter than its batch";
    cells->length = length;
    cells->offset = array->offset + skip;
    if (length == 0 || layout == DLB_LAYOUT_NULL) return NULL;
    if (!array->buffers) return "a column has no buffers";
    cells->validity = array->buffers[0];
    cells->values = array->buffers[1];
    if (!cells->values) return "a column has no values";
    if (layout == DLB_LAYOUT_VIEW) {
        cells->n_data = array->n_buffers - buffers_of(layout);
        cells->data = &array->buffers[2];
        cells->sizes = array->buffers[array->n_buffers - 1];
        if (cells->n_data > 0 && !cells->sizes) return "a column of views has no sizes";
    } else if (buffers_of(layout) == 3) {
        cells->data = array->buffers[2];
    }
    return NULL;
}

/* An empty column has nothing to point at, so it reads like one without values. */
static uint8_t layout_for(uint8_t layout, int64_t length)
{
    return length == 0 ? DLB_LAYOUT_NULL : layout;
}

static const char *bind_dictionary(struct dlb_cells *cells, struct dlb_cells *texts,
                                   const struct ArrowArray *array,
                                   const struct dlb_source_column *column)
{
    const struct ArrowArray *values = array->dictionary;
    if (!values) return "a column has lost its dictionary";
    const char *fault = extent_fault(values);
    if (fault) return fault;
    if (values->dictionary) return "a dictionary has a dictionary";
    fault = bind(texts, values, column->text, 0, values->length);
    texts->layout = layout_for(column->text, values->length);
    cells->index = column->index;
    cells->dictionary = texts;
    return fault;
}

/* *row is set when the fault lies in one row. */
static const char *bind_column(struct dlb_batch *batch, const struct dlb_source_column *column,
                               struct dlb_cells *cells, struct dlb_cells *texts, int64_t *row)
{
    if (column->child < 0) {
        cells->layout = column->constant.data ? DLB_LAYOUT_CONSTANT : DLB_LAYOUT_NULL;
        cells->constant = column->constant;
        return NULL;
    }
    const struct ArrowArray *array = batch->array.children[column->child];
    bool encoded = column->layout == DLB_LAYOUT_DICTIONARY;
    const char *fault = extent_fault(array);
    if (fault) return fault;
    if (!encoded && array->dictionary) return "a column has a dictionary its schema lacks";
    fault = bind(cells, array, encoded ? column->index : column->layout, batch->array.offset,
                 batch->rows);
    if (!fault && encoded) fault = bind_dictionary(cells, texts, array, column);
    if (fault) return fault;
    cells->layout = layout_for(column->layout, batch->rows);
    cells->ticks = column->ticks;
    fault = dlb_cells_fault(NULL, texts, row);
    if (fault) {
        *row = -1; /* it is an index into the dictionary */
        return fault;
    }
    fault = dlb_cells_fault(batch, cells, row);
    if (!fault && column->n_words && cells->layout != DLB_LAYOUT_NULL) {
        cells->plain = cells->layout;
        cells->layout = DLB_LAYOUT_MAPPED;
        cells->words = column->words;
        cells->n_words = column->n_words;
    }
    return fault;
}

/* `row` counts from the batch's first; -1: the fault does not lie in one row. */
static dolbom_status broken(const struct dlb_batch *batch, const char *table, const char *column,
                            int64_t row, const char *fault, dolbom_error *error)
{
    return dlb_fail(error, DOLBOM_E_INPUT, batch->first_row + (row < 0 ? 0 : row), column,
                    "table %s: %s", table, fault);
}

static dolbom_status bind_all(struct dlb_batch *batch, const char *table, int64_t n_children,
                              const struct dlb_source_column *columns, dolbom_error *error)
{
    const char *fault = root_fault(&batch->array, n_children);
    if (fault) return broken(batch, table, NULL, -1, fault, error);
    batch->rows = batch->array.length;
    batch->offset = batch->array.offset;
    if (batch->rows > 0) batch->validity = batch->array.buffers[0];
    for (size_t i = 0; i < batch->n_columns; i++) {
        int64_t row = -1;
        struct dlb_cells *cells = &batch->cells[i];
        fault = bind_column(batch, &columns[i], cells, cells + batch->n_columns, &row);
        if (fault) return broken(batch, table, columns[i].name, row, fault, error);
    }
    for (int64_t i = 0; i < n_children; i++) {
        fault = extent_fault(batch->array.children[i]);
        if (fault) return broken(batch, table, NULL, -1, fault, error);
    }
    return DOLBOM_OK;
}

static size_t batch_bytes(size_t n_columns)
{
    return sizeof(struct dlb_batch) + 2 * n_columns * sizeof(struct dlb_cells);
}

dolbom_status dlb_batch_open(struct dlb_env *env, const char *table, struct ArrowArray *array,
                             int64_t n_children, const struct dlb_source_column *columns,
                             size_t n_columns, int64_t first_row, struct dlb_batch **batch,
                             dolbom_error *error)
{
    *batch = NULL;
    struct dlb_batch *opened = dlb_alloc_zero(env, batch_bytes(n_columns));
    if (!opened) {
        array->release(array);
        return dlb_fail_memory(error, env);
    }
    opened->env = dlb_env_share(env);
    opened->array = *array;
    opened->n_columns = n_columns;
    opened->first_row = first_row;
    dolbom_status status = bind_all(opened, table, n_children, columns, error);
    if (status == DOLBOM_OK)
        *batch = opened;
    else
        dlb_batch_release(opened);
    return status;
}

int64_t dlb_batch_rows(const struct dlb_batch *batch)
{
    return batch->rows;
}

int64_t dlb_batch_first_row(const struct dlb_batch *batch)
{
    return batch->first_row;
}

void dlb_batch_release(struct dlb_batch *batch)
{
    if (!batch) return;
    struct dlb_env *env = batch->env;
    if (batch->array.release) batch->array.release(&batch->array);
    dlb_free(env, batch, batch_bytes(batch->n_columns));
    dlb_env_release(env);
}
