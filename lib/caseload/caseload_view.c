/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseload_view.c - a caseload of a few persons of another one, in which two of them may be one.
 *
 * What would the rules say if two persons were one? Their rows, and those of the people they live
 * with, are copied into a caseload of their own and the rules run on it as on any other. Rows of a
 * person who is made of two are merged by day. References from row to row (a service's need, an
 * event's case) are followed; one that leads to somebody who is not in the view is dropped.
 * Households are found anew among those who are in it.
 *
 *   range    rows of a view's person: of the first source, then of the second, as they lie there
 *   place    where each row of the ranges went in the view
 */
#include "caseload/event_tables.h"

#include <string.h>

/* The persons' rows of one event table. */
struct dlb_view_table {
    struct dlb_array copy;
    struct dlb_array place; /* of uint32_t: where each row of the ranges went */
    struct dlb_array first; /* of uint32_t */
};

static const struct dlb_text nobody = {"", 0};

bool dlb_caseload_view_open(const struct dlb_caseload *caseload, struct dlb_caseload_view *view)
{
    *view = (struct dlb_caseload_view){.source = caseload, .caseload = *caseload};
    view->people = *caseload->people;
    view->caseload.people = &view->people;
    view->caseload.households = (struct dlb_households){0};
    view->tables = dlb_alloc_zero(caseload->env, DLB_EVENT_TABLES * sizeof *view->tables);
    return view->tables != NULL;
}

void dlb_caseload_view_close(struct dlb_caseload_view *view)
{
    if (!view->source) return;
    struct dlb_env *env = view->source->env;
    dlb_households_clear(env, &view->caseload.households);
    dlb_array_clear(env, &view->members, sizeof(struct dlb_member));
    dlb_array_clear(env, &view->sources, sizeof(uint32_t));
    dlb_array_clear(env, &view->numbers, sizeof(uint32_t));
    dlb_array_clear(env, &view->persons, sizeof(struct dlb_view_person));
    dlb_array_clear(env, &view->members_first, sizeof(uint32_t));
    dlb_array_clear(env, &view->deaths, sizeof(int32_t));
    dlb_array_clear(env, &view->person_ids, sizeof(struct dlb_text));
    dlb_array_clear(env, &view->household_ids, sizeof(struct dlb_text));
    dlb_array_clear(env, &view->urgencies, sizeof(struct dlb_sort_item));
    for (size_t i = 0; view->tables && i < DLB_EVENT_TABLES; i++) {
        dlb_array_clear(env, &view->tables[i].copy, dlb_event_tables[i].reader.row_bytes);
        dlb_array_clear(env, &view->tables[i].place, sizeof(uint32_t));
        dlb_array_clear(env, &view->tables[i].first, sizeof(uint32_t));
    }
    dlb_free(env, view->tables, DLB_EVENT_TABLES * sizeof *view->tables);
    *view = (struct dlb_caseload_view){0};
}

/* Room for n elements in an array of the view, which is emptied. */
static void *room_for(struct dlb_caseload_view *view, struct dlb_array *array, size_t n,
                      size_t bytes)
{
    array->n = 0;
    void *room = dlb_array_reserve(view->source->env, array, n + 1, bytes, UINT32_MAX);
    if (room) array->n = n;
    return room;
}

static const struct dlb_view_person *person_at(const struct dlb_caseload_view *view, uint32_t at)
{
    return (const struct dlb_view_person *)view->persons.data + at;
}

/* ---- members -------------------------------------------------------------------------------- */

static size_t count_members(const struct dlb_caseload_view *view)
{
    const uint32_t *first = view->source->person_members_first;
    size_t n = 0;
    for (uint32_t i = 0; i < view->caseload.n_persons; i++)
        for (unsigned j = 0; j < person_at(view, i)->n; j++) {
            uint32_t person = person_at(view, i)->source[j];
            n += first[person + 1] - first[person];
        }
    return n;
}

/* The records of a person of the view in their order, from place *n on. */
static void copy_members(struct dlb_caseload_view *view, uint32_t person, uint32_t *n)
{
    const struct dlb_caseload *source = view->source;
    const struct dlb_view_person *of = person_at(view, person);
    const uint32_t *list = source->person_members, *first = source->person_members_first;
    struct dlb_member *members = view->members.data;
    uint32_t *sources = view->sources.data;
    uint32_t left = first[of->source[0]], left_end = first[of->source[0] + 1];
    uint32_t right = left_end, right_end = left_end;
    if (of->n > 1) right = first[of->source[1]], right_end = first[of->source[1] + 1];
    while (left < left_end || right < right_end) {
        bool take_left = right == right_end || (left < left_end && list[left] < list[right]);
        uint32_t member = list[take_left ? left++ : right++];
        members[*n] = source->members[member];
        members[*n].person = person;
        sources[(*n)++] = member;
    }
}

/* The household numbers of the members from 0 on, in their order. */
static bool renumber_households(struct dlb_caseload_view *view)
{
    struct dlb_member *members = view->members.data;
    uint32_t n = view->people.n_members, n_numbers = 0;
    uint32_t *numbers = room_for(view, &view->numbers, n, sizeof *numbers);
    struct dlb_text *ids = room_for(view, &view->household_ids, n, sizeof *ids);
    if (!numbers || !ids) return false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t number = members[i].household, at = n_numbers;
        if (number == DLB_NO_CODE) continue;
        while (at > 0 && numbers[at - 1] > number) at--;
        if (at > 0 && numbers[at - 1] == number) continue;
        memmove(numbers + at + 1, numbers + at, (n_numbers - at) * sizeof *numbers);
        numbers[at] = number;
        n_numbers++;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = 0;
        if (members[i].household == DLB_NO_CODE) continue;
        while (numbers[at] != members[i].household) at++;
        members[i].household = at;
    }
    for (uint32_t i = 0; i < n_numbers; i++)
        ids[i] = view->source->people->household_ids[numbers[i]];
    view->people.n_households = n_numbers;
    view->people.household_ids = ids;
    return true;
}

static bool look_at_people(struct dlb_caseload_view *view)
{
    struct dlb_caseload *caseload = &view->caseload;
    uint32_t n = caseload->n_persons, n_members = (uint32_t)count_members(view), at = 0;
    struct dlb_member *members = room_for(view, &view->members, n_members, sizeof *members);
    uint32_t *sources = room_for(view, &view->sources, n_members, sizeof *sources);
    uint32_t *first = room_for(view, &view->members_first, n + 1, sizeof *first);
    struct dlb_text *ids = room_for(view, &view->person_ids, n, sizeof *ids);
    if (!members || !sources || !first || !ids) return false;
    for (uint32_t i = 0; i < n; i++) {
        first[i] = at;
        copy_members(view, i, &at);
        ids[i] = person_at(view, i)->is_nobody
                     ? nobody
                     : view->source->people->person_ids[person_at(view, i)->source[0]];
    }
    first[n] = at;
    view->people.members = members;
    view->people.person_ids = ids;
    view->people.n_persons = n;
    caseload->members = members;
    caseload->n_members = view->people.n_members = n_members;
    caseload->person_members_first = first;
    return renumber_households(view);
}

/* person_members of the view: its members lie by person already. */
static bool list_members(struct dlb_caseload_view *view)
{
    uint32_t n = view->caseload.n_members;
    uint32_t *list = room_for(view, &view->numbers, n, sizeof *list);
    if (!list) return false;
    for (uint32_t i = 0; i < n; i++) list[i] = i;
    view->caseload.person_members = list;
    return true;
}

/* Where a record of the person of the view went. */
static uint32_t member_place(const struct dlb_caseload_view *view, uint32_t person, uint32_t member)
{
    const uint32_t *first = view->members_first.data;
    return (uint32_t)dlb_search_number(first[person], first[person + 1], view->sources.data,
                                       member);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static int32_t day_of(const struct dlb_event_table *table, const char *rows, uint32_t row)
{
    int32_t day;
    memcpy(&day, rows + row * table->reader.row_bytes + table->day_at, sizeof day);
    return day;
}

/* Copy one row to place `at`. */
static void copy_row(const struct dlb_caseload_view *view, const struct dlb_event_table *table,
                     struct dlb_array *copy, uint32_t person, uint32_t row, size_t at)
{
    size_t row_bytes = table->reader.row_bytes;
    const char *rows = dlb_event_rows(view->source, table);
    char *to = (char *)copy->data + at * row_bytes;
    memcpy(to, rows + row * row_bytes, row_bytes);
    struct dlb_person_row_head *head = (void *)to;
    head->member = member_place(view, person, head->member);
    head->person = person;
}

/* Of two rows the one that comes first: by day, then by the order of records. */
static bool is_first(const struct dlb_event_table *table, const char *rows, uint32_t left,
                     uint32_t right)
{
    size_t row_bytes = table->reader.row_bytes;
    const struct dlb_person_row_head *one = (const void *)(rows + left * row_bytes);
    const struct dlb_person_row_head *other = (const void *)(rows + right * row_bytes);
    int32_t left_day = day_of(table, rows, left), right_day = day_of(table, rows, right);
    if (left_day != right_day) return left_day < right_day;
    return one->agency != other->agency ? one->agency < other->agency : one->member < other->member;
}

/* The rows of a person of the view, from place *at on; its ranges take places from there too. */
static void copy_rows(const struct dlb_caseload_view *view, const struct dlb_event_table *table,
                      struct dlb_view_table *to, uint32_t person, uint32_t *at)
{
    const struct dlb_view_person *of = person_at(view, person);
    const uint32_t *first = dlb_event_first(view->source, table);
    const char *rows = dlb_event_rows(view->source, table);
    uint32_t *place = (uint32_t *)to->place.data + *at;
    uint32_t left = first[of->source[0]], left_end = first[of->source[0] + 1];
    uint32_t left_from = left, n_left = left_end - left;
    uint32_t right = left_end, right_end = left_end;
    if (of->n > 1) right = first[of->source[1]], right_end = first[of->source[1] + 1];
    uint32_t right_from = right;
    while (left < left_end || right < right_end) {
        bool take_left =
            right == right_end || (left < left_end && is_first(table, rows, left, right));
        uint32_t row = take_left ? left++ : right++;
        place[take_left ? row - left_from : n_left + row - right_from] = *at;
        copy_row(view, table, &to->copy, person, row, (*at)++);
    }
}

static bool copy_table(struct dlb_caseload_view *view, const struct dlb_event_table *table,
                       struct dlb_view_table *to)
{
    const uint32_t *first = dlb_event_first(view->source, table);
    uint32_t n = view->caseload.n_persons, at = 0;
    size_t n_rows = 0;
    for (uint32_t i = 0; i < n; i++)
        for (unsigned j = 0; j < person_at(view, i)->n; j++) {
            uint32_t person = person_at(view, i)->source[j];
            n_rows += first[person + 1] - first[person];
        }
    uint32_t *firsts = room_for(view, &to->first, n + 1, sizeof *firsts);
    bool room = room_for(view, &to->copy, n_rows, table->reader.row_bytes) &&
                room_for(view, &to->place, n_rows, sizeof(uint32_t)) && firsts;
    if (!room) return false;
    for (uint32_t i = 0; i < n; i++) {
        firsts[i] = at;
        copy_rows(view, table, to, i, &at);
    }
    firsts[n] = at;
    dlb_event_set(&view->caseload, table, to->copy.data, at);
    dlb_event_set_first(&view->caseload, table, firsts);
    return true;
}

/* ---- references ----------------------------------------------------------------------------- */

/* A row number of the source's table as one of the view; DLB_NONE for somebody else's. */
static int32_t follow(const struct dlb_caseload_view *view, size_t table, int32_t row)
{
    const uint32_t *first = dlb_event_first(view->source, &dlb_event_tables[table]);
    const uint32_t *places = view->tables[table].place.data;
    uint32_t before = 0;
    for (uint32_t i = 0; i < view->caseload.n_persons && row != DLB_NONE; i++)
        for (unsigned j = 0; j < person_at(view, i)->n; j++) {
            uint32_t person = person_at(view, i)->source[j];
            uint32_t from = first[person], to = first[person + 1];
            bool inside = (uint32_t)row >= from && (uint32_t)row < to;
            if (inside) return (int32_t)places[before + (uint32_t)row - from];
            before += to - from;
        }
    return DLB_NONE;
}

/* The table whose rows a cell refers to; DLB_EVENT_TABLES when it refers to none. */
static size_t referred(unsigned kind)
{
    uint64_t has = kind == DLB_READ_NEED   ? DLB_HAS_NEEDS
                   : kind == DLB_READ_CASE ? DLB_HAS_CASES
                                           : 0;
    size_t table = 0;
    while (table < DLB_EVENT_TABLES && dlb_event_tables[table].has != has) table++;
    return table;
}

static void follow_cells(struct dlb_caseload_view *view, size_t at)
{
    const struct dlb_event_table *table = &dlb_event_tables[at];
    for (size_t i = 0; i < table->n_cells; i++) {
        size_t to = referred(table->cells[i].kind);
        if (to == DLB_EVENT_TABLES) continue;
        char *cell = (char *)view->tables[at].copy.data + table->cells[i].at;
        for (size_t n = view->tables[at].copy.n; n > 0; n--, cell += table->reader.row_bytes) {
            int32_t *row = (int32_t *)(void *)cell;
            *row = follow(view, to, *row);
        }
    }
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* What holds for the persons at all, as caseload_arrange.c works it out. */
static bool settle(struct dlb_caseload_view *view)
{
    struct dlb_caseload *caseload = &view->caseload;
    int32_t *deaths = room_for(view, &view->deaths, caseload->n_persons, sizeof *deaths);
    if (!deaths) return false;
    caseload->person_deaths = deaths;
    for (uint32_t i = 0; i < caseload->n_persons; i++) deaths[i] = dlb_agreed_death(caseload, i);
    dlb_households_clear(view->source->env, &caseload->households);
    dolbom_status status =
        dlb_households_make(view->source->env, &view->people, &caseload->households, NULL);
    if (status == DOLBOM_OK)
        status = dlb_households_last_days(view->source->env, &caseload->households, deaths, NULL);
    return status == DOLBOM_OK && dlb_settle_urgencies(caseload, &view->urgencies);
}

bool dlb_caseload_view_look(struct dlb_caseload_view *view, const struct dlb_view_person *persons,
                            size_t n)
{
    struct dlb_view_person *copy = room_for(view, &view->persons, n, sizeof *copy);
    if (!copy) return false;
    memcpy(copy, persons, n * sizeof *copy);
    view->caseload.n_persons = (uint32_t)n;
    if (!look_at_people(view) || !list_members(view)) return false;
    for (size_t i = 0; i < DLB_EVENT_TABLES; i++)
        if (dlb_event_tables[i].first_at &&
            !copy_table(view, &dlb_event_tables[i], &view->tables[i]))
            return false;
    for (size_t i = 0; i < DLB_EVENT_TABLES; i++)
        if (dlb_event_tables[i].first_at) follow_cells(view, i);
    return settle(view);
}
