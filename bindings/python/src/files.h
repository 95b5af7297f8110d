/* SPDX-License-Identifier: Apache-2.0 */
/*
 * files.h - what the extension does with files, by the means of the command.
 */
#ifndef FILES_H
#define FILES_H

#include "native.h"

#include "io/source/source.h"

/* The files of a capsule; NULL with an exception. */
struct io_input *reading_of(PyObject *capsule);
/* Raises what went wrong with files, unless an exception is set already; gives NULL. */
PyObject *raise_problem(PyObject *module, const struct io_problem *problem,
                        const struct io_input *input);

#endif
