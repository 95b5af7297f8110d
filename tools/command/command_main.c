/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command_main.c - the whole of the command: find the subcommand, read its options, run it.
 */
#include "command/command.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static const char *command_name(size_t index)
{
    const struct tool_command *command = tool_command_at(index);
    return command ? command->name : NULL;
}

static const struct tool_command *find_command(const char *name)
{
    const struct tool_command *command;
    for (size_t i = 0; (command = tool_command_at(i)) != NULL; i++)
        if (strcmp(command->name, name) == 0) return command;
    return NULL;
}

/* A result that could not be written must not look like success. */
static enum tool_exit flush(enum tool_exit code)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    tool_complain_output();
    return code == TOOL_DONE || code == TOOL_FINDINGS ? TOOL_ENVIRONMENT : code;
}

static enum tool_exit usage(const char *typed)
{
    const char *near = tool_nearest(typed, command_name);
    if (near)
        tool_complain("there is no such command; did you mean dolbom %s?", near);
    else
        tool_complain("there is no such command; see dolbom help");
    return TOOL_USAGE;
}

/*
 * A core file would hold every name and number of the run. A limit of 1 byte means none at all,
 * even where the kernel pipes core files to a program, which a limit of 0 does not stop (core(5)).
 */
static void forbid_core(void)
{
    const struct rlimit none = {1, 1};
    setrlimit(RLIMIT_CORE, &none);
}

int tool_main(int argc, char **argv)
{
    forbid_core();
    if (argc < 2) {
        tool_help();
        return TOOL_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--version") == 0) name = "version";
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        const struct tool_command *asked = argc > 2 ? find_command(argv[2]) : NULL;
        if (asked)
            tool_help_command(asked);
        else
            tool_help();
        return flush(TOOL_DONE);
    }
    const struct tool_command *command = find_command(name);
    if (!command) return usage(name);
    struct tool_arguments arguments;
    if (!tool_arguments_read(command, argc, argv, &arguments)) return TOOL_USAGE;
    if (tool_given(&arguments, TOOL_HELP)) {
        tool_help_command(command);
        return flush(TOOL_DONE);
    }
    tool_signals_catch();
    return flush(command->run(&arguments));
}
