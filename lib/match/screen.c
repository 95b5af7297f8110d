/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen.c - which records of a block have filters that are near enough to be compared.
 *
 * Blocks of fuzzy tokens are large, for what is equal in them is a birth date, and hardly any two
 * of their records are one person. So the filters of a block are laid one after another, which is
 * what makes comparing them fast, and only pairs that are near are weighed.
 */
#include "match/screen.h"

#include <string.h>

/* Of the rule's first filter, from the beginning of the record; 0: it has none, for a filter comes
 * after its block. */
static unsigned slot_of_filter(const struct dlb_match_settings *settings, unsigned key)
{
    const struct dlb_match_key *rule = &settings->keys[key];
    for (unsigned t = 0; t < rule->n_terms; t++) {
        const struct dlb_match_field *field = &settings->fields[rule->terms[t].field];
        if (field->kind->has_filter) return field->slot + 1U;
    }
    return 0;
}

bool dlb_screen_has(const struct dlb_match_settings *settings, unsigned key)
{
    return slot_of_filter(settings, key) != 0;
}

dolbom_status dlb_screen_block(const struct dlb_matcher *matcher, unsigned key,
                               const struct dlb_sort_item *items, size_t n,
                               struct dlb_screen *screen, dolbom_error *error)
{
    const unsigned slot = slot_of_filter(matcher->settings, key);
    struct dlb_env *env = matcher->env;
    screen->kernel = NULL;
    if (!slot) return DOLBOM_OK;
    struct dlb_filter *filters =
        dlb_array_reserve(env, &screen->filters, n, sizeof *filters, SIZE_MAX);
    uint16_t *n_bits = dlb_array_reserve(env, &screen->n_bits, n, sizeof *n_bits, SIZE_MAX);
    if (!filters || !n_bits ||
        !dlb_array_reserve(env, &screen->hits, n, sizeof(uint32_t), SIZE_MAX))
        return dlb_fail_memory(error, env);
    for (size_t i = 0; i < n; i++) {
        const uint64_t *codes =
            matcher->records->codes + items[i].value * matcher->settings->n_slots;
        memcpy(&filters[i], codes + slot, sizeof *filters);
        n_bits[i] = (uint16_t)dlb_filter_count(&filters[i]);
    }
    screen->kernel = dlb_dice_choice_at(0).kernel;
    return DOLBOM_OK;
}

void dlb_screen_record(struct dlb_screen *screen, size_t i, size_t end)
{
    const struct dlb_filter *filters = screen->filters.data;
    const uint16_t *n_bits = screen->n_bits.data;
    if (!screen->kernel) return;
    screen->first = i + 1;
    screen->at = 0;
    screen->n_hits = screen->kernel(&filters[i], filters + i + 1, n_bits + i + 1, end - i - 1,
                                    screen->hits.data);
}

size_t dlb_screen_next(struct dlb_screen *screen, size_t j, size_t end)
{
    const uint32_t *hits = screen->hits.data;
    if (!screen->kernel) return j;
    while (screen->at < screen->n_hits && screen->first + hits[screen->at] < j) screen->at++;
    return screen->at < screen->n_hits ? screen->first + hits[screen->at] : end;
}

void dlb_screen_clear(struct dlb_env *env, struct dlb_screen *screen)
{
    dlb_array_clear(env, &screen->filters, sizeof(struct dlb_filter));
    dlb_array_clear(env, &screen->n_bits, sizeof(uint16_t));
    dlb_array_clear(env, &screen->hits, sizeof(uint32_t));
}
