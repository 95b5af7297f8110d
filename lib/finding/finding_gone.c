/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_gone.c - what became of the rows of findings that this run does not find.
 *
 * Their rows are looked for in this run's tables, once through all of them: they have left, say
 * something else, or are as they were.
 */
#include "finding/finding_changes.h"

static uint32_t count_rows(const struct dlb_caseload *caseload, enum dlb_row_table table)
{
    const uint32_t counts[] = {[DLB_ROWS_PERSONS] = caseload->n_members,
                               [DLB_ROWS_SERVICES] = caseload->n_services,
                               [DLB_ROWS_NEEDS] = caseload->n_needs,
                               [DLB_ROWS_REFERRALS] = caseload->n_referrals,
                               [DLB_ROWS_CASES] = caseload->n_cases,
                               [DLB_ROWS_STAYS] = caseload->n_stays,
                               [DLB_ROWS_EVENTS] = caseload->n_events,
                               [DLB_ROWS_UPLOADS] = caseload->n_uploads,
                               [DLB_ROWS_ASSESSMENTS] = caseload->n_assessments,
                               [DLB_ROWS_APPLICATIONS] = caseload->n_applications,
                               [DLB_ROWS_FACTS] = caseload->n_facts,
                               [DLB_ROWS_SIGNALS] = caseload->n_signals,
                               [DLB_ROWS_REPORTS] = caseload->n_reports,
                               [DLB_ROWS_CAPACITY] = caseload->n_capacities,
                               [DLB_ROWS_SPONSORS] = caseload->n_sponsors};
    return counts[table];
}

static void meet(const struct dlb_caseload *caseload, const struct dlb_previous *previous,
                 struct dlb_gone *gone, uint32_t number, const struct dlb_evidence_view *view)
{
    uint64_t said = previous->rows[number].said;
    bool same = !said || said == dlb_evidence_said(caseload, view);
    uint8_t fate = same ? DLB_ROW_KEPT : DLB_ROW_CHANGED;
    if (gone->fates[number] < fate) gone->fates[number] = fate;
}

static void meet_rows(const struct dlb_caseload *caseload, const struct dlb_previous *previous,
                      struct dlb_gone *gone, enum dlb_row_table table)
{
    uint32_t n = count_rows(caseload, table), place;
    for (uint32_t row = 0; row < n; row++) {
        struct dlb_evidence evidence = {row, (uint8_t)table, NULL};
        struct dlb_evidence_view view;
        dlb_evidence_look(caseload, &evidence, &view);
        uint64_t name = dlb_evidence_name(caseload, &evidence, &view), at = name;
        while ((place = dlb_index_next(&gone->index, name, &at)) != DLB_NO_CODE)
            for (size_t i = place; i < gone->n_names && gone->names[i].key == name; i++)
                meet(caseload, previous, gone, (uint32_t)gone->names[i].value, &view);
    }
}

/* ---- whom they are about --------------------------------------------------------------------- */

struct sought_record {
    const struct dlb_member *members;
    struct dlb_text record;
};

static bool is_before_record(const void *sought, size_t i)
{
    const struct sought_record *wanted = sought;
    return dlb_text_order(wanted->members[i].record_id, wanted->record) < 0;
}

/* The record that a row is about, or DLB_NO_CODE. */
static uint32_t find_member(const struct dlb_caseload *caseload, const struct dlb_earlier_row *row)
{
    uint32_t agency = dlb_agency_find(caseload, row->agency_id);
    if (agency == DLB_NO_CODE) return DLB_NO_CODE;
    struct sought_record sought = {caseload->members, row->record_id};
    size_t end = caseload->agency_members_first[agency + 1];
    size_t at = dlb_search(caseload->agency_members_first[agency], end, &sought, is_before_record);
    bool found = at < end && dlb_text_equal(caseload->members[at].record_id, row->record_id);
    return found ? (uint32_t)at : DLB_NO_CODE;
}

/* A record that is not there any more may be one that has to be hidden. */
static void look_at_persons(const struct dlb_caseload *caseload,
                            const struct dlb_previous *previous, uint32_t number,
                            struct dlb_gone *gone)
{
    const struct dlb_earlier *earlier = &previous->list[number];
    for (uint32_t i = 0; i < earlier->n_rows; i++) {
        const struct dlb_earlier_row *row = &previous->rows[earlier->first_row + i];
        if (!row->record_id.data) continue;
        uint32_t member = find_member(caseload, row);
        bool known = member != DLB_NO_CODE;
        uint32_t person = known ? caseload->members[member].person : DLB_NO_CODE;
        gone->is_protected[number] |= !known || dlb_person_is_protected(caseload, person);
        gone->is_unknown[number] |= known && !dlb_person_complete(caseload, person);
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* The names of their rows, each put into the index once however many findings share the row. */
static dolbom_status list_names(const struct dlb_previous *previous, const uint8_t *wanted,
                                struct dlb_gone *gone, dolbom_error *error)
{
    gone->names = dlb_alloc_array(gone->env, gone->n_rows, sizeof *gone->names);
    if (!gone->names) return dlb_fail_memory(error, gone->env);
    for (uint32_t i = 0; i < previous->n; i++)
        for (uint32_t r = 0; wanted[i] && r < previous->list[i].n_rows; r++) {
            uint32_t number = previous->list[i].first_row + r;
            gone->names[gone->n_names++] =
                (struct dlb_sort_item){previous->rows[number].name, number};
        }
    dolbom_status status = dlb_sort(gone->env, gone->names, gone->n_names, error);
    if (status == DOLBOM_OK) status = dlb_index_open(gone->env, gone->n_names, &gone->index, error);
    for (size_t i = 0; status == DOLBOM_OK && i < gone->n_names; i++)
        if (i == 0 || gone->names[i - 1].key != gone->names[i].key)
            dlb_index_put(&gone->index, gone->names[i].key, (uint32_t)i);
    return status;
}

dolbom_status dlb_gone_look(const struct dlb_caseload *caseload,
                            const struct dlb_previous *previous, const uint8_t *wanted,
                            struct dlb_gone *gone, dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    *gone = (struct dlb_gone){.env = env, .n_rows = previous->n_rows, .n_findings = previous->n};
    gone->fates = dlb_alloc_zero(env, gone->n_rows);
    gone->is_protected = dlb_alloc_zero(env, gone->n_findings);
    gone->is_unknown = dlb_alloc_zero(env, gone->n_findings);
    bool room = gone->fates && gone->is_protected && gone->is_unknown;
    dolbom_status status = room ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) status = list_names(previous, wanted, gone, error);
    for (uint32_t i = 0; status == DOLBOM_OK && i < previous->n; i++)
        if (wanted[i]) look_at_persons(caseload, previous, i, gone);
    const unsigned n_tables = status == DOLBOM_OK && gone->n_names ? DLB_ROWS_SPONSORS + 1 : 0;
    for (unsigned table = 0; table < n_tables; table++)
        meet_rows(caseload, previous, gone, (enum dlb_row_table)table);
    return status;
}

void dlb_gone_clear(struct dlb_gone *gone)
{
    if (!gone->env) return;
    dlb_index_close(gone->env, &gone->index);
    dlb_free(gone->env, gone->names, gone->n_rows * sizeof *gone->names);
    dlb_free(gone->env, gone->fates, gone->n_rows);
    dlb_free(gone->env, gone->is_protected, gone->n_findings);
    dlb_free(gone->env, gone->is_unknown, gone->n_findings);
    *gone = (struct dlb_gone){0};
}
