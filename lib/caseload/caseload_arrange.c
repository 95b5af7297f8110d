/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseload_arrange.c - where each person's rows lie, and what holds for a person at all.
 *
 * The tables are sorted by person already; here they get offsets. Members are sorted by
 * agency and record, so they are listed once more by person and by household. A person's
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
    uint32_t *first = dlb_alloc_array(caseload->env, (size_t)caseload->n_persons + 1, sizeof *first);
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
        if (dlb_event_tables[i].first_at) status = mark_first(caseload, &dlb_event_tables[i], error);
    return status;
}

/* ---- members -------------------------------------------------------------------------------- */

static uint32_t person_of(const struct dlb_member *member)
{
    return member->person;
}

static uint32_t household_of(const struct dlb_member *member)
{
    return member->household;
}

/* Members by the number that `of` gives them, ascending in each; DLB_NO_CODE is left out. */
static dolbom_status list_members(struct dlb_caseload *caseload, uint32_t n_lists,
                                  uint32_t (*of)(const struct dlb_member *), uint32_t **members,
                                  uint32_t **first, dolbom_error *error)
{
    const struct dlb_member *all = caseload->members;
    *members = dlb_alloc_array(caseload->env, caseload->n_members, sizeof **members);
    *first = dlb_alloc_zero(caseload->env, ((size_t)n_lists + 1) * sizeof **first);
    if (!*members || !*first) return dlb_fail_memory(error, caseload->env);
    for (uint32_t i = 0; i < caseload->n_members; i++)
        if (of(&all[i]) != DLB_NO_CODE) (*first)[of(&all[i])]++;
    uint32_t place = 0;
    for (uint32_t list = 0; list <= n_lists; list++) {
        uint32_t count = (*first)[list];
        (*first)[list] = place;
        place += count;
    }
    for (uint32_t i = 0; i < caseload->n_members; i++)
        if (of(&all[i]) != DLB_NO_CODE) (*members)[(*first)[of(&all[i])]++] = i;
    for (uint32_t list = n_lists; list > 0; list--) (*first)[list] = (*first)[list - 1];
    (*first)[0] = 0;
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

/* Is the agency one that was at work in the last full month? */
static bool is_expected(const struct dlb_caseload *caseload, const struct dlb_agency *agency)
{
    int32_t month = dlb_month_of(caseload->as_of) - 1;
    return agency->active.from < dlb_month_start(month + 1)
           && agency->active.to > dlb_month_start(month);
}

/*
 * An agency whose services are in the data sends services, even if no upload of them was
 * ever announced; and then that of the last full month is not there.
 */
static void find_missing_uploads(struct dlb_caseload *caseload)
{
    if (!(caseload->tables & DLB_HAS_UPLOADS)) return;
    for (uint32_t i = 0; i < caseload->n_services; i++)
        caseload->agencies[caseload->services[i].agency].services_missing = true;
    for (uint32_t i = 0; i < caseload->n_agencies; i++) {
        struct dlb_agency *agency = &caseload->agencies[i];
        if (dlb_upload_announced(caseload, i, "services"))
            agency->services_missing = !dlb_upload_complete(caseload, i, "services");
        if (!is_expected(caseload, agency)) agency->services_missing = false;
    }
}

/* ---- all of it ------------------------------------------------------------------------------ */

dolbom_status dlb_caseload_arrange(struct dlb_caseload *caseload, dolbom_error *error)
{
    dolbom_status status = mark_all(caseload, error);
    if (status == DOLBOM_OK) status = mark_agencies(caseload, error);
    if (status == DOLBOM_OK)
        status = list_members(caseload, caseload->n_persons, person_of, &caseload->person_members,
                              &caseload->person_members_first, error);
    if (status == DOLBOM_OK)
        status = list_members(caseload, caseload->people->n_households, household_of,
                              &caseload->household_members, &caseload->household_members_first,
                              error);
    if (status == DOLBOM_OK) status = agree_deaths(caseload, error);
    if (status == DOLBOM_OK) find_missing_uploads(caseload);
    return status;
}

void dlb_caseload_disarrange(struct dlb_caseload *caseload)
{
    struct dlb_env *env = caseload->env;
    size_t persons = (size_t)caseload->n_persons + 1, members = caseload->n_members;
    for (size_t i = 0; i < DLB_EVENT_TABLES; i++)
        if (dlb_event_tables[i].first_at)
            dlb_free(env, dlb_event_first(caseload, &dlb_event_tables[i]), persons * sizeof(uint32_t));
    dlb_free(env, caseload->person_members_first, persons * sizeof(uint32_t));
    dlb_free(env, caseload->agency_members_first,
             ((size_t)caseload->n_agencies + 1) * sizeof(uint32_t));
    dlb_free(env, caseload->household_members_first,
             ((size_t)caseload->people->n_households + 1) * sizeof(uint32_t));
    dlb_free(env, caseload->person_members, members * sizeof(uint32_t));
    dlb_free(env, caseload->household_members, members * sizeof(uint32_t));
    dlb_free(env, caseload->person_deaths, caseload->n_persons * sizeof(int32_t));
}
