/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job_lock.c - one run of a job at a time.
 *
 *   .job.yaml.dolbom-lock    beside the job; says who holds it, and is locked while they live
 *
 * The lock is the kernel's (flock), so that a killed process leaves nothing that needs a hand. What
 * the file says counts only while it is locked. It is not removed: a run that waits to open it
 * would lock a file without a name.
 */
#include "job/job.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Who holds it, as they wrote it; "" when they have not yet. */
static void read_holder(int file, char holder[64])
{
    long n = pread(file, holder, 63, 0);
    holder[n > 0 ? n : 0] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
}

static bool write_holder(int file)
{
    char line[64], now[32];
    job_now(now);
    int len = snprintf(line, sizeof line, "%ld, %s\n", (long)getpid(), now);
    return ftruncate(file, 0) == 0 && pwrite(file, line, (size_t)len, 0) == len;
}

int job_lock(const struct job *job, char holder[64])
{
    char *name = NULL;
    holder[0] = '\0';
    if (asprintf(&name, ".%s.dolbom-lock", job->name) < 0) {
        tool_complain("out of memory");
        return -1;
    }
    int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600), locked = -1;
    while (file >= 0 && (locked = flock(file, LOCK_EX | LOCK_NB)) != 0 && errno == EINTR) continue;
    if (file >= 0 && locked == 0 && write_holder(file)) {
        free(name);
        return file;
    }
    if (file >= 0 && locked != 0 && errno == EWOULDBLOCK) {
        read_holder(file, holder);
        tool_complain("%s: is running already, as process %s; nothing was begun", job->name,
                      holder);
    } else {
        tool_complain("%s: %s", name, tool_said(strerror(errno)));
    }
    if (file >= 0) close(file);
    free(name);
    return -1;
}
