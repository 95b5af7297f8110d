/* SPDX-License-Identifier: Apache-2.0 */
/*
 * problem.c - the first thing that went wrong, for people.
 */
#include "common/common.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool io_fail(struct io_problem *problem, enum io_problem_kind kind, const char *format, ...)
{
    if (problem->kind != IO_OK) return false;
    problem->kind = (uint8_t)kind;
    va_list list;
    va_start(list, format);
    vsnprintf(problem->message, sizeof problem->message, format, list);
    va_end(list);
    return false;
}

bool io_fail_errno(struct io_problem *problem, const char *path, const char *what)
{
    int code = errno;
    return io_fail(problem, IO_SYSTEM, "%s: %s: %s", path, what, strerror(code));
}

bool io_fail_memory(struct io_problem *problem)
{
    return io_fail(problem, IO_SYSTEM, "out of memory");
}
