/* SPDX-License-Identifier: Apache-2.0 */
/*
 * result.c - finished tables of the library, held and read cell by cell.
 *
 * The library's output tables have few types: text, whole numbers, days, decimals (an
 * integer divided by a power of ten, which the field's metadata names) and 16 bytes, which
 * people see as 32 hexadecimal digits. A decimal is printed from the integer it stands for,
 * so no rounding of the printing changes a digit.
 */
#include "io/output/writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- columns ----------------------------------------------------------------------------- */

/* The number in the metadata's "decimals"; 0 if there is none. */
static uint8_t decimals_of(const char *metadata)
{
    static const char key[] = "decimals";
    int32_t n, len;
    if (!metadata) return 0;
    memcpy(&n, metadata, sizeof n);
    const char *at = metadata + sizeof n;
    for (int32_t i = 0; i < n; i++) {
        memcpy(&len, at, sizeof len);
        bool found = len == (int32_t)sizeof key - 1 && memcmp(at + 4, key, sizeof key - 1) == 0;
        at += 4 + len;
        memcpy(&len, at, sizeof len);
        if (found && len == 1 && at[4] >= '1' && at[4] <= '9') return (uint8_t)(at[4] - '0');
        if (found && len == 2 && memcmp(at + 4, "10", 2) == 0) return 10;
        at += 4 + len;
    }
    return 0;
}

static bool set_column(struct io_column *column, const struct ArrowSchema *schema)
{
    static const struct {
        const char *format;
        char type;
    } types[] = {{"u", 'u'}, {"i", 'i'}, {"l", 'l'}, {"tdD", 'd'}, {"g", 'g'}};
    column->name = schema->name;
    column->decimals = decimals_of(schema->metadata);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(schema->format, types[i].format) == 0) column->type = types[i].type;
    return column->type != 0 && (column->type != 'g' || column->decimals > 0);
}

static bool set_columns(struct io_result *result, struct io_problem *problem)
{
    size_t n = (size_t)result->schema.n_children;
    result->columns = calloc(n + 1, sizeof *result->columns);
    if (!result->columns) return io_fail_memory(problem);
    result->n_columns = n;
    for (size_t i = 0; i < n; i++)
        if (!set_column(&result->columns[i], result->schema.children[i]))
            return io_fail(problem, IO_SYSTEM, "table %s: column %s has an unknown type",
                           result->name, result->schema.children[i]->name);
    return true;
}

int io_result_column(const struct io_result *result, const char *name)
{
    for (size_t i = 0; i < result->n_columns; i++)
        if (strcmp(result->columns[i].name, name) == 0) return (int)i;
    return -1;
}

/* ---- taking ------------------------------------------------------------------------------ */

static bool add_batch(struct io_result *result, struct ArrowArray *batch, size_t *cap)
{
    if (result->n_batches == *cap) {
        size_t wanted = *cap ? *cap * 2 : 8;
        struct ArrowArray *batches = reallocarray(result->batches, wanted, sizeof *batches);
        if (!batches) return false;
        result->batches = batches;
        int64_t *rows = reallocarray(result->first_row, wanted, sizeof *rows);
        if (!rows) return false;
        result->first_row = rows;
        *cap = wanted;
    }
    result->first_row[result->n_batches] = result->n_rows;
    result->batches[result->n_batches++] = *batch;
    result->n_rows += batch->length;
    return true;
}

static bool take_batches(struct io_result *result, struct ArrowArrayStream *stream,
                         struct io_problem *problem)
{
    size_t cap = 0;
    for (;;) {
        struct ArrowArray batch = {.release = NULL};
        int failed = stream->get_next(stream, &batch);
        if (failed) {
            const char *why = stream->get_last_error(stream);
            return io_fail(problem, IO_SYSTEM, "table %s: %s", result->name,
                           why ? why : tool_said(strerror(failed)));
        }
        if (!batch.release) return true;
        if (batch.length == 0) {
            batch.release(&batch);
        } else if (!add_batch(result, &batch, &cap)) {
            batch.release(&batch);
            return io_fail_memory(problem);
        }
    }
}

bool io_result_take(struct io_result *result, const char *name, struct ArrowArrayStream *stream,
                    struct io_problem *problem)
{
    *result = (struct io_result){.name = name};
    bool done = stream->get_schema(stream, &result->schema) == 0;
    if (!done) io_fail_memory(problem);
    done = done && set_columns(result, problem) && take_batches(result, stream, problem);
    stream->release(stream);
    return done;
}

void io_result_clear(struct io_result *result)
{
    for (size_t i = 0; i < result->n_batches; i++)
        if (result->batches[i].release) result->batches[i].release(&result->batches[i]);
    if (result->schema.release) result->schema.release(&result->schema);
    free(result->batches);
    free(result->first_row);
    free(result->columns);
    *result = (struct io_result){.name = NULL};
}

/* ---- cells ------------------------------------------------------------------------------- */

struct wanted {
    const struct io_result *result;
    int64_t row;
};

static bool begins_by(const void *context, size_t i)
{
    const struct wanted *wanted = context;
    return wanted->result->first_row[i] <= wanted->row;
}

/* The array of a cell; NULL when it is null. *at is its index in the array's buffers. */
static const struct ArrowArray *cell(const struct io_result *result, int column, int64_t row,
                                     int64_t *at)
{
    if (result->view) row = result->view->rows[row];
    struct wanted wanted = {result, row};
    size_t low = tool_count_before(result->n_batches, begins_by, &wanted) - 1;
    const struct ArrowArray *batch = &result->batches[low];
    const struct ArrowArray *array = batch->children[column];
    *at = row - result->first_row[low] + batch->offset + array->offset;
    const unsigned char *validity = array->buffers[0];
    bool null = validity && !(validity[*at / 8] >> (*at % 8) & 1);
    return null ? NULL : array;
}

static int64_t decimal_at(const struct io_column *column, const double *values, int64_t at)
{
    double scale = 1;
    for (int i = 0; i < column->decimals; i++) scale *= 10;
    double number = values[at] * scale; /* a whole number except for the last bit */
    return (int64_t)(number < 0 ? number - 0.5 : number + 0.5);
}

bool io_result_number(const struct io_result *result, int column, int64_t row, int64_t *number)
{
    int64_t at;
    const struct io_replaced *other =
        result->view ? io_select_find(result->view, column, row) : NULL;
    if (other && other->text) *number = strtoll(other->text, NULL, 10);
    if (other) return other->text != NULL;
    const struct ArrowArray *array = cell(result, column, row, &at);
    if (!array) return false;
    const struct io_column *form = &result->columns[column];
    const void *values = array->buffers[1];
    switch (form->type) {
    case 'i':
    case 'd':
        *number = ((const int32_t *)values)[at];
        return true;
    case 'l':
        *number = ((const int64_t *)values)[at];
        return true;
    case 'g':
        *number = decimal_at(form, values, at);
        return true;
    default:
        return false;
    }
}

/* Writes digits leftwards from `end`; returns where they begin. */
static char *digits_before(char *end, uint64_t number, int at_least)
{
    do {
        *--end = (char)('0' + number % 10);
        number /= 10;
        at_least--;
    } while (number > 0 || at_least > 0);
    return end;
}

/* A whole number, with a point before the last `decimals` digits. */
static const char *print_number(char scratch[IO_CELL], int64_t number, int decimals, size_t *len)
{
    char *end = scratch + IO_CELL;
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    uint64_t scale = 1;
    for (int i = 0; i < decimals; i++) scale *= 10;
    char *at = end;
    if (decimals) {
        at = digits_before(at, size % scale, decimals);
        *--at = '.';
    }
    at = digits_before(at, size / scale, 1);
    if (number < 0) *--at = '-';
    *len = (size_t)(end - at);
    return at;
}

const char *io_day_text(char scratch[IO_CELL], int64_t day, size_t *len)
{
    int32_t year, month, day_of_month;
    tool_day_split(day, &year, &month, &day_of_month);
    char *at = digits_before(scratch + IO_CELL, (uint64_t)day_of_month, 2);
    *--at = '-';
    at = digits_before(at, (uint64_t)month, 2);
    *--at = '-';
    at = digits_before(at, (uint64_t)year, 4);
    *len = (size_t)(scratch + IO_CELL - at);
    return at;
}

const char *io_result_text(const struct io_result *result, int column, int64_t row,
                           char scratch[IO_CELL], size_t *len)
{
    int64_t at, number;
    const struct io_replaced *other =
        result->view ? io_select_find(result->view, column, row) : NULL;
    if (other) *len = other->len;
    if (other) return other->text;
    const struct ArrowArray *array = cell(result, column, row, &at);
    if (!array) return NULL;
    const struct io_column *form = &result->columns[column];
    if (form->type == 'u') {
        const int32_t *offsets = array->buffers[1];
        *len = (size_t)(offsets[at + 1] - offsets[at]);
        return (const char *)array->buffers[2] + offsets[at];
    }
    io_result_number(result, column, row, &number);
    if (form->type == 'd') return io_day_text(scratch, number, len);
    return print_number(scratch, number, form->decimals, len);
}

const char *io_result_cell(const struct io_result *result, const char *column, int64_t row,
                           char scratch[IO_CELL], size_t *len)
{
    int at = io_result_column(result, column);
    const char *text = at < 0 ? NULL : io_result_text(result, at, row, scratch, len);
    if (!text) *len = 0;
    return text;
}

/* ---- as a stream again --------------------------------------------------------------- */

struct replay {
    const struct io_result *result;
    size_t next;
};

static void release_nothing(struct ArrowArray *array)
{
    array->release = NULL;
}

/* A batch whose buffers still belong to the result: only the outer structures are copied. */
struct loan {
    struct ArrowArray **children;
    struct ArrowArray arrays[];
};

static void release_loan(struct ArrowArray *array)
{
    struct loan *loan = array->private_data;
    free(loan->children);
    free(loan);
    array->release = NULL;
}

static int replay_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct replay *replay = stream->private_data;
    *out = (struct ArrowArray){.release = NULL};
    if (replay->next == replay->result->n_batches) return 0;
    const struct ArrowArray *batch = &replay->result->batches[replay->next];
    size_t n = (size_t)batch->n_children;
    struct loan *loan = calloc(1, sizeof *loan + n * sizeof *loan->arrays);
    struct ArrowArray **children = calloc(n + 1, sizeof *children);
    if (!loan || !children) {
        free(loan);
        free(children);
        return ENOMEM;
    }
    loan->children = children;
    for (size_t i = 0; i < n; i++) {
        loan->arrays[i] = *batch->children[i];
        loan->arrays[i].release = release_nothing;
        children[i] = &loan->arrays[i];
    }
    *out = *batch;
    out->children = children;
    out->private_data = loan;
    out->release = release_loan;
    replay->next++;
    return 0;
}

static void release_child(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

struct schema_loan {
    struct ArrowSchema **children;
    struct ArrowSchema schemas[];
};

static void release_schema(struct ArrowSchema *schema)
{
    struct schema_loan *loan = schema->private_data;
    free(loan->children);
    free(loan);
    schema->release = NULL;
}

static int replay_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const struct replay *replay = stream->private_data;
    const struct ArrowSchema *schema = &replay->result->schema;
    size_t n = (size_t)schema->n_children;
    struct schema_loan *loan = calloc(1, sizeof *loan + n * sizeof *loan->schemas);
    struct ArrowSchema **children = calloc(n + 1, sizeof *children);
    if (!loan || !children) {
        free(loan);
        free(children);
        return ENOMEM;
    }
    loan->children = children;
    for (size_t i = 0; i < n; i++) {
        loan->schemas[i] = *schema->children[i];
        loan->schemas[i].release = release_child;
        children[i] = &loan->schemas[i];
    }
    *out = *schema;
    out->children = children;
    out->private_data = loan;
    out->release = release_schema;
    return 0;
}

static const char *replay_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "out of memory";
}

static void replay_release(struct ArrowArrayStream *stream)
{
    free(stream->private_data);
    stream->release = NULL;
}

bool io_result_stream(const struct io_result *result, struct ArrowArrayStream *stream)
{
    struct replay *replay = calloc(1, sizeof *replay);
    if (!replay) return false;
    replay->result = result;
    *stream = (struct ArrowArrayStream){.get_schema = replay_schema,
                                        .get_next = replay_next,
                                        .get_last_error = replay_error,
                                        .release = replay_release,
                                        .private_data = replay};
    return true;
}
