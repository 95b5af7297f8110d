/* SPDX-License-Identifier: Apache-2.0 */
/*
 * input_parts.c - which file is part of which table, as the sources find them.
 *
 *   persons.csv            persons
 *   persons_2026.csv       persons; so is persons_hwado.tsv
 *   복지관_명단.csv        the table that its columns say, if that is certain
 *   anything.csv           persons, if it was itself given as the path
 */
#include "io/source/part.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t io_stem_len(const char *name)
{
    size_t len = strlen(name);
    if (len < 5) return 0;
    const char *end = name + len - 4;
    bool csv = strcmp(end, ".csv") == 0 || strcmp(end, ".tsv") == 0 || strcmp(end, ".CSV") == 0 ||
               strcmp(end, ".TSV") == 0;
    return csv ? len - 4 : 0;
}

const char *io_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const struct io_table_form *io_table_form_of_name(const char *name, size_t len)
{
    const struct io_table_form *form, *found = NULL;
    for (size_t i = 0; len > 0 && (form = io_table_form_at(i)) != NULL; i++) {
        size_t n = strlen(form->name);
        bool begins = n <= len && memcmp(form->name, name, n) == 0;
        if (!begins || !(n == len || name[n] == '_')) continue;
        if (!found || n > strlen(found->name)) found = form; /* need_map, not needs */
    }
    return found;
}

const struct io_table_form *io_table_form_of_file(const char *path)
{
    const char *name = io_base_name(path);
    return io_table_form_of_name(name, io_stem_len(name));
}

bool io_is_named_as_table(const char *name)
{
    const struct io_table_form *form;
    for (size_t i = 0; (form = io_table_form_at(i)) != NULL; i++) {
        size_t n = strlen(form->name);
        bool begins = strncasecmp(form->name, name, n) == 0;
        if (begins && !((name[n] | ' ') >= 'a' && (name[n] | ' ') <= 'z')) return true;
    }
    return false;
}

bool io_part_name(struct io_part *part, const struct io_source *source, const char *path,
                  size_t shown_from, struct io_problem *problem)
{
    *part = (struct io_part){.source = source,
                             .path = strdup(path),
                             .shown_from = shown_from,
                             .shown = tool_foreign_copy(path + shown_from),
                             .first_row = INT64_MAX};
    return (part->path && part->shown) || io_fail_memory(problem);
}

bool io_part_is_unchanged(const struct io_part *part, const struct stat *about)
{
    const struct stat *seen = &part->about;
    return about->st_dev == seen->st_dev && about->st_ino == seen->st_ino &&
           about->st_size == seen->st_size && about->st_mtim.tv_sec == seen->st_mtim.tv_sec &&
           about->st_mtim.tv_nsec == seen->st_mtim.tv_nsec;
}

bool io_part_tell_change(const struct io_part *part, struct io_problem *problem)
{
    return io_fail(problem, IO_SYSTEM,
                   "%s: changed while it was read; run again when nobody is writing to it",
                   part->path);
}

const char *io_part_file(const struct io_part *part)
{
    return part->file ? part->file : part->path;
}

void io_part_place(const struct io_part *part, const char *shown, int64_t line, int column,
                   char *out, size_t cap)
{
    char letters[4] = "";
    if (part->lettered && column >= 0) io_column_letters(column, letters);
    if (*letters)
        snprintf(out, cap, "%.*s %s%lld", PATH_MAX, shown, letters, (long long)line);
    else
        snprintf(out, cap, tool_said(part->lettered ? "%.*s row %lld" : "%.*s, line %lld"),
                 PATH_MAX, shown, (long long)line);
}

struct io_table *io_input_table(struct io_input *input, const char *name)
{
    for (size_t i = 0; i < input->n_tables; i++)
        if (strcmp(input->tables[i].name, name) == 0) return &input->tables[i];
    return NULL;
}

/* The input's table of that form, created if necessary. */
static struct io_table *table_for(struct io_input *input, const struct io_table_form *form)
{
    size_t at = 0;
    while (at < input->n_tables && io_table_form_find(input->tables[at].name) < form) at++;
    if (at < input->n_tables && strcmp(input->tables[at].name, form->name) == 0)
        return &input->tables[at];
    struct io_table *more = reallocarray(input->tables, input->n_tables + 1, sizeof *more);
    if (!more) return NULL;
    input->tables = more;
    memmove(&more[at + 1], &more[at], (input->n_tables - at) * sizeof *more);
    input->n_tables++;
    more[at] = (struct io_table){.name = form->name};
    return &more[at];
}

struct io_part *io_input_part(struct io_input *input, const struct io_table_form *form,
                              const struct io_source *source, const char *path, size_t shown_from)
{
    struct io_table *table = table_for(input, form);
    struct io_part *more =
        table ? reallocarray(table->parts, table->n_parts + 1, sizeof *more) : NULL;
    if (!more) {
        io_fail_memory(&input->problem);
        return NULL;
    }
    table->parts = more;
    struct io_part *part = &more[table->n_parts++];
    bool named = io_part_name(part, source, path, shown_from, &input->problem);
    part->of = form;
    part->mapping = input->mapping;
    return named ? part : NULL;
}

bool io_input_ignore(struct io_input *input, const char *path, size_t shown_from, unsigned why)
{
    struct io_ignored *more = reallocarray(input->ignored, input->n_ignored + 1, sizeof *more);
    if (!more) return io_fail_memory(&input->problem);
    input->ignored = more;
    struct io_ignored *one = &more[input->n_ignored++];
    *one = (struct io_ignored){
        .path = strdup(path), .shown = tool_foreign_copy(path + shown_from), .why = why};
    return (one->path && one->shown) || io_fail_memory(&input->problem);
}

bool io_input_ignore_table(struct io_input *input, const char *path, size_t shown_from,
                           unsigned why, struct io_names *names)
{
    if (!io_input_ignore(input, path, shown_from, why)) return false;
    input->ignored[input->n_ignored - 1].names = *names;
    *names = (struct io_names){.at = NULL};
    return true;
}
