/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_log.c - run.json: what was read, with which settings, and what the outcome was.
 *
 * The same input gives the same bytes: keys are sorted, and nothing depends on time, machine or
 * order of files. What differs from run to run is in timings.json.
 */
#include "run/notes.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* An object being built; running out of memory is remembered, so that nothing is left out
 * unnoticed. */
struct log {
    const struct tool_run *run;
    bool failed;
};

/* Takes over `value`. NULL, for the object or the value, means that memory ran out. */
static void set(struct log *log, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0) log->failed = true;
}

static void append(struct log *log, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) log->failed = true;
}

/* The text of a log while it is written. */
struct text {
    char *at;
    size_t len, cap;
    bool failed;
};

/* jansson does not check every result of its callback, so a failure is remembered here too. */
static int add_text(const char *piece, size_t len, void *context)
{
    struct text *text = context;
    if (text->cap - text->len <= len) { /* a NUL goes after it */
        size_t cap = 2 * text->cap + len + 4096;
        char *more = realloc(text->at, cap);
        if (!more) text->failed = true;
        if (!more) return -1;
        text->at = more;
        text->cap = cap;
    }
    memcpy(text->at + text->len, piece, len);
    text->len += len;
    return 0;
}

/* Takes over the object. */
static char *dump(const struct log *log, json_t *object)
{
    static const size_t flags = JSON_INDENT(2) | JSON_SORT_KEYS | JSON_REAL_PRECISION(6);
    struct text text = {.failed = log->failed};
    bool done = !log->failed && json_dump_callback(object, add_text, &text, flags) == 0 &&
                add_text("\n", 1, &text) == 0 && !text.failed;
    json_decref(object);
    if (done) text.at[text.len] = '\0';
    if (done) return text.at;
    free(text.at);
    return NULL;
}

/* A name chosen by others, made safe. */
static json_t *foreign(const char *text)
{
    char *safe = tool_foreign_copy(text);
    json_t *string = json_string(safe);
    free(safe);
    return string;
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
static json_t *rows_by_key(struct log *log, const struct io_result *result,
                           const char *const *columns)
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
            if (column >= 0) set(log, one, *name, cell(result, column, row));
        }
        set(log, all, key, one);
    }
    return all;
}

/* Is it probably a column of the table, misspelt? */
static bool is_near_a_column(const char *table, const char *typed)
{
    const char *at = io_table_form_find(table)->columns;
    struct tool_listed listed;
    while (tool_list_next(&at, &listed))
        if (tool_is_near(typed, listed.name)) return true;
    return false;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/*
 * How many columns nothing reads, and the names of those that are probably ours, misspelt. Other
 * names are not shown: in a file without a header they are somebody's data.
 */
static void set_unknown_columns(struct log *log, json_t *one, const struct io_table *table)
{
    const char *names[IO_COLUMNS_MAX];
    size_t n = 0, n_unknown = 0;
    for (size_t i = 0; i < table->n_columns; i++) {
        const char *name = table->columns[i];
        if (!tool_column_unknown(&log->run->mapping.columns, table->name, name)) continue;
        n_unknown++;
        if (is_near_a_column(table->name, name)) names[n++] = name;
    }
    if (n_unknown > 0) set(log, one, "n_unknown_columns", json_integer((json_int_t)n_unknown));
    if (n == 0) return;
    qsort(names, n, sizeof *names, by_text);
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) append(log, list, foreign(names[i]));
    set(log, one, "unknown_columns", list);
}

/* Columns that the plan names and no file has. */
static void set_missing_columns(struct log *log, json_t *one, const struct io_table *table)
{
    const struct io_column_names *columns = &log->run->mapping.columns;
    json_t *list = json_array();
    for (size_t i = 0; i < columns->n; i++) {
        const struct io_column_name *column = &columns->all[i];
        if (strcmp(column->table, table->name) == 0 && tool_column_missing(columns, i, table))
            append(log, list, json_string(column->ours));
    }
    if (json_array_size(list) > 0)
        set(log, one, "missing_columns", list);
    else
        json_decref(list);
}

/* By file, the columns whose usual headers were believed, and what filled in others. */
static json_t *understood(struct log *log, const struct io_part *part)
{
    static const char *const made[] = {[IO_FILL_ROW] = "made of each row",
                                       [IO_FILL_PERSON] = "made of each person",
                                       [IO_FILL_FOUND] = "found by each person",
                                       [IO_FILL_FOUND_OR_NEW] = "found by each person, or made"};
    json_t *one = json_object();
    if (part->made_of) set(log, one, "made_of", json_string(part->made_of));
    for (int i = 0; part->meaning && i < part->form.n_columns; i++) {
        const struct io_meaning *meaning = &part->meaning[i];
        if (meaning->how != IO_MEANT_BY_HEADER) continue;
        char ours[64];
        snprintf(ours, sizeof ours, "%s%s", meaning->of_person ? "persons." : "", meaning->ours);
        set(log, one, ours, foreign(part->names[i]));
    }
    for (size_t i = 0; i < part->n_fills; i++) {
        const struct io_filled *fill = &part->fills[i];
        bool named =
            log->run->mapping.agency != IO_AGENCY_COLUMN && strcmp(fill->ours, "agency_id") == 0;
        if (!fill->text) set(log, one, fill->ours, json_string(made[fill->how]));
        named |= fill->how == IO_FILL_NAME;
        if (fill->text && named) set(log, one, fill->ours, foreign(fill->text));
    }
    return one;
}

static void set_understood(struct log *log, json_t *one, const struct io_table *table)
{
    json_t *files = json_object();
    for (size_t i = 0; i < table->n_parts && !log->run->hides_files; i++) {
        json_t *columns = understood(log, &table->parts[i]);
        if (json_object_size(columns) > 0)
            set(log, files, table->parts[i].shown, columns);
        else
            json_decref(columns);
    }
    if (json_object_size(files) > 0)
        set(log, one, "understood", files);
    else
        json_decref(files);
}

/* Titles, blank rows and totals, which are no rows of the table. */
static void set_skipped(struct log *log, json_t *one, const struct io_table *table)
{
    static const char *const names[IO_SKIPS] = {"", "title", "blank", "total", "header"};
    json_t *skipped = json_object();
    for (int why = IO_SKIP_NOT + 1; why < IO_SKIPS; why++) {
        int64_t n = 0;
        for (size_t i = 0; i < table->n_parts; i++) n += table->parts[i].skips.n[why];
        if (n > 0) set(log, skipped, names[why], json_integer(n));
    }
    if (json_object_size(skipped) > 0)
        set(log, one, "skipped", skipped);
    else
        json_decref(skipped);
}

static json_t *tables(struct log *log)
{
    static const char *const counts[] = {"rows_in", "accepted", "rejected", "collapsed", NULL};
    const struct tool_run *run = log->run;
    json_t *all = rows_by_key(log, &run->table_counts, counts);
    for (size_t i = 0; i < run->input.n_tables; i++) {
        const struct io_table *table = &run->input.tables[i];
        json_t *one = json_object_get(all, table->name);
        if (!one) {
            one = json_object();
            set(log, one, "state", json_string("not read, no stage uses it"));
            set(log, all, table->name, one);
        }
        set(log, one, "files", json_integer((json_int_t)table->n_parts));
        set_unknown_columns(log, one, table);
        set_missing_columns(log, one, table);
        set_skipped(log, one, table);
        set_understood(log, one, table);
    }
    return all;
}

/* Files and folders that look like input but are not, by path. */
static json_t *not_read(struct log *log, const struct io_input *input)
{
    json_t *list = json_array();
    for (size_t i = 0; i < input->n_ignored; i++)
        append(log, list, json_string(input->ignored[i].shown));
    return list;
}

/* What people are told of files, whatever their language. */
static void set_notes(struct log *log, json_t *all)
{
    struct tool_notes notes = {.in_english = true};
    json_t *list = json_array();
    tool_notes_of_unread(&notes, &log->run->input);
    tool_notes_of_files(&notes, &log->run->input);
    for (size_t i = 0; i < notes.n; i++) {
        const struct tool_note *note = &notes.at[i];
        json_t *one = json_object();
        set(log, one, "file", foreign(note->shown));
        set(log, one, "note", foreign(note->kind));
        if (*note->about) set(log, one, "about", foreign(note->about));
        append(log, list, one);
    }
    if (notes.failed) log->failed = true;
    tool_notes_clear(&notes);
    if (json_array_size(list) > 0)
        set(log, all, "notes", list);
    else
        json_decref(list);
}

/* Tables, and files of tables, with too many rejected rows. */
static json_t *over_max_rejects(struct log *log)
{
    json_t *list = json_array();
    for (size_t i = 0; i < log->run->n_excess; i++) {
        const struct tool_excess *excess = &log->run->excess[i];
        append(log, list, json_string(excess->file ? excess->file : excess->table));
    }
    return list;
}

/* Uploads with fewer rows than announced. */
static json_t *missing_rows(struct log *log)
{
    const struct tool_arrivals *arrivals = &log->run->arrivals;
    json_t *list = json_array();
    for (size_t i = 0; i < arrivals->n_uploads; i++) {
        const struct tool_upload *upload = &arrivals->uploads[i];
        json_t *one = json_object();
        set(log, one, "table", json_string(upload->table));
        set(log, one, "agency_id", foreign(arrivals->agencies.at[upload->agency]));
        set(log, one, "announced", json_integer(upload->rows));
        set(log, one, "received", json_integer(tool_upload_received(log->run, upload)));
        append(log, list, one);
    }
    return list;
}

static json_t *results(struct log *log)
{
    const struct tool_run *run = log->run;
    json_t *all = json_object();
    for (size_t i = 0; i < run->n_results; i++) {
        const struct io_result *result = &run->results[i];
        bool ours =
            strcmp(result->name, "rejects") == 0 || strcmp(result->name, "table_counts") == 0;
        if (!ours) set(log, all, result->name, json_integer(result->n_rows));
    }
    set(log, all, "rejects", json_integer(run->rejects.n_rows));
    return all;
}

static json_t *hash(uint64_t number)
{
    return json_sprintf("%016llx", (unsigned long long)number);
}

char *tool_run_log(const struct tool_run *run)
{
    static const char *const rule_columns[] = {
        "state",      "reason",       "n_rows_judged",     "n_persons_judged",
        "n_findings", "n_suppressed", "n_persons_unknown", NULL};
    struct log log = {.run = run};
    json_t *all = json_object();
    char day[11];
    bool dated = tool_plan_as_of(run->plan, day);
    set(&log, all, "version", json_string(dolbom_version()));
    set(&log, all, "as_of", dated ? json_string(day) : json_null());
    uint64_t key = dolbom_plan_key_fingerprint(run->plan);
    set(&log, all, "key", key ? hash(key) : json_string("none"));
    set(&log, all, "plan", hash(dolbom_plan_hash(run->plan)));
    uint64_t juso = dolbom_plan_juso_hash(run->plan);
    if (juso != 0) set(&log, all, "juso", hash(juso));
    set(&log, all, "policy",
        json_sprintf("%016llx%016llx", (unsigned long long)run->policy_hash[0],
                     (unsigned long long)run->policy_hash[1]));
    set(&log, all, "tables", tables(&log));
    if (*run->previous.as_of) set(&log, all, "previous_as_of", json_string(run->previous.as_of));
    if (run->hides_files) set(&log, all, "for", foreign(tool_text(run->arguments, TOOL_FOR)));
    if (run->input.n_ignored && !run->hides_files)
        set(&log, all, "not_read", not_read(&log, &run->input));
    if (!run->hides_files) set_notes(&log, all);
    if (run->n_excess) set(&log, all, "over_max_rejects", over_max_rejects(&log));
    if (run->arrivals.n_uploads) set(&log, all, "missing_rows", missing_rows(&log));
    set(&log, all, "results", results(&log));
    const struct io_result *rules = tool_run_result(run, "rule_runs");
    if (rules) set(&log, all, "rules", rows_by_key(&log, rules, rule_columns));
    bool uploads = io_input_table((struct io_input *)&run->input, "uploads") != NULL;
    if (rules)
        set(&log, all, "uploads",
            json_string(uploads ? "as the table says" : "no table; all count as complete"));
    return dump(&log, all);
}

char *tool_timings(const struct tool_run *run)
{
    struct log log = {.run = run};
    json_t *all = json_object(), *stages = json_array();
    const struct tool_progress *progress = &run->progress;
    for (size_t i = 0; i < progress->n_stages; i++) {
        json_t *one = json_object();
        set(&log, one, "stage", json_string(progress->stages[i].stage));
        set(&log, one, "seconds", json_real((double)progress->stages[i].ms / 1000));
        append(&log, stages, one);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    set(&log, all, "stages", stages);
    set(&log, all, "seconds", json_real((double)(tool_now_ms() - run->start_ms) / 1000));
    set(&log, all, "peak_bytes", json_integer((json_int_t)usage.ru_maxrss * 1024));
    set(&log, all, "library_peak_bytes", json_integer((json_int_t)progress->peak_bytes));
    set(&log, all, "threads", json_integer((json_int_t)tool_threads(run->arguments)));
    return dump(&log, all);
}
