/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zones.c - the report's tables by zone: who has what they need, whom to visit, who has no sponsor,
 * and how the shares of duplicates and omissions go from month to month.
 *
 * Each is shown only where the run gave its table and there is something in it. Of coverage the
 * last month is shown, a column for each class; counts that are hidden stay hidden here.
 */
#include "report/page.h"

#include <stdlib.h>
#include <string.h>

enum { GROUPS_MAX = 512, VISITS_MAX = 30, PPM = 1000000 };

/* Distinct texts of a column, in the order in which they come. */
struct names {
    struct span at[GROUPS_MAX];
    size_t n;
};

static size_t find_name(struct names *names, struct span name)
{
    size_t i = 0;
    while (i < names->n && !(span_equal(names->at[i], name) || (!names->at[i].data && !name.data)))
        i++;
    if (i == names->n && names->n < GROUPS_MAX) names->at[names->n++] = name;
    return i;
}

static void caption(struct page *page, enum report_language language, enum report_word word,
                    struct span month)
{
    page_raw(page, "<div class=\"scroll\" tabindex=\"0\"><table><caption>");
    page_word(page, report_word(language, word));
    if (month.data) {
        page_raw(page, " (");
        page_span(page, month);
        page_raw(page, ")");
    }
    page_raw(page, "</caption>");
}

/* The zone's name, where an agency's row gives it; else its id. */
static void put_zone(struct page *page, const struct report_input *input,
                     enum report_language language, struct span zone)
{
    char scratch[IO_CELL];
    const struct io_result *agencies = input->agency_summary;
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

static void put_percent(struct page *page, int64_t n, int64_t of)
{
    int64_t tenths = of ? (n * 2000 + of) / (2 * of) : 0;
    page_format(page, "%lld.%lld %%", (long long)(tenths / 10), (long long)(tenths % 10));
}

/* ---- coverage -------------------------------------------------------------------------------- */

/* How dark a cell is: quarters of the people served. */
static void cover_cell(struct page *page, const struct io_result *table, int64_t row,
                       enum report_language language)
{
    if (row < 0) {
        page_raw(page, "<td></td>");
        return;
    }
    int64_t needing = report_number(table, "needing", row);
    int64_t served = report_number(table, "served", row);
    if (report_number(table, "suppressed", row)) {
        page_raw(page, "<td class=\"n zero\">");
        page_word(page, report_word(language, WORD_HIDDEN));
        page_raw(page, "</td>");
        return;
    }
    int quarter = needing ? (int)(served * 4 / needing) : 0;
    page_format(page, "<td class=\"n q%d\"><b>", quarter > 3 ? 3 : quarter);
    put_percent(page, served, needing);
    page_raw(page, "</b> <span class=\"small\">");
    page_number(page, served);
    page_raw(page, "/");
    page_number(page, needing);
    page_raw(page, "</span></td>");
}

/* The first row of the table's last month. */
static int64_t last_month(const struct io_result *table, struct span *month, char scratch[IO_CELL])
{
    char other[IO_CELL];
    int64_t row = report_rows(table);
    if (!row) return 0;
    *month = report_cell(table, "month", --row, scratch);
    while (row > 0 && span_equal(report_cell(table, "month", row - 1, other), *month)) row--;
    return row;
}

void report_coverage(struct page *page, const struct report_input *input,
                     enum report_language language)
{
    const struct io_result *table = input->coverage;
    char scratch[IO_CELL];
    struct span month = {NULL, 0};
    int64_t first = last_month(table, &month, scratch), n = report_rows(table);
    struct names zones = {.n = 0}, classes = {.n = 0};
    const char *name = language == REPORT_KO ? "class_ko" : "class_en";
    if (first == n) return;
    int64_t *rows = malloc(GROUPS_MAX * GROUPS_MAX * sizeof *rows);
    if (!rows) page->failed = true;
    if (!rows) return;
    for (size_t i = 0; i < GROUPS_MAX * GROUPS_MAX; i++) rows[i] = -1;
    for (int64_t row = first; row < n; row++) {
        size_t zone = find_name(&zones, report_cell(table, "zone_id", row, scratch));
        size_t class_ = find_name(&classes, report_cell(table, name, row, scratch));
        if (zone < GROUPS_MAX && class_ < GROUPS_MAX) rows[zone * GROUPS_MAX + class_] = row;
    }
    caption(page, language, WORD_COVERAGE, month);
    page_raw(page, "<thead><tr><th scope=\"col\">");
    page_word(page, report_word(language, WORD_ZONE));
    page_raw(page, "</th>");
    for (size_t i = 0; i < classes.n; i++) {
        page_raw(page, "<th scope=\"col\" class=\"n\">");
        page_span(page, classes.at[i]);
        page_raw(page, "</th>");
    }
    page_raw(page, "</tr></thead><tbody>");
    for (size_t i = 0; i < zones.n; i++) {
        page_raw(page, "<tr><th scope=\"row\">");
        put_zone(page, input, language, zones.at[i]);
        page_raw(page, "</th>");
        for (size_t j = 0; j < classes.n; j++)
            cover_cell(page, table, rows[i * GROUPS_MAX + j], language);
        page_raw(page, "</tr>");
    }
    report_table_end(page);
    page_raw(page, "<p class=\"small\">");
    page_word(page, report_word(language, WORD_COVERAGE_NOTE));
    page_raw(page, "</p>");
    free(rows);
}

/* ---- visits ---------------------------------------------------------------------------------- */

void report_visits(struct page *page, const struct report_input *input,
                   enum report_language language)
{
    const struct io_result *table = input->visit_list;
    const char *heads[] = {
        report_word(language, WORD_ZONE),   report_word(language, WORD_RANK),
        report_word(language, WORD_PERSON), report_word(language, WORD_REASON),
        report_word(language, WORD_DUE),    report_word(language, WORD_LAST_VISIT)};
    int64_t n = report_rows(table), shown = n < VISITS_MAX ? n : VISITS_MAX;
    if (!n) return;
    report_table_begin(page, report_word(language, WORD_VISITS), heads,
                       sizeof heads / sizeof *heads, 1, 2);
    for (int64_t row = 0; row < shown; row++) {
        char scratch[IO_CELL];
        struct span visited;
        page_raw(page, "<tr><td>");
        put_zone(page, input, language, report_cell(table, "zone_id", row, scratch));
        page_raw(page, "</td>");
        report_number_cell(page, report_number(table, "rank", row));
        page_raw(page, "<td>");
        report_person(input, report_cell(table, "person_id", row, scratch), page);
        page_raw(page, "</td>");
        report_span_cell(page, report_cell(table, "reasons", row, scratch));
        page_raw(page, "<td class=\"day\">");
        page_span(page, report_cell(table, "due_on", row, scratch));
        page_raw(page, "</td><td class=\"day\">");
        visited = report_cell(table, "last_visit", row, scratch);
        if (visited.data)
            page_span(page, visited);
        else
            page_word(page, report_word(language, WORD_NEVER));
        page_raw(page, "</td></tr>");
    }
    report_table_end(page);
}

/* ---- sponsors -------------------------------------------------------------------------------- */

/* People of one zone and class. */
struct seekers {
    int64_t n, n_without, n_offers, n_places;
};

static void sponsor_row(struct page *page, const struct report_input *input,
                        enum report_language language, int64_t row, const struct seekers *seekers)
{
    char scratch[IO_CELL];
    page_raw(page, "<tr><td>");
    put_zone(page, input, language, report_cell(input->support, "zone_id", row, scratch));
    page_raw(page, "</td>");
    report_span_cell(
        page,
        report_cell(input->support, language == REPORT_KO ? "class_ko" : "class_en", row, scratch));
    report_number_cell(page, seekers->n);
    report_number_cell(page, seekers->n_without);
    report_number_cell(page, seekers->n_offers);
    report_number_cell(page, seekers->n_places);
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
void report_sponsors(struct page *page, const struct report_input *input,
                     enum report_language language)
{
    const struct io_result *table = input->support;
    const char *heads[] = {report_word(language, WORD_ZONE),    report_word(language, WORD_CLASS),
                           report_word(language, WORD_NEEDING), report_word(language, WORD_WITHOUT),
                           report_word(language, WORD_OFFERS),  report_word(language, WORD_PLACES)};
    int64_t n = report_rows(table);
    if (!n) return;
    report_table_begin(page, report_word(language, WORD_SUPPORT), heads,
                       sizeof heads / sizeof *heads, 2, 6);
    for (int64_t row = 0; row < n && report_number(table, "rank", row) > 0;) {
        int64_t first = row;
        struct seekers seekers = {.n_offers = report_number(table, "n_offers", row),
                                  .n_places = report_number(table, "n_places", row)};
        do {
            seekers.n++;
            seekers.n_without += report_number(table, "n_sponsors", row) == 0;
        } while (++row < n && continues(table, row));
        sponsor_row(page, input, language, first, &seekers);
    }
    report_table_end(page);
}

/* ---- indicators ------------------------------------------------------------------------------ */

static void share_cell(struct page *page, const struct io_result *table, const char *column,
                       int64_t row)
{
    int64_t rate;
    int at = io_result_column(table, column);
    page_raw(page, "<td class=\"n\">");
    if (at >= 0 && io_result_number(table, at, row, &rate)) put_percent(page, rate, PPM);
    page_raw(page, "</td>");
}

/* Is the row about all there is? */
static bool is_about_all(const struct io_result *table, int64_t row)
{
    static const char *const about[] = {"agency_id", "level", "zone_id", "rule"};
    char scratch[IO_CELL];
    for (size_t i = 0; i < sizeof about / sizeof *about; i++)
        if (report_cell(table, about[i], row, scratch).data) return false;
    return true;
}

void report_indicators(struct page *page, const struct report_input *input,
                       enum report_language language)
{
    static const char *const shares[] = {"duplicate_rate", "omission_rate", "three_day_rate",
                                         "coverage"};
    const struct io_result *table = input->indicators;
    const char *heads[] = {
        report_word(language, WORD_MONTH),          report_word(language, WORD_MONEY),
        report_word(language, WORD_DUPLICATE_RATE), report_word(language, WORD_OMISSION_RATE),
        report_word(language, WORD_IN_TIME_RATE),   report_word(language, WORD_COVERAGE_RATE)};
    int64_t n_all = 0;
    for (int64_t row = 0; row < report_rows(table); row++) n_all += is_about_all(table, row);
    if (!n_all) return; /* nothing, or what one agency may see */
    report_table_begin(page, report_word(language, WORD_INDICATORS), heads,
                       sizeof heads / sizeof *heads, 1, 6);
    for (int64_t row = 0; row < report_rows(table); row++) {
        char scratch[IO_CELL];
        if (!is_about_all(table, row)) continue;
        page_raw(page, "<tr>");
        report_span_cell(page, report_cell(table, "month", row, scratch));
        report_number_cell(page, report_number(table, "exposure_won", row));
        for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
            share_cell(page, table, shares[i], row);
        page_raw(page, "</tr>");
    }
    report_table_end(page);
}
