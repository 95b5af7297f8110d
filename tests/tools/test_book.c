/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_book.c - numbers as a workbook's cells show them, and places in sheets.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "io/book/book_inside.h"

static void expect(double number, const char *code, bool since_1904, const char *want)
{
    char out[BOOK_NUMBER_BYTES];
    size_t len = book_number_text(number, book_format_kind(code), code, since_1904, out);
    cr_expect_eq(len, strlen(out));
    cr_expect_str_eq(out, want, "%.17g by %s is %s, not %s", number, code, out, want);
}

Test(book, plain_numbers)
{
    static const struct {
        double number;
        const char *want;
    } cases[] = {{0, "0"},
                 {-0.0, "0"},
                 {3, "3"},
                 {-3, "-3"},
                 {880101, "880101"},
                 {9001011234567, "9001011234567"},
                 {3e16, "30000000000000000"},
                 {0.1 + 0.2, "0.3"},
                 {-2.5, "-2.5"},
                 {2999999.9999999995, "3000000"},
                 {1e300, "1e+300"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        expect(cases[i].number, "General", false, cases[i].want);
        expect(cases[i].number, "#,##0", false, cases[i].want);
        expect(cases[i].number, "G/표준", false, cases[i].want);
    }
}

Test(book, codes_of_days_and_times)
{
    static const struct {
        const char *code;
        enum book_shown shown;
    } cases[] = {{"yyyy-mm-dd", BOOK_DATE},
                 {"yyyy\"년\" m\"월\" d\"일\"", BOOK_DATE},
                 {"yyyy년 m월 d일", BOOK_DATE},
                 {"[$-412]yy/m/d;@", BOOK_DATE},
                 {"m\"월\"", BOOK_DATE},
                 {"aaaa", BOOK_DATE},
                 {"A/P h", BOOK_TIME},
                 {"h:mm", BOOK_TIME},
                 {"[$-412]AM/PM h:mm", BOOK_TIME},
                 {"mm:ss", BOOK_TIME},
                 {"yyyy-mm-dd h:mm", BOOK_MOMENT},
                 {"[h]:mm", BOOK_DURATION},
                 {"[mm]:ss", BOOK_DURATION},
                 {"0\"days\"", BOOK_DIGITS},
                 {"[Red]0.00", BOOK_DIGITS},
                 {"0.00E+00", BOOK_NUMBER},
                 {"\\d0", BOOK_DIGITS},
                 {"_d0", BOOK_DIGITS},
                 {"@", BOOK_NUMBER},
                 {"", BOOK_NUMBER},
                 {"General", BOOK_NUMBER},
                 {"\"", BOOK_NUMBER},
                 {"[", BOOK_NUMBER},
                 {"\\", BOOK_NUMBER}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(book_format_kind(cases[i].code), cases[i].shown, "%s", cases[i].code);
}

Test(book, codes_that_excel_knows_by_number)
{
    for (int id = 0; id < 70; id++) {
        bool day = (id >= 14 && id <= 17) || (id >= 27 && id <= 31) || (id >= 34 && id <= 36) ||
                   (id >= 50 && id <= 58);
        enum book_shown shown = book_format_kind_of_id(id);
        cr_expect_eq(shown == BOOK_DATE, day, "%d", id);
        cr_expect_eq(shown == BOOK_MOMENT, id == 22, "%d", id);
    }
    cr_expect_eq(book_format_kind_of_id(20), BOOK_TIME);
    cr_expect_eq(book_format_kind_of_id(46), BOOK_DURATION);
    cr_expect_eq(book_format_kind_of_id(-1), BOOK_NUMBER);
}

Test(book, days_of_both_epochs)
{
    static const char day[] = "yyyy-mm-dd";
    expect(0, day, false, "1900-01-00");
    expect(1, day, false, "1900-01-01");
    expect(59, day, false, "1900-02-28");
    expect(60, day, false, "1900-02-29");
    expect(61, day, false, "1900-03-01");
    expect(45292, day, false, "2024-01-01");
    expect(2958465, day, false, "9999-12-31");
    expect(2958466, day, false, "2958466");
    expect(-1, day, false, "-1");
    expect(0, day, true, "1904-01-01");
    expect(43830, day, true, "2024-01-01");
    expect(2957003, day, true, "9999-12-31");
    expect(2957004, day, true, "2957004");
}

Test(book, times)
{
    expect(45292.5, "yyyy-mm-dd", false, "2024-01-01");
    expect(45292.5, "yyyy-mm-dd h:mm", false, "2024-01-01 12:00");
    expect(45292, "yyyy-mm-dd h:mm", false, "2024-01-01");
    expect(45292.999999, "yyyy-mm-dd h:mm", false, "2024-01-02");
    expect(0.75, "h:mm", false, "18:00");
    expect(0.75, "yyyy-mm-dd", false, "18:00");
    expect(45292.75, "h:mm", false, "18:00");
    expect(0.7500116, "h:mm:ss", false, "18:00:01");
    expect(1.5, "[h]:mm", false, "36:00");
}

Test(book, digits_by_places)
{
    static const char phone[] = "[<=9999999]###-####;(0##) ###-####";
    expect(1012345678, "000-0000-0000", false, "010-1234-5678");
    expect(21234567890123, "000-0000-0000", false, "212345-6789-0123");
    expect(1013234567, "000000-0000000", false, "000101-3234567");
    expect(3456, "00000", false, "03456");
    expect(123456, "00000", false, "123456");
    expect(0, "00000", false, "00000");
    expect(5551234, phone, false, "555-1234");
    expect(315551234, phone, false, "(031) 555-1234");
    expect(1012345678, "000\\-0000\\-0000", false, "010-1234-5678");
    expect(1012345678, "0##\"-\"####\"-\"####", false, "010-1234-5678");
    expect(7, "00;-00;\"영\"", false, "07");
    /* A unit belongs to how it looks, not to the value. */
    expect(3, "00\"명\"", false, "3");
    expect(3.5, "000", false, "3.5");
    expect(-3, "000", false, "-3");
    expect(0.15, "0%", false, "0.15");
    expect(3000, "#,##0", false, "3000");
}

Test(book, letters_of_columns)
{
    static const struct {
        int64_t column;
        const char *letters;
    } cases[] = {{0, "A"},   {25, "Z"},   {26, "AA"},   {51, "AZ"},
                 {52, "BA"}, {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char letters[4], place[16];
        int64_t column, row;
        const char *at = place;
        io_column_letters(cases[i].column, letters);
        cr_expect_str_eq(letters, cases[i].letters);
        snprintf(place, sizeof place, "%s17", letters);
        cr_expect(book_place_read(&at, &column, &row) && *at == '\0');
        cr_expect(column == cases[i].column && row == 16, "%s", place);
    }
}

Test(book, places_outside_a_sheet)
{
    static const char *const places[] = {"",   "A",     "1",        "A0",          "XFE1",
                                         "a1", "AAAA1", "A1048577", "A9999999999", "1A"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *at = places[i];
        int64_t column, row;
        cr_expect(!book_place_read(&at, &column, &row) || *at != '\0', "%s", places[i]);
    }
}

/* An empty merged cell beyond the last value of a row says nothing of the row after it. */
Test(book, merged_cells_of_other_rows)
{
    static struct io_row_maker maker;
    static const struct io_merge merge = {.top = 0, .bottom = 0, .left = 2, .right = 3};
    struct io_raw_row row;
    io_row_begin(&maker);
    cr_assert(io_row_add(&maker, 0, "a", 1, IO_CELL_GOOD) && io_row_merge(&maker, &merge));
    cr_assert(io_row_end(&maker, 1, &row));
    cr_expect_eq(row.n_cells, 1);
    io_row_begin(&maker);
    cr_assert(io_row_add(&maker, 4, "b", 1, IO_CELL_GOOD) && io_row_end(&maker, 2, &row));
    cr_expect_eq(row.n_cells, 5);
    for (int c = 0; c < row.n_cells; c++) cr_expect(!row.cells[c].filled, "%d", c);
    io_row_maker_clear(&maker);
}

Test(book, escaped_characters)
{
    static const struct {
        const char *written, *meant;
    } cases[] = {{"a_x000D_b", "a\rb"}, {"_x005F_x000D_", "_x000D_"}, {"_x0000_", "_x0000_"},
                 {"_x00", "_x00"},      {"_xAC00_", "_xAC00_"},       {"_x000g_", "_x000g_"},
                 {"__x0041__", "_A_"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct book_text text = {.at = NULL};
        cr_assert(book_text_add(&text, cases[i].written, strlen(cases[i].written)));
        book_text_unescape(&text, 0);
        cr_expect(text.len == strlen(cases[i].meant) &&
                      memcmp(text.at, cases[i].meant, text.len) == 0,
                  "%s", cases[i].written);
        book_text_clear(&text);
    }
}
