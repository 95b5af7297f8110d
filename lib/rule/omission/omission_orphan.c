/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_orphan.c - O20 an open case that nobody is responsible for: no worker, an agency that
 * has closed, or a person who has moved away from it and arrived nowhere.
 *
 *   move_out at the agency              as_of
 *        |------- more than days ---------|     no move_in, no record registered elsewhere
 *
 * A case may be left in several ways, and is one finding.
 */
#include "rule/omission/omission_case.h"

enum { DLB_PARAM_O20_DAYS = DLB_PARAM_OWN };

/* ---- arrivals -------------------------------------------------------------------------------- */

/* The last day on which a record of the person was registered, and the last at another agency. */
struct registered {
    uint32_t agency;
    int32_t on, elsewhere_on; /* DLB_DAY_NONE: never */
};

static struct registered last_registered(const struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct registered last = {DLB_NO_CODE, DLB_DAY_NONE, DLB_DAY_NONE};
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        const struct dlb_member *member = &caseload->members[caseload->person_members[i]];
        int32_t on = dlb_happened(work, member->registered_on);
        bool elsewhere = member->agency != last.agency;
        if (on > last.on) {
            if (elsewhere) last.elsewhere_on = last.on;
            last.agency = member->agency;
            last.on = on;
        } else if (elsewhere && on > last.elsewhere_on) {
            last.elsewhere_on = on;
        }
    }
    return last;
}

/* Somebody who moved into one agency's area has arrived for all of them. */
enum { MOVED_IN = 0, MOVED_OUT = 1 };

static bool list_moves(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->events_first[person + 1];
    dlb_entries_begin(work);
    for (uint32_t i = caseload->events_first[person]; i < end; i++) {
        const struct dlb_event *event = &caseload->events[i];
        if (event->date > caseload->as_of) break;
        if (event->kind == DLB_EVENT_MOVE_IN) dlb_entry_add(work, MOVED_IN, i);
        if (event->kind == DLB_EVENT_MOVE_OUT)
            dlb_entry_add(work, (uint64_t)event->agency << 1 | MOVED_OUT, i);
    }
    return dlb_entries_sort(work);
}

static int32_t arrived_on(const struct dlb_rule_work *work, const struct dlb_case *case_,
                          const struct registered *last)
{
    int32_t on = last->agency == case_->agency ? last->elsewhere_on : last->on;
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, MOVED_IN, &n);
    int32_t moved_in = n ? dlb_event_day(work, entries[n - 1].row) : DLB_DAY_NONE;
    return moved_in > on ? moved_in : on;
}

/* ---- what is wrong with a case --------------------------------------------------------------- */

struct orphan {
    const char *reason; /* the first; NULL: somebody is responsible */
    bool no_worker, agency_closed;
    uint32_t move; /* the event by which the person left; DLB_NO_CODE: none */
};

/* The first move out of the agency after the last arrival, if it is long enough ago. */
static uint32_t find_move(const struct dlb_rule_work *work, const struct dlb_case *case_,
                          const struct registered *last)
{
    uint64_t key = (uint64_t)case_->agency << 1 | MOVED_OUT;
    int32_t arrived = arrived_on(work, case_, last);
    uint32_t event =
        dlb_first_event_from(work, key, arrived == DLB_DAY_NONE ? arrived : arrived + 1);
    if (event == DLB_NO_CODE) return event;
    int64_t days = (int64_t)work->caseload->as_of - dlb_event_day(work, event);
    return days > work->settings[DLB_PARAM_O20_DAYS] ? event : DLB_NO_CODE;
}

static struct orphan examine(const struct dlb_rule_work *work, const struct dlb_case *case_,
                             const struct registered *last)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct orphan orphan = {.no_worker = case_->has_worker == 0,
                            .agency_closed =
                                caseload->agencies[case_->agency].active.to <= caseload->as_of,
                            .move = find_move(work, case_, last)};
    if (orphan.move != DLB_NO_CODE) orphan.reason = "moved_away";
    if (orphan.agency_closed) orphan.reason = "agency_closed";
    if (orphan.no_worker) orphan.reason = "no_worker";
    return orphan;
}

static void write_orphan(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row,
                         const struct orphan *orphan)
{
    const struct dlb_case *case_ = &work->caseload->cases[row];
    dlb_case_open(work, rule, row, case_->received_on, DLB_DAY_NONE);
    dlb_detail_text(work->findings, "reason", dlb_word(orphan->reason));
    if (orphan->no_worker) dlb_detail_int(work->findings, "no_worker", 1);
    if (orphan->agency_closed)
        dlb_detail_day(work->findings, "agency_active_to",
                       work->caseload->agencies[case_->agency].active.to - 1);
    if (orphan->move != DLB_NO_CODE) {
        int32_t moved_on = dlb_event_day(work, orphan->move);
        dlb_detail_day(work->findings, "moved_out_on", moved_on);
        dlb_detail_int(work->findings, "days_since_move",
                       (int64_t)work->caseload->as_of - moved_on);
        dlb_detail_int(work->findings, "move_days", work->settings[DLB_PARAM_O20_DAYS]);
    }
    dlb_finding_event(work, case_->person, orphan->move, "moved_out");
    dlb_detail_clears(work->findings, "case_taken_over", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void orphan_case(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (!dlb_has_cases(work, person) || dlb_person_has_died(caseload, person)) return;
    if (!list_moves(work, person)) return;
    struct registered last = last_registered(work, person);
    for (uint32_t i = caseload->cases_first[person]; i < caseload->cases_first[person + 1]; i++) {
        const struct dlb_case *case_ = &caseload->cases[i];
        bool begun = dlb_happened(work, case_->received_on) != DLB_DAY_NONE;
        if (!begun || dlb_case_is_closed(work, case_)) continue;
        dlb_judge_rows(work, 1);
        struct orphan orphan = examine(work, case_, &last);
        if (orphan.reason) write_orphan(work, rule, i, &orphan);
    }
}

static const struct dlb_param o20_params[] = {
    {.name = "days", .most = DLB_PARAM_DAYS_MAX, .value = 14},
};

static const struct dlb_phrase o20_phrases[] = {
    {"no_worker", "담당자 미지정", "no worker is named"},
    {"agency_closed", "담당 기관의 운영 종료", "its agency has closed"},
    {"moved_away", "전출 후 인계 기록 없음", "the person moved away, and nobody took over"},
};

const struct dlb_rule dlb_rule_o20 = {
    .id = "O20",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_CASES,
    .half = DLB_HAS_EVENTS,
    .half_name = "moved out",
    .half_ko = "전출",
    .nothing = "no open case",
    .nothing_ko = "진행 중인 사례 없음",
    .traits = DLB_TRAIT_CASES,
    .params = o20_params,
    .n_params = sizeof o20_params / sizeof *o20_params,
    .kernel = orphan_case,
    .name_ko = "담당 공백 사례",
    .name_en = "case without anybody responsible",
    .phrases = o20_phrases,
    .n_phrases = sizeof o20_phrases / sizeof *o20_phrases,
    .message_ko = "{received_on}에 접수된 사례를 현재 담당하는 곳이 확인되지 않습니다({reason}). "
                  "담당을 지정해 주세요.",
    .message_en = "Nobody is known to be responsible for the case received on {received_on}: "
                  "{reason}. Please name somebody.",
};
