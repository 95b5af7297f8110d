/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_across.c - names of two scripts, and of foreigners.
 *
 *   이민수        LEE MIN SOO            romanized: the whole name, surname first or last
 *   응우옌티란    NGUYEN THI LAN         tokens: words tile the syllables, in any order
 *   란응웬티      응우옌티란               tokens: the same syllables, spellings of one class
 *   MARIA SANTOS  SANTOS, MARIA CRUZ     tokens: the same words, or most of them
 *
 * Which words stand for which syllables is not known, so all tilings are tried at once: for
 * each set of words the most syllables they can cover without overlapping, before each
 * place. One side may say more than the other, never both: two women called Nguyễn Thị have
 * two thirds of their names in common.
 */
#include "field/name/name_class.h"
#include "field/name/name_codes.h"

#include <string.h>

/* ---- a Korean name in Latin letters ---------------------------------------------------------- */

static void letters_of(const struct dlb_name_latin *latin, struct dlb_letters *letters)
{
    memset(letters, 0, sizeof *letters);
    for (size_t i = 0; i < latin->n; i++) dlb_letters_add(letters, latin->text[i]);
}

/* Spells runes begin … end, one after the other; spaces may part them. */
static uint64_t spell_run(const struct dlb_letters *letters, uint64_t at, const uint32_t *runes,
                          size_t n, int style)
{
    for (size_t i = 0; i < n && at != 0; i++) {
        struct dlb_around around = {i > 0 ? runes[i - 1] : 0, runes[i],
                                    i + 1 < n ? runes[i + 1] : 0};
        at = dlb_spell_space(letters, dlb_spell(letters, at, &around, style));
    }
    return at;
}

static bool is_romanized(const struct dlb_letters *letters, const uint32_t *runes, size_t n,
                         size_t n_surname)
{
    const uint32_t *given = runes + n_surname;
    size_t n_given = n - n_surname;
    uint64_t first = spell_run(letters, 1, runes, n_surname, DLB_SPELL_SURNAME);
    uint64_t last = spell_run(letters, 1, given, n_given, DLB_SPELL_GIVEN);
    first = spell_run(letters, first, given, n_given, DLB_SPELL_GIVEN);
    last = spell_run(letters, last, runes, n_surname, DLB_SPELL_SURNAME);
    return (first | last) >> letters->n & 1;
}

/* ---- words over syllables -------------------------------------------------------------------- */

enum { SETS = 1 << DLB_NAME_WORDS };

struct tiling {
    const struct dlb_name_latin *latin;
    struct dlb_letters letters;
    uint32_t runes[DLB_NAME_SYLLABLES];
    size_t n;
    uint16_t ends[DLB_NAME_WORDS][DLB_NAME_SYLLABLES]; /* of word w from syllable i: set of ends */
};

/* Ends of the word at syllable i: by sound, or as a surname of its own class. */
static uint16_t word_ends(const struct tiling *tiling, size_t word, size_t i)
{
    const struct dlb_name_latin *latin = tiling->latin;
    size_t begin = latin->begin[word], end = latin->begin[word + 1] - 1u;
    uint64_t loan = 1ull << begin, korean = loan;
    uint16_t ends = 0;
    for (size_t k = i; k < tiling->n && (loan | korean) != 0; k++) {
        struct dlb_around around = {k > i ? tiling->runes[k - 1] : 0, tiling->runes[k],
                                    k + 1 < tiling->n ? tiling->runes[k + 1] : 0};
        loan = dlb_spell(&tiling->letters, loan, &around, DLB_SPELL_LOAN);
        korean = dlb_spell(&tiling->letters, korean, &around, DLB_SPELL_SURNAME);
        ends |= (uint16_t)(((loan | korean) >> end & 1) << (k + 1));
    }
    for (size_t k = i + 1; k <= tiling->n && k <= i + DLB_NAME_CLASS_MAX; k++) {
        if (dlb_name_class_spells(latin->text + begin, end - begin, tiling->runes + i, k - i))
            ends |= (uint16_t)(1u << k);
    }
    return ends;
}

static unsigned count_bits(size_t set)
{
    return (unsigned)__builtin_popcountll(set);
}

/* Enough for tokens: one side is all there, and three fifths of the other. */
static bool is_enough(const struct tiling *tiling, size_t set, size_t covered)
{
    unsigned used = count_bits(set), n_words = tiling->latin->n_words;
    if (used < 2 && tiling->n < 3) return false;
    if (covered == tiling->n) return 5 * used >= 3 * n_words;
    return used == n_words && used >= 2 && covered >= 3 && 5 * covered >= 3 * tiling->n;
}

/* Adds word w to a set: best[i] is the most syllables covered before i. */
static void add_word(const struct tiling *tiling, size_t w, const uint8_t *best, uint8_t *better)
{
    for (size_t i = 0; i < tiling->n; i++) {
        for (size_t end = i + 1; end <= tiling->n; end++) {
            if (!(tiling->ends[w][i] >> end & 1) || best[i] == UINT8_MAX) continue;
            uint8_t covered = (uint8_t)(best[i] + end - i);
            if (better[end] == UINT8_MAX || better[end] < covered) better[end] = covered;
        }
    }
}

/* Syllables before i may be left out at the end of a set, too. */
static void spread(uint8_t *best, size_t n)
{
    for (size_t i = 1; i <= n; i++) {
        bool is_less = best[i] == UINT8_MAX || (best[i - 1] != UINT8_MAX && best[i] < best[i - 1]);
        if (is_less) best[i] = best[i - 1];
    }
}

static bool can_tile(struct tiling *tiling)
{
    uint8_t best[SETS][DLB_NAME_SYLLABLES + 1];
    size_t n_sets = (size_t)1 << tiling->latin->n_words;
    for (size_t w = 0; w < tiling->latin->n_words; w++) {
        for (size_t i = 0; i < tiling->n; i++) tiling->ends[w][i] = word_ends(tiling, w, i);
    }
    memset(best, UINT8_MAX, n_sets * sizeof *best);
    best[0][0] = 0;
    for (size_t set = 0; set < n_sets; set++) {
        spread(best[set], tiling->n);
        uint8_t covered = best[set][tiling->n];
        if (set != 0 && covered != UINT8_MAX && is_enough(tiling, set, covered)) return true;
        for (size_t w = 0; covered != UINT8_MAX && w < tiling->latin->n_words; w++) {
            if (!(set >> w & 1)) add_word(tiling, w, best[set], best[set | (size_t)1 << w]);
        }
    }
    return false;
}

unsigned dlb_name_compare_across(const uint64_t *hangul, const uint64_t *latin_codes)
{
    struct dlb_name_latin latin;
    struct tiling tiling = {.latin = &latin};
    dlb_name_latin_of(latin_codes, &latin);
    letters_of(&latin, &tiling.letters);
    tiling.n = dlb_name_syllables(hangul, tiling.runes);
    unsigned n_surname = dlb_name_surname(hangul);
    if (n_surname > 0 && is_romanized(&tiling.letters, tiling.runes, tiling.n, n_surname))
        return DLB_NAME_LEVEL_ROMANIZED;
    if (can_tile(&tiling)) return DLB_NAME_LEVEL_TOKENS;
    if (n_surname > 0) return DLB_NAME_LEVEL_OTHER;
    uint32_t written[DLB_NAME_SYLLABLES];
    memcpy(written, tiling.runes, sizeof written);
    size_t n = dlb_name_class_fold(tiling.runes, tiling.n);
    bool is_same = n == tiling.n && memcmp(written, tiling.runes, n * sizeof *written) == 0;
    tiling.n = n;
    return !is_same && can_tile(&tiling) ? DLB_NAME_LEVEL_TOKENS : DLB_NAME_LEVEL_OTHER;
}

/* ---- words and words ------------------------------------------------------------------------- */

struct word {
    const char *text;
    size_t n;
};

static struct word word_of(const struct dlb_name_latin *latin, size_t i)
{
    return (struct word){latin->text + latin->begin[i], latin->begin[i + 1] - 1u - latin->begin[i]};
}

/* KARIMOVA is KARIMOV's wife or daughter, and herself where the ending was left out. */
static size_t without_ending(struct word word)
{
    bool is_female = word.n > 4 && word.text[word.n - 1] == 'A' && word.text[word.n - 2] == 'V' &&
                     (word.text[word.n - 3] == 'O' || word.text[word.n - 3] == 'E');
    return is_female ? word.n - 1 : word.n;
}

enum { CUT_LEAST = 4 }; /* letters of a word that was cut short */

/* 2: the same word; 1: one is cut short (C for CRISTINA); 0: another. */
static unsigned word_agreement(struct word left, struct word right)
{
    size_t n_left = without_ending(left), n_right = without_ending(right);
    size_t n = n_left < n_right ? n_left : n_right;
    if (memcmp(left.text, right.text, n) != 0) return 0;
    bool is_cut = n == 1 || n >= CUT_LEAST; /* HA is not HANG, nor THU THUY */
    return n_left == n_right ? 2 : is_cut;
}

/* At least 60 % of all words are common; a word counts as often as it stands. */
static bool is_most(size_t n_left, size_t n_right, size_t n_common)
{
    return n_common > 0 && 5 * n_common >= 3 * (n_left + n_right - n_common);
}

/* Pairs up words that agree so much and are not yet taken; returns how many pairs. */
static size_t pair_words(const struct dlb_name_latin *left, const struct dlb_name_latin *right,
                         unsigned agreement, unsigned *used_left, unsigned *used_right)
{
    size_t n_pairs = 0;
    for (unsigned i = 0; i < left->n_words; i++) {
        for (unsigned k = 0; k < right->n_words && !(*used_left >> i & 1); k++) {
            if (*used_right >> k & 1) continue;
            if (word_agreement(word_of(left, i), word_of(right, k)) != agreement) continue;
            *used_left |= 1u << i;
            *used_right |= 1u << k;
            n_pairs++;
        }
    }
    return n_pairs;
}

static bool share_latin_words(const struct dlb_name_latin *left, const struct dlb_name_latin *right)
{
    unsigned used_left = 0, used_right = 0;
    size_t n_same = pair_words(left, right, 2, &used_left, &used_right), n_cut = 0;
    if (n_same >= 2) n_cut = pair_words(left, right, 1, &used_left, &used_right);
    return is_most(left->n_words, right->n_words, n_same + n_cut);
}

/* The letters of left from word `first` on, then those before it, are right's; spaces apart. */
static bool is_rotation(const struct dlb_name_latin *left, size_t first,
                        const struct dlb_name_latin *right)
{
    size_t at = left->begin[first], k = 0;
    for (size_t i = 0; i < left->n; i++, at = at + 1 < left->n ? at + 1 : 0) {
        if (left->text[at] == ' ') continue;
        while (k < right->n && right->text[k] == ' ') k++;
        if (k == right->n || right->text[k++] != left->text[at]) return false;
    }
    return k == right->n;
}

static bool is_any_rotation(const struct dlb_name_latin *left, const struct dlb_name_latin *right)
{
    for (size_t i = 1; i < left->n_words; i++) {
        if (is_rotation(left, i, right)) return true;
    }
    return false;
}

static bool share_hashes(const uint64_t *left, const uint64_t *right)
{
    uint16_t l[DLB_NAME_WORDS], r[DLB_NAME_WORDS];
    size_t n_left = dlb_name_word_hashes(left, l), n_right = dlb_name_word_hashes(right, r);
    size_t n_common = 0;
    unsigned used = 0;
    for (size_t i = 0; i < n_left; i++) {
        for (size_t k = 0; k < n_right; k++) {
            if ((used >> k & 1) || l[i] != r[k]) continue;
            used |= 1u << k;
            n_common++;
            break;
        }
    }
    return is_most(n_left, n_right, n_common);
}

unsigned dlb_name_compare_words(const uint64_t *left, const uint64_t *right)
{
    if (!dlb_name_is_latin(left) || !dlb_name_is_latin(right))
        return share_hashes(left, right) ? DLB_NAME_LEVEL_TOKENS : DLB_NAME_LEVEL_OTHER;
    struct dlb_name_latin l, r;
    dlb_name_latin_of(left, &l);
    dlb_name_latin_of(right, &r);
    if (is_rotation(&l, 0, &r)) return DLB_NAME_LEVEL_NEAR;
    bool is_same = share_latin_words(&l, &r) || is_any_rotation(&l, &r) || is_any_rotation(&r, &l);
    return is_same ? DLB_NAME_LEVEL_TOKENS : DLB_NAME_LEVEL_OTHER;
}

/* ---- syllables and syllables ----------------------------------------------------------------- */

/* Foreign sounds have no plain, tense and aspirated: 트 드 뜨 are one T or D. */
static uint32_t loan_sound(uint32_t rune)
{
    struct dlb_jamo jamo = dlb_jamo_of(dlb_sound(rune));
    jamo.initial = dlb_plain_initials[jamo.initial];
    return dlb_syllable_of(jamo);
}

static size_t loan_syllables(const uint64_t *codes, uint32_t runes[DLB_NAME_SYLLABLES])
{
    size_t n = dlb_name_class_fold(runes, dlb_name_syllables(codes, runes));
    for (size_t i = 0; i < n; i++) runes[i] = loan_sound(runes[i]);
    return n;
}

/* Only the order differs, or syllables of one name are left out in the other. */
bool dlb_name_share_syllables(const uint64_t *left, const uint64_t *right)
{
    uint32_t l[DLB_NAME_SYLLABLES], r[DLB_NAME_SYLLABLES];
    size_t n_left = loan_syllables(left, l), n_right = loan_syllables(right, r), n_common = 0;
    unsigned used = 0;
    for (size_t i = 0; i < n_left; i++) {
        for (size_t k = 0; k < n_right; k++) {
            if ((used >> k & 1) || l[i] != r[k]) continue;
            used |= 1u << k;
            n_common++;
            break;
        }
    }
    size_t n_short = n_left < n_right ? n_left : n_right;
    size_t n_long = n_left < n_right ? n_right : n_left;
    return n_short >= 3 && n_common == n_short && 5 * n_short >= 3 * n_long;
}
