/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_key.c - official numbers of buildings and lots: 도로명주소관리번호 and PNU.
 *
 * Both are digits in columns, so a wrong one looks as good as a right one; what can be told
 * is the length and the columns that know few values. They are written in one piece, or
 * taken apart with a label before each part, in any order:
 *
 *   juso  시군구=36110;읍면동=110;도로명번호=3258085;지하=0;본번=572;부번=0
 *         36110 110 3258085 0 00572 00000          도로명코드 is 시군구 and 도로명번호
 *   pnu   법정동=3611010100;산=0;본번=47;부번=1
 *         3611010100 1 0047 0001                   digit 11: 1 land, 2 mountain
 *
 * The juso files' lot key has 0 and 1 at that place. A 0 is refused rather than mended: in
 * such a column the 1 of a mountain lot would be taken for land. Of a building's number in
 * the register (건물관리번호, 25 digits) the first 19 are its lot's PNU.
 */
#include <string.h>

#include "field/field.h"
#include "field/value_text.h"

enum {
    DIGITS_MAX = DLB_JUSO_KEY_DIGITS,
    BUILDING_DIGITS = 25,
    SAN_AT = 10 /* of a PNU */
};

/* Where digits go; len 0: nowhere. */
struct span {
    uint8_t from, len;
};

struct label {
    const char32_t *korean, *english;
    struct span first, second;
    bool is_code; /* must be there with all its digits; else a number, 0 if it is left out */
};

struct form {
    uint8_t n_digits;
    uint8_t n_labels;
    struct label labels[7];
};

static const struct form juso_form = {DLB_JUSO_KEY_DIGITS,
                                      7,
                                      {{U"시군구", U"sigungu", {0, 5}, {0, 0}, true},
                                       {U"읍면동", U"emd", {5, 3}, {0, 0}, true},
                                       {U"도로명번호", U"number", {8, 7}, {0, 0}, true},
                                       {U"도로명코드", U"road", {0, 5}, {8, 7}, true},
                                       {U"지하", U"under", {15, 1}, {0, 0}, false},
                                       {U"본번", U"main", {16, 5}, {0, 0}, false},
                                       {U"부번", U"sub", {21, 5}, {0, 0}, false}}};

static const struct form pnu_form = {DLB_PNU_DIGITS,
                                     4,
                                     {{U"법정동", U"emd", {0, 10}, {0, 0}, true},
                                      {U"산", U"san", {SAN_AT, 1}, {0, 0}, false},
                                      {U"본번", U"main", {11, 4}, {0, 0}, false},
                                      {U"부번", U"sub", {15, 4}, {0, 0}, false}}};

static bool is_digit(uint32_t rune)
{
    return rune >= '0' && rune <= '9';
}

/* Is it the label? Case and spaces do not count. */
static bool is_label(const uint32_t *runes, size_t n, const char32_t *word)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t rune = runes[i] >= 'A' && runes[i] <= 'Z' ? runes[i] + ('a' - 'A') : runes[i];
        if (rune == ' ') continue;
        if (rune != *word) return false;
        word++;
    }
    return *word == 0;
}

/* Put the last digits of a part into their place; false when there are digits already. */
static bool put_span(char *digits, struct span span, const char *text)
{
    if (span.len > 0 && digits[span.from] != 0) return false;
    memcpy(digits + span.from, text, span.len);
    return true;
}

/* The value of one part, `n` runes that are digits and spaces. */
static bool put_part(const struct label *label, const uint32_t *runes, size_t n, char *digits)
{
    size_t len = (size_t)label->first.len + label->second.len, n_digits = 0;
    char text[DIGITS_MAX];
    memset(text, '0', sizeof text);
    for (size_t i = 0; i < n; i++) n_digits += is_digit(runes[i]);
    if (n_digits == 0 || n_digits > len || (label->is_code && n_digits < len)) return false;
    for (size_t i = 0, at = len - n_digits; i < n; i++) {
        if (!is_digit(runes[i]) && runes[i] != ' ') return false;
        if (is_digit(runes[i])) text[at++] = (char)runes[i];
    }
    return put_span(digits, label->first, text) &&
           put_span(digits, label->second, text + label->first.len);
}

static const struct label *find_label(const struct form *form, const uint32_t *runes, size_t n)
{
    for (size_t i = 0; i < form->n_labels; i++)
        if (is_label(runes, n, form->labels[i].korean) ||
            is_label(runes, n, form->labels[i].english))
            return form->labels + i;
    return NULL;
}

static size_t index_of(const struct dlb_runes *runes, size_t from, uint32_t rune)
{
    while (from < runes->n && runes->at[from] != rune) from++;
    return from;
}

/* "label=digits;label=digits" */
static bool read_labelled(const struct form *form, const struct dlb_runes *runes, char *digits)
{
    memset(digits, 0, form->n_digits);
    for (size_t at = 0, end; at < runes->n; at = end + 1) {
        end = index_of(runes, at, ';');
        size_t sign = index_of(runes, at, '=');
        if (sign >= end) return false;
        const struct label *label = find_label(form, runes->at + at, sign - at);
        if (label == NULL || !put_part(label, runes->at + sign + 1, end - sign - 1, digits))
            return false;
    }
    for (size_t i = 0; i < form->n_labels; i++) {
        const struct label *label = form->labels + i;
        if (digits[label->first.from] != 0) continue;
        if (label->is_code) return false;
        memset(digits + label->first.from, '0', label->first.len);
    }
    return true;
}

/* Digits with spaces and dashes between them; how many, or 0 if there is anything else. */
static size_t read_digits(const struct dlb_runes *runes, char *digits, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < runes->n; i++) {
        if (runes->at[i] == ' ' || runes->at[i] == '-') continue;
        if (!is_digit(runes->at[i]) || n == cap) return 0;
        digits[n++] = (char)runes->at[i];
    }
    return n;
}

static bool is_zero(const char *digits, size_t n)
{
    while (n > 0 && digits[n - 1] == '0') n--;
    return n == 0;
}

dolbom_quality dlb_juso_key_read(struct dlb_text src, char digits[DLB_JUSO_KEY_DIGITS])
{
    struct dlb_runes runes;
    if (!dlb_value_read(src, &runes)) return DOLBOM_QUALITY_INVALID;
    if (dlb_value_is_blank(&runes)) return DOLBOM_QUALITY_MISSING;
    bool read = index_of(&runes, 0, '=') < runes.n
                    ? read_labelled(&juso_form, &runes, digits)
                    : read_digits(&runes, digits, DLB_JUSO_KEY_DIGITS) == DLB_JUSO_KEY_DIGITS;
    bool good = read && digits[0] != '0' && digits[15] <= '2' && !is_zero(digits + 16, 5);
    return good ? DOLBOM_QUALITY_GOOD : DOLBOM_QUALITY_INVALID;
}

dolbom_quality dlb_pnu_read(struct dlb_text src, char digits[DLB_PNU_DIGITS])
{
    struct dlb_runes runes;
    char text[BUILDING_DIGITS];
    if (!dlb_value_read(src, &runes)) return DOLBOM_QUALITY_INVALID;
    if (dlb_value_is_blank(&runes)) return DOLBOM_QUALITY_MISSING;
    size_t n = DLB_PNU_DIGITS;
    if (index_of(&runes, 0, '=') < runes.n) {
        bool read = read_labelled(&pnu_form, &runes, text) && text[SAN_AT] <= '1';
        if (!read) return DOLBOM_QUALITY_INVALID;
        text[SAN_AT]++;
    } else {
        n = read_digits(&runes, text, BUILDING_DIGITS);
    }
    bool good = (n == DLB_PNU_DIGITS || n == BUILDING_DIGITS) && text[0] != '0' &&
                (text[SAN_AT] == '1' || text[SAN_AT] == '2') && !is_zero(text + 11, 4);
    if (!good) return DOLBOM_QUALITY_INVALID;
    memcpy(digits, text, DLB_PNU_DIGITS);
    return n == DLB_PNU_DIGITS ? DOLBOM_QUALITY_GOOD : DOLBOM_QUALITY_REPAIRED;
}
