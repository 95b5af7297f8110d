/* SPDX-License-Identifier: Apache-2.0 */
/*
 * symbols.c - dots, dashes, spaces and characters nobody sees.
 *
 * This comes before ICU's compatibility forms, which would destroy some of them: the vowel
 * sign 'ㆍ' (U+318D), which people type as a middle dot, would turn into an archaic letter.
 *
 *   becomes   written
 *   '·'       middle dot, bullet, hyphenation point, katakana dot, 'ㆍ' …
 *   '-'       hyphens, dashes, minus, wave dash, '~', the Japanese long-vowel sign
 *   ' '       every white space and line break
 *   nothing   zero-width and direction marks, soft hyphen, Hangul fillers, selectors, controls
 */
#include "text/text.h"

struct rune_range {
    uint32_t first, last;
    uint32_t becomes; /* 0: nothing */
};

/* Sorted; of ASCII only '~' and controls are in it. */
static const struct rune_range ranges[] = {
    {0x0000, 0x0008, 0},    {0x0009, 0x000D, ' '},  {0x000E, 0x001F, 0},    {0x007E, 0x007E, '-'},
    {0x007F, 0x0084, 0},    {0x0085, 0x0085, ' '},  {0x0086, 0x009F, 0},    {0x00A0, 0x00A0, ' '},
    {0x00AD, 0x00AD, 0},    {0x00B7, 0x00B7, 0xB7}, {0x034F, 0x034F, 0},    {0x0387, 0x0387, 0xB7},
    {0x061C, 0x061C, 0},    {0x115F, 0x1160, 0},    {0x119E, 0x119E, 0xB7}, {0x1680, 0x1680, ' '},
    {0x17B4, 0x17B5, 0},    {0x180B, 0x180F, 0},    {0x2000, 0x200A, ' '},  {0x200B, 0x200F, 0},
    {0x2010, 0x2015, '-'},  {0x2022, 0x2022, 0xB7}, {0x2027, 0x2027, 0xB7}, {0x2028, 0x2029, ' '},
    {0x202A, 0x202E, 0},    {0x202F, 0x202F, ' '},  {0x2043, 0x2043, '-'},  {0x205F, 0x205F, ' '},
    {0x2060, 0x206F, 0},    {0x2212, 0x2212, '-'},  {0x2219, 0x2219, 0xB7}, {0x223C, 0x223C, '-'},
    {0x22C5, 0x22C5, 0xB7}, {0x3000, 0x3000, ' '},  {0x301C, 0x301C, '-'},  {0x30FB, 0x30FB, 0xB7},
    {0x30FC, 0x30FC, '-'},  {0x3164, 0x3164, 0},    {0x318D, 0x318D, 0xB7}, {0xFE00, 0xFE0F, 0},
    {0xFE58, 0xFE58, '-'},  {0xFE63, 0xFE63, '-'},  {0xFEFF, 0xFEFF, 0},    {0xFF0D, 0xFF0D, '-'},
    {0xFF5E, 0xFF5E, '-'},  {0xFF65, 0xFF65, 0xB7}, {0xFF70, 0xFF70, '-'},  {0xFFA0, 0xFFA0, 0},
    {0xFFF0, 0xFFF8, 0},    {0xE0000, 0xE0FFF, 0},
};

static bool ends_before(const void *sought, size_t index)
{
    return ranges[index].last < *(const uint32_t *)sought;
}

static uint32_t one_spelling(uint32_t rune)
{
    const size_t n = sizeof ranges / sizeof *ranges;
    if (rune >= ' ' && rune < '~') return rune;
    if (dlb_is_syllable(rune)) return rune;
    size_t at = dlb_search(0, n, &rune, ends_before);
    return at < n && rune >= ranges[at].first ? ranges[at].becomes : rune;
}

uint32_t dlb_rune_shown(uint32_t rune)
{
    enum { REPLACEMENT = 0xFFFD };
    uint32_t becomes = one_spelling(rune);
    if (becomes == 0) return REPLACEMENT;
    return becomes == ' ' ? ' ' : rune;
}

void dlb_runes_symbols(struct dlb_runes *runes)
{
    size_t n = 0;
    for (size_t i = 0; i < runes->n; i++) {
        uint32_t rune = one_spelling(runes->at[i]);
        if (rune != 0) runes->at[n++] = rune;
    }
    runes->n = n;
}
