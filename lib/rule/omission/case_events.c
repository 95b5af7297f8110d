/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_events.c - the events of a case; see omission_case.h.
 *
 * A person's events come in the order of their days, so that those which name no case are searched;
 * those which name one are gone through, once for that case.
 */
#include "rule/omission/omission_case.h"

static const uint64_t of_all_cases = UINT64_C(1) << 32;

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
                dlb_entry_add(work, (uint32_t)event->case_, j);
            else if (persons[i] == person)
                dlb_entry_add(work, of_all_cases, j);
        }
    }
    return dlb_entries_sort(work);
}

int32_t dlb_event_day(const struct dlb_rule_work *work, uint32_t event)
{
    return event == DLB_NO_CODE ? DLB_DAY_NONE : work->caseload->events[event].date;
}

/* ---- those that name no case ----------------------------------------------------------------- */

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

/* The first one that names no case and was not before a day. */
static uint32_t first_unnamed(const struct dlb_rule_work *work, int32_t day)
{
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, of_all_cases, &n);
    size_t at = dlb_search(0, n, &(struct sought_day){work, entries, day}, is_before_day);
    return at < n ? entries[at].row : DLB_NO_CODE;
}

/* The first of those on the last day on which there is one, if that is not before a day. */
static uint32_t last_unnamed(const struct dlb_rule_work *work, int32_t day)
{
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, of_all_cases, &n);
    int32_t last = n ? dlb_event_day(work, entries[n - 1].row) : DLB_DAY_NONE;
    return n && last >= day ? first_unnamed(work, last) : DLB_NO_CODE;
}

/* ---- all of a case's ------------------------------------------------------------------------- */

uint32_t dlb_first_case_event(const struct dlb_rule_work *work, uint32_t case_row)
{
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, case_row, &n);
    uint32_t first = first_unnamed(work, work->caseload->cases[case_row].received_on);
    for (size_t i = 0; i < n; i++) {
        bool earlier = dlb_event_day(work, entries[i].row) < dlb_event_day(work, first);
        if (first == DLB_NO_CODE || earlier) first = entries[i].row;
    }
    return first;
}

uint32_t dlb_last_case_event(const struct dlb_rule_work *work, uint32_t case_row)
{
    size_t n;
    const struct dlb_entry *entries = dlb_entries_of(work, case_row, &n);
    uint32_t last = last_unnamed(work, work->caseload->cases[case_row].received_on);
    for (size_t i = 0; i < n; i++)
        if (dlb_event_day(work, entries[i].row) > dlb_event_day(work, last)) last = entries[i].row;
    return last;
}

void dlb_finding_event(struct dlb_rule_work *work, uint32_t person, uint32_t event,
                       const char *role)
{
    if (event != DLB_NO_CODE && work->caseload->events[event].person == person)
        dlb_finding_row(work->findings, DLB_ROWS_EVENTS, event, role);
}
