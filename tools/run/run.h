/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.h - a run over tables: its input, its stages, its results and what is reported about them.
 */
#ifndef RUN_H
#define RUN_H

#include "run/earlier_run.h"
#include "run/kept.h"

#include "cli/cli.h"
#include "io/output/output.h"
#include "io/source/source.h"

/* How many people the records belong to, and how many of them several agencies know. */
struct tool_people {
    int64_t n_records, n_people, n_shared; /* all 0: no persons were formed */
};

/* A table, or a file of it, of which too many rows are rejected. */
struct tool_excess {
    const char *table, *file; /* the input's; file NULL: all of the table */
    int64_t n_rejected, n_rows;
};

/* The last upload of a table by an agency; once settled, only those with rows missing. */
struct tool_upload {
    const char *table; /* a static string */
    uint32_t agency;   /* its number */
    char period[8];
    int64_t rows; /* announced */
};
/* Rows that came, by table and agency, and what was announced. */
struct tool_arrivals {
    struct tool_names agencies;
    int64_t *n_rows; /* for the input's table t and agency a at t * cap + a */
    size_t cap;
    struct tool_upload *uploads;
    size_t n_uploads;
};

/* Everything a subcommand that reads tables has open; the zero state is empty. */
struct tool_run {
    const struct tool_arguments *arguments;
    struct tool_progress progress;
    dolbom_plan *plan;
    struct io_mapping mapping; /* of the plan */
    uint64_t policy_hash[2];   /* of the content of the policy tables, whatever the order */
    struct io_input input;
    struct tool_earlier previous;
    bool needs_records;      /* the input has to have `persons` */
    const char *more;        /* a folder of records beside --in, or NULL */
    struct io_file_ids read; /* all files and folders that are read */
    struct io_output output;
    struct io_place worklists; /* with --worklists */
    int64_t n_worklists;
    struct tool_kept kept;               /* with --resume */
    bool results_are_out, lists_are_out; /* in their places, of a run that was killed */
    struct io_problem output_problem;
    struct io_result results[DOLBOM_TABLES_MAX]; /* in the order in which the library gave them */
    size_t n_results;
    struct io_result rejects, table_counts; /* from the library and from reading, together */
    struct io_selection views[DOLBOM_TABLES_MAX], reject_view, count_view; /* with --for */
    bool hides_files; /* files and folders are named after agencies */
    struct tool_people people;
    struct tool_arrivals arrivals;
    struct tool_excess *excess;
    size_t n_excess;
    int64_t start_ms;
};

/*
 * Read plan and arguments, find the files of --in and --policy, look at each. Reports what fails.
 * tool_run_close() takes any state.
 */
enum tool_exit tool_run_open(struct tool_run *run, const struct tool_arguments *arguments);
/* The same for a command that may do without --out; `more` is a folder of records beside --in, or
 * instead of it. */
enum tool_exit tool_run_open_with(struct tool_run *run, const struct tool_arguments *arguments,
                                  const char *more);

/* The same for a command that looks at the policy, and may look at data. */
enum tool_exit tool_run_open_policy(struct tool_run *run, const struct tool_arguments *arguments);

/* Look at the files of --in and say how they are understood, whatever they lack. */
enum tool_exit tool_run_look(struct tool_run *run, const struct tool_arguments *arguments);

typedef dolbom_status (*tool_stage)(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                    dolbom_table *out, size_t out_cap, size_t *n_out,
                                    dolbom_error *error);

/* TOOL_INPUT, with a message, when --in has a table that says what is asked: it would ask about
 * others, too, whose answers nobody wants or may see. */
enum tool_exit tool_given_check(struct tool_run *run);
/* Where a row is, for a message: "persons.csv, line 3"; or the option that it came with. */
void tool_given_place(const struct tool_run *run, const struct io_table *table, int64_t row,
                      char *place, size_t cap);

/* TOOL_USAGE, with a message, when neither plan nor command line gives the as-of date. */
enum tool_exit tool_run_need_as_of(const struct tool_run *run);

/*
 * Run one stage on the named tables, a list that ends in NULL: results of earlier stages if there
 * are any, else input. A name found in neither is left out. NULL instead of the list: all tables of
 * the input.
 */
enum tool_exit tool_run_stage(struct tool_run *run, const char *label, tool_stage stage,
                              const char *const *names);

/* The result of that name, or NULL. */
const struct io_result *tool_run_result(const struct tool_run *run, const char *name);

/* Does a cell say that? */
bool tool_cell_is(const struct io_result *table, int column, int64_t row, struct tool_piece text);
/* The rows of a table (NULL: none) whose cell of a column says that. */
int64_t tool_count_rows(const struct io_result *table, const char *column, const char *text);

/* Writes something other than tables to the output: report.html. */
typedef bool (*tool_extra_output)(const struct tool_run *run, struct io_output *output);
/*
 * The end of every run: combine rejects and counts, write the named results, what `extra` (or NULL)
 * adds, timings.json and run.json to --out, print the summary, and choose the exit code.
 */
enum tool_exit tool_run_finish(struct tool_run *run, const char *const *names,
                               tool_extra_output extra);
/* Its parts, for a command with an answer of its own: combine rejects and counts … */
enum tool_exit tool_run_settle(struct tool_run *run);
/* … write to --out … */
enum tool_exit tool_run_write(struct tool_run *run, const char *const *names,
                              tool_extra_output extra);
/* … and choose the exit code, telling of what is wrong with the input. */
enum tool_exit tool_run_judge(const struct tool_run *run);

void tool_run_close(struct tool_run *run);

/* TOOL_INPUT, with a message naming the command that makes it, when the input lacks a table. */
enum tool_exit tool_run_need_table(const struct tool_run *run, const char *name, const char *maker);
/* Count people, once persons are formed, or until interrupted; false when there is no memory. */
bool tool_people_count(struct tool_run *run);
/* report.html, summary.txt and trend.csv, as an extra output (report_output.c); with --review
 * review.html, too, of what the report is made of (review_output.c). */
bool tool_report_write(const struct tool_run *run, struct io_output *output);
struct report_input;
bool tool_review_write(const struct tool_run *run, const struct report_input *report,
                       struct io_output *output);
/* With --for, let all results show only what that agency may see (reader.c). */
enum tool_exit tool_reader_apply(struct tool_run *run);
/* --worklists: open its folder before any work, write into it, put it in its place, and say where
 * that is (worklist_output.c). */
enum tool_exit tool_worklist_folder_open(struct tool_run *run);
bool tool_worklist_folder_write(struct tool_run *run);
bool tool_worklist_folder_publish(struct tool_run *run);
/* The tables of which worklists are made, up to NULL, at most TOOL_KEPT_TABLES; and one of them. Of
 * others nothing is kept for a run that resumes, so no run has them here. */
extern const char *const tool_worklist_tables[];
const struct io_result *tool_worklist_table(const struct tool_run *run, const char *name);
void tool_summary_worklists(const struct tool_run *run, bool in_english);
/* --decisions: add its files to the input, see that they hold decisions and whose, and tell what
 * became of them (decision_files.c). */
bool tool_decision_files_add(struct tool_run *run);
bool tool_decision_files_check(struct tool_run *run);
void tool_decisions_tell(const struct tool_run *run);
/* What became of the decisions, a line of both summaries; false: none were given. */
bool tool_summary_decisions(const struct tool_run *run, bool in_english, FILE *to);
/* A table worklist_AGENCY for each agency that has one (worklists.c). */
bool tool_worklists_write(const struct io_result *worklist, struct io_output *output);
/* Who wrote what for whom (audit.c). */
bool tool_audit_write(const struct tool_run *run, struct io_output *output);
/* For people, on standard output; false, told: there is no memory for it. */
bool tool_summary(const struct tool_run *run, bool has_report);
/* Its short form once more, of a run that went on where another was killed. */
void tool_summary_again(const struct tool_run *run, const char *text);
/* Its lines about the rules that found nothing (summary_quiet.c). */
void tool_summary_quiet_rules(const struct tool_run *run, bool in_english);
/* Its line about the earlier run, if there is one (summary_changes.c). */
void tool_summary_changes(const struct tool_run *run, bool in_english);
/* The outcome in lines that a mail takes, without a name and without places, to be freed; NULL: no
 * memory (summary_short.c). */
char *tool_summary_short(const struct tool_run *run);
/* Lines of both summaries: what casts doubt on the results, each after `before`, and how many
 * people there are; false: there is nothing to say. */
bool tool_summary_doubts(FILE *to, const struct tool_run *run, const char *before);
bool tool_summary_people(FILE *to, const struct tool_run *run);
/* trend.csv, to be freed; NULL: no memory (trend_file.c). */
char *tool_trend(const struct tool_run *run);
/* Where something was written, safe to show, to be freed: as it was given or, in a mail, whose
 * reader does not know where that begins, from the root. NULL: no memory (place_shown.c). */
char *tool_place_shown(const struct tool_run *run, const char *path);
enum { TOOL_GROUPED = 48 };
/* 1,234,567; returns `grouped`. */
const char *tool_grouped(int64_t count, char grouped[TOOL_GROUPED]);
/* The whole of a subcommand that runs one of the two stages of rules. */
enum tool_exit tool_run_rules(const struct tool_arguments *arguments, const char *label,
                              tool_stage stage);

/* Are there at most that many rejects (0: any number) from reading and from the library? Reports if
 * not. */
bool tool_rejects_fit(const struct tool_run *run, int64_t most);
/* Find the tables and files of which more rows are rejected than --max-rejects allows; false when
 * there is no memory (reject_limit.c). */
bool tool_excess_find(struct tool_run *run);
/* Tell of them. */
void tool_excess_tell(const struct tool_run *run);
/* Count a table's rows as they are read from the stream, which is taken over (announced.c). */
bool tool_arrivals_watch(struct tool_run *run, const struct io_table *table,
                         struct ArrowArrayStream *stream);
/* Keep only the uploads that have rows missing. */
void tool_arrivals_settle(struct tool_run *run);
int64_t tool_upload_received(const struct tool_run *run, const struct tool_upload *upload);
/* Tell of them. */
void tool_arrivals_tell(const struct tool_run *run);
void tool_arrivals_clear(struct tool_arrivals *arrivals);
/* Lay the usual words of agencies over the plan, where files have them (word_overlay.c). */
enum tool_exit tool_words_lay(struct tool_run *run);
/* The same as plan text, to be freed, empty when there are none, and also of columns that are not
 * certain yet; NULL: no memory. */
char *tool_words_text(const struct tool_run *run, bool with_guesses, size_t *len);
/* The names of the policy's programmes, into the mapping, where files may be named for one; false:
 * a problem of the input. */
bool tool_programmes_read(struct tool_run *run);
/* What rows that are no records are called. */
const char *tool_skip_word(enum io_skip why, bool in_english);
/* What else is odd about a part, by number: what is beside the header, tables in cells, an end that
 * is missing; and how much of it, or "". NULL: nothing. */
enum { TOOL_PART_ODDS = 4 };
const char *tool_part_odd(const struct io_part *part, int which, bool in_english, char *about,
                          size_t cap);
/* How a column that a file lacks comes about (enum io_filling). */
const char *tool_made_words(uint8_t how, bool in_english);
/* Tell, before a run without a policy, what it will not look for (no_policy.c). */
void tool_no_policy_tell(struct tool_run *run);
/* Tell what looks like input and is not read. */
void tool_notes_tell_unread(const struct tool_run *run);
/* Tell how files were read, where that is more than their headers say, unless it is to be quiet. */
void tool_notes_tell(const struct tool_run *run);
/* What the plan says of files, to be freed whether or not it succeeds; false: no memory. */
bool tool_mapping_read(const dolbom_plan *plan, struct io_mapping *mapping);
void tool_mapping_free(struct io_mapping *mapping);
/* Is every column that the plan names in some file? Reports those that are not: one that no file
 * has would read as empty. */
bool tool_mapping_check(struct tool_run *run);
/* Does every file have the columns that its table needs? Reports all that they lack. */
bool tool_columns_check(const struct io_column_names *columns, const struct io_input *input);
/* The next required column that a file lacks, from *at on, which begins as NULL; false: no more. */
bool tool_column_lacking(const struct io_column_names *columns, const struct io_table *table,
                         const struct io_part *part, const char **at, struct tool_listed *column);
/* Has every file all that its table needs? */
bool tool_columns_are_there(const struct io_column_names *columns, const struct io_input *input);
/* Is it a column of the input that nothing reads? */
bool tool_column_unknown(const struct io_column_names *columns, const char *table,
                         const char *column);
/* Does no file of the table have a column that the plan names for it? */
bool tool_column_missing(const struct io_column_names *columns, size_t at,
                         const struct io_table *table);
bool tool_policy_hash(struct tool_run *run);
/* run.json and timings.json as text to be freed; NULL: no memory. */
char *tool_run_log(const struct tool_run *run);
char *tool_timings(const struct tool_run *run);
/* The as-of date of a plan; false if it names none. */
bool tool_plan_as_of(const dolbom_plan *plan, char day[11]);

#endif
