/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hangul.c - what two spellings of one name share.
 *
 * The law: at the head of a word ㄹ is written ㄴ, and ㄹ or ㄴ before an i-sound is
 * written ㅇ (리 -> 이, 라 -> 나, 녀 -> 여). Families choose, and inside a name both occur
 * (윤석렬, 윤석열), so it is applied to every syllable. The sound goes further, to what a
 * clerk hears over the telephone:
 *
 *   vowels     ㅐ ㅒ ㅖ -> ㅔ, ㅙ ㅞ -> ㅚ, ㅢ -> ㅣ
 *   finals     to the seven that are spoken: ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅇ
 *   initials   ㄲ ㄸ ㅃ ㅆ ㅉ -> ㄱ ㄷ ㅂ ㅅ ㅈ
 *
 * Both are idempotent: the sound of a sound is itself.
 */
#include "text/text.h"

/* Unicode's order of initials: ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ */
enum {
    INITIAL_NIEUN = 2,
    INITIAL_RIEUL = 5,
    INITIAL_IEUNG = 11
};

/* The law, and then plain for tense; by whether the vowel has an i-sound. */
static const uint8_t heard_initial[2][DLB_N_INITIALS] = {
    {0, 0, 2, 3, 3, 2, 6, 7, 7, 9, 9, 11, 12, 12, 14, 15, 16, 17, 18},
    {0, 0, 11, 3, 3, 11, 6, 7, 7, 9, 9, 11, 12, 12, 14, 15, 16, 17, 18}};

/* ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ */
static const uint8_t heard_vowel[DLB_N_VOWELS] = {0, 5,  2,  5,  4,  5,  6,  5,  8,  9, 11,
                                                  11, 12, 13, 14, 11, 16, 17, 18, 20, 20};

/* ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ: before these the law drops the initial altogether. */
static const bool vowel_has_i[DLB_N_VOWELS] = {
    [2] = true, [3] = true, [6] = true, [7] = true, [12] = true, [17] = true, [20] = true};
/* And ㅢ, which is heard as ㅣ: 늬 is 니, so it is 이. */
static const bool heard_with_i[DLB_N_VOWELS] = {[2] = true,  [3] = true,  [6] = true, [7] = true,
                                                [12] = true, [17] = true, [19] = true, [20] = true};

/* (none) ㄱㄲㄳ ㄴㄵㄶ ㄷ ㄹㄺㄻㄼㄽㄾㄿㅀ ㅁ ㅂㅄ ㅅㅆ ㅇ ㅈㅊ ㅋ ㅌ ㅍ ㅎ */
static const uint8_t heard_final[DLB_N_FINALS] = {0, 1,  1, 1,  4,  4,  4,  7, 8, 1,
                                                  16, 8, 8, 8,  17, 8,  16, 17, 17, 7,
                                                  7, 21, 7, 7,  1,  7,  17, 7};

static struct dlb_jamo law_of(struct dlb_jamo jamo)
{
    bool is_liquid = jamo.initial == INITIAL_RIEUL;
    if (!is_liquid && jamo.initial != INITIAL_NIEUN) return jamo;
    if (vowel_has_i[jamo.vowel])
        jamo.initial = INITIAL_IEUNG;
    else if (is_liquid)
        jamo.initial = INITIAL_NIEUN;
    return jamo;
}

/* The law comes before the vowels merge, and once more for 늬. */
static struct dlb_jamo sound_of(struct dlb_jamo jamo)
{
    return (struct dlb_jamo){heard_initial[heard_with_i[jamo.vowel]][jamo.initial],
                             heard_vowel[jamo.vowel], heard_final[jamo.final]};
}

uint32_t dlb_law(uint32_t syllable)
{
    return dlb_syllable_of(law_of(dlb_jamo_of(syllable)));
}

uint32_t dlb_sound(uint32_t syllable)
{
    return dlb_syllable_of(sound_of(dlb_jamo_of(syllable)));
}

uint64_t dlb_pack(const uint32_t *syllables, size_t n)
{
    uint64_t code = 0;
    for (size_t i = 0; i < DLB_PACK_MAX; i++) {
        code <<= 15;
        if (i < n) code |= dlb_pack_rune(syllables[i]);
    }
    return code;
}

unsigned dlb_packed_count(uint64_t code)
{
    unsigned n = 0;
    while (n < DLB_PACK_MAX && dlb_packed_at(code, n) != 0) n++;
    return n;
}

/* From the last one, so that a single syllable's bits take one round. */
static inline uint64_t each_syllable(uint64_t code, struct dlb_jamo (*change)(struct dlb_jamo))
{
    uint64_t changed = 0;
    for (unsigned shift = 0; shift < 15 * DLB_PACK_MAX && code >> shift != 0; shift += 15) {
        uint32_t bits = (uint32_t)(code >> shift) & 0x7FFF;
        if (bits == 0) continue;
        struct dlb_jamo jamo = {(uint8_t)((bits >> 10) - 1), (uint8_t)((bits >> 5 & 31) - 1),
                                (uint8_t)(bits & 31)};
        changed |= dlb_pack_syllable(change(jamo)) << shift;
    }
    return changed;
}

uint64_t dlb_packed_law(uint64_t code)
{
    return each_syllable(code, law_of);
}

uint64_t dlb_packed_sound(uint64_t code)
{
    return each_syllable(code, sound_of);
}
