/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table_build.c - a table out of Python lists.
 *
 * Every column becomes text (large_utf8), which the library reads whatever it is meant to be:
 * None and what is not equal to itself (NaN, NaT) are null, truth is 1 or 0, whole floats lose
 * their point, days and times are written as ISO 8601 says, anything else as str() does.
 */
#include "native.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A column that grows. */
struct column {
    char *bytes;
    size_t len, room;
    int64_t *ends; /* n + 1 */
    uint8_t *valid;
};

/* ---- values as texts ----------------------------------------------------------------------- */

/* What is not equal to itself is no value; asking a null of pandas whether it is fails. */
static bool is_value(PyObject *object)
{
    PyObject *same = PyObject_RichCompare(object, object, Py_EQ);
    const bool is = same && PyObject_IsTrue(same) == 1;
    Py_XDECREF(same);
    PyErr_Clear();
    return is;
}

static PyObject *refuse(PyObject *value)
{
    const char *what = PyBytes_Check(value) ? "bytes; decode it" : "a list or a dict";
    return PyErr_Format(PyExc_TypeError, "a cell cannot be %s", what);
}

/* Whole numbers without a point: spreadsheets turn them into floats. */
static PyObject *text_of_float(PyObject *value)
{
    const double number = PyFloat_AsDouble(value), most = 9007199254740992.0;
    if (number != floor(number) || fabs(number) >= most) return PyObject_Str(value);
    PyObject *whole = PyLong_FromDouble(number);
    PyObject *text = whole ? PyObject_Str(whole) : NULL;
    Py_XDECREF(whole);
    return text;
}

/* A new reference to the text of a value; NULL without an exception: null. */
static PyObject *text_of(PyObject *value)
{
    if (value == Py_None) return NULL;
    if (PyUnicode_Check(value)) return Py_NewRef(value);
    if (PyBool_Check(value)) return PyUnicode_FromString(value == Py_True ? "1" : "0");
    if (PyLong_Check(value)) return PyObject_Str(value);
    if (PyBytes_Check(value) || PyList_Check(value) || PyDict_Check(value)) return refuse(value);
    if (!is_value(value)) return NULL;
    if (PyFloat_Check(value)) return text_of_float(value);
    PyObject *written = PyObject_CallMethod(value, "isoformat", NULL);
    if (written) return written;
    PyErr_Clear();
    return PyObject_Str(value);
}

static bool append(struct column *column, const char *text, size_t len)
{
    if (!column->bytes || column->len + len > column->room) {
        const size_t room = 2 * column->room + len + 64;
        char *bytes = realloc(column->bytes, room);
        if (!bytes) return false;
        column->bytes = bytes;
        column->room = room;
    }
    memcpy(column->bytes + column->len, text, len);
    column->len += len;
    return true;
}

static bool put(struct column *column, Py_ssize_t row, PyObject *value)
{
    PyObject *text = text_of(value);
    Py_ssize_t len = 0;
    const char *bytes = text ? PyUnicode_AsUTF8AndSize(text, &len) : NULL;
    bool done = !PyErr_Occurred();
    if (bytes) {
        done = append(column, bytes, (size_t)len);
        column->valid[row / 8] |= (uint8_t)(1u << row % 8);
        if (!done) PyErr_NoMemory();
    }
    column->ends[row + 1] = (int64_t)column->len;
    Py_XDECREF(text);
    return done;
}

/* ---- one batch ----------------------------------------------------------------------------- */

static void release_column(struct ArrowArray *array)
{
    for (int i = 0; i < 3; i++) free((void *)(uintptr_t)array->buffers[i]);
    free(array->buffers);
    array->release = NULL;
}

static bool fill_column(PyObject *values, Py_ssize_t n, struct ArrowArray *array)
{
    struct column column = {.ends = calloc((size_t)n + 1, sizeof *column.ends),
                            .valid = calloc((size_t)n / 8 + 1, 1)};
    const void **buffers = calloc(3, sizeof *buffers);
    bool done = column.ends && column.valid && buffers;
    if (!done) PyErr_NoMemory();
    for (Py_ssize_t row = 0; done && row < n; row++) {
        PyObject *value = PySequence_GetItem(values, row);
        done = value && put(&column, row, value);
        Py_XDECREF(value);
    }
    if (done && !column.bytes) done = append(&column, "", 0);
    if (!done) {
        free(column.bytes);
        free(column.ends);
        free(column.valid);
        free(buffers);
        return false;
    }
    buffers[0] = column.valid;
    buffers[1] = column.ends;
    buffers[2] = column.bytes;
    *array = (struct ArrowArray){.length = n,
                                 .null_count = -1,
                                 .n_buffers = 3,
                                 .buffers = buffers,
                                 .release = release_column};
    return true;
}

static void release_batch(struct ArrowArray *batch)
{
    for (int64_t i = 0; i < batch->n_children; i++) {
        struct ArrowArray *column = batch->children[i];
        if (column && column->release) column->release(column);
        free(column);
    }
    free(batch->children);
    free(batch->buffers);
    batch->release = NULL;
}

/* `columns` is a list of sequences of n values each. */
static bool fill_batch(PyObject *columns, Py_ssize_t n, struct ArrowArray *batch)
{
    const Py_ssize_t n_columns = PyList_Size(columns);
    *batch = (struct ArrowArray){.length = n,
                                 .n_buffers = 1,
                                 .n_children = n_columns,
                                 .buffers = calloc(1, sizeof *batch->buffers),
                                 .children = calloc((size_t)n_columns + 1, sizeof *batch->children),
                                 .release = release_batch};
    bool done = batch->buffers && batch->children;
    if (!batch->children) batch->n_children = 0;
    for (Py_ssize_t i = 0; done && i < n_columns; i++) {
        batch->children[i] = calloc(1, sizeof **batch->children);
        done = batch->children[i] && fill_column(PyList_GetItem(columns, i), n, batch->children[i]);
    }
    if (done) return true;
    release_batch(batch);
    if (!PyErr_Occurred()) PyErr_NoMemory();
    return false;
}

/* ---- its schema ---------------------------------------------------------------------------- */

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]) free((void *)(uintptr_t)schema->children[i]->name);
        free(schema->children[i]);
    }
    free(schema->children);
    schema->release = NULL;
}

static void release_field(struct ArrowSchema *field)
{
    field->release = NULL; /* what it holds goes with the table's schema */
}

static bool fill_schema(PyObject *names, struct ArrowSchema *schema)
{
    const Py_ssize_t n = PyList_Size(names);
    *schema = (struct ArrowSchema){.format = "+s",
                                   .name = "",
                                   .n_children = n,
                                   .children = calloc((size_t)n + 1, sizeof *schema->children),
                                   .release = release_schema};
    bool done = schema->children != NULL;
    if (!done) schema->n_children = 0;
    for (Py_ssize_t i = 0; done && i < n; i++) {
        const char *name = PyUnicode_AsUTF8AndSize(PyList_GetItem(names, i), NULL);
        char *copy = name ? strdup(name) : NULL;
        schema->children[i] = calloc(1, sizeof **schema->children);
        done = copy && schema->children[i];
        if (!done) free(copy);
        if (done)
            *schema->children[i] = (struct ArrowSchema){.format = "U",
                                                        .name = copy,
                                                        .flags = ARROW_FLAG_NULLABLE,
                                                        .release = release_field};
    }
    if (done) return true;
    release_schema(schema);
    if (!PyErr_Occurred()) PyErr_NoMemory();
    return false;
}

/* ---- both as a stream ---------------------------------------------------------------------- */

struct source {
    struct ArrowSchema schema;
    struct ArrowArray batch;
};

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    struct source *source = stream->private_data;
    *out = source->schema;
    source->schema.release = NULL;
    return 0;
}

static int give_batch(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct source *source = stream->private_data;
    *out = source->batch;
    source->batch.release = NULL;
    return 0;
}

static void close_source(struct ArrowArrayStream *stream)
{
    struct source *source = stream->private_data;
    if (source->schema.release) source->schema.release(&source->schema);
    if (source->batch.release) source->batch.release(&source->batch);
    stream->release = NULL;
}

/* table_build([name, …], [[value, …], …], number of rows) -> table */
PyObject *native_table_build(PyObject *module, PyObject *arguments)
{
    PyObject *names, *columns;
    Py_ssize_t n;
    struct source source = {.schema.release = NULL};
    if (!PyArg_ParseTuple(arguments, "O!O!n", &PyList_Type, &names, &PyList_Type, &columns, &n))
        return NULL;
    if (!fill_schema(names, &source.schema)) return NULL;
    struct ArrowArrayStream stream = {.get_schema = give_schema,
                                      .get_next = give_batch,
                                      .release = close_source,
                                      .private_data = &source};
    if (fill_batch(columns, n, &source.batch)) return table_take(module, &stream);
    stream.release(&stream);
    return NULL;
}
