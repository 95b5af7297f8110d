/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lunar.c - days of the Korean lunar calendar.
 *
 * Elders know their birthday by the moon, and many registers hold it unconverted. A month
 * begins with the new moon in Korea and has 29 or 30 days; seven times in nineteen years a
 * month is doubled. The table that says which is printed by make_lunar.c.
 */
#include "field/date/lunar.h"

#include "field/date/lunar_table.h"

/* Place of a month in its year, 0 … 12, or -1 when that year did not double it. */
static int place_of(uint32_t year_bits, unsigned month, bool leap_month)
{
    unsigned doubled = year_bits >> 13 & 15;
    if (leap_month && month != doubled) return -1;
    bool is_behind = doubled != 0 && (month > doubled || leap_month);
    return (int)month - 1 + (is_behind ? 1 : 0);
}

static unsigned length_of(uint32_t year_bits, int place)
{
    return 29 + (year_bits >> place & 1);
}

int32_t dlb_lunar_day(int32_t year, unsigned month, bool leap_month, unsigned day)
{
    if (year < LUNAR_FIRST_YEAR || year > LUNAR_LAST_YEAR) return DLB_DAY_NONE;
    if (month < 1 || month > 12 || day < 1) return DLB_DAY_NONE;
    uint32_t bits = lunar_years[year - LUNAR_FIRST_YEAR];
    int place = place_of(bits, month, leap_month);
    if (place < 0 || day > length_of(bits, place)) return DLB_DAY_NONE;
    int32_t n_long = __builtin_popcount(bits & ((1u << place) - 1));
    return dlb_day_of(year, 1, 1) + (int32_t)(bits >> 17) + 29 * place + n_long + (int32_t)day - 1;
}

/*
 * A lunar date's numbers stand 17 to 53 days before the day it means, so only the earlier of
 * two days can be the unconverted one, and few pairs of days come that far.
 */
bool dlb_lunar_reads_as(int32_t left, int32_t right)
{
    enum { NEAREST = 15, FARTHEST = 60 };
    int32_t written = left < right ? left : right, meant = left < right ? right : left, year;
    unsigned month, day;
    if (meant - written < NEAREST || meant - written > FARTHEST) return false;
    dlb_day_parts(written, &year, &month, &day);
    return dlb_lunar_day(year, month, false, day) == meant ||
           dlb_lunar_day(year, month, true, day) == meant;
}
