/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_name.c - comparing names.
 *
 *   slot   Hangul                                     any other script
 *   0      hash of the canonical text                 the same
 *   1      syllables 1 … 4 as packed jamo;            0
 *          bits 60-61 syllables of the surname,
 *          62 some are hidden
 *   2      what is heard: packed, mixed with the      words 1 … 4, 16 bits of hash each
 *          rest of a longer name
 *   3      syllables 5 … 8; bit 63: there are more    words 5 … 8
 *
 *   exact      the same text
 *   folded     the same by the initial-sound law (유 류)
 *   sound      heard the same
 *   near       a slip: jamo cost of at most 50 (similar.c)
 *   syllable   same surname, one syllable of the given name differs, another does not
 *   tokens     the same words in any order, or most of them; the same syllables in another
 *              order, or some left out, when one name is a foreigner's
 *   given      another surname
 *
 * A masked name is in no key. It can contradict another name, and never agrees with one.
 */
#include "field/field.h"

#include <string.h>

enum {
    N_LEVELS = DOLBOM_NAME_LEVEL_EXACT + 1,
    NEAR_COST = 50,
    SYLLABLE_BITS = 15,
    WORDS_MAX = 8,
    SYLLABLES_MAX = 8,
    HIDDEN = 0x7C00 /* the 15 bits of a hidden syllable: no initial has this number */
};

static const char *const levels[N_LEVELS] = {"other", "given", "tokens", "syllable",
                                             "near",  "sound", "folded", "exact"};

static const uint64_t jamo_mask = (1ull << 60) - 1, masked_bit = 1ull << 62, more_bit = 1ull << 63;

/* ---- encoding ----------------------------------------------------------------------------------
 */

/* 15 bits per syllable, '?' as HIDDEN. */
static uint64_t pack(const uint32_t *runes, size_t n)
{
    uint64_t code = 0;
    for (size_t i = 0; i < DLB_PACK_MAX; i++) {
        code <<= SYLLABLE_BITS;
        if (i < n) code |= runes[i] == '?' ? HIDDEN : dlb_pack_syllable(dlb_jamo_of(runes[i]));
    }
    return code;
}

static void encode_hangul(const dolbom_name *name, const struct dlb_runes *runes, uint64_t *codes)
{
    size_t n = runes->n, n_first = n < DLB_PACK_MAX ? n : DLB_PACK_MAX;
    codes[1] = pack(runes->at, n_first) | (uint64_t)(name->surname_len / 3) << 60;
    if (n > DLB_PACK_MAX) codes[3] = pack(runes->at + DLB_PACK_MAX, n - DLB_PACK_MAX);
    if (n > SYLLABLES_MAX) codes[3] |= more_bit;
    if (name->flags & DOLBOM_NAME_MASKED) {
        codes[0] = 0;
        codes[1] |= masked_bit;
        return;
    }
    codes[2] = dlb_packed_sound(codes[1] & jamo_mask);
    if (n > DLB_PACK_MAX) codes[2] = dlb_hash64(name->sound, name->sound_len) | more_bit;
}

static void encode_words(const dolbom_name *name, uint64_t *codes)
{
    size_t n_words = 0;
    for (size_t at = 0; at < name->text_len && n_words < WORDS_MAX; n_words++) {
        const char *word = name->text + at;
        const char *end = memchr(word, ' ', name->text_len - at);
        size_t len = end ? (size_t)(end - word) : name->text_len - at;
        uint64_t bits = dlb_hash64(word, len) >> 48;
        codes[2 + n_words / 4] |= (bits ? bits : 1) << (16 * (n_words % 4));
        at += len + 1;
    }
}

static bool read_hangul(const dolbom_name *name, struct dlb_runes *runes)
{
    if (!dlb_runes_read((struct dlb_text){name->text, name->text_len}, runes)) return false;
    for (size_t i = 0; i < runes->n; i++) {
        if (!dlb_is_syllable(runes->at[i]) && runes->at[i] != '?') return false;
    }
    return true;
}

static dolbom_quality encode(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes)
{
    dolbom_name *name = &parsed->name;
    name->struct_size = sizeof *name;
    dlb_name_parse(context, src, name);
    codes[0] = codes[1] = codes[2] = codes[3] = 0;
    if (name->quality < DOLBOM_QUALITY_REPAIRED || name->text_len == 0) return name->quality;
    codes[0] = dlb_hash64(name->text, name->text_len) | 1;
    bool is_short = name->code != 0;
    if (is_short) {
        codes[1] = name->code | (uint64_t)(name->surname_len / 3) << 60;
        codes[2] = dlb_packed_sound(name->code);
        return name->quality;
    }
    struct dlb_runes runes;
    if (read_hangul(name, &runes))
        encode_hangul(name, &runes, codes);
    else
        encode_words(name, codes);
    return name->quality;
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    memcpy(dst, parsed->name.text, parsed->name.text_len);
    return parsed->name.text_len;
}

/* ---- words --------------------------------------------------------------------------------------
 */

static uint32_t word_at(const uint64_t *codes, unsigned i)
{
    return (uint32_t)(codes[2 + i / 4] >> (16 * (i % 4))) & 0xFFFF;
}

/* At least 60 % of all words are common; a word counts as often as it stands. */
static bool share_words(const uint64_t *left, const uint64_t *right)
{
    unsigned n_left = 0, n_right = 0, n_common = 0, used = 0;
    while (n_left < WORDS_MAX && word_at(left, n_left) != 0) n_left++;
    while (n_right < WORDS_MAX && word_at(right, n_right) != 0) n_right++;
    for (unsigned i = 0; i < n_left; i++) {
        for (unsigned k = 0; k < n_right; k++) {
            if ((used >> k & 1) || word_at(left, i) != word_at(right, k)) continue;
            used |= 1u << k;
            n_common++;
            break;
        }
    }
    return 5 * n_common >= 3 * (n_left + n_right - n_common);
}

/* ---- syllables
 * ------------------------------------------------------------------------------------ */

static uint32_t syllable_at(const uint64_t *codes, unsigned i)
{
    return dlb_packed_at(codes[i < DLB_PACK_MAX ? 1 : 3], i % DLB_PACK_MAX);
}

static unsigned count_syllables(const uint64_t *codes)
{
    unsigned n = dlb_packed_count(codes[1] & jamo_mask);
    return n < DLB_PACK_MAX ? n : n + dlb_packed_count(codes[3] & jamo_mask);
}

static unsigned surname_syllables(const uint64_t *codes)
{
    return (unsigned)(codes[1] >> 60) & 3;
}

/* Only the order differs, or syllables of one name are left out in the other. */
static bool share_syllables(const uint64_t *left, const uint64_t *right)
{
    unsigned n_left = count_syllables(left), n_right = count_syllables(right);
    unsigned n_common = 0, used = 0;
    for (unsigned i = 0; i < n_left; i++) {
        for (unsigned k = 0; k < n_right; k++) {
            if ((used >> k & 1) || syllable_at(left, i) != syllable_at(right, k)) continue;
            used |= 1u << k;
            n_common++;
            break;
        }
    }
    unsigned n_short = n_left < n_right ? n_left : n_right;
    unsigned n_long = n_left < n_right ? n_right : n_left;
    return n_short >= 3 && n_common == n_short && 5 * n_short >= 3 * n_long;
}

static bool is_near(const uint64_t *left, const uint64_t *right)
{
    if ((left[3] | right[3]) & more_bit) return false;
    unsigned cost = dlb_jamo_cost(left[1] & jamo_mask, right[1] & jamo_mask, NEAR_COST);
    if (cost <= NEAR_COST && (left[3] | right[3]) != 0)
        cost += dlb_jamo_cost(left[3], right[3], NEAR_COST);
    return cost <= NEAR_COST;
}

/* The surnames are one by the law; all but one syllable of given names of two or more agree. */
static bool one_syllable_differs(const uint64_t *left, const uint64_t *right)
{
    unsigned n = count_syllables(left), surname = surname_syllables(left);
    if (surname == 0 || surname != surname_syllables(right)) return false;
    if (n != count_syllables(right) || n < surname + 2 || ((left[3] | right[3]) & more_bit))
        return false;
    unsigned n_differing = 0;
    for (unsigned i = 0; i < n; i++) {
        uint32_t l = syllable_at(left, i), r = syllable_at(right, i);
        if (l == r) continue;
        if (i < surname && dlb_packed_law(l) != dlb_packed_law(r)) return false;
        n_differing += i >= surname;
    }
    return n_differing <= 1;
}

/* The code of the given name, first syllable highest; 0 when it is unknown or cut. */
static uint64_t given_code(const uint64_t *codes)
{
    if (surname_syllables(codes) == 0 || codes[3] != 0) return 0;
    return (codes[1] << (SYLLABLE_BITS * surname_syllables(codes))) & jamo_mask;
}

/* ---- levels -------------------------------------------------------------------------------------
 */

/* What is visible may contradict the other name; it is never enough to agree. */
static unsigned compare_masked(const uint64_t *left, const uint64_t *right)
{
    if (left[1] == 0 || right[1] == 0) return DLB_LEVEL_MISSING;
    unsigned n = count_syllables(left);
    if (n != count_syllables(right)) n = 1; /* one mark may hide several syllables */
    for (unsigned i = 0; i < n; i++) {
        uint32_t l = syllable_at(left, i), r = syllable_at(right, i);
        if (l == HIDDEN || r == HIDDEN) continue;
        if (dlb_packed_law(l) != dlb_packed_law(r)) return DOLBOM_NAME_LEVEL_OTHER;
    }
    return DLB_LEVEL_MISSING;
}

static unsigned compare_hangul(const uint64_t *left, const uint64_t *right)
{
    if (left[2] == right[2]) {
        bool same_by_law =
            dlb_packed_law(left[1] & jamo_mask) == dlb_packed_law(right[1] & jamo_mask) &&
            dlb_packed_law(left[3] & jamo_mask) == dlb_packed_law(right[3] & jamo_mask);
        return same_by_law && !((left[3] | right[3]) & more_bit) ? DOLBOM_NAME_LEVEL_FOLDED
                                                                 : DOLBOM_NAME_LEVEL_SOUND;
    }
    if (is_near(left, right)) return DOLBOM_NAME_LEVEL_NEAR;
    if (one_syllable_differs(left, right)) return DOLBOM_NAME_LEVEL_SYLLABLE;
    bool is_foreign = surname_syllables(left) == 0 || surname_syllables(right) == 0;
    if (is_foreign && share_syllables(left, right)) return DOLBOM_NAME_LEVEL_TOKENS;
    uint64_t given = given_code(left);
    return given != 0 && given == given_code(right) ? DOLBOM_NAME_LEVEL_GIVEN
                                                    : DOLBOM_NAME_LEVEL_OTHER;
}

static unsigned compare(const uint64_t *left, const uint64_t *right)
{
    if ((left[0] | left[1]) == 0 || (right[0] | right[1]) == 0) return DLB_LEVEL_MISSING;
    if ((left[1] | right[1]) & masked_bit) return compare_masked(left, right);
    if (left[0] == right[0]) return DOLBOM_NAME_LEVEL_EXACT;
    if (left[1] != 0 && right[1] != 0) return compare_hangul(left, right);
    bool both_words = left[1] == 0 && right[1] == 0;
    return both_words && share_words(left, right) ? DOLBOM_NAME_LEVEL_TOKENS
                                                  : DOLBOM_NAME_LEVEL_OTHER;
}

/* ---- keys
 * ---------------------------------------------------------------------------------------- */

static uint64_t whole_key(const uint64_t *codes)
{
    return codes[0];
}

/* By the law; of a foreigner's name the first word or syllable. */
static uint64_t surname_key(const uint64_t *codes)
{
    if (codes[0] == 0) return 0;
    if (codes[1] == 0) return word_at(codes, 0) | 1ull << 62;
    unsigned n = surname_syllables(codes) == 2 ? 2 : 1;
    uint64_t code = (codes[1] & jamo_mask) >> (SYLLABLE_BITS * (DLB_PACK_MAX - n));
    return dlb_packed_law(code);
}

static uint64_t given_key(const uint64_t *codes)
{
    return codes[0] != 0 ? dlb_packed_law(given_code(codes)) : 0;
}

/* Of words: the same in any order. */
static uint64_t sound_key(const uint64_t *codes)
{
    if (codes[0] == 0) return 0;
    if (codes[1] != 0) return codes[2];
    uint64_t sum = 0;
    for (unsigned i = 0; i < WORDS_MAX && word_at(codes, i) != 0; i++)
        sum += dlb_hash_mix(word_at(codes, i), 1);
    return sum | 1;
}

static const struct dlb_kind_key keys[] = {
    {"", whole_key}, {"surname", surname_key}, {"given", given_key}, {"sound", sound_key}};

const struct dlb_kind dlb_kind_name = {
    .name = "name",
    .n_slots = 4,
    .n_levels = N_LEVELS,
    .n_keys = 4,
    .frequency_slot = 0,
    .levels = levels,
    .keys = keys,
    .encode = encode,
    .write = write,
    .compare = compare,
};
