/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agency_list.c - the report's table of agencies: how many cases of which severity each has to act
 * on or is a party to.
 */
#include "report/page.h"

#include <stdlib.h>
#include <string.h>

/* Of one agency, by severity. */
struct tally {
    int64_t severity[5], total;
};

static void count_case(const struct report *report, struct tally *tallies, int64_t row)
{
    const struct io_result *findings = report->input->findings;
    char list[IO_CELL], owner_scratch[IO_CELL];
    struct span parties = report_cell(findings, "agencies", row, list), party;
    struct span owner = report_cell(findings, "owner_agency", row, owner_scratch);
    int64_t severity = report_number(findings, "severity", row), to_act;
    to_act = report_find_agency(report, owner);
    if (severity < 0 || severity > 4) return;
    if (to_act >= 0) tallies[to_act].severity[severity]++;
    if (to_act >= 0) tallies[to_act].total++;
    while ((party = report_next(&parties)).len) {
        int64_t agency = report_find_agency(report, party);
        if (agency < 0 || agency == to_act) continue;
        tallies[agency].severity[severity]++;
        tallies[agency].total++;
    }
}

/* A policy for a whole city names agencies that these data know nothing of. */
static bool is_known(const struct report *report, int64_t row, const struct tally *tally)
{
    const struct io_result *agencies = report->input->agency_summary;
    char scratch[IO_CELL];
    return tally->total || report_number(agencies, "n_records", row) ||
           report_cell(agencies, "name", row, scratch).len;
}

static void put_agency(struct page *page, const struct report *report, int64_t row,
                       const struct tally *tally, const char *zone_title)
{
    const struct io_result *agencies = report->input->agency_summary;
    char id_scratch[IO_CELL], scratch[IO_CELL];
    struct span id = report_cell(agencies, "agency_id", row, id_scratch);
    page_raw(page, "<tr><th scope=\"row\" data-agency=\"");
    page_span(page, id);
    page_raw(page, "\">");
    page_span(page, report_agency(report, id, scratch));
    page_raw(page, "</th>");
    struct span zone = report_cell(agencies, "zone_name", row, scratch);
    if (!zone.data) zone = report_cell(agencies, "zone_id", row, scratch);
    report_named_cell(page, zone_title, zone);
    for (int severity = 4; severity >= 0; severity--)
        report_number_cell(page, tally->severity[severity]);
    report_number_cell(page, tally->total);
    page_raw(page, "</tr>");
}

void report_agencies(struct page *page, struct report *report, enum report_language language)
{
    int64_t n = report_rows(report->input->agency_summary);
    const char *heads[] = {report_word(language, WORD_AGENCY), report_word(language, WORD_ZONE),
                           report_severity(language, 4),       report_severity(language, 3),
                           report_severity(language, 2),       report_severity(language, 1),
                           report_severity(language, 0),       report_word(language, WORD_TOTAL)};
    struct tally *tallies = n ? calloc((size_t)n, sizeof *tallies) : NULL;
    if (n && !tallies) page->failed = true;
    if (!tallies) return;
    for (int64_t row = 0; row < report_rows(report->input->findings); row++)
        count_case(report, tallies, row);
    report_section(page, language, WORD_BY_AGENCY);
    report_table_begin(page, report_word(language, WORD_BY_AGENCY),
                       &(struct report_heads){heads, 8, 2, 8, "agencies"});
    for (int64_t row = 0; row < n; row++)
        if (is_known(report, row, &tallies[row]))
            put_agency(page, report, row, &tallies[row], report_word(language, WORD_ZONE));
    report_table_end(page);
    report_section_end(page);
    free(tallies);
}
