/* SPDX-License-Identifier: Apache-2.0 */
/*
 * library.c - libraries that are loaded when they are first needed.
 *
 * They stay loaded: some register functions for the end of the process.
 */
#include "io/database/database.h"

#include <dlfcn.h>
#include <string.h>

bool io_library_load(const struct io_library *library, void *functions, struct io_problem *problem)
{
    void *handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    bool found = handle != NULL;
    for (size_t i = 0; found && i < library->n_names; i++) {
        void *symbol = dlsym(handle, library->names[i]);
        found = symbol != NULL;
        memcpy((char *)functions + i * sizeof symbol, &symbol, sizeof symbol);
    }
    if (handle) dlclose(handle);
    return found || io_fail(problem, IO_SYSTEM,
                            "%s cannot be loaded, without which there is no access to such a "
                            "database; install it (in Debian: %s)",
                            library->file, library->package);
}
