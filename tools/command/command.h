/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command.h - the subcommands: a file with one function each, a line in the table of command.c.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "cli/cli.h"

/* Runs the command line; gives the exit code. To be called once in a process. */
int tool_main(int argc, char **argv);

/* The table of subcommands, in the order of the help; NULL after the last. */
const struct tool_command *tool_command_at(size_t index);
/* What the command does, in half a line. */
const char *tool_purpose(void);
/* What an exit code means; NULL after the last one. */
const char *tool_exit_text(size_t code);
void tool_help(void);
void tool_help_command(const struct tool_command *command);

/* What the two stages of rules take besides tables, and reconcile besides these. */
#define TOOL_RULES (TOOL_TABLES | TOOL_BIT(TOOL_POLICY) | TOOL_BIT(TOOL_FAIL_ON))
#define TOOL_RECONCILE                                                                             \
    (TOOL_RULES | TOOL_BIT(TOOL_FOR) | TOOL_BIT(TOOL_BY) | TOOL_BIT(TOOL_PREVIOUS) |               \
     TOOL_BIT(TOOL_WORKLISTS) | TOOL_BIT(TOOL_NAMES) | TOOL_BIT(TOOL_DECISIONS) |                  \
     TOOL_BIT(TOOL_SUMMARY) | TOOL_BIT(TOOL_RESUME) | TOOL_BIT(TOOL_REVIEW))

enum tool_exit cmd_reconcile(const struct tool_arguments *arguments);
enum tool_exit cmd_check(const struct tool_arguments *arguments);
enum tool_exit cmd_inspect(const struct tool_arguments *arguments);
enum tool_exit cmd_link(const struct tool_arguments *arguments);
enum tool_exit cmd_clean(const struct tool_arguments *arguments);
enum tool_exit cmd_explain(const struct tool_arguments *arguments);
enum tool_exit cmd_group(const struct tool_arguments *arguments);
enum tool_exit cmd_duplicates(const struct tool_arguments *arguments);
enum tool_exit cmd_omissions(const struct tool_arguments *arguments);
enum tool_exit cmd_compare(const struct tool_arguments *arguments);
enum tool_exit cmd_value(const struct tool_arguments *arguments);
enum tool_exit cmd_diff(const struct tool_arguments *arguments);
enum tool_exit cmd_eval(const struct tool_arguments *arguments);
enum tool_exit cmd_juso(const struct tool_arguments *arguments);
enum tool_exit cmd_key(const struct tool_arguments *arguments);
enum tool_exit cmd_plan(const struct tool_arguments *arguments);
enum tool_exit cmd_policy(const struct tool_arguments *arguments);
enum tool_exit cmd_rules(const struct tool_arguments *arguments);
enum tool_exit cmd_simulate(const struct tool_arguments *arguments);
enum tool_exit cmd_sample(const struct tool_arguments *arguments);
enum tool_exit cmd_run(const struct tool_arguments *arguments);
enum tool_exit cmd_selftest(const struct tool_arguments *arguments);
enum tool_exit cmd_tokens(const struct tool_arguments *arguments);
enum tool_exit cmd_version(const struct tool_arguments *arguments);

#endif
