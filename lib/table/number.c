/* SPDX-License-Identifier: Apache-2.0 */
/*
 * number.c - numbers as text, without the locale.
 *
 * Floats come from tools that have no null in a column of integers.
 */
#include "table/batch.h"

enum { DECIMALS_MAX = 9 };

/* A number that is an integer divided by a power of ten. */
struct decimal {
    uint64_t digits;
    unsigned decimals;
    bool negative;
};

/* Digits end at the end of scratch. */
static struct dlb_text print_decimal(struct decimal number, char scratch[DLB_SCRATCH])
{
    char *at = scratch + DLB_SCRATCH;
    for (unsigned i = 0; i < number.decimals; i++, number.digits /= 10)
        *--at = (char)('0' + number.digits % 10);
    if (number.decimals > 0) *--at = '.';
    do {
        *--at = (char)('0' + number.digits % 10);
        number.digits /= 10;
    } while (number.digits > 0);
    if (number.negative) *--at = '-';
    return (struct dlb_text){at, (size_t)(scratch + DLB_SCRATCH - at)};
}

/*
 * The decimal that a float that is not whole stands for: the shortest one whose nearest float it
 * is. Division is exactly rounded, so this is the same on all machines.
 */
static bool shortest_decimal(double number, bool narrow, struct decimal *decimal)
{
    double size = number < 0 ? -number : number, power = 1;
    for (unsigned decimals = 1; decimals <= DECIMALS_MAX; decimals++) {
        power *= 10;
        if (!(size * power < 0x1p53)) return false;
        uint64_t digits = (uint64_t)(size * power + 0.5);
        double back = (double)digits / power;
        if (narrow ? (float)back != (float)size : back != size) continue;
        *decimal = (struct decimal){digits, decimals, number < 0};
        return true;
    }
    return false;
}

struct dlb_text dlb_number_print(int64_t value, bool is_unsigned, char scratch[DLB_SCRATCH])
{
    bool negative = value < 0 && !is_unsigned;
    uint64_t digits = negative ? dlb_size_of(value) : (uint64_t)value;
    return print_decimal((struct decimal){digits, 0, negative}, scratch);
}

/* 32 bits at a time, from the top, so that each division is a 64-bit one. */
static unsigned divide_by_ten(uint32_t part[4])
{
    uint64_t rest = 0;
    for (int i = 3; i >= 0; i--) {
        rest = rest << 32 | part[i];
        part[i] = (uint32_t)(rest / 10);
        rest %= 10;
    }
    return (unsigned)rest;
}

struct dlb_text dlb_number_print_wide(struct dlb_wide value, char scratch[DLB_SCRATCH])
{
    bool negative = value.high < 0;
    uint64_t low = negative ? 0 - value.low : value.low;
    uint64_t high = negative ? ~(uint64_t)value.high + (value.low == 0) : (uint64_t)value.high;
    uint32_t part[4] = {(uint32_t)low, (uint32_t)(low >> 32), (uint32_t)high,
                        (uint32_t)(high >> 32)};
    char *at = scratch + DLB_SCRATCH;
    do *--at = (char)('0' + divide_by_ten(part));
    while (part[0] | part[1] | part[2] | part[3]);
    if (negative) *--at = '-';
    return (struct dlb_text){at, (size_t)(scratch + DLB_SCRATCH - at)};
}

bool dlb_number_print_float(double number, bool narrow, char scratch[DLB_SCRATCH],
                            struct dlb_text *text)
{
    struct decimal decimal;
    if (!shortest_decimal(number, narrow, &decimal)) return false;
    *text = print_decimal(decimal, scratch);
    return true;
}
