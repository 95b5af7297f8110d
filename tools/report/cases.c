/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cases.c - the cases as a plain table, for readers whose browser runs no script; where it does,
 * report.js puts its desk in place of the table.
 */
#include "report/page.h"

enum { PLAIN_MAX = 100 };

static void put_case(struct page *page, struct report *report, enum report_language language,
                     int64_t row)
{
    struct report_finding finding;
    char label[PERSON_LABEL], scratch[IO_CELL];
    report_finding_read(report, language, row, &finding);
    page_format(page, "<tr><td><span class=\"s s%d\">", (int)finding.severity);
    page_word(page, report_severity(language, finding.severity));
    page_raw(page, "</span></td>");
    report_named_cell(page, report_word(language, WORD_OWNER),
                      report_agency(report, finding.owner, scratch));
    report_named_cell(page, report_word(language, WORD_PERSON),
                      report_person(report, finding.person_id, label));
    report_named_cell(page, report_word(language, WORD_RULE), finding.rule);
    report_span_cell(page, finding.message);
    report_named_cell(page, report_word(language, WORD_DUE), finding.due);
    report_named_cell(page, report_word(language, WORD_ID), report_short_id(finding.id));
    page_raw(page, "</tr>");
}

static void put_plain(struct page *page, struct report *report, enum report_language language)
{
    const char *heads[] = {report_word(language, WORD_SEVERITY), report_word(language, WORD_OWNER),
                           report_word(language, WORD_PERSON),   report_word(language, WORD_RULE),
                           report_word(language, WORD_WHAT),     report_word(language, WORD_DUE),
                           report_word(language, WORD_ID)};
    int64_t n = report_rows(report->input->findings), shown = n < PLAIN_MAX ? n : PLAIN_MAX;
    report_table_begin(page, report_word(language, WORD_PLAIN),
                       &(struct report_heads){heads, 7, 0, 0, "stack"});
    for (int64_t i = 0; i < shown; i++) put_case(page, report, language, report->cases[i].row);
    report_table_end(page);
    if (shown == n) return;
    page_raw(page, "<p>");
    page_word(page, report_word(language, WORD_PLAIN_MORE));
    page_raw(page, " ");
    page_number(page, n - shown);
    page_raw(page, "</p>");
}

void report_cases(struct page *page, struct report *report, enum report_language language)
{
    report_section(page, language, WORD_CASES);
    page_raw(page, "<div class=\"desk\">");
    if (report_rows(report->input->findings)) {
        put_plain(page, report, language);
    } else {
        page_raw(page, "<p><b>");
        page_word(page, report_word(language, WORD_NO_CASES));
        page_raw(page, "</b></p><p>");
        page_word(page, report_word(language, WORD_NO_CASES_NOTE));
        page_raw(page, "</p>");
        report_unchecked(page, report, language);
    }
    page_raw(page, "</div>");
    report_section_end(page);
}
