/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readings.c - the plan's `hanja:`, how Chinese characters are read in names.
 *
 *   hanja:
 *     車: 차
 *     𤥢: 민
 *
 * What is built in comes from ICU, which reads three of four characters of the court's list
 * for personal names. Whoever has the list brings it here; an entry goes before what is
 * built in, and a later text's entry before an earlier one's.
 */
#include "plan/plan.h"

#include <string.h>

/* The only code point of a text; 0 when there are none or several. */
static uint32_t only_rune(struct dlb_text text)
{
    size_t at = 0;
    if (!text.data || text.len == 0 || text.len > 4) return 0;
    if (dlb_utf8_valid(text.data, text.len) != text.len) return 0;
    uint32_t rune = dlb_utf8_next(text.data, text.len, &at);
    return at == text.len ? rune : 0;
}

static dolbom_status read_entry(const struct dlb_node *node, struct dlb_hanja_entry *entry,
                                dolbom_error *error)
{
    *entry = (struct dlb_hanja_entry){only_rune(node->key), only_rune(node->text)};
    if (!dlb_is_hanja(entry->hanja))
        return dlb_node_fail(node, error, "one Chinese character is wanted before the colon");
    if (node->kind != DLB_NODE_SCALAR || !dlb_is_syllable(entry->reading))
        return dlb_node_fail(node, error, "one Hangul syllable is wanted here");
    return DOLBOM_OK;
}

/* Both are ascending; where both name a character, `over` wins. */
dolbom_status dlb_readings_lay(dolbom_plan *plan, const struct dlb_hanja_table *over,
                               dolbom_error *error)
{
    const struct dlb_hanja_table base = plan->hanja;
    if (over->n == 0) return DOLBOM_OK;
    struct dlb_hanja_entry *entries =
        dlb_arena_alloc(&plan->arena, (base.n + over->n) * sizeof *entries);
    if (!entries) return dlb_fail_memory(error, plan->env);
    size_t n = 0, b = 0, o = 0;
    while (b < base.n || o < over->n) {
        bool takes_base =
            o == over->n || (b < base.n && base.entries[b].hanja < over->entries[o].hanja);
        if (!takes_base && b < base.n) b += base.entries[b].hanja == over->entries[o].hanja;
        entries[n++] = takes_base ? base.entries[b++] : over->entries[o++];
    }
    plan->hanja = (struct dlb_hanja_table){n, entries};
    plan->value.hanja = &plan->hanja;
    return DOLBOM_OK;
}

/* Entries of the map, sorted, in the scratch arena. */
static dolbom_status read_entries(const struct dlb_node *node, struct dlb_arena *scratch,
                                  struct dlb_hanja_table *table, dolbom_error *error)
{
    size_t n = node->n_children;
    struct dlb_sort_item *items = dlb_arena_alloc(scratch, (2 * n + 1) * sizeof *items);
    struct dlb_hanja_entry *entries = dlb_arena_alloc(scratch, (n + 1) * sizeof *entries);
    if (!items || !entries) return dlb_fail_memory(error, scratch->env);
    const struct dlb_node *child = node->first;
    for (size_t i = 0; i < n; i++, child = child->next) {
        dolbom_status status = read_entry(child, &entries[i], error);
        if (status != DOLBOM_OK) return status;
        items[i] = (struct dlb_sort_item){entries[i].hanja, entries[i].reading};
    }
    dlb_sort_in(items, items + n, n);
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct dlb_hanja_entry){(uint32_t)items[i].key, (uint32_t)items[i].value};
    *table = (struct dlb_hanja_table){n, entries};
    return DOLBOM_OK;
}

dolbom_status dlb_readings_read(const struct dlb_node *node, dolbom_plan *plan, dolbom_error *error)
{
    if (node->kind != DLB_NODE_MAP)
        return dlb_node_fail(node, error, "hanja wants a map of character: syllable");
    struct dlb_arena scratch;
    struct dlb_hanja_table table;
    dlb_arena_init(&scratch, plan->env, false);
    dolbom_status status = read_entries(node, &scratch, &table, error);
    if (status == DOLBOM_OK) status = dlb_readings_lay(plan, &table, error);
    dlb_arena_clear(&scratch);
    return status;
}
