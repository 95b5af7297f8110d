/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make_lunar.c - prints lunar_table.h from ICU's Korean calendar ("dangi").
 *
 * Runs when the library is built: ICU's calendars allocate and are slow, a table is
 * neither. Where ICU 72 differs from the calendars that were in use, months are mended:
 *
 *   1890   the solstice and a solar term fell within an hour of midnight; ICU doubles the
 *          12th month of 1889 where calendars doubled the 2nd of 1890
 *   1896   new moon two minutes before midnight of 13 February, ICU: the 14th
 *   2017   new moon two minutes before midnight of 26 February, ICU: the 27th
 *
 *   bits of a year   meaning
 *   0 … 12           month i has 30 days, else 29; doubled months counted in
 *   13 … 16          the month that is doubled, 0: none
 *   17 … 22          1st of the 1st month, days after 1 January
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ucal.h>

#include "base/base.h"

enum { FIRST_YEAR = 1890, LAST_YEAR = 2050, MONTHS_MAX = 13 };

struct lunar_month {
    int32_t first_day; /* days since 1970-01-01 */
    int month;         /* 1 … 12 */
    int is_doubled;
};

static const double DAY_MS = 86400000.0;

/* Every first day of a month between two days. */
static int find_months(UCalendar *calendar, int32_t from, int32_t to, struct lunar_month *months)
{
    int n = 0;
    for (int32_t day = from; day <= to; day++) {
        UErrorCode error = U_ZERO_ERROR;
        ucal_setMillis(calendar, day * DAY_MS, &error);
        int32_t of_month = ucal_get(calendar, UCAL_DAY_OF_MONTH, &error);
        int32_t month = ucal_get(calendar, UCAL_MONTH, &error);
        int32_t is_doubled = ucal_get(calendar, UCAL_IS_LEAP_MONTH, &error);
        if (U_FAILURE(error)) return 0;
        if (of_month == 1) months[n++] = (struct lunar_month){day, month + 1, is_doubled};
    }
    return n;
}

/* Months that ICU says begin on a day, and what they were. */
static void mend(struct lunar_month *months, int n)
{
    const struct {
        int32_t day;
        struct lunar_month was;
    } mended[] = {
        {dlb_day_of(1890, 1, 21), {dlb_day_of(1890, 1, 21), 1, 0}},
        {dlb_day_of(1890, 2, 19), {dlb_day_of(1890, 2, 19), 2, 0}},
        {dlb_day_of(1890, 3, 21), {dlb_day_of(1890, 3, 21), 2, 1}},
        {dlb_day_of(1896, 2, 14), {dlb_day_of(1896, 2, 13), 1, 0}},
        {dlb_day_of(2017, 2, 27), {dlb_day_of(2017, 2, 26), 2, 0}},
    };
    for (int i = 0; i < n; i++) {
        for (size_t k = 0; k < sizeof mended / sizeof *mended; k++) {
            if (months[i].first_day == mended[k].day) months[i] = mended[k].was;
        }
    }
}

static int print_year(const struct lunar_month *months, int n, int year, int *at)
{
    while (*at < n && !(months[*at].month == 1 && !months[*at].is_doubled &&
                        months[*at].first_day >= dlb_day_of(year, 1, 1)))
        (*at)++;
    uint32_t lengths = 0, doubled = 0;
    int first = *at, i = first;
    for (; i + 1 < n && (i == first || months[i].month != 1 || months[i].is_doubled); i++) {
        int32_t length = months[i + 1].first_day - months[i].first_day;
        if (i - first >= MONTHS_MAX || (length != 29 && length != 30)) return 0;
        lengths |= (uint32_t)(length - 29) << (i - first);
        if (months[i].is_doubled) doubled = (uint32_t)months[i].month;
    }
    if (i - first != (doubled ? 13 : 12)) return 0;
    uint32_t offset = (uint32_t)(months[first].first_day - dlb_day_of(year, 1, 1));
    printf("    0x%06X, /* %d */\n", (unsigned)(offset << 17 | doubled << 13 | lengths), year);
    *at = i;
    return 1;
}

int main(void)
{
    static struct lunar_month months[(LAST_YEAR - FIRST_YEAR + 3) * MONTHS_MAX];
    static const UChar zone[] = u"GMT";
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(zone, -1, "ko@calendar=dangi", UCAL_DEFAULT, &error);
    if (U_FAILURE(error)) {
        fprintf(stderr, "make_lunar: ICU has no Korean calendar: %s\n", u_errorName(error));
        return 1;
    }
    int n = find_months(calendar, dlb_day_of(FIRST_YEAR, 1, 1), dlb_day_of(LAST_YEAR + 1, 3, 31),
                        months);
    ucal_close(calendar);
    mend(months, n);
    printf("/* Printed by make_lunar.c from ICU %s; see there for the bits. */\n\n"
           "enum {\n    LUNAR_FIRST_YEAR = %d,\n    LUNAR_LAST_YEAR = %d\n};\n\n"
           "static const uint32_t lunar_years[] = {\n",
           U_ICU_VERSION, FIRST_YEAR, LAST_YEAR);
    int at = 0;
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        if (!print_year(months, n, year, &at)) {
            fprintf(stderr, "make_lunar: the months of %d make no year\n", year);
            return 1;
        }
    }
    printf("};\n");
    return 0;
}
