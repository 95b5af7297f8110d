/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rename.c - the plan's `columns:`, what other people's files call our columns.
 *
 *   columns:
 *     persons: {name: 성명, phone: 연락처}
 *
 * Kept sorted by table and column. A later text replaces what an earlier one said of the same
 * column and keeps the rest.
 */
#include "plan/keys.h"

#include <stdio.h>
#include <string.h>

#include "schema/schema.h"

static dolbom_status read_rename(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                 struct dlb_node *const *names, const struct dlb_node *value,
                                 dolbom_error *error)
{
    (void)key;
    struct dlb_env *env = reading->plan->env;
    struct dlb_plan_rename *rename =
        dlb_array_reserve(env, &reading->renames, 1, sizeof *rename, UINT32_MAX);
    if (!rename) return dlb_fail_memory(error, env);
    *rename = (struct dlb_plan_rename){names[0]->key.data, {names[1]->key.data, value->text.data}};
    reading->renames.n++;
    return DOLBOM_OK;
}

static void write_renames(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    for (uint32_t i = 0; i < writing->plan->n_renames; i++) {
        const struct dlb_plan_rename *rename = &writing->plan->renames[i];
        dlb_put(writing, key, (const char *[]){rename->table, rename->rename.ours},
                rename->rename.theirs);
    }
}

const struct dlb_key_codec dlb_rename_codec = {read_rename, write_renames};

static dolbom_status fail_name(const struct dlb_node *node, const char *what, const char *nearest,
                               dolbom_error *error)
{
    return dlb_node_fail(node, error, "%s%s%s%s", what, nearest ? "; did you mean " : "",
                         nearest ? nearest : "", nearest ? "?" : "");
}

/* Compared columns are read from persons, whatever they are called; those of the table
 * cleaned are theirs. */
static bool is_column(const struct dlb_match_settings *match, const char *table, const char *column)
{
    const struct dlb_schema *schema = dlb_schema_find(table);
    if (!schema) return true;
    bool has = dlb_schema_has(schema, column);
    for (uint8_t f = 0; f < match->n_fields && !has && strcmp(table, "persons") == 0; f++)
        has = strcmp(match->fields[f].name, column) == 0;
    return has;
}

static dolbom_status check_table(const struct dlb_match_settings *match,
                                 const struct dlb_node *table, dolbom_error *error)
{
    const char *name = table->key.data;
    const struct dlb_schema *schema = dlb_schema_find(name);
    if (!schema && strcmp(name, "cleaned") != 0)
        return fail_name(table, "there is no table of this name", dlb_schema_nearest_table(name),
                         error);
    for (const struct dlb_node *column = table->first; column; column = column->next) {
        char what[96];
        if (is_column(match, name, column->key.data)) continue;
        snprintf(what, sizeof what, "the table %s has no column of this name", name);
        return fail_name(column, what, dlb_schema_nearest_column(schema, column->key.data), error);
    }
    return DOLBOM_OK;
}

void dlb_renames_prune(dolbom_plan *plan)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < plan->n_renames; i++) {
        const struct dlb_plan_rename *rename = &plan->renames[i];
        if (is_column(&plan->match, rename->table, rename->rename.ours))
            plan->renames[n++] = *rename;
    }
    plan->n_renames = n;
}

dolbom_status dlb_columns_finish(struct dlb_reading *reading, const struct dlb_node *columns,
                                 dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    for (const struct dlb_node *table = columns->first; table && status == DOLBOM_OK;
         table = table->next)
        status = check_table(&reading->plan->match, table, error);
    return status == DOLBOM_OK
               ? dlb_renames_lay(reading->plan, reading->renames.data, reading->renames.n, error)
               : status;
}

/* table NUL ours NUL theirs NUL, in the plan's arena: the first two are what it is sorted by. */
static bool copy_rename(dolbom_plan *plan, const struct dlb_plan_rename *from,
                        struct dlb_plan_rename *copy, struct dlb_text *sorted_by)
{
    const size_t table = strlen(from->table) + 1, ours = strlen(from->rename.ours) + 1;
    const size_t theirs = strlen(from->rename.theirs) + 1;
    char *piece = dlb_arena_alloc(&plan->arena, table + ours + theirs);
    if (!piece) return false;
    memcpy(piece, from->table, table);
    memcpy(piece + table, from->rename.ours, ours);
    memcpy(piece + table + ours, from->rename.theirs, theirs);
    *copy = (struct dlb_plan_rename){piece, {piece + table, piece + table + ours}};
    *sorted_by = (struct dlb_text){piece, table + ours};
    return true;
}

/* The plan's renames, then those over them, into the plan in order; the later of equals stays. */
static dolbom_status sort_renames(dolbom_plan *plan, struct dlb_plan_rename *all,
                                  const struct dlb_text *texts, uint32_t n, uint32_t *order,
                                  dolbom_error *error)
{
    struct dlb_plan_rename *sorted = dlb_arena_alloc(&plan->arena, n * sizeof *sorted);
    if (!sorted) return dlb_fail_memory(error, plan->env);
    dolbom_status status = dlb_sort_texts(plan->env, texts, NULL, n, order, error);
    if (status != DOLBOM_OK) return status;
    plan->n_renames = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool again = i > 0 && dlb_text_equal(texts[order[i - 1]], texts[order[i]]);
        sorted[again ? plan->n_renames - 1 : plan->n_renames++] = all[order[i]];
    }
    plan->renames = sorted;
    return DOLBOM_OK;
}

dolbom_status dlb_renames_lay(dolbom_plan *plan, const struct dlb_plan_rename *over, size_t n_over,
                              dolbom_error *error)
{
    const size_t n_base = plan->n_renames, n = n_base + n_over;
    if (!n_over) return DOLBOM_OK;
    dolbom_status status = DOLBOM_E_MEMORY;
    struct dlb_plan_rename *all = dlb_alloc_array(plan->env, n, sizeof *all);
    struct dlb_text *texts = dlb_alloc_array(plan->env, n, sizeof *texts);
    uint32_t *order = dlb_alloc_array(plan->env, n, sizeof *order);
    bool done = all && texts && order;
    for (size_t i = 0; i < n && done; i++)
        done = copy_rename(plan, i < n_base ? &plan->renames[i] : &over[i - n_base], &all[i],
                           &texts[i]);
    if (done)
        status = sort_renames(plan, all, texts, (uint32_t)n, order, error);
    else
        dlb_fail_memory(error, plan->env);
    dlb_free(plan->env, order, n * sizeof *order);
    dlb_free(plan->env, texts, n * sizeof *texts);
    dlb_free(plan->env, all, n * sizeof *all);
    return status;
}

dolbom_status dlb_plan_renames(const dolbom_plan *plan, const char *table, struct dlb_arena *arena,
                               struct dlb_rename **renames, size_t *n, dolbom_error *error)
{
    *n = 0;
    *renames = dlb_arena_alloc(arena, (plan->n_renames + 1) * sizeof **renames);
    if (!*renames) return dlb_fail_memory(error, plan->env);
    for (uint32_t i = 0; i < plan->n_renames; i++)
        if (strcmp(plan->renames[i].table, table) == 0)
            (*renames)[(*n)++] = plan->renames[i].rename;
    return DOLBOM_OK;
}
