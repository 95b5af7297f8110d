/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_source.c - reading foreign streams that keep Arrow's rules.
 */
#include "table/reading.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct dlb_column two[] = {{.name = "name", .required = true}, {.name = "note"}};
static const char two_rows[] = "note,ignored:l,name\n"
                               "한글 longer than twelve bytes,7,A\n"
                               ",8,김철수\n"
                               "\"\",9,exactly 12 by\n"
                               "~\n"
                               "z,10,z\n";
static const char two_expected[] = "A|한글 longer than twelve bytes\n"
                                   "김철수|-\n"
                                   "exactly 12 by|-\n"
                                   "-|-\n"
                                   "z|z\n";

Test(source, reads_the_same_rows_from_every_layout_of_text)
{
    static const char *const texts[] = {"u", "U", "vu", "z", "Z", "vz"};
    static const char *const indices[] = {NULL, "c", "C", "s", "S", "i", "I", "l", "L"};
    for (size_t i = 0; i < 6 * 9 * 4 * 8; i++) {
        size_t bits = i % 8, text = i / 8 % 6, index = i / 48 % 9, step = i / 432;
        struct arrow_options options = {.batch_rows = (int64_t)step,
                                        .row_offset = bits & 1 ? 3 : 0,
                                        .column_offset = bits & 2 ? 9 : 0,
                                        .text_format = texts[text],
                                        .index_format = indices[index],
                                        .validity = bits & 4,
                                        .no_null_count = bits & 1,
                                        .empty_batches = bits & 2};
        struct ArrowArrayStream stream;
        char what[64];
        snprintf(what, sizeof what, "%s[%s] in batches of %zu, bits %zu", texts[text],
                 indices[index] ? indices[index] : "", step, bits);
        arrow_make(&stream, two_rows, &options);
        expect_rows(&stream, two, 2, two_expected, what);
    }
}

Test(source, prints_numbers_and_days_as_text)
{
    static const char rows[] =
        "a:c,b:C,c:s,d:S,e:i,f:I,g:l,h:L,i:f,j:g,k:b,l:tdD,m:tdm,n:n\n"
        "-128,255,-32768,65535,-2147483648,4294967295,"
        "-9223372036854775808,18446744073709551615,-3,1e15,1,"
        "2024-02-29,2024-02-29,\n"
        ",,,,,,,,,,,,,\n"
        "0,0,0,0,0,0,0,0,0,0,0,1970-01-01,#-1,\n"
        "1,1,1,1,1,1,9223372036854775807,1,nan,nan,1,9999-12-31,0000-01-01,\n"
        "1,1,1,1,1,1,1,1,1.5,1.5,1,#2932897,#-62167219200001,\n"
        "1,1,1,1,1,1,1,1,inf,-1e300,1,#-719529,#253402300800000,\n";
    static const char expected[] =
        "-128|255|-32768|65535|-2147483648|4294967295|-9223372036854775808|18446744073709551615|"
        "-3|1000000000000000|1|2024-02-29|2024-02-29|-\n"
        "-|-|-|-|-|-|-|-|-|-|-|-|-|-\n"
        "0|0|0|0|0|0|0|0|0|0|0|1970-01-01|1969-12-31|-\n"
        "1|1|1|1|1|1|9223372036854775807|1|-|-|1|9999-12-31|0000-01-01|-\n"
        "1|1|1|1|1|1|1|1|1.5|1.5|1|B|B|-\n"
        "1|1|1|1|1|1|1|1|B|B|1|B|B|-\n";
    static const struct dlb_column all[] = {
        {.name = "a", .required = true}, {.name = "b", .required = true},
        {.name = "c", .required = true}, {.name = "d", .required = true},
        {.name = "e", .required = true}, {.name = "f", .required = true},
        {.name = "g", .required = true}, {.name = "h", .required = true},
        {.name = "i", .required = true}, {.name = "j", .required = true},
        {.name = "k", .required = true}, {.name = "l", .required = true},
        {.name = "m", .required = true}, {.name = "n", .required = true}};
    for (int64_t bits = 0; bits < 32; bits++) {
        struct arrow_options options = {.batch_rows = bits & 1 ? 2 : 0,
                                        .null_buffer = bits & 16,
                                        .row_offset = bits & 2 ? 5 : 0,
                                        .column_offset = bits & 4 ? 11 : 0,
                                        .validity = bits & 8};
        struct ArrowArrayStream stream;
        arrow_make(&stream, rows, &options);
        expect_rows(&stream, all, 14, expected, "numbers");
    }
}

/* A column that was empty at first, and grew a dictionary all the same. */
Test(source, reads_dictionaries_with_nulls_and_of_nulls)
{
    static const char rows[] = "name:u[c],note:n[i]\nA,an entry\n,\nB,\n~\nA,another\n";
    for (int bits = 0; bits < 8; bits++) {
        struct arrow_options options = {.batch_rows = bits & 1 ? 2 : 0,
                                        .column_offset = bits & 2 ? 3 : 0,
                                        .null_buffer = bits & 4};
        struct ArrowArrayStream stream;
        arrow_make(&stream, rows, &options);
        expect_rows(&stream, two, 2, "A|-\n-|-\nB|-\n-|-\nA|-\n", "dictionaries");
    }
}

Test(source, reads_a_column_under_the_name_the_plan_gives_it)
{
    static const struct dlb_rename renames[] = {
        {"name", "이름"}, {"name", "성명"}, {"note", "nowhere"}};
    struct ArrowArrayStream stream;
    struct reading reading;
    arrow_make(&stream, "note,성명,name\nn,김철수,x\n", NULL);
    cr_assert_eq(reading_open(&reading, &stream, two, 2, renames, 3), DOLBOM_OK);
    cr_expect(dlb_source_has(reading.source, 0));
    cr_expect_not(dlb_source_has(reading.source, 1), "our own name does not count when renamed");
    char *text = reading_text(&reading, 2);
    cr_expect_str_eq(text, "김철수|-\n");
    free(text);
    reading_close(&reading);
}

Test(source, takes_the_first_of_several_renames_that_is_there)
{
    static const struct dlb_rename renames[] = {{"name", "b"}, {"name", "a"}};
    struct ArrowArrayStream stream;
    struct reading reading;
    arrow_make(&stream, "a,b\n1,2\n", NULL);
    cr_assert_eq(reading_open(&reading, &stream, two, 1, renames, 2), DOLBOM_OK);
    char *text = reading_text(&reading, 1);
    cr_expect_str_eq(text, "2\n");
    free(text);
    reading_close(&reading);
}

Test(source, words_stand_for_others_and_constants_for_what_is_not_there)
{
    const struct dlb_word words[] = {{"name", dlb_text_of("제공완료"), dlb_text_of("delivered")},
                                     {"name", dlb_text_of("n"), dlb_text_of("cancelled")}};
    static const struct dlb_rename constants[] = {{"note", "회"}, {"name", "not needed"}};
    const struct dlb_mapping mapping = {
        .values = words, .n_values = 2, .constants = constants, .n_constants = 2};
    struct ArrowArrayStream stream;
    struct reading reading;
    arrow_make(&stream, "name\n제공 완료\n Ｎ\n다른 말\n-\n", NULL);
    cr_assert_eq(reading_open_mapped(&reading, &stream, two, 2, &mapping), DOLBOM_OK);
    cr_expect(dlb_source_has(reading.source, 1), "a constant is there");
    char *text = reading_text(&reading, 2);
    cr_expect_str_eq(text, "delivered|회\ncancelled|회\n다른 말|회\n-|회\n");
    free(text);
    reading_close(&reading);
}

Test(source, words_of_any_type_are_read)
{
    const struct dlb_word words[] = {{"name", dlb_text_of("1"), dlb_text_of("delivered")}};
    const struct dlb_mapping mapping = {.values = words, .n_values = 1};
    for (int dictionary = 0; dictionary < 2; dictionary++) {
        struct arrow_options options = {.index_format = dictionary ? "c" : NULL};
        struct ArrowArrayStream stream;
        struct reading reading;
        arrow_make(&stream, dictionary ? "name\n1\n12\n1\n" : "name:l\n1\n12\n1\n", &options);
        cr_assert_eq(reading_open_mapped(&reading, &stream, two, 1, &mapping), DOLBOM_OK);
        char *text = reading_text(&reading, 1);
        cr_expect_str_eq(text, "delivered\n12\ndelivered\n");
        free(text);
        reading_close(&reading);
    }
}

/* Opening fails with this status and names this column. */
static void expect_refusal(const char *text, dolbom_status expected, const char *column,
                           const char *words)
{
    struct ArrowArrayStream stream;
    struct reading reading;
    arrow_make(&stream, text, NULL);
    cr_expect_eq(reading_open(&reading, &stream, two, 2, NULL, 0), expected, "%s", words);
    cr_expect_str_eq(reading.error.column, column);
    cr_expect_not_null(strstr(reading.error.message, "persons"), "%s", reading.error.message);
    cr_expect_not_null(strstr(reading.error.message, words), "%s", reading.error.message);
    reading_close(&reading);
}

Test(source, names_table_and_column_when_the_schema_does_not_fit)
{
    expect_refusal("note\nx\n", DOLBOM_E_SCHEMA, "name", "required");
    expect_refusal("name,note,name\na,b,c\n", DOLBOM_E_SCHEMA, "name", "two columns");
    expect_refusal("name,note:w:16\n", DOLBOM_E_SCHEMA, "note", "'w:16'");
    expect_refusal("name,note:tss:UTC\n", DOLBOM_E_SCHEMA, "note", "'tss:UTC'");
    expect_refusal("name:tdD[c]\n", DOLBOM_E_SCHEMA, "name", "'tdD'");
    expect_refusal("name:u[g]\n", DOLBOM_E_SCHEMA, "name", "'g'");
}

Test(source, does_not_mind_unknown_columns_whatever_they_are)
{
    struct ArrowArrayStream stream;
    arrow_make(&stream, "x:w:16,x:u[g],name,x\n,1,a,b\n", NULL);
    expect_rows(&stream, two, 2, "a|-\n", "unknown columns");
}

Test(source, of_no_columns_at_all_still_has_rows)
{
    struct ArrowArrayStream stream;
    struct reading reading;
    struct arrow_table *table = arrow_table("x\n1\n2\n", NULL);
    table->schema.n_children = 0;
    table->batches[0].n_children = 0;
    arrow_table_stream(table, &stream);
    cr_assert_eq(reading_open(&reading, &stream, NULL, 0, NULL, 0), DOLBOM_OK);
    struct dlb_batch *batch;
    cr_assert_eq(dlb_source_next(reading.source, &batch, NULL), DOLBOM_OK);
    cr_expect_eq(dlb_batch_rows(batch), 2);
    dlb_batch_release(batch);
    reading_close(&reading);
}

Test(source, takes_256_columns_and_not_one_more)
{
    for (int n = DLB_COLUMNS_MAX; n <= DLB_COLUMNS_MAX + 1; n++) {
        char text[DLB_COLUMNS_MAX * 8] = "name";
        for (int i = 1; i < n; i++) strcat(text, ",c");
        strcat(text, "\n");
        struct ArrowArrayStream stream;
        struct reading reading;
        arrow_make(&stream, text, NULL);
        cr_expect_eq(reading_open(&reading, &stream, two, 2, NULL, 0),
                     n <= DLB_COLUMNS_MAX ? DOLBOM_OK : DOLBOM_E_SCHEMA);
        reading_close(&reading);
    }
}

Test(source, lets_batches_outlive_it)
{
    struct reading reading;
    static const char *const columns[] = {"name"};
    struct dlb_batch *batch = first_batch(&reading, "name\n김철수\nb\n", NULL, columns, 1);
    dlb_source_close(reading.source);
    dlb_env_release(reading.env);
    struct dlb_text text;
    char scratch[DLB_SCRATCH];
    cr_expect_eq(dlb_batch_text(batch, 0, 0, scratch, &text), DLB_CELL_OK);
    cr_expect(dlb_text_equal(text, (struct dlb_text){"김철수", 9}));
    dlb_batch_release(batch);
    cr_expect_null(test_memory_fault(&reading.memory));
    cr_expect_eq(arrow_live(), 0);
}

Test(source, closed_before_the_end_releases_what_was_not_read)
{
    struct reading reading;
    static const char *const columns[] = {"name"};
    struct arrow_options options = {.batch_rows = 1};
    dlb_batch_release(first_batch(&reading, "name\na\nb\nc\n", &options, columns, 1));
    reading_close(&reading);
}

Test(source, passes_on_the_number_of_a_streams_error_and_not_its_words)
{
    for (int64_t at = -1; at < 3; at++) {
        struct ArrowArrayStream stream;
        struct reading reading;
        struct arrow_options options = {.batch_rows = 1};
        struct arrow_table *table = arrow_table("name\na\nb\n", &options);
        if (at < 0) table->schema_error = EPIPE;
        table->next_error = EPIPE;
        table->next_error_at = at;
        arrow_table_stream(table, &stream);
        dolbom_status status = reading_open(&reading, &stream, two, 2, NULL, 0);
        struct dlb_batch *batch = NULL;
        for (int64_t i = 0; status == DOLBOM_OK && i <= at; i++) {
            dlb_batch_release(batch);
            status = dlb_source_next(reading.source, &batch, &reading.error);
        }
        cr_expect_eq(status, DOLBOM_E_IO);
        cr_expect_eq(reading.error.os_error, EPIPE);
        cr_expect_null(strstr(reading.error.message, "SECRET"));
        if (at >= 0) {
            cr_expect_eq(dlb_source_next(reading.source, &batch, NULL), DOLBOM_E_IO, "still");
            cr_expect_null(batch);
        }
        reading_close(&reading);
    }
}

Test(source, says_memory_when_the_stream_says_so)
{
    struct ArrowArrayStream stream;
    struct reading reading;
    struct arrow_table *table = arrow_table("name\na\n", NULL);
    table->schema_error = ENOMEM;
    arrow_table_stream(table, &stream);
    cr_expect_eq(reading_open(&reading, &stream, two, 2, NULL, 0), DOLBOM_E_MEMORY);
    reading_close(&reading);
}

Test(source, refuses_a_stream_that_was_released)
{
    struct ArrowArrayStream stream = {0};
    struct reading reading;
    cr_expect_eq(reading_open(&reading, &stream, two, 2, NULL, 0), DOLBOM_E_ARG);
    reading_close(&reading);
}

Test(source, stays_at_the_end)
{
    struct reading reading;
    static const char *const columns[] = {"name"};
    dlb_batch_release(first_batch(&reading, "name\na\n", NULL, columns, 1));
    struct dlb_batch *batch;
    for (int i = 0; i < 3; i++) {
        cr_expect_eq(dlb_source_next(reading.source, &batch, NULL), DOLBOM_OK);
        cr_expect_null(batch);
    }
    reading_close(&reading);
}
