/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary.c - the outcome of a run, for a welfare officer, on standard output.
 *
 * Columns stay aligned although a Hangul syllable is two columns wide. Names of rules and messages
 * come from the results; messages hold nothing personal, so this may be shown on a shared screen.
 */
#include "run/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    URGENT_SHOWN = 10,
    ID_SHOWN = 8 /* digits of a finding's id, enough to find it in the report */
};

/* All words of the summary, Korean and English. */
struct words {
    const char *title, *attention, *tables, *rows_in, *used, *rejected, *collapsed, *why,
        *duplicates, *omissions, *others, *own, *total, *unused, *urgent, *written, *report,
        *review;
    const char *name_column, *message_column; /* of results, in this language */
    bool in_english;
};

static const struct words korean = {
    .title = "돌봄 점검 결과, 기준일 %s\n",
    .attention = "주의: ",
    .tables = "자료",
    .rows_in = "읽음",
    .used = "사용",
    .rejected = "제외",
    .collapsed = "합침",
    .why = "제외 사유(행별 내용은 rejects.csv): ",
    .duplicates = "중복",
    .omissions = "누락",
    .others = "신원·자료 점검",
    .own = "정책에서 정한 규칙",
    .total = "계",
    .unused = "주의: 결정 %s건은 해당하는 결과나 기록이 없습니다(unused_decisions.csv).\n",
    .urgent = "우선 확인할 %d건",
    .written = "결과: %s\n",
    .report = "보고서: %s/report.html\n",
    .review = "결정 화면: %s/review.html\n",
    .name_column = "name_ko",
    .message_column = "message_ko",
};

static const struct words english = {
    .title = "dolbom results as of %s\n",
    .attention = "attention: ",
    .tables = "table",
    .rows_in = "read",
    .used = "used",
    .rejected = "rejected",
    .collapsed = "merged",
    .why = "why rejected (row by row in rejects.csv): ",
    .duplicates = "duplicates",
    .omissions = "omissions",
    .others = "identity and data",
    .own = "rules of the policy's own",
    .total = "all",
    .unused = "attention: %s decisions are about no finding or record (unused_decisions.csv)\n",
    .urgent = "the %d most urgent",
    .written = "written to %s\n",
    .report = "report: %s/report.html\n",
    .review = "to be decided: %s/review.html\n",
    .name_column = "name_en",
    .message_column = "message_en",
    .in_english = true,
};

/* ---- columns ----------------------------------------------------------------------------- */

static void pad(int n)
{
    printf("%*s", n > 0 ? n : 0, "");
}

/* Text of others, safe to show; returns the columns it fills. */
static int put_foreign(const char *text, size_t len)
{
    int width = 0;
    while (len > 0) {
        struct tool_piece piece = tool_next_piece(&text, &len);
        fwrite(piece.text, 1, piece.len, stdout);
        width += tool_width(piece.text, piece.len);
    }
    return width;
}

static void put_left(const char *text, size_t len, int width)
{
    pad(width - put_foreign(text, len));
}

static void put_right(const char *text, int width)
{
    pad(width - tool_width(text, strlen(text)));
    fputs(text, stdout);
}

static void put_count(int64_t count, int width)
{
    char grouped[TOOL_GROUPED];
    put_right(tool_grouped(count, grouped), width);
}

/* At most `most` bytes of a text cell. */
static void put_cell(const struct io_result *result, const char *column, int64_t row, size_t most)
{
    char scratch[IO_CELL];
    size_t len;
    const char *text = io_result_cell(result, column, row, scratch, &len);
    put_foreign(text, len < most ? len : most);
}

/* ---- tables and people ------------------------------------------------------------------- */

/* What casts doubt on everything else comes first. */
static void put_doubts(const struct tool_run *run, const struct words *words)
{
    char grouped[TOOL_GROUPED];
    const struct io_result *unused = tool_run_result(run, "unused_decisions");
    bool any = tool_summary_doubts(stdout, run, words->attention);
    if (unused && unused->n_rows > 0) {
        printf(words->unused, tool_grouped(unused->n_rows, grouped));
        any = true;
    }
    if (any) printf("\n");
}

static void put_tables(const struct tool_run *run, const struct words *words)
{
    const struct io_result *counts = &run->table_counts;
    put_left(words->tables, strlen(words->tables), 18);
    put_right(words->rows_in, 12);
    put_right(words->used, 12);
    put_right(words->rejected, 10);
    put_right(words->collapsed, 10);
    printf("\n");
    for (int64_t row = 0; row < counts->n_rows; row++) {
        char scratch[IO_CELL];
        size_t len = 0;
        const char *name = io_result_text(counts, 0, row, scratch, &len);
        printf("  ");
        put_left(name, len, 16);
        for (int c = 1; c < 5; c++) {
            int64_t n = 0;
            io_result_number(counts, c, row, &n);
            put_count(n, c < 3 ? 12 : 10);
        }
        printf("\n");
    }
    printf("\n");
}

struct reason {
    char text[160]; /* "persons DATE", "대상자 명단(persons) 올바르지 않은 날짜(DATE)" */
    int64_t n;
};

/* The table and the reason of a rejected row, with what they are called in Korean. */
static void name_reason(const struct io_result *rejects, int64_t row, bool in_english,
                        char text[160])
{
    char scratch[2][IO_CELL], table[40] = "", code[32] = "", named[2][TOOL_WORDED];
    size_t table_len = 0, code_len = 0;
    const char *table_text = io_result_text(rejects, 0, row, scratch[0], &table_len);
    const char *code_text = io_result_text(rejects, 6, row, scratch[1], &code_len);
    if (table_text) snprintf(table, sizeof table, "%.*s", (int)table_len, table_text);
    if (code_text) snprintf(code, sizeof code, "%.*s", (int)code_len, code_text);
    struct tool_piece word = tool_code_word((struct tool_piece){code, strlen(code)}, false);
    bool worded = !in_english && word.text != code;
    snprintf(text, 160, "%s %s",
             tool_with_word(table, in_english ? NULL : tool_table_word(table), named[0]),
             tool_with_word(code, worded ? word.text : NULL, named[1]));
}

/* Counts of rejected rows by table and reason, in the order of the table. */
static size_t count_reasons(const struct io_result *rejects, bool in_english,
                            struct reason *reasons, size_t cap)
{
    size_t n = 0;
    for (int64_t row = 0; row < rejects->n_rows; row++) {
        char text[160];
        size_t at = 0;
        name_reason(rejects, row, in_english, text);
        while (at < n && strcmp(reasons[at].text, text) != 0) at++;
        if (at == cap) continue;
        if (at == n) reasons[n++] = (struct reason){.n = 0};
        strcpy(reasons[at].text, text);
        reasons[at].n++;
    }
    return n;
}

static void put_reasons(const struct tool_run *run, const struct words *words)
{
    enum { REASONS_MAX = 128 };
    struct reason reasons[REASONS_MAX];
    size_t n = count_reasons(&run->rejects, words->in_english, reasons, REASONS_MAX);
    char grouped[TOOL_GROUPED];
    for (size_t i = 0; i < n; i++)
        printf("%s%s %s", i == 0 ? words->why : ", ", reasons[i].text,
               tool_grouped(reasons[i].n, grouped));
    if (n > 0) printf("\n\n");
}

/* ---- rules ------------------------------------------------------------------------------- */

/* Findings of a rule by severity. */
static int64_t count_findings(const struct io_result *findings, struct tool_piece rule,
                              int64_t by_severity[TOOL_SEVERITIES])
{
    int rule_column = io_result_column(findings, "rule");
    int severity_column = io_result_column(findings, "severity");
    int64_t n = 0;
    for (int64_t row = 0; row < findings->n_rows; row++) {
        int64_t severity;
        if (!tool_cell_is(findings, rule_column, row, rule)) continue;
        bool known = io_result_number(findings, severity_column, row, &severity) && severity >= 0 &&
                     severity < TOOL_SEVERITIES;
        if (known) by_severity[severity]++;
        n++;
    }
    return n;
}

static void put_rule_head(const char *title, const struct words *words)
{
    put_left(title, strlen(title), 46);
    put_right(words->total, 8);
    for (int s = TOOL_SEVERITIES - 1; s >= 0; s--)
        put_right(tool_severity_word(s, words->in_english), 9);
    printf("\n");
}

/* The rule of a row of rule_runs that has n findings. */
static void put_rule(const struct io_result *runs, int64_t row, int64_t n,
                     const int64_t by_severity[TOOL_SEVERITIES], const struct words *words)
{
    char scratch[IO_CELL], name_scratch[IO_CELL];
    size_t name_len;
    struct tool_piece rule;
    rule.text = io_result_cell(runs, "rule", row, scratch, &rule.len);
    const char *name = io_result_cell(runs, words->name_column, row, name_scratch, &name_len);
    printf("  ");
    put_left(rule.text, rule.len, 5);
    put_left(name, name_len, 39);
    put_count(n, 8);
    for (int s = TOOL_SEVERITIES - 1; s >= 0; s--) {
        if (by_severity[s] > 0)
            put_count(by_severity[s], 9);
        else
            put_right("-", 9);
    }
    printf("\n");
}

/* The rules with findings whose id begins with one of `letters`. */
static void put_rules(const struct tool_run *run, const char *title, const char *letters,
                      const struct words *words)
{
    const struct io_result *runs = tool_run_result(run, "rule_runs");
    const struct io_result *findings = tool_run_result(run, "findings");
    bool begun = false;
    for (int64_t row = 0; runs && findings && row < runs->n_rows; row++) {
        char scratch[IO_CELL];
        size_t len = 0;
        const char *rule = io_result_text(runs, io_result_column(runs, "rule"), row, scratch, &len);
        if (!rule || len == 0 || !strchr(letters, rule[0])) continue;
        int64_t by_severity[TOOL_SEVERITIES] = {0};
        int64_t n = count_findings(findings, (struct tool_piece){rule, len}, by_severity);
        if (n == 0) continue;
        if (!begun) put_rule_head(title, words);
        begun = true;
        put_rule(runs, row, n, by_severity, words);
    }
    if (begun) printf("\n");
}

/* ---- what is most urgent ----------------------------------------------------------------- */

struct urgency {
    int64_t severity, due, row;
};

/* More severe first, then what was due first, then in the order of the table. */
static bool more_urgent(const struct urgency *left, const struct urgency *right)
{
    if (left->severity != right->severity) return left->severity > right->severity;
    if (left->due != right->due) return left->due < right->due;
    return left->row < right->row;
}

static size_t find_urgent(const struct io_result *findings, struct urgency top[URGENT_SHOWN])
{
    int severity = io_result_column(findings, "severity"),
        due = io_result_column(findings, "due_on");
    size_t n = 0;
    for (int64_t row = 0; row < findings->n_rows; row++) {
        struct urgency one = {.severity = -1, .due = INT64_MAX, .row = row};
        if (severity >= 0) io_result_number(findings, severity, row, &one.severity);
        if (due >= 0) io_result_number(findings, due, row, &one.due);
        size_t at = n;
        while (at > 0 && more_urgent(&one, &top[at - 1])) at--;
        if (at == URGENT_SHOWN) continue;
        if (n < URGENT_SHOWN) n++;
        memmove(&top[at + 1], &top[at], (n - at - 1) * sizeof *top);
        top[at] = one;
    }
    return n;
}

static bool cell_is_empty(const struct io_result *result, const char *column, int64_t row)
{
    char scratch[IO_CELL];
    size_t len;
    io_result_cell(result, column, row, scratch, &len);
    return len == 0;
}

/* The row of `table` whose `column` holds the same text as a cell of the findings; -1: none. */
static int64_t find_row(const struct io_result *findings, const char *cell, int64_t row,
                        const struct io_result *table, const char *column)
{
    char scratch[IO_CELL];
    struct tool_piece text = {NULL, 0};
    int at = table ? io_result_column(table, column) : -1;
    text.text = io_result_text(findings, io_result_column(findings, cell), row, scratch, &text.len);
    for (int64_t i = 0; at >= 0 && text.text && i < table->n_rows; i++)
        if (tool_cell_is(table, at, i, text)) return i;
    return -1;
}

/* "손○기, 동부희망케어센터: " whom it is about and who should act, as far as known. */
static void put_whom(const struct tool_run *run, const struct io_result *findings, int64_t row)
{
    const struct io_result *persons = tool_run_result(run, "person_summary");
    const struct io_result *agencies = tool_run_result(run, "agency_summary");
    int64_t person = find_row(findings, "person_id", row, persons, "person_id");
    int64_t agency = find_row(findings, "owner_agency", row, agencies, "agency_id");
    if (person >= 0) put_cell(persons, "name_masked", person, SIZE_MAX);
    if (person >= 0 && agency >= 0) printf(", ");
    if (agency >= 0) {
        bool named = !cell_is_empty(agencies, "name", agency);
        put_cell(agencies, named ? "name" : "agency_id", agency, SIZE_MAX);
    }
    if (person >= 0 || agency >= 0) printf(": ");
}

static void put_urgent(const struct tool_run *run, const struct words *words)
{
    const struct io_result *findings = tool_run_result(run, "findings");
    struct urgency top[URGENT_SHOWN];
    size_t n = findings ? find_urgent(findings, top) : 0;
    if (n == 0) return;
    printf(words->urgent, (int)n);
    printf("\n");
    for (size_t i = 0; i < n; i++) {
        char scratch[IO_CELL];
        size_t rule_len = 0;
        const char *severity = tool_severity_word(top[i].severity, words->in_english);
        const char *rule = io_result_text(findings, io_result_column(findings, "rule"), top[i].row,
                                          scratch, &rule_len);
        printf("  %2zu. ", i + 1);
        put_left(severity, strlen(severity), 9);
        put_left(rule ? rule : "", rule_len, 5);
        put_whom(run, findings, top[i].row);
        put_cell(findings, words->message_column, top[i].row, SIZE_MAX);
        printf(" [");
        put_cell(findings, "finding_id", top[i].row, ID_SHOWN);
        printf("]\n");
    }
    printf("\n");
}

static void put_places(const struct tool_run *run, const struct words *words, bool has_report,
                       bool in_english)
{
    const char *out = tool_text(run->arguments, TOOL_OUT);
    char *shown = tool_place_shown(run, out);
    bool has_pages = has_report && !io_is_database_name(out);
    if (shown) printf(has_pages ? words->report : words->written, shown);
    if (shown && has_pages && tool_given(run->arguments, TOOL_REVIEW)) printf(words->review, shown);
    free(shown);
    tool_summary_worklists(run, in_english);
}

static void put_long(const struct tool_run *run, const struct words *words, bool in_english)
{
    char day[11];
    put_doubts(run, words);
    if (tool_plan_as_of(run->plan, day)) {
        printf(words->title, day);
        printf("\n");
    }
    put_tables(run, words);
    put_reasons(run, words);
    if (tool_summary_people(stdout, run)) printf("\n");
    put_rules(run, words->duplicates, "D", words);
    put_rules(run, words->omissions, "O", words);
    put_rules(run, words->others, "IX", words);
    put_rules(run, words->own, "L", words);
    tool_summary_quiet_rules(run, in_english);
    tool_summary_changes(run, in_english);
    if (tool_summary_decisions(run, in_english, stdout)) printf("\n");
    put_urgent(run, words);
}

bool tool_summary(const struct tool_run *run, bool has_report)
{
    bool in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1;
    bool is_short = tool_number(run->arguments, TOOL_SUMMARY, 0) == 1;
    const struct words *words = in_english ? &english : &korean;
    char *text = is_short ? tool_summary_short(run) : NULL;
    if (is_short && !text) { /* the long one has names, which no mail may have */
        tool_complain("out of memory");
        return false;
    }
    if (text)
        printf("%s\n", text);
    else
        put_long(run, words, in_english);
    free(text);
    put_places(run, words, has_report, in_english);
    return true;
}

void tool_summary_again(const struct tool_run *run, const char *text)
{
    bool in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1;
    printf("%s\n", text);
    put_places(run, in_english ? &english : &korean, true, in_english);
}
