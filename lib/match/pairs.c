/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pairs.c - the pairs of records that may be one person.
 *
 * Rule by rule, the blocks are cut into chunks, and each chunk is a task that compares all pairs of
 * the blocks that begin in it. A pair that an earlier rule has compared is skipped, which is seen
 * by looking at the two records' earlier keys; no set of pairs is ever stored. Only where an
 * earlier block had been split may a pair have been missed, so it is compared again, and the few
 * pairs found twice are dropped when all are sorted by (left, right).
 *
 * A rule by a filter compares only records whose filters are near (screen.c), so those that it has
 * not compared may be of interest to later rules; what is found twice is dropped as well.
 *
 * Tasks write to arrays of their own, joined in the order of the tasks: neither the number of
 * threads nor their speed shows in the result.
 */
#include "match/alike.h"
#include "match/screen.h"
#include "match/thin.h"

#include <string.h>

enum {
    CHUNK_ITEMS = 8192,
    NEIGHBOURS = 16, /* compared with each record of a block that could not be split */
    AHEAD = 32,      /* records prefetched before their turn: they lie all over memory */
    CACHE_LINE = 64,
    RUN_OVER = 4 * DLB_PARTNERS_MAX /* pairs per record at which a block is thinned early */
};
static const size_t pairs_max = (size_t)1 << 40;

/* What one task found. */
struct chunk {
    struct dlb_array pairs; /* of struct dlb_pair */
    uint64_t n_compared;
};

/* What a worker needs for a block. */
struct scratch {
    struct dlb_array earlier; /* the earlier keys of its records */
    struct dlb_alike alike;
    struct dlb_screen screen;
    struct dlb_thinner thinner;
};

/* One rule at work. */
struct search {
    const struct dlb_matcher *matcher;
    struct dlb_blocks blocks;
    unsigned key;
    uint32_t by_filter; /* bits of rules that compare by one */
    struct chunk *chunks;
    struct scratch *scratch; /* per worker */
};

/* One block at work. */
struct block {
    const struct dlb_sort_item *items;
    size_t n;
    const uint64_t *earlier; /* n rows of `key` keys */
};

static bool was_compared(const struct search *search, const struct block *block, size_t i, size_t j)
{
    const uint64_t *left = block->earlier + i * search->key;
    const uint64_t *right = block->earlier + j * search->key;
    for (unsigned key = 0; key < search->key; key++) {
        bool was_together = left[key] != 0 && left[key] == right[key];
        if (!was_together || search->by_filter >> key & 1) continue;
        if (!dlb_blocks_is_split(&search->blocks, key, left[key])) return true;
    }
    return false;
}

/* Records go by their place in the block until number_records(). */
static dolbom_status keep_pair(const struct search *search, struct chunk *chunk, size_t i, size_t j,
                               const struct dlb_score *score, dolbom_error *error)
{
    struct dlb_env *env = search->matcher->env;
    struct dlb_pair *pair = dlb_array_reserve(env, &chunk->pairs, 1, sizeof *pair, pairs_max);
    if (!pair) return dlb_fail_memory(error, env);
    pair->pattern = score->pattern;
    pair->left = (uint32_t)i;
    pair->right = (uint32_t)j;
    pair->weight = score->weight;
    pair->key = search->key;
    chunk->pairs.n++;
    return DOLBOM_OK;
}

/* Thin the pairs of the chunk from number `first` on, which are the block's. */
static dolbom_status thin_block(const struct search *search, const struct block *block,
                                struct scratch *scratch, struct chunk *chunk, size_t first,
                                dolbom_error *error)
{
    size_t n = chunk->pairs.n - first;
    if (!n) return DOLBOM_OK; /* and perhaps no pair yet at all, so nowhere to point to */
    dolbom_status status =
        dlb_thin(search->matcher->env, &scratch->thinner,
                 (struct dlb_pair *)chunk->pairs.data + first, &n, (uint32_t)block->n, error);
    chunk->pairs.n = first + n;
    return status;
}

static void number_records(const struct block *block, struct chunk *chunk, size_t first)
{
    struct dlb_pair *pairs = chunk->pairs.data;
    for (size_t p = first; p < chunk->pairs.n; p++) {
        const uint32_t i = (uint32_t)block->items[pairs[p].left].value;
        const uint32_t j = (uint32_t)block->items[pairs[p].right].value;
        pairs[p].left = i < j ? i : j;
        pairs[p].right = i < j ? j : i;
    }
}

/* Compare the record at place i with those from i + 1 to `end`. */
static dolbom_status compare_record(const struct search *search, const struct block *block,
                                    size_t i, size_t end, struct scratch *scratch,
                                    struct chunk *chunk, dolbom_error *error)
{
    const int32_t theta = search->matcher->settings->theta_review;
    dolbom_status status = DOLBOM_OK;
    dlb_screen_record(&scratch->screen, i, end);
    for (size_t j = dlb_screen_next(&scratch->screen, i + 1, end); j < end && status == DOLBOM_OK;
         j = dlb_screen_next(&scratch->screen, j + 1, end)) {
        if (!dlb_alike_wants(&scratch->alike, i, j) || was_compared(search, block, i, j)) continue;
        struct dlb_score score =
            dlb_alike_score(search->matcher, block->items, &scratch->alike, i, j);
        chunk->n_compared++;
        if (score.weight >= theta) status = keep_pair(search, chunk, i, j, &score, error);
    }
    return status;
}

static dolbom_status compare_block(const struct search *search, const struct block *block,
                                   struct scratch *scratch, struct chunk *chunk,
                                   dolbom_error *error)
{
    const uint32_t cap = dlb_block_cap(search->matcher->settings, search->key);
    const bool is_above = block->n > cap; /* and all of it agrees in every field's key */
    const size_t reach = is_above && cap > NEIGHBOURS ? NEIGHBOURS : cap;
    const size_t first = chunk->pairs.n;
    dolbom_status status = dlb_alike_group(search->matcher, block->items, is_above ? 0 : block->n,
                                           &scratch->alike, error);
    if (status == DOLBOM_OK)
        status = dlb_screen_block(search->matcher, search->key, block->items, block->n,
                                  &scratch->screen, error);
    for (size_t i = 0; i + 1 < block->n && status == DOLBOM_OK; i++) {
        const size_t end = block->n - i - 1 < reach ? block->n : i + 1 + reach;
        if (!dlb_alike_speaks(&scratch->alike, i)) continue;
        status = compare_record(search, block, i, end, scratch, chunk, error);
        if (status == DOLBOM_OK && (chunk->pairs.n - first) / RUN_OVER > block->n)
            status = thin_block(search, block, scratch, chunk, first, error);
    }
    if (status == DOLBOM_OK) status = thin_block(search, block, scratch, chunk, first, error);
    if (status == DOLBOM_OK) number_records(block, chunk, first);
    return status;
}

/* The earlier keys of a block's records, in the worker's scratch. */
static const uint64_t *earlier_keys(const struct search *search, const struct dlb_sort_item *items,
                                    size_t n, struct scratch *scratch)
{
    const struct dlb_matcher *matcher = search->matcher;
    uint64_t *keys = dlb_array_reserve(matcher->env, &scratch->earlier, n * search->key,
                                       sizeof *keys, pairs_max);
    if (!keys) return NULL;
    for (size_t i = 0; i < n; i++) {
        const uint64_t *codes =
            matcher->records->codes + items[i].value * matcher->settings->n_slots;
        for (unsigned key = 0; key < search->key; key++)
            keys[i * search->key + key] = dlb_block_key(matcher->settings, key, codes);
    }
    return keys;
}

/* Prefetch the codes of items up to `stop`; *fetched says how far that has got. */
static void fetch_ahead(const struct search *search, size_t stop, size_t *fetched)
{
    const struct dlb_records *records = search->matcher->records;
    const size_t n_slots = search->matcher->settings->n_slots;
    if (stop > search->blocks.n) stop = search->blocks.n;
    for (; *fetched < stop; ++*fetched) {
        const char *codes =
            (const char *)(records->codes + search->blocks.items[*fetched].value * n_slots);
        for (size_t at = 0; at < n_slots * sizeof(uint64_t); at += CACHE_LINE)
            __builtin_prefetch(codes + at);
    }
}

static dolbom_status search_chunk(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct search *search = context;
    const struct dlb_blocks *blocks = &search->blocks;
    struct chunk *chunk = &search->chunks[task];
    struct scratch *scratch = &search->scratch[worker];
    size_t begin = task * CHUNK_ITEMS;
    const size_t stop = blocks->n - begin < CHUNK_ITEMS ? blocks->n : begin + CHUNK_ITEMS;
    /* A block belongs to the chunk it begins in. */
    while (begin > 0 && begin < stop && blocks->items[begin].key == blocks->items[begin - 1].key)
        begin++;
    size_t fetched = begin;
    for (size_t end; begin < stop; begin = end) {
        end = dlb_blocks_run_end(blocks, begin);
        fetch_ahead(search, begin + AHEAD, &fetched);
        struct block block = {blocks->items + begin, end - begin, NULL};
        if (block.n < 2) continue;
        block.earlier = earlier_keys(search, block.items, block.n, scratch);
        if (!block.earlier) return dlb_fail_memory(error, search->matcher->env);
        dolbom_status status = compare_block(search, &block, scratch, chunk, error);
        if (status != DOLBOM_OK) return status;
    }
    return DOLBOM_OK;
}

/* Join what the tasks found, in their order. */
static dolbom_status gather_chunks(const struct search *search, size_t n_chunks,
                                   struct dlb_array *all, struct dlb_key_report *report,
                                   dolbom_error *error)
{
    struct dlb_env *env = search->matcher->env;
    size_t n = 0;
    for (size_t c = 0; c < n_chunks; c++) n += search->chunks[c].pairs.n;
    struct dlb_pair *place = dlb_array_reserve(env, all, n, sizeof *place, pairs_max);
    if (!place) return dlb_fail_memory(error, env);
    for (size_t c = 0; c < n_chunks; c++) {
        const struct chunk *chunk = &search->chunks[c];
        if (chunk->pairs.n) memcpy(place, chunk->pairs.data, chunk->pairs.n * sizeof *place);
        place += chunk->pairs.n;
        report->n_pairs += chunk->n_compared;
    }
    all->n += n;
    return DOLBOM_OK;
}

static dolbom_status apply_rule(struct search *search, struct dlb_array *all,
                                struct dlb_key_report *report, dolbom_error *error)
{
    struct dlb_env *env = search->matcher->env;
    dolbom_status status = dlb_blocks_build(search->matcher, search->key, &search->blocks, error);
    if (status == DOLBOM_OK) status = dlb_ask(env, error);
    if (status != DOLBOM_OK) return status;
    const size_t n_chunks = (search->blocks.n + CHUNK_ITEMS - 1) / CHUNK_ITEMS;
    search->chunks = dlb_alloc_zero(env, n_chunks * sizeof *search->chunks);
    if (!search->chunks) return dlb_fail_memory(error, env);
    status = dlb_run_tasks(env, "link", n_chunks, search_chunk, search, error);
    if (status == DOLBOM_OK) status = gather_chunks(search, n_chunks, all, report, error);
    report->n_records = search->blocks.n;
    report->n_blocks = search->blocks.n_blocks;
    report->largest_block = search->blocks.largest;
    report->n_split = search->blocks.split[search->key].n;
    for (size_t c = 0; c < n_chunks; c++)
        dlb_array_clear(env, &search->chunks[c].pairs, sizeof(struct dlb_pair));
    dlb_free(env, search->chunks, n_chunks * sizeof *search->chunks);
    search->chunks = NULL;
    return status;
}

/* By (left, right), the earliest rule first; then each pair once. */
static dolbom_status sort_pairs(struct dlb_env *env, const struct dlb_array *all,
                                struct dlb_pairs *pairs, dolbom_error *error)
{
    const struct dlb_pair *found = all->data;
    const size_t n = all->n;
    struct dlb_sort_item *order = dlb_alloc_array(env, n, sizeof *order);
    pairs->pairs = dlb_alloc_array(env, n, sizeof *pairs->pairs);
    pairs->n_room = n;
    dolbom_status status = DOLBOM_OK;
    if (!order || !pairs->pairs) status = dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) {
        for (size_t i = 0; i < n; i++) {
            order[i].key = (uint64_t)found[i].left << 32 | found[i].right;
            order[i].value = i;
        }
        status = dlb_sort(env, order, n, error);
    }
    if (status == DOLBOM_OK) status = dlb_ask(env, error);
    for (size_t i = 0; i < n && status == DOLBOM_OK; i++)
        if (i == 0 || order[i].key != order[i - 1].key)
            pairs->pairs[pairs->n++] = found[order[i].value];
    dlb_free(env, order, n * sizeof *order);
    return status;
}

dolbom_status dlb_pairs_find(const struct dlb_matcher *matcher, struct dlb_pairs *pairs,
                             dolbom_error *error)
{
    struct dlb_env *env = matcher->env;
    const unsigned n_workers = dlb_env_threads(env);
    struct dlb_array all = {0};
    struct search search = {.matcher = matcher};
    *pairs = (struct dlb_pairs){0};
    for (unsigned key = 0; key < matcher->settings->n_keys; key++)
        search.by_filter |= (uint32_t)dlb_screen_has(matcher->settings, key) << key;
    search.scratch = dlb_alloc_zero(env, n_workers * sizeof *search.scratch);
    dolbom_status status =
        search.scratch ? dlb_progress(env, "link", 0, 0, error) : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) status = dlb_blocks_open(matcher, &search.blocks, error);
    for (; search.key < matcher->settings->n_keys && status == DOLBOM_OK; search.key++)
        status = apply_rule(&search, &all, &pairs->reports[search.key], error);
    for (unsigned w = 0; w < n_workers && search.scratch; w++) {
        dlb_array_clear(env, &search.scratch[w].earlier, sizeof(uint64_t));
        dlb_alike_clear(env, &search.scratch[w].alike);
        dlb_screen_clear(env, &search.scratch[w].screen);
        dlb_thinner_clear(env, &search.scratch[w].thinner);
    }
    dlb_free(env, search.scratch, n_workers * sizeof *search.scratch);
    dlb_blocks_close(env, &search.blocks);
    if (status == DOLBOM_OK) status = dlb_ask(env, error);
    if (status == DOLBOM_OK) status = sort_pairs(env, &all, pairs, error);
    dlb_array_clear(env, &all, sizeof(struct dlb_pair));
    if (status != DOLBOM_OK) dlb_pairs_clear(env, pairs);
    return status;
}

void dlb_pairs_clear(struct dlb_env *env, struct dlb_pairs *pairs)
{
    dlb_free(env, pairs->pairs, pairs->n_room * sizeof *pairs->pairs);
    *pairs = (struct dlb_pairs){0};
}
