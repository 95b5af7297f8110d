/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inspect.h - what files are, before they are run: for people (inspect.c), and as a plan
 * (inspect_plan.c, inspect_made.c).
 *
 * Nothing shows a value: of values that cannot be read only the shape, 9999-99-99 or ㅇㅇㅇ.
 */
#ifndef INSPECT_H
#define INSPECT_H

#include "run/run.h"

/* Print what each file of the run's input is, and what is wrong with it. */
void inspect_print(const struct tool_run *run, bool in_english);
/* Print the first place of each reason for which rows are rejected, once they are known. */
void inspect_print_rejects(const struct tool_run *run, bool in_english);
/* Does the file say whose its rows are by name alone, and the plan nothing of it? */
bool inspect_names_people(const struct io_part *part);
/* Does a file of the table (NULL: of any) lack that column? */
bool inspect_lacks(const struct tool_run *run, const char *of, const char *wanted);
/* The lines of the mapping that say what the files lack and how it can be made. */
void inspect_put_made(const struct tool_run *run, bool in_english, FILE *out);
/* How many lines of the mapping are to be confirmed; false: out of memory. */
bool inspect_count_open(const struct tool_run *run, size_t *n);
/* Print the last lines: how many files are read and not, and without a plan what is
 * to be confirmed. */
void inspect_print_close(const struct tool_run *run, size_t n_open, bool in_english);
/* Write the mapping of the input's files as a plan; what is to be confirmed is commented out. */
bool inspect_write_plan(const struct tool_run *run, const char *path, bool in_english);

#endif
