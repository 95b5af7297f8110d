/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.c - the course of a subcommand: plan, files, stages, results, output.
 */
#include "run/rejects.h"
#include "run/resume.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/database/database_address.h"

/* Something went wrong with what is read. */
static const struct io_problem *input_problem(const struct tool_run *run)
{
    const struct io_problem *problem = &run->input.problem;
    return problem->kind == IO_OK ? &run->previous.input.problem : problem;
}

static enum tool_exit fail_input(struct tool_run *run)
{
    tool_progress_close(&run->progress);
    return tool_fail_io(input_problem(run));
}

static void bytes_read(const void *context, uint64_t *done, uint64_t *total)
{
    const struct io_input *input = context;
    *done = *total = 0;
    for (size_t i = 0; i < input->n_tables; i++) {
        *done += input->tables[i].n_read;
        *total += input->tables[i].n_bytes;
    }
}

/* How many rejected rows fit into a quarter of --memory; 0: any number. */
static int64_t most_rejects(const struct tool_run *run)
{
    enum { BYTES_PER_REJECT = 256 }; /* in all lists together, while they grow */
    int64_t bytes = tool_number(run->arguments, TOOL_MEMORY, 0);
    return bytes > 0 ? bytes / 4 / BYTES_PER_REJECT + 1 : 0;
}

/* Lists the files, without looking into them. */
static bool list_input(struct tool_run *run)
{
    const struct tool_arguments *arguments = run->arguments;
    const char *policy = tool_text(arguments, TOOL_POLICY);
    struct io_input *input = &run->input;
    run->progress.bytes = bytes_read;
    run->progress.bytes_context = input;
    tool_progress_stage(&run->progress, "files");
    input->reading = (struct io_reading){
        .encoding = (enum io_encoding)tool_number(arguments, TOOL_ENCODING, IO_AUTO),
        .tolerant = tool_number(arguments, TOOL_INVALID, 0) == 1,
        .max_bad = most_rejects(run),
        .interrupted = tool_interrupted};
    input->n_threads = tool_threads(arguments);
    const unsigned all = 1u << IO_RECORDS | 1u << IO_POLICY | 1u << IO_RESULT;
    const char *in = tool_text(arguments, TOOL_IN);
    if (run->mapping.thorough) policy = NULL; /* it is asked for the names of programmes only */
    return tool_programmes_read(run) && (!in || io_input_add(input, in, all)) &&
           (!run->more || io_input_add(input, run->more, 1u << IO_RECORDS)) &&
           (!policy || io_input_add(input, policy, 1u << IO_POLICY)) &&
           tool_decision_files_add(run);
}

/* A database is no file. */
static bool add_read(struct tool_run *run, const char *path)
{
    return io_database_kind_of(path) != IO_NO_DATABASE ||
           io_file_ids_add(&run->read, path, &run->input.problem);
}

static bool add_files_read(struct tool_run *run, const struct io_input *input)
{
    for (size_t i = 0; i < input->n_tables; i++) {
        const struct io_table *table = &input->tables[i];
        for (size_t j = 0; j < table->n_parts; j++)
            if (!add_read(run, io_part_file(&table->parts[j]))) return false;
    }
    return true;
}

static bool list_read(struct tool_run *run)
{
    static const enum tool_option_id options[] = {TOOL_IN,   TOOL_POLICY, TOOL_PLAN,    TOOL_HANJA,
                                                  TOOL_JUSO, TOOL_KEY,    TOOL_PREVIOUS};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *path = tool_text(run->arguments, options[i]);
        if (path && !add_read(run, path)) return false;
    }
    return add_files_read(run, &run->input) && add_files_read(run, &run->previous.input);
}

/* The earlier run, which cannot have judged from a later day. */
static enum tool_exit find_previous(struct tool_run *run)
{
    const char *path = tool_text(run->arguments, TOOL_PREVIOUS);
    char day[11];
    if (!path) return TOOL_DONE;
    if (!tool_earlier_find(&run->previous, path, run->arguments)) return fail_input(run);
    bool later = tool_plan_as_of(run->plan, day) && strcmp(run->previous.as_of, day) > 0;
    const char *whose = run->previous.agency, *mine = tool_text(run->arguments, TOOL_FOR);
    bool partial = whose && (!mine || strcmp(whose, mine) != 0);
    if (!later && !partial) return TOOL_DONE;
    tool_progress_close(&run->progress);
    if (later)
        tool_complain("%s: judged from %s, which is later than --as-of", path, run->previous.as_of);
    else
        tool_complain("%s: holds the findings of one agency only (--for), so that all others "
                      "would pass for new; name what was written for everybody",
                      path);
    return TOOL_INPUT;
}

/* Of files the output itself sees that they are read, under whatever name. */
static bool is_read_too(struct tool_run *run, const char *out)
{
    static const enum tool_option_id options[] = {TOOL_IN, TOOL_POLICY, TOOL_PREVIOUS};
    bool is_read = false;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *path = tool_text(run->arguments, options[i]);
        is_read |= path && strcmp(path, out) == 0;
    }
    if (is_read && io_database_kind_of(out) != IO_NO_DATABASE)
        io_fail(&run->output_problem, IO_SYSTEM,
                "%s: is also read by this run; name another schema for --out", out);
    return run->output_problem.kind != IO_OK;
}

/* The output is opened before any work, so that nobody waits for what cannot be written. */
static enum tool_exit open_output(struct tool_run *run)
{
    bool raw = tool_given(run->arguments, TOOL_RAW);
    if (!tool_given(run->arguments, TOOL_OUT)) return TOOL_DONE;
    bool done = !is_read_too(run, tool_text(run->arguments, TOOL_OUT)) && tool_resume_find(run) &&
                io_output_open(&run->output, tool_text(run->arguments, TOOL_OUT), raw, &run->read,
                               tool_resume_work(run), &run->output_problem);
    run->output.interrupted = tool_interrupted;
    if (done && !tool_given(run->arguments, TOOL_RESUME) && run->output.place.form)
        tool_kept_remove(tool_text(run->arguments, TOOL_OUT));
    if (done) return run->lists_are_out ? TOOL_DONE : tool_worklist_folder_open(run);
    tool_progress_close(&run->progress);
    return tool_fail_io(&run->output_problem);
}

static enum tool_exit open_input(struct tool_run *run)
{
    if (!list_input(run)) return fail_input(run);
    enum tool_exit code = find_previous(run);
    if (code != TOOL_DONE) return code;
    code = tool_given_check(run);
    if (code != TOOL_DONE) return code;
    if (!list_read(run)) return fail_input(run);
    code = open_output(run);
    if (code != TOOL_DONE) return code;
    bool settled = io_input_settle(&run->input) && tool_earlier_settle(&run->previous) &&
                   tool_decision_files_check(run);
    if (!settled) return fail_input(run);
    bool quiet = tool_given(run->arguments, TOOL_QUIET) || run->mapping.thorough;
    if (!quiet) tool_notes_tell_unread(run);
    if (!run->needs_records || io_input_table(&run->input, "persons") ||
        io_input_table(&run->input, "tokens"))
        return TOOL_DONE;
    tool_complain("%s: holds no table persons, which in a folder is persons.csv or persons_*.csv, "
                  "however deep, or a sheet of such a name or with its columns",
                  tool_given(run->arguments, TOOL_IN) ? tool_text(run->arguments, TOOL_IN)
                                                      : run->more);
    return TOOL_INPUT;
}

static enum tool_exit check_input(struct tool_run *run)
{
    const struct io_input *input = &run->input;
    bool mapped = tool_mapping_check(run);
    if (!tool_columns_check(&run->mapping.columns, input) || !mapped) return TOOL_INPUT;
    enum tool_exit code = tool_words_lay(run);
    if (code != TOOL_DONE) return code;
    return tool_policy_hash(run) ? TOOL_DONE : fail_input(run);
}

static enum tool_exit look(struct tool_run *run, const struct tool_arguments *arguments,
                           const char *more, bool needs_records, bool thorough)
{
    *run = (struct tool_run){.arguments = arguments,
                             .more = more,
                             .needs_records = needs_records,
                             .start_ms = tool_now_ms()};
    tool_progress_open(&run->progress, tool_given(arguments, TOOL_QUIET));
    enum tool_exit code = tool_plan_read(arguments, &run->progress, &run->plan);
    if (code == TOOL_DONE && !tool_mapping_read(run->plan, &run->mapping)) {
        tool_complain("out of memory");
        code = TOOL_ENVIRONMENT;
    }
    run->mapping.thorough = thorough;
    run->input.mapping = &run->mapping;
    return code == TOOL_DONE ? open_input(run) : code;
}

enum tool_exit tool_run_look(struct tool_run *run, const struct tool_arguments *arguments)
{
    return look(run, arguments, NULL, false, true);
}

static enum tool_exit open_run(struct tool_run *run, const struct tool_arguments *arguments,
                               const char *more, bool needs_records)
{
    enum tool_exit code = look(run, arguments, more, needs_records, false);
    return code == TOOL_DONE ? check_input(run) : code;
}

enum tool_exit tool_run_open(struct tool_run *run, const struct tool_arguments *arguments)
{
    if (tool_given(arguments, TOOL_IN) && tool_given(arguments, TOOL_OUT))
        return open_run(run, arguments, NULL, true);
    *run = (struct tool_run){.arguments = arguments};
    tool_complain("--in and --out are needed; see --help");
    return TOOL_USAGE;
}

enum tool_exit tool_run_open_with(struct tool_run *run, const struct tool_arguments *arguments,
                                  const char *more)
{
    return open_run(run, arguments, more, true);
}

enum tool_exit tool_run_open_policy(struct tool_run *run, const struct tool_arguments *arguments)
{
    return open_run(run, arguments, NULL, false);
}

enum tool_exit tool_run_need_as_of(const struct tool_run *run)
{
    char day[11];
    if (tool_plan_as_of(run->plan, day)) return TOOL_DONE;
    tool_complain("--as-of YYYY-MM-DD is needed: the day on which everything is judged");
    return TOOL_USAGE;
}

/* ---- stages ------------------------------------------------------------------------------ */

enum { STAGE_TABLES_MAX = 64 };

struct feed {
    dolbom_table in[STAGE_TABLES_MAX];
    size_t n;
};

static void drop_feed(struct feed *feed)
{
    for (size_t i = 0; i < feed->n; i++)
        if (feed->in[i].stream.release) feed->in[i].stream.release(&feed->in[i].stream);
}

static bool add_table(struct tool_run *run, struct feed *feed, const char *name)
{
    const struct io_result *held = tool_run_result(run, name);
    struct io_table *table = io_input_table(&run->input, name);
    dolbom_table *in = &feed->in[feed->n];
    if (!held && !table) return true;
    in->name = name;
    bool done = held ? io_result_stream(held, &in->stream) || io_fail_memory(&run->input.problem)
                     : io_table_stream(table, &in->stream, &run->input.problem) &&
                           tool_arrivals_watch(run, table, &in->stream);
    feed->n += done;
    return done;
}

/* The findings of the earlier run. */
static bool add_previous(struct tool_run *run, struct feed *feed)
{
    struct io_input *input = &run->previous.input;
    for (const char *const *name = tool_earlier_tables; *name; name++) {
        struct io_table *table = io_input_table(input, *name);
        if (!table) continue;
        feed->in[feed->n].name = *name;
        if (!io_table_stream(table, &feed->in[feed->n].stream, &input->problem)) return false;
        feed->n++;
    }
    return true;
}

static bool fill_feed(struct tool_run *run, struct feed *feed, const char *const *names)
{
    if (names) {
        for (; *names; names++)
            if (!add_table(run, feed, *names)) return false;
        return true;
    }
    for (size_t i = 0; i < run->input.n_tables; i++) {
        const char *name = run->input.tables[i].name;
        if (io_table_is_sent(name) && !add_table(run, feed, name)) return false;
    }
    return add_previous(run, feed);
}

static enum tool_exit take_results(struct tool_run *run, dolbom_table *out, size_t n_out)
{
    struct io_problem problem = {.kind = IO_OK};
    for (size_t i = 0; i < n_out; i++) {
        bool room = run->n_results < sizeof run->results / sizeof *run->results;
        bool told = strcmp(out[i].name, "unknown_names") == 0; /* by run.json, file by file */
        if (room && !told && problem.kind == IO_OK)
            io_result_take(&run->results[run->n_results++], out[i].name, &out[i].stream, &problem);
        else
            out[i].stream.release(&out[i].stream);
    }
    if (problem.kind == IO_OK) return TOOL_DONE;
    tool_progress_close(&run->progress);
    return tool_fail_io(&problem);
}

/* An error about a row of a table ("rules.param") is reported with its file and line. */
static enum tool_exit fail_stage(const struct tool_run *run, dolbom_status status,
                                 const dolbom_error *error, const char *label)
{
    const char *dot = strchr(error->column, '.');
    size_t len = dot ? (size_t)(dot - error->column) : 0;
    for (size_t i = 0; len && error->row >= 0 && i < run->input.n_tables; i++) {
        const struct io_table *table = &run->input.tables[i];
        if (strlen(table->name) != len || memcmp(table->name, error->column, len) != 0) continue;
        dolbom_error placed = *error;
        char place[PATH_MAX + 32];
        tool_given_place(run, table, error->row, place, sizeof place);
        snprintf(placed.column, sizeof placed.column, "%s", dot + 1);
        placed.row = -1;
        return tool_fail(status, &placed, place);
    }
    return tool_fail(status, error, label);
}

enum tool_exit tool_run_stage(struct tool_run *run, const char *label, tool_stage stage,
                              const char *const *names)
{
    struct feed feed = {.n = 0};
    if (!fill_feed(run, &feed, names)) {
        drop_feed(&feed);
        return fail_input(run);
    }
    dolbom_table out[DOLBOM_TABLES_MAX];
    size_t n_out = 0;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status =
        stage(run->plan, feed.in, feed.n, out, DOLBOM_TABLES_MAX, &n_out, &error);
    if (input_problem(run)->kind != IO_OK) {
        for (size_t i = 0; i < n_out; i++) out[i].stream.release(&out[i].stream);
        return fail_input(run);
    }
    if (status == DOLBOM_OK) return take_results(run, out, n_out);
    tool_progress_close(&run->progress);
    return fail_stage(run, status, &error, label);
}

/* ---- the end ----------------------------------------------------------------------------- */

/* Is there a finding at least as severe as --fail-on says? */
static bool fails_on_findings(const struct tool_run *run)
{
    const struct io_result *findings = tool_run_result(run, "findings");
    int column = findings ? io_result_column(findings, "severity") : -1;
    if (!tool_given(run->arguments, TOOL_FAIL_ON) || column < 0) return false;
    int64_t least = tool_number(run->arguments, TOOL_FAIL_ON, 0);
    for (int64_t row = 0; row < findings->n_rows; row++) {
        int64_t severity;
        bool known = io_result_number(findings, column, row, &severity);
        if (known && severity >= least) return true;
    }
    return false;
}

/* The exit code of a run whose results are written. */
static enum tool_exit verdict(const struct tool_run *run)
{
    if (run->n_excess || run->arrivals.n_uploads) return TOOL_INPUT;
    return fails_on_findings(run) ? TOOL_FINDINGS : TOOL_DONE;
}

static bool write_texts(struct tool_run *run, struct io_output *output)
{
    tool_progress_stage(&run->progress, "end");
    char *log = tool_run_log(run), *timings = tool_timings(run);
    bool done = log && timings;
    if (!done) io_fail_memory(&run->output_problem);
    done = done && io_output_text(output, "timings.json", timings, strlen(timings)) &&
           io_output_text(output, "run.json", log, strlen(log));
    free(log);
    free(timings);
    return done;
}

/* The results first: worklists are about them. */
static bool publish(struct tool_run *run)
{
    if (tool_interrupted()) return io_fail(&run->output_problem, IO_INTERRUPTED, "interrupted");
    return io_output_commit(&run->output) && tool_worklist_folder_publish(run);
}

enum tool_exit tool_run_write(struct tool_run *run, const char *const *names,
                              tool_extra_output extra)
{
    struct io_output *output = &run->output;
    tool_progress_stage(&run->progress, "write");
    bool done = true;
    for (; done && *names; names++) {
        const struct io_result *result = tool_run_result(run, *names);
        if (!result) continue;
        bool is_worklist = strcmp(*names, "worklist") == 0;
        done = is_worklist ? tool_worklists_write(result, output) : io_output_table(output, result);
    }
    if (done && tool_given(run->arguments, TOOL_BY)) done = tool_audit_write(run, output);
    if (done && extra) done = extra(run, output);
    done = done && write_texts(run, output) && tool_resume_keep_results(run, verdict(run)) &&
           tool_worklist_folder_write(run) && tool_resume_keep_lists(run) && publish(run);
    tool_progress_close(&run->progress);
    return done ? TOOL_DONE : tool_fail_io(&run->output_problem);
}

static bool merge_rejects(struct tool_run *run)
{
    struct io_table *tables[STAGE_TABLES_MAX];
    const struct io_input *inputs[] = {&run->input, &run->previous.input};
    size_t n = 0;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
        for (size_t j = 0; j < inputs[i]->n_tables; j++) tables[n++] = &inputs[i]->tables[j];
    const struct tool_given_tables given = {tables, n, run->results, run->n_results};
    return tool_rejects_merge(&given, &run->rejects, &run->table_counts);
}

enum tool_exit tool_run_settle(struct tool_run *run)
{
    if (!tool_rejects_fit(run, most_rejects(run))) return TOOL_ENVIRONMENT;
    if (!merge_rejects(run) || !tool_people_count(run) || !tool_excess_find(run)) {
        tool_complain("out of memory");
        return TOOL_ENVIRONMENT;
    }
    if (tool_interrupted()) {
        io_fail(&run->output_problem, IO_INTERRUPTED, "interrupted");
        return tool_fail_io(&run->output_problem);
    }
    tool_arrivals_settle(run);
    return TOOL_DONE;
}

enum tool_exit tool_run_judge(const struct tool_run *run)
{
    tool_excess_tell(run);
    tool_arrivals_tell(run);
    return verdict(run);
}

enum tool_exit tool_run_finish(struct tool_run *run, const char *const *names,
                               tool_extra_output extra)
{
    enum tool_exit code = tool_run_settle(run);
    if (code == TOOL_DONE) code = tool_reader_apply(run);
    if (code == TOOL_DONE) code = tool_run_write(run, names, extra);
    if (code != TOOL_DONE) return code;
    tool_decisions_tell(run);
    tool_notes_tell(run);
    bool told = tool_given(run->arguments, TOOL_QUIET) || tool_summary(run, extra != NULL);
    code = tool_run_judge(run);
    return told || code > TOOL_FINDINGS ? code : TOOL_ENVIRONMENT;
}

void tool_run_close(struct tool_run *run)
{
    tool_progress_close(&run->progress);
    for (size_t i = 0; i < run->n_results; i++) io_result_clear(&run->results[i]);
    io_result_clear(&run->rejects);
    io_result_clear(&run->table_counts);
    for (size_t i = 0; i < DOLBOM_TABLES_MAX; i++) io_select_clear(&run->views[i]);
    io_select_clear(&run->reject_view);
    io_select_clear(&run->count_view);
    io_input_clear(&run->input);
    tool_earlier_close(&run->previous);
    tool_mapping_free(&run->mapping);
    io_file_ids_clear(&run->read);
    tool_resume_leave(run);
    io_output_close(&run->output);
    io_place_close(&run->worklists);
    tool_kept_clear(&run->kept);
    free(run->excess);
    tool_arrivals_clear(&run->arrivals);
    dolbom_plan_free(run->plan);
    *run = (struct tool_run){.n_results = 0};
}
