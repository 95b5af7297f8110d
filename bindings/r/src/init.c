/* SPDX-License-Identifier: Apache-2.0 */
/*
 * init.c - what R may call.
 */
#include "dolbom_r.h"

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

SEXP r_column_normalize(SEXP kind, SEXP table, SEXP wanted, SEXP plan, SEXP environment);
SEXP r_column_compare(SEXP kind, SEXP table, SEXP wanted, SEXP plan, SEXP environment);
SEXP r_distinct(SEXP column);
SEXP r_levels(SEXP kind);
SEXP r_qualities(void);
SEXP r_kinds(void);
SEXP r_stage(SEXP name, SEXP tables, SEXP plan, SEXP environment);
SEXP r_plan_read(SEXP base, SEXP text, SEXP threads, SEXP memory);
SEXP r_is_plan(SEXP pointer);
SEXP r_plan_is_lost(SEXP pointer);
SEXP r_plan_print(SEXP plan);
SEXP r_plan_get(SEXP plan, SEXP key);
SEXP r_tables(void);
SEXP r_columns(SEXP table);
SEXP r_version(void);
SEXP r_self_test(void);
SEXP r_stream_new(void);
SEXP r_stream_of(SEXP columns);
SEXP r_stream_address(SEXP pointer);
SEXP r_stream_is_empty(SEXP pointer);

// clang-format off
static const R_CallMethodDef calls[] = {
    {"r_column_normalize", (DL_FUNC)r_column_normalize, 5},
    {"r_column_compare",   (DL_FUNC)r_column_compare,   5},
    {"r_distinct",         (DL_FUNC)r_distinct,         1},
    {"r_levels",           (DL_FUNC)r_levels,           1},
    {"r_qualities",        (DL_FUNC)r_qualities,        0},
    {"r_kinds",            (DL_FUNC)r_kinds,            0},
    {"r_stage",            (DL_FUNC)r_stage,            4},
    {"r_plan_read",        (DL_FUNC)r_plan_read,        4},
    {"r_is_plan",          (DL_FUNC)r_is_plan,          1},
    {"r_plan_is_lost",     (DL_FUNC)r_plan_is_lost,     1},
    {"r_plan_print",       (DL_FUNC)r_plan_print,       1},
    {"r_plan_get",         (DL_FUNC)r_plan_get,         2},
    {"r_tables",           (DL_FUNC)r_tables,           0},
    {"r_columns",          (DL_FUNC)r_columns,          1},
    {"r_version",          (DL_FUNC)r_version,          0},
    {"r_self_test",        (DL_FUNC)r_self_test,        0},
    {"r_stream_new",       (DL_FUNC)r_stream_new,       0},
    {"r_stream_of",        (DL_FUNC)r_stream_of,        1},
    {"r_stream_address",   (DL_FUNC)r_stream_address,   1},
    {"r_stream_is_empty",  (DL_FUNC)r_stream_is_empty,  1},
    {NULL, NULL, 0},
};
// clang-format on

attribute_visible void R_init_dolbom(DllInfo *library)
{
    R_registerRoutines(library, NULL, calls, NULL, NULL);
    R_useDynamicSymbols(library, FALSE);
    R_forceSymbols(library, TRUE);
}
