/* SPDX-License-Identifier: Apache-2.0 */
/*
 * columns.c - which columns of the input are ours, given the plan's `columns:`.
 *
 * A required column is looked for in every file, because the other files of a table would
 * hide that one agency's file lacks it.
 */
#include "run/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool tool_plan_as_of(const dolbom_plan *plan, char day[11])
{
    size_t len;
    if (dolbom_plan_get(plan, "as_of", day, 10, &len, NULL) != DOLBOM_OK) return false;
    day[len] = '\0';
    return len > 0;
}

/* What the plan says for "map", "map.one" or "map.one.two", NUL-terminated; NULL: no memory. */
static char *ask(const dolbom_plan *plan, const char *map, const char *one, const char *two,
                 size_t *len)
{
    char *key = NULL, *text = NULL;
    if (asprintf(&key, "%s%s%s%s%s", map, one ? "." : "", one ? one : "", two ? "." : "",
                 two ? two : "") < 0)
        return NULL;
    *len = 0;
    (void)dolbom_plan_get(plan, key, NULL, 0, len, NULL);
    text = malloc(*len + 1);
    bool given = text && dolbom_plan_get(plan, key, text, *len, len, NULL) == DOLBOM_OK;
    if (given)
        text[*len] = '\0';
    else
        free(text);
    free(key);
    return given ? text : NULL;
}

/* Takes `theirs` over; NULL, because there was no memory, is handed on. */
static bool add(struct tool_columns *columns, const char *table, const char *ours, char *theirs)
{
    struct tool_column *grown =
        theirs ? realloc(columns->all, (columns->n + 1) * sizeof *grown) : NULL;
    if (grown) columns->all = grown;
    struct tool_column made = {strdup(table), strdup(ours), theirs};
    if (!grown || !made.table || !made.ours) {
        free(made.table), free(made.ours), free(theirs);
        return false;
    }
    columns->all[columns->n++] = made;
    return true;
}

/* The columns of one table that `columns:` names. */
static bool add_renames(const dolbom_plan *plan, const char *table, struct tool_columns *columns)
{
    size_t len, n;
    char *names = ask(plan, "columns", table, NULL, &len);
    bool done = names != NULL;
    for (const char *name = names; done && name < names + len; name += strlen(name) + 1)
        done = add(columns, table, name, ask(plan, "columns", table, name, &n));
    free(names);
    return done;
}

/* Their name for one of our columns, or NULL when the plan does not name it. */
static const char *find_theirs(const struct tool_columns *columns, const char *table,
                               const char *ours)
{
    for (size_t i = 0; i < columns->n; i++)
        if (strcmp(columns->all[i].table, table) == 0 && strcmp(columns->all[i].ours, ours) == 0)
            return columns->all[i].theirs;
    return NULL;
}

/* Compared columns of persons, which may be ones that only the plan knows. */
static bool add_compared(const dolbom_plan *plan, struct tool_columns *columns)
{
    size_t len;
    char *names = ask(plan, "compare", NULL, NULL, &len);
    bool done = names != NULL;
    for (const char *name = names; done && name < names + len; name += strlen(name) + 1)
        if (!find_theirs(columns, "persons", name))
            done = add(columns, "persons", name, strdup(name));
    free(names);
    return done;
}

bool tool_columns_read(const dolbom_plan *plan, struct tool_columns *columns)
{
    size_t len;
    *columns = (struct tool_columns){0};
    char *tables = ask(plan, "columns", NULL, NULL, &len);
    bool done = tables != NULL;
    for (const char *table = tables; done && table < tables + len; table += strlen(table) + 1)
        done = add_renames(plan, table, columns);
    free(tables);
    return done && add_compared(plan, columns);
}

void tool_columns_free(struct tool_columns *columns)
{
    for (size_t i = 0; i < columns->n; i++) {
        free(columns->all[i].table);
        free(columns->all[i].ours);
        free(columns->all[i].theirs);
    }
    free(columns->all);
    *columns = (struct tool_columns){0};
}

bool tool_column_unknown(const struct tool_columns *columns, const char *table, const char *column)
{
    const struct io_table_form *form = io_table_form_find(table);
    bool required;
    if (!form || form->kind == IO_RESULT || io_table_has_column(form, column, &required))
        return false;
    for (size_t i = 0; i < columns->n; i++)
        if (strcmp(columns->all[i].table, table) == 0 &&
            strcmp(columns->all[i].theirs, column) == 0)
            return false;
    return true;
}

static bool part_has(const struct io_part *part, const char *column)
{
    for (int i = 0; i < part->form.n_columns; i++)
        if (strcmp(part->names[i], column) == 0) return true;
    return false;
}

bool tool_column_missing(const struct tool_column *column, const struct io_table *table)
{
    for (size_t i = 0; i < table->n_parts; i++)
        if (part_has(&table->parts[i], column->theirs)) return false;
    return true;
}

static bool check_part(const struct tool_columns *columns, const struct io_table *table,
                       const struct io_part *part)
{
    for (const char *at = io_table_form_find(table->name)->columns; *at;) {
        size_t n = strcspn(at, " ");
        char column[64];
        snprintf(column, sizeof column, "%.*s", (int)(n - 1), at);
        bool required = at[n - 1] == '!';
        at += n + (at[n] == ' ');
        if (!required) continue;
        const char *theirs = find_theirs(columns, table->name, column);
        if (part_has(part, theirs ? theirs : column)) continue;
        char place[IO_PLACE];
        io_part_place(part, part->path, part->first_line > 1 ? part->first_line - 1 : 1, -1, place,
                      sizeof place);
        tool_complain("%s: table %s needs a column %s, which this file lacks", place, table->name,
                      column);
        return false;
    }
    return true;
}

bool tool_columns_check(const struct tool_columns *columns, const struct io_input *input)
{
    for (size_t i = 0; i < input->n_tables; i++)
        for (size_t j = 0; j < input->tables[i].n_parts; j++)
            if (!check_part(columns, &input->tables[i], &input->tables[i].parts[j])) return false;
    return true;
}
