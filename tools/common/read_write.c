/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read_write.c - reading and writing all bytes asked for, however few the kernel takes at once.
 */
#include "common/common.h"

#include <errno.h>
#include <unistd.h>

long io_read(int file, void *data, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t got = read(file, (char *)data + done, n - done);
        if (got == 0) break;
        if (got > 0) done += (size_t)got;
        if (got < 0 && errno != EINTR) return -1;
    }
    return (long)done;
}

bool io_write(int file, const void *data, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t wrote = write(file, (const char *)data + done, n - done);
        if (wrote < 0 && errno != EINTR) return false;
        if (wrote > 0) done += (size_t)wrote;
    }
    return true;
}
