/* SPDX-License-Identifier: Apache-2.0 */
/*
 * problem.c - the first thing that went wrong, for people.
 */
#include "common/common.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t put_safe(char *to, const char *text, size_t len)
{
    size_t made = 0;
    while (len > 0) {
        struct tool_piece piece = tool_next_piece(&text, &len);
        memcpy(to + made, piece.text, piece.len);
        made += piece.len;
    }
    return made;
}

/* Every byte of `text` may become three. */
static void fit(char *message, size_t cap, const char *text, size_t len)
{
    static const char gap[] = "…";
    size_t room = (cap - sizeof gap) / 3, made = 0;
    if (len > room) {
        size_t head = room / 4, tail = room - head;
        while (head > 0 && (text[head] & 0xC0) == 0x80) head--;
        while (tail > 0 && (text[len - tail] & 0xC0) == 0x80) tail--;
        made = put_safe(message, text, head);
        memcpy(message + made, gap, sizeof gap - 1);
        made += sizeof gap - 1;
        text += len - tail;
        len = tail;
    }
    made += put_safe(message + made, text, len);
    message[made] = '\0';
}

void tool_fit(char *message, size_t cap, const char *format, va_list list)
{
    char spare[512], *whole = NULL; /* `spare` is used when there is no memory for the whole */
    va_list again;
    va_copy(again, list);
    if (vasprintf(&whole, format, list) < 0) whole = NULL;
    if (!whole) vsnprintf(spare, sizeof spare, format, again);
    va_end(again);
    const char *text = whole ? whole : spare;
    fit(message, cap, text, strlen(text));
    free(whole);
}

bool io_fail(struct io_problem *problem, enum io_problem_kind kind, const char *format, ...)
{
    if (problem->kind != IO_OK) return false;
    problem->kind = (uint8_t)kind;
    va_list list;
    va_start(list, format);
    tool_fit(problem->message, sizeof problem->message, tool_said(format), list);
    va_end(list);
    return false;
}

bool io_fail_errno(struct io_problem *problem, const char *path, const char *what)
{
    int code = errno;
    return io_fail(problem, IO_SYSTEM, "%s: %s: %s", path, tool_said(what),
                   tool_said(strerror(code)));
}

bool io_fail_memory(struct io_problem *problem)
{
    return io_fail(problem, IO_SYSTEM, "out of memory");
}
