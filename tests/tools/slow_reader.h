/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slow_reader.h - CSV one byte at a time, to judge the fast reader by.
 */
#ifndef TEST_SLOW_READER_H
#define TEST_SLOW_READER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Rows as "row|line|a|b|c", then refused rows as "bad|line|-1|COLUMNS", a line each; or
 * "stop LINE" where a quote opens that ends the reading. To be freed. *n_records, unless NULL:
 * rows and refused rows. Blank rows of a sheet are neither.
 */
char *read_slowly(const char *data, size_t n, bool sheet, size_t *n_records);

#endif
