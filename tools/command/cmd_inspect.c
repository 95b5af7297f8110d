/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_inspect.c - dolbom inspect: what files are and how they would be read, before they are.
 */
#include "command/command.h"

#include "inspect/inspect.h"

/* Reads every row once, which counts them. */
static enum tool_exit count_rows(struct tool_run *run)
{
    for (size_t i = 0; i < run->input.n_tables; i++) {
        struct ArrowArrayStream stream;
        struct ArrowArray batch = {.release = NULL};
        struct io_problem *problem = &run->input.problem;
        if (!io_table_stream(&run->input.tables[i], &stream, problem)) return tool_fail_io(problem);
        while (stream.get_next(&stream, &batch) == 0 && batch.release) batch.release(&batch);
        stream.release(&stream);
        if (problem->kind != IO_OK) return tool_fail_io(problem);
    }
    return TOOL_DONE;
}

/* What reading them all would reject; needs all required columns, and a day to judge from. */
static enum tool_exit print_rejects(struct tool_run *run, bool in_english)
{
    char day[11];
    bool possible = tool_plan_as_of(run->plan, day) && io_input_table(&run->input, "persons") &&
                    tool_columns_are_there(&run->mapping.columns, &run->input);
    if (!possible) {
        puts(in_english
                 ? "\nWhat would be rejected is told once nothing is missing and --as-of is given."
                 : "\n제외될 행은 필수 항목이 모두 있고 --as-of를 주면 알려 줍니다.");
        return TOOL_DONE;
    }
    for (size_t i = 0; i < run->input.n_tables; i++) io_table_rewind(&run->input.tables[i]);
    enum tool_exit code = tool_words_lay(run);
    if (code == TOOL_DONE) code = tool_run_stage(run, "reconcile", dolbom_reconcile, NULL);
    if (code == TOOL_DONE) code = tool_run_settle(run);
    tool_progress_close(&run->progress);
    if (code == TOOL_DONE) inspect_print_rejects(run, in_english);
    return code;
}

enum tool_exit cmd_inspect(const struct tool_arguments *arguments)
{
    bool in_english = tool_number(arguments, TOOL_LANG, 0) == 1;
    struct tool_arguments asked = *arguments;
    struct tool_run run;
    if (tool_given(arguments, TOOL_WRITE) && tool_given(arguments, TOOL_PLAN)) {
        tool_complain("--write makes a mapping from the files alone; take --plan out");
        return TOOL_USAGE;
    }
    asked.option[TOOL_IN].text = arguments->word[0];
    enum tool_exit code = tool_run_look(&run, &asked);
    if (code == TOOL_DONE) code = count_rows(&run);
    tool_progress_close(&run.progress);
    const char *plan = tool_text(arguments, TOOL_WRITE);
    if (code == TOOL_DONE) inspect_print(&run, in_english);
    if (code == TOOL_DONE && plan && !inspect_write_plan(&run, plan, in_english))
        code = TOOL_ENVIRONMENT;
    size_t n_open = 0;
    bool is_planned = tool_given(arguments, TOOL_PLAN);
    if (code == TOOL_DONE && !is_planned && !inspect_count_open(&run, &n_open)) {
        tool_complain("out of memory");
        code = TOOL_ENVIRONMENT;
    }
    if (code == TOOL_DONE) code = print_rejects(&run, in_english);
    if (code == TOOL_DONE) inspect_print_close(&run, n_open, in_english);
    tool_run_close(&run);
    return code;
}
