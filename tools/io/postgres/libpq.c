/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libpq.c - PostgreSQL's own library.
 */
#include "io/postgres/postgres.h"

#define NAME(name) #name,
static const char *const names[] = {LIBPQ_FUNCTIONS(NAME)};
static const struct io_library library = {"libpq.so.5", "libpq5", names,
                                          sizeof names / sizeof *names};

bool pg_library_load(struct libpq *libpq, struct io_problem *problem)
{
    return io_library_load(&library, libpq, problem);
}
