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
 *
 * Inside a task nobody may be asked whether to go on and no threads be started; elsewhere the
 * caller is asked every so many texts, and a long run is sorted by key on all threads.
 */
#include "base/base.h"

#include <string.h>

enum { MAX_WINDOW = 16, LEFT_BITS = 5, FEW = 12, LONG_RUN = 1 << 18 };

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
    size_t n_scratch;         /* runs up to this length are sorted on this thread */
    struct dlb_array waiting; /* of struct run */
    bool in_task;
    uint32_t n_unasked; /* texts since somebody was asked */
};

/* After work on `n` texts. */
static dolbom_status ask(struct text_sort *sort, uint32_t n, dolbom_error *error)
{
    sort->n_unasked += n;
    if (sort->in_task || sort->n_unasked < DLB_ROWS_PER_ASK) return DOLBOM_OK;
    sort->n_unasked = 0;
    return dlb_ask(sort->env, error);
}

/* Is the i-th text of a run one after which to ask? */
static bool is_step(uint32_t i)
{
    return (i + 1) % DLB_ROWS_PER_ASK == 0;
}

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

static dolbom_status find_window(struct text_sort *sort, const struct run *run,
                                 struct window *window, dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    struct survey survey = {.first = next_text(sort, run, 0)};
    survey.shared = survey.first.data ? survey.first.len : 0;
    for (uint32_t i = 1; i < run->n && status == DOLBOM_OK; i++) {
        const struct dlb_text text = next_text(sort, run, i);
        const size_t shared = shared_with(&survey, text, run->offset);
        if (shared < survey.shared) move_back(&survey, shared);
        uint8_t view[MAX_WINDOW];
        look(text, survey.shared, view);
        for (size_t b = 0; b < MAX_WINDOW; b++) survey.differing[b] |= view[b] ^ survey.view[b];
        if (is_step(i)) status = ask(sort, DLB_ROWS_PER_ASK, error);
    }
    *window = fit_window(survey.shared, survey.differing);
    return status;
}

/* ---- runs ------------------------------------------------------------------------------ */

static dolbom_status push(struct text_sort *sort, struct run run, dolbom_error *error)
{
    struct run *place = dlb_array_reserve(sort->env, &sort->waiting, 1, sizeof run, UINT32_MAX);
    if (!place) return dlb_fail_memory(error, sort->env);
    *place = run;
    sort->waiting.n++;
    return DOLBOM_OK;
}

static dolbom_status sort_keys(const struct text_sort *sort, struct dlb_sort_item *items, size_t n,
                               dolbom_error *error)
{
    if (n > sort->n_scratch) return dlb_sort(sort->env, items, n, error);
    dlb_sort_in(items, sort->scratch, n);
    return DOLBOM_OK;
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

/* Sort the texts of a run by its next window. */
static dolbom_status sort_by_window(struct text_sort *sort, const struct run *run,
                                    struct window *window, dolbom_error *error)
{
    struct dlb_sort_item *items = sort->items + run->begin;
    dolbom_status status = find_window(sort, run, window, error);
    for (uint32_t i = 0; i < run->n && status == DOLBOM_OK; i++) {
        items[i].key = key_of(next_text(sort, run, i), window);
        if (is_step(i)) status = ask(sort, DLB_ROWS_PER_ASK, error);
    }
    return status == DOLBOM_OK ? sort_keys(sort, items, run->n, error) : status;
}

/* Sort the run by its next window and push the runs that are equal and not at their end. */
static dolbom_status sort_run(struct text_sort *sort, struct run run, dolbom_error *error)
{
    if (run.n <= FEW) {
        sort_few(sort, &run);
        return DOLBOM_OK;
    }
    const struct dlb_sort_item *items = sort->items + run.begin;
    struct window window;
    dolbom_status status = sort_by_window(sort, &run, &window, error);
    for (uint32_t begin = 0, end; begin < run.n && status == DOLBOM_OK; begin = end) {
        for (end = begin + 1; end < run.n && items[end].key == items[begin].key;) end++;
        if (end - begin == 1 || !goes_on(items[begin].key, &window)) continue;
        const size_t offset = window.offset + window.n_bytes;
        status = push(sort, (struct run){run.begin + begin, end - begin, offset}, error);
    }
    return status;
}

/* The runs that the groups make, groups in ascending order. */
static dolbom_status push_groups(struct text_sort *sort, const uint32_t *group, uint32_t n,
                                 dolbom_error *error)
{
    struct dlb_sort_item *items = sort->items;
    if (!group) return push(sort, (struct run){0, n, 0}, error);
    for (uint32_t i = 0; i < n; i++) items[i].key = group[i];
    dolbom_status status = sort_keys(sort, items, n, error);
    for (uint32_t begin = 0, end; begin < n && status == DOLBOM_OK; begin = end) {
        for (end = begin + 1; end < n && items[end].key == items[begin].key;) end++;
        if (end - begin > 1) status = push(sort, (struct run){begin, end - begin, 0}, error);
    }
    return status;
}

static dolbom_status sort_waiting(struct text_sort *sort, dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    while (sort->waiting.n > 0 && status == DOLBOM_OK) {
        struct run run = ((struct run *)sort->waiting.data)[--sort->waiting.n];
        status = sort_run(sort, run, error);
        if (status == DOLBOM_OK) status = ask(sort, run.n, error);
    }
    return status;
}

static dolbom_status sort_texts(struct text_sort *sort, const uint32_t *group, uint32_t n,
                                uint32_t *order, dolbom_error *error)
{
    struct dlb_env *env = sort->env;
    sort->n_scratch = sort->in_task || n < LONG_RUN ? n : LONG_RUN;
    sort->items = dlb_alloc_array(env, n, sizeof *sort->items);
    sort->scratch = dlb_alloc_array(env, sort->n_scratch, sizeof *sort->scratch);
    dolbom_status status = sort->items && sort->scratch ? DOLBOM_OK : dlb_fail_memory(error, env);
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++) sort->items[i].value = i;
    if (status == DOLBOM_OK) status = push_groups(sort, group, n, error);
    if (status == DOLBOM_OK) status = sort_waiting(sort, error);
    for (uint32_t i = 0; i < n && status == DOLBOM_OK; i++)
        order[i] = (uint32_t)sort->items[i].value;
    dlb_array_clear(env, &sort->waiting, sizeof(struct run));
    dlb_free(env, sort->scratch, sort->n_scratch * sizeof *sort->scratch);
    dlb_free(env, sort->items, n * sizeof *sort->items);
    return status;
}

dolbom_status dlb_sort_texts(struct dlb_env *env, const struct dlb_text *texts,
                             const uint32_t *group, uint32_t n, uint32_t *order,
                             dolbom_error *error)
{
    struct text_sort sort = {.env = env, .texts = texts};
    return sort_texts(&sort, group, n, order, error);
}

dolbom_status dlb_sort_texts_in(struct dlb_env *env, const struct dlb_text *texts, uint32_t n,
                                uint32_t *order, dolbom_error *error)
{
    struct text_sort sort = {.env = env, .texts = texts, .in_task = true};
    return sort_texts(&sort, NULL, n, order, error);
}
