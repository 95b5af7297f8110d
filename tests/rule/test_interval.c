/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interval sweeps against golden vectors and against an oracle that asks about every day.
 */
#include <criterion/criterion.h>

#include "rule/kernel.h"

enum { A, B, C, N_OWNERS = 5 };
enum { WORLD_DAYS = 60, MAX_SPANS = 12 };

static int32_t on(int32_t year, unsigned month, unsigned day)
{
    return dlb_day_of(year, month, day);
}

/* As officers write it: the last day counts. */
static struct dlb_owned_span spell(uint32_t owner, int32_t first, int32_t last)
{
    int32_t end = last == DLB_DAY_OPEN ? DLB_DAY_OPEN : last + 1;
    return (struct dlb_owned_span){first, end, owner, 0};
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int32_t below(uint64_t *state, uint32_t limit)
{
    return (int32_t)(next_random(state) % limit);
}

static int by_start(const void *left, const void *right)
{
    const struct dlb_owned_span *l = left, *r = right;
    return (l->start > r->start) - (l->start < r->start);
}

/* Spans within the days 0 … WORLD_DAYS, sorted by start; one in twelve is open. */
static size_t random_spans(uint64_t *state, struct dlb_owned_span *spans)
{
    size_t n = (size_t)below(state, MAX_SPANS + 1);
    for (size_t i = 0; i < n; i++) {
        int32_t start = below(state, WORLD_DAYS);
        int32_t end = start + below(state, (uint32_t)(WORLD_DAYS - start) + 1);
        if (below(state, 12) == 0) end = DLB_DAY_OPEN;
        spans[i] = (struct dlb_owned_span){start, end, (uint32_t)below(state, N_OWNERS), 0};
    }
    qsort(spans, n, sizeof *spans, by_start);
    return n;
}

static int owners_on(const struct dlb_owned_span *spans, size_t n, int32_t day)
{
    bool active[N_OWNERS] = {false};
    int count = 0;
    for (size_t i = 0; i < n; i++)
        if (spans[i].start <= day && day < spans[i].end) active[spans[i].owner] = true;
    for (int owner = 0; owner < N_OWNERS; owner++) count += active[owner];
    return count;
}

static void expect_segment(struct dlb_span got, int32_t start, int32_t end)
{
    cr_expect_eq(got.start, start);
    cr_expect_eq(got.end, end);
}

/* ---- golden vectors ---------------------------------------------------------------------- */

Test(interval, V1_a_long_spell_is_compared_with_all_that_follow)
{
    struct dlb_owned_span spans[] = {spell(A, on(2024, 1, 1), on(2024, 4, 9)),
                                     spell(B, on(2024, 1, 5), on(2024, 1, 9)),
                                     spell(C, on(2024, 2, 20), on(2024, 2, 29))};
    struct dlb_span got[3];
    cr_assert_eq(dlb_overlap_segments(spans, 3, 0, got), 2);
    expect_segment(got[0], on(2024, 1, 5), on(2024, 1, 10));
    expect_segment(got[1], on(2024, 2, 20), on(2024, 3, 1));
    cr_expect_eq(got[1].end - got[1].start, 10);
}

Test(interval, V2_a_shared_day_is_an_overlap_unless_handovers_are_tolerated)
{
    struct dlb_owned_span spans[] = {spell(A, on(2024, 3, 1), on(2024, 3, 10)),
                                     spell(B, on(2024, 3, 10), on(2024, 3, 20))};
    struct dlb_span got[2];
    cr_assert_eq(dlb_overlap_segments(spans, 2, 0, got), 1);
    expect_segment(got[0], on(2024, 3, 10), on(2024, 3, 11));
    cr_expect_eq(dlb_overlap_segments(spans, 2, 1, got), 0, "one day is not longer than one");
    spans[0].end--;
    cr_expect_eq(dlb_overlap_segments(spans, 2, 0, got), 0, "one ends, the next begins");
}

Test(interval, V3_one_agency_does_not_overlap_with_itself)
{
    struct dlb_owned_span spans[] = {spell(A, on(2024, 3, 1), on(2024, 3, 10)),
                                     spell(A, on(2024, 3, 5), on(2024, 3, 20))};
    struct dlb_span got[2];
    cr_expect_eq(dlb_overlap_segments(spans, 2, 0, got), 0);
}

Test(interval, V4_two_open_spans_overlap_without_end)
{
    struct dlb_owned_span spans[] = {spell(A, on(2024, 3, 1), DLB_DAY_OPEN),
                                     spell(B, on(2024, 5, 1), DLB_DAY_OPEN)};
    struct dlb_span got[2];
    cr_assert_eq(dlb_overlap_segments(spans, 2, 0, got), 1);
    expect_segment(got[0], on(2024, 5, 1), DLB_DAY_OPEN);
}

Test(interval, V5_single_days_overlap_for_one_day)
{
    struct dlb_owned_span spans[] = {spell(A, on(2024, 3, 1), on(2024, 3, 1)),
                                     spell(B, on(2024, 3, 1), on(2024, 3, 1))};
    struct dlb_span got[2];
    cr_assert_eq(dlb_overlap_segments(spans, 2, 0, got), 1);
    expect_segment(got[0], on(2024, 3, 1), on(2024, 3, 2));
}

Test(interval, G1_gaps_are_the_days_nobody_covers)
{
    struct dlb_owned_span spans[] = {spell(A, on(2024, 1, 1), on(2024, 2, 15)),
                                     spell(B, on(2024, 2, 10), on(2024, 2, 20)),
                                     spell(A, on(2024, 3, 1), on(2024, 3, 31))};
    struct dlb_span window = {on(2024, 1, 1), on(2024, 5, 1)};
    struct dlb_span got[4];
    cr_assert_eq(dlb_coverage_gaps(spans, 3, window, got), 2);
    expect_segment(got[0], on(2024, 2, 21), on(2024, 3, 1));
    expect_segment(got[1], on(2024, 4, 1), on(2024, 5, 1));
    cr_expect_eq(got[0].end - got[0].start, 9);
    cr_expect_eq(got[1].end - got[1].start, 30);
}

/* ---- boundaries --------------------------------------------------------------------------- */

Test(interval, nothing_overlaps_with_nothing)
{
    struct dlb_owned_span one = spell(A, on(2024, 3, 1), DLB_DAY_OPEN);
    struct dlb_span got[1];
    cr_expect_eq(dlb_overlap_segments(NULL, 0, 0, got), 0);
    cr_expect_eq(dlb_overlap_segments(&one, 1, 0, got), 0);
}

Test(interval, segments_of_different_agencies_that_touch_are_one)
{
    struct dlb_owned_span spans[] = {spell(A, on(2024, 3, 1), on(2024, 3, 31)),
                                     spell(B, on(2024, 3, 5), on(2024, 3, 9)),
                                     spell(C, on(2024, 3, 10), on(2024, 3, 14))};
    struct dlb_span got[3];
    cr_assert_eq(dlb_overlap_segments(spans, 3, 0, got), 1);
    expect_segment(got[0], on(2024, 3, 5), on(2024, 3, 15));
}

Test(interval, tau_measures_the_whole_segment_not_its_parts)
{
    struct dlb_owned_span spans[] = {spell(A, on(2024, 3, 1), on(2024, 3, 31)),
                                     spell(B, on(2024, 3, 5), on(2024, 3, 6)),
                                     spell(C, on(2024, 3, 7), on(2024, 3, 8))};
    struct dlb_span got[3];
    cr_expect_eq(dlb_overlap_segments(spans, 3, 3, got), 1);
    cr_expect_eq(dlb_overlap_segments(spans, 3, 4, got), 0);
}

Test(interval, an_open_window_ends_in_an_open_gap)
{
    struct dlb_owned_span span = spell(A, on(2024, 3, 1), on(2024, 3, 31));
    struct dlb_span got[2];
    struct dlb_span window = {on(2024, 3, 1), DLB_DAY_OPEN};
    cr_assert_eq(dlb_coverage_gaps(&span, 1, window, got), 1);
    expect_segment(got[0], on(2024, 4, 1), DLB_DAY_OPEN);
    span.end = DLB_DAY_OPEN;
    cr_expect_eq(dlb_coverage_gaps(&span, 1, window, got), 0);
    cr_assert_eq(dlb_coverage_gaps(NULL, 0, window, got), 1);
    expect_segment(got[0], window.start, DLB_DAY_OPEN);
}

Test(interval, an_empty_window_has_no_gaps)
{
    struct dlb_owned_span span = spell(A, on(2024, 3, 1), on(2024, 3, 31));
    struct dlb_span window = {on(2024, 5, 1), on(2024, 5, 1)};
    struct dlb_span got[2];
    cr_expect_eq(dlb_coverage_gaps(&span, 1, window, got), 0);
}

/* ---- day by day ----------------------------------------------------------------------------- */

Test(interval, segments_are_the_days_on_which_two_owners_are_active)
{
    uint64_t state = 1;
    for (int round = 0; round < 20000; round++) {
        struct dlb_owned_span spans[MAX_SPANS];
        struct dlb_span got[MAX_SPANS];
        size_t n = random_spans(&state, spans);
        int32_t tau = below(&state, 4);
        size_t n_got = dlb_overlap_segments(spans, n, tau, got);
        size_t at = 0;
        int32_t day = 0;
        while (day <= WORLD_DAYS) {
            int32_t end = day;
            while (end <= WORLD_DAYS && owners_on(spans, n, end) >= 2) end++;
            bool endless = end > WORLD_DAYS;
            if (end > day && (endless || end - day > tau)) {
                cr_assert_lt(at, n_got, "round %d: a segment is missing", round);
                cr_assert_eq(got[at].start, day, "round %d", round);
                cr_assert_eq(got[at].end, endless ? DLB_DAY_OPEN : end, "round %d", round);
                at++;
            }
            day = end + 1;
        }
        cr_assert_eq(at, n_got, "round %d: a segment too many", round);
    }
}

Test(interval, gaps_are_the_days_on_which_no_owner_is_active)
{
    uint64_t state = 2;
    for (int round = 0; round < 20000; round++) {
        struct dlb_owned_span spans[MAX_SPANS];
        struct dlb_span got[MAX_SPANS + 1];
        size_t n = random_spans(&state, spans);
        struct dlb_span window;
        window.start = below(&state, WORLD_DAYS);
        window.end = window.start + below(&state, WORLD_DAYS);
        size_t n_got = dlb_coverage_gaps(spans, n, window, got);
        size_t at = 0;
        for (int32_t day = window.start; day < window.end; day++) {
            while (at < n_got && got[at].end <= day) at++;
            bool in_gap = at < n_got && got[at].start <= day;
            cr_assert_eq(in_gap, owners_on(spans, n, day) == 0, "round %d day %d", round, day);
        }
        for (size_t i = 0; i < n_got; i++) {
            cr_assert_lt(got[i].start, got[i].end, "round %d: an empty gap", round);
            cr_assert(i == 0 || got[i - 1].end < got[i].start, "round %d: split gap", round);
            cr_assert(got[i].start >= window.start && got[i].end <= window.end);
        }
    }
}

Test(interval, cutting_a_span_in_two_changes_nothing)
{
    uint64_t state = 3;
    for (int round = 0; round < 5000; round++) {
        struct dlb_owned_span whole[MAX_SPANS], cut[MAX_SPANS + 1];
        struct dlb_span of_whole[MAX_SPANS], of_cut[MAX_SPANS + 1];
        size_t n = random_spans(&state, whole);
        if (n == 0) continue;
        memcpy(cut, whole, n * sizeof *whole);
        size_t victim = (size_t)below(&state, (uint32_t)n);
        if (cut[victim].end - cut[victim].start < 2) continue;
        int32_t last = cut[victim].end == DLB_DAY_OPEN ? WORLD_DAYS : cut[victim].end;
        int32_t at = cut[victim].start + 1 + below(&state, (uint32_t)(last - cut[victim].start));
        if (at >= cut[victim].end) continue;
        cut[n] = cut[victim];
        cut[victim].end = cut[n].start = at;
        qsort(cut, n + 1, sizeof *cut, by_start);
        size_t n_whole = dlb_overlap_segments(whole, n, 0, of_whole);
        cr_assert_eq(dlb_overlap_segments(cut, n + 1, 0, of_cut), n_whole, "round %d", round);
        cr_assert_arr_eq(of_cut, of_whole, n_whole * sizeof *of_whole, "round %d", round);
    }
}
