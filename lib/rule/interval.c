/* SPDX-License-Identifier: Apache-2.0 */
/*
 * interval.c - when several agencies serve at once, and when nobody does.
 *
 * Comparing each service only with the one before it misses overlaps with a long spell further
 * back; comparing all pairs is quadratic. Both sweeps here walk the spans once, in order of start,
 * and keep a few numbers, so they need no memory and no second pass.
 *
 * Overlap: of all spans that started by day d, an owner is active on d when the latest end
 * of its spans lies after d. So two owners are active on d exactly when the second latest
 * of those ends, taken per owner, lies after d:
 *
 *   first    owner with the latest end so far      [==========================)
 *   second   latest end of any other owner         [=============)
 *   shared   from the current start to there            [========)   up to the next start
 *
 * Coverage: the same with one number, the latest end of anybody.
 */
#include "rule/kernel.h"

/* A length that cannot wrap, however far apart the days are. */
static int64_t length_of(int32_t start, int32_t end)
{
    return (int64_t)end - start;
}

static int32_t later(int32_t left, int32_t right)
{
    return left > right ? left : right;
}

static int32_t earlier(int32_t left, int32_t right)
{
    return left < right ? left : right;
}

/* The two latest ends among distinct owners. */
struct two_latest {
    uint32_t owner; /* of first */
    int32_t first, second;
};

static void two_latest_add(struct two_latest *ends, uint32_t owner, int32_t end)
{
    if (owner == ends->owner) {
        ends->first = later(ends->first, end);
    } else if (end > ends->first) {
        ends->second = ends->first;
        ends->first = end;
        ends->owner = owner;
    } else {
        ends->second = later(ends->second, end);
    }
}

size_t dlb_overlap_segments(const struct dlb_owned_span *spans, size_t n, int32_t tau_days,
                            struct dlb_span *segments)
{
    struct two_latest ends = {DLB_NO_CODE, DLB_DAY_NONE, DLB_DAY_NONE};
    size_t n_segments = 0;
    for (size_t i = 0; i < n; i++) {
        two_latest_add(&ends, spans[i].owner, spans[i].end);
        int32_t start = spans[i].start;
        int32_t end = i + 1 < n ? earlier(ends.second, spans[i + 1].start) : ends.second;
        if (end <= start) continue;
        bool continues = n_segments && segments[n_segments - 1].end == start;
        if (continues)
            segments[n_segments - 1].end = end;
        else
            segments[n_segments++] = (struct dlb_span){start, end};
    }
    size_t n_long = 0;
    for (size_t i = 0; i < n_segments; i++)
        if (length_of(segments[i].start, segments[i].end) > tau_days)
            segments[n_long++] = segments[i];
    return n_long;
}

size_t dlb_coverage_gaps(const struct dlb_owned_span *spans, size_t n, struct dlb_span window,
                         struct dlb_span *gaps)
{
    size_t n_gaps = 0;
    int32_t covered_to = window.start;
    for (size_t i = 0; i < n && spans[i].start < window.end; i++) {
        if (spans[i].end <= spans[i].start) continue;
        if (spans[i].start > covered_to)
            gaps[n_gaps++] = (struct dlb_span){covered_to, spans[i].start};
        covered_to = later(covered_to, spans[i].end);
    }
    if (covered_to < window.end) gaps[n_gaps++] = (struct dlb_span){covered_to, window.end};
    return n_gaps;
}
