/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_frame.c - tables of ours, handed out as Arrow streams.
 */
#include "table/reading.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/table.h"

static const struct dlb_frame_column every_type[] = {
    {"text", DLB_FRAME_TEXT, 0}, {"small", DLB_FRAME_INT32, 0},   {"large", DLB_FRAME_INT64, 0},
    {"day", DLB_FRAME_DAY, 0},   {"share", DLB_FRAME_DECIMAL, 6},
};
enum { EVERY_TYPE = sizeof every_type / sizeof every_type[0], BATCH_ROWS = 65536 };

static struct dlb_frame *open_frame(struct dlb_env *env, const struct dlb_frame_column *columns,
                                    size_t n_columns)
{
    struct dlb_frame *frame = NULL;
    cr_assert_eq(dlb_frame_open(env, columns, n_columns, &frame, NULL), DOLBOM_OK);
    return frame;
}

static void append_row_of_every_type(struct dlb_frame *frame)
{
    dlb_frame_cstring(frame, "김철수");
    dlb_frame_int(frame, -5);
    dlb_frame_int(frame, INT64_MIN);
    dlb_frame_day(frame, 19753);
    dlb_frame_int(frame, 1234567);
}

static void stream_of(struct dlb_frame *frame, struct ArrowArrayStream *stream)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_assert_eq(dlb_frame_stream(frame, stream, &error), DOLBOM_OK, "%s", error.message);
}

static void expect_frame(struct dlb_frame *frame, const char *expected)
{
    struct ArrowArrayStream stream;
    stream_of(frame, &stream);
    char *text = arrow_text(&stream);
    cr_assert_not_null(text);
    cr_expect_str_eq(text, expected, "%s", text);
    free(text);
}

Test(frame, gives_every_type_as_arrow)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_frame *frame = open_frame(env, every_type, EVERY_TYPE);
    append_row_of_every_type(frame);
    for (int i = 0; i < EVERY_TYPE; i++) dlb_frame_null(frame);
    dlb_frame_text(frame, (struct dlb_text){"", 0});
    dlb_frame_int(frame, INT32_MAX);
    dlb_frame_int(frame, 0);
    dlb_frame_day(frame, DLB_DAY_OPEN);
    dlb_frame_int(frame, -1);
    dlb_frame_cstring(frame, NULL);
    for (int i = 1; i < EVERY_TYPE; i++) dlb_frame_null(frame);
    expect_frame(frame, "text:u,small:i,large:l,day:tdD,share:g\n"
                        "김철수,-5,-9223372036854775808,2024-01-31,1.234567\n"
                        ",,,,\n"
                        "\"\",2147483647,0,,-0.000001\n"
                        ",,,,\n");
    test_env_close(env, &memory);
}

Test(frame, without_rows_gives_a_schema_and_no_batch)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    expect_frame(open_frame(env, every_type, 2), "text:u,small:i\n");
    test_env_close(env, &memory);
}

Test(frame, describes_its_columns_by_the_rules)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct ArrowArrayStream stream;
    struct ArrowSchema schema, moved;
    stream_of(open_frame(env, every_type, EVERY_TYPE), &stream);
    cr_assert_eq(stream.get_schema(&stream, &schema), 0);
    cr_expect_str_eq(schema.format, "+s");
    cr_expect_eq(schema.n_children, EVERY_TYPE);
    for (int i = 0; i < EVERY_TYPE; i++) {
        cr_expect_str_eq(schema.children[i]->name, every_type[i].name);
        cr_expect_eq(schema.children[i]->flags, ARROW_FLAG_NULLABLE);
        cr_expect_eq(schema.children[i]->metadata != NULL, every_type[i].type == DLB_FRAME_DECIMAL);
    }
    cr_expect_arr_eq(schema.children[4]->metadata,
                     "\1\0\0\0\x8\0\0\0decimals\1\0\0\0"
                     "6",
                     21);
    moved = *schema.children[4]; /* a consumer may keep one field only */
    schema.children[4]->release = NULL;
    stream.release(&stream);
    schema.release(&schema);
    cr_expect_null(schema.release);
    cr_expect_str_eq(moved.name, "share");
    moved.release(&moved);
    test_env_close(env, &memory);
}

/* Rows that differ in every column, with a null here and there. */
static void append_numbered(struct dlb_frame *frame, int64_t i)
{
    char text[32];
    snprintf(text, sizeof text, "row %ld", (long)i);
    if (i % 1000 == 7)
        dlb_frame_null(frame);
    else
        dlb_frame_cstring(frame, text);
    dlb_frame_int(frame, i);
}

static const struct dlb_frame_column numbered[] = {{"text", DLB_FRAME_TEXT, 0},
                                                   {"number", DLB_FRAME_INT64, 0}};

Test(frame, cuts_batches_of_65536_rows)
{
    static const int64_t sizes[] = {BATCH_ROWS - 1, BATCH_ROWS, BATCH_ROWS + 1, 2 * BATCH_ROWS,
                                    2 * BATCH_ROWS + 9};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, 1);
        struct dlb_frame *frame = open_frame(env, numbered, 2);
        for (int64_t i = 0; i < sizes[s]; i++) append_numbered(frame, i);
        struct ArrowArrayStream stream;
        struct ArrowArray array;
        stream_of(frame, &stream);
        int64_t rows = 0, nulls = 0;
        while (stream.get_next(&stream, &array) == 0 && array.release) {
            cr_expect(array.length == BATCH_ROWS || rows + array.length == sizes[s]);
            const int64_t *numbers = array.children[1]->buffers[1];
            for (int64_t i = 0; i < array.length; i++) cr_assert_eq(numbers[i], rows + i);
            rows += array.length;
            nulls += array.children[0]->null_count;
            cr_expect_eq(array.children[1]->null_count, 0);
            cr_expect_null(array.children[1]->buffers[0], "no null, no bitmap");
            array.release(&array);
        }
        cr_expect_eq(rows, sizes[s]);
        cr_expect_eq(nulls, (sizes[s] + 992) / 1000);
        stream.release(&stream);
        test_env_close(env, &memory);
    }
}

/* A few MiB of text a row: batches end before 32 bits do. */
Test(frame, cuts_batches_of_long_texts, .timeout = 60)
{
    enum { LONG = 8 << 20, ROWS = 12 };
    struct dlb_env *env = NULL; /* the C library's memory: this moves much of it */
    cr_assert_eq(dlb_env_open(NULL, &env, NULL), DOLBOM_OK);
    char *text = malloc(LONG);
    memset(text, 'x', LONG);
    struct dlb_frame *frame = open_frame(env, numbered, 2);
    for (int i = 0; i < ROWS; i++) {
        text[0] = (char)('a' + i);
        dlb_frame_text(frame, (struct dlb_text){text, LONG});
        dlb_frame_int(frame, i);
    }
    struct ArrowArrayStream stream;
    struct ArrowArray array;
    stream_of(frame, &stream);
    int64_t n_batches = 0, row = 0;
    for (; stream.get_next(&stream, &array) == 0 && array.release; n_batches++) {
        const int32_t *offsets = array.children[0]->buffers[1];
        const char *data = array.children[0]->buffers[2];
        for (int64_t i = 0; i < array.length; i++, row++) {
            cr_expect_eq(offsets[i + 1] - offsets[i], LONG);
            cr_expect_eq(data[offsets[i]], 'a' + row);
        }
        array.release(&array);
    }
    cr_expect_eq(row, ROWS);
    cr_expect_eq(n_batches, 2);
    stream.release(&stream);
    dlb_env_release(env);
    free(text);
}

/* Columns are moved out; batches, columns, stream and environment go in any order. */
Test(frame, lets_batches_and_columns_live_on_alone)
{
    for (int order = 0; order < 6; order++) {
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, 1);
        struct dlb_frame *frame = open_frame(env, every_type, EVERY_TYPE);
        append_row_of_every_type(frame);
        struct ArrowArrayStream stream;
        struct ArrowArray array, column;
        stream_of(frame, &stream);
        dlb_env_release(env);
        cr_assert_eq(stream.get_next(&stream, &array), 0);
        column = *array.children[0];
        array.children[0]->release = NULL;
        static const char *const orders[] = {"abc", "acb", "bac", "bca", "cab", "cba"};
        for (const char *at = orders[order]; *at; at++) {
            if (*at == 'a') stream.release(&stream);
            if (*at == 'b') array.release(&array);
            if (*at != 'c') continue;
            cr_expect_arr_eq(column.buffers[2], "김철수", 9);
            column.release(&column);
        }
        cr_expect_null(stream.release);
        cr_expect_null(array.release);
        cr_expect_null(column.release);
        cr_expect_null(test_memory_fault(&memory), "%s", orders[order]);
    }
}

Test(frame, released_half_read_or_not_at_all_leaves_nothing)
{
    for (int pulls = 0; pulls < 3; pulls++) {
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, 1);
        struct dlb_frame *frame = open_frame(env, numbered, 2);
        for (int64_t i = 0; i < 2 * BATCH_ROWS + 1; i++) append_numbered(frame, i);
        struct ArrowArrayStream stream;
        stream_of(frame, &stream);
        for (int i = 0; i < pulls; i++) {
            struct ArrowArray array;
            cr_assert_eq(stream.get_next(&stream, &array), 0);
            array.release(&array);
        }
        stream.release(&stream);
        test_env_close(env, &memory);
    }
}

Test(frame, freed_before_it_is_a_stream_leaves_nothing)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_frame *frame = open_frame(env, every_type, EVERY_TYPE);
    append_row_of_every_type(frame);
    dlb_frame_int(frame, 1); /* a failure, remembered and never asked for */
    dlb_frame_free(frame);
    dlb_frame_free(NULL);
    test_env_close(env, &memory);
}

/* ---- failures that are remembered -------------------------------------------------------- */

typedef void (*misuse)(struct dlb_frame *frame);

static void text_into_number(struct dlb_frame *frame)
{
    dlb_frame_null(frame);
    dlb_frame_cstring(frame, "x");
}
static void null_text_into_number(struct dlb_frame *frame)
{
    dlb_frame_null(frame);
    dlb_frame_cstring(frame, NULL);
}
static void number_into_text(struct dlb_frame *frame)
{
    dlb_frame_int(frame, 1);
}
static void no_day_into_text(struct dlb_frame *frame)
{
    dlb_frame_day(frame, DLB_DAY_NONE);
}
static void number_too_large(struct dlb_frame *frame)
{
    dlb_frame_null(frame);
    dlb_frame_int(frame, INT64_C(1) << 31);
}
static void number_too_small(struct dlb_frame *frame)
{
    dlb_frame_null(frame);
    dlb_frame_int(frame, -(INT64_C(1) << 31) - 1);
}
static void row_not_complete(struct dlb_frame *frame)
{
    dlb_frame_null(frame);
}

Test(frame, remembers_the_first_failure_until_it_becomes_a_stream)
{
    static const struct {
        misuse run;
        const char *column;
    } cases[] = {
        {text_into_number, "small"}, {null_text_into_number, "small"}, {number_into_text, "text"},
        {no_day_into_text, "text"},  {number_too_large, "small"},      {number_too_small, "small"},
        {row_not_complete, "small"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, 1);
        struct dlb_frame *frame = open_frame(env, every_type, EVERY_TYPE);
        append_row_of_every_type(frame);
        cases[i].run(frame);
        if (cases[i].run != row_not_complete) append_row_of_every_type(frame); /* is dropped */
        struct ArrowArrayStream stream;
        dolbom_error error = DOLBOM_ERROR_INIT;
        cr_expect_eq(dlb_frame_stream(frame, &stream, &error), DOLBOM_E_ARG, "%zu", i);
        cr_expect_str_eq(error.column, cases[i].column, "%zu", i);
        cr_expect_eq(error.row, 1);
        cr_expect_null(stream.release);
        test_env_close(env, &memory);
    }
}

Test(frame, ten_decimals_hold_a_binary_fraction_exactly)
{
    static const struct dlb_frame_column columns[] = {{"a", DLB_FRAME_DECIMAL, 10}};
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_frame *frame = open_frame(env, columns, 1);
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    dlb_frame_int(frame, 12519 * INT64_C(9765625)); /* of 1024ths */
    stream_of(frame, &stream);
    cr_assert_eq(stream.get_schema(&stream, &schema), 0);
    cr_expect_arr_eq(schema.children[0]->metadata,
                     "\1\0\0\0\x8\0\0\0decimals\2\0\0\0"
                     "10",
                     22);
    cr_assert_eq(stream.get_next(&stream, &array), 0);
    cr_expect(((const double *)array.children[0]->buffers[1])[0] == 12519 / 1024.0);
    array.release(&array);
    schema.release(&schema);
    stream.release(&stream);
    test_env_close(env, &memory);
}

Test(frame, refuses_columns_that_are_not_sound)
{
    static const struct dlb_frame_column unsound[][1] = {{{NULL, DLB_FRAME_TEXT, 0}},
                                                         {{"a", DLB_FRAME_DECIMAL, 0}},
                                                         {{"a", DLB_FRAME_DECIMAL, 11}},
                                                         {{"a", DLB_FRAME_TEXT, 1}}};
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_frame *frame;
    for (size_t i = 0; i < 4; i++) {
        cr_expect_eq(dlb_frame_open(env, unsound[i], 1, &frame, NULL), DOLBOM_E_ARG);
        cr_expect_null(frame);
    }
    cr_expect_eq(dlb_frame_open(env, numbered, 0, &frame, NULL), DOLBOM_E_ARG);
    cr_expect_eq(dlb_frame_open(env, numbered, DLB_COLUMNS_MAX + 1, &frame, NULL), DOLBOM_E_ARG);
    test_env_close(env, &memory);
}

Test(frame, takes_256_columns)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct dlb_frame_column columns[DLB_COLUMNS_MAX];
    for (int i = 0; i < DLB_COLUMNS_MAX; i++)
        columns[i] = (struct dlb_frame_column){"c", DLB_FRAME_INT32, 0};
    struct dlb_frame *frame = open_frame(env, columns, DLB_COLUMNS_MAX);
    for (int i = 0; i < DLB_COLUMNS_MAX; i++) dlb_frame_int(frame, i);
    struct ArrowArrayStream stream;
    struct ArrowArray array;
    stream_of(frame, &stream);
    cr_assert_eq(stream.get_next(&stream, &array), 0);
    cr_expect_eq(array.n_children, DLB_COLUMNS_MAX);
    cr_expect_eq(((const int32_t *)array.children[DLB_COLUMNS_MAX - 1]->buffers[1])[0],
                 DLB_COLUMNS_MAX - 1);
    array.release(&array);
    stream.release(&stream);
    test_env_close(env, &memory);
}

Test(frame, copies_the_names_of_its_columns)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    char name[] = "level_name";
    struct dlb_frame_column column = {name, DLB_FRAME_INT32, 0};
    struct dlb_frame *frame = open_frame(env, &column, 1);
    memset(name, 'x', sizeof name - 1);
    expect_frame(frame, "level_name:i\n");
    test_env_close(env, &memory);
}

Test(frame, says_enomem_when_there_is_none_for_the_schema)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct ArrowArrayStream stream;
    struct ArrowSchema schema = {0};
    stream_of(open_frame(env, numbered, 2), &stream);
    memory.fail_at = memory.n_calls + 1;
    cr_expect_eq(stream.get_schema(&stream, &schema), ENOMEM);
    cr_expect_null(schema.release);
    cr_expect_str_eq(stream.get_last_error(&stream), "out of memory");
    cr_expect_eq(stream.get_schema(&stream, &schema), 0, "and goes on when there is some");
    schema.release(&schema);
    stream.release(&stream);
    test_env_close(env, &memory);
}
