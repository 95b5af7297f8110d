/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_unreachable.c - O21 nobody can reach the person.
 *
 *   visit, contact, move          as_of
 *         |   x     x   x    x     |      x: failed_contact
 *             |-- window --|
 *
 * Whatever reaches the person, or tells where they went, counts from its day on; so do failures
 * that are later, whoever failed and in whichever case.
 */
#include "rule/kernel.h"

enum { DLB_PARAM_O21_MIN_FAILED = DLB_PARAM_OWN, DLB_PARAM_O21_WINDOW_DAYS };

static bool is_success(const struct dlb_event *event)
{
    return event->kind == DLB_EVENT_VISIT || event->kind == DLB_EVENT_CONTACT ||
           event->kind == DLB_EVENT_MOVE_IN || event->kind == DLB_EVENT_MOVE_OUT;
}

/* The failures since the last success, as rows of events, by day, in work->list. */
static bool list_failures(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->events_first[person], end = caseload->events_first[person + 1];
    if (!dlb_work_list(work, end - from)) return false;
    uint32_t *list = work->list.data;
    int32_t success = DLB_DAY_NONE;
    uint64_t n_failures = 0;
    for (uint32_t i = from; i < end && caseload->events[i].date <= caseload->as_of; i++) {
        const struct dlb_event *event = &caseload->events[i];
        if (is_success(event)) success = event->date;
        if (event->kind != DLB_EVENT_FAILED_CONTACT) continue;
        list[n_failures++] = i;
    }
    dlb_judge_rows(work, n_failures);
    for (size_t i = 0; i < n_failures; i++)
        if (caseload->events[list[i]].date > success) list[work->list.n++] = list[i];
    return true;
}

static int32_t day_of(const struct dlb_rule_work *work, size_t i)
{
    return work->caseload->events[((const uint32_t *)work->list.data)[i]].date;
}

/* The first failure of the first window that holds enough of them; list.n: there is none. */
static size_t find_window(const struct dlb_rule_work *work)
{
    size_t min_failed = (size_t)work->settings[DLB_PARAM_O21_MIN_FAILED];
    for (size_t i = 0; i + min_failed <= work->list.n; i++)
        if (day_of(work, i + min_failed - 1) - day_of(work, i) <=
            work->settings[DLB_PARAM_O21_WINDOW_DAYS])
            return i;
    return work->list.n;
}

static void write_unreachable(struct dlb_rule_work *work, const struct dlb_rule *rule,
                              uint32_t person, size_t first)
{
    const uint32_t *list = work->list.data;
    size_t last = work->list.n - 1;
    while (last > first && day_of(work, last - 1) == day_of(work, last)) last--;
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->person = person;
    finding->start = day_of(work, first);
    finding->end = DLB_DAY_OPEN;
    finding->owner_agency = work->caseload->events[list[last]].agency;
    for (size_t i = first; i < work->list.n; i++)
        dlb_finding_row(work->findings, DLB_ROWS_EVENTS, list[i], "failed_contact");
    dlb_detail_int(work->findings, "n_failed", (int64_t)(work->list.n - first));
    dlb_detail_int(work->findings, "min_failed", work->settings[DLB_PARAM_O21_MIN_FAILED]);
    dlb_detail_int(work->findings, "window_days", work->settings[DLB_PARAM_O21_WINDOW_DAYS]);
    dlb_detail_day(work->findings, "last_failed_on", day_of(work, last));
    dlb_detail_clears(work->findings, "contact_after", day_of(work, first));
    dlb_finding_close(work->findings);
}

static void unreachable(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (dlb_person_has_died(work->caseload, person) || !list_failures(work, person)) return;
    size_t first = find_window(work);
    if (first < work->list.n) write_unreachable(work, rule, person, first);
}

static const struct dlb_param o21_params[] = {
    {.name = "min_failed", .least = 1, .most = DLB_PARAM_DAYS_MAX, .value = 3},
    {.name = "window_days", .most = DLB_PARAM_DAYS_MAX, .value = 14},
};

const struct dlb_rule dlb_rule_o21 = {
    .id = "O21",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_EVENTS,
    .nothing = "no failed contact",
    .nothing_ko = "연락 실패 기록 없음",
    .traits = DLB_TRAIT_EVENTS,
    .params = o21_params,
    .n_params = sizeof o21_params / sizeof *o21_params,
    .kernel = unreachable,
    .name_ko = "연락 두절",
    .name_en = "unreachable",
    .message_ko = "{start}부터 {last_failed_on}까지 {n_failed}회 연락이 닿지 않았고, 그 뒤로 "
                  "방문·접촉·전출입 기록이 없습니다. 안부와 거주지를 확인해 주세요.",
    .message_en = "{n_failed:attempt} from {start} to {last_failed_on} failed, and since then "
                  "nobody has reached the person. Please find out how and where they are.",
};
