/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_page.c - the page of decisions as a whole.
 */
#include "report/review.h"

#include <stdio.h>
#include <stdlib.h>

static void put_paragraph(struct page *page, const char *look, const char *text)
{
    page_format(page, "<p class=\"%s\">", look);
    page_word(page, text);
    page_raw(page, "</p>");
}

/* What stands in the desk until the script draws it. */
static void put_body(struct page *page, const struct report *report, enum report_language language)
{
    bool any = report->n_cases > 0;
    report_begin(page, language, review_word(language, REVIEW_TITLE), report->input->as_of);
    if (any) put_paragraph(page, "note", review_word(language, REVIEW_NOTE));
    page_raw(page, "<div class=\"desk\">");
    put_paragraph(page, "note", review_word(language, any ? REVIEW_NO_SCRIPT : REVIEW_EMPTY));
    page_raw(page, "</div></div>");
}

bool review_make(const struct review_input *input, char **html, size_t *len)
{
    struct page page = {0};
    struct report report;
    struct review *review = calloc(1, sizeof *review);
    char title[160];
    page.failed = !report_open(&report, input->report) || !review || !review_open(review, input);
    report.review = review;
    snprintf(title, sizeof title, "%s %s",
             review_word(input->report->english_first ? REPORT_EN : REPORT_KO, REVIEW_TITLE),
             input->report->as_of);
    page_head(&page, PAGE_OF_REVIEW, title, input->report->english_first);
    for (unsigned language = 0; language < REPORT_LANGUAGES && !page.failed; language++)
        put_body(&page, &report, (enum report_language)language);
    if (!page.failed) report_case_data(&page, &report);
    page_end(&page, PAGE_OF_REVIEW);
    if (review) review_close(review);
    free(review);
    report_close(&report);
    *html = page.data;
    *len = page.len;
    if (!page.failed) return true;
    free(page.data);
    return input->problem->kind == IO_OK ? io_fail_memory(input->problem) : false;
}
