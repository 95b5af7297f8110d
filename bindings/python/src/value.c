/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value.c - one value at a time.
 *
 * normalizer() and comparer() give functions of one kind, which answer texts under the built-in
 * plan themselves and hand everything else to a function written in Python. A function's `self` is
 * a tuple: the module, the kind, the function for everything else, and for comparers the list of
 * levels by number.
 */
#include "native.h"

#include <string.h>

/* ---- functions of one kind ------------------------------------------------------------------- */

static const char *kind_of(PyObject *self)
{
    return PyUnicode_AsUTF8AndSize(PyTuple_GetItem(self, 1), NULL);
}

static PyObject *raise_plain(PyObject *module, dolbom_status status)
{
    const dolbom_error error = DOLBOM_ERROR_INIT;
    return raise_status(module, status, &error);
}

/* The arguments of a fast call, given to the Python function after the kind. */
static PyObject *ask_python(PyObject *self, PyObject *const *given, Py_ssize_t n, PyObject *names)
{
    const Py_ssize_t n_names = names ? PyTuple_Size(names) : 0;
    PyObject *arguments = PyTuple_New(n + 1), *named = PyDict_New(), *answer = NULL;
    bool done = arguments && named;
    if (done) PyTuple_SetItem(arguments, 0, Py_NewRef(PyTuple_GetItem(self, 1)));
    for (Py_ssize_t i = 0; done && i < n; i++)
        PyTuple_SetItem(arguments, i + 1, Py_NewRef(given[i]));
    for (Py_ssize_t i = 0; done && i < n_names; i++)
        done = PyDict_SetItem(named, PyTuple_GetItem(names, i), given[n + i]) == 0;
    if (done) answer = PyObject_Call(PyTuple_GetItem(self, 2), arguments, named);
    Py_XDECREF(arguments);
    Py_XDECREF(named);
    return answer;
}

static PyObject *normalize_text(PyObject *self, PyObject *const *given, Py_ssize_t n,
                                PyObject *names)
{
    if (n != 1 || names || !PyUnicode_Check(given[0])) return ask_python(self, given, n, names);
    Py_ssize_t src_len;
    const char *kind = kind_of(self), *src = PyUnicode_AsUTF8AndSize(given[0], &src_len);
    if (!kind || !src) return NULL;
    char dst[DOLBOM_VALUE_MAX];
    size_t len = 0;
    dolbom_quality quality;
    dolbom_status status =
        dolbom_value_normalize(NULL, kind, src, (size_t)src_len, dst, sizeof dst, &len, &quality);
    if (status != DOLBOM_OK) return raise_plain(PyTuple_GetItem(self, 0), status);
    if (len == 0) Py_RETURN_NONE;
    const bool is_same = len == (size_t)src_len && memcmp(src, dst, len) == 0;
    return is_same ? Py_NewRef(given[0]) : PyUnicode_FromStringAndSize(dst, (Py_ssize_t)len);
}

static PyObject *compare_texts(PyObject *self, PyObject *const *given, Py_ssize_t n,
                               PyObject *names)
{
    if (n != 2 || names || !PyUnicode_Check(given[0]) || !PyUnicode_Check(given[1]))
        return ask_python(self, given, n, names);
    Py_ssize_t left_len, right_len;
    const char *kind = kind_of(self);
    const char *left = PyUnicode_AsUTF8AndSize(given[0], &left_len);
    const char *right = left ? PyUnicode_AsUTF8AndSize(given[1], &right_len) : NULL;
    if (!kind || !right) return NULL;
    uint8_t level;
    dolbom_status status =
        dolbom_value_compare(NULL, kind, left, (size_t)left_len, right, (size_t)right_len, &level);
    if (status != DOLBOM_OK) return raise_plain(PyTuple_GetItem(self, 0), status);
    PyObject *found = PyList_GetItem(PyTuple_GetItem(self, 3), level);
    return found ? Py_NewRef(found) : NULL;
}

/* Methods with this signature are kept as another type and called as what they are. */
#define FAST_METHOD(function) ((PyCFunction)(void (*)(void))(function))

/* normalizer(kind, function for everything else) -> function */
PyObject *native_normalizer(PyObject *module, PyObject *arguments)
{
    static PyMethodDef method = {.ml_name = "normalize",
                                 .ml_doc = "normalize(values, *, plan=None)\n--\n\nThe canonical "
                                           "text of a value, a list or a column.",
                                 .ml_meth = FAST_METHOD(normalize_text),
                                 .ml_flags = METH_FASTCALL | METH_KEYWORDS};
    PyObject *kind, *otherwise;
    if (!PyArg_ParseTuple(arguments, "UO", &kind, &otherwise)) return NULL;
    PyObject *self = PyTuple_Pack(3, module, kind, otherwise);
    PyObject *made = self ? PyCFunction_NewEx(&method, self, NULL) : NULL;
    Py_XDECREF(self);
    return made;
}

/* comparer(kind, function for everything else, [level or None for each number to 255]) -> function
 */
PyObject *native_comparer(PyObject *module, PyObject *arguments)
{
    static PyMethodDef method = {.ml_name = "compare",
                                 .ml_doc = "compare(left, right, *, plan=None)\n--\n\nHow far two "
                                           "values agree, or two lists or columns row by row.",
                                 .ml_meth = FAST_METHOD(compare_texts),
                                 .ml_flags = METH_FASTCALL | METH_KEYWORDS};
    PyObject *kind, *otherwise, *levels;
    if (!PyArg_ParseTuple(arguments, "UOO!", &kind, &otherwise, &PyList_Type, &levels)) return NULL;
    PyObject *self = PyTuple_Pack(4, module, kind, otherwise, levels);
    PyObject *made = self ? PyCFunction_NewEx(&method, self, NULL) : NULL;
    Py_XDECREF(self);
    return made;
}

/* ---- with any plan --------------------------------------------------------------------------- */

typedef dolbom_status writer(const dolbom_plan *plan, const char *kind, const char *src,
                             size_t src_len, char *dst, size_t dst_cap, size_t *dst_len,
                             dolbom_quality *quality);

/* (plan, kind, text) -> (text, quality) */
static PyObject *written(PyObject *module, PyObject *arguments, writer *writes)
{
    PyObject *given;
    const char *kind, *src;
    Py_ssize_t src_len;
    const struct plan *plan;
    char dst[DOLBOM_PARTS_MAX];
    size_t len = 0;
    dolbom_quality quality = DOLBOM_QUALITY_MISSING;
    if (!PyArg_ParseTuple(arguments, "Osz#", &given, &kind, &src, &src_len)) return NULL;
    if (!plan_of(given, &plan)) return NULL;
    dolbom_status status = writes(plan ? plan->plan : NULL, kind, src, (size_t)src_len, dst,
                                  sizeof dst, &len, &quality);
    if (status != DOLBOM_OK) return raise_plain(module, status);
    return Py_BuildValue("(s#i)", dst, (Py_ssize_t)len, (int)quality);
}

PyObject *native_normalize(PyObject *module, PyObject *arguments)
{
    return written(module, arguments, dolbom_value_normalize);
}

PyObject *native_parts(PyObject *module, PyObject *arguments)
{
    return written(module, arguments, dolbom_value_parts);
}

/* (plan, kind, left, right) -> number of the level */
PyObject *native_compare(PyObject *module, PyObject *arguments)
{
    PyObject *given;
    const char *kind, *left, *right;
    Py_ssize_t left_len, right_len;
    const struct plan *plan;
    uint8_t level;
    if (!PyArg_ParseTuple(arguments, "Osz#z#", &given, &kind, &left, &left_len, &right, &right_len))
        return NULL;
    if (!plan_of(given, &plan)) return NULL;
    dolbom_status status = dolbom_value_compare(plan ? plan->plan : NULL, kind, left,
                                                (size_t)left_len, right, (size_t)right_len, &level);
    return status == DOLBOM_OK ? PyLong_FromLong(level) : raise_plain(module, status);
}

/* ---- words ----------------------------------------------------------------------------------- */

/* (kind, level) -> its name, None for a number that is none */
PyObject *native_level_text(PyObject *module, PyObject *arguments)
{
    (void)module;
    const char *kind;
    unsigned char level;
    if (!PyArg_ParseTuple(arguments, "sb", &kind, &level)) return NULL;
    return Py_BuildValue("z", dolbom_level_text(kind, level));
}

PyObject *native_kinds(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    const char *kind;
    PyObject *kinds = PyList_New(0);
    for (size_t i = 0; kinds && (kind = dolbom_value_kind(i)); i++) {
        PyObject *text = PyUnicode_FromString(kind);
        if (!text || PyList_Append(kinds, text) < 0) Py_CLEAR(kinds);
        Py_XDECREF(text);
    }
    return kinds;
}
