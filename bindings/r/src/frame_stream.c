/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_stream.c - R tables as Arrow streams.
 *
 * R/columns.R has refused what cannot be read and made the rest plain vectors. They are unpacked
 * here (compact vectors become memory), so that the stream can lay out rows while the library
 * reads without calling anything of R that could fail. So a table is never copied as a whole, but
 * for a stream that R code passes on: frame_keep() lays all rows out at once.
 */
#include "dolbom_r.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- schemas ------------------------------------------------------------------------------- */

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release) schema->children[i]->release(schema->children[i]);
    if (schema->dictionary && schema->dictionary->release)
        schema->dictionary->release(schema->dictionary);
    free(schema->private_data); /* the schemas below it, and the pointers to them */
    free((char *)(uintptr_t)schema->name);
    schema->release = NULL;
}

/* A schema with room for those below it; false: no memory, with nothing to release. */
static bool open_schema(struct ArrowSchema *schema, const char *format, const char *name, size_t n)
{
    char *copy = strdup(name);
    struct ArrowSchema *below = calloc(n + 1, sizeof *below + sizeof(void *));
    *schema = (struct ArrowSchema){0};
    if (!copy || !below) {
        free(copy);
        free(below);
        return false;
    }
    *schema = (struct ArrowSchema){.format = format,
                                   .name = copy,
                                   .flags = ARROW_FLAG_NULLABLE,
                                   .children = (struct ArrowSchema **)(below + n + 1),
                                   .release = release_schema,
                                   .private_data = below};
    return true;
}

static bool open_column_schema(struct ArrowSchema *schema, const struct column *column)
{
    bool has_levels = column->form == COLUMN_FACTOR;
    if (!open_schema(schema, column_format(column), column->name, has_levels)) return false;
    if (!has_levels) return true;
    struct ArrowSchema *levels = schema->private_data;
    if (open_schema(levels, "U", "", 0)) schema->dictionary = levels;
    return schema->dictionary != NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const struct frame *frame = stream->private_data;
    bool made = open_schema(out, "+s", "", (size_t)frame->n_columns);
    for (R_xlen_t i = 0; i < frame->n_columns && made; i++) {
        struct ArrowSchema *below = (struct ArrowSchema *)out->private_data + i;
        out->children[i] = below;
        out->n_children++;
        made = open_column_schema(below, &frame->columns[i]);
    }
    if (!made && out->release) out->release(out);
    return made ? 0 : ENOMEM;
}

/* ---- the stream ---------------------------------------------------------------------------- */

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct frame *frame = stream->private_data;
    R_xlen_t from = frame->next_row, left = frame->n_rows - from;
    R_xlen_t n = left < BATCH_ROWS ? left : BATCH_ROWS;
    *out = (struct ArrowArray){0};
    if (n == 0) return 0;
    if (frame->kept) {
        *out = frame->kept[from / BATCH_ROWS];
        frame->kept[from / BATCH_ROWS].release = NULL;
    }
    int failed = frame->kept ? 0 : batch_make(frame, from, n, out);
    if (!failed) frame->next_row += n;
    return failed;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    const struct frame *frame = stream->private_data;
    return frame->fault ? frame->fault->message : NULL;
}

static size_t count_batches(const struct frame *frame)
{
    return ((size_t)frame->n_rows + BATCH_ROWS - 1) / BATCH_ROWS;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    struct frame *frame = stream->private_data;
    for (size_t i = 0; frame->kept && i < count_batches(frame); i++)
        if (frame->kept[i].release) frame->kept[i].release(&frame->kept[i]);
    free(frame->kept);
    free(frame->columns);
    free(frame);
    stream->release = NULL;
}

int frame_keep(struct ArrowArrayStream *stream)
{
    struct frame *frame = stream->private_data;
    size_t n = count_batches(frame);
    struct ArrowArray *kept = calloc(n + 1, sizeof *kept);
    int failed = kept ? 0 : ENOMEM;
    for (size_t i = 0; i < n && !failed; i++) failed = get_next(stream, &kept[i]);
    frame->kept = kept; /* also of a failure: release_stream frees it */
    frame->next_row = 0;
    frame->fault = NULL;
    return failed;
}

/* ---- columns ------------------------------------------------------------------------------- */

/* Ids and counts are double in R as a matter of course. */
static bool is_whole(const double *values, R_xlen_t n)
{
    const double most = 9007199254740992.0; /* 2^53: whole numbers are exact up to here */
    for (R_xlen_t i = 0; i < n; i++) {
        bool fits = isnan(values[i]) || (fabs(values[i]) <= most && values[i] == trunc(values[i]));
        if (!fits) return false;
    }
    return true;
}

static enum column_form form_of_double(SEXP vector)
{
    if (Rf_inherits(vector, "integer64")) return COLUMN_LONG;
    if (Rf_inherits(vector, "Date")) return COLUMN_DAY;
    return is_whole(REAL_RO(vector), XLENGTH(vector)) ? COLUMN_WHOLE : COLUMN_DOUBLE;
}

static enum column_form form_of(SEXP vector)
{
    switch (TYPEOF(vector)) {
    case STRSXP:
        return COLUMN_TEXT;
    case LGLSXP:
        return COLUMN_FLAG;
    case INTSXP:
        if (Rf_inherits(vector, "Date")) return COLUMN_DAY_INT;
        return Rf_isFactor(vector) ? COLUMN_FACTOR : COLUMN_INT;
    case REALSXP:
        return form_of_double(vector);
    default:
        Rf_error("a column of type %s cannot be read", Rf_type2char(TYPEOF(vector)));
    }
}

static struct column column_of(const char *name, SEXP vector)
{
    struct column column = {.name = name, .form = form_of(vector)};
    column.values =
        column.form == COLUMN_TEXT ? (const void *)STRING_PTR_RO(vector) : DATAPTR_RO(vector);
    if (column.form == COLUMN_FACTOR) {
        SEXP levels = Rf_getAttrib(vector, R_LevelsSymbol);
        column.levels = STRING_PTR_RO(levels);
        column.n_levels = XLENGTH(levels);
    }
    return column;
}

/* Columns of our own, with their names after them; NULL: no memory. */
static struct column *keep_columns(const struct column *columns, size_t n)
{
    size_t names_len = 0;
    for (size_t i = 0; i < n; i++) names_len += strlen(columns[i].name) + 1;
    struct column *kept = malloc(n * sizeof *kept + names_len + 1);
    if (!kept) return NULL;
    char *name = (char *)(kept + n);
    for (size_t i = 0; i < n; i++) {
        kept[i] = columns[i];
        kept[i].name = strcpy(name, columns[i].name);
        name += strlen(name) + 1;
    }
    return kept;
}

void frame_stream(SEXP columns, struct fault *fault, struct ArrowArrayStream *out)
{
    size_t n = (size_t)XLENGTH(columns);
    SEXP names = Rf_getAttrib(columns, R_NamesSymbol);
    struct column *read = (struct column *)R_alloc(n + 1, sizeof *read);
    for (size_t i = 0; i < n; i++)
        read[i] =
            column_of(R_CHAR(STRING_ELT(names, (R_xlen_t)i)), VECTOR_ELT(columns, (R_xlen_t)i));
    struct frame *frame = calloc(1, sizeof *frame);
    struct column *kept = keep_columns(read, n);
    if (!frame || !kept) {
        free(frame);
        free(kept);
        Rf_error("out of memory");
    }
    *frame = (struct frame){.n_rows = n > 0 ? XLENGTH(VECTOR_ELT(columns, 0)) : 0,
                            .n_columns = (R_xlen_t)n,
                            .columns = kept,
                            .fault = fault};
    *fault = (struct fault){.row = -1};
    *out = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release_stream, frame};
}
