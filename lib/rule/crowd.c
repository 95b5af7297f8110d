/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crowd.c - when more than so many are there at once: agencies, persons, households.
 *
 * What one of them has that touches is one stay. Stays begin and end, and one number goes up and
 * down with them.
 */
#include "rule/kernel.h"

size_t dlb_crowd_changes(struct dlb_rule_work *work)
{
    const struct dlb_owned_span *spans = work->spans.data;
    size_t n_spans = work->spans.n, n = 0;
    if (!dlb_work_items(work, 2 * n_spans)) return 0;
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = 0, next; i < n_spans; i = next) {
        int32_t end = spans[i].end;
        for (next = i + 1; next < n_spans && spans[next].owner == spans[i].owner; next++) {
            if (spans[next].start > end) break;
            if (spans[next].end > end) end = spans[next].end;
        }
        items[n++] = (struct dlb_sort_item){dlb_sort_key(spans[i].start), i << 1};
        items[n++] = (struct dlb_sort_item){dlb_sort_key(end), i << 1 | 1};
    }
    dlb_sort_in(items, work->spare.data, n);
    return n;
}

size_t dlb_crowd_segments(struct dlb_rule_work *work, int64_t more_than)
{
    if (!dlb_work_segments(work, work->spans.n)) return 0;
    size_t n = dlb_crowd_changes(work), n_segments = 0;
    const struct dlb_sort_item *items = work->items.data;
    struct dlb_span *segments = work->segments.data;
    int64_t there = 0;
    for (size_t i = 0, next; i < n; i = next) {
        int32_t day = dlb_sort_number(items[i].key);
        bool was_many = there > more_than;
        for (next = i; next < n && items[next].key == items[i].key; next++)
            there += items[next].value & 1 ? -1 : 1;
        bool is_many = there > more_than;
        if (is_many && !was_many) segments[n_segments] = (struct dlb_span){day, DLB_DAY_OPEN};
        if (!is_many && was_many) segments[n_segments++].end = day;
    }
    return n_segments;
}
