/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrow_make.c - a producer of Arrow streams that shares no code with the library.
 *
 * A test may change anything in the structs it is given; so what must be freed is kept
 * apart from what the structs say.
 */
#include "table/arrow_grid.h"
#include "table/arrow_make.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_long live;

long arrow_live(void)
{
    return atomic_load(&live);
}

/* ---- releasing ----------------------------------------------------------------------- */

/* What an array or schema really owns, whatever it says. */
struct owned {
    void **blocks;
    size_t n_blocks;
    void **children; /* struct ArrowArray * or struct ArrowSchema * */
    size_t n_children;
    void *dictionary;
};

static void free_owned(struct owned *owned)
{
    for (size_t i = 0; i < owned->n_blocks; i++) free(owned->blocks[i]);
    free(owned->blocks);
    free(owned->children);
    free(owned);
    atomic_fetch_sub(&live, 1);
}

static void free_array(struct ArrowArray *array)
{
    if (array && array->release) array->release(array);
    free(array);
}

static void release_array(struct ArrowArray *array)
{
    struct owned *owned = array->private_data;
    for (size_t i = 0; i < owned->n_children; i++) free_array(owned->children[i]);
    free_array(owned->dictionary);
    free_owned(owned);
    array->release = NULL;
}

static void free_schema(struct ArrowSchema *schema)
{
    if (schema && schema->release) schema->release(schema);
    free(schema);
}

static void release_schema(struct ArrowSchema *schema)
{
    struct owned *owned = schema->private_data;
    for (size_t i = 0; i < owned->n_children; i++) free_schema(owned->children[i]);
    free_schema(owned->dictionary);
    free_owned(owned);
    schema->release = NULL;
}

static struct owned *own(size_t n_blocks, size_t n_children)
{
    struct owned *owned = grid_get_zero(1, sizeof *owned);
    owned->blocks = grid_get_zero(n_blocks, sizeof *owned->blocks);
    owned->children = grid_get_zero(n_children, sizeof *owned->children);
    owned->n_blocks = n_blocks;
    owned->n_children = n_children;
    atomic_fetch_add(&live, 1);
    return owned;
}

/* An array with these buffers, which it owns from now on. */
static void fill_array(struct ArrowArray *array, int64_t length, void **buffers, size_t n_buffers)
{
    struct owned *owned = own(n_buffers + 1, 0);
    const void **given = grid_get((n_buffers ? n_buffers : 1) * sizeof *given);
    for (size_t i = 0; i < n_buffers; i++) given[i] = owned->blocks[i] = buffers[i];
    owned->blocks[n_buffers] = given;
    *array = (struct ArrowArray){.length = length,
                                 .n_buffers = (int64_t)n_buffers,
                                 .buffers = given,
                                 .release = release_array,
                                 .private_data = owned};
}

/* ---- columns ------------------------------------------------------------------------- */

static void *make_validity(const struct grid_cell *cells, size_t n, bool always, int64_t *n_nulls)
{
    uint8_t *bits = grid_get_zero((n + 7) / 8, 1);
    *n_nulls = 0;
    for (size_t i = 0; i < n; i++) {
        if (cells[i].data)
            bits[i / 8] |= (uint8_t)(1u << i % 8);
        else
            ++*n_nulls;
    }
    if (*n_nulls > 0 || always) return bits;
    free(bits);
    return NULL;
}

static void make_numbers(const struct grid_column *column, const struct grid_cell *cells, size_t n,
                         void **values)
{
    if (column->format[0] == 'b') {
        uint8_t *bits = grid_get_zero((n + 7) / 8, 1);
        for (size_t i = 0; i < n; i++)
            if (grid_whole(column, &cells[i])) bits[i / 8] |= (uint8_t)(1u << i % 8);
        *values = bits;
        return;
    }
    size_t width = grid_width(column->format);
    *values = grid_get(n * width);
    for (size_t i = 0; i < n; i++)
        grid_put_number(column, &cells[i], (char *)*values + i * width, width);
}

static void make_texts(bool wide, const struct grid_cell *cells, size_t n, void **offsets,
                       void **data)
{
    size_t total = 0;
    for (size_t i = 0; i < n; i++) total += cells[i].len;
    char *bytes = total > 0 ? grid_get(total) : NULL;
    int32_t *narrow = grid_get((n + 1) * (wide ? 8 : 4));
    int64_t *broad = (int64_t *)(void *)narrow;
    size_t at = 0;
    for (size_t i = 0; i <= n; i++) {
        if (wide)
            broad[i] = (int64_t)at;
        else
            narrow[i] = (int32_t)at;
        if (i == n || cells[i].len == 0) continue;
        memcpy(bytes + at, cells[i].data, cells[i].len);
        at += cells[i].len;
    }
    *offsets = narrow;
    *data = bytes;
}

/* Long texts go alternately to two buffers; buffers: validity, views, first, second, sizes. */
static void make_views(const struct grid_cell *cells, size_t n, void **buffers)
{
    int64_t *sizes = grid_get_zero(2, sizeof *sizes);
    for (size_t i = 0; i < n; i++)
        if (cells[i].len > 12) sizes[i % 2] += (int64_t)cells[i].len;
    char *views = grid_get_zero(n, 16);
    int32_t used[2] = {0, 0};
    buffers[1] = views;
    buffers[2] = grid_get((size_t)sizes[0]);
    buffers[3] = grid_get((size_t)sizes[1]);
    buffers[4] = sizes;
    for (size_t i = 0; i < n; i++) {
        char *view = views + i * 16;
        int32_t len = (int32_t)cells[i].len, buffer = (int32_t)(i % 2);
        memcpy(view, &len, 4);
        if (len == 0) continue;
        memcpy(view + 4, cells[i].data, len > 12 ? 4 : cells[i].len);
        if (len <= 12) continue;
        memcpy(view + 8, &buffer, 4);
        memcpy(view + 12, &used[buffer], 4);
        memcpy((char *)buffers[2 + buffer] + used[buffer], cells[i].data, cells[i].len);
        used[buffer] += len;
    }
}

static bool is_text(const char *format)
{
    return strchr("uUzZv", format[0]) != NULL;
}

/* A column of cells as its format wants, without a dictionary. */
static void make_plain(struct ArrowArray *array, const struct grid_column *column,
                       const struct grid_cell *cells, size_t n, bool validity)
{
    void *buffers[5] = {NULL};
    size_t n_buffers = 2;
    int64_t n_nulls = 0;
    if (column->format[0] == 'n') {
        fill_array(array, (int64_t)n, buffers, 0);
        array->null_count = (int64_t)n;
        return;
    }
    buffers[0] = make_validity(cells, n, validity, &n_nulls);
    if (column->format[0] == 'v') {
        make_views(cells, n, buffers);
        n_buffers = 5;
    } else if (is_text(column->format)) {
        bool wide = column->format[0] == 'U' || column->format[0] == 'Z';
        make_texts(wide, cells, n, &buffers[1], &buffers[2]);
        n_buffers = 3;
    } else {
        make_numbers(column, cells, n, &buffers[1]);
    }
    fill_array(array, (int64_t)n, buffers, n_buffers);
    array->null_count = n_nulls;
}

static size_t find_cell(const struct grid_cell *cells, size_t n, const struct grid_cell *wanted)
{
    size_t i = 0;
    while (i < n && (cells[i].len != wanted->len ||
                     (wanted->len > 0 && memcmp(cells[i].data, wanted->data, wanted->len) != 0)))
        i++;
    return i;
}

static void make_dictionary(struct ArrowArray *array, const struct grid_column *column,
                            const struct grid_cell *cells, size_t n, bool validity)
{
    struct grid_cell *distinct = grid_get_zero(n, sizeof *distinct);
    struct grid_column index = {.format = {column->index[0]}};
    size_t width = grid_width(index.format), n_distinct = 0;
    int64_t n_nulls;
    void *buffers[2] = {make_validity(cells, n, validity, &n_nulls), grid_get(n * width)};
    for (size_t i = 0; i < n; i++) {
        size_t code = cells[i].data ? find_cell(distinct, n_distinct, &cells[i]) : 0;
        if (cells[i].data && code == n_distinct) distinct[n_distinct++] = cells[i];
        memcpy((char *)buffers[1] + i * width, &code, width);
    }
    fill_array(array, (int64_t)n, buffers, 2);
    array->null_count = n_nulls;
    array->dictionary = grid_get_zero(1, sizeof *array->dictionary);
    make_plain(array->dictionary, column, distinct, n_distinct, false);
    ((struct owned *)array->private_data)->dictionary = array->dictionary;
    free(distinct);
}

/* ---- batches ------------------------------------------------------------------------- */

/* Column i of rows [begin, end), after cells that must never be looked at. */
static void make_column(struct ArrowArray *array, const struct grid *grid, size_t i, size_t begin,
                        size_t end, const struct arrow_options *options)
{
    static char rubbish[] = "0000-00-00 rubbish";
    size_t before = (size_t)(options->column_offset + options->row_offset);
    size_t n = before + end - begin;
    const struct grid_column *column = &grid->columns[i];
    struct grid_cell *cells = grid_get_zero(n, sizeof *cells);
    for (size_t at = 0; at < before; at++)
        if (is_text(column->format) && at % 2 == 0)
            cells[at] = (struct grid_cell){rubbish, sizeof rubbish - 1};
    for (size_t row = begin; row < end; row++) {
        cells[before + row - begin] = grid->cells[row * grid->n_columns + i];
        if (grid->null_row[row] && is_text(column->format))
            cells[before + row - begin] = (struct grid_cell){rubbish, sizeof rubbish - 1};
    }
    if (column->index[0])
        make_dictionary(array, column, cells, n, options->validity);
    else
        make_plain(array, column, cells, n, options->validity);
    if (column->format[0] == 'n' && options->null_buffer) {
        struct ArrowArray *nulls = column->index[0] ? array->dictionary : array;
        nulls->buffers[0] = NULL;
        nulls->n_buffers = 1;
    }
    array->offset = options->column_offset;
    array->length -= options->column_offset;
    if (options->no_null_count) array->null_count = -1;
    free(cells);
}

static void adopt_children(struct ArrowArray *root, size_t n)
{
    struct owned *owned = root->private_data;
    owned->children = realloc(owned->children, (n ? n : 1) * sizeof *owned->children);
    owned->n_children = n;
    root->children = grid_get_zero(n, sizeof *root->children);
    root->n_children = (int64_t)n;
    owned->blocks = realloc(owned->blocks, (owned->n_blocks + 1) * sizeof *owned->blocks);
    owned->blocks[owned->n_blocks++] = root->children;
    for (size_t i = 0; i < n; i++)
        owned->children[i] = root->children[i] = grid_get_zero(1, sizeof *root->children[i]);
}

static void make_batch(struct ArrowArray *root, const struct grid *grid, size_t begin, size_t end,
                       const struct arrow_options *options)
{
    size_t n = (size_t)options->row_offset + end - begin;
    static char present[] = "x";
    struct grid_cell *rows = grid_get_zero(n, sizeof *rows);
    for (size_t row = begin; row < end; row++)
        if (!grid->null_row[row]) rows[(size_t)options->row_offset + row - begin].data = present;
    for (size_t row = 0; row < (size_t)options->row_offset; row++)
        if (row % 2) rows[row].data = present;
    void *buffers[1] = {make_validity(rows, n, options->validity, &(int64_t){0})};
    bool any_null = memchr(grid->null_row + begin, true, end - begin) != NULL;
    if (!any_null && !options->validity) {
        free(buffers[0]);
        buffers[0] = NULL;
    }
    free(rows);
    fill_array(root, (int64_t)(end - begin), buffers, 1);
    root->offset = options->row_offset;
    adopt_children(root, grid->n_columns);
    for (size_t i = 0; i < grid->n_columns; i++)
        make_column(root->children[i], grid, i, begin, end, options);
}

/* No rows and no buffers, which is allowed. */
static void make_empty(struct ArrowArray *root, const struct grid *grid)
{
    void *none[5] = {NULL};
    fill_array(root, 0, none, 1);
    adopt_children(root, grid->n_columns);
    root->buffers = NULL;
    for (size_t i = 0; i < grid->n_columns; i++) {
        struct ArrowArray *child = root->children[i];
        make_column(child, grid, i, 0, 0, &(struct arrow_options){0});
        child->buffers = NULL;
    }
}

/* ---- the schema ---------------------------------------------------------------------- */

static char *copy(const char *text)
{
    size_t bytes = strlen(text) + 1;
    return memcpy(grid_get(bytes), text, bytes);
}

static void make_field(struct ArrowSchema *schema, const char *name, const char *format)
{
    struct owned *owned = own(2, 0);
    owned->blocks[0] = copy(name);
    owned->blocks[1] = copy(format);
    *schema = (struct ArrowSchema){.format = owned->blocks[1],
                                   .name = owned->blocks[0],
                                   .flags = ARROW_FLAG_NULLABLE,
                                   .release = release_schema,
                                   .private_data = owned};
}

static void make_schema(struct ArrowSchema *root, const struct grid *grid)
{
    struct owned *owned = own(1, grid->n_columns);
    struct ArrowSchema **children = grid_get_zero(grid->n_columns, sizeof *children);
    owned->blocks[0] = children;
    for (size_t i = 0; i < grid->n_columns; i++) {
        const struct grid_column *column = &grid->columns[i];
        bool encoded = column->index[0] != '\0';
        owned->children[i] = children[i] = grid_get_zero(1, sizeof *children[i]);
        make_field(children[i], column->name, encoded ? column->index : column->format);
        if (!encoded) continue;
        children[i]->dictionary = grid_get_zero(1, sizeof *children[i]);
        make_field(children[i]->dictionary, "", column->format);
        ((struct owned *)children[i]->private_data)->dictionary = children[i]->dictionary;
    }
    *root = (struct ArrowSchema){.format = "+s",
                                 .name = "",
                                 .n_children = (int64_t)grid->n_columns,
                                 .children = children,
                                 .release = release_schema,
                                 .private_data = owned};
}

/* ---- the stream ---------------------------------------------------------------------- */

struct arrow_table *arrow_table(const char *text, const struct arrow_options *options)
{
    struct arrow_options plain = {0};
    if (!options) options = &plain;
    struct grid grid = grid_parse(text, options);
    struct arrow_table *table = grid_get_zero(1, sizeof *table);
    size_t step = options->batch_rows > 0 ? (size_t)options->batch_rows : grid.n_rows + 1;
    table->batches = grid_get_zero(2 * (grid.n_rows / step + 2), sizeof *table->batches);
    make_schema(&table->schema, &grid);
    for (size_t begin = 0; begin < grid.n_rows; begin += step) {
        size_t end = grid.n_rows - begin < step ? grid.n_rows : begin + step;
        if (options->empty_batches) make_empty(&table->batches[table->n_batches++], &grid);
        make_batch(&table->batches[table->n_batches++], &grid, begin, end, options);
    }
    if (options->empty_batches) make_empty(&table->batches[table->n_batches++], &grid);
    grid_free(&grid);
    return table;
}

void arrow_table_free(struct arrow_table *table)
{
    if (!table) return;
    if (table->schema.release) table->schema.release(&table->schema);
    for (int64_t i = 0; i < table->n_batches; i++)
        if (table->batches[i].release) table->batches[i].release(&table->batches[i]);
    free(table->batches);
    free(table);
}

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema)
{
    struct arrow_table *table = stream->private_data;
    if (table->schema_error) return table->schema_error;
    *schema = table->schema;
    table->schema.release = NULL;
    return 0;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *array)
{
    struct arrow_table *table = stream->private_data;
    if (table->next_error && table->next_batch == table->next_error_at) return table->next_error;
    *array = (struct ArrowArray){0};
    if (table->next_batch == table->n_batches) return 0;
    struct ArrowArray *batch = &table->batches[table->next_batch++];
    *array = *batch;
    batch->release = NULL;
    return 0;
}

/* A producer's own words, which may quote data and must never reach a message. */
static const char *stream_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "SECRET 900101-1234567";
}

static void stream_release(struct ArrowArrayStream *stream)
{
    arrow_table_free(stream->private_data);
    *stream = (struct ArrowArrayStream){0};
    atomic_fetch_sub(&live, 1);
}

void arrow_table_stream(struct arrow_table *table, struct ArrowArrayStream *stream)
{
    atomic_fetch_add(&live, 1);
    *stream = (struct ArrowArrayStream){.get_schema = stream_schema,
                                        .get_next = stream_next,
                                        .get_last_error = stream_last_error,
                                        .release = stream_release,
                                        .private_data = table};
}

void arrow_make(struct ArrowArrayStream *stream, const char *text,
                const struct arrow_options *options)
{
    arrow_table_stream(arrow_table(text, options), stream);
}
