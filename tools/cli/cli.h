/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cli.h - what every subcommand shares: options, messages, progress, the plan, exit codes.
 *
 * An option is one line in the table of options.c. Everything a subcommand prints except its
 * results goes to stderr; no message ever quotes a field's value.
 */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/common.h"
#include "dolbom/dolbom.h"

/* Exit codes of docs/command.md. */
enum tool_exit {
    TOOL_DONE = 0,
    TOOL_FINDINGS = 1,    /* findings at or above --fail-on */
    TOOL_USAGE = 2,       /* the command line is wrong */
    TOOL_INPUT = 3,       /* the input or the plan is wrong */
    TOOL_ENVIRONMENT = 4, /* file, database, disk, memory */
    TOOL_INTERRUPTED = 5  /* Ctrl-C or SIGTERM; nothing was left half-written */
};

/* ---- options ----------------------------------------------------------------------------- */

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
    TOOL_FOR,
    TOOL_BY,
    TOOL_RAW,
    TOOL_FILE,
    TOOL_TRUTH,
    TOOL_PAIRS,
    TOOL_PERSONS,
    TOOL_PEOPLE,
    TOOL_SEED,
    TOOL_RRN,
    TOOL_JUSO,
    TOOL_SERVICE,
    TOOL_PREVIOUS,
    TOOL_WORKLISTS,
    TOOL_REVIEW,
    TOOL_NAMES,
    TOOL_DECISIONS,
    TOOL_FACTS,
    TOOL_PERSON,
    TOOL_MONTH,
    TOOL_HTML,
    TOOL_FORMAT,
    TOOL_WRITE,
    TOOL_KEY,
    TOOL_DOMAIN,
    TOOL_DAYS,
    TOOL_LEAVING,
    TOOL_SUMMARY,
    TOOL_PRINT,
    TOOL_RESUME,
    TOOL_HELP,
    TOOL_OPTIONS
};

/* The default of --max-rejects, in thousandths of a percent. */
enum { TOOL_MAX_REJECTS_DEFAULT = 5000 };

/* What an option's argument must look like. */
enum tool_option_kind {
    TOOL_FLAG,    /* no argument; number is 1 */
    TOOL_TEXT,    /* any text that is not empty */
    TOOL_PLACE,   /* the path of a file or folder, or the address of a database */
    TOOL_TEXTS,   /* one or more, up to the next option; they are the arguments' words */
    TOOL_COUNT,   /* a whole number in [low, high] */
    TOOL_SIZE,    /* bytes: 3G, 512M, 64K; number is bytes */
    TOOL_PERCENT, /* 0 … 100 with up to 3 decimals; number is in thousandths of a percent */
    TOOL_DATE,    /* YYYY-MM-DD, a day that exists */
    TOOL_IN_YEAR, /* YYYY-MM */
    TOOL_CHOICE   /* one of `argument`, separated by |; number is its index from 0 */
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
    int64_t number;   /* see the kind */
};

enum {
    TOOL_WORDS_MAX = 1024,
    TOOL_MORE = 0x80 /* added to the number of words a command needs: more may follow */
};

/* A command line taken apart; texts belong to argv. */
struct tool_arguments {
    struct tool_value option[TOOL_OPTIONS];
    const char *word[TOOL_WORDS_MAX]; /* what is neither an option nor an option's argument */
    size_t n_words;
};

struct tool_command {
    const char *name;
    const char *words; /* what follows the name in the usage line, or "" */
    const char *summary;
    const char *example; /* one or more lines that work as they stand */
    uint64_t options;    /* TOOL_BIT(id) of the options it takes besides TOOL_EVERY */
    uint8_t n_words;     /* words it needs; takes exactly that many, unless | TOOL_MORE */
    enum tool_exit (*run)(const struct tool_arguments *arguments);
    const char *more; /* what else is to be known, below the example; NULL: nothing */
};

#define TOOL_BIT(id) (UINT64_C(1) << (id))

/* Options that every subcommand takes, so that scripts may always pass them. */
#define TOOL_EVERY                                                                                 \
    (TOOL_BIT(TOOL_THREADS) | TOOL_BIT(TOOL_MEMORY) | TOOL_BIT(TOOL_LANG) | TOOL_BIT(TOOL_QUIET) | \
     TOOL_BIT(TOOL_HELP))
/* Options that a plan is made from. */
#define TOOL_PLANNED (TOOL_BIT(TOOL_PLAN) | TOOL_BIT(TOOL_AS_OF) | TOOL_BIT(TOOL_HANJA))
/* Options of filters on single values. */
#define TOOL_VALUES                                                                                \
    (TOOL_PLANNED | TOOL_BIT(TOOL_JUSO) | TOOL_BIT(TOOL_FILE) | TOOL_BIT(TOOL_ENCODING))
/* Options that every subcommand that reads tables takes besides these. */
#define TOOL_TABLES                                                                                \
    (TOOL_PLANNED | TOOL_BIT(TOOL_JUSO) | TOOL_BIT(TOOL_KEY) | TOOL_BIT(TOOL_IN) |                 \
     TOOL_BIT(TOOL_OUT) | TOOL_BIT(TOOL_ENCODING) | TOOL_BIT(TOOL_INVALID) |                       \
     TOOL_BIT(TOOL_MAX_REJECTS) | TOOL_BIT(TOOL_RAW))

/* The table of options. */
const struct tool_option *tool_option_of(enum tool_option_id id);

/*
 * Read argv[2 …] for `command`. False after reporting what is wrong; the caller exits with
 * TOOL_USAGE.
 */
bool tool_arguments_read(const struct tool_command *command, int argc, char **argv,
                         struct tool_arguments *arguments);

/* Does the text fit the option? `number` is that of struct tool_value. */
bool tool_value_read(const struct tool_option *option, const char *text, int64_t *number);
/* What would fit it, where `given` does not: "--fail-on takes a whole number from 0 to 4". */
void tool_value_wanted(const struct tool_option *option, const char *given, char *text, size_t cap);

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

/* ---- messages ---------------------------------------------------------------------------- */

/* Is it probably `name` with a typing error? */
bool tool_is_near(const char *typed, const char *name);
/* The candidate nearest to `typed`, or NULL when none is near; for "did you mean". */
const char *tool_nearest(const char *typed, const char *(*candidate)(size_t index));
/* Which candidate it is; false, after reporting all of them and the nearest, if it is none. */
bool tool_find(const char *command, const char *typed, const char *(*candidate)(size_t index),
               size_t *index);

/* One line on stderr, after "dolbom: "; ends the progress line first. */
void tool_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Standard output cannot be written; nothing is said when its reader, such as head, has left. */
void tool_complain_output(void);

/* Report the error of a library call; returns the exit code for it. */
enum tool_exit tool_fail(dolbom_status status, const dolbom_error *error, const char *where);

/* The same for errors of reading and writing. */
enum tool_exit tool_fail_io(const struct io_problem *problem);

/* ---- stopping and progress --------------------------------------------------------------- */

/* Ctrl-C, SIGTERM and SIGHUP ask the run to stop; a second one ends the process at once. */
void tool_signals_catch(void);
bool tool_interrupted(void);
int64_t tool_now_ms(void); /* of a monotonic clock */
/* --threads, else the number of processors that this process may use. */
unsigned tool_threads(const struct tool_arguments *arguments);

enum { TOOL_STAGES_MAX = 128 }; /* more than tables and steps together */

/* How long a stage of the library took, whenever it ran, judging by its progress calls. */
struct tool_timing {
    const char *stage;
    int64_t ms;
};

/* The progress line, on stderr if that is a terminal, and what is learned from progress calls. */
struct tool_progress {
    bool shown;             /* a terminal and not --quiet */
    bool open;              /* an unfinished line is on the screen */
    int64_t stage_start_ms; /* of the last stage */
    int64_t drawn_ms;
    struct tool_timing stages[TOOL_STAGES_MAX];
    size_t n_stages, stage; /* stage: the one that runs */
    uint64_t peak_bytes;    /* most that the library held at any call */
    /* Bytes read and to be read, shown for a stage that has no units of its own; or NULL. */
    void (*bytes)(const void *context, uint64_t *done, uint64_t *total);
    const void *bytes_context;
};
void tool_progress_open(struct tool_progress *progress, bool quiet);
/* A stage of the command's own begins; `stage` is a static string. */
void tool_progress_stage(struct tool_progress *progress, const char *stage);
/* For dolbom_environment.progress; context is the struct tool_progress. */
int32_t tool_progress_tell(void *context, const dolbom_progress *progress);
/* Clears the line, so that other text may follow. */
void tool_progress_close(struct tool_progress *progress);

/* ---- plan -------------------------------------------------------------------------------- */

/*
 * A CSV of hanja and reading as plan text, to be freed; NULL when it has no such columns or
 * there is no memory.
 */
char *tool_hanja_text(const char *csv, size_t len, size_t *text_len);

/*
 * The plan that a command line asks for: the built-in one, --plan read over it, options read over
 * that. TOOL_DONE, or an exit code after reporting why.
 */
enum tool_exit tool_plan_read(const struct tool_arguments *arguments,
                              struct tool_progress *progress, dolbom_plan **plan);

/*
 * Open an index of addresses, mapped; the mapping lives as long as the process. TOOL_DONE, or
 * an exit code after reporting why (juso_file.c).
 */
enum tool_exit tool_juso_open(const char *path, const dolbom_environment *environment,
                              dolbom_juso **juso);

/*
 * Open a key file, if nobody but its owner can have read or changed it (key_file.c). TOOL_DONE, or
 * an exit code after reporting why.
 */
enum tool_exit tool_keyring_open(const char *path, const dolbom_environment *environment,
                                 dolbom_keyring **keyring);
/* Today where this machine is, for keys that may be used on some days only. */
int32_t tool_today(void);
/* The whole of a YAML file, to be freed; NULL after reporting why. */
char *tool_file_text(const char *path, size_t *len);

/* The whole plan as NUL-terminated text, to be freed; NULL: no memory. */
char *tool_plan_text(const dolbom_plan *plan, size_t *len);

/* ---- filters ----------------------------------------------------------------------------- */

/* Writes one line of output for a line of input; line is NULL if it was longer than a field may
 * be. */
typedef void (*tool_answer)(void *context, const dolbom_plan *plan, const char *line, size_t len);

/* Answers every line of --file or standard input, under the plan that the command line asks for. */
enum tool_exit tool_filter_lines(const struct tool_arguments *arguments, tool_answer answer,
                                 void *context);

#endif
