/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench.c - time, repetition and the line of JSON.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { N_RUNS = 7 };

size_t bench_rows(int argc, char **argv, size_t usual)
{
    if (argc < 2) return usual;
    char *end = NULL;
    unsigned long long rows = strtoull(argv[1], &end, 10);
    if (*end == '\0' && rows > 0) return (size_t)rows;
    fprintf(stderr, "usage: %s [ROWS]\n", argv[0]);
    exit(2);
}

double bench_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int by_time(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

void bench_run(const char *name, size_t rows, void (*prepare)(void *context),
               void (*run)(void *context), void *context)
{
    double seconds[N_RUNS];
    for (int i = -1; i < N_RUNS; i++) {
        if (prepare) prepare(context);
        double start = bench_seconds();
        run(context);
        if (i >= 0) seconds[i] = bench_seconds() - start;
    }
    qsort(seconds, N_RUNS, sizeof *seconds, by_time);
    double ns_per_second_and_row = 1e9 / (double)rows;
    printf(
        "{\"bench\": \"%s\", \"rows\": %zu, \"ns_per_row\": %.2f, \"median_ns_per_row\": %.2f}\n",
        name, rows, seconds[0] * ns_per_second_and_row,
        seconds[N_RUNS / 2] * ns_per_second_and_row);
    fflush(stdout);
}

void bench_check(int32_t status, const char *what)
{
    if (status == 0) return;
    fprintf(stderr, "%s failed with status %d\n", what, (int)status);
    exit(1);
}
