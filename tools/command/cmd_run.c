/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_run.c - dolbom run: a month's reconcile as a file says it.
 */
#include "command/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "job/job.h"
#include "job/job_places.h"

static const struct tool_command reconcile = {
    .name = "reconcile", .words = "", .options = TOOL_RECONCILE, .run = cmd_reconcile};

/* Everything below is relative to the folder of the job, whoever starts it wherever. */
static enum tool_exit go_there(const struct job *job)
{
    if (chdir(job->folder) == 0) return TOOL_DONE;
    tool_complain("%s: %s", job->folder, tool_said(strerror(errno)));
    return TOOL_ENVIRONMENT;
}

/* What was begun is in the log before it begins, and a log that cannot be written ends the job
 * before anything else does. */
static enum tool_exit begin(const struct job *job, const char *log, const char *day)
{
    if (job_log(log, "info", "begins: %s as of %s, dolbom %s", job->name, day, dolbom_version()))
        return TOOL_DONE;
    const char *why = errno == EEXIST ? "is there already and no log of a job; name another file"
                                      : strerror(errno);
    tool_complain("%s: %s", log, tool_said(why));
    return TOOL_ENVIRONMENT;
}

static void log_words(const char *log, const struct job_words *words)
{
    static const char *const logged[] = {"--out", "--previous"};
    for (size_t i = 0; i + 1 < words->n; i++)
        for (size_t k = 0; k < sizeof logged / sizeof *logged; k++) {
            size_t len = strlen(logged[k]);
            const char *word = words->at[i], *value = word + len;
            if (strncmp(word, logged[k], len) == 0 && (*value == '\0' || *value == '='))
                job_log(log, "info", "%s: %s", logged[k] + 2,
                        *value ? value + 1 : words->at[i + 1]);
        }
}

static enum tool_exit run_locked(const struct job *job, const struct tool_arguments *line,
                                 const char *day, const char *log)
{
    struct job_words words;
    enum tool_exit code = begin(job, log, day);
    if (code != TOOL_DONE) return code;
    code = job_words(job, line, day, log, &words);
    if (code == TOOL_DONE) {
        log_words(log, &words);
        code = job_child(&reconcile, &words, log);
    }
    job_words_clear(&words);
    return code;
}

static enum tool_exit run_job(const struct job *job, const struct tool_arguments *line,
                              const char *day, const char *log)
{
    char holder[64];
    int64_t from = tool_now_ms();
    int lock = job_lock(job, holder);
    if (lock < 0) {
        job_log(log, "error", "not begun: %s%s",
                holder[0] ? "it is running as process " : "no lock", holder);
        return TOOL_ENVIRONMENT;
    }
    enum tool_exit code = run_locked(job, line, day, log);
    bool well = code == TOOL_DONE || code == TOOL_FINDINGS;
    job_log(log, well ? "info" : "error", "ends: exit code %d (%s) after %.1f s", (int)code,
            code == TOOL_FINDINGS ? "findings at or above fail_on" : tool_exit_text(code),
            (double)(tool_now_ms() - from) / 1000);
    close(lock);
    return code;
}

static enum tool_exit print_job(const struct job *job, const struct tool_arguments *line,
                                const char *day)
{
    struct job_words words;
    enum tool_exit code = job_words(job, line, day, NULL, &words);
    if (code == TOOL_DONE) job_words_print(job, &words);
    job_words_clear(&words);
    return code;
}

enum tool_exit cmd_run(const struct tool_arguments *arguments)
{
    struct job job;
    char day[11] = "";
    char *log = NULL;
    enum tool_exit code = job_read(&job, arguments->word[0]);
    if (code == TOOL_DONE) job_day(&job, tool_text(arguments, TOOL_AS_OF), day);
    if (code == TOOL_DONE) code = go_there(&job);
    if (code == TOOL_DONE && job.log.n) {
        log = job_places_fill(job.log.text[0], day);
        if (!log) {
            tool_complain("out of memory");
            code = TOOL_ENVIRONMENT;
        }
    }
    if (code == TOOL_DONE)
        code = tool_given(arguments, TOOL_PRINT) ? print_job(&job, arguments, day)
                                                 : run_job(&job, arguments, day, log);
    free(log);
    job_clear(&job);
    return code;
}
