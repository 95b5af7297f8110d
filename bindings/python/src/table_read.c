/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table_read.c - what is in a table, as Python objects.
 *
 * The library gives few types (arrow.h lists them), all flat, so programs without any Arrow
 * library can read its tables too.
 */
#include "native.h"

#include <string.h>

/* table_columns(table) -> [(name, format of Arrow or "dictionary"), …] */
PyObject *native_table_columns(PyObject *module, PyObject *capsule)
{
    (void)module;
    const struct table *table = table_of(capsule);
    PyObject *columns = table ? PyList_New(0) : NULL;
    for (int64_t i = 0; columns && i < table->schema.n_children; i++) {
        const struct ArrowSchema *column = table->schema.children[i];
        const char *type = column->dictionary ? "dictionary" : column->format;
        PyObject *pair = Py_BuildValue("(ss)", column->name ? column->name : "", type);
        if (!pair || PyList_Append(columns, pair) < 0) Py_CLEAR(columns);
        Py_XDECREF(pair);
    }
    return columns;
}

PyObject *native_table_rows(PyObject *module, PyObject *capsule)
{
    (void)module;
    const struct table *table = table_of(capsule);
    if (!table) return NULL;
    int64_t n = 0;
    for (size_t i = 0; i < table->n_batches; i++) n += table->batches[i].length;
    return PyLong_FromLongLong(n);
}

static PyObject *text_at(const struct ArrowArray *array, int64_t at)
{
    const int32_t *ends = array->buffers[1];
    const char *bytes = array->buffers[2];
    return PyUnicode_DecodeUTF8(bytes + ends[at], ends[at + 1] - ends[at], "strict");
}

static PyObject *wide_text_at(const struct ArrowArray *array, int64_t at)
{
    const int64_t *ends = array->buffers[1];
    const char *bytes = array->buffers[2];
    return PyUnicode_DecodeUTF8(bytes + ends[at], (Py_ssize_t)(ends[at + 1] - ends[at]), "strict");
}

/* Text of up to 12 bytes lies in the view itself, longer text at an offset of a buffer. */
static PyObject *viewed_text_at(const struct ArrowArray *array, int64_t at)
{
    enum { VIEW = 16, SHORT = 12 };
    const char *view = (const char *)array->buffers[1] + VIEW * at;
    int32_t len, buffer, offset;
    memcpy(&len, view, sizeof len);
    if (len <= SHORT) return PyUnicode_DecodeUTF8(view + 4, len, "replace");
    memcpy(&buffer, view + 8, sizeof buffer);
    memcpy(&offset, view + 12, sizeof offset);
    return PyUnicode_DecodeUTF8((const char *)array->buffers[2 + buffer] + offset, len, "replace");
}

static bool is_null(const struct ArrowArray *array, int64_t at)
{
    const uint8_t *valid =
        array->null_count == 0 || array->n_buffers == 0 ? NULL : array->buffers[0];
    return valid && !(valid[at / 8] >> at % 8 & 1);
}

/* A whole number of any width; false: it is of another type. */
static bool number_at(char format, const void *values, int64_t at, long long *number)
{
    switch (format) {
    case 'c':
        *number = ((const int8_t *)values)[at];
        return true;
    case 'C':
        *number = ((const uint8_t *)values)[at];
        return true;
    case 's':
        *number = ((const int16_t *)values)[at];
        return true;
    case 'S':
        *number = ((const uint16_t *)values)[at];
        return true;
    case 'i':
        *number = ((const int32_t *)values)[at];
        return true;
    case 'I':
        *number = ((const uint32_t *)values)[at];
        return true;
    case 'l':
        *number = ((const int64_t *)values)[at];
        return true;
    case 'b':
        *number = ((const uint8_t *)values)[at / 8] >> at % 8 & 1;
        return true;
    default:
        return false;
    }
}

static PyObject *plain_at(const char *format, const struct ArrowArray *array, int64_t at)
{
    const void *values = array->n_buffers > 1 ? array->buffers[1] : NULL;
    long long number;
    if (strcmp(format, "n") == 0) Py_RETURN_NONE;
    if (strcmp(format, "u") == 0) return text_at(array, at);
    if (strcmp(format, "U") == 0) return wide_text_at(array, at);
    if (strcmp(format, "vu") == 0) return viewed_text_at(array, at);
    if (strcmp(format, "tdD") == 0) return PyLong_FromLong(((const int32_t *)values)[at]);
    if (format[1] == '\0' && number_at(format[0], values, at, &number))
        return format[0] == 'b' ? PyBool_FromLong((long)number) : PyLong_FromLongLong(number);
    if (strcmp(format, "L") == 0)
        return PyLong_FromUnsignedLongLong(((const uint64_t *)values)[at]);
    if (strcmp(format, "f") == 0) return PyFloat_FromDouble((double)((const float *)values)[at]);
    if (strcmp(format, "g") == 0) return PyFloat_FromDouble(((const double *)values)[at]);
    if (strcmp(format, "w:16") == 0)
        return PyBytes_FromStringAndSize((const char *)values + 16 * at, 16);
    return PyErr_Format(PyExc_TypeError,
                        "columns of type %s are not read here; to_arrow() or to_polars() does it",
                        format);
}

static PyObject *value_at(const struct ArrowSchema *schema, const struct ArrowArray *array,
                          int64_t at)
{
    long long index;
    if (is_null(array, at)) Py_RETURN_NONE;
    if (!schema->dictionary) return plain_at(schema->format, array, at);
    if (!number_at(schema->format[0], array->buffers[1], at, &index))
        return PyErr_Format(PyExc_TypeError, "dictionaries of type %s are not read here",
                            schema->format);
    if (index < 0 || index >= array->dictionary->length)
        return PyErr_Format(PyExc_ValueError, "an index lies outside its dictionary");
    return value_at(schema->dictionary, array->dictionary, array->dictionary->offset + index);
}

/* table_values(table, index of the column, how many at most or -1) -> [value, …]; days count from
 * 1970-01-01 */
PyObject *native_table_values(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *capsule;
    Py_ssize_t column, most;
    if (!PyArg_ParseTuple(arguments, "Onn", &capsule, &column, &most)) return NULL;
    const struct table *table = table_of(capsule);
    if (!table) return NULL;
    if (column < 0 || column >= table->schema.n_children)
        return PyErr_Format(PyExc_IndexError, "the table has no such column");
    PyObject *list = PyList_New(0);
    const struct ArrowSchema *schema = table->schema.children[column];
    for (size_t b = 0; list && b < table->n_batches; b++) {
        const struct ArrowArray *array = table->batches[b].children[column];
        for (int64_t i = 0; list && i < table->batches[b].length && most != 0; i++, most--) {
            const int64_t at = table->batches[b].offset + array->offset + i;
            PyObject *value = value_at(schema, array, at);
            if (!value || PyList_Append(list, value) < 0) Py_CLEAR(list);
            Py_XDECREF(value);
        }
    }
    return list;
}
