/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nearest.c - the known word that a misspelt one was probably meant to be.
 *
 * The distance is the number of letters to add, drop, replace or swap with a neighbour
 * (optimal string alignment), counted in code points and without regard to case: a Hangul
 * syllable is one letter. Among words equally near the first one tried is kept.
 */
#include "text/text.h"

#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 64 };

/* false: not a word that anybody would misspell. */
static bool read_word(struct dlb_text text, uint32_t *runes, size_t *n)
{
    *n = 0;
    if (!text.data || dlb_utf8_valid(text.data, text.len) != text.len) return false;
    for (size_t at = 0; at < text.len && *n < WORD_MAX;) {
        const uint32_t rune = dlb_utf8_next(text.data, text.len, &at);
        runes[(*n)++] = rune >= 'A' && rune <= 'Z' ? rune + 'a' - 'A' : rune;
        if (*n == WORD_MAX && at < text.len) return false;
    }
    return *n > 0;
}

static unsigned smallest(unsigned a, unsigned b, unsigned c)
{
    const unsigned least = a < b ? a : b;
    return least < c ? least : c;
}

static unsigned distance(const uint32_t *left, size_t n_left, const uint32_t *right, size_t n_right)
{
    unsigned row[3][WORD_MAX + 1]; /* for the letter before the last, the last, and this one */
    for (unsigned j = 0; j <= n_right; j++) row[1][j] = j;
    for (size_t i = 1; i <= n_left; i++) {
        row[2][0] = (unsigned)i;
        for (size_t j = 1; j <= n_right; j++) {
            const bool same = left[i - 1] == right[j - 1];
            row[2][j] = smallest(row[1][j] + 1, row[2][j - 1] + 1, row[1][j - 1] + !same);
            const bool swapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (swapped && row[0][j - 2] + 1 < row[2][j]) row[2][j] = row[0][j - 2] + 1;
        }
        memcpy(row[0], row[1], sizeof row[0]);
        memcpy(row[1], row[2], sizeof row[1]);
    }
    return row[1][n_right];
}

struct dlb_nearest dlb_nearest_to(struct dlb_text word)
{
    uint32_t runes[WORD_MAX];
    size_t n;
    const bool is_word = read_word(word, runes, &n);
    /* Words that differ in more than a third of their letters have little in common. */
    return (struct dlb_nearest){.word = word, .limit = is_word ? 1 + ((unsigned)n + 2) / 3 : 0};
}

bool dlb_nearest_try(struct dlb_nearest *nearest, const char *known)
{
    uint32_t left[WORD_MAX], right[WORD_MAX];
    size_t n_left, n_right;
    if (!read_word(nearest->word, left, &n_left)) return false;
    if (!read_word((struct dlb_text){known, strlen(known)}, right, &n_right)) return false;
    const unsigned far = distance(left, n_left, right, n_right);
    if (far >= nearest->limit) return false;
    nearest->limit = far;
    nearest->known = known;
    return true;
}

const char *dlb_did_you_mean(const char *known, char text[DLB_HINT_MAX])
{
    text[0] = '\0';
    if (known) snprintf(text, DLB_HINT_MAX, "; did you mean %s?", known);
    return text;
}
