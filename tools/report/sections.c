/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sections.c - the report's tables: counts, rules, agencies, urgent findings, rejected rows.
 */
#include "report/page.h"

#include <stdlib.h>
#include <string.h>

enum { URGENT_MAX = 200, RULES_MAX = 256 }; /* a policy may have 99 of its own */

/* ---- counts ------------------------------------------------------------------------------ */

static void card(struct page *page, const char *label, int64_t number, const char *unit)
{
    page_raw(page, "<li><b>");
    page_number(page, number);
    page_word(page, unit);
    page_raw(page, "</b> <span>");
    page_word(page, label);
    page_raw(page, "</span></li>");
}

/* Amounts come from data, so their sum saturates at the largest number. */
static int64_t add_capped(int64_t sum, int64_t more)
{
    int64_t total;
    if (!__builtin_add_overflow(sum, more, &total)) return total;
    return more > 0 ? INT64_MAX : INT64_MIN;
}

void report_counts(struct page *page, const struct report_input *input,
                   enum report_language language)
{
    static const char *const kinds[] = {"duplicate", "omission", "identity", "data"};
    int64_t n[4] = {0}, won = 0, records = 0, rejected = 0;
    char scratch[IO_CELL];
    for (int64_t row = 0; row < report_rows(input->findings); row++) {
        struct span kind = report_cell(input->findings, "kind", row, scratch);
        for (int k = 0; k < 4; k++) n[k] += span_is(kind, kinds[k]);
        won = add_capped(won, report_number(input->findings, "amount_won", row));
    }
    for (int64_t row = 0; row < report_rows(input->table_counts); row++) {
        struct span table = report_cell(input->table_counts, "table", row, scratch);
        rejected += report_number(input->table_counts, "rejected", row);
        if (span_is(table, "persons"))
            records = report_number(input->table_counts, "accepted", row);
    }
    page_raw(page, "<ul class=\"cards\">");
    card(page, report_word(language, WORD_RECORDS), records, "");
    if (input->n_persons >= 0) card(page, report_word(language, WORD_PEOPLE), input->n_persons, "");
    card(page, report_word(language, WORD_DUPLICATES), n[0], "");
    card(page, report_word(language, WORD_OMISSIONS), n[1], "");
    card(page, report_word(language, WORD_IDENTITY), n[2], "");
    card(page, report_word(language, WORD_DATA), n[3], "");
    card(page, report_word(language, WORD_MONEY), won, language == REPORT_KO ? "원" : " won");
    card(page, report_word(language, WORD_REJECTED), rejected, "");
    page_raw(page, "</ul>");
}

/* ---- by rule ----------------------------------------------------------------------------- */

static void state_cell(struct page *page, const struct report_input *input, int64_t row,
                       enum report_language language)
{
    char scratch[IO_CELL], reason[IO_CELL];
    struct span state = report_cell(input->rule_runs, "state", row, scratch);
    enum report_word word = span_is(state, "run")                ? WORD_RUN
                            : span_is(state, "disabled")         ? WORD_DISABLED
                            : span_is(state, "nothing_to_judge") ? WORD_NOTHING
                                                                 : WORD_NOT_RUN;
    const char *column = language == REPORT_KO ? "reason_ko" : "reason";
    struct span why = report_cell(input->rule_runs, column, row, reason);
    page_raw(page, word == WORD_NOT_RUN ? "<td class=\"warn\">" : "<td>");
    page_word(page, report_word(language, word));
    if (why.len) {
        page_raw(page, ": ");
        page_span(page, why);
    }
    page_raw(page, "</td>");
}

/* The rules of the run, in the order of rule_runs. */
struct rules {
    char id[RULES_MAX][8];
    size_t n;
    size_t found; /* which was found last: most findings have the rule of the one before */
};

static void rules_read(struct rules *rules, const struct report_input *input)
{
    *rules = (struct rules){.n = 0};
    for (int64_t row = 0; row < report_rows(input->rule_runs) && rules->n < RULES_MAX; row++) {
        char scratch[IO_CELL];
        struct span id = report_cell(input->rule_runs, "rule", row, scratch);
        size_t len = id.len < sizeof *rules->id ? id.len : sizeof *rules->id - 1;
        if (len) memcpy(rules->id[rules->n], id.data, len);
        rules->n++;
    }
}

/* The place of a finding's rule; rules->n if it is not among them. */
static size_t rules_find(struct rules *rules, const struct report_input *input, int64_t finding)
{
    char scratch[IO_CELL];
    struct span rule = report_cell(input->findings, "rule", finding, scratch);
    for (size_t i = 0; i < rules->n; i++) {
        size_t at = (rules->found + i) % rules->n;
        if (span_is(rule, rules->id[at])) return rules->found = at;
    }
    return rules->n;
}

/* Findings by rule and severity. */
static void count_severities(const struct report_input *input, struct rules *rules, int64_t (*n)[5])
{
    for (int64_t row = 0; row < report_rows(input->findings); row++) {
        int64_t severity = report_number(input->findings, "severity", row);
        size_t rule = rules_find(rules, input, row);
        if (rule < rules->n && severity >= 0 && severity <= 4) n[rule][severity]++;
    }
}

void report_rules(struct page *page, const struct report_input *input,
                  enum report_language language)
{
    const char *heads[] = {report_word(language, WORD_RULE),  report_word(language, WORD_MEANING),
                           report_word(language, WORD_FOUND), report_severity(language, 4),
                           report_severity(language, 3),      report_severity(language, 2),
                           report_severity(language, 1),      report_severity(language, 0),
                           report_word(language, WORD_STATE)};
    report_table_begin(page, report_word(language, WORD_BY_RULE), heads,
                       sizeof heads / sizeof *heads, 2, 8);
    struct rules rules;
    int64_t counts[RULES_MAX][5] = {0};
    rules_read(&rules, input);
    count_severities(input, &rules, counts);
    for (size_t row = 0; row < rules.n; row++) {
        char name[IO_CELL];
        const int64_t *n = counts[row];
        page_raw(page, "<tr><th scope=\"row\">");
        page_word(page, rules.id[row]);
        page_raw(page, "</th>");
        report_span_cell(page, report_cell(input->rule_runs,
                                           language == REPORT_KO ? "name_ko" : "name_en",
                                           (int64_t)row, name));
        report_number_cell(page, n[0] + n[1] + n[2] + n[3] + n[4]);
        for (int s = 4; s >= 0; s--) report_number_cell(page, n[s]);
        state_cell(page, input, (int64_t)row, language);
        page_raw(page, "</tr>");
    }
    report_table_end(page);
}

/* ---- by agency --------------------------------------------------------------------------- */

/* counts[agency * n_rules + rule], one for each agency that is party to a finding. */
struct pivot {
    struct rules rules;
    int64_t *counts;
};

static bool pivot_open(struct pivot *pivot, const struct report_input *input)
{
    rules_read(&pivot->rules, input);
    pivot->counts = calloc((size_t)report_rows(input->agency_summary) + 1,
                           (pivot->rules.n + 1) * sizeof *pivot->counts);
    return pivot->counts != NULL;
}

static void pivot_count(struct pivot *pivot, const struct report_input *input, int64_t row)
{
    char list[IO_CELL];
    struct span at = report_cell(input->findings, "agencies", row, list);
    size_t r = rules_find(&pivot->rules, input, row);
    if (r == pivot->rules.n) return;
    while (at.len) {
        const char *end = memchr(at.data, ';', at.len);
        size_t len = end ? (size_t)(end - at.data) : at.len;
        int64_t agency = report_find_agency(input, (struct span){at.data, len});
        if (agency >= 0) pivot->counts[(size_t)agency * pivot->rules.n + r]++;
        at = (struct span){at.data + len + (end != NULL), at.len - len - (end != NULL)};
    }
}

static void agency_row(struct page *page, const struct report_input *input,
                       const struct pivot *pivot, int64_t agency)
{
    char id[IO_CELL], zone[IO_CELL];
    int64_t total = 0;
    page_raw(page, "<tr><th scope=\"row\">");
    report_agency(input, report_cell(input->agency_summary, "agency_id", agency, id), page);
    page_raw(page, "</th>");
    struct span zone_name = report_cell(input->agency_summary, "zone_name", agency, zone);
    if (!zone_name.data) zone_name = report_cell(input->agency_summary, "zone_id", agency, zone);
    report_span_cell(page, zone_name);
    for (size_t r = 0; r < pivot->rules.n; r++) {
        total += pivot->counts[(size_t)agency * pivot->rules.n + r];
        report_number_cell(page, pivot->counts[(size_t)agency * pivot->rules.n + r]);
    }
    report_number_cell(page, total);
    page_raw(page, "</tr>");
}

void report_agencies(struct page *page, const struct report_input *input,
                     enum report_language language)
{
    struct pivot pivot;
    const char *heads[RULES_MAX + 3];
    if (!report_rows(input->agency_summary)) return;
    if (!pivot_open(&pivot, input)) {
        page->failed = true;
        return;
    }
    for (int64_t row = 0; row < report_rows(input->findings); row++)
        pivot_count(&pivot, input, row);
    heads[0] = report_word(language, WORD_AGENCY);
    heads[1] = report_word(language, WORD_ZONE);
    for (size_t r = 0; r < pivot.rules.n; r++) heads[2 + r] = pivot.rules.id[r];
    heads[2 + pivot.rules.n] = report_word(language, WORD_TOTAL);
    report_table_begin(page, report_word(language, WORD_BY_AGENCY), heads, 3 + pivot.rules.n, 2,
                       3 + pivot.rules.n);
    for (int64_t agency = 0; agency < report_rows(input->agency_summary); agency++)
        agency_row(page, input, &pivot, agency);
    report_table_end(page);
    free(pivot.counts);
}

/* ---- urgent ------------------------------------------------------------------------------ */

static void urgent_row(struct page *page, const struct report_input *input, int64_t row,
                       enum report_language language)
{
    struct report_finding finding;
    report_finding_read(input, language, row, &finding);
    page_format(page, "<tr><td><span class=\"s s%d\">", (int)finding.severity);
    page_word(page, report_severity(language, finding.severity));
    page_raw(page, "</span></td>");
    report_span_cell(page, finding.rule);
    page_raw(page, "<td>");
    report_person(input, finding.person_id, page);
    page_raw(page, "</td>");
    report_span_cell(page, finding.message);
    page_raw(page, "<td class=\"day\">");
    page_span(page, finding.due);
    page_raw(page, "</td>");
    page_raw(page, "<td>");
    report_agency(input, finding.owner, page);
    page_raw(page, "</td></tr>");
}

void report_urgent(struct page *page, const struct report_input *input,
                   enum report_language language)
{
    const char *heads[] = {report_word(language, WORD_SEVERITY), report_word(language, WORD_RULE),
                           report_word(language, WORD_PERSON),   report_word(language, WORD_WHAT),
                           report_word(language, WORD_DUE),      report_word(language, WORD_OWNER)};
    int64_t n = report_rows(input->findings), shown = n < URGENT_MAX ? n : URGENT_MAX;
    report_table_begin(page, report_word(language, WORD_URGENT), heads,
                       sizeof heads / sizeof *heads, 0, 0);
    for (int64_t row = 0; row < shown; row++) urgent_row(page, input, row, language);
    report_table_end(page);
    if (shown < n) {
        page_raw(page, "<p>");
        page_number(page, n - shown);
        page_raw(page, language == REPORT_KO ? "" : " ");
        page_word(page, report_word(language, WORD_MORE));
        page_raw(page, ".</p>");
    }
}

/* ---- rejected rows ----------------------------------------------------------------------- */

enum { REJECT_GROUPS_MAX = 128 };

struct reject_group {
    struct span table, reason;
    int64_t n;
};

static void count_reject(struct reject_group *groups, size_t *n, struct span table,
                         struct span reason)
{
    size_t g = 0;
    while (g < *n && !(span_equal(table, groups[g].table) && span_equal(reason, groups[g].reason)))
        g++;
    if (g == REJECT_GROUPS_MAX) return;
    if (g == *n) groups[(*n)++] = (struct reject_group){table, reason, 0};
    groups[g].n++;
}

static int span_order(struct span left, struct span right)
{
    size_t shared = left.len < right.len ? left.len : right.len;
    int order = shared ? memcmp(left.data, right.data, shared) : 0;
    return order ? order : (left.len > right.len) - (left.len < right.len);
}

/* By table and reason; rows come in the order of files, which has no meaning. */
static int group_order(const void *left_group, const void *right_group)
{
    const struct reject_group *left = left_group, *right = right_group;
    int order = span_order(left->table, right->table);
    return order ? order : span_order(left->reason, right->reason);
}

void report_rejects(struct page *page, const struct report_input *input,
                    enum report_language language)
{
    struct reject_group groups[REJECT_GROUPS_MAX];
    size_t n = 0;
    for (int64_t row = 0; row < report_rows(input->rejects); row++) {
        char table[IO_CELL], reason[IO_CELL];
        count_reject(groups, &n, report_cell(input->rejects, "table", row, table),
                     report_cell(input->rejects, "reason", row, reason));
    }
    if (!n) return;
    qsort(groups, n, sizeof *groups, group_order);
    const char *heads[] = {report_word(language, WORD_TABLE), report_word(language, WORD_REASON),
                           report_word(language, WORD_ROWS)};
    report_table_begin(page, report_word(language, WORD_REJECTS), heads, 3, 2, 3);
    for (size_t g = 0; g < n; g++) {
        page_raw(page, "<tr>");
        report_span_cell(page, report_code(language, groups[g].table));
        report_span_cell(page, report_code(language, groups[g].reason));
        report_number_cell(page, groups[g].n);
        page_raw(page, "</tr>");
    }
    report_table_end(page);
}
