/* SPDX-License-Identifier: Apache-2.0 */
/*
 * visits.c - the report's tables of whom to visit first, and of who has no sponsor.
 */
#include "report/page.h"

#include <string.h>

enum { VISITS_MAX = 30 };

/* ---- visits ---------------------------------------------------------------------------------- */

static struct span rule_name(const struct report *report, enum report_language language,
                             struct span rule, char scratch[IO_CELL])
{
    const struct io_result *runs = report->input->rule_runs;
    for (int64_t row = 0; row < report_rows(runs); row++)
        if (span_equal(report_cell(runs, "rule", row, scratch), rule))
            return report_cell(runs, language == REPORT_KO ? "name_ko" : "name_en", row, scratch);
    return rule;
}

/* The rules whose findings a visit can help with, by their names. */
static void put_reasons(struct page *page, const struct report *report,
                        enum report_language language, struct span rules)
{
    struct span rule;
    page_raw(page, "<td>");
    while ((rule = report_next(&rules)).len) {
        char scratch[IO_CELL];
        page_span(page, rule_name(report, language, rule, scratch));
        if (rules.len) page_raw(page, ", ");
    }
    page_raw(page, "</td>");
}

static void put_visit(struct page *page, struct report *report, enum report_language language,
                      int64_t row)
{
    const struct io_result *table = report->input->visit_list;
    const char *never = report_word(language, WORD_NEVER);
    char scratch[IO_CELL], label[PERSON_LABEL];
    page_raw(page, "<tr><td>");
    report_zone(page, report, language, report_cell(table, "zone_id", row, scratch));
    page_raw(page, "</td>");
    report_named_number(page, report_word(language, WORD_RANK), report_number(table, "rank", row));
    report_span_cell(page,
                     report_person(report, report_cell(table, "person_id", row, scratch), label));
    put_reasons(page, report, language, report_cell(table, "reasons", row, scratch));
    report_named_cell(page, report_word(language, WORD_DUE),
                      report_cell(table, "due_on", row, scratch));
    struct span visited = report_cell(table, "last_visit", row, scratch);
    if (!visited.data) visited = (struct span){never, strlen(never)};
    report_named_cell(page, report_word(language, WORD_LAST_VISIT), visited);
    page_raw(page, "</tr>");
}

void report_visits(struct page *page, struct report *report, enum report_language language)
{
    const struct io_result *table = report->input->visit_list;
    const char *heads[] = {
        report_word(language, WORD_ZONE),   report_word(language, WORD_RANK),
        report_word(language, WORD_PERSON), report_word(language, WORD_REASON),
        report_word(language, WORD_DUE),    report_word(language, WORD_LAST_VISIT)};
    int64_t n = report_rows(table), shown = n < VISITS_MAX ? n : VISITS_MAX;
    if (!n) return;
    report_section(page, language, WORD_VISITS);
    report_table_begin(page, report_word(language, WORD_VISITS),
                       &(struct report_heads){heads, 6, 1, 2, "stack"});
    for (int64_t row = 0; row < shown; row++) put_visit(page, report, language, row);
    report_table_end(page);
    report_section_end(page);
}

/* ---- sponsors -------------------------------------------------------------------------------- */

/* People of one zone and class. */
struct seekers {
    int64_t n, n_without, n_offers, n_places;
};

static void sponsor_row(struct page *page, struct report *report, enum report_language language,
                        int64_t row, const struct seekers *seekers)
{
    char scratch[IO_CELL];
    page_raw(page, "<tr><td>");
    report_zone(page, report, language,
                report_cell(report->input->support, "zone_id", row, scratch));
    page_raw(page, "</td>");
    report_span_cell(page,
                     report_cell(report->input->support,
                                 language == REPORT_KO ? "class_ko" : "class_en", row, scratch));
    report_named_number(page, report_word(language, WORD_NEEDING), seekers->n);
    report_named_number(page, report_word(language, WORD_WITHOUT), seekers->n_without);
    report_named_number(page, report_word(language, WORD_OFFERS), seekers->n_offers);
    report_named_number(page, report_word(language, WORD_PLACES), seekers->n_places);
    page_raw(page, "</tr>");
}

/* Is the row of the same zone and class as the one before it? */
static bool continues(const struct io_result *table, int64_t row)
{
    static const char *const columns[] = {"zone_id", "service_class"};
    char scratch[2][IO_CELL];
    for (size_t i = 0; i < 2; i++)
        if (!span_equal(report_cell(table, columns[i], row - 1, scratch[0]),
                        report_cell(table, columns[i], row, scratch[1])))
            return false;
    return report_number(table, "rank", row) > 0;
}

/* Rows of a zone and class lie together; under --for the first of them may be left out. */
void report_sponsors(struct page *page, struct report *report, enum report_language language)
{
    const struct io_result *table = report->input->support;
    const char *heads[] = {report_word(language, WORD_ZONE),    report_word(language, WORD_CLASS),
                           report_word(language, WORD_NEEDING), report_word(language, WORD_WITHOUT),
                           report_word(language, WORD_OFFERS),  report_word(language, WORD_PLACES)};
    int64_t n = report_rows(table);
    if (!n) return;
    report_section(page, language, WORD_SUPPORT);
    report_table_begin(page, report_word(language, WORD_SUPPORT),
                       &(struct report_heads){heads, 6, 2, 6, "stack"});
    for (int64_t row = 0; row < n && report_number(table, "rank", row) > 0;) {
        int64_t first = row;
        struct seekers seekers = {.n_offers = report_number(table, "n_offers", row),
                                  .n_places = report_number(table, "n_places", row)};
        do {
            seekers.n++;
            seekers.n_without += report_number(table, "n_sponsors", row) == 0;
        } while (++row < n && continues(table, row));
        sponsor_row(page, report, language, first, &seekers);
    }
    report_table_end(page);
    report_section_end(page);
}
