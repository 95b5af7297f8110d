/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_between.c - days on which one person of a household is on one side and another one on
 * the other.
 *
 * The days on which rows begin or end are walked once, with the number of persons on each side. A
 * day counts unless one and the same person is alone on both. So it is known, without listing
 * pairs, on which days there is one; and a row is part of it on days when somebody else is on the
 * other side, for which it is enough to know who is there alone.
 *
 *   a   kim   -----------------
 *   b   kim       ------
 *   b   lee          ----------
 *   days             [ 1)[  2 )      alone on a: kim; on b: nobody in 1, lee in 2
 */
#include <string.h>

#include "rule/kernel.h"

static int32_t day_of(const struct dlb_sort_item *item)
{
    return dlb_sort_number(item->key);
}

/* ---- who is there ---------------------------------------------------------------------------- */

struct walk {
    struct dlb_rule_work *work;
    const struct dlb_kin *kin;
    uint32_t *rows[2];     /* of each person of the household, on each side */
    uint32_t n_persons[2]; /* on each side, and the exclusive or of their places */
    uint32_t places[2];
};

static uint32_t place_in(const struct dlb_kin *kin, uint32_t person)
{
    return (uint32_t)dlb_search_number(0, kin->n, kin->persons, person);
}

static void step_side(struct walk *walk, unsigned side, uint32_t place, bool begins)
{
    uint32_t *rows = &walk->rows[side][place];
    bool changes = begins ? (*rows)++ == 0 : --(*rows) == 0;
    if (!changes) return;
    walk->n_persons[side] += begins ? 1 : (uint32_t)-1;
    walk->places[side] ^= place;
}

static void step(struct walk *walk, const struct dlb_sort_item *item)
{
    const struct dlb_rule_work *work = walk->work;
    const struct dlb_side *side = (const struct dlb_side *)work->sides.data + (item->value >> 1);
    uint32_t place = place_in(walk->kin, work->caseload->services[side->row].person);
    for (unsigned i = 0; i < 2; i++)
        if (side->side == i || side->side == DLB_SIDE_BOTH)
            step_side(walk, i, place, item->value & 1);
}

static uint32_t alone_on(const struct walk *walk, unsigned side)
{
    return walk->n_persons[side] == 1 ? walk->kin->persons[walk->places[side]] : DLB_NO_CODE;
}

/* ---- pieces ---------------------------------------------------------------------------------- */

static struct dlb_piece *push_piece(struct dlb_rule_work *work)
{
    struct dlb_piece *room =
        dlb_array_reserve(work->env, &work->pieces, 1, sizeof *room, UINT32_MAX);
    if (room)
        work->pieces.n++;
    else
        dlb_findings_no_memory(work->findings);
    return room;
}

static struct dlb_piece *piece_at(const struct dlb_rule_work *work, size_t i)
{
    return (struct dlb_piece *)work->pieces.data + i;
}

/* The days [start, end) as a piece of their own, or as more of the last one. */
static void add_piece(struct walk *walk, size_t first, uint32_t which, int32_t start, int32_t end)
{
    struct dlb_rule_work *work = walk->work;
    uint32_t a = alone_on(walk, DLB_SIDE_A), b = alone_on(walk, DLB_SIDE_B);
    bool both_there = walk->n_persons[DLB_SIDE_A] && walk->n_persons[DLB_SIDE_B];
    if (!both_there || (a != DLB_NO_CODE && a == b)) return;
    struct dlb_piece *last = work->pieces.n > first ? piece_at(work, work->pieces.n - 1) : NULL;
    bool continues = last && last->end == start && last->alone[0] == a && last->alone[1] == b;
    if (continues)
        last->end = end;
    else if ((last = push_piece(work)))
        *last = (struct dlb_piece){start, end, which, {a, b}, {0, 0}};
}

/* What begins and what ends, by day: value: the side, and whether it begins. */
static bool list_steps(struct dlb_rule_work *work, size_t first_side)
{
    const struct dlb_side *sides = work->sides.data;
    size_t n = 0;
    if (!dlb_work_items(work, 2 * (work->sides.n - first_side))) return false;
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = first_side; i < work->sides.n; i++) {
        items[n++] = (struct dlb_sort_item){dlb_sort_key(sides[i].start), i << 1 | 1};
        items[n++] = (struct dlb_sort_item){dlb_sort_key(sides[i].end), i << 1};
    }
    dlb_sort_in(items, work->spare.data, n);
    work->items.n = n;
    return true;
}

static bool open_walk(struct dlb_rule_work *work, const struct dlb_kin *kin, struct walk *walk)
{
    if (!dlb_work_list(work, 2 * (size_t)kin->n)) return false;
    uint32_t *rows = work->list.data;
    memset(rows, 0, 2 * (size_t)kin->n * sizeof *rows);
    *walk = (struct walk){.work = work, .kin = kin, .rows = {rows, rows + kin->n}};
    return true;
}

static void walk_days(struct walk *walk, uint32_t which)
{
    const struct dlb_sort_item *items = walk->work->items.data;
    size_t n = walk->work->items.n, first = walk->work->pieces.n;
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i; next < n && items[next].key == items[i].key; next++)
            step(walk, &items[next]);
        if (next < n) add_piece(walk, first, which, day_of(&items[i]), day_of(&items[next]));
    }
}

size_t dlb_between_sweep(struct dlb_rule_work *work, const struct dlb_kin *kin, size_t first_side)
{
    const struct dlb_side *sides = work->sides.data;
    size_t first = work->pieces.n, n = 0;
    struct walk walk;
    if (work->sides.n - first_side < 2 || !open_walk(work, kin, &walk)) return 0;
    if (!list_steps(work, first_side)) return 0;
    walk_days(&walk, sides[first_side].which);
    if (!dlb_work_segments(work, work->pieces.n - first)) return 0;
    struct dlb_span *segments = work->segments.data;
    for (size_t i = first; i < work->pieces.n; i++) {
        const struct dlb_piece *piece = piece_at(work, i);
        if (n && segments[n - 1].end == piece->start)
            segments[n - 1].end = piece->end;
        else
            segments[n++] = (struct dlb_span){piece->start, piece->end};
    }
    return n;
}

/* ---- pieces that count ----------------------------------------------------------------------- */

/* Where a piece is followed by one with somebody else alone on a side. */
static void link_changes(struct dlb_rule_work *work, size_t first)
{
    size_t n = work->pieces.n;
    for (size_t i = n; i-- > first;)
        for (unsigned side = 0; side < 2; side++) {
            struct dlb_piece *piece = piece_at(work, i), *next = piece + 1;
            bool same = i + 1 < n && next->alone[side] == piece->alone[side];
            piece->changes[side] = i + 1 == n ? n : same ? next->changes[side] : i + 1;
        }
}

void dlb_between_cut(struct dlb_rule_work *work, size_t first_piece, size_t first_hit)
{
    size_t n = work->pieces.n, kept = first_piece;
    for (size_t i = first_piece, hit = first_hit; i < n; i++) {
        const struct dlb_hit *hits = work->hits.data;
        while (hit < work->hits.n && hits[hit].end <= piece_at(work, i)->start) hit++;
        for (size_t j = hit; j < work->hits.n && hits[j].start < piece_at(work, i)->end; j++) {
            struct dlb_piece part = *piece_at(work, i), *room = push_piece(work);
            if (!room) return;
            if (part.start < hits[j].start) part.start = hits[j].start;
            if (part.end > hits[j].end) part.end = hits[j].end;
            *room = part;
        }
    }
    size_t n_cut = work->pieces.n - n;
    struct dlb_piece *pieces = work->pieces.data;
    if (n_cut) memmove(pieces + kept, pieces + n, n_cut * sizeof *pieces);
    work->pieces.n = kept + n_cut;
    link_changes(work, first_piece);
}

/* ---- whose rows they are --------------------------------------------------------------------- */

struct sought_piece {
    const struct dlb_piece *pieces;
    uint32_t which;
    int32_t start;
};

static bool is_before_piece(const void *sought, size_t i)
{
    const struct sought_piece *wanted = sought;
    const struct dlb_piece *piece = &wanted->pieces[i];
    return piece->which != wanted->which ? piece->which < wanted->which
                                         : piece->end <= wanted->start;
}

bool dlb_between_touches(const struct dlb_rule_work *work, const struct dlb_meeting *meeting,
                         const struct dlb_side *side)
{
    int32_t start = side->start > meeting->start ? side->start : meeting->start;
    int32_t end = side->end < meeting->end ? side->end : meeting->end;
    uint32_t person = work->caseload->services[side->row].person;
    struct sought_piece sought = {work->pieces.data, side->which, start};
    size_t n = work->pieces.n, first = dlb_search(0, n, &sought, is_before_piece);
    if (first == n || piece_at(work, first)->which != side->which) return false;
    for (unsigned other = 0; other < 2; other++) {
        if (side->side == other) continue;
        bool alone = piece_at(work, first)->alone[other] == person;
        size_t at = alone ? piece_at(work, first)->changes[other] : first;
        if (at < n && piece_at(work, at)->start < end && piece_at(work, at)->which == side->which)
            return true;
    }
    return false;
}
