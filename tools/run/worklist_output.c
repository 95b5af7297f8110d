/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worklist_output.c - the folder of --worklists, which appears after the results it is about.
 */
#include "run/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "worklist/worklist.h"

/* Names in full, and what a review shows, are read from the files once more. */
static enum tool_exit check_names(const struct tool_run *run)
{
    const struct io_table *persons = io_input_table((struct io_input *)&run->input, "persons");
    bool review = tool_given(run->arguments, TOOL_REVIEW);
    bool wanted = persons && (review || tool_given(run->arguments, TOOL_NAMES));
    for (size_t i = 0; wanted && i < persons->n_parts; i++) {
        struct stat about;
        const char *path = io_part_file(&persons->parts[i]);
        if (stat(path, &about) != 0 || S_ISREG(about.st_mode)) continue;
        tool_complain(review ? "%s: is read twice for --review and cannot be a pipe"
                             : "%s: is read twice for --names and cannot be a pipe",
                      path);
        return TOOL_INPUT;
    }
    return TOOL_DONE;
}

enum tool_exit tool_worklist_folder_open(struct tool_run *run)
{
    const char *path = tool_text(run->arguments, TOOL_WORKLISTS);
    enum tool_exit code = check_names(run);
    if (code != TOOL_DONE || !path) return code;
    const struct io_file_id *work = run->kept.lists.inode ? &run->kept.lists : NULL;
    if (io_place_resume(&run->worklists, path, &worklist_place_form, &run->read, work,
                        &run->output_problem))
        return TOOL_DONE;
    tool_progress_close(&run->progress);
    return tool_fail_io(&run->output_problem);
}

const char *const tool_worklist_tables[] = {
    "worklist",       "findings",  "person_records", "person_summary",
    "agency_summary", "rule_runs", "rejects",        NULL};

const struct io_result *tool_worklist_table(const struct tool_run *run, const char *name)
{
    const char *const *listed = tool_worklist_tables;
    while (*listed && strcmp(*listed, name) != 0) listed++;
    if (!*listed) return NULL;
    return strcmp(name, "rejects") == 0 ? &run->rejects : tool_run_result(run, name);
}

bool tool_worklist_folder_write(struct tool_run *run)
{
    char as_of[11] = "";
    if (!tool_given(run->arguments, TOOL_WORKLISTS)) return true;
    tool_plan_as_of(run->plan, as_of);
    const struct worklist_input input = {
        .worklist = tool_worklist_table(run, "worklist"),
        .findings = tool_worklist_table(run, "findings"),
        .person_records = tool_worklist_table(run, "person_records"),
        .person_summary = tool_worklist_table(run, "person_summary"),
        .agency_summary = tool_worklist_table(run, "agency_summary"),
        .rule_runs = tool_worklist_table(run, "rule_runs"),
        .rejects = tool_worklist_table(run, "rejects"),
        .programmes = io_input_table(&run->input, "programmes"),
        .persons = io_input_table(&run->input, "persons"),
        .columns = &run->mapping.columns,
        .as_of = as_of,
        .with_names = tool_given(run->arguments, TOOL_NAMES),
        .in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1,
        .interrupted = tool_interrupted};
    return worklist_write(&input, &run->worklists, &run->n_worklists);
}

bool tool_worklist_folder_publish(struct tool_run *run)
{
    return !tool_given(run->arguments, TOOL_WORKLISTS) || io_place_publish(&run->worklists);
}

void tool_summary_worklists(const struct tool_run *run, bool in_english)
{
    const char *path = tool_text(run->arguments, TOOL_WORKLISTS);
    char *safe = path ? tool_place_shown(run, path) : NULL;
    if (!safe) return;
    printf(in_english ? "worklists: %s, of %lld agencies (index.csv says whose file is whose)\n"
                      : "업무 목록: %s, 기관 %lld곳(기관별 파일 이름은 index.csv)\n",
           safe, (long long)run->n_worklists);
    if (!worklist_has_books())
        printf(in_english ? "this build writes them as CSV only\n"
                          : "이 프로그램에서는 CSV로만 만듭니다.\n");
    free(safe);
}
