/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_output.c - what a run writes for people to read beside its tables.
 */
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

#include "report/report.h"
#include "worklist/worklist.h"

/* What the policy calls programmes, in Korean and English. */
struct programme_names {
    struct worklist_names of[2];
    struct io_result table;
};

static bool read_names(const struct tool_run *run, struct programme_names *names,
                       struct io_problem *problem)
{
    for (int language = 0; language < 2; language++) {
        const struct worklist_input input = {
            .programmes = io_input_table((struct io_input *)&run->input, "programmes"),
            .columns = &run->mapping.columns,
            .in_english = language == 1};
        if (!worklist_names_of_programmes(&names->of[language], &input, problem)) return false;
    }
    return true;
}

static bool make_table(struct programme_names *names)
{
    static const struct io_column columns[] = {
        {"programme", 'u', 0}, {"name", 'u', 0}, {"name_en", 'u', 0}};
    const struct tool_names *ids = &names->of[0].ids;
    struct io_builder builder;
    if (!io_builder_open(&builder, &names->table, "programmes", columns, 3)) return false;
    for (uint32_t i = 0; i < ids->n; i++) {
        const struct tool_piece id = {ids->at[i], strlen(ids->at[i])};
        io_builder_text(&builder, id.text, id.len);
        for (int language = 0; language < 2; language++) {
            const char *name = worklist_programme(&names->of[language], id);
            io_builder_text(&builder, name, name ? strlen(name) : 0);
        }
    }
    return io_builder_close(&builder);
}

static void forget(struct programme_names *names)
{
    for (int language = 0; language < 2; language++) worklist_names_clear(&names->of[language]);
    io_result_clear(&names->table);
}

/* Writes a text that was made, and frees it; NULL: there was no memory for it. */
static bool write_text(struct io_output *output, const char *name, char *text)
{
    bool written = text ? io_output_text(output, name, text, strlen(text))
                        : io_fail_memory(output->place.problem);
    free(text);
    return written;
}

/* It names agencies and files, so that who writes for one agency alone (--for) has none. */
static bool write_summary(const struct tool_run *run, struct io_output *output)
{
    return run->hides_files || write_text(output, "summary.txt", tool_summary_short(run));
}

static bool write_pages(const struct tool_run *run, const struct report_input *input,
                        struct io_output *output)
{
    char *html;
    size_t len;
    if (!report_make(input, &html, &len)) return io_fail_memory(output->place.problem);
    bool written = io_output_text(output, "report.html", html, len);
    free(html);
    return written && tool_review_write(run, input, output);
}

bool tool_report_write(const struct tool_run *run, struct io_output *output)
{
    char as_of[11] = "";
    struct programme_names names = {.table = {.name = NULL}};
    tool_plan_as_of(run->plan, as_of);
    const struct report_input input = {
        .findings = tool_run_result(run, "findings"),
        .person_summary = tool_run_result(run, "person_summary"),
        .agency_summary = tool_run_result(run, "agency_summary"),
        .rule_runs = tool_run_result(run, "rule_runs"),
        .table_counts = tool_run_result(run, "table_counts"),
        .rejects = tool_run_result(run, "rejects"),
        .coverage = tool_run_result(run, "coverage"),
        .indicators = tool_run_result(run, "indicators"),
        .visit_list = tool_run_result(run, "visit_list"),
        .support = tool_run_result(run, "support"),
        .finding_changes = tool_run_result(run, "finding_changes"),
        .pairs = tool_run_result(run, "pairs"),
        .programmes = &names.table,
        .as_of = as_of,
        .n_persons = run->people.n_records ? run->people.n_people : -1,
        .english_first = tool_number(run->arguments, TOOL_LANG, 0) == 1};
    bool done = read_names(run, &names, output->place.problem) &&
                (make_table(&names) || io_fail_memory(output->place.problem)) &&
                write_pages(run, &input, output);
    forget(&names);
    return done && write_summary(run, output) && write_text(output, "trend.csv", tool_trend(run));
}
