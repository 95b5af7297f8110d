/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_file.c - an index of addresses as a file: mapped, so that runs share it in memory.
 *
 * The file is never unmapped: plans hold the index until the process ends. An index is replaced by
 * a new file and never written in place (io_file_write), so that what is mapped stays as it was
 * when it was checked.
 */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Map the whole file, read-only; an empty file gives a few bytes that are not an index. */
static const void *map(int file, uint64_t *n_bytes)
{
    static const uint64_t nothing;
    struct stat about;
    if (fstat(file, &about) != 0) return NULL;
    if (!S_ISREG(about.st_mode)) {
        errno = EINVAL;
        return NULL;
    }
    *n_bytes = (uint64_t)about.st_size;
    if (about.st_size == 0) return &nothing;
    void *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    return bytes != MAP_FAILED ? bytes : NULL;
}

enum tool_exit tool_juso_open(const char *path, const dolbom_environment *environment,
                              dolbom_juso **juso)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    uint64_t n_bytes = 0;
    const void *bytes = file >= 0 ? map(file, &n_bytes) : NULL;
    int code = errno;
    if (file >= 0) close(file);
    if (bytes == NULL) {
        tool_complain("%s: %s", path, tool_said(code == EINVAL ? "is no file" : strerror(code)));
        return TOOL_ENVIRONMENT;
    }
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dolbom_juso_open(bytes, n_bytes, environment, juso, &error);
    return status == DOLBOM_OK ? TOOL_DONE : tool_fail(status, &error, path);
}
