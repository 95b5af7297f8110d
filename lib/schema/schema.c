/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.c - finding tables and columns by name.
 */
#include "schema/schema.h"

#include <string.h>

#include "text/text.h"

_Static_assert(DLB_SET_TABLES <= 64, "sets of tables have 64 bits");

const struct dlb_schema *dlb_schema_find(const char *table)
{
    for (size_t i = 0; i < DLB_TABLES; i++)
        if (strcmp(dlb_schemas[i].table, table) == 0) return &dlb_schemas[i];
    return NULL;
}

bool dlb_schema_has(const struct dlb_schema *schema, const char *column)
{
    for (size_t i = 0; i < schema->n_columns; i++)
        if (strcmp(schema->columns[i].name, column) == 0) return true;
    return false;
}

const char *const *dlb_schema_words(enum dlb_table_number table, unsigned column)
{
    return dlb_schemas[table].columns[column].words;
}

const char *dlb_schema_nearest_table(const char *name)
{
    struct dlb_nearest nearest = dlb_nearest_to(dlb_text_of(name));
    for (size_t i = 0; i < DLB_TABLES; i++)
        if (dlb_schemas[i].kind != DLB_SCHEMA_RESULT)
            dlb_nearest_try(&nearest, dlb_schemas[i].table);
    return nearest.known;
}

const char *dlb_schema_nearest_column(const struct dlb_schema *schema, const char *name)
{
    struct dlb_nearest nearest = dlb_nearest_to(dlb_text_of(name));
    for (size_t i = 0; i < schema->n_columns; i++)
        dlb_nearest_try(&nearest, schema->columns[i].name);
    return nearest.known;
}
