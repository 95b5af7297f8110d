/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_order.c - brings what was added to a world into the order that kernels expect.
 */
#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "caseload/event_tables.h"

/* How the rows of one table are put in order: (person, day), else as they were added. */
struct shelf {
    void *rows;
    uint32_t n;
    size_t bytes;
    uint32_t (*person)(const void *row);
    int32_t (*day)(const void *row);
    uint32_t *first;
};

#define PERSON_AND_DAY(name, type, member)                                                         \
    static uint32_t name##_person(const void *row)                                                 \
    {                                                                                              \
        return ((const struct type *)row)->person;                                                 \
    }                                                                                              \
    static int32_t name##_day(const void *row)                                                     \
    {                                                                                              \
        return ((const struct type *)row)->member;                                                 \
    }
PERSON_AND_DAY(service, dlb_service, start)
PERSON_AND_DAY(need, dlb_need, identified_on)
PERSON_AND_DAY(referral, dlb_referral, sent_on)
PERSON_AND_DAY(case, dlb_case, received_on)
PERSON_AND_DAY(event, dlb_event, date)

/* Sorts a shelf; moved_to[old] is the new place of each row. */
static void arrange(const struct shelf *shelf, uint32_t n_persons, int32_t *moved_to)
{
    char *rows = shelf->rows, *copy = malloc(shelf->n * shelf->bytes + 1);
    memcpy(copy, rows, shelf->n * shelf->bytes);
    for (uint32_t i = 0; i < shelf->n; i++) {
        const void *row = copy + i * shelf->bytes;
        uint32_t before = 0;
        for (uint32_t j = 0; j < shelf->n; j++) {
            const void *other = copy + j * shelf->bytes;
            int64_t order = (int64_t)shelf->person(other) - shelf->person(row);
            if (!order) order = (int64_t)shelf->day(other) - shelf->day(row);
            before += order < 0 || (!order && j < i);
        }
        memcpy(rows + before * shelf->bytes, row, shelf->bytes);
        moved_to[i] = (int32_t)before;
    }
    for (uint32_t person = 0, at = 0; person <= n_persons; person++) {
        while (at < shelf->n && shelf->person(rows + at * shelf->bytes) < person) at++;
        shelf->first[person] = at;
    }
    free(copy);
}

static uint32_t member_of(const struct world *w, uint32_t agency, uint32_t person)
{
    for (uint32_t i = 0; i < w->people.n_members; i++)
        if (w->members[i].agency == agency && w->members[i].person == person) return i;
    cr_assert_fail("a row names a record that is not there");
    return 0;
}

static void arrange_members(struct world *w)
{
    uint32_t n = w->people.n_members, n_listed = 0;
    struct dlb_member copy[WORLD_MAX];
    memcpy(copy, w->members, sizeof copy);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t before = 0;
        for (uint32_t j = 0; j < n; j++)
            before +=
                copy[j].agency < copy[i].agency || (copy[j].agency == copy[i].agency && j < i);
        w->members[before] = copy[i];
    }
    for (uint32_t agency = 0, at = 0; agency <= w->caseload.n_agencies; agency++) {
        while (at < n && w->members[at].agency < agency) at++;
        w->agency_members_first[agency] = at;
    }
    for (uint32_t person = 0; person < w->people.n_persons; person++) {
        for (uint32_t i = 0; i < n; i++)
            if (w->members[i].person == person) w->person_members[n_listed++] = i;
        w->person_members_first[person + 1] = n_listed;
    }
}

/* What reading a service knows of its programme. */
static void set_lasting(struct world *w, struct dlb_service *service)
{
    uint8_t grain = w->programmes[service->programme].grain;
    if (grain == DLB_GRAIN_ONE_OFF) service->lasting |= DLB_LASTS_A_DAY;
    if (grain == DLB_GRAIN_MONTH) service->lasting |= DLB_LASTS_MONTHS;
    if (grain == DLB_GRAIN_HOUR) service->lasting |= DLB_LASTS_HOURS;
    if (service->end == DLB_DAY_OPEN) service->lasting |= DLB_LASTS_OPEN;
}

static void arrange_rows(struct world *w)
{
    struct dlb_caseload *c = &w->caseload;
    int32_t needs[WORLD_MAX], cases[WORLD_MAX], others[WORLD_MAX];
    struct shelf shelf = {w->needs,    c->n_needs, sizeof *w->needs,
                          need_person, need_day,   w->needs_first};
    arrange(&shelf, c->n_persons, needs);
    shelf = (struct shelf){w->cases,    c->n_cases, sizeof *w->cases,
                           case_person, case_day,   w->cases_first};
    arrange(&shelf, c->n_persons, cases);
    shelf = (struct shelf){w->services,    c->n_services, sizeof *w->services,
                           service_person, service_day,   w->services_first};
    arrange(&shelf, c->n_persons, others);
    shelf = (struct shelf){w->referrals,    c->n_referrals, sizeof *w->referrals,
                           referral_person, referral_day,   w->referrals_first};
    arrange(&shelf, c->n_persons, others);
    shelf = (struct shelf){w->events,    c->n_events, sizeof *w->events,
                           event_person, event_day,   w->events_first};
    arrange(&shelf, c->n_persons, others);
    for (uint32_t i = 0; i < c->n_needs; i++)
        w->needs[i].member = member_of(w, w->needs[i].agency, w->needs[i].person);
    for (uint32_t i = 0; i < c->n_cases; i++)
        w->cases[i].member = member_of(w, w->cases[i].agency, w->cases[i].person);
    for (uint32_t i = 0; i < c->n_services; i++) {
        struct dlb_service *row = &w->services[i];
        row->member = member_of(w, row->agency, row->person);
        set_lasting(w, row);
        if (row->need != NO_LINK) row->need = needs[row->need];
        if (row->case_ != NO_LINK) row->case_ = cases[row->case_];
    }
    for (uint32_t i = 0; i < c->n_referrals; i++) {
        struct dlb_referral *row = &w->referrals[i];
        row->member = member_of(w, row->agency, row->person);
        if (row->need != NO_LINK) row->need = needs[row->need];
    }
    for (uint32_t i = 0; i < c->n_events; i++) {
        struct dlb_event *row = &w->events[i];
        row->member = member_of(w, row->agency, row->person);
        if (row->case_ != NO_LINK) row->case_ = cases[row->case_];
    }
}

/* By (agency, table, month), complete ones first. */
static int upload_order(const void *left_row, const void *right_row)
{
    const struct dlb_upload *left = left_row, *right = right_row;
    int order = (left->agency > right->agency) - (left->agency < right->agency);
    if (!order) order = dlb_text_order(left->table, right->table);
    if (!order) order = (left->month > right->month) - (left->month < right->month);
    return order ? order : left->failed - right->failed;
}

/* Households and urgencies, as reading would have left them: no allocation of a rule's. */
static void derive(struct world *w)
{
    struct dlb_array room = {0};
    w->people.members = w->members;
    cr_assert_eq(dlb_households_make(w->env, &w->people, &w->caseload.households, NULL), DOLBOM_OK);
    cr_assert(dlb_settle_urgencies(&w->caseload, &room));
    dlb_array_clear(w->env, &room, sizeof(struct dlb_sort_item));
}

void world_arrange(struct world *w)
{
    if (w->arranged) return;
    w->caseload.tables = ~(uint64_t)0;
    if (!w->caseload.n_uploads) w->caseload.tables &= ~DLB_HAS_UPLOADS;
    arrange_members(w);
    arrange_rows(w);
    qsort(w->uploads, w->caseload.n_uploads, sizeof *w->uploads, upload_order);
    world_without_faults(w, derive);
    w->arranged = true;
}
