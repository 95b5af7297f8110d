/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arrow_make.h - Arrow streams out of small texts, and back, for the tests of every folder.
 *
 *   struct ArrowArrayStream stream;
 *   arrow_make(&stream, "agency_id,start_date:tdD,amount_won:l\n"
 *                       "A,2024-01-01,15000\n"
 *                       "B,,\n", NULL);
 *   ... give it to a stage, which releases it ...
 *   char *text = arrow_text(&results);           the same form, the stream is released
 *   cr_expect_str_eq(text, "person_id:u,days:i\nP1,31\n");
 *   free(text);
 *   cr_expect_eq(arrow_live(), 0);               everything was released once
 *
 * First line: columns as name:format, u when none is given; u[c] is a dictionary of u with
 * an index of c. Then a line per row:
 *
 *   (nothing)    null                  ""        empty text
 *   "a,b""c"     a,b"c                 ~         alone on its line: the whole row is null
 *   2024-01-31   a day of tdD, tdm     #19753    the raw number of a day column
 *   nan inf 1.5  floats                6162..    w:16 in hex
 *   -12          also of "a:d:38,0": decimals, of "n[c]": an entry that is null
 *
 * Buffers have exactly the size they need, so that a sanitizer sees every overrun. A text
 * that is not in this form stops the program. No test framework is needed.
 */
#ifndef ARROW_MAKE_H
#define ARROW_MAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "dolbom/arrow.h"

/* How the same rows are laid out; the zero state is the plainest way. */
struct arrow_options {
    int64_t batch_rows;       /* rows per batch; 0: all in one */
    int64_t row_offset;       /* rubbish rows before the first, skipped by the batch */
    int64_t column_offset;    /* rubbish cells before those, skipped by each column */
    const char *text_format;  /* U vu z Z vz instead of u */
    const char *index_format; /* columns of u become dictionaries with such an index */
    bool validity;            /* also where no cell is null */
    bool no_null_count;       /* null_count is -1 */
    bool null_buffer;         /* columns of nulls have a buffer, as polars makes them */
    bool empty_batches;       /* one without any buffers before each batch and at the end */
};

/* A stream before it is handed out, so that a test can make it lie. */
struct arrow_table {
    struct ArrowSchema schema;
    struct ArrowArray *batches; /* those with release NULL were given away */
    int64_t n_batches;
    int64_t next_batch;
    int schema_error; /* what get_schema gives instead of the schema */
    int next_error;   /* what get_next gives instead of batch next_error_at */
    int64_t next_error_at;
};

struct arrow_table *arrow_table(const char *text, const struct arrow_options *options);
void arrow_table_free(struct arrow_table *table);
/* The stream owns the table from now on. */
void arrow_table_stream(struct arrow_table *table, struct ArrowArrayStream *stream);

/* Both in one. */
void arrow_make(struct ArrowArrayStream *stream, const char *text,
                const struct arrow_options *options);

/*
 * All rows of a stream with columns of u U i l L tdD g w:16, which is released. Decimals are
 * printed as the field's metadata says. free() the result; NULL when pulling fails.
 */
char *arrow_text(struct ArrowArrayStream *stream);

/* Arrays, schemas and streams made here that nobody has released yet. */
long arrow_live(void);

#endif
