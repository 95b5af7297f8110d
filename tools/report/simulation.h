/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simulation.h - what people may be entitled to, for somebody who helps them: as text, as a page.
 */
#ifndef SIMULATION_H
#define SIMULATION_H

#include "report/page.h"

#include <stdio.h>

/* What dolbom_simulate() gave. */
struct simulation_input {
    const struct io_result *answers, *tests, *services;
    bool in_english; /* the text; the page has both, this one first */
};
/* False: the file cannot be written. */
bool simulation_print(const struct simulation_input *input, FILE *file);
/* *html is to be freed; false when memory ran out. */
bool simulation_page(const struct simulation_input *input, char **html, size_t *len);

/* ---- what both share (simulation_words.c) ---------------------------------------------------- */

/* The rows of `answers` [from, to) about one record in one month. */
struct simulation_person {
    int64_t from, to;
    struct span agency, record, month;
};
/* The person whose rows begin at `from`; false after the last. */
bool simulation_person_at(const struct simulation_input *input, int64_t from,
                          struct simulation_person *person);
/* Is a row of a table about the same person? */
bool simulation_is_about(const struct io_result *table, int64_t row,
                         const struct simulation_person *person);
bool simulation_has_several(const struct simulation_input *input);

/* How far what the person has, or has applied for, has come. */
struct span simulation_status(const struct io_result *services, int64_t row,
                              enum report_language language);

/* What the programme of a row is called. */
struct span simulation_programme(const struct io_result *table, int64_t row,
                                 enum report_language language);

enum simulation_word {
    SIMULATION_TITLE,
    SIMULATION_MONTH,
    SIMULATION_SIZE,
    SIMULATION_YES,
    SIMULATION_UNKNOWN,
    SIMULATION_NO,
    SIMULATION_HAS,
    SIMULATION_RECEIVING,
    SIMULATION_APPLIED,
    SIMULATION_OPEN,
    SIMULATION_NEAR,
    SIMULATION_LAW,
    SIMULATION_FACT,
    SIMULATION_KNOWN,
    SIMULATION_SUPPORT,
    SIMULATION_SINCE,
    SIMULATION_BY,
    SIMULATION_NOTHING,
    SIMULATION_NOTE,
    SIMULATION_WORDS
};
const char *simulation_word(enum report_language language, enum simulation_word word);
/* The three answers, in the order in which they are shown. */
struct simulation_answer {
    const char *answer;
    enum simulation_word title;
};
enum { SIMULATION_ANSWERS = 3 };
extern const struct simulation_answer simulation_answers[SIMULATION_ANSWERS];
/* "이미 받고 있음", "신청 중" or NULL; "근소한 차이" of a NO. */
const char *simulation_tag(const struct simulation_input *input, int64_t row,
                           enum report_language language);

#endif
