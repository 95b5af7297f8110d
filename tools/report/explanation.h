/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explanation.h - why two records are one person, or are not, for people to read.
 */
#ifndef EXPLANATION_H
#define EXPLANATION_H

#include "report/page.h"

#include <stdio.h>

/* What dolbom_explain() gave. */
struct explanation_input {
    const struct io_result *pairs, *fields;
    bool in_english;
};
/* False: the file cannot be written. */
bool explanation_print(const struct explanation_input *input, FILE *file);

/* ---- words (explanation_words.c) ------------------------------------------------------------- */

enum explanation_word {
    EXPLANATION_PROBABILITY,
    EXPLANATION_VERDICT,
    EXPLANATION_KEYS,
    EXPLANATION_NO_KEY,
    EXPLANATION_RIVAL,
    EXPLANATION_PRIOR,
    EXPLANATION_AGENCY,
    EXPLANATION_TOTAL,
    EXPLANATION_UNKNOWN,
    EXPLANATION_RARE,
    EXPLANATION_COMMON,
    EXPLANATION_COVERED,
    EXPLANATION_CONTRADICTS,
    EXPLANATION_CHANGE,
    EXPLANATION_IF_MISSING,
    EXPLANATION_NO_CHANGE,
    EXPLANATION_ALONE,
    EXPLANATION_NOTE,
    EXPLANATION_WORDS
};
const char *explanation_word(enum report_language language, enum explanation_word word);
/* A role, verdict, reason or rival as people call it; the code itself if it has no word. */
struct span explanation_code(enum report_language language, struct span code);

#endif
