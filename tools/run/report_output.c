/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report_output.c - what a run writes for people to read: report.html and summary.txt.
 */
#include "run/run.h"

#include <stdlib.h>
#include <string.h>

#include "report/report.h"

/* It names agencies and files, so that who writes for one agency alone (--for) has none. */
static bool write_summary(const struct tool_run *run, struct io_output *output)
{
    if (run->hides_files) return true;
    char *text = tool_summary_short(run);
    if (!text) return io_fail_memory(output->place.problem);
    bool written = io_output_text(output, "summary.txt", text, strlen(text));
    free(text);
    return written;
}

bool tool_report_write(const struct tool_run *run, struct io_output *output)
{
    char as_of[11] = "", *html;
    size_t len;
    tool_plan_as_of(run->plan, as_of);
    struct report_input input = {.findings = tool_run_result(run, "findings"),
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
                                 .as_of = as_of,
                                 .n_persons = run->people.n_records ? run->people.n_people : -1,
                                 .english_first = tool_number(run->arguments, TOOL_LANG, 0) == 1};
    if (!report_make(&input, &html, &len)) return io_fail_memory(output->place.problem);
    bool written = io_output_text(output, "report.html", html, len);
    free(html);
    return written && write_summary(run, output);
}
