/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.h - the page being written and its sections; private to this folder.
 */
#ifndef PAGE_H
#define PAGE_H

#include "report/report.h"

/* ---- texts of cells ---------------------------------------------------------------------- */

/* Bytes of a result's cell; data is NULL for null. */
struct span {
    const char *data;
    size_t len;
};
bool span_is(struct span span, const char *word);
bool span_equal(struct span left, struct span right);
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
/* Escaped for text and attributes; null gives nothing. */
void page_span(struct page *page, struct span text);
void page_word(struct page *page, const char *text);
/* 1,234,567 */
void page_number(struct page *page, int64_t number);
/* Everything up to the first <main> (page_head.c). */
void page_head(struct page *page, const char *title, bool english_first);
/* For markup with numbers and fixed words only. */
void page_format(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- languages (report_words.c) ---------------------------------------------------------- */

enum report_language { REPORT_KO, REPORT_EN, REPORT_LANGUAGES };

enum report_word {
    WORD_TITLE,
    WORD_AS_OF,
    WORD_RECORDS,
    WORD_PEOPLE,
    WORD_DUPLICATES,
    WORD_OMISSIONS,
    WORD_IDENTITY,
    WORD_DATA,
    WORD_REJECTED,
    WORD_MONEY,
    WORD_BY_RULE,
    WORD_RULE,
    WORD_MEANING,
    WORD_FOUND,
    WORD_STATE,
    WORD_RUN,
    WORD_NOT_RUN,
    WORD_NOTHING,
    WORD_DISABLED,
    WORD_BY_AGENCY,
    WORD_AGENCY,
    WORD_ZONE,
    WORD_URGENT,
    WORD_WORST,
    WORD_SEVERITY,
    WORD_PERSON,
    WORD_WHAT,
    WORD_DUE,
    WORD_OWNER,
    WORD_FROM,
    WORD_TO,
    WORD_RUNNING,
    WORD_ROLE,
    WORD_REJECTS,
    WORD_TABLE,
    WORD_REASON,
    WORD_ROWS,
    WORD_NOTE,
    WORD_NOTE_PROMPT,
    WORD_NOTE_FILES,
    WORD_MORE,
    WORD_TIMELINE,
    WORD_TOTAL,
    WORD_ALL_ZONES,
    WORD_COVERAGE,
    WORD_COVERAGE_NOTE,
    WORD_HIDDEN,
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
/* "critical" … "note" for 4 … 0. */
const char *report_severity(enum report_language language, int64_t severity);
/* A table or role as people call it; the code itself if it has no word. */
struct span report_code(enum report_language language, struct span code);

/* ---- what sections share (report_cells.c) ------------------------------------------------ */

/* Cells of a finding that several parts of the page use. */
struct report_finding {
    int64_t row, severity;
    struct span rule, person_id, owner, due, start, end, message, detail;
    char scratch[3][IO_CELL]; /* the days */
};
void report_finding_read(const struct report_input *input, enum report_language language,
                         int64_t row, struct report_finding *finding);
/* "김○자 (1948)" for a person; "" if the person is not in the summary. */
void report_person(const struct report_input *input, struct span person_id, struct page *page);
/* The agency's name, or its id. */
void report_agency(const struct report_input *input, struct span agency_id, struct page *page);
/* The row of an agency in agency_summary, which is sorted by id; -1 if it is not there. */
int64_t report_find_agency(const struct report_input *input, struct span agency_id);

/* A table with its head; columns [first_number, end_number) hold numbers and are aligned to the
 * right. */
void report_table_begin(struct page *page, const char *caption, const char *const *heads, size_t n,
                        size_t first_number, size_t end_number);
void report_table_end(struct page *page);
void report_number_cell(struct page *page, int64_t number);
void report_span_cell(struct page *page, struct span text);

/* Sections of the page, in their order; each in one language. */
void report_counts(struct page *page, const struct report_input *input,
                   enum report_language language);
void report_changes(struct page *page, const struct report_input *input,
                    enum report_language language);
void report_rules(struct page *page, const struct report_input *input,
                  enum report_language language);
void report_agencies(struct page *page, const struct report_input *input,
                     enum report_language language);
void report_indicators(struct page *page, const struct report_input *input,
                       enum report_language language);
void report_coverage(struct page *page, const struct report_input *input,
                     enum report_language language);
void report_visits(struct page *page, const struct report_input *input,
                   enum report_language language);
void report_sponsors(struct page *page, const struct report_input *input,
                     enum report_language language);
void report_worst(struct page *page, const struct report_input *input,
                  enum report_language language);
void report_urgent(struct page *page, const struct report_input *input,
                   enum report_language language);
void report_rejects(struct page *page, const struct report_input *input,
                    enum report_language language);

#endif
