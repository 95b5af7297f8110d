/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output.h - results, held in memory, and the folder or database they are written to.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "io/output/output_place.h"

#include "common/common.h"

/* ---- results (result.c) ------------------------------------------------------------------ */

enum {
    IO_CELL = 48 /* room to print a number or a day */
};

struct io_column {
    const char *name;
    char type;        /* u text; i l whole numbers; d day; g decimal */
    uint8_t decimals; /* of g */
};

/* A cell that a view replaces; `text` NULL: by null. */
struct io_replaced {
    int64_t row; /* of the view */
    int column;
    char *text;
    size_t len;
};
/* Some rows of a result (result_select.c). Running out of memory is remembered. */
struct io_selection {
    int64_t *rows, n_rows;
    struct io_replaced *cells; /* by row */
    size_t n_cells;
    bool failed;
};
/* Add a row; replace a cell of the row that was added last (column -1: no such column). */
void io_select_row(struct io_selection *view, int64_t row);
void io_select_cell(struct io_selection *view, int column, const char *text, size_t len);
const struct io_replaced *io_select_find(const struct io_selection *view, int column, int64_t row);
void io_select_clear(struct io_selection *view);

/* A finished table, held in memory; may be read any number of times. Zero state: empty. */
struct io_result {
    const char *name; /* a static string */
    struct ArrowSchema schema;
    struct io_column *columns;
    size_t n_columns;
    struct ArrowArray *batches;
    int64_t *first_row; /* of each batch */
    size_t n_batches;
    int64_t n_rows;
    const struct io_selection *view; /* what is seen of it; NULL: all. n_rows are the view's */
};

/* Read a stream to its end and release it, whether or not that succeeds. */
bool io_result_take(struct io_result *result, const char *name, struct ArrowArrayStream *stream,
                    struct io_problem *problem);
void io_result_clear(struct io_result *result);
/* The column of that name, or -1. */
int io_result_column(const struct io_result *result, const char *name);
/* A cell as text for people; NULL when it is null. `scratch` holds what is printed. */
const char *io_result_text(const struct io_result *result, int column, int64_t row,
                           char scratch[IO_CELL], size_t *len);
/* The same by the column's name; also NULL, and *len 0, when there is no such column. */
const char *io_result_cell(const struct io_result *result, const char *column, int64_t row,
                           char scratch[IO_CELL], size_t *len);
/* Days since 1970-01-01 as YYYY-MM-DD, in scratch. */
const char *io_day_text(char scratch[IO_CELL], int64_t day, size_t *len);
/* A whole number, a day (since 1970-01-01) or a decimal times 10^decimals; false: null. */
bool io_result_number(const struct io_result *result, int column, int64_t row, int64_t *number);
/* The table as a stream again; the result must outlive it and all its batches. */
bool io_result_stream(const struct io_result *result, struct ArrowArrayStream *stream);

/* A result built here, cell by cell in the order of its columns (result_build.c). */
struct io_builder {
    struct io_result *result;
    size_t column; /* of the next cell */
    bool failed;
};
/* The names of the columns must outlive the result. */
bool io_builder_open(struct io_builder *builder, struct io_result *result, const char *name,
                     const struct io_column *columns, size_t n);
void io_builder_text(struct io_builder *builder, const char *text, size_t len); /* NULL: null */
/* As io_result_number() gives it. */
void io_builder_number(struct io_builder *builder, int64_t number, bool null);
/* False when memory ran out meanwhile; the result may be cleared either way. */
bool io_builder_close(struct io_builder *builder);

/* ---- output (output.c, csv_write.c, and the writers of databases) -------------------------- */

struct io_writer; /* writer.h */

enum { IO_OUTPUT_FILES = 34 };

/*
 * Where results go: a folder of files, an SQLite file, or a database. Everything is written beside
 * the target first and moved to its place by io_output_commit(), run.json last; until then the
 * target stays as it was. Of a database that is one transaction, and the place has no form.
 */
struct io_output {
    struct io_place place;
    const struct io_writer *writer; /* of a database; NULL: a folder */
    void *database;                 /* the writer's, while it is open */
    bool raw;                       /* no byte order mark, no guard against formulas */
    bool written[IO_OUTPUT_FILES];  /* one for each name that a run may write */
    char **family;                  /* names made from the data that were written */
    size_t n_family;
    bool (*interrupted)(void);
    bool whole; /* written and durable, by this run or a killed one, and not yet in its place */
};
enum { IO_ROWS_PER_ASK = 1 << 12 }; /* rows written between two questions whether to go on */

/* Is it a database: "x.db", "x.sqlite", or one that is served (io/database/database_address.h)? */
bool io_is_database_name(const char *path);
/*
 * Folders above the target are made. What is at the target may only be results of an earlier run,
 * and none of `inputs` (or NULL), which must outlive the output. What a killed run wrote to its end
 * stays, if it is in that very file or folder (`work` NULL: none): the output is whole then.
 */
bool io_output_open(struct io_output *output, const char *target, bool raw,
                    const struct io_file_ids *inputs, const struct io_file_id *work,
                    struct io_problem *problem);
/* Remove what is written, to begin anew. */
bool io_output_restart(struct io_output *output);
/* Nothing more is written: make it durable, without putting it in its place. */
bool io_output_settle(struct io_output *output);
/* The file that gets its place last, below the output's folder; "" for a database: it is all. */
const char *io_output_last(const char *target);
/* Write a table: NAME.csv, or a table of the database. */
bool io_output_table(struct io_output *output, const struct io_result *result);
/* Write a text: a file of that name, or a row of the database's table `files`. */
bool io_output_text(struct io_output *output, const char *name, const char *text, size_t len);
/* Make everything durable and visible. */
bool io_output_commit(struct io_output *output);
/* Removes what was not committed. */
void io_output_close(struct io_output *output);

/* A result as CSV; false with errno. */
bool io_csv_write(int file, const struct io_result *result, bool raw, bool (*interrupted)(void));

#endif
