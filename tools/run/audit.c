/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit.c - who wrote what for whom (--by NAME): one line, on standard error and in audit.txt.
 *
 * What an agency is given about people is recorded by law. The line says when, by whom and for
 * which agency, and how many rows of which table; it is apart from the tables, which are the same
 * whenever they are written.
 */
#include "run/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* "findings 3, finding_rows 7": the tables that hold rows about people. */
static void list_tables(const struct tool_run *run, char *text, size_t cap)
{
    static const char *const tables[] = {"findings",       "finding_rows", "person_records",
                                         "person_summary", "worklist",     "finding_changes"};
    size_t at = 0;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && at < cap; i++) {
        const struct io_result *table = tool_run_result(run, tables[i]);
        at += (size_t)snprintf(text + at, cap - at, "%s%s %lld", i ? ", " : "", tables[i],
                               (long long)(table ? table->n_rows : 0));
    }
}

bool tool_audit_write(const struct tool_run *run, struct io_output *output)
{
    char when[32] = "", what[256], *by = tool_foreign_copy(tool_text(run->arguments, TOOL_BY));
    char *whom = tool_foreign_copy(tool_text(run->arguments, TOOL_FOR)), *line = NULL;
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc)) strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
    list_tables(run, what, sizeof what);
    bool made =
        by && whom && asprintf(&line, "%s %s wrote for %s: %s\n", when, by, whom, what) >= 0;
    if (!made) line = NULL;
    bool done = made ? io_output_text(output, "audit.txt", line, strlen(line))
                     : io_fail_memory(output->place.problem);
    if (done) fputs(line, stderr);
    free(line);
    free(whom);
    free(by);
    return done;
}
