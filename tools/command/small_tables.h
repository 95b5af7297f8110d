/* SPDX-License-Identifier: Apache-2.0 */
/*
 * small_tables.h - rows that somebody gives on the command line, as files that can be read with all
 * the others.
 */
#ifndef SMALL_TABLES_H
#define SMALL_TABLES_H

#include <jansson.h>

#include "common/common.h"

enum { SMALL_PATH = 512, SMALL_FILES = 4 };

/* Rows as a list of objects, whichever form they came in; the zero state is none. */
struct small_rows {
    json_t *list;
    int64_t *lines;   /* of the file, from 1, for each row; NULL: not known, as in JSON */
    const char *name; /* what messages call it: the file, or the option */
};
/*
 * Take rows from a CSV or JSON file, or from JSON itself when `text` begins with a brace or a
 * bracket; an object is a list of one. `option` is what messages call JSON itself.
 */
bool small_rows_read(struct small_rows *rows, const char *text, const char *option,
                     struct io_problem *problem);
/* A problem with a row, counted from 0: "facts.csv, line 3, column as_of: ..." */
bool small_rows_fail(const struct small_rows *rows, size_t row, const char *column,
                     const char *what, struct io_problem *problem);
void small_rows_clear(struct small_rows *rows);
/* Is the cell there, and not null? Is the object one of texts, numbers and truth alone? */
bool small_cell_given(const json_t *object, const char *column);
bool small_row_is_flat(const json_t *object);

/* A folder of its own that holds small tables; the zero state is none. */
struct small_folder {
    char path[SMALL_PATH]; /* "" none */
    const char *files[SMALL_FILES];
    size_t n_files;
};
bool small_folder_open(struct small_folder *folder, struct io_problem *problem);
/* Write a list of objects as CSV; `columns` is an object that has them as keys, NULL all that any
 * row has. The name is a static string. */
bool small_folder_write(struct small_folder *folder, const char *name, const json_t *list,
                        const json_t *columns, struct io_problem *problem);
/* Write a file that only its owner may read: all of it, or what was there stays. */
bool small_file_write(const char *path, const char *text, size_t len, struct io_problem *problem);
/* Remove the folder. */
void small_folder_close(struct small_folder *folder);

#endif
