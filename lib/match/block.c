/* SPDX-License-Identifier: Apache-2.0 */
/*
 * block.c - which records are worth comparing.
 *
 * A blocking rule gives each record a 64-bit key; sorting by it makes blocks out of equal
 * keys, at a few nanoseconds per record and with no index in memory.
 *
 * Some keys are shared by thousands: the phone of an institution, a care home's address. All pairs
 * of such a block would cost the square of its size, so a block above the cap is split by the other
 * compared fields in the plan's order, one after another, while it stays above the cap:
 *
 *   key     3 3 3 3 3 3        cap 2
 *   name    a a b b b c        keys become mix(3, a) mix(3, b) mix(3, c)
 *   birth       5 5 7          mix(mix(3, b), 5) mix(mix(3, b), 7)
 *
 * Splitting depends on the records' codes alone. What is still above the cap after the last field
 * agrees in every field's key; pairs.c then compares neighbours only, which joins them all.
 */
#include "match/screen.h"

enum { SPLITS_MAX = 1 << 30, FILTERS_PER_RECORD = 16 };

uint64_t dlb_term_key(const struct dlb_match_settings *settings, struct dlb_match_term term,
                      const uint64_t *codes)
{
    const struct dlb_match_field *field = &settings->fields[term.field];
    return field->kind->keys[term.key].of(codes + field->slot);
}

uint64_t dlb_block_key(const struct dlb_match_settings *settings, unsigned key,
                       const uint64_t *codes)
{
    const struct dlb_match_key *rule = &settings->keys[key];
    uint64_t joined = 0;
    for (unsigned t = 0; t < rule->n_terms; t++) {
        uint64_t term = dlb_term_key(settings, rule->terms[t], codes);
        if (term == 0) return 0;
        joined = t == 0 ? term : dlb_hash_mix(joined, term);
    }
    return joined;
}

dolbom_status dlb_blocks_open(const struct dlb_matcher *matcher, struct dlb_blocks *blocks,
                              dolbom_error *error)
{
    *blocks = (struct dlb_blocks){.n_room = matcher->records->n};
    blocks->items = dlb_alloc_array(matcher->env, blocks->n_room, sizeof *blocks->items);
    return blocks->items ? DOLBOM_OK : dlb_fail_memory(error, matcher->env);
}

void dlb_blocks_close(struct dlb_env *env, struct dlb_blocks *blocks)
{
    dlb_free(env, blocks->items, blocks->n_room * sizeof *blocks->items);
    for (unsigned key = 0; key < DLB_MATCH_KEYS_MAX; key++)
        dlb_array_clear(env, &blocks->split[key], sizeof(uint64_t));
    *blocks = (struct dlb_blocks){0};
}

uint32_t dlb_block_cap(const struct dlb_match_settings *settings, unsigned key)
{
    return settings->block_cap * (dlb_screen_has(settings, key) ? FILTERS_PER_RECORD : 1);
}

size_t dlb_blocks_run_end(const struct dlb_blocks *blocks, size_t begin)
{
    size_t end = begin + 1;
    while (end < blocks->n && blocks->items[end].key == blocks->items[begin].key) end++;
    return end;
}

struct sought_block {
    const uint64_t *keys;
    uint64_t key;
};

static bool is_before_block(const void *sought, size_t i)
{
    const struct sought_block *block = sought;
    return block->keys[i] < block->key;
}

bool dlb_blocks_is_split(const struct dlb_blocks *blocks, unsigned key, uint64_t block)
{
    const struct sought_block sought = {blocks->split[key].data, block};
    size_t n = blocks->split[key].n, at = dlb_search(0, n, &sought, is_before_block);
    return at < n && sought.keys[at] == block;
}

/* Count the blocks and note the keys of those above the cap; items are sorted, so the keys
 * come ascending. */
static dolbom_status survey(const struct dlb_matcher *matcher, unsigned key,
                            struct dlb_blocks *blocks, dolbom_error *error)
{
    blocks->n_blocks = blocks->largest = 0;
    for (size_t begin = 0, end; begin < blocks->n; begin = end) {
        end = dlb_blocks_run_end(blocks, begin);
        if (end - begin > 1) blocks->n_blocks++;
        if (end - begin > blocks->largest) blocks->largest = end - begin;
        if (end - begin <= dlb_block_cap(matcher->settings, key)) continue;
        uint64_t *place =
            dlb_array_reserve(matcher->env, &blocks->split[key], 1, sizeof *place, SPLITS_MAX);
        if (!place) return dlb_fail_memory(error, matcher->env);
        *place = blocks->items[begin].key;
        blocks->split[key].n++;
    }
    return DOLBOM_OK;
}

/* Split each block above the cap by one field. */
static dolbom_status split_large(const struct dlb_matcher *matcher, unsigned key, unsigned f,
                                 struct dlb_blocks *blocks, dolbom_error *error)
{
    const struct dlb_match_settings *settings = matcher->settings;
    const struct dlb_match_field *field = &settings->fields[f];
    dolbom_status status = DOLBOM_OK;
    for (size_t begin = 0, end; begin < blocks->n && status == DOLBOM_OK; begin = end) {
        end = dlb_blocks_run_end(blocks, begin);
        if (end - begin <= dlb_block_cap(settings, key)) continue;
        for (size_t i = begin; i < end; i++) {
            struct dlb_sort_item *item = &blocks->items[i];
            const uint64_t *codes = matcher->records->codes + item->value * settings->n_slots;
            item->key = dlb_hash_mix(item->key, field->kind->keys[0].of(codes + field->slot));
        }
        status = dlb_sort(matcher->env, blocks->items + begin, end - begin, error);
    }
    return status;
}

/* Sort all records by their keys and drop those that have none. */
static dolbom_status sort_records(const struct dlb_matcher *matcher, unsigned key,
                                  struct dlb_blocks *blocks, dolbom_error *error)
{
    const struct dlb_records *records = matcher->records;
    size_t n = 0;
    for (uint32_t r = 0; r < records->n; r++) {
        const uint64_t *codes = records->codes + (size_t)r * matcher->settings->n_slots;
        uint64_t block = dlb_block_key(matcher->settings, key, codes);
        if (block == 0) continue;
        blocks->items[n].key = block;
        blocks->items[n++].value = r;
    }
    blocks->n = n;
    return dlb_sort(matcher->env, blocks->items, n, error);
}

dolbom_status dlb_blocks_build(const struct dlb_matcher *matcher, unsigned key,
                               struct dlb_blocks *blocks, dolbom_error *error)
{
    dolbom_status status = sort_records(matcher, key, blocks, error);
    if (status == DOLBOM_OK) status = survey(matcher, key, blocks, error);
    if (status != DOLBOM_OK || blocks->split[key].n == 0) return status;
    for (unsigned f = 0; f < matcher->settings->n_fields && status == DOLBOM_OK; f++)
        status = split_large(matcher, key, f, blocks, error);
    return status;
}
