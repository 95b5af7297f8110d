/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_diff.c - dolbom diff: what two runs found differently.
 *
 * Two lists of findings are compared, and nothing else of the runs, so they may have been made with
 * different policies, of different files or by different versions. It ends as diff does: 0 when
 * they are the same, 1 when they differ, 2 and more when something is wrong.
 */
#include "command/command.h"
#include "command/result_print.h"

#include <stdio.h>
#include <string.h>

#include "diff/diff.h"
#include "report/page.h"

/* ---- for people ------------------------------------------------------------------------------ */

struct reason_word {
    const char *word, *korean, *english;
};

static const struct reason_word reason_words[] = {
    {"row_added", "추가된 행 있음", "a row joined"},
    {"row_left", "빠진 행 있음", "a row left"},
    {"row_changed", "내용이 바뀐 행 있음", "a row changed"},
    {"person", "대상자 번호 변경", "the person has another id"},
    {"start", "시작일 변경", "another first day"},
    {"end", "종료일 변경", "another last day"},
    {"amount", "금액 변경", "another amount"},
    {"severity", "심각도 변경", "another severity"},
    {"state", "처리 상태 변경", "another state"}};

/* A text cell; "" when it is null. */
static const char *cell(const struct io_result *result, const char *column, int64_t row,
                        size_t *len)
{
    char scratch[IO_CELL]; /* only numbers need it */
    const char *text = io_result_cell(result, column, row, scratch, len);
    return text ? text : "";
}

static void put_reasons(const char *text, size_t len, bool in_english)
{
    const char *before = "  (";
    for (size_t i = 0; i < sizeof reason_words / sizeof *reason_words; i++) {
        const struct reason_word *reason = &reason_words[i];
        size_t n = strlen(reason->word);
        for (const char *at = text; at + n <= text + len; at++) {
            bool starts = at == text || at[-1] == ';';
            bool ends = at + n == text + len || at[n] == ';';
            if (!starts || !ends || memcmp(at, reason->word, n) != 0) continue;
            printf("%s%s", before, in_english ? reason->english : reason->korean);
            before = ", ";
        }
    }
    if (len) putchar(')');
}

static void put_change(const struct io_result *result, int64_t row, bool in_english)
{
    enum { ID_SHOWN = 8 };
    size_t len;
    const char *change = cell(result, "change", row, &len);
    printf("%c ", *change == 'n' ? '+' : *change == 'g' ? '-' : '~');
    const char *text = cell(result, "rule", row, &len);
    tool_foreign_put(stdout, text, len);
    int64_t severity = 0;
    io_result_number(result, io_result_column(result, "severity"), row, &severity);
    printf(" %s  ", report_severity(in_english ? REPORT_EN : REPORT_KO, severity));
    text = cell(result, in_english ? "message_en" : "message_ko", row, &len);
    tool_foreign_put(stdout, text, len);
    text = cell(result, "reason", row, &len);
    put_reasons(text, len, in_english);
    text = cell(result, "finding_id", row, &len);
    printf(" [");
    tool_foreign_put(stdout, text, len < ID_SHOWN ? len : ID_SHOWN);
    puts("]");
}

static void print_text(const struct diff_side sides[2], const struct io_result *result,
                       const struct diff_counts *counts, bool in_english)
{
    printf(in_english ? "%s to %s: %lld new, %lld changed, %lld gone, %lld as before\n"
                      : "%s → %s: 새 결과 %lld건, 바뀐 결과 %lld건, 없어진 결과 %lld건, 그대로인 "
                        "결과 %lld건\n",
           sides[0].run.as_of, sides[1].run.as_of, (long long)counts->n_new,
           (long long)counts->n_changed, (long long)counts->n_gone, (long long)counts->n_same);
    if (result->n_rows) putchar('\n');
    for (int64_t row = 0; row < result->n_rows; row++) put_change(result, row, in_english);
}

/* ---- for programs ---------------------------------------------------------------------------- */

static bool print_json(const struct diff_side sides[2], const struct io_result *result,
                       const struct diff_counts *counts)
{
    json_t *list = result_as_json(result);
    json_t *all =
        json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:o}", "previous_as_of", sides[0].run.as_of,
                  "as_of", sides[1].run.as_of, "n_new", (json_int_t)counts->n_new, "n_changed",
                  (json_int_t)counts->n_changed, "n_gone", (json_int_t)counts->n_gone, "n_same",
                  (json_int_t)counts->n_same, "changes", list);
    bool done =
        list && all && json_dumpf(all, stdout, JSON_INDENT(2)) == 0 && putchar('\n') == '\n';
    json_decref(all);
    return done;
}

static bool print_all(const struct tool_arguments *arguments, const struct diff_side sides[2],
                      const struct io_result *result, const struct diff_counts *counts)
{
    enum { TEXT, CSV, JSON };
    int64_t format = tool_number(arguments, TOOL_FORMAT, TEXT);
    if (format == CSV) return result_print_csv(result);
    if (format == JSON) return print_json(sides, result, counts);
    if (!tool_given(arguments, TOOL_QUIET))
        print_text(sides, result, counts, tool_number(arguments, TOOL_LANG, 0) == 1);
    return true;
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum tool_exit compare(const struct tool_arguments *arguments, struct diff_side sides[2])
{
    struct io_result result = {.n_rows = 0};
    struct diff_counts counts;
    enum tool_exit code = TOOL_DONE;
    if (!diff_match(&sides[0], &sides[1], &result, &counts)) {
        tool_complain("out of memory");
        code = TOOL_ENVIRONMENT;
    } else if (!print_all(arguments, sides, &result, &counts)) {
        tool_complain_output();
        code = TOOL_ENVIRONMENT;
    } else if (result.n_rows) {
        code = TOOL_FINDINGS;
    }
    io_result_clear(&result);
    return code;
}

/* Whom the runs were written for: what one of them leaves out would pass for gone or new. */
static bool have_one_reader(const struct tool_arguments *arguments, const struct diff_side sides[2])
{
    const char *one = sides[0].run.agency, *other = sides[1].run.agency;
    bool same = one && other ? strcmp(one, other) == 0 : one == other;
    if (!same)
        tool_complain("%s, %s: written for different readers (--for), so that what only one of "
                      "them may see would pass for new or gone; name two runs written for one "
                      "agency, or for everybody",
                      arguments->word[0], arguments->word[1]);
    return same;
}

enum tool_exit cmd_diff(const struct tool_arguments *arguments)
{
    struct diff_side sides[2] = {{.n = 0}, {.n = 0}};
    enum tool_exit code = TOOL_DONE;
    for (int i = 0; i < 2 && code == TOOL_DONE; i++)
        if (!diff_side_read(&sides[i], arguments->word[i], arguments))
            code = tool_fail_io(&sides[i].run.input.problem);
    if (code == TOOL_DONE && !have_one_reader(arguments, sides)) code = TOOL_INPUT;
    if (code == TOOL_DONE) code = compare(arguments, sides);
    for (int i = 0; i < 2; i++) diff_side_close(&sides[i]);
    return code;
}
