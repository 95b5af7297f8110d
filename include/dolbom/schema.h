/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file schema.h
 * The tables that stages read and give, and their columns.
 *
 * The catalogue of docs/tables.md for programs: to check a file before it is sent, to create
 * tables in a database, to fill a form. Columns that a plan adds (`columns:`, compared fields,
 * the level_… columns of `pairs`) are not in it, nor is `cleaned`, whose columns the plan
 * decides. All functions are pure and may be called by any thread; texts are static.
 */
#ifndef DOLBOM_SCHEMA_H
#define DOLBOM_SCHEMA_H

#include "dolbom/arrow.h"
#include "dolbom/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a table is for. */
enum {
    DOLBOM_TABLE_RECORDS = 0, /**< what agencies send: people and what was done for them */
    DOLBOM_TABLE_POLICY = 10, /**< the rules of one place and time */
    DOLBOM_TABLE_RESULT = 20  /**< what stages give */
};

/** A column of a table. */
typedef struct dolbom_column {
    uint32_t struct_size; /**< sizeof(dolbom_column) as the caller was compiled */
    uint8_t is_required;  /**< 1: a table without it is DOLBOM_E_SCHEMA */
    uint8_t is_read;      /**< 0: known, but nothing in this version reads it */
    uint16_t reserved;    /**< 0 */
    const char *name;     /**< such as "start_date" */
    const char *type;     /**< "text", "id", "day", "month", "moment", "time", "whole", "decimal",
                               "won", "flag", "class", "word" or "json"; see docs/tables.md */
    const char *refers;   /**< table whose row an id names; NULL for other columns */
    const char *const *words; /**< allowed words of a "word", then NULL; NULL for other columns */
    const char *meaning;      /**< one line of English */
} dolbom_column;

/**
 * The name of a table, in the order of docs/tables.md.
 *
 * @param[in]  index  from 0
 * @param[out] kind   a DOLBOM_TABLE_…; may be NULL
 * @return a static string; NULL past the last table
 */
DOLBOM_API const char *dolbom_schema_table(size_t index, uint8_t *kind);

/**
 * A column of a table.
 *
 * @param[in]     table   such as "services"; not NULL
 * @param[in]     index   from 0, in the order of docs/tables.md
 * @param[in,out] column  struct_size set by the caller; all other fields are filled
 * @return DOLBOM_OK; DOLBOM_E_ARG; DOLBOM_E_SCHEMA when there is no such table or column
 */
DOLBOM_API dolbom_status dolbom_schema_column(const char *table, size_t index,
                                              dolbom_column *column);

/**
 * A table's columns as an Arrow schema: a struct with a child for each.
 *
 * Days are date32, whole numbers and amounts int64, decimals double, all others utf8. Stages
 * accept more types than these; arrow.h lists them.
 *
 * @param[in]  table   such as "services"; not NULL
 * @param[out] schema  to be released by the caller; its release is NULL after a failure
 * @param[out] error   names the nearest table; may be NULL
 * @return DOLBOM_OK, DOLBOM_E_ARG, DOLBOM_E_SCHEMA (no such table) or DOLBOM_E_MEMORY
 */
DOLBOM_API dolbom_status dolbom_schema(const char *table, struct ArrowSchema *schema,
                                       dolbom_error *error);

#ifdef __cplusplus
}
#endif

#endif
