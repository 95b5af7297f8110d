/* SPDX-License-Identifier: Apache-2.0 */
/*
 * columns.c - which columns of the input are ours, with the plan's `columns:` in mind.
 *
 * The plan is asked for its text, whose layout is fixed:
 *
 *   columns:
 *     "persons":
 *       "name": "성명"
 *
 * A required column is looked for in every file, because the other files of a table would
 * hide that one agency's file lacks it.
 */
#include "run/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The next line of a text; false at its end. */
static bool next_line(const char **at, const char **line, size_t *len)
{
    if (**at == '\0') return false;
    *line = *at;
    *len = strcspn(*at, "\n");
    *at += *len + ((*at)[*len] == '\n');
    return true;
}

/* The quoted text at `at`, undone of its escapes; what follows it, or NULL. */
static const char *read_quoted(const char *at, const char *end, char *out, size_t cap)
{
    size_t n = 0;
    if (at == end || *at++ != '"') return NULL;
    for (; at < end && *at != '"'; at++) {
        if (*at == '\\' && at + 1 < end) at++;
        if (n + 1 < cap) out[n++] = *at;
    }
    out[n] = '\0';
    return at < end ? at + 1 : NULL;
}

bool tool_plan_as_of(const char *plan_text, char day[11])
{
    const char *at = plan_text, *line;
    size_t len;
    while (next_line(&at, &line, &len)) {
        if (len != 17 || memcmp(line, "as_of: ", 7) != 0) continue;
        memcpy(day, line + 7, 10);
        day[10] = '\0';
        return true;
    }
    return false;
}

/*
 * What the plan says of one table: calls `found` for each "ours": "theirs" until it
 * returns true, and returns whether it did.
 */
static bool search_renames(const char *plan_text, const char *table,
                           bool (*found)(const char *ours, const char *theirs, void *context),
                           void *context)
{
    const char *at = plan_text, *line;
    size_t len;
    char name[256], ours[256], theirs[256];
    bool in_columns = false, in_table = false;
    while (next_line(&at, &line, &len)) {
        const char *end = line + len, *colon;
        if (len > 0 && line[0] != ' ') {
            in_columns = len == 8 && memcmp(line, "columns:", 8) == 0;
            in_table = false;
        } else if (in_columns && len > 2 && line[2] != ' ') {
            in_table = read_quoted(line + 2, end, name, sizeof name) && strcmp(name, table) == 0;
        } else if (in_table && len > 4 && (colon = read_quoted(line + 4, end, ours, sizeof ours)) &&
                   colon + 2 < end && read_quoted(colon + 2, end, theirs, sizeof theirs)) {
            if (found(ours, theirs, context)) return true;
        }
    }
    return false;
}

struct rename {
    const char *wanted;
    char theirs[256];
};

static bool is_ours(const char *ours, const char *theirs, void *context)
{
    struct rename *rename = context;
    if (strcmp(ours, rename->wanted) != 0) return false;
    snprintf(rename->theirs, sizeof rename->theirs, "%s", theirs);
    return true;
}

static bool is_theirs(const char *ours, const char *theirs, void *context)
{
    (void)ours;
    return strcmp(theirs, context) == 0;
}

bool tool_column_unknown(const char *plan_text, const char *table, const char *column)
{
    const struct io_table_form *form = io_table_form_find(table);
    bool required;
    if (!form || form->kind == IO_RESULT || io_table_has_column(form, column, &required))
        return false;
    return !search_renames(plan_text, table, is_theirs, (void *)column);
}

static bool part_has(const struct io_part *part, const char *column)
{
    for (int i = 0; i < part->form.n_columns; i++)
        if (strcmp(part->names[i], column) == 0) return true;
    return false;
}

static bool check_part(const char *plan_text, const struct io_table *table,
                       const struct io_part *part)
{
    for (const char *at = io_table_form_find(table->name)->columns; *at;) {
        size_t n = strcspn(at, " ");
        char column[64];
        snprintf(column, sizeof column, "%.*s", (int)(n - 1), at);
        bool required = at[n - 1] == '!';
        at += n + (at[n] == ' ');
        if (!required) continue;
        struct rename rename = {.wanted = column};
        bool renamed = search_renames(plan_text, table->name, is_ours, &rename);
        if (part_has(part, renamed ? rename.theirs : column)) continue;
        tool_complain("%s, line %lld: table %s needs a column %s, which this file lacks",
                      part->path, (long long)(part->first_line > 1 ? part->first_line - 1 : 1),
                      table->name, column);
        return false;
    }
    return true;
}

bool tool_columns_check(const char *plan_text, const struct io_input *input)
{
    for (size_t i = 0; i < input->n_tables; i++)
        for (size_t j = 0; j < input->tables[i].n_parts; j++)
            if (!check_part(plan_text, &input->tables[i], &input->tables[i].parts[j])) return false;
    return true;
}
