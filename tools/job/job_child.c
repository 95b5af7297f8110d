/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job_child.c - the run of a job, in a process of its own.
 *
 * What it complains of passes through here on its way to standard error and is added to the log. A
 * run that the kernel kills for want of memory cannot log that itself; this process does.
 */
#include "job/job.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 8192 };

/* Lines as they come, one at a time. */
struct lines {
    char text[LINE_MAX_BYTES];
    size_t n;
    const char *log;
};

static void pass_on(struct lines *lines)
{
    static const char before[] = "dolbom: ";
    if (lines->n == 0) return;
    lines->text[lines->n] = '\0';
    fprintf(stderr, "%s\n", lines->text);
    bool ours = strncmp(lines->text, before, sizeof before - 1) == 0;
    job_log(lines->log, "told", "%s", lines->text + (ours ? sizeof before - 1 : 0));
    lines->n = 0;
}

static void take_bytes(struct lines *lines, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] == '\n' || lines->n == LINE_MAX_BYTES - 1) pass_on(lines);
        if (bytes[i] != '\n') lines->text[lines->n++] = bytes[i];
    }
}

/* Until the child closes its end; who asks this process to stop asks the child. */
static void pump(int from, pid_t child, struct lines *lines)
{
    enum { WAIT_MS = 100 };
    char bytes[4096];
    bool asked = false;
    for (long n = 1; n != 0;) {
        struct pollfd ready = {.fd = from, .events = POLLIN};
        int found = poll(&ready, 1, WAIT_MS);
        if (tool_interrupted() && !asked) asked = kill(child, SIGTERM) == 0;
        n = found > 0 ? read(from, bytes, sizeof bytes) : -1;
        if (n > 0) take_bytes(lines, bytes, (size_t)n);
        if (n < 0 && found > 0 && errno != EINTR) break;
    }
    pass_on(lines);
}

static enum tool_exit fail_to_start(const char *log)
{
    job_tell(log, "no process can be started: %s", tool_said(strerror(errno)));
    return TOOL_ENVIRONMENT;
}

/* What the child does; it gets signals from its parent only, and none of them twice. */
static void live(const struct tool_command *command, const struct job_words *words, int to,
                 pid_t parent, const char *log)
{
    struct tool_arguments arguments;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(TOOL_ENVIRONMENT); /* nobody is there to be told */
    if (setpgid(0, 0) != 0 || dup2(to, STDERR_FILENO) < 0) _exit(fail_to_start(log));
    bool right = tool_arguments_read(command, (int)words->n, words->at, &arguments);
    enum tool_exit code = right ? command->run(&arguments) : TOOL_USAGE;
    bool told = fflush(stdout) == 0 && !ferror(stdout);
    if (!told) tool_complain_output();
    _exit(!told && code <= TOOL_FINDINGS ? TOOL_ENVIRONMENT : (int)code);
}

static enum tool_exit wait_for(pid_t child, const char *log)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return fail_to_start(log);
    if (WIFEXITED(status)) return (enum tool_exit)WEXITSTATUS(status);
    job_tell(log, "the run was ended by signal %d (%s); results are as before it", WTERMSIG(status),
             strsignal(WTERMSIG(status)));
    return TOOL_ENVIRONMENT;
}

enum tool_exit job_child(const struct tool_command *command, const struct job_words *words,
                         const char *log)
{
    int ends[2];
    struct lines lines = {.log = log};
    pid_t parent = getpid(), child = -1;
    fflush(stdout);
    if (pipe2(ends, O_CLOEXEC) == 0) {
        child = fork();
        if (child == 0) live(command, words, ends[1], parent, log);
        close(ends[1]);
        if (child > 0) pump(ends[0], child, &lines);
        close(ends[0]);
    }
    return child > 0 ? wait_for(child, log) : fail_to_start(log);
}
