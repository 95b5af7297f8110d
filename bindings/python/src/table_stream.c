/* SPDX-License-Identifier: Apache-2.0 */
/*
 * table_stream.c - the streams that come in, and those that others make of our tables.
 *
 * A table is lent, not copied: every stream, and every schema, batch and column that it has given,
 * owns a share of the table. Consumers move columns out of batches and release them later, on any
 * thread and in any order.
 */
#include "native.h"

#include <errno.h>
#include <stdlib.h>

static const char mark[] = "arrow_array_stream";

bool stream_of(PyObject *object, struct ArrowArrayStream *stream)
{
    stream->release = NULL;
    PyObject *capsule = PyObject_CallMethod(object, "__arrow_c_stream__", NULL);
    struct ArrowArrayStream *given = capsule ? PyCapsule_GetPointer(capsule, mark) : NULL;
    if (given && !given->release)
        PyErr_SetString(PyExc_ValueError, "the stream has been read already");
    if (given && given->release) {
        *stream = *given;
        given->release = NULL;
    }
    Py_XDECREF(capsule);
    return stream->release != NULL;
}

/* ---- schemas --------------------------------------------------------------------------------- */

/* What nobody has moved away goes with its parent. */
static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; schema->children && i < schema->n_children; i++) {
        if (schema->children[i] && schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    free(schema->children);
    if (schema->dictionary && schema->dictionary->release)
        schema->dictionary->release(schema->dictionary);
    free(schema->dictionary);
    table_disown(schema->private_data);
    schema->release = NULL;
}

static bool lend_schema(struct table *table, const struct ArrowSchema *from,
                        struct ArrowSchema *out);

/* A copy on the heap; NULL: no memory. */
static struct ArrowSchema *lent_schema(struct table *table, const struct ArrowSchema *from)
{
    struct ArrowSchema *made = malloc(sizeof *made);
    if (made && lend_schema(table, from, made)) return made;
    free(made);
    return NULL;
}

/* Formats, names and metadata stay the table's. */
static bool lend_schema(struct table *table, const struct ArrowSchema *from,
                        struct ArrowSchema *out)
{
    *out = *from;
    out->private_data = table_own(table);
    out->release = release_schema;
    out->dictionary = NULL;
    out->children = calloc((size_t)from->n_children + 1, sizeof *out->children);
    bool done = out->children != NULL;
    for (int64_t i = 0; done && i < from->n_children; i++) {
        out->children[i] = lent_schema(table, from->children[i]);
        done = out->children[i] != NULL;
    }
    if (done && from->dictionary) {
        out->dictionary = lent_schema(table, from->dictionary);
        done = out->dictionary != NULL;
    }
    if (!done) release_schema(out);
    return done;
}

/* ---- batches --------------------------------------------------------------------------------- */

static void release_array(struct ArrowArray *array)
{
    for (int64_t i = 0; array->children && i < array->n_children; i++) {
        if (array->children[i] && array->children[i]->release)
            array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    if (array->dictionary && array->dictionary->release)
        array->dictionary->release(array->dictionary);
    free(array->dictionary);
    table_disown(array->private_data);
    array->release = NULL;
}

static bool lend_array(struct table *table, const struct ArrowArray *from, struct ArrowArray *out);

static struct ArrowArray *lent_array(struct table *table, const struct ArrowArray *from)
{
    struct ArrowArray *made = malloc(sizeof *made);
    if (made && lend_array(table, from, made)) return made;
    free(made);
    return NULL;
}

/* Buffers stay the table's. */
static bool lend_array(struct table *table, const struct ArrowArray *from, struct ArrowArray *out)
{
    *out = *from;
    out->private_data = table_own(table);
    out->release = release_array;
    out->dictionary = NULL;
    out->children = calloc((size_t)from->n_children + 1, sizeof *out->children);
    bool done = out->children != NULL;
    for (int64_t i = 0; done && i < from->n_children; i++) {
        out->children[i] = lent_array(table, from->children[i]);
        done = out->children[i] != NULL;
    }
    if (done && from->dictionary) {
        out->dictionary = lent_array(table, from->dictionary);
        done = out->dictionary != NULL;
    }
    if (!done) release_array(out);
    return done;
}

/* ---- the stream ------------------------------------------------------------------------------ */

struct lending {
    struct table *table;
    size_t next;
};

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const struct lending *lending = stream->private_data;
    return lend_schema(lending->table, &lending->table->schema, out) ? 0 : ENOMEM;
}

static int give_batch(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct lending *lending = stream->private_data;
    struct table *table = lending->table;
    *out = (struct ArrowArray){.release = NULL};
    if (lending->next == table->n_batches) return 0;
    return lend_array(table, &table->batches[lending->next++], out) ? 0 : ENOMEM;
}

static const char *no_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return NULL; /* only memory can run out */
}

static void close_stream(struct ArrowArrayStream *stream)
{
    struct lending *lending = stream->private_data;
    table_disown(lending->table);
    free(lending);
    stream->release = NULL;
}

int table_stream(struct table *table, struct ArrowArrayStream *stream)
{
    struct lending *lending = malloc(sizeof *lending);
    if (!lending) return ENOMEM;
    *lending = (struct lending){table_own(table), 0};
    *stream = (struct ArrowArrayStream){.get_schema = give_schema,
                                        .get_next = give_batch,
                                        .get_last_error = no_error,
                                        .release = close_stream,
                                        .private_data = lending};
    return 0;
}

static void drop(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, mark);
    if (stream->release) stream->release(stream);
    free(stream);
}

/* table_stream(table) -> capsule, as __arrow_c_stream__ gives */
PyObject *native_table_stream(PyObject *module, PyObject *capsule)
{
    (void)module;
    struct table *table = table_of(capsule);
    if (!table) return NULL;
    struct ArrowArrayStream *stream = malloc(sizeof *stream);
    if (!stream || table_stream(table, stream) != 0) {
        free(stream);
        return PyErr_NoMemory();
    }
    PyObject *made = PyCapsule_New(stream, mark, drop);
    if (!made) {
        stream->release(stream);
        free(stream);
    }
    return made;
}
