/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_parts.c - what sections of the page are built from: titles, tables, cells, shares.
 */
#include "report/page.h"

#include <string.h>

void report_begin(struct page *page, enum report_language language, const char *title,
                  const char *as_of)
{
    page_raw(page, language == REPORT_KO ? "<div class=\"ko\" lang=\"ko\"><h1>"
                                         : "<div class=\"en\" lang=\"en\"><h1>");
    page_word(page, title);
    page_raw(page, "</h1><p>");
    page_word(page, report_word(language, WORD_AS_OF));
    page_raw(page, " <b>");
    page_word(page, as_of);
    page_raw(page, "</b></p>");
}

void report_section(struct page *page, enum report_language language, enum report_word title)
{
    const char *code = language == REPORT_KO ? "ko" : "en";
    page_format(page,
                "<section id=\"%s-%d\" aria-labelledby=\"%s-%d-title\"><h2 id=\"%s-%d-title\">",
                code, (int)title, code, (int)title, code, (int)title);
    page_word(page, report_word(language, title));
    page_raw(page, "</h2>");
}

void report_section_end(struct page *page)
{
    page_raw(page, "</section>");
}

void report_table_begin(struct page *page, const char *label, const struct report_heads *heads)
{
    page_raw(page, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
    page_word(page, label);
    page_format(page, "\"><table%s%s%s>", heads->look ? " class=\"" : "",
                heads->look ? heads->look : "", heads->look ? "\"" : "");
    if (heads->n) page_raw(page, "<thead><tr>");
    for (size_t i = 0; i < heads->n; i++) {
        bool number = i >= heads->first_number && i < heads->end_number;
        page_raw(page, number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        page_word(page, heads->at[i]);
        page_raw(page, "</th>");
    }
    if (heads->n) page_raw(page, "</tr></thead>");
    page_raw(page, "<tbody>");
}

void report_table_end(struct page *page)
{
    page_raw(page, "</tbody></table></div>");
}

void report_number_cell(struct page *page, int64_t number)
{
    page_raw(page, number ? "<td class=\"n\">" : "<td class=\"n zero\">");
    page_number(page, number);
    page_raw(page, "</td>");
}

void report_span_cell(struct page *page, struct span text)
{
    page_raw(page, "<td>");
    page_span(page, text);
    page_raw(page, "</td>");
}

void report_named_cell(struct page *page, const char *name, struct span text)
{
    page_raw(page, "<td data-name=\"");
    page_word(page, name);
    page_raw(page, "\">");
    page_span(page, text);
    page_raw(page, "</td>");
}

void report_named_number(struct page *page, const char *name, int64_t number)
{
    page_format(page, "<td class=\"n%s\" data-name=\"", number ? "" : " zero");
    page_word(page, name);
    page_raw(page, "\">");
    page_number(page, number);
    page_raw(page, "</td>");
}

void report_percent(struct page *page, int64_t n, int64_t of)
{
    int64_t tenths = of ? (n * 2000 + of) / (2 * of) : 0;
    page_format(page, "%lld.%lld %%", (long long)(tenths / 10), (long long)(tenths % 10));
}

void report_zone(struct page *page, const struct report *report, enum report_language language,
                 struct span zone)
{
    const struct io_result *agencies = report->input->agency_summary;
    char scratch[IO_CELL];
    if (!zone.data) {
        page_word(page, report_word(language, WORD_ALL_ZONES));
        return;
    }
    for (int64_t row = 0; row < report_rows(agencies); row++) {
        if (!span_equal(report_cell(agencies, "zone_id", row, scratch), zone)) continue;
        struct span name = report_cell(agencies, "zone_name", row, scratch);
        page_span(page, name.data ? name : zone);
        return;
    }
    page_span(page, zone);
}
