/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job_log.c - what a job did, line by line, for whoever looks after it.
 *
 * A line is one write(2) at the end of the file, so that lines of two processes never mix. Keeping
 * the file small is the system's business (logrotate).
 */
#include "job/job.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void job_now(char text[32])
{
    struct tm now;
    time_t seconds = time(NULL);
    text[0] = '\0';
    if (localtime_r(&seconds, &now)) strftime(text, 32, "%Y-%m-%d %H:%M:%S %z", &now);
}

/* Is it an empty file, or one that begins as a line of ours does? Whatever else a job names by
 * mistake would be damaged. */
static bool is_log(int file)
{
    static const char form[] = "0000-00-00 00:00:00 +0000 [0";
    char text[sizeof form] = "";
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return false;
    if (about.st_size == 0) return true;
    if (pread(file, text, sizeof form - 1, 0) != (long)sizeof form - 1) return false;
    for (size_t i = 0; i < sizeof form - 1; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        bool is_sign = form[i] == '+' && text[i] == '-';
        if (form[i] == '0' ? !is_digit : text[i] != form[i] && !is_sign) return false;
    }
    return true;
}

/* An open log; -1 with errno, EEXIST: something else is there. */
static int open_log(const char *path)
{
    const int flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK;
    int file = open(path, flags, 0600);
    if (file < 0 && (errno == ELOOP || errno == ENXIO)) errno = EEXIST;
    if (file < 0 || is_log(file)) return file;
    close(file);
    errno = EEXIST;
    return -1;
}

void job_tell(const char *log, const char *format, ...)
{
    char line[6144];
    va_list list;
    va_start(list, format);
    tool_fit(line, sizeof line, tool_said(format), list);
    va_end(list);
    tool_complain("%s", line);
    job_log(log, "told", "%s", line);
}

bool job_log(const char *path, const char *level, const char *format, ...)
{
    enum { ROOM = 6144 };
    char line[ROOM + 128], text[ROOM], now[32];
    if (!path) return true;
    va_list list;
    va_start(list, format);
    tool_fit(text, sizeof text, format, list);
    va_end(list);
    job_now(now);
    int len = snprintf(line, sizeof line, "%s [%ld] %s: %s\n", now, (long)getpid(), level, text);
    int file = open_log(path);
    if (file < 0) return false;
    bool done = io_write(file, line, (size_t)len);
    int code = errno;
    done = close(file) == 0 && done;
    errno = code;
    return done;
}
