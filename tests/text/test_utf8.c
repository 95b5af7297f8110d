/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_utf8.c - UTF-8 and folding against ICU, which is the authority for both.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "text/text.h"

static uint64_t state = 42;

static uint32_t draw(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)((state >> 33) % n);
}

/* ICU's verdict on a whole text. */
static bool icu_accepts(const char *text, int32_t len)
{
    UChar room[256];
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(room, 256, NULL, text, len, &status);
    return U_SUCCESS(status);
}

Test(utf8, every_code_point_is_written_and_read_back)
{
    for (uint32_t rune = 1; rune <= 0x10FFFF; rune++) {
        if (rune >= 0xD800 && rune <= 0xDFFF) continue;
        char text[4];
        size_t len = dlb_utf8_put(rune, text), at = 0;
        cr_assert_eq(dlb_utf8_valid(text, len), len, "U+%04X", (unsigned)rune);
        cr_assert_eq(dlb_utf8_next(text, len, &at), rune, "U+%04X", (unsigned)rune);
        cr_assert_eq(at, len);
        cr_assert(icu_accepts(text, (int32_t)len));
    }
}

Test(utf8, what_is_valid_agrees_with_icu_on_random_bytes)
{
    static const unsigned char interesting[] = {0x00, 0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC2,
                                                0xDF, 0xE0, 0xA0, 0xED, 0x9F, 0xEF, 0xF0,
                                                0x90, 0xF4, 0x8F, 0xF5, 0xEA, 0xB0, 0xFF};
    for (int i = 0; i < 300000; i++) {
        int32_t len = (int32_t)draw(9);
        char *text = malloc((size_t)len + 1); /* + 1: malloc(0); ASan still sees byte len */
        for (int32_t k = 0; k < len; k++) text[k] = (char)interesting[draw(sizeof interesting)];
        size_t good = dlb_utf8_valid(text, (size_t)len);
        cr_assert_eq(good == (size_t)len, icu_accepts(text, len), "case %d", i);
        cr_assert(icu_accepts(text, (int32_t)good), "case %d: what stands before is valid", i);
        free(text);
    }
}

/* One text in a form, by ICU alone. */
static int32_t icu_fold(const UNormalizer2 *form, const char *text, int32_t len, char *out,
                        int32_t cap)
{
    UChar wide[512], folded[2048];
    int32_t n, made;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(wide, 512, &n, text, len, &status);
    made = unorm2_normalize(form, wide, n, folded, 2048, &status);
    u_strToUTF8(out, cap, &n, folded, made, &status);
    cr_assert(U_SUCCESS(status) || status == U_STRING_NOT_TERMINATED_WARNING);
    return n;
}

static const UNormalizer2 *icu_form(int form)
{
    UErrorCode status = U_ZERO_ERROR;
    return form == DLB_FOLD_NFC    ? unorm2_getNFCInstance(&status)
           : form == DLB_FOLD_NFKC ? unorm2_getNFKCInstance(&status)
                                   : unorm2_getNFKCCasefoldInstance(&status);
}

Test(fold, agrees_with_icu_on_every_bmp_character_and_on_random_texts)
{
    cr_assert_eq(dlb_text_warm_up(NULL), DOLBOM_OK);
    for (int form = DLB_FOLD_NFC; form <= DLB_FOLD_KEY; form++) {
        const UNormalizer2 *authority = icu_form(form);
        for (uint32_t rune = 1; rune < 0x10000 + 60000; rune++) {
            char text[24], wanted[256], got[256];
            size_t len = 0;
            if (rune >= 0xD800 && rune <= 0xDFFF) continue;
            if (rune < 0x10000) {
                len = dlb_utf8_put(rune, text);
            } else { /* mixtures of plain and odd characters */
                static const uint32_t odd[] = {0xAC00, 0xD7A3, 'A',    ' ',    0x1100,
                                               0x1161, 0x11A8, 0x3131, 0xFF21, 0xFFA1,
                                               0x301,  'e',    0x3164, 0x200B};
                for (int k = 0; k < 5; k++)
                    len += dlb_utf8_put(odd[draw(sizeof odd / sizeof *odd)], text + len);
            }
            int32_t n = icu_fold(authority, text, (int32_t)len, wanted, 256);
            ptrdiff_t m = dlb_fold(form, (struct dlb_text){text, len}, got, sizeof got);
            cr_assert_eq(m, n, "form %d, U+%04X: %td, not %d", form, (unsigned)rune, m, n);
            cr_assert_eq(memcmp(got, wanted, (size_t)n), 0, "form %d, U+%04X", form,
                         (unsigned)rune);
            if (dlb_text_is_plain((struct dlb_text){text, len}) && form != DLB_FOLD_KEY)
                cr_assert(m == (ptrdiff_t)len && memcmp(got, text, len) == 0);
        }
    }
}

Test(fold, what_does_not_fit_or_is_no_text_is_refused)
{
    char out[8];
    cr_expect_eq(dlb_fold(DLB_FOLD_NFC, (struct dlb_text){"\xEA\xB0", 2}, out, 8), DLB_FOLD_FAILED);
    cr_expect_eq(dlb_fold(DLB_FOLD_NFC, (struct dlb_text){"가나다", 9}, out, 8), DLB_FOLD_FAILED);
    cr_expect_eq(dlb_fold(DLB_FOLD_NFKC, (struct dlb_text){"\xEF\xB7\xBA", 3}, out, 8),
                 DLB_FOLD_FAILED, "U+FDFA becomes 18 characters");
    struct dlb_runes runes;
    char many[DLB_RUNES_MAX + 1];
    memset(many, 'a', sizeof many);
    cr_expect(dlb_runes_read((struct dlb_text){many, DLB_RUNES_MAX}, &runes));
    cr_expect_not(dlb_runes_read((struct dlb_text){many, DLB_RUNES_MAX + 1}, &runes));
}
