/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alike.h - records of a block that say the same, compared once for all of them.
 */
#ifndef DLB_ALIKE_H
#define DLB_ALIKE_H

#include "match/match.h"

/* Room that serves block after block; the zero state is empty. */
struct dlb_alike {
    struct dlb_array items;  /* of struct dlb_sort_item, two per record */
    struct dlb_array groups; /* of uint8_t, per record of the block: those of equal codes */
    struct dlb_array
        scores;      /* of struct dlb_score, for each two groups; pattern UINT64_MAX: none */
    size_t n_groups; /* 0: too many to be worth it */
};

/* Group the n records of a block. */
dolbom_status dlb_alike_group(const struct dlb_matcher *matcher, const struct dlb_sort_item *block,
                              size_t n, struct dlb_alike *alike, dolbom_error *error);
/* dlb_match_score() of the records at two places of the block. */
struct dlb_score dlb_alike_score(const struct dlb_matcher *matcher,
                                 const struct dlb_sort_item *block, struct dlb_alike *alike,
                                 size_t i, size_t j);
void dlb_alike_clear(struct dlb_env *env, struct dlb_alike *alike);

#endif
