/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_cap.c - D05: more often than a cap allows within some days.
 *
 * Every start of a service under the cap is an event, whichever agency gave it. An event is
 * over the cap when more than max_count events lie in the window_days up to and including
 * its own day. Events over the cap that follow each other without one that is not make one
 * finding, which lists them and the earlier events their windows reach back to.
 *
 *   cap 1 in 30 days    01-05   01-30   02-04   03-05
 *   in the window         1       2       2       1
 *   over                          x-------x
 *
 * A cap of household scope counts the services of all persons of a household. Agencies
 * number their households on their own; of several with the same persons one is asked.
 */
#include "rule/kernel.h"

struct cap_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    const struct dlb_cap *cap;
    uint32_t person, household; /* one of them, the other DLB_NO_CODE */
    struct dlb_sort_item *events; /* key: day; value: service */
    size_t n;
};

static int32_t event_day(const struct cap_scan *scan, size_t i)
{
    return (int32_t)((uint32_t)scan->events[i].key ^ 0x80000000U);
}

/* ---- events --------------------------------------------------------------------------------- */

static bool is_capped(const struct dlb_cap *cap, const struct dlb_service *service)
{
    if (!dlb_service_is_active(service) || !dlb_valid_on(cap->valid, service->start)) return false;
    bool programme = cap->programme == DLB_NO_CODE || cap->programme == service->programme;
    bool class_ = !cap->class_.digits || dlb_class_covers(cap->class_, service->class_);
    return programme && class_;
}

static void add_person(struct cap_scan *scan, uint32_t person)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    uint32_t end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!is_capped(scan->cap, service)) continue;
        uint32_t day = (uint32_t)service->start ^ 0x80000000U;
        scan->events[scan->n++] = (struct dlb_sort_item){day, i};
    }
}

/* ---- findings ------------------------------------------------------------------------------- */

static struct dlb_text cap_set(const struct cap_scan *scan)
{
    uint32_t programme = scan->cap->programme;
    return programme == DLB_NO_CODE ? (struct dlb_text){NULL, 0}
                                    : scan->work->caseload->programme_ids[programme];
}

/* Events [over, end) are over the cap; their windows begin at `first`. `most` were in one. */
static void report(const struct cap_scan *scan, size_t first, size_t over, size_t end, size_t most)
{
    struct dlb_findings *findings = scan->work->findings;
    const struct dlb_cap *cap = scan->cap;
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = scan->person;
    finding->household = scan->household;
    finding->class_ = cap->class_;
    finding->programme = cap->programme;
    finding->set = cap_set(scan);
    finding->start = event_day(scan, over);
    finding->end = event_day(scan, end - 1) + 1;
    for (size_t i = first; i < end; i++)
        dlb_finding_row(findings, DLB_ROWS_SERVICES, (uint32_t)scan->events[i].value,
                        i < over ? "earlier" : "over");
    dlb_detail_int(findings, "max_count", cap->max_count);
    dlb_detail_int(findings, "window_days", cap->window_days);
    dlb_detail_int(findings, "count", (int64_t)most);
    dlb_detail_int(findings, "n_over", (int64_t)(end - over));
    if (cap->legal_ref.data) dlb_detail_text(findings, "legal_ref", cap->legal_ref);
    if (cap->max_count > 0) {
        size_t reached = over - (size_t)cap->max_count; /* it leaves the window last */
        dlb_detail_clears(findings, "next_on_or_after",
                          event_day(scan, reached) + cap->window_days);
    }
    dlb_finding_close(findings);
}

/* Walk the events day by day with the window behind them. */
static void find_runs(const struct cap_scan *scan)
{
    size_t first = 0, over = 0, run_first = 0, most = 0;
    bool running = false;
    for (size_t i = 0, end; i < scan->n; i = end) {
        int32_t day = event_day(scan, i);
        for (end = i + 1; end < scan->n && event_day(scan, end) == day;) end++;
        while (event_day(scan, first) <= day - scan->cap->window_days) first++;
        size_t count = end - first;
        bool is_over = count > (size_t)scan->cap->max_count;
        if (running && !is_over) report(scan, run_first, over, i, most);
        if (is_over && !running) {
            size_t beyond = first + (size_t)scan->cap->max_count;
            run_first = first;
            over = beyond > i ? beyond : i;
            most = 0;
        }
        if (count > most) most = count;
        running = is_over;
    }
    if (running) report(scan, run_first, over, scan->n, most);
}

static void scan_person(struct cap_scan *scan, uint32_t person)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    uint32_t n = caseload->services_first[person + 1] - caseload->services_first[person];
    if (n == 0 || !dlb_work_items(scan->work, n)) return;
    scan->person = person;
    scan->household = DLB_NO_CODE;
    scan->events = scan->work->items.data;
    scan->n = 0;
    add_person(scan, person); /* services are sorted by start already */
    if (scan->n > (size_t)scan->cap->max_count) find_runs(scan);
}

/* ---- households ----------------------------------------------------------------------------- */

/* The persons of a household, ascending and each once, in work->rows. */
static bool list_persons(struct dlb_rule_work *work, uint32_t household)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->household_members_first[household];
    size_t n = caseload->household_members_first[household + 1] - from;
    if (!dlb_work_items(work, n) || !dlb_work_rows(work, n)) return false;
    struct dlb_sort_item *items = work->items.data;
    uint32_t *persons = work->rows.data;
    for (size_t i = 0; i < n; i++) {
        uint32_t member = caseload->household_members[from + i];
        items[i] = (struct dlb_sort_item){caseload->members[member].person, i};
    }
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || items[i].key != items[i - 1].key)
            persons[work->rows.n++] = (uint32_t)items[i].key;
    return true;
}

static struct dlb_hash128 hash_persons(const struct dlb_rule_work *work)
{
    return dlb_hash128(work->rows.data, work->rows.n * sizeof(uint32_t));
}

/* Is the household of the person's i-th record one of an earlier record, or of the same
 * persons as one of those? */
static bool is_asked_already(struct dlb_rule_work *work, const uint32_t *members, uint32_t i)
{
    const struct dlb_member *all = work->caseload->members;
    struct dlb_hash128 mine = hash_persons(work);
    for (uint32_t j = 0; j < i; j++) {
        uint32_t household = all[members[j]].household;
        if (household == DLB_NO_CODE || !list_persons(work, household)) continue;
        struct dlb_hash128 other = hash_persons(work);
        if (other.low == mine.low && other.high == mine.high) return true;
    }
    return false;
}

static void scan_household(struct cap_scan *scan, uint32_t household)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    if (!list_persons(scan->work, household)) return;
    const uint32_t *persons = scan->work->rows.data;
    size_t n_persons = scan->work->rows.n, n = 0;
    for (size_t i = 0; i < n_persons; i++)
        n += caseload->services_first[persons[i] + 1] - caseload->services_first[persons[i]];
    if (n == 0 || !dlb_work_items(scan->work, n)) return;
    scan->person = DLB_NO_CODE;
    scan->household = household;
    scan->events = scan->work->items.data;
    scan->n = 0;
    for (size_t i = 0; i < n_persons; i++) add_person(scan, persons[i]);
    dlb_sort_in(scan->events, scan->work->spare.data, scan->n);
    if (scan->n > (size_t)scan->cap->max_count) find_runs(scan);
}

/* The households that the person is the first of. */
static void scan_households(struct cap_scan *scan, uint32_t person)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    const uint32_t *members = caseload->person_members + caseload->person_members_first[person];
    uint32_t n = caseload->person_members_first[person + 1]
                 - caseload->person_members_first[person];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t household = caseload->members[members[i]].household;
        if (household == DLB_NO_CODE || !list_persons(scan->work, household)) continue;
        bool first = *(const uint32_t *)scan->work->rows.data == person;
        if (first && !is_asked_already(scan->work, members, i)) scan_household(scan, household);
    }
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_policy *policy = work->caseload->policy;
    for (uint32_t i = 0; i < policy->n_caps; i++) {
        struct cap_scan scan = {.work = work, .rule = rule, .cap = &policy->caps[i]};
        if (scan.cap->household) scan_households(&scan, person);
        else scan_person(&scan, person);
    }
}

const struct dlb_rule dlb_rule_d05 = {
    .id = "D05",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .key = DLB_KEY_PERSON | DLB_KEY_HOUSEHOLD | DLB_KEY_CLASS | DLB_KEY_SET | DLB_KEY_START,
    .tables = DLB_HAS_SERVICES | DLB_HAS_CAPS,
    .kernel = kernel,
    .name_ko = "기간 안의 횟수 초과",
    .name_en = "more often than allowed",
    .message_ko = "{class} 지원이 {window_days}일에 {max_count}번까지인데 {count}번 나간 것으로 "
                  "보입니다({period}, {agencies}). 다음 지원 날짜를 함께 정해 주세요.",
    .message_en = "{class} support is meant for {max_count} time(s) in {window_days} days but "
                  "seems to have been given {count} times ({period}; {agencies}). Please agree on "
                  "the next date."};
