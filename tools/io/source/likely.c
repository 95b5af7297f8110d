/* SPDX-License-Identifier: Apache-2.0 */
/*
 * likely.c - what may be the header of a file of which no table is certain, and what it lacks.
 *
 *   받으신분, 사업명, 비고      services, if 제공일 were there; persons, if people's details were
 *
 * Of all rows looked at, the one with the most known names; names that are not known may be
 * somebody's data and are never shown.
 */
#include "io/source/part.h"

#include <string.h>

/* What the name usually means in the table, or of the person whom its rows are about. */
static const struct io_usual *usual_in(const char *table, const char *name)
{
    const struct io_usual *usual = io_usual_find(table, name, strlen(name));
    return usual ? usual : io_usual_find("persons", name, strlen(name));
}

static int count_known(const struct io_names *names)
{
    int n = 0;
    for (int i = 0; i < names->n; i++)
        n += io_usual_find("", names->at[i], strlen(names->at[i])) != NULL;
    return n;
}

bool io_likely_note(struct io_likely *likely, const struct io_names *names)
{
    int n = count_known(names);
    if (n <= likely->n_known) return true;
    io_names_clear(&likely->names);
    likely->n_known = n;
    return io_names_copy(names, &likely->names);
}

/* ---- in words -------------------------------------------------------------------------------- */

struct put {
    char *text;
    size_t len, cap;
};

static void add(struct put *put, const char *before, const char *text)
{
    int n = snprintf(put->text + put->len, put->cap - put->len, "%s%s", before, text);
    if (n > 0 && put->len + (size_t)n < put->cap)
        put->len += (size_t)n;
    else
        put->text[put->len] = '\0'; /* what does not fit is left out whole */
}

/* A column of ours that the table must have, of which a header is there. */
static bool has_column(const struct io_names *names, const char *table, const char *column)
{
    for (int i = 0; i < names->n; i++) {
        const struct io_usual *usual = io_usual_find(table, names->at[i], strlen(names->at[i]));
        if (usual && strcmp(usual->column, column) == 0) return true;
    }
    return false;
}

/* Names that are known in the table; `own`: as columns of the table itself. */
static int count_in(const struct io_names *names, const char *table, bool own)
{
    int n = 0;
    for (int i = 0; i < names->n; i++)
        n += own ? io_usual_find(table, names->at[i], strlen(names->at[i])) != NULL
                 : usual_in(table, names->at[i]) != NULL;
    return n;
}

static void put_known(struct put *put, const struct io_names *names, const char *table)
{
    const char *before = "";
    for (int i = 0; i < names->n; i++) {
        if (!usual_in(table, names->at[i])) continue;
        add(put, before, names->at[i]);
        before = ", ";
    }
}

static void put_missing(struct put *put, const struct io_names *names,
                        const struct io_usual_table *table, bool in_english)
{
    const char *at = table->columns, *before = "";
    struct tool_listed listed;
    char worded[TOOL_WORDED];
    while (tool_list_next(&at, &listed)) {
        if (has_column(names, table->table, listed.name)) continue;
        const char *word = in_english ? NULL : tool_column_word(listed.name);
        add(put, before, tool_with_word(listed.name, word, worded));
        before = ", ";
    }
    if (!*before) add(put, "", in_english ? "none" : "없음");
}

bool io_likely_is(const struct io_names *names, const struct io_usual_table *table)
{
    return count_in(names, table->table, true) > 0 &&
           count_in(names, table->table, false) >= IO_HEADER_NAMES;
}

void io_likely_text(const struct io_names *names, bool in_english, char *text, size_t cap)
{
    const struct io_usual_table *table;
    struct put put = {text, 0, cap};
    char worded[TOOL_WORDED];
    text[0] = '\0';
    for (size_t i = 0; (table = io_usual_table_at(i)) != NULL; i++) {
        if (!io_likely_is(names, table)) continue;
        const char *word = in_english ? NULL : tool_table_word(table->table);
        add(&put, put.len ? " / " : "", tool_with_word(table->table, word, worded));
        add(&put, "", in_english ? ": known headers " : ": 아는 머리글 ");
        put_known(&put, names, table->table);
        add(&put, "", in_english ? "; missing " : "; 없는 열 ");
        put_missing(&put, names, table, in_english);
    }
}
