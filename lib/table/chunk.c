/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chunk.c - Arrow arrays and schemas of our own, with their release rules.
 *
 * Whoever receives a batch may release it, keep it longer than the stream, or move single
 * columns out of it and release those elsewhere, later, on another thread. So each column
 * owns its buffers, and the block that the Arrow structs themselves live in counts its
 * holders: the batch and every column. The last one to go frees it.
 *
 *   struct dlb_chunk   root array, pointers to the columns' arrays, the columns
 *   struct schema      root schema, pointers, the columns' schemas, names and metadata
 */
#include "table/chunk.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

/* ---- batches ------------------------------------------------------------------------- */

struct column {
    struct dlb_chunk *chunk;
    struct dlb_frame_cells cells;
    enum dlb_frame_type type;
    struct ArrowArray array;
    const void *buffers[3];
};

struct dlb_chunk {
    struct dlb_env *env;
    atomic_size_t holders;
    size_t n_columns;
    struct ArrowArray root;
    const void *root_buffers[1];
    struct ArrowArray *children[DLB_COLUMNS_MAX];
    struct column columns[];
};

static size_t chunk_bytes(size_t n_columns)
{
    return sizeof(struct dlb_chunk) + n_columns * sizeof(struct column);
}

static void drop_chunk(struct dlb_chunk *chunk)
{
    if (atomic_fetch_sub_explicit(&chunk->holders, 1, memory_order_acq_rel) > 1) return;
    struct dlb_env *env = chunk->env;
    dlb_free(env, chunk, chunk_bytes(chunk->n_columns));
    dlb_env_release(env);
}

static void release_column(struct ArrowArray *array)
{
    struct column *column = array->private_data;
    array->release = NULL; /* may be the array in the chunk, so before the chunk goes */
    dlb_frame_cells_clear(column->chunk->env, &column->cells, column->type);
    drop_chunk(column->chunk);
}

static void release_root(struct ArrowArray *array)
{
    struct dlb_chunk *chunk = array->private_data;
    array->release = NULL;
    for (size_t i = 0; i < chunk->n_columns; i++) {
        struct ArrowArray *child = chunk->children[i];
        if (child->release) child->release(child);
    }
    drop_chunk(chunk);
}

static void fill_column(struct dlb_chunk *chunk, struct column *column, int64_t rows)
{
    struct dlb_frame_cells *cells = &column->cells;
    bool text = column->type == DLB_FRAME_TEXT;
    column->chunk = chunk;
    column->buffers[0] = cells->validity.data;
    column->buffers[1] = cells->values.data;
    column->buffers[2] = cells->data.data;
    column->array = (struct ArrowArray){.length = rows,
                                        .null_count = cells->n_nulls,
                                        .n_buffers = text ? 3 : 2,
                                        .buffers = column->buffers,
                                        .release = release_column,
                                        .private_data = column};
}

struct dlb_chunk *dlb_chunk_open(struct dlb_env *env, const struct dlb_frame_column *columns,
                                 struct dlb_frame_cells *cells, size_t n_columns, int64_t rows)
{
    assert(n_columns <= DLB_COLUMNS_MAX);
    for (size_t i = 0; i < n_columns; i++)
        if (!dlb_frame_cells_complete(env, &cells[i], columns[i].type, rows)) return NULL;
    struct dlb_chunk *chunk = dlb_alloc_zero(env, chunk_bytes(n_columns));
    if (!chunk) return NULL;
    chunk->env = dlb_env_share(env);
    chunk->n_columns = n_columns;
    atomic_init(&chunk->holders, n_columns + 1);
    for (size_t i = 0; i < n_columns; i++) {
        chunk->columns[i].cells = cells[i];
        chunk->columns[i].type = columns[i].type;
        cells[i] = (struct dlb_frame_cells){0};
        fill_column(chunk, &chunk->columns[i], rows);
        chunk->children[i] = &chunk->columns[i].array;
    }
    chunk->root = (struct ArrowArray){.length = rows,
                                      .n_buffers = 1,
                                      .n_children = (int64_t)n_columns,
                                      .buffers = chunk->root_buffers,
                                      .children = chunk->children,
                                      .release = release_root,
                                      .private_data = chunk};
    return chunk;
}

void dlb_chunk_give(struct dlb_chunk *chunk, struct ArrowArray *array)
{
    *array = chunk->root;
}

void dlb_chunk_free(struct dlb_chunk *chunk)
{
    if (chunk) chunk->root.release(&chunk->root);
}

/* ---- schemas ------------------------------------------------------------------------- */

enum { METADATA_BYTES = 4 + 4 + 8 + 4 + 2 }; /* one pair, "decimals" and one digit or two */

struct schema {
    struct dlb_env *env;
    size_t bytes;
    atomic_size_t holders;
    size_t n_columns;
    struct ArrowSchema *children[DLB_COLUMNS_MAX];
    struct ArrowSchema columns[];
};

static const char *format_of(enum dlb_frame_type type)
{
    static const char *const formats[] = {
        [DLB_FRAME_TEXT] = "u",  [DLB_FRAME_INT32] = "i",   [DLB_FRAME_INT64] = "l",
        [DLB_FRAME_DAY] = "tdD", [DLB_FRAME_DECIMAL] = "g",
    };
    return formats[type];
}

static void drop_schema(struct schema *schema)
{
    if (atomic_fetch_sub_explicit(&schema->holders, 1, memory_order_acq_rel) > 1) return;
    struct dlb_env *env = schema->env;
    dlb_free(env, schema, schema->bytes);
    dlb_env_release(env);
}

static void release_schema_column(struct ArrowSchema *schema)
{
    schema->release = NULL;
    drop_schema(schema->private_data);
}

static void release_schema(struct ArrowSchema *root)
{
    struct schema *schema = root->private_data;
    root->release = NULL;
    for (size_t i = 0; i < schema->n_columns; i++)
        if (schema->columns[i].release) schema->columns[i].release(&schema->columns[i]);
    drop_schema(schema);
}

/* Arrow's layout: count, then length and bytes of key and value, in native integers. */
static void write_metadata(char *at, uint8_t decimals)
{
    const int32_t count = 1, key_len = 8, value_len = decimals < 10 ? 1 : 2;
    memcpy(at, &count, 4);
    memcpy(at + 4, &key_len, 4);
    memcpy(at + 8, "decimals", 8);
    memcpy(at + 16, &value_len, 4);
    if (value_len == 2) at[20] = (char)('0' + decimals / 10);
    at[19 + value_len] = (char)('0' + decimals % 10);
}

/* Writes name and metadata at `text` and returns the end of them. */
static char *fill_schema_column(struct schema *schema, size_t i,
                                const struct dlb_frame_column *column, char *text)
{
    size_t name_bytes = strlen(column->name) + 1;
    char *metadata = text + name_bytes;
    bool decimal = column->type == DLB_FRAME_DECIMAL;
    memcpy(text, column->name, name_bytes);
    if (decimal) write_metadata(metadata, column->decimals);
    schema->columns[i] = (struct ArrowSchema){.format = format_of(column->type),
                                              .name = text,
                                              .metadata = decimal ? metadata : NULL,
                                              .flags = ARROW_FLAG_NULLABLE,
                                              .release = release_schema_column,
                                              .private_data = schema};
    schema->children[i] = &schema->columns[i];
    return metadata + (decimal ? METADATA_BYTES : 0);
}

int dlb_schema_give(struct dlb_env *env, const struct dlb_frame_column *columns, size_t n_columns,
                    struct ArrowSchema *out)
{
    assert(n_columns <= DLB_COLUMNS_MAX);
    size_t bytes = sizeof(struct schema) + n_columns * sizeof(struct ArrowSchema);
    for (size_t i = 0; i < n_columns; i++) bytes += strlen(columns[i].name) + 1 + METADATA_BYTES;
    struct schema *schema = dlb_alloc_zero(env, bytes);
    if (!schema) return ENOMEM;
    schema->env = dlb_env_share(env);
    schema->bytes = bytes;
    schema->n_columns = n_columns;
    atomic_init(&schema->holders, n_columns + 1);
    char *text = (char *)&schema->columns[n_columns];
    for (size_t i = 0; i < n_columns; i++) text = fill_schema_column(schema, i, &columns[i], text);
    *out = (struct ArrowSchema){.format = "+s",
                                .name = "",
                                .n_children = (int64_t)n_columns,
                                .children = schema->children,
                                .release = release_schema,
                                .private_data = schema};
    return 0;
}
