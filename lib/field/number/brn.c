/* SPDX-License-Identifier: Apache-2.0 */
/*
 * brn.c - business (사업자등록번호) and corporate (법인등록번호) registration numbers.
 *
 * Facilities and firms carry them as people carry resident numbers, and they are mistyped as
 * often. Numbers in use exist whose last digit disagrees, so a disagreement lowers trust and
 * discards nothing.
 *
 *   number      digits          last digit
 *   business    3 - 2 - 5       (10 - S mod 10) mod 10, S the digits weighted 1 3 7 1 3 7 1 3 5
 *                               and the tens of the ninth's product
 *   corporate   6 - 7           (10 - S mod 10) mod 10, S the digits weighted 1 2 1 2 …
 *
 * The fourth and fifth digit of a business number tell whose it is (National Tax Service):
 * 81 to 88 corporations, the state and their branches; all others individuals and bodies that
 * are taxed like them.
 */
#include "field/number/number_text.h"

#include <string.h>

#include "field/field.h"

enum { BRN_DIGITS = 10, CRN_DIGITS = 13 };

/* Digits of a cell; n past the array when there are too many. */
struct digits {
    char at[CRN_DIGITS];
    size_t n;
    bool repaired;
};

static bool add_digit(struct digits *digits, char digit)
{
    if (digits->n == sizeof digits->at) return false;
    digits->at[digits->n++] = digit;
    return true;
}

/* Digits, hyphens and spaces as machines write them; false for anything else. */
static bool read_fast(struct dlb_text src, struct digits *digits)
{
    for (size_t i = 0; i < src.len; i++) {
        char c = src.data[i];
        bool is_digit = c >= '0' && c <= '9';
        if (!is_digit && c != '-' && c != ' ') return false;
        if (is_digit && !add_digit(digits, c)) return false;
    }
    return digits->n > 0;
}

/* Marks mean nothing, Hangul is a label; a hidden digit or a letter makes it no number. */
static bool read_slow(const struct dlb_runes *runes, struct digits *digits)
{
    for (size_t i = 0; i < runes->n; i++) {
        char digit = dlb_number_digit(runes, i);
        uint32_t rune = runes->at[i];
        bool is_latin = (rune >= 'A' && rune <= 'Z') || (rune >= 'a' && rune <= 'z');
        digits->repaired |= dlb_is_syllable(rune) || (digit != 0 && is_latin);
        if (digit == 0 && (is_latin || rune == '*' || rune == '?' || rune == '#')) return false;
        if (digit != 0 && !add_digit(digits, digit)) return false;
    }
    return digits->n > 0;
}

static dolbom_quality read_digits(struct dlb_text src, size_t wanted, struct digits *digits)
{
    struct dlb_runes runes;
    *digits = (struct digits){.n = 0};
    if (!read_fast(src, digits)) {
        *digits = (struct digits){.n = 0};
        if (!dlb_number_read(dlb_number_without_fraction(src), &runes))
            return DOLBOM_QUALITY_INVALID;
        if (dlb_number_is_absent(&runes)) return DOLBOM_QUALITY_MISSING;
        if (!read_slow(&runes, digits)) return DOLBOM_QUALITY_INVALID;
    }
    size_t n_same = 1;
    while (n_same < digits->n && digits->at[n_same] == digits->at[0]) n_same++;
    if (n_same == digits->n) return DOLBOM_QUALITY_MISSING; /* one digit repeated fills a form */
    if (digits->n != wanted) return DOLBOM_QUALITY_INVALID;
    return digits->repaired ? DOLBOM_QUALITY_REPAIRED : DOLBOM_QUALITY_GOOD;
}

static bool check_agrees(const struct digits *digits, const uint8_t *weights)
{
    unsigned sum = 0;
    for (size_t i = 0; i + 1 < digits->n; i++) sum += (unsigned)(digits->at[i] - '0') * weights[i];
    if (digits->n == BRN_DIGITS) sum += (unsigned)(digits->at[8] - '0') * 5 / 10;
    return (unsigned)(digits->at[digits->n - 1] - '0') == (10 - sum % 10) % 10;
}

static void set_number(const struct digits *digits, const uint8_t *weights, dolbom_brn *out)
{
    for (size_t i = 0; i < digits->n; i++)
        out->number = out->number * 10 + (uint64_t)(digits->at[i] - '0');
    out->check = check_agrees(digits, weights) ? DOLBOM_RRN_CHECK_OK : DOLBOM_RRN_CHECK_SUSPECT;
}

void dlb_brn_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_brn *out)
{
    static const uint8_t weights[BRN_DIGITS - 1] = {1, 3, 7, 1, 3, 7, 1, 3, 5};
    struct digits digits;
    (void)context;
    *out = (dolbom_brn){0};
    out->quality = read_digits(src, BRN_DIGITS, &digits);
    bool is_number = out->quality >= DOLBOM_QUALITY_REPAIRED;
    if (is_number && digits.at[0] == '0') out->quality = DOLBOM_QUALITY_INVALID; /* from 101 on */
    if (out->quality < DOLBOM_QUALITY_REPAIRED) return;
    set_number(&digits, weights, out);
    bool is_corporation = digits.at[3] == '8' && digits.at[4] >= '1' && digits.at[4] <= '8';
    out->type = is_corporation ? DOLBOM_BRN_TYPE_CORPORATION : DOLBOM_BRN_TYPE_INDIVIDUAL;
}

void dlb_crn_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_brn *out)
{
    static const uint8_t weights[CRN_DIGITS - 1] = {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2};
    struct digits digits;
    (void)context;
    *out = (dolbom_brn){0};
    out->quality = read_digits(src, CRN_DIGITS, &digits);
    if (out->quality < DOLBOM_QUALITY_REPAIRED) return;
    set_number(&digits, weights, out);
    out->type = DOLBOM_BRN_TYPE_CORPORATION;
}
