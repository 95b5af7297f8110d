/* SPDX-License-Identifier: Apache-2.0 */
/*
 * call.c - a long call of the library: other threads run, Ctrl-C ends it, progress is told.
 */
#include "native.h"

#include <time.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The library tells the beginning and the end of every table; people want a few times a second. */
static bool is_to_be_told(struct call *call, const dolbom_progress *progress)
{
    const double now = seconds();
    if (call->told == Py_None) return false;
    if (progress->stage == call->stage && now - call->told_at < 0.1) return false;
    call->stage = progress->stage;
    call->told_at = now;
    return true;
}

/* Called on the thread that called the library. */
static int32_t tell(void *context, const dolbom_progress *progress)
{
    struct call *call = context;
    PyEval_RestoreThread(call->thread);
    bool goes_on = PyErr_CheckSignals() == 0;
    if (goes_on && is_to_be_told(call, progress)) {
        PyObject *answer = PyObject_CallFunction(call->told, "sKK", progress->stage,
                                                 (unsigned long long)progress->done,
                                                 (unsigned long long)progress->total);
        goes_on = answer != NULL;
        Py_XDECREF(answer);
    }
    call->thread = PyEval_SaveThread();
    return !goes_on; /* what stopped it is set as an exception */
}

bool call_open(PyObject *module, PyObject *given, PyObject *told, struct call *call)
{
    const struct plan *plan;
    *call = (struct call){.told = told};
    if (!plan_of(given, &plan)) return false;
    dolbom_environment environment = DOLBOM_ENVIRONMENT_INIT;
    if (plan) environment = plan->environment;
    environment.progress = tell;
    environment.progress_context = call;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status =
        dolbom_plan_read(plan ? plan->plan : NULL, NULL, 0, &environment, &call->plan, &error);
    if (status != DOLBOM_OK) (void)raise_status(module, status, &error);
    return status == DOLBOM_OK;
}

void call_begin(struct call *call)
{
    call->thread = PyEval_SaveThread();
}

void call_end(struct call *call)
{
    PyEval_RestoreThread(call->thread);
}

void call_close(struct call *call)
{
    dolbom_plan_free(call->plan);
}
