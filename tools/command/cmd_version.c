/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_version.c - dolbom version.
 */
#include "command/command.h"

#include <stdio.h>

enum tool_exit cmd_version(const struct tool_arguments *arguments)
{
    (void)arguments;
    printf("dolbom %s\n", dolbom_version());
    return TOOL_DONE;
}
