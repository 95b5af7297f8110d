/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read_write.c - reading and writing all bytes asked for, however few the kernel takes at once.
 */
#include "common/common.h"

#include <errno.h>
#include <string.h>
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

enum io_step io_file_has(int file, long at, const void *bytes, size_t n)
{
    char found[64];
    if (lseek(file, at, SEEK_SET) != at) return IO_FAILED;
    long got = io_read(file, found, n < sizeof found ? n : sizeof found);
    if (got < 0) return IO_FAILED;
    return (size_t)got == n && memcmp(found, bytes, n) == 0 ? IO_NEXT : IO_END;
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
