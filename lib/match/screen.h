/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen.h - which records of a block have filters that are near enough to be compared.
 */
#ifndef DLB_SCREEN_H
#define DLB_SCREEN_H

#include "match/dice.h"

/* Room that serves block after block; the zero state lets every pair through. */
struct dlb_screen {
    struct dlb_array filters; /* of struct dlb_filter, per record of the block */
    struct dlb_array n_bits;  /* of uint16_t, likewise */
    struct dlb_array hits;    /* of uint32_t: places behind that of the record at hand */
    dlb_dice_kernel kernel;   /* NULL: the rule has no filter */
    size_t first, n_hits, at; /* the place after the record at hand; of its hits; the next one */
};

/* Does the rule compare by a filter? */
bool dlb_screen_has(const struct dlb_match_settings *settings, unsigned key);
/* The filters of a block under a rule. */
dolbom_status dlb_screen_block(const struct dlb_matcher *matcher, unsigned key,
                               const struct dlb_sort_item *items, size_t n,
                               struct dlb_screen *screen, dolbom_error *error);
/* The record at place i, against those up to `end`. */
void dlb_screen_record(struct dlb_screen *screen, size_t i, size_t end);
/* The first place from j on that is to be compared with it; none: `end`. j never goes back. */
size_t dlb_screen_next(struct dlb_screen *screen, size_t j, size_t end);
void dlb_screen_clear(struct dlb_env *env, struct dlb_screen *screen);

#endif
