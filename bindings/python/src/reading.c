/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading.c - files found and read as the command does it.
 *
 * A reading remembers where each row stood, so that what is said about a row later can name its
 * file and line.
 */
#include "files.h"

#include <stdlib.h>
#include <string.h>

#include "common/common.h"

static const char mark[] = "dolbom.reading";

bool is_interrupted(void)
{
    const PyGILState_STATE state = PyGILState_Ensure();
    const bool stop = PyErr_CheckSignals() < 0;
    PyGILState_Release(state);
    return stop;
}

static void drop(PyObject *capsule)
{
    struct io_input *input = PyCapsule_GetPointer(capsule, mark);
    io_input_clear(input);
    PyMem_Free(input);
}

struct io_input *reading_of(PyObject *capsule)
{
    return PyCapsule_GetPointer(capsule, mark);
}

/* The file that a message begins with, or None. */
static PyObject *path_in(const struct io_input *input, const char *message)
{
    for (size_t i = 0; input && i < input->n_tables; i++)
        for (size_t j = 0; j < input->tables[i].n_parts; j++) {
            const char *path = input->tables[i].parts[j].path;
            if (strncmp(message, path, strlen(path)) == 0) return PyUnicode_DecodeFSDefault(path);
        }
    Py_RETURN_NONE;
}

PyObject *raise_problem(PyObject *module, const struct io_problem *problem,
                        const struct io_input *input)
{
    if (PyErr_Occurred()) return NULL;
    const struct native *native = PyModule_GetState(module);
    const dolbom_status status = problem->kind == IO_BAD_INPUT ? DOLBOM_E_INPUT : DOLBOM_E_IO;
    PyObject *class_ = native->errors[status / 10 - 1];
    PyObject *message =
        PyUnicode_DecodeUTF8(problem->message, (Py_ssize_t)strlen(problem->message), "replace");
    PyObject *raised = message ? PyObject_CallFunctionObjArgs(class_, message, NULL) : NULL;
    PyObject *path = raised ? path_in(input, problem->message) : NULL;
    if (path && PyObject_SetAttrString(raised, "path", path) == 0) PyErr_SetObject(class_, raised);
    Py_XDECREF(path);
    Py_XDECREF(raised);
    Py_XDECREF(message);
    return NULL;
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool add_paths(PyObject *paths, unsigned kinds, struct io_input *input)
{
    bool done = true;
    const Py_ssize_t n = PyList_Size(paths);
    for (Py_ssize_t i = 0; done && i < n; i++) {
        PyObject *path = NULL;
        if (!PyUnicode_FSConverter(PyList_GetItem(paths, i), &path)) return false;
        PyThreadState *thread = PyEval_SaveThread();
        done = io_input_add(input, PyBytes_AsString(path), kinds);
        PyEval_RestoreThread(thread);
        Py_DECREF(path);
    }
    return done;
}

static PyObject *read_table(PyObject *module, struct io_input *input, struct io_table *table)
{
    struct ArrowArrayStream stream;
    if (!io_table_stream(table, &stream, &input->problem)) return NULL;
    return table_take_long(module, &stream);
}

/* {name: table}; NULL with an exception, or without one after a problem. */
static PyObject *read_tables(PyObject *module, struct io_input *input)
{
    PyObject *tables = PyDict_New();
    for (size_t i = 0; tables && i < input->n_tables; i++) {
        PyObject *table = read_table(module, input, &input->tables[i]);
        if (!table || PyDict_SetItemString(tables, input->tables[i].name, table) < 0)
            Py_CLEAR(tables);
        Py_XDECREF(table);
    }
    return tables;
}

static PyObject *ignored_of(const struct io_input *input)
{
    PyObject *list = PyList_New(0);
    for (size_t i = 0; list && i < input->n_ignored; i++) {
        const struct io_ignored *ignored = &input->ignored[i];
        PyObject *path = PyUnicode_DecodeFSDefault(ignored->path);
        PyObject *pair =
            path ? Py_BuildValue("(Ns)", path, io_unread_text(ignored->why, true)) : NULL;
        if (!pair || PyList_Append(list, pair) < 0) Py_CLEAR(list);
        Py_XDECREF(pair);
    }
    return list;
}

/* What was read, all together; the reading is the capsule's from here on. */
static PyObject *give(PyObject *module, struct io_input *input)
{
    PyObject *tables = read_tables(module, input);
    PyObject *ignored = tables ? ignored_of(input) : NULL;
    PyObject *capsule = ignored ? PyCapsule_New(input, mark, drop) : NULL;
    if (capsule) return Py_BuildValue("(NNN)", capsule, tables, ignored);
    Py_XDECREF(tables);
    Py_XDECREF(ignored);
    return NULL;
}

/* read([path, …], kinds, encoding, tolerant) -> (reading, {name: table}, [(path, why), …]) */
PyObject *native_read(PyObject *module, PyObject *arguments)
{
    PyObject *paths;
    unsigned kinds;
    int encoding, tolerant;
    if (!PyArg_ParseTuple(arguments, "O!Iip", &PyList_Type, &paths, &kinds, &encoding, &tolerant))
        return NULL;
    struct io_input *input = PyMem_Calloc(1, sizeof *input);
    if (!input) return PyErr_NoMemory();
    input->reading.encoding = (enum io_encoding)encoding;
    input->reading.tolerant = tolerant != 0;
    input->reading.interrupted = is_interrupted;
    input->n_threads = 2; /* one reads files, one parses them */
    PyObject *read = NULL;
    if (add_paths(paths, kinds, input)) {
        PyThreadState *thread = PyEval_SaveThread();
        const bool settled = io_input_settle(input);
        PyEval_RestoreThread(thread);
        if (settled) read = give(module, input);
    }
    if (read) return read;
    if (input->problem.kind != IO_OK) {
        if (input->problem.kind != IO_INTERRUPTED) PyErr_Clear(); /* it says more than the stream */
        raise_problem(module, &input->problem, input);
    }
    io_input_clear(input);
    PyMem_Free(input);
    return NULL;
}

/* place(reading, table, row) -> (path, line), None when the table was not read from files */
PyObject *native_place(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *capsule;
    const char *name;
    long long row;
    int64_t line;
    if (!PyArg_ParseTuple(arguments, "OsL", &capsule, &name, &row)) return NULL;
    struct io_input *input = reading_of(capsule);
    if (!input) return NULL;
    struct io_table *table = io_input_table(input, name);
    if (!table || row < 0 || row >= table->n_rows) Py_RETURN_NONE;
    const struct io_part *part = io_table_place(table, row, &line);
    PyObject *path = PyUnicode_DecodeFSDefault(part->path);
    return path ? Py_BuildValue("(NL)", path, (long long)line) : NULL;
}
