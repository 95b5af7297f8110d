/* SPDX-License-Identifier: Apache-2.0 */
/*
 * help.c - what dolbom help and --help print.
 */
#include "command/command.h"

#include <stdio.h>
#include <string.h>

const char *tool_purpose(void)
{
    return "finds people whom several welfare agencies serve twice and people whom nobody serves";
}

void tool_help(void)
{
    printf("dolbom %s: %s\n\n", dolbom_version(), tool_said(tool_purpose()));
    printf("%s: dolbom COMMAND [OPTIONS]\n\n", tool_said("usage"));
    const struct tool_command *command;
    for (size_t i = 0; (command = tool_command_at(i)) != NULL; i++)
        printf("  %-12s %s\n", command->name, tool_said(command->summary));
    printf("\n%s\n\n%s:\n",
           tool_said("dolbom COMMAND --help shows the options of a command and an example."),
           tool_said("exit codes"));
    const char *text;
    for (size_t code = 0; (text = tool_exit_text(code)) != NULL; code++)
        printf("  %zu %s\n", code, tool_said(text));
}

static void help_option(const struct tool_option *option)
{
    enum { LEFT = 24 };
    const char *argument = option->kind == TOOL_FLAG ? "" : option->argument;
    int width = printf("  --%s%s%s", option->name, *argument ? " " : "", argument) - 2;
    bool wide = width > LEFT;
    printf("%s%*s%s\n", wide ? "\n" : "", wide ? LEFT + 3 : LEFT + 1 - width, "",
           tool_said(option->help));
}

void tool_help_command(const struct tool_command *command)
{
    bool words = command->words[0] != '\0';
    printf("%s: dolbom %s%s%s [OPTIONS]\n\n%s\n\n", tool_said("usage"), command->name,
           words ? " " : "", command->words, tool_said(command->summary));
    for (int id = 0; id < TOOL_OPTIONS; id++)
        if ((command->options | TOOL_EVERY) & TOOL_BIT(id))
            help_option(tool_option_of((enum tool_option_id)id));
    printf("\n%s:\n%s", tool_said("example"), command->example);
    if (command->more) printf("\n%s\n", tool_said(command->more));
}
