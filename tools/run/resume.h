/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resume.h - going on where a run was killed (--resume).
 *
 * A run has three stages that are whole or not there: its results written beside their place, the
 * worklists written beside theirs, and both in their places. After each of the first two a file
 * beside the output keeps what a later run needs to go on.
 */
#ifndef RESUME_H
#define RESUME_H

#include "run/run.h"

/* Without --resume nothing is kept, and these do nothing; what an earlier run has kept is removed
 * once the output is locked. */

/* What an earlier run has left of all this is found before the output is opened. */
bool tool_resume_find(struct tool_run *run);
/* Where it wrote results that are not in their place; NULL: there are none. */
const struct io_file_id *tool_resume_work(const struct tool_run *run);
/* Input and settings are known: can this run go on where an earlier one was killed? Tells why not
 * where something was kept. TOOL_DONE, or an exit code after reporting what fails. */
enum tool_exit tool_resume_decide(struct tool_run *run, bool *resumed);
/* Go on, to the end. */
enum tool_exit tool_resume(struct tool_run *run);
/* The results are whole; `code` is the one to end with. */
bool tool_resume_keep_results(struct tool_run *run, enum tool_exit code);
/* The worklists are whole. */
bool tool_resume_keep_lists(struct tool_run *run);
/* What is whole stays for a later run when this one ends early. */
void tool_resume_leave(struct tool_run *run);

/* A digest of all that the results depend on (run_key.c). */
bool tool_run_key(const struct tool_run *run, unsigned char key[TOOL_KEY_BYTES],
                  struct io_problem *problem);

#endif
