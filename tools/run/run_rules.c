/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_rules.c - the whole of a subcommand that runs one of the two stages of rules.
 */
#include "run/run.h"

enum tool_exit tool_run_need_table(const struct tool_run *run, const char *name, const char *maker)
{
    if (io_input_table((struct io_input *)&run->input, name)) return TOOL_DONE;
    tool_complain("--in holds no table %s; %s makes it", name, maker);
    return TOOL_INPUT;
}

enum tool_exit tool_run_rules(const struct tool_arguments *arguments, const char *label,
                              tool_stage stage)
{
    static const char *const for_clean[] = {"persons", NULL};
    static const char *const for_rules[] = {
        "cleaned",    "person_records", "agencies",    "services",
        "needs",      "referrals",      "cases",       "stays",
        "events",     "uploads",        "assessments", "applications",
        "facts",      "signals",        "capacity",    "sponsors",
        "reports",    "rules",          "programmes",  "need_map",
        "mutex",      "caps",           "deadlines",   "eligibility",
        "thresholds", "implies",        "life_events", "signal_weights",
        "domains",    "holidays",       "zones",       "decisions",
        NULL};
    static const char *const written[] = {"findings",     "finding_rows", "rule_runs",
                                          "table_counts", "rejects",      NULL};
    struct tool_run run;
    enum tool_exit code = tool_run_open(&run, arguments);
    if (code == TOOL_DONE) code = tool_run_need_as_of(&run);
    if (code == TOOL_DONE) code = tool_run_need_table(&run, "person_records", "dolbom link");
    if (code == TOOL_DONE) code = tool_run_stage(&run, "clean", dolbom_clean, for_clean);
    if (code == TOOL_DONE) code = tool_run_stage(&run, label, stage, for_rules);
    if (code == TOOL_DONE) code = tool_run_finish(&run, written, NULL);
    tool_run_close(&run);
    return code;
}
