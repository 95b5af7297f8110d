/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_options.c - command lines, understood and refused.
 */
#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"

static enum tool_exit run_nothing(const struct tool_arguments *arguments)
{
    (void)arguments;
    return TOOL_DONE;
}

static const struct tool_command command = {
    "try",
    "",
    "",
    "",
    TOOL_BIT(TOOL_IN) | TOOL_BIT(TOOL_THREADS) | TOOL_BIT(TOOL_MEMORY) | TOOL_BIT(TOOL_LANG) |
        TOOL_BIT(TOOL_QUIET) | TOOL_BIT(TOOL_AS_OF) | TOOL_BIT(TOOL_MAX_REJECTS) |
        TOOL_BIT(TOOL_FAIL_ON) | TOOL_BIT(TOOL_DECISIONS),
    0,
    run_nothing,
    NULL};

/* Splits at spaces; `line` is written to. */
static bool read_line(char *line, struct tool_arguments *arguments)
{
    static char program[] = "dolbom", name[] = "try";
    char *argv[16] = {program, name};
    int argc = 2;
    for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) argv[argc++] = word;
    return tool_arguments_read(&command, argc, argv, arguments);
}

Test(options, values_are_read_as_their_kind_says)
{
    static const struct {
        const char *line;
        enum tool_option_id id;
        int64_t number;
    } cases[] = {
        {"--threads 2", TOOL_THREADS, 2},
        {"--threads=1024", TOOL_THREADS, 1024},
        {"--memory 3G", TOOL_MEMORY, INT64_C(3) << 30},
        {"--memory 512M", TOOL_MEMORY, 512 << 20},
        {"--memory 8388607T", TOOL_MEMORY, INT64_C(8388607) << 40},
        {"--memory 1", TOOL_MEMORY, 1},
        {"--lang en", TOOL_LANG, 1},
        {"--lang=ko", TOOL_LANG, 0},
        {"--quiet", TOOL_QUIET, 1},
        {"--max-rejects 0.5", TOOL_MAX_REJECTS, 500},
        {"--max-rejects 100", TOOL_MAX_REJECTS, 100000},
        {"--max-rejects 0", TOOL_MAX_REJECTS, 0},
        {"--max-rejects 2.125", TOOL_MAX_REJECTS, 2125},
        {"--fail-on 0", TOOL_FAIL_ON, 0},
        {"--as-of 2024-02-29", TOOL_AS_OF, 0},
        {"--help", TOOL_HELP, 1},
        {"-h", TOOL_HELP, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[64];
        struct tool_arguments arguments;
        strcpy(line, cases[i].line);
        cr_assert(read_line(line, &arguments), "%s", cases[i].line);
        cr_expect(tool_given(&arguments, cases[i].id), "%s", cases[i].line);
        cr_expect_eq(tool_number(&arguments, cases[i].id, -1), cases[i].number, "%s",
                     cases[i].line);
    }
}

Test(options, what_is_wrong_is_refused_with_a_reason, .init = cr_redirect_stderr)
{
    static const struct {
        const char *line, *reason;
    } cases[] = {
        {"--thread 2", "did you mean --threads?"},
        {"--policy x", "try takes no --policy"},
        {"--threads 0", "from 1 to 1024"},
        {"--threads 1025", "from 1 to 1024"},
        {"--threads 99999999999999999999", "from 1 to 1024"},
        {"--threads -1", "from 1 to 1024"},
        {"--threads 2x", "from 1 to 1024"},
        {"--threads", "--threads needs a value"},
        {"--threads --quiet", "--threads needs a value"},
        {"--threads 1 --threads 2", "--threads is given twice"},
        {"--memory G", "a size such as"},
        {"--memory 0", "a size such as"},
        {"--memory 8388608T", "a size such as"},
        {"--memory 3GB", "a size such as"},
        {"--lang fr", "one of ko|en"},
        {"--lang k", "one of ko|en"},
        {"--quiet=1", "--quiet takes no value"},
        {"--max-rejects 100.001", "a percentage"},
        {"--max-rejects .5", "a percentage"},
        {"--max-rejects 1.2345", "a percentage"},
        {"--fail-on 5", "from 0 to 4"},
        {"--as-of 2026-02-30", "a day that exists"},
        {"--as-of 2023-02-29", "a day that exists"},
        {"--as-of 1900-02-29", "a day that exists"},
        {"--as-of 2026-13-01", "a day that exists"},
        {"--as-of 20260101", "a day that exists"},
        {"--in=", "not empty"},
        {"-q", "two dashes"},
        {"word", "one argument too many"},
        {"--decisions", "--decisions needs a value"},
        {"--decisions --quiet", "--decisions needs a value"},
        {"--decisions=", "not empty"},
        {"--decisions a --decisions b", "--decisions is given twice"},
        {"word --decisions a", "one argument too many"},
        {"-- --quiet", "one argument too many"},
        {"--zzzzzzzzz", "there is no such option"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[64], told[256] = "";
        struct tool_arguments arguments;
        strcpy(line, cases[i].line);
        cr_expect_not(read_line(line, &arguments), "%s", cases[i].line);
        fflush(stderr);
        FILE *heard = cr_get_redirected_stderr();
        cr_assert(fgets(told, sizeof told, heard), "%s", cases[i].line);
        cr_expect(strstr(told, cases[i].reason), "%s: %s", cases[i].line, told);
    }
}

Test(options, one_option_takes_several_files)
{
    static const struct {
        const char *line;
        size_t n;
    } cases[] = {{"--decisions a.xlsx", 1},
                 {"--decisions=a.xlsx b.csv", 2},
                 {"--quiet --decisions a b c --threads 2", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char line[64];
        struct tool_arguments arguments;
        strcpy(line, cases[i].line);
        cr_assert(read_line(line, &arguments), "%s", cases[i].line);
        cr_expect_eq(arguments.n_words, cases[i].n, "%s", cases[i].line);
        cr_expect_eq(arguments.word[0][0], 'a', "%s", cases[i].line);
        cr_expect(tool_given(&arguments, TOOL_DECISIONS), "%s", cases[i].line);
    }
}

Test(options, every_subcommand_has_a_summary_an_example_and_a_near_name)
{
    const struct tool_command *at;
    for (size_t i = 0; (at = tool_command_at(i)) != NULL; i++) {
        cr_expect_gt(strlen(at->summary), 10, "%s", at->name);
        char begins[64];
        snprintf(begins, sizeof begins, "dolbom %s", at->name);
        cr_expect(strstr(at->example, begins), "%s", at->name);
        cr_expect_eq(at->example[strlen(at->example) - 1], '\n', "%s", at->name);
        cr_expect_eq(at->n_words > 0, at->words[0] != '\0', "%s", at->name);
    }
}

static const char *candidates(size_t i)
{
    static const char *const names[] = {"reconcile", "link", "clean", "eval", NULL};
    return names[i];
}

Test(options, the_nearest_name_is_suggested_only_when_it_is_near)
{
    cr_expect_str_eq(tool_nearest("recncile", candidates), "reconcile");
    cr_expect_str_eq(tool_nearest("clea", candidates), "clean");
    cr_expect_str_eq(tool_nearest("lnk", candidates), "link");
    cr_expect_null(tool_nearest("zzz", candidates));
    cr_expect_null(tool_nearest("", candidates));
    cr_expect_null(tool_nearest("a name that is far longer than any option could be", candidates));
}
