/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file_ids.c - files known by device and inode, whatever name leads to them.
 */
#include "common/common.h"

#include <stdlib.h>

bool io_file_ids_add(struct io_file_ids *ids, const char *path, struct io_problem *problem)
{
    struct stat about;
    if (stat(path, &about) != 0) return io_fail_errno(problem, path, "cannot be opened");
    if (ids->n == ids->cap) {
        size_t cap = ids->cap ? ids->cap * 2 : 64;
        struct io_file_id *more = reallocarray(ids->at, cap, sizeof *more);
        if (!more) return io_fail_memory(problem);
        ids->at = more;
        ids->cap = cap;
    }
    ids->at[ids->n++] = (struct io_file_id){about.st_dev, about.st_ino};
    return true;
}

bool io_file_ids_has(const struct io_file_ids *ids, const struct stat *about)
{
    for (size_t i = 0; i < ids->n; i++)
        if (ids->at[i].device == about->st_dev && ids->at[i].inode == about->st_ino) return true;
    return false;
}

void io_file_ids_clear(struct io_file_ids *ids)
{
    free(ids->at);
    *ids = (struct io_file_ids){.at = NULL};
}
