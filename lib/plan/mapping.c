/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mapping.c - the plan's `columns:`, `values:` and `constants:`, how other people's files become
 * our tables.
 *
 *   columns:
 *     persons: {name: [성명, 이름], phone: 연락처}       the first that a table has
 *   values:
 *     services: {status: {제공완료: delivered}}          a cell that says one means the other
 *   constants:
 *     services: {agency_id: A01}                         for a table that lacks the column
 *
 * Each is kept as a list of entries, sorted by table, column and word. What a later text says of
 * the same column, or of the same word of it, replaces what an earlier one said.
 */
#include "plan/keys.h"

#include <string.h>

#include "schema/schema.h"
#include "text/text.h"

static struct dlb_plan_entries *entries_of(dolbom_plan *plan, const struct dlb_plan_key *key)
{
    return (struct dlb_plan_entries *)(void *)((char *)plan + key->offset);
}

/* ---- in -------------------------------------------------------------------------------------- */

static dolbom_status read_entry(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                struct dlb_node *const *names, const char *text,
                                dolbom_error *error)
{
    struct dlb_env *env = reading->plan->env;
    bool has_word = key->form == DLB_FORM_WORD && strstr(key->path, "<word>");
    enum dlb_plan_map map =
        (enum dlb_plan_map)(entries_of(reading->plan, key) - reading->plan->map);
    struct dlb_plan_entry *entry =
        dlb_array_reserve(env, &reading->entries[map], 1, sizeof *entry, UINT32_MAX);
    if (!entry) return dlb_fail_memory(error, env);
    *entry = (struct dlb_plan_entry){names[0]->key.data, names[1]->key.data,
                                     has_word ? names[2]->key.data : "", text};
    reading->entries[map].n++;
    return DOLBOM_OK;
}

/* One text, or a list of them. */
static dolbom_status read_entries(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                  struct dlb_node *const *names, const struct dlb_node *value,
                                  dolbom_error *error)
{
    if (value->kind == DLB_NODE_SCALAR)
        return read_entry(reading, key, names, value->text.data, error);
    dolbom_status status = DOLBOM_OK;
    for (const struct dlb_node *item = value->first; item && status == DOLBOM_OK; item = item->next)
        status = read_entry(reading, key, names, item->text.data, error);
    return status;
}

/* ---- out ------------------------------------------------------------------------------------- */

static bool is_same(const struct dlb_plan_entry *left, const struct dlb_plan_entry *right)
{
    return strcmp(left->table, right->table) == 0 && strcmp(left->ours, right->ours) == 0 &&
           strcmp(left->word, right->word) == 0;
}

static void write_entries(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_plan_entries *all = entries_of((dolbom_plan *)writing->plan, key);
    for (uint32_t i = 0, end; i < all->n; i = end) {
        const struct dlb_plan_entry *entry = &all->at[i];
        const char *const names[] = {entry->table, entry->ours, entry->word};
        for (end = i + 1; end < all->n && is_same(entry, &all->at[end]); end++) continue;
        if (end == i + 1) {
            dlb_put(writing, key, names, entry->text);
            continue;
        }
        struct dlb_node *list = dlb_put_list(writing, key, names);
        for (uint32_t j = i; j < end; j++) dlb_put_item(writing, list, all->at[j].text);
    }
}

const struct dlb_key_codec dlb_mapping_codec = {read_entries, write_entries};

/* ---- one laid over the other ----------------------------------------------------------------- */

/* table NUL ours NUL word NUL text NUL, in the plan's arena: the first three are what it is sorted
 * by. */
static bool copy_entry(dolbom_plan *plan, const struct dlb_plan_entry *from,
                       struct dlb_plan_entry *copy, struct dlb_text *sorted_by)
{
    const size_t table = strlen(from->table) + 1, ours = strlen(from->ours) + 1;
    const size_t word = strlen(from->word) + 1, text = strlen(from->text) + 1;
    char *piece = dlb_arena_alloc(&plan->arena, table + ours + word + text);
    if (!piece) return false;
    memcpy(piece, from->table, table);
    memcpy(piece + table, from->ours, ours);
    memcpy(piece + table + ours, from->word, word);
    memcpy(piece + table + ours + word, from->text, text);
    *copy = (struct dlb_plan_entry){piece, piece + table, piece + table + ours,
                                    piece + table + ours + word};
    *sorted_by = (struct dlb_text){piece, table + ours + word};
    return true;
}

/* All entries in order; of one name those laid over, if there are any. The first n_base of `all`
 * are the plan's own. */
static dolbom_status sort_entries(dolbom_plan *plan, struct dlb_plan_entries *entries,
                                  struct dlb_plan_entry *all, const struct dlb_text *texts,
                                  uint32_t n, uint32_t n_base, uint32_t *order, dolbom_error *error)
{
    struct dlb_plan_entry *sorted = dlb_arena_alloc(&plan->arena, n * sizeof *sorted);
    if (!sorted) return dlb_fail_memory(error, plan->env);
    dolbom_status status = dlb_sort_texts(plan->env, texts, NULL, n, order, error);
    if (status != DOLBOM_OK) return status;
    entries->n = 0;
    for (uint32_t i = 0, end; i < n; i = end) {
        bool laid_over = order[i] >= n_base;
        for (end = i + 1; end < n && dlb_text_equal(texts[order[i]], texts[order[end]]); end++)
            laid_over |= order[end] >= n_base;
        for (uint32_t j = i; j < end; j++)
            if (order[j] >= n_base || !laid_over) sorted[entries->n++] = all[order[j]];
    }
    entries->at = sorted;
    return DOLBOM_OK;
}

dolbom_status dlb_mapping_lay(dolbom_plan *plan, enum dlb_plan_map map,
                              const struct dlb_plan_entry *over, size_t n_over, dolbom_error *error)
{
    struct dlb_plan_entries *entries = &plan->map[map];
    const size_t n_base = entries->n, n = n_base + n_over;
    if (!n_over) return DOLBOM_OK;
    dolbom_status status = DOLBOM_E_MEMORY;
    struct dlb_plan_entry *all = dlb_alloc_array(plan->env, n, sizeof *all);
    struct dlb_text *texts = dlb_alloc_array(plan->env, n, sizeof *texts);
    uint32_t *order = dlb_alloc_array(plan->env, n, sizeof *order);
    bool done = all && texts && order;
    for (size_t i = 0; i < n && done; i++)
        done =
            copy_entry(plan, i < n_base ? &entries->at[i] : &over[i - n_base], &all[i], &texts[i]);
    if (done)
        status =
            sort_entries(plan, entries, all, texts, (uint32_t)n, (uint32_t)n_base, order, error);
    else
        dlb_fail_memory(error, plan->env);
    dlb_free(plan->env, order, n * sizeof *order);
    dlb_free(plan->env, texts, n * sizeof *texts);
    dlb_free(plan->env, all, n * sizeof *all);
    return status;
}

/* ---- for one table --------------------------------------------------------------------------- */

/* The entries of one table begin here and are *n. */
static const struct dlb_plan_entry *of_table(const dolbom_plan *plan, enum dlb_plan_map map,
                                             const char *table, size_t *n)
{
    const struct dlb_plan_entries *entries = &plan->map[map];
    uint32_t from = 0;
    while (from < entries->n && strcmp(entries->at[from].table, table) != 0) from++;
    *n = 0;
    while (from + *n < entries->n && strcmp(entries->at[from + *n].table, table) == 0) ++*n;
    return entries->at ? entries->at + from : NULL;
}

/* Words are folded once, cells as they are read. */
static bool take_values(const struct dlb_plan_entry *entries, size_t n, struct dlb_arena *arena,
                        struct dlb_word *values)
{
    for (size_t i = 0; i < n; i++) {
        char room[DLB_WORD_MAX];
        struct dlb_text word = dlb_word_fold(dlb_text_of(entries[i].word), room);
        char *copy = dlb_arena_copy(arena, word.len ? word.data : "", word.len);
        if (!copy) return false;
        values[i] =
            (struct dlb_word){entries[i].ours, {copy, word.len}, dlb_text_of(entries[i].text)};
    }
    return true;
}

dolbom_status dlb_plan_mapping(const dolbom_plan *plan, const char *table, struct dlb_arena *arena,
                               struct dlb_mapping *mapping, dolbom_error *error)
{
    size_t n[DLB_PLAN_MAPS];
    const struct dlb_plan_entry *of[DLB_PLAN_MAPS];
    *mapping = (struct dlb_mapping){.n_renames = 0};
    for (int map = 0; map < DLB_PLAN_MAPS; map++)
        of[map] = of_table(plan, (enum dlb_plan_map)map, table, &n[map]);
    struct dlb_rename *renames = dlb_arena_alloc(arena, (n[0] + n[2] + 1) * sizeof *renames);
    struct dlb_word *values = dlb_arena_alloc(arena, (n[DLB_PLAN_VALUES] + 1) * sizeof *values);
    if (!renames || !values || !take_values(of[DLB_PLAN_VALUES], n[DLB_PLAN_VALUES], arena, values))
        return dlb_fail_memory(error, plan->env);
    struct dlb_rename *constants = renames + n[DLB_PLAN_COLUMNS];
    for (size_t i = 0; i < n[DLB_PLAN_COLUMNS]; i++)
        renames[i] =
            (struct dlb_rename){of[DLB_PLAN_COLUMNS][i].ours, of[DLB_PLAN_COLUMNS][i].text};
    for (size_t i = 0; i < n[DLB_PLAN_CONSTANTS]; i++)
        constants[i] =
            (struct dlb_rename){of[DLB_PLAN_CONSTANTS][i].ours, of[DLB_PLAN_CONSTANTS][i].text};
    *mapping = (struct dlb_mapping){renames,   n[DLB_PLAN_COLUMNS],  values, n[DLB_PLAN_VALUES],
                                    constants, n[DLB_PLAN_CONSTANTS]};
    return DOLBOM_OK;
}
