/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage.h - what is counted of one person, and where; private to this folder.
 */
#ifndef DLB_COVERAGE_H
#define DLB_COVERAGE_H

#include "layer/layer.h"

enum { DLB_NO_CLASS = 100, DLB_NOT_ANSWERED = INT32_MAX };

/* What is known of one person, for a class and a month. */
struct dlb_coverage_mark {
    bool needing, served;
    int32_t response; /* days to the first answer; DLB_NOT_ANSWERED: it was not in this month */
};

/* What one thread has counted. */
struct dlb_coverage_counter {
    struct dlb_answers *answers;
    struct dlb_coverage_cell *cells;
    struct dlb_coverage_mark *marks; /* of one person, by month and class */
    struct dlb_array items, spare;   /* of struct dlb_sort_item: a person's needs by class */
    struct dlb_array responses;      /* of struct dlb_sort_item: cell, then days */
};

struct dlb_coverage_count {
    struct dlb_coverage *coverage;
    struct dlb_coverage_counter *counters; /* one per thread */
    uint32_t place[DLB_NO_CLASS];          /* of each two-digit class in coverage->classes */
};

/* Mark what the person needed and had (coverage_person.c); false: no memory. */
bool dlb_coverage_mark_person(const struct dlb_coverage_count *count,
                              struct dlb_coverage_counter *counter, uint32_t person);

#endif
