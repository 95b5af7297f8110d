/* SPDX-License-Identifier: Apache-2.0 */
/*
 * result_print.h - results on standard output, for programs.
 */
#ifndef RESULT_PRINT_H
#define RESULT_PRINT_H

#include <jansson.h>

#include "io/output/output.h"

/* A list of objects, of which whole numbers are numbers and all other cells texts; NULL: no memory.
 */
json_t *result_as_json(const struct io_result *result);
/* A table as CSV, or several as one JSON object; false: standard output cannot be written. */
bool result_print_csv(const struct io_result *result);
bool result_print_json(const struct io_result *const *results, size_t n);

#endif
