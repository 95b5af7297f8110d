/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream.c - Arrow streams that R code holds.
 *
 * An external pointer whose address is a struct ArrowArrayStream, of class
 * nanoarrow_array_stream: what the packages nanoarrow and arrow make and take. A stream made here
 * owns all of its rows, so it may be read on any thread and after R's vectors are gone.
 */
#include "dolbom_r.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct ArrowArrayStream *stream_in(SEXP pointer)
{
    struct ArrowArrayStream *stream =
        TYPEOF(pointer) == EXTPTRSXP ? R_ExternalPtrAddr(pointer) : NULL;
    if (!stream || !stream->release)
        Rf_error("the stream is empty: it was read before, or nothing was put into it");
    return stream;
}

static void finalize(SEXP pointer)
{
    struct ArrowArrayStream *stream = R_ExternalPtrAddr(pointer);
    if (!stream) return;
    if (stream->release) stream->release(stream);
    free(stream);
    R_ClearExternalPtr(pointer);
}

SEXP stream_new(void)
{
    SEXP pointer = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, R_NilValue));
    R_RegisterCFinalizerEx(pointer, finalize, TRUE);
    Rf_setAttrib(pointer, R_ClassSymbol, PROTECT(Rf_mkString("nanoarrow_array_stream")));
    struct ArrowArrayStream *stream = calloc(1, sizeof *stream);
    if (!stream) Rf_error("out of memory");
    R_SetExternalPtrAddr(pointer, stream);
    UNPROTECT(2);
    return pointer;
}

SEXP r_stream_new(void)
{
    return stream_new();
}

SEXP r_stream_of(SEXP columns)
{
    struct fault fault = {.row = -1};
    SEXP pointer = PROTECT(stream_new());
    struct ArrowArrayStream *stream = R_ExternalPtrAddr(pointer);
    frame_stream(columns, &fault, stream);
    int failed = frame_keep(stream);
    if (failed == ENOMEM) Rf_error("out of memory");
    SEXP names = Rf_getAttrib(columns, R_NamesSymbol), result = pointer;
    if (failed)
        result = failure(DOLBOM_E_INPUT, fault.message, "", R_CHAR(STRING_ELT(names, fault.column)),
                         fault.row);
    UNPROTECT(1);
    return result;
}

/* As a decimal text: a double does not hold every address. */
SEXP r_stream_address(SEXP pointer)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIuPTR, (uintptr_t)R_ExternalPtrAddr(pointer));
    return Rf_mkString(text);
}

SEXP r_stream_is_empty(SEXP pointer)
{
    const struct ArrowArrayStream *stream = R_ExternalPtrAddr(pointer);
    return Rf_ScalarLogical(!stream || !stream->release);
}
