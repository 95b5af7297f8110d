/* SPDX-License-Identifier: Apache-2.0 */
/*
 * native.c - the module and its functions; dolbom/_native.pyi says what they take and give.
 */
#include "native.h"

static PyObject *version(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyUnicode_FromString(dolbom_version());
}

static PyMethodDef functions[] = {{"version", version, METH_NOARGS, NULL},
                                  {"plan", native_plan, METH_VARARGS, NULL},
                                  {"plan_get", native_plan_get, METH_VARARGS, NULL},
                                  {"plan_text", native_plan_text, METH_O, NULL},
                                  {"plan_fingerprint", native_plan_fingerprint, METH_O, NULL},
                                  {"kinds", native_kinds, METH_NOARGS, NULL},
                                  {"normalizer", native_normalizer, METH_VARARGS, NULL},
                                  {"comparer", native_comparer, METH_VARARGS, NULL},
                                  {"normalize", native_normalize, METH_VARARGS, NULL},
                                  {"parts", native_parts, METH_VARARGS, NULL},
                                  {"compare", native_compare, METH_VARARGS, NULL},
                                  {"level_text", native_level_text, METH_VARARGS, NULL},
                                  {"normalize_column", native_normalize_column, METH_VARARGS, NULL},
                                  {"compare_columns", native_compare_columns, METH_VARARGS, NULL},
                                  {"run", native_run, METH_VARARGS, NULL},
                                  {"schema", native_schema, METH_O, NULL},
                                  {"tables", native_tables, METH_NOARGS, NULL},
                                  {"table", native_table, METH_O, NULL},
                                  {"table_stream", native_table_stream, METH_O, NULL},
                                  {"table_build", native_table_build, METH_VARARGS, NULL},
                                  {"table_columns", native_table_columns, METH_O, NULL},
                                  {"table_rows", native_table_rows, METH_O, NULL},
                                  {"table_values", native_table_values, METH_VARARGS, NULL},
                                  {"read", native_read, METH_VARARGS, NULL},
                                  {"place", native_place, METH_VARARGS, NULL},
                                  {"merge_rejects", native_merge_rejects, METH_VARARGS, NULL},
                                  {"csv", native_csv, METH_VARARGS, NULL},
                                  {"report", native_report, METH_VARARGS, NULL},
                                  {"write", native_write, METH_VARARGS, NULL},
                                  {"command", native_command, METH_VARARGS, NULL},
                                  {NULL, NULL, 0, NULL}};

static int open_module(PyObject *module)
{
    return errors_open(module) ? 0 : -1;
}

static int traverse(PyObject *module, visitproc visit, void *arg)
{
    const struct native *native = PyModule_GetState(module);
    Py_VISIT(native->error);
    for (size_t i = 0; i < N_STATUSES; i++) Py_VISIT(native->errors[i]);
    return 0;
}

static int clear(PyObject *module)
{
    struct native *native = PyModule_GetState(module);
    Py_CLEAR(native->error);
    for (size_t i = 0; i < N_STATUSES; i++) Py_CLEAR(native->errors[i]);
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, open_module}, {0, NULL}};

static PyModuleDef definition = {.m_base = PyModuleDef_HEAD_INIT,
                                 .m_name = "dolbom._native",
                                 .m_size = sizeof(struct native),
                                 .m_methods = functions,
                                 .m_slots = slots,
                                 .m_traverse = traverse,
                                 .m_clear = clear};

PyMODINIT_FUNC PyInit__native(void)
{
    return PyModuleDef_Init(&definition);
}
