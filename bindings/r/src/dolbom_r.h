/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dolbom_r.h - what the files of the R package share.
 *
 * R leaves C code by longjmp when something fails in R itself, be it an error, an interrupt or
 * memory. Two rules follow, and every function here keeps them:
 *
 *   - No such jump crosses a frame of the library: what the library calls back either calls nothing
 *     of R that can fail (frame_stream.c), or catches the jump, which is resumed when the library
 *     has returned (library_call.c).
 *   - What is allocated outside R belongs to an external pointer before R is called again, so
 *     that a jump leaks nothing.
 *
 *   frame_batch.c   rows of an R table as Arrow arrays     library_call.c  one call of the library
 *   frame_stream.c  R tables as streams                    give.c          streams as R tables
 *   stream.c        streams that R code holds              distinct.c      texts that are alike
 *                                                          init.c          what R may call
 */
#ifndef DOLBOM_R_H
#define DOLBOM_R_H

#define R_NO_REMAP
#define STRICT_R_HEADERS
#include <R.h>
#include <Rinternals.h>
#include <dolbom/dolbom.h>
#include <setjmp.h>
#include <stdbool.h>

/* ---- R tables as streams ------------------------------------------------------------------- */

enum {
    BATCH_ROWS = 8192,
    TEXTS_AHEAD = 16, /* to prefetch: R's texts lie anywhere in memory */
    TEXT_HEADER = 48  /* about where their bytes begin */
};

enum column_form {
    COLUMN_TEXT,
    COLUMN_FACTOR,
    COLUMN_FLAG,
    COLUMN_INT,
    COLUMN_LONG,
    COLUMN_WHOLE,
    COLUMN_DOUBLE,
    COLUMN_DAY,
    COLUMN_DAY_INT
};

/* A column of an R table. `values` are R's own, which whoever called keeps from the collector. */
struct column {
    const char *name;
    enum column_form form;
    const void *values; /* SEXP const * of texts */
    const SEXP *levels; /* of a factor */
    R_xlen_t n_levels;
};

/* The first cell that cannot be given to the library. */
struct fault {
    R_xlen_t row, column; /* from 0; row -1: none so far */
    const char *message;
};

struct frame {
    R_xlen_t n_rows, next_row;
    R_xlen_t n_columns;
    struct column *columns;
    struct ArrowArray *kept; /* all batches, once frame_keep() has made them */
    struct fault *fault;
};

/* Lays out `n` rows from `from` as a struct array; 0 or an errno, with `fault` filled for EILSEQ.
 */
int batch_make(const struct frame *frame, R_xlen_t from, R_xlen_t n, struct ArrowArray *out);

/* Fetches a text that will be read soon into the cache. */
void prefetch_text(SEXP text);

/* The Arrow type of a column. */
const char *column_format(const struct column *column);

/*
 * A stream over a list of columns that R/columns.R has made ready, valid while they are protected
 * and `fault` lives. May jump, and leaks nothing when it does.
 */
void frame_stream(SEXP columns, struct fault *fault, struct ArrowArrayStream *out);

/* Lays all rows of such a stream out at once; it needs neither R's vectors nor the fault any more.
 * 0 or an errno. */
int frame_keep(struct ArrowArrayStream *stream);

/* ---- streams that R code holds ------------------------------------------------------------- */

/* The structure an external pointer of R holds, ours or another package's; error when none. */
struct ArrowArrayStream *stream_in(SEXP pointer);

/* A new external pointer with an empty stream that belongs to it. */
SEXP stream_new(void);

/* ---- one call of the library --------------------------------------------------------------- */

/* Everything a call owns outside R. It lives in an external pointer (call_open). */
struct call {
    const dolbom_plan *given; /* the plan of R's handle */
    dolbom_plan *plan;        /* a copy that tells its progress; NULL: `given` serves */
    SEXP tables;              /* what was given, a named list; its owner protects it */
    dolbom_table *in;
    struct fault *faults; /* one for each of `in` */
    size_t n_in;
    dolbom_table out[DOLBOM_TABLES_MAX];
    size_t n_out;
    const SEXP *alike;         /* NULL, or texts that the first column of results tends to repeat */
    struct ArrowSchema schema; /* of the table being given */
    struct ArrowArray *batches; /* of it */
    size_t n_batches, batches_cap;
    dolbom_error error;
    SEXP progress; /* an R function or NULL */
    char told_stage[64];
    double told_at; /* seconds of a clock */
    bool told_end;
    SEXP token; /* resumes a jump that a callback has caught */
    jmp_buf landing;
    bool jumped, refused;
};

/*
 * An external pointer with a new call in *call. `tables` is a named list; each is a list of columns
 * or an external pointer, whose stream is taken. `environment` is the list of settings that
 * R/plan.R makes; NULL: the plan's own serves, and nobody hears of progress.
 */
SEXP call_open(SEXP plan, SEXP environment, SEXP tables, struct call **call);

/* The plan to pass to the library. */
const dolbom_plan *call_plan(const struct call *call);

/* After the library has returned: resumes a jump; gives NULL for DOLBOM_OK, else a failure. */
SEXP call_end(SEXP owner, struct call *call, dolbom_status status);

/* Frees what the call owns, at once. */
void call_close(SEXP owner);

/* ---- results ------------------------------------------------------------------------------- */

/* What R/conditions.R signals; `row` counts from 0, -1: none. */
SEXP failure(dolbom_status status, const char *message, const char *table, const char *column,
             int64_t row);

/* What the library said of a call that was given no tables. */
SEXP failure_of(dolbom_status status, const dolbom_error *error);

/* A stream as a list of columns, or those of `wanted` (from 0) alone; takes the stream. */
SEXP give_table(struct call *call, struct ArrowArrayStream *stream, SEXP wanted);

#endif
