/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_referral.h - what the rules about referrals share (omission_referral.c).
 */
#ifndef DLB_OMISSION_REFERRAL_H
#define DLB_OMISSION_REFERRAL_H

#include "rule/kernel.h"

/* The class of the need that it is for, or DLB_NO_CODE; and how urgent it is, NULL when nobody
 * says. */
uint32_t dlb_referral_class(const struct dlb_caseload *caseload,
                            const struct dlb_referral *referral);
const char *dlb_referral_urgency(const struct dlb_referral *referral);
/* The day of its answer, as far as it has come; else that on which it was sent. */
int32_t dlb_referral_answered_on(const struct dlb_rule_work *work,
                                 const struct dlb_referral *referral);
/* Opens the finding about a referral that nothing has come of since `start`; its sender is the
 * owner. */
struct dlb_finding *dlb_referral_open(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                      uint32_t row, int32_t start, int32_t due);

#endif
