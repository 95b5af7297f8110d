/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading.c - a source and the memory it lives in, for the tests of this folder.
 */
#include "table/reading.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

dolbom_status reading_open(struct reading *reading, struct ArrowArrayStream *stream,
                           const struct dlb_column *columns, size_t n_columns,
                           const struct dlb_rename *renames, size_t n_renames)
{
    const struct dlb_mapping mapping = {.renames = renames, .n_renames = n_renames};
    return reading_open_mapped(reading, stream, columns, n_columns, &mapping);
}

dolbom_status reading_open_mapped(struct reading *reading, struct ArrowArrayStream *stream,
                                  const struct dlb_column *columns, size_t n_columns,
                                  const struct dlb_mapping *mapping)
{
    *reading = (struct reading){.error = DOLBOM_ERROR_INIT};
    reading->env = test_env_open(&reading->memory, 1);
    dolbom_status status = dlb_source_open(reading->env, "persons", stream, columns, n_columns,
                                           mapping, &reading->source, &reading->error);
    cr_expect_null(stream->release, "the stream is taken over");
    cr_expect_eq(status == DOLBOM_OK, reading->source != NULL);
    return status;
}

void reading_close(struct reading *reading)
{
    dlb_source_close(reading->source);
    test_env_close(reading->env, &reading->memory);
    cr_expect_eq(arrow_live(), 0, "everything foreign was released");
}

static void print_row(FILE *out, const struct dlb_batch *batch, int64_t row, size_t n_columns)
{
    static const char marks[] = "-?ELB";
    for (size_t i = 0; i < n_columns; i++) {
        char scratch[DLB_SCRATCH];
        struct dlb_text text;
        enum dlb_cell_state state = dlb_batch_text(batch, i, row, scratch, &text);
        if (i > 0) fputc('|', out);
        if (state == DLB_CELL_OK)
            fwrite(text.data, 1, text.len, out);
        else
            fputc(marks[state], out);
        cr_expect_eq(state == DLB_CELL_OK, text.data != NULL);
        cr_expect_eq(state == DLB_CELL_OK, text.len > 0);
    }
    fputc('\n', out);
}

char *reading_text(struct reading *reading, size_t n_columns)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    struct dlb_batch *batch;
    int64_t rows = 0;
    while (dlb_source_next(reading->source, &batch, &reading->error) == DOLBOM_OK && batch) {
        cr_expect_eq(dlb_batch_first_row(batch), rows);
        for (int64_t row = 0; row < dlb_batch_rows(batch); row++)
            print_row(out, batch, row, n_columns);
        rows += dlb_batch_rows(batch);
        dlb_batch_release(batch);
    }
    cr_expect_null(batch);
    fclose(out);
    return text;
}

void expect_rows(struct ArrowArrayStream *stream, const struct dlb_column *columns,
                 size_t n_columns, const char *expected, const char *what)
{
    struct reading reading;
    cr_assert_eq(reading_open(&reading, stream, columns, n_columns, NULL, 0), DOLBOM_OK, "%s: %s",
                 what, reading.error.message);
    char *text = reading_text(&reading, n_columns);
    cr_expect_str_eq(reading.error.message, "", "%s: %s", what, reading.error.message);
    cr_expect_str_eq(text, expected, "%s\n%s", what, text);
    free(text);
    reading_close(&reading);
}

struct dlb_batch *first_batch(struct reading *reading, const char *text,
                              const struct arrow_options *options, const char *const *columns,
                              size_t n_columns)
{
    struct dlb_column wanted[DLB_COLUMNS_MAX];
    for (size_t i = 0; i < n_columns; i++)
        wanted[i] = (struct dlb_column){.name = columns[i], .required = true};
    struct ArrowArrayStream stream;
    arrow_make(&stream, text, options);
    cr_assert_eq(reading_open(reading, &stream, wanted, n_columns, NULL, 0), DOLBOM_OK, "%s",
                 reading->error.message);
    struct dlb_batch *batch = NULL;
    cr_assert_eq(dlb_source_next(reading->source, &batch, &reading->error), DOLBOM_OK, "%s",
                 reading->error.message);
    cr_assert_not_null(batch);
    return batch;
}

/* splitmix64 */
uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

uint64_t random_below(uint64_t *state, uint64_t n)
{
    return next_random(state) % n;
}

dolbom_status drain(struct ArrowArrayStream *stream, dolbom_error *error)
{
    char *text = arrow_text(stream);
    free(text);
    return text ? DOLBOM_OK : dlb_fail_memory(error, NULL);
}
