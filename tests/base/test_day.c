/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_day.c - civil days against a calendar that counts one day after the other.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "base/base.h"

/* Knows the lengths of the months by heart and nothing else. */
struct calendar {
    int32_t year;
    unsigned month, day;
};

static unsigned month_length(int32_t year, unsigned month)
{
    if (month == 4 || month == 6 || month == 9 || month == 11) return 30;
    if (month != 2) return 31;
    if (year % 400 == 0) return 29;
    if (year % 100 == 0) return 28;
    return year % 4 == 0 ? 29 : 28;
}

static void next_day(struct calendar *today)
{
    if (++today->day <= month_length(today->year, today->month)) return;
    today->day = 1;
    if (++today->month <= 12) return;
    today->month = 1;
    today->year++;
}

Test(day, known_days_have_known_numbers)
{
    cr_expect_eq(dlb_day_of(1970, 1, 1), 0);
    cr_expect_eq(dlb_day_of(1969, 12, 31), -1);
    cr_expect_eq(dlb_day_of(2000, 2, 29), 11016);
    cr_expect_eq(dlb_day_of(2026, 6, 30), 20634);
    cr_expect_eq(dlb_day_of(0, 3, 1), -719468);
}

Test(day, four_centuries_agree_with_counting_day_by_day)
{
    struct calendar today = {1800, 1, 1};
    int32_t number = dlb_day_of(1800, 1, 1);
    cr_assert_eq(number, -62091);
    for (; today.year <= 2200; next_day(&today), number++) {
        struct calendar got = {0, 0, 0};
        dlb_day_parts(number, &got.year, &got.month, &got.day);
        cr_assert_eq(dlb_day_of(today.year, today.month, today.day), number);
        cr_assert(got.year == today.year && got.month == today.month && got.day == today.day,
                  "day %d", number);
        cr_assert_eq(dlb_days_in_month(today.year, today.month),
                     month_length(today.year, today.month));
    }
}

Test(day, parts_and_number_are_inverse_far_from_today)
{
    for (int64_t number = -364000000; number <= 364000000; number += 9973) {
        struct calendar got = {0, 0, 0};
        dlb_day_parts((int32_t)number, &got.year, &got.month, &got.day);
        cr_assert_eq(dlb_day_of(got.year, got.month, got.day), number);
    }
}

Test(day, months_begin_on_their_first_day_and_are_those_of_their_days)
{
    for (int32_t year = -1000000; year <= 1000000; year += year < 1800 || year > 2200 ? 401 : 1) {
        for (unsigned month = 1; month <= 12; month++) {
            int32_t number = (year - 1970) * 12 + (int32_t)month - 1;
            int32_t start = dlb_month_start(number), length = (int32_t)month_length(year, month);
            cr_assert_eq(start, dlb_day_of(year, month, 1), "%d-%u", year, month);
            cr_assert_eq(dlb_month_of(start), number);
            cr_assert_eq(dlb_month_of(start + length - 1), number);
        }
    }
    cr_expect_eq(dlb_month_start((1000001 - 1970) * 12), DLB_DAY_NONE);
    cr_expect_eq(dlb_month_start((-1000000 - 1970) * 12 - 1), DLB_DAY_NONE);
}

Test(day, the_ends_of_the_number_range_have_parts)
{
    struct calendar got = {0, 0, 0};
    dlb_day_parts(DLB_DAY_OPEN, &got.year, &got.month, &got.day);
    cr_expect(got.year == 5881580 && got.month == 7 && got.day == 11);
    dlb_day_parts(DLB_DAY_NONE, &got.year, &got.month, &got.day);
    cr_expect(got.year == -5877641 && got.month == 6 && got.day == 23);
}

Test(day, days_that_do_not_exist_are_none)
{
    static const struct calendar wrong[] = {
        {2025, 2, 29}, {1900, 2, 29}, {2024, 2, 30}, {2024, 4, 31},   {2024, 0, 1},
        {2024, 13, 1}, {2024, 1, 0},  {2024, 1, 32}, {1000001, 1, 1}, {-1000001, 12, 31}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        cr_expect_not(dlb_day_exists(wrong[i].year, wrong[i].month, wrong[i].day), "case %zu", i);
        cr_expect_eq(dlb_day_of(wrong[i].year, wrong[i].month, wrong[i].day), DLB_DAY_NONE);
    }
    cr_expect(dlb_day_exists(2024, 2, 29));
    cr_expect(dlb_day_exists(2000, 2, 29));
    cr_expect_eq(dlb_days_in_month(2024, 0), 0);
    cr_expect_eq(dlb_days_in_month(2024, 13), 0);
}

Test(day, a_day_is_written_in_ten_bytes_and_no_more)
{
    char text[11] = "..........!";
    dlb_day_write(dlb_day_of(2026, 6, 3), text);
    cr_expect_eq(memcmp(text, "2026-06-03!", 11), 0);
    dlb_day_write(dlb_day_of(7, 12, 31), text);
    cr_expect_eq(memcmp(text, "0007-12-31!", 11), 0);
    dlb_day_write(dlb_day_of(9999, 12, 31), text);
    cr_expect_eq(memcmp(text, "9999-12-31!", 11), 0);
}

Test(day, a_day_outside_four_digit_years_is_written_as_zeros)
{
    static const int32_t outside[] = {DLB_DAY_NONE, DLB_DAY_OPEN, 2932897, -719529};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        char text[11] = "..........!";
        dlb_day_write(outside[i], text);
        cr_expect_eq(memcmp(text, "0000-00-00!", 11), 0, "case %zu", i);
    }
}
