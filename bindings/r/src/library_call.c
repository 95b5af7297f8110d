/* SPDX-License-Identifier: Apache-2.0 */
/*
 * library_call.c - one call of the library, from R and back.
 *
 * The library tells its progress on R's thread. There R's interrupts are looked for and R's
 * progress function is called, and either may leave by longjmp: for an error, for Ctrl-C, for any
 * restart. R_UnwindProtect catches the jump in the callback, which tells the library to stop;
 * when the library has cleaned up and returned, R_ContinueUnwind goes on to where R was going. So
 * an error or interrupt arrives as itself, whoever handles it.
 */
#include "dolbom_r.h"

#include <R_ext/Utils.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- what is owned ------------------------------------------------------------------------- */

static void release_table(dolbom_table *table)
{
    if (table->stream.release) table->stream.release(&table->stream);
    table->stream.release = NULL;
}

static void free_call(struct call *call)
{
    for (size_t i = 0; call->in && i < call->n_in; i++) release_table(&call->in[i]);
    for (size_t i = 0; i < call->n_out; i++) release_table(&call->out[i]);
    for (size_t i = 0; i < call->n_batches; i++)
        if (call->batches[i].release) call->batches[i].release(&call->batches[i]);
    if (call->schema.release) call->schema.release(&call->schema);
    free(call->batches);
    free(call->in);
    free(call->faults);
    dolbom_plan_free(call->plan);
    free(call);
}

void call_close(SEXP owner)
{
    struct call *call = R_ExternalPtrAddr(owner);
    R_ClearExternalPtr(owner);
    if (call) free_call(call);
}

/* ---- progress ------------------------------------------------------------------------------ */

struct news {
    struct call *call;
    const dolbom_progress *progress;
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* At the beginning and the end of a stage, and now and then between: the library may come by more
 * often than anybody can read, and an R function takes its time. */
static bool is_due(struct call *call, const dolbom_progress *progress)
{
    const double between = 0.1;
    double now = seconds();
    char stage[sizeof call->told_stage];
    snprintf(stage, sizeof stage, "%s", progress->stage);
    bool begins = strcmp(stage, call->told_stage) != 0;
    bool at_end = progress->total > 0 && progress->done >= progress->total;
    bool ends = at_end && !call->told_end;
    if (!begins && !ends && now - call->told_at < between) return false;
    memcpy(call->told_stage, stage, sizeof stage);
    call->told_at = now;
    call->told_end = at_end;
    return true;
}

static SEXP tell(void *data)
{
    const struct news *news = data;
    const dolbom_progress *progress = news->progress;
    R_CheckUserInterrupt();
    if (news->call->progress == R_NilValue || !is_due(news->call, progress)) return R_NilValue;
    SEXP stage = PROTECT(Rf_mkString(progress->stage));
    SEXP done = PROTECT(Rf_ScalarReal((double)progress->done));
    SEXP total = PROTECT(Rf_ScalarReal((double)progress->total));
    SEXP expression = PROTECT(Rf_lang4(news->call->progress, stage, done, total));
    SEXP answer = PROTECT(Rf_eval(expression, R_BaseEnv));
    bool stop = TYPEOF(answer) == LGLSXP && XLENGTH(answer) == 1 && LOGICAL_RO(answer)[0] == 0;
    news->call->refused = stop;
    UNPROTECT(5);
    return R_NilValue;
}

static void land(void *data, Rboolean jump)
{
    struct call *call = data;
    if (jump) longjmp(call->landing, 1);
}

static int32_t on_progress(void *context, const dolbom_progress *progress)
{
    struct call *call = context;
    struct news news = {call, progress};
    if (call->jumped) return 1;
    if (setjmp(call->landing)) {
        call->jumped = true;
        return 1;
    }
    R_UnwindProtect(tell, &news, land, call, call->token);
    return call->refused;
}

/* ---- the call ------------------------------------------------------------------------------ */

static double setting(SEXP environment, int i)
{
    return Rf_asReal(VECTOR_ELT(environment, i));
}

/* A copy of the plan with the environment of this call: threads, bytes of memory, progress. */
static void watch(struct call *call, SEXP environment)
{
    dolbom_environment wanted = DOLBOM_ENVIRONMENT_INIT;
    wanted.n_threads = (uint32_t)setting(environment, 0);
    wanted.memory_limit_bytes = (uint64_t)setting(environment, 1);
    call->progress = VECTOR_ELT(environment, 2);
    wanted.progress = on_progress;
    wanted.progress_context = call;
    dolbom_status status = dolbom_plan_read(call->given, NULL, 0, &wanted, &call->plan, NULL);
    if (status != DOLBOM_OK) Rf_error("the plan cannot be used: %s", dolbom_status_text(status));
}

static void add_tables(struct call *call, SEXP tables)
{
    SEXP names = Rf_getAttrib(tables, R_NamesSymbol);
    for (R_xlen_t i = 0; i < XLENGTH(tables); i++) {
        SEXP table = VECTOR_ELT(tables, i);
        dolbom_table *in = &call->in[i];
        in->name = R_CHAR(STRING_ELT(names, i));
        if (TYPEOF(table) == EXTPTRSXP) {
            struct ArrowArrayStream *stream = stream_in(table);
            in->stream = *stream;
            stream->release = NULL;
        } else {
            frame_stream(table, &call->faults[i], &in->stream);
        }
        call->n_in++;
    }
}

SEXP call_open(SEXP plan, SEXP environment, SEXP tables, struct call **opened)
{
    SEXP token = PROTECT(R_MakeUnwindCont());
    SEXP owner = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, token));
    R_RegisterCFinalizerEx(owner, call_close, TRUE);
    struct call *call = calloc(1, sizeof *call);
    if (!call) Rf_error("out of memory");
    R_SetExternalPtrAddr(owner, call);
    size_t n = (size_t)XLENGTH(tables);
    call->in = calloc(n + 1, sizeof *call->in);
    call->faults = calloc(n + 1, sizeof *call->faults);
    if (!call->in || !call->faults) Rf_error("out of memory");
    call->given = R_ExternalPtrAddr(plan);
    call->tables = tables;
    call->token = token;
    call->progress = R_NilValue;
    call->error = (dolbom_error)DOLBOM_ERROR_INIT;
    if (environment != R_NilValue) watch(call, environment);
    add_tables(call, tables);
    *opened = call;
    UNPROTECT(2);
    return owner;
}

const dolbom_plan *call_plan(const struct call *call)
{
    return call->plan ? call->plan : call->given;
}

/* ---- its end ------------------------------------------------------------------------------- */

SEXP failure(dolbom_status status, const char *message, const char *table, const char *column,
             int64_t row)
{
    const char *names[] = {"status", "message", "table", "column", "row", ""};
    SEXP made = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(made, 0, Rf_ScalarInteger(status));
    SET_VECTOR_ELT(made, 1, Rf_ScalarString(Rf_mkCharCE(message, CE_UTF8)));
    SET_VECTOR_ELT(made, 2, Rf_ScalarString(Rf_mkCharCE(table, CE_UTF8)));
    SET_VECTOR_ELT(made, 3, Rf_ScalarString(Rf_mkCharCE(column, CE_UTF8)));
    SET_VECTOR_ELT(made, 4, Rf_ScalarReal(row < 0 ? NA_REAL : (double)row + 1));
    Rf_setAttrib(made, R_ClassSymbol, PROTECT(Rf_mkString("dolbom_failure")));
    UNPROTECT(2);
    return made;
}

SEXP failure_of(dolbom_status status, const dolbom_error *error)
{
    const char *message = error->message[0] ? error->message : dolbom_status_text(status);
    return failure(status, message, "", error->column, error->row);
}

/* What this side found wrong with table `i` while the library read it. */
static SEXP fault_of(const struct call *call, size_t i)
{
    const struct fault *fault = &call->faults[i];
    SEXP columns = Rf_getAttrib(VECTOR_ELT(call->tables, (R_xlen_t)i), R_NamesSymbol);
    return failure(DOLBOM_E_INPUT, fault->message, call->in[i].name,
                   R_CHAR(STRING_ELT(columns, fault->column)), fault->row);
}

SEXP call_end(SEXP owner, struct call *call, dolbom_status status)
{
    if (call->jumped) {
        SEXP token = PROTECT(call->token);
        call_close(owner);
        R_ContinueUnwind(token);
    }
    if (status == DOLBOM_OK) return R_NilValue;
    for (size_t i = 0; i < call->n_in; i++)
        if (call->faults[i].message) return fault_of(call, i);
    return failure_of(status, &call->error);
}
