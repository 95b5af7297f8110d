/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_data.c - the cases as a block of data, from which report.js draws those that are asked for.
 *
 * Ten thousand cases as markup in two languages are too much for a browser; as data they are read
 * at once, and only a page of them is drawn. What is not known is left out of an object.
 */
#include "report/review.h"

#include <jansson.h>
#include <string.h>

/* One object being written. */
struct object {
    struct page *page;
    bool any; /* has it a member yet? */
};

static void put_key(struct object *object, const char *key)
{
    page_format(object->page, "%s\"%s\":", object->any ? "," : "", key);
    object->any = true;
}

static void put_text(struct object *object, const char *key, struct span text)
{
    if (!text.len) return;
    put_key(object, key);
    page_json(object->page, text);
}

static void put_count(struct object *object, const char *key, int64_t number)
{
    if (number == 0) return;
    put_key(object, key);
    page_format(object->page, "%lld", (long long)number);
}

static struct span member(const json_t *json, const char *key)
{
    const json_t *text = json_object_get(json, key);
    return (struct span){json_string_value(text), json_string_length(text)};
}

/* ---- one case -------------------------------------------------------------------------------- */

static void put_row(struct page *page, struct report *report, const json_t *row)
{
    static const char *const columns[] = {"table", "agency_id", "row_id", "record_id",
                                          "role",  "start",     "end",    "status"};
    static const char *const keys[] = {"table", "agency", "row", "record",
                                       "role",  "start",  "end", "status"};
    struct object object = {page, false};
    struct span programme = member(row, "programme");
    page_raw(page, "{");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        put_text(&object, keys[i], member(row, columns[i]));
    put_text(&object, "programme", programme);
    put_count(&object, "won", json_integer_value(json_object_get(row, "amount_won")));
    page_raw(page, "}");
    if (programme.len &&
        tool_number_of(&report->programmes, programme.data, programme.len, true) == UINT32_MAX)
        page->failed = true;
}

static void add_record(struct report_records *records, struct report_record record)
{
    if (record.agency.len && record.id.len && !report_has_record(records, record))
        records->at[records->n++] = record;
}

static void put_links(struct object *object, struct report *report,
                      const struct report_records *records)
{
    if (records->n < 2) return;
    put_key(object, "links");
    page_raw(object->page, "[");
    size_t more = report_links_of(object->page, report, records);
    page_raw(object->page, "]");
    put_count(object, "moreLinks", (int64_t)more);
}

static void put_rows(struct object *object, struct report *report, const json_t *detail,
                     bool is_protected)
{
    const json_t *rows = json_object_get(detail, "rows"), *row;
    json_int_t n = json_integer_value(json_object_get(detail, "n_rows"));
    struct report_records records = {.n = 0};
    size_t i, listed = json_array_size(rows);
    put_key(object, "rows");
    page_raw(object->page, "[");
    json_array_foreach(rows, i, row)
    {
        if (i == CASE_ROWS) break;
        if (i) page_raw(object->page, ",");
        put_row(object->page, report, row);
        add_record(&records,
                   (struct report_record){member(row, "agency_id"), member(row, "record_id")});
    }
    page_raw(object->page, "]");
    if (n < (json_int_t)listed) n = (json_int_t)listed;
    put_count(object, "moreRows", n > CASE_ROWS ? n - CASE_ROWS : 0);
    put_links(object, report, &records);
    if (report->review && is_protected && !review_hide(report->review, &records))
        object->page->failed = true;
}

/* A detail is valid JSON, of which jansson refuses only a NUL that it is not told to allow: if it
 * cannot be read, memory ran out. */
static json_t *read_detail(struct page *page, struct span text)
{
    json_t *detail = json_loadb(text.data ? text.data : "", text.len, JSON_ALLOW_NUL, NULL);
    if (!detail && text.len > 0) page->failed = true;
    return detail;
}

/* The day somebody died, where the rule looked at it. */
static struct span death_of(const json_t *detail)
{
    if (span_is(member(detail, "after"), "death")) return member(detail, "event_on");
    return member(detail, "last_death_on");
}

/* A text in both languages. */
static void put_both(struct object *object, const char *key, struct span korean,
                     struct span english)
{
    put_key(object, key);
    page_raw(object->page, "[");
    page_json(object->page, korean);
    page_raw(object->page, ",");
    page_json(object->page, english);
    page_raw(object->page, "]");
}

/* What whoever decides has to know of it: how much depends on it, what agencies have answered so
 * far, and why it is asked again. */
static void put_open(struct object *object, const json_t *detail)
{
    struct span why = member(detail, "reopened_for");
    put_count(object, "hanging",
              json_integer_value(json_object_get(detail, "n_created")) +
                  json_integer_value(json_object_get(detail, "n_removed")));
    put_text(object, "answers", member(detail, "answers"));
    if (why.len)
        put_both(object, "again", report_code(REPORT_KO, CODES_CHANGE, why),
                 report_code(REPORT_EN, CODES_CHANGE, why));
}

static void put_detail(struct object *object, struct report *report, struct span text,
                       bool is_protected)
{
    json_t *detail = read_detail(object->page, text);
    put_rows(object, report, detail, is_protected);
    put_text(object, "death", death_of(detail));
    if (report->review) put_open(object, detail);
    json_decref(detail);
}

/* Where cases are decided nobody who is protected has a name. */
static void put_person(struct object *object, struct report *report, struct span person_id,
                       bool is_protected)
{
    char label[PERSON_LABEL];
    const struct io_result *people = report->input->person_summary;
    int64_t row =
        worklist_index_find(&report->persons, (struct tool_piece){person_id.data, person_id.len});
    put_text(object, "person", person_id);
    if (!report->review || !is_protected)
        put_text(object, "name", report_person(report, person_id, label));
    if (row < 0) return;
    put_count(object, "records", report_number(people, "n_records", row));
    put_count(object, "known", report_number(people, "n_agencies", row));
}

/* What people did about it, in words; nothing about what is new. */
static void put_state(struct object *object, const struct report *report, int64_t row)
{
    char scratch[IO_CELL];
    struct span state = report_cell(report->input->findings, "state", row, scratch);
    if (!state.len || span_is(state, "new")) return;
    put_both(object, "state", report_state(REPORT_KO, state), report_state(REPORT_EN, state));
}

static void put_case(struct page *page, struct report *report, int64_t row)
{
    static const char *const columns[] = {"kind", "household_id", "agencies"};
    static const char *const keys[] = {"kind", "household", "parties"};
    const struct io_result *findings = report->input->findings;
    struct object object = {page, false};
    struct report_finding finding;
    char scratch[IO_CELL];
    const bool is_protected = report_number(findings, "protected", row) != 0;
    report_finding_read(report, REPORT_KO, row, &finding);
    page_raw(page, "{");
    put_text(&object, "id", finding.id);
    put_text(&object, "rule", finding.rule);
    put_count(&object, "severity", finding.severity);
    put_person(&object, report, finding.person_id, is_protected);
    put_text(&object, "owner", finding.owner);
    put_text(&object, "due", finding.due);
    put_text(&object, "start", finding.start);
    put_text(&object, "end", finding.end);
    put_text(&object, "ko", finding.message);
    put_text(&object, "en", report_cell(findings, "message_en", row, scratch));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        put_text(&object, keys[i], report_cell(findings, columns[i], row, scratch));
    put_state(&object, report, row);
    put_count(&object, "won", report_number(findings, "amount_won", row));
    put_count(&object, "protected", is_protected);
    put_detail(&object, report, finding.detail, is_protected);
    if (report->review) review_put_case(page, report, row);
    page_raw(page, "}");
}

/* ---- what cases refer to --------------------------------------------------------------------- */

static void put_agencies(struct page *page, const struct report *report)
{
    const struct io_result *agencies = report->input->agency_summary;
    for (int64_t row = 0; row < report_rows(agencies); row++) {
        char scratch[IO_CELL];
        page_raw(page, row ? ",[" : "[");
        page_json(page, report_cell(agencies, "agency_id", row, scratch));
        page_raw(page, ",");
        page_json(page, report_cell(agencies, "name", row, scratch));
        page_raw(page, "]");
    }
}

static void put_words(struct page *page, const char *text)
{
    page_raw(page, ",");
    page_json(page, (struct span){text, text ? strlen(text) : 0});
}

static void put_rules(struct page *page, const struct report *report)
{
    const struct io_result *runs = report->input->rule_runs;
    for (int64_t row = 0; row < report_rows(runs); row++) {
        char scratch[IO_CELL];
        struct span rule = report_cell(runs, "rule", row, scratch);
        char name[IO_CELL];
        page_raw(page, row ? ",[" : "[");
        page_json(page, rule);
        page_raw(page, ",");
        page_json(page, report_cell(runs, "name_ko", row, name));
        page_raw(page, ",");
        page_json(page, report_cell(runs, "name_en", row, name));
        put_words(page, report_rule_words(REPORT_KO, rule));
        put_words(page, report_rule_words(REPORT_EN, rule));
        page_raw(page, "]");
    }
}

static void put_programmes(struct page *page, struct report *report)
{
    static const char *const names[REPORT_LANGUAGES] = {"name", "name_en"};
    for (uint32_t i = 0; i < report->programmes.n; i++) {
        const char *code = report->programmes.at[i];
        const int64_t row =
            worklist_index_find(&report->programme_names, (struct tool_piece){code, strlen(code)});
        page_raw(page, i ? ",[" : "[");
        page_json_word(page, code);
        for (size_t language = 0; language < REPORT_LANGUAGES; language++) {
            char scratch[IO_CELL];
            struct span name = {NULL, 0};
            if (row >= 0)
                name = report_cell(report->input->programmes, names[language], row, scratch);
            page_raw(page, ",");
            page_json(page, name);
        }
        page_raw(page, "]");
    }
}

void report_case_data(struct page *page, struct report *report)
{
    page_raw(page, "<script type=\"application/json\" id=\"data\">{\"asOf\":");
    page_json_word(page, report->input->as_of);
    page_format(page,
                ",\"total\":%lld,\"words\":", (long long)report_rows(report->input->findings));
    report_desk_words(page);
    page_raw(page, ",\"codes\":");
    report_desk_codes(page);
    page_raw(page, ",\"severities\":[");
    for (int severity = 0; severity <= 4; severity++)
        page_format(page, "%s[\"%s\",\"%s\"]", severity ? "," : "",
                    report_severity(REPORT_KO, severity), report_severity(REPORT_EN, severity));
    page_raw(page, "],\"agencies\":[");
    put_agencies(page, report);
    page_raw(page, "],\"rules\":[");
    put_rules(page, report);
    page_raw(page, "],\n\"cases\":[");
    for (int64_t i = 0; i < report->n_cases && !page->failed; i++) {
        page_raw(page, i ? ",\n" : "\n");
        put_case(page, report, report->cases[i].row);
    }
    page_raw(page, "],\n\"programmes\":[");
    put_programmes(page, report);
    if (report->review && !review_read(report->review, report)) page->failed = true;
    page_raw(page, "],\n\"links\":[");
    report_case_links(page, report);
    page_raw(page, "]");
    if (report->review) review_put_words(page, report->review);
    page_raw(page, "}</script>");
}
