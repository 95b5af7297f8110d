/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_column.c - whole columns of values, as bindings and databases give them.
 *
 * usage: bench_column [ROWS [KIND FILE]]
 *
 * The column has the lines of the file over and over (invented names without one), as one Arrow
 * array of utf8; whole columns use all processors. bench/crossing.py compares Python with this.
 */
#include "bench.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dolbom/dolbom.h"

enum { LINE = 1024 };

struct column {
    const char *kind;
    size_t n;
    char *bytes;
    int32_t *ends; /* n + 1 */
    const void *buffers[3];
    bool is_given;
};

/* ---- a column as a stream -------------------------------------------------------------------- */

static void release_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    array->release = NULL;
}

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    (void)stream;
    *out = (struct ArrowSchema){.format = "u", .name = "", .release = release_schema};
    return 0;
}

static int give_array(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct column *column = stream->private_data;
    *out = (struct ArrowArray){.release = NULL};
    if (column->is_given) return 0;
    column->is_given = true;
    *out = (struct ArrowArray){.length = (int64_t)column->n,
                               .n_buffers = 3,
                               .buffers = column->buffers,
                               .release = release_array};
    return 0;
}

static const char *no_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static void normalize(void *context)
{
    struct column *column = context;
    struct ArrowArrayStream out, in = {.get_schema = give_schema,
                                       .get_next = give_array,
                                       .get_last_error = no_error,
                                       .release = release_stream,
                                       .private_data = column};
    column->is_given = false;
    bench_check(dolbom_column_normalize(NULL, column->kind, &in, &out, NULL), "normalize");
    out.release(&out);
}

/* Each row's value by itself. */
static void normalize_each(void *context)
{
    struct column *column = context;
    char dst[DOLBOM_VALUE_MAX];
    size_t len;
    dolbom_quality quality;
    for (size_t row = 0; row < column->n; row++) {
        const size_t at = (size_t)column->ends[row];
        bench_check(dolbom_value_normalize(NULL, column->kind, column->bytes + at,
                                           (size_t)column->ends[row + 1] - at, dst, sizeof dst,
                                           &len, &quality),
                    "normalize");
    }
}

/* ---- what is in it --------------------------------------------------------------------------- */

static void append(struct column *column, size_t row, const char *text)
{
    const size_t len = strlen(text), at = (size_t)column->ends[row];
    memcpy(column->bytes + at, text, len);
    column->ends[row + 1] = (int32_t)(at + len);
}

static void fill(struct column *column, const char *path)
{
    static const char *const names[] = {"김순자", "이 영수 님", "박민준(78세)", "최서연",
                                        "Nguyen, Thi Lan"};
    char(*lines)[LINE] = calloc(100000, sizeof *lines);
    size_t n_lines = 0;
    FILE *file = path ? fopen(path, "r") : NULL;
    if (path && !file) bench_check(DOLBOM_E_IO, path);
    while (file && n_lines < 100000 && fgets(lines[n_lines], LINE, file))
        lines[n_lines][strcspn(lines[n_lines], "\n")] = '\0', n_lines++;
    for (size_t i = 0; !file && i < sizeof names / sizeof *names; i++)
        strcpy(lines[n_lines++], names[i]);
    for (size_t row = 0; row < column->n; row++) append(column, row, lines[row % n_lines]);
    if (file) fclose(file);
    free(lines);
}

int main(int argc, char **argv)
{
    struct column column = {.n = bench_rows(argc, argv, 1000000),
                            .kind = argc > 2 ? argv[2] : "name"};
    column.bytes = malloc(column.n * 256);
    column.ends = calloc(column.n + 1, sizeof *column.ends);
    if (!column.bytes || !column.ends) bench_check(DOLBOM_E_MEMORY, "rows");
    fill(&column, argc > 3 ? argv[3] : NULL);
    column.buffers[1] = column.ends;
    column.buffers[2] = column.bytes;
    char name[64];
    snprintf(name, sizeof name, "column of %s", column.kind);
    bench_run(name, column.n, NULL, normalize, &column);
    snprintf(name, sizeof name, "each %s", column.kind);
    bench_run(name, column.n, NULL, normalize_each, &column);
    free(column.bytes);
    free(column.ends);
    return 0;
}
