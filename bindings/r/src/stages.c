/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stages.c - the stages: named tables in, named tables out.
 */
#include "dolbom_r.h"

#include <string.h>

typedef dolbom_status stage_call(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                 dolbom_table *out, size_t out_cap, size_t *n_out,
                                 dolbom_error *error);

static stage_call *stage_of(const char *name)
{
    static const struct {
        const char *name;
        stage_call *call;
    } stages[] = {
        {"clean", dolbom_clean},           {"link", dolbom_link},
        {"group", dolbom_group},           {"match", dolbom_match},
        {"duplicates", dolbom_duplicates}, {"omissions", dolbom_omissions},
        {"reconcile", dolbom_reconcile},   {"rules", dolbom_rules},
        {"check", dolbom_check},           {"simulate", dolbom_simulate},
        {"explain", dolbom_explain},       {"policy_check", dolbom_policy_check},
    };
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (strcmp(stages[i].name, name) == 0) return stages[i].call;
    Rf_error("there is no stage of that name");
}

static SEXP give_tables(struct call *call)
{
    SEXP tables = PROTECT(Rf_allocVector(VECSXP, (R_xlen_t)call->n_out));
    SEXP names = PROTECT(Rf_allocVector(STRSXP, (R_xlen_t)call->n_out));
    for (size_t i = 0; i < call->n_out; i++) {
        SET_STRING_ELT(names, (R_xlen_t)i, Rf_mkChar(call->out[i].name));
        SET_VECTOR_ELT(tables, (R_xlen_t)i, give_table(call, &call->out[i].stream, R_NilValue));
    }
    Rf_setAttrib(tables, R_NamesSymbol, names);
    UNPROTECT(2);
    return tables;
}

SEXP r_stage(SEXP name, SEXP tables, SEXP plan, SEXP environment)
{
    struct call *call;
    stage_call *run = stage_of(R_CHAR(STRING_ELT(name, 0)));
    SEXP owner = PROTECT(call_open(plan, environment, tables, &call));
    dolbom_status status = run(call_plan(call), call->in, call->n_in, call->out, DOLBOM_TABLES_MAX,
                               &call->n_out, &call->error);
    SEXP failed = call_end(owner, call, status);
    SEXP result = PROTECT(status == DOLBOM_OK ? give_tables(call) : failed);
    call_close(owner);
    UNPROTECT(2);
    return result;
}
