/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mapping.c - the plan's `columns:`, `values:`, `constants:`, `made:` and `sources:`, how other
 * people's files and databases become our tables.
 *
 *   columns:
 *     persons: {name: [성명, 이름], phone: 연락처}       the first that a table has
 *   values:
 *     services: {status: {제공완료: delivered}}          a cell that says one means the other
 *   constants:
 *     services: {agency_id: A01}                         for a table that lacks the column
 *   made:
 *     services: {service_id: row}                        for one that lacks it: from the row itself
 *   sources:
 *     services: care.services_2026                       what of a database it is
 *
 * Each section is kept as a list of entries, sorted by table, column and word. What a later text
 * says of the same column, or of the same word of it, replaces what an earlier one said. Words are
 * the same when cells cannot tell them apart: 제공완료 and 제공 완료 are.
 */
#include "plan/keys.h"

#include <inttypes.h>
#include <string.h>

#include "text/text.h"

static struct dlb_plan_entries *entries_of(dolbom_plan *plan, const struct dlb_plan_key *key)
{
    return (struct dlb_plan_entries *)(void *)((char *)plan + key->offset);
}

/* What two entries of one name agree in: its table, column and folded word, which stand one after
 * the other in the plan's arena, each with its NUL. */
static struct dlb_text name_of(const struct dlb_plan_entry *entry)
{
    return (struct dlb_text){entry->table, (size_t)(entry->word - entry->table)};
}

/* ---- in -------------------------------------------------------------------------------------- */

static dolbom_status read_entry(struct dlb_reading *reading, enum dlb_plan_map map,
                                struct dlb_node *const *names, const struct dlb_node *value,
                                dolbom_error *error)
{
    struct dlb_env *env = reading->plan->env;
    struct dlb_plan_entry *entry =
        dlb_array_reserve(env, &reading->entries[map], 1, sizeof *entry, UINT32_MAX);
    if (!entry) return dlb_fail_memory(error, env);
    *entry = (struct dlb_plan_entry){.table = names[0]->key.data,
                                     .ours = map == DLB_PLAN_SOURCES ? "" : names[1]->key.data,
                                     .word = map == DLB_PLAN_VALUES ? names[2]->key.data : "",
                                     .text = value->text.data,
                                     .line = value->line};
    reading->entries[map].n++;
    return DOLBOM_OK;
}

/* One text, or a list of them. */
static dolbom_status read_entries(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                  struct dlb_node *const *names, const struct dlb_node *value,
                                  dolbom_error *error)
{
    enum dlb_plan_map map =
        (enum dlb_plan_map)(entries_of(reading->plan, key) - reading->plan->map);
    if (value->kind == DLB_NODE_SCALAR) return read_entry(reading, map, names, value, error);
    dolbom_status status = DOLBOM_OK;
    for (const struct dlb_node *item = value->first; item && status == DOLBOM_OK; item = item->next)
        status = read_entry(reading, map, names, item, error);
    return status;
}

/* ---- out ------------------------------------------------------------------------------------- */

/* Of one name, and of one spelling of its word. */
static bool are_one_key(const struct dlb_plan_entry *left, const struct dlb_plan_entry *right)
{
    return dlb_text_equal(name_of(left), name_of(right)) && strcmp(left->word, right->word) == 0;
}

static void write_entries(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_plan_entries *all = entries_of((dolbom_plan *)writing->plan, key);
    for (uint32_t i = 0, end; i < all->n; i = end) {
        const struct dlb_plan_entry *entry = &all->at[i];
        const char *const names[] = {entry->table, entry->ours, entry->word};
        for (end = i + 1; end < all->n && are_one_key(entry, &all->at[end]); end++) continue;
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

/* The plan's own entries, then those of a text. */
struct layers {
    struct dlb_plan_entry *entries;
    struct dlb_text *names;
    uint32_t *order; /* by name, those of one name as they were written */
    uint32_t n_own, n;
};

/* Copies the texts into the plan's arena, one after the other. */
static bool copy_entry(dolbom_plan *plan, const struct dlb_plan_entry *from,
                       struct dlb_plan_entry *copy)
{
    enum { N_TEXTS = 5 };
    char room[DLB_WORD_MAX];
    const struct dlb_text texts[N_TEXTS] = {dlb_text_of(from->table), dlb_text_of(from->ours),
                                            dlb_word_fold(dlb_text_of(from->word), room),
                                            dlb_text_of(from->word), dlb_text_of(from->text)};
    const char *copies[N_TEXTS];
    size_t len = 0;
    for (size_t i = 0; i < N_TEXTS; i++) len += texts[i].len + 1;
    char *end = dlb_arena_alloc(&plan->arena, len);
    if (!end) return false;
    for (size_t i = 0; i < N_TEXTS; i++) {
        copies[i] = end;
        if (texts[i].len) memcpy(end, texts[i].data, texts[i].len);
        end[texts[i].len] = '\0';
        end += texts[i].len + 1;
    }
    *copy =
        (struct dlb_plan_entry){copies[0], copies[1], copies[2], copies[3], copies[4], from->line};
    return true;
}

static bool open_layers(dolbom_plan *plan, const struct dlb_plan_entries *own,
                        const struct dlb_plan_entry *over, size_t n_over, struct layers *layers)
{
    const size_t n = own->n + n_over;
    *layers = (struct layers){.entries = dlb_alloc_array(plan->env, n, sizeof *layers->entries),
                              .names = dlb_alloc_array(plan->env, n, sizeof *layers->names),
                              .order = dlb_alloc_array(plan->env, n, sizeof *layers->order),
                              .n_own = own->n,
                              .n = (uint32_t)n};
    bool room = layers->entries && layers->names && layers->order;
    for (size_t i = 0; i < n && room; i++) {
        if (i < own->n)
            layers->entries[i] = own->at[i];
        else
            room = copy_entry(plan, &over[i - own->n], &layers->entries[i]);
        if (room) layers->names[i] = name_of(&layers->entries[i]);
    }
    return room;
}

static void close_layers(struct dlb_env *env, struct layers *layers)
{
    dlb_free(env, layers->order, layers->n * sizeof *layers->order);
    dlb_free(env, layers->names, layers->n * sizeof *layers->names);
    dlb_free(env, layers->entries, layers->n * sizeof *layers->entries);
}

/* Of one name, which order[from] … order[end - 1] have: those of the text if there are any, else
 * the plan's own. */
static void keep_name(const struct layers *layers, uint32_t from, uint32_t end,
                      struct dlb_plan_entries *kept)
{
    const bool laid_over = layers->order[end - 1] >= layers->n_own;
    for (uint32_t i = from; i < end; i++)
        if (!laid_over || layers->order[i] >= layers->n_own)
            kept->at[kept->n++] = layers->entries[layers->order[i]];
}

/* One word cannot mean two things. */
static dolbom_status check_meanings(const struct dlb_plan_entries *values, dolbom_error *error)
{
    for (uint32_t i = 1; i < values->n; i++) {
        const struct dlb_plan_entry *entry = &values->at[i], *before = entry - 1;
        if (dlb_text_equal(name_of(before), name_of(entry)) &&
            strcmp(before->text, entry->text) != 0)
            return dlb_fail(error, DOLBOM_E_PLAN, entry->line, entry->ours,
                            "line %" PRId64 " says something else of the same word, for blanks, "
                            "case and width do not count; remove one",
                            before->line + 1);
    }
    return DOLBOM_OK;
}

dolbom_status dlb_mapping_lay(dolbom_plan *plan, enum dlb_plan_map map,
                              const struct dlb_plan_entry *over, size_t n_over, dolbom_error *error)
{
    struct dlb_plan_entries *own = &plan->map[map], kept = {0};
    struct layers layers;
    if (!n_over) return DOLBOM_OK;
    bool room = open_layers(plan, own, over, n_over, &layers);
    kept.at = room ? dlb_arena_alloc(&plan->arena, layers.n * sizeof *kept.at) : NULL;
    dolbom_status status =
        kept.at ? dlb_sort_texts(plan->env, layers.names, NULL, layers.n, layers.order, error)
                : dlb_fail_memory(error, plan->env);
    for (uint32_t i = 0, end; i < layers.n && status == DOLBOM_OK; i = end) {
        const struct dlb_text name = layers.names[layers.order[i]];
        for (end = i + 1; end < layers.n; end++)
            if (!dlb_text_equal(layers.names[layers.order[end]], name)) break;
        keep_name(&layers, i, end, &kept);
    }
    close_layers(plan->env, &layers);
    if (status == DOLBOM_OK && map == DLB_PLAN_VALUES) status = check_meanings(&kept, error);
    if (status == DOLBOM_OK) *own = kept;
    return status;
}

/* ---- for one table --------------------------------------------------------------------------- */

static struct dlb_plan_entries of_table(const dolbom_plan *plan, enum dlb_plan_map map,
                                        const char *table)
{
    const struct dlb_plan_entries *all = &plan->map[map];
    uint32_t from = 0, end;
    while (from < all->n && strcmp(all->at[from].table, table) != 0) from++;
    for (end = from; end < all->n && strcmp(all->at[end].table, table) == 0;) end++;
    return (struct dlb_plan_entries){end - from, all->at ? all->at + from : NULL};
}

/* NULL, as below: no memory. */
static const struct dlb_rename *make_renames(struct dlb_plan_entries entries,
                                             struct dlb_arena *arena)
{
    struct dlb_rename *renames = dlb_arena_alloc(arena, (entries.n + 1) * sizeof *renames);
    for (uint32_t i = 0; i < entries.n && renames; i++)
        renames[i] = (struct dlb_rename){entries.at[i].ours, entries.at[i].text};
    return renames;
}

static const struct dlb_word *make_words(struct dlb_plan_entries entries, struct dlb_arena *arena)
{
    struct dlb_word *words = dlb_arena_alloc(arena, (entries.n + 1) * sizeof *words);
    for (uint32_t i = 0; i < entries.n && words; i++)
        words[i] = (struct dlb_word){entries.at[i].ours, dlb_text_of(entries.at[i].folded),
                                     dlb_text_of(entries.at[i].text)};
    return words;
}

/* Made ids and sources are not of it: they are the business of whoever reads the files. */
dolbom_status dlb_plan_mapping(const dolbom_plan *plan, const char *table, struct dlb_arena *arena,
                               struct dlb_mapping *mapping, dolbom_error *error)
{
    const struct dlb_plan_entries columns = of_table(plan, DLB_PLAN_COLUMNS, table);
    const struct dlb_plan_entries values = of_table(plan, DLB_PLAN_VALUES, table);
    const struct dlb_plan_entries constants = of_table(plan, DLB_PLAN_CONSTANTS, table);
    *mapping = (struct dlb_mapping){make_renames(columns, arena),   columns.n,
                                    make_words(values, arena),      values.n,
                                    make_renames(constants, arena), constants.n};
    bool made = mapping->renames && mapping->values && mapping->constants;
    return made ? DOLBOM_OK : dlb_fail_memory(error, plan->env);
}
