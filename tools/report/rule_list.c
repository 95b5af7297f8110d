/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rule_list.c - the report's tables of rules: what each looks for, what it found, and what was not
 * checked and why.
 */
#include "report/page.h"

#include <string.h>

static struct span cell_of(const struct report *report, const char *column, int64_t row,
                           char scratch[IO_CELL])
{
    return report_cell(report->input->rule_runs, column, row, scratch);
}

static struct span name_of(const struct report *report, enum report_language language, int64_t row,
                           char scratch[IO_CELL])
{
    return cell_of(report, language == REPORT_KO ? "name_ko" : "name_en", row, scratch);
}

static struct span reason_of(const struct report *report, enum report_language language,
                             int64_t row, char scratch[IO_CELL])
{
    return cell_of(report, language == REPORT_KO ? "reason_ko" : "reason", row, scratch);
}

static enum report_word state_of(const struct report *report, int64_t row)
{
    char scratch[IO_CELL];
    struct span state = cell_of(report, "state", row, scratch);
    return span_is(state, "run")                ? WORD_RUN
           : span_is(state, "disabled")         ? WORD_DISABLED
           : span_is(state, "nothing_to_judge") ? WORD_NOTHING
                                                : WORD_NOT_RUN;
}

/* ---- what was not checked -------------------------------------------------------------------- */

static bool is_unchecked(enum report_word state)
{
    return state == WORD_NOT_RUN || state == WORD_NOTHING;
}

/* The rules in that state, and why. */
static void list_rules(struct page *page, const struct report *report,
                       enum report_language language, enum report_word state)
{
    for (int64_t row = 0; row < report_rows(report->input->rule_runs); row++) {
        char scratch[IO_CELL];
        if (state_of(report, row) != state) continue;
        page_raw(page, "<li><b>");
        page_span(page, cell_of(report, "rule", row, scratch));
        page_raw(page, "</b> ");
        page_span(page, name_of(report, language, row, scratch));
        page_raw(page, " — ");
        page_word(page, report_word(language, state));
        struct span why = reason_of(report, language, row, scratch);
        if (why.len) page_raw(page, ": ");
        page_span(page, why);
        page_raw(page, "</li>");
    }
}

static void put_unchecked(struct page *page, const struct report *report,
                          enum report_language language, enum report_word state)
{
    bool nothing = state == WORD_NOTHING;
    int64_t n = 0;
    for (int64_t row = 0; row < report_rows(report->input->rule_runs); row++)
        n += state_of(report, row) == state;
    if (!n) return;
    page_format(page, "<details class=\"unchecked\"%s><summary>",
                report_rows(report->input->findings) ? "" : " open");
    page_word(page, report_word(language, nothing ? WORD_UNJUDGED : WORD_UNCHECKED));
    page_format(page, ": %lld</summary><p>", (long long)n);
    page_word(page, report_word(language, nothing ? WORD_UNJUDGED_NOTE : WORD_UNCHECKED_NOTE));
    page_raw(page, "</p><ul>");
    list_rules(page, report, language, state);
    page_raw(page, "</ul></details>");
}

void report_unchecked(struct page *page, struct report *report, enum report_language language)
{
    put_unchecked(page, report, language, WORD_NOT_RUN);
    put_unchecked(page, report, language, WORD_NOTHING);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static void put_rule(struct page *page, const struct report *report, enum report_language language,
                     int64_t row)
{
    char scratch[IO_CELL];
    struct span rule = cell_of(report, "rule", row, scratch);
    const char *words = report_rule_words(language, rule);
    page_raw(page, "<tr><th scope=\"row\"><b>");
    page_span(page, rule);
    page_raw(page, "</b> ");
    page_span(page, name_of(report, language, row, scratch));
    if (words) {
        page_raw(page, "<br><span class=\"soft\">");
        page_word(page, words);
        page_raw(page, "</span>");
    }
    page_raw(page, "</th>");
}

/* "checked: 120 rows looked at, nothing found" or why it was not. */
static void put_state(struct page *page, const struct report *report, enum report_language language,
                      int64_t row)
{
    char scratch[IO_CELL];
    enum report_word state = state_of(report, row);
    struct span why = reason_of(report, language, row, scratch);
    page_format(page, "<td%s data-name=\"", is_unchecked(state) ? " class=\"warn\"" : "");
    page_word(page, report_word(language, WORD_STATE));
    page_raw(page, "\">");
    page_word(page, report_word(language, state));
    if (why.len) page_raw(page, ": ");
    page_span(page, why);
    if (state == WORD_RUN) {
        page_raw(page, " <span class=\"soft\">· ");
        page_word(page, report_word(language, WORD_JUDGED));
        page_raw(page, " ");
        page_number(page, report_number(report->input->rule_runs, "n_rows_judged", row));
        page_raw(page, "</span>");
    }
    page_raw(page, "</td></tr>");
}

/* How many; nothing found is said only where something was looked at. */
static void put_found(struct page *page, int64_t n, enum report_word state,
                      enum report_language language)
{
    const char *none = state == WORD_RUN ? report_word(language, WORD_NONE_FOUND) : "–";
    page_format(page, "<td class=\"n%s\" data-name=\"", n ? "" : " zero");
    page_word(page, report_word(language, WORD_FOUND));
    page_raw(page, "\">");
    if (n)
        page_number(page, n);
    else
        page_word(page, none);
    page_raw(page, "</td>");
}

void report_rules(struct page *page, struct report *report, enum report_language language)
{
    const char *heads[] = {report_word(language, WORD_RULE), report_word(language, WORD_FOUND),
                           report_word(language, WORD_STATE)};
    report_section(page, language, WORD_BY_RULE);
    report_table_begin(page, report_word(language, WORD_BY_RULE),
                       &(struct report_heads){heads, 3, 1, 2, "rules"});
    for (int64_t row = 0; row < report_rows(report->input->rule_runs); row++) {
        int64_t n = report_number(report->input->rule_runs, "n_findings", row);
        put_rule(page, report, language, row);
        put_found(page, n, state_of(report, row), language);
        put_state(page, report, language, row);
    }
    report_table_end(page);
    report_section_end(page);
}
