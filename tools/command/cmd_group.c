/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_group.c - dolbom group: persons from pairs that were found or decided earlier.
 */
#include "command/command.h"

#include "run/run.h"

static const char *const for_clean[] = {"persons", NULL};
static const char *const for_group[] = {"cleaned", "pairs", "decisions", NULL};
static const char *const written[] = {"person_records", "table_counts", "rejects", NULL};

enum tool_exit cmd_group(const struct tool_arguments *arguments)
{
    struct tool_run run;
    enum tool_exit code = tool_run_open(&run, arguments);
    if (code == TOOL_DONE) code = tool_run_need_table(&run, "pairs", "dolbom link");
    if (code == TOOL_DONE) code = tool_run_stage(&run, "clean", dolbom_clean, for_clean);
    if (code == TOOL_DONE) code = tool_run_stage(&run, "group", dolbom_group, for_group);
    if (code == TOOL_DONE) code = tool_run_finish(&run, written, NULL);
    tool_run_close(&run);
    return code;
}
