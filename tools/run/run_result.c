/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_result.c - a table of a run by its name.
 */
#include "run/run.h"

#include <string.h>

const struct io_result *tool_run_result(const struct tool_run *run, const char *name)
{
    if (strcmp(name, "rejects") == 0) return &run->rejects;
    if (strcmp(name, "table_counts") == 0) return &run->table_counts;
    for (size_t i = 0; i < run->n_results; i++)
        if (strcmp(run->results[i].name, name) == 0) return &run->results[i];
    return NULL;
}
