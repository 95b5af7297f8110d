/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame.c - a finished table of ours, built cell by cell and handed out as a stream.
 *
 * Rows are collected in growing buffers, one set per column, which are sealed into a chunk when
 * either limit is reached; so 32-bit text offsets always suffice and a batch stays small enough for
 * caches and bindings:
 *
 *   CHUNK_ROWS   rows of a batch
 *   CHUNK_BYTES  bytes of one column's texts after which no further row is begun
 *
 * The columns of a row are filled in order, and the only state is where the next cell goes. The
 * first failure is kept, later cells are dropped.
 */
#include "table/chunk.h"

#include <errno.h>
#include <string.h>

enum {
    CHUNK_ROWS = 65536,
    CHUNK_BYTES = 1 << 26,
    TEXT_MAX = 1 << 30, /* of one cell; with CHUNK_BYTES before it, it fits an int32 offset */
    CHUNKS_MAX = 1 << 24,
    DECIMALS_MAX = 10
};

struct dlb_frame {
    struct dlb_env *env;
    size_t n_columns;
    size_t next;  /* column of the next cell */
    int64_t rows; /* complete, of all chunks */
    int64_t rows_in_cells;
    bool long_texts;         /* a column holds CHUNK_BYTES of them */
    struct dlb_array chunks; /* struct dlb_chunk *, NULL once given away */
    size_t next_chunk;       /* to be given away */
    size_t names_bytes;
    char *names; /* of the columns, one after the other */
    bool out_of_memory;
    const char *fault; /* a failure other than memory, in column `faulty` */
    size_t faulty;
    struct dlb_frame_column *columns;
    struct dlb_frame_cells *cells;
};

static const double powers_of_ten[DECIMALS_MAX + 1] = {1.0, 1e1, 1e2, 1e3, 1e4, 1e5,
                                                       1e6, 1e7, 1e8, 1e9, 1e10};

/* ---- opening ------------------------------------------------------------------------- */

static dolbom_status check_columns(const struct dlb_frame_column *columns, size_t n_columns,
                                   dolbom_error *error)
{
    bool sound = n_columns > 0 && n_columns <= DLB_COLUMNS_MAX;
    for (size_t i = 0; sound && i < n_columns; i++) {
        bool decimal = columns[i].type == DLB_FRAME_DECIMAL;
        sound = columns[i].name && columns[i].type <= DLB_FRAME_DECIMAL &&
                decimal == (columns[i].decimals > 0) && columns[i].decimals <= DECIMALS_MAX;
    }
    if (sound) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "the columns of a table are not sound");
}

/* Copies the names one after another and points the columns to them. */
static bool copy_columns(struct dlb_frame *frame, const struct dlb_frame_column *columns)
{
    size_t bytes = 0;
    for (size_t i = 0; i < frame->n_columns; i++) bytes += strlen(columns[i].name) + 1;
    frame->names = dlb_alloc(frame->env, bytes);
    frame->names_bytes = bytes;
    if (!frame->names) return false;
    char *at = frame->names;
    for (size_t i = 0; i < frame->n_columns; i++) {
        size_t len = strlen(columns[i].name) + 1;
        frame->columns[i] = columns[i];
        frame->columns[i].name = memcpy(at, columns[i].name, len);
        at += len;
    }
    return true;
}

dolbom_status dlb_frame_open(struct dlb_env *env, const struct dlb_frame_column *columns,
                             size_t n_columns, struct dlb_frame **frame, dolbom_error *error)
{
    *frame = NULL;
    dolbom_status status = check_columns(columns, n_columns, error);
    if (status != DOLBOM_OK) return status;
    struct dlb_frame *opened = dlb_alloc_zero(env, sizeof *opened);
    if (!opened) return dlb_fail_memory(error, env);
    opened->env = dlb_env_share(env);
    opened->n_columns = n_columns;
    opened->columns = dlb_alloc_zero(env, n_columns * sizeof *opened->columns);
    opened->cells = dlb_alloc_zero(env, n_columns * sizeof *opened->cells);
    if (!opened->columns || !opened->cells || !copy_columns(opened, columns)) {
        dlb_frame_free(opened);
        return dlb_fail_memory(error, env);
    }
    *frame = opened;
    return DOLBOM_OK;
}

void dlb_frame_free(struct dlb_frame *frame)
{
    if (!frame) return;
    struct dlb_env *env = frame->env;
    struct dlb_chunk **chunks = frame->chunks.data;
    for (size_t i = frame->next_chunk; i < frame->chunks.n; i++) dlb_chunk_free(chunks[i]);
    dlb_array_clear(env, &frame->chunks, sizeof *chunks);
    bool complete = frame->cells && frame->columns;
    for (size_t i = 0; complete && i < frame->n_columns; i++)
        dlb_frame_cells_clear(env, &frame->cells[i], frame->columns[i].type);
    dlb_free(env, frame->cells, frame->n_columns * sizeof *frame->cells);
    dlb_free(env, frame->columns, frame->n_columns * sizeof *frame->columns);
    dlb_free(env, frame->names, frame->names_bytes);
    dlb_free(env, frame, sizeof *frame);
    dlb_env_release(env);
}

/* ---- rows ---------------------------------------------------------------------------- */

static bool failed(const struct dlb_frame *frame)
{
    return frame->out_of_memory || frame->fault;
}

static void fail(struct dlb_frame *frame, const char *fault)
{
    frame->fault = fault;
    frame->faulty = frame->next;
}

/* Turns the rows collected so far into a chunk. */
static bool seal(struct dlb_frame *frame)
{
    if (frame->rows_in_cells == 0) return true;
    struct dlb_chunk **place =
        dlb_array_reserve(frame->env, &frame->chunks, 1, sizeof *place, CHUNKS_MAX);
    if (!place) return false;
    *place = dlb_chunk_open(frame->env, frame->columns, frame->cells, frame->n_columns,
                            frame->rows_in_cells);
    if (!*place) return false;
    frame->chunks.n++;
    frame->rows_in_cells = 0;
    frame->long_texts = false;
    return true;
}

static void end_cell(struct dlb_frame *frame)
{
    frame->next++;
    if (frame->next < frame->n_columns) return;
    frame->next = 0;
    frame->rows++;
    frame->rows_in_cells++;
    bool full = frame->long_texts || frame->rows_in_cells >= CHUNK_ROWS;
    if (full && !seal(frame)) frame->out_of_memory = true;
}

/* ---- cells --------------------------------------------------------------------------- */

/* Like dlb_array_reserve; there is nearly always room already. */
static inline void *reserve(struct dlb_frame *frame, struct dlb_array *array, size_t n_more,
                            size_t element_bytes, size_t n_max)
{
    if (array->cap - array->n >= n_more && array->data)
        return (char *)array->data + array->n * element_bytes;
    void *place = dlb_array_reserve(frame->env, array, n_more, element_bytes, n_max);
    frame->out_of_memory = !place;
    return place;
}

/* Room for the next cell's value, or NULL after a failure or for a cell of another type. */
static void *next_value(struct dlb_frame *frame, enum dlb_frame_type type)
{
    if (failed(frame)) return NULL;
    if (frame->columns[frame->next].type != type) {
        fail(frame, "a cell of another type than the column's was appended");
        return NULL;
    }
    struct dlb_frame_cells *cells = &frame->cells[frame->next];
    void *value = reserve(frame, &cells->values, 1, dlb_frame_width(type), CHUNK_ROWS);
    if (value) cells->values.n++;
    return value;
}

/* Each text stores where it ends; the start of the first one, 0, goes before that. */
static bool end_text(struct dlb_frame *frame, struct dlb_frame_cells *cells)
{
    size_t n_more = cells->values.n == 0 ? 2 : 1;
    int32_t *offsets = reserve(frame, &cells->values, n_more, sizeof *offsets, CHUNK_ROWS + 1);
    if (!offsets) return false;
    offsets[0] = 0;
    offsets[n_more - 1] = (int32_t)cells->data.n;
    cells->values.n += n_more;
    return true;
}

/* Bits of unmarked rows are set when a later one is cleared, or at the end. */
static bool mark_null(struct dlb_frame *frame, struct dlb_frame_cells *cells)
{
    size_t row = (size_t)frame->rows_in_cells;
    size_t n_more = row / 8 + 1 - cells->validity.n;
    uint8_t *bytes = reserve(frame, &cells->validity, n_more, 1, CHUNK_ROWS / 8);
    if (!bytes) return false;
    memset(bytes, 0xFF, n_more);
    cells->validity.n += n_more;
    bytes = cells->validity.data;
    bytes[row / 8] &= (uint8_t) ~(1u << row % 8);
    cells->n_nulls++;
    return true;
}

void dlb_frame_null(struct dlb_frame *frame)
{
    if (failed(frame)) return;
    struct dlb_frame_cells *cells = &frame->cells[frame->next];
    enum dlb_frame_type type = frame->columns[frame->next].type;
    if (!mark_null(frame, cells)) return;
    if (type == DLB_FRAME_TEXT) {
        if (!end_text(frame, cells)) return;
    } else {
        void *value = next_value(frame, type);
        if (!value) return;
        memset(value, 0, dlb_frame_width(type));
    }
    end_cell(frame);
}

void dlb_frame_text(struct dlb_frame *frame, struct dlb_text text)
{
    if (failed(frame)) return;
    if (frame->columns[frame->next].type != DLB_FRAME_TEXT) {
        fail(frame, "a text was appended to a column of another type");
        return;
    }
    if (!text.data) {
        dlb_frame_null(frame);
        return;
    }
    if (text.len > TEXT_MAX) {
        fail(frame, "a text is longer than 1 GiB");
        return;
    }
    struct dlb_frame_cells *cells = &frame->cells[frame->next];
    char *data = reserve(frame, &cells->data, text.len, 1, INT32_MAX);
    if (!data) return;
    memcpy(data, text.data, text.len);
    cells->data.n += text.len;
    if (cells->data.n >= CHUNK_BYTES) frame->long_texts = true;
    if (end_text(frame, cells)) end_cell(frame);
}

void dlb_frame_cstring(struct dlb_frame *frame, const char *text)
{
    dlb_frame_text(frame, (struct dlb_text){text, text ? strlen(text) : 0});
}

static void put_int32(struct dlb_frame *frame, enum dlb_frame_type type, int64_t number)
{
    if (number < INT32_MIN || number > INT32_MAX) {
        fail(frame, "a number does not fit the column");
        return;
    }
    int32_t *value = next_value(frame, type);
    if (!value) return;
    *value = (int32_t)number;
    end_cell(frame);
}

static void put_decimal(struct dlb_frame *frame, int64_t number)
{
    uint8_t decimals = frame->columns[frame->next].decimals;
    double *value = next_value(frame, DLB_FRAME_DECIMAL);
    if (!value) return;
    *value = (double)number / powers_of_ten[decimals];
    end_cell(frame);
}

void dlb_frame_int(struct dlb_frame *frame, int64_t number)
{
    if (failed(frame)) return;
    enum dlb_frame_type type = frame->columns[frame->next].type;
    if (type == DLB_FRAME_INT32) {
        put_int32(frame, type, number);
        return;
    }
    if (type == DLB_FRAME_DECIMAL) {
        put_decimal(frame, number);
        return;
    }
    int64_t *value = next_value(frame, DLB_FRAME_INT64);
    if (!value) return;
    *value = number;
    end_cell(frame);
}

void dlb_frame_day(struct dlb_frame *frame, int32_t day)
{
    if (failed(frame)) return;
    bool none = day == DLB_DAY_NONE || day == DLB_DAY_OPEN;
    if (none && frame->columns[frame->next].type == DLB_FRAME_DAY)
        dlb_frame_null(frame);
    else
        put_int32(frame, DLB_FRAME_DAY, day);
}

void dlb_frame_flag(struct dlb_frame *frame, uint8_t flag)
{
    if (flag > 1)
        dlb_frame_null(frame);
    else
        dlb_frame_int(frame, flag);
}

/* ---- the stream ---------------------------------------------------------------------- */

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema)
{
    const struct dlb_frame *frame = stream->private_data;
    return dlb_schema_give(frame->env, frame->columns, frame->n_columns, schema);
}

/* Nothing is allocated here: what could fail was done when the chunk was sealed. */
static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *array)
{
    struct dlb_frame *frame = stream->private_data;
    if (frame->next_chunk == frame->chunks.n) {
        *array = (struct ArrowArray){0};
        return 0;
    }
    struct dlb_chunk **chunks = frame->chunks.data;
    dlb_chunk_give(chunks[frame->next_chunk++], array);
    return 0;
}

/* The only possible failure. */
static const char *stream_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "out of memory";
}

static void stream_release(struct ArrowArrayStream *stream)
{
    dlb_frame_free(stream->private_data);
    *stream = (struct ArrowArrayStream){0};
}

static dolbom_status finish(struct dlb_frame *frame, dolbom_error *error)
{
    if (frame->fault)
        return dlb_fail(error, DOLBOM_E_ARG, frame->rows, frame->columns[frame->faulty].name,
                        "writing a table: %s", frame->fault);
    if (frame->out_of_memory) return dlb_fail_memory(error, frame->env);
    if (frame->next != 0)
        return dlb_fail(error, DOLBOM_E_ARG, frame->rows, frame->columns[frame->next].name,
                        "writing a table: the last row is not complete");
    return seal(frame) ? DOLBOM_OK : dlb_fail_memory(error, frame->env);
}

static dolbom_status move_chunks(struct dlb_frame *frame, struct dlb_frame *other,
                                 dolbom_error *error)
{
    struct dlb_chunk **chunks = other->chunks.data;
    size_t n = other->chunks.n;
    if (n == 0) return DOLBOM_OK;
    struct dlb_chunk **room =
        dlb_array_reserve(frame->env, &frame->chunks, n, sizeof *room, CHUNKS_MAX);
    if (!room) return dlb_fail_memory(error, frame->env);
    memcpy(room, chunks, n * sizeof *room);
    frame->chunks.n += n;
    frame->rows += other->rows;
    other->next_chunk = n; /* they have gone */
    return DOLBOM_OK;
}

dolbom_status dlb_frame_join(struct dlb_frame *frame, struct dlb_frame *other, dolbom_error *error)
{
    dolbom_status status = finish(frame, error);
    if (status == DOLBOM_OK) status = finish(other, error);
    if (status == DOLBOM_OK) status = move_chunks(frame, other, error);
    dlb_frame_free(other);
    return status;
}

dolbom_status dlb_frame_stream(struct dlb_frame *frame, struct ArrowArrayStream *stream,
                               dolbom_error *error)
{
    *stream = (struct ArrowArrayStream){0};
    dolbom_status status = finish(frame, error);
    if (status != DOLBOM_OK) {
        dlb_frame_free(frame);
        return status;
    }
    *stream = (struct ArrowArrayStream){.get_schema = stream_schema,
                                        .get_next = stream_next,
                                        .get_last_error = stream_last_error,
                                        .release = stream_release,
                                        .private_data = frame};
    return DOLBOM_OK;
}
