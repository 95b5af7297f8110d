/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv_batch.c - parsed blocks as Arrow batches, without copying their texts.
 *
 * A batch is one allocation with a count. The struct array and each of its children hold
 * one count, because Arrow lets a consumer move children out and release them later, on any thread,
 * in any order. The buffers of a column are:
 *
 *   buffers[0]  validity bits, or NULL when nothing is null; empty text is null
 *   buffers[1]  the views
 *   buffers[2]  the block's text, shared by all columns
 *   buffers[3]  its length, as the format of views requires
 */
#include "io/source/who.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct column {
    struct ArrowArray array;
    const void *buffers[4];
    unsigned char *validity;
    struct io_view *views; /* only for a column that the file does not have */
    int64_t fill_len;      /* of what it says in every row, or of all ids in it */
    unsigned char *ids;    /* those that were made of the rows */
};

struct batch {
    atomic_int n_holders;
    struct io_parsed parsed;
    int64_t text_len, first_row; /* of the table */
    size_t n_columns;
    const void *no_buffer;
    struct ArrowArray **children;
    struct column *columns;
};

static void drop(struct batch *batch)
{
    if (atomic_fetch_sub(&batch->n_holders, 1) != 1) return;
    for (size_t i = 0; i < batch->n_columns; i++) {
        free(batch->columns[i].validity);
        free(batch->columns[i].views);
        free(batch->columns[i].ids);
    }
    io_parsed_clear(&batch->parsed);
    free(batch->children);
    free(batch->columns);
    free(batch);
}

static void release_column(struct ArrowArray *array)
{
    struct batch *batch = array->private_data;
    array->release = NULL;
    drop(batch);
}

static void release_batch(struct ArrowArray *array)
{
    struct batch *batch = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
    array->release = NULL;
    drop(batch);
}

static bool set_validity(struct column *column, const struct io_view *views, int64_t n)
{
    int64_t n_null = 0;
    for (int64_t i = 0; i < n; i++) n_null += views[i].len == 0;
    column->array.null_count = n_null;
    if (n_null == 0) return true;
    column->validity = calloc((size_t)n / 8 + 1, 1);
    if (!column->validity) return false;
    for (int64_t i = 0; i < n; i++)
        column->validity[i / 8] |= (unsigned char)((views[i].len != 0) << (i % 8));
    return true;
}

/* `views` NULL: the file does not have the column, so all of it is null. */
static bool set_column(struct batch *batch, struct column *column, struct io_view *views)
{
    int64_t n = batch->parsed.n_rows;
    if (!views) {
        views = column->views = calloc((size_t)n + 1, sizeof *views);
        if (!views) return false;
    }
    if (!set_validity(column, views, n)) return false;
    column->buffers[0] = column->validity;
    column->buffers[1] = views;
    column->buffers[2] = batch->parsed.data;
    column->buffers[3] = &batch->text_len;
    column->array.length = n;
    column->array.n_buffers = 4;
    column->array.buffers = column->buffers;
    column->array.private_data = batch;
    column->array.release = release_column;
    batch->n_holders++;
    return true;
}

/* A column of one text, which lives as long as the part. */
static bool set_fill(struct batch *batch, struct column *column, const char *text)
{
    int64_t n = batch->parsed.n_rows;
    column->views = calloc((size_t)n + 1, sizeof *column->views);
    column->fill_len = (int64_t)strlen(text);
    for (int64_t i = 0; column->views && i < n; i++)
        io_view_set(&column->views[i], (const unsigned char *)text, 0, (size_t)column->fill_len);
    if (!column->views || !set_column(batch, column, column->views)) return false;
    column->buffers[2] = text;
    column->buffers[3] = &column->fill_len;
    return true;
}

/* Put an id after others that are `len` bytes, in room for `cap`; false: no memory. */
static bool put_id(struct column *column, size_t *cap, int64_t row, const char *id)
{
    size_t n = strlen(id), len = (size_t)column->fill_len;
    if (len + n > *cap) {
        size_t more_cap = 2 * *cap + n;
        unsigned char *more = realloc(column->ids, more_cap);
        if (!more) return false;
        column->ids = more;
        *cap = more_cap;
    }
    memcpy(column->ids + len, id, n);
    io_view_set(&column->views[row], column->ids, len, n);
    column->fill_len += (int64_t)n;
    return true;
}

/* A column of ids that the rows get. */
static bool set_made(struct batch *batch, struct column *column, struct io_row_asked asked,
                     uint8_t how)
{
    int64_t n = batch->parsed.n_rows;
    size_t cap = (size_t)n * IO_MADE_ID + 1;
    column->views = calloc((size_t)n + 1, sizeof *column->views);
    column->ids = malloc(cap);
    bool done = column->views && column->ids;
    for (; done && asked.row < n; asked.row++, asked.of_table++) {
        char made[IO_MADE_ID];
        const char *id;
        done = io_make_id(&asked, how, made, &id) && put_id(column, &cap, asked.row, id);
    }
    if (!done || !set_column(batch, column, column->views)) return false;
    column->buffers[2] = column->ids;
    column->buffers[3] = &column->fill_len;
    return true;
}

/* Whose the rows are, if that is said and asked for; false: no memory. */
static bool read_who(const struct batch *batch, const struct io_part *part, struct io_who **who)
{
    struct io_who_places places;
    bool asks = false;
    *who = NULL;
    for (size_t i = 0; i < part->n_fills; i++) asks |= !part->fills[i].text;
    if (!asks) return true;
    io_who_find(part, &places);
    if (places.name >= 0) *who = io_who_read_all(&places, &batch->parsed);
    return places.name < 0 || *who;
}

/* Fills in what the file lacks and the plan says. */
static bool set_fills(struct batch *batch, struct io_part *part)
{
    struct io_who *who;
    bool done = read_who(batch, part, &who);
    for (size_t i = 0; done && i < part->n_fills; i++) {
        const struct io_filled *fill = &part->fills[i];
        const struct io_row_asked asked = {part, who, &batch->parsed, 0, batch->first_row};
        struct column *column = &batch->columns[fill->slot];
        done = fill->text ? set_fill(batch, column, fill->text)
                          : set_made(batch, column, asked, fill->how);
    }
    free(who);
    return done;
}

/* Puts each column of the file where the table wants it, then fills in the others. */
static bool set_columns(struct batch *batch, struct io_part *part)
{
    const struct io_parsed *parsed = &batch->parsed;
    for (int i = 0; i < part->form.n_columns; i++) {
        if (part->slot[i] < 0) continue;
        struct column *column = &batch->columns[part->slot[i]];
        if (!set_column(batch, column, parsed->views + i * parsed->row_cap)) return false;
    }
    if (!set_fills(batch, part)) return false;
    for (size_t i = 0; i < batch->n_columns; i++) {
        batch->children[i] = &batch->columns[i].array;
        bool missing = !batch->columns[i].array.release;
        if (missing && !set_column(batch, &batch->columns[i], NULL)) return false;
    }
    return true;
}

bool io_batch_export(const struct io_table *table, struct io_part *part, struct io_parsed *parsed,
                     struct ArrowArray *out)
{
    size_t n = table->n_columns;
    struct batch *batch = calloc(1, sizeof *batch);
    if (!batch) return false;
    batch->n_holders = 1;
    batch->n_columns = n;
    batch->parsed = *parsed;
    batch->first_row = table->n_rows - parsed->n_rows; /* they are counted already */
    *parsed = (struct io_parsed){.quote_line = -1, .text_line = -1};
    batch->text_len = (int64_t)batch->parsed.len;
    io_mend_rows(part, &batch->parsed);
    batch->columns = calloc(n, sizeof *batch->columns);
    batch->children = calloc(n, sizeof *batch->children);
    if (!batch->columns || !batch->children || !set_columns(batch, part)) {
        batch->n_columns = batch->columns ? n : 0;
        batch->n_holders = 1;
        drop(batch);
        return false;
    }
    *out = (struct ArrowArray){.length = batch->parsed.n_rows,
                               .n_buffers = 1,
                               .n_children = (int64_t)n,
                               .buffers = &batch->no_buffer,
                               .children = batch->children,
                               .release = release_batch,
                               .private_data = batch};
    return true;
}
