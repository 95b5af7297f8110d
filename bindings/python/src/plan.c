/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.c - the settings of a run.
 */
#include "native.h"

static const char mark[] = "dolbom.plan";

static void drop(PyObject *capsule)
{
    struct plan *plan = PyCapsule_GetPointer(capsule, mark);
    dolbom_plan_free(plan->plan);
    PyMem_Free(plan);
}

bool plan_of(PyObject *given, const struct plan **plan)
{
    *plan = given == Py_None ? NULL : PyCapsule_GetPointer(given, mark);
    return given == Py_None || *plan;
}

/* plan(base, text, threads, memory) -> plan; below 0: as the base has them */
PyObject *native_plan(PyObject *module, PyObject *arguments)
{
    PyObject *base;
    const char *text;
    Py_ssize_t len;
    int threads;
    long long memory;
    const struct plan *under;
    if (!PyArg_ParseTuple(arguments, "Os#iL", &base, &text, &len, &threads, &memory)) return NULL;
    if (!plan_of(base, &under)) return NULL;
    struct plan *made = PyMem_Malloc(sizeof *made);
    if (!made) return PyErr_NoMemory();
    *made = (struct plan){.environment = DOLBOM_ENVIRONMENT_INIT};
    if (under) made->environment = under->environment;
    if (threads >= 0) made->environment.n_threads = (uint32_t)threads;
    if (memory >= 0) made->environment.memory_limit_bytes = (uint64_t)memory;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_plan_read(under ? under->plan : NULL, text, (size_t)len,
                                            &made->environment, &made->plan, &error);
    PyObject *capsule = status == DOLBOM_OK ? PyCapsule_New(made, mark, drop)
                                            : raise_status(module, status, &error);
    if (!capsule) {
        dolbom_plan_free(made->plan);
        PyMem_Free(made);
    }
    return capsule;
}

/* A text that the library writes: the value of a key, or the whole plan when that is NULL. */
static PyObject *written(PyObject *module, PyObject *given, const char *key)
{
    const struct plan *plan;
    if (!plan_of(given, &plan)) return NULL;
    const dolbom_plan *inner = plan ? plan->plan : NULL;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = DOLBOM_E_ROOM;
    char *text = NULL;
    for (size_t len = 0, cap = 0; status == DOLBOM_E_ROOM; cap = len) {
        PyMem_Free(text);
        text = PyMem_Malloc(len);
        if (!text) return PyErr_NoMemory();
        status = key ? dolbom_plan_get(inner, key, text, cap, &len, &error)
                     : dolbom_plan_print(inner, text, cap, &len);
        if (status == DOLBOM_OK) {
            PyObject *made = PyUnicode_FromStringAndSize(text, (Py_ssize_t)len);
            PyMem_Free(text);
            return made;
        }
    }
    PyMem_Free(text);
    return raise_status(module, status, &error);
}

/* plan_get(plan, key) -> text; items of lists end in NUL */
PyObject *native_plan_get(PyObject *module, PyObject *arguments)
{
    PyObject *plan;
    const char *key;
    return PyArg_ParseTuple(arguments, "Os", &plan, &key) ? written(module, plan, key) : NULL;
}

PyObject *native_plan_text(PyObject *module, PyObject *plan)
{
    return written(module, plan, NULL);
}

PyObject *native_plan_fingerprint(PyObject *module, PyObject *given)
{
    (void)module;
    const struct plan *plan;
    if (!plan_of(given, &plan)) return NULL;
    return PyLong_FromUnsignedLongLong(dolbom_plan_hash(plan ? plan->plan : NULL));
}
