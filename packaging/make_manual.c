/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make_manual.c - prints dolbom(1) out of the tables that `dolbom help` is printed from.
 *
 * usage: make_manual DATA_FOLDER, the folder in which policy and documents are installed
 */
#include <stdio.h>

#include "command/command.h"

/* Text as roff takes it: no character of it commands anything, and a hyphen stays one. */
static void put(const char *text)
{
    if (*text == '.' || *text == '\'') fputs("\\&", stdout);
    for (; *text; text++) {
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
    }
}

static void put_line(const char *text)
{
    put(text);
    putchar('\n');
}

/* Lines as they stand. */
static void put_example(const char *text)
{
    printf("\n.EX\n");
    put(text);
    printf(".EE\n");
}

static void put_options_of(const struct tool_command *command)
{
    bool first = true;
    for (int id = 0; id < TOOL_OPTIONS; id++) {
        if (!(command->options & TOOL_BIT(id))) continue;
        printf("%s\\fB\\-\\-", first ? "\nOptions: " : ",\n");
        put(tool_option_of((enum tool_option_id)id)->name);
        printf("\\fR");
        first = false;
    }
    if (!first) printf(".\n");
}

static void put_command(const struct tool_command *command)
{
    printf(".SS dolbom %s", command->name);
    if (command->words[0]) putchar(' ');
    put_line(command->words);
    put_line(command->summary);
    put_options_of(command);
    put_example(command->example);
    if (command->more) {
        printf("\n.EX\n");
        put_line(command->more);
        printf(".EE\n");
    }
}

static void put_option(enum tool_option_id id)
{
    const struct tool_option *option = tool_option_of(id);
    printf(".TP\n\\fB\\-\\-");
    put(option->name);
    printf("\\fR");
    if (option->kind != TOOL_FLAG) {
        printf(" \\fI");
        put(option->argument);
        printf("\\fR");
    }
    putchar('\n');
    put_line(option->help);
}

static void put_options(void)
{
    printf(".SH OPTIONS\nAn option means the same with every command that takes it. All take\n");
    for (int id = 0; id < TOOL_OPTIONS; id++) {
        if (!(TOOL_EVERY & TOOL_BIT(id))) continue;
        printf("\\fB\\-\\-");
        put(tool_option_of((enum tool_option_id)id)->name);
        printf("\\fR%s\n", TOOL_EVERY >> id == 1 ? "." : ",");
    }
    for (int id = 0; id < TOOL_OPTIONS; id++) put_option((enum tool_option_id)id);
}

static void put_exit_codes(void)
{
    const char *text;
    printf(".SH EXIT STATUS\n");
    for (size_t code = 0; (text = tool_exit_text(code)) != NULL; code++) {
        printf(".TP\n%zu\n", code);
        put_line(text);
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    printf(".TH DOLBOM 1 \"\" \"dolbom %s\"\n.SH NAME\ndolbom \\- ", dolbom_version());
    put_line(tool_purpose());
    printf(".SH SYNOPSIS\n.B dolbom\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n.SH COMMANDS\n");
    const struct tool_command *command;
    for (size_t i = 0; (command = tool_command_at(i)) != NULL; i++) put_command(command);
    put_options();
    put_exit_codes();
    printf(".SH FILES\n.TP\n%s/dolbom/policy\nthe starter policy\n", argv[1]);
    printf(".TP\n%s/dolbom/docs\ntables, rules, settings and the command in detail\n", argv[1]);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
