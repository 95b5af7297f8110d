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
enum { INITIAL_NIEUN = 2, INITIAL_RIEUL = 5, INITIAL_IEUNG = 11 };

/*
 * What is heard, in the numbers of packed jamo: one more than Unicode's order, 0 for none; 32
 * entries, so that any five bits are a valid index. Initials: the law, then plain for tense; by
 * whether the vowel has an i-sound.
 */
static const uint8_t heard_initial[2][32] = {
    {0, 1, 1, 3, 4, 4, 3, 7, 8, 8, 10, 10, 12, 13, 13, 15, 16, 17, 18, 19},
    {0, 1, 1, 12, 4, 4, 12, 7, 8, 8, 10, 10, 12, 13, 13, 15, 16, 17, 18, 19}};

/* - ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ */
static const uint8_t heard_vowel[32] = {0,  1,  6,  3,  6,  5,  6,  7,  6,  9,  10,
                                        12, 12, 13, 14, 15, 12, 17, 18, 19, 21, 21};

/* ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ: before these the law drops the initial altogether. */
static const bool vowel_has_i[DLB_N_VOWELS] = {
    [2] = true, [3] = true, [6] = true, [7] = true, [12] = true, [17] = true, [20] = true};
/* And ㅢ, which is heard as ㅣ: 늬 is 니, so it is 이. Packed numbers. */
static const bool heard_with_i[32] = {[3] = true,  [4] = true,  [7] = true,  [8] = true,
                                      [13] = true, [18] = true, [20] = true, [21] = true};

/* (none) ㄱㄲㄳ ㄴㄵㄶ ㄷ ㄹㄺㄻㄼㄽㄾㄿㅀ ㅁ ㅂㅄ ㅅㅆ ㅇ ㅈㅊ ㅋ ㅌ ㅍ ㅎ */
static const uint8_t heard_final[32] = {0,  1, 1,  1,  4,  4, 4, 7,  8, 1, 16, 8, 8,  8,
                                        17, 8, 16, 17, 17, 7, 7, 21, 7, 7, 1,  7, 17, 7};

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

/* The law applies before the vowels merge, and once more for 늬. */
static inline uint32_t sound_of(uint32_t packed)
{
    uint32_t initial = packed >> 10 & 31, vowel = packed >> 5 & 31;
    return (uint32_t)heard_initial[heard_with_i[vowel]][initial] << 10 |
           (uint32_t)heard_vowel[vowel] << 5 | heard_final[packed & 31];
}

static inline uint32_t law_of_packed(uint32_t packed)
{
    struct dlb_jamo jamo = {(uint8_t)((packed >> 10) - 1), (uint8_t)((packed >> 5 & 31) - 1),
                            (uint8_t)(packed & 31)};
    return (uint32_t)dlb_pack_syllable(law_of(jamo));
}

uint32_t dlb_law(uint32_t syllable)
{
    return dlb_syllable_of(law_of(dlb_jamo_of(syllable)));
}

uint32_t dlb_sound(uint32_t syllable)
{
    uint32_t packed = sound_of(dlb_pack_rune(syllable));
    return dlb_syllable_of((struct dlb_jamo){
        (uint8_t)((packed >> 10) - 1), (uint8_t)((packed >> 5 & 31) - 1), (uint8_t)(packed & 31)});
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
uint64_t dlb_packed_law(uint64_t code)
{
    uint64_t changed = 0;
    for (unsigned shift = 0; code >> shift != 0; shift += 15) {
        uint32_t bits = (uint32_t)(code >> shift) & 0x7FFF;
        if (bits != 0) changed |= (uint64_t)law_of_packed(bits) << shift;
        if (shift == 15 * (DLB_PACK_MAX - 1)) break;
    }
    return changed;
}

/* Absent syllables stay absent. */
uint64_t dlb_packed_sound(uint64_t code)
{
    uint64_t changed = (code & 0x7FFF) == 0 ? 0 : sound_of(code & 0x7FFF); /* few have a fourth */
    for (unsigned shift = 15; shift < 15 * DLB_PACK_MAX; shift += 15)
        changed |= (uint64_t)sound_of((uint32_t)(code >> shift) & 0x7FFF) << shift;
    return changed;
}
