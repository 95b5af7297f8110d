/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writer.h - what writes tables and texts into an output; private to this folder.
 */
#ifndef WRITER_H
#define WRITER_H

#include "io/output/output.h"

#include "io/csv/csv.h"

bool io_sqlite_open(struct sqlite3 **database, const char *path, struct io_problem *problem);
bool io_sqlite_table(struct io_output *output, const struct io_result *result);
bool io_sqlite_text(struct io_output *output, const char *name, const char *text, size_t len);
/* Commit and close. */
bool io_sqlite_close(struct io_output *output);
void io_sqlite_abandon(struct io_output *output);
/* Is the open file a database that an earlier run wrote? */
enum io_step io_sqlite_is_ours(int file);

#endif
