/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.h - who is somewhere at the same minute of the same day (clock.c).
 */
#ifndef DLB_CLOCK_H
#define DLB_CLOCK_H

#include "rule/kernel.h"

enum { DLB_A_DAY = 24 * 60 };

/* The days of a visit, or the days after, on which the rest of it lies. */
struct dlb_stretch {
    struct dlb_span days;
    int32_t latest;          /* end of days among those of the kind, up to this one */
    int16_t from, until, to; /* minutes of the day; `until` is where it ceases to be there */
    bool begins;             /* on these days */
    struct dlb_class class_;
    uint32_t row, programme;
};
/* Those of a kind, by first day. */
struct dlb_stretches {
    const struct dlb_stretch *stretches;
    size_t n;
};
/* What is remembered of a kind, minute by minute. */
struct dlb_clock_minutes {
    int32_t begun[DLB_A_DAY], any[DLB_A_DAY]; /* by those who begin on their days, by all */
};

static inline struct dlb_span dlb_days_cut(struct dlb_span span, struct dlb_span days)
{
    if (span.start < days.start) span.start = days.start;
    if (span.end > days.end) span.end = days.end;
    return span;
}

/* Two kinds that are compared, or twice one. Of two who meet one begins on the day. */
struct dlb_clock {
    struct dlb_stretches one, other;
    const struct dlb_stretch **there;  /* room for all of them */
    struct dlb_clock_minutes *minutes; /* of the two */
};
/* clock->there = who has some of the days, by first day; how many. */
size_t dlb_clock_list(const struct dlb_clock *clock, struct dlb_span days);
/* Go through n who are there on some of the days, by first day; or from the last to the first, with
 * days that count down. Tells of each who meets others, who came before it, and on which of its
 * days it does, up to the latest. */
typedef void (*dlb_clock_tell)(void *context, const struct dlb_stretch *stretch,
                               struct dlb_span met);
void dlb_clock_meet(const struct dlb_clock *clock, size_t n, struct dlb_span days, bool backwards,
                    dlb_clock_tell tell, void *context);
/* How many minutes the first two of n who are there on a day have in common; 0: none do. */
int32_t dlb_clock_first(const struct dlb_clock *clock, size_t n);

#endif
