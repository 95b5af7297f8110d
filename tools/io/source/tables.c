/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tables.c - the tables of docs/tables.md by name, with their columns.
 *
 * The library itself says what is missing; with this list the command finds files, names the file
 * that lacks a column, and lists columns that nothing reads.
 */
#include "io/source/part.h"

#include <string.h>

static const struct io_table_form forms[] = {
#include "table_forms.h" /* made from lib/schema/schema.txt */
};

const struct io_table_form *io_table_form_at(size_t index)
{
    return index < sizeof forms / sizeof *forms ? &forms[index] : NULL;
}

const struct io_table_form *io_table_form_find(const char *name)
{
    const struct io_table_form *form;
    for (size_t i = 0; (form = io_table_form_at(i)) != NULL; i++)
        if (strcmp(form->name, name) == 0) return form;
    return NULL;
}

bool io_table_is_peoples(const struct io_table_form *form)
{
    return form->kind == IO_RECORDS || strcmp(form->name, "decisions") == 0;
}

bool io_table_is_sent(const char *name)
{
    return io_table_form_find(name)->kind != IO_RESULT || strcmp(name, "tokens") == 0 ||
           strcmp(name, "token_headers") == 0;
}

bool io_table_has_column(const struct io_table_form *form, const char *column, bool *required)
{
    const char *at = form->columns;
    struct tool_listed listed;
    while (tool_list_next(&at, &listed)) {
        *required = listed.required;
        if (strcmp(listed.name, column) == 0) return true;
    }
    return false;
}
