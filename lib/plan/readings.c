/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readings.c - the plan's `hanja:`, how Chinese characters are read in names.
 *
 *   hanja:
 *     車: 차
 *     𤥢: 민
 *
 * What is built in comes from ICU, which reads three in four characters of the court's list
 * for personal names. Whoever has the list brings it here; an entry goes before what is
 * built in, and a later text's entry before an earlier one's.
 */
#include "plan/keys.h"

/* The only code point of a text; 0 when there are none or several. */
static uint32_t only_rune(struct dlb_text text)
{
    size_t at = 0;
    if (!text.data || text.len == 0 || text.len > 4) return 0;
    if (dlb_utf8_valid(text.data, text.len) != text.len) return 0;
    uint32_t rune = dlb_utf8_next(text.data, text.len, &at);
    return at == text.len ? rune : 0;
}

static dolbom_status read_hanja(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                struct dlb_node *const *names, const struct dlb_node *value,
                                dolbom_error *error)
{
    (void)key, (void)names;
    struct dlb_env *env = reading->plan->env;
    const struct dlb_hanja_entry entry = {only_rune(value->key), only_rune(value->text)};
    if (!dlb_is_hanja(entry.hanja))
        return dlb_node_fail(value, error, "one Chinese character is expected before the colon");
    if (!dlb_is_syllable(entry.reading))
        return dlb_node_fail(value, error, "one Hangul syllable is expected here");
    struct dlb_hanja_entry *place =
        dlb_array_reserve(env, &reading->readings, 1, sizeof *place, UINT32_MAX);
    if (!place) return dlb_fail_memory(error, env);
    *place = entry;
    reading->readings.n++;
    return DOLBOM_OK;
}

static void write_rune(uint32_t rune, char text[5])
{
    text[dlb_utf8_put(rune, text)] = '\0';
}

static void write_hanja(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_hanja_table *table = &writing->plan->hanja;
    for (size_t i = 0; i < table->n; i++) {
        char hanja[5], reading[5];
        write_rune(table->entries[i].hanja, hanja);
        write_rune(table->entries[i].reading, reading);
        dlb_put(writing, key, (const char *[]){hanja}, reading);
    }
}

const struct dlb_key_codec dlb_hanja_codec = {read_hanja, write_hanja};

/* Ascending into `entries`; the later of equals stays. The items are those of both tables. */
static size_t sort_entries(struct dlb_sort_item *items, size_t n, struct dlb_hanja_entry *entries)
{
    size_t n_entries = 0;
    dlb_sort_in(items, items + n, n);
    for (size_t i = 0; i < n; i++) {
        bool again = i > 0 && items[i].key == items[i - 1].key;
        entries[again ? n_entries - 1 : n_entries++] =
            (struct dlb_hanja_entry){(uint32_t)items[i].key, (uint32_t)items[i].value};
    }
    return n_entries;
}

dolbom_status dlb_hanja_lay(dolbom_plan *plan, const struct dlb_hanja_entry *over, size_t n_over,
                            dolbom_error *error)
{
    const struct dlb_hanja_table base = plan->hanja;
    const size_t n = base.n + n_over;
    if (!n_over) return DOLBOM_OK;
    struct dlb_hanja_entry *entries = dlb_arena_alloc(&plan->arena, n * sizeof *entries);
    struct dlb_sort_item *items = dlb_alloc_array(plan->env, 2 * n, sizeof *items);
    if (!entries || !items) {
        dlb_free(plan->env, items, 2 * n * sizeof *items);
        return dlb_fail_memory(error, plan->env);
    }
    for (size_t i = 0; i < n; i++) {
        const struct dlb_hanja_entry *entry = i < base.n ? &base.entries[i] : &over[i - base.n];
        items[i] = (struct dlb_sort_item){entry->hanja, entry->reading};
    }
    plan->hanja = (struct dlb_hanja_table){sort_entries(items, n, entries), entries};
    plan->value.hanja = &plan->hanja;
    dlb_free(plan->env, items, 2 * n * sizeof *items);
    return DOLBOM_OK;
}
