/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trend.c - how the shares of duplicates, omissions and needs met go from month to month.
 */
#include "report/page.h"

#include <string.h>

enum { PPM = 1000000, SHARES = 4 };

static const struct {
    const char *column;
    enum report_word title;
} shares[SHARES] = {{"duplicate_rate", WORD_DUPLICATE_RATE},
                    {"omission_rate", WORD_OMISSION_RATE},
                    {"three_day_rate", WORD_IN_TIME_RATE},
                    {"coverage", WORD_COVERAGE_RATE}};

/* Is the row about all there is? */
static bool is_about_all(const struct io_result *table, int64_t row)
{
    static const char *const about[] = {"agency_id", "level", "zone_id", "rule"};
    char scratch[IO_CELL];
    for (size_t i = 0; i < sizeof about / sizeof *about; i++)
        if (report_cell(table, about[i], row, scratch).data) return false;
    return true;
}

static bool share_of(const struct io_result *table, const char *column, int64_t row, int64_t *share)
{
    int at = io_result_column(table, column);
    return at >= 0 && io_result_number(table, at, row, share);
}

static void put_chart(struct page *page, const struct io_result *table,
                      enum report_language language, size_t which)
{
    const char *title = report_word(language, shares[which].title);
    struct report_chart chart = {.title = {title, strlen(title)}, .unit = "", .is_share = true};
    for (int64_t row = 0; row < report_rows(table); row++) {
        char scratch[IO_CELL];
        int64_t share;
        if (!is_about_all(table, row)) continue;
        int64_t *value = report_chart_month(&chart, report_cell(table, "month", row, scratch));
        if (share_of(table, shares[which].column, row, &share)) *value = share;
    }
    report_chart(page, &chart);
}

static void put_month(struct page *page, const struct io_result *table,
                      enum report_language language, int64_t row)
{
    char scratch[IO_CELL];
    page_raw(page, "<tr><th scope=\"row\" class=\"day\">");
    page_span(page, report_cell(table, "month", row, scratch));
    page_raw(page, "</th>");
    report_named_number(page, report_word(language, WORD_MONEY),
                        report_number(table, "exposure_won", row));
    for (size_t i = 0; i < SHARES; i++) {
        int64_t share;
        page_raw(page, "<td class=\"n\" data-name=\"");
        page_word(page, report_word(language, shares[i].title));
        page_raw(page, "\">");
        if (share_of(table, shares[i].column, row, &share)) report_percent(page, share, PPM);
        page_raw(page, "</td>");
    }
    page_raw(page, "</tr>");
}

void report_indicators(struct page *page, struct report *report, enum report_language language)
{
    const struct io_result *table = report->input->indicators;
    const char *heads[2 + SHARES] = {report_word(language, WORD_MONTH),
                                     report_word(language, WORD_MONEY)};
    int64_t n_all = 0;
    for (int64_t row = 0; row < report_rows(table); row++) n_all += is_about_all(table, row);
    if (!n_all) return; /* nothing, or what one agency may see */
    for (size_t i = 0; i < SHARES; i++) heads[2 + i] = report_word(language, shares[i].title);
    report_section(page, language, WORD_INDICATORS);
    page_raw(page, "<div class=\"charts\">");
    for (size_t i = 0; i < SHARES; i++) put_chart(page, table, language, i);
    page_raw(page, "</div>");
    report_table_begin(page, report_word(language, WORD_INDICATORS),
                       &(struct report_heads){heads, 2 + SHARES, 1, 2 + SHARES, "stack"});
    for (int64_t row = 0; row < report_rows(table); row++)
        if (is_about_all(table, row)) put_month(page, table, language, row);
    report_table_end(page);
    report_section_end(page);
}
