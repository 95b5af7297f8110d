/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseload_view.c - a caseload of one person who is made of one or two others.
 *
 * What would the rules say if two persons were one? Their rows are copied into a caseload
 * of its own, merged by day, and the rules run on it as on any other. References from row to
 * row (a service's need, an event's case) are followed; one that leads to a third person's
 * row is dropped, and so are households, which are about more than these two.
 *
 *   range    rows of the first person, then rows of the second, as they lie in the source
 *   place    where each row of the range went in the view
 */
#include <string.h>

#include "caseload/event_tables.h"

/* A table of the source, and where its copy goes. */
struct view_table {
    const char *rows;
    const uint32_t *first;
    size_t row_bytes, person_at, member_at, day_at;
    struct dlb_array *copy;
    struct dlb_array *place; /* of uint32_t; NULL: nothing refers to these rows */
};

static const struct dlb_text nobody = {"", 0};

void dlb_caseload_view_open(const struct dlb_caseload *caseload, struct dlb_caseload_view *view)
{
    *view = (struct dlb_caseload_view){.source = caseload, .caseload = *caseload};
    view->people = *caseload->people;
    view->person_id = view->household_id = nobody;
    view->people.person_ids = &view->person_id;
    view->people.household_ids = &view->household_id;
    view->people.n_persons = 1;
    view->people.n_households = 0;
    view->caseload.people = &view->people;
    view->caseload.n_persons = 1;
    view->caseload.person_deaths = &view->death;
    view->caseload.person_members_first = view->members_first;
    view->caseload.household_members_first = view->households_first;
    view->caseload.services_first = view->services_first;
    view->caseload.needs_first = view->needs_first;
    view->caseload.referrals_first = view->referrals_first;
    view->caseload.cases_first = view->cases_first;
    view->caseload.stays_first = view->stays_first;
    view->caseload.events_first = view->events_first;
}

void dlb_caseload_view_close(struct dlb_caseload_view *view)
{
    if (!view->source) return;
    struct dlb_env *env = view->source->env;
    dlb_array_clear(env, &view->members, sizeof(struct dlb_member));
    dlb_array_clear(env, &view->person_members, sizeof(uint32_t));
    dlb_array_clear(env, &view->services, sizeof(struct dlb_service));
    dlb_array_clear(env, &view->needs, sizeof(struct dlb_need));
    dlb_array_clear(env, &view->referrals, sizeof(struct dlb_referral));
    dlb_array_clear(env, &view->cases, sizeof(struct dlb_case));
    dlb_array_clear(env, &view->stays, sizeof(struct dlb_stay));
    dlb_array_clear(env, &view->events, sizeof(struct dlb_event));
    dlb_array_clear(env, &view->need_place, sizeof(uint32_t));
    dlb_array_clear(env, &view->case_place, sizeof(uint32_t));
    *view = (struct dlb_caseload_view){0};
}

/* ---- members -------------------------------------------------------------------------------- */

static bool copy_members(struct dlb_caseload_view *view, const uint32_t *persons, size_t n)
{
    const struct dlb_caseload *source = view->source;
    view->members.n = view->person_members.n = 0;
    for (size_t p = 0; p < n; p++) {
        uint32_t from = source->person_members_first[persons[p]];
        size_t n_more = source->person_members_first[persons[p] + 1] - from;
        struct dlb_member *copies = dlb_array_reserve(source->env, &view->members, n_more,
                                                      sizeof *copies, UINT32_MAX);
        uint32_t *numbers = dlb_array_reserve(source->env, &view->person_members, n_more,
                                              sizeof *numbers, UINT32_MAX);
        if (!copies || !numbers) return false;
        for (size_t i = 0; i < n_more; i++) {
            copies[i] = source->members[source->person_members[from + i]];
            copies[i].person = 0;
            copies[i].household = DLB_NO_CODE;
            numbers[i] = (uint32_t)(view->members.n + i);
        }
        view->members.n += n_more;
        view->person_members.n += n_more;
    }
    view->caseload.members = view->members.data;
    view->caseload.n_members = view->people.n_members = (uint32_t)view->members.n;
    view->people.members = view->members.data;
    view->caseload.person_members = view->person_members.data;
    view->members_first[1] = view->caseload.n_members;
    return true;
}

/* Where a record of one of the persons went: the persons' records one after the other. */
static uint32_t member_place(const struct dlb_caseload *source, const uint32_t *persons, size_t n,
                             uint32_t member)
{
    uint32_t place = 0;
    for (size_t p = 0; p < n; p++) {
        uint32_t end = source->person_members_first[persons[p] + 1];
        for (uint32_t i = source->person_members_first[persons[p]]; i < end; i++, place++)
            if (source->person_members[i] == member) return place;
    }
    return 0;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static int32_t day_of(const struct view_table *table, uint32_t row)
{
    int32_t day;
    memcpy(&day, table->rows + row * table->row_bytes + table->day_at, sizeof day);
    return day;
}

/* Copy one row to the end of the table's copy, which has room. */
static void copy_row(const struct dlb_caseload *source, const struct view_table *table,
                     const uint32_t *persons, size_t n, uint32_t row)
{
    char *copy = (char *)table->copy->data + table->copy->n++ * table->row_bytes;
    uint32_t person = 0, member;
    memcpy(copy, table->rows + row * table->row_bytes, table->row_bytes);
    memcpy(&member, copy + table->member_at, sizeof member);
    member = member_place(source, persons, n, member);
    memcpy(copy + table->member_at, &member, sizeof member);
    memcpy(copy + table->person_at, &person, sizeof person);
}

/* Merge the persons' rows by day; a day's rows of the first person come first. */
static bool copy_table(const struct dlb_caseload *source, const struct view_table *table,
                       const uint32_t *persons, size_t n)
{
    uint32_t left = table->first[persons[0]], left_end = table->first[persons[0] + 1];
    uint32_t right = table->first[persons[n - 1]], right_end = table->first[persons[n - 1] + 1];
    uint32_t n_left = left_end - left;
    if (n == 1) right = right_end; /* it is the left one */
    size_t n_rows = n_left + (right_end - right);
    uint32_t right_from = right, left_from = left;
    table->copy->n = 0;
    if (!dlb_array_reserve(source->env, table->copy, n_rows, table->row_bytes, UINT32_MAX))
        return false;
    uint32_t *place = NULL;
    if (table->place) {
        table->place->n = 0;
        place = dlb_array_reserve(source->env, table->place, n_rows, sizeof *place, UINT32_MAX);
        if (!place) return false;
        table->place->n = n_rows;
    }
    for (uint32_t i = 0; i < n_rows; i++) {
        bool take_left = right == right_end
                         || (left < left_end && day_of(table, left) <= day_of(table, right));
        uint32_t row = take_left ? left++ : right++;
        if (place) place[take_left ? row - left_from : n_left + row - right_from] = i;
        copy_row(source, table, persons, n, row);
    }
    return true;
}

/* ---- references ----------------------------------------------------------------------------- */

/* A row number of the source as one of the view; DLB_NONE for a third person's. */
static int32_t follow(const uint32_t *first, const struct dlb_array *place,
                      const uint32_t *persons, size_t n, int32_t row)
{
    const uint32_t *places = place->data;
    uint32_t before = 0;
    for (size_t p = 0; p < n && row != DLB_NONE; p++) {
        uint32_t from = first[persons[p]], to = first[persons[p] + 1];
        bool inside = (uint32_t)row >= from && (uint32_t)row < to;
        if (inside) return (int32_t)places[before + (uint32_t)row - from];
        before += to - from;
    }
    return DLB_NONE;
}

static void follow_all(struct dlb_caseload_view *view, const uint32_t *persons, size_t n)
{
    const struct dlb_caseload *source = view->source;
    struct dlb_service *services = view->services.data;
    struct dlb_referral *referrals = view->referrals.data;
    struct dlb_event *events = view->events.data;
    for (size_t i = 0; i < view->services.n; i++) {
        services[i].need = follow(source->needs_first, &view->need_place, persons, n,
                                  services[i].need);
        services[i].case_ = follow(source->cases_first, &view->case_place, persons, n,
                                   services[i].case_);
    }
    for (size_t i = 0; i < view->referrals.n; i++)
        referrals[i].need = follow(source->needs_first, &view->need_place, persons, n,
                                   referrals[i].need);
    for (size_t i = 0; i < view->events.n; i++)
        events[i].case_ = follow(source->cases_first, &view->case_place, persons, n,
                                 events[i].case_);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static void point_at_copies(struct dlb_caseload_view *view)
{
    struct dlb_caseload *c = &view->caseload;
    c->services = view->services.data;
    c->needs = view->needs.data;
    c->referrals = view->referrals.data;
    c->cases = view->cases.data;
    c->stays = view->stays.data;
    c->events = view->events.data;
    view->services_first[1] = c->n_services = (uint32_t)view->services.n;
    view->needs_first[1] = c->n_needs = (uint32_t)view->needs.n;
    view->referrals_first[1] = c->n_referrals = (uint32_t)view->referrals.n;
    view->cases_first[1] = c->n_cases = (uint32_t)view->cases.n;
    view->stays_first[1] = c->n_stays = (uint32_t)view->stays.n;
    view->events_first[1] = c->n_events = (uint32_t)view->events.n;
}

bool dlb_caseload_view_look(struct dlb_caseload_view *view, const uint32_t *persons, size_t n)
{
    const struct dlb_caseload *c = view->source;
#define ROWS(rows, type, day)                                                                      \
    (const char *)c->rows, c->rows##_first, sizeof(struct type), offsetof(struct type, person),    \
        offsetof(struct type, member), offsetof(struct type, day), &view->rows
    const struct view_table tables[] = {
        {ROWS(services, dlb_service, start), NULL},
        {ROWS(needs, dlb_need, identified_on), &view->need_place},
        {ROWS(referrals, dlb_referral, sent_on), NULL},
        {ROWS(cases, dlb_case, received_on), &view->case_place},
        {ROWS(stays, dlb_stay, start), NULL},
        {ROWS(events, dlb_event, date), NULL},
    };
#undef ROWS
    if (!copy_members(view, persons, n)) return false;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!copy_table(c, &tables[i], persons, n)) return false;
    point_at_copies(view);
    follow_all(view, persons, n);
    view->death = dlb_agreed_death(&view->caseload, 0);
    return true;
}
