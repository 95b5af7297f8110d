/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cell_number.c - a number as the text that people see in its cell.
 *
 * Days are counted from 1900 or from 1904. The first of these counts has a 29 February 1900, which
 * never was: days before it are one off, and it is written as it is shown, so that it is rejected
 * as a date. What Excel shows as ##### (before the first day, after the year 9999) stays a number.
 *
 *   45292     45292, 2024-01-01, 00:00
 *   0.75      0.75, 18:00
 *   45292.5   45292.5, 2024-01-01 12:00
 */
#include "io/book/book_inside.h"

#include <string.h>

enum {
    SECONDS_A_DAY = 86400,
    DAY_OF_1970 = 25569,
    DAYS_TO_1904 = 1462,
    FALSE_LEAP_DAY = 60,
    DAYS_END = 2958466 /* the first of the year 10000 */
};

/* The length of what was printed. */
static size_t put(int n)
{
    return n > 0 && n < BOOK_NUMBER_BYTES ? (size_t)n : 0;
}

/* Excel keeps 15 digits; a whole number is written out. */
static size_t plain(double number, char out[BOOK_NUMBER_BYTES])
{
    double size = number < 0 ? -number : number;
    double near = size < 1e18 ? (double)(int64_t)(size + 0.5) : 0;
    double over = size < near ? near - size : size - near;
    bool whole = size < 1e18 && over <= size * 1e-15;
    const char *sign = number < 0 ? "-" : "";
    return put(whole ? snprintf(out, BOOK_NUMBER_BYTES, "%s%.0f", sign, near)
                     : snprintf(out, BOOK_NUMBER_BYTES, "%.15g", number));
}

static int put_time(char *out, size_t cap, int64_t seconds)
{
    long long hours = seconds / 3600, minutes = seconds / 60 % 60, rest = seconds % 60;
    return rest ? snprintf(out, cap, "%02lld:%02lld:%02lld", hours, minutes, rest)
                : snprintf(out, cap, "%02lld:%02lld", hours, minutes);
}

/* The serial number of a day as the count from 1900 has it. */
static int put_day(char *out, size_t cap, int64_t serial)
{
    int32_t year, month, day;
    if (serial == FALSE_LEAP_DAY) return snprintf(out, cap, "1900-02-29");
    if (serial == 0) return snprintf(out, cap, "1900-01-00");
    tool_day_split(serial - DAY_OF_1970 + (serial < FALSE_LEAP_DAY), &year, &month, &day);
    return snprintf(out, cap, "%04d-%02d-%02d", year, month, day);
}

size_t book_number_text(double number, enum book_shown shown, const char *code, bool since_1904,
                        char out[BOOK_NUMBER_BYTES])
{
    if (shown == BOOK_DIGITS && book_format_digits(code, number, out, BOOK_NUMBER_BYTES))
        return strlen(out);
    double first = since_1904 ? DAYS_TO_1904 : 0;
    bool is_time = shown != BOOK_NUMBER && shown != BOOK_DIGITS;
    if (!is_time || !(number >= 0 && number + first < DAYS_END)) return plain(number, out);
    int64_t seconds = (int64_t)(number * SECONDS_A_DAY + 0.5);
    if (shown == BOOK_DURATION) return put(put_time(out, BOOK_NUMBER_BYTES, seconds));
    int64_t day = seconds / SECONDS_A_DAY, second = seconds % SECONDS_A_DAY;
    /* A cell of dates that holds but a time is shown as day 0, which nobody means. */
    bool only_time = shown == BOOK_TIME || (day == 0 && second > 0);
    if (only_time) return put(put_time(out, BOOK_NUMBER_BYTES, second));
    int n = put_day(out, BOOK_NUMBER_BYTES, day + (int64_t)first);
    if (shown == BOOK_MOMENT && second > 0) {
        out[n++] = ' ';
        n += put_time(out + n, BOOK_NUMBER_BYTES - (size_t)n, second);
    }
    return put(n);
}
