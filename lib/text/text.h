/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text.h - characters: UTF-8, folding through ICU, Hangul arithmetic, similarity.
 *
 * ICU is the authority for normalisation and character properties; precomposed Hangul and
 * ASCII are already normal and never reach it. Only unorm2_* and character properties are
 * used at run time: they allocate nothing once warm.
 *
 * Values are short, so all work happens in fixed arrays on the stack. A text that does not
 * fit is refused (the caller calls it invalid); nothing is cut.
 */
#ifndef DLB_TEXT_H
#define DLB_TEXT_H

#include "text/sentence.h"

#include <uchar.h>

/*
 * Warm up ICU once per process (NFC, NFKC, NFKC_Casefold). Called when a plan is read; a
 * failure is sticky in ICU, so the message says that the process must be restarted.
 */
dolbom_status dlb_text_warm_up(dolbom_error *error);

/* Checks NFKC, NFC of Hangul and case folding of the linked ICU; DOLBOM_E_CORRUPT. */
dolbom_status dlb_text_self_test(dolbom_error *error);

/* ---- UTF-8 -------------------------------------------------------------------------- */

/* Offset of the first byte that is not valid UTF-8, or len. */
size_t dlb_utf8_valid(const char *text, size_t len);
/* Decode one code point of valid UTF-8 and advance; the caller checks *at < len. */
uint32_t dlb_utf8_next(const char *text, size_t len, size_t *at);
/* Encode; 1 … 4 bytes written. */
size_t dlb_utf8_put(uint32_t code_point, char *out);

/* ---- folding ------------------------------------------------------------------------ */

enum {
    DLB_FOLD_NFC,  /* canonical composition only */
    DLB_FOLD_NFKC, /* widths and compatibility forms too: for display */
    DLB_FOLD_KEY   /* NFKC_Casefold: for comparison */
};

enum {
    DLB_RUNES_MAX = 512, /* code points of a value; more is refused */
    DLB_FOLD_FAILED = -1 /* not UTF-8, too long, or no room */
};

/*
 * Write `src` in a form; bytes written or DLB_FOLD_FAILED. Precomposed Hangul and ASCII are
 * copied by hand.
 */
ptrdiff_t dlb_fold(int form, struct dlb_text src, char *dst, size_t dst_cap);

/* true when every byte belongs to ASCII or a precomposed syllable: no form changes it. */
bool dlb_text_is_plain(struct dlb_text text);

/* ---- code points -------------------------------------------------------------------- */

/* A value being worked on. */
struct dlb_runes {
    size_t n;
    uint32_t at[DLB_RUNES_MAX];
};

/* false: not valid UTF-8 or too long. */
bool dlb_runes_read(struct dlb_text src, struct dlb_runes *runes);
/* Bytes written, or DLB_FOLD_FAILED when they do not fit. */
ptrdiff_t dlb_runes_write(const uint32_t *runes, size_t n, char *dst, size_t dst_cap);

/* ASCII and precomposed syllables: no form changes them. */
bool dlb_runes_are_plain(const struct dlb_runes *runes);
/* A character as it may be shown in a sentence: a line break is a space, what nobody sees U+FFFD.
 */
uint32_t dlb_rune_shown(uint32_t rune);
/* Dots, dashes and white space in one spelling, invisible characters removed. */
void dlb_runes_symbols(struct dlb_runes *runes);
/* "ㄱㅣㅁ", "기ㅁ" and halfwidth jamo become syllables; true if anything changed. */
bool dlb_runes_jamo(struct dlb_runes *runes);
/* One of the forms; false when the result does not fit. */
bool dlb_runes_fold(int form, struct dlb_runes *runes);
/* The letter without its marks, in upper case: 'ễ' -> 'E'; 0 for a mark. */
uint32_t dlb_rune_bare_upper(uint32_t rune);

/* ---- Hangul ------------------------------------------------------------------------- */

enum {
    DLB_SYLLABLE_FIRST = 0xAC00, /* 가 */
    DLB_SYLLABLE_LAST = 0xD7A3,  /* 힣 */
    DLB_N_INITIALS = 19,
    DLB_N_VOWELS = 21,
    DLB_N_FINALS = 28, /* the first one is "no final" */
    DLB_PACK_MAX = 4   /* syllables of a packed code */
};

/* A syllable's letters, in Unicode's order. */
struct dlb_jamo {
    uint8_t initial, vowel, final;
};

static inline bool dlb_is_syllable(uint32_t rune)
{
    return rune >= DLB_SYLLABLE_FIRST && rune <= DLB_SYLLABLE_LAST;
}

static inline struct dlb_jamo dlb_jamo_of(uint32_t syllable)
{
    uint32_t index = syllable - DLB_SYLLABLE_FIRST;
    uint32_t pair = index / DLB_N_FINALS;
    return (struct dlb_jamo){(uint8_t)(pair / DLB_N_VOWELS), (uint8_t)(pair % DLB_N_VOWELS),
                             (uint8_t)(index % DLB_N_FINALS)};
}

static inline uint32_t dlb_syllable_of(struct dlb_jamo jamo)
{
    uint32_t pair = (uint32_t)jamo.initial * DLB_N_VOWELS + jamo.vowel;
    return DLB_SYLLABLE_FIRST + pair * DLB_N_FINALS + jamo.final;
}

/*
 * Packed jamo: 15 bits per syllable (initial + 1, vowel + 1, final; 5 bits each), the first
 * syllable highest, absent ones 0. Codes order like the texts in dictionary order.
 */
static inline uint64_t dlb_pack_syllable(struct dlb_jamo jamo)
{
    return (jamo.initial + 1u) << 10 | (jamo.vowel + 1u) << 5 | jamo.final;
}

/* The same from a code point: the two steps above in one. */
static inline uint32_t dlb_pack_rune(uint32_t syllable)
{
    uint32_t index = syllable - DLB_SYLLABLE_FIRST, pair = index / DLB_N_FINALS;
    uint32_t initial = pair / DLB_N_VOWELS;
    return initial * 352 + pair * 4 + index + 0x420;
}

/* The 15 bits of syllable `i`, 0 when the code has fewer. */
static inline uint32_t dlb_packed_at(uint64_t code, unsigned i)
{
    return (uint32_t)(code >> (15 * (DLB_PACK_MAX - 1 - i))) & 0x7FFF;
}

/* At most DLB_PACK_MAX syllables. */
uint64_t dlb_pack(const uint32_t *syllables, size_t n);
unsigned dlb_packed_count(uint64_t code);

/* The initial-sound law (두음법칙): 리 -> 이, 라 -> 나, 녀 -> 여. */
uint32_t dlb_law(uint32_t syllable);
/* A syllable as heard: the law, merged vowels, seven finals, plain initials. */
uint32_t dlb_sound(uint32_t syllable);
/* Both on packed codes. */
uint64_t dlb_packed_law(uint64_t code);
uint64_t dlb_packed_sound(uint64_t code);

/* ---- hanja and typing ------------------------------------------------------------------- */

bool dlb_is_hanja(uint32_t rune);
/* Readings that the caller supplies, such as the court's list for personal names. */
struct dlb_hanja_entry {
    uint32_t hanja, reading;
};

struct dlb_hanja_table {
    size_t n;
    const struct dlb_hanja_entry *entries; /* ascending by hanja */
};

/*
 * The syllable it is read as, before the initial-sound law, by the table (or NULL) or else by the
 * built-in one; 0 when it is not known.
 */
uint32_t dlb_hanja_reading(const struct dlb_hanja_table *table, uint32_t rune);

/* Letters typed in English mode to the syllables meant; false unless all are complete. */
bool dlb_keyboard_hangul(const uint32_t *typed, size_t n, struct dlb_runes *out);

/* ---- Hangul in Latin letters (roman.c) ---------------------------------------------------- */

enum {
    DLB_LETTERS_MAX = 60,
    DLB_SPELL_GIVEN = 0, /* a Korean name's syllable */
    DLB_SPELL_SURNAME,   /* of a Korean surname */
    DLB_SPELL_LOAN       /* of a foreign name written in Hangul */
};

/* Capital letters and spaces: for each of them the set of positions where it occurs. */
struct dlb_letters {
    unsigned n;
    uint64_t at[27]; /* the space, A … Z */
};

/* A syllable and its neighbours; 0 where there is none. */
struct dlb_around {
    uint32_t before, syllable, after;
};

/* Append 'A' … 'Z' or a space; what exceeds DLB_LETTERS_MAX is left out. */
void dlb_letters_add(struct dlb_letters *letters, char letter);
/* The positions where a spelling of the syllable that begins at one of `from` may end. */
uint64_t dlb_spell(const struct dlb_letters *letters, uint64_t from,
                   const struct dlb_around *around, int style);
/* The positions, and those after a space at one of them. */
uint64_t dlb_spell_space(const struct dlb_letters *letters, uint64_t at);

/* ---- similarity --------------------------------------------------------------------------- */

enum {
    DLB_COST_ONE = 100 /* one letter for any other */
};

/* The plain letter of each initial: ㄱ of ㄲ and ㅋ, ㅈ of ㅉ and ㅊ. */
extern const uint8_t dlb_plain_initials[DLB_N_INITIALS];

/*
 * How far apart two packed names are, in hundredths: the sum over their letters of what it
 * takes to mistake one for the other. At least DLB_COST_ONE when their lengths differ;
 * stops counting once the sum passes `limit`.
 */
unsigned dlb_jamo_cost(uint64_t left, uint64_t right, unsigned limit);

/* ---- misspelt words (nearest.c) ----------------------------------------------------------- */

/*
 * What a word was probably meant to be: open with dlb_nearest_to(), try each known word;
 * `known` is then the nearest one, or NULL when none resembles it. A message may quote it, because
 * it is ours; it may not quote the word, which may be personal data.
 */
struct dlb_nearest {
    struct dlb_text word;
    const char *known;
    unsigned limit; /* a word this far away is not a near one */
};
struct dlb_nearest dlb_nearest_to(struct dlb_text word);
bool dlb_nearest_try(struct dlb_nearest *nearest, const char *known); /* nearest so far */
/* How a message ends: "; did you mean delivered?"; "" where `known` is NULL. Returns the text. */
enum { DLB_HINT_MAX = 96 };
const char *dlb_did_you_mean(const char *known, char text[DLB_HINT_MAX]);

#endif
