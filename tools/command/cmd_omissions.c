/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_omissions.c - dolbom omissions: what was needed and not given, to persons that link has
 * formed.
 */
#include "command/command.h"

#include "run/run.h"

enum tool_exit cmd_omissions(const struct tool_arguments *arguments)
{
    return tool_run_rules(arguments, "omissions", dolbom_omissions);
}
