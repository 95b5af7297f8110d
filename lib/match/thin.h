/* SPDX-License-Identifier: Apache-2.0 */
/*
 * thin.h - the pairs of a block that are worth keeping.
 */
#ifndef DLB_THIN_H
#define DLB_THIN_H

#include "match/match.h"

enum { DLB_PARTNERS_MAX = 32 }; /* pairs of a record that are kept for their strength alone */

/* Room that serves block after block; the zero state is empty. */
struct dlb_thinner {
    struct dlb_array items;  /* of struct dlb_sort_item, two per pair */
    struct dlb_array kept;   /* of bool, per pair */
    struct dlb_array parent; /* of uint32_t, per record: towards one it is connected with */
    struct dlb_array rank;   /* of uint32_t, per record: its pairs met so far */
};

/*
 * Thin the *n pairs of a block in place. They are in the order of (left, right), which number
 * the block's records from 0 to n_records - 1; left < right.
 */
dolbom_status dlb_thin(struct dlb_env *env, struct dlb_thinner *thinner, struct dlb_pair *pairs,
                       size_t *n, uint32_t n_records, dolbom_error *error);
void dlb_thinner_clear(struct dlb_env *env, struct dlb_thinner *thinner);

#endif
