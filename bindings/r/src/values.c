/* SPDX-License-Identifier: Apache-2.0 */
/*
 * values.c - columns of values: their canonical texts, and how far two of them agree.
 */
#include "dolbom_r.h"

typedef dolbom_status column_call(const dolbom_plan *plan, const char *kind,
                                  struct ArrowArrayStream *in, struct ArrowArrayStream *out,
                                  dolbom_error *error);

/* `wanted` as of give_table(); FALSE: the result stays a stream. */
static SEXP run(column_call *run_column, SEXP kind, SEXP table, SEXP wanted, SEXP plan,
                SEXP environment)
{
    struct call *call;
    SEXP owner = PROTECT(call_open(plan, environment, table, &call));
    SEXP column =
        TYPEOF(VECTOR_ELT(table, 0)) == VECSXP ? VECTOR_ELT(VECTOR_ELT(table, 0), 0) : R_NilValue;
    if (TYPEOF(column) == STRSXP) call->alike = STRING_PTR_RO(column);
    dolbom_status status = run_column(call_plan(call), R_CHAR(STRING_ELT(kind, 0)),
                                      &call->in[0].stream, &call->out[0].stream, &call->error);
    call->n_out = status == DOLBOM_OK;
    SEXP result = PROTECT(call_end(owner, call, status));
    if (status == DOLBOM_OK && TYPEOF(wanted) == LGLSXP) {
        result = PROTECT(stream_new());
        *(struct ArrowArrayStream *)R_ExternalPtrAddr(result) = call->out[0].stream;
        call->out[0].stream.release = NULL;
        UNPROTECT(1);
    } else if (status == DOLBOM_OK) {
        result = give_table(call, &call->out[0].stream, wanted);
    }
    UNPROTECT(1);
    PROTECT(result);
    call_close(owner);
    UNPROTECT(2);
    return result;
}

SEXP r_column_normalize(SEXP kind, SEXP table, SEXP wanted, SEXP plan, SEXP environment)
{
    return run(dolbom_column_normalize, kind, table, wanted, plan, environment);
}

SEXP r_column_compare(SEXP kind, SEXP table, SEXP wanted, SEXP plan, SEXP environment)
{
    return run(dolbom_column_compare, kind, table, wanted, plan, environment);
}

/* ---- kinds, levels, qualities -------------------------------------------------------------- */

/* The texts of numbers 0 … 254 that have one, named by nothing, with the numbers beside them. */
static SEXP numbered(const char *(*text_of)(const char *kind, uint8_t number), const char *kind)
{
    const char *names[] = {"text", "number", ""};
    const char *texts[DOLBOM_LEVEL_MISSING];
    int numbers[DOLBOM_LEVEL_MISSING], n = 0;
    for (int i = 0; i < DOLBOM_LEVEL_MISSING; i++) {
        texts[n] = text_of(kind, (uint8_t)i);
        numbers[n] = i;
        n += texts[n] != NULL;
    }
    SEXP made = PROTECT(Rf_mkNamed(VECSXP, names));
    SEXP text = SET_VECTOR_ELT(made, 0, Rf_allocVector(STRSXP, n));
    SEXP number = SET_VECTOR_ELT(made, 1, Rf_allocVector(INTSXP, n));
    for (int i = 0; i < n; i++) {
        SET_STRING_ELT(text, i, Rf_mkChar(texts[i]));
        INTEGER(number)[i] = numbers[i];
    }
    UNPROTECT(1);
    return made;
}

static const char *quality_text(const char *unused, uint8_t quality)
{
    static const uint8_t known[] = {DOLBOM_QUALITY_MISSING, DOLBOM_QUALITY_INVALID,
                                    DOLBOM_QUALITY_REPAIRED, DOLBOM_QUALITY_GOOD};
    (void)unused;
    for (size_t i = 0; i < sizeof known; i++)
        if (known[i] == quality) return dolbom_quality_text(quality);
    return NULL;
}

SEXP r_levels(SEXP kind)
{
    return numbered(dolbom_level_text, R_CHAR(STRING_ELT(kind, 0)));
}

SEXP r_qualities(void)
{
    return numbered(quality_text, NULL);
}

SEXP r_kinds(void)
{
    R_xlen_t n = 0;
    while (dolbom_value_kind((size_t)n)) n++;
    SEXP kinds = PROTECT(Rf_allocVector(STRSXP, n));
    for (R_xlen_t i = 0; i < n; i++)
        SET_STRING_ELT(kinds, i, Rf_mkChar(dolbom_value_kind((size_t)i)));
    UNPROTECT(1);
    return kinds;
}
