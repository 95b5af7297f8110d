/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deadlines against golden vectors and against a naive calendar that walks day by day.
 */
#include <criterion/criterion.h>

#include "rule/kernel.h"

enum { N_HOLIDAYS = 5 };

/* Lunar New Year 2024 with its substitute day, and Independence Movement Day. */
static void holidays_2024(int32_t holidays[N_HOLIDAYS])
{
    for (unsigned i = 0; i < 4; i++) holidays[i] = dlb_day_of(2024, 2, 9 + i);
    holidays[4] = dlb_day_of(2024, 3, 1);
}

static int32_t due(int32_t amount, bool month, enum dlb_deadline_mode mode, int32_t from)
{
    int32_t holidays[N_HOLIDAYS];
    holidays_2024(holidays);
    struct dlb_deadline deadline = {amount, month, (uint8_t)mode};
    return dlb_deadline_due(deadline, from, holidays, N_HOLIDAYS);
}

static void expect_day(int32_t day, const char *want)
{
    char text[11] = "";
    dlb_day_write(day, text);
    cr_expect_str_eq(text, want);
}

Test(deadline, DL1_three_days_from_the_eve_of_lunar_new_year)
{
    int32_t wednesday = dlb_day_of(2024, 2, 7);
    expect_day(due(3, false, DLB_DEADLINE_CALENDAR, wednesday), "2024-02-10");
    expect_day(due(3, false, DLB_DEADLINE_CALENDAR_ROLL, wednesday), "2024-02-13");
    expect_day(due(3, false, DLB_DEADLINE_WORK_HOURS, wednesday), "2024-02-14");
    expect_day(due(3, false, DLB_DEADLINE_ELAPSED_HOURS, wednesday), "2024-02-10");
}

Test(deadline, DL2_thirty_business_days_count_the_first_one)
{
    expect_day(due(30, false, DLB_DEADLINE_BUSINESS, dlb_day_of(2024, 2, 7)), "2024-03-22");
}

Test(deadline, business_days_begin_on_the_next_working_day)
{
    int32_t saturday = dlb_day_of(2024, 2, 3);
    expect_day(due(1, false, DLB_DEADLINE_BUSINESS, saturday), "2024-02-05");
    expect_day(due(1, false, DLB_DEADLINE_WORK_HOURS, saturday), "2024-02-05");
    expect_day(due(1, false, DLB_DEADLINE_BUSINESS, saturday + 2), "2024-02-05");
    expect_day(due(1, false, DLB_DEADLINE_WORK_HOURS, saturday + 2), "2024-02-06");
}

Test(deadline, no_days_are_the_day_itself)
{
    int32_t saturday = dlb_day_of(2024, 2, 3);
    expect_day(due(0, false, DLB_DEADLINE_CALENDAR, saturday), "2024-02-03");
    expect_day(due(0, false, DLB_DEADLINE_BUSINESS, saturday), "2024-02-03");
    expect_day(due(0, false, DLB_DEADLINE_WORK_HOURS, saturday), "2024-02-03");
    expect_day(due(0, false, DLB_DEADLINE_CALENDAR_ROLL, saturday), "2024-02-05");
}

Test(deadline, without_a_deadline_nothing_is_ever_late)
{
    int32_t saturday = dlb_day_of(2024, 2, 3);
    cr_expect_eq(due(-1, false, DLB_DEADLINE_CALENDAR, saturday), DLB_DAY_OPEN);
    cr_expect_eq(due(-1, true, DLB_DEADLINE_BUSINESS, saturday), DLB_DAY_OPEN);
}

Test(deadline, months_end_on_the_same_number_or_the_last_day)
{
    expect_day(due(1, true, DLB_DEADLINE_CALENDAR, dlb_day_of(2024, 1, 31)), "2024-02-29");
    expect_day(due(1, true, DLB_DEADLINE_CALENDAR, dlb_day_of(2023, 1, 31)), "2023-02-28");
    expect_day(due(1, true, DLB_DEADLINE_CALENDAR, dlb_day_of(2024, 1, 15)), "2024-02-15");
    expect_day(due(1, true, DLB_DEADLINE_CALENDAR, dlb_day_of(2024, 12, 31)), "2025-01-31");
    expect_day(due(12, true, DLB_DEADLINE_CALENDAR, dlb_day_of(2024, 2, 29)), "2025-02-28");
    expect_day(due(1, true, DLB_DEADLINE_CALENDAR_ROLL, dlb_day_of(2024, 1, 9)), "2024-02-13");
    expect_day(due(1, true, DLB_DEADLINE_WORK_HOURS, dlb_day_of(2024, 1, 9)), "2024-02-13");
    expect_day(due(1, true, DLB_DEADLINE_ELAPSED_HOURS, dlb_day_of(2024, 1, 9)), "2024-02-09");
}

Test(deadline, months_go_back_too_and_over_1970)
{
    expect_day(dlb_add_months(dlb_day_of(2024, 3, 31), -1), "2024-02-29");
    expect_day(dlb_add_months(dlb_day_of(1970, 1, 31), -2), "1969-11-30");
    expect_day(dlb_add_months(dlb_day_of(1969, 12, 31), 2), "1970-02-28");
    cr_expect_eq(dlb_month_of(dlb_day_of(1970, 1, 1)), 0);
    cr_expect_eq(dlb_month_of(dlb_day_of(1969, 12, 31)), -1);
    cr_expect_eq(dlb_month_of(dlb_day_of(1968, 12, 31)), -13);
}

Test(deadline, nothing_is_due_after_no_day_and_nothing_wraps)
{
    cr_expect_eq(due(3, false, DLB_DEADLINE_CALENDAR, DLB_DAY_NONE), DLB_DAY_NONE);
    cr_expect_eq(due(3, false, DLB_DEADLINE_CALENDAR, DLB_DAY_OPEN), DLB_DAY_OPEN);
    cr_expect_eq(due(INT32_MAX, false, DLB_DEADLINE_BUSINESS, 0), DLB_DAY_OPEN);
    cr_expect_eq(due(INT32_MAX, true, DLB_DEADLINE_CALENDAR, 0), DLB_DAY_OPEN);
}

Test(deadline, without_holidays_weekends_are_still_free)
{
    struct dlb_deadline one = {1, 0, DLB_DEADLINE_WORK_HOURS};
    expect_day(dlb_deadline_due(one, dlb_day_of(2024, 2, 9), NULL, 0), "2024-02-12");
}

/* ---- a naive calendar ------------------------------------------------------------------------ */

enum { YEARS = 12, DAYS = YEARS * 366, EPOCH_YEAR = 2019, EPOCH_MONDAY = 1 };

/* 2019-01-01 was a Tuesday. */
struct naive_day {
    int32_t year;
    unsigned month, day, weekday;
    bool free;
};

static unsigned naive_days_in(int32_t year, unsigned month)
{
    bool leap = year % 4 == 0 && year % 100 != 0;
    if (month == 2) return leap ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* One day after the other; every seventeenth weekday is a holiday. */
static size_t naive_calendar(struct naive_day *days, int32_t *holidays, int32_t first)
{
    struct naive_day today = {EPOCH_YEAR, 1, 1, EPOCH_MONDAY, false};
    size_t n_holidays = 0;
    for (int32_t i = 0; i < DAYS; i++) {
        bool holiday = i % 17 == 3;
        if (holiday) holidays[n_holidays++] = first + i;
        today.free = today.weekday >= 5 || holiday;
        days[i] = today;
        today.weekday = (today.weekday + 1) % 7;
        if (++today.day <= naive_days_in(today.year, today.month)) continue;
        today.day = 1;
        if (++today.month <= 12) continue;
        today.month = 1;
        today.year++;
    }
    return n_holidays;
}

static int32_t naive_due(const struct naive_day *days, struct dlb_deadline deadline, int32_t from)
{
    int32_t at = from;
    bool business = deadline.mode == DLB_DEADLINE_BUSINESS;
    if (business || deadline.mode == DLB_DEADLINE_WORK_HOURS) {
        int32_t counted = business && !days[at].free;
        while (counted < deadline.amount) counted += !days[++at].free;
        return at;
    }
    at += deadline.amount;
    while (deadline.mode == DLB_DEADLINE_CALENDAR_ROLL && days[at].free) at++;
    return at;
}

Test(deadline, days_agree_with_a_calendar_walked_day_by_day)
{
    static const uint8_t modes[] = {DLB_DEADLINE_CALENDAR, DLB_DEADLINE_CALENDAR_ROLL,
                                    DLB_DEADLINE_BUSINESS, DLB_DEADLINE_WORK_HOURS,
                                    DLB_DEADLINE_ELAPSED_HOURS};
    struct naive_day *days = malloc(DAYS * sizeof *days);
    int32_t *holidays = malloc(DAYS * sizeof *holidays);
    int32_t first = dlb_day_of(EPOCH_YEAR, 1, 1);
    size_t n_holidays = naive_calendar(days, holidays, first);
    for (int32_t from = 0; from < 3000; from++)
        for (size_t m = 0; m < sizeof modes; m++)
            for (int32_t amount = 1; amount <= 90; amount += 7) {
                struct dlb_deadline deadline = {amount, 0, modes[m]};
                int32_t got = dlb_deadline_due(deadline, first + from, holidays, n_holidays);
                cr_assert_eq(got - first, naive_due(days, deadline, from), "mode %d from %d + %d",
                             modes[m], from, amount);
            }
    free(holidays);
    free(days);
}

Test(deadline, months_agree_with_a_calendar_walked_day_by_day)
{
    struct naive_day *days = malloc(DAYS * sizeof *days);
    int32_t *holidays = malloc(DAYS * sizeof *holidays);
    int32_t first = dlb_day_of(EPOCH_YEAR, 1, 1);
    naive_calendar(days, holidays, first);
    for (int32_t from = 0; from < 3000; from++) {
        int32_t month = (days[from].year - 1970) * 12 + (int32_t)days[from].month - 1;
        cr_assert_eq(dlb_month_of(first + from), month);
        cr_assert_eq(dlb_month_start(month), first + from - (int32_t)days[from].day + 1);
        for (int32_t months = 0; months <= 26; months++) {
            const struct naive_day *got = &days[dlb_add_months(first + from, months) - first];
            int32_t passed = (got->year - 1970) * 12 + (int32_t)got->month - 1 - month;
            unsigned longest = naive_days_in(got->year, got->month);
            cr_assert_eq(passed, months, "from %d + %d months", from, months);
            cr_assert_eq(got->day, days[from].day < longest ? days[from].day : longest);
        }
    }
    free(holidays);
    free(days);
}
