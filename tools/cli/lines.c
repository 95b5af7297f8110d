/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lines.c - filters: each line of standard input, or of --file, is answered by one line.
 *
 * Each line, even an empty one, gives one line, so that the output can be pasted beside the input.
 * Output is flushed whenever no more input is waiting, so that a program can talk to a filter.
 */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/csv/csv.h"

enum { IN_BYTES = 1 << 18 };

struct filter {
    tool_answer answer;
    void *context;
    dolbom_plan *plan;
    struct io_text text;
    unsigned char in[IN_BYTES + IO_PAD]; /* read and not yet answered */
    size_t len;
    bool skipping; /* the rest of a line that was too long */
    unsigned char line[IO_FIELD_MAX * 2];
};

static void answer_line(struct filter *filter, const unsigned char *line, size_t len)
{
    if (len > 0 && line[len - 1] == '\r') len--;
    bool fits = len <= IO_FIELD_MAX;
    if (fits && filter->text.encoding == IO_WINDOWS_949) {
        len = io_decode(IO_WINDOWS_949, line, len, true, filter->line).made;
        line = filter->line;
    }
    filter->answer(filter->context, filter->plan, fits ? (const char *)line : NULL, fits ? len : 0);
}

/* Answers all complete lines; keeps the start of the last one. */
static void answer_lines(struct filter *filter, bool last)
{
    unsigned char *at = filter->in, *end = filter->in + filter->len;
    for (unsigned char *lf; (lf = memchr(at, '\n', (size_t)(end - at))) != NULL; at = lf + 1) {
        if (!filter->skipping) answer_line(filter, at, (size_t)(lf - at));
        filter->skipping = false;
    }
    size_t rest = (size_t)(end - at);
    bool too_long = rest > IN_BYTES / 2;
    if ((rest > 0 && last) || too_long) {
        if (!filter->skipping) answer_line(filter, at, rest);
        filter->skipping = too_long;
        rest = 0;
    }
    memmove(filter->in, at, rest);
    filter->len = rest;
}

static bool answer_all(struct filter *filter, struct io_problem *problem)
{
    for (;;) {
        long n =
            io_text_read(&filter->text, filter->in + filter->len, IN_BYTES - filter->len, problem);
        if (n < 0) return false;
        filter->len += (size_t)n;
        answer_lines(filter, n == 0);
        if (n == 0) return true;
        if (fflush(stdout) != 0) return true; /* main reports that */
    }
}

static enum tool_exit run(struct filter *filter, const struct tool_arguments *arguments)
{
    const char *path = tool_text(arguments, TOOL_FILE);
    struct io_reading reading = {.interrupted = tool_interrupted, .tolerant = true};
    reading.encoding = (enum io_encoding)tool_number(arguments, TOOL_ENCODING, IO_AUTO);
    if (!path && reading.encoding == IO_AUTO) reading.encoding = IO_UTF8;
    struct io_problem problem = {.kind = IO_OK};
    bool done = io_text_open(&filter->text, path ? path : "-", &reading, &problem) &&
                answer_all(filter, &problem);
    io_text_close(&filter->text);
    return done ? TOOL_DONE : tool_fail_io(&problem);
}

enum tool_exit tool_filter_lines(const struct tool_arguments *arguments, tool_answer answer,
                                 void *context)
{
    struct filter *filter = calloc(1, sizeof *filter);
    if (!filter) {
        tool_complain("out of memory");
        return TOOL_ENVIRONMENT;
    }
    filter->answer = answer;
    filter->context = context;
    struct tool_progress progress = {.shown = false};
    enum tool_exit code = tool_plan_read(arguments, &progress, &filter->plan);
    if (code == TOOL_DONE) code = run(filter, arguments);
    dolbom_plan_free(filter->plan);
    free(filter);
    return code;
}
