/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseload_arrange.c - where each person's rows lie, and what holds for a person at all.
 *
 * The tables are sorted by person already; here they get offsets. Members are sorted by
 * agency and record, so they are listed once more by person. A person's
 * death and an agency's missing upload are asked for by nearly every rule, so both are
 * worked out once.
 */
#include "caseload/event_tables.h"

/* ---- offsets -------------------------------------------------------------------------------- */

/* first[p] = number of rows of persons before p; rows are sorted by person. */
static dolbom_status mark_first(struct dlb_caseload *caseload, const struct dlb_event_table *table,
                                dolbom_error *error)
{
    const char *row = dlb_event_rows(caseload, table);
    uint32_t n = dlb_event_count(caseload, table), person = 0;
    uint32_t *first =
        dlb_alloc_array(caseload->env, (size_t)caseload->n_persons + 1, sizeof *first);
    dlb_event_set_first(caseload, table, first);
    if (!first) return dlb_fail_memory(error, caseload->env);
    for (uint32_t i = 0; i < n; i++, row += table->reader.row_bytes) {
        const struct dlb_person_row_head *head = (const void *)row;
        while (person <= head->person) first[person++] = i;
    }
    while (person <= caseload->n_persons) first[person++] = n;
    return DOLBOM_OK;
}

static dolbom_status mark_all(struct dlb_caseload *caseload, dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    for (size_t i = 0; i < DLB_EVENT_TABLES && status == DOLBOM_OK; i++)
        if (dlb_event_tables[i].first_at)
            status = mark_first(caseload, &dlb_event_tables[i], error);
    return status == DOLBOM_OK ? dlb_ask(caseload->env, error) : status;
}

/* ---- members -------------------------------------------------------------------------------- */

/* Members by person, ascending in each. */
static dolbom_status list_members(struct dlb_caseload *caseload, dolbom_error *error)
{
    const struct dlb_member *all = caseload->members;
    uint32_t n = caseload->n_persons, place = 0;
    uint32_t *members = dlb_alloc_array(caseload->env, caseload->n_members, sizeof *members);
    uint32_t *first = dlb_alloc_zero(caseload->env, ((size_t)n + 1) * sizeof *first);
    caseload->person_members = members;
    caseload->person_members_first = first;
    if (!members || !first) return dlb_fail_memory(error, caseload->env);
    for (uint32_t i = 0; i < caseload->n_members; i++) first[all[i].person]++;
    for (uint32_t person = 0; person <= n; person++) {
        uint32_t count = first[person];
        first[person] = place;
        place += count;
    }
    for (uint32_t i = 0; i < caseload->n_members; i++) members[first[all[i].person]++] = i;
    for (uint32_t person = n; person > 0; person--) first[person] = first[person - 1];
    first[0] = 0;
    return DOLBOM_OK;
}

static dolbom_status mark_agencies(struct dlb_caseload *caseload, dolbom_error *error)
{
    uint32_t n = caseload->n_agencies, agency = 0;
    uint32_t *first = dlb_alloc_array(caseload->env, (size_t)n + 1, sizeof *first);
    caseload->agency_members_first = first;
    if (!first) return dlb_fail_memory(error, caseload->env);
    for (uint32_t i = 0; i < caseload->n_members; i++)
        while (agency <= caseload->members[i].agency) first[agency++] = i;
    while (agency <= n) first[agency++] = caseload->n_members;
    return DOLBOM_OK;
}

/* ---- deaths, missing uploads ------------------------------------------------------------- */

int32_t dlb_agreed_death(const struct dlb_caseload *caseload, uint32_t person)
{
    int32_t death = DLB_DAY_NONE;
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        int32_t day = caseload->members[caseload->person_members[i]].death_date;
        if (day == DLB_DAY_NONE) continue;
        if (death != DLB_DAY_NONE && day != death) return DLB_DAY_NONE;
        death = day;
    }
    return death;
}

static dolbom_status agree_deaths(struct dlb_caseload *caseload, dolbom_error *error)
{
    uint32_t n = caseload->n_persons;
    caseload->person_deaths = dlb_alloc_array(caseload->env, n, sizeof(int32_t));
    if (!caseload->person_deaths) return dlb_fail_memory(error, caseload->env);
    for (uint32_t i = 0; i < n; i++) caseload->person_deaths[i] = dlb_agreed_death(caseload, i);
    return DOLBOM_OK;
}

static void find_missing_uploads(struct dlb_caseload *caseload)
{
    for (uint32_t i = 0; i < caseload->n_agencies; i++)
        caseload->agencies[i].services_missing = !dlb_upload_complete(caseload, i, "services");
}

/* ---- all of it ------------------------------------------------------------------------------ */

dolbom_status dlb_caseload_arrange(struct dlb_caseload *caseload, dolbom_error *error)
{
    dolbom_status status = mark_all(caseload, error);
    if (status == DOLBOM_OK) status = mark_agencies(caseload, error);
    if (status == DOLBOM_OK) status = list_members(caseload, error);
    if (status == DOLBOM_OK) status = dlb_ask(caseload->env, error);
    if (status == DOLBOM_OK) status = agree_deaths(caseload, error);
    if (status == DOLBOM_OK) status = dlb_ask(caseload->env, error);
    if (status == DOLBOM_OK)
        status = dlb_households_make(caseload->env, caseload->people, &caseload->households, error);
    if (status == DOLBOM_OK)
        status = dlb_households_last_days(caseload->env, &caseload->households,
                                          caseload->person_deaths, error);
    if (status == DOLBOM_OK) status = dlb_ask(caseload->env, error);
    if (status == DOLBOM_OK) find_missing_uploads(caseload);
    if (status == DOLBOM_OK) status = dlb_count_unknown_programmes(caseload, error);
    if (status == DOLBOM_OK) status = dlb_join_programmes(caseload, error);
    struct dlb_array room = {0};
    bool settled = status != DOLBOM_OK || dlb_settle_urgencies(caseload, &room);
    dlb_array_clear(caseload->env, &room, sizeof(struct dlb_sort_item));
    return settled ? status : dlb_fail_memory(error, caseload->env);
}

void dlb_caseload_disarrange(struct dlb_caseload *caseload)
{
    struct dlb_env *env = caseload->env;
    size_t persons = (size_t)caseload->n_persons + 1, members = caseload->n_members;
    for (size_t i = 0; i < DLB_EVENT_TABLES; i++)
        if (dlb_event_tables[i].first_at)
            dlb_free(env, dlb_event_first(caseload, &dlb_event_tables[i]),
                     persons * sizeof(uint32_t));
    dlb_free(env, caseload->person_members_first, persons * sizeof(uint32_t));
    dlb_free(env, caseload->agency_members_first,
             ((size_t)caseload->n_agencies + 1) * sizeof(uint32_t));
    dlb_free(env, caseload->person_members, members * sizeof(uint32_t));
    dlb_households_clear(env, &caseload->households);
    dlb_free(env, caseload->unknown_programmes,
             caseload->n_unknown_room * sizeof *caseload->unknown_programmes);
    dlb_free(env, caseload->person_deaths, caseload->n_persons * sizeof(int32_t));
}
