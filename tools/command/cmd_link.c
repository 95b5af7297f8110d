/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_link.c - dolbom link: which records are the same person; clean, link and group.
 */
#include "command/command.h"

#include "run/run.h"

static const char *const for_match[] = {"persons", "tokens", "token_headers", "decisions", NULL};
static const char *const written[] = {"pairs",        "match_keys", "person_records",
                                      "table_counts", "rejects",    NULL};

enum tool_exit cmd_link(const struct tool_arguments *arguments)
{
    struct tool_run run;
    enum tool_exit code = tool_run_open(&run, arguments);
    if (code == TOOL_DONE) code = tool_run_stage(&run, "link", dolbom_match, for_match);
    if (code == TOOL_DONE) code = tool_run_finish(&run, written, NULL);
    tool_run_close(&run);
    return code;
}
