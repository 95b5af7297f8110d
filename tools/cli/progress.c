/* SPDX-License-Identifier: Apache-2.0 */
/*
 * progress.c - the progress line on a terminal, and requests to stop.
 *
 * The library calls back a few times a second on the thread that entered it; the same callback
 * carries a request to stop. The signal handler only sets a flag: it is the one writable global of
 * the command, because nothing can be passed to a handler.
 */
#include "cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t stop_wanted;

static void want_stop(int signal)
{
    (void)signal;
    stop_wanted = 1;
}

void tool_signals_catch(void)
{
    struct sigaction action = {.sa_handler = want_stop, .sa_flags = SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write error like any other */
}

bool tool_interrupted(void)
{
    return stop_wanted != 0;
}

int64_t tool_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void tool_progress_open(struct tool_progress *progress, bool quiet)
{
    *progress = (struct tool_progress){.shown = !quiet && isatty(STDERR_FILENO) == 1};
}

/* How far the stage has got: in its own units, or while it only reads, in bytes of the files. */
static double share_done(const struct tool_progress *progress, const dolbom_progress *at)
{
    uint64_t done = at->done, total = at->total;
    if (total == 0 && progress->bytes) progress->bytes(progress->bytes_context, &done, &total);
    if (total == 0) return 0;
    return done < total ? (double)done / (double)total : 1;
}

/* "clean 45 %, 0:12 left"; nothing about the time until a twentieth is done. */
static void draw(struct tool_progress *progress, const dolbom_progress *at, int64_t now)
{
    double share = share_done(progress, at);
    fprintf(stderr, "\r\033[K%s", at->stage);
    if (share > 0) fprintf(stderr, " %d %%", (int)(share * 100));
    if (share > 0.05) {
        double spent = (double)(now - progress->stage_start_ms) / 1000;
        long left = (long)(spent / share - spent + 0.5);
        fprintf(stderr, ", %ld:%02ld left", left / 60, left % 60);
    }
    fflush(stderr);
    progress->open = true;
    progress->drawn_ms = now;
}

/* Adds the time since the last stage began to that stage. */
static void end_stage(struct tool_progress *progress, int64_t now)
{
    if (progress->n_stages > 0)
        progress->stages[progress->stage].ms += now - progress->stage_start_ms;
    progress->stage_start_ms = now;
}

void tool_progress_stage(struct tool_progress *progress, const char *stage)
{
    size_t n = progress->n_stages, at = 0;
    while (at < n && strcmp(progress->stages[at].stage, stage) != 0) at++;
    if (at == TOOL_STAGES_MAX || (n > 0 && at == progress->stage)) return;
    end_stage(progress, tool_now_ms());
    if (at == n) progress->stages[progress->n_stages++] = (struct tool_timing){stage, 0};
    progress->stage = at;
    progress->drawn_ms = 0;
}

int32_t tool_progress_tell(void *context, const dolbom_progress *at)
{
    struct tool_progress *progress = context;
    tool_progress_stage(progress, at->stage);
    int64_t now = tool_now_ms();
    if (at->memory_bytes > progress->peak_bytes) progress->peak_bytes = at->memory_bytes;
    if (progress->shown && now - progress->drawn_ms >= 100) draw(progress, at, now);
    return stop_wanted;
}

void tool_progress_close(struct tool_progress *progress)
{
    end_stage(progress, tool_now_ms());
    if (progress->open) fprintf(stderr, "\r\033[K");
    progress->open = false;
}
