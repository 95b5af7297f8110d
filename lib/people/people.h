/* SPDX-License-Identifier: Apache-2.0 */
/*
 * people.h - the rows of `persons` as records: codes to compare, and what the rules need to know.
 */
#ifndef DLB_PEOPLE_H
#define DLB_PEOPLE_H

#include "caseload/caseload.h"
#include "plan/plan.h"

enum dlb_relation {
    DLB_RELATION_NONE,
    DLB_RELATION_HEAD,
    DLB_RELATION_SPOUSE,
    DLB_RELATION_CHILD,
    DLB_RELATION_PARENT,
    DLB_RELATION_KIN,
    DLB_RELATION_OTHER
};

/*
 * The records, sorted by agency and id. `people` has no persons yet: group numbers them.
 * The compared fields are those of the plan; arrays of fields have n_fields entries per
 * record.
 */
struct dlb_cleaned {
    struct dlb_env *env;
    struct dlb_people people;   /* members are the records */
    struct dlb_records records; /* their codes */
    unsigned n_fields, n_slots;
    dolbom_quality *quality;          /* of each field */
    struct dlb_text *texts;           /* canonical text of each field; NULL when not wanted */
    struct dlb_text *names;           /* canonical name of each record, null when it has none */
    uint8_t *sex;                     /* 'M', 'F', 0 */
    uint8_t *relation;                /* enum dlb_relation */
    struct dlb_hash128 *token_hashes; /* of the records of `tokens`, until they are checked */
    struct dlb_rows rows;             /* owners of the texts */
    char *person_id_text;             /* DLB_PERSON_ID_LEN bytes for each person */
};

enum { DLB_PERSON_ID_LEN = 32 };

/* Read the table `persons`, or `tokens` in its place, whose headers are checked. Without texts,
 * only codes, names and what rules need are kept. */
dolbom_status dlb_cleaned_make(const struct dlb_intake *intake, const dolbom_plan *plan,
                               bool with_texts, struct dlb_cleaned *cleaned, dolbom_error *error);
void dlb_cleaned_clear(struct dlb_cleaned *cleaned);

/* Write the table `cleaned`, which needs texts, and read it back. */
dolbom_status dlb_cleaned_frame(const struct dlb_cleaned *cleaned,
                                const struct dlb_match_settings *settings, struct dlb_frame **frame,
                                dolbom_error *error);
dolbom_status dlb_cleaned_read(const struct dlb_intake *intake, const dolbom_plan *plan,
                               struct dlb_cleaned *cleaned, dolbom_error *error);

/* The number of a record, or DLB_NO_CODE. */
uint32_t dlb_cleaned_find(const struct dlb_cleaned *cleaned, struct dlb_text agency,
                          struct dlb_text record);

#include "people/tokens.h"

#endif
