/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.c - who is somewhere at the same minute of the same day.
 *
 * Stretches come by their first day, and each minute remembers the last day of any who has been
 * there. So a stretch meets others from its first day up to the latest that its minutes remember,
 * and no two are ever compared:
 *
 *   10:00-12:00   A   mon tue wed thu        remembered: thu
 *   11:00-11:30   B       tue wed            meets until wed
 *   11:45-13:00   C           wed thu fri    meets until thu
 *
 * Those who were there before are found in the same way from the last to the first.
 */
#include "rule/duplicate/clock.h"

struct sought_stretch {
    const struct dlb_stretch *stretches;
    int32_t day;
};

static bool is_over(const void *sought, size_t i)
{
    const struct sought_stretch *stretch = sought;
    return stretch->stretches[i].latest <= stretch->day;
}

/* The first of a kind before whom all are over on a day. */
static size_t first_on(const struct dlb_stretches *kind, int32_t day)
{
    struct sought_stretch sought = {kind->stretches, day};
    return dlb_search(0, kind->n, &sought, is_over);
}

static bool is_same(const struct dlb_clock *clock)
{
    return clock->one.stretches == clock->other.stretches;
}

size_t dlb_clock_list(const struct dlb_clock *clock, struct dlb_span days)
{
    const struct dlb_stretches *one = &clock->one, *other = &clock->other;
    size_t i = first_on(one, days.start), n = 0;
    size_t j = is_same(clock) ? other->n : first_on(other, days.start);
    while (i < one->n || j < other->n) {
        bool take = j == other->n ||
                    (i < one->n && one->stretches[i].days.start <= other->stretches[j].days.start);
        const struct dlb_stretch *next = take ? &one->stretches[i++] : &other->stretches[j++];
        if (next->days.start >= days.end) break;
        if (next->days.end > days.start) clock->there[n++] = next;
    }
    return n;
}

/* Forget what minutes remember, those that any of n who are there has. */
static void forget(const struct dlb_clock *clock, size_t n, int32_t nothing)
{
    int16_t from = DLB_A_DAY, until = 0;
    for (size_t i = 0; i < n; i++) {
        if (clock->there[i]->from < from) from = clock->there[i]->from;
        if (clock->there[i]->until > until) until = clock->there[i]->until;
    }
    for (int i = 0; i < 2; i++)
        for (int16_t minute = from; minute < until; minute++)
            clock->minutes[i].begun[minute] = clock->minutes[i].any[minute] = nothing;
}

static int32_t latest_of(const int32_t *minutes, const struct dlb_stretch *stretch)
{
    int32_t latest = DLB_DAY_NONE;
    for (int16_t minute = stretch->from; minute < stretch->until; minute++)
        latest = minutes[minute] > latest ? minutes[minute] : latest;
    return latest;
}

static bool is_of_other(const struct dlb_clock *clock, const struct dlb_stretch *stretch)
{
    return !is_same(clock) && stretch >= clock->other.stretches &&
           stretch < clock->other.stretches + clock->other.n;
}

/* What is remembered of those whom a stretch can meet. */
static const int32_t *minutes_of_others(const struct dlb_clock *clock,
                                        const struct dlb_stretch *stretch)
{
    bool other = !is_same(clock) && !is_of_other(clock, stretch);
    const struct dlb_clock_minutes *minutes = &clock->minutes[other];
    return stretch->begins ? minutes->any : minutes->begun;
}

/* Of the minutes of a stretch, the largest that there was of anything. */
static void remember(const struct dlb_clock *clock, const struct dlb_stretch *stretch, int32_t what)
{
    struct dlb_clock_minutes *own = &clock->minutes[is_of_other(clock, stretch)];
    int32_t *all[] = {own->any, own->begun};
    for (int i = 0; i <= stretch->begins; i++)
        for (int16_t minute = stretch->from; minute < stretch->until; minute++)
            all[i][minute] = all[i][minute] > what ? all[i][minute] : what;
}

void dlb_clock_meet(const struct dlb_clock *clock, size_t n, struct dlb_span days, bool backwards,
                    dlb_clock_tell tell, void *context)
{
    forget(clock, n, DLB_DAY_NONE);
    for (size_t i = 0; i < n; i++) {
        const struct dlb_stretch *stretch = clock->there[backwards ? n - 1 - i : i];
        struct dlb_span there = dlb_days_cut(stretch->days, days);
        if (backwards) there = (struct dlb_span){-there.end, -there.start};
        int32_t latest = latest_of(minutes_of_others(clock, stretch), stretch);
        int32_t end = latest < there.end ? latest : there.end;
        if (end > there.start) tell(context, stretch, (struct dlb_span){there.start, end});
        remember(clock, stretch, there.end);
    }
}

int32_t dlb_clock_first(const struct dlb_clock *clock, size_t n)
{
    int32_t first = DLB_A_DAY, longest = 0;
    forget(clock, n, 0);
    for (size_t i = 0; i < n; i++) {
        const struct dlb_stretch *stretch = clock->there[i];
        const int32_t *ends = minutes_of_others(clock, stretch);
        int32_t minute = stretch->from;
        while (minute < stretch->until && !ends[minute]) minute++;
        if (minute < stretch->until && minute <= first) {
            int32_t end = ends[minute] < stretch->to ? ends[minute] : stretch->to;
            if (minute < first || end - minute > longest) longest = end - minute;
            first = minute;
        }
        remember(clock, stretch, stretch->to);
    }
    return longest;
}
