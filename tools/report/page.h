/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.h - the page being written and its sections; private to this folder.
 */
#ifndef PAGE_H
#define PAGE_H

#include "report/report.h"

#include "worklist/worklist.h"

/* ---- texts of cells ---------------------------------------------------------------------- */

/* Bytes of a result's cell; data is NULL for null. */
struct span {
    const char *data;
    size_t len;
};
bool span_is(struct span span, const char *word);
bool span_equal(struct span left, struct span right);
/* By their bytes, as memcmp() tells; null is empty. */
int span_order(struct span left, struct span right);
/* A cell of a column by name; null when the table or the column is not there. */
struct span report_cell(const struct io_result *result, const char *column, int64_t row,
                        char scratch[IO_CELL]);
/* A number, 0 when null. */
int64_t report_number(const struct io_result *result, const char *column, int64_t row);
int64_t report_rows(const struct io_result *result);

/* ---- a page being written (page.c) ------------------------------------------------------- */

/* Text that grows; running out of memory is remembered. */
struct page {
    char *data;
    size_t len, cap;
    bool failed;
};
void page_raw(struct page *page, const char *text);
/* Append another page's text, which is emptied. */
void page_part(struct page *page, struct page *part);
/* Escaped for text and attributes; null gives nothing. */
void page_span(struct page *page, struct span text);
void page_word(struct page *page, const char *text);
/* A JSON text that may stand inside <script>; null gives null. */
void page_json(struct page *page, struct span text);
void page_json_word(struct page *page, const char *text);
/* 1,234,567 */
void page_number(struct page *page, int64_t number);
/* For markup with numbers and fixed words only. */
void page_format(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Everything up to the two languages, and after them, of a page with its style and script
 * (page_head.c). */
enum page_kind { PAGE_TO_READ, PAGE_OF_CASES, PAGE_OF_REVIEW };
void page_head(struct page *page, enum page_kind kind, const char *title, bool english_first);
void page_end(struct page *page, enum page_kind kind);

/* ---- languages --------------------------------------------------------------------------- */

enum report_language { REPORT_KO, REPORT_EN, REPORT_LANGUAGES };

/* What the page says (report_words.c). Words of the desk are handed to the script by their names
 * there. */
enum report_word {
    WORD_TITLE,
    WORD_AS_OF,
    WORD_CONTENTS,
    WORD_RECORDS,
    WORD_PEOPLE,
    WORD_DUPLICATES,
    WORD_OMISSIONS,
    WORD_IDENTITY,
    WORD_DATA,
    WORD_REJECTED,
    WORD_MONEY,
    WORD_OVERDUE,
    WORD_BY_RULE,
    WORD_RULE,
    WORD_FOUND,
    WORD_STATE,
    WORD_JUDGED,
    WORD_NONE_FOUND,
    WORD_RUN,
    WORD_NOT_RUN,
    WORD_NOTHING,
    WORD_DISABLED,
    WORD_UNCHECKED,
    WORD_UNCHECKED_NOTE,
    WORD_UNJUDGED,
    WORD_UNJUDGED_NOTE,
    WORD_BY_AGENCY,
    WORD_AGENCY,
    WORD_ZONE,
    WORD_CASES,
    WORD_NO_CASES,
    WORD_NO_CASES_NOTE,
    WORD_PLAIN,
    WORD_PLAIN_MORE,
    WORD_SEVERITY,
    WORD_ID,
    WORD_PERSON,
    WORD_WHAT,
    WORD_DUE,
    WORD_OWNER,
    WORD_FROM,
    WORD_REJECTS,
    WORD_TABLE,
    WORD_REASON,
    WORD_ROWS,
    WORD_NOTE_PROMPT,
    WORD_NOTE_FILES,
    WORD_MORE,
    WORD_TOTAL,
    WORD_ALL_ZONES,
    WORD_COVERAGE,
    WORD_COVERAGE_NOTE,
    WORD_NO_COVERAGE,
    WORD_HIDDEN,
    WORD_ALL_HIDDEN,
    WORD_RESPONSE,
    WORD_RESPONSE_NOTE,
    WORD_NO_RESPONSE,
    WORD_DAYS,
    WORD_VISITS,
    WORD_RANK,
    WORD_LAST_VISIT,
    WORD_NEVER,
    WORD_SUPPORT,
    WORD_CLASS,
    WORD_NEEDING,
    WORD_WITHOUT,
    WORD_OFFERS,
    WORD_PLACES,
    WORD_INDICATORS,
    WORD_MONTH,
    WORD_DUPLICATE_RATE,
    WORD_OMISSION_RATE,
    WORD_IN_TIME_RATE,
    WORD_COVERAGE_RATE,
    WORD_CHANGES,
    WORD_CHANGES_LISTED,
    REPORT_WORDS
};
const char *report_word(enum report_language language, enum report_word word);
/* The words of the script, as a JSON object of pairs; and such an object of any words. */
void report_desk_words(struct page *page);
struct page_words {
    const char *name, *text[REPORT_LANGUAGES];
};
void page_words(struct page *page, const struct page_words *list, size_t n);
/* "critical" … "note" for 4 … 0. */
const char *report_severity(enum report_language language, int64_t severity);

/* Codes of the results, as people call them (report_codes.c). */
enum report_codes {
    CODES_KIND,
    CODES_CHANGE,
    CODES_TABLE,
    CODES_ROLE,
    CODES_STATUS,
    CODES_FIELD,
    CODES_LEVEL,
    REPORT_CODES
};
/* The code itself if it has no word. */
struct span report_code(enum report_language language, enum report_codes of, struct span code);
/* The same of states of findings, and of reasons of rejects. */
struct span report_state(enum report_language language, struct span code);
/* Those that the script shows, as a JSON object of lists. */
void report_desk_codes(struct page *page);

/* What a rule looks for, in a sentence (rule_words.c); NULL: one of the policy's own. */
const char *report_rule_words(enum report_language language, struct span rule);

/* ---- what sections share (report_cells.c) ------------------------------------------------ */

/* A finding's place among those shown. */
struct report_place {
    int64_t row, severity, agency; /* the row of its owner in agency_summary */
    int32_t due;
};

/* A run's results, and what is looked up in them. */
struct report {
    const struct report_input *input;
    struct worklist_index persons, programme_names;
    struct report_place *cases; /* in the order in which they are shown */
    int64_t n_cases, n_overdue;
    struct tool_names programmes, links; /* those that are shown; of pairs the rows */
    struct review *review;               /* of a page on which cases are decided; else NULL */
};
/* False when memory ran out; may be closed either way. */
bool report_open(struct report *report, const struct report_input *input);
void report_close(struct report *report);

/* Cells of a finding that several parts of the page use. */
struct report_finding {
    int64_t row, severity;
    struct span id, rule, person_id, owner, due, start, end, message, detail;
    char scratch[3][IO_CELL]; /* the days */
};
void report_finding_read(const struct report *report, enum report_language language, int64_t row,
                         struct report_finding *finding);
enum { SHORT_ID = 8 };
/* The id that people see. */
struct span report_short_id(struct span id);
/* "김○자 (1948)" for a person; "" if the person is not in the summary. */
enum { PERSON_LABEL = 160 };
struct span report_person(struct report *report, struct span person_id, char label[PERSON_LABEL]);
/* The agency's name, or its id. */
struct span report_agency(const struct report *report, struct span agency_id,
                          char scratch[IO_CELL]);
/* The row of an agency in agency_summary, which is sorted by id; -1 if it is not there. */
int64_t report_find_agency(const struct report *report, struct span agency_id);
/* The zone's name, where an agency's row gives it; else its id; null: all zones. */
void report_zone(struct page *page, const struct report *report, enum report_language language,
                 struct span zone);
/* The next of "a;b;c", taken off the list; empty: no more. */
struct span report_next(struct span *list);

/* The page's part in a language up to its title and day; the caller closes its <div>. */
void report_begin(struct page *page, enum report_language language, const char *title,
                  const char *as_of);
/* A section with its title, which the table of contents leads to by the word. */
void report_section(struct page *page, enum report_language language, enum report_word title);
void report_section_end(struct page *page);
/* A table with its head; columns [first_number, end_number) hold numbers and are aligned to the
 * right; the label is for those who hear the page. */
struct report_heads {
    const char *const *at;
    size_t n, first_number, end_number;
    const char *look; /* a class of the style sheet, or NULL */
};
void report_table_begin(struct page *page, const char *label, const struct report_heads *heads);
void report_table_end(struct page *page);
void report_number_cell(struct page *page, int64_t number);
void report_span_cell(struct page *page, struct span text);
/* The same, with the name of its column for narrow screens, where cells stand below each other. */
void report_named_cell(struct page *page, const char *name, struct span text);
void report_named_number(struct page *page, const char *name, int64_t number);
/* "12.3 %" */
void report_percent(struct page *page, int64_t n, int64_t of);

/* A line over months (chart.c). */
enum { CHART_MONTHS = 36 };
struct report_chart {
    struct span title;
    const char *unit;
    struct span months[CHART_MONTHS];
    int64_t values[CHART_MONTHS]; /* -1: unknown */
    size_t n;
    bool is_share; /* values are millionths */
};
/* The value of a month, which follows those that are there or is the last of them; of more than
 * CHART_MONTHS the latest are kept. */
int64_t *report_chart_month(struct report_chart *chart, struct span month);
void report_chart(struct page *page, const struct report_chart *chart);

/* ---- sections of the page, in their order; each in one language -------------------------- */

void report_counts(struct page *page, struct report *report, enum report_language language);
void report_unchecked(struct page *page, struct report *report, enum report_language language);
void report_cases(struct page *page, struct report *report, enum report_language language);
void report_agencies(struct page *page, struct report *report, enum report_language language);
void report_changes(struct page *page, struct report *report, enum report_language language);
void report_rules(struct page *page, struct report *report, enum report_language language);
void report_coverage(struct page *page, struct report *report, enum report_language language);
void report_response(struct page *page, struct report *report, enum report_language language);
void report_indicators(struct page *page, struct report *report, enum report_language language);
void report_visits(struct page *page, struct report *report, enum report_language language);
void report_sponsors(struct page *page, struct report *report, enum report_language language);
void report_rejects(struct page *page, struct report *report, enum report_language language);

/* All that the script draws, as a block of data (case_data.c). */
void report_case_data(struct page *page, struct report *report);

/* The records of a case, each once; their texts lie in its detail. */
enum { CASE_ROWS = 20 };
struct report_records {
    struct report_record {
        struct span agency, id;
    } at[CASE_ROWS];
    size_t n;
};
bool report_has_record(const struct report_records *records, struct report_record record);
/* The numbers of the pairs that a case shows, and how many more there are; then all that cases
 * show, in the order of their numbers (case_links.c). */
size_t report_links_of(struct page *page, struct report *report,
                       const struct report_records *records);
void report_case_links(struct page *page, const struct report *report);

#endif
