/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sets.h - sets of records that grow into persons, and what keeps two of them apart.
 */
#ifndef DLB_SETS_H
#define DLB_SETS_H

#include "match/match.h"

enum { DLB_MEMBERS_MAX = 1024 }; /* records of one person; sets that exceed it stay apart */

/*
 * Disjoint sets of records. A set goes by one of its members, its keeper. When two sets are
 * joined, the larger one's keeper keeps both, and its members stay the first in the list of
 * members: a record changes its keeper ten times at most.
 */
struct dlb_sets {
    uint32_t n;
    uint32_t *parent;   /* towards the keeper, shortened on the way */
    uint32_t *next;     /* member after this one; of the last one itself */
    uint32_t *last;     /* at keepers: the last member; the keeper is the first */
    uint32_t *size;     /* at keepers */
    uint32_t *smallest; /* at keepers: the smallest member */
};
dolbom_status dlb_sets_open(struct dlb_env *env, uint32_t n, struct dlb_sets *sets,
                            dolbom_error *error);
uint32_t dlb_sets_keeper(struct dlb_sets *sets, uint32_t record);
/* The keeper of two sets if they are joined. */
uint32_t dlb_sets_heir(const struct dlb_sets *sets, uint32_t left, uint32_t right);
/* Both are keepers; `keeper` is dlb_sets_heir() of them. */
void dlb_sets_join(struct dlb_sets *sets, uint32_t keeper, uint32_t other);
void dlb_sets_close(struct dlb_env *env, struct dlb_sets *sets);

/*
 * What is known of pairs of sets that were not joined (between.c): whether something forbids it for
 * good, and how far their members have been compared.
 */
struct dlb_between;
dolbom_status dlb_between_open(const struct dlb_matcher *matcher, struct dlb_sets *sets,
                               struct dlb_between **between, dolbom_error *error);
/* Somebody has decided that two records are two people. To be told before anything is joined. */
dolbom_status dlb_between_part(struct dlb_between *between, uint32_t left, uint32_t right,
                               dolbom_error *error);
/* Has somebody decided it of members of two sets? */
bool dlb_between_is_parted(const struct dlb_between *between, uint32_t left, uint32_t right);
/* May the model join two sets? For two single records, only what forbids it is left to ask. */
dolbom_status dlb_between_ask(struct dlb_between *between, uint32_t left, uint32_t right,
                              bool *may_join, dolbom_error *error);
/* Join two sets: what is known of either and a third set holds for the joined set. */
dolbom_status dlb_between_join(struct dlb_between *between, uint32_t left, uint32_t right,
                               dolbom_error *error);
void dlb_between_close(struct dlb_between *between); /* NULL is ignored */

#endif
