/* SPDX-License-Identifier: Apache-2.0 */
/*
 * household.h - who lives with whom (households.c, household_living.c); part of caseload.h.
 */
#ifndef DLB_HOUSEHOLD_H
#define DLB_HOUSEHOLD_H

#include "base/base.h"

struct dlb_people;

/* Persons of one household. More are a home, or a placeholder somebody typed for everybody:
 * strangers, whose services answer nobody else's need. */
enum { DLB_HOUSEHOLD_MAX = 100 };

/* Persons whom some agency lists under one household_id, ascending (households.c). */
struct dlb_household {
    uint32_t number;   /* the smallest that lists exactly them, in people->household_ids */
    uint32_t agency;   /* whose number it is */
    uint32_t first, n; /* in households->persons */
};
struct dlb_households {
    struct dlb_household *list; /* by number */
    uint32_t n;
    uint32_t *persons;
    uint32_t *of_person, *first_of; /* places in `list` of each person's */
    int32_t *last_days; /* in the places of `persons`, ascending; OPEN: no death is known */
    uint32_t n_room, n_listed, n_persons;
};
dolbom_status dlb_households_make(struct dlb_env *env, const struct dlb_people *people,
                                  struct dlb_households *households, dolbom_error *error);
/* Note the deaths, by person; once they are agreed on. */
dolbom_status dlb_households_last_days(struct dlb_env *env, struct dlb_households *households,
                                       const int32_t *deaths, dolbom_error *error);
/* How many of a household, by its place in `list`, live on a day; the day of death is the last. */
int32_t dlb_household_living(const struct dlb_households *households, uint32_t household,
                             int32_t day);
void dlb_households_clear(struct dlb_env *env, struct dlb_households *households);
/* How many households a person is in, and where they lie in `list`: the largest first. */
uint32_t dlb_person_households(const struct dlb_households *households, uint32_t person,
                               const uint32_t **list);
/* mates (of uint32_t) = the person, then everybody who shares a household with them; false: no
 * memory. */
bool dlb_household_mates(struct dlb_env *env, const struct dlb_households *households,
                         uint32_t person, struct dlb_array *mates);

#endif
