/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sort_texts.c - the order of many texts, by radix sort over windows of their bytes.
 *
 * Ids of rows share long prefixes and use few characters ("GG-2024-000417"), so comparing
 * them pairwise reads the same bytes again and again. Instead a run of texts that are equal
 * so far skips what all of it shares, and is sorted by a window onto what follows; runs that are
 * still equal and not at their end come back later. No byte of a text is read more than a few
 * times.
 *
 * Of each byte in the window only those bits count in which the run differs, so a window
 * shows seven bytes at least, and fourteen where there are only digits:
 *
 *   key := the bits of the window's bytes, first byte highest | 5 bits: 0 for null, else
 *          1 + the bytes that remain, at most one more than the window holds
 *
 * A text that ends inside the window is padded with zeros. The last 5 bits still put it before its
 * extensions, even those that continue with NUL, and say which texts continue after the window.
 * Runs that wait are kept on an explicit stack, so a long text costs no recursion.
 */
#include "base/base.h"

#include <string.h>

enum { MAX_WINDOW = 16, LEFT_BITS = 5, FEW = 12 };

_Static_assert(MAX_WINDOW + 2 < 1 << LEFT_BITS, "the bytes left of a text fit their bits");

/* Places [begin, begin + n) of the order, whose texts agree in their first `offset` bytes. */
struct run {
    uint32_t begin, n;
    size_t offset;
};

/* The bytes from `offset` on that make a key, and which bits of them. */
struct window {
    size_t offset, n_bytes;
    uint8_t shift[MAX_WINDOW], mask[MAX_WINDOW], width[MAX_WINDOW];
};

struct text_sort {
    struct dlb_env *env;
    const struct dlb_text *texts;
    struct dlb_sort_item *items; /* value: index of a text; in order except for waiting runs */
    struct dlb_sort_item *scratch;
    struct dlb_array waiting; /* of struct run */
};

/* The bytes of a text that a window of full size shows, padded with zeros. */
static void look(struct dlb_text text, size_t offset, uint8_t bytes[MAX_WINDOW])
{
    const size_t left = text.data ? text.len - offset : 0;
    if (left >= MAX_WINDOW) {
        memcpy(bytes, text.data + offset, MAX_WINDOW);
        return;
    }
    memset(bytes, 0, MAX_WINDOW);
    if (left > 0) memcpy(bytes, text.data + offset, left);
}

/* Whether it is null, and how much remains; see the top of this file. */
static uint64_t left_of(struct dlb_text text, const struct window *window)
{
    if (!text.data) return 0;
    const size_t left = text.len - window->offset;
    return 1 + (left <= window->n_bytes ? left : window->n_bytes + 1);
}

static bool goes_on(uint64_t key, const struct window *window)
{
    return (key & ((1 << LEFT_BITS) - 1)) == window->n_bytes + 2;
}

static uint64_t key_of(struct dlb_text text, const struct window *window)
{
    uint8_t bytes[MAX_WINDOW];
    look(text, window->offset, bytes);
    uint64_t key = 0;
    for (size_t i = 0; i < window->n_bytes; i++)
        key = key << window->width[i] | (bytes[i] >> window->shift[i] & window->mask[i]);
    return key << LEFT_BITS | left_of(text, window);
}

/* Fit a window to what differs: from the lowest to the highest such bit of each byte. */
static struct window fit_window(size_t offset, const uint8_t differing[MAX_WINDOW])
{
    struct window window = {.offset = offset};
    unsigned room = 64 - LEFT_BITS;
    for (size_t i = 0; i < MAX_WINDOW; i++, window.n_bytes++) {
        const unsigned bits = differing[i];
        const unsigned shift = bits == 0 ? 0 : (unsigned)__builtin_ctz(bits);
        const unsigned width = bits == 0 ? 0 : 32 - (unsigned)__builtin_clz(bits) - shift;
        if (width > room) break;
        room -= width;
        window.shift[i] = (uint8_t)shift;
        window.width[i] = (uint8_t)width;
        window.mask[i] = (uint8_t)((1U << width) - 1);
    }
    return window;
}

/* ---- what a run shares, and in what it differs ------------------------------------------ */

struct survey {
    struct dlb_text first;
    size_t shared;            /* bytes that all texts so far share */
    uint8_t view[MAX_WINDOW]; /* of the first text, after those */
    uint8_t differing[MAX_WINDOW];
};

/* How many bytes `text` and the first one share; at least `known`. */
static size_t shared_with(const struct survey *survey, struct dlb_text text, size_t known)
{
    if (!text.data) return known;
    const char *first = survey->first.data;
    const size_t end = text.len < survey->shared ? text.len : survey->shared;
    if (end > known && memcmp(text.data + known, first + known, end - known) == 0) return end;
    size_t at = known;
    while (at < end && text.data[at] == first[at]) at++;
    return at;
}

/* Fewer bytes are shared: the window moves back over bytes that only now differ. */
static void move_back(struct survey *survey, size_t shared)
{
    const size_t back = survey->shared - shared, kept = back < MAX_WINDOW ? MAX_WINDOW - back : 0;
    memmove(survey->differing + MAX_WINDOW - kept, survey->differing, kept);
    memset(survey->differing, 0, MAX_WINDOW - kept);
    survey->shared = shared;
    look(survey->first, shared, survey->view);
}

/*
 * The i-th text of the run. Texts may lie anywhere, so those that come next are prefetched. (A
 * function that only did that would be removed as having no effect.)
 */
static struct dlb_text next_text(const struct text_sort *sort, const struct run *run, uint32_t i)
{
    enum { AHEAD = 12 };
    const struct dlb_sort_item *items = sort->items + run->begin;
    if (run->n - i > 2 * AHEAD) {
        __builtin_prefetch(&sort->texts[items[i + 2 * AHEAD].value]);
        __builtin_prefetch(sort->texts[items[i + AHEAD].value].data);
    }
    return sort->texts[items[i].value];
}

static struct window window_of(const struct text_sort *sort, const struct run *run)
{
    struct survey survey = {.first = next_text(sort, run, 0)};
    survey.shared = survey.first.data ? survey.first.len : 0;
    for (uint32_t i = 1; i < run->n; i++) {
        const struct dlb_text text = next_text(sort, run, i);
        const size_t shared = shared_with(&survey, text, run->offset);
        if (shared < survey.shared) move_back(&survey, shared);
        uint8_t view[MAX_WINDOW];
        look(text, survey.shared, view);
        for (size_t b = 0; b < MAX_WINDOW; b++) survey.differing[b] |= view[b] ^ survey.view[b];
    }
    return fit_window(survey.shared, survey.differing);
}

/* ---- runs ------------------------------------------------------------------------------ */

static bool push(struct text_sort *sort, struct run run)
{
    struct run *place = dlb_array_reserve(sort->env, &sort->waiting, 1, sizeof run, UINT32_MAX);
    if (!place) return false;
    *place = run;
    sort->waiting.n++;
    return true;
}

/* A few texts are cheaper to compare than to count. Their index decides between equal ones. */
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

/* Sort the run by its next window and push the runs that are equal and not at their end. */
static bool sort_run(struct text_sort *sort, struct run run)
{
    if (run.n <= FEW) {
        sort_few(sort, &run);
        return true;
    }
    struct dlb_sort_item *items = sort->items + run.begin;
    const struct window window = window_of(sort, &run);
    for (uint32_t i = 0; i < run.n; i++) items[i].key = key_of(next_text(sort, &run, i), &window);
    dlb_sort_in(items, sort->scratch, run.n);
    for (uint32_t begin = 0, end; begin < run.n; begin = end) {
        for (end = begin + 1; end < run.n && items[end].key == items[begin].key;) end++;
        if (end - begin == 1 || !goes_on(items[begin].key, &window)) continue;
        const size_t offset = window.offset + window.n_bytes;
        if (!push(sort, (struct run){run.begin + begin, end - begin, offset})) return false;
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
