/* SPDX-License-Identifier: Apache-2.0 */
/*
 * changes.c - the report's tables of what became of findings since the earlier run; nothing where
 * none was given.
 */
#include "report/page.h"

#include <string.h>

enum { LISTED_MAX = 100 };

/* What is told of one by one: what people closed, and what closed by itself. */
static const char *const listed[] = {"reopened", "gone"};

static int64_t count(const struct io_result *changes, const char *change)
{
    char scratch[IO_CELL];
    int64_t n = 0;
    for (int64_t row = 0; row < report_rows(changes); row++)
        n += span_is(report_cell(changes, "change", row, scratch), change);
    return n;
}

static void put_counts(struct page *page, const struct io_result *changes,
                       enum report_language language)
{
    static const char *const words[] = {"new",        "changed",    "reopened",    "gone",
                                        "still_open", "not_judged", "still_closed"};
    enum { N = sizeof words / sizeof *words };
    const char *heads[N];
    for (size_t i = 0; i < N; i++) {
        struct span code = {words[i], strlen(words[i])};
        heads[i] = report_code(language, CODES_CHANGE, code).data;
    }
    report_table_begin(page, report_word(language, WORD_CHANGES),
                       &(struct report_heads){heads, N, 0, N, NULL});
    page_raw(page, "<tr>");
    for (size_t i = 0; i < N; i++) report_number_cell(page, count(changes, words[i]));
    page_raw(page, "</tr>");
    report_table_end(page);
}

/* The reasons, each as people call it. */
static void put_reasons(struct page *page, struct span reasons, enum report_language language)
{
    struct span one;
    while ((one = report_next(&reasons)).len) {
        page_span(page, report_code(language, CODES_CHANGE, one));
        if (reasons.len) page_raw(page, ", ");
    }
}

static void put_change(struct page *page, struct report *report, int64_t row,
                       enum report_language language)
{
    const struct io_result *changes = report->input->finding_changes;
    char scratch[IO_CELL], label[PERSON_LABEL];
    struct span id = report_cell(changes, "finding_id", row, scratch);
    struct span what = report_cell(changes, "change", row, scratch);
    page_raw(page, "<tr>");
    report_span_cell(page, report_code(language, CODES_CHANGE, what));
    report_named_cell(page, report_word(language, WORD_RULE),
                      report_cell(changes, "rule", row, scratch));
    page_raw(page, "<td>");
    page_word(page, report_severity(language, report_number(changes, "severity", row)));
    page_raw(page, "</td>");
    report_named_cell(
        page, report_word(language, WORD_PERSON),
        report_person(report, report_cell(changes, "person_id", row, scratch), label));
    report_named_cell(page, report_word(language, WORD_FROM),
                      report_cell(changes, "start_date", row, scratch));
    page_raw(page, "<td>");
    put_reasons(page, report_cell(changes, "reason", row, scratch), language);
    page_raw(page, "</td>");
    report_named_cell(
        page, report_word(language, WORD_OWNER),
        report_agency(report, report_cell(changes, "owner_agency", row, scratch), scratch));
    report_named_cell(page, report_word(language, WORD_ID), report_short_id(id));
    page_raw(page, "</tr>");
}

static void list_changes(struct page *page, struct report *report, enum report_language language,
                         int64_t n)
{
    const struct io_result *changes = report->input->finding_changes;
    const char *heads[] = {report_word(language, WORD_STATE),    report_word(language, WORD_RULE),
                           report_word(language, WORD_SEVERITY), report_word(language, WORD_PERSON),
                           report_word(language, WORD_FROM),     report_word(language, WORD_REASON),
                           report_word(language, WORD_OWNER),    report_word(language, WORD_ID)};
    int64_t shown = 0;
    page_raw(page, "<details><summary>");
    page_word(page, report_word(language, WORD_CHANGES_LISTED));
    page_format(page, ": %lld</summary>", (long long)n);
    report_table_begin(page, report_word(language, WORD_CHANGES_LISTED),
                       &(struct report_heads){heads, 8, 0, 0, "stack"});
    for (int64_t row = 0; row < report_rows(changes) && shown < LISTED_MAX; row++) {
        char scratch[IO_CELL];
        struct span change = report_cell(changes, "change", row, scratch);
        if (!span_is(change, listed[0]) && !span_is(change, listed[1])) continue;
        put_change(page, report, row, language);
        shown++;
    }
    report_table_end(page);
    if (n > shown) {
        page_raw(page, "<p class=\"small\">");
        page_number(page, n - shown);
        page_raw(page, language == REPORT_KO ? "" : " ");
        page_word(page, report_word(language, WORD_MORE));
        page_raw(page, "</p>");
    }
    page_raw(page, "</details>");
}

void report_changes(struct page *page, struct report *report, enum report_language language)
{
    const struct io_result *changes = report->input->finding_changes;
    int64_t n = 0;
    if (!changes) return;
    report_section(page, language, WORD_CHANGES);
    put_counts(page, changes, language);
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) n += count(changes, listed[i]);
    if (n) list_changes(page, report, language, n);
    report_section_end(page);
}
