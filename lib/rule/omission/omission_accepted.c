/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_accepted.c - O08 a referral that was accepted, and no service followed.
 *
 * A service of the receiver follows when it names the referral; or names none, answers the need
 * and begins on the day on which the referral was sent or later. Referrals to one receiver for one
 * class of need are looked at together, so that its services are gone through once for them all.
 */
#include "rule/omission/omission_referral.h"

static bool is_accepted(const struct dlb_rule_work *work, const struct dlb_referral *referral)
{
    bool accepted =
        referral->status == DLB_REFERRAL_ACCEPTED || referral->status == DLB_REFERRAL_IN_PROGRESS;
    return accepted && dlb_happened(work, referral->sent_on) != DLB_DAY_NONE;
}

/* The person's accepted referrals, by receiver and class, in work->list; not those whose receiver
 * has not sent its services. */
static bool list_accepted(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->referrals_first[person], end = caseload->referrals_first[person + 1];
    if (!dlb_work_items(work, end - from)) return false;
    struct dlb_sort_item *items = work->items.data;
    size_t n = 0;
    for (uint32_t i = from; i < end; i++) {
        const struct dlb_referral *referral = &caseload->referrals[i];
        if (!is_accepted(work, referral)) continue;
        if (caseload->agencies[referral->to_agency].services_missing) continue;
        uint64_t key = (uint64_t)referral->to_agency << 32 | dlb_referral_class(caseload, referral);
        items[n++] = (struct dlb_sort_item){key, i};
    }
    dlb_judge_rows(work, n);
    return dlb_work_sort_list(work, n) > 0;
}

/* ---- what followed --------------------------------------------------------------------------- */

/* Services that name a referral lie under its id, the others under their agency. */
static uint64_t key_of(uint32_t agency, struct dlb_text referral_id)
{
    uint64_t hash = dlb_hash64(referral_id.data, referral_id.len);
    return UINT64_C(1) << 63 | dlb_hash_mix(agency, hash);
}

static bool list_services(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_service *services = work->caseload->services;
    if (!dlb_work_answers(work, rule, person, DLB_NO_CODE, 1)) return false;
    const struct dlb_owned_span *spans = work->spans.data;
    dlb_entries_begin(work);
    for (size_t i = 0; i < work->spans.n; i++) {
        uint32_t agency = spans[i].owner;
        struct dlb_text named = dlb_service_more(&services[spans[i].row]).referral_id;
        dlb_entry_add(work, named.data ? key_of(agency, named) : agency, spans[i].row);
    }
    return dlb_entries_sort(work);
}

static bool names(const struct dlb_caseload *caseload, const struct dlb_service *service,
                  const struct dlb_referral *referral)
{
    struct dlb_service_more more = dlb_service_more(service);
    struct dlb_text sender = caseload->agencies[referral->agency].id;
    return service->agency == referral->to_agency &&
           dlb_text_equal(more.referral_id, referral->id) &&
           (!more.referral_agency.data || dlb_text_equal(more.referral_agency, sender));
}

static bool is_named(const struct dlb_rule_work *work, const struct dlb_referral *referral)
{
    size_t n;
    const struct dlb_entry *entries =
        dlb_entries_of(work, key_of(referral->to_agency, referral->id), &n);
    for (size_t i = 0; i < n; i++)
        if (names(work->caseload, &work->caseload->services[entries[i].row], referral)) return true;
    return false;
}

/* The last first day of the services of an agency that name no referral and answer a class of need
 * (DLB_NO_CODE: any). */
static int32_t last_answer(const struct dlb_rule_work *work, uint32_t agency, uint32_t need_class)
{
    const struct dlb_caseload *caseload = work->caseload;
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, agency, &n);
    int32_t last = DLB_DAY_NONE;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_service *service = &caseload->services[entries[i].row];
        bool answers =
            need_class == DLB_NO_CODE ||
            dlb_policy_answers(caseload->policy, need_class, service->class_, service->start);
        if (answers && service->start > last) last = service->start;
    }
    return last;
}

/* ---- findings -------------------------------------------------------------------------------- */

static void look_at_referral(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row,
                             int32_t answered_on)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_referral *referral = &caseload->referrals[row];
    int32_t from = dlb_referral_answered_on(work, referral);
    struct dlb_duty duty =
        dlb_duty_of(caseload, rule, referral->agency, dlb_referral_urgency(referral), from);
    bool followed = answered_on >= referral->sent_on || is_named(work, referral);
    if (caseload->as_of <= duty.due || followed) return;
    struct dlb_finding *finding = dlb_referral_open(work, rule, row, from, duty.due);
    finding->owner_agency = referral->to_agency;
    dlb_key_row(work->findings, referral->agency, referral->id);
    dlb_finding_row(work->findings, DLB_ROWS_REFERRALS, row, "referral");
    if (referral->need != DLB_NONE)
        dlb_finding_row(work->findings, DLB_ROWS_NEEDS, (uint32_t)referral->need, "need");
    if (from != referral->sent_on) dlb_detail_day(work->findings, "responded_on", from);
    dlb_detail_duty(work, &duty, caseload->as_of);
    dlb_detail_clears(work->findings, "service_starts", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void accepted_for_nothing(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                 uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (dlb_person_has_died(caseload, person) || !list_accepted(work, person)) return;
    if (!list_services(work, rule, person)) return;
    const uint32_t *list = work->list.data;
    uint32_t agency = DLB_NO_CODE, need_class = DLB_NO_CODE;
    int32_t answered_on = DLB_DAY_NONE;
    for (size_t i = 0; i < work->list.n; i++) {
        const struct dlb_referral *referral = &caseload->referrals[list[i]];
        uint32_t now = dlb_referral_class(caseload, referral);
        if (referral->to_agency != agency || now != need_class)
            answered_on = last_answer(work, referral->to_agency, now);
        agency = referral->to_agency;
        need_class = now;
        look_at_referral(work, rule, list[i], answered_on);
    }
}

static const struct dlb_deadline_default o08_deadlines[] = {
    {NULL, {14, 0, DLB_DEADLINE_CALENDAR}},
};

const struct dlb_rule dlb_rule_o08 = {
    .id = "O08",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .absence = true,
    .tables = DLB_HAS_REFERRALS | DLB_HAS_SERVICES | DLB_HAS_NEED_MAP | DLB_HAS_PROGRAMMES,
    .nothing = "no referral that was accepted",
    .nothing_ko = "수락된 의뢰 없음",
    .traits = DLB_TRAIT_REFERRALS,
    .deadlines = o08_deadlines,
    .n_deadlines = sizeof o08_deadlines / sizeof *o08_deadlines,
    .kernel = accepted_for_nothing,
    .name_ko = "수락 후 서비스 미개시",
    .name_en = "accepted, no service",
    .message_ko = "{sent_on}에 보낸 의뢰가 수락되었으나 {due}까지 시작된 서비스가 확인되지 "
                  "않습니다. 기한이 {days_late}일 지났습니다.",
    .message_en = "The referral sent on {sent_on} was accepted, but no service is known to have "
                  "started by {due}: {days_late:day} late.",
};
