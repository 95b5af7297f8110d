/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hanja.c - how Chinese characters are read in Korean.
 *
 * The reading is the one before the initial-sound law (李 is 리); what a name makes of it is
 * the name's business. A compatibility character stands for one reading of a character that
 * has several, so it must be read before any normalisation turns it into the plain one.
 */
#include "text/text.h"

#include "text/hanja_table.h"

enum {
    HAN_FIRST = 0x4E00,
    COMPAT_FIRST = 0xF900
};

bool dlb_is_hanja(uint32_t rune)
{
    return (rune >= 0x4E00 && rune <= 0x9FFF) || (rune >= 0x3400 && rune <= 0x4DBF) ||
           (rune >= 0xF900 && rune <= 0xFAFF) || (rune >= 0x20000 && rune <= 0x323AF);
}

uint32_t dlb_hanja_reading(uint32_t rune)
{
    uint32_t han = rune - HAN_FIRST, compat = rune - COMPAT_FIRST;
    if (han < sizeof han_readings / sizeof *han_readings) return han_readings[han];
    return compat < sizeof compat_readings / sizeof *compat_readings ? compat_readings[compat] : 0;
}
