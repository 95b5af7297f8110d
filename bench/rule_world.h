/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rule_world.h - what benchmarks of rules judge: a caseload of any size, made up.
 */
#ifndef DOLBOM_RULE_WORLD_H
#define DOLBOM_RULE_WORLD_H

#include "rule/kernel.h"

enum { RULE_WORLD_AGENCIES = 40 };

struct rule_world {
    struct dlb_env *env;
    struct dlb_intake intake;
    struct dlb_intake_table tables[8];
    struct ArrowArrayStream streams[8];
    struct dlb_people people;
    char *names; /* of records and persons */
    uint32_t n_services;
    const char *const *only; /* ids of the rules to run, then NULL; or NULL: all of them */
    struct dlb_policy *policy;
    struct dlb_caseload *caseload;
};

/* Make the people; any failure ends the program. `only` is kept. */
void rule_world_open(uint32_t n_services, const char *const *only, struct rule_world *world);
/* Make the tables anew and read the policy. */
void rule_world_prepare(struct rule_world *world);
/* Read the tables, once, into the caseload. */
void rule_world_read(struct rule_world *world);
void rule_world_close(struct rule_world *world);

#endif
