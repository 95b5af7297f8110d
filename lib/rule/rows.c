/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows.c - a table's rows: read in parallel, made unique, sorted.
 *
 * A stream is pulled on one thread and its batches are read on all of them, a window of
 * batches at a time, so that memory holds one window of foreign rows and the rows that were
 * accepted. Each task fills a chunk of its own; chunks are kept in order of arrival.
 *
 *   marks    one per accepted row: hash of its name, hash of its content, row number
 *   settle   sort by name hash → rows with one name lie together → their fate is decided
 *            sort by reader->key, stable → the final order; ties lie in order of the name
 *            hash, so the order in which rows arrived is gone
 *
 * Rows without a name (events, policy rows) use their content's hash as name, and rows of
 * one content collapse.
 */
#include <string.h>

#include "rule/rule.h"

enum { TASK_ROWS = 65536, WINDOW_BATCHES = 256 };

struct dlb_row_mark {
    struct dlb_hash128 content;
    uint64_t name;
    uint32_t row; /* over the stream */
};

struct dlb_row_chunk {
    char *rows;
    struct dlb_row_mark *marks;
    uint32_t n, cap;
};

struct row_fault {
    int64_t at; /* in the batch */
    const char *column;
    enum dlb_reject reason;
};

struct row_task {
    const struct dlb_batch *batch;
    int64_t from, n;
    struct dlb_row_chunk chunk;
    struct dlb_array faults; /* of struct row_fault */
};

struct row_window {
    const struct dlb_intake *intake;
    struct dlb_rows *rows;
    struct dlb_source *source;
    struct dlb_batch *batches[WINDOW_BATCHES];
    size_t n_batches;
    struct dlb_array tasks; /* of struct row_task */
};

/* ---- reading ----------------------------------------------------------------------------- */

static const struct dlb_intake_table *find_table(const struct dlb_intake *intake, const char *name)
{
    for (size_t i = 0; i < intake->n_tables; i++)
        if (!strcmp(intake->tables[i].name, name)) return &intake->tables[i];
    return NULL;
}

static void clear_chunk(struct dlb_rows *rows, struct dlb_row_chunk *chunk)
{
    dlb_free(rows->env, chunk->rows, chunk->cap * rows->reader->row_bytes);
    dlb_free(rows->env, chunk->marks, chunk->cap * sizeof *chunk->marks);
    *chunk = (struct dlb_row_chunk){0};
}

static bool open_chunk(struct dlb_rows *rows, struct dlb_row_chunk *chunk, uint32_t cap)
{
    chunk->cap = cap;
    chunk->rows = dlb_alloc_array(rows->env, cap, rows->reader->row_bytes);
    chunk->marks = dlb_alloc_array(rows->env, cap, sizeof *chunk->marks);
    return chunk->rows && chunk->marks;
}

/* Give back the room that rejected rows leave. */
static void trim_chunk(struct dlb_rows *rows, struct dlb_row_chunk *chunk)
{
    size_t row_bytes = rows->reader->row_bytes, mark_bytes = sizeof *chunk->marks;
    if (chunk->n == chunk->cap) return;
    char *fewer_rows = dlb_resize(rows->env, chunk->rows, chunk->cap * row_bytes,
                                  chunk->n * row_bytes);
    if (!fewer_rows) return;
    chunk->rows = fewer_rows;
    struct dlb_row_mark *fewer_marks = dlb_resize(rows->env, chunk->marks, chunk->cap * mark_bytes,
                                                  chunk->n * mark_bytes);
    if (fewer_marks) chunk->marks = fewer_marks;
}
