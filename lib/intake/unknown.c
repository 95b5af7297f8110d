/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unknown.c - tables and columns that came in and are not in the catalogue.
 *
 * Otherwise a table called `agenceis` would mean a run without agencies and without a word about
 * it. Each unknown name is reported once, with the known name that was probably meant.
 */
#include "intake/unique.h"

#include <string.h>

/* Names are copied: their senders may be gone by the time they are reported. */
struct unknown {
    const char *table, *column; /* column NULL: the table itself is unknown */
    const char *nearest;        /* NULL: no known name is near */
};

static dolbom_status add(struct dlb_unknown *unknown, const char *table, const char *column,
                         const char *nearest, dolbom_error *error)
{
    struct dlb_env *env = unknown->names.env;
    struct unknown *room = dlb_array_reserve(env, &unknown->list, 1, sizeof *room, UINT32_MAX);
    if (!room) return dlb_fail_memory(error, env);
    *room = (struct unknown){.nearest = nearest};
    room->table = dlb_arena_copy(&unknown->names, table, strlen(table) + 1);
    if (column) room->column = dlb_arena_copy(&unknown->names, column, strlen(column) + 1);
    if (!room->table || (column && !room->column)) return dlb_fail_memory(error, env);
    unknown->list.n++;
    return DOLBOM_OK;
}

void dlb_unknown_clear(struct dlb_unknown *unknown)
{
    dlb_array_clear(unknown->names.env, &unknown->list, sizeof(struct unknown));
    dlb_arena_clear(&unknown->names);
}

dolbom_status dlb_unknown_table(struct dlb_unknown *unknown, const char *table, dolbom_error *error)
{
    bool known = dlb_schema_find(table) || strcmp(table, "cleaned") == 0;
    return known ? DOLBOM_OK : add(unknown, table, NULL, dlb_schema_nearest_table(table), error);
}

dolbom_status dlb_unknown_columns(struct dlb_unknown *unknown, const char *table,
                                  const struct dlb_source *source, dolbom_error *error)
{
    const struct dlb_schema *schema = dlb_schema_find(table);
    const char *name;
    dolbom_status status = DOLBOM_OK;
    for (size_t i = 0; schema && status == DOLBOM_OK && (name = dlb_source_unwanted(source, i));
         i++) {
        if (dlb_schema_has(schema, name)) continue;
        status = add(unknown, table, name, dlb_schema_nearest_column(schema, name), error);
    }
    return status;
}

static int compare(const char *left, const char *right)
{
    return dlb_text_order(dlb_text_of(left), dlb_text_of(right));
}

static int unknown_order(const void *left_row, const void *right_row)
{
    const struct unknown *left = left_row, *right = right_row;
    int order = compare(left->table, right->table);
    return order ? order : compare(left->column, right->column);
}

dolbom_status dlb_unknown_frame(struct dlb_unknown *unknown, struct dlb_frame **frame,
                                dolbom_error *error)
{
    struct dlb_env *env = unknown->names.env;
    static const struct dlb_frame_column columns[] = {{"table", DLB_FRAME_TEXT, 0},
                                                      {"column", DLB_FRAME_TEXT, 0},
                                                      {"nearest", DLB_FRAME_TEXT, 0}};
    struct unknown *list = unknown->list.data;
    *frame = NULL;
    dolbom_status status =
        dlb_order_rows(env, list, (uint32_t)unknown->list.n, sizeof *list, unknown_order, error);
    if (status == DOLBOM_OK) status = dlb_frame_open(env, columns, 3, frame, error);
    for (size_t i = 0; status == DOLBOM_OK && i < unknown->list.n; i++) {
        dlb_frame_cstring(*frame, list[i].table);
        dlb_frame_cstring(*frame, list[i].column);
        dlb_frame_cstring(*frame, list[i].nearest);
    }
    return status;
}
