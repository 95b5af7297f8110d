/* SPDX-License-Identifier: Apache-2.0 */
/*
 * native.h - the extension: functions and capsules only, so that Python code gives them their form.
 *
 *   plan     "dolbom.plan"      settings and the environment they were read with
 *   table    "dolbom.table"     a finished table, readable any number of times
 *   reading  "dolbom.reading"   files that were found and read
 *
 * Only what CPython promises to keep is used (Py_LIMITED_API), so one build serves every version
 * from 3.11 on. dolbom/_native.pyi says what each function takes and gives.
 */
#ifndef NATIVE_H
#define NATIVE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "dolbom/dolbom.h"

/* ---- the module (native.c) and its exceptions (error.c) -------------------------------------- */

enum { N_STATUSES = DOLBOM_E_CANCELLED / 10 };

/* The state of the module. */
struct native {
    PyObject *error;              /* dolbom.Error */
    PyObject *errors[N_STATUSES]; /* of status 10, 20, … */
};

/* Makes the exception classes and adds them to the module. */
bool errors_open(PyObject *module);
/* Raises what a status means, unless an exception is set already; gives NULL. */
PyObject *raise_status(PyObject *module, dolbom_status status, const dolbom_error *error);

/* ---- plans (plan.c) -------------------------------------------------------------------------- */

struct plan {
    dolbom_plan *plan;
    dolbom_environment environment;
};

/* The plan of a capsule, NULL for None; false with an exception when it is neither. */
bool plan_of(PyObject *given, const struct plan **plan);

PyObject *native_plan(PyObject *module, PyObject *arguments);
PyObject *native_plan_get(PyObject *module, PyObject *arguments);
PyObject *native_plan_text(PyObject *module, PyObject *plan);
PyObject *native_plan_fingerprint(PyObject *module, PyObject *plan);

/* ---- long calls (call.c) --------------------------------------------------------------------- */

/* A call of the library during which Python goes on. */
struct call {
    PyObject *told;    /* called with (stage, done, total); None: nobody is */
    const char *stage; /* told last, and when */
    double told_at;
    dolbom_plan *plan; /* the caller's, with the progress of this call */
    PyThreadState *thread;
};

/* Takes the settings for a call; false with an exception. */
bool call_open(PyObject *module, PyObject *given, PyObject *told, struct call *call);
/* Between these two Python runs; the library, on this thread, asks whether to go on. */
void call_begin(struct call *call);
void call_end(struct call *call);
void call_close(struct call *call);

/* ---- values (value.c) ------------------------------------------------------------------------ */

PyObject *native_normalizer(PyObject *module, PyObject *arguments);
PyObject *native_comparer(PyObject *module, PyObject *arguments);
PyObject *native_normalize(PyObject *module, PyObject *arguments);
PyObject *native_parts(PyObject *module, PyObject *arguments);
PyObject *native_compare(PyObject *module, PyObject *arguments);
PyObject *native_level_text(PyObject *module, PyObject *arguments);
PyObject *native_kinds(PyObject *module, PyObject *unused);

/* ---- tables (table.c, table_stream.c, table_build.c, table_read.c) --------------------------- */

/* Shared by a capsule and by everything that streams have given of it; the last one frees it. */
struct table {
    atomic_long n_owners;
    struct ArrowSchema schema;
    struct ArrowArray *batches;
    size_t n_batches, room;
};

struct table *table_own(struct table *table);
/* May be called on any thread, also where Python is not. */
void table_disown(struct table *table);
/* A capsule of all that a stream gives; the stream is released. */
PyObject *table_take(PyObject *module, struct ArrowArrayStream *stream);
/* The same, with Python running meanwhile. */
PyObject *table_take_long(PyObject *module, struct ArrowArrayStream *stream);
/* A capsule that owns the share of a table that is given, whether or not it succeeds. */
PyObject *table_capsule(struct table *table);
/* The table of a capsule; NULL with an exception. */
struct table *table_of(PyObject *capsule);
/* Its rows as a stream that owns a share of it; 0 or an errno. */
int table_stream(struct table *table, struct ArrowArrayStream *stream);
/* The stream that an object with __arrow_c_stream__ gives; false with an exception. */
bool stream_of(PyObject *object, struct ArrowArrayStream *stream);

PyObject *native_table(PyObject *module, PyObject *object);
PyObject *native_table_stream(PyObject *module, PyObject *table);
PyObject *native_table_build(PyObject *module, PyObject *arguments);
PyObject *native_table_columns(PyObject *module, PyObject *table);
PyObject *native_table_rows(PyObject *module, PyObject *table);
PyObject *native_table_values(PyObject *module, PyObject *arguments);

/* ---- stages and their catalogue (stage.c, schema.c) ------------------------------------------ */

PyObject *native_normalize_column(PyObject *module, PyObject *arguments);
PyObject *native_compare_columns(PyObject *module, PyObject *arguments);
PyObject *native_run(PyObject *module, PyObject *arguments);
PyObject *native_schema(PyObject *module, PyObject *table);
PyObject *native_tables(PyObject *module, PyObject *unused);

/* ---- files (reading.c, output.c) ------------------------------------------------------------- */

PyObject *native_read(PyObject *module, PyObject *arguments);
PyObject *native_place(PyObject *module, PyObject *arguments);
PyObject *native_merge_rejects(PyObject *module, PyObject *arguments);
PyObject *native_csv(PyObject *module, PyObject *arguments);
PyObject *native_report(PyObject *module, PyObject *arguments);
PyObject *native_write(PyObject *module, PyObject *arguments);
PyObject *native_command(PyObject *module, PyObject *arguments);

#endif
