/* SPDX-License-Identifier: Apache-2.0 */
/*
 * given.c - tables that come with the command itself, beside those of --in.
 *
 * They lie in a folder of their own for as long as the command runs, so no message may name it.
 */
#include "run/run.h"

#include <stdio.h>
#include <string.h>

/* Does the part come with the command, and not from --in? */
static bool is_given(const struct tool_run *run, const struct io_part *part)
{
    return run->more && strncmp(part->path, run->more, strlen(run->more)) == 0;
}

enum tool_exit tool_given_check(struct tool_run *run)
{
    static const char *const names[] = {"asked", "planned"};
    for (size_t i = 0; run->more && i < sizeof names / sizeof *names; i++) {
        const struct io_table *table = io_input_table(&run->input, names[i]);
        for (size_t j = 0; table && j < table->n_parts; j++) {
            if (is_given(run, &table->parts[j])) continue;
            tool_progress_close(&run->progress);
            tool_complain("%s: is not data; take it out of --in, what is asked comes with the "
                          "command alone",
                          table->parts[j].shown);
            return TOOL_INPUT;
        }
    }
    return TOOL_DONE;
}

void tool_given_place(const struct tool_run *run, const struct io_table *table, int64_t row,
                      char *place, size_t cap)
{
    int64_t line;
    const struct io_part *part = io_table_place(table, row, &line);
    bool is_asked = is_given(run, part) && strcmp(table->name, "asked") == 0;
    if (is_asked && tool_given(run->arguments, TOOL_PERSON))
        snprintf(place, cap, "--person");
    else
        io_part_place(part, part->shown, line, -1, place, cap);
}
