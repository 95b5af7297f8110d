/* SPDX-License-Identifier: Apache-2.0 */
/*
 * name_latin.c - names in other letters.
 *
 * A name in Latin or any other script becomes words in capitals without marks, as passports
 * print it: "Nguyễn, Thị Lan" is NGUYEN THI LAN. A hyphen parts words; an apostrophe does
 * not. Words keep their order, because nobody knows which of them is the surname.
 *
 * Before that, letters that make no name may be Hangul typed in English mode: "rlacjftn" is
 * 김철수. They are, only if all of them make whole syllables that look like a Korean name.
 */
#include "field/name/name_class.h"
#include "field/name/name_scan.h"

#include <string.h>
#include <unicode/uchar.h>

enum {
    TYPED_MAX = 24, /* keys of five syllables */
    GIVEN_MAX = 3
};

static bool drops(uint32_t rune)
{
    return rune == '\'' || rune == '`' || rune == 0x2019 || rune == 0x2018 || rune == 0x2BC;
}

static bool hides(uint32_t rune)
{
    return rune == '?' || rune == '*' || rune == 0xFFFD || rune == U'○' || rune == U'●';
}

/* Letters of Hangul that found no syllable are no letters of a name. */
static bool is_name_letter(uint32_t rune)
{
    if (rune < 0x80) return rune >= 'A' && rune <= 'Z';
    bool is_jamo = (rune >= 0x1100 && rune <= 0x11FF) || (rune >= 0x3131 && rune <= 0x318E) ||
                   (rune >= 0xA960 && rune <= 0xA97F) || (rune >= 0xD7B0 && rune <= 0xD7FF);
    return !is_jamo && u_hasBinaryProperty((UChar32)rune, UCHAR_ALPHABETIC);
}

/* Of a letter that passports print as two ("Strauß", "Lærke", "Þór"), the second. */
static uint32_t second_letter(uint32_t rune)
{
    switch (rune) {
    case 0xDF:
    case 0x1E9E:
        return 'S';
    case 0xC6:
    case 0xE6:
    case 0x152:
    case 0x153:
        return 'E';
    case 0xDE:
    case 0xFE:
        return 'H';
    default:
        return 0;
    }
}

/* A letter, or two for one if that leaves room for those after it; or what hides one. */
static void add_letter(struct dlb_runes *words, uint32_t rune, uint32_t second, size_t n_behind)
{
    words->at[words->n++] = rune;
    if (second != 0 && words->n + n_behind < DLB_RUNES_MAX) words->at[words->n++] = second;
}

size_t dlb_name_words(const uint32_t *runes, size_t n, struct dlb_runes *words)
{
    size_t n_letters = 0;
    words->n = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t rune = dlb_rune_bare_upper(runes[i]);
        bool is_letter = is_name_letter(rune);
        if (drops(rune)) continue;
        if (is_letter || (rune > 0 && hides(rune))) {
            n_letters += is_letter;
            add_letter(words, is_letter ? rune : '?', second_letter(runes[i]), n - i);
        } else if (rune > 0 && !(rune >= '0' && rune <= '9')) {
            if (words->n > 0 && words->at[words->n - 1] != ' ') words->at[words->n++] = ' ';
        }
    }
    if (words->n > 0 && words->at[words->n - 1] == ' ') words->n--;
    return n_letters;
}

/* Letters of a title with the space after it at the beginning, or 0. */
static size_t title(const struct dlb_runes *words)
{
    static const char32_t *const titles[] = {U"MR ", U"MRS ", U"MS ", U"MISS "};
    for (size_t t = 0; t < sizeof titles / sizeof *titles; t++) {
        size_t n = 0;
        while (titles[t][n] != 0 && n < words->n && words->at[n] == titles[t][n]) n++;
        if (titles[t][n] == 0) return n;
    }
    return 0;
}

bool dlb_name_drop_titles(struct dlb_runes *words)
{
    size_t n_spaces = 0, n_titles = 0;
    for (size_t i = 0; i < words->n; i++) n_spaces += words->at[i] == ' ';
    for (size_t n = title(words); n > 0 && n_spaces - n_titles >= 2; n = title(words)) {
        words->n -= n;
        memmove(words->at, words->at + n, words->n * sizeof *words->at);
        n_titles++;
    }
    return n_titles > 0;
}

/* ---- newborns ------------------------------------------------------------------------------- */

/* A word that stands at `at`, as a whole; where the next one begins, 0: it does not stand there. */
static size_t word_at(const struct dlb_runes *words, size_t at, const char32_t *word)
{
    size_t n = 0;
    while (word[n] != 0 && at + n < words->n && words->at[at + n] == word[n]) n++;
    bool is_whole = word[n] == 0 && (at + n == words->n || words->at[at + n] == ' ');
    return is_whole ? at + n + 1 : 0;
}

static size_t one_of(const struct dlb_runes *words, size_t at, const char32_t *const *list)
{
    size_t next = 0;
    for (; *list != NULL && next == 0; list++) next = word_at(words, at, *list);
    return next;
}

/* Could one of the words below stand there? Hardly a name has one. */
static bool may_tell_baby(const struct dlb_runes *words, size_t at)
{
    uint32_t first = at < words->n ? words->at[at] : 0;
    return first == 'B' || first == 'N' || first == 'I' || first == 'T';
}

static size_t word_begin(const struct dlb_runes *words, size_t end)
{
    while (end > 0 && words->at[end - 1] != ' ') end--;
    return end;
}

/* "BABY OF KIM", "BABY BOY LEE", "BABY NGUYEN"; BABY JANE SANTOS is a name. */
static bool begins_with_baby(const struct dlb_runes *words)
{
    static const char32_t *const babies[] = {U"BABY", U"NEWBORN", U"INFANT", U"TWIN", NULL};
    static const char32_t *const others[] = {U"OF", U"BOY", U"GIRL", U"A", U"B", NULL};
    if (!may_tell_baby(words, 0)) return false;
    size_t next = one_of(words, 0, babies), end = next, n = 0;
    char word[4 * TYPED_MAX];
    uint32_t surname[DLB_NAME_CLASS_MAX];
    if (next == 0 || next >= words->n) return next > 0;
    if (one_of(words, next, others) > 0) return true;
    while (end < words->n && words->at[end] != ' ' && n < sizeof word)
        word[n++] = (char)words->at[end++];
    return dlb_name_class_of_word(word, n, surname) > 0;
}

bool dlb_name_tells_baby(const struct dlb_runes *words)
{
    static const char32_t *const babies[] = {U"BABY", U"NEWBORN", U"INFANT",
                                             U"TWIN", U"TWINS",   NULL};
    static const char32_t *const twins[] = {U"BABY", U"TWIN", NULL};
    static const char32_t *const which[] = {U"BOY", U"GIRL", U"A", U"B", NULL};
    if (begins_with_baby(words)) return true;
    size_t last = word_begin(words, words->n);
    if (last == 0) return false;
    if (may_tell_baby(words, last) && one_of(words, last, babies) == words->n + 1) return true;
    size_t second = word_begin(words, last - 1);
    return second > 0 && may_tell_baby(words, second) && one_of(words, second, twins) == last &&
           one_of(words, last, which) == words->n + 1;
}

/* ---- English mode --------------------------------------------------------------------------- */

static bool is_upper(uint32_t rune)
{
    return rune >= 'A' && rune <= 'Z';
}

/* No final, ㄱ ㄴ ㄹ ㅁ ㅂ or ㅇ, and a vowel that names have: not 뭏 nor 댜. */
static bool is_in_names(uint32_t syllable)
{
    static const bool common_final[DLB_N_FINALS] = {
        [0] = true, [1] = true, [4] = true, [8] = true, [16] = true, [17] = true, [21] = true};
    struct dlb_jamo jamo = dlb_jamo_of(syllable);
    bool is_rare = jamo.vowel == 3 || jamo.vowel == 10 || jamo.vowel == 15;     /* ㅒ ㅙ ㅞ */
    bool is_soft = jamo.vowel == 2 && jamo.initial != 11 && jamo.initial != 18; /* ㅑ; 야 향 */
    return common_final[jamo.final] && !is_rare && !is_soft;
}

static bool is_korean_name(const struct dlb_runes *name)
{
    struct dlb_surname surname = dlb_surname_of(name->at, name->n);
    size_t n_given = name->n - surname.n;
    for (size_t i = 0; i < name->n; i++) {
        if (!is_in_names(name->at[i])) return false;
    }
    return surname.n > 0 && n_given >= 1 && n_given <= GIVEN_MAX;
}

/* "WHANG CHANJA", "chanja whang": the first or last of several words is a Korean surname as it
 * stands. */
static bool is_romanized(const struct dlb_runes *main)
{
    char text[4 * TYPED_MAX];
    uint32_t surname[DLB_NAME_CLASS_MAX];
    size_t n_first = 0, last = main->n;
    if (main->n > sizeof text) return false;
    for (size_t i = 0; i < main->n; i++) text[i] = (char)dlb_rune_bare_upper(main->at[i]);
    while (n_first < main->n && text[n_first] != ' ') n_first++;
    while (last > 0 && text[last - 1] != ' ') last--;
    return last > 0 && (dlb_name_class_of_word(text, n_first, surname) > 0 ||
                        dlb_name_class_of_word(text + last, main->n - last, surname) > 0);
}

/* Capitals are shifted letters, unless all are: then the lock was on; or only the first. */
static bool decode(uint32_t *typed, size_t n, struct dlb_runes *name)
{
    if (dlb_keyboard_hangul(typed, n, name) && is_korean_name(name)) return true;
    size_t n_upper = 0;
    for (size_t i = 0; i < n; i++) n_upper += is_upper(typed[i]);
    bool is_locked = n_upper == n || (n_upper == 1 && is_upper(typed[0]));
    if (!is_locked) return false;
    for (size_t i = 0; i < n; i++) typed[i] |= 0x20;
    return dlb_keyboard_hangul(typed, n, name) && is_korean_name(name);
}

bool dlb_name_untype(struct dlb_name_scan *scan)
{
    uint32_t typed[TYPED_MAX];
    size_t n = 0;
    for (size_t i = 0; i < scan->main.n; i++) {
        uint32_t rune = scan->main.at[i];
        if (rune == ' ') continue;
        bool is_ascii_letter = is_upper(rune) || (rune >= 'a' && rune <= 'z');
        if (!is_ascii_letter || n == TYPED_MAX) return false;
        typed[n++] = rune;
    }
    struct dlb_runes name;
    if (n == 0 || !decode(typed, n, &name) || is_romanized(&scan->main)) return false;
    scan->main = name;
    scan->out->flags |= DOLBOM_NAME_TYPED_LATIN;
    scan->repaired = true;
    return true;
}
