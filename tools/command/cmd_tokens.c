/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd_tokens.c - dolbom tokens: what agencies compare without showing each other who people are.
 */
#include "command/command.h"

#include <string.h>

#include "run/run.h"

static const char *const for_tokens[] = {"persons", NULL};
static const char *const written[] = {"tokens", "token_headers", "table_counts", "rejects", NULL};

/* Ids that are made of who people are need no key: whoever gets them can try names and birth dates.
 */
static enum tool_exit refuse_made_ids(struct tool_run *run)
{
    const struct io_column_names *made = &run->mapping.made;
    for (size_t i = 0; i < made->n; i++) {
        const struct io_column_name *id = &made->all[i];
        bool of_person = strcmp(id->ours, "record_id") == 0 && strcmp(id->table, "persons") == 0;
        if (!of_person && strcmp(id->theirs, "new_person") != 0) continue;
        tool_progress_close(&run->progress);
        tool_complain("the plan makes record ids of names and birth dates (made: %s), without any "
                      "key: whoever gets them can try out whose they are; give people record ids "
                      "of the agency's own first, in all tables",
                      id->table);
        return TOOL_INPUT;
    }
    return TOOL_DONE;
}

enum tool_exit cmd_tokens(const struct tool_arguments *arguments)
{
    struct tool_run run;
    if (!tool_given(arguments, TOOL_KEY)) {
        tool_complain("--key is needed: the key file that the agencies share; see --help");
        return TOOL_USAGE;
    }
    enum tool_exit code = tool_run_open(&run, arguments);
    if (code == TOOL_DONE) code = refuse_made_ids(&run);
    if (code == TOOL_DONE) code = tool_run_stage(&run, "tokens", dolbom_tokens, for_tokens);
    if (code == TOOL_DONE) code = tool_run_finish(&run, written, NULL);
    tool_run_close(&run);
    return code;
}
