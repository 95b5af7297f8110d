/* SPDX-License-Identifier: Apache-2.0 */
/*
 * output.c - results as the command writes them: rejects with their places, CSV, the report.
 */
#include "files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "command/command.h"
#include "io/output/output.h"
#include "report/report.h"
#include "run/rejects.h"
#include "run/run.h"

/* ---- tables as results ----------------------------------------------------------------------- */

/* The command's view of a table, to be cleared; false with an exception. */
static bool result_of(PyObject *module, PyObject *capsule, const char *name,
                      struct io_result *result)
{
    struct io_problem problem = {.kind = IO_OK};
    struct ArrowArrayStream stream;
    struct table *table = table_of(capsule);
    *result = (struct io_result){.name = NULL};
    if (!table) return false;
    if (table_stream(table, &stream) != 0) {
        PyErr_NoMemory();
        return false;
    }
    if (io_result_take(result, name, &stream, &problem)) return true;
    (void)raise_problem(module, &problem, NULL);
    io_result_clear(result);
    return false;
}

struct results {
    struct io_result at[DOLBOM_TABLES_MAX];
    size_t n;
};

static void results_clear(struct results *results)
{
    for (size_t i = 0; i < results->n; i++) io_result_clear(&results->at[i]);
}

/* The results of {name: table}; names stay the dict's. */
static bool results_of(PyObject *module, PyObject *tables, struct results *results)
{
    PyObject *name, *table;
    Py_ssize_t at = 0;
    results->n = 0;
    while (results->n < DOLBOM_TABLES_MAX && PyDict_Next(tables, &at, &name, &table)) {
        const char *text = PyUnicode_AsUTF8AndSize(name, NULL);
        if (!text || !result_of(module, table, text, &results->at[results->n])) return false;
        results->n++;
    }
    return true;
}

static const struct io_result *result_named(const struct results *results, const char *name)
{
    for (size_t i = 0; i < results->n; i++)
        if (strcmp(results->at[i].name, name) == 0) return &results->at[i];
    return NULL;
}

/* A table of a result that was built here, and takes over what it holds. */
static PyObject *table_of_result(struct io_result *result)
{
    struct table *table = calloc(1, sizeof *table);
    if (!table) return PyErr_NoMemory();
    table->n_owners = 1;
    table->schema = result->schema;
    table->batches = result->batches;
    table->n_batches = table->room = result->n_batches;
    result->schema.release = NULL;
    result->batches = NULL;
    result->n_batches = 0;
    return table_capsule(table);
}

/* ---- rejects --------------------------------------------------------------------------------- */

enum { TABLES_MAX = 64 };

/* The tables of {name: reading} as they were read; their number, -1 with an exception. */
static Py_ssize_t tables_read(PyObject *readings, struct io_table *tables[TABLES_MAX])
{
    PyObject *name, *capsule;
    Py_ssize_t at = 0, n = 0;
    while (n < TABLES_MAX && PyDict_Next(readings, &at, &name, &capsule)) {
        const char *text = PyUnicode_AsUTF8AndSize(name, NULL);
        struct io_input *input = text ? reading_of(capsule) : NULL;
        if (!input) return -1;
        tables[n] = io_input_table(input, text);
        n += tables[n] != NULL;
    }
    return n;
}

/* merge_rejects({name: reading}, {name: table}) -> (rejects, table_counts) */
PyObject *native_merge_rejects(PyObject *module, PyObject *arguments)
{
    PyObject *readings, *tables;
    struct io_table *read[TABLES_MAX];
    if (!PyArg_ParseTuple(arguments, "O!O!", &PyDict_Type, &readings, &PyDict_Type, &tables))
        return NULL;
    const Py_ssize_t n = tables_read(readings, read);
    if (n < 0) return NULL;
    struct results results;
    struct io_result rejects = {.name = NULL}, counts = {.name = NULL};
    PyObject *merged = NULL;
    if (results_of(module, tables, &results)) {
        const struct tool_given_tables given = {read, (size_t)n, results.at, results.n};
        PyObject *first = NULL, *second = NULL;
        if (!tool_rejects_merge(&given, &rejects, &counts))
            PyErr_NoMemory();
        else if ((first = table_of_result(&rejects)) != NULL)
            second = table_of_result(&counts);
        if (second) merged = PyTuple_Pack(2, first, second);
        Py_XDECREF(first);
        Py_XDECREF(second);
    }
    io_result_clear(&rejects);
    io_result_clear(&counts);
    results_clear(&results);
    return merged;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* csv(table, file, raw): as the command writes it */
PyObject *native_csv(PyObject *module, PyObject *arguments)
{
    PyObject *table;
    int file, raw;
    struct io_result result;
    if (!PyArg_ParseTuple(arguments, "Oip", &table, &file, &raw)) return NULL;
    if (!result_of(module, table, "table", &result)) return NULL;
    PyThreadState *thread = PyEval_SaveThread();
    const bool done = io_csv_write(file, &result, raw != 0, is_interrupted);
    const int why = errno;
    PyEval_RestoreThread(thread);
    io_result_clear(&result);
    if (done) Py_RETURN_NONE;
    errno = why;
    return PyErr_Occurred() ? NULL : PyErr_SetFromErrno(PyExc_OSError);
}

/* [(programme, name, name in English or None)] as a table; false with an exception. */
static bool programmes_of(PyObject *list, struct io_result *table)
{
    static const struct io_column columns[] = {
        {"programme", 'u', 0}, {"name", 'u', 0}, {"name_en", 'u', 0}};
    struct io_builder builder;
    bool done = io_builder_open(&builder, table, "programmes", columns, 3);
    for (Py_ssize_t i = 0; done && i < PyList_Size(list); i++) {
        const char *texts[3];
        if (!PyArg_ParseTuple(PyList_GetItem(list, i), "ssz", &texts[0], &texts[1], &texts[2])) {
            io_builder_close(&builder);
            return false;
        }
        for (size_t j = 0; j < 3; j++)
            io_builder_text(&builder, texts[j], texts[j] ? strlen(texts[j]) : 0);
    }
    done = done && io_builder_close(&builder);
    if (!done) PyErr_NoMemory();
    return done;
}

/* report({name: table}, as_of, number of people or -1, english_first, programmes) -> text */
PyObject *native_report(PyObject *module, PyObject *arguments)
{
    PyObject *tables, *list, *page = NULL;
    const char *as_of;
    long long n_persons;
    int english_first;
    struct results results;
    struct io_result programmes = {.name = NULL};
    char *html;
    size_t len;
    if (!PyArg_ParseTuple(arguments, "O!sLpO!", &PyDict_Type, &tables, &as_of, &n_persons,
                          &english_first, &PyList_Type, &list))
        return NULL;
    if (results_of(module, tables, &results) && programmes_of(list, &programmes)) {
        const struct report_input input = {
            .findings = result_named(&results, "findings"),
            .person_summary = result_named(&results, "person_summary"),
            .agency_summary = result_named(&results, "agency_summary"),
            .rule_runs = result_named(&results, "rule_runs"),
            .table_counts = result_named(&results, "table_counts"),
            .rejects = result_named(&results, "rejects"),
            .coverage = result_named(&results, "coverage"),
            .indicators = result_named(&results, "indicators"),
            .visit_list = result_named(&results, "visit_list"),
            .support = result_named(&results, "support"),
            .finding_changes = result_named(&results, "finding_changes"),
            .pairs = result_named(&results, "pairs"),
            .programmes = &programmes,
            .as_of = as_of,
            .n_persons = n_persons,
            .english_first = english_first != 0};
        if (report_make(&input, &html, &len)) {
            page = PyUnicode_DecodeUTF8(html, (Py_ssize_t)len, "strict");
            free(html);
        } else {
            PyErr_NoMemory();
        }
    }
    io_result_clear(&programmes);
    results_clear(&results);
    return page;
}

/* The files that must not be overwritten; false with an exception. */
static bool ids_of(PyObject *module, PyObject *paths, struct io_file_ids *ids)
{
    struct io_problem problem = {.kind = IO_OK};
    const Py_ssize_t n = PyList_Size(paths);
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *path = NULL;
        if (!PyUnicode_FSConverter(PyList_GetItem(paths, i), &path)) return false;
        const bool added = io_file_ids_add(ids, PyBytes_AsString(path), &problem);
        Py_DECREF(path);
        if (!added) return raise_problem(module, &problem, NULL) != NULL;
    }
    return true;
}

/* write(target, {name: table}, {file name: text}, [path, …]): a folder or database, whole or not at
 * all, and not where one of the paths is or leads to */
PyObject *native_write(PyObject *module, PyObject *arguments)
{
    PyObject *target, *tables, *texts, *paths, *name, *text;
    struct io_file_ids ids = {.n = 0};
    struct io_problem problem = {.kind = IO_OK};
    struct io_output output = {.raw = false};
    struct results results;
    if (!PyArg_ParseTuple(arguments, "O&O!O!O!", PyUnicode_FSConverter, &target, &PyDict_Type,
                          &tables, &PyDict_Type, &texts, &PyList_Type, &paths))
        return NULL;
    bool done = results_of(module, tables, &results) && ids_of(module, paths, &ids) &&
                io_output_open(&output, PyBytes_AsString(target), false, &ids, NULL, &problem);
    output.interrupted = is_interrupted;
    for (size_t i = 0; done && i < results.n; i++) {
        PyThreadState *thread = PyEval_SaveThread();
        done = strcmp(results.at[i].name, "worklist") == 0
                   ? tool_worklists_write(&results.at[i], &output)
                   : io_output_table(&output, &results.at[i]);
        PyEval_RestoreThread(thread);
    }
    for (Py_ssize_t at = 0; done && PyDict_Next(texts, &at, &name, &text);) {
        Py_ssize_t len;
        const char *file = PyUnicode_AsUTF8AndSize(name, NULL);
        const char *bytes = file ? PyUnicode_AsUTF8AndSize(text, &len) : NULL;
        done = bytes && io_output_text(&output, file, bytes, (size_t)len);
    }
    done = done && io_output_commit(&output);
    io_output_close(&output);
    io_file_ids_clear(&ids);
    results_clear(&results);
    Py_DECREF(target);
    if (done) Py_RETURN_NONE;
    return raise_problem(module, &problem, NULL);
}

/* ---- the command ----------------------------------------------------------------------------- */

/* command([word, …]) -> exit code; for a process that does nothing else afterwards */
PyObject *native_command(PyObject *module, PyObject *arguments)
{
    (void)module;
    PyObject *words;
    if (!PyArg_ParseTuple(arguments, "O!", &PyList_Type, &words)) return NULL;
    const Py_ssize_t n = PyList_Size(words);
    PyObject *encoded = PyList_New(0); /* keeps the bytes alive */
    char **argv = PyMem_Calloc((size_t)n + 1, sizeof *argv);
    bool done = encoded && argv;
    for (Py_ssize_t i = 0; done && i < n; i++) {
        PyObject *bytes = NULL;
        done = PyUnicode_FSConverter(PyList_GetItem(words, i), &bytes) &&
               PyList_Append(encoded, bytes) == 0;
        if (done) argv[i] = PyBytes_AsString(bytes);
        Py_XDECREF(bytes);
    }
    int code = 0;
    if (done) {
        PyThreadState *thread = PyEval_SaveThread();
        code = tool_main((int)n, argv);
        PyEval_RestoreThread(thread);
    }
    PyMem_Free(argv);
    Py_XDECREF(encoded);
    if (!done && !PyErr_Occurred()) PyErr_NoMemory();
    return done ? PyLong_FromLong(code) : NULL;
}
