/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_fold.c - dlb_fold() and the UTF-8 reader against ICU's own conversion, on any bytes.
 *
 *   valid      what is refused as UTF-8, ICU refuses too, and the other way round
 *   round trip code points that were read are written as the same bytes
 *   forms      NFC, NFKC and NFKC_Casefold are what ICU makes of the whole text
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "text/text.h"

enum { UNITS = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool law)
{
    if (!law) abort();
}

/* What ICU makes of UTF-16, as UTF-8; -1 when that does not fit. */
static int32_t by_icu(int form, const UChar *from, int32_t n, char *to)
{
    static UChar normal[4 * UNITS];
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *rule = form == DLB_FOLD_NFC    ? unorm2_getNFCInstance(&error)
                               : form == DLB_FOLD_NFKC ? unorm2_getNFKCInstance(&error)
                                                       : unorm2_getNFKCCasefoldInstance(&error);
    int32_t n_normal = unorm2_normalize(rule, from, n, normal, 4 * UNITS, &error), len = 0;
    u_strToUTF8(to, 4 * UNITS, &len, normal, n_normal, &error);
    return U_SUCCESS(error) ? len : -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static UChar units[UNITS];
    static char theirs[4 * UNITS], ours[4 * UNITS];
    struct dlb_runes runes;
    struct dlb_text src = {size ? (const char *)data : "", size};
    int32_t n_units = 0;
    UErrorCode error = U_ZERO_ERROR;
    if (size > 2000) return 0;
    u_strFromUTF8(units, UNITS, &n_units, src.data, (int32_t)size, &error);
    bool is_valid = U_SUCCESS(error);
    check((dlb_utf8_valid(src.data, size) == size) == is_valid);
    if (!is_valid) return 0;
    bool is_short = dlb_runes_read(src, &runes);
    if (is_short) {
        check(dlb_runes_write(runes.at, runes.n, ours, sizeof ours) == (ptrdiff_t)size);
        check(memcmp(ours, data, size) == 0 || size == 0);
    }
    for (int form = DLB_FOLD_NFC; form <= DLB_FOLD_KEY; form++) {
        ptrdiff_t len = dlb_fold(form, src, ours, sizeof ours);
        if (len == DLB_FOLD_FAILED) continue; /* too long for a value */
        check(len == by_icu(form, units, n_units, theirs) &&
              memcmp(ours, theirs, (size_t)len) == 0);
    }
    return 0;
}
