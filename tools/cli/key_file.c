/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key_file.c - a keyring as a file that nobody but its owner can have read or changed.
 *
 * A key that others could read is no secret any more, and it is better to stop than to go on with
 * it: so the file must be the user's or root's, with no rights for anybody else, under one name
 * only, and not behind a link that somebody may turn elsewhere. What is checked is the open file,
 * not its name.
 */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Why the file is not safe to take a key from; NULL: it is. */
static const char *why_unsafe(const struct stat *about)
{
    if (!S_ISREG(about->st_mode)) return "is no file";
    if (about->st_uid != geteuid() && about->st_uid != 0) return "belongs to another user";
    if (about->st_mode & 077)
        return "others may read or write it (chmod 600), and may have; let another key follow";
    if (about->st_nlink != 1) return "has a second name (a hard link); copy it and remove both";
    return NULL;
}

static enum tool_exit refuse(const char *path, const char *why)
{
    tool_complain("%s: %s", path, tool_said(why));
    return TOOL_ENVIRONMENT;
}

static enum tool_exit open_file(int file, const char *path, unsigned char *bytes,
                                const dolbom_environment *environment, dolbom_keyring **keyring)
{
    struct stat about;
    dolbom_error error = DOLBOM_ERROR_INIT;
    if (fstat(file, &about) != 0) return refuse(path, strerror(errno));
    const char *why = why_unsafe(&about);
    if (why) return refuse(path, why);
    long n = io_read(file, bytes, DOLBOM_KEYRING_MAX + 1);
    if (n < 0) return refuse(path, strerror(errno));
    dolbom_status status = dolbom_keyring_open(bytes, (size_t)n, environment, keyring, &error);
    return status == DOLBOM_OK ? TOOL_DONE : tool_fail(status, &error, path);
}

enum tool_exit tool_keyring_open(const char *path, const dolbom_environment *environment,
                                 dolbom_keyring **keyring)
{
    if (sodium_init() < 0) return refuse(path, "out of memory");
    unsigned char *bytes = sodium_malloc(DOLBOM_KEYRING_MAX + 1); /* one more: too long is seen */
    if (!bytes) return refuse(path, "out of memory");
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    enum tool_exit code =
        file >= 0
            ? open_file(file, path, bytes, environment, keyring)
            : refuse(path, errno == ELOOP ? "is a link; name what it points to" : strerror(errno));
    if (file >= 0) close(file);
    sodium_free(bytes);
    return code;
}

int32_t tool_today(void)
{
    time_t now = time(NULL);
    struct tm day = {.tm_year = 70, .tm_mday = 1};
    localtime_r(&now, &day);
    return tool_day(day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}
