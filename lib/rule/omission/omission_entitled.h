/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_entitled.h - what the rules about entitlements share (omission_entitled.c).
 */
#ifndef DLB_OMISSION_ENTITLED_H
#define DLB_OMISSION_ENTITLED_H

#include "rule/kernel.h"

/* What is known of the person on as_of, about a month, in work->facts; false: no memory. */
bool dlb_work_facts(struct dlb_rule_work *work, uint32_t person, int32_t month);
/* Opens a finding about what is due to the person from the first day of a month on. */
struct dlb_finding *dlb_entitled_open(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                      uint32_t person, int32_t month);
/* The facts that were tried, as rows; who knows the newest of them owns the finding. */
void dlb_entitled_facts(struct dlb_rule_work *work, const struct dlb_trial *trials, size_t n);
/* Is it given to the person, or to somebody of the household for all of it? */
bool dlb_entitled_reaches(const struct dlb_caseload *caseload, const struct dlb_service *service,
                          uint32_t person);
/* Did the person apply, or somebody of the household for all of it? */
bool dlb_entitled_applied(const struct dlb_caseload *caseload,
                          const struct dlb_application *application, uint32_t person);
/* Is the service for the person and ACTIVE in the month? Uses no working memory. */
bool dlb_entitled_has(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                      const struct dlb_service *service, uint32_t person, int32_t month);
/* The class of what a row of the policy names, on a day. */
struct dlb_class dlb_entitled_class(const struct dlb_policy *policy, const struct dlb_selector *to,
                                    int32_t on);
/* What is known of people alike (foregone.c). */
struct dlb_foregone {
    uint32_t n_judged;
    bool is_known, is_nothing; /* somebody was asked; and there was nothing to report */
};
/* Of people like the person, whose facts on the day are in work->facts; NULL when only the person
 * can be asked. */
struct dlb_foregone *dlb_work_foregone(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                       int32_t day);
/* A number of a fact, in millionths, as people write it. */
void dlb_detail_decimal(struct dlb_findings *findings, const char *key, int64_t millionths);

#endif
