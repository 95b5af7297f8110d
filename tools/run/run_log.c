/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_log.c - run.json: what was read, with which settings, and what came of it.
 *
 * The same input gives the same bytes: keys are sorted, nothing tells of time, machine or
 * order of files. What differs from run to run stands in timings.json.
 */
#include "run/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <jansson.h>

static char *dump(json_t *object)
{
    char *text = object
                     ? json_dumps(object, JSON_INDENT(2) | JSON_SORT_KEYS | JSON_REAL_PRECISION(6))
                     : NULL;
    json_decref(object);
    size_t len = text ? strlen(text) : 0;
    char *more = text ? realloc(text, len + 2) : NULL;
    if (!more) {
        free(text);
        return NULL;
    }
    memcpy(more + len, "\n", 2);
    return more;
}

/* A cell as JSON: numbers as numbers, the rest as text. */
static json_t *cell(const struct io_result *result, int column, int64_t row)
{
    char scratch[IO_CELL];
    int64_t number;
    size_t len;
    char type = result->columns[column].type;
    if (type == 'i' || type == 'l')
        return io_result_number(result, column, row, &number) ? json_integer(number) : json_null();
    const char *text = io_result_text(result, column, row, scratch, &len);
    return text ? json_stringn(text, len) : json_null();
}

/* The rows of a table as objects, each under its first column. */
static json_t *rows_by_key(const struct io_result *result, const char *const *columns)
{
    json_t *all = json_object();
    char scratch[IO_CELL], key[64];
    for (int64_t row = 0; row < result->n_rows; row++) {
        size_t len = 0;
        const char *text = io_result_text(result, 0, row, scratch, &len);
        snprintf(key, sizeof key, "%.*s", (int)len, text ? text : "");
        json_t *one = json_object();
        for (const char *const *name = columns; *name; name++) {
            int column = io_result_column(result, *name);
            if (column >= 0) json_object_set_new(one, *name, cell(result, column, row));
        }
        json_object_set_new(all, key, one);
    }
    return all;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Names of columns that nobody reads, sorted; NULL when there are none. */
static json_t *unknown_columns(const struct tool_run *run, const struct io_table *table)
{
    const char *names[IO_COLUMNS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < table->n_columns; i++)
        if (tool_column_unknown(&run->columns, table->name, table->columns[i]))
            names[n++] = table->columns[i];
    if (n == 0) return NULL;
    qsort(names, n, sizeof *names, by_text);
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *name = json_string(names[i]);
        json_array_append_new(list, name ? name : json_string("(not UTF-8)"));
    }
    return list;
}

static json_t *tables(const struct tool_run *run)
{
    static const char *const counts[] = {"rows_in", "accepted", "rejected", "collapsed", NULL};
    json_t *all = rows_by_key(&run->table_counts, counts);
    for (size_t i = 0; i < run->input.n_tables; i++) {
        const struct io_table *table = &run->input.tables[i];
        json_t *one = json_object_get(all, table->name);
        if (!one) {
            one = json_object();
            json_object_set_new(one, "state", json_string("not read, no stage uses it"));
            json_object_set_new(all, table->name, one);
        }
        json_object_set_new(one, "files", json_integer((json_int_t)table->n_parts));
        json_t *unknown = unknown_columns(run, table);
        if (unknown) json_object_set_new(one, "unknown_columns", unknown);
    }
    return all;
}

/* Files and folders that look like input and are none, by path. */
static json_t *not_read(const struct io_input *input)
{
    json_t *list = json_array();
    for (size_t i = 0; i < input->n_ignored; i++) {
        const char *path = input->ignored[i].path + input->ignored[i].shown_from;
        json_t *name = json_string(path);
        json_array_append_new(list, name ? name : json_string("(not UTF-8)"));
    }
    return list;
}

static json_t *results(const struct tool_run *run)
{
    json_t *all = json_object();
    for (size_t i = 0; i < run->n_results; i++) {
        const struct io_result *result = &run->results[i];
        bool ours =
            strcmp(result->name, "rejects") == 0 || strcmp(result->name, "table_counts") == 0;
        if (!ours) json_object_set_new(all, result->name, json_integer(result->n_rows));
    }
    json_object_set_new(all, "rejects", json_integer(run->rejects.n_rows));
    return all;
}

static void set_hash(json_t *log, const char *key, uint64_t high, uint64_t low, bool both)
{
    char hex[40];
    if (both)
        snprintf(hex, sizeof hex, "%016llx%016llx", (unsigned long long)high,
                 (unsigned long long)low);
    else
        snprintf(hex, sizeof hex, "%016llx", (unsigned long long)low);
    json_object_set_new(log, key, json_string(hex));
}

char *tool_run_log(const struct tool_run *run)
{
    static const char *const rule_columns[] = {
        "state", "reason", "n_findings", "n_suppressed", "n_persons_unknown", NULL};
    json_t *log = json_object();
    char day[11];
    json_object_set_new(log, "version", json_string(dolbom_version()));
    json_object_set_new(log, "as_of",
                        tool_plan_as_of(run->plan, day) ? json_string(day) : json_null());
    json_object_set_new(log, "key", json_string("none"));
    set_hash(log, "plan", 0, dolbom_plan_hash(run->plan), false);
    uint64_t juso = dolbom_plan_juso_hash(run->plan);
    if (juso != 0) set_hash(log, "juso", 0, juso, false);
    set_hash(log, "policy", run->policy_hash[0], run->policy_hash[1], true);
    json_object_set_new(log, "tables", tables(run));
    if (run->input.n_ignored) json_object_set_new(log, "not_read", not_read(&run->input));
    json_object_set_new(log, "results", results(run));
    const struct io_result *rules = tool_run_result(run, "rule_runs");
    if (rules) json_object_set_new(log, "rules", rows_by_key(rules, rule_columns));
    bool uploads = io_input_table((struct io_input *)&run->input, "uploads") != NULL;
    if (rules)
        json_object_set_new(
            log, "uploads",
            json_string(uploads ? "as the table says" : "no table; all count as complete"));
    return dump(log);
}

char *tool_timings(const struct tool_run *run)
{
    json_t *all = json_object(), *stages = json_array();
    const struct tool_progress *progress = &run->progress;
    for (size_t i = 0; i < progress->n_stages; i++) {
        json_t *one = json_object();
        json_object_set_new(one, "stage", json_string(progress->stages[i].stage));
        json_object_set_new(one, "seconds", json_real((double)progress->stages[i].ms / 1000));
        json_array_append_new(stages, one);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    json_object_set_new(all, "stages", stages);
    json_object_set_new(all, "seconds", json_real((double)(tool_now_ms() - run->start_ms) / 1000));
    json_object_set_new(all, "peak_bytes", json_integer((json_int_t)usage.ru_maxrss * 1024));
    json_object_set_new(all, "library_peak_bytes", json_integer((json_int_t)progress->peak_bytes));
    json_object_set_new(all, "threads", json_integer((json_int_t)tool_threads(run->arguments)));
    return dump(all);
}
