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
#include "field/field.h"

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
    bool is_jamo = (rune >= 0x1100 && rune <= 0x11FF) || (rune >= 0x3131 && rune <= 0x318E) ||
                   (rune >= 0xA960 && rune <= 0xA97F) || (rune >= 0xD7B0 && rune <= 0xD7FF);
    return rune > 0 && !is_jamo && u_hasBinaryProperty((UChar32)rune, UCHAR_ALPHABETIC);
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
            words->at[words->n++] = is_letter ? rune : '?';
        } else if (rune > 0 && !(rune >= '0' && rune <= '9')) {
            if (words->n > 0 && words->at[words->n - 1] != ' ') words->at[words->n++] = ' ';
        }
    }
    if (words->n > 0 && words->at[words->n - 1] == ' ') words->n--;
    return n_letters;
}

/* ---- English mode -------------------------------------------------------------------------------- */

static bool is_upper(uint32_t rune)
{
    return rune >= 'A' && rune <= 'Z';
}

static bool is_korean_name(const struct dlb_runes *name)
{
    struct dlb_surname surname = dlb_surname_of(name->at, name->n);
    size_t n_given = name->n - surname.n;
    return surname.n > 0 && n_given >= 1 && n_given <= GIVEN_MAX;
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
    if (n == 0 || !decode(typed, n, &name)) return false;
    scan->main = name;
    scan->out->flags |= DOLBOM_NAME_TYPED_LATIN;
    scan->repaired = true;
    return true;
}
