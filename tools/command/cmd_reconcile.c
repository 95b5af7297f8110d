/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_reconcile.c - dolbom reconcile: from agencies' files to findings in one run.
 */
#include "command/command.h"

#include <string.h>

#include "run/resume.h"

static const char *const written[] = {"pairs",
                                      "match_keys",
                                      "person_records",
                                      "findings",
                                      "finding_rows",
                                      "finding_changes",
                                      "finding_change_rows",
                                      "person_summary",
                                      "agency_summary",
                                      "worklist",
                                      "coverage",
                                      "indicators",
                                      "visit_list",
                                      "support",
                                      "rule_runs",
                                      "unused_decisions",
                                      "table_counts",
                                      "rejects",
                                      NULL};

/* False, after a message, when an option stands without the one that it is about. */
static bool options_agree(const struct tool_arguments *arguments)
{
    const char *worklists = tool_text(arguments, TOOL_WORKLISTS);
    const char *out = tool_text(arguments, TOOL_OUT);
    bool same_place = worklists && out && strcmp(worklists, out) == 0;
    const char *why = NULL;
    if (tool_given(arguments, TOOL_BY) && !tool_given(arguments, TOOL_FOR))
        why = "--by says who writes for an agency, which --for names; see --help";
    else if (tool_given(arguments, TOOL_NAMES) && !worklists && !tool_given(arguments, TOOL_REVIEW))
        why = "--names is about what --worklists and --review write; see --help";
    else if (same_place)
        why = "--worklists and --out name the same place; see --help";
    if (why) tool_complain("%s", tool_said(why));
    return !why;
}

enum tool_exit cmd_reconcile(const struct tool_arguments *arguments)
{
    struct tool_run run;
    bool resumed = false;
    if (!options_agree(arguments)) return TOOL_USAGE;
    enum tool_exit code = tool_run_open(&run, arguments);
    if (code == TOOL_DONE) code = tool_run_need_as_of(&run);
    if (code == TOOL_DONE) code = tool_resume_decide(&run, &resumed);
    if (code == TOOL_DONE && resumed) code = tool_resume(&run);
    if (resumed || code != TOOL_DONE) {
        tool_run_close(&run);
        return code;
    }
    tool_no_policy_tell(&run);
    code = tool_run_stage(&run, "reconcile", dolbom_reconcile, NULL);
    if (code == TOOL_DONE) code = tool_run_finish(&run, written, tool_report_write);
    tool_run_close(&run);
    return code;
}
