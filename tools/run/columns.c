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
static bool add(struct io_column_names *columns, const char *table, const char *ours, char *theirs)
{
    struct io_column_name *grown =
        theirs ? realloc(columns->all, (columns->n + 1) * sizeof *grown) : NULL;
    if (grown) columns->all = grown;
    struct io_column_name made = {strdup(table), strdup(ours ? ours : ""), theirs};
    if (!grown || !made.table || !made.ours) {
        free(made.table), free(made.ours), free(theirs);
        return false;
    }
    columns->all[columns->n++] = made;
    return true;
}

/* What a map says of one column, or (`ours` NULL) table: a text, or several, each followed by a
 * NUL. */
static bool add_texts(const dolbom_plan *plan, const char *map, const char *table, const char *ours,
                      struct io_column_names *columns)
{
    size_t len;
    char *all = ask(plan, map, table, ours, &len);
    bool done = all != NULL;
    for (const char *name = all; done && name < all + len; name += strlen(name) + 1) {
        char *theirs = strdup(name);
        done = add(columns, table, ours, theirs);
    }
    free(all);
    return done;
}

/* The columns of one table that a map names. */
static bool add_table(const dolbom_plan *plan, const char *map, const char *table,
                      struct io_column_names *columns)
{
    size_t len;
    char *names = ask(plan, map, table, NULL, &len);
    bool done = names != NULL;
    for (const char *name = names; done && name < names + len; name += strlen(name) + 1)
        done = add_texts(plan, map, table, name, columns);
    free(names);
    return done;
}

/* Compared columns of persons, which may be ones that only the plan knows. */
static bool add_compared(const dolbom_plan *plan, struct io_column_names *columns)
{
    size_t len;
    char *names = ask(plan, "compare", NULL, NULL, &len);
    bool done = names != NULL;
    for (const char *name = names; done && name < names + len; name += strlen(name) + 1)
        if (!io_column_theirs(columns, "persons", name))
            done = add(columns, "persons", name, strdup(name));
    free(names);
    return done;
}

/* All that a map of the plan says, such as `columns:`; of `flat` ones of tables, not of columns. */
static bool read_map(const dolbom_plan *plan, const char *map, bool flat,
                     struct io_column_names *columns)
{
    size_t len;
    char *tables = ask(plan, map, NULL, NULL, &len);
    bool done = tables != NULL;
    for (const char *table = tables; done && table < tables + len; table += strlen(table) + 1)
        done = flat ? add_texts(plan, map, table, NULL, columns)
                    : add_table(plan, map, table, columns);
    free(tables);
    return done;
}

bool tool_mapping_read(const dolbom_plan *plan, struct io_mapping *mapping)
{
    static const char *const from[] = {"column", "folder", "file"};
    size_t len;
    *mapping = (struct io_mapping){.plan = plan, .agency = IO_AGENCY_COLUMN};
    char *agency = ask(plan, "agency", NULL, NULL, &len);
    for (size_t i = 0; agency && i < sizeof from / sizeof *from; i++)
        if (strcmp(agency, from[i]) == 0) mapping->agency = (enum io_agency_from)i;
    bool done = agency != NULL;
    free(agency);
    return done && read_map(plan, "columns", false, &mapping->columns) &&
           add_compared(plan, &mapping->columns) &&
           read_map(plan, "constants", false, &mapping->constants) &&
           read_map(plan, "made", false, &mapping->made) &&
           read_map(plan, "sources", true, &mapping->sources);
}

static void free_names(struct io_column_names *names)
{
    for (size_t i = 0; i < names->n; i++) {
        free(names->all[i].table);
        free(names->all[i].ours);
        free(names->all[i].theirs);
    }
    free(names->all);
}

void tool_mapping_free(struct io_mapping *mapping)
{
    free_names(&mapping->columns);
    free_names(&mapping->constants);
    free_names(&mapping->made);
    free_names(&mapping->sources);
    io_programmes_clear(&mapping->programmes);
    *mapping = (struct io_mapping){.agency = IO_AGENCY_COLUMN};
}

bool tool_column_unknown(const struct io_column_names *columns, const char *table,
                         const char *column)
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

/* Is the column of ours there by a usual header only, which the plan does not name? */
static bool is_by_header(const struct io_part *part, const char *ours)
{
    int column = io_part_column(part, ours, false);
    return column >= 0 && part->meaning[column].how == IO_MEANT_BY_HEADER;
}

bool tool_column_missing(const struct io_column_names *columns, size_t at,
                         const struct io_table *table)
{
    const struct io_column_name *column = &columns->all[at];
    bool first =
        strcmp(io_column_theirs(columns, column->table, column->ours), column->theirs) == 0;
    bool renamed = strcmp(column->ours, column->theirs) != 0;
    for (size_t i = 0; i < table->n_parts && first; i++) {
        const struct io_part *part = &table->parts[i];
        if (io_part_gives(part, column->theirs) && !(renamed && is_by_header(part, column->ours)))
            return false;
    }
    return first;
}

bool tool_column_lacking(const struct io_column_names *columns, const struct io_table *table,
                         const struct io_part *part, const char **at, struct tool_listed *column)
{
    if (!*at) *at = io_table_form_find(table->name)->columns;
    while (tool_list_next(at, column)) {
        if (!column->required) continue;
        const char *theirs = io_column_theirs(columns, table->name, column->name);
        if (!io_part_gives(part, theirs ? theirs : column->name)) return true;
    }
    return false;
}

bool tool_columns_are_there(const struct io_column_names *columns, const struct io_input *input)
{
    for (size_t i = 0; i < input->n_tables; i++)
        for (size_t j = 0; j < input->tables[i].n_parts; j++) {
            const struct io_table *table = &input->tables[i];
            const char *at = NULL;
            struct tool_listed column;
            if (tool_column_lacking(columns, table, &table->parts[j], &at, &column)) return false;
        }
    return true;
}

/* Where the plan fills in all that must be there, a file without a header would lose its first row
 * and say nothing in the others. */
static bool reads_any(const struct io_part *part)
{
    bool any = !part->meaning;
    for (int i = 0; part->meaning && i < part->form.n_columns; i++)
        any |= io_is_certain(&part->meaning[i]);
    return any;
}

/* Tells of each column that a file lacks. */
static bool check_part(const struct io_column_names *columns, const struct io_table *table,
                       const struct io_part *part)
{
    const char *at = NULL;
    struct tool_listed column;
    char place[IO_PLACE];
    bool whole = true;
    io_part_place(part, part->path, part->first_line > 1 ? part->first_line - 1 : 1, -1, place,
                  sizeof place);
    while (tool_column_lacking(columns, table, part, &at, &column)) {
        tool_complain("%s: table %s needs a column %s, which this file lacks", place, table->name,
                      column.name);
        whole = false;
    }
    if (whole && !reads_any(part)) {
        tool_complain("%s: no name here is that of a column of table %s; if the file has no row of "
                      "headers, put one in",
                      place, table->name);
        whole = false;
    }
    return whole;
}

bool tool_columns_check(const struct io_column_names *columns, const struct io_input *input)
{
    bool whole = true, records = true;
    for (size_t i = 0; i < input->n_tables; i++)
        for (size_t j = 0; j < input->tables[i].n_parts; j++) {
            const struct io_table *table = &input->tables[i];
            bool good = check_part(columns, table, &table->parts[j]);
            whole &= good;
            records &= good || io_table_form_find(table->name)->kind != IO_RECORDS;
        }
    if (!records)
        tool_complain(
            "what agencies' files lack a plan can say; dolbom inspect --write proposes one");
    return whole;
}

/* The column of the table's files whose name is nearest to that, or NULL when none is near. */
static const char *column_near(const char *name, const struct io_table *table)
{
    for (size_t i = 0; i < table->n_parts; i++)
        for (int c = 0; c < table->parts[i].form.n_columns; c++)
            if (tool_is_near(name, table->parts[i].names[c])) return table->parts[i].names[c];
    return NULL;
}

bool tool_mapping_check(struct tool_run *run)
{
    bool good = true;
    for (size_t i = 0; i < run->mapping.columns.n; i++) {
        const struct io_column_name *column = &run->mapping.columns.all[i];
        const struct io_table *table = io_input_table(&run->input, column->table);
        bool renamed = strcmp(column->ours, column->theirs) != 0;
        if (!renamed || !table || !tool_column_missing(&run->mapping.columns, i, table)) continue;
        const char *near = column_near(column->theirs, table);
        tool_complain(near ? "%s: no file has the column %s, which the plan says is %s; did you "
                             "mean %s?"
                           : "%s: no file has the column %s, which the plan says is %s",
                      column->table, column->theirs, column->ours, near);
        good = false;
    }
    return good;
}
