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

/* The persons' rows of one event table. */
struct dlb_view_table {
    struct dlb_array copy;
    struct dlb_array place; /* of uint32_t: where each row of the range went */
    uint32_t first[2];
};

static const struct dlb_text nobody = {"", 0};

bool dlb_caseload_view_open(const struct dlb_caseload *caseload, struct dlb_caseload_view *view)
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
    view->tables = dlb_alloc_zero(caseload->env, DLB_EVENT_TABLES * sizeof *view->tables);
    for (size_t i = 0; view->tables && i < DLB_EVENT_TABLES; i++)
        if (dlb_event_tables[i].first_at)
            dlb_event_set_first(&view->caseload, &dlb_event_tables[i], view->tables[i].first);
    return view->tables != NULL;
}

void dlb_caseload_view_close(struct dlb_caseload_view *view)
{
    if (!view->source) return;
    struct dlb_env *env = view->source->env;
    dlb_array_clear(env, &view->members, sizeof(struct dlb_member));
    dlb_array_clear(env, &view->person_members, sizeof(uint32_t));
    for (size_t i = 0; view->tables && i < DLB_EVENT_TABLES; i++) {
        dlb_array_clear(env, &view->tables[i].copy, dlb_event_tables[i].reader.row_bytes);
        dlb_array_clear(env, &view->tables[i].place, sizeof(uint32_t));
    }
    dlb_free(env, view->tables, DLB_EVENT_TABLES * sizeof *view->tables);
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

/* Two persons (or one) whose rows are copied. */
struct copying {
    const struct dlb_caseload *source;
    const uint32_t *persons;
    size_t n;
};

static int32_t day_of(const struct dlb_event_table *table, const char *rows, uint32_t row)
{
    int32_t day;
    memcpy(&day, rows + row * table->reader.row_bytes + table->day_at, sizeof day);
    return day;
}

/* Copy one row to the end of the table's copy, which has room. */
static void copy_row(const struct copying *copying, const struct dlb_event_table *table,
                     const char *row, struct dlb_array *copy)
{
    size_t row_bytes = table->reader.row_bytes;
    char *to = (char *)copy->data + copy->n++ * row_bytes;
    memcpy(to, row, row_bytes);
    struct dlb_person_row_head *head = (void *)to;
    head->member = member_place(copying->source, copying->persons, copying->n, head->member);
    head->person = 0;
}

/* Merge the persons' rows by day; a day's rows of the first person come first. */
static bool copy_table(const struct copying *copying, const struct dlb_event_table *table,
                       struct dlb_view_table *view)
{
    const struct dlb_caseload *source = copying->source;
    const uint32_t *first = dlb_event_first(source, table), *persons = copying->persons;
    const char *rows = dlb_event_rows(source, table);
    uint32_t left = first[persons[0]], left_end = first[persons[0] + 1];
    uint32_t right = first[persons[copying->n - 1]], right_end = first[persons[copying->n - 1] + 1];
    uint32_t n_left = left_end - left;
    if (copying->n == 1) right = right_end; /* it is the left one */
    size_t n_rows = n_left + (right_end - right), row_bytes = table->reader.row_bytes;
    uint32_t right_from = right, left_from = left;
    view->copy.n = view->place.n = 0;
    uint32_t *place = dlb_array_reserve(source->env, &view->place, n_rows, sizeof *place, UINT32_MAX);
    if (!place || !dlb_array_reserve(source->env, &view->copy, n_rows, row_bytes, UINT32_MAX))
        return false;
    for (uint32_t i = 0; i < n_rows; i++) {
        bool take_left =
            right == right_end
            || (left < left_end && day_of(table, rows, left) <= day_of(table, rows, right));
        uint32_t row = take_left ? left++ : right++;
        place[take_left ? row - left_from : n_left + row - right_from] = i;
        copy_row(copying, table, rows + row * row_bytes, &view->copy);
    }
    return true;
}

/* ---- references ----------------------------------------------------------------------------- */

/* A row number of the source's table as one of the view; DLB_NONE for a third person's. */
static int32_t follow(const struct copying *copying, size_t table,
                      const struct dlb_view_table *view, int32_t row)
{
    const uint32_t *first = dlb_event_first(copying->source, &dlb_event_tables[table]);
    const uint32_t *places = view[table].place.data;
    uint32_t before = 0;
    for (size_t p = 0; p < copying->n && row != DLB_NONE; p++) {
        uint32_t from = first[copying->persons[p]], to = first[copying->persons[p] + 1];
        bool inside = (uint32_t)row >= from && (uint32_t)row < to;
        if (inside) return (int32_t)places[before + (uint32_t)row - from];
        before += to - from;
    }
    return DLB_NONE;
}

/* The table whose rows a cell refers to; DLB_EVENT_TABLES when it refers to none. */
static size_t referred(unsigned kind)
{
    uint64_t has = kind == DLB_READ_NEED ? DLB_HAS_NEEDS : kind == DLB_READ_CASE ? DLB_HAS_CASES : 0;
    size_t table = 0;
    while (table < DLB_EVENT_TABLES && dlb_event_tables[table].has != has) table++;
    return table;
}

static void follow_cells(const struct copying *copying, size_t at, struct dlb_view_table *view)
{
    const struct dlb_event_table *table = &dlb_event_tables[at];
    for (size_t i = 0; i < table->n_cells; i++) {
        size_t to = referred(table->cells[i].kind);
        if (to == DLB_EVENT_TABLES) continue;
        char *cell = (char *)view[at].copy.data + table->cells[i].at;
        for (size_t n = view[at].copy.n; n > 0; n--, cell += table->reader.row_bytes) {
            int32_t *row = (int32_t *)(void *)cell;
            *row = follow(copying, to, view, *row);
        }
    }
}

/* ---- all of it ------------------------------------------------------------------------------ */

bool dlb_caseload_view_look(struct dlb_caseload_view *view, const uint32_t *persons, size_t n)
{
    const struct copying copying = {view->source, persons, n};
    if (!copy_members(view, persons, n)) return false;
    for (size_t i = 0; i < DLB_EVENT_TABLES; i++) {
        const struct dlb_event_table *table = &dlb_event_tables[i];
        struct dlb_view_table *to = &view->tables[i];
        if (!table->first_at) continue;
        if (!copy_table(&copying, table, to)) return false;
        to->first[1] = (uint32_t)to->copy.n;
        dlb_event_set(&view->caseload, table, to->copy.data, to->first[1]);
    }
    for (size_t i = 0; i < DLB_EVENT_TABLES; i++)
        if (dlb_event_tables[i].first_at) follow_cells(&copying, i, view->tables);
    view->death = dlb_agreed_death(&view->caseload, 0);
    return true;
}
