/* SPDX-License-Identifier: Apache-2.0 */
/*
 * earlier_run.c - finding what an earlier run wrote.
 *
 * A folder without run.json is not a finished result, whatever lies in it: half of the findings
 * would pass for all of them, and the other half for new ones.
 */
#include "run/earlier_run.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io/database/database_address.h"

enum { LOG_BYTES_MAX = 16 << 20 };

const char *const tool_earlier_tables[] = {"findings", "finding_rows", "finding_changes",
                                           "finding_change_rows", NULL};

/* The text of a file in a folder, to be freed; NULL with errno. */
static char *read_file(const char *folder, const char *name, size_t *len)
{
    char *path = NULL, *text = NULL;
    if (asprintf(&path, "%s/%s", folder, name) < 0) return NULL;
    FILE *file = fopen(path, "rbe");
    free(path);
    if (!file) return NULL;
    text = malloc(LOG_BYTES_MAX);
    *len = text ? fread(text, 1, LOG_BYTES_MAX, file) : 0;
    bool whole = text && !ferror(file) && *len < LOG_BYTES_MAX;
    fclose(file);
    if (whole) return text;
    free(text);
    return NULL;
}

/* The as-of date that run.json names, and the agency it was written for; false when it is no log of
 * a run that judged. */
static bool read_log(const char *text, size_t len, struct tool_earlier *earlier)
{
    json_t *log = json_loadb(text, len, 0, NULL);
    const char *day = json_string_value(json_object_get(log, "as_of"));
    const char *agency = json_string_value(json_object_get(log, "for"));
    int32_t number;
    bool done = day && tool_day_read(day, strlen(day), &number);
    if (done) memcpy(earlier->as_of, day, sizeof earlier->as_of);
    if (done && agency) earlier->agency = strdup(agency);
    done = done && (!agency || earlier->agency);
    json_decref(log);
    return done;
}

static bool is_served(const char *path)
{
    return io_database_kind_of(path) != IO_NO_DATABASE;
}

static bool is_folder(const char *path)
{
    struct stat about;
    return !is_served(path) && stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* A text that the run wrote, to be freed; NULL: there is none, or a problem. */
static char *read_text(struct tool_earlier *earlier, const char *path, const char *name,
                       size_t *len)
{
    struct io_problem *problem = &earlier->input.problem;
    errno = 0;
    char *text = is_folder(path)   ? read_file(path, name, len)
                 : is_served(path) ? io_served_text(path, name, len, problem)
                                   : io_database_text(path, name, len, problem);
    bool unreadable = !text && errno != 0 && errno != ENOENT && problem->kind == IO_OK;
    if (unreadable) io_fail_errno(problem, path, "a file of these results cannot be read");
    return text;
}

static bool find_log(struct tool_earlier *earlier, const char *path)
{
    struct io_problem *problem = &earlier->input.problem;
    size_t len = 0;
    char *text = read_text(earlier, path, "run.json", &len);
    bool done = text && read_log(text, len, earlier);
    free(text);
    if (done || problem->kind != IO_OK) return done;
    return io_fail(problem, IO_BAD_INPUT,
                   "%s: is not what dolbom reconcile wrote: it holds no run.json of such a run",
                   path);
}

static bool find_trend(struct tool_earlier *earlier, const char *path)
{
    size_t len = 0;
    char *text = read_text(earlier, path, "trend.csv", &len);
    earlier->trend = text ? strndup(text, len) : NULL;
    bool done = earlier->trend || !text || io_fail_memory(&earlier->input.problem);
    free(text);
    return done && earlier->input.problem.kind == IO_OK;
}

/* The files of a folder by their names, since others may lie there. */
static bool add_files(struct io_input *input, const char *folder)
{
    bool done = true;
    for (const char *const *name = tool_earlier_tables; done && *name; name++) {
        char *path = NULL;
        struct stat about;
        if (asprintf(&path, "%s/%s.csv", folder, *name) < 0) return io_fail_memory(&input->problem);
        if (stat(path, &about) == 0) done = io_input_add(input, path, 1u << IO_RESULT);
        free(path);
    }
    return done;
}

bool tool_earlier_find(struct tool_earlier *earlier, const char *path,
                       const struct tool_arguments *arguments)
{
    struct io_input *input = &earlier->input;
    struct stat about = {.st_mode = 0};
    *earlier = (struct tool_earlier){.as_of = ""};
    input->reading = (struct io_reading){.encoding = IO_AUTO, .interrupted = tool_interrupted};
    input->n_threads = tool_threads(arguments);
    if (!is_served(path) && stat(path, &about) != 0)
        return io_fail_errno(&input->problem, path, "cannot be opened");
    if (!find_log(earlier, path) || !find_trend(earlier, path)) return false;
    bool done = S_ISDIR(about.st_mode) ? add_files(input, path)
                                       : io_input_add(input, path, 1u << IO_RESULT);
    bool complete = io_input_table(input, "findings") && io_input_table(input, "finding_rows");
    if (!done || complete) return done;
    return io_fail(&input->problem, IO_BAD_INPUT,
                   "%s: holds no findings and finding_rows; name what dolbom reconcile wrote",
                   path);
}

static bool needs_column(struct io_input *input, const char *name, const char *column)
{
    const struct io_table *table = io_input_table(input, name);
    for (size_t i = 0; i < table->n_columns; i++)
        if (strcmp(table->columns[i], column) == 0) return true;
    return io_fail(&input->problem, IO_BAD_INPUT,
                   "%s: lacks the column %s of %s; name what dolbom reconcile wrote, unedited",
                   table->parts[0].shown, column, name);
}

bool tool_earlier_settle(struct tool_earlier *earlier)
{
    struct io_input *input = &earlier->input;
    return io_input_settle(input) &&
           (!input->n_tables || (needs_column(input, "findings", "finding_id") &&
                                 needs_column(input, "findings", "rule") &&
                                 needs_column(input, "finding_rows", "finding_id") &&
                                 needs_column(input, "finding_rows", "table")));
}

void tool_earlier_close(struct tool_earlier *earlier)
{
    io_input_clear(&earlier->input);
    free(earlier->agency);
    free(earlier->trend);
    earlier->agency = earlier->trend = NULL;
}
