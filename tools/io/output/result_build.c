/* SPDX-License-Identifier: Apache-2.0 */
/*
 * result_build.c - a result made by the command itself, cell by cell.
 *
 * Batches of BATCH_ROWS rows, so that 32-bit text offsets
 * suffice. Running out of memory is remembered and reported at the end.
 */
#include "io/output/writer.h"

#include <stdlib.h>
#include <string.h>

enum { BATCH_ROWS = 65536 };

/* One column of one batch; also the private data of its Arrow array. */
struct cells {
    struct ArrowArray array;
    const void *buffers[3];
    unsigned char *validity;
    int32_t *offsets;
    int64_t *numbers;
    char *text;
    size_t text_len, text_cap;
};

struct batch {
    struct ArrowArray **children;
    const void *no_buffer;
    struct cells cells[];
};

static void release_cells(struct ArrowArray *array)
{
    array->release = NULL;
}

static void release_batch(struct ArrowArray *array)
{
    struct batch *batch = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++) {
        free(batch->cells[i].validity);
        free(batch->cells[i].offsets);
        free(batch->cells[i].numbers);
        free(batch->cells[i].text);
    }
    free(batch->children);
    free(batch);
    array->release = NULL;
}

static bool open_cells(struct cells *cells, char type)
{
    cells->validity = calloc(BATCH_ROWS / 8, 1);
    if (type != 'u') cells->numbers = calloc(BATCH_ROWS, sizeof *cells->numbers);
    if (type == 'u') cells->offsets = calloc(BATCH_ROWS + 1, sizeof *cells->offsets);
    cells->array.release = release_cells;
    return cells->validity && (cells->numbers || cells->offsets);
}

static bool open_batch(struct io_builder *builder)
{
    struct io_result *result = builder->result;
    size_t n = result->n_columns;
    struct batch *batch = calloc(1, sizeof *batch + n * sizeof *batch->cells);
    if (!batch) return false;
    struct ArrowArray array = {.n_buffers = 1,
                               .n_children = (int64_t)n,
                               .buffers = &batch->no_buffer,
                               .release = release_batch,
                               .private_data = batch};
    array.children = batch->children = calloc(n + 1, sizeof *batch->children);
    bool done = array.children != NULL;
    for (size_t i = 0; done && i < n; i++) {
        array.children[i] = &batch->cells[i].array;
        done = open_cells(&batch->cells[i], result->columns[i].type);
    }
    struct ArrowArray *batches = reallocarray(result->batches, result->n_batches + 1, sizeof array);
    if (batches) result->batches = batches;
    int64_t *rows = reallocarray(result->first_row, result->n_batches + 1, sizeof *rows);
    if (rows) result->first_row = rows;
    if (!done || !batches || !rows) {
        release_batch(&array);
        return false;
    }
    rows[result->n_batches] = result->n_rows;
    batches[result->n_batches++] = array;
    return true;
}

/* Gives the arrays of the last batch their lengths and buffers. */
static void settle_batch(struct io_result *result)
{
    if (result->n_batches == 0) return;
    struct ArrowArray *array = &result->batches[result->n_batches - 1];
    struct batch *batch = array->private_data;
    array->length = result->n_rows - result->first_row[result->n_batches - 1];
    for (size_t i = 0; i < result->n_columns; i++) {
        struct cells *cells = &batch->cells[i];
        cells->buffers[0] = cells->validity;
        cells->buffers[1] = cells->offsets ? (const void *)cells->offsets : cells->numbers;
        cells->buffers[2] = cells->text;
        cells->array.length = array->length;
        cells->array.null_count = -1;
        cells->array.n_buffers = cells->offsets ? 3 : 2;
        cells->array.buffers = cells->buffers;
    }
}

static const char *format_of(char type)
{
    switch (type) {
    case 'i':
        return "i";
    case 'l':
        return "l";
    case 'd':
        return "tdD";
    case 'g':
        return "g";
    default:
        return "u";
    }
}

bool io_builder_open(struct io_builder *builder, struct io_result *result, const char *name,
                     const struct io_column *columns, size_t n)
{
    *builder = (struct io_builder){.result = result};
    *result = (struct io_result){.name = name, .n_columns = n};
    const char *names[IO_COLUMNS_MAX] = {NULL};
    for (size_t i = 0; i < n; i++) names[i] = columns[i].name;
    if (!io_schema_export(names, n, "u", &result->schema)) return false;
    for (size_t i = 0; i < n; i++) result->schema.children[i]->format = format_of(columns[i].type);
    result->columns = malloc(n * sizeof *columns);
    if (!result->columns) return false;
    memcpy(result->columns, columns, n * sizeof *columns);
    return true;
}

/* The column to fill and its row in the batch; NULL once memory has run out. */
static struct cells *next_cell(struct io_builder *builder, int64_t *at)
{
    struct io_result *result = builder->result;
    bool first_of_batch = builder->column == 0 && result->n_rows % BATCH_ROWS == 0;
    if (first_of_batch && !builder->failed) {
        settle_batch(result);
        if (!open_batch(builder)) builder->failed = true;
    }
    if (builder->failed) return NULL;
    struct batch *batch = result->batches[result->n_batches - 1].private_data;
    *at = result->n_rows % BATCH_ROWS;
    return &batch->cells[builder->column];
}

static void cell_done(struct io_builder *builder)
{
    if (++builder->column < builder->result->n_columns) return;
    builder->column = 0;
    builder->result->n_rows++;
}

static bool append(struct cells *cells, const char *text, size_t len)
{
    if (len > (size_t)INT32_MAX - cells->text_len) return false;
    if (cells->text_len + len > cells->text_cap) {
        size_t cap = cells->text_cap * 2 + len + 256;
        char *more = realloc(cells->text, cap);
        if (!more) return false;
        cells->text = more;
        cells->text_cap = cap;
    }
    if (len) memcpy(cells->text + cells->text_len, text, len);
    cells->text_len += len;
    return true;
}

void io_builder_text(struct io_builder *builder, const char *text, size_t len)
{
    int64_t at;
    struct cells *cells = next_cell(builder, &at);
    if (!cells) return;
    if (text) cells->validity[at / 8] |= (unsigned char)(1u << (at % 8));
    if (!append(cells, text, text ? len : 0)) builder->failed = true;
    cells->offsets[at + 1] = (int32_t)cells->text_len;
    cell_done(builder);
}

/* As the column's type has it. */
static void put_number(struct cells *cells, const struct io_column *column, int64_t at,
                       int64_t number)
{
    void *values = cells->numbers;
    double scale = 1;
    for (int i = 0; i < column->decimals; i++) scale *= 10;
    if (column->type == 'g')
        ((double *)values)[at] = (double)number / scale;
    else if (column->type == 'l')
        ((int64_t *)values)[at] = number;
    else
        ((int32_t *)values)[at] = (int32_t)number;
}

void io_builder_number(struct io_builder *builder, int64_t number, bool null)
{
    int64_t at;
    struct cells *cells = next_cell(builder, &at);
    if (!cells) return;
    if (!null) cells->validity[at / 8] |= (unsigned char)(1u << (at % 8));
    put_number(cells, &builder->result->columns[builder->column], at, number);
    cell_done(builder);
}

bool io_builder_close(struct io_builder *builder)
{
    settle_batch(builder->result);
    return !builder->failed;
}
