/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_output.c - review.html, with what it reads of the input once more.
 */
#include "run/run.h"

#include <stdlib.h>

#include "report/review.h"

bool tool_review_write(const struct tool_run *run, const struct report_input *report,
                       struct io_output *output)
{
    char *html;
    size_t len;
    const struct review_input input = {
        .report = report,
        .worklist = tool_run_result(run, "worklist"),
        .plan = run->plan,
        .persons = io_input_table((struct io_input *)&run->input, "persons"),
        .columns = &run->mapping.columns,
        .with_names = tool_given(run->arguments, TOOL_NAMES),
        .problem = output->place.problem};
    if (!tool_given(run->arguments, TOOL_REVIEW)) return true;
    if (!review_make(&input, &html, &len)) return false;
    bool written = io_output_text(output, "review.html", html, len);
    free(html);
    return written;
}
