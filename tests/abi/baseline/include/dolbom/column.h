/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file column.h
 * Values by the column: the functions of value.h and compare.h over Arrow streams.
 *
 * What bindings and databases call: one call for all rows, on as many threads as the plan's
 * environment allows. Each row has the result that the function on single values gives for it,
 * whatever the number of threads and however the rows are cut into batches. Any number of
 * calls may run at the same time. A call holds its input and its output in memory; whoever
 * cannot afford that calls it batch by batch.
 *
 * Streams may be tables or, where one column is wanted, arrays without a table around them, as
 * a chunked array of pyarrow or a series of polars gives. Names of columns do not matter.
 * Columns may be of any type that arrow.h lists; numbers and days are read as their texts.
 */
#ifndef DOLBOM_COLUMN_H
#define DOLBOM_COLUMN_H

#include "dolbom/arrow.h"
#include "dolbom/plan.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Normalise a column.
 *
 * Gives a table with a row for each row of the input, in its order:
 *
 *   value    utf8    canonical text (dolbom_value_normalize); null where it is empty
 *   quality  int32   a #dolbom_quality; DOLBOM_QUALITY_MISSING where the cell is null
 *   parts    utf8    what it consists of (dolbom_value_parts); null where there is nothing
 *
 * @param[in]     plan   settings and environment, or NULL for the built-in plan
 * @param[in]     kind   what dolbom_value_kind() gives, NUL-terminated
 * @param[in,out] in     one column of texts, or of any type that arrow.h lists; taken over,
 *                       whether or not the call succeeds (its release becomes NULL)
 * @param[out]    out    the table, in batches of at most 8192 rows, the caller's to release;
 *                       its release is NULL unless DOLBOM_OK
 * @param[out]    error  what happened, with the row where it applies; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG (also for an unknown kind), DOLBOM_E_MEMORY,
 *         DOLBOM_E_SCHEMA (another number of columns, or a type that cannot be read),
 *         DOLBOM_E_INPUT, DOLBOM_E_IO (the stream's own error) or DOLBOM_E_CANCELLED
 */
DOLBOM_API dolbom_status dolbom_column_normalize(const dolbom_plan *plan, const char *kind,
                                                 struct ArrowArrayStream *in,
                                                 struct ArrowArrayStream *out, dolbom_error *error);

/**
 * Compare two columns row by row.
 *
 * Gives a table with a row for each row of the input, in its order:
 *
 *   level    int32   what dolbom_value_compare() gives: a DOLBOM_…_LEVEL_… of the kind; null
 *                    where a value is missing or invalid
 *
 * @param[in]     plan   settings and environment, or NULL for the built-in plan
 * @param[in]     kind   what dolbom_value_kind() gives, NUL-terminated
 * @param[in,out] in     a table of two columns of any types that arrow.h lists; taken over,
 *                       whether or not the call succeeds (its release becomes NULL)
 * @param[out]    out    the table, in batches of at most 8192 rows, the caller's to release;
 *                       its release is NULL unless DOLBOM_OK
 * @param[out]    error  what happened, with the row where it applies; may be NULL
 * @return as dolbom_column_normalize()
 */
DOLBOM_API dolbom_status dolbom_column_compare(const dolbom_plan *plan, const char *kind,
                                               struct ArrowArrayStream *in,
                                               struct ArrowArrayStream *out, dolbom_error *error);

#ifdef __cplusplus
}
#endif

#endif
