/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_date.c - laws of dlb_date_parse() on any bytes, those of fuzz_number.h and:
 *
 *   calendar   the day number is that of C's own calendar (timegm), in both directions
 *   parts      what is unknown is flagged, and nothing else
 *   past       a year that was guessed lies in the hundred years before the as-of date
 */
#include "fuzz_number.h"

#include <time.h>

static void check_day(const dolbom_date *date)
{
    struct tm day = {.tm_year = date->year - 1900, .tm_mon = date->month - 1, .tm_mday = date->day};
    time_t seconds = timegm(&day);
    fuzz_check(seconds / 86400 == date->days && seconds % 86400 == 0);
    fuzz_check(day.tm_mon + 1 == date->month && day.tm_mday == date->day);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_value value;
    fuzz_laws(&dlb_kind_date, data, size, &value);
    const dolbom_date *date = &value.parsed.date;
    fuzz_check((date->year != 0) == (value.len > 0));
    if (value.len == 0) return 0;
    fuzz_check(date->year >= 1800 && date->year <= 2200 && date->month <= 12 && date->day <= 31);
    fuzz_check((date->month == 0) == ((date->flags & DOLBOM_DATE_NO_MONTH) != 0));
    fuzz_check((date->day == 0) == ((date->flags & DOLBOM_DATE_NO_DAY) != 0));
    fuzz_check((date->day == 0) == (date->days == DOLBOM_DAY_NONE));
    if (date->day != 0) check_day(date);
    bool is_guess = date->flags & DOLBOM_DATE_GUESSED;
    fuzz_check(!is_guess || (date->year >= 1926 && date->year <= 2027));
    fuzz_check(value.quality != DOLBOM_QUALITY_GOOD ||
               (date->flags & (DOLBOM_DATE_LUNAR | DOLBOM_DATE_GUESSED)) == 0);
    return 0;
}
