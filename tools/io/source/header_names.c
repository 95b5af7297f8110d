/* SPDX-License-Identifier: Apache-2.0 */
/*
 * header_names.c - the names of a header's columns.
 */
#include "io/source/part.h"

#include <stdlib.h>
#include <string.h>

bool io_names_copy(const struct io_names *names, struct io_names *copy)
{
    *copy = (struct io_names){.at = calloc((size_t)names->n + 1, sizeof *copy->at)};
    for (; copy->at && copy->n < names->n; copy->n++) {
        copy->at[copy->n] = strdup(names->at[copy->n]);
        if (!copy->at[copy->n]) return false;
    }
    return copy->at != NULL;
}

void io_names_clear(struct io_names *names)
{
    for (int i = 0; names->at && i < names->n; i++) free(names->at[i]);
    free(names->at);
    *names = (struct io_names){.at = NULL};
}
