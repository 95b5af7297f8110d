/* SPDX-License-Identifier: Apache-2.0 */
/*
 * files.h - what the extension does with files, by the means of the command.
 */
#ifndef FILES_H
#define FILES_H

#include "native.h"

#include "io/source/source.h"

/* Does somebody want to stop? An exception is set then. For callbacks: Python may be running or
 * not.
 */
bool is_interrupted(void);
/* The files of a capsule; NULL with an exception. */
struct io_input *reading_of(PyObject *capsule);
/* Raises what went wrong with files, unless an exception is set already; gives NULL. */
PyObject *raise_problem(PyObject *module, const struct io_problem *problem,
                        const struct io_input *input);

#endif
