/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ids.h - sets and maps of ids, on Judy arrays (judy.c).
 */
#ifndef DLB_IDS_H
#define DLB_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include "dolbom/base.h"

struct dlb_env;

/*
 * A set of 64-bit ids (Judy1): 0.06 bytes per id where ids are dense, 17 to 42 where they
 * are random. Many threads may read a set that nobody changes. It is freed before its env.
 */
struct dlb_id_set;
dolbom_status dlb_id_set_open(struct dlb_env *env, struct dlb_id_set **set, dolbom_error *error);
/* `added` (or NULL) says whether the id is new. */
dolbom_status dlb_id_set_add(struct dlb_id_set *set, uint64_t id, bool *added, dolbom_error *error);
bool dlb_id_set_has(const struct dlb_id_set *set, uint64_t id);
uint64_t dlb_id_set_count(const struct dlb_id_set *set);
/* The smallest id >= *id; false when there is none. */
bool dlb_id_set_next(const struct dlb_id_set *set, uint64_t *id);
void dlb_id_set_free(struct dlb_id_set *set); /* NULL is ignored */

/* A number for each of some 64-bit ids (JudyL); otherwise as a set. */
struct dlb_id_map;
dolbom_status dlb_id_map_open(struct dlb_env *env, struct dlb_id_map **map, dolbom_error *error);
dolbom_status dlb_id_map_put(struct dlb_id_map *map, uint64_t id, uint64_t value,
                             dolbom_error *error);
bool dlb_id_map_get(const struct dlb_id_map *map, uint64_t id, uint64_t *value);
/* The smallest id >= *id and its number; false when there is none. */
bool dlb_id_map_next(const struct dlb_id_map *map, uint64_t *id, uint64_t *value);
void dlb_id_map_free(struct dlb_id_map *map); /* NULL is ignored */

#endif
