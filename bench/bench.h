/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench.h - how every benchmark measures and reports.
 *
 * A benchmark runs several times after one run to warm up; the best time counts, because everything
 * that disturbs a run makes it slower. One line of JSON each:
 *
 *   {"bench": "sort", "rows": 1000000, "ns_per_row": 14.2, "median_ns_per_row": 14.9}
 */
#ifndef DOLBOM_BENCH_H
#define DOLBOM_BENCH_H

#include <stddef.h>
#include <stdint.h>

/* Rows to measure with: the first argument of the program, else `usual`. */
size_t bench_rows(int argc, char **argv, size_t usual);

/* Seconds of a monotonic clock. */
double bench_seconds(void);

/* `prepare` (or NULL) sets the stage for each run and is not measured. */
void bench_run(const char *name, size_t rows, void (*prepare)(void *context),
               void (*run)(void *context), void *context);

/* Print the error and exit: a benchmark of a failure means nothing. */
void bench_check(int32_t status, const char *what);

#endif
