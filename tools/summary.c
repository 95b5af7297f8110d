/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary.c - what came of a run, for a welfare officer, on standard output.
 *
 * Columns stay in line although a Hangul syllable is two columns wide. Names of rules and
 * messages come from the results; messages hold nothing personal, so this may be shown on
 * a shared screen.
 */
#include "tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SEVERITIES = 5,
    URGENT_SHOWN = 10
};

/* All words of the summary, Korean and English. */
struct words {
    const char *title, *tables, *rows_in, *used, *rejected, *collapsed, *people, *duplicates,
        *omissions, *others, *total, *severity[SEVERITIES], *none, *not_run, *urgent, *written,
        *report, *due;
};

static const struct words korean = {
    .title = "돌봄 점검 결과, 기준일 %s\n",
    .tables = "자료",
    .rows_in = "읽음",
    .used = "사용",
    .rejected = "제외",
    .collapsed = "합침",
    .people = "기록 %s건은 %s명의 것이고, 그중 %s명은 두 곳 이상에 있습니다.\n",
    .duplicates = "중복",
    .omissions = "누락",
    .others = "신원·자료 점검",
    .total = "계",
    .severity = {"참고", "낮음", "보통", "높음", "긴급"},
    .none = "없음",
    .not_run = "점검하지 못함",
    .urgent = "가장 급한 %d건",
    .written = "결과: %s\n",
    .report = "보고서: %s/report.html\n",
    .due = "기한 %.*s",
};

static const struct words english = {
    .title = "dolbom results as of %s\n",
    .tables = "table",
    .rows_in = "read",
    .used = "used",
    .rejected = "rejected",
    .collapsed = "merged",
    .people = "%s records belong to %s people; %s of them are at two agencies or more.\n",
    .duplicates = "duplicates",
    .omissions = "omissions",
    .others = "identity and data",
    .total = "all",
    .severity = {"info", "low", "medium", "high", "critical"},
    .none = "none",
    .not_run = "not run",
    .urgent = "the %d most urgent",
    .written = "written to %s\n",
    .report = "report: %s/report.html\n",
    .due = "due %.*s",
};

/* ---- columns ------------------------------------------------------------------------------------ */

/* How many columns a UTF-8 text fills: East Asian wide characters fill two. */
static int width_of(const char *text, size_t len)
{
    int width = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c & 0xC0) == 0x80) continue;
        bool wide = c == 0xE1 || (c >= 0xE3 && c <= 0xED) || (c == 0xEF && i + 1 < len && (unsigned char)text[i + 1] >= 0xBC);
        width += wide ? 2 : 1;
    }
    return width;
}

static void pad(int n)
{
    printf("%*s", n > 0 ? n : 0, "");
}

static void put_left(const char *text, size_t len, int width)
{
    fwrite(text, 1, len, stdout);
    pad(width - width_of(text, len));
}

static void put_right(const char *text, int width)
{
    pad(width - width_of(text, strlen(text)));
    fputs(text, stdout);
}

enum {
    COUNT_MAX = 48
};

/* 1,234,567; returns `grouped`. */
static const char *print_count(int64_t count, char grouped[COUNT_MAX])
{
    char digits[32];
    int n = snprintf(digits, sizeof digits, "%lld", (long long)count), to = 0;
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0) grouped[to++] = ',';
        grouped[to++] = digits[i];
    }
    grouped[to] = '\0';
    return grouped;
}

static void put_count(int64_t count, int width)
{
    char grouped[COUNT_MAX];
    put_right(print_count(count, grouped), width);
}

/* ---- tables and people -------------------------------------------------------------------------- */

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

struct membership {
    uint64_t person, agency;
};

static int by_person(const void *left_item, const void *right_item)
{
    const struct membership *left = left_item, *right = right_item;
    int order = (left->person > right->person) - (left->person < right->person);
    return order ? order : (left->agency > right->agency) - (left->agency < right->agency);
}

static uint64_t hash_cell(const struct io_result *result, int column, int64_t row)
{
    char scratch[IO_CELL];
    size_t len = 0;
    const char *text = io_result_text(result, column, row, scratch, &len);
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; text && i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001B3);
    return hash;
}

bool tool_people_count(const struct tool_run *run, struct tool_people *people)
{
    const struct io_result *records = tool_run_result(run, "person_records");
    *people = (struct tool_people){.n_records = records ? records->n_rows : 0};
    if (!people->n_records) return false;
    int person = io_result_column(records, "person_id");
    int agency = io_result_column(records, "agency_id");
    size_t n = (size_t)records->n_rows;
    struct membership *all = person >= 0 && agency >= 0 ? calloc(n, sizeof *all) : NULL;
    if (!all) return false;
    for (size_t i = 0; i < n; i++)
        all[i] = (struct membership){hash_cell(records, person, (int64_t)i),
                                     hash_cell(records, agency, (int64_t)i)};
    qsort(all, n, sizeof *all, by_person);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && all[end].person == all[i].person;) end++;
        people->n_people++;
        people->n_shared += all[end - 1].agency != all[i].agency;
    }
    free(all);
    return true;
}

static void put_people(const struct tool_run *run, const struct words *words)
{
    struct tool_people people;
    char records[COUNT_MAX], persons[COUNT_MAX], shared[COUNT_MAX];
    if (!tool_people_count(run, &people)) return;
    printf(words->people, print_count(people.n_records, records),
           print_count(people.n_people, persons), print_count(people.n_shared, shared));
    printf("\n");
}

/* ---- rules ---------------------------------------------------------------------------------------- */

static bool cell_is(const struct io_result *result, int column, int64_t row, const char *text,
                    size_t len)
{
    char scratch[IO_CELL];
    size_t n = 0;
    const char *cell = io_result_text(result, column, row, scratch, &n);
    return cell && n == len && memcmp(cell, text, n) == 0;
}

/* Findings of a rule by severity. */
static int64_t count_findings(const struct io_result *findings, const char *rule, size_t rule_len,
                              int64_t by_severity[SEVERITIES])
{
    int rule_column = io_result_column(findings, "rule");
    int severity_column = io_result_column(findings, "severity");
    int64_t n = 0;
    for (int64_t row = 0; row < findings->n_rows; row++) {
        int64_t severity;
        if (!cell_is(findings, rule_column, row, rule, rule_len)) continue;
        bool known = io_result_number(findings, severity_column, row, &severity) && severity >= 0 &&
                     severity < SEVERITIES;
        if (known) by_severity[severity]++;
        n++;
    }
    return n;
}

static void put_rule_head(const char *title, const struct words *words)
{
    put_left(title, strlen(title), 44);
    put_right(words->total, 8);
    for (int s = SEVERITIES - 1; s >= 0; s--) put_right(words->severity[s], 9);
    printf("\n");
}

static void put_rule(const struct io_result *runs, int64_t row, const struct io_result *findings,
                     const struct words *words, const char *name_column)
{
    char scratch[IO_CELL];
    size_t rule_len = 0, name_len = 0, reason_len = 0;
    const char *rule = io_result_text(runs, io_result_column(runs, "rule"), row, scratch, &rule_len);
    int column = io_result_column(runs, name_column);
    const char *name = column >= 0 ? io_result_text(runs, column, row, scratch, &name_len) : NULL;
    int state = io_result_column(runs, "state"), reason = io_result_column(runs, "reason");
    printf("  ");
    put_left(rule, rule_len, 5);
    put_left(name ? name : "", name_len, 37);
    if (!cell_is(runs, state, row, "run", 3)) {
        const char *why = io_result_text(runs, reason, row, scratch, &reason_len);
        printf("   %s%s%.*s\n", words->not_run, why ? ": " : "", (int)reason_len, why ? why : "");
        return;
    }
    int64_t by_severity[SEVERITIES] = {0};
    put_count(count_findings(findings, rule, rule_len, by_severity), 8);
    for (int s = SEVERITIES - 1; s >= 0; s--) {
        if (by_severity[s] > 0)
            put_count(by_severity[s], 9);
        else
            put_right("-", 9);
    }
    printf("\n");
}

/* The rules whose id begins with one of `letters`. */
static void put_rules(const struct tool_run *run, const char *title, const char *letters,
                      const struct words *words, const char *name_column)
{
    const struct io_result *runs = tool_run_result(run, "rule_runs");
    const struct io_result *findings = tool_run_result(run, "findings");
    bool begun = false;
    for (int64_t row = 0; runs && findings && row < runs->n_rows; row++) {
        char scratch[IO_CELL];
        size_t len = 0;
        const char *rule = io_result_text(runs, io_result_column(runs, "rule"), row, scratch, &len);
        if (!rule || len == 0 || !strchr(letters, rule[0])) continue;
        if (!begun) put_rule_head(title, words);
        begun = true;
        put_rule(runs, row, findings, words, name_column);
    }
    if (begun) printf("\n");
}

/* ---- what is most urgent ------------------------------------------------------------------------------ */

struct urgency {
    int64_t severity, due, row;
};

/* More severe first, then what was due first, then as the table stands. */
static bool more_urgent(const struct urgency *left, const struct urgency *right)
{
    if (left->severity != right->severity) return left->severity > right->severity;
    if (left->due != right->due) return left->due < right->due;
    return left->row < right->row;
}

static size_t find_urgent(const struct io_result *findings, struct urgency top[URGENT_SHOWN])
{
    int severity = io_result_column(findings, "severity"), due = io_result_column(findings, "due_on");
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

static void put_urgent(const struct tool_run *run, const struct words *words,
                       const char *message_column)
{
    const struct io_result *findings = tool_run_result(run, "findings");
    struct urgency top[URGENT_SHOWN];
    size_t n = findings ? find_urgent(findings, top) : 0;
    if (n == 0) return;
    printf(words->urgent, (int)n);
    printf("\n");
    for (size_t i = 0; i < n; i++) {
        char scratch[IO_CELL];
        size_t rule_len = 0, len = 0;
        int64_t severity = top[i].severity < 0 ? 0 : top[i].severity;
        const char *rule = io_result_text(findings, io_result_column(findings, "rule"), top[i].row,
                                          scratch, &rule_len);
        printf("  %2zu. ", i + 1);
        put_left(words->severity[severity % SEVERITIES],
                 strlen(words->severity[severity % SEVERITIES]), 9);
        put_left(rule ? rule : "", rule_len, 5);
        const char *message = io_result_text(findings, io_result_column(findings, message_column),
                                             top[i].row, scratch, &len);
        printf("%.*s\n", (int)len, message ? message : "");
    }
    printf("\n");
}

void tool_summary(const struct tool_run *run, bool has_report)
{
    bool in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1;
    const struct words *words = in_english ? &english : &korean;
    const char *name = in_english ? "name_en" : "name_ko";
    const char *out = tool_text(run->arguments, TOOL_OUT);
    char day[11];
    if (tool_plan_as_of(run->plan_text, day)) {
        printf(words->title, day);
        printf("\n");
    }
    put_tables(run, words);
    put_people(run, words);
    put_rules(run, words->duplicates, "D", words, name);
    put_rules(run, words->omissions, "O", words, name);
    put_rules(run, words->others, "IX", words, name);
    put_urgent(run, words, in_english ? "message_en" : "message_ko");
    printf(has_report && !io_is_database_name(out) ? words->report : words->written, out);
}
