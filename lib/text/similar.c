/* SPDX-License-Identifier: Apache-2.0 */
/*
 * similar.c - how easily one Hangul name is taken for another.
 *
 * Names are misheard, mistyped and spelled by habit, each in its own way, so a letter costs
 * what the likeliest of these mistakes costs, in hundredths:
 *
 *     5   initials that the law makes one: ㄹ ㄴ ㅇ
 *    10   vowels spoken alike: ㅐ ㅔ ㅒ ㅖ, ㅚ ㅙ ㅞ
 *    20   ㅢ for ㅣ; finals spoken alike
 *    30   plain and tense initials
 *    40   the finals ㄴ and ㅇ
 *    50   plain and aspirated initials; ㅓ for ㅗ ㅡ ㅕ, ㅡ for ㅢ, ㅛ for ㅠ;
 *         two neighbouring syllables exchanged
 *    60   keys side by side on the keyboard; a final left out or added
 *   100   anything else
 */
#include "text/text.h"

enum {
    COST_LAW = 5,
    COST_SAME_SOUND = 10,
    COST_NEAR_SOUND = 20,
    COST_TENSE = 30,
    COST_NASAL = 40,
    COST_CLOSE = 50,
    COST_KEY = 60,
    FINAL_NIEUN = 4,
    FINAL_IEUNG = 21,
    NO_KEY = 99
};

/* ---- the keyboard --------------------------------------------------------------------------- */

/*
 * Keys as row * 10 + column; a letter typed with shift sits on its plain letter's key.
 *   ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ
 *    ㅁㄴㅇㄹㅎㅗㅓㅏㅣ
 *     ㅋㅌㅊㅍㅠㅜㅡ
 */
static const uint8_t initial_key[DLB_N_INITIALS] = {3, 3,  11, 2, 2,  13, 10, 0,  0, 4,
                                                    4, 12, 1,  1, 22, 20, 21, 23, 14};
static const uint8_t vowel_key[DLB_N_VOWELS] = {17,     8,      7,      8,      16,     9,      6,
                                                9,      15,     NO_KEY, NO_KEY, NO_KEY, 5,      25,
                                                NO_KEY, NO_KEY, NO_KEY, 24,     26,     NO_KEY, 18};
static const uint8_t final_key[DLB_N_FINALS] = {
    NO_KEY, 3,      3,      NO_KEY, 11,     NO_KEY, NO_KEY, 2, 13,     NO_KEY,
    NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY, NO_KEY, 10,     0, NO_KEY, 4,
    4,      12,     1,      22,     20,     21,     23,     14};

/* A key touches its neighbours in the row, and two keys of the row below. */
static bool keys_touch(uint8_t left, uint8_t right)
{
    if (left == NO_KEY || right == NO_KEY) return false;
    uint8_t upper = left < right ? left : right, lower = left < right ? right : left;
    if (upper / 10 == lower / 10) return lower - upper <= 1;
    if (lower / 10 - upper / 10 != 1) return false;
    int shift = upper % 10 - lower % 10;
    return shift == 0 || shift == 1;
}

/* ---- letters -------------------------------------------------------------------------------- */

const uint8_t dlb_plain_initials[DLB_N_INITIALS] = {0, 0,  2,  3,  3,  5, 6, 7, 7, 9,
                                                    9, 11, 12, 12, 12, 0, 3, 7, 18};
/* Which of them are aspirated. */
static const bool is_aspirated[DLB_N_INITIALS] = {
    [14] = true, [15] = true, [16] = true, [17] = true};

static unsigned initial_cost(unsigned left, unsigned right)
{
    if (left == right) return 0;
    unsigned plain_left = dlb_plain_initials[left], plain_right = dlb_plain_initials[right];
    if (plain_left == plain_right && is_aspirated[left] == is_aspirated[right]) return COST_TENSE;
    bool has_plain = left == plain_left || right == plain_right;
    if (plain_left == plain_right && has_plain) return COST_CLOSE;
    return keys_touch(initial_key[left], initial_key[right]) ? COST_KEY : DLB_COST_ONE;
}

struct close_pair {
    uint8_t low, high, cost;
};

/* ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ, counted from 0 */
static const struct close_pair close_vowels[] = {
    {1, 3, COST_SAME_SOUND},   {1, 5, COST_SAME_SOUND},   {1, 7, COST_SAME_SOUND},
    {3, 5, COST_SAME_SOUND},   {3, 7, COST_SAME_SOUND},   {5, 7, COST_SAME_SOUND},
    {10, 11, COST_SAME_SOUND}, {10, 15, COST_SAME_SOUND}, {11, 15, COST_SAME_SOUND},
    {19, 20, COST_NEAR_SOUND}, {4, 6, COST_CLOSE},        {4, 8, COST_CLOSE},
    {4, 18, COST_CLOSE},       {12, 17, COST_CLOSE},      {18, 19, COST_CLOSE},
};

static unsigned vowel_cost(unsigned left, unsigned right)
{
    if (left == right) return 0;
    unsigned low = left < right ? left : right, high = left < right ? right : left;
    for (size_t i = 0; i < sizeof close_vowels / sizeof *close_vowels; i++) {
        if (close_vowels[i].low == low && close_vowels[i].high == high) return close_vowels[i].cost;
    }
    return keys_touch(vowel_key[left], vowel_key[right]) ? COST_KEY : DLB_COST_ONE;
}

static unsigned final_cost(unsigned left, unsigned right, bool sound_alike)
{
    if (left == right) return 0;
    if (sound_alike) return COST_NEAR_SOUND;
    if (left == 0 || right == 0) return COST_KEY;
    bool is_nasal = (left == FINAL_NIEUN && right == FINAL_IEUNG) ||
                    (left == FINAL_IEUNG && right == FINAL_NIEUN);
    if (is_nasal) return COST_NASAL;
    return keys_touch(final_key[left], final_key[right]) ? COST_KEY : DLB_COST_ONE;
}

/* ---- syllables and names -------------------------------------------------------------------- */

/* Both are the 15 bits of a syllable. */
static unsigned syllable_cost(uint32_t left, uint32_t right)
{
    if (left == right) return 0;
    uint64_t law = dlb_packed_law(left) ^ dlb_packed_law(right);
    uint64_t sound = dlb_packed_sound(left) ^ dlb_packed_sound(right);
    bool same_initial = left >> 10 == right >> 10, one_by_law = law >> 10 == 0;
    unsigned cost = 0;
    if (!same_initial)
        cost = one_by_law ? COST_LAW : initial_cost((left >> 10) - 1, (right >> 10) - 1);
    cost += vowel_cost((left >> 5 & 31) - 1, (right >> 5 & 31) - 1);
    return cost + final_cost(left & 31, right & 31, (sound & 31) == 0);
}

/* Exactly two neighbouring syllables stand in each other's place. */
static bool neighbours_exchanged(uint64_t left, uint64_t right)
{
    for (unsigned i = 0; i + 1 < DLB_PACK_MAX; i++) {
        unsigned shift = 15 * (DLB_PACK_MAX - 2 - i);
        uint64_t pair = (left >> shift) & 0x3FFFFFFF;
        uint64_t exchanged = (pair & 0x7FFF) << 15 | pair >> 15;
        uint64_t rest = ~(0x3FFFFFFFull << shift);
        bool rest_equal = (left & rest) == (right & rest);
        if (rest_equal && exchanged == ((right >> shift) & 0x3FFFFFFF) && pair != exchanged)
            return true;
    }
    return false;
}

unsigned dlb_jamo_cost(uint64_t left, uint64_t right, unsigned limit)
{
    if (left == right) return 0;
    unsigned sum = 0;
    for (unsigned i = 0; i < DLB_PACK_MAX && sum <= limit; i++) {
        uint32_t l = dlb_packed_at(left, i), r = dlb_packed_at(right, i);
        bool one_is_absent = (l == 0) != (r == 0);
        sum += one_is_absent ? DLB_COST_ONE : l == 0 ? 0 : syllable_cost(l, r);
    }
    return sum > COST_CLOSE && neighbours_exchanged(left, right) ? COST_CLOSE : sum;
}
