/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table.c - tables that the library gave, held until nobody reads them any more.
 */
#include "native.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "dolbom.table";

struct table *table_own(struct table *table)
{
    atomic_fetch_add(&table->n_owners, 1);
    return table;
}

void table_disown(struct table *table)
{
    if (atomic_fetch_sub(&table->n_owners, 1) > 1) return;
    for (size_t i = 0; i < table->n_batches; i++) table->batches[i].release(&table->batches[i]);
    if (table->schema.release) table->schema.release(&table->schema);
    free(table->batches);
    free(table);
}

static void drop(PyObject *capsule)
{
    table_disown(PyCapsule_GetPointer(capsule, mark));
}

PyObject *table_capsule(struct table *table)
{
    PyObject *capsule = PyCapsule_New(table, mark, drop);
    if (!capsule) table_disown(table);
    return capsule;
}

struct table *table_of(PyObject *capsule)
{
    return PyCapsule_GetPointer(capsule, mark);
}

/* 0 or an errno; the batch is released when there is no room for it. */
static int keep_batch(struct table *table, struct ArrowArray *batch)
{
    if (table->n_batches == table->room) {
        const size_t room = table->room ? 2 * table->room : 16;
        struct ArrowArray *batches = realloc(table->batches, room * sizeof *batches);
        if (!batches) {
            batch->release(batch);
            return ENOMEM;
        }
        table->batches = batches;
        table->room = room;
    }
    table->batches[table->n_batches++] = *batch;
    return 0;
}

/* The next batch, with Python running meanwhile; EINTR with an exception when it is to stop. */
static int next_batch(struct ArrowArrayStream *stream, struct ArrowArray *batch, bool is_long)
{
    if (!is_long) return stream->get_next(stream, batch);
    if (PyErr_CheckSignals() < 0) return EINTR;
    PyThreadState *thread = PyEval_SaveThread();
    const int code = stream->get_next(stream, batch);
    PyEval_RestoreThread(thread);
    return code;
}

static int read_all(struct ArrowArrayStream *stream, struct table *table, bool is_long)
{
    int code = stream->get_schema(stream, &table->schema);
    if (code) table->schema.release = NULL;
    for (bool more = true; code == 0 && more;) {
        struct ArrowArray batch = {.release = NULL};
        code = next_batch(stream, &batch, is_long);
        more = batch.release != NULL;
        if (code == 0 && more) code = keep_batch(table, &batch);
    }
    return code;
}

/* What a stream says of its failure, which is lost when it is released. */
static void note_failure(struct ArrowArrayStream *stream, int code, dolbom_error *error)
{
    const char *why = stream->get_last_error ? stream->get_last_error(stream) : NULL;
    error->os_error = code;
    if (why) strncpy(error->message, why, sizeof error->message - 1);
}

static PyObject *take(PyObject *module, struct ArrowArrayStream *stream, bool is_long)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    struct table *table = calloc(1, sizeof *table);
    if (table) table->n_owners = 1;
    int code = table ? read_all(stream, table, is_long) : ENOMEM;
    if (code && table) note_failure(stream, code, &error);
    stream->release(stream);
    if (code == 0) return table_capsule(table);
    if (table) table_disown(table);
    return raise_status(module, code == ENOMEM ? DOLBOM_E_MEMORY : DOLBOM_E_IO, &error);
}

PyObject *table_take(PyObject *module, struct ArrowArrayStream *stream)
{
    return take(module, stream, false);
}

PyObject *table_take_long(PyObject *module, struct ArrowArrayStream *stream)
{
    return take(module, stream, true);
}

/* table(object with a stream) -> table of all it gives */
PyObject *native_table(PyObject *module, PyObject *object)
{
    struct ArrowArrayStream stream;
    if (!stream_of(object, &stream)) return NULL;
    PyObject *capsule = table_take_long(module, &stream);
    if (capsule && strcmp(table_of(capsule)->schema.format, "+s") != 0) {
        PyErr_SetString(PyExc_TypeError, "a table is wanted, not a column by itself");
        Py_CLEAR(capsule);
    }
    return capsule;
}
