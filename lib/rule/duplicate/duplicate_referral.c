/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_referral.c - D18: the same need referred twice.
 *
 * Referrals of one person for one class of need (their need's, else their own) are looked at
 * together:
 *
 *   open     those that are open, when they went to two agencies or more
 *   again    sent to an agency that had got one up to again_days earlier and not refused it, and
 *            which had not been cancelled either
 *
 * What both say is one finding, from the day on which the first of its referrals was sent.
 */
#include "rule/kernel.h"

enum { AGAIN_DAYS = DLB_PARAM_OWN };

/* Referrals of one class: rows by agency that got them, day, sender and id. */
struct sent {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t need_class;
    int32_t lookback_start;
    bool is_open; /* the finding */
    const struct dlb_referral *first, *last;
    int64_t n_open, n_again;
};

static const struct dlb_referral *referral_at(const struct sent *sent, size_t i)
{
    const struct dlb_sort_item *items = sent->work->items.data;
    return &sent->work->caseload->referrals[items[i].value];
}

static uint32_t class_of(const struct dlb_caseload *caseload, const struct dlb_referral *referral)
{
    return referral->need == DLB_NONE ? referral->need_class
                                      : caseload->needs[referral->need].need_class;
}

static bool is_open(const struct dlb_rule_work *work, const struct dlb_referral *referral)
{
    bool open =
        referral->status == DLB_REFERRAL_SENT || referral->status == DLB_REFERRAL_RECEIVED ||
        referral->status == DLB_REFERRAL_ACCEPTED || referral->status == DLB_REFERRAL_IN_PROGRESS;
    return open && !dlb_person_has_died(work->caseload, referral->person);
}

static bool was_dropped(const struct dlb_referral *referral)
{
    return referral->status == DLB_REFERRAL_REJECTED_CLIENT ||
           referral->status == DLB_REFERRAL_REJECTED_PROVIDER ||
           referral->status == DLB_REFERRAL_CANCELLED;
}

/* ---- findings ------------------------------------------------------------------------------- */

/* Sent last; of one day by the smallest agency and id. */
static bool is_newer(const struct dlb_referral *one, const struct dlb_referral *other)
{
    if (one->sent_on != other->sent_on) return one->sent_on > other->sent_on;
    if (one->agency != other->agency) return one->agency < other->agency;
    return dlb_text_order(one->id, other->id) < 0;
}

static void add_referral(struct sent *sent, size_t i, const char *role)
{
    const struct dlb_referral *referral = referral_at(sent, i);
    if (!sent->is_open) dlb_finding_open(sent->work->findings, sent->rule);
    if (!sent->is_open) sent->first = sent->last = referral;
    sent->is_open = true;
    if (referral->sent_on < sent->first->sent_on) sent->first = referral;
    if (is_newer(referral, sent->last)) sent->last = referral;
    dlb_finding_row(sent->work->findings, DLB_ROWS_REFERRALS,
                    (uint32_t)(referral - sent->work->caseload->referrals), role);
}

static void close_finding(struct sent *sent)
{
    struct dlb_findings *findings = sent->work->findings;
    const struct dlb_caseload *caseload = sent->work->caseload;
    struct dlb_text need_class = caseload->need_classes[sent->need_class];
    struct dlb_finding *finding = &findings->open;
    finding->person = sent->first->person;
    finding->start = sent->first->sent_on;
    finding->end = sent->n_open ? DLB_DAY_OPEN : sent->last->sent_on + 1;
    finding->owner_agency = sent->last->agency;
    dlb_key_text(findings, need_class);
    dlb_detail_need(findings, sent->need_class);
    dlb_detail_int(findings, "n_open", sent->n_open);
    dlb_detail_int(findings, "n_again", sent->n_again);
    dlb_detail_int(findings, "again_days", sent->work->settings[AGAIN_DAYS]);
    dlb_detail_clears(findings, "all_but_one_cancelled", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

/* ---- both halves ---------------------------------------------------------------------------- */

static void look_at_open(struct sent *sent, size_t from, size_t to)
{
    uint32_t agency = DLB_NO_CODE;
    bool several = false;
    int64_t n = 0;
    for (size_t i = from; i < to; i++) {
        const struct dlb_referral *referral = referral_at(sent, i);
        if (!is_open(sent->work, referral)) continue;
        several |= n++ > 0 && referral->to_agency != agency;
        agency = referral->to_agency;
    }
    if (!several) return;
    sent->n_open = n;
    for (size_t i = from; i < to; i++)
        if (is_open(sent->work, referral_at(sent, i))) add_referral(sent, i, "open_referral");
}

/* Referrals [from, to) to one agency: which were sent again, and which before them. */
static void look_at_agency(struct sent *sent, size_t from, size_t to)
{
    int64_t again_days = sent->work->settings[AGAIN_DAYS];
    size_t recent = from, kept = to; /* the last before i that was not dropped */
    while (recent < to && referral_at(sent, recent)->sent_on < sent->lookback_start) recent++;
    for (size_t i = from; i < to; i++) {
        const struct dlb_referral *referral = referral_at(sent, i);
        size_t next = i + 1 > recent ? i + 1 : recent;
        bool again = i >= recent && kept < to &&
                     (int64_t)referral->sent_on - referral_at(sent, kept)->sent_on <= again_days;
        bool before = !was_dropped(referral) && next < to &&
                      (int64_t)referral_at(sent, next)->sent_on - referral->sent_on <= again_days;
        if (before && !again) add_referral(sent, i, "earlier");
        if (again) add_referral(sent, i, "sent_again");
        sent->n_again += again;
        if (!was_dropped(referral)) kept = i;
    }
}

static void look_at_class(struct sent *sent, size_t from, size_t to)
{
    sent->need_class = class_of(sent->work->caseload, referral_at(sent, from));
    sent->is_open = false;
    sent->n_open = sent->n_again = 0;
    look_at_open(sent, from, to);
    for (size_t first = from, end; first < to; first = end) {
        uint32_t agency = referral_at(sent, first)->to_agency;
        for (end = first + 1; end < to && referral_at(sent, end)->to_agency == agency;) end++;
        look_at_agency(sent, first, end);
    }
    if (sent->is_open) close_finding(sent);
}

/* The person's referrals that were sent by as_of, by class of need and by who got them; how many.
 */
static size_t list_referrals(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->referrals_first[person], to = caseload->referrals_first[person + 1];
    if (from == to || !dlb_work_items(work, to - from)) return 0;
    struct dlb_sort_item *items = work->items.data;
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_referral *referral = &caseload->referrals[i];
        uint64_t need_class = class_of(caseload, referral);
        bool asked = need_class != DLB_NO_CODE && referral->to_agency != DLB_NO_CODE &&
                     dlb_happened(work, referral->sent_on) != DLB_DAY_NONE;
        if (asked) items[n++] = (struct dlb_sort_item){need_class << 32 | referral->to_agency, i};
    }
    dlb_sort_in(items, work->spare.data, n);
    return n;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    struct sent sent = {.work = work, .rule = rule, .lookback_start = work->lookback_start};
    size_t n = list_referrals(work, person);
    const struct dlb_sort_item *items = work->items.data;
    dlb_judge_rows(work, n);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && items[to].key >> 32 == items[from].key >> 32;) to++;
        if (to - from > 1) look_at_class(&sent, from, to);
    }
}

static const struct dlb_param params[] = {
    {.name = "again_days", .most = DLB_PARAM_DAYS_MAX, .value = 14},
};

const struct dlb_rule dlb_rule_d18 = {
    .id = "D18",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 1,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_REFERRALS,
    .nothing = "no referral for a class of need",
    .nothing_ko = "욕구 분류를 아는 의뢰 없음",
    .traits = DLB_TRAIT_REFERRALS,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "중복 의뢰",
    .name_en = "referred twice",
    .message_ko = "같은 욕구({need_name})에 대한 의뢰가 거듭 보내진 것으로 보입니다({period}, "
                  "{agencies}). 어느 의뢰로 진행할지 정리해 주세요.",
    .message_en = "The same need ({need_name}) seems to have been referred more than once "
                  "({period}; {agencies}). Please settle which referral goes on."};
