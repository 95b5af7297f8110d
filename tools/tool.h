/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tool.h - the `dolbom` command: subcommands, options, messages, exit codes.
 *
 * A subcommand is one file with one function and one line in the table of command.c; an
 * option is one line in the table of options.c. Everything a subcommand says goes to
 * stderr except its results; no message ever quotes a field's value.
 */
#ifndef TOOL_H
#define TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dolbom/dolbom.h"
#include "io/io.h"

/* Exit codes of docs/tables.md. */
enum tool_exit {
    TOOL_DONE = 0,
    TOOL_FINDINGS = 1,    /* findings at or above --fail-on */
    TOOL_USAGE = 2,       /* the command line is wrong */
    TOOL_INPUT = 3,       /* the input or the plan is wrong */
    TOOL_ENVIRONMENT = 4, /* file, database, disk, memory */
    TOOL_INTERRUPTED = 5  /* Ctrl-C or SIGTERM; nothing was left half-written */
};

/* ---- options ---------------------------------------------------------------------------- */

enum tool_option_id {
    TOOL_IN,
    TOOL_OUT,
    TOOL_POLICY,
    TOOL_PLAN,
    TOOL_AS_OF,
    TOOL_HANJA,
    TOOL_THREADS,
    TOOL_MEMORY,
    TOOL_LANG,
    TOOL_QUIET,
    TOOL_ENCODING,
    TOOL_INVALID,
    TOOL_MAX_REJECTS,
    TOOL_FAIL_ON,
    TOOL_RAW,
    TOOL_FILE,
    TOOL_TRUTH,
    TOOL_PAIRS,
    TOOL_PERSONS,
    TOOL_PEOPLE,
    TOOL_SEED,
    TOOL_RRN,
    TOOL_JUSO,
    TOOL_HELP,
    TOOL_OPTIONS
};

/* What an option's argument must look like. */
enum tool_option_kind {
    TOOL_FLAG,    /* no argument; number is 1 */
    TOOL_TEXT,    /* anything but nothing */
    TOOL_COUNT,   /* a whole number in [low, high] */
    TOOL_SIZE,    /* bytes: 3G, 512M, 64K; number is bytes */
    TOOL_PERCENT, /* 0 … 100 with up to 3 decimals; number is in thousandths of a percent */
    TOOL_DATE,    /* YYYY-MM-DD, a day that exists */
    TOOL_CHOICE   /* one of `argument`, separated by |; number is its place from 0 */
};

struct tool_option {
    const char *name;     /* without the dashes */
    const char *argument; /* placeholder in help; choices of TOOL_CHOICE; NULL for flags */
    const char *help;
    uint8_t kind; /* enum tool_option_kind */
    int64_t low, high;
};

struct tool_value {
    const char *text; /* NULL: not given */
    int64_t number;   /* as the kind says */
};

enum {
    TOOL_WORDS_MAX = 1024,
    TOOL_MORE = 0x80 /* with the number of words a command needs: more may follow */
};

/* A command line taken apart; texts belong to argv. */
struct tool_arguments {
    struct tool_value option[TOOL_OPTIONS];
    const char *word[TOOL_WORDS_MAX]; /* what is neither option nor argument */
    size_t n_words;
};

struct tool_command {
    const char *name;
    const char *words; /* what follows the name in the usage line, "" if nothing */
    const char *summary;
    const char *example; /* one or more lines that work as they stand */
    uint64_t options;    /* TOOL_BIT(id) of what it takes beside TOOL_EVERY */
    uint8_t n_words;     /* words it needs; exactly so many are taken, unless | TOOL_MORE */
    enum tool_exit (*run)(const struct tool_arguments *arguments);
};

#define TOOL_BIT(id) (UINT64_C(1) << (id))

/* Options every subcommand takes, so that scripts may always give them. */
#define TOOL_EVERY                                                                                 \
    (TOOL_BIT(TOOL_THREADS) | TOOL_BIT(TOOL_MEMORY) | TOOL_BIT(TOOL_LANG) |                        \
     TOOL_BIT(TOOL_QUIET) | TOOL_BIT(TOOL_HELP))
/* Options of which a plan is made. */
#define TOOL_PLANNED (TOOL_BIT(TOOL_PLAN) | TOOL_BIT(TOOL_AS_OF) | TOOL_BIT(TOOL_HANJA))
/* Options of filters on single values. */
#define TOOL_VALUES                                                                                \
    (TOOL_PLANNED | TOOL_BIT(TOOL_JUSO) | TOOL_BIT(TOOL_FILE) | TOOL_BIT(TOOL_ENCODING))
/* Options every subcommand that reads tables takes beside these. */
#define TOOL_TABLES                                                                                \
    (TOOL_PLANNED | TOOL_BIT(TOOL_JUSO) | TOOL_BIT(TOOL_IN) | TOOL_BIT(TOOL_OUT) |                 \
     TOOL_BIT(TOOL_ENCODING) |                                                                     \
     TOOL_BIT(TOOL_INVALID) | TOOL_BIT(TOOL_MAX_REJECTS) | TOOL_BIT(TOOL_RAW))

/* The table of subcommands, in the order of the help; NULL past the end. */
const struct tool_command *tool_command_at(size_t index);
/* The table of options. */
const struct tool_option *tool_option_of(enum tool_option_id id);

/*
 * Read argv[2 …] for `command`. False after telling what is wrong; the caller exits with
 * TOOL_USAGE.
 */
bool tool_arguments_read(const struct tool_command *command, int argc, char **argv,
                         struct tool_arguments *arguments);

static inline const char *tool_text(const struct tool_arguments *arguments, enum tool_option_id id)
{
    return arguments->option[id].text;
}

static inline bool tool_given(const struct tool_arguments *arguments, enum tool_option_id id)
{
    return arguments->option[id].text != NULL;
}

static inline int64_t tool_number(const struct tool_arguments *arguments, enum tool_option_id id,
                                  int64_t otherwise)
{
    return tool_given(arguments, id) ? arguments->option[id].number : otherwise;
}

/* A day of the calendar from YYYY-MM-DD; false if there is no such day. */
bool tool_date_valid(const char *text);

/* ---- help and messages -------------------------------------------------------------------- */

void tool_help(void);
void tool_help_command(const struct tool_command *command);

/* The candidate nearest to `typed`, or NULL when none is near; for "did you mean". */
const char *tool_nearest(const char *typed, const char *(*candidate)(size_t index));
/* Which candidate it is; false, after telling all of them and the nearest, if it is none. */
bool tool_find(const char *command, const char *typed, const char *(*candidate)(size_t index),
               size_t *index);

/* One line on stderr, "dolbom: " before it; ends the progress line first. */
void tool_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Tell what a library call said, and the exit code it means. */
enum tool_exit tool_fail(dolbom_status status, const dolbom_error *error, const char *where);

/* The same for reading and writing. */
enum tool_exit tool_fail_io(const struct io_problem *problem);

/* ---- stopping and progress ------------------------------------------------------------------ */

/* Ctrl-C and SIGTERM ask the run to stop; a second one ends the process at once. */
void tool_signals_catch(void);
bool tool_interrupted(void);
int64_t tool_now_ms(void); /* of a clock that only moves forward */
/* --threads, else the processors this process may use. */
unsigned tool_threads(const struct tool_arguments *arguments);

enum {
    TOOL_STAGES_MAX = 32
};

/* How long a stage of the library took, as its progress calls tell it. */
struct tool_timing {
    const char *stage;
    int64_t ms;
};

/* The progress line, on stderr if that is a terminal, and what progress calls tell. */
struct tool_progress {
    bool shown;             /* a terminal and not --quiet */
    bool open;              /* a line stands there unfinished */
    int64_t stage_start_ms; /* of the last stage */
    int64_t drawn_ms;
    struct tool_timing stages[TOOL_STAGES_MAX];
    size_t n_stages;
    uint64_t peak_bytes;    /* most the library held at a call */
    const struct io_input *input; /* whose bytes tell how far reading has come; or NULL */
};
void tool_progress_open(struct tool_progress *progress, bool quiet);
/* A stage of the command's own begins; `stage` is a static string. */
void tool_progress_stage(struct tool_progress *progress, const char *stage);
/* For dolbom_environment.progress; context is the struct tool_progress. */
int32_t tool_progress_tell(void *context, const dolbom_progress *progress);
/* Wipes the line, so that other text may follow. */
void tool_progress_close(struct tool_progress *progress);

/* ---- plan ------------------------------------------------------------------------------------ */

/*
 * A CSV of hanja and reading as plan text, to be freed; NULL when it has no such columns or
 * there is no memory.
 */
char *tool_hanja_text(const char *csv, size_t len, size_t *text_len);

/*
 * The plan a command line asks for: the built-in one, --plan laid over it, options laid
 * over that. TOOL_DONE, or an exit code after telling why.
 */
enum tool_exit tool_plan_read(const struct tool_arguments *arguments,
                              struct tool_progress *progress, dolbom_plan **plan);

/*
 * Open an index of addresses, mapped; the mapping lives as long as the process. TOOL_DONE, or
 * an exit code after telling why (juso_file.c).
 */
enum tool_exit tool_juso_open(const char *path, const dolbom_environment *environment,
                              dolbom_juso **juso);

/* The whole plan as text with a NUL behind, to be freed; NULL: no memory. */
char *tool_plan_text(const dolbom_plan *plan, size_t *len);

/* ---- a run over tables (run.c, rejects.c, run_log.c, summary.c) ------------------------------- */

/* How many people the records are, and how many of them several agencies know. */
struct tool_people {
    int64_t n_records, n_people, n_shared; /* all 0: no persons were formed */
};

/* Everything a subcommand that reads tables has open; the zero state is empty. */
struct tool_run {
    const struct tool_arguments *arguments;
    struct tool_progress progress;
    dolbom_plan *plan;
    char *plan_text;
    uint64_t policy_hash[2]; /* of what the policy tables hold, in whatever order */
    struct io_input input;
    struct io_result results[DOLBOM_TABLES_MAX]; /* as the library gave them, by arrival */
    size_t n_results;
    struct io_result rejects, table_counts; /* of the library and of reading, together */
    struct tool_people people;
    int64_t start_ms;
};

/*
 * Read plan and arguments, find the files of --in and --policy, look at each. What fails is
 * told. tool_run_close() takes any state.
 */
enum tool_exit tool_run_open(struct tool_run *run, const struct tool_arguments *arguments);

typedef dolbom_status (*tool_stage)(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                    dolbom_table *out, size_t out_cap, size_t *n_out,
                                    dolbom_error *error);

/* TOOL_USAGE, after telling so, when neither plan nor command line names the day. */
enum tool_exit tool_run_need_as_of(const struct tool_run *run);

/*
 * Run one stage on the named tables, a list that ends in NULL: results of earlier stages if
 * there are such, else input. A name that is nowhere is left out. NULL instead of the list:
 * all tables of the input.
 */
enum tool_exit tool_run_stage(struct tool_run *run, const char *label, tool_stage stage,
                              const char *const *names);

/* The result of that name, or NULL. */
const struct io_result *tool_run_result(const struct tool_run *run, const char *name);

/* Put rejects and counts together and check --max-rejects. */
enum tool_exit tool_run_settle(struct tool_run *run);

/* Writes more than tables into the output: report.html. */
typedef bool (*tool_extra_output)(const struct tool_run *run, struct io_output *output);
/* Write the named results, what `extra` (or NULL) adds, timings.json and run.json to --out. */
enum tool_exit tool_run_write(struct tool_run *run, const char *const *names,
                              tool_extra_output extra);

void tool_run_close(struct tool_run *run);

/* TOOL_INPUT, after naming the command that makes it, when the input lacks a table. */
enum tool_exit tool_run_need_table(const struct tool_run *run, const char *name,
                                   const char *maker);
/* TOOL_FINDINGS when a finding is at least as severe as --fail-on says. */
enum tool_exit tool_verdict(const struct tool_run *run);
/* Count them, once persons are formed. */
void tool_people_count(struct tool_run *run);
/* report.html, as an extra output (report_output.c). */
bool tool_report_write(const struct tool_run *run, struct io_output *output);
/* For people, on standard output. */
void tool_summary(const struct tool_run *run, bool has_report);
/* All of a subcommand that runs one of the two stages of rules. */
enum tool_exit tool_run_rules(const struct tool_arguments *arguments, const char *label,
                              tool_stage stage);

bool tool_rejects_merge(struct tool_run *run);
/* TOOL_INPUT, after telling where, when more rows are rejected than --max-rejects allows. */
enum tool_exit tool_rejects_check(const struct tool_run *run);
/* Does every file have the columns its table needs? Tells the first that does not. */
bool tool_columns_check(const char *plan_text, const struct io_input *input);
/* Is it a column of the input that nobody reads? */
bool tool_column_unknown(const char *plan_text, const char *table, const char *column);
bool tool_policy_hash(struct tool_run *run);
/* run.json and timings.json as text to be freed; NULL: no memory. */
char *tool_run_log(const struct tool_run *run);
char *tool_timings(const struct tool_run *run);
/* The as-of date of a plan's text; false if it names none. */
bool tool_plan_as_of(const char *plan_text, char day[11]);

/* ---- filters --------------------------------------------------------------------------------- */

/* Writes one line of output for a line of input; line NULL: it was longer than a field may be. */
typedef void (*tool_answer)(void *context, const dolbom_plan *plan, const char *line, size_t len);

/* Every line of --file or standard input is answered, under the plan the command line asks for. */
enum tool_exit tool_filter_lines(const struct tool_arguments *arguments, tool_answer answer,
                                 void *context);

/* ---- subcommands ------------------------------------------------------------------------------ */

enum tool_exit cmd_reconcile(const struct tool_arguments *arguments);
enum tool_exit cmd_link(const struct tool_arguments *arguments);
enum tool_exit cmd_clean(const struct tool_arguments *arguments);
enum tool_exit cmd_group(const struct tool_arguments *arguments);
enum tool_exit cmd_duplicates(const struct tool_arguments *arguments);
enum tool_exit cmd_omissions(const struct tool_arguments *arguments);
enum tool_exit cmd_compare(const struct tool_arguments *arguments);
enum tool_exit cmd_value(const struct tool_arguments *arguments);
enum tool_exit cmd_eval(const struct tool_arguments *arguments);
enum tool_exit cmd_juso(const struct tool_arguments *arguments);
enum tool_exit cmd_plan(const struct tool_arguments *arguments);
enum tool_exit cmd_sample(const struct tool_arguments *arguments);
enum tool_exit cmd_selftest(const struct tool_arguments *arguments);
enum tool_exit cmd_version(const struct tool_arguments *arguments);

#endif
