/* SPDX-License-Identifier: Apache-2.0 */
/*
 * toy.h - made-up kinds of fields and random worlds of records, small enough for brute force.
 *
 * A toy value is one code, 0 where it is missing. Two codes agree fully when they are equal,
 * nearly when they differ in the last four bits only. A "number" conflicts with another one
 * when both are odd and differ.
 */
#ifndef TEST_TOY_H
#define TEST_TOY_H

#include "match/match.h"

enum { TOY_FIELDS = 4, TOY_RECORDS_MAX = 64 };

/* Small and fast; the same everywhere. */
struct toy_random {
    uint64_t state;
};
uint64_t toy_next(struct toy_random *random);
uint32_t toy_below(struct toy_random *random, uint32_t limit);

/* Four fields (three plain ones, the first counted within the front of the second, and a number
 * that covers the second), one lookalike, three blocking rules. */
void toy_settings(struct dlb_match_settings *settings);

/* Fill n records of n_agencies agencies: people with copies, errors and gaps. */
void toy_world(struct toy_random *random, uint32_t n, uint32_t n_agencies, uint64_t *codes,
               uint32_t *agency);

#endif
