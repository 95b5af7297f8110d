/* SPDX-License-Identifier: Apache-2.0 */
/*
 * row_number.c - numbers as people write them, times a power of ten.
 *
 *   of any column   12  -3  1,200  0.50  and the same in full-width digits
 *   of won          45,000원  1,200 원  ₩45,000, which code page 949 writes as \\45,000
 *   of a count      3회  2건: what is counted one by one
 *
 * A unit that measures (시간, kg) is no counter: 2시간 and 120분 would become 2 and 120. Nothing is
 * worked out: 4만5천원 and 3~4회 are no numbers here.
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

/* "1,200" before the decimal point; commas only between thousands: "1,5" may be one and a half. */
static bool parse_whole(struct dlb_text text, int64_t *value)
{
    const size_t n = text.len;
    const bool commas = n && memchr(text.data, ',', n);
    if (!n || text.data[0] == ',') return false;
    for (size_t i = 0; i < n; i++) {
        const bool between = commas && (n - i) % 4 == 0;
        if (between ? text.data[i] != ',' : !add_digit(text.data[i], value)) return false;
    }
    return true;
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

static bool takes_prefix(struct dlb_text *text, const char *word)
{
    size_t n = strlen(word);
    bool begins = text->len > n && memcmp(text->data, word, n) == 0;
    if (begins) *text = dlb_trim((struct dlb_text){text->data + n, text->len - n});
    return begins;
}

static bool takes_suffix(struct dlb_text *text, const char *word)
{
    size_t n = strlen(word);
    bool ends = text->len > n && memcmp(text->data + text->len - n, word, n) == 0;
    if (ends) *text = dlb_trim((struct dlb_text){text->data, text->len - n});
    return ends;
}

bool dlb_number_written(struct dlb_text text, uint8_t type, unsigned decimals, int64_t *value)
{
    static const char *const counters[] = {"회", "번", "건", "개", "명"};
    char room[64];
    if (dlb_decimal_parse(text, decimals, value)) return true;
    text = dlb_code_fold(text, room, sizeof room);
    if (type == DLB_TYPE_WON) {
        if (!takes_prefix(&text, "₩")) (void)takes_prefix(&text, "\\");
        (void)takes_suffix(&text, "원");
    } else {
        for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
            if (takes_suffix(&text, counters[i])) break;
    }
    return dlb_decimal_parse(text, decimals, value);
}
