/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_rules.c - dolbom rules: what is looked for, and with which numbers.
 *
 * Without a word a line for each rule; with a rule everything it declares; with the name of one of
 * the three tables that table as CSV, for programs.
 */
#include "command/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io/output/output.h"
#include "run/run.h"

/* The tables that dolbom_rules() gives, in its order. */
enum { CATALOGUE, PARAMETERS, DEADLINES, TABLES };
static const char *const tables[TABLES] = {"rule_catalogue", "rule_parameters", "rule_deadlines"};

struct rulebook {
    const struct io_result *table[TABLES];
};

static enum tool_exit read_rules(const struct tool_arguments *arguments, struct tool_run *run,
                                 struct rulebook *rulebook)
{
    static const char *const read[] = {"rules",     "programmes",     "need_map",   "caps",
                                       "deadlines", "signal_weights", "thresholds", NULL};
    enum tool_exit code = tool_run_open_policy(run, arguments);
    if (code == TOOL_DONE && tool_given(arguments, TOOL_POLICY)) code = tool_run_need_as_of(run);
    if (code == TOOL_DONE) code = tool_run_stage(run, "rules", dolbom_rules, read);
    tool_progress_close(&run->progress);
    for (size_t i = 0; i < TABLES; i++) rulebook->table[i] = tool_run_result(run, tables[i]);
    return code;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* A cell by its column's name; "" when it is null. */
static const char *cell(const struct io_result *table, const char *column, int64_t row,
                        char room[IO_CELL], int *len)
{
    size_t n;
    const char *text = io_result_cell(table, column, row, room, &n);
    *len = (int)n;
    return text ? text : "";
}

static void print_cell(const char *before, const struct io_result *table, const char *column,
                       int64_t row)
{
    char room[IO_CELL];
    int len;
    const char *text = cell(table, column, row, room, &len);
    if (len) printf("%s%.*s", before, len, text);
}

static bool is_of(const struct io_result *table, int64_t row, const char *rule)
{
    char room[IO_CELL];
    int len;
    const char *text = cell(table, "rule", row, room, &len);
    return (size_t)len == strlen(rule) && memcmp(text, rule, (size_t)len) == 0;
}

static void list_rules(const struct io_result *catalogue, bool in_english)
{
    for (int64_t row = 0; row < catalogue->n_rows; row++) {
        print_cell("", catalogue, "rule", row);
        print_cell("  ", catalogue, in_english ? "name_en" : "name_ko", row);
        print_cell("  (", catalogue, in_english ? "name_ko" : "name_en", row);
        puts(")");
    }
}

static void print_parameters(const struct io_result *parameters, const char *rule)
{
    for (int64_t row = 0; row < parameters->n_rows; row++) {
        if (!is_of(parameters, row, rule)) continue;
        print_cell("  ", parameters, "param", row);
        print_cell(" [", parameters, "key", row);
        char room[IO_CELL];
        int len;
        cell(parameters, "key", row, room, &len);
        if (len) putchar(']');
        cell(parameters, "value", row, room, &len);
        print_cell(" = ", parameters, "value", row);
        if (!len) fputs(" not set", stdout);
        print_cell("  (from ", parameters, "least", row);
        print_cell(" to ", parameters, "most", row);
        cell(parameters, "least", row, room, &len);
        puts(len ? ")" : "");
    }
}

static void print_deadlines(const struct io_result *deadlines, const char *rule)
{
    for (int64_t row = 0; row < deadlines->n_rows; row++) {
        if (!is_of(deadlines, row, rule)) continue;
        char room[IO_CELL];
        int len;
        const char *key = cell(deadlines, "key", row, room, &len);
        printf("  %.*s", len ? len : 10, len ? key : "all others");
        print_cell(": ", deadlines, "amount", row);
        print_cell(" ", deadlines, "unit", row);
        print_cell(", ", deadlines, "mode", row);
        putchar('\n');
    }
}

static void print_rule(const struct rulebook *rulebook, int64_t row, const char *rule)
{
    static const struct {
        const char *label, *column;
    } lines[] = {{"kind          ", "kind"},       {"severity      ", "severity"},
                 {"works as      ", "kernel"},     {"looks at      ", "scope"},
                 {"needs tables  ", "tables"},     {"half needs    ", "half_tables"},
                 {"yields to     ", "yields_to"},  {"else          ", "nothing"},
                 {"own rules by  ", "repeated_by"}};
    const struct io_result *catalogue = rulebook->table[CATALOGUE];
    printf("%s", rule);
    print_cell("  ", catalogue, "name_ko", row);
    print_cell("  ", catalogue, "name_en", row);
    puts("\n");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char room[IO_CELL];
        int len;
        const char *text = cell(catalogue, lines[i].column, row, room, &len);
        if (len) printf("%s%.*s\n", lines[i].label, len, text);
    }
    print_cell("\n", catalogue, "message_ko", row);
    print_cell("\n\n", catalogue, "message_en", row);
    puts("\n\nparameters (table rules)");
    print_parameters(rulebook->table[PARAMETERS], rule);
    puts("\ndeadlines (table deadlines)");
    print_deadlines(rulebook->table[DEADLINES], rule);
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum tool_exit print_word(const struct rulebook *rulebook, const char *word)
{
    char rule[8] = ""; /* in capitals, however it was typed */
    for (size_t i = 0; i + 1 < sizeof rule && word[i]; i++)
        rule[i] = word[i] >= 'a' && word[i] <= 'z' ? (char)(word[i] - 'a' + 'A') : word[i];
    const struct io_result *catalogue = rulebook->table[CATALOGUE];
    for (size_t i = 0; i < TABLES; i++) {
        if (strcmp(word, tables[i]) != 0) continue;
        bool written = io_csv_write(STDOUT_FILENO, rulebook->table[i], true, tool_interrupted);
        if (!written) tool_complain_output();
        return written ? TOOL_DONE : TOOL_ENVIRONMENT;
    }
    for (int64_t row = 0; row < catalogue->n_rows; row++) {
        if (strlen(word) != strlen(rule) || !is_of(catalogue, row, rule)) continue;
        print_rule(rulebook, row, rule);
        return TOOL_DONE;
    }
    tool_complain("there is no such rule; dolbom rules lists them, and rule_catalogue, "
                  "rule_parameters and rule_deadlines are the tables");
    return TOOL_USAGE;
}

enum tool_exit cmd_rules(const struct tool_arguments *arguments)
{
    struct rulebook rulebook;
    struct tool_run run;
    enum tool_exit code = read_rules(arguments, &run, &rulebook);
    if (code == TOOL_DONE && !arguments->n_words)
        list_rules(rulebook.table[CATALOGUE], tool_number(arguments, TOOL_LANG, 0) == 1);
    for (size_t i = 0; code == TOOL_DONE && i < arguments->n_words; i++)
        code = print_word(&rulebook, arguments->word[i]);
    tool_run_close(&run);
    return code;
}
