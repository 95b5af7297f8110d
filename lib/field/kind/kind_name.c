/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_name.c - comparing names.
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
 *   exact      the same text
 *   folded     the same by the initial-sound law (유 류)
 *   sound      heard the same
 *   near       a slip: jamo cost of at most 50 (similar.c); other spaces between Latin words
 *   romanized  a Korean name and a spelling of it in Latin letters (name_across.c)
 *   syllable   same surname, one syllable of the given name differs, another does not
 *   tokens     the same words in any order, or most of them; the same syllables in another
 *              order, or some left out, when one name is a foreigner's; in either script
 *   given      another surname
 *   masked     some of one is hidden, and what both show agrees
 *
 * A masked name is in no key.
 */
#include "field/field.h"

#include <string.h>

enum {
    NEAR_COST = 50,
    SYLLABLE_BITS = 15,
    SYMBOL_BITS = 5,
    SYMBOLS_PER_SLOT = 12,
    SYMBOL_SPACE = 27,
    SYMBOL_HIDDEN = 28,
    HIDDEN = 0x7C00 /* the 15 bits of a hidden syllable: no initial has this number */
};

static const struct dlb_level levels[DLB_NAME_LEVELS] = {
    [DLB_NAME_LEVEL_OTHER] = {"other", DOLBOM_NAME_LEVEL_OTHER},
    [DLB_NAME_LEVEL_MASKED] = {"masked", DOLBOM_NAME_LEVEL_MASKED},
    [DLB_NAME_LEVEL_GIVEN] = {"given", DOLBOM_NAME_LEVEL_GIVEN},
    [DLB_NAME_LEVEL_TOKENS] = {"tokens", DOLBOM_NAME_LEVEL_TOKENS},
    [DLB_NAME_LEVEL_SYLLABLE] = {"syllable", DOLBOM_NAME_LEVEL_SYLLABLE},
    [DLB_NAME_LEVEL_ROMANIZED] = {"romanized", DOLBOM_NAME_LEVEL_ROMANIZED},
    [DLB_NAME_LEVEL_NEAR] = {"near", DOLBOM_NAME_LEVEL_NEAR},
    [DLB_NAME_LEVEL_SOUND] = {"sound", DOLBOM_NAME_LEVEL_SOUND},
    [DLB_NAME_LEVEL_FOLDED] = {"folded", DOLBOM_NAME_LEVEL_FOLDED},
    [DLB_NAME_LEVEL_EXACT] = {"exact", DOLBOM_NAME_LEVEL_EXACT},
};

static const uint64_t jamo_mask = (1ull << 60) - 1, masked_bit = 1ull << 62;
static const uint64_t latin_bit = 1ull << 63, long_bit = 1ull << 63, more_bit = 1ull << 63;

/* ---- encoding ------------------------------------------------------------------------------- */

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
    size_t n = runes->n;
    codes[1] = pack(runes->at, n) | (uint64_t)(name->surname_len / 3) << 60;
    codes[2] = 0;
    if (n > DLB_PACK_MAX) codes[2] = pack(runes->at + DLB_PACK_MAX, n - DLB_PACK_MAX) | long_bit;
    if (n > 2 * DLB_PACK_MAX)
        codes[3] = pack(runes->at + 2 * DLB_PACK_MAX, n - 2 * DLB_PACK_MAX);
    if (n > DLB_NAME_SYLLABLES) codes[3] |= more_bit;
    if (name->flags & DOLBOM_NAME_MASKED) codes[1] |= masked_bit;
    else if (n <= DLB_PACK_MAX) codes[2] = dlb_packed_sound(codes[1] & jamo_mask);
}

static uint64_t symbol_of(char letter)
{
    if (letter == ' ') return SYMBOL_SPACE;
    if (letter == '?') return SYMBOL_HIDDEN;
    return letter >= 'A' && letter <= 'Z' ? (uint64_t)(letter - '@') : 0;
}

/* false: too long, or another script. */
static bool encode_latin(const dolbom_name *name, uint64_t *codes)
{
    if (name->text_len > DLB_NAME_SYMBOLS) return false;
    uint64_t slots[3] = {0, 0, 0};
    for (size_t i = 0; i < name->text_len; i++) {
        uint64_t symbol = symbol_of(name->text[i]);
        if (symbol == 0) return false;
        slots[i / SYMBOLS_PER_SLOT] |= symbol << (SYMBOL_BITS * (i % SYMBOLS_PER_SLOT));
    }
    codes[1] = slots[0] | latin_bit;
    codes[2] = slots[1];
    codes[3] = slots[2];
    if (name->flags & DOLBOM_NAME_MASKED) codes[1] |= masked_bit;
    return true;
}

static uint16_t hash_of_word(const char *word, size_t n)
{
    uint16_t bits = (uint16_t)(dlb_hash64(word, n) >> 48);
    return bits ? bits : 1;
}

static void encode_words(const dolbom_name *name, uint64_t *codes)
{
    size_t n_words = 0;
    for (size_t at = 0; at < name->text_len && n_words < DLB_NAME_WORDS; n_words++) {
        const char *word = name->text + at;
        const char *end = memchr(word, ' ', name->text_len - at);
        size_t len = end ? (size_t)(end - word) : name->text_len - at;
        codes[2 + n_words / 4] |= (uint64_t)hash_of_word(word, len) << (16 * (n_words % 4));
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

/* A name of other words, or a Hangul one that is long or partly hidden. */
static void encode_other(const dolbom_name *name, uint64_t *codes)
{
    struct dlb_runes runes;
    if (encode_latin(name, codes)) return;
    if (read_hangul(name, &runes)) encode_hangul(name, &runes, codes);
    else if (!(name->flags & DOLBOM_NAME_MASKED)) encode_words(name, codes);
}

static uint64_t hash_of_text(struct dlb_text text)
{
    return dlb_hash64(text.data, text.len) | 1;
}

/* Up to four syllables; the text is given apart, because reading again what was just written to
 * the structure waits for it. */
static void encode_short(const dolbom_name *name, struct dlb_text text, uint64_t *codes)
{
    codes[0] = hash_of_text(text);
    codes[1] = name->code | (uint64_t)(name->surname_len / 3) << 60;
    codes[2] = dlb_packed_sound(name->code);
}

static dolbom_quality encode(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes)
{
    dolbom_name *name = &parsed->name;
    name->struct_size = sizeof *name;
    codes[0] = codes[1] = codes[2] = codes[3] = 0;
    if (dlb_name_read_plain(src, name)) {
        encode_short(name, src, codes);
        return name->quality;
    }
    dlb_name_read(context, src, name);
    if (name->quality < DOLBOM_QUALITY_REPAIRED || name->text_len == 0) return name->quality;
    struct dlb_text text = {name->text, name->text_len};
    if (name->code != 0) encode_short(name, text, codes);
    else encode_other(name, codes);
    if (!(name->flags & DOLBOM_NAME_MASKED)) codes[0] = hash_of_text(text);
    return name->quality;
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    memcpy(dst, parsed->name.text, parsed->name.text_len);
    return parsed->name.text_len;
}

/* ---- reading codes -------------------------------------------------------------------------- */

bool dlb_name_is_latin(const uint64_t *codes)
{
    return (codes[1] & latin_bit) != 0;
}

bool dlb_name_is_long(const uint64_t *codes)
{
    return (codes[2] & long_bit) != 0;
}

static uint32_t syllable_at(const uint64_t *codes, unsigned i)
{
    return dlb_packed_at(codes[1 + i / DLB_PACK_MAX], i % DLB_PACK_MAX);
}

static unsigned count_syllables(const uint64_t *codes)
{
    unsigned n = dlb_packed_count(codes[1] & jamo_mask);
    if (!dlb_name_is_long(codes)) return n;
    return n + dlb_packed_count(codes[2] & jamo_mask) + dlb_packed_count(codes[3] & jamo_mask);
}

unsigned dlb_name_surname(const uint64_t *codes)
{
    return (unsigned)(codes[1] >> 60) & 3;
}

size_t dlb_name_syllables(const uint64_t *codes, uint32_t runes[DLB_NAME_SYLLABLES])
{
    unsigned n = count_syllables(codes);
    for (unsigned i = 0; i < n; i++) {
        uint32_t bits = syllable_at(codes, i);
        struct dlb_jamo jamo = {(uint8_t)((bits >> 10) - 1), (uint8_t)((bits >> 5 & 31) - 1),
                                (uint8_t)(bits & 31)};
        runes[i] = bits == HIDDEN ? '?' : dlb_syllable_of(jamo);
    }
    return n;
}

void dlb_name_latin_of(const uint64_t *codes, struct dlb_name_latin *latin)
{
    latin->n = latin->n_words = 0;
    latin->begin[0] = 0;
    for (; latin->n < DLB_NAME_SYMBOLS; latin->n++) {
        unsigned i = latin->n;
        unsigned symbol = codes[1 + i / SYMBOLS_PER_SLOT] >> (SYMBOL_BITS * (i % SYMBOLS_PER_SLOT)) & 31;
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
            hashes[n] = hash_of_word(latin.text + latin.begin[n],
                                     latin.begin[n + 1] - 1u - latin.begin[n]);
        return n;
    }
    for (; n < DLB_NAME_WORDS; n++) {
        hashes[n] = (uint16_t)(codes[2 + n / 4] >> (16 * (n % 4)));
        if (hashes[n] == 0) break;
    }
    return n;
}

/* ---- Hangul and Hangul ----------------------------------------------------------------------- */

static bool is_long(const uint64_t *left, const uint64_t *right)
{
    return ((left[2] | right[2]) & long_bit) != 0;
}

static bool is_cut(const uint64_t *left, const uint64_t *right)
{
    return ((left[3] | right[3]) & more_bit) != 0;
}

/* Equal in every slot of syllables after a change. */
static bool same_when(uint64_t (*change)(uint64_t), const uint64_t *left, const uint64_t *right)
{
    if (change(left[1] & jamo_mask) != change(right[1] & jamo_mask)) return false;
    if (!is_long(left, right)) return true;
    return (left[2] & right[2] & long_bit) != 0 &&
           change(left[2] & jamo_mask) == change(right[2] & jamo_mask) &&
           change(left[3] & jamo_mask) == change(right[3] & jamo_mask);
}

static bool is_heard_the_same(const uint64_t *left, const uint64_t *right)
{
    return is_long(left, right) ? same_when(dlb_packed_sound, left, right) : left[2] == right[2];
}

static bool is_near(const uint64_t *left, const uint64_t *right)
{
    unsigned cost = dlb_jamo_cost(left[1] & jamo_mask, right[1] & jamo_mask, NEAR_COST);
    if (cost > NEAR_COST || !is_long(left, right)) return cost <= NEAR_COST;
    if (!(left[2] & right[2] & long_bit)) return false; /* one has four syllables, one five */
    cost += dlb_jamo_cost(left[2] & jamo_mask, right[2] & jamo_mask, NEAR_COST);
    return cost + dlb_jamo_cost(left[3], right[3], NEAR_COST) <= NEAR_COST;
}

/* The surnames are one by the law; all but one syllable of given names of two or more agree. */
static bool one_syllable_differs(const uint64_t *left, const uint64_t *right)
{
    unsigned n = count_syllables(left), surname = dlb_name_surname(left);
    if (surname == 0 || surname != dlb_name_surname(right)) return false;
    if (n != count_syllables(right) || n < surname + 2) return false;
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
    unsigned n = dlb_name_surname(codes);
    if (n == 0 || codes[2] & long_bit || dlb_name_is_latin(codes)) return 0;
    return (codes[1] << (SYLLABLE_BITS * n)) & jamo_mask;
}

static unsigned compare_hangul(const uint64_t *left, const uint64_t *right)
{
    if (is_heard_the_same(left, right) && !is_cut(left, right))
        return same_when(dlb_packed_law, left, right) ? DLB_NAME_LEVEL_FOLDED
                                                      : DLB_NAME_LEVEL_SOUND;
    if (!is_cut(left, right)) {
        if (is_near(left, right)) return DLB_NAME_LEVEL_NEAR;
        if (one_syllable_differs(left, right)) return DLB_NAME_LEVEL_SYLLABLE;
    }
    bool is_foreign = dlb_name_surname(left) == 0 || dlb_name_surname(right) == 0;
    if (is_foreign && dlb_name_share_syllables(left, right)) return DLB_NAME_LEVEL_TOKENS;
    uint64_t given = given_code(left);
    return given != 0 && given == given_code(right) ? DLB_NAME_LEVEL_GIVEN
                                                    : DLB_NAME_LEVEL_OTHER;
}

/* ---- levels ---------------------------------------------------------------------------------- */

/* Of as many syllables, those that both show agree by the law, and there are some. */
static unsigned compare_hidden_syllables(const uint64_t *left, const uint64_t *right)
{
    unsigned n = count_syllables(left), n_shown = 0;
    bool same_count = n == count_syllables(right) && !is_cut(left, right);
    if (!same_count) n = 1; /* one mark may hide several syllables */
    for (unsigned i = 0; i < n; i++) {
        uint32_t l = syllable_at(left, i), r = syllable_at(right, i);
        if (l == HIDDEN || r == HIDDEN) continue;
        if (dlb_packed_law(l) != dlb_packed_law(r)) return DLB_NAME_LEVEL_OTHER;
        n_shown++;
    }
    return same_count && n_shown > 0 ? DLB_NAME_LEVEL_MASKED : DLB_LEVEL_MISSING;
}

/* Letters up to the first hidden one, and all others where the lengths agree. */
static unsigned compare_hidden_letters(const uint64_t *left, const uint64_t *right)
{
    enum { LEAST_SHOWN = 3 };
    struct dlb_name_latin l, r;
    dlb_name_latin_of(left, &l);
    dlb_name_latin_of(right, &r);
    unsigned n = l.n < r.n ? l.n : r.n, n_shown = 0;
    for (unsigned i = 0; i < n; i++) {
        bool is_hidden = l.text[i] == '?' || r.text[i] == '?';
        if (is_hidden && l.n != r.n) break;
        if (is_hidden) continue;
        if (l.text[i] != r.text[i]) return DLB_NAME_LEVEL_OTHER;
        n_shown++;
    }
    return n_shown >= LEAST_SHOWN ? DLB_NAME_LEVEL_MASKED : DLB_LEVEL_MISSING;
}

/* What is visible may contradict the other name; it never makes them the same. */
static unsigned compare_masked(const uint64_t *left, const uint64_t *right)
{
    if (left[1] == 0 || right[1] == 0) return DLB_LEVEL_MISSING;
    bool is_latin = dlb_name_is_latin(left);
    if (is_latin != dlb_name_is_latin(right)) return DLB_LEVEL_MISSING;
    return is_latin ? compare_hidden_letters(left, right) : compare_hidden_syllables(left, right);
}

static bool is_hangul(const uint64_t *codes)
{
    return codes[1] != 0 && !dlb_name_is_latin(codes);
}

static unsigned compare(const uint64_t *left, const uint64_t *right)
{
    if ((left[0] | left[1]) == 0 || (right[0] | right[1]) == 0) return DLB_LEVEL_MISSING;
    if (left[0] == 0 || right[0] == 0) return compare_masked(left, right);
    if (left[0] == right[0]) return DLB_NAME_LEVEL_EXACT;
    bool hangul_left = is_hangul(left), hangul_right = is_hangul(right);
    if (hangul_left && hangul_right) return compare_hangul(left, right);
    if (!hangul_left && !hangul_right) return dlb_name_compare_words(left, right);
    const uint64_t *hangul = hangul_left ? left : right, *latin = hangul_left ? right : left;
    return dlb_name_is_latin(latin) ? dlb_name_compare_across(hangul, latin)
                                    : DLB_NAME_LEVEL_OTHER;
}

/* ---- keys ------------------------------------------------------------------------------------ */

static uint64_t whole_key(const uint64_t *codes)
{
    return codes[0];
}

static uint64_t key_of_class(const uint32_t *surname, size_t n)
{
    bool is_korean = n <= 2; /* of a foreigner's the first syllable */
    return dlb_packed_law(dlb_pack(surname, is_korean ? n : 1) >>
                          (SYLLABLE_BITS * (DLB_PACK_MAX - (is_korean ? n : 1))));
}

/* A Korean surname's spelling goes with the surname; any other first word with itself. */
static uint64_t surname_key_of_words(const uint64_t *codes)
{
    uint16_t hashes[DLB_NAME_WORDS];
    uint32_t surname[DLB_NAME_CLASS_MAX];
    if (dlb_name_is_latin(codes)) {
        struct dlb_name_latin latin;
        dlb_name_latin_of(codes, &latin);
        size_t n = dlb_name_class_of_word(latin.text, latin.begin[1] - 1u, surname);
        if (n > 0) return key_of_class(surname, n);
    }
    return dlb_name_word_hashes(codes, hashes) > 0 ? hashes[0] | 1ull << 62 : 0;
}

/* By the law; of a foreigner's name the first word, or its class's first syllable. */
static uint64_t surname_key(const uint64_t *codes)
{
    if (codes[0] == 0) return 0;
    if (!is_hangul(codes)) return surname_key_of_words(codes);
    uint32_t runes[DLB_NAME_SYLLABLES], surname[DLB_NAME_CLASS_MAX];
    unsigned n = dlb_name_surname(codes);
    if (n == 0) {
        size_t n_class = dlb_name_class_of_hangul(runes, dlb_name_syllables(codes, runes), surname);
        if (n_class > 0) return key_of_class(surname, n_class);
        n = 1;
    }
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
    if (is_hangul(codes)) {
        if (!(codes[2] & long_bit)) return codes[2];
        uint64_t first = dlb_packed_sound(codes[1] & jamo_mask);
        uint64_t rest = dlb_hash_mix(dlb_packed_sound(codes[2] & jamo_mask),
                                     dlb_packed_sound(codes[3] & jamo_mask));
        return dlb_hash_mix(first, rest) | long_bit;
    }
    uint16_t hashes[DLB_NAME_WORDS];
    size_t n = dlb_name_word_hashes(codes, hashes);
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += dlb_hash_mix(hashes[i], 1);
    return sum | 1;
}

static const struct dlb_kind_key keys[] = {
    {"", whole_key}, {"surname", surname_key}, {"given", given_key}, {"sound", sound_key}};

const struct dlb_kind dlb_kind_name = {
    .name = "name",
    .n_slots = 4,
    .n_levels = DLB_NAME_LEVELS,
    .n_keys = 4,
    .frequency_slot = 0,
    .levels = levels,
    .keys = keys,
    .encode = encode,
    .write = write,
    .compare = compare,
    .is_valid = dlb_name_is_valid,
};
