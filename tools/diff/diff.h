/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff.h - what two runs found, and what differs between them.
 */
#ifndef DIFF_H
#define DIFF_H

#include "io/output/output.h"
#include "run/earlier_run.h"

/* The columns of `findings` that are compared or shown. */
enum diff_cell {
    DIFF_ID,
    DIFF_RULE,
    DIFF_SEVERITY,
    DIFF_STATE,
    DIFF_PERSON,
    DIFF_KEY,
    DIFF_START,
    DIFF_END,
    DIFF_AMOUNT,
    DIFF_OWNER,
    DIFF_MESSAGE_KO,
    DIFF_MESSAGE_EN,
    DIFF_CELLS
};

struct diff_finding {
    char *cell[DIFF_CELLS]; /* "" where it is null */
    size_t first_row, n_rows;
    struct diff_finding *other; /* the same finding of the other run, or NULL */
};

/* A row of a finding; its name is its place, or what it says where it has no id. */
struct diff_row {
    char *id, *name, *hash; /* of the finding, of the row, of what it says */
};

/* One of the two runs; the zero state is empty. */
struct diff_side {
    struct tool_earlier run;
    struct diff_finding *findings; /* by id */
    struct diff_row *rows;         /* by finding, then by name */
    size_t n, n_rows;
};

/* Read what a run wrote (diff_read.c). What fails is in side->run.input.problem. */
bool diff_side_read(struct diff_side *side, const char *path,
                    const struct tool_arguments *arguments);
void diff_side_close(struct diff_side *side);

/* How many findings there are of each kind. */
struct diff_counts {
    int64_t n_new, n_gone, n_changed, n_same;
};
/*
 * Find each finding of one run in the other (diff_match.c): by its id, else by its rows, as
 * docs/rules.md says. The rows of `result` are what is new, gone and changed; to be cleared whether
 * or not it succeeds. False: no memory.
 */
bool diff_match(struct diff_side *before, struct diff_side *after, struct io_result *result,
                struct diff_counts *counts);

#endif
