/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.c - the page as a whole: its sections, in each language.
 */
#include "report/page.h"

#include <stdlib.h>

#include "dolbom/base.h"

static void write_note(struct page *page, enum report_language language)
{
    page_raw(page, "<div class=\"note\"><p><b>");
    page_word(page, report_word(language, WORD_NOTE));
    page_raw(page, "</b> ");
    page_word(page, report_word(language, WORD_NOTE_PROMPT));
    page_raw(page, "</p><p>");
    page_word(page, report_word(language, WORD_NOTE_FILES));
    page_raw(page, "</p></div>");
}

static void write_body(struct page *page, const struct report_input *input,
                       enum report_language language)
{
    page_raw(page, language == REPORT_KO ? "<main class=\"ko\" lang=\"ko\"><h1>"
                                         : "<main class=\"en\" lang=\"en\"><h1>");
    page_word(page, report_word(language, WORD_TITLE));
    page_raw(page, "</h1><p>");
    page_word(page, report_word(language, WORD_AS_OF));
    page_raw(page, " ");
    page_word(page, input->as_of);
    page_raw(page, " · dolbom ");
    page_word(page, dolbom_version());
    page_raw(page, "</p>");
    report_counts(page, input, language);
    write_note(page, language);
    report_changes(page, input, language);
    report_rules(page, input, language);
    report_agencies(page, input, language);
    report_indicators(page, input, language);
    report_coverage(page, input, language);
    report_visits(page, input, language);
    report_sponsors(page, input, language);
    report_worst(page, input, language);
    report_urgent(page, input, language);
    report_rejects(page, input, language);
    page_raw(page, "</main>");
}

bool report_make(const struct report_input *input, char **html, size_t *len)
{
    struct page page = {0};
    page_head(&page, input->as_of, input->english_first);
    write_body(&page, input, REPORT_KO);
    write_body(&page, input, REPORT_EN);
    page_raw(&page, "</body></html>\n");
    *html = page.data;
    *len = page.len;
    if (page.failed) free(page.data);
    return !page.failed;
}
