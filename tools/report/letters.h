/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letters.h - two texts letter by letter: what differs, and what is not shown.
 */
#ifndef LETTERS_H
#define LETTERS_H

#include "report/page.h"

enum { LETTERS_MAX = 200 }; /* of a text; what follows is left out */
struct letters {
    const char *text;
    size_t n;
    uint16_t at[LETTERS_MAX + 1]; /* where each begins, and the last one ends */
    bool differs[LETTERS_MAX], hidden[LETTERS_MAX];
};
/* A text in UTF-8 of at most DOLBOM_VALUE_MAX bytes, which must outlive it. */
void letters_split(const char *text, struct letters *letters);
/* Mark what the other one does not have in its place. */
struct letters_room {
    uint8_t shared[LETTERS_MAX + 1][LETTERS_MAX + 1];
};
void letters_compare(struct letters *left, struct letters *right, struct letters_room *room);
/* Hide what tells who somebody is, as public offices do, of a value of that kind (letters_hide.c):
 * 김○자, 1945-**-**, 010****5678, 경기도 남양주시 ○○○ ***. */
void letters_hide(struct letters *letters, const char *kind);
/* A JSON list of pieces, by turns the same as in the other text and not. */
void letters_put(struct page *page, const struct letters *letters);

#endif
