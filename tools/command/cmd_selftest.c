/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_selftest.c - dolbom selftest: do the libraries that the results depend on work?
 */
#include "command/command.h"

#include <stdio.h>

enum tool_exit cmd_selftest(const struct tool_arguments *arguments)
{
    (void)arguments;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_self_test(&error);
    if (status != DOLBOM_OK) return tool_fail(status, &error, "selftest");
    printf("dolbom %s: all checks passed\n", dolbom_version());
    return TOOL_DONE;
}
