/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event_tables.h - what the files of this folder share about reading and arranging event tables.
 */
#ifndef DLB_EVENT_TABLES_H
#define DLB_EVENT_TABLES_H

#include "caseload/caseload.h"

/* What the cells of event rows are looked up in while they are read (caseload_read.c). */
struct dlb_lookup {
    const struct dlb_policy *policy;
    const struct dlb_people *people;
    struct dlb_index members, needs, cases; /* by dlb_name_hash */
    const struct dlb_need *need_rows;
    const struct dlb_case *case_rows;
    struct dlb_codes *agencies, *programmes, *need_classes;
};

enum dlb_event_table {
    DLB_TABLE_AGENCIES, DLB_TABLE_UPLOADS, DLB_TABLE_NEEDS, DLB_TABLE_CASES,
    DLB_TABLE_REFERRALS, DLB_TABLE_SERVICES, DLB_TABLE_STAYS, DLB_TABLE_EVENTS,
    DLB_EVENT_TABLES
};
extern const struct dlb_reader dlb_event_readers[DLB_EVENT_TABLES];

/* Offsets, lists of members, deaths and missing uploads (caseload_arrange.c), and away. */
dolbom_status dlb_caseload_arrange(struct dlb_caseload *caseload, dolbom_error *error);
void dlb_caseload_disarrange(struct dlb_caseload *caseload);
/* What dlb_person_death keeps: the day on which all records that give one agree. */
int32_t dlb_agreed_death(const struct dlb_caseload *caseload, uint32_t person);

#endif
