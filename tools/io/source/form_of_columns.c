/* SPDX-License-Identifier: Apache-2.0 */
/*
 * form_of_columns.c - whether a row of names is a header, and of which table.
 *
 *   record_id, agency_id, 성명      persons: all names that it must have are there
 *   성명, 생년월일 …                persons, of a file that people named: 복지관_명단.csv
 *   성명, 서비스명, 제공일 …        services, as 서비스내역.csv says of which of the two it is
 *
 * Only where that is certain: all columns are there without which the table would be of no use.
 */
#include "io/source/part.h"

#include <stdlib.h>
#include <string.h>

/* ---- names ----------------------------------------------------------------------------------- */

/* Does the plan say that files call a column so? `column` NULL: any. */
static bool is_planned(const struct io_mapping *mapping, const char *table, const char *column,
                       const char *name)
{
    for (size_t i = 0; mapping && i < mapping->columns.n; i++) {
        const struct io_column_name *one = &mapping->columns.all[i];
        if (strcmp(one->table, table) == 0 && strcmp(one->theirs, name) == 0 &&
            (!column || strcmp(one->ours, column) == 0))
            return true;
    }
    return false;
}

static int count_known(const struct io_asked *asked, const struct io_names *names,
                       const struct io_table_form *form)
{
    int n = 0;
    for (int i = 0; i < names->n; i++)
        n += io_header_knows(form->name, form->columns, names->at[i], strlen(names->at[i])) ||
             is_planned(asked->mapping, form->name, NULL, names->at[i]);
    return n;
}

/* Those that are ours or the plan's: a sheet with from, to and a note is not yet one of decisions.
 */
static int count_own(const struct io_asked *asked, const struct io_names *names,
                     const struct io_table_form *form)
{
    int n = 0;
    bool required;
    for (int i = 0; i < names->n; i++)
        n += io_table_has_column(form, names->at[i], &required) ||
             is_planned(asked->mapping, form->name, NULL, names->at[i]);
    return n;
}

static int count_named(const struct io_names *names)
{
    int n = 0;
    for (int i = 0; i < names->n; i++) n += names->at[i][0] != '\0';
    return n;
}

/* ---- by our names, or the plan's ------------------------------------------------------------- */

/* Does the name of the file say the programme, where the plan asks, or somebody who may? */
static bool says_programme(const struct io_asked *asked, const char *table, const char *column)
{
    const struct io_mapping *mapping = asked->mapping;
    return mapping && strcmp(column, "programme") == 0 &&
           (mapping->thorough || io_column_theirs(&mapping->made, table, column)) &&
           io_programme_of(&mapping->programmes, asked->file);
}

/* Is the column filled in where a file lacks it? */
static bool is_filled(const struct io_asked *asked, const char *table, const char *column)
{
    const struct io_mapping *mapping = asked->mapping;
    if (strcmp(column, "programme") == 0 && says_programme(asked, table, column)) return true;
    bool made = mapping && strcmp(column, "programme") != 0 &&
                io_column_theirs(&mapping->made, table, column);
    bool agency = mapping && mapping->agency != IO_AGENCY_COLUMN;
    return mapping && (io_column_theirs(&mapping->constants, table, column) || made ||
                       (agency && strcmp(column, "agency_id") == 0));
}

static bool is_named(const struct io_asked *asked, const struct io_names *names,
                     const struct io_table_form *form, const char *column)
{
    for (int i = 0; i < names->n; i++)
        if (strcmp(names->at[i], column) == 0 ||
            is_planned(asked->mapping, form->name, column, names->at[i]))
            return true;
    return false;
}

/* How many of the columns that the table must have are named; -1 if one of them is neither that nor
 * filled in by the plan. */
static int count_required(const struct io_asked *asked, const struct io_names *names,
                          const struct io_table_form *form)
{
    const char *at = form->columns;
    struct tool_listed listed;
    int n = 0;
    while (tool_list_next(&at, &listed)) {
        bool named = listed.required && is_named(asked, names, form, listed.name);
        if (listed.required && !named && !is_filled(asked, form->name, listed.name)) return -1;
        n += named;
    }
    return n;
}

/* How many of the names are those of the table's columns; 0 if one is missing that it must have, or
 * most are something else's. */
static int count_columns(const struct io_asked *asked, const struct io_names *names,
                         const struct io_table_form *form)
{
    if (count_required(asked, names, form) < 0) return 0;
    bool is_record = form->kind == IO_RECORDS;
    int n = is_record ? count_known(asked, names, form) : count_own(asked, names, form);
    return n >= IO_HEADER_NAMES && 2 * n >= count_named(names) ? n : 0;
}

/* ---- by usual headers ------------------------------------------------------------------------ */

/* Does a header among them usually mean that column? */
static bool has_usual(const struct io_names *names, const char *table, const char *column)
{
    for (int i = 0; i < names->n; i++) {
        const struct io_usual *usual = io_usual_find(table, names->at[i], strlen(names->at[i]));
        if (usual && strcmp(usual->column, column) == 0) return true;
    }
    return false;
}

/* Has it all that the table must have, but for one column that need not be there (or NULL)? */
static bool has_all_usual(const struct io_asked *asked, const struct io_names *names,
                          const struct io_usual_table *table, const char *but)
{
    const char *at = table->columns;
    struct tool_listed listed;
    int n_known = 0;
    while (tool_list_next(&at, &listed))
        if (!(but && strcmp(listed.name, but) == 0) &&
            !has_usual(names, table->table, listed.name) &&
            !is_filled(asked, table->table, listed.name))
            return false;
    for (int i = 0; i < names->n; i++)
        n_known += io_usual_find(table->table, names->at[i], strlen(names->at[i])) ||
                   io_usual_find("persons", names->at[i], strlen(names->at[i]));
    return n_known >= IO_HEADER_NAMES;
}

/* Does the file's name hold one of the words? */
static bool holds_word(const char *file, const char *words)
{
    struct tool_listed word;
    while (tool_list_next(&words, &word))
        if (strcasestr(file, word.name)) return true;
    return false;
}

bool io_is_of_people(const struct io_asked *asked)
{
    const struct io_usual_table *table;
    for (const char *name = asked->file; *name; name++)
        if ((unsigned char)*name >= 0x80) return true;
    for (size_t i = 0; (table = io_usual_table_at(i)) != NULL; i++)
        if (holds_word(asked->file, table->words)) return true;
    return asked->mapping && io_programme_of(&asked->mapping->programmes, asked->file);
}

/* May rows of the table name people, of whom there need not be a list? */
static bool names_people(const struct io_mapping *mapping, const char *table)
{
    return mapping && (mapping->thorough || io_column_theirs(&mapping->made, table, "record_id"));
}

/* Are its rows days of one programme, though it may be called a list? */
static bool is_named_for(const struct io_asked *asked, const struct io_names *names,
                         const struct io_usual_table *table)
{
    return tool_list_has(table->columns, "programme", strlen("programme")) &&
           !has_usual(names, table->table, "programme") &&
           says_programme(asked, table->table, "programme");
}

/* Of all that fit, the one whose word is in the file's name; else the only one, which may be about
 * people of whom it is the list, too. */
static const struct io_usual_table *find_usual(const struct io_asked *asked,
                                               const struct io_names *names)
{
    const struct io_usual_table *table, *only = NULL, *named = NULL;
    int n_fit = 0, n_named = 0;
    bool persons = false;
    if (!io_is_of_people(asked)) return NULL;
    for (size_t i = 0; (table = io_usual_table_at(i)) != NULL; i++) {
        if (!has_all_usual(asked, names, table, NULL)) continue;
        if (is_named_for(asked, names, table)) return table;
        bool is_persons = strcmp(table->table, "persons") == 0;
        persons |= is_persons;
        if (!only || !is_persons) only = table;
        n_fit++;
        if (!holds_word(asked->file, table->words)) continue;
        named = table;
        n_named++;
    }
    bool both = n_fit == 2 && persons && names_people(asked->mapping, only->table);
    if (n_named == 1)
        only = named;
    else if (n_fit != 1 && !both)
        only = NULL;
    return only;
}

/* Of a file that may be a list of people, but has a header that no such list has: the table of that
 * header, or NULL where too little else is of it. Its programme is to be asked for. */
static const struct io_usual_table *told_by_sign(const struct io_asked *asked,
                                                 const struct io_names *names,
                                                 const struct io_usual_table *persons)
{
    const struct io_usual_table *table;
    if (holds_word(asked->file, persons->certain)) return persons;
    for (size_t i = 0; (table = io_usual_table_at(i)) != NULL; i++)
        if (io_usual_signs(table, names->at, names->n))
            return has_all_usual(asked, names, table, "programme") ? table : NULL;
    return persons;
}

/* Of persons no header may say otherwise. */
static const struct io_table_form *form_of_usual(const struct io_asked *asked,
                                                 const struct io_names *names)
{
    const struct io_usual_table *usual = find_usual(asked, names);
    if (usual && strcmp(usual->table, "persons") == 0) usual = told_by_sign(asked, names, usual);
    return usual ? io_table_form_find(usual->table) : NULL;
}

/* ---- which table, and whether it is one ------------------------------------------------------ */

const struct io_table_form *io_table_form_of_columns(const struct io_asked *asked,
                                                     const struct io_names *names)
{
    const struct io_table_form *form, *best = NULL;
    int most = 0;
    for (size_t i = 0; (form = io_table_form_at(i)) != NULL; i++) {
        bool wanted = form->kind != IO_RESULT && asked->kinds & 1u << form->kind;
        int n = wanted ? count_columns(asked, names, form) : 0;
        if (n > 0 && n == most) best = NULL; /* it could be either */
        if (n <= most) continue;
        most = n;
        best = form;
    }
    if (!(asked->kinds & 1u << IO_RECORDS) || (best && count_required(asked, names, best) > 0))
        return best;
    const struct io_table_form *usual = form_of_usual(asked, names);
    return usual ? usual : best;
}

/* Is it a column's name in any table? */
static bool is_name(const struct io_asked *asked, const char *name)
{
    const struct io_table_form *form;
    for (size_t i = 0; (form = io_table_form_at(i)) != NULL; i++)
        if (io_header_knows(form->name, form->columns, name, strlen(name)) ||
            is_planned(asked->mapping, form->name, NULL, name))
            return true;
    return false;
}

/* Names of the table, or of the person whom its rows are about. */
static int count_header(const struct io_asked *asked, const struct io_names *names,
                        const struct io_table_form *form)
{
    int n = 0;
    for (int i = 0; i < names->n; i++)
        n += io_header_knows(form->name, form->columns, names->at[i], strlen(names->at[i])) ||
             is_planned(asked->mapping, form->name, NULL, names->at[i]) ||
             (form->kind == IO_RECORDS &&
              (io_usual_find("persons", names->at[i], strlen(names->at[i])) ||
               is_planned(asked->mapping, "persons", NULL, names->at[i])));
    return n;
}

/* The name that a column without one has in the row above; "" where that is no name. */
static char *name_above(const struct io_asked *asked, const struct io_names *names,
                        const struct io_names *above, int column)
{
    char *name = names->at[column];
    bool asks = name[0] == '\0' && column < above->n;
    return asks && is_name(asked, above->at[column]) ? above->at[column] : name;
}

bool io_is_header(const struct io_asked *asked, const struct io_names *names,
                  const struct io_names *above, const struct io_table_form *form)
{
    char *both[IO_COLUMNS_MAX];
    struct io_names joined = {both, names->n < IO_COLUMNS_MAX ? names->n : IO_COLUMNS_MAX};
    for (int i = 0; i < joined.n; i++) both[i] = name_above(asked, names, above, i);
    if (!form) form = io_table_form_of_columns(asked, &joined);
    if (!form && asked->likely) asked->likely->no_memory |= !io_likely_note(asked->likely, &joined);
    return form && count_header(asked, names, form) >= IO_HEADER_NAMES;
}

bool io_names_join(const struct io_asked *asked, struct io_names *names,
                   const struct io_names *above)
{
    for (int i = 0; i < names->n; i++) {
        const char *name = name_above(asked, names, above, i);
        if (name == names->at[i]) continue;
        char *copy = strdup(name);
        if (!copy) return false;
        free(names->at[i]);
        names->at[i] = copy;
    }
    return true;
}
