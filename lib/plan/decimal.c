/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decimal.c - the numbers of a plan, exact in both directions.
 *
 * A number is held as a whole multiple of 10^-scale, so that no floating point comes between
 * the text and the run. What does not fit is not rounded but refused.
 */
#include "plan/node.h"

/* A decimal being read: its value is digits * 10^exponent. */
struct decimal {
    int64_t digits;
    int exponent;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "0.95", "12": returns the bytes read, 0 if there is no digit or too many. */
static size_t scan_digits(struct dlb_text text, struct decimal *decimal)
{
    size_t at = 0, n_digits = 0;
    bool after_point = false;
    for (; at < text.len; at++) {
        bool is_point = text.data[at] == '.' && !after_point;
        if (!is_point && !is_digit(text.data[at])) break;
        after_point |= is_point;
        if (is_point) continue;
        if (decimal->digits > INT64_MAX / 100) return 0;
        decimal->digits = decimal->digits * 10 + (text.data[at] - '0');
        decimal->exponent -= after_point;
        n_digits++;
    }
    return n_digits ? at : 0;
}

/* "e-5"; true when the text is empty or all of it is such an exponent. */
static bool scan_exponent(struct dlb_text text, struct decimal *decimal)
{
    if (!text.len) return true;
    bool is_exponent = text.len == 3 && (text.data[0] == 'e' || text.data[0] == 'E') &&
                       text.data[1] == '-' && is_digit(text.data[2]);
    if (is_exponent) decimal->exponent -= text.data[2] - '0';
    return is_exponent;
}

bool dlb_decimal_read(struct dlb_text text, int scale, int64_t *value)
{
    struct decimal decimal = {0, scale};
    size_t len = scan_digits(text, &decimal);
    if (!len || !scan_exponent((struct dlb_text){text.data + len, text.len - len}, &decimal))
        return false;
    for (; decimal.exponent < 0 && decimal.digits % 10 == 0 && decimal.digits; decimal.exponent++)
        decimal.digits /= 10;
    for (; decimal.exponent > 0 && decimal.digits <= INT64_MAX / 10; decimal.exponent--)
        decimal.digits *= 10;
    *value = decimal.digits;
    return decimal.exponent == 0 || decimal.digits == 0;
}
