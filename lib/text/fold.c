/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fold.c - one spelling for texts that look alike.
 *
 * ICU decides what is normalized. It is asked only about what is not obviously normalized already:
 * precomposed syllables and ASCII stay as they are in every form, and nine values in ten hold
 * nothing else. ICU's time grows with the square of a run of combining marks, so a value has a
 * fixed number of code points and a longer one is refused, never cut.
 */
#include "text/text.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

enum { UNITS_MAX = 2 * DLB_RUNES_MAX };

/* ICU's own instances: made once per process, never freed, safe for any thread. */
static const UNormalizer2 *normalizer(int form, UErrorCode *error)
{
    switch (form) {
    case DLB_FOLD_NFC:
        return unorm2_getNFCInstance(error);
    case DLB_FOLD_NFKC:
        return unorm2_getNFKCInstance(error);
    default:
        return unorm2_getNFKCCasefoldInstance(error);
    }
}

dolbom_status dlb_text_warm_up(dolbom_error *error)
{
    for (int form = DLB_FOLD_NFC; form <= DLB_FOLD_KEY; form++) {
        UErrorCode failed = U_ZERO_ERROR;
        normalizer(form, &failed);
        if (failed == U_MEMORY_ALLOCATION_ERROR)
            return dlb_fail(error, DOLBOM_E_MEMORY, -1, NULL,
                            "ICU had no memory to start and cannot try again: restart the process");
        if (U_FAILURE(failed))
            return dlb_fail(error, DOLBOM_E_CORRUPT, -1, NULL,
                            "ICU has no normalisation data (%s): reinstall libicu",
                            u_errorName(failed));
    }
    return DOLBOM_OK;
}

/* ---- plain texts ---------------------------------------------------------------------- */

/* U+AC00 … U+D7A3 are EA B0 80 … ED 9E A3. */
static bool is_syllable_at(const uint8_t *bytes)
{
    if (bytes[0] < 0xEA || bytes[0] > 0xED) return false;
    if ((bytes[1] & 0xC0) != 0x80 || (bytes[2] & 0xC0) != 0x80) return false;
    uint32_t rune = (bytes[0] & 0xFu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    return dlb_is_syllable(rune);
}

bool dlb_text_is_plain(struct dlb_text text)
{
    const uint8_t *bytes = (const uint8_t *)text.data;
    size_t at = 0;
    while (at < text.len) {
        if (bytes[at] < 0x80) {
            at++;
        } else if (text.len - at >= 3 && is_syllable_at(bytes + at)) {
            at += 3;
        } else {
            return false;
        }
    }
    return true;
}

static ptrdiff_t copy_plain(int form, struct dlb_text src, char *dst, size_t dst_cap)
{
    if (src.len > dst_cap) return DLB_FOLD_FAILED;
    for (size_t i = 0; i < src.len; i++) {
        bool is_upper = form == DLB_FOLD_KEY && src.data[i] >= 'A' && src.data[i] <= 'Z';
        dst[i] = (char)(is_upper ? src.data[i] + ('a' - 'A') : src.data[i]);
    }
    return (ptrdiff_t)src.len;
}

/* ---- code points ------------------------------------------------------------------------ */

/* Nearly all text is ASCII and three-byte letters; 0 when the bytes at `at` are something else. */
static size_t read_plain_rune(const uint8_t *at, size_t left, uint32_t *rune)
{
    *rune = at[0];
    if (at[0] < 0x80) return 1;
    if (left < 3 || at[0] == 0xE0 || (at[0] == 0xED && at[1] > 0x9F)) return 0;
    *rune = (at[0] & 0xFu) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
    return (at[0] & 0xF0) == 0xE0 && (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80 ? 3 : 0;
}

bool dlb_runes_read(struct dlb_text src, struct dlb_runes *runes)
{
    runes->n = 0;
    for (size_t at = 0; at < src.len;) {
        if (runes->n == DLB_RUNES_MAX) return false;
        size_t left = src.len - at;
        size_t n = read_plain_rune((const uint8_t *)src.data + at, left, &runes->at[runes->n]);
        if (n == 0) {
            if (dlb_utf8_valid(src.data + at, left < 4 ? left : 4) == 0) return false;
            runes->at[runes->n] = dlb_utf8_next(src.data, src.len, &at);
        }
        at += n;
        runes->n++;
    }
    return true;
}

ptrdiff_t dlb_runes_write(const uint32_t *runes, size_t n, char *dst, size_t dst_cap)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        char bytes[4];
        size_t n_bytes = dlb_utf8_put(runes[i], bytes);
        if (n_bytes > dst_cap - len) return DLB_FOLD_FAILED;
        memcpy(dst + len, bytes, n_bytes);
        len += n_bytes;
    }
    return (ptrdiff_t)len;
}

bool dlb_runes_are_plain(const struct dlb_runes *runes)
{
    size_t i = 0;
    while (i < runes->n && (runes->at[i] < 0x80 || dlb_is_syllable(runes->at[i]))) i++;
    return i == runes->n;
}

static int32_t to_units(const struct dlb_runes *runes, UChar *units)
{
    int32_t n = 0;
    for (size_t i = 0; i < runes->n; i++) {
        UChar32 rune = (UChar32)runes->at[i];
        if (U_IS_BMP(rune)) {
            units[n++] = (UChar)rune;
        } else {
            units[n++] = U16_LEAD(rune);
            units[n++] = U16_TRAIL(rune);
        }
    }
    return n;
}

static bool from_units(const UChar *units, int32_t n_units, struct dlb_runes *runes)
{
    size_t n = 0;
    for (int32_t at = 0; at < n_units;) {
        if (n == DLB_RUNES_MAX) return false;
        UChar32 rune;
        U16_NEXT(units, at, n_units, rune);
        runes->at[n++] = (uint32_t)rune;
    }
    runes->n = n;
    return true;
}

bool dlb_runes_fold(int form, struct dlb_runes *runes)
{
    UChar from[UNITS_MAX], to[UNITS_MAX];
    UErrorCode failed = U_ZERO_ERROR;
    const UNormalizer2 *normal = normalizer(form, &failed);
    if (U_FAILURE(failed)) return false;
    int32_t n = unorm2_normalize(normal, from, to_units(runes, from), to, UNITS_MAX, &failed);
    if (U_FAILURE(failed)) return false; /* a text that expands beyond the buffer is not a value */
    return from_units(to, n, runes);
}

/* Letters that no decomposition takes apart, as passports write them. */
static uint32_t bare_letter(uint32_t rune)
{
    static const char32_t letters[][2] = {
        {U'Đ', 'D'}, {U'đ', 'D'}, {U'Ð', 'D'}, {U'ð', 'D'}, {U'Ø', 'O'}, {U'ø', 'O'},
        {U'Ł', 'L'}, {U'ł', 'L'}, {U'ı', 'I'}, {U'ß', 'S'}, {U'ẞ', 'S'}, {U'Æ', 'A'},
        {U'æ', 'A'}, {U'Œ', 'O'}, {U'œ', 'O'}, {U'Þ', 'T'}, {U'þ', 'T'},
    };
    for (size_t i = 0; rune >= 0x80 && i < sizeof letters / sizeof *letters; i++) {
        if (letters[i][0] == rune) return letters[i][1];
    }
    return (uint32_t)u_toupper((UChar32)rune);
}

uint32_t dlb_rune_bare_upper(uint32_t rune)
{
    if (rune < 0x80) return rune >= 'a' && rune <= 'z' ? rune - ('a' - 'A') : rune;
    if (u_getCombiningClass((UChar32)rune) != 0) return 0;
    UErrorCode failed = U_ZERO_ERROR;
    const UNormalizer2 *normal = normalizer(DLB_FOLD_NFKC, &failed);
    if (U_FAILURE(failed)) return rune;
    /* in upper case first: of ǯ and Ǯ only the latter decomposes to a letter below 0x250 */
    uint32_t upper = (uint32_t)u_toupper((UChar32)rune);
    UChar parts[16];
    int32_t n = unorm2_getDecomposition(normal, (UChar32)upper, parts, 16, &failed);
    bool has_marks = U_SUCCESS(failed) && n > 1 && parts[0] < 0x250;
    return bare_letter(has_marks ? parts[0] : upper);
}

/* ---- whole texts -------------------------------------------------------------------------- */

ptrdiff_t dlb_fold(int form, struct dlb_text src, char *dst, size_t dst_cap)
{
    if (dlb_text_is_plain(src)) return copy_plain(form, src, dst, dst_cap);
    struct dlb_runes runes;
    if (!dlb_runes_read(src, &runes) || !dlb_runes_fold(form, &runes)) return DLB_FOLD_FAILED;
    return dlb_runes_write(runes.at, runes.n, dst, dst_cap);
}

/* ---- self test ----------------------------------------------------------------------------- */

struct fold_case {
    int form;
    const char *text, *normal;
};

static bool folds_to(const struct fold_case *want)
{
    char got[64];
    struct dlb_text text = {want->text, strlen(want->text)};
    ptrdiff_t len = dlb_fold(want->form, text, got, sizeof got);
    return len == (ptrdiff_t)strlen(want->normal) && memcmp(got, want->normal, (size_t)len) == 0;
}

dolbom_status dlb_text_self_test(dolbom_error *error)
{
    static const struct fold_case cases[] = {
        {DLB_FOLD_NFC, "\u1100\u1175\u11B7", "김"},
        {DLB_FOLD_NFC, "\uD55C\u1100\u1173\u11AF", "한글"},
        {DLB_FOLD_NFC, "\uF9E1", "李"},
        {DLB_FOLD_NFKC, "\uFF11\uFF10\uFF11\u00A0\uFF21", "101 A"},
        {DLB_FOLD_NFKC, "\u3132", "\u1101"},
        {DLB_FOLD_KEY, "\uAE40\u3164\uFF2B\u00AD\u00DF", "김kss"},
    };
    dolbom_status status = dlb_text_warm_up(error);
    for (size_t i = 0; status == DOLBOM_OK && i < sizeof cases / sizeof *cases; i++) {
        if (!folds_to(&cases[i]))
            status = dlb_fail(error, DOLBOM_E_CORRUPT, -1, NULL,
                              "ICU normalises text case %zu wrongly: reinstall libicu", i);
    }
    return status;
}
