/* SPDX-License-Identifier: Apache-2.0 */
/*
 * give.c - the library's tables as lists of R vectors.
 *
 * All batches are taken first, so that vectors of the right length are made once. The call owns
 * schema and batches meanwhile: making vectors may jump.
 *
 *   Arrow                        R
 *   utf8                         character, marked as UTF-8
 *   int32                        integer
 *   int64, uint64                integer when all fit, else double when all are exact (2^53), else
 *                                integer64, as the package bit64 has it
 *   double                       double
 *   date32                       Date
 *   fixed_size_binary(16)        character, 32 hexadecimal digits
 */
#include "dolbom_r.h"

#include <R_ext/Utils.h>
#include <stdlib.h>
#include <string.h>

enum { DIGEST_BYTES = 16 };

/* ---- cells --------------------------------------------------------------------------------- */

/* A column of all batches, one after the other. */
struct walk {
    const struct call *call;
    int64_t column;
    size_t batch;
    int64_t row;                    /* within the batch */
    const struct ArrowArray *array; /* of the batch */
    int64_t at;                     /* index in its buffers */
};

static struct walk walk_of(const struct call *call, int64_t column)
{
    return (struct walk){.call = call, .column = column, .row = -1};
}

/* Large tables take a while to give, so interrupts are looked for at each batch. */
static bool walk_next(struct walk *walk)
{
    const struct call *call = walk->call;
    walk->row++;
    while (walk->batch < call->n_batches && walk->row == call->batches[walk->batch].length) {
        walk->batch++;
        walk->row = 0;
        R_CheckUserInterrupt();
    }
    if (walk->batch == call->n_batches) return false;
    const struct ArrowArray *batch = &call->batches[walk->batch];
    walk->array = batch->children[walk->column];
    walk->at = walk->row + batch->offset + walk->array->offset;
    return true;
}

static bool is_null(const struct walk *walk)
{
    const uint8_t *bits = walk->array->buffers[0];
    return bits && !(bits[walk->at >> 3] >> (walk->at & 7) & 1);
}

static int64_t long_at(const struct walk *walk)
{
    return ((const int64_t *)walk->array->buffers[1])[walk->at];
}

static int32_t int_at(const struct walk *walk)
{
    return ((const int32_t *)walk->array->buffers[1])[walk->at];
}

/* ---- columns ------------------------------------------------------------------------------- */

/*
 * R keeps each text once, and to find it among all texts is a cache miss or several: most of what
 * crossing costs. So a text is looked for first where it probably is: in the input, of which many
 * values were canonical already, then among those given lately.
 */
enum { RECENT = 1 << 12 };

static bool is_same(SEXP known, const char *text, int32_t len)
{
    if (known == NA_STRING || LENGTH(known) != len || memcmp(R_CHAR(known), text, (size_t)len) != 0)
        return false;
    if (Rf_getCharCE(known) == CE_UTF8) return true;
    for (int32_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80) return false;
    return true; /* ASCII carries no mark */
}

/* The place of a text among the recent ones (FNV-1a). */
static SEXP *place_of(SEXP recent[RECENT], const char *text, int32_t len)
{
    uint32_t hash = 2166136261;
    for (int32_t i = 0; i < len; i++) hash = (hash ^ (unsigned char)text[i]) * 16777619;
    return &recent[(hash ^ hash >> 16) % RECENT];
}

/* Texts in `recent` stand in the result, which keeps them from the collector. */
static SEXP recent_text(SEXP recent[RECENT], const char *text, int32_t len)
{
    SEXP *place = place_of(recent, text, len);
    if (!*place || !is_same(*place, text, len)) *place = Rf_mkCharLenCE(text, len, CE_UTF8);
    return *place;
}

static void give_texts(struct walk walk, SEXP to)
{
    SEXP recent[RECENT] = {NULL};
    const SEXP *alike = walk.column == 0 ? walk.call->alike : NULL;
    R_xlen_t n = XLENGTH(to);
    for (R_xlen_t i = 0; walk_next(&walk); i++) {
        const int32_t *starts = walk.array->buffers[1];
        int32_t start = starts[walk.at], len = starts[walk.at + 1] - start;
        const char *text = (const char *)walk.array->buffers[2] + start;
        if (alike && i + TEXTS_AHEAD < n) prefetch_text(alike[i + TEXTS_AHEAD]);
        if (is_null(&walk))
            SET_STRING_ELT(to, i, NA_STRING);
        else if (alike && is_same(alike[i], text, len))
            SET_STRING_ELT(to, i, alike[i]);
        else
            SET_STRING_ELT(to, i, recent_text(recent, text, len));
    }
}

static void give_digests(struct walk walk, SEXP to)
{
    static const char digits[] = "0123456789abcdef";
    for (R_xlen_t i = 0; walk_next(&walk); i++) {
        const uint8_t *bytes = (const uint8_t *)walk.array->buffers[1] + walk.at * DIGEST_BYTES;
        char text[2 * DIGEST_BYTES];
        for (int k = 0; k < DIGEST_BYTES; k++) {
            text[2 * k] = digits[bytes[k] >> 4];
            text[2 * k + 1] = digits[bytes[k] & 15];
        }
        bool null = is_null(&walk);
        SET_STRING_ELT(to, i, null ? NA_STRING : Rf_mkCharLenCE(text, sizeof text, CE_UTF8));
    }
}

static void give_ints(struct walk walk, SEXP to)
{
    int *values = INTEGER(to);
    for (R_xlen_t i = 0; walk_next(&walk); i++)
        values[i] = is_null(&walk) ? NA_INTEGER : int_at(&walk);
}

static void give_days(struct walk walk, SEXP to)
{
    double *values = REAL(to);
    for (R_xlen_t i = 0; walk_next(&walk); i++)
        values[i] = is_null(&walk) ? NA_REAL : int_at(&walk);
    Rf_setAttrib(to, R_ClassSymbol, PROTECT(Rf_mkString("Date")));
    UNPROTECT(1);
}

static void give_doubles(struct walk walk, SEXP to)
{
    double *values = REAL(to);
    for (R_xlen_t i = 0; walk_next(&walk); i++)
        values[i] = is_null(&walk) ? NA_REAL : ((const double *)walk.array->buffers[1])[walk.at];
}

static void give_longs_as_ints(struct walk walk, SEXP to)
{
    int *values = INTEGER(to);
    for (R_xlen_t i = 0; walk_next(&walk); i++)
        values[i] = is_null(&walk) ? NA_INTEGER : (int)long_at(&walk);
}

static void give_longs_as_doubles(struct walk walk, SEXP to)
{
    double *values = REAL(to);
    for (R_xlen_t i = 0; walk_next(&walk); i++)
        values[i] = is_null(&walk) ? NA_REAL : (double)long_at(&walk);
}

/* Of bit64: an int64 in the bits of each double, INT64_MIN for NA. */
static void give_longs(struct walk walk, SEXP to)
{
    int64_t *values = (int64_t *)REAL(to);
    for (R_xlen_t i = 0; walk_next(&walk); i++)
        values[i] = is_null(&walk) ? INT64_MIN : long_at(&walk);
    Rf_setAttrib(to, R_ClassSymbol, PROTECT(Rf_mkString("integer64")));
    UNPROTECT(1);
}

/* ---- forms --------------------------------------------------------------------------------- */

struct form {
    const char *format;
    SEXPTYPE type;
    void (*give)(struct walk walk, SEXP to);
};

static const struct form forms[] = {
    {"u", STRSXP, give_texts},    {"w:16", STRSXP, give_digests}, {"i", INTSXP, give_ints},
    {"g", REALSXP, give_doubles}, {"tdD", REALSXP, give_days},
};

/* By the largest magnitude, as the file's head says. */
static const struct form long_forms[] = {
    {"l", INTSXP, give_longs_as_ints},
    {"l", REALSXP, give_longs_as_doubles},
    {"l", REALSXP, give_longs},
};

static const struct form *form_of_longs(struct walk walk)
{
    const uint64_t most_int = INT32_MAX, most_double = UINT64_C(1) << 53;
    uint64_t most = 0;
    while (walk_next(&walk)) {
        int64_t value = is_null(&walk) ? 0 : long_at(&walk);
        uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
        if (size > most) most = size;
    }
    return &long_forms[most <= most_int ? 0 : most <= most_double ? 1 : 2];
}

static const struct form *form_of(const struct call *call, int64_t column)
{
    const char *format = call->schema.children[column]->format;
    if (strcmp(format, "l") == 0 || strcmp(format, "L") == 0)
        return form_of_longs(walk_of(call, column));
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].format, format) == 0) return &forms[i];
    Rf_error("column %s has the Arrow type \"%s\", which this package does not read",
             call->schema.children[column]->name, format);
}

static SEXP give_column(const struct call *call, int64_t column, R_xlen_t n_rows)
{
    const struct form *form = form_of(call, column);
    SEXP to = PROTECT(Rf_allocVector(form->type, n_rows));
    form->give(walk_of(call, column), to);
    UNPROTECT(1);
    return to;
}

/* ---- tables -------------------------------------------------------------------------------- */

/* The next batch, or one without release at the end. Owned by the call at once. */
static struct ArrowArray *take_batch(struct call *call, struct ArrowArrayStream *stream)
{
    if (call->n_batches == call->batches_cap) {
        size_t cap = call->batches_cap ? 2 * call->batches_cap : 8;
        struct ArrowArray *grown = realloc(call->batches, cap * sizeof *grown);
        if (!grown) Rf_error("out of memory");
        call->batches = grown;
        call->batches_cap = cap;
    }
    struct ArrowArray *batch = &call->batches[call->n_batches];
    *batch = (struct ArrowArray){0};
    if (stream->get_next(stream, batch) != 0) Rf_error("out of memory");
    call->n_batches++;
    return batch;
}

static R_xlen_t take(struct call *call, struct ArrowArrayStream *stream)
{
    R_xlen_t n_rows = 0;
    if (stream->get_schema(stream, &call->schema) != 0) Rf_error("out of memory");
    for (struct ArrowArray *batch; (batch = take_batch(call, stream))->release;)
        n_rows += batch->length;
    call->n_batches--; /* the end */
    stream->release(stream);
    stream->release = NULL;
    return n_rows;
}

static void forget(struct call *call)
{
    for (size_t i = 0; i < call->n_batches; i++) call->batches[i].release(&call->batches[i]);
    call->n_batches = 0;
    call->schema.release(&call->schema);
    call->schema.release = NULL;
}

SEXP give_table(struct call *call, struct ArrowArrayStream *stream, SEXP wanted)
{
    R_xlen_t n_rows = take(call, stream);
    R_xlen_t n = wanted == R_NilValue ? (R_xlen_t)call->schema.n_children : XLENGTH(wanted);
    SEXP table = PROTECT(Rf_allocVector(VECSXP, n));
    SEXP names = PROTECT(Rf_allocVector(STRSXP, n));
    for (R_xlen_t i = 0; i < n; i++) {
        int64_t column = wanted == R_NilValue ? i : INTEGER_RO(wanted)[i];
        const char *name = call->schema.children[column]->name;
        SET_STRING_ELT(names, i, Rf_mkCharCE(name, CE_UTF8));
        SET_VECTOR_ELT(table, i, give_column(call, column, n_rows));
    }
    Rf_setAttrib(table, R_NamesSymbol, names);
    forget(call);
    UNPROTECT(2);
    return table;
}
