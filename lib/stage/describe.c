/* SPDX-License-Identifier: Apache-2.0 */
/*
 * describe.c - the catalogue of tables for callers.
 */
#include "dolbom/schema.h"
#include "table/table.h"
#include "text/text.h"

static const char *const types[] = {
    [DLB_TYPE_TEXT] = "text",   [DLB_TYPE_ID] = "id",           [DLB_TYPE_DAY] = "day",
    [DLB_TYPE_MONTH] = "month", [DLB_TYPE_MOMENT] = "moment",   [DLB_TYPE_TIME] = "time",
    [DLB_TYPE_WHOLE] = "whole", [DLB_TYPE_DECIMAL] = "decimal", [DLB_TYPE_WON] = "won",
    [DLB_TYPE_FLAG] = "flag",   [DLB_TYPE_CLASS] = "class",     [DLB_TYPE_WORD] = "word",
    [DLB_TYPE_JSON] = "json"};

static const uint8_t frame_types[] = {
    [DLB_TYPE_TEXT] = DLB_FRAME_TEXT,   [DLB_TYPE_ID] = DLB_FRAME_TEXT,
    [DLB_TYPE_DAY] = DLB_FRAME_DAY,     [DLB_TYPE_MONTH] = DLB_FRAME_TEXT,
    [DLB_TYPE_MOMENT] = DLB_FRAME_TEXT, [DLB_TYPE_TIME] = DLB_FRAME_TEXT,
    [DLB_TYPE_WHOLE] = DLB_FRAME_INT64, [DLB_TYPE_DECIMAL] = DLB_FRAME_DECIMAL,
    [DLB_TYPE_WON] = DLB_FRAME_INT64,   [DLB_TYPE_FLAG] = DLB_FRAME_INT64,
    [DLB_TYPE_CLASS] = DLB_FRAME_TEXT,  [DLB_TYPE_WORD] = DLB_FRAME_TEXT,
    [DLB_TYPE_JSON] = DLB_FRAME_TEXT};

const char *dolbom_schema_table(size_t index, uint8_t *kind)
{
    if (index >= DLB_TABLES) return NULL;
    if (kind) *kind = (uint8_t)(10 * dlb_schemas[index].kind);
    return dlb_schemas[index].table;
}

dolbom_status dolbom_schema_column(const char *table, size_t index, dolbom_column *column)
{
    if (!table || !column || !dlb_struct_fits(column)) return DOLBOM_E_ARG;
    const struct dlb_schema *schema = dlb_schema_find(table);
    if (!schema || index >= schema->n_columns) return DOLBOM_E_SCHEMA;
    const struct dlb_column *of = &schema->columns[index];
    const dolbom_column made = {.struct_size = sizeof made,
                                .is_required = of->required,
                                .is_read = !of->unread,
                                .name = of->name,
                                .type = types[of->type],
                                .refers = of->refers,
                                .words = of->words,
                                .meaning = of->meaning};
    return dlb_struct_give(&made, sizeof made, column);
}

dolbom_status dolbom_schema(const char *table, struct ArrowSchema *schema, dolbom_error *error)
{
    if (!schema || !table || !dlb_error_fits(error)) return DOLBOM_E_ARG;
    schema->release = NULL;
    const struct dlb_schema *of = dlb_schema_find(table);
    if (!of) {
        char hint[DLB_HINT_MAX];
        return dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL, "there is no such table%s",
                        dlb_did_you_mean(dlb_schema_nearest_table(table), hint));
    }
    struct dlb_env *env;
    dolbom_status status = dlb_env_open(NULL, &env, error);
    if (status != DOLBOM_OK) return status;
    struct dlb_frame_column columns[DLB_COLUMNS_MAX];
    for (size_t i = 0; i < of->n_columns; i++) {
        uint8_t type = frame_types[of->columns[i].type];
        columns[i] =
            (struct dlb_frame_column){of->columns[i].name, type, type == DLB_FRAME_DECIMAL ? 6 : 0};
    }
    if (dlb_schema_give(env, columns, of->n_columns, schema) != 0)
        status = dlb_fail_memory(error, env);
    dlb_env_release(env);
    return status;
}
