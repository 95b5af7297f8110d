/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_case.h - what the rules about cases share (omission_case.c).
 *
 * What lies after as_of has not happened. Death ends a case that nobody closed: what was late by
 * then stays late.
 */
#ifndef DLB_OMISSION_CASE_H
#define DLB_OMISSION_CASE_H

#include "rule/kernel.h"

/* Closed by as_of; a closing day still to come is none. */
bool dlb_case_is_closed(const struct dlb_rule_work *work, const struct dlb_case *case_);
/* Until when a case that nobody closed can be late: death ends it on its day. */
int32_t dlb_case_until(const struct dlb_rule_work *work, const struct dlb_case *case_);

bool dlb_has_cases(const struct dlb_rule_work *work, uint32_t person);
/* Calls `look` for each case of a person that has begun. */
void dlb_each_case(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                   void (*look)(struct dlb_rule_work *, const struct dlb_rule *, uint32_t row));

/* The deadline that a case of its class has, counted from a day. */
struct dlb_duty dlb_case_duty(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                              const struct dlb_case *case_, int32_t from);
/* Opens the finding about a case that has stood still since `start`. */
void dlb_case_open(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row,
                   int32_t start, const struct dlb_duty *duty);

#endif
