/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_cells.c - what sections of the page read in the results of a run.
 */
#include "report/page.h"

#include <string.h>

bool span_is(struct span span, const char *word)
{
    return span.data && span.len == strlen(word) && memcmp(span.data, word, span.len) == 0;
}

bool span_equal(struct span left, struct span right)
{
    return left.data && right.data && left.len == right.len &&
           memcmp(left.data, right.data, left.len) == 0;
}

struct span report_cell(const struct io_result *result, const char *column, int64_t row,
                        char scratch[IO_CELL])
{
    struct span span = {NULL, 0};
    if (result) span.data = io_result_cell(result, column, row, scratch, &span.len);
    return span;
}

int64_t report_number(const struct io_result *result, const char *column, int64_t row)
{
    int64_t number = 0;
    int at = result ? io_result_column(result, column) : -1;
    return at >= 0 && io_result_number(result, at, row, &number) ? number : 0;
}

int64_t report_rows(const struct io_result *result)
{
    return result ? result->n_rows : 0;
}

void report_finding_read(const struct report_input *input, enum report_language language,
                         int64_t row, struct report_finding *finding)
{
    const struct io_result *findings = input->findings;
    char unused[IO_CELL];
    finding->row = row;
    finding->severity = report_number(findings, "severity", row);
    finding->rule = report_cell(findings, "rule", row, unused);
    finding->person_id = report_cell(findings, "person_id", row, unused);
    finding->owner = report_cell(findings, "owner_agency", row, unused);
    finding->message =
        report_cell(findings, language == REPORT_KO ? "message_ko" : "message_en", row, unused);
    finding->detail = report_cell(findings, "detail", row, unused);
    finding->due = report_cell(findings, "due_on", row, finding->scratch[0]);
    finding->start = report_cell(findings, "start_date", row, finding->scratch[1]);
    finding->end = report_cell(findings, "end_date", row, finding->scratch[2]);
}

void report_person(const struct report_input *input, struct span person_id, struct page *page)
{
    for (int64_t row = 0; person_id.data && row < report_rows(input->person_summary); row++) {
        char scratch[IO_CELL];
        if (!span_equal(report_cell(input->person_summary, "person_id", row, scratch), person_id))
            continue;
        page_span(page, report_cell(input->person_summary, "name_masked", row, scratch));
        int64_t year = report_number(input->person_summary, "birth_year", row);
        if (year) page_format(page, " (%lld)", (long long)year);
        return;
    }
}

struct wanted {
    const struct io_result *agencies;
    struct span id;
};

static int order_of(const struct wanted *wanted, int64_t row)
{
    char scratch[IO_CELL];
    struct span id = report_cell(wanted->agencies, "agency_id", row, scratch);
    size_t shared = id.len < wanted->id.len ? id.len : wanted->id.len;
    int order = id.data ? memcmp(id.data, wanted->id.data, shared) : -1;
    return order ? order : (id.len > wanted->id.len) - (id.len < wanted->id.len);
}

static bool comes_before(const void *wanted, size_t row)
{
    return order_of(wanted, (int64_t)row) < 0;
}

int64_t report_find_agency(const struct report_input *input, struct span agency_id)
{
    struct wanted wanted = {input->agency_summary, agency_id};
    int64_t n = report_rows(input->agency_summary);
    if (!agency_id.data) return -1;
    int64_t row = (int64_t)tool_count_before((size_t)n, comes_before, &wanted);
    return row < n && order_of(&wanted, row) == 0 ? row : -1;
}

void report_agency(const struct report_input *input, struct span agency_id, struct page *page)
{
    char scratch[IO_CELL];
    int64_t row = report_find_agency(input, agency_id);
    struct span name = {NULL, 0};
    if (row >= 0) name = report_cell(input->agency_summary, "name", row, scratch);
    page_span(page, name.len ? name : agency_id);
}

/* ---- tables ------------------------------------------------------------------------------ */

void report_table_begin(struct page *page, const char *caption, const char *const *heads, size_t n,
                        size_t first_number, size_t end_number)
{
    page_raw(page, "<div class=\"scroll\" tabindex=\"0\"><table><caption>");
    page_word(page, caption);
    page_raw(page, "</caption><thead><tr>");
    for (size_t i = 0; i < n; i++) {
        bool number = i >= first_number && i < end_number;
        page_raw(page, number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        page_word(page, heads[i]);
        page_raw(page, "</th>");
    }
    page_raw(page, "</tr></thead><tbody>");
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
