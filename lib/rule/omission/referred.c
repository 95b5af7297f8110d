/* SPDX-License-Identifier: Apache-2.0 */
/*
 * referred.c - is somebody else asked to see to a need?
 */
#include "rule/kernel.h"

static bool is_open(const struct dlb_rule_work *work, const struct dlb_referral *referral)
{
    bool open =
        referral->status == DLB_REFERRAL_SENT || referral->status == DLB_REFERRAL_RECEIVED ||
        referral->status == DLB_REFERRAL_ACCEPTED || referral->status == DLB_REFERRAL_IN_PROGRESS;
    return open && referral->sent_on <= work->caseload->as_of;
}

/* A referral that names no need stands for its class. */
static uint64_t class_key(uint32_t need_class)
{
    return UINT64_C(1) << 32 | need_class;
}

bool dlb_list_referred(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->referrals_first[person + 1];
    dlb_entries_begin(work);
    for (uint32_t i = caseload->referrals_first[person]; i < end; i++) {
        const struct dlb_referral *referral = &caseload->referrals[i];
        if (!is_open(work, referral)) continue;
        bool named = referral->need != DLB_NONE;
        dlb_entry_add(work, named ? (uint32_t)referral->need : class_key(referral->need_class), i);
    }
    return dlb_entries_sort(work);
}

bool dlb_is_referred(const struct dlb_rule_work *work, uint32_t need)
{
    size_t by_name, by_class;
    (void)dlb_entries_of(work, need, &by_name);
    (void)dlb_entries_of(work, class_key(work->caseload->needs[need].need_class), &by_class);
    return by_name + by_class > 0;
}
