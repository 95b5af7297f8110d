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
#include "field/number/number_text.h"

#include <string.h>

#include "field/field.h"

enum {
    NUMBER_DIGITS = 13,
    FRONT_DIGITS = 7,
    BIRTH_DIGITS = 6,
    CENTURY_DIGITS = 2, /* written before the birth date by mistake */
    AGE_MAX = 120
};

/* ---- what was written ---------------------------------------------------------------------- */

enum { NO_DASH = NUMBER_DIGITS + CENTURY_DIGITS };

/* '0' … '9' or '?' for a hidden digit. */
struct written {
    char at[NUMBER_DIGITS + CENTURY_DIGITS];
    size_t n;
    size_t n_known; /* leading digits that are known: 13, 7 or 6 */
    size_t dash_at; /* digits before the first dash, or NO_DASH */
    bool repaired;
    bool restored; /* digits were guessed: the check digit must confirm them */
};

/* How many times the letter at `at` stands in a row. */
static size_t row_length(const struct dlb_runes *runes, size_t at)
{
    size_t from = at, end = at + 1;
    while (from > 0 && runes->at[from - 1] == runes->at[at]) from--;
    while (end < runes->n && runes->at[end] == runes->at[at]) end++;
    return end - from;
}

/* The symbol at `at`, 0 when something else stands there. A row of letters O hides digits. */
static char symbol_at(const struct dlb_runes *runes, size_t at, struct written *written)
{
    static const size_t n_hidden = NUMBER_DIGITS - FRONT_DIGITS;
    uint32_t rune = runes->at[at];
    if (rune >= '0' && rune <= '9') return (char)rune;
    if (rune == '?') return '?';
    written->repaired = true;
    if (rune == '*' || rune == 'x' || rune == 'X' || rune == '#') return '?';
    if ((rune == 'o' || rune == 'O') && row_length(runes, at) >= n_hidden) return '?';
    char digit = dlb_number_digit(runes, at);
    written->restored |= digit != 0;
    return digit;
}

/* Length of a word that may stand beside the number, 0 when none does. */
static size_t label_at(const struct dlb_runes *runes, size_t at)
{
    static const char32_t *const labels[] = {
        U"주민등록번호", U"주민번호", U"주민",   U"외국인등록번호", U"외국인", U"국내거소신고번호",
        U"국내거소",     U"등록번호", U"내국인", U"남자",           U"여자",   U"남",
        U"여",           U"뒷자리",   U"이하",   U"생략",           U"비공개", U"미상",
        U"모름"};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        size_t n = dlb_number_word(runes, at, labels[i]);
        if (n > 0) return n;
    }
    return 0;
}

static bool is_mark(uint32_t rune)
{
    static const char32_t marks[] = U" .-/,:;=|'()[]<>\xB7";
    const char32_t *at = marks;
    while (*at != 0 && *at != rune) at++;
    return *at != 0;
}

/* false: something that is no part of such a number. */
static bool read_symbols(const struct dlb_runes *runes, struct written *written)
{
    for (size_t i = 0; i < runes->n;) {
        uint32_t rune = runes->at[i];
        bool is_dash = rune == '-' && written->dash_at == NO_DASH && written->n > 0;
        if (is_dash) written->dash_at = written->n;
        if (is_mark(rune)) {
            i++;
            continue;
        }
        size_t label = dlb_is_syllable(rune) ? label_at(runes, i) : 0;
        written->repaired |= label > 0;
        i += label;
        if (label > 0) continue;
        char symbol = symbol_at(runes, i++, written);
        if (symbol == 0 || written->n == sizeof written->at) return false;
        written->at[written->n++] = symbol;
    }
    return written->n > 0;
}

static void drop_digits(struct written *written, size_t from, size_t n)
{
    memmove(written->at + from, written->at + from + n, written->n - from - n);
    written->n -= n;
    written->repaired = true;
}

/* "19901231-1990001": the century before the birth date; "19901231" and "1990-12-31". */
static void drop_century(struct written *written)
{
    bool is_date = written->n == 8 && (written->dash_at == NO_DASH || written->dash_at == 4);
    bool has_eight = written->dash_at == 8 || is_date;
    bool is_century = memcmp(written->at, "18", 2) == 0 || memcmp(written->at, "19", 2) == 0 ||
                      memcmp(written->at, "20", 2) == 0;
    if (!has_eight || !is_century) return;
    drop_digits(written, 0, CENTURY_DIGITS);
    written->dash_at = BIRTH_DIGITS;
}

/*
 * A number cell loses leading zeros: "10101-4987656" was born in 2001. Without a dash that
 * is a guess, since a phone number has as many digits.
 */
static void restore_zeros(struct written *written)
{
    bool has_dash = written->dash_at != NO_DASH;
    bool is_short = has_dash && written->dash_at < BIRTH_DIGITS && written->dash_at > 2;
    size_t lost = is_short ? BIRTH_DIGITS - written->dash_at : NUMBER_DIGITS - written->n;
    if (has_dash ? !is_short : lost > 2) return;
    bool is_whole = written->n + lost == NUMBER_DIGITS;
    bool is_front = is_short && written->n + lost > BIRTH_DIGITS && lost == 1;
    bool is_hidden = memchr(written->at, '?', written->n) != NULL;
    if (lost == 0 || written->n + lost > NUMBER_DIGITS) return;
    if (!is_front && (!is_whole || is_hidden)) return;
    memmove(written->at + lost, written->at, written->n);
    memset(written->at, '0', lost);
    written->n += lost;
    written->repaired = true;
    written->restored |= is_whole && !is_hidden;
}

/* "901231-1000000": programs that may not keep the rest write zeros. */
static void hide_zeros(struct written *written)
{
    if (written->n != NUMBER_DIGITS) return;
    size_t from = NUMBER_DIGITS;
    while (from > BIRTH_DIGITS && written->at[from - 1] == '0') from--;
    if (from > FRONT_DIGITS) return;
    memset(written->at + from, '?', NUMBER_DIGITS - from);
    written->repaired = true;
}

static bool count_known(struct written *written)
{
    size_t known = 0;
    if (written->n > NUMBER_DIGITS) return false;
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
    written->restored = false; /* nothing confirms it, and it is no key */
    return true;
}

static bool read_slow(const struct dlb_runes *runes, struct written *written)
{
    *written = (struct written){.n = 0, .dash_at = NO_DASH};
    if (!read_symbols(runes, written)) return false;
    drop_century(written);
    restore_zeros(written);
    hide_zeros(written);
    return count_known(written);
}

static bool one_symbol_repeated(const struct dlb_runes *runes)
{
    uint32_t first = 0;
    for (size_t i = 0; i < runes->n; i++) {
        uint32_t rune = runes->at[i];
        if (is_mark(rune)) continue;
        bool is_symbol = (rune >= '0' && rune <= '9') || rune == '*' || rune == '?' ||
                         rune == 'x' || rune == 'X' || rune == '#';
        if (!is_symbol || (first != 0 && rune != first)) return false;
        first = rune;
    }
    return first != 0;
}

/* 13 digits or '*' with a hyphen after the sixth or none, as machines write them. */
static bool read_fast(struct dlb_text src, struct written *written)
{
    bool has_dash = src.len == NUMBER_DIGITS + 1 && src.data[BIRTH_DIGITS] == '-';
    bool is_varied = false;
    *written = (struct written){.n = 0, .dash_at = has_dash ? BIRTH_DIGITS : NO_DASH};
    if (src.len != NUMBER_DIGITS && !has_dash) return false;
    for (size_t i = 0; i < src.len; i++) {
        char c = src.data[i];
        if (has_dash && i == BIRTH_DIGITS) continue;
        if (c != '*' && (c < '0' || c > '9')) return false;
        is_varied |= c != src.data[0];
        written->repaired |= c == '*';
        written->at[written->n++] = c == '*' ? '?' : c;
    }
    hide_zeros(written);
    return is_varied && count_known(written); /* the slow way says what is wrong */
}

static dolbom_quality read_written(struct dlb_text src, struct written *written)
{
    struct dlb_runes runes;
    if (read_fast(src, written)) return DOLBOM_QUALITY_GOOD;
    if (!dlb_number_read(dlb_number_without_fraction(src), &runes)) return DOLBOM_QUALITY_INVALID;
    if (dlb_number_is_absent(&runes) || one_symbol_repeated(&runes)) return DOLBOM_QUALITY_MISSING;
    return read_slow(&runes, written) ? DOLBOM_QUALITY_GOOD : DOLBOM_QUALITY_INVALID;
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
        out->check =
            check_agrees(digits, out->foreign) ? DOLBOM_RRN_CHECK_OK : DOLBOM_RRN_CHECK_SUSPECT;
}

/* Reads `src`; on quality REPAIRED and GOOD `written` holds the digits. */
static void parse(const struct dlb_value_context *context, struct dlb_text src,
                  struct written *written, dolbom_rrn *out)
{
    *out = (dolbom_rrn){.quality = DOLBOM_QUALITY_INVALID, .birth_days = DLB_DAY_NONE};
    dolbom_quality read = read_written(src, written);
    if (read == DOLBOM_QUALITY_MISSING) out->quality = read;
    if (read != DOLBOM_QUALITY_GOOD || !birth_exists(written->at)) return;
    bool has_front = written->n_known >= FRONT_DIGITS;
    if (has_front && !set_front(context, written->at, out)) return;
    if (written->n_known == NUMBER_DIGITS) set_number(written->at, out);
    if (written->restored && out->check != DOLBOM_RRN_CHECK_OK) {
        *out = (dolbom_rrn){.quality = DOLBOM_QUALITY_INVALID, .birth_days = DLB_DAY_NONE};
        return;
    }
    for (size_t i = 0; i < BIRTH_DIGITS; i++)
        out->front = out->front * 10 + (uint32_t)(written->at[i] - '0');
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
    struct written written;
    if (rrn->n_digits == 0 || read_written(src, &written) != DOLBOM_QUALITY_GOOD) return 0;
    memset(dst, '?', NUMBER_DIGITS);
    memcpy(dst, written.at, rrn->n_digits);
    return NUMBER_DIGITS;
}
