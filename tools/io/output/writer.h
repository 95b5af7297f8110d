/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writer.h - what writes tables and texts into an output; for the writers of databases only.
 */
#ifndef WRITER_H
#define WRITER_H

#include "io/output/output.h"

#include "io/csv/csv.h"

/* What writes into a database; `output->database` is what it has open, and `output->place` has the
 * target and the problem. */
struct io_writer {
    /* Find out whether the target may be written to, lock it, and begin. `path`: of an SQLite file,
     * where it is written. */
    bool (*open)(struct io_output *output, const char *path);
    bool (*table)(struct io_output *output, const struct io_result *result);
    bool (*text)(struct io_output *output, const char *name, const char *text, size_t len);
    /* Nothing more is written: make it durable where it is. */
    bool (*settle)(struct io_output *output);
    /* Put it in its place; NULL: it is a file, which is renamed. */
    bool (*publish)(struct io_output *output);
    /* Close what is open, and undo what was not published. */
    void (*abandon)(struct io_output *output);
};
extern const struct io_writer io_sqlite_writer, io_postgres_writer, io_odbc_writer;

/* The names of the files of a result but those of the family, up to NULL; its mark first, run.json
 * last (result_files.c). */
enum { IO_RESULT_FILES = 33 };
extern const char *const io_result_files[];
/* Is it the name of a table of a result, whatever else is in the database? */
bool io_is_result_table(const char *name);
/* Is the open file a database that an earlier run wrote? */
enum io_step io_sqlite_is_ours(int file);

#endif
