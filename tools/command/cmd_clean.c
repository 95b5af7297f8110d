/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_clean.c - dolbom clean: people's records as the comparison sees them.
 */
#include "command/command.h"

#include "run/run.h"

static const char *const for_clean[] = {"persons", NULL};
static const char *const written[] = {"cleaned", "table_counts", "rejects", NULL};

enum tool_exit cmd_clean(const struct tool_arguments *arguments)
{
    struct tool_run run;
    enum tool_exit code = tool_run_open(&run, arguments);
    if (code == TOOL_DONE) code = tool_run_stage(&run, "clean", dolbom_clean, for_clean);
    if (code == TOOL_DONE) code = tool_run_finish(&run, written, NULL);
    tool_run_close(&run);
    return code;
}
