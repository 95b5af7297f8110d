/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_codes.h - what the codes of a name hold, and levels between names of other scripts.
 *
 *   slot   Hangul                         Latin, to 36 letters     any other script
 *   0      hash of the canonical text     the same                 the same
 *   1      syllables 1 … 4 as packed      letters and spaces       0
 *          jamo; bits 60-61 syllables     1 … 12, 5 bits each;
 *          of the surname, 62 some        bit 62 some are hidden,
 *          are hidden                     bit 63 set
 *   2      what is heard, packed; of a    13 … 24                  words 1 … 4, 16 bits of
 *          longer name syllables                                   hash each
 *          5 … 8 and bit 63
 *   3      syllables 9 … 12; bit 63:      25 … 36                  words 5 … 8
 *          there are more
 *
 * What tells namesakes apart (김순자A) is a number of five bits, the lower three of them bits
 * 60 … 62 of slot 2, the others bits 60 and 61 of slot 3; 0: nothing does. Of a name that has
 * none, slots may hold another name of the same person (name_alias.c): slot 3, and of a name of
 * up to four syllables slot 2 as well, where what is heard can be worked out. Bit 62 of slot 3
 * says so; then bits 60 and 61 of slot 2 count the syllables of that name's surname, and bit 62
 * tells that it is Latin.
 */
#ifndef DLB_NAME_CODES_H
#define DLB_NAME_CODES_H

#include "field/name/name_class.h"

#include "field/field.h"

enum {
    DLB_NAME_WORDS = 8,
    DLB_NAME_SYLLABLE_BITS = 15,
    DLB_NAME_HIDDEN = 0x7C00 /* the bits of a hidden syllable: no initial has this number */
};

static const uint64_t dlb_name_jamo = (1ull << 60) - 1, dlb_name_masked = 1ull << 62;
static const uint64_t dlb_name_alias = 1ull << 62; /* of slot 3 */
static const uint64_t dlb_name_latin_bit = 1ull << 63, dlb_name_long = 1ull << 63,
                      dlb_name_more = 1ull << 63;

/* Reads a name and makes its codes; all 0 when there is none. */
dolbom_quality dlb_name_encode(const struct dlb_value_context *context, struct dlb_text src,
                               struct dlb_name *name, uint64_t codes[4]);

/* The same with what tells namesakes apart, or with another name: kept where there is room. */
void dlb_name_add_mark(const struct dlb_name *name, uint64_t codes[4]);
void dlb_name_add_alias(const struct dlb_name *name, uint64_t codes[4]);
/* One agency has told two people apart by marks: 김순자A and 김순자B. */
bool dlb_name_marks_differ(const uint64_t *left, const uint64_t *right);
/* Do they hold another name? */
bool dlb_name_has_alias(const uint64_t *codes);
/* The codes of the name itself and, if it has one, of the other name; how many. */
unsigned dlb_name_views(const uint64_t *codes, uint64_t views[2][4]);
static inline uint64_t dlb_name_hash(struct dlb_text text)
{
    return dlb_hash64(text.data, text.len) | 1;
}

static inline uint16_t dlb_name_word_hash(const char *word, size_t n)
{
    uint16_t bits = (uint16_t)(dlb_hash64(word, n) >> 48);
    return bits ? bits : 1;
}

/* Codes of a Latin name of at most DLB_NAME_SYMBOLS letters; false: it is none. */
bool dlb_name_encode_latin(const char *text, size_t n, uint64_t codes[4]);
/* All but slot 0 and what is heard. */
void dlb_name_encode_syllables(const uint32_t *runes, size_t n, size_t n_surname,
                               uint64_t codes[4]);
/* Codes of a Hangul name of n syllables whose surname has n_surname. */
void dlb_name_encode_hangul(const uint32_t *runes, size_t n, size_t n_surname, uint64_t codes[4]);

/* A Latin name out of its codes. */
struct dlb_name_latin {
    uint8_t n, n_words;
    char text[DLB_NAME_SYMBOLS];       /* 'A' … 'Z', ' ', '?' */
    uint8_t begin[DLB_NAME_WORDS + 1]; /* of each word; of the last one's end, + 1 */
};

static inline bool dlb_name_is_latin(const uint64_t *codes)
{
    return (codes[1] & dlb_name_latin_bit) != 0;
}

/* Of more than DLB_PACK_MAX syllables; only of a name that is not Latin. */
static inline bool dlb_name_is_long(const uint64_t *codes)
{
    return (codes[2] & dlb_name_long) != 0;
}

/* The bits of one syllable; of a name that is not Latin, as all three that follow. */
static inline uint32_t dlb_name_syllable_at(const uint64_t *codes, unsigned i)
{
    return dlb_packed_at(codes[1 + i / DLB_PACK_MAX], i % DLB_PACK_MAX);
}

static inline unsigned dlb_name_count(const uint64_t *codes)
{
    unsigned n = dlb_packed_count(codes[1] & dlb_name_jamo);
    if (!dlb_name_is_long(codes)) return n;
    return n + dlb_packed_count(codes[2] & dlb_name_jamo) +
           dlb_packed_count(codes[3] & dlb_name_jamo);
}

/* Syllables of the Korean surname, 0 when there is none. */
static inline unsigned dlb_name_surname(const uint64_t *codes)
{
    return (unsigned)(codes[1] >> 60) & 3;
}

/* May they be compared (name_codes.c)? */
bool dlb_name_is_valid(const uint64_t *codes);
/* Syllables out of codes; a hidden one is '?'. Returns how many. */
size_t dlb_name_syllables(const uint64_t *codes, uint32_t runes[DLB_NAME_SYLLABLES]);
void dlb_name_latin_of(const uint64_t *codes, struct dlb_name_latin *latin);
/* 16 bits of hash for each word of a name that is not Hangul; returns how many. */
size_t dlb_name_word_hashes(const uint64_t *codes, uint16_t hashes[DLB_NAME_WORDS]);

/* Levels of names; kind_name.c says what each means. */
enum dlb_name_level {
    DLB_NAME_LEVEL_OTHER,
    DLB_NAME_LEVEL_MASKED,
    DLB_NAME_LEVEL_GIVEN,
    DLB_NAME_LEVEL_TOKENS,
    DLB_NAME_LEVEL_SYLLABLE,
    DLB_NAME_LEVEL_ROMANIZED,
    DLB_NAME_LEVEL_NEAR,
    DLB_NAME_LEVEL_SOUND,
    DLB_NAME_LEVEL_FOLDED,
    DLB_NAME_LEVEL_EXACT,
    DLB_NAME_LEVELS
};

/* Levels between names of other scripts or foreigners (name_across.c). */
unsigned dlb_name_compare_across(const uint64_t *hangul, const uint64_t *latin);
unsigned dlb_name_compare_words(const uint64_t *left, const uint64_t *right);
bool dlb_name_share_syllables(const uint64_t *left, const uint64_t *right);

#endif
