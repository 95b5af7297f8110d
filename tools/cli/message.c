/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message.c - what the command says on stderr: complaints and suggestions.
 *
 * Complaints are single lines. They name files, lines, columns, options and tables; they
 * never quote a field's value, so a log of them may be kept.
 */
#include "cli/cli.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void tool_complain(const char *format, ...)
{
    char line[6144];
    va_list list;
    va_start(list, format);
    tool_fit(line, sizeof line, tool_said(format), list);
    va_end(list);
    fprintf(stderr, "dolbom: %s\n", line);
}

void tool_complain_output(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO};
    bool left = poll(&output, 1, 0) == 1 && (output.revents & POLLERR);
    static bool told; /* a command may notice it, and again the end of all */
    if (!left && !told) tool_complain("standard output cannot be written");
    told = true;
}

static enum tool_exit exit_of(dolbom_status status)
{
    switch (status) {
    case DOLBOM_OK:
        return TOOL_DONE;
    case DOLBOM_E_PLAN:
    case DOLBOM_E_SCHEMA:
    case DOLBOM_E_INPUT:
    case DOLBOM_E_KEY:
        return TOOL_INPUT;
    case DOLBOM_E_CANCELLED:
        return TOOL_INTERRUPTED;
    default:
        return TOOL_ENVIRONMENT;
    }
}

/* The library's sentence has a number in it; said as of a job. */
static bool complain_of_yaml(const dolbom_error *error, const char *where)
{
    size_t column;
    int end = 0;
    (void)sscanf(error->message, "not valid YAML near column %zu;%n", &column, &end);
    if (end == 0 || error->row < 0) return false;
    tool_complain("%s: line %zu, column %zu: %s", where, (size_t)error->row + 1, column,
                  tool_said("not valid YAML; check indentation, colons and quotes"));
    return true;
}

enum tool_exit tool_fail(dolbom_status status, const dolbom_error *error, const char *where)
{
    if (status == DOLBOM_E_CANCELLED) {
        tool_complain("interrupted; nothing was written");
        return TOOL_INTERRUPTED;
    }
    if (complain_of_yaml(error, where)) return exit_of(status);
    const char *what = error->message[0] ? tool_said(error->message) : dolbom_status_text(status);
    bool has_column = error->column[0] != '\0';
    bool has_row = error->row >= 0;
    char place[128] = "";
    if (has_row && has_column)
        snprintf(place, sizeof place, " line %lld, %s:", (long long)error->row + 1, error->column);
    else if (has_row)
        snprintf(place, sizeof place, " line %lld:", (long long)error->row + 1);
    else if (has_column)
        snprintf(place, sizeof place, " %s:", error->column);
    tool_complain("%s:%s %s", where, place, what);
    return exit_of(status);
}

enum tool_exit tool_fail_io(const struct io_problem *problem)
{
    if (problem->kind == IO_INTERRUPTED) {
        tool_complain("interrupted; nothing was written");
        return TOOL_INTERRUPTED;
    }
    tool_complain("%s", problem->message);
    return problem->kind == IO_BAD_INPUT ? TOOL_INPUT : TOOL_ENVIRONMENT;
}

enum {
    WORD_MAX = 31 /* longer words have no neighbours */
};

/* Number of letters to insert, drop or change to turn `left` into `right`. */
static size_t distance(const char *left, const char *right)
{
    size_t n = strlen(right);
    size_t row[WORD_MAX + 1];
    for (size_t j = 0; j <= n; j++) row[j] = j;
    for (size_t i = 0; left[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < n; j++) {
            size_t best = diagonal + (left[i] != right[j]);
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j + 1] + 1 < best) best = row[j + 1] + 1;
            diagonal = row[j + 1];
            row[j + 1] = best;
        }
    }
    return row[n];
}

/* Words at that distance have nothing in common. */
static size_t limit(const char *typed)
{
    return strlen(typed) < 4 ? 2 : 3;
}

bool tool_is_near(const char *typed, const char *name)
{
    bool comparable = typed[0] && strlen(typed) <= WORD_MAX && strlen(name) <= WORD_MAX;
    return comparable && distance(typed, name) < limit(typed);
}

const char *tool_nearest(const char *typed, const char *(*candidate)(size_t index))
{
    const char *nearest = NULL, *name;
    size_t least = limit(typed);
    for (size_t i = 0; (name = candidate(i)) != NULL; i++) {
        if (!tool_is_near(typed, name)) continue;
        size_t d = distance(typed, name);
        if (d < least) {
            least = d;
            nearest = name;
        }
    }
    return nearest;
}

bool tool_find(const char *command, const char *typed, const char *(*candidate)(size_t index),
               size_t *index)
{
    char known[256] = "";
    const char *name;
    for (*index = 0; (name = candidate(*index)) != NULL; (*index)++) {
        if (strcmp(name, typed) == 0) return true;
        size_t len = strlen(known);
        snprintf(known + len, sizeof known - len, "%s%s", len ? ", " : "", name);
    }
    const char *near = tool_nearest(typed, candidate);
    if (near)
        tool_complain("%s takes %s; did you mean %s?", command, known, near);
    else
        tool_complain("%s takes %s", command, known);
    return false;
}
