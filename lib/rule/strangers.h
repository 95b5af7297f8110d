/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strangers.h - how many of those who are there live in no household together (strangers.c).
 */
#ifndef DLB_STRANGERS_H
#define DLB_STRANGERS_H

#include "base/base.h"

struct dlb_rule_work;

/* The persons of work->list, by their place in it. */
struct dlb_strangers {
    struct dlb_array first;    /* of uint32_t: the i-th person lives in homes[first[i]] to */
    struct dlb_array homes;    /* homes[first[i + 1] - 1], of uint32_t */
    struct dlb_array is_there; /* of uint8_t, by person */
    struct dlb_array linking;  /* of uint32_t: persons with several homes, in order */
    struct dlb_array taken;    /* of uint32_t: those of them who are being counted */
    struct dlb_array n_in;     /* of uint32_t, by home: persons there who have no other home */
    int64_t n_occupied;        /* homes with such persons: as many strangers are certain */
    int64_t n_linking;         /* persons of `linking` who are there */
};

/* Of the ascending work->list nobody is there to begin with; false: no memory. Uses work->items and
 * the entries. */
bool dlb_strangers_begin(struct dlb_rule_work *work);
uint32_t dlb_strangers_place(const struct dlb_rule_work *work, uint32_t person);
/* Whoever is there already does not come again, and whoever is not does not go. */
void dlb_strangers_come(struct dlb_strangers *strangers, uint32_t place);
void dlb_strangers_go(struct dlb_strangers *strangers, uint32_t place);
/* How many of those who are there are strangers; counted up to `enough`. */
int64_t dlb_strangers_count(struct dlb_strangers *strangers, int64_t enough);
/*
 * In work->segments the maximal segments, in order, on which at least so many owners of
 * work->spans, which are places, are strangers; how many. The spans are sorted by owner, then
 * start; nobody is there before and after. Uses work->items.
 */
size_t dlb_strangers_segments(struct dlb_rule_work *work, int64_t least);

#endif
