/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_name.c - comparing names (name_codes.h tells what their codes hold).
 *
 *   exact      the same text
 *   folded     the same by the initial-sound law (유 류)
 *   sound      heard the same
 *   near       a slip: jamo cost of at most 50 (similar.c); other spaces between Latin words;
 *              the mother's surname after the father's (김이순자)
 *   romanized  a Korean name and a spelling of it in Latin letters (name_across.c)
 *   syllable   same surname, one syllable of the given name differs, another does not
 *   tokens     the same words in any order, or most of them; the same syllables in another
 *              order, or some left out, when one name is a foreigner's; in either script
 *   given      another surname
 *   masked     some of one is hidden, and what both show agrees
 *
 * A masked name is in no key.
 */
#include "field/kind/parts.h"

#include <string.h>

#include "field/field.h"
#include "field/name/name_codes.h"
#include "field/name/name_scan.h"

enum { NEAR_COST = 50 };

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

static dolbom_quality parse(const struct dlb_value_context *context, struct dlb_text src,
                            union dlb_parsed *parsed)
{
    dlb_name_parse(context, src, &parsed->name);
    return parsed->name.quality;
}

static dolbom_quality encode(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes)
{
    return dlb_name_encode(context, src, &parsed->name, codes);
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    memcpy(dst, parsed->name.text, parsed->name.text_len);
    return parsed->name.text_len;
}

static void parts(const union dlb_parsed *parsed, struct dlb_parts *parts)
{
    static const char *const words[] = {"masked",   "foreign",     "deceased", "placeholder",
                                        "relation", "typed_latin", "namesake", "hanja_read"};
    const struct dlb_name *name = &parsed->name;
    size_t surname = name->surname_len;
    dlb_parts_put(parts, "surname", name->text, surname);
    if (surname > 0) dlb_parts_put(parts, "given", name->text + surname, name->text_len - surname);
    dlb_parts_put(parts, "hanja", name->hanja, name->hanja_len);
    dlb_parts_put(parts, "latin", name->latin, name->latin_len);
    dlb_parts_put(parts, "alias", name->alias, name->alias_len);
    dlb_parts_flags(parts, name->flags, words, sizeof words / sizeof *words);
    dlb_parts_put(parts, "sound", name->sound, name->sound_len);
    dlb_parts_put(parts, "fold", name->fold, name->fold_len);
    dlb_parts_put(parts, "surname_class", name->surname_class, name->surname_class_len);
    dlb_parts_put(parts, "surname_alt", name->text, name->surname_len_alt);
    dlb_parts_put(parts, "namesake", name->namesake, name->namesake_len);
    if (name->sex) dlb_parts_put(parts, "sex", (const char *)&name->sex, 1);
    dlb_parts_nonzero(parts, "age", name->age);
}

/* ---- Hangul and Hangul ----------------------------------------------------------------------- */

static bool is_long(const uint64_t *left, const uint64_t *right)
{
    return ((left[2] | right[2]) & dlb_name_long) != 0;
}

static bool is_cut(const uint64_t *left, const uint64_t *right)
{
    return ((left[3] | right[3]) & dlb_name_more) != 0;
}

/* Equal in every slot of syllables after a change. */
static bool same_when(uint64_t (*change)(uint64_t), const uint64_t *left, const uint64_t *right)
{
    if (change(left[1] & dlb_name_jamo) != change(right[1] & dlb_name_jamo)) return false;
    if (!is_long(left, right)) return true;
    return (left[2] & right[2] & dlb_name_long) != 0 &&
           change(left[2] & dlb_name_jamo) == change(right[2] & dlb_name_jamo) &&
           change(left[3] & dlb_name_jamo) == change(right[3] & dlb_name_jamo);
}

static bool is_heard_the_same(const uint64_t *left, const uint64_t *right)
{
    return is_long(left, right) ? same_when(dlb_packed_sound, left, right)
                                : ((left[2] ^ right[2]) & dlb_name_jamo) == 0;
}

static bool is_near(const uint64_t *left, const uint64_t *right)
{
    unsigned cost = dlb_jamo_cost(left[1] & dlb_name_jamo, right[1] & dlb_name_jamo, NEAR_COST);
    if (cost > NEAR_COST || !is_long(left, right)) return cost <= NEAR_COST;
    if (!(left[2] & right[2] & dlb_name_long)) return false; /* one has four syllables, one five */
    cost += dlb_jamo_cost(left[2] & dlb_name_jamo, right[2] & dlb_name_jamo, NEAR_COST);
    cost += dlb_jamo_cost(left[3] & dlb_name_jamo, right[3] & dlb_name_jamo, NEAR_COST);
    return cost <= NEAR_COST;
}

/* The surnames are one by the law; all but one syllable of given names of two or more agree. */
static bool one_syllable_differs(const uint64_t *left, const uint64_t *right)
{
    unsigned n = dlb_name_count(left), surname = dlb_name_surname(left);
    if (surname == 0 || surname != dlb_name_surname(right)) return false;
    if (n != dlb_name_count(right) || n < surname + 2) return false;
    unsigned n_differing = 0;
    for (unsigned i = 0; i < n; i++) {
        uint32_t l = dlb_name_syllable_at(left, i), r = dlb_name_syllable_at(right, i);
        if (l == r) continue;
        if (i < surname && dlb_packed_law(l) != dlb_packed_law(r)) return false;
        n_differing += i >= surname;
    }
    return n_differing <= 1;
}

/* 김이순자 is 김순자 with the surname of her mother after her own, which no register has. */
static bool adds_surname(const uint64_t *longer, const uint64_t *shorter)
{
    uint32_t l[DLB_NAME_SYLLABLES], s[DLB_NAME_SYLLABLES];
    unsigned surname = dlb_name_surname(longer);
    size_t n = dlb_name_syllables(longer, l), n_shorter = dlb_name_syllables(shorter, s);
    bool fits = surname > 0 && surname == dlb_name_surname(shorter) && n == n_shorter + 1 &&
                n >= surname + 3 && dlb_is_surname(l[surname]);
    for (size_t i = 0; i < n_shorter && fits; i++)
        fits = dlb_law(l[i < surname ? i : i + 1]) == dlb_law(s[i]);
    return fits;
}

/* Nearly all names have three syllables: the fourth tells them from those that may have more. */
static bool is_longer_by_surname(const uint64_t *left, const uint64_t *right)
{
    const uint64_t fourth = (1u << DLB_NAME_SYLLABLE_BITS) - 1;
    if (((left[1] & fourth) != 0) == ((right[1] & fourth) != 0) && !is_long(left, right))
        return false;
    return adds_surname(left, right) || adds_surname(right, left);
}

/* The code of the given name, first syllable highest; 0 when it is unknown or cut. */
static uint64_t given_code(const uint64_t *codes)
{
    unsigned n = dlb_name_surname(codes);
    if (n == 0 || codes[2] & dlb_name_long || dlb_name_is_latin(codes)) return 0;
    return (codes[1] << (DLB_NAME_SYLLABLE_BITS * n)) & dlb_name_jamo;
}

static unsigned compare_hangul(const uint64_t *left, const uint64_t *right)
{
    if (is_heard_the_same(left, right) && !is_cut(left, right))
        return same_when(dlb_packed_law, left, right) ? DLB_NAME_LEVEL_FOLDED
                                                      : DLB_NAME_LEVEL_SOUND;
    if (!is_cut(left, right)) {
        if (is_near(left, right)) return DLB_NAME_LEVEL_NEAR;
        if (one_syllable_differs(left, right)) return DLB_NAME_LEVEL_SYLLABLE;
        if (is_longer_by_surname(left, right)) return DLB_NAME_LEVEL_NEAR;
    }
    bool is_foreign = dlb_name_surname(left) == 0 || dlb_name_surname(right) == 0;
    if (is_foreign && dlb_name_share_syllables(left, right)) return DLB_NAME_LEVEL_TOKENS;
    uint64_t given = given_code(left);
    return given != 0 && given == given_code(right) ? DLB_NAME_LEVEL_GIVEN : DLB_NAME_LEVEL_OTHER;
}

/* ---- levels ---------------------------------------------------------------------------------- */

/* Of as many syllables, those that both show agree by the law, and there are some. */
static unsigned compare_hidden_syllables(const uint64_t *left, const uint64_t *right)
{
    unsigned n = dlb_name_count(left), n_shown = 0;
    bool same_count = n == dlb_name_count(right) && !is_cut(left, right);
    if (!same_count) n = 1; /* one mark may hide several syllables */
    for (unsigned i = 0; i < n; i++) {
        uint32_t l = dlb_name_syllable_at(left, i), r = dlb_name_syllable_at(right, i);
        if (l == DLB_NAME_HIDDEN || r == DLB_NAME_HIDDEN) continue;
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

/* Of names without another one beside them. */
static unsigned compare_one(const uint64_t *left, const uint64_t *right)
{
    if ((left[0] | left[1]) == 0 || (right[0] | right[1]) == 0) return DLB_LEVEL_MISSING;
    if (left[0] == 0 || right[0] == 0) return compare_masked(left, right);
    if (left[0] == right[0]) return DLB_NAME_LEVEL_EXACT;
    bool hangul_left = is_hangul(left), hangul_right = is_hangul(right);
    if (hangul_left && hangul_right) return compare_hangul(left, right);
    if (!hangul_left && !hangul_right) return dlb_name_compare_words(left, right);
    const uint64_t *hangul = hangul_left ? left : right, *latin = hangul_left ? right : left;
    return dlb_name_is_latin(latin) ? dlb_name_compare_across(hangul, latin) : DLB_NAME_LEVEL_OTHER;
}

/* By another name only what would be no chance; it may be a note that is no name at all. */
static bool is_telling(unsigned level)
{
    return level == DLB_NAME_LEVEL_TOKENS ||
           (level >= DLB_NAME_LEVEL_ROMANIZED && level != DLB_LEVEL_MISSING);
}

static unsigned compare(const uint64_t *left, const uint64_t *right);

/*
 * Of people with another name beside theirs, the names that agree best. What stands in brackets
 * is compared with names only, never with what stands in the other's brackets: two women who
 * are "(휠체어)" are not one.
 */
static unsigned compare_all(const uint64_t *left, const uint64_t *right)
{
    uint64_t l[2][4], r[2][4];
    unsigned n_left = dlb_name_views(left, l), n_right = dlb_name_views(right, r);
    unsigned best = compare(l[0], r[0]);
    unsigned by_left = n_left > 1 ? compare(l[1], r[0]) : DLB_LEVEL_MISSING;
    unsigned by_right = n_right > 1 ? compare(l[0], r[1]) : DLB_LEVEL_MISSING;
    if (is_telling(by_left) && (best == DLB_LEVEL_MISSING || by_left > best)) best = by_left;
    if (is_telling(by_right) && (best == DLB_LEVEL_MISSING || by_right > best)) best = by_right;
    return best;
}

static unsigned compare(const uint64_t *left, const uint64_t *right)
{
    bool may_have = ((left[3] | right[3]) & dlb_name_alias) != 0;
    if (may_have && (dlb_name_has_alias(left) || dlb_name_has_alias(right)))
        return compare_all(left, right);
    return compare_one(left, right);
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
                          (DLB_NAME_SYLLABLE_BITS * (DLB_PACK_MAX - (is_korean ? n : 1))));
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
static uint64_t surname_of(const uint64_t *codes)
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
    uint64_t code = (codes[1] & dlb_name_jamo) >> (DLB_NAME_SYLLABLE_BITS * (DLB_PACK_MAX - n));
    return dlb_packed_law(code);
}

static uint64_t surname_key(const uint64_t *codes)
{
    uint64_t views[2][4];
    if (!dlb_name_has_alias(codes)) return surname_of(codes);
    dlb_name_views(codes, views);
    return surname_of(views[0]);
}

static uint64_t given_key(const uint64_t *codes)
{
    return codes[0] != 0 ? dlb_packed_law(given_code(codes)) : 0;
}

/* Of words: the same in any order. */
static uint64_t sound_of(const uint64_t *codes)
{
    if (codes[0] == 0) return 0;
    if (is_hangul(codes)) {
        if (!(codes[2] & dlb_name_long)) return codes[2] & dlb_name_jamo;
        uint64_t first = dlb_packed_sound(codes[1] & dlb_name_jamo);
        uint64_t rest = dlb_hash_mix(dlb_packed_sound(codes[2] & dlb_name_jamo),
                                     dlb_packed_sound(codes[3] & dlb_name_jamo));
        return dlb_hash_mix(first, rest) | dlb_name_long;
    }
    uint16_t hashes[DLB_NAME_WORDS];
    size_t n = dlb_name_word_hashes(codes, hashes);
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += dlb_hash_mix(hashes[i], 1);
    return sum | 1;
}

static uint64_t sound_key(const uint64_t *codes)
{
    uint64_t views[2][4];
    if (!dlb_name_has_alias(codes)) return sound_of(codes);
    dlb_name_views(codes, views);
    return sound_of(views[0]);
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
    .parse = parse,
    .encode = encode,
    .write = write,
    .parts = parts,
    .compare = compare,
    .tells_apart = dlb_name_marks_differ,
    .is_valid = dlb_name_is_valid,
};
