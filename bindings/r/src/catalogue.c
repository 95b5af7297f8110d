/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalogue.c - the catalogue of tables, and the library itself: version and self-test.
 */
#include "dolbom_r.h"

#include <string.h>

static SEXP text_or_na(const char *text)
{
    return text ? Rf_mkCharCE(text, CE_UTF8) : NA_STRING;
}

static const char *kind_text(uint8_t kind)
{
    return kind == DOLBOM_TABLE_RECORDS  ? "records"
           : kind == DOLBOM_TABLE_POLICY ? "policy"
                                         : "result";
}

SEXP r_tables(void)
{
    const char *names[] = {"table", "kind", ""};
    R_xlen_t n = 0;
    uint8_t kind;
    while (dolbom_schema_table((size_t)n, NULL)) n++;
    SEXP made = PROTECT(Rf_mkNamed(VECSXP, names));
    SEXP tables = SET_VECTOR_ELT(made, 0, Rf_allocVector(STRSXP, n));
    SEXP kinds = SET_VECTOR_ELT(made, 1, Rf_allocVector(STRSXP, n));
    for (R_xlen_t i = 0; i < n; i++) {
        SET_STRING_ELT(tables, i, Rf_mkChar(dolbom_schema_table((size_t)i, &kind)));
        SET_STRING_ELT(kinds, i, Rf_mkChar(kind_text(kind)));
    }
    UNPROTECT(1);
    return made;
}

enum { COLUMN, TYPE, REQUIRED, READ, REFERS, WORDS, MEANING, N_FIELDS };

static SEXP words_of(const dolbom_column *column)
{
    R_xlen_t n = 0;
    while (column->words && column->words[n]) n++;
    SEXP words = PROTECT(Rf_allocVector(STRSXP, n));
    for (R_xlen_t i = 0; i < n; i++) SET_STRING_ELT(words, i, Rf_mkChar(column->words[i]));
    UNPROTECT(1);
    return words;
}

static void set_column(SEXP made, R_xlen_t i, const dolbom_column *column)
{
    SET_STRING_ELT(VECTOR_ELT(made, COLUMN), i, text_or_na(column->name));
    SET_STRING_ELT(VECTOR_ELT(made, TYPE), i, text_or_na(column->type));
    LOGICAL(VECTOR_ELT(made, REQUIRED))[i] = column->is_required;
    LOGICAL(VECTOR_ELT(made, READ))[i] = column->is_read;
    SET_STRING_ELT(VECTOR_ELT(made, REFERS), i, text_or_na(column->refers));
    SET_VECTOR_ELT(VECTOR_ELT(made, WORDS), i, words_of(column));
    SET_STRING_ELT(VECTOR_ELT(made, MEANING), i, text_or_na(column->meaning));
}

/* A table nobody knows: the failure that names the nearest one. */
static SEXP unknown_table(const char *table)
{
    struct ArrowSchema schema;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_schema(table, &schema, &error);
    if (schema.release) schema.release(&schema);
    return failure_of(status, &error);
}

SEXP r_columns(SEXP table)
{
    const char *names[] = {"column", "type", "required", "read", "refers", "words", "meaning", ""};
    static const SEXPTYPE types[N_FIELDS] = {STRSXP, STRSXP, LGLSXP, LGLSXP,
                                             STRSXP, VECSXP, STRSXP};
    const char *name = R_CHAR(STRING_ELT(table, 0));
    dolbom_column column = {.struct_size = sizeof column};
    R_xlen_t n = 0;
    while (dolbom_schema_column(name, (size_t)n, &column) == DOLBOM_OK) n++;
    if (n == 0) return unknown_table(name);
    SEXP made = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int f = 0; f < N_FIELDS; f++) SET_VECTOR_ELT(made, f, Rf_allocVector(types[f], n));
    for (R_xlen_t i = 0; i < n; i++) {
        dolbom_schema_column(name, (size_t)i, &column);
        set_column(made, i, &column);
    }
    UNPROTECT(1);
    return made;
}

SEXP r_version(void)
{
    return Rf_mkString(dolbom_version());
}

SEXP r_self_test(void)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_self_test(&error);
    return status == DOLBOM_OK ? Rf_ScalarLogical(TRUE) : failure_of(status, &error);
}
