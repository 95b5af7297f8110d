/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alike.h - records of a block that say the same.
 */
#ifndef DLB_ALIKE_H
#define DLB_ALIKE_H

#include "match/match.h"

enum { DLB_SPEAKERS_MAX = 32 }; /* of equal records, those that are compared with others */

/* Room that serves block after block; the zero state is empty. */
struct dlb_alike {
    struct dlb_array items;  /* of struct dlb_sort_item, two per record */
    struct dlb_array places; /* of struct dlb_alike_place, per record of the block */
    struct dlb_array scores; /* of struct dlb_score, for each two groups */
    size_t n;                /* records; 0: they were not grouped, for the block is small */
    size_t n_groups;         /* of scores; 0: too many to be worth it */
};

/* Group the n records of a block by their codes. */
dolbom_status dlb_alike_group(const struct dlb_matcher *matcher, const struct dlb_sort_item *block,
                              size_t n, struct dlb_alike *alike, dolbom_error *error);
/* Is the pair worth comparing? Only speakers are compared with records that say otherwise. */
bool dlb_alike_wants(const struct dlb_alike *alike, size_t i, size_t j);
/* Is the record at a place compared with later ones at all? */
bool dlb_alike_speaks(const struct dlb_alike *alike, size_t i);
/* dlb_match_score() of the records at two places of the block. */
struct dlb_score dlb_alike_score(const struct dlb_matcher *matcher,
                                 const struct dlb_sort_item *block, struct dlb_alike *alike,
                                 size_t i, size_t j);
void dlb_alike_clear(struct dlb_env *env, struct dlb_alike *alike);

#endif
