/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review.h - review.html: a page on which people decide about pairs of records and findings.
 *
 * It is the report's cases with what deciding needs: who is asked, and the two records of a pair
 * side by side. It loads and stores nothing; what was decided leaves it as a table `decisions`.
 */
#ifndef REVIEW_H
#define REVIEW_H

#include "report/letters.h"
#include "report/page.h"

struct review_input {
    const struct report_input *report;
    const struct io_result *worklist; /* of the run */
    const dolbom_plan *plan;
    struct io_table *persons;              /* of the input, or NULL */
    const struct io_column_names *columns; /* what the files call our columns */
    bool with_names;                       /* what tells who somebody is, in full */
    struct io_problem *problem;
};
/* The whole page; *html is to be freed. False after a problem. */
bool review_make(const struct review_input *input, char **html, size_t *len);

/* ---- what the page's data add to the report's --------------------------------------------------
 */

/* A field that pairs are compared by. */
enum { REVIEW_FIELDS = 32, REVIEW_WORD = 64 };
struct review_field {
    char name[REVIEW_WORD], kind[REVIEW_WORD];
    struct worklist_candidates cells; /* of `persons` */
};
/* What is known beyond the report; the zero state is nothing. */
struct review {
    const struct review_input *input;
    int64_t *asked, *next_asked; /* of each finding a row of the worklist, of each the next; -1 */
    struct tool_names hidden;    /* records of whoever is, or may be, protected */
    struct review_field fields[REVIEW_FIELDS];
    size_t n_fields;
    struct tool_names records; /* that are shown side by side */
    char **texts;              /* of each its fields: NULL missing, "" of no use */
    bool *is_read;
    struct letters_room room;
};
/* False: no memory. */
bool review_open(struct review *review, const struct review_input *input);
void review_close(struct review *review);
/* Members of a case: who is asked, and what a decision names it by (review_case.c). */
void review_put_case(struct page *page, const struct report *report, int64_t row);
/* Members of all the data: words, decisions (review_words.c). */
void review_put_words(struct page *page, const struct review *review);
/* What the page says around its desk. */
enum review_word { REVIEW_TITLE, REVIEW_NOTE, REVIEW_NO_SCRIPT, REVIEW_EMPTY, REVIEW_WORDS };
const char *review_word(enum report_language language, enum review_word word);

/* Never show what these records say; false: no memory (review_texts.c). */
bool review_hide(struct review *review, const struct report_records *records);
/* Read the records of all pairs that cases show; false after a problem. */
bool review_read(struct review *review, const struct report *report);
/* Member of a pair: what its two records say, with what differs. */
void review_put_texts(struct page *page, struct review *review, int64_t pair);

#endif
