/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scenario_text.c - tables that came out, as lines a test can name.
 */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { COLUMNS_MAX = 32, LINE_ROOM = 4096 };

/* A table in the form of arrow_make.h, taken apart. */
struct grid {
    char *copy;
    char *names[COLUMNS_MAX];
    char *(*cells)[COLUMNS_MAX];
    size_t n_columns, n_rows;
};

/* Cut one cell off *at; quotes are taken away. *last says that it ended the line. */
static char *cut_cell(char **at, bool *last)
{
    char *from = *at, *to = *at, *start = *at;
    bool quoted = *from == '"';
    if (quoted) from++;
    while (*from && (quoted || (*from != ',' && *from != '\n'))) {
        if (quoted && *from == '"') {
            if (from[1] != '"') break;
            from++;
        }
        *to++ = *from++;
    }
    if (quoted) from++;
    *last = *from != ',';
    *at = *from ? from + 1 : from;
    *to = '\0';
    return start;
}

/* At least as many rows as the text has: a quoted cell may hold line ends too. */
static size_t count_lines(const char *text)
{
    size_t n = 1;
    for (; *text; text++) n += *text == '\n';
    return n;
}

static struct grid open_grid(const char *text)
{
    const size_t room = count_lines(text);
    struct grid grid = {.copy = strdup(text), .cells = calloc(room, sizeof *grid.cells)};
    char *at = grid.copy;
    cr_assert(grid.copy && grid.cells);
    for (bool last = false; !last;) {
        char *name = cut_cell(&at, &last);
        *strchrnul(name, ':') = '\0';
        grid.names[grid.n_columns++] = name;
    }
    while (*at) {
        cr_assert(grid.n_rows < room);
        bool last = false;
        for (size_t i = 0; !last; i++) grid.cells[grid.n_rows][i] = cut_cell(&at, &last);
        grid.n_rows++;
    }
    return grid;
}

static void close_grid(struct grid *grid)
{
    free(grid->cells);
    free(grid->copy);
}

static const char *cell(const struct grid *grid, size_t row, const char *column)
{
    for (size_t i = 0; i < grid->n_columns; i++)
        if (strcmp(grid->names[i], column) == 0) return grid->cells[row][i];
    cr_assert_fail("no column %s", column);
    return NULL;
}

char *table_cell(const char *table, const char *key, const char *value, const char *column)
{
    struct grid grid = open_grid(table);
    char *found = NULL;
    for (size_t i = 0; i < grid.n_rows && !found; i++)
        if (strcmp(cell(&grid, i, key), value) == 0) found = strdup(cell(&grid, i, column));
    close_grid(&grid);
    return found;
}

/* " A/s1" for each row of the finding. */
static void add_rows(char *line, const struct grid *rows, const char *finding_id)
{
    for (size_t i = 0; i < rows->n_rows; i++) {
        if (strcmp(cell(rows, i, "finding_id"), finding_id) != 0) continue;
        const char *id = cell(rows, i, "row_id");
        size_t len = strlen(line);
        snprintf(line + len, LINE_ROOM - len, " %s/%s", cell(rows, i, "agency_id"), *id ? id : "@");
    }
}

static char *finding_line(const struct grid *findings, size_t i, const struct grid *rows)
{
    char *line = malloc(LINE_ROOM);
    const char *scopes[] = {cell(findings, i, "person_id"), cell(findings, i, "household_id"),
                            cell(findings, i, "owner_agency")};
    const char *scope = *scopes[0] ? scopes[0] : *scopes[1] ? scopes[1] : scopes[2];
    const char *start = cell(findings, i, "start_date"), *end = cell(findings, i, "end_date");
    const char *class_ = cell(findings, i, "service_class");
    cr_assert(line);
    snprintf(line, LINE_ROOM, "%s %s %s%s%s%s%s", cell(findings, i, "rule"), scope,
             *start ? start : "-", *start ? ".." : "", *start ? end : "", *class_ ? " " : "",
             class_);
    add_rows(line, rows, cell(findings, i, "finding_id"));
    return line;
}

static int line_order(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

char *scenario_findings(const char *findings, const char *finding_rows, const char *rules)
{
    struct grid grid = open_grid(findings), rows = open_grid(finding_rows);
    char **lines = calloc(grid.n_rows + 1, sizeof *lines);
    size_t n = 0, len = 1;
    cr_assert(lines);
    for (size_t i = 0; i < grid.n_rows; i++) {
        if (rules && !strstr(rules, cell(&grid, i, "rule"))) continue;
        lines[n] = finding_line(&grid, i, &rows);
        len += strlen(lines[n++]) + 1;
    }
    qsort(lines, n, sizeof *lines, line_order);
    char *text = calloc(1, len);
    cr_assert(text);
    for (size_t i = 0; i < n; i++) {
        strcat(strcat(text, lines[i]), "\n");
        free(lines[i]);
    }
    free(lines);
    close_grid(&grid);
    close_grid(&rows);
    return text;
}

void expect_findings(const char *as_of, const char *rules, const char *lines, const char *expected)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct scenario_way way = {0};
    struct scenario_result result;
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = scenario_run(env, &way, as_of, lines, &result, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
    char *found = scenario_findings(result.findings, result.finding_rows, rules);
    cr_expect_str_eq(found, expected, "found:\n%sexpected:\n%s", found, expected);
    free(found);
    scenario_result_clear(&result);
    test_env_close(env, &memory);
}
