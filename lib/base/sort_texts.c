/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sort_texts.c - the order of many texts, by radix sort over windows of seven bytes.
 *
 * Ids of rows share long prefixes ("GG-2024-000..."), so comparing them pairwise reads the
 * same bytes again and again. Instead a run of texts that are equal so far skips what all
 * of it shares, and is sorted by its next seven bytes; runs that are still equal follow.
 * No byte of a text is read more than about twice.
 *
 *   key := seven bytes, zero where the text has ended | one byte: 0 for null, else
 *          1 + the bytes that are left, at most 8
 *
 * The last byte puts a text before its extensions, also where the next bytes are NUL, and
 * tells whether a text goes on after the window. Runs that wait are kept on a stack in
 * memory, so a long text costs no depth.
 */
#include "base/base.h"

#include <string.h>

enum { WINDOW = 7, GOES_ON = WINDOW + 2, FEW = 12 };

/* Places [begin, begin + n) of the order, whose texts agree in their first `offset` bytes. */
struct run {
    uint32_t begin, n;
    size_t offset;
};

struct text_sort {
    struct dlb_env *env;
    const struct dlb_text *texts;
    struct dlb_sort_item *items; /* value: index of a text; in order but for waiting runs */
    struct dlb_sort_item *scratch;
    struct dlb_array waiting; /* of struct run */
};

static uint64_t window_key(struct dlb_text text, size_t offset)
{
    if (!text.data) return 0;
    size_t left = text.len - offset;
    size_t n = left < WINDOW ? left : WINDOW;
    unsigned char bytes[8] = {0};
    memcpy(bytes, text.data + offset, n);
    uint64_t key = 0;
    for (size_t i = 0; i < WINDOW; i++) key = key << 8 | bytes[i];
    return key << 8 | (left > WINDOW ? GOES_ON : left + 1);
}

static bool push(struct text_sort *sort, struct run run)
{
    struct run *place = dlb_array_reserve(sort->env, &sort->waiting, 1, sizeof run, UINT32_MAX);
    if (!place) return false;
    *place = run;
    sort->waiting.n++;
    return true;
}

/* How many bytes all texts of the run share, at least run->offset. */
static size_t shared_prefix(const struct text_sort *sort, const struct run *run)
{
    const struct dlb_sort_item *items = sort->items + run->begin;
    struct dlb_text first = sort->texts[items[0].value];
    if (!first.data) return run->offset;
    size_t shared = first.len;
    for (uint32_t i = 1; i < run->n && shared > run->offset; i++) {
        struct dlb_text text = sort->texts[items[i].value];
        if (!text.data) return run->offset;
        size_t end = text.len < shared ? text.len : shared;
        size_t at = run->offset;
        while (at < end && text.data[at] == first.data[at]) at++;
        shared = at;
    }
    return shared;
}

/* A few texts are cheaper compared than counted. Their index decides between equal ones. */
static void sort_few(struct text_sort *sort, const struct run *run)
{
    struct dlb_sort_item *items = sort->items + run->begin;
    for (uint32_t i = 1; i < run->n; i++) {
        struct dlb_sort_item item = items[i];
        struct dlb_text text = sort->texts[item.value];
        uint32_t at = i;
        for (; at > 0 && dlb_text_order(sort->texts[items[at - 1].value], text) > 0; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Sort the run by its next window and let those wait that are equal and go on. */
static bool sort_run(struct text_sort *sort, struct run run)
{
    if (run.n <= FEW) {
        sort_few(sort, &run);
        return true;
    }
    struct dlb_sort_item *items = sort->items + run.begin;
    size_t offset = shared_prefix(sort, &run);
    for (uint32_t i = 0; i < run.n; i++)
        items[i].key = window_key(sort->texts[items[i].value], offset);
    dlb_sort_in(items, sort->scratch, run.n);
    for (uint32_t begin = 0, end; begin < run.n; begin = end) {
        for (end = begin + 1; end < run.n && items[end].key == items[begin].key;) end++;
        bool goes_on = (items[begin].key & 0xFF) == GOES_ON;
        if (!goes_on || end - begin == 1) continue;
        if (!push(sort, (struct run){run.begin + begin, end - begin, offset + WINDOW}))
            return false;
    }
    return true;
}

/* The runs that the groups make, groups in ascending order. */
static bool push_groups(struct text_sort *sort, const uint32_t *group, uint32_t n)
{
    if (!group) return push(sort, (struct run){0, n, 0});
    for (uint32_t i = 0; i < n; i++) sort->items[i].key = group[i];
    dlb_sort_in(sort->items, sort->scratch, n);
    for (uint32_t begin = 0, end; begin < n; begin = end) {
        for (end = begin + 1; end < n && sort->items[end].key == sort->items[begin].key;) end++;
        if (end - begin > 1 && !push(sort, (struct run){begin, end - begin, 0})) return false;
    }
    return true;
}

static bool sort_waiting(struct text_sort *sort)
{
    while (sort->waiting.n > 0) {
        struct run run = ((struct run *)sort->waiting.data)[--sort->waiting.n];
        if (!sort_run(sort, run)) return false;
    }
    return true;
}

dolbom_status dlb_sort_texts(struct dlb_env *env, const struct dlb_text *texts,
                             const uint32_t *group, uint32_t n, uint32_t *order,
                             dolbom_error *error)
{
    dolbom_status status = DOLBOM_E_MEMORY;
    struct text_sort sort = {.env = env, .texts = texts};
    const size_t bytes = n * sizeof *sort.items;
    sort.items = dlb_alloc(env, bytes);
    sort.scratch = dlb_alloc(env, bytes);
    if (!sort.items || !sort.scratch) goto done;
    for (uint32_t i = 0; i < n; i++) sort.items[i].value = i;
    if (!push_groups(&sort, group, n) || !sort_waiting(&sort)) goto done;
    for (uint32_t i = 0; i < n; i++) order[i] = (uint32_t)sort.items[i].value;
    status = DOLBOM_OK;

done:
    dlb_array_clear(env, &sort.waiting, sizeof(struct run));
    dlb_free(env, sort.scratch, bytes);
    dlb_free(env, sort.items, bytes);
    return status == DOLBOM_OK ? status : dlb_fail_memory(error, env);
}
