/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calendar.c - days since 1970-01-01 and the Gregorian calendar.
 *
 * Years begin in March here, so that the leap day comes last; the calendar repeats every 400 years
 * (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
 */
#include "common/common.h"

enum {
    DAYS_PER_ERA = 146097,          /* in 400 years */
    DAYS_TO_1970_FROM_0000 = 719468 /* since 0000-03-01 */
};

int32_t tool_day(int32_t year, int32_t month, int32_t day)
{
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = (y >= 0 ? y : y - 399) / 400, year_of_era = y - era * 400;
    int32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970_FROM_0000;
}

void tool_day_split(int64_t day, int32_t *year, int32_t *month, int32_t *day_of_month)
{
    int64_t shifted = day + DAYS_TO_1970_FROM_0000;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int32_t day_of_era = (int32_t)(shifted - era * DAYS_PER_ERA);
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t from_march = (5 * day_of_year + 2) / 153;
    *day_of_month = day_of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = (int32_t)(year_of_era + era * 400) + (*month <= 2);
}

static bool read_digits(const char *text, size_t n, int32_t *value)
{
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

bool tool_day_read(const char *text, size_t len, int32_t *day)
{
    int32_t year, month, day_of_month, y, m, d;
    bool form = text && len == 10 && text[4] == '-' && text[7] == '-' &&
                read_digits(text, 4, &year) && read_digits(text + 5, 2, &month) &&
                read_digits(text + 8, 2, &day_of_month);
    if (!form || month < 1 || month > 12 || day_of_month < 1 || day_of_month > 31) return false;
    *day = tool_day(year, month, day_of_month);
    tool_day_split(*day, &y, &m, &d); /* the 30th of February comes back as another day */
    return m == month && d == day_of_month;
}
