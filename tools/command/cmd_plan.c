/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_plan.c - dolbom plan: print the settings in force.
 */
#include "command/command.h"

#include <stdio.h>
#include <stdlib.h>

char *tool_plan_text(const dolbom_plan *plan, size_t *len)
{
    *len = 0;
    dolbom_plan_print(plan, NULL, 0, len);
    char *text = malloc(*len + 1);
    if (!text || dolbom_plan_print(plan, text, *len, len) != DOLBOM_OK) {
        free(text);
        return NULL;
    }
    text[*len] = '\0';
    return text;
}

enum tool_exit cmd_plan(const struct tool_arguments *arguments)
{
    struct tool_progress progress = {.shown = false};
    dolbom_plan *plan;
    enum tool_exit code = tool_plan_read(arguments, &progress, &plan);
    if (code != TOOL_DONE) return code;
    size_t len;
    char *text = tool_plan_text(plan, &len);
    if (text)
        fwrite(text, 1, len, stdout);
    else
        tool_complain("out of memory");
    free(text);
    dolbom_plan_free(plan);
    return text ? TOOL_DONE : TOOL_ENVIRONMENT;
}
