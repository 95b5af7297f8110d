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
    EPOCH_MONTHS = 1969 * 12 + 10, /* of the same calendar, before January 1970 */
    MAX_YEAR = 1000000             /* far from any overflow of the 32-bit day number */
};
/* Eras before all numbers of days, so that nothing is negative. */
static const int32_t BEFORE_YEARS = 15000 * ERA_YEARS;
static const int64_t BEFORE = (int64_t)15000 * ERA_DAYS;

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

/* A day in the calendar of years from March. */
struct march_day {
    int32_t year;
    uint32_t month, day; /* from 0 */
};

/*
 * A century has 36,524.25 days and a year 365.25, when days are counted in quarters and begin with
 * three of them; and of a year, 2141 / 2^16 and 197,913 / 2^16 give the line of the months. After
 * Neri and Schneider, Euclidean affine functions and their application to calendar algorithms
 * (2022).
 */
static inline struct march_day march_day_of(int32_t days)
{
    uint64_t quarters = ((uint64_t)((int64_t)days + EPOCH_SHIFT + BEFORE) << 2) + 3;
    uint32_t century = (uint32_t)(quarters / ERA_DAYS);
    uint32_t in_century = (uint32_t)(quarters % ERA_DAYS) | 3;
    uint32_t year = in_century / 1461, day_of_year = in_century % 1461 / 4;
    uint32_t line = 2141 * day_of_year + 197913;
    return (struct march_day){(int32_t)(century * 100 + year) - BEFORE_YEARS, (line >> 16) - 3,
                              (line & 0xFFFF) / 2141};
}

void dlb_day_parts(int32_t days, int32_t *year, unsigned *month, unsigned *day)
{
    struct march_day parts = march_day_of(days);
    bool next = parts.month >= 10; /* January and February are the next year's */
    *year = parts.year + next;
    *month = next ? parts.month - 9 : parts.month + 3;
    *day = parts.day + 1;
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
    struct march_day parts = march_day_of(day);
    return parts.year * 12 + (int32_t)parts.month - EPOCH_MONTHS;
}

int32_t dlb_month_start(int32_t month)
{
    if (month < -12 * (MAX_YEAR + 1970) || month >= 12 * (MAX_YEAR - 1969)) return DLB_DAY_NONE;
    uint32_t months = (uint32_t)(month + EPOCH_MONTHS + 12 * BEFORE_YEARS);
    uint32_t year = months / 12, march_month = months % 12;
    uint32_t leaps = year / 4 - year / 100 + year / 400;
    int64_t day = (int64_t)365 * year + leaps + (153 * march_month + 2) / 5;
    return (int32_t)(day - EPOCH_SHIFT - BEFORE);
}

int32_t dlb_add_months(int32_t day, int32_t months)
{
    int32_t start = dlb_month_start(dlb_month_of(day));
    int32_t target = dlb_month_of(day) + months;
    int32_t last = dlb_month_start(target + 1) - 1;
    int32_t same_number = dlb_month_start(target) + (day - start);
    return same_number < last ? same_number : last;
}
