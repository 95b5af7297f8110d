/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job_words.c - a job as the words of dolbom reconcile.
 *
 * There is no second course of a run: whatever a job does, somebody can do with the words that
 * dolbom run --print shows. Only here does the calendar come in, and only as a day in these words.
 */
#include "job/job.h"
#include "job/job_places.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io/database/database_address.h"

/* ---- the day ----------------------------------------------------------------------------------
 */

void job_day(const struct job *job, const char *given, char day[11])
{
    const char *said = given ? given : job->option[TOOL_AS_OF].text[0];
    bool is_today = strcmp(said, "today") == 0, is_end = strcmp(said, "end_of_last_month") == 0;
    if (!is_today && !is_end) {
        memcpy(day, said, 11);
        return;
    }
    int32_t year, month, of_month, today = tool_today();
    tool_day_split(today, &year, &month, &of_month);
    if (is_end) tool_day_split(today - of_month, &year, &month, &of_month);
    snprintf(day, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
             (unsigned)of_month % 100);
}

/* ---- words that grow ----------------------------------------------------------------------------
 */

/* Takes the text over; NULL: there was no memory for it. */
static void add(struct job_words *words, char *text)
{
    char **more = text ? reallocarray(words->at, words->n + 2, sizeof *more) : NULL;
    if (!more) {
        free(text);
        words->failed = true;
        return;
    }
    words->at = more;
    words->at[words->n++] = text;
    words->at[words->n] = NULL; /* as argv ends */
}

/* An option and its value, in one word where that begins as an option does. */
static void add_value(struct job_words *words, const struct tool_option *option, const char *text)
{
    char *word = NULL;
    bool as_option = text && text[0] == '-';
    if (asprintf(&word, "--%s%s%s", option->name, as_option ? "=" : "", as_option ? text : "") < 0)
        word = NULL;
    add(words, word);
    if (!as_option) add(words, text ? strdup(text) : NULL);
}

static void add_option(struct job_words *words, const struct tool_option *option)
{
    char *word = NULL;
    if (asprintf(&word, "--%s", option->name) < 0) word = NULL;
    add(words, word);
}

void job_words_clear(struct job_words *words)
{
    for (size_t i = 0; i < words->n; i++) free(words->at[i]);
    free(words->at);
    *words = (struct job_words){.n = 0};
}

/* ---- earlier results ----------------------------------------------------------------------------
 */

/* Before the first month there is no folder; one that cannot be read is another matter. */
static int is_unreadable(const char *path, int code)
{
    (void)path;
    return code != ENOENT && code != ENOTDIR;
}

/* Was the place written to its end? Where that cannot be known, `failed` says as glob(3) why. */
static bool is_finished(const char *path, int *failed)
{
    struct stat about;
    char *log = NULL;
    if (stat(path, &about) != 0) return false;
    if (!S_ISDIR(about.st_mode)) return S_ISREG(about.st_mode); /* a database is whole or absent */
    bool named = asprintf(&log, "%s/run.json", path) >= 0;
    bool done = named && stat(log, &about) == 0;
    if (!named)
        *failed = GLOB_NOSPACE;
    else if (!done && is_unreadable(log, errno))
        *failed = GLOB_ABORTED;
    if (named) free(log);
    return done;
}

/* The newest finished results before `out`: texts with a day in one place stand in its order. */
static const char *newest_before(const glob_t *found, const char *out, int *failed)
{
    const char *newest = NULL;
    for (size_t i = 0; i < found->gl_pathc; i++) {
        const char *path = found->gl_pathv[i];
        bool before = strcmp(path, out) < 0 && (!newest || strcmp(path, newest) > 0);
        if (before && is_finished(path, failed)) newest = path;
    }
    return newest;
}

static enum tool_exit fail_memory(const char *log)
{
    job_tell(log, "out of memory");
    return TOOL_ENVIRONMENT;
}

/* --previous with what `last` stands for, if there is anything. */
static enum tool_exit add_last(const struct job *job, const char *day, const char *log,
                               struct job_words *words)
{
    const char *out = job->option[TOOL_OUT].text[0];
    const struct job_setting *setting = &job->option[TOOL_PREVIOUS];
    if (!job_places_any(out)) {
        job_tell(log, "%s: line %zu, column %zu: %s", job->name, setting->line, setting->column,
                 tool_said("last looks for results of other months, which need places of their "
                           "own; put {month} into out"));
        return TOOL_INPUT;
    }
    if (io_database_kind_of(out) != IO_NO_DATABASE) {
        job_tell(log, "%s: line %zu, column %zu: %s", job->name, setting->line, setting->column,
                 tool_said("last looks for results in folders and files; name the schema of the "
                           "database that has those of the month before"));
        return TOOL_INPUT;
    }
    char *own = job_places_fill(out, day), *pattern = job_places_pattern(out);
    glob_t found = {.gl_pathc = 0};
    int done = own && pattern ? glob(pattern, 0, is_unreadable, &found) : GLOB_NOSPACE;
    const char *last = done == 0 ? newest_before(&found, own, &done) : NULL;
    if (last && done == 0) add_value(words, tool_option_of(TOOL_PREVIOUS), last);
    globfree(&found);
    free(pattern);
    free(own);
    if (done == GLOB_NOSPACE) return fail_memory(log);
    if (done != GLOB_ABORTED) return TOOL_DONE;
    job_tell(log, "%s: a folder of earlier results cannot be read; mend its permissions", out);
    return TOOL_ENVIRONMENT;
}

/* ---- filled-in worklists
 * -------------------------------------------------------------------------- */

/* One of several values: they end where a word begins as options do. */
static void add_file(struct job_words *words, const char *path)
{
    char *word = NULL;
    if (asprintf(&word, "%s%s", path[0] == '-' ? "./" : "", path) < 0) word = NULL;
    add(words, word);
}

/* The files that * and ? stand for. That there are none is ordinary in the first month, and a
 * mistyped folder in any other. */
static void add_found(struct job_words *words, const char *text, const char *pattern,
                      const char *log)
{
    glob_t found = {.gl_pathc = 0};
    int done = pattern ? glob(pattern, 0, NULL, &found) : GLOB_NOSPACE;
    for (size_t i = 0; done == 0 && i < found.gl_pathc; i++) add_file(words, found.gl_pathv[i]);
    if (done == 0) globfree(&found);
    if (done == GLOB_NOSPACE) words->failed = true;
    if (done == 0 || done == GLOB_NOSPACE) return;
    job_tell(log, "%s: there are no such files, and no decisions from them", text);
}

static void add_decisions(const struct job_setting *setting, const char *day, const char *log,
                          struct job_words *words)
{
    add_option(words, tool_option_of(TOOL_DECISIONS));
    size_t before = words->n;
    for (size_t i = 0; i < setting->n; i++) {
        char *text = job_places_fill(setting->text[i], day);
        char *pattern = job_places_choice(setting->text[i], day);
        if (!text)
            words->failed = true;
        else if (strpbrk(text, "*?"))
            add_found(words, text, pattern, log);
        else
            add_file(words, text);
        free(pattern);
        free(text);
    }
    if (words->failed) return;
    job_log(log, "info", "decisions: %zu files", words->n - before);
    if (words->n > before) return;
    free(words->at[--words->n]); /* an option without a value */
    words->at[words->n] = NULL;
}

/* ---- all of it
 * -------------------------------------------------------------------------------------- */

static enum tool_exit add_setting(const struct job *job, enum tool_option_id id, const char *day,
                                  const char *log, struct job_words *words)
{
    const struct job_setting *setting = &job->option[id];
    const struct tool_option *option = tool_option_of(id);
    bool is_off = option->kind == TOOL_FLAG && setting->n && strcmp(setting->text[0], "true") != 0;
    if (!setting->n || is_off) return TOOL_DONE;
    if (id == TOOL_PREVIOUS && strcmp(setting->text[0], "last") == 0)
        return add_last(job, day, log, words);
    if (id == TOOL_DECISIONS) {
        add_decisions(setting, day, log, words);
        return TOOL_DONE;
    }
    if (option->kind == TOOL_FLAG) {
        add_option(words, option);
        return TOOL_DONE;
    }
    char *text = job_places_fill(setting->text[0], day);
    add_value(words, option, text);
    free(text);
    return TOOL_DONE;
}

enum tool_exit job_words(const struct job *job, const struct tool_arguments *line, const char *day,
                         const char *log, struct job_words *words)
{
    enum tool_exit code = TOOL_DONE;
    enum tool_option_id id;
    *words = (struct job_words){.n = 0};
    add(words, strdup("dolbom"));
    add(words, strdup("reconcile"));
    for (size_t i = 0; code == TOOL_DONE && (id = job_option_at(i)) != TOOL_OPTIONS; i++) {
        bool is_day = id == TOOL_AS_OF;
        if (is_day || tool_given(line, id)) {
            add_value(words, tool_option_of(id), is_day ? day : tool_text(line, id));
        } else {
            code = add_setting(job, id, day, log, words);
        }
    }
    if (!job->option[TOOL_SUMMARY].n) add_value(words, tool_option_of(TOOL_SUMMARY), "short");
    static const enum tool_option_id passed_on[] = {TOOL_QUIET, TOOL_RESUME};
    for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++)
        if (tool_given(line, passed_on[i])) add_option(words, tool_option_of(passed_on[i]));
    return code == TOOL_DONE && words->failed ? fail_memory(log) : code;
}

/* In single quotes where a shell would take something of it for itself. */
static void print_word(const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-_./,:=@%+";
    if (word[0] && word[strspn(word, plain)] == '\0') {
        fputs(word, stdout);
        return;
    }
    putchar('\'');
    for (; *word; word++) {
        if (*word == '\'')
            fputs("'\\''", stdout);
        else
            putchar(*word);
    }
    putchar('\'');
}

void job_words_print(const struct job *job, const struct job_words *words)
{
    if (strcmp(job->folder, ".") != 0) {
        fputs("cd ", stdout);
        print_word(job->folder);
        fputs(" && ", stdout);
    }
    for (size_t i = 0; i < words->n; i++) {
        if (i > 0) putchar(' ');
        print_word(words->at[i]);
    }
    putchar('\n');
}
