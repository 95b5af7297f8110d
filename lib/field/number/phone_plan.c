/* SPDX-License-Identifier: Apache-2.0 */
/*
 * phone_plan.c - which numbers there are in Korea, and which old ones moved.
 *
 * The moves are those the ministry announced on 2003-12-24; for 017 the published lists
 * contradict each other, so 017 numbers stay as they are.
 */
#include "field/number/phone_plan.h"

#include <string.h>

enum { DIGITS_MIN = 8 };

/* Ranges by the two digits after their zero: 010 is M in the row of 1. Hidden digits ('?' - '0'
 * is 15) begin none, but after 02 they may. */
static const char areas[16][17] = {
    "..........", "MO....OOOO", "SSSSSSSSSS.....S", "VLLL......", ".LLLL.....",
    "VLLLLL....", "FLLLL.....", "I.........",       "F.........",
};

static struct dlb_phone_range range_of_area(char area)
{
    switch (area) {
    case 'M':
        return (struct dlb_phone_range){3, 11, 11, DOLBOM_PHONE_MOBILE};
    case 'O':
        return (struct dlb_phone_range){3, 10, 11, DOLBOM_PHONE_MOBILE};
    case 'S':
        return (struct dlb_phone_range){2, 9, 10, DOLBOM_PHONE_LANDLINE};
    case 'L':
        return (struct dlb_phone_range){3, 10, 11, DOLBOM_PHONE_LANDLINE};
    case 'V':
        return (struct dlb_phone_range){3, 11, 12, DOLBOM_PHONE_VIRTUAL};
    case 'I':
        return (struct dlb_phone_range){3, 11, 11, DOLBOM_PHONE_INTERNET};
    case 'F':
        return (struct dlb_phone_range){3, 10, 11, DOLBOM_PHONE_SERVICE};
    default:
        return (struct dlb_phone_range){.prefix_len = 0};
    }
}

struct dlb_phone_range dlb_phone_range(const char *digits, size_t n)
{
    struct dlb_phone_range none = {.prefix_len = 0}, range = none;
    if (n < DIGITS_MIN) return none;
    bool is_nationwide = digits[0] == '1' && memchr("568", digits[1], 3);
    if (is_nationwide) range = (struct dlb_phone_range){2, 8, 8, DOLBOM_PHONE_SERVICE};
    if (digits[0] == '0') range = range_of_area(areas[digits[1] - '0'][digits[2] - '0']);
    return n < range.min_digits || n > range.max_digits ? none : range;
}

/* An exchange of an old mobile number and the one it was moved to; both as written. */
struct mobile_move {
    char prefix; /* third digit of 01X */
    uint16_t first, last, becomes;
};

static const struct mobile_move moves[] = {
    {'1', 200, 499, 5200},   {'1', 500, 899, 3500},   {'1', 1700, 1799, 7100},
    {'1', 9000, 9499, 9000}, {'1', 9500, 9999, 8500}, {'6', 200, 499, 3200},
    {'6', 500, 899, 2500},   {'6', 9000, 9499, 7000}, {'6', 9500, 9999, 9500},
    {'8', 200, 499, 4200},   {'8', 500, 899, 6500},   {'9', 200, 499, 2200},
    {'9', 500, 899, 5500},   {'9', 9000, 9499, 8000}, {'9', 9500, 9999, 7500},
};

static unsigned decimal(const char *digits, size_t n)
{
    unsigned value = 0;
    for (size_t i = 0; i < n; i++) value = value * 10 + (unsigned)(digits[i] - '0');
    return value;
}

bool dlb_phone_has_area(const char *digits)
{
    return range_of_area(areas[digits[1] - '0'][digits[2] - '0']).prefix_len != 0;
}

bool dlb_phone_move(char *digits, size_t *n)
{
    size_t exchange_len = *n - 7;
    if (memchr(digits + 3, '?', exchange_len)) return false;
    unsigned exchange = decimal(digits + 3, exchange_len);
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        const struct mobile_move *move = &moves[i];
        bool is_wide = move->first >= 1000;
        if (move->prefix != digits[2] || is_wide != (exchange_len == 4)) continue;
        if (exchange < move->first || exchange > move->last) continue;
        unsigned moved = exchange - move->first + move->becomes;
        char last[4];
        memcpy(last, digits + *n - 4, 4);
        digits[2] = '0';
        for (size_t k = 0; k < 4; k++, moved /= 10) digits[6 - k] = (char)('0' + moved % 10);
        memcpy(digits + 7, last, 4);
        *n = 11;
        return true;
    }
    return false;
}

bool dlb_phone_is_filler(struct dlb_phone_range range, const char *digits, size_t n)
{
    size_t from = range.prefix_len;
    for (size_t i = from + 1; i < n; i++) {
        if (digits[i] != digits[from]) return false;
    }
    return range.kind != DOLBOM_PHONE_SERVICE;
}

/* No exchange begins with 0 or 1, and "20240105" is a date. */
bool dlb_phone_is_local(const char *digits, size_t n)
{
    bool fits = n == 7 || n == 8;
    if (!fits || digits[0] < '2' || digits[0] > '9') return false;
    return n == 7 || memcmp(digits, "20", 2) != 0 || digits[4] > '1' || digits[6] > '3';
}

/* Cities that are served from the province beside theirs. */
static const struct {
    uint32_t sigungu_code;
    char area[4];
} neighbours[] = {
    {41190, "032"}, /* 부천시 */ {41192, "032"}, {41194, "032"}, {41196, "032"},
    {41210, "02"},  /* 광명시 */ {41290, "02"},  /* 과천시 */
    {44250, "042"}, /* 계룡시 */ {47290, "053"}, /* 경산시 */
    {27720, "054"},                              /* 군위군 */
};

static const char provinces[100][4] = {
    [11] = "02",  [26] = "051", [27] = "053", [28] = "032", [29] = "062",
    [30] = "042", [31] = "052", [36] = "044", [41] = "031", [42] = "033",
    [43] = "043", [44] = "041", [45] = "063", [46] = "061", [47] = "054",
    [48] = "055", [49] = "064", [50] = "064", [51] = "033", [52] = "063",
};

const char *dlb_phone_area(uint32_t sigungu_code)
{
    for (size_t i = 0; i < sizeof neighbours / sizeof *neighbours; i++)
        if (neighbours[i].sigungu_code == sigungu_code) return neighbours[i].area;
    uint32_t province = sigungu_code / 1000;
    return province < 100 && provinces[province][0] != 0 ? provinces[province] : NULL;
}
