/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_sweep.c - spans of several tables, in order, and where two sides meet.
 *
 * Rules that set one thing against another (two benefits, a service and a stay) give each
 * side an owner and let the sweep over owners find the days on which both are there. What
 * they find on the way are hits; hits that touch make one finding.
 */
#include <string.h>

#include "rule/kernel.h"

bool dlb_selects(const struct dlb_selector *selector, const struct dlb_service *service)
{
    if (selector->programme != DLB_NO_CODE) return service->programme == selector->programme;
    return dlb_class_covers(selector->class_, service->class_);
}

void dlb_sweep_begin(struct dlb_rule_work *work)
{
    work->spans.n = 0;
}

void dlb_sweep_add(struct dlb_rule_work *work, struct dlb_owned_span span)
{
    if (span.end <= span.start) return;
    struct dlb_owned_span *room = dlb_array_reserve(work->env, &work->spans, 1, sizeof *room,
                                                    UINT32_MAX);
    if (!room) {
        dlb_findings_no_memory(work->findings);
        return;
    }
    *room = span;
    work->spans.n++;
}

/* items[i].value is where the i-th span or hit by start lies. */
static bool sort_starts(struct dlb_rule_work *work, const char *rows, size_t n, size_t row_bytes)
{
    if (!dlb_work_items(work, n)) return false;
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = 0; i < n; i++) {
        int32_t start;
        memcpy(&start, rows + i * row_bytes, sizeof start);
        items[i] = (struct dlb_sort_item){(uint32_t)start ^ 0x80000000U, i};
    }
    dlb_sort_in(items, work->spare.data, n);
    return true;
}

/* Sort an array whose elements begin with their start; the room behind it is used up. */
static bool sort_array(struct dlb_rule_work *work, struct dlb_array *array, size_t row_bytes)
{
    size_t n = array->n;
    char *sorted = dlb_array_reserve(work->env, array, n, row_bytes, UINT32_MAX);
    if (!sorted) dlb_findings_no_memory(work->findings);
    if (!sorted || !sort_starts(work, array->data, n, row_bytes)) return false;
    const struct dlb_sort_item *items = work->items.data;
    char *rows = array->data;
    for (size_t i = 0; i < n; i++)
        memcpy(sorted + i * row_bytes, rows + items[i].value * row_bytes, row_bytes);
    if (n) memcpy(rows, sorted, n * row_bytes);
    return true;
}

size_t dlb_sweep_overlaps(struct dlb_rule_work *work, int32_t tau_days)
{
    size_t n = work->spans.n;
    if (n < 2 || !sort_array(work, &work->spans, sizeof(struct dlb_owned_span))) return 0;
    if (!dlb_work_segments(work, n)) return 0;
    return dlb_overlap_segments(work->spans.data, n, tau_days, work->segments.data);
}

/* ---- touch ------------------------------------------------------------------------------ */

bool dlb_touch_begin(struct dlb_rule_work *work, struct dlb_touch *touch)
{
    touch->next = 0;
    return dlb_work_rows(work, work->spans.n);
}

size_t dlb_touch_next(struct dlb_rule_work *work, struct dlb_touch *touch,
                      struct dlb_span segment)
{
    const struct dlb_owned_span *spans = work->spans.data;
    uint32_t *active = work->rows.data;
    size_t n_active = work->rows.n, kept = 0;
    while (touch->next < work->spans.n && spans[touch->next].start < segment.end)
        active[n_active++] = (uint32_t)touch->next++;
    for (size_t i = 0; i < n_active; i++)
        if (spans[active[i]].end > segment.start) active[kept++] = active[i];
    return work->rows.n = kept;
}

/* ---- hits --------------------------------------------------------------------------------- */

void dlb_hits_begin(struct dlb_rule_work *work)
{
    work->hits.n = work->hit_rows.n = 0;
}

void dlb_hits_add(struct dlb_rule_work *work, int32_t start, int32_t end, uint32_t which)
{
    struct dlb_hit *room = dlb_array_reserve(work->env, &work->hits, 1, sizeof *room, UINT32_MAX);
    if (!room) {
        dlb_findings_no_memory(work->findings);
        return;
    }
    *room = (struct dlb_hit){start, end, which, 0, work->hit_rows.n};
    work->hits.n++;
}

void dlb_hits_add_row(struct dlb_rule_work *work, uint32_t row, uint32_t side)
{
    struct dlb_hit_row *room = dlb_array_reserve(work->env, &work->hit_rows, 1, sizeof *room,
                                                 UINT32_MAX);
    if (!room || !work->hits.n) {
        dlb_findings_no_memory(work->findings);
        return;
    }
    *room = (struct dlb_hit_row){row, side};
    work->hit_rows.n++;
    ((struct dlb_hit *)work->hits.data)[work->hits.n - 1].n_rows++;
}

void dlb_hits_sort(struct dlb_rule_work *work)
{
    if (!sort_array(work, &work->hits, sizeof(struct dlb_hit))) work->hits.n = 0;
}

size_t dlb_hits_run(const struct dlb_rule_work *work, size_t first, int32_t *end)
{
    const struct dlb_hit *hits = work->hits.data;
    size_t i = first + 1;
    *end = hits[first].end;
    for (; i < work->hits.n && hits[i].start <= *end; i++)
        if (hits[i].end > *end) *end = hits[i].end;
    return i - first;
}
