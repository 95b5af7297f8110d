/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libodbc.c - unixODBC, which loads the drivers that odbc.ini names.
 */
#include "io/odbc/odbc.h"

#define NAME(name) #name,
static const char *const names[] = {LIBODBC_FUNCTIONS(NAME)};
static const struct io_library library = {"libodbc.so.2", "libodbc2", names,
                                          sizeof names / sizeof *names};

bool odbc_library_load(struct libodbc *libodbc, struct io_problem *problem)
{
    return io_library_load(&library, libodbc, problem);
}
