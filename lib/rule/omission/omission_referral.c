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
#include "rule/omission/omission_referral.h"

static const struct dlb_need *need_of(const struct dlb_caseload *caseload,
                                      const struct dlb_referral *referral)
{
    return referral->need == DLB_NONE ? NULL : &caseload->needs[referral->need];
}

uint32_t dlb_referral_class(const struct dlb_caseload *caseload,
                            const struct dlb_referral *referral)
{
    const struct dlb_need *need = need_of(caseload, referral);
    return need ? need->need_class : referral->need_class;
}

const char *dlb_referral_urgency(const struct dlb_referral *referral)
{
    return referral->settled_urgency == UINT8_MAX ? NULL
                                                  : dlb_urgency_word(referral->settled_urgency);
}

/* ---- what is looked up, as entries ----------------------------------------------------------- */

/* Needs by class (DLB_NO_CODE: of any): known at all, open, open and of an urgency; referrals
 * by what they were sent for, and those of them that were not dropped. */
enum tag { NEED_KNOWN, NEED_OPEN, NEED_URGENT, SENT = NEED_URGENT + 4, KEPT = SENT + 5 };
enum sent_for { FOR_NEED, FOR_CLASS_ONLY, OF_CLASS, FOR_NOTHING, FOR_ANYTHING };

static uint64_t key_of(unsigned tag, uint32_t which)
{
    return (uint64_t)tag << 32 | which;
}

static void list_needs(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->needs_first[person + 1];
    for (uint32_t i = caseload->needs_first[person]; i < end; i++) {
        const struct dlb_need *need = &caseload->needs[i];
        if (need->identified_on > caseload->as_of) continue;
        dlb_entry_add(work, key_of(NEED_KNOWN, need->need_class), i);
        dlb_entry_add(work, key_of(NEED_KNOWN, DLB_NO_CODE), i);
        if (!dlb_need_is_open(caseload, need)) continue;
        dlb_entry_add(work, key_of(NEED_OPEN, need->need_class), i);
        dlb_entry_add(work, key_of(NEED_OPEN, DLB_NO_CODE), i);
        dlb_entry_add(work, key_of(NEED_URGENT + need->urgency, need->need_class), i);
    }
}

/* The need that a referral is for, or gets its urgency from; DLB_NO_CODE: none. */
static uint32_t need_meant(const struct dlb_rule_work *work, const struct dlb_referral *referral)
{
    size_t n = 0;
    if (referral->need != DLB_NONE) return (uint32_t)referral->need;
    if (referral->urgency != UINT8_MAX || referral->settled_urgency == UINT8_MAX)
        return DLB_NO_CODE;
    const struct dlb_entry *entries = dlb_entries_of(
        work, key_of(NEED_URGENT + referral->settled_urgency, referral->need_class), &n);
    return n ? entries[0].row : DLB_NO_CODE;
}

/* ---- what both findings say ------------------------------------------------------------------ */

static void add_rows(struct dlb_rule_work *work, uint32_t row)
{
    uint32_t need = need_meant(work, &work->caseload->referrals[row]);
    dlb_finding_row(work->findings, DLB_ROWS_REFERRALS, row, "referral");
    if (need != DLB_NO_CODE) dlb_finding_row(work->findings, DLB_ROWS_NEEDS, need, "need");
}

struct dlb_finding *dlb_referral_open(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                      uint32_t row, int32_t start, int32_t due)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_referral *referral = &caseload->referrals[row];
    const char *urgency = dlb_referral_urgency(referral);
    uint32_t need_class = dlb_referral_class(caseload, referral);
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->person = referral->person;
    finding->start = start;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = due;
    finding->owner_agency = referral->agency;
    dlb_detail_text(work->findings, "status", dlb_word(dlb_referral_status_word(referral->status)));
    if (urgency) dlb_detail_text(work->findings, "urgency", dlb_word(urgency));
    if (need_class != DLB_NO_CODE)
        dlb_detail_text(work->findings, "need_class", caseload->need_classes[need_class]);
    if (referral->to_agency != DLB_NO_CODE)
        dlb_detail_agency(work->findings, "to_agency", referral->to_agency);
    dlb_detail_day(work->findings, "sent_on", referral->sent_on);
    return finding;
}

/* ---- O07 ------------------------------------------------------------------------------------- */

static void look_for_answer(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_referral *referral = &caseload->referrals[row];
    bool open = referral->status == DLB_REFERRAL_SENT || referral->status == DLB_REFERRAL_RECEIVED;
    if (!open || referral->sent_on > caseload->as_of) return;
    struct dlb_duty duty = dlb_duty_of(caseload, rule, referral->agency,
                                       dlb_referral_urgency(referral), referral->sent_on);
    if (duty.due == DLB_DAY_OPEN) return;
    dlb_judge_rows(work, 1);
    if (caseload->as_of <= duty.due) return;
    dlb_referral_open(work, rule, row, referral->sent_on, duty.due);
    dlb_key_row(work->findings, referral->agency, referral->id);
    add_rows(work, row);
    dlb_detail_int(work->findings, "days_waiting", (int64_t)caseload->as_of - referral->sent_on);
    dlb_detail_duty(work, &duty, caseload->as_of);
    dlb_detail_clears(work->findings, "answer_entered", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void unanswered_referral(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->referrals_first[person], end = caseload->referrals_first[person + 1];
    if (from == end || dlb_person_has_died(caseload, person)) return;
    dlb_entries_begin(work);
    list_needs(work, person);
    if (!dlb_entries_sort(work)) return;
    for (uint32_t i = from; i < end; i++) look_for_answer(work, rule, i);
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
    .local = DLB_LOCAL_ROWS,
    .tables = DLB_HAS_REFERRALS,
    .nothing = "no referral that waits for an answer",
    .nothing_ko = "회신을 기다리는 의뢰 없음",
    .traits = DLB_TRAIT_REFERRALS,
    .deadlines = o07_deadlines,
    .n_deadlines = sizeof o07_deadlines / sizeof *o07_deadlines,
    .kernel = unanswered_referral,
    .name_ko = "회신 없는 의뢰",
    .name_en = "unanswered referral",
    .message_ko = "{sent_on}에 보낸 의뢰에 대해 수락 또는 거절 회신이 {due}까지 없었습니다. "
                  "{days_waiting}일째 회신을 기다리고 있습니다.",
    .message_en = "The referral sent on {sent_on} was neither accepted nor refused by {due}; it "
                  "has waited for {days_waiting:day}.",
};

/* ---- O09 ------------------------------------------------------------------------------------- */

static bool is_dropped(const struct dlb_referral *referral)
{
    return referral->status == DLB_REFERRAL_REJECTED_CLIENT ||
           referral->status == DLB_REFERRAL_REJECTED_PROVIDER ||
           referral->status == DLB_REFERRAL_CANCELLED;
}

/* Open, as far as anybody knows: true when no need is known that it could have been for. */
static bool need_may_be_open(const struct dlb_rule_work *work, const struct dlb_referral *referral)
{
    const struct dlb_need *named = need_of(work->caseload, referral);
    size_t n_open, n_known;
    if (named) return dlb_need_is_open(work->caseload, named);
    (void)dlb_entries_of(work, key_of(NEED_OPEN, referral->need_class), &n_open);
    (void)dlb_entries_of(work, key_of(NEED_KNOWN, referral->need_class), &n_known);
    return n_open || !n_known;
}

/*
 * A referral that names a need competes with others for that need, and with those that name
 * only its class or nothing; one that names a class with all of that class and those that
 * name nothing; one that names nothing with all.
 */
static void list_sent(struct dlb_rule_work *work, uint32_t row)
{
    const struct dlb_referral *referral = &work->caseload->referrals[row];
    uint32_t need_class = dlb_referral_class(work->caseload, referral);
    unsigned last_tag = is_dropped(referral) ? SENT : KEPT;
    for (unsigned tag = SENT; tag <= last_tag; tag += KEPT - SENT) {
        bool has_class = need_class != DLB_NO_CODE, named = referral->need != DLB_NONE;
        dlb_entry_add(work, key_of(tag + FOR_ANYTHING, 0), row);
        if (!has_class) dlb_entry_add(work, key_of(tag + FOR_NOTHING, 0), row);
        if (has_class) dlb_entry_add(work, key_of(tag + OF_CLASS, need_class), row);
        if (has_class && !named) dlb_entry_add(work, key_of(tag + FOR_CLASS_ONLY, need_class), row);
        if (named) dlb_entry_add(work, key_of(tag + FOR_NEED, (uint32_t)referral->need), row);
    }
}

/* The last day on which a referral of the key was sent; they lie in order of that day. */
static int32_t last_sent(const struct dlb_rule_work *work, unsigned tag, uint32_t which)
{
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, key_of(tag, which), &n);
    return n ? work->caseload->referrals[entries[n - 1].row].sent_on : DLB_DAY_NONE;
}

static int32_t later(int32_t left, int32_t right)
{
    return left > right ? left : right;
}

/* The last day on which one was sent that the referral competes with. */
static int32_t last_rival(const struct dlb_rule_work *work, const struct dlb_referral *referral,
                          unsigned tag)
{
    uint32_t need_class = dlb_referral_class(work->caseload, referral);
    if (need_class == DLB_NO_CODE) return last_sent(work, tag + FOR_ANYTHING, 0);
    int32_t day = last_sent(work, tag + FOR_NOTHING, 0);
    if (referral->need == DLB_NONE) return later(day, last_sent(work, tag + OF_CLASS, need_class));
    day = later(day, last_sent(work, tag + FOR_CLASS_ONLY, need_class));
    return later(day, last_sent(work, tag + FOR_NEED, (uint32_t)referral->need));
}

/* Sent later; or on the same day, and not dropped as well. */
static bool has_newer_referral(const struct dlb_rule_work *work,
                               const struct dlb_referral *referral)
{
    return last_rival(work, referral, SENT) > referral->sent_on ||
           last_rival(work, referral, KEPT) >= referral->sent_on;
}

int32_t dlb_referral_answered_on(const struct dlb_rule_work *work,
                                 const struct dlb_referral *referral)
{
    int32_t responded_on = dlb_happened(work, referral->responded_on);
    return responded_on == DLB_DAY_NONE ? referral->sent_on : responded_on;
}

static struct dlb_duty duty_of(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                               const struct dlb_referral *referral)
{
    return dlb_duty_of(work->caseload, rule, referral->agency, dlb_referral_urgency(referral),
                       dlb_referral_answered_on(work, referral));
}

/* Was it dropped, for a need that may be open, with nothing newer by the day due? */
static bool is_forgotten(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                         const struct dlb_referral *referral)
{
    return need_may_be_open(work, referral) &&
           work->caseload->as_of > duty_of(work, rule, referral).due &&
           !has_newer_referral(work, referral);
}

/* Those that were forgotten by class of need, each class by the day they were dropped, in
 * work->list; how many. */
static size_t list_forgotten(struct dlb_rule_work *work, const struct dlb_rule *rule,
                             uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->referrals_first[person], to = caseload->referrals_first[person + 1];
    if (!dlb_work_items(work, to - from)) return 0;
    struct dlb_sort_item *items = work->items.data;
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_referral *referral = &caseload->referrals[i];
        if (!is_dropped(referral) || referral->sent_on > caseload->as_of) continue;
        dlb_judge_rows(work, 1);
        if (!is_forgotten(work, rule, referral)) continue;
        uint32_t day = dlb_sort_key(dlb_referral_answered_on(work, referral));
        uint64_t key = (uint64_t)dlb_referral_class(caseload, referral) << 32 | day;
        items[n++] = (struct dlb_sort_item){key, i};
    }
    return dlb_work_sort_list(work, n);
}

/* One finding about all referrals of a class that were dropped on one day; the one that is due
 * first says whose it is. */
static void report_day(struct dlb_rule_work *work, const struct dlb_rule *rule,
                       const uint32_t *rows, size_t n)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t first = rows[0];
    for (size_t i = 1; i < n; i++)
        if (duty_of(work, rule, &caseload->referrals[rows[i]]).due <
            duty_of(work, rule, &caseload->referrals[first]).due)
            first = rows[i];
    const struct dlb_referral *referral = &caseload->referrals[first];
    struct dlb_duty duty = duty_of(work, rule, referral);
    int32_t day = dlb_referral_answered_on(work, referral);
    uint32_t need_class = dlb_referral_class(caseload, referral);
    char text[10];
    dlb_day_write(day, text);
    dlb_referral_open(work, rule, first, day, duty.due);
    if (need_class != DLB_NO_CODE) dlb_key_text(work->findings, caseload->need_classes[need_class]);
    dlb_key_text(work->findings, (struct dlb_text){text, sizeof text});
    for (size_t i = 0; i < n; i++) add_rows(work, rows[i]);
    if (n > 1) dlb_detail_int(work->findings, "n_referrals", (int64_t)n);
    dlb_detail_day(work->findings, "dropped_on", day);
    dlb_detail_duty(work, &duty, caseload->as_of);
    dlb_detail_clears(work->findings, "referral_or_service_after", day);
    dlb_finding_close(work->findings);
}

/* The day on which the last service began that answers the class. */
static bool find_last_answer(struct dlb_rule_work *work, const struct dlb_rule *rule,
                             uint32_t person, uint32_t need_class, int32_t *day)
{
    *day = DLB_DAY_NONE;
    if (!dlb_work_answers(work, rule, person, need_class, 1)) return false;
    const struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = 0; i < work->spans.n; i++)
        if (spans[i].start > *day) *day = spans[i].start;
    return true;
}

static void report_forgotten(struct dlb_rule_work *work, const struct dlb_rule *rule,
                             uint32_t person, size_t n)
{
    const struct dlb_referral *referrals = work->caseload->referrals;
    const uint32_t *list = work->list.data;
    uint32_t of_class = DLB_NO_CODE;
    int32_t answered_on = DLB_DAY_NONE;
    for (size_t i = 0, end; i < n; i = end) {
        uint32_t need_class = dlb_referral_class(work->caseload, &referrals[list[i]]);
        int32_t day = dlb_referral_answered_on(work, &referrals[list[i]]);
        bool known = i > 0 && need_class == of_class;
        if (!known && !find_last_answer(work, rule, person, need_class, &answered_on)) return;
        of_class = need_class;
        for (end = i + 1; end < n; end++)
            if (dlb_referral_class(work->caseload, &referrals[list[end]]) != need_class ||
                dlb_referral_answered_on(work, &referrals[list[end]]) != day)
                break;
        if (answered_on < day) report_day(work, rule, list + i, end - i);
    }
}

static void dropped_referral(struct dlb_rule_work *work, const struct dlb_rule *rule,
                             uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->referrals_first[person], end = caseload->referrals_first[person + 1];
    if (from == end || dlb_person_has_died(caseload, person)) return;
    dlb_entries_begin(work);
    list_needs(work, person);
    for (uint32_t i = from; i < end; i++)
        if (caseload->referrals[i].sent_on <= caseload->as_of) list_sent(work, i);
    if (!dlb_entries_sort(work)) return;
    size_t n = list_forgotten(work, rule, person);
    report_forgotten(work, rule, person, n);
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
    .absence = true,
    .tables = DLB_HAS_REFERRALS | DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_NEED_MAP |
              DLB_HAS_PROGRAMMES,
    .nothing = "no referral that was refused or cancelled",
    .nothing_ko = "거절되거나 취소된 의뢰 없음",
    .traits = DLB_TRAIT_REFERRALS,
    .deadlines = o09_deadlines,
    .n_deadlines = sizeof o09_deadlines / sizeof *o09_deadlines,
    .kernel = dropped_referral,
    .name_ko = "거절 후 대안 없음",
    .name_en = "refused, no alternative",
    .message_ko = "{dropped_on}에 거절 또는 취소된 의뢰를 대신할 다른 의뢰나 서비스가 {due}까지 "
                  "없었습니다. 기한이 {days_late}일 지났습니다.",
    .message_en = "After the referral came to nothing on {dropped_on}, no other referral or "
                  "service followed by {due}: {days_late:day} late.",
};
