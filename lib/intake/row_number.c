/* SPDX-License-Identifier: Apache-2.0 */
/*
 * row_number.c - numbers as people write them, times a power of ten.
 */
#include "intake/intake.h"

#include <string.h>

struct dlb_text dlb_trim(struct dlb_text text)
{
    while (text.len && text.data[0] == ' ') text.data++, text.len--;
    while (text.len && text.data[text.len - 1] == ' ') text.len--;
    return text;
}

/* Append a digit; false when it is not a digit or does not fit. */
static bool add_digit(char c, int64_t *value)
{
    if (c < '0' || c > '9') return false;
    if (*value > (INT64_MAX - (c - '0')) / 10) return false;
    *value = *value * 10 + (c - '0');
    return true;
}

/* "1,200" before the decimal point; commas only between digits. */
static bool parse_whole(struct dlb_text text, int64_t *value)
{
    bool after_digit = false;
    for (size_t i = 0; i < text.len; i++) {
        bool comma = text.data[i] == ',' && after_digit;
        if (!comma && !add_digit(text.data[i], value)) return false;
        after_digit = !comma;
    }
    return after_digit;
}

/* The digits after the decimal point, padded with zeros to `decimals` of them. */
static bool parse_fraction(struct dlb_text text, unsigned decimals, int64_t *value)
{
    for (size_t i = 0; i < text.len; i++)
        if (i >= decimals && text.data[i] != '0') return false;
    for (unsigned i = 0; i < decimals; i++)
        if (!add_digit(i < text.len ? text.data[i] : '0', value)) return false;
    return true;
}

bool dlb_decimal_parse(struct dlb_text text, unsigned decimals, int64_t *value)
{
    if (!text.len) return false;
    bool negative = text.data[0] == '-';
    struct dlb_text whole = {text.data + negative, text.len - negative};
    const char *point = memchr(whole.data, '.', whole.len);
    struct dlb_text fraction = {NULL, 0};
    if (point) {
        fraction.len = whole.len - (size_t)(point + 1 - whole.data);
        fraction.data = point + 1;
        whole.len = (size_t)(point - whole.data);
    }
    *value = 0;
    bool good = parse_whole(whole, value) && parse_fraction(fraction, decimals, value);
    if (negative) *value = -*value;
    return good;
}
