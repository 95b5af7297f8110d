/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jamo.c - letters that an input method left apart: "ㄱㅣㅁ", "기ㅁ순자".
 *
 * NFKC would turn them into leading consonants that never join ("기" + U+1106), so they are
 * composed before it, the way a keyboard does it:
 *
 *   held            next letter             then
 *   nothing         consonant               hold it as initial
 *   initial         vowel                   hold both
 *   initial vowel   vowel that joins        hold ㅗ + ㅏ as ㅘ
 *   initial vowel   consonant               hold it as final
 *   … final         consonant that joins    hold ㄱ + ㅅ as ㄳ
 *   … final         vowel                   the (last) final becomes the next initial
 *   anything        anything else           write what is held, begin again
 *
 * A syllable without a final that was typed as one character also takes a stray final, if it is one
 * that names commonly end in, except ㅇ: people write "이ㅇ자" to hide a syllable.
 */
#include "text/text.h"

enum {
    NONE = 255,
    COMPAT_CONSONANT = 0x3131, /* ㄱ … ㅎ, 30 of them */
    COMPAT_VOWEL = 0x314F,     /* ㅏ … ㅣ, 21, in Unicode's order of vowels */
    N_CONSONANTS = 30
};

/* ㄱㄲㄳㄴㄵㄶㄷㄸㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅃㅄㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ as initials and as finals */
static const uint8_t as_initial[N_CONSONANTS] = {
    0,    1, NONE, 2, NONE, NONE, 3,  4,  5,  NONE, NONE, NONE, NONE, NONE, NONE,
    NONE, 6, 7,    8, NONE, 9,    10, 11, 12, 13,   14,   15,   16,   17,   18};
static const uint8_t as_final[N_CONSONANTS] = {1,  2,  3,  4,  5,    6,  7,  NONE, 8,    9,
                                               10, 11, 12, 13, 14,   15, 16, 17,   NONE, 18,
                                               19, 20, 21, 22, NONE, 23, 24, 25,   26,   27};
static const uint8_t consonant_of_initial[DLB_N_INITIALS] = {0,  1,  3,  6,  7,  8,  16, 17, 18, 20,
                                                             21, 22, 23, 24, 25, 26, 27, 28, 29};

/* ㄱ ㄴ ㄹ ㅁ ㅂ */
static bool is_common_final(uint8_t final)
{
    return final == 1 || final == 4 || final == 8 || final == 16 || final == 17;
}

struct joined {
    uint8_t first, second, both;
};

static const struct joined joined_vowels[] = {{8, 0, 9},   {8, 1, 10},   {8, 20, 11}, {13, 4, 14},
                                              {13, 5, 15}, {13, 20, 16}, {18, 20, 19}};
/* finals; `second` is what becomes an initial when a vowel follows */
static const struct joined joined_finals[] = {{1, 19, 3},  {4, 22, 5},  {4, 27, 6},  {8, 1, 9},
                                              {8, 16, 10}, {8, 17, 11}, {8, 19, 12}, {8, 25, 13},
                                              {8, 26, 14}, {8, 27, 15}, {17, 19, 18}};

static uint8_t join(const struct joined *table, size_t n, uint8_t first, uint8_t second)
{
    for (size_t i = 0; i < n; i++) {
        if (table[i].first == first && table[i].second == second) return table[i].both;
    }
    return NONE;
}

static uint8_t initial_of_final(uint8_t final)
{
    for (size_t i = 0; i < N_CONSONANTS; i++) {
        if (as_final[i] == final) return as_initial[i];
    }
    return NONE;
}

/* ---- the automaton ---------------------------------------------------------------------- */

struct composer {
    struct dlb_runes *out; /* written over the input: never more letters than were read */
    uint8_t initial, vowel, final;
    bool is_whole; /* what is held was typed as one character */
    bool changed;
};

static void put(struct composer *c, uint32_t rune)
{
    c->out->at[c->out->n++] = rune;
}

static void flush(struct composer *c)
{
    if (c->vowel != NONE) {
        put(c, dlb_syllable_of((struct dlb_jamo){c->initial, c->vowel, c->final}));
        c->changed |= !c->is_whole;
    } else if (c->initial != NONE) {
        put(c, COMPAT_CONSONANT + (uint32_t)consonant_of_initial[c->initial]);
    }
    c->initial = c->vowel = NONE;
    c->final = 0;
    c->is_whole = false;
}

static void begin(struct composer *c, uint8_t initial, uint8_t vowel)
{
    flush(c);
    c->initial = initial;
    c->vowel = vowel;
}

static void take_consonant(struct composer *c, uint8_t consonant)
{
    uint8_t initial = as_initial[consonant], final = as_final[consonant];
    bool joins = final != NONE && (!c->is_whole || is_common_final(final));
    if (c->vowel != NONE && c->final == 0 && joins) {
        c->final = final;
        c->is_whole = false;
        return;
    }
    uint8_t both = NONE;
    if (c->final != 0 && !c->is_whole)
        both = join(joined_finals, sizeof joined_finals / sizeof *joined_finals, c->final, final);
    if (both != NONE) {
        c->final = both;
    } else if (initial != NONE) {
        begin(c, initial, NONE);
    } else {
        flush(c);
        put(c, COMPAT_CONSONANT + (uint32_t)consonant);
    }
}

/* "값" + ㅣ is 갑시: the final, or its second half, becomes the initial of what follows. */
static uint8_t give_up_final(struct composer *c)
{
    uint8_t given = c->final;
    c->final = 0;
    for (size_t i = 0; i < sizeof joined_finals / sizeof *joined_finals; i++) {
        if (joined_finals[i].both != given) continue;
        c->final = joined_finals[i].first;
        return initial_of_final(joined_finals[i].second);
    }
    return initial_of_final(given);
}

static void take_vowel(struct composer *c, uint8_t vowel)
{
    uint8_t both = NONE;
    if (c->vowel != NONE && c->final == 0 && !c->is_whole)
        both = join(joined_vowels, sizeof joined_vowels / sizeof *joined_vowels, c->vowel, vowel);
    if (both != NONE) {
        c->vowel = both;
    } else if (c->initial != NONE && c->vowel == NONE) {
        c->vowel = vowel;
    } else if (c->final != 0 && !c->is_whole) {
        uint8_t initial = give_up_final(c);
        begin(c, initial, vowel);
    } else {
        flush(c);
        put(c, COMPAT_VOWEL + (uint32_t)vowel);
    }
}

static void take_syllable(struct composer *c, uint32_t syllable)
{
    flush(c);
    struct dlb_jamo jamo = dlb_jamo_of(syllable);
    c->initial = jamo.initial;
    c->vowel = jamo.vowel;
    c->final = jamo.final;
    c->is_whole = true;
}

/* Halfwidth letters lie in four ranges with gaps between them. */
static uint32_t compat_letter(uint32_t rune)
{
    if (rune < 0xFFA1 || rune > 0xFFDC) return rune;
    if (rune <= 0xFFBE) return rune - 0xFFA1 + COMPAT_CONSONANT;
    uint32_t run = (rune - 0xFFC2) / 8, place = (rune - 0xFFC2) % 8;
    bool is_letter = rune >= 0xFFC2 && place < 6;
    return is_letter ? COMPAT_VOWEL + run * 6 + place : rune;
}

static bool is_letter(uint32_t rune)
{
    return rune >= COMPAT_CONSONANT && rune < COMPAT_VOWEL + DLB_N_VOWELS;
}

bool dlb_runes_jamo(struct dlb_runes *runes)
{
    size_t n = runes->n, first = 0;
    while (first < n && !is_letter(compat_letter(runes->at[first]))) first++;
    if (first == n) return false; /* most have none */
    struct composer c = {runes, NONE, NONE, 0, false, false};
    runes->n = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t rune = compat_letter(runes->at[i]);
        if (dlb_is_syllable(rune)) {
            take_syllable(&c, rune);
        } else if (rune >= COMPAT_CONSONANT && rune < COMPAT_CONSONANT + N_CONSONANTS) {
            take_consonant(&c, (uint8_t)(rune - COMPAT_CONSONANT));
        } else if (rune >= COMPAT_VOWEL && rune < COMPAT_VOWEL + DLB_N_VOWELS) {
            take_vowel(&c, (uint8_t)(rune - COMPAT_VOWEL));
        } else {
            flush(&c);
            put(&c, rune);
        }
    }
    flush(&c);
    return c.changed;
}
