/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day.c - civil days as numbers.
 *
 * A year is counted from March, so that the leap day is its last day and the lengths of
 * the months follow one line: the month m (March is 0) begins on day (153 m + 2) / 5 of
 * its year. 400 years have 146,097 days and repeat exactly.
 *
 *   1970-01-01 is day 719,468 of the calendar that starts on 0000-03-01
 */
#include "base/base.h"

#include <string.h>

enum {
    ERA_YEARS = 400,
    ERA_DAYS = 146097,
    EPOCH_SHIFT = 719468,
    MAX_YEAR = 1000000 /* far from any overflow of the 32-bit day number */
};

static bool is_leap_year(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned dlb_days_in_month(int32_t year, unsigned month)
{
    static const uint8_t days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) return 0;
    return days[month] + (month == 2 && is_leap_year(year));
}

bool dlb_day_exists(int32_t year, unsigned month, unsigned day)
{
    if (year < -MAX_YEAR || year > MAX_YEAR) return false;
    return day >= 1 && day <= dlb_days_in_month(year, month);
}

int32_t dlb_day_of(int32_t year, unsigned month, unsigned day)
{
    if (!dlb_day_exists(year, month, day)) return DLB_DAY_NONE;
    int32_t march_year = month > 2 ? year : year - 1;
    int32_t era = (march_year >= 0 ? march_year : march_year - (ERA_YEARS - 1)) / ERA_YEARS;
    int32_t year_of_era = march_year - era * ERA_YEARS;
    int32_t march_month = (int32_t)(month + 9) % 12;
    int32_t day_of_year = (153 * march_month + 2) / 5 + (int32_t)day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - EPOCH_SHIFT;
}

void dlb_day_parts(int32_t days, int32_t *year, unsigned *month, unsigned *day)
{
    int64_t shifted = (int64_t)days + EPOCH_SHIFT;
    int64_t era = (shifted >= 0 ? shifted : shifted - (ERA_DAYS - 1)) / ERA_DAYS;
    int32_t day_of_era = (int32_t)(shifted - era * ERA_DAYS);
    /* Take out the leap days passed so far, and all years have 365 days. */
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (ERA_DAYS - 1)) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t march_month = (5 * day_of_year + 2) / 153;
    *day = (unsigned)(day_of_year - (153 * march_month + 2) / 5 + 1);
    *month = (unsigned)(march_month < 10 ? march_month + 3 : march_month - 9);
    *year = (int32_t)(era * ERA_YEARS) + year_of_era + (*month <= 2);
}

static void put_two(char *text, unsigned number)
{
    text[0] = (char)('0' + number / 10);
    text[1] = (char)('0' + number % 10);
}

void dlb_day_write(int32_t days, char text[10])
{
    int32_t year = 0;
    unsigned month = 0, day = 0;
    dlb_day_parts(days, &year, &month, &day);
    if (year < 0 || year > 9999) year = 0, month = 0, day = 0;
    put_two(text, (unsigned)year / 100);
    put_two(text + 2, (unsigned)year % 100);
    text[4] = text[7] = '-';
    put_two(text + 5, month);
    put_two(text + 8, day);
}

int32_t dlb_month_of(int32_t day)
{
    int32_t year;
    unsigned month, number;
    dlb_day_parts(day, &year, &month, &number);
    return (year - 1970) * 12 + (int32_t)month - 1;
}

int32_t dlb_month_start(int32_t month)
{
    int32_t years = month >= 0 ? month / 12 : -((11 - month) / 12);
    return dlb_day_of(1970 + years, (unsigned)(month - years * 12) + 1, 1);
}

int32_t dlb_add_months(int32_t day, int32_t months)
{
    int32_t start = dlb_month_start(dlb_month_of(day));
    int32_t target = dlb_month_of(day) + months;
    int32_t last = dlb_month_start(target + 1) - 1;
    int32_t same_number = dlb_month_start(target) + (day - start);
    return same_number < last ? same_number : last;
}
