/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_meet.c - where two sides of a comparison meet, and which rows were there.
 *
 * Rules that set one thing against another (two agencies, two benefits, a service and a stay)
 * give each row a side; the sweep over owners finds the days on which two of them are there.
 * Those days are hits. Hits of several comparisons that touch each other are one finding, a
 * meeting: a person who holds three benefits of a set is one question, not three.
 *
 *   comparison 1      a-----------          hits     ====
 *                         b----
 *   comparison 2      a-----------          hits         =======
 *                             c------
 *   meeting                                          ===========
 */
#include <string.h>

#include "rule/kernel.h"

enum { MEETINGS_MAX = 100, ROWS_FREE = 1000, ROWS_PER_SPAN = 4 };

void dlb_sides_add(struct dlb_mutex_sides *sides, const struct dlb_policy *policy,
                   const struct dlb_service *service)
{
    struct dlb_mutex_sides more = dlb_policy_sides(policy, service->programme, service->class_);
    sides->a |= more.a;
    sides->b |= more.b;
}

bool dlb_are_of_one_agency(const struct dlb_service *services, const uint32_t *rows, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (services[rows[i]].agency != services[rows[0]].agency) return false;
    return true;
}

struct dlb_label dlb_benefit_label(const struct dlb_caseload *caseload, uint32_t row)
{
    const struct dlb_service *service = &caseload->services[row];
    return dlb_programme_label(caseload, service->programme, service->start);
}

/* ---- quotas ---------------------------------------------------------------------------------- */

struct dlb_quota dlb_quota_of(size_t n_spans)
{
    return (struct dlb_quota){0, 0, ROWS_FREE + ROWS_PER_SPAN * n_spans};
}

bool dlb_quota_takes(struct dlb_quota *quota, size_t n_rows)
{
    if (quota->n + 1 == MEETINGS_MAX || quota->n_rows + n_rows > quota->most_rows) return false;
    quota->n++;
    quota->n_rows += n_rows;
    return true;
}

struct dlb_series dlb_series_of(size_t n_rows)
{
    return (struct dlb_series){dlb_quota_of(n_rows), 0};
}

bool dlb_series_begins(struct dlb_series *series)
{
    return series->n_segments++ == 0;
}

bool dlb_series_ends(struct dlb_series *series, const struct dlb_findings *findings)
{
    return series->n_segments == 1 && dlb_quota_takes(&series->quota, findings->rows.n);
}

bool dlb_series_is_open(const struct dlb_series *series)
{
    return series->n_segments > 0;
}

void dlb_series_close(struct dlb_series *series, struct dlb_findings *findings)
{
    if (series->n_segments > 1) dlb_detail_int(findings, "n_segments", series->n_segments);
    dlb_finding_close(findings);
    series->n_segments = 0;
}

/* ---- collecting -------------------------------------------------------------------------- */

/* Room for one more element of an array of the work; NULL (and remembered) without memory. */
static void *push(struct dlb_rule_work *work, struct dlb_array *array, size_t bytes)
{
    void *room = dlb_array_reserve(work->env, array, 1, bytes, UINT32_MAX);
    if (room)
        array->n++;
    else
        dlb_findings_no_memory(work->findings);
    return room;
}

void dlb_meet_begin(struct dlb_rule_work *work)
{
    work->sides.n = work->hits.n = work->meetings.n = work->pieces.n = 0;
}

void dlb_meet_side(struct dlb_rule_work *work, struct dlb_side side)
{
    struct dlb_side *room = side.end > side.start ? push(work, &work->sides, sizeof side) : NULL;
    if (room) *room = side;
}

void dlb_meet_hit(struct dlb_rule_work *work, struct dlb_hit hit)
{
    struct dlb_hit *room = push(work, &work->hits, sizeof hit);
    if (room) *room = hit;
}

/* ---- in order ---------------------------------------------------------------------------- */

/* Sort rows that begin with their start by it, where they lie; stable. */
static bool sort_starts(struct dlb_rule_work *work, const struct dlb_array *array, size_t row_bytes)
{
    _Static_assert(sizeof(struct dlb_owned_span) <= sizeof(struct dlb_sort_item) &&
                       sizeof(struct dlb_hit) <= sizeof(struct dlb_sort_item),
                   "rows fit into the room of the items that order them");
    size_t n = array->n;
    if (!dlb_work_items(work, n)) return false;
    struct dlb_sort_item *items = work->items.data;
    char *rows = array->data, *sorted = work->spare.data;
    for (size_t i = 0; i < n; i++) {
        int32_t start;
        memcpy(&start, rows + i * row_bytes, sizeof start);
        items[i] = (struct dlb_sort_item){dlb_sort_key(start), i};
    }
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++)
        memcpy(sorted + i * row_bytes, rows + items[i].value * row_bytes, row_bytes);
    memcpy(rows, sorted, n * row_bytes);
    return true;
}

bool dlb_work_sort_spans(struct dlb_rule_work *work)
{
    const struct dlb_owned_span *spans = work->spans.data;
    size_t i = 1;
    while (i < work->spans.n && spans[i - 1].start <= spans[i].start) i++;
    return i >= work->spans.n || sort_starts(work, &work->spans, sizeof *spans);
}

size_t dlb_meet_sweep(struct dlb_rule_work *work, size_t first_side)
{
    const struct dlb_side *sides = work->sides.data;
    size_t n = work->sides.n - first_side;
    if (n < 2 || !dlb_work_spans(work, n) || !dlb_work_segments(work, n)) return 0;
    struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_side *side = &sides[first_side + i];
        uint32_t owner = side->side == DLB_SIDE_BOTH ? DLB_SIDE_BOTH + side->row : side->side;
        spans[i] = (struct dlb_owned_span){side->start, side->end, owner, side->row};
    }
    work->spans.n = n;
    if (!dlb_work_sort_spans(work)) return 0;
    return dlb_overlap_segments(work->spans.data, n, 0, work->segments.data);
}

/* ---- meetings ---------------------------------------------------------------------------- */

/* Hits from `first` on that touch each other. */
static struct dlb_meeting next_meeting(const struct dlb_rule_work *work, size_t first)
{
    const struct dlb_hit *hits = work->hits.data;
    struct dlb_meeting meeting = {hits[first].start, hits[first].end, 0, first, 1, 1};
    for (; first + meeting.n < work->hits.n; meeting.n++) {
        const struct dlb_hit *hit = &hits[first + meeting.n];
        if (hit->start > meeting.end) break;
        if (hit->end > meeting.end) meeting.end = hit->end;
    }
    int32_t as_of = work->caseload->as_of;
    int32_t end = meeting.end == DLB_DAY_OPEN ? as_of + 1 : meeting.end;
    meeting.days = end > meeting.start ? end - meeting.start : 0;
    return meeting;
}

/*
 * Bring the hits of a meeting into the order of comparison, then start, for searching. A hit inside
 * an earlier one is made to end with it, so that ends ascend too; the days stay the same.
 */
static bool sort_hits(struct dlb_rule_work *work, const struct dlb_meeting *meeting)
{
    struct dlb_hit *hits = (struct dlb_hit *)work->hits.data + meeting->first;
    size_t n = meeting->n;
    if (n == 1) return true;
    if (!dlb_work_items(work, n)) return false;
    struct dlb_sort_item *items = work->items.data;
    struct dlb_hit *sorted = work->spare.data; /* as in sort_starts */
    for (size_t i = 0; i < n; i++)
        items[i] =
            (struct dlb_sort_item){(uint64_t)hits[i].which << 32 | dlb_sort_key(hits[i].start), i};
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++) sorted[i] = hits[items[i].value];
    memcpy(hits, sorted, n * sizeof *hits);
    for (size_t i = 1; i < n; i++)
        if (hits[i].which == hits[i - 1].which && hits[i].end < hits[i - 1].end)
            hits[i].end = hits[i - 1].end;
    return true;
}

size_t dlb_meet_settle(struct dlb_rule_work *work)
{
    work->meetings.n = 0;
    if (!work->hits.n || !sort_starts(work, &work->hits, sizeof(struct dlb_hit))) return 0;
    for (size_t first = 0; first < work->hits.n;) {
        struct dlb_meeting *room = push(work, &work->meetings, sizeof *room);
        if (!room) return 0;
        *room = next_meeting(work, first);
        first += room->n;
    }
    const struct dlb_meeting *meetings = work->meetings.data;
    for (size_t i = 0; i < work->meetings.n; i++)
        if (!sort_hits(work, &meetings[i])) return 0;
    return work->meetings.n;
}

bool dlb_meet_join_rest(struct dlb_rule_work *work, size_t from)
{
    struct dlb_meeting *meetings = work->meetings.data, *all = &meetings[from];
    for (size_t i = from + 1; i < work->meetings.n; i++) {
        all->end = meetings[i].end; /* they come in order and do not touch */
        all->n += meetings[i].n;
        all->days += meetings[i].days;
        all->n_segments++;
    }
    work->meetings.n = from + 1;
    return sort_hits(work, all);
}

struct sought_hit {
    const struct dlb_hit *hits;
    const struct dlb_side *side;
};

/* Does the hit belong to an earlier comparison, or end before the row began? */
static bool is_before_side(const void *sought, size_t i)
{
    const struct sought_hit *wanted = sought;
    const struct dlb_hit *hit = &wanted->hits[i];
    if (hit->which != wanted->side->which) return hit->which < wanted->side->which;
    return hit->end <= wanted->side->start;
}

bool dlb_meet_touches(const struct dlb_rule_work *work, const struct dlb_meeting *meeting,
                      const struct dlb_side *side)
{
    const struct dlb_hit *hits = (const struct dlb_hit *)work->hits.data + meeting->first;
    if (side->start >= meeting->end || side->end <= meeting->start) return false;
    size_t n = meeting->n, at = dlb_search(0, n, &(struct sought_hit){hits, side}, is_before_side);
    return at < n && hits[at].which == side->which && hits[at].start < side->end;
}

void dlb_meet_findings(struct dlb_rule_work *work, dlb_meet_report report, void *context)
{
    struct dlb_quota quota = dlb_quota_of(work->sides.n);
    for (size_t i = 0; i < work->meetings.n; i++) {
        const struct dlb_meeting *meeting = (const struct dlb_meeting *)work->meetings.data + i;
        report(context, meeting);
        bool last = i + 1 == work->meetings.n;
        if (last || dlb_quota_takes(&quota, work->findings->rows.n)) {
            if (meeting->n_segments > 1)
                dlb_detail_int(work->findings, "n_segments", meeting->n_segments);
            dlb_finding_close(work->findings);
            continue;
        }
        dlb_finding_drop(work->findings);
        if (!dlb_meet_join_rest(work, i)) return;
        i--; /* ask again about all that are left */
    }
}
