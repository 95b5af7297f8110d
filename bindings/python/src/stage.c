/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage.c - whole columns and whole runs.
 */
#include "native.h"

#include <string.h>

/* ---- columns --------------------------------------------------------------------------------- */

typedef dolbom_status column_function(const dolbom_plan *plan, const char *kind,
                                      struct ArrowArrayStream *in, struct ArrowArrayStream *out,
                                      dolbom_error *error);

/* (plan, kind, object with a stream) -> table */
static PyObject *on_column(PyObject *module, PyObject *arguments, column_function *function)
{
    PyObject *plan, *object;
    const char *kind;
    struct call call;
    struct ArrowArrayStream in, out;
    if (!PyArg_ParseTuple(arguments, "OsO", &plan, &kind, &object)) return NULL;
    if (!stream_of(object, &in)) return NULL;
    if (!call_open(module, plan, Py_None, &call)) {
        in.release(&in);
        return NULL;
    }
    dolbom_error error = DOLBOM_ERROR_INIT;
    call_begin(&call);
    dolbom_status status = function(call.plan, kind, &in, &out, &error);
    call_end(&call);
    PyObject *made =
        status == DOLBOM_OK ? table_take(module, &out) : raise_status(module, status, &error);
    call_close(&call);
    return made;
}

PyObject *native_normalize_column(PyObject *module, PyObject *arguments)
{
    return on_column(module, arguments, dolbom_column_normalize);
}

PyObject *native_compare_columns(PyObject *module, PyObject *arguments)
{
    return on_column(module, arguments, dolbom_column_compare);
}

/* ---- stages ---------------------------------------------------------------------------------- */

typedef dolbom_status stage_function(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                     dolbom_table *out, size_t out_cap, size_t *n_out,
                                     dolbom_error *error);

static stage_function *stage_of(const char *name)
{
    static const struct {
        const char *name;
        stage_function *function;
    } stages[] = {{"clean", dolbom_clean},           {"link", dolbom_link},
                  {"group", dolbom_group},           {"match", dolbom_match},
                  {"duplicates", dolbom_duplicates}, {"omissions", dolbom_omissions},
                  {"reconcile", dolbom_reconcile},   {"rules", dolbom_rules},
                  {"check", dolbom_check},           {"simulate", dolbom_simulate},
                  {"explain", dolbom_explain},       {"policy_check", dolbom_policy_check}};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (strcmp(stages[i].name, name) == 0) return stages[i].function;
    PyErr_Format(PyExc_ValueError, "there is no stage %s", name);
    return NULL;
}

enum { TABLES_MAX = 64 };

static void release_all(dolbom_table *tables, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (tables[i].stream.release) tables[i].stream.release(&tables[i].stream);
}

/* The streams of {name: object}; names stay the dict's. */
static bool take_inputs(PyObject *given, dolbom_table *in, size_t *n)
{
    PyObject *name, *object;
    Py_ssize_t at = 0;
    *n = 0;
    while (PyDict_Next(given, &at, &name, &object)) {
        if (*n == TABLES_MAX) {
            PyErr_Format(PyExc_ValueError, "at most %d tables can be given", TABLES_MAX);
            return false;
        }
        in[*n].name = PyUnicode_AsUTF8AndSize(name, NULL);
        if (!in[*n].name || !stream_of(object, &in[*n].stream)) return false;
        (*n)++;
    }
    return true;
}

static PyObject *take_results(PyObject *module, dolbom_table *out, size_t n)
{
    PyObject *tables = PyDict_New();
    for (size_t i = 0; tables && i < n; i++) {
        PyObject *table = table_take(module, &out[i].stream);
        if (!table || PyDict_SetItemString(tables, out[i].name, table) < 0) Py_CLEAR(tables);
        Py_XDECREF(table);
    }
    release_all(out, n);
    return tables;
}

/* run(stage, plan, {name: object with a stream}, told) -> {name: table} */
PyObject *native_run(PyObject *module, PyObject *arguments)
{
    PyObject *plan, *given, *told;
    const char *name;
    dolbom_table in[TABLES_MAX], out[DOLBOM_TABLES_MAX];
    size_t n_in = 0, n_out = 0;
    struct call call;
    if (!PyArg_ParseTuple(arguments, "sOO!O", &name, &plan, &PyDict_Type, &given, &told))
        return NULL;
    stage_function *stage = stage_of(name);
    if (!stage) return NULL;
    if (!take_inputs(given, in, &n_in) || !call_open(module, plan, told, &call)) {
        release_all(in, n_in);
        return NULL;
    }
    dolbom_error error = DOLBOM_ERROR_INIT;
    call_begin(&call);
    dolbom_status status = stage(call.plan, in, n_in, out, DOLBOM_TABLES_MAX, &n_out, &error);
    call_end(&call);
    PyObject *tables = status == DOLBOM_OK ? take_results(module, out, n_out)
                                           : raise_status(module, status, &error);
    call_close(&call);
    return tables;
}
