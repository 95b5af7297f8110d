/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_codes.c - a name as four numbers, and what can be read of them again.
 */
#include "field/name/name_codes.h"
#include "field/name/name_scan.h"

#include <string.h>

enum { SYMBOL_BITS = 5, SYMBOL_SPACE = 27, SYMBOL_HIDDEN = 28 };

/* ---- encoding ------------------------------------------------------------------------------- */

/* 15 bits per syllable, '?' as DLB_NAME_HIDDEN. */
static uint64_t pack(const uint32_t *runes, size_t n)
{
    uint64_t code = 0;
    for (size_t i = 0; i < DLB_PACK_MAX; i++) {
        code <<= DLB_NAME_SYLLABLE_BITS;
        if (i < n)
            code |= runes[i] == '?' ? DLB_NAME_HIDDEN : dlb_pack_syllable(dlb_jamo_of(runes[i]));
    }
    return code;
}

void dlb_name_encode_syllables(const uint32_t *runes, size_t n, size_t n_surname, uint64_t codes[4])
{
    codes[1] = pack(runes, n) | (uint64_t)n_surname << 60;
    codes[2] = codes[3] = 0;
    if (n > DLB_PACK_MAX) codes[2] = pack(runes + DLB_PACK_MAX, n - DLB_PACK_MAX) | dlb_name_long;
    if (n > 2 * DLB_PACK_MAX) codes[3] = pack(runes + 2 * DLB_PACK_MAX, n - 2 * DLB_PACK_MAX);
    if (n > DLB_NAME_SYLLABLES) codes[3] |= dlb_name_more;
}

void dlb_name_encode_hangul(const uint32_t *runes, size_t n, size_t n_surname, uint64_t codes[4])
{
    char text[3 * DLB_NAME_SYLLABLES] = "";
    size_t len = 0;
    for (size_t i = 0; i < n; i++) len += dlb_utf8_put(runes[i], text + len);
    codes[0] = dlb_name_hash((struct dlb_text){text, len});
    dlb_name_encode_syllables(runes, n, n_surname, codes);
    if (n <= DLB_PACK_MAX) codes[2] = dlb_packed_sound(codes[1] & dlb_name_jamo);
}

static uint64_t symbol_of(char letter)
{
    if (letter == ' ') return SYMBOL_SPACE;
    if (letter == '?') return SYMBOL_HIDDEN;
    return letter >= 'A' && letter <= 'Z' ? (uint64_t)(letter - '@') : 0;
}

bool dlb_name_encode_latin(const char *text, size_t n, uint64_t codes[4])
{
    if (n > DLB_NAME_SYMBOLS) return false;
    uint64_t slots[3] = {0, 0, 0};
    for (size_t i = 0; i < n; i++) {
        uint64_t symbol = symbol_of(text[i]);
        if (symbol == 0) return false;
        slots[i / DLB_NAME_SLOT_SYMBOLS] |= symbol << (SYMBOL_BITS * (i % DLB_NAME_SLOT_SYMBOLS));
    }
    codes[0] = dlb_name_hash((struct dlb_text){text, n});
    codes[1] = slots[0] | dlb_name_latin_bit;
    codes[2] = slots[1];
    codes[3] = slots[2];
    return true;
}

/* ---- reading codes -------------------------------------------------------------------------- */

size_t dlb_name_syllables(const uint64_t *codes, uint32_t runes[DLB_NAME_SYLLABLES])
{
    unsigned n = dlb_name_count(codes);
    for (unsigned i = 0; i < n; i++) {
        uint32_t bits = dlb_name_syllable_at(codes, i);
        struct dlb_jamo jamo = {(uint8_t)((bits >> 10) - 1), (uint8_t)((bits >> 5 & 31) - 1),
                                (uint8_t)(bits & 31)};
        runes[i] = bits == DLB_NAME_HIDDEN ? '?' : dlb_syllable_of(jamo);
    }
    return n;
}

void dlb_name_latin_of(const uint64_t *codes, struct dlb_name_latin *latin)
{
    latin->n = latin->n_words = 0;
    latin->begin[0] = 0;
    for (; latin->n < DLB_NAME_SYMBOLS; latin->n++) {
        unsigned i = latin->n;
        unsigned symbol =
            codes[1 + i / DLB_NAME_SLOT_SYMBOLS] >> (SYMBOL_BITS * (i % DLB_NAME_SLOT_SYMBOLS)) &
            31;
        if (symbol == 0) break;
        latin->text[i] = symbol == SYMBOL_SPACE    ? ' '
                         : symbol == SYMBOL_HIDDEN ? '?'
                                                   : (char)('@' + symbol);
        bool is_new = symbol == SYMBOL_SPACE && latin->n_words + 1 < DLB_NAME_WORDS;
        if (is_new) latin->begin[++latin->n_words] = (uint8_t)(i + 1);
    }
    latin->begin[++latin->n_words] = (uint8_t)(latin->n + 1);
}

size_t dlb_name_word_hashes(const uint64_t *codes, uint16_t hashes[DLB_NAME_WORDS])
{
    size_t n = 0;
    if (dlb_name_is_latin(codes)) {
        struct dlb_name_latin latin;
        dlb_name_latin_of(codes, &latin);
        for (; n < latin.n_words; n++)
            hashes[n] = dlb_name_word_hash(latin.text + latin.begin[n],
                                           latin.begin[n + 1] - 1u - latin.begin[n]);
        return n;
    }
    for (; n < DLB_NAME_WORDS; n++) {
        hashes[n] = (uint16_t)(codes[2 + n / 4] >> (16 * (n % 4)));
        if (hashes[n] == 0) break;
    }
    return n;
}
