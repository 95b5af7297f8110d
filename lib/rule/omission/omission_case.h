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
/* Is something that a case needs by `due` lacking: not done (DLB_DAY_NONE) while the case is open,
 * or done late while it is open or was received within lookback_months? */
bool dlb_case_lacks(const struct dlb_rule_work *work, const struct dlb_case *case_, int32_t due,
                    int32_t done);
/* Opens the finding about a case that has stood still since `start`. */
struct dlb_finding *dlb_case_open(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                  uint32_t row, int32_t start, int32_t due);

/* ---- events of cases (case_events.c) --------------------------------------------------------- */

/*
 * The events of some kinds (bits 1 << enum dlb_event_kind) that fall into `window` and have
 * happened, as entries by case. An event is of the case that it names, whoever of the household it
 * was recorded for; one that names none, of all cases of its person received by then.
 */
bool dlb_list_case_events(struct dlb_rule_work *work, uint32_t person, uint32_t kinds,
                          struct dlb_span window); /* false: no memory */
/* The first and the last of a case, as rows of events; DLB_NO_CODE: it has none. */
uint32_t dlb_first_case_event(const struct dlb_rule_work *work, uint32_t case_row);
uint32_t dlb_last_case_event(const struct dlb_rule_work *work, uint32_t case_row);
/* The last that gives a level. */
uint32_t dlb_last_case_level(const struct dlb_rule_work *work, uint32_t case_row);
/* Of a key's entries, which are events of one person in their order, the first on or after a day;
 * DLB_NO_CODE: there is none. */
uint32_t dlb_first_event_from(const struct dlb_rule_work *work, uint64_t key, int32_t day);
/* DLB_DAY_NONE for DLB_NO_CODE. */
int32_t dlb_event_day(const struct dlb_rule_work *work, uint32_t event);
/* An event as evidence, unless there is none or it is another person's. */
void dlb_finding_event(struct dlb_rule_work *work, uint32_t person, uint32_t event,
                       const char *role);

#endif
