/* SPDX-License-Identifier: Apache-2.0 */
/*
 * work.c - the working memory of kernels: one for each thread, kept from subject to subject.
 */
#include "rule/kernel.h"

bool dlb_work_room(struct dlb_rule_work *work, struct dlb_array *array, size_t n, size_t bytes)
{
    array->n = 0;
    bool room = dlb_array_reserve(work->env, array, n, bytes, UINT32_MAX) != NULL;
    if (!room) dlb_findings_no_memory(work->findings);
    return room;
}

bool dlb_work_spans(struct dlb_rule_work *work, size_t n)
{
    return dlb_work_room(work, &work->spans, n, sizeof(struct dlb_owned_span));
}

bool dlb_work_segments(struct dlb_rule_work *work, size_t n)
{
    return dlb_work_room(work, &work->segments, n, sizeof(struct dlb_span));
}

bool dlb_work_rows(struct dlb_rule_work *work, size_t n)
{
    return dlb_work_room(work, &work->rows, n, sizeof(uint32_t));
}

bool dlb_work_items(struct dlb_rule_work *work, size_t n)
{
    return dlb_work_room(work, &work->items, n, sizeof(struct dlb_sort_item)) &&
           dlb_work_room(work, &work->spare, n, sizeof(struct dlb_sort_item));
}

bool dlb_work_list(struct dlb_rule_work *work, size_t n)
{
    return dlb_work_room(work, &work->list, n, sizeof(uint32_t));
}

static size_t sort_into(struct dlb_rule_work *work, struct dlb_array *array, size_t n)
{
    struct dlb_sort_item *items = work->items.data;
    if (!dlb_work_room(work, array, n, sizeof(uint32_t))) return 0;
    uint32_t *rows = array->data;
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++) rows[i] = (uint32_t)items[i].value;
    return array->n = n;
}

size_t dlb_work_sort_rows(struct dlb_rule_work *work, size_t n)
{
    return sort_into(work, &work->rows, n);
}

size_t dlb_work_sort_list(struct dlb_rule_work *work, size_t n)
{
    return sort_into(work, &work->list, n);
}

/* ---- entries -------------------------------------------------------------------------------- */

void dlb_entries_begin(struct dlb_rule_work *work)
{
    work->entries.n = 0;
}

void dlb_entry_add(struct dlb_rule_work *work, uint64_t key, uint32_t row)
{
    struct dlb_entry *room =
        dlb_array_reserve(work->env, &work->entries, 1, sizeof *room, UINT32_MAX);
    if (!room) {
        dlb_findings_no_memory(work->findings);
        return;
    }
    *room = (struct dlb_entry){key, row};
    work->entries.n++;
}

bool dlb_entries_sort(struct dlb_rule_work *work)
{
    struct dlb_entry *entries = work->entries.data;
    size_t n = work->entries.n;
    bool is_whole = !work->findings->no_memory; /* else one may not have been added */
    if (!is_whole || !dlb_work_items(work, n)) return false;
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){entries[i].key, entries[i].row};
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct dlb_entry){items[i].key, (uint32_t)items[i].value};
    return true;
}

struct sought_entry {
    const struct dlb_entry *entries;
    uint64_t key;
};

static bool is_before_entry(const void *sought, size_t i)
{
    const struct sought_entry *entry = sought;
    return entry->entries[i].key < entry->key;
}

static size_t first_entry(const struct dlb_rule_work *work, uint64_t key)
{
    struct sought_entry sought = {work->entries.data, key};
    return dlb_search(0, work->entries.n, &sought, is_before_entry);
}

const struct dlb_entry *dlb_entries_of(const struct dlb_rule_work *work, uint64_t key, size_t *n)
{
    *n = dlb_entries_count(work, key, key);
    return *n ? (const struct dlb_entry *)work->entries.data + first_entry(work, key) : NULL;
}

size_t dlb_entries_count(const struct dlb_rule_work *work, uint64_t first, uint64_t last)
{
    return first_entry(work, last + 1) - first_entry(work, first);
}

/* ---- the whole ------------------------------------------------------------------------------ */

void dlb_work_open(struct dlb_env *env, const struct dlb_caseload *caseload,
                   struct dlb_findings *findings, const struct dlb_rule_request *request,
                   struct dlb_rule_work *work)
{
    *work = (struct dlb_rule_work){
        .env = env, .caseload = caseload, .findings = findings, .request = request};
}

static void clear_strangers(struct dlb_env *env, struct dlb_strangers *strangers)
{
    dlb_array_clear(env, &strangers->first, sizeof(uint32_t));
    dlb_array_clear(env, &strangers->homes, sizeof(uint32_t));
    dlb_array_clear(env, &strangers->is_there, sizeof(uint8_t));
    dlb_array_clear(env, &strangers->linking, sizeof(uint32_t));
    dlb_array_clear(env, &strangers->taken, sizeof(uint32_t));
    dlb_array_clear(env, &strangers->n_in, sizeof(uint32_t));
}

static void clear_clock(struct dlb_env *env, struct dlb_clock_room *clock)
{
    dlb_array_clear(env, &clock->stretches, 1);
    dlb_array_clear(env, &clock->there, 1);
    dlb_array_clear(env, &clock->minutes, 1);
    dlb_array_clear(env, &clock->met, 1);
}

void dlb_work_clear(struct dlb_rule_work *work)
{
    if (!work->env) return;
    dlb_array_clear(work->env, &work->spans, sizeof(struct dlb_owned_span));
    dlb_array_clear(work->env, &work->segments, sizeof(struct dlb_span));
    dlb_array_clear(work->env, &work->rows, sizeof(uint32_t));
    dlb_array_clear(work->env, &work->items, sizeof(struct dlb_sort_item));
    dlb_array_clear(work->env, &work->spare, sizeof(struct dlb_sort_item));
    dlb_array_clear(work->env, &work->sides, sizeof(struct dlb_side));
    dlb_array_clear(work->env, &work->hits, sizeof(struct dlb_hit));
    dlb_array_clear(work->env, &work->meetings, sizeof(struct dlb_meeting));
    dlb_array_clear(work->env, &work->months, sizeof(struct dlb_month_sums));
    dlb_array_clear(work->env, &work->pieces, sizeof(struct dlb_piece));
    dlb_array_clear(work->env, &work->entries, sizeof(struct dlb_entry));
    dlb_array_clear(work->env, &work->list, sizeof(uint32_t));
    clear_strangers(work->env, &work->strangers);
    clear_clock(work->env, &work->clock);
    dlb_array_clear(work->env, &work->judged_kin, 1);
    dlb_array_clear(work->env, &work->alike, sizeof(struct dlb_service *));
    dlb_array_clear(work->env, &work->repeats, 1);
    dlb_array_clear(work->env, &work->episode_kinds, 1);
    dlb_foregones_clear(work->env, work->foregones);
    dlb_facts_clear(&work->facts);
    dlb_verdict_clear(&work->verdict);
    if (work->kept) work->kept_clear(work->env, work->kept);
    *work = (struct dlb_rule_work){0};
}

void dlb_judge_left(struct dlb_rule_work *work, uint64_t n)
{
    work->now.left += n;
}
