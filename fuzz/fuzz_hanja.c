/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_hanja.c - readings of hanja, with ICU's Korean collation as oracle.
 *
 * At primary strength the collation does not tell a character from the syllable it is read
 * as. The library holds a table made of the same data when it was built, so for every
 * character of the input:
 *
 *   oracle     a unified character with a reading equals its reading, unless it is one of the
 *              forms that the collation lacks and sorts after all syllables; and one without
 *              equals no syllable
 *   syllable   a reading is a syllable, and so is what the law makes of it
 *   table      an empty table changes nothing; an entry is what is read
 */
#include <stdint.h>
#include <stdlib.h>
#include <unicode/ucol.h>

#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool law)
{
    if (!law) abort();
}

static UCollator *collation(void)
{
    static UCollator *collator;
    UErrorCode error = U_ZERO_ERROR;
    if (collator) return collator;
    collator = ucol_open("ko", &error);
    check(U_SUCCESS(error));
    ucol_setStrength(collator, UCOL_PRIMARY);
    return collator;
}

static bool is_one_to_the_oracle(uint32_t hanja, uint32_t syllable)
{
    UChar left = (UChar)hanja, right = (UChar)syllable;
    return ucol_strcoll(collation(), &left, 1, &right, 1) == UCOL_EQUAL;
}

/* The collation ties it to no syllable: it sorts after the last one. */
static bool is_unknown_to_the_oracle(uint32_t hanja)
{
    UChar left = (UChar)hanja, right = DLB_SYLLABLE_LAST;
    return ucol_strcoll(collation(), &left, 1, &right, 1) == UCOL_GREATER;
}

static void check_reading(uint32_t rune)
{
    uint32_t reading = dlb_hanja_reading(NULL, rune);
    bool is_unified = rune >= 0x4E00 && rune <= 0x9FFF;
    check(reading == 0 || (dlb_is_hanja(rune) && dlb_is_syllable(reading)));
    if (reading != 0) check(dlb_is_syllable(dlb_law(reading)));
    if (!is_unified) return;
    bool is_known = reading != 0 && is_one_to_the_oracle(rune, reading);
    check(is_known || is_unknown_to_the_oracle(rune));
}

static void check_table(uint32_t rune)
{
    const struct dlb_hanja_entry entries[3] = {{1, U'하'}, {rune, U'나'}, {UINT32_MAX, U'둘'}};
    const struct dlb_hanja_table empty = {0, NULL}, three = {3, entries};
    check(dlb_hanja_reading(&empty, rune) == dlb_hanja_reading(NULL, rune));
    check(rune < 2 || dlb_hanja_reading(&three, rune) == U'나');
    check(dlb_hanja_reading(&three, rune + 2) == dlb_hanja_reading(NULL, rune + 2));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dlb_runes runes;
    if (!dlb_runes_read((struct dlb_text){(const char *)data, size}, &runes)) return 0;
    for (size_t i = 0; i < runes.n; i++) {
        check_reading(runes.at[i]);
        check_reading(0x4E00 + runes.at[i] % 0x5200); /* most inputs hold no hanja */
        check_table(runes.at[i]);
    }
    return 0;
}
