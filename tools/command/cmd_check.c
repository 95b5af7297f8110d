/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_check.c - dolbom check: before paying, what a planned service would be a duplicate of.
 *
 * The answer is for whoever is about to approve: one line for each finding, and the exit code that
 * --fail-on asks for. With --out the same is written as tables.
 */
#include "command/command.h"
#include "command/planned_row.h"

#include <stdio.h>
#include <string.h>

#include "report/page.h"
#include "run/run.h"

static const char *const written[] = {"findings", "finding_rows", "table_counts", "rejects", NULL};

/* ---- the answer ------------------------------------------------------------------------------ */

/* The same finding in the worklists, whose texts name nobody else where somebody is protected. */
static int64_t find_in_worklist(const struct io_result *worklist, const char *id, size_t id_len)
{
    char scratch[IO_CELL];
    size_t len;
    int column = io_result_column(worklist, "finding_id");
    int64_t row = 0;
    for (; row < worklist->n_rows; row++) {
        const char *text = io_result_text(worklist, column, row, scratch, &len);
        if (text && len == id_len && memcmp(text, id, len) == 0) break;
    }
    return row;
}

static void print_finding(const struct io_result *worklist, int64_t row, bool in_english)
{
    char scratch[IO_CELL];
    size_t len;
    int64_t severity = 0;
    enum report_language language = in_english ? REPORT_EN : REPORT_KO;
    io_result_number(worklist, io_result_column(worklist, "severity"), row, &severity);
    const char *text =
        io_result_text(worklist, io_result_column(worklist, "rule"), row, scratch, &len);
    printf("%.*s  %s  ", (int)len, text, report_severity(language, severity));
    int message = io_result_column(worklist, in_english ? "message_en" : "message_ko");
    text = io_result_text(worklist, message, row, scratch, &len);
    printf("%.*s\n", (int)len, text);
}

static void print_answer(const struct tool_run *run)
{
    const struct io_result *findings = tool_run_result(run, "findings");
    const struct io_result *worklist = tool_run_result(run, "worklist");
    bool in_english = tool_number(run->arguments, TOOL_LANG, 0) == 1;
    if (!findings || !worklist || tool_given(run->arguments, TOOL_QUIET)) return;
    int column = io_result_column(findings, "finding_id");
    for (int64_t i = 0; i < findings->n_rows; i++) {
        char scratch[IO_CELL];
        size_t len;
        const char *id = io_result_text(findings, column, i, scratch, &len);
        int64_t row = find_in_worklist(worklist, id, len);
        if (row < worklist->n_rows) print_finding(worklist, row, in_english);
    }
    if (findings->n_rows) return;
    puts(in_english ? "No duplicate: nothing that is known speaks against it."
                    : "중복 없음: 지금까지 등록된 자료와 겹치지 않습니다.");
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum tool_exit check_row(const struct tool_arguments *arguments, const char *folder)
{
    struct tool_run run;
    enum tool_exit code = tool_run_open_with(&run, arguments, folder);
    if (code == TOOL_DONE) code = tool_run_need_as_of(&run);
    if (code == TOOL_DONE) code = tool_run_stage(&run, "check", dolbom_check, NULL);
    if (code == TOOL_DONE) code = tool_run_settle(&run);
    if (code == TOOL_DONE && tool_given(arguments, TOOL_OUT))
        code = tool_run_write(&run, written, NULL);
    if (code == TOOL_DONE) {
        tool_progress_close(&run.progress);
        tool_notes_tell(&run);
        print_answer(&run);
        code = tool_run_judge(&run);
    }
    tool_run_close(&run);
    return code;
}

enum tool_exit cmd_check(const struct tool_arguments *arguments)
{
    struct io_problem problem = {.kind = IO_OK};
    struct small_folder folder;
    if (!tool_given(arguments, TOOL_IN) || !tool_given(arguments, TOOL_SERVICE)) {
        tool_complain("--in and --service are needed: the data, and the planned row as JSON or a "
                      "file");
        return TOOL_USAGE;
    }
    bool opened = small_folder_open(&folder, &problem) &&
                  planned_row_write(&folder, tool_text(arguments, TOOL_SERVICE), &problem);
    enum tool_exit code = opened ? check_row(arguments, folder.path) : tool_fail_io(&problem);
    small_folder_close(&folder);
    return code;
}
