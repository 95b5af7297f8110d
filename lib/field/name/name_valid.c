/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_valid.c - are the codes of a name such as reading a name makes?
 *
 * Codes come back as text, in a table `cleaned` that somebody else may have written. Comparing
 * takes letters and syllables out of them as places in tables of spellings, and asks nothing:
 * it is done billions of times. So they are asked about once per record.
 */
#include "field/name/name_codes.h"

/* Letters, one space between words, and hidden letters in a name that is in no key. */
static bool holds_latin(const uint64_t *codes)
{
    struct dlb_name_latin latin;
    char before = ' ';
    dlb_name_latin_of(codes, &latin);
    for (size_t i = 0; i < latin.n; i++) {
        char c = latin.text[i];
        bool is_letter = (c >= 'A' && c <= 'Z') || (c == '?' && codes[0] == 0);
        if (c == ' ' ? before == ' ' : !is_letter) return false;
        before = c;
    }
    return before != ' ';
}

/* Whole syllables, hidden ones as above, and nothing in the bits after the last. */
static bool holds_hangul(const uint64_t *codes)
{
    uint32_t runes[DLB_NAME_SYLLABLES];
    size_t n = dlb_name_syllables(codes, runes);
    size_t n_places = dlb_name_is_long(codes) ? DLB_NAME_SYLLABLES : DLB_PACK_MAX;
    bool is_whole = n > (n_places > DLB_PACK_MAX ? DLB_PACK_MAX : 0);
    for (unsigned i = 0; i < n_places && is_whole; i++) {
        uint32_t bits = dlb_packed_at(codes[1 + i / DLB_PACK_MAX], i % DLB_PACK_MAX);
        if (i >= n)
            is_whole = bits == 0;
        else if (runes[i] == '?')
            is_whole = codes[0] == 0;
        else
            is_whole = dlb_is_syllable(runes[i]) && dlb_pack_rune(runes[i]) == bits;
    }
    return is_whole;
}

static bool holds_name(const uint64_t *codes)
{
    if (dlb_name_is_latin(codes)) return holds_latin(codes);
    return codes[1] == 0 || holds_hangul(codes); /* of other words there are only hashes */
}

bool dlb_name_is_valid(const uint64_t *codes)
{
    uint64_t views[2][4];
    bool is_valid = true;
    for (unsigned i = dlb_name_views(codes, views); i > 0; i--)
        is_valid &= holds_name(views[i - 1]);
    return is_valid;
}
