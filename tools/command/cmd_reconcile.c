/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_reconcile.c - dolbom reconcile: from agencies' files to findings in one run.
 */
#include "command/command.h"
#include "run/run.h"

static const char *const written[] = {"pairs",
                                      "match_keys",
                                      "person_records",
                                      "findings",
                                      "finding_rows",
                                      "person_summary",
                                      "agency_summary",
                                      "rule_runs",
                                      "table_counts",
                                      "rejects",
                                      NULL};

/* Is there a finding at least as severe as --fail-on says? */
enum tool_exit tool_verdict(const struct tool_run *run)
{
    const struct io_result *findings = tool_run_result(run, "findings");
    int column = findings ? io_result_column(findings, "severity") : -1;
    if (!tool_given(run->arguments, TOOL_FAIL_ON) || column < 0) return TOOL_DONE;
    int64_t least = tool_number(run->arguments, TOOL_FAIL_ON, 0);
    for (int64_t row = 0; row < findings->n_rows; row++) {
        int64_t severity;
        bool known = io_result_number(findings, column, row, &severity);
        if (known && severity >= least) return TOOL_FINDINGS;
    }
    return TOOL_DONE;
}

enum tool_exit cmd_reconcile(const struct tool_arguments *arguments)
{
    struct tool_run run;
    enum tool_exit code = tool_run_open(&run, arguments);
    if (code == TOOL_DONE) code = tool_run_need_as_of(&run);
    if (code == TOOL_DONE) code = tool_run_stage(&run, "reconcile", dolbom_reconcile, NULL);
    if (code == TOOL_DONE) code = tool_run_settle(&run);
    if (code == TOOL_DONE) code = tool_run_write(&run, written, tool_report_write);
    if (code == TOOL_DONE && !tool_given(arguments, TOOL_QUIET)) tool_summary(&run, true);
    if (code == TOOL_DONE) code = tool_verdict(&run);
    tool_run_close(&run);
    return code;
}
