/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report.c - the page as a whole: its sections, in each language.
 */
#include "report/page.h"

#include <stdio.h>
#include <stdlib.h>

/* The sections below the cases, in their order; the contents lead to them. */
static const struct {
    enum report_word title;
    void (*write)(struct page *page, struct report *report, enum report_language language);
} sections[] = {
    {WORD_CASES, report_cases},           {WORD_BY_AGENCY, report_agencies},
    {WORD_CHANGES, report_changes},       {WORD_BY_RULE, report_rules},
    {WORD_COVERAGE, report_coverage},     {WORD_RESPONSE, report_response},
    {WORD_INDICATORS, report_indicators}, {WORD_VISITS, report_visits},
    {WORD_SUPPORT, report_sponsors},      {WORD_REJECTS, report_rejects},
};
enum { SECTIONS = sizeof sections / sizeof *sections };

static void write_note(struct page *page, enum report_language language, enum report_word note)
{
    page_raw(page, "<p class=\"note\">");
    page_word(page, report_word(language, note));
    page_raw(page, "</p>");
}

/* Links to the sections that have something to show. */
static void write_contents(struct page *page, enum report_language language,
                           const bool is_there[SECTIONS])
{
    const char *title = report_word(language, WORD_CONTENTS);
    page_format(page, "<nav aria-label=\"%s\"><details><summary>%s</summary>", title, title);
    page_raw(page, "<ul class=\"contents\">");
    for (size_t i = 0; i < SECTIONS; i++) {
        if (!is_there[i]) continue;
        page_format(page, "<li><a href=\"#%s-%d\">", language == REPORT_KO ? "ko" : "en",
                    (int)sections[i].title);
        page_word(page, report_word(language, sections[i].title));
        page_raw(page, "</a></li>");
    }
    page_raw(page, "</ul></details></nav>");
}

static void write_body(struct page *page, struct report *report, enum report_language language)
{
    struct page parts = {.failed = page->failed};
    bool is_there[SECTIONS];
    for (size_t i = 0; i < SECTIONS; i++) {
        size_t before = parts.len;
        sections[i].write(&parts, report, language);
        is_there[i] = parts.len > before;
    }
    report_begin(page, language, report_word(language, WORD_TITLE), report->input->as_of);
    report_counts(page, report, language);
    write_note(page, language, WORD_NOTE_PROMPT);
    if (report->n_cases) report_unchecked(page, report, language);
    write_contents(page, language, is_there);
    page_part(page, &parts);
    write_note(page, language, WORD_NOTE_FILES);
    page_raw(page, "</div>");
}

bool report_make(const struct report_input *input, char **html, size_t *len)
{
    struct page page = {0};
    struct report report;
    char title[160];
    page.failed = !report_open(&report, input);
    snprintf(title, sizeof title, "%s %s",
             report_word(input->english_first ? REPORT_EN : REPORT_KO, WORD_TITLE), input->as_of);
    page_head(&page, PAGE_OF_CASES, title, input->english_first);
    if (!page.failed) write_body(&page, &report, REPORT_KO);
    if (!page.failed) write_body(&page, &report, REPORT_EN);
    if (!page.failed) report_case_data(&page, &report);
    page_end(&page, PAGE_OF_CASES);
    report_close(&report);
    *html = page.data;
    *len = page.len;
    if (page.failed) free(page.data);
    return !page.failed;
}
