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
#include <time.h>
#include <unistd.h>

void job_now(char text[32])
{
    struct tm now;
    time_t seconds = time(NULL);
    text[0] = '\0';
    if (localtime_r(&seconds, &now)) strftime(text, 32, "%Y-%m-%d %H:%M:%S %z", &now);
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
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
    if (file < 0) return false;
    bool done = io_write(file, line, (size_t)len);
    int code = errno;
    done = close(file) == 0 && done;
    errno = code;
    return done;
}
