/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_events.c - the events of a case; see omission_case.h.
 *
 * A person's events come in the order of their days, so that those which name no case are searched;
 * those which name one are gone through, once for that case.
 */
#include "rule/omission/omission_case.h"

/* Keys, which join: of all cases of the person; escalations that say to which level. */
static const uint64_t of_all_cases = UINT64_C(1) << 32, with_level = UINT64_C(1) << 33;

static void list_event(struct dlb_rule_work *work, uint64_t key, uint32_t row)
{
    dlb_entry_add(work, key, row);
    if (work->caseload->events[row].level != DLB_NO_CODE)
        dlb_entry_add(work, key | with_level, row);
}

bool dlb_list_case_events(struct dlb_rule_work *work, uint32_t person, uint32_t kinds,
                          struct dlb_span window)
{
    const struct dlb_caseload *caseload = work->caseload;
    dlb_entries_begin(work);
    if (!dlb_work_household(work, person)) return false;
    const uint32_t *persons = work->rows.data;
    for (size_t i = 0; i < work->rows.n; i++) {
        uint32_t end = caseload->events_first[persons[i] + 1];
        for (uint32_t j = caseload->events_first[persons[i]]; j < end; j++) {
            const struct dlb_event *event = &caseload->events[j];
            bool named = event->case_ != DLB_NONE, inside = event->date >= window.start &&
                                                            event->date < window.end &&
                                                            event->date <= caseload->as_of;
            if (!inside || !(kinds >> event->kind & 1)) continue;
            if (named)
                list_event(work, (uint32_t)event->case_, j);
            else if (persons[i] == person)
                list_event(work, of_all_cases, j);
        }
    }
    return dlb_entries_sort(work);
}

int32_t dlb_event_day(const struct dlb_rule_work *work, uint32_t event)
{
    return event == DLB_NO_CODE ? DLB_DAY_NONE : work->caseload->events[event].date;
}

/* ---- events by day --------------------------------------------------------------------------- */

struct sought_day {
    const struct dlb_rule_work *work;
    const struct dlb_entry *entries;
    int32_t day;
};

static bool is_before_day(const void *sought, size_t i)
{
    const struct sought_day *wanted = sought;
    return dlb_event_day(wanted->work, wanted->entries[i].row) < wanted->day;
}

uint32_t dlb_first_event_from(const struct dlb_rule_work *work, uint64_t key, int32_t day)
{
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, key, &n);
    size_t at = dlb_search(0, n, &(struct sought_day){work, entries, day}, is_before_day);
    return at < n ? entries[at].row : DLB_NO_CODE;
}

/* The first on the last day that a key has, if that is not before a day. */
static uint32_t last_event_from(const struct dlb_rule_work *work, uint64_t key, int32_t day)
{
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, key, &n);
    int32_t last = n ? dlb_event_day(work, entries[n - 1].row) : DLB_DAY_NONE;
    return n && last >= day ? dlb_first_event_from(work, key, last) : DLB_NO_CODE;
}

/* ---- all of a case's ------------------------------------------------------------------------- */

/* Of two events of one day: does the first go before the second? As rows with equal days do (R15);
 * of one agency's the one that names the case. */
static bool goes_before(const struct dlb_rule_work *work, uint32_t row, uint32_t other)
{
    const struct dlb_event *a = &work->caseload->events[row], *b = &work->caseload->events[other];
    bool named = a->case_ != DLB_NONE, other_named = b->case_ != DLB_NONE;
    if (a->agency != b->agency) return a->agency < b->agency;
    return named != other_named ? named : row < other;
}

uint32_t dlb_first_case_event(const struct dlb_rule_work *work, uint32_t case_row)
{
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, case_row, &n);
    uint32_t first =
        dlb_first_event_from(work, of_all_cases, work->caseload->cases[case_row].received_on);
    for (size_t i = 0; i < n; i++) {
        uint32_t row = entries[i].row;
        int32_t day = dlb_event_day(work, row), until = dlb_event_day(work, first);
        if (first == DLB_NO_CODE || day < until || (day == until && goes_before(work, row, first)))
            first = row;
    }
    return first;
}

static uint32_t last_of(const struct dlb_rule_work *work, uint32_t case_row, uint64_t flag)
{
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, case_row | flag, &n);
    int32_t received_on = work->caseload->cases[case_row].received_on;
    uint32_t last = last_event_from(work, of_all_cases | flag, received_on);
    for (size_t i = 0; i < n; i++) {
        uint32_t row = entries[i].row;
        int32_t day = dlb_event_day(work, row), since = dlb_event_day(work, last);
        if (last == DLB_NO_CODE || day > since || (day == since && goes_before(work, row, last)))
            last = row;
    }
    return last;
}

uint32_t dlb_last_case_event(const struct dlb_rule_work *work, uint32_t case_row)
{
    return last_of(work, case_row, 0);
}

uint32_t dlb_last_case_level(const struct dlb_rule_work *work, uint32_t case_row)
{
    return last_of(work, case_row, with_level);
}

void dlb_finding_event(struct dlb_rule_work *work, uint32_t person, uint32_t event,
                       const char *role)
{
    if (event != DLB_NO_CODE && work->caseload->events[event].person == person)
        dlb_finding_row(work->findings, DLB_ROWS_EVENTS, event, role);
}
