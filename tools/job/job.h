/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job.h - a month's run as a file says it.
 *
 *   job.yaml -(job_file.c)-> settings -(job_words.c)-> the words of dolbom reconcile
 *
 * and around that run a lock (job_lock.c), a log (job_log.c) and a process of its own
 * (job_child.c), so that the log tells even of a run that was killed.
 */
#ifndef JOB_H
#define JOB_H

#include "cli/cli.h"

/* ---- what the file says (job_file.c) ------------------------------------------------------ */

/* The texts of one key; the zero state is a key that is not there. */
struct job_setting {
    char **text;
    size_t n;
    size_t line, column; /* where its value begins, from 1 */
};

struct job {
    char *folder; /* in which the file lies: its paths begin there */
    char *name;   /* of the file in that folder */
    struct job_setting option[TOOL_OPTIONS];
    struct job_setting log;
};

/* Read a file; TOOL_DONE, or an exit code after reporting where it is wrong. */
enum tool_exit job_read(struct job *job, const char *path);
void job_clear(struct job *job);
/* The options that a file may set, in the order of the manual; TOOL_OPTIONS after the last. */
enum tool_option_id job_option_at(size_t index);

/* ---- as a command line (job_words.c) ------------------------------------------------------ */

/* Words that grow; the zero state is none. Running out of memory is remembered. */
struct job_words {
    char **at;
    size_t n;
    bool failed;
};

/* The day that as_of stands for today, or that `given` (or NULL) says instead. */
void job_day(const struct job *job, const char *given, char day[11]);
/*
 * "dolbom reconcile --in …" as the settings and the day say it; the options of `line` go before
 * those of the file. Looks for earlier results and for filled-in worklists in the current folder,
 * and tells, also in `log` (or NULL), of worklists that are not there and of whatever fails.
 */
enum tool_exit job_words(const struct job *job, const struct tool_arguments *line, const char *day,
                         const char *log, struct job_words *words);
/* Print them as a shell takes them. */
void job_words_print(const struct job *job, const struct job_words *words);
void job_words_clear(struct job_words *words);

/* ---- the log (job_log.c) ------------------------------------------------------------------- */

/*
 * Add a line: time, process, level, text. The file is opened for each, so that it may be moved away
 * in between. Path NULL: there is no log. False with errno, EEXIST: what is there is no log of
 * ours.
 */
bool job_log(const char *path, const char *level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Complain as tool_complain() does, and add it to the log. */
void job_tell(const char *log, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "2026-07-01 03:00:01 +0900": local time. */
void job_now(char text[32]);

/* ---- one at a time (job_lock.c) -------------------------------------------------------------- */

/*
 * Lock a job until this process and its children end, however they do; the file stays. -1 after
 * reporting who holds it and since when, which is in `holder`, or what fails.
 */
int job_lock(const struct job *job, char holder[64]);

/* ---- a process of its own (job_child.c) ------------------------------------------------------ */

/*
 * Run a command with these words in a child that ends with this process; what it complains of goes
 * to standard error and to the log, be it of the words. Returns its exit code, and
 * TOOL_ENVIRONMENT, told, when it was killed.
 */
enum tool_exit job_child(const struct tool_command *command, const struct job_words *words,
                         const char *log);

#endif
