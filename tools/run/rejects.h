/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rejects.h - rejected rows and counts of rows, from reading and from the library together.
 */
#ifndef REJECTS_H
#define REJECTS_H

#include "io/output/output.h"
#include "io/source/source.h"

/* What the stages were given that was read from files, and what they gave. */
struct tool_given_tables {
    struct io_table *const *tables;
    size_t n_tables;
    const struct io_result *results; /* "rejects" and "table_counts" among them */
    size_t n_results;
};

/*
 * The tables `rejects` and `table_counts` of a whole run, to be cleared whether or not it
 * succeeds; they refer to what was given. False: no memory.
 */
bool tool_rejects_merge(const struct tool_given_tables *given, struct io_result *rejects,
                        struct io_result *table_counts);

#endif
