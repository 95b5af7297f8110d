/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.h - the catalogue of tables: what each is called, its columns, what they hold.
 *
 * schema.txt is the catalogue; from it the build makes the numbers of tables and columns
 * (schema_columns.h) and the table that dlb_schemas points to. Readers, the public schema and the
 * documents come from it, so a new column is one line there and the place that uses it.
 */
#ifndef DLB_SCHEMA_H
#define DLB_SCHEMA_H

#include "base/base.h"
#include "schema/schema_columns.h"

enum dlb_column_type {
    DLB_TYPE_TEXT,
    DLB_TYPE_ID,
    DLB_TYPE_DAY,
    DLB_TYPE_MONTH,
    DLB_TYPE_MOMENT, /* a day, perhaps with a time of day */
    DLB_TYPE_TIME,   /* HH:MM */
    DLB_TYPE_WHOLE,
    DLB_TYPE_DECIMAL,
    DLB_TYPE_WON,
    DLB_TYPE_FLAG, /* 0 or 1 */
    DLB_TYPE_CLASS,
    DLB_TYPE_WORD, /* one of `words` */
    DLB_TYPE_JSON
};

/* A column that a reader wants; the names outlive every reader. */
struct dlb_column {
    const char *name;
    bool required;            /* absent: DOLBOM_E_SCHEMA; else it reads as all null */
    bool expected;            /* absent: DOLBOM_E_SCHEMA, though its cells may be empty */
    bool unread;              /* known, but nothing in the library reads it */
    uint8_t type;             /* enum dlb_column_type */
    const char *const *words; /* of DLB_TYPE_WORD, in the order of their enum, then NULL */
    const char *refers;       /* table that an id refers to; NULL: its own, or any */
    const char *meaning;      /* a line of English */
};

enum dlb_schema_kind {
    DLB_SCHEMA_RECORDS, /* what agencies send */
    DLB_SCHEMA_POLICY,
    DLB_SCHEMA_RESULT
};

struct dlb_schema {
    const char *table;
    uint8_t kind; /* enum dlb_schema_kind */
    const struct dlb_column *columns;
    size_t n_columns;
};
extern const struct dlb_schema dlb_schemas[DLB_TABLES];

/* The table of a name, or NULL. */
const struct dlb_schema *dlb_schema_find(const char *table);
bool dlb_schema_has(const struct dlb_schema *schema, const char *column);
/* The words of a column, in the order of their enum, then NULL. */
const char *const *dlb_schema_words(enum dlb_table_number table, unsigned column);
/* The known name that was probably meant by an unknown table, or column of a table; NULL when none
 * is near. */
const char *dlb_schema_nearest_table(const char *name);
const char *dlb_schema_nearest_column(const struct dlb_schema *schema, const char *name);

#endif
