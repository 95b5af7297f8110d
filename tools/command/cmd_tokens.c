/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_tokens.c - dolbom tokens: what agencies compare without showing each other who people are.
 */
#include "command/command.h"

#include "run/run.h"

static const char *const for_tokens[] = {"persons", NULL};
static const char *const written[] = {"tokens", "token_headers", "table_counts", "rejects", NULL};

enum tool_exit cmd_tokens(const struct tool_arguments *arguments)
{
    struct tool_run run;
    if (!tool_given(arguments, TOOL_KEY)) {
        tool_complain("--key is needed: the key file that the agencies share; see --help");
        return TOOL_USAGE;
    }
    enum tool_exit code = tool_run_open(&run, arguments);
    if (code == TOOL_DONE) code = tool_run_stage(&run, "tokens", dolbom_tokens, for_tokens);
    if (code == TOOL_DONE) code = tool_run_finish(&run, written, NULL);
    tool_run_close(&run);
    return code;
}
