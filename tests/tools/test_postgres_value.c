/* SPDX-License-Identifier: Apache-2.0 */
/* test_postgres_value.c - values of COPY's binary form and their texts. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "io/postgres/postgres.h"

enum { BOOL = 16, INT8 = 20, INT2 = 21, TEXT = 25, DATE = 1082, TIME = 1083, TIMESTAMP = 1114 };
enum { NUMERIC = 1700, UUID = 2950, POINT = 600 };

/* As PostgreSQL 15 sends them. */
static const struct {
    Oid type;
    const char *bytes;
    size_t len;
    const char *text;
} vectors[] = {
    {BOOL, "\1", 1, "1"},
    {BOOL, "\0", 1, "0"},
    {INT2, "\377\357", 2, "-17"},
    {INT8, "\200\0\0\0\0\0\0\0", 8, "-9223372036854775808"},
    {TEXT, "가", 3, "가"},
    {DATE, "\0\0\0\0", 4, "2000-01-01"},
    {DATE, "\377\377\377\377", 4, "1999-12-31"},
    {DATE, "\177\377\377\377", 4, "infinity"},
    {TIME, "\0\0\0\7\366\172\226\0", 8, "09:30:00"},
    {TIMESTAMP, "\0\0\0\0\0\0\0\0", 8, "2000-01-01 00:00:00"},
    {TIMESTAMP, "\377\377\377\377\377\360\275\300", 8, "1999-12-31 23:59:59"},
    {TIMESTAMP, "\0\0\0\0\0\0\0\12", 8, "2000-01-01 00:00:00.00001"},
    {NUMERIC, "\0\0\0\0\0\0\0\0", 8, "0"},
    {NUMERIC, "\0\0\0\0\0\0\0\2", 8, "0.00"},
    {NUMERIC, "\0\1\0\0\0\0\0\0\0\144", 10, "100"},
    {NUMERIC, "\0\1\0\1\0\0\0\0\0\1", 10, "10000"},
    {NUMERIC, "\0\1\377\377\0\0\0\3\1\364", 10, "0.050"},
    {NUMERIC, "\0\3\0\1\100\0\0\1\4\322\26\56\43\50", 14, "-12345678.9"},
    {NUMERIC, "\0\0\0\0\300\0\0\0", 8, "NaN"},
    {UUID, "\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17", 16, "00010203-0405-0607-0809-0a0b0c0d0e0f"},
};

static void expect_text(Oid type, const char *bytes, size_t len, const char *want)
{
    struct pg_text made = {.len = 0};
    struct tool_piece text;
    bool bad = false;
    cr_assert(pg_value_text(type, bytes, len, &made, &text, &bad), "%s", want);
    if (!text.text) text.text = made.at;
    cr_expect(tool_piece_is(text, want), "%.*s is not %s", (int)text.len, text.text, want);
    free(made.at);
}

Test(postgres_value, texts)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        expect_text(vectors[i].type, vectors[i].bytes, vectors[i].len, vectors[i].text);
        cr_expect(pg_type_is_read(vectors[i].type));
    }
    cr_expect_not(pg_type_is_read(POINT));
}

Test(postgres_value, what_is_not_as_its_type_has_it_is_refused)
{
    struct pg_text made = {.len = 0};
    struct tool_piece text;
    bool bad = false;
    cr_expect_not(pg_value_text(INT8, "\0\0\0\0", 4, &made, &text, &bad));
    cr_expect(bad);
    cr_expect_not(pg_value_text(NUMERIC, "\0\2\0\0\0\0\0\0\0\1", 10, &made, &text, &bad));
    cr_expect(bad);
    free(made.at);
}

Test(postgres_value, decimals_go_there_and_back)
{
    static const struct {
        int64_t number;
        int decimals;
        const char *text;
    } cases[] = {{999986, 6, "0.999986"}, {0, 3, "0.000"},           {-16910, 3, "-16.910"},
                 {1, 6, "0.000001"},      {12345678, 0, "12345678"}, {-500, 3, "-0.500"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pg_text row = {.len = 0};
        cr_assert(pg_put_decimal(&row, cases[i].number, cases[i].decimals));
        expect_text(NUMERIC, row.at + 4, row.len - 4, cases[i].text); /* after its length */
        free(row.at);
    }
}
