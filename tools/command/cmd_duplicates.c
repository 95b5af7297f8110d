/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_duplicates.c - dolbom duplicates: what was given twice, to persons that link has formed.
 */
#include "command/command.h"

#include "run/run.h"

enum tool_exit cmd_duplicates(const struct tool_arguments *arguments)
{
    return tool_run_rules(arguments, "duplicates", dolbom_duplicates);
}
