/* SPDX-License-Identifier: Apache-2.0 */
/*
 * judy.h - the one place that sees <Judy.h>.
 *
 * Judy's macros call exit(1) when memory runs out, and after an error the array may be
 * corrupt. So only these wrappers are used: they call Judy's functions, and a set whose
 * insertion failed is poisoned; it may only be cleared from then on, which drops its
 * arena instead of walking the array.
 */
#ifndef DLB_JUDY_H
#define DLB_JUDY_H

#include "base/base.h"

/*
 * A set of 64-bit ids (Judy1): 0.06 bytes per id where ids are dense, 17 to 42 where they
 * are random. Many threads may read a set that nobody changes. It is freed before its env.
 */
struct dlb_id_set;

dolbom_status dlb_id_set_open(struct dlb_env *env, struct dlb_id_set **set, dolbom_error *error);
/* `added` (or NULL) tells whether the id is new. */
dolbom_status dlb_id_set_add(struct dlb_id_set *set, uint64_t id, bool *added, dolbom_error *error);
bool dlb_id_set_has(const struct dlb_id_set *set, uint64_t id);
uint64_t dlb_id_set_count(const struct dlb_id_set *set);
/* The smallest id >= *id; false when there is none. */
bool dlb_id_set_next(const struct dlb_id_set *set, uint64_t *id);
void dlb_id_set_free(struct dlb_id_set *set); /* NULL is ignored */

/* Inserts, finds, walks and deletes awkward shapes; DOLBOM_E_CORRUPT if Judy loses keys. */
dolbom_status dlb_judy_self_test(struct dlb_env *env, dolbom_error *error);

#endif
