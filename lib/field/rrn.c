/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rrn.c - resident and foreigner registration numbers: YYMMDD-GXXXXXC.
 *
 * The number names a person, so a wrong one joins strangers and a discarded one hides a
 * duplicate. The birth date and G are always meaningful and are checked strictly. The
 * check digit is not: numbers issued or changed from 2020-10-05 on end in random digits,
 * so a disagreement only lowers trust.
 *
 *   G      born     sex    class          check digit
 *   9 0    18YY     M F    resident       (11 - S mod 11) mod 10
 *   1 2    19YY     M F    resident       S = sum of digit x weight,
 *   3 4    20YY     M F    resident       weights 2 … 9, 2 … 5
 *   5 6    19YY     M F    foreigner      (13 - S mod 11) mod 10, or the one above
 *   7 8    20YY     M F    foreigner
 *
 * Agencies may keep only the birth date, or that and G; hidden digits are '*', 'X' ….
 */
#include "field/field.h"
#include "text/text.h"

#include <string.h>

enum {
    NUMBER_DIGITS = 13,
    FRONT_DIGITS = 7,
    BIRTH_DIGITS = 6,
    AGE_MAX = 120
};

/* ---- what was written ---------------------------------------------------------------------- */

/* '0' … '9' or '?' for a hidden digit. */
struct written {
    char at[NUMBER_DIGITS];
    size_t n;
    size_t n_known; /* leading digits that are known: 13, 7 or 6 */
    size_t dash_at; /* digits before the first dash; NUMBER_DIGITS: none */
    bool repaired;
    bool restored;  /* zeros that a spreadsheet dropped were put back */
};

static char symbol_of(uint32_t rune)
{
    if (rune >= '0' && rune <= '9') return (char)rune;
    switch (rune) {
    case '*': case '?': case 'x': case 'X': case '#': case U'○': case U'●': case U'×':
    case 0xFFFD: return '?';
    default: return 0;
    }
}

/* false: something that is no part of such a number. */
static bool read_symbols(const struct dlb_runes *runes, struct written *written)
{
    for (size_t i = 0; i < runes->n; i++) {
        uint32_t rune = runes->at[i];
        char symbol = symbol_of(rune);
        if (symbol != 0) {
            if (written->n == NUMBER_DIGITS) return false;
            written->repaired |= symbol == '?' && rune != '?';
            written->at[written->n++] = symbol;
        } else if (rune == '-') {
            if (written->dash_at == NUMBER_DIGITS) written->dash_at = written->n;
        } else if (rune != ' ' && rune != '.') {
            return false;
        }
    }
    return true;
}

/* A number cell loses leading zeros: "10101-4987656" was born in 2001. A guess, so the
 * check digit must confirm it: a phone number has as many digits. */
static void restore_zeros(struct written *written)
{
    size_t lost = NUMBER_DIGITS - written->n;
    bool is_bare = written->dash_at == NUMBER_DIGITS;
    bool fits = written->dash_at + lost == BIRTH_DIGITS || is_bare;
    if (lost == 0 || lost > 2 || !fits || memchr(written->at, '?', written->n)) return;
    memmove(written->at + lost, written->at, written->n);
    memset(written->at, '0', lost);
    written->n = NUMBER_DIGITS;
    written->repaired = written->restored = true;
}

static bool count_known(struct written *written)
{
    size_t known = 0;
    while (known < written->n && written->at[known] != '?') known++;
    if (known == NUMBER_DIGITS) {
        written->n_known = known;
        return true;
    }
    if (known < BIRTH_DIGITS) return false;
    bool shows_more = known > FRONT_DIGITS && written->n < NUMBER_DIGITS;
    if (shows_more && written->n == known) return false; /* digits are lost, which ones? */
    written->n_known = known >= FRONT_DIGITS ? FRONT_DIGITS : BIRTH_DIGITS;
    written->repaired |= known > FRONT_DIGITS || written->n < NUMBER_DIGITS;
    return true;
}

static bool read_written(const struct dlb_runes *runes, struct written *written)
{
    *written = (struct written){.n = 0, .dash_at = NUMBER_DIGITS};
    if (!read_symbols(runes, written)) return false;
    restore_zeros(written);
    return count_known(written);
}

/* ---- what it means --------------------------------------------------------------------------- */

static const uint8_t weights[NUMBER_DIGITS - 1] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};

static bool check_agrees(const char *digits, bool foreign)
{
    unsigned sum = 0;
    for (size_t i = 0; i < NUMBER_DIGITS - 1; i++) sum += (unsigned)(digits[i] - '0') * weights[i];
    unsigned check = (unsigned)(digits[NUMBER_DIGITS - 1] - '0');
    if (check == (11 - sum % 11) % 10) return true;
    return foreign && check == (13 - sum % 11) % 10;
}

static unsigned two_digits(const char *digits)
{
    return (unsigned)(digits[0] - '0') * 10 + (unsigned)(digits[1] - '0');
}

static int32_t century_of(char g)
{
    if (g == '9' || g == '0') return 1800;
    return g == '1' || g == '2' || g == '5' || g == '6' ? 1900 : 2000;
}

/* Without G the century is unknown; 29 February then needs one leap year among three. */
static bool birth_exists(const char *digits)
{
    unsigned month = two_digits(digits + 2), day = two_digits(digits + 4);
    for (int32_t century = 1800; century <= 2000; century += 100) {
        if (dlb_day_exists(century + (int32_t)two_digits(digits), month, day)) return true;
    }
    return false;
}

static bool is_plausible(const struct dlb_value_context *context, int32_t birth, char g)
{
    if (context->as_of == DLB_DAY_NONE) return true;
    if (birth > context->as_of) return false;
    int32_t oldest = context->as_of - AGE_MAX * 366;
    return birth >= oldest || century_of(g) == 1800;
}

static bool set_front(const struct dlb_value_context *context, const char *digits, dolbom_rrn *out)
{
    char g = digits[6];
    int32_t year = century_of(g) + (int32_t)two_digits(digits);
    unsigned month = two_digits(digits + 2), day = two_digits(digits + 4);
    if (!dlb_day_exists(year, month, day)) return false;
    int32_t birth = dlb_day_of(year, month, day);
    if (!is_plausible(context, birth, g)) return false;
    out->birth_days = birth;
    out->sex = (g - '0') % 2 == 1 ? 'M' : 'F';
    out->foreign = g >= '5' && g <= '8';
    return true;
}

static void set_number(const char *digits, dolbom_rrn *out)
{
    for (size_t i = 0; i < NUMBER_DIGITS; i++)
        out->number = out->number * 10 + (uint64_t)(digits[i] - '0');
    bool is_random = out->birth_days >= dlb_day_of(2020, 10, 5);
    if (!is_random)
        out->check = check_agrees(digits, out->foreign) ? DOLBOM_RRN_CHECK_OK
                                                        : DOLBOM_RRN_CHECK_SUSPECT;
}

static bool one_symbol_repeated(const struct dlb_runes *runes)
{
    char first = 0;
    for (size_t i = 0; i < runes->n; i++) {
        char symbol = symbol_of(runes->at[i]);
        if (symbol == 0) continue;
        if (first != 0 && symbol != first) return false;
        first = symbol;
    }
    return first != 0;
}

/* Reads `src`; on quality REPAIRED and GOOD `written` holds the digits. */
static void parse(const struct dlb_value_context *context, struct dlb_text src,
                  struct written *written, dolbom_rrn *out)
{
    uint32_t struct_size = out->struct_size;
    *out = (dolbom_rrn){.struct_size = struct_size,
                        .quality = DOLBOM_QUALITY_INVALID,
                        .birth_days = DLB_DAY_NONE};
    struct dlb_runes runes;
    if (!dlb_value_read(src, &runes)) return;
    if (dlb_value_is_blank(&runes) || one_symbol_repeated(&runes)) {
        out->quality = DOLBOM_QUALITY_MISSING;
        return;
    }
    if (!read_written(&runes, written) || !birth_exists(written->at)) return;
    bool has_front = written->n_known >= FRONT_DIGITS;
    if (has_front && !set_front(context, written->at, out)) return;
    if (written->n_known == NUMBER_DIGITS) set_number(written->at, out);
    if (written->restored && out->check != DOLBOM_RRN_CHECK_OK) {
        *out = (dolbom_rrn){.struct_size = struct_size,
                            .quality = DOLBOM_QUALITY_INVALID,
                            .birth_days = DLB_DAY_NONE};
        return;
    }
    out->n_digits = (uint8_t)written->n_known;
    out->quality = written->repaired ? DOLBOM_QUALITY_REPAIRED : DOLBOM_QUALITY_GOOD;
}

void dlb_rrn_parse(const struct dlb_value_context *context, struct dlb_text src, dolbom_rrn *out)
{
    struct written written;
    parse(context, src, &written, out);
}

size_t dlb_rrn_write(const dolbom_rrn *rrn, struct dlb_text src, char *dst)
{
    struct dlb_runes runes;
    struct written written;
    if (rrn->n_digits == 0 || !dlb_value_read(src, &runes) || !read_written(&runes, &written))
        return 0;
    memset(dst, '?', NUMBER_DIGITS);
    memcpy(dst, written.at, rrn->n_digits);
    return NUMBER_DIGITS;
}
