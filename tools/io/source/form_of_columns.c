/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form_of_columns.c - the table of a file or sheet whose name is no table's, by its columns.
 *
 *   복지관_명단.csv     성명, 생년월일 …               persons
 *   서비스내역.csv      성명, 서비스명, 제공일 …       services: the name says which of the two
 *
 * Only where that is certain: all columns are there without which the table would be of no use.
 */
#include "io/source/part.h"

#include <stdlib.h>
#include <string.h>

/* Does a header among them usually mean that column, whose name may end in a space? */
static bool has_column(char *const *names, int n, const char *table, const char *column)
{
    size_t len = strcspn(column, " ");
    for (int i = 0; i < n; i++) {
        const struct io_usual *usual = io_usual_find(table, names[i], strlen(names[i]));
        if (usual && strlen(usual->column) == len && memcmp(usual->column, column, len) == 0)
            return true;
    }
    return false;
}

static bool has_all(char *const *names, int n, const struct io_usual_table *table)
{
    int n_known = 0;
    for (const char *at = table->columns; *at;) {
        if (!has_column(names, n, table->table, at)) return false;
        at += strcspn(at, " ");
        at += *at == ' ';
    }
    for (int i = 0; i < n; i++)
        n_known += io_usual_find(table->table, names[i], strlen(names[i])) != NULL;
    return n_known >= IO_HEADER_NAMES;
}

/* Does the name hold one of the words, which are separated by spaces? */
static bool holds_word(const char *name, const char *words)
{
    for (const char *at = words; *at;) {
        size_t len = strcspn(at, " ");
        if (memmem(name, strlen(name), at, len)) return true;
        at += len + (at[len] == ' ');
    }
    return false;
}

/* A name that a program gave is not ours to read into; people name their files in Korean. */
static bool is_of_people(const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name >= 0x80) return true;
    return false;
}

const struct io_table_form *io_table_form_of_columns(char *const *names, int n, const char *file)
{
    const struct io_usual_table *table, *only = NULL, *named = NULL;
    int n_fit = 0, n_named = 0;
    if (!is_of_people(file)) return NULL;
    for (size_t i = 0; (table = io_usual_table_at(i)) != NULL; i++) {
        if (!has_all(names, n, table)) continue;
        only = table;
        n_fit++;
        if (!holds_word(file, table->words)) continue;
        named = table;
        n_named++;
    }
    if (n_fit != 1) only = n_named == 1 ? named : NULL;
    return only ? io_table_form_find(only->table) : NULL;
}

const struct io_table_form *io_table_form_inside(const char *path, const struct io_input *input)
{
    static const struct io_table_form any = {.name = "", .kind = IO_RECORDS, .columns = ""};
    const char *name = io_base_name(path);
    struct io_problem problem = {.kind = IO_OK};
    struct io_table table = {.reading = input->reading};
    const struct io_table_form *form = NULL;
    struct stat about;
    bool plain = stat(path, &about) == 0 && S_ISREG(about.st_mode); /* a pipe is read only once */
    bool asked = input->mapping && plain && is_of_people(name);
    table.parts = asked ? calloc(1, sizeof *table.parts) : NULL;
    if (!table.parts) return NULL;
    table.n_parts = 1;
    struct io_part *part = table.parts;
    bool done = io_part_name(part, &io_csv_source, path, 0, &problem);
    part->of = &any;
    if (done && part->source->look(part, &input->reading, &problem))
        form = io_table_form_of_columns(part->names, part->form.n_columns, name);
    io_table_clear(&table);
    return form;
}
