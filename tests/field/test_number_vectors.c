/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_number_vectors.c - phone numbers, dates and resident numbers against the shared
 * tables, and their check digits and lunar days against a second opinion.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "field/field.h"
#include "vector_lines.h"

static const struct dlb_value_context context = {.as_of = 20000}; /* 2024-10-04 */

static struct dlb_text text_of(const char *text)
{
    return (struct dlb_text){text, strlen(text)};
}

/* The canonical text of a usable value, "" of any other. */
static const char *canonical(const struct dlb_kind *kind, const char *written, char *dst)
{
    union dlb_parsed parsed;
    uint64_t codes[DLB_KIND_SLOTS_MAX];
    size_t n = 0;
    memset(&parsed, 0, sizeof parsed);
    dolbom_quality quality = kind->encode(&context, text_of(written), &parsed, codes);
    if (quality >= DOLBOM_QUALITY_REPAIRED) n = kind->write(&parsed, text_of(written), dst);
    dst[n] = 0;
    return dst;
}

static void expect_canonical(const struct dlb_kind *kind, const char *table)
{
    struct vectors v;
    char got[DLB_CANONICAL_MAX + 1];
    vectors_open_shared(&v, table);
    while (vectors_next(&v))
        cr_expect_str_eq(canonical(kind, v.input, got), v.expected, "%s:%d (%s)", table, v.line,
                         v.note);
}

Test(number_vectors, shared_phones)
{
    expect_canonical(&dlb_kind_phone, "phone.tsv");
}

Test(number_vectors, shared_dates)
{
    expect_canonical(&dlb_kind_date, "date.tsv");
}

/* ---- resident numbers: "number|birth|sex|class|check" ----------------------------------- */

static dolbom_rrn parse_rrn(const char *written)
{
    dolbom_rrn rrn = {.struct_size = sizeof rrn};
    dlb_rrn_parse(&context, text_of(written), &rrn);
    return rrn;
}

static void describe(const char *written, char *out, size_t room)
{
    static const char *const checks[] = {"na", "ok", "bad"};
    char digits[DOLBOM_RRN_MAX + 1] = "", check[16] = "partial";
    dolbom_rrn rrn = parse_rrn(written);
    *out = 0;
    if (rrn.quality == DOLBOM_QUALITY_INVALID) snprintf(out, room, "invalid:date");
    if (rrn.quality < DOLBOM_QUALITY_REPAIRED) return;
    digits[dlb_rrn_write(&rrn, text_of(written), digits)] = 0;
    char birth[10];
    dlb_day_write(rrn.birth_days, birth);
    bool is_whole = rrn.n_digits == 13;
    if (is_whole) snprintf(check, sizeof check, "ck=%s", checks[rrn.check]);
    snprintf(out, room, "%.6s%s%s|%.10s|%c|%s|%s", digits, is_whole ? "" : "-",
             digits + 6, birth, rrn.sex, rrn.foreign ? "FR" : "KR", check);
}

static void expect_numbers(const char *table)
{
    struct vectors v;
    char got[128];
    vectors_open_shared(&v, table);
    while (vectors_next(&v)) {
        describe(v.input, got, sizeof got);
        cr_expect_str_eq(got, v.expected, "%s:%d (%s)", table, v.line, v.note);
    }
}

Test(number_vectors, shared_resident_numbers)
{
    expect_numbers("rrn.tsv");
}

Test(number_vectors, shared_foreigner_numbers)
{
    expect_numbers("frn.tsv");
}

/* Of the ten last digits exactly one agrees for citizens, exactly two for foreigners. */
Test(number_vectors, check_digits_agree_with_a_second_opinion)
{
    static const int weight[12] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    for (int serial = 1; serial < 20000; serial++) {
        char number[14];
        int sum = 0, g = 1 + serial % 8;
        snprintf(number, sizeof number, "%s%d%05d0", g % 4 == 3 || g % 4 == 0 ? "150315" : "450315",
                 g, serial);
        for (int i = 0; i < 12; i++) sum += (number[i] - '0') * weight[i];
        for (int last = 0; last < 10; last++) {
            bool agrees = last == (11 - sum % 11) % 10 || (g >= 5 && last == (13 - sum % 11) % 10);
            number[12] = (char)('0' + last);
            int wanted = agrees ? DOLBOM_RRN_CHECK_OK : DOLBOM_RRN_CHECK_SUSPECT;
            cr_assert_eq(parse_rrn(number).check, wanted, "%s", number);
        }
    }
}

/* ---- lunar days ------------------------------------------------------------------------- */

Test(number_vectors, lunar_days_follow_one_another)
{
    int32_t last = DLB_DAY_NONE;
    for (int32_t year = 1890; year <= 2050; year++) {
        for (unsigned month = 0; month < 24; month++) {
            for (unsigned day = 1; day <= 31; day++) {
                int32_t solar = dlb_lunar_day(year, month / 2 + 1, month % 2, day);
                if (solar == DLB_DAY_NONE) continue;
                cr_assert(last == DLB_DAY_NONE || solar == last + 1, "%d %u %u", (int)year, month,
                          day);
                last = solar;
            }
        }
    }
    cr_expect_gt(last, 29000);
}

Test(number_vectors, known_lunar_days)
{
    static const struct {
        int32_t year;
        unsigned month, day;
        const char *solar;
    } known[] = {{1942, 4, 15, "1942-05-29"}, {2024, 1, 1, "2024-02-10"},
                 {2024, 8, 15, "2024-09-17"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        cr_expect_eq(dlb_lunar_day(known[i].year, known[i].month, false, known[i].day),
                     dlb_date_fast(text_of(known[i].solar)), "%s", known[i].solar);
    cr_expect_neq(dlb_lunar_day(2020, 4, true, 1), DLB_DAY_NONE);
    cr_expect_eq(dlb_lunar_day(2021, 4, true, 1), DLB_DAY_NONE);
}
