/* SPDX-License-Identifier: Apache-2.0 */
/*
 * earlier_run.h - what an earlier run wrote, to be read again (earlier_run.c).
 */
#ifndef EARLIER_RUN_H
#define EARLIER_RUN_H

#include "cli/cli.h"
#include "io/source/source.h"

/* The findings of an earlier run; the zero state is none. */
struct tool_earlier {
    struct io_input input;
    char as_of[11]; /* the day it judged from */
    char *trend;    /* its trend.csv; NULL: it has none */
    char *agency;   /* whom it was written for (--for); NULL: for everybody */
};

/*
 * Find the findings in a folder or database that reconcile wrote, whole: its run.json is there.
 * Nothing else of it is looked at; what fails is in its input's problem.
 */
bool tool_earlier_find(struct tool_earlier *earlier, const char *path,
                       const struct tool_arguments *arguments);
/* Settle its input, whose tables have to have the columns by which findings are known. */
bool tool_earlier_settle(struct tool_earlier *earlier);
/* The tables that the library reads of it, up to NULL. */
extern const char *const tool_earlier_tables[];
void tool_earlier_close(struct tool_earlier *earlier);

#endif
