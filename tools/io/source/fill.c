/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fill.c - columns that a file lacks and the plan fills in: constants, the agency whose folder or
 * file it is, and the programme that a file is named for.
 *
 *   가람복지관/명단.csv          folder: 가람복지관, the first folder below the one given
 *   명단_가람복지관.csv          file: what comes after the last "_" of its name
 *   도시락배달 6월.csv           the programme, where the policy calls one so
 */
#include "io/source/part.h"

#include <stdlib.h>
#include <string.h>

const char *io_column_theirs(const struct io_column_names *names, const char *table,
                             const char *ours)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->all[i].table, table) == 0 && strcmp(names->all[i].ours, ours) == 0)
            return names->all[i].theirs;
    return NULL;
}

bool io_part_gives(const struct io_part *part, const char *column)
{
    for (int i = 0; i < part->form.n_columns; i++) {
        const char *target = part->meaning ? part->meaning[i].target : NULL;
        if (strcmp(target ? target : part->names[i], column) == 0) return true;
    }
    for (size_t i = 0; i < part->n_fills; i++)
        if (strcmp(part->fills[i].column, column) == 0) return true;
    return false;
}

/* `text` NULL: made of each row, as `how` says. */
static bool add_fill(struct io_part *part, const char *ours, enum io_filling how, const char *text,
                     size_t len, struct io_problem *problem)
{
    const char *theirs = io_column_theirs(&part->mapping->columns, part->of->name, ours);
    const char *column = theirs ? theirs : ours;
    if (text) tool_trim(&text, &len);
    if (io_part_gives(part, column)) return true;
    struct io_filled *more = reallocarray(part->fills, part->n_fills + 1, sizeof *more);
    if (!more) return io_fail_memory(problem);
    part->fills = more;
    more[part->n_fills] = (struct io_filled){.column = column,
                                             .ours = ours,
                                             .how = (uint8_t)how,
                                             .text = text ? strndup(text, len) : NULL};
    return more[part->n_fills++].text || !text || io_fail_memory(problem);
}

size_t io_part_folder(const struct io_part *part, const char **name)
{
    *name = io_part_file(part) + part->shown_from; /* a sheet's name may have a slash, too */
    const char *slash = strchr(*name, '/');
    return slash ? (size_t)(slash - *name) : 0;
}

/* Where in the part's path the agency stands; 0 when it is not there. */
static size_t find_agency(const struct io_part *part, enum io_agency_from from, const char **text)
{
    if (from == IO_AGENCY_FOLDER) return io_part_folder(part, text);
    const char *name = io_base_name(io_part_file(part));
    const char *dot = strrchr(name, '.');
    size_t len = dot ? (size_t)(dot - name) : strlen(name);
    const char *mark = memrchr(name, '_', len);
    *text = mark ? mark + 1 : name;
    return len - (size_t)(*text - name);
}

const char *io_part_programme(const struct io_part *part)
{
    const char *file = io_part_file(part);
    if (!part->mapping) return NULL;
    return io_programme_of(&part->mapping->programmes, part->path + (io_base_name(file) - file));
}

/* By the words of `made:`. */
static enum io_filling how_made(const struct io_part *part, const char *word)
{
    bool persons = strcmp(part->of->name, "persons") == 0;
    if (strcmp(word, "row") == 0) return IO_FILL_ROW;
    if (strcmp(word, "file") == 0) return IO_FILL_NAME;
    if (persons) return IO_FILL_PERSON;
    return strcmp(word, "person") == 0 ? IO_FILL_FOUND : IO_FILL_FOUND_OR_NEW;
}

/* The columns of one list of the plan. */
static bool fill_listed(struct io_part *part, const struct io_column_names *list,
                        struct io_problem *problem)
{
    const struct io_mapping *mapping = part->mapping;
    for (size_t i = 0; i < list->n; i++) {
        const struct io_column_name *constant = &list->all[i];
        if (strcmp(constant->table, part->of->name) != 0) continue;
        bool made = list == &mapping->made;
        enum io_filling how = made ? how_made(part, constant->theirs) : IO_FILL_TEXT;
        const char *text = made ? NULL : constant->theirs;
        if (how == IO_FILL_NAME) text = io_part_programme(part);
        bool has_name = how != IO_FILL_NAME || text; /* else the column is lacking */
        if (has_name &&
            !add_fill(part, constant->ours, how, text, text ? strlen(text) : 0, problem))
            return false;
    }
    return true;
}

bool io_part_fill(struct io_part *part, struct io_problem *problem)
{
    const struct io_mapping *mapping = part->mapping;
    bool required;
    if (!fill_listed(part, &mapping->constants, problem) ||
        !fill_listed(part, &mapping->made, problem))
        return false;
    bool is_of_agency = part->of->kind != IO_POLICY; /* its files are called as it likes */
    if (mapping->agency == IO_AGENCY_COLUMN || !is_of_agency ||
        !io_table_has_column(part->of, "agency_id", &required))
        return true;
    const char *text;
    size_t len = find_agency(part, mapping->agency, &text);
    return len == 0 || add_fill(part, "agency_id", IO_FILL_TEXT, text, len, problem);
}
