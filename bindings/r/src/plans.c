/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plans.c - plans as external pointers, and what they say.
 */
#include "dolbom_r.h"

#include <string.h>

/* What tells our plans from the external pointers of others; it survives saveRDS(). */
static SEXP plan_tag(void)
{
    return Rf_install("dolbom_plan");
}

static void finalize(SEXP pointer)
{
    dolbom_plan_free(R_ExternalPtrAddr(pointer));
    R_ClearExternalPtr(pointer);
}

/* `base` is another plan's pointer or NULL. */
SEXP r_plan_read(SEXP base, SEXP text, SEXP threads, SEXP memory)
{
    dolbom_environment wanted = DOLBOM_ENVIRONMENT_INIT;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_plan *plan = NULL;
    wanted.n_threads = (uint32_t)Rf_asReal(threads);
    wanted.memory_limit_bytes = (uint64_t)Rf_asReal(memory);
    const dolbom_plan *from = base == R_NilValue ? NULL : R_ExternalPtrAddr(base);
    const char *changes = R_CHAR(STRING_ELT(text, 0));
    SEXP pointer = PROTECT(R_MakeExternalPtr(NULL, plan_tag(), R_NilValue));
    R_RegisterCFinalizerEx(pointer, finalize, TRUE);
    dolbom_status status = dolbom_plan_read(from, changes, strlen(changes), &wanted, &plan, &error);
    R_SetExternalPtrAddr(pointer, plan);
    SEXP result = status == DOLBOM_OK ? pointer : failure_of(status, &error);
    UNPROTECT(1);
    return result;
}

SEXP r_is_plan(SEXP pointer)
{
    bool is_plan = TYPEOF(pointer) == EXTPTRSXP && R_ExternalPtrTag(pointer) == plan_tag();
    return Rf_ScalarLogical(is_plan);
}

/* Whether the plan comes from another process, where its handle is left behind. */
SEXP r_plan_is_lost(SEXP pointer)
{
    return Rf_ScalarLogical(!R_ExternalPtrAddr(pointer));
}

SEXP r_plan_print(SEXP plan)
{
    const dolbom_plan *asked = R_ExternalPtrAddr(plan);
    dolbom_error error = DOLBOM_ERROR_INIT;
    size_t len = 0;
    dolbom_status status = dolbom_plan_print(asked, NULL, 0, &len);
    char *text = R_alloc(len + 1, 1);
    if (status == DOLBOM_E_ROOM) status = dolbom_plan_print(asked, text, len, &len);
    if (status != DOLBOM_OK) return failure_of(status, &error);
    return Rf_ScalarString(Rf_mkCharLenCE(text, (int)len, CE_UTF8));
}

/* Texts that end in NUL as a character vector; a single text without one as itself. */
static SEXP split(const char *text, size_t len)
{
    R_xlen_t n = 0;
    bool is_list = len > 0 && text[len - 1] == '\0';
    if (len > 0 && !is_list) return Rf_ScalarString(Rf_mkCharLenCE(text, (int)len, CE_UTF8));
    for (size_t i = 0; i < len; i++) n += text[i] == '\0';
    SEXP items = PROTECT(Rf_allocVector(STRSXP, n));
    for (R_xlen_t i = 0; i < n; i++) {
        SET_STRING_ELT(items, i, Rf_mkCharCE(text, CE_UTF8));
        text += strlen(text) + 1;
    }
    UNPROTECT(1);
    return items;
}

SEXP r_plan_get(SEXP plan, SEXP key)
{
    const dolbom_plan *asked = R_ExternalPtrAddr(plan);
    const char *path = R_CHAR(STRING_ELT(key, 0));
    dolbom_error error = DOLBOM_ERROR_INIT;
    size_t len = 0;
    dolbom_status status = dolbom_plan_get(asked, path, NULL, 0, &len, &error);
    char *text = R_alloc(len + 1, 1);
    if (status == DOLBOM_E_ROOM) status = dolbom_plan_get(asked, path, text, len, &len, &error);
    return status == DOLBOM_OK ? split(text, len) : failure_of(status, &error);
}
