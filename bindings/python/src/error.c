/* SPDX-License-Identifier: Apache-2.0 */
/*
 * error.c - statuses as exceptions, one class each.
 *
 * Every class is a dolbom.Error and, where Python has a word for it, that too, so that callers who
 * know neither still catch what they expect.
 */
#include "native.h"

#include <string.h>

static const char *const names[N_STATUSES] = {"ArgumentError", "RoomError",     "OutOfMemoryError",
                                              "PlanError",     "SchemaError",   "InputError",
                                              "FileError",     "CorruptError",  "BusyError",
                                              "KeyringError",  "CancelledError"};

/* What Python would raise for each. */
static PyObject *counterpart(size_t index)
{
    switch (10 * (index + 1)) {
    case DOLBOM_E_ARG:
    case DOLBOM_E_PLAN:
    case DOLBOM_E_SCHEMA:
    case DOLBOM_E_INPUT:
        return PyExc_ValueError;
    case DOLBOM_E_MEMORY:
        return PyExc_MemoryError;
    case DOLBOM_E_IO:
        return PyExc_OSError;
    default:
        return PyExc_RuntimeError;
    }
}

/* Where an exception says nothing, its class does. */
static PyObject *nothing_said(void)
{
    return Py_BuildValue("{sOsOsOsOsi}", "table", Py_None, "column", Py_None, "row", Py_None,
                         "path", Py_None, "os_error", 0);
}

static PyObject *make_class(PyObject *module, const char *name, PyObject *base, PyObject *also)
{
    char full[64];
    PyOS_snprintf(full, sizeof full, "dolbom.%s", name);
    PyObject *bases = also ? PyTuple_Pack(2, base, also) : PyTuple_Pack(1, base);
    PyObject *said = nothing_said();
    PyObject *made = bases && said ? PyErr_NewException(full, bases, said) : NULL;
    Py_XDECREF(said);
    Py_XDECREF(bases);
    if (made && PyModule_AddObjectRef(module, name, made) < 0) Py_CLEAR(made);
    return made;
}

bool errors_open(PyObject *module)
{
    struct native *native = PyModule_GetState(module);
    native->error = make_class(module, "Error", PyExc_Exception, NULL);
    for (size_t i = 0; native->error && i < N_STATUSES; i++) {
        native->errors[i] = make_class(module, names[i], native->error, counterpart(i));
        if (!native->errors[i]) return false;
    }
    return native->error != NULL;
}

static bool set(PyObject *raised, const char *name, PyObject *value)
{
    bool done = value && PyObject_SetAttrString(raised, name, value) == 0;
    Py_XDECREF(value);
    return done;
}

static PyObject *text_or_none(const char *text, size_t len)
{
    if (len == 0) Py_RETURN_NONE;
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)len, "replace");
}

/* "rules.param" is a column of a table, "param" one of the table that was given. */
static bool describe(PyObject *raised, const dolbom_error *error)
{
    const char *dot = strchr(error->column, '.');
    const size_t table_len = dot ? (size_t)(dot - error->column) : 0;
    const char *column = dot ? dot + 1 : error->column;
    PyObject *row = error->row < 0 ? Py_NewRef(Py_None) : PyLong_FromLongLong(error->row);
    return set(raised, "row", row) &&
           set(raised, "table", text_or_none(error->column, table_len)) &&
           set(raised, "column", text_or_none(column, strlen(column))) &&
           set(raised, "os_error", PyLong_FromLong(error->os_error));
}

PyObject *raise_status(PyObject *module, dolbom_status status, const dolbom_error *error)
{
    if (PyErr_Occurred()) return NULL;
    const struct native *native = PyModule_GetState(module);
    const size_t index = (size_t)status / 10 - 1;
    PyObject *class_ = index < N_STATUSES ? native->errors[index] : native->error;
    const char *why = error->message[0] ? error->message : dolbom_status_text(status);
    PyObject *message =
        PyUnicode_FromFormat("%s%s%s", error->column, error->column[0] ? ": " : "", why);
    PyObject *raised = message ? PyObject_CallFunctionObjArgs(class_, message, NULL) : NULL;
    if (raised && describe(raised, error)) PyErr_SetObject(class_, raised);
    Py_XDECREF(raised);
    Py_XDECREF(message);
    return NULL;
}
