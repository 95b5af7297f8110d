/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_cells.c - what sections of the page read in the results of a run.
 */
#include "report/page.h"

#include <stdio.h>
#include <stdlib.h>
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

int span_order(struct span left, struct span right)
{
    size_t shared = left.len < right.len ? left.len : right.len;
    int order = shared ? memcmp(left.data, right.data, shared) : 0;
    return order ? order : (left.len > right.len) - (left.len < right.len);
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

struct span report_next(struct span *list)
{
    struct tool_piece rest = {list->data, list->len}, one = {NULL, 0};
    (void)tool_next_of_list(&rest, &one);
    *list = (struct span){rest.text, rest.len};
    return (struct span){one.text, one.len};
}

/* ---- findings ---------------------------------------------------------------------------- */

void report_finding_read(const struct report *report, enum report_language language, int64_t row,
                         struct report_finding *finding)
{
    const struct io_result *findings = report->input->findings;
    char unused[IO_CELL];
    finding->row = row;
    finding->severity = report_number(findings, "severity", row);
    finding->id = report_cell(findings, "finding_id", row, unused);
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

struct span report_short_id(struct span id)
{
    return (struct span){id.data, id.len < SHORT_ID ? id.len : SHORT_ID};
}

/* More severe first, then by owner, then what was due first, then in the order of the table. */
static int place_order(const void *left_place, const void *right_place)
{
    const struct report_place *left = left_place, *right = right_place;
    if (left->severity != right->severity) return left->severity < right->severity ? 1 : -1;
    if (left->agency != right->agency) return left->agency < right->agency ? -1 : 1;
    if (left->due != right->due) return left->due < right->due ? -1 : 1;
    return left->row < right->row ? -1 : 1;
}

static struct report_place place_of(const struct report *report, int64_t row)
{
    const struct io_result *findings = report->input->findings;
    char scratch[IO_CELL];
    struct report_place place = {row, report_number(findings, "severity", row), INT64_MAX,
                                 INT32_MAX};
    int64_t agency =
        report_find_agency(report, report_cell(findings, "owner_agency", row, scratch));
    if (agency >= 0) place.agency = agency;
    struct span due = report_cell(findings, "due_on", row, scratch);
    if (!tool_day_read(due.data, due.len, &place.due)) place.due = INT32_MAX;
    return place;
}

bool report_open(struct report *report, const struct report_input *input)
{
    int64_t n = report_rows(input->findings);
    int32_t today;
    *report = (struct report){.input = input};
    if (!worklist_index_make(&report->persons, input->person_summary, "person_id")) return false;
    if (!worklist_index_make(&report->programme_names, input->programmes, "programme"))
        return false;
    report->cases = calloc((size_t)n + 1, sizeof *report->cases);
    if (!report->cases) return false;
    bool has_today = tool_day_read(input->as_of, strlen(input->as_of), &today);
    for (int64_t row = 0; row < n; row++) {
        report->cases[row] = place_of(report, row);
        report->n_overdue += has_today && report->cases[row].due < today;
    }
    qsort(report->cases, (size_t)n, sizeof *report->cases, place_order);
    report->n_cases = n < REPORT_CASES_MAX ? n : REPORT_CASES_MAX;
    return true;
}

void report_close(struct report *report)
{
    tool_names_clear(&report->persons.ids);
    tool_names_clear(&report->programme_names.ids);
    tool_names_clear(&report->programmes);
    tool_names_clear(&report->links);
    free(report->cases);
}

/* ---- people and agencies ----------------------------------------------------------------- */

struct span report_person(struct report *report, struct span person_id, char label[PERSON_LABEL])
{
    char scratch[IO_CELL];
    const struct io_result *people = report->input->person_summary;
    int64_t row =
        worklist_index_find(&report->persons, (struct tool_piece){person_id.data, person_id.len});
    if (row < 0) return (struct span){"", 0};
    struct span name = report_cell(people, "name_masked", row, scratch);
    int64_t year = report_number(people, "birth_year", row);
    size_t len = name.len < PERSON_LABEL - 32 ? name.len : PERSON_LABEL - 32;
    if (len) memcpy(label, name.data, len);
    if (year) len += (size_t)snprintf(label + len, 32, " (%lld)", (long long)year);
    return (struct span){label, len};
}

struct wanted {
    const struct io_result *agencies;
    struct span id;
};

static int order_of(const struct wanted *wanted, int64_t row)
{
    char scratch[IO_CELL];
    return span_order(report_cell(wanted->agencies, "agency_id", row, scratch), wanted->id);
}

static bool comes_before(const void *wanted, size_t row)
{
    return order_of(wanted, (int64_t)row) < 0;
}

int64_t report_find_agency(const struct report *report, struct span agency_id)
{
    struct wanted wanted = {report->input->agency_summary, agency_id};
    int64_t n = report_rows(wanted.agencies);
    if (!agency_id.data) return -1;
    int64_t row = (int64_t)tool_count_before((size_t)n, comes_before, &wanted);
    return row < n && order_of(&wanted, row) == 0 ? row : -1;
}

struct span report_agency(const struct report *report, struct span agency_id, char scratch[IO_CELL])
{
    int64_t row = report_find_agency(report, agency_id);
    struct span name = {NULL, 0};
    if (row >= 0) name = report_cell(report->input->agency_summary, "name", row, scratch);
    return name.len ? name : agency_id;
}
