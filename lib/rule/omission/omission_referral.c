/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_referral.c - referrals that came to nothing: O07 nobody answered, O09 refused and
 * nobody looked further.
 *
 *   sent ──▶ received ──▶ accepted ──▶ in_progress ──▶ completed
 *     │         │   O07: no answer by due; having received it is no answer
 *     └─────────┴──▶ rejected_client, rejected_provider, cancelled
 *                       O09: nothing newer for the need by due
 *
 * A referral is for the need it names, else for its class of need, else (it says neither)
 * for anything the person may need: then any newer referral or service will do.
 */
#include "rule/kernel.h"

static const struct dlb_need *need_of(const struct dlb_caseload *caseload,
                                      const struct dlb_referral *referral)
{
    return referral->need == DLB_NONE ? NULL : &caseload->needs[referral->need];
}

static uint32_t class_of(const struct dlb_caseload *caseload, const struct dlb_referral *referral)
{
    const struct dlb_need *need = need_of(caseload, referral);
    return need ? need->need_class : referral->need_class;
}

/* Its own urgency, else the need's; NULL when neither says. */
static const char *urgency_of(const struct dlb_caseload *caseload,
                              const struct dlb_referral *referral)
{
    const struct dlb_need *need = need_of(caseload, referral);
    if (referral->urgency != UINT8_MAX) return dlb_urgency_word(referral->urgency);
    return need ? dlb_urgency_word(need->urgency) : NULL;
}

/* Opens the finding about a referral that nothing has come of since `start`. */
static void open_referral(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row,
                          int32_t start, const struct dlb_duty *duty)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_referral *referral = &caseload->referrals[row];
    const char *urgency = urgency_of(caseload, referral);
    uint32_t need_class = class_of(caseload, referral);
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->person = referral->person;
    finding->set = referral->id;
    finding->set_agency = referral->agency;
    finding->start = start;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = duty->due;
    finding->owner_agency = referral->agency;
    finding->emergency = urgency == dlb_urgency_word(DLB_URGENCY_EMERGENCY);
    dlb_detail_text(work->findings, "status",
                    dlb_word(dlb_referral_status_word(referral->status)));
    if (urgency) dlb_detail_text(work->findings, "urgency", dlb_word(urgency));
    if (need_class != DLB_NO_CODE)
        dlb_detail_text(work->findings, "need_class", caseload->need_classes[need_class]);
    if (referral->to_agency != DLB_NO_CODE)
        dlb_detail_text(work->findings, "to_agency", caseload->agencies[referral->to_agency].id);
    dlb_detail_day(work->findings, "sent_on", referral->sent_on);
    dlb_finding_row(work->findings, DLB_ROWS_REFERRALS, row, "referral");
    if (referral->need != DLB_NONE)
        dlb_finding_row(work->findings, DLB_ROWS_NEEDS, (uint32_t)referral->need, "need");
}

/* ---- O07 ------------------------------------------------------------------------------------- */

static void look_for_answer(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_referral *referral = &caseload->referrals[row];
    if (referral->status != DLB_REFERRAL_SENT && referral->status != DLB_REFERRAL_RECEIVED) return;
    struct dlb_duty duty =
        dlb_duty_of(caseload->policy, rule, urgency_of(caseload, referral), referral->sent_on);
    if (caseload->as_of <= duty.due) return;
    open_referral(work, rule, row, referral->sent_on, &duty);
    dlb_detail_int(work->findings, "days_waiting", (int64_t)caseload->as_of - referral->sent_on);
    dlb_detail_duty(work, &duty, DLB_DAY_NONE);
    dlb_detail_clears(work->findings, "answer_entered", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void unanswered_referral(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (dlb_person_has_died(caseload, person)) return;
    uint32_t end = caseload->referrals_first[person + 1];
    for (uint32_t i = caseload->referrals_first[person]; i < end; i++)
        look_for_answer(work, rule, i);
}

static const struct dlb_deadline_default o07_deadlines[] = {
    {"emergency", {1, 0, DLB_DEADLINE_CALENDAR}},
    {NULL, {14, 0, DLB_DEADLINE_CALENDAR}},
};

const struct dlb_rule dlb_rule_o07 = {
    .id = "O07",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .key = DLB_KEY_PERSON | DLB_KEY_SET | DLB_KEY_START,
    .tables = DLB_HAS_REFERRALS,
    .deadlines = o07_deadlines,
    .n_deadlines = sizeof o07_deadlines / sizeof *o07_deadlines,
    .kernel = unanswered_referral,
    .name_ko = "답이 없는 의뢰",
    .name_en = "unanswered referral",
    .message_ko = "{sent_on}에 보낸 의뢰를 받겠다거나 못 받겠다는 답이 {due}까지 없었습니다. "
                  "{days_waiting}일째 기다리고 있습니다.",
    .message_en = "The referral sent on {sent_on} was neither accepted nor refused by {due}; it "
                  "has waited for {days_waiting} days.",
};

/* ---- O09 ------------------------------------------------------------------------------------- */

static bool is_dropped(const struct dlb_referral *referral)
{
    return referral->status == DLB_REFERRAL_REJECTED_CLIENT ||
           referral->status == DLB_REFERRAL_REJECTED_PROVIDER ||
           referral->status == DLB_REFERRAL_CANCELLED;
}

/* Open, as far as anybody knows: true when no need is known that it could have been for. */
static bool need_may_be_open(const struct dlb_caseload *caseload,
                             const struct dlb_referral *referral)
{
    const struct dlb_need *named = need_of(caseload, referral);
    if (named) return dlb_need_is_open(named);
    bool any = false;
    uint32_t end = caseload->needs_first[referral->person + 1];
    for (uint32_t i = caseload->needs_first[referral->person]; i < end; i++) {
        const struct dlb_need *need = &caseload->needs[i];
        bool fits = referral->need_class == DLB_NO_CODE || referral->need_class == need->need_class;
        if (fits && dlb_need_is_open(need)) return true;
        any |= fits;
    }
    return !any;
}

static bool is_for_same(const struct dlb_caseload *caseload, const struct dlb_referral *left,
                        const struct dlb_referral *right)
{
    if (left->need != DLB_NONE && right->need != DLB_NONE) return left->need == right->need;
    uint32_t of_left = class_of(caseload, left), of_right = class_of(caseload, right);
    return of_left == DLB_NO_CODE || of_right == DLB_NO_CODE || of_left == of_right;
}

/* Sent later; of one day, one that was not dropped as well. */
static bool has_newer_referral(const struct dlb_caseload *caseload, uint32_t row)
{
    const struct dlb_referral *referral = &caseload->referrals[row];
    uint32_t end = caseload->referrals_first[referral->person + 1];
    for (uint32_t i = caseload->referrals_first[referral->person]; i < end; i++) {
        const struct dlb_referral *other = &caseload->referrals[i];
        if (i == row || !is_for_same(caseload, referral, other)) continue;
        if (other->sent_on > referral->sent_on) return true;
        if (other->sent_on == referral->sent_on && !is_dropped(other)) return true;
    }
    return false;
}

static bool has_newer_service(struct dlb_rule_work *work, const struct dlb_referral *referral,
                              int32_t from)
{
    uint32_t need_class = class_of(work->caseload, referral);
    if (!dlb_work_answers(work, referral->person, need_class)) return true;
    const struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = 0; i < work->spans.n; i++)
        if (spans[i].start >= from) return true;
    return false;
}

static void look_for_alternative(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                 uint32_t row)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_referral *referral = &caseload->referrals[row];
    if (!is_dropped(referral) || !need_may_be_open(caseload, referral)) return;
    bool answered = referral->responded_on != DLB_DAY_NONE;
    int32_t dropped_on = answered ? referral->responded_on : referral->sent_on;
    struct dlb_duty duty =
        dlb_duty_of(caseload->policy, rule, urgency_of(caseload, referral), dropped_on);
    if (caseload->as_of <= duty.due || has_newer_referral(caseload, row)) return;
    if (has_newer_service(work, referral, dropped_on)) return;
    open_referral(work, rule, row, dropped_on, &duty);
    dlb_detail_day(work->findings, "dropped_on", dropped_on);
    dlb_detail_duty(work, &duty, DLB_DAY_NONE);
    dlb_detail_clears(work->findings, "referral_or_service_after", dropped_on);
    dlb_finding_close(work->findings);
}

static void dropped_referral(struct dlb_rule_work *work, const struct dlb_rule *rule,
                             uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (dlb_person_has_died(caseload, person)) return;
    uint32_t end = caseload->referrals_first[person + 1];
    for (uint32_t i = caseload->referrals_first[person]; i < end; i++)
        look_for_alternative(work, rule, i);
}

static const struct dlb_deadline_default o09_deadlines[] = {
    {NULL, {7, 0, DLB_DEADLINE_CALENDAR}},
};

const struct dlb_rule dlb_rule_o09 = {
    .id = "O09",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .key = DLB_KEY_PERSON | DLB_KEY_SET | DLB_KEY_START,
    .tables = DLB_HAS_REFERRALS | DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_NEED_MAP,
    .deadlines = o09_deadlines,
    .n_deadlines = sizeof o09_deadlines / sizeof *o09_deadlines,
    .kernel = dropped_referral,
    .name_ko = "거절된 뒤 대안 없음",
    .name_en = "refused, no alternative",
    .message_ko = "{dropped_on}에 거절되거나 취소된 의뢰를 이어받은 의뢰나 서비스가 {due}까지 "
                  "없었습니다. 기한이 {days_late}일 지났습니다.",
    .message_en = "After the referral came to nothing on {dropped_on}, no other referral or "
                  "service followed by {due}: {days_late} days late.",
};
