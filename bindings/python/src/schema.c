/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.c - the catalogue of tables.
 */
#include "native.h"

static bool append(PyObject *list, PyObject *item)
{
    bool done = item && PyList_Append(list, item) == 0;
    Py_XDECREF(item);
    return done;
}

/* tables() -> [(name, kind), …] */
PyObject *native_tables(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    const char *name;
    uint8_t kind;
    for (size_t i = 0; list && (name = dolbom_schema_table(i, &kind)); i++)
        if (!append(list, Py_BuildValue("(si)", name, (int)kind))) Py_CLEAR(list);
    return list;
}

static PyObject *words_of(const char *const *words)
{
    if (!words) Py_RETURN_NONE;
    PyObject *list = PyList_New(0);
    for (; list && *words; words++)
        if (!append(list, PyUnicode_FromString(*words))) Py_CLEAR(list);
    return list;
}

/* schema(table) -> [(name, type, is_required, is_read, refers, words, meaning), …] */
PyObject *native_schema(PyObject *module, PyObject *table)
{
    const char *name = PyUnicode_AsUTF8AndSize(table, NULL);
    PyObject *list = name ? PyList_New(0) : NULL;
    dolbom_column column = {.struct_size = sizeof column};
    size_t i = 0;
    for (; list && dolbom_schema_column(name, i, &column) == DOLBOM_OK; i++)
        if (!append(list, Py_BuildValue("(ssNNzNs)", column.name, column.type,
                                        PyBool_FromLong(column.is_required),
                                        PyBool_FromLong(column.is_read), column.refers,
                                        words_of(column.words), column.meaning)))
            Py_CLEAR(list);
    if (!list || i > 0) return list;
    Py_DECREF(list);
    struct ArrowSchema unused;
    dolbom_error error = DOLBOM_ERROR_INIT; /* names the nearest table */
    return raise_status(module, dolbom_schema(name, &unused, &error), &error);
}
