/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_frame.c - tables of ours, handed out as Arrow streams.
 */
#include "table/table.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"
#include "table/arrow_make.h"

static const struct dlb_frame_column every_type[] = {
    {"text", DLB_FRAME_TEXT, 0},   {"small", DLB_FRAME_INT32, 0}, {"large", DLB_FRAME_INT64, 0},
    {"code", DLB_FRAME_UINT64, 0}, {"day", DLB_FRAME_DAY, 0},     {"share", DLB_FRAME_DECIMAL, 6},
    {"id", DLB_FRAME_BYTES16, 0},
};
enum { EVERY_TYPE = sizeof every_type / sizeof every_type[0] };

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
    dlb_frame_uint(frame, UINT64_MAX);
    dlb_frame_day(frame, 19753);
    dlb_frame_int(frame, 1234567);
    dlb_frame_bytes16(frame, (const unsigned char *)"0123456789abcdef");
}

static void expect_frame(struct dlb_frame *frame, const char *expected)
{
    struct ArrowArrayStream stream;
    cr_assert_eq(dlb_frame_stream(frame, &stream, NULL), DOLBOM_OK);
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
    dlb_frame_uint(frame, 0);
    dlb_frame_day(frame, DLB_DAY_OPEN);
    dlb_frame_int(frame, -1);
    dlb_frame_bytes16(frame, (const unsigned char *)"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff");
    cr_expect_eq(dlb_frame_rows(frame), 3);
    expect_frame(frame, "text:u,small:i,large:l,code:L,day:tdD,share:g,id:w:16\n"
                        "김철수,-5,-9223372036854775808,18446744073709551615,2024-01-31,"
                        "1.234567,30313233343536373839616263646566\n"
                        ",,,,,,\n"
                        "\"\",2147483647,0,0,,-0.000001,000000000000000000000000000000ff\n");
    test_env_close(env, &memory);
}

Test(frame, without_rows_gives_a_schema_and_no_batch)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    expect_frame(open_frame(env, every_type, 2), "text:u,small:i\n");
    test_env_close(env, &memory);
}
