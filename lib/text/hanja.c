/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hanja.c - how Chinese characters are read in Korean.
 *
 * The reading is the one before the initial-sound law (李 is 리); applying the law is left to the
 * code for names. A compatibility character stands for one reading of a character that has several,
 * so it must be read before any normalisation turns it into the plain one.
 */
#include "text/text.h"

#include "text/hanja_table.h"

enum { HAN_FIRST = 0x4E00, COMPAT_FIRST = 0xF900 };

bool dlb_is_hanja(uint32_t rune)
{
    return (rune >= 0x4E00 && rune <= 0x9FFF) || (rune >= 0x3400 && rune <= 0x4DBF) ||
           (rune >= 0xF900 && rune <= 0xFAD9) || (rune >= 0x20000 && rune <= 0x323AF);
}

struct hanja_sought {
    const struct dlb_hanja_entry *entries;
    uint32_t rune;
};

static bool is_below(const void *sought, size_t index)
{
    const struct hanja_sought *hanja = sought;
    return hanja->entries[index].hanja < hanja->rune;
}

static uint32_t find(const struct dlb_hanja_table *table, uint32_t rune)
{
    const struct hanja_sought sought = {table->entries, rune};
    size_t at = dlb_search(0, table->n, &sought, is_below);
    bool is_found = at < table->n && table->entries[at].hanja == rune;
    return is_found ? table->entries[at].reading : 0;
}

uint32_t dlb_hanja_reading(const struct dlb_hanja_table *table, uint32_t rune)
{
    uint32_t own = table ? find(table, rune) : 0;
    if (own != 0) return own;
    uint32_t han = rune - HAN_FIRST, compat = rune - COMPAT_FIRST;
    if (han < sizeof han_readings / sizeof *han_readings) return han_readings[han];
    return compat < sizeof compat_readings / sizeof *compat_readings ? compat_readings[compat] : 0;
}
