/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_cell.c - one cell as text or day.
 */
#include "table/reading.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table/batch.h"

static const char *const just_a[] = {"a"};

/* A column `a` of this format with this one cell, as it stands in a table's text. */
static struct dlb_batch *one_cell(struct reading *reading, const char *format, const char *cell)
{
    char text[512];
    snprintf(text, sizeof text, format[0] == '"' ? "\"a:%s\n%s\n" : "a:%s\n%s\n",
             format + (format[0] == '"'), cell);
    return first_batch(reading, text, NULL, just_a, 1);
}

/* What a cell is as text; "-" null, "B" bad, "E" not UTF-8. */
static const char *const text_cases[][3] = {
    {"u", "12", "12"},
    {"u", " \t12 ", " \t12 "},
    {"u", "\"1,234,000\"", "1,234,000"},
    {"u", "\xff", "E"},
    {"u", "   ", "   "},
    {"u", "\"\"", "-"},
    {"u", "", "-"},
    {"u[c]", "42", "42"},
    {"vu", "\"1,234,567,890,123\"", "1,234,567,890,123"},
    {"c", "-128", "-128"},
    {"C", "255", "255"},
    {"s", "-32768", "-32768"},
    {"S", "65535", "65535"},
    {"i", "-2147483648", "-2147483648"},
    {"I", "4294967295", "4294967295"},
    {"l", "-9223372036854775808", "-9223372036854775808"},
    {"L", "9223372036854775807", "9223372036854775807"},
    {"L", "18446744073709551615", "18446744073709551615"},
    {"L", "0", "0"},
    {"b", "1", "1"},
    {"b", "0", "0"},
    {"f", "-16777216", "-16777216"},
    {"g", "9007199254740992", "9007199254740992"},
    {"g", "-9223372036854775808", "-9223372036854775808"},
    {"g", "9223372036854775808", "B"},
    {"g", "-0.0", "0"},
    {"g", "1e-300", "B"},
    {"g", "inf", "B"},
    {"g", "-inf", "B"},
    {"g", "nan", "-"},
    {"tdD", "2024-01-01", "2024-01-01"},
    {"tdm", "2024-01-01", "2024-01-01"},
    {"tdD", "", "-"},
    {"n", "", "-"},
    {"n[c]", "", "-"},
    {"n[c]", "an entry", "-"},
    {"\"d:38,0\"", "9223372036854775808", "9223372036854775808"},
    {"\"d:38,0\"", "-9223372036854775809", "-9223372036854775809"},
    {"\"d:19,0,128\"", "-1", "-1"},
    {"\"d:18,0,64\"", "-42", "-42"},
    {"\"d:9,0,32\"", "42", "42"},
    {"\"d:38,0\"", "", "-"},
};

Test(cell, as_a_text)
{
    static const char *const states[] = {[DLB_CELL_NULL] = "-",
                                         [DLB_CELL_ENCODING] = "E",
                                         [DLB_CELL_TOO_LONG] = "L",
                                         [DLB_CELL_BAD] = "B"};
    for (size_t i = 0; i < sizeof text_cases / sizeof text_cases[0]; i++) {
        const char *format = text_cases[i][0], *cell = text_cases[i][1];
        struct reading reading;
        struct dlb_batch *batch = one_cell(&reading, format, cell);
        char scratch[DLB_SCRATCH];
        struct dlb_text text;
        enum dlb_cell_state state = dlb_batch_text(batch, 0, 0, scratch, &text);
        if (state != DLB_CELL_OK) text = dlb_text_of(states[state]);
        cr_expect(dlb_text_equal(text, dlb_text_of(text_cases[i][2])), "%s as %s is %.*s", cell,
                  format, (int)text.len, text.data);
        dlb_batch_release(batch);
        reading_close(&reading);
    }
}

Test(cell, of_a_wide_decimal_is_printed_whole)
{
    static const char *const numbers[] = {
        "0",
        "-1",
        "10",
        "18446744073709551616",
        "36110110325808500057200000",
        "99999999999999999999999999999999999999",
        "-99999999999999999999999999999999999999",
        "-170141183460469231731687303715884105728",
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct reading reading;
        struct dlb_batch *batch = one_cell(&reading, "\"d:38,0\"", numbers[i]);
        char scratch[DLB_SCRATCH];
        struct dlb_text text;
        cr_assert_eq(dlb_batch_text(batch, 0, 0, scratch, &text), DLB_CELL_OK, "%s", numbers[i]);
        cr_expect_eq(text.len, strlen(numbers[i]), "%s", numbers[i]);
        cr_expect_arr_eq(text.data, numbers[i], text.len, "%s", numbers[i]);
        dlb_batch_release(batch);
        reading_close(&reading);
    }
}

/* Tools that know no nulls in integers hand over floats. */
Test(cell, of_a_float_is_the_shortest_decimal_it_stands_for)
{
    static const char *const cases[][3] = {
        {"g", "0.1", "0.1"},
        {"f", "0.1", "0.1"},
        {"g", "-1.25", "-1.25"},
        {"g", "1012345678.5", "1012345678.5"},
        {"g", "0.000000001", "0.000000001"},
        {"g", "123456.789012345", "123456.789012345"},
        {"f", "3.14", "3.14"},
        {"g", "0.30000000000000004", "B"},
        {"g", "0.0000000001", "B"},
        {"g", "-0.5", "-0.5"},
        {"g", "9007199254740993", "9007199254740992"},
        {"g", "1e18", "1000000000000000000"},
        {"g", "1e19", "B"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading;
        struct dlb_batch *batch = one_cell(&reading, cases[i][0], cases[i][1]);
        char scratch[DLB_SCRATCH];
        struct dlb_text text;
        bool bad = cases[i][2][0] == 'B';
        cr_expect_eq(dlb_batch_text(batch, 0, 0, scratch, &text), bad ? DLB_CELL_BAD : DLB_CELL_OK,
                     "%s", cases[i][1]);
        struct dlb_text wanted = {cases[i][2], strlen(cases[i][2])};
        if (!bad) cr_expect(dlb_text_equal(text, wanted), "%s", cases[i][1]);
        dlb_batch_release(batch);
        reading_close(&reading);
    }
}

/* Every amount of won with two decimals, and its float, have the same text. */
Test(cell, of_a_float_gives_back_any_decimal)
{
    uint64_t state = 5;
    for (int round = 0; round < 2000; round++) {
        char cell[40], wanted[40];
        int64_t whole = (int64_t)random_below(&state, 1000000000);
        int cents = 1 + (int)random_below(&state, 99);
        snprintf(cell, sizeof cell, "-%ld.%02d", (long)whole, cents);
        strcpy(wanted, cell);
        if (cents % 10 == 0) wanted[strlen(wanted) - 1] = '\0';
        struct reading reading;
        struct dlb_batch *batch = one_cell(&reading, "g", cell);
        char scratch[DLB_SCRATCH];
        struct dlb_text text;
        cr_assert_eq(dlb_batch_text(batch, 0, 0, scratch, &text), DLB_CELL_OK, "%s", cell);
        cr_assert(dlb_text_equal(text, (struct dlb_text){wanted, strlen(wanted)}), "%s", cell);
        dlb_batch_release(batch);
        reading_close(&reading);
    }
}

struct day_case {
    const char *format, *cell;
    enum dlb_cell_state state;
    int32_t day;
};

static const struct day_case day_cases[] = {
    {"tdD", "2024-01-31", DLB_CELL_OK, 19753},
    {"tdD", "0000-01-01", DLB_CELL_OK, -719528},
    {"tdD", "9999-12-31", DLB_CELL_OK, 2932896},
    {"tdD", "#-719529", DLB_CELL_BAD, 0},
    {"tdD", "#2932897", DLB_CELL_BAD, 0},
    {"tdD", "#-2147483648", DLB_CELL_BAD, 0}, /* DLB_DAY_NONE */
    {"tdD", "#2147483647", DLB_CELL_BAD, 0},  /* DLB_DAY_OPEN */
    {"tdm", "2024-01-31", DLB_CELL_OK, 19753},
    {"tdm", "#86399999", DLB_CELL_OK, 0},
    {"tdm", "#-1", DLB_CELL_OK, -1},
    {"tdm", "#-86400000", DLB_CELL_OK, -1},
    {"tdm", "#-86400001", DLB_CELL_OK, -2},
    {"tdm", "#9223372036854775807", DLB_CELL_BAD, 0},
    {"tdm", "#-9223372036854775808", DLB_CELL_BAD, 0},
    {"tss:", "2024-01-31", DLB_CELL_OK, 19753},
    {"tss:", "#-1", DLB_CELL_OK, -1},
    {"tsm:", "2024-01-31", DLB_CELL_OK, 19753},
    {"tsu:", "2024-01-31", DLB_CELL_OK, 19753},
    {"tsu:", "#86400000001", DLB_CELL_OK, 1},
    {"tsn:", "2024-01-31", DLB_CELL_OK, 19753},
    {"tsn:", "#86399999999999", DLB_CELL_OK, 0},
    {"tsn:", "#-9223372036854775808", DLB_CELL_OK, -106752},
    {"tdD", "", DLB_CELL_NULL, 0},
    {"n", "", DLB_CELL_NULL, 0},
    {"u", "", DLB_CELL_NULL, 0},
    {"u", "\"\"", DLB_CELL_NULL, 0},
    {"u", "2024-01-31", DLB_CELL_BAD, 0},
    {"u", "\xff", DLB_CELL_ENCODING, 0},
    {"u[s]", "2024-01-31", DLB_CELL_BAD, 0},
    {"i", "19753", DLB_CELL_BAD, 0},
    {"b", "1", DLB_CELL_BAD, 0},
    {"g", "1", DLB_CELL_BAD, 0},
};

Test(cell, as_a_day)
{
    for (size_t i = 0; i < sizeof day_cases / sizeof day_cases[0]; i++) {
        const struct day_case *wanted = &day_cases[i];
        struct reading reading;
        struct dlb_batch *batch = one_cell(&reading, wanted->format, wanted->cell);
        int32_t day = 0;
        cr_expect_eq(dlb_batch_day(batch, 0, 0, &day), wanted->state, "%s as %s", wanted->cell,
                     wanted->format);
        cr_expect_eq(day, wanted->day, "%s as %s", wanted->cell, wanted->format);
        dlb_batch_release(batch);
        reading_close(&reading);
    }
}

/* Valid and invalid bytes at every place of a text of every length that one word can hold. */
Test(cell, tells_valid_utf8_at_any_place)
{
    static const struct {
        const char *bytes;
        enum dlb_cell_state state;
    } samples[] = {
        {"가", DLB_CELL_OK},
        {"\xc2\x80", DLB_CELL_OK},
        {"\xf4\x8f\xbf\xbf", DLB_CELL_OK},
        {"\x80", DLB_CELL_ENCODING},
        {"\xc0\xaf", DLB_CELL_ENCODING},
        {"\xed\xa0\x80", DLB_CELL_ENCODING},
        {"\xf4\x90\x80\x80", DLB_CELL_ENCODING},
        {"\xea\xb0", DLB_CELL_ENCODING},
        {"\xff", DLB_CELL_ENCODING},
        {"\x7f", DLB_CELL_OK},
    };
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        for (size_t at = 0; at < 20; at++) {
            char cell[64] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
            memcpy(cell + at, samples[i].bytes, strlen(samples[i].bytes));
            cell[at + strlen(samples[i].bytes) + at % 4 * 5] = '\0';
            struct reading reading;
            struct dlb_batch *batch = one_cell(&reading, at % 3 ? "u" : "vu", cell);
            char scratch[DLB_SCRATCH];
            struct dlb_text text;
            cr_expect_eq(dlb_batch_text(batch, 0, 0, scratch, &text), samples[i].state,
                         "sample %zu at %zu", i, at);
            cr_expect_eq(text.len, samples[i].state == DLB_CELL_OK ? strlen(cell) : 0);
            dlb_batch_release(batch);
            reading_close(&reading);
        }
    }
}

Test(cell, keeps_a_nul_inside_a_text)
{
    struct reading reading;
    struct dlb_batch *batch = one_cell(&reading, "u", "a.b");
    char scratch[DLB_SCRATCH];
    struct dlb_text text;
    ((char *)(uintptr_t)batch->array.children[0]->buffers[2])[1] = '\0';
    cr_expect_eq(dlb_batch_text(batch, 0, 0, scratch, &text), DLB_CELL_OK);
    cr_expect(dlb_text_equal(text, (struct dlb_text){"a\0b", 3}));
    dlb_batch_release(batch);
    reading_close(&reading);
}

Test(cell, of_64_kib_is_the_longest)
{
    static const char *const formats[] = {"u", "U", "vu", "u[c]"};
    for (size_t i = 0; i < 4; i++) {
        for (size_t len = DLB_FIELD_BYTES_MAX - 1; len <= DLB_FIELD_BYTES_MAX + 1; len++) {
            char *table = malloc(len + 16);
            int n = sprintf(table, "a:%s\n", formats[i]);
            memset(table + n, 'x', len);
            strcpy(table + n + len, "\n");
            struct reading reading;
            struct dlb_batch *batch = first_batch(&reading, table, NULL, just_a, 1);
            char scratch[DLB_SCRATCH];
            struct dlb_text text;
            bool fits = len <= DLB_FIELD_BYTES_MAX;
            cr_expect_eq(dlb_batch_text(batch, 0, 0, scratch, &text),
                         fits ? DLB_CELL_OK : DLB_CELL_TOO_LONG, "%zu", len);
            cr_expect_eq(text.len, fits ? len : 0);
            dlb_batch_release(batch);
            reading_close(&reading);
            free(table);
        }
    }
}

/* A broken producer may write into its buffers after they were checked. */
Test(cell, is_bounded_even_when_the_batch_changes_after_it_was_checked)
{
    static const int32_t starts[] = {0, -1, 5, INT32_MIN, INT32_MAX, 1};
    static const int32_t ends[] = {0, -1, 4, INT32_MAX, INT32_MIN, 1};
    struct reading reading;
    struct dlb_batch *batch = first_batch(&reading, "a\nabcd\nefgh\n", NULL, just_a, 1);
    int32_t *offsets = (int32_t *)(uintptr_t)batch->array.children[0]->buffers[1];
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        offsets[0] = starts[i];
        offsets[1] = ends[i];
        char scratch[DLB_SCRATCH];
        struct dlb_text text;
        enum dlb_cell_state state = dlb_batch_text(batch, 0, 0, scratch, &text);
        cr_expect(state == DLB_CELL_BAD || state == DLB_CELL_NULL, "%zu", i);
        cr_expect_eq(text.len, 0);
    }
    offsets[0] = 0;
    offsets[1] = INT32_MAX;
    struct dlb_text text;
    cr_expect_eq(dlb_batch_text(batch, 0, 0, NULL, &text), DLB_CELL_TOO_LONG);
    dlb_batch_release(batch);
    reading_close(&reading);
}

Test(cell, of_a_dictionary_is_bounded_even_when_an_index_changes)
{
    struct reading reading;
    struct dlb_batch *batch = first_batch(&reading, "a:u[l]\nabcd\nefgh\n", NULL, just_a, 1);
    int64_t *indices = (int64_t *)(uintptr_t)batch->array.children[0]->buffers[1];
    static const int64_t wrong[] = {-1, 2, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < 4; i++) {
        struct dlb_text text;
        indices[0] = wrong[i];
        cr_expect_eq(dlb_batch_text(batch, 0, 0, NULL, &text), DLB_CELL_BAD);
    }
    dlb_batch_release(batch);
    reading_close(&reading);
}

Test(cell, of_views_is_bounded_even_when_a_view_changes)
{
    struct reading reading;
    struct dlb_batch *batch =
        first_batch(&reading, "a:vu\na text that is longer than 12\n", NULL, just_a, 1);
    int32_t *view = (int32_t *)(uintptr_t)batch->array.children[0]->buffers[1];
    static const int32_t wrong[][3] = {/* length, buffer, offset */
                                       {-1, 0, 0},  {31, 0, 0},  {30, 0, 1},         {30, 3, 0},
                                       {30, -1, 0}, {30, 0, -1}, {30, 0, INT32_MAX}, {13, 1, 0}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct dlb_text text;
        view[0] = wrong[i][0];
        view[2] = wrong[i][1];
        view[3] = wrong[i][2];
        cr_expect_eq(dlb_batch_text(batch, 0, 0, NULL, &text), DLB_CELL_BAD, "%zu", i);
    }
    dlb_batch_release(batch);
    reading_close(&reading);
}
