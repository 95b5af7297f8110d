/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.c - the options of all subcommands, one line each, and the reading of argv.
 *
 * An option has one name and one meaning everywhere; a subcommand only says which it
 * takes. Both "--out DIR" and "--out=DIR" are understood; "--" ends the options. Numbers,
 * sizes and dates are checked here, so that a subcommand sees only values it can use.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/database/database_address.h"

static const struct tool_option options[TOOL_OPTIONS] = {
    [TOOL_IN] = {"in", "PATH",
                 "folder of CSV files and workbooks, one of them, SQLite file, or database "
                 "(postgresql://..., odbc:NAME)",
                 TOOL_PLACE, 0, 0},
    [TOOL_OUT] = {"out", "PATH",
                  "where to write: a folder, for tables also an SQLite file (.db) or the schema of "
                  "a database (postgresql://...#SCHEMA), for juso a file",
                  TOOL_PLACE, 0, 0},
    [TOOL_POLICY] = {"policy", "PATH", "folder, SQLite file or database with the policy tables",
                     TOOL_PLACE, 0, 0},
    [TOOL_PLAN] = {"plan", "FILE", "settings that override the built-in plan", TOOL_TEXT, 0, 0},
    [TOOL_AS_OF] = {"as-of", "YYYY-MM-DD", "the day on which everything is judged", TOOL_DATE, 0,
                    0},
    [TOOL_HANJA] = {"hanja", "FILE", "CSV of hanja and readings that go before the built-in ones",
                    TOOL_TEXT, 0, 0},
    [TOOL_THREADS] = {"threads", "N", "threads to use; by default one per processor", TOOL_COUNT, 1,
                      1024},
    [TOOL_MEMORY] = {"memory", "SIZE", "most memory to use, such as 3G", TOOL_SIZE, 0, 0},
    [TOOL_LANG] = {"lang", "ko|en", "language of the summary, the report and errors", TOOL_CHOICE,
                   0, 0},
    [TOOL_QUIET] = {"quiet", NULL, "no progress, no summary; errors only", TOOL_FLAG, 0, 0},
    [TOOL_ENCODING] = {"encoding", "auto|utf-8|windows-949|utf-16le|utf-16be|windows-1252",
                       "encoding of the files to read; auto looks at each", TOOL_CHOICE, 0, 0},
    [TOOL_INVALID] = {"invalid", "fail|reject",
                      "what to do with bytes that are not text: stop, or reject the row",
                      TOOL_CHOICE, 0, 0},
    [TOOL_MAX_REJECTS] = {"max-rejects", "PERCENT",
                          "exit with 3 when a larger share of a table's or file's rows is "
                          "rejected; 5 by default, 100 never",
                          TOOL_PERCENT, 0, 0},
    [TOOL_FAIL_ON] = {"fail-on", "SEVERITY",
                      "exit with 1 if a finding is at least this severe, 0 to 4", TOOL_COUNT, 0, 4},
    [TOOL_FOR] = {"for", "AGENCY", "write only what this agency may see", TOOL_TEXT, 0, 0},
    [TOOL_BY] = {"by", "NAME", "with --for: record who writes it, in audit.txt", TOOL_TEXT, 0, 0},
    [TOOL_RAW] = {"raw", NULL, "do not guard CSV cells against being read as formulas", TOOL_FLAG,
                  0, 0},
    [TOOL_FILE] = {"file", "FILE", "read this file instead of standard input", TOOL_TEXT, 0, 0},
    [TOOL_TRUTH] = {"truth", "FILE", "CSV with agency_id, record_id, entity_id", TOOL_TEXT, 0, 0},
    [TOOL_PAIRS] = {"pairs", "FILE", "a pairs table to judge", TOOL_TEXT, 0, 0},
    [TOOL_PERSONS] = {"persons", "FILE", "a person_records table to judge", TOOL_TEXT, 0, 0},
    [TOOL_PEOPLE] = {"people", "N", "number of people to make", TOOL_COUNT, 1, 50000000},
    [TOOL_SEED] = {"seed", "S", "the same seed makes the same data", TOOL_COUNT, 0, INT64_MAX},
    [TOOL_RRN] = {"rrn", "none|half|all", "share of agencies that record resident numbers",
                  TOOL_CHOICE, 0, 0},
    [TOOL_JUSO] = {"juso", "FILE", "table of addresses made by dolbom juso load", TOOL_TEXT, 0, 0},
    [TOOL_SERVICE] = {"service", "ROW", "planned service: a CSV or JSON file, or JSON", TOOL_TEXT,
                      0, 0},
    [TOOL_PREVIOUS] = {"previous", "PATH",
                       "what an earlier reconcile wrote: tells what is new and what is gone",
                       TOOL_PLACE, 0, 0},
    [TOOL_WORKLISTS] = {"worklists", "DIR",
                        "write a sheet for each agency to be filled in, into a new folder",
                        TOOL_TEXT, 0, 0},
    [TOOL_REVIEW] = {"review", NULL,
                     "also write review.html: a page to decide about pairs and findings", TOOL_FLAG,
                     0, 0},
    [TOOL_NAMES] = {"names", NULL,
                    "with --worklists and --review: names in full, in a review numbers and "
                    "addresses, too",
                    TOOL_FLAG, 0, 0},
    [TOOL_DECISIONS] = {"decisions", "FILE...",
                        "worklists that were filled in (.xlsx, .csv), or what a review saved",
                        TOOL_TEXTS, 0, 0},
    [TOOL_FACTS] = {"facts", "FILE", "what is known: CSV or JSON of fact, value, as_of, member",
                    TOOL_TEXT, 0, 0},
    [TOOL_PERSON] = {"person", "AGENCY/RECORD", "a person of --in, by a record", TOOL_TEXT, 0, 0},
    [TOOL_MONTH] = {"month", "YYYY-MM", "the month asked about", TOOL_IN_YEAR, 0, 0},
    [TOOL_HTML] = {"html", "FILE", "write a page to read or print", TOOL_TEXT, 0, 0},
    [TOOL_FORMAT] = {"format", "text|csv|json", "how to print it; text by default", TOOL_CHOICE, 0,
                     0},
    [TOOL_WRITE] = {"write", "FILE", "write the mapping as a plan into a new file", TOOL_TEXT, 0,
                    0},
    [TOOL_KEY] = {"key", "FILE", "key file: ids of persons and findings are made with its key",
                  TOOL_TEXT, 0, 0},
    [TOOL_DOMAIN] = {"domain", "NAME", "who shares the key and for what, such as namyangju-care",
                     TOOL_TEXT, 0, 0},
    [TOOL_DAYS] = {"days", "N", "days on which the new key may be used; 365 by default", TOOL_COUNT,
                   1, 3660},
    [TOOL_SUMMARY] = {"summary", "long|short",
                      "the summary: by table and rule, or fit for a mail; long by default",
                      TOOL_CHOICE, 0, 0},
    [TOOL_PRINT] = {"print", NULL, "print the command that it amounts to, and run nothing",
                    TOOL_FLAG, 0, 0},
    [TOOL_RESUME] = {"resume", NULL, "go on where the same run was killed, if it can be done",
                     TOOL_FLAG, 0, 0},
    [TOOL_LEAVING] =
        {"leaving", NULL,
         "with the key that is leaving, for agencies that do not have the next one yet", TOOL_FLAG,
         0, 0},
    [TOOL_HELP] = {"help", NULL, "print this help and exit", TOOL_FLAG, 0, 0},
};

const struct tool_option *tool_option_of(enum tool_option_id id)
{
    return &options[id];
}

static const char *option_name(size_t index)
{
    return index < TOOL_OPTIONS ? options[index].name : NULL;
}

/* Digits only; false when there are none, others follow, or the number passes `high`. */
static bool read_count(const char *text, size_t len, int64_t high, int64_t *number)
{
    int64_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        int64_t digit = text[i] - '0';
        if (digit > high || n > (high - digit) / 10) return false;
        n = n * 10 + digit;
    }
    *number = n;
    return len > 0;
}

static bool read_size(const char *text, int64_t *bytes)
{
    static const char units[] = "KMGT";
    size_t len = strlen(text);
    int shift = 0;
    const char *unit = len > 0 ? strchr(units, text[len - 1]) : NULL;
    if (unit) {
        shift = 10 * (int)(unit - units + 1);
        len--;
    }
    if (!read_count(text, len, INT64_MAX >> shift, bytes)) return false;
    *bytes <<= shift;
    return *bytes > 0;
}

static bool read_percent(const char *text, int64_t *thousandths)
{
    const char *dot = strchr(text, '.');
    size_t whole_len = dot ? (size_t)(dot - text) : strlen(text);
    int64_t whole;
    if (!read_count(text, whole_len, 100, &whole)) return false;
    int64_t part = 0;
    if (dot) {
        size_t n = strlen(dot + 1);
        if (n > 3 || !read_count(dot + 1, n, 999, &part)) return false;
        for (; n < 3; n++) part *= 10;
    }
    *thousandths = whole * 1000 + part;
    return *thousandths <= 100000;
}

/* The index of `text` in "a|b|c"; false if it is none of them. */
static bool read_choice(const char *choices, const char *text, int64_t *place)
{
    size_t len = strlen(text);
    *place = 0;
    for (const char *at = choices;; (*place)++) {
        size_t n = strcspn(at, "|");
        if (n == len && memcmp(at, text, n) == 0) return true;
        if (at[n] == '\0') return false;
        at += n + 1;
    }
}

static bool read_month(const char *text)
{
    char day[11];
    bool fits = strlen(text) == 7;
    if (fits) snprintf(day, sizeof day, "%s-01", text);
    return fits && tool_day_read(day, 10, &(int32_t){0});
}

bool tool_value_read(const struct tool_option *option, const char *text, int64_t *number)
{
    switch ((enum tool_option_kind)option->kind) {
    case TOOL_COUNT:
        return read_count(text, strlen(text), option->high, number) && *number >= option->low;
    case TOOL_SIZE:
        return read_size(text, number);
    case TOOL_PERCENT:
        return read_percent(text, number);
    case TOOL_DATE:
        return tool_day_read(text, strlen(text), &(int32_t){0});
    case TOOL_IN_YEAR:
        return read_month(text);
    case TOOL_CHOICE:
        return read_choice(option->argument, text, number);
    case TOOL_PLACE:
        return text[0] != '\0' && !io_address_fault(text);
    case TOOL_TEXT:
    case TOOL_TEXTS:
        return text[0] != '\0';
    case TOOL_FLAG:
        break;
    }
    return true;
}

/* What is wrong with an address is said without it: a password may be in it. */
void tool_value_wanted(const struct tool_option *option, const char *given, char *text, size_t cap)
{
    const char *fault = option->kind == TOOL_PLACE ? io_address_fault(given) : NULL;
    if (fault) {
        snprintf(text, cap, "--%s %s", option->name, tool_said(fault));
        return;
    }
    switch ((enum tool_option_kind)option->kind) {
    case TOOL_COUNT:
        snprintf(text, cap, tool_said("--%s takes a whole number from %lld to %lld"), option->name,
                 (long long)option->low, (long long)option->high);
        break;
    case TOOL_SIZE:
        snprintf(text, cap, tool_said("--%s takes a size such as 512M or 3G"), option->name);
        break;
    case TOOL_PERCENT:
        snprintf(text, cap, tool_said("--%s takes a percentage such as 0.5"), option->name);
        break;
    case TOOL_DATE:
        snprintf(text, cap, tool_said("--%s takes a day that exists, as YYYY-MM-DD"), option->name);
        break;
    case TOOL_IN_YEAR:
        snprintf(text, cap, tool_said("--%s takes a month, as YYYY-MM"), option->name);
        break;
    case TOOL_CHOICE:
        snprintf(text, cap, tool_said("--%s takes one of %s"), option->name, option->argument);
        break;
    case TOOL_TEXT:
    case TOOL_PLACE:
    case TOOL_TEXTS:
    case TOOL_FLAG:
        snprintf(text, cap, tool_said("--%s takes a value that is not empty"), option->name);
        break;
    }
}

static void complain_value(const struct tool_option *option, const char *given)
{
    char text[512];
    tool_value_wanted(option, given, text, sizeof text);
    tool_complain("%s", text);
}

/* The option that "name" or "name=value" stands for, or -1. */
static int find_option(const char *typed, size_t len)
{
    for (int id = 0; id < TOOL_OPTIONS; id++)
        if (strlen(options[id].name) == len && memcmp(options[id].name, typed, len) == 0) return id;
    return -1;
}

static void complain_option(const struct tool_command *command, const char *typed, size_t len,
                            int id)
{
    if (id >= 0) {
        tool_complain("%s takes no --%s; see dolbom %s --help", command->name, options[id].name,
                      command->name);
        return;
    }
    char name[32] = "";
    if (len < sizeof name) memcpy(name, typed, len);
    const char *near = tool_nearest(name, option_name);
    if (near)
        tool_complain("there is no option --%s; did you mean --%s?", name, near);
    else
        tool_complain("there is no such option; see dolbom %s --help", command->name);
}

/* Adds the value to the words, and those that follow at argv[*i], up to the next option. */
static bool take_texts(const struct tool_option *option, const char *value, int argc, char **argv,
                       int *i, struct tool_arguments *arguments)
{
    while (value && value[0] && arguments->n_words < TOOL_WORDS_MAX) {
        arguments->word[arguments->n_words++] = value;
        bool more = *i + 1 < argc && strncmp(argv[*i + 1], "--", 2) != 0;
        value = more ? argv[++*i] : NULL;
    }
    if (!value) return true;
    tool_complain(value[0] ? "--%s: there are too many of them"
                           : "--%s takes values that are not empty",
                  option->name);
    return false;
}

/* Reads "--name", "--name value" or "--name=value" at argv[*i]; advances *i to its last word. */
static bool read_option(const struct tool_command *command, int argc, char **argv, int *i,
                        struct tool_arguments *arguments)
{
    const char *typed = argv[*i] + 2;
    size_t len = strcspn(typed, "=");
    int id = find_option(typed, len);
    uint64_t taken = command->options | TOOL_EVERY;
    if (id < 0 || !(taken & TOOL_BIT(id))) {
        complain_option(command, typed, len, id);
        return false;
    }
    const struct tool_option *option = &options[id];
    struct tool_value *value = &arguments->option[id];
    bool attached = typed[len] == '=';
    if (value->text || (option->kind == TOOL_FLAG && attached)) {
        tool_complain(value->text ? "--%s is given twice" : "--%s takes no value", option->name);
        return false;
    }
    if (option->kind == TOOL_FLAG) {
        *value = (struct tool_value){option->name, 1};
        return true;
    }
    bool missing = !attached && (*i + 1 >= argc || strncmp(argv[*i + 1], "--", 2) == 0);
    if (missing) {
        tool_complain("--%s needs a value: --%s %s", option->name, option->name, option->argument);
        return false;
    }
    value->text = attached ? typed + len + 1 : argv[++*i];
    if (option->kind == TOOL_TEXTS)
        return take_texts(option, value->text, argc, argv, i, arguments);
    if (!tool_value_read(option, value->text, &value->number)) {
        complain_value(option, value->text);
        return false;
    }
    return id != TOOL_LANG || setenv("LANGUAGE", value->text, 1) == 0; /* of complaints, too */
}

/* The largest number of words that a command takes; *needed is the smallest. */
static size_t words_taken(const struct tool_command *command, size_t *needed)
{
    *needed = command->n_words & ~(unsigned)TOOL_MORE;
    return command->n_words & TOOL_MORE ? (size_t)TOOL_WORDS_MAX : *needed;
}

bool tool_arguments_read(const struct tool_command *command, int argc, char **argv,
                         struct tool_arguments *arguments)
{
    *arguments = (struct tool_arguments){.n_words = 0};
    size_t n_words, n_taken = words_taken(command, &n_words);
    bool only_words = false;
    for (int i = 2; i < argc; i++) {
        bool is_option = !only_words && argv[i][0] == '-' && argv[i][1] != '\0';
        if (is_option && strcmp(argv[i], "--") == 0) {
            only_words = true;
        } else if (is_option && strcmp(argv[i], "-h") == 0) {
            arguments->option[TOOL_HELP] = (struct tool_value){"help", 1};
        } else if (is_option && argv[i][1] != '-') {
            tool_complain("options begin with two dashes; see dolbom %s --help", command->name);
            return false;
        } else if (is_option) {
            if (!read_option(command, argc, argv, &i, arguments)) return false;
        } else if (arguments->n_words < n_taken) {
            arguments->word[arguments->n_words++] = argv[i];
        } else {
            tool_complain("there is one argument too many; see dolbom %s --help", command->name);
            return false;
        }
    }
    if (tool_given(arguments, TOOL_HELP) || arguments->n_words >= n_words) return true;
    tool_complain("an argument is missing: dolbom %s %s", command->name, command->words);
    return false;
}
