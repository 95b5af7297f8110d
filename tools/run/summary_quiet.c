/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary_quiet.c - the rules of a run that found nothing, a line for many.
 *
 *   결과 없음 9개: D01, D02, D04 …
 *   점검할 자료 없음 19개(이유는 rule_runs.csv): D07, D08 …
 *   점검하지 못함 22개
 *     stays 표가 없음: D12
 *
 * Why each had nothing to judge is in rule_runs and in the report; what was not looked for for want
 * of a table is said here, for somebody has to send it.
 */
#include "run/run.h"

#include <string.h>

static bool is_state(const struct io_result *runs, int64_t row, const char *state)
{
    return tool_cell_is(runs, io_result_column(runs, "state"), row,
                        (struct tool_piece){state, strlen(state)});
}

/* Has it that state, and no finding? */
static bool is_quiet(const struct io_result *runs, int64_t row, const char *state)
{
    int64_t n = 0;
    int column = io_result_column(runs, "n_findings");
    if (column >= 0) io_result_number(runs, column, row, &n);
    return n == 0 && is_state(runs, row, state);
}

static void put_id(const struct io_result *runs, int64_t row, bool first)
{
    char scratch[IO_CELL];
    size_t len;
    const char *rule = io_result_cell(runs, "rule", row, scratch, &len);
    fputs(first ? "" : ", ", stdout);
    tool_foreign_put(stdout, rule, len);
}

static size_t count_quiet(const struct io_result *runs, const char *state)
{
    size_t n = 0;
    for (int64_t row = 0; row < runs->n_rows; row++) n += is_quiet(runs, row, state);
    return n;
}

static void put_list(const struct io_result *runs, const char *state, size_t n)
{
    bool first = true;
    for (int64_t row = 0; n && row < runs->n_rows; row++) {
        if (!is_quiet(runs, row, state)) continue;
        put_id(runs, row, first);
        first = false;
    }
    if (n) printf("\n");
}

/* Do two rules not run, and for one reason? */
static bool same_reason(const struct io_result *runs, int column, int64_t left, int64_t right)
{
    char scratch[IO_CELL];
    struct tool_piece reason = {NULL, 0};
    if (!is_state(runs, left, "not_run") || !is_state(runs, right, "not_run")) return false;
    reason.text = io_result_text(runs, column, left, scratch, &reason.len);
    return reason.text && tool_cell_is(runs, column, right, reason);
}

/* All that did not run for the reason of that row, if none before it says the same. */
static void put_reason(const struct io_result *runs, int column, int64_t row)
{
    char scratch[IO_CELL];
    size_t len = 0;
    for (int64_t i = 0; i < row; i++)
        if (same_reason(runs, column, row, i)) return;
    const char *reason = io_result_text(runs, column, row, scratch, &len);
    printf("  ");
    tool_foreign_put(stdout, reason ? reason : "", len);
    printf(": ");
    put_id(runs, row, true);
    for (int64_t i = row + 1; i < runs->n_rows; i++)
        if (same_reason(runs, column, row, i)) put_id(runs, i, false);
    printf("\n");
}

void tool_summary_quiet_rules(const struct tool_run *run, bool in_english)
{
    const struct io_result *runs = tool_run_result(run, "rule_runs");
    if (!runs || runs->n_rows == 0) return;
    size_t n = count_quiet(runs, "run");
    if (n) printf(in_english ? "nothing found by %zu rules: " : "결과 없음 %zu개: ", n);
    put_list(runs, "run", n);
    n = count_quiet(runs, "nothing_to_judge");
    if (n)
        printf(in_english ? "nothing to judge for %zu rules (why: rule_runs.csv): "
                          : "점검할 자료 없음 %zu개(이유는 rule_runs.csv): ",
               n);
    put_list(runs, "nothing_to_judge", n);
    n = count_quiet(runs, "not_run");
    if (n) printf(in_english ? "%zu rules not run\n" : "점검하지 못함 %zu개\n", n);
    int column = io_result_column(runs, in_english ? "reason" : "reason_ko");
    for (int64_t row = 0; n && row < runs->n_rows; row++)
        if (is_state(runs, row, "not_run")) put_reason(runs, column, row);
    printf("\n");
}
