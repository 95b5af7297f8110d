/* SPDX-License-Identifier: Apache-2.0 */
/* planting.h - what the files of planted cases share (planting.c). */
#ifndef PLANTING_H
#define PLANTING_H

#include "sample/sample.h"

/* The rule must find the record; of the agency itself, the record has no id. */
void planted(struct sample_world *world, const char *rule, const struct sample_record *record,
             const char *what);
/* The rule must not find it. */
void trap(struct sample_world *world, const char *rule, const struct sample_record *record,
          const char *what);
/* A service from `from` to `to`, counted in days before the as-of date; to < 0: running. */
void serve(struct sample_world *world, const struct sample_record *record, const char *programme,
           int32_t from, int32_t to, int64_t amount);
/* A service of one day, so many days before the as-of date, to be changed and then written. */
struct sample_service given(const struct sample_world *world, const char *programme, int32_t ago);
void give(struct sample_world *world, const struct sample_record *record,
          const struct sample_service *service);
/* A new person, born in `year`, in the zone whose centre also knows them. */
void meet(struct sample_world *world, int32_t year, struct sample_person *person,
          struct sample_record *at_centre);
/* Two of one household, known to its centre, and the second to another agency too. */
void meet_couple(struct sample_world *world, uint8_t agency, struct sample_record *first_at_centre,
                 struct sample_record *second);

/* Cases whose people are drawn from a chance of their own, so that another case among them changes
 * nobody elsewhere. */
void plant_apart(struct sample_world *world, uint64_t salt, uint32_t times,
                 void (*plant)(struct sample_world *world, uint32_t times));

#endif
