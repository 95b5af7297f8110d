/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseload.h - everything the agencies reported about each person.
 *
 * Rows of all event tables, sorted so that a person's lie together; who the people are, which
 * zones they live in, and whether their agencies' data are complete.
 */
#ifndef DLB_CASELOAD_H
#define DLB_CASELOAD_H

#include "caseload/household.h"

#include "policy/policy.h"

/* An agency as the rules see it; agencies are sorted by id, their number is their code. */
struct dlb_agency {
    struct dlb_text id, name, zone_id, area_code;
    struct dlb_valid active; /* when it is at work */
    bool victim_service;
    /* it was at work in the last full month before as_of, and has not sent all services of it */
    bool services_missing;
};

/* A record as the rules see it; sorted by (agency, record_id). */
struct dlb_member {
    struct dlb_text record_id;
    struct dlb_text zone_id; /* of residence, as the agency says */
    uint32_t agency;
    uint32_t person;
    int32_t probability_ppm; /* weakest edge that holds the record in the person */
    uint32_t household;      /* number over all agencies, or DLB_NO_CODE */
    int32_t death_date, registered_on, updated_at, birth_date; /* DLB_DAY_NONE: not given */
    uint32_t sigungu_code; /* of the address, 5 digits; 0 unknown */
    uint8_t consent;       /* 0, 1; 2: column absent or empty */
    uint8_t protected_;    /* 0, 1; 2: column absent or empty */
};

/*
 * Who the records belong to: made by a stage, borrowed by the caseload, which renumbers
 * member.agency once the other tables have named their agencies.
 */
struct dlb_people {
    struct dlb_text *agencies; /* sorted, distinct: what member.agency numbers */
    struct dlb_member *members;
    struct dlb_text *person_ids;    /* per person */
    struct dlb_text *household_ids; /* per household, as its agency writes it */
    uint32_t n_agencies, n_agency_rows, n_members, n_persons, n_households;
    bool has_consent, has_protected; /* `persons` has the column */
};

/* How a service lasts, beside its days. */
enum dlb_lasting {
    DLB_LASTS_A_DAY = 1,  /* one_off: its first day, whatever end is recorded */
    DLB_LASTS_MONTHS = 2, /* it is for months, where months are compared */
    DLB_LASTS_HOURS = 4,  /* its programme is counted in hours */
    DLB_LASTS_OPEN = 8    /* no end is recorded */
};

/* 72 bytes: there are hundreds of millions of them. Rows of persons begin alike
 * (event_tables.h). */
struct dlb_service {
    uint32_t member, person, agency;
    uint32_t programme; /* code in caseload->programme_ids; the policy's come first */
    const char *id;     /* see dlb_service_id */
    int64_t amount_won, quantity_milli; /* DLB_NO_AMOUNT: none */
    int32_t start, end;                 /* as recorded, or after max_days; see dlb_service_span */
    int32_t benefit_month;              /* months since 1970-01, or DLB_NONE */
    int32_t need, case_;                /* row in needs, cases; DLB_NONE */
    int32_t entered_on;
    uint16_t id_len;
    struct dlb_class class_; /* its own, else its programme's */
    uint8_t status;          /* enum dlb_service_status */
    uint8_t lasting;         /* enum dlb_lasting */
};
struct dlb_text dlb_service_id(const struct dlb_service *service);

struct dlb_need {
    uint32_t member, person, agency;
    struct dlb_text id;
    uint32_t need_class; /* code in caseload->need_classes; the policy's come first */
    uint8_t urgency, status;
    int32_t identified_on, resolved_on;
};

struct dlb_referral {
    uint32_t member, person, agency, to_agency;
    struct dlb_text id;
    uint32_t need_class;     /* code in caseload->need_classes, or DLB_NO_CODE if none */
    int32_t need;            /* row in needs, or DLB_NONE */
    uint8_t urgency;         /* UINT8_MAX if empty */
    uint8_t settled_urgency; /* its own, else its need's; UINT8_MAX when nobody says */
    uint8_t status;
    int32_t sent_on, responded_on;
};

struct dlb_case {
    uint32_t member, person, agency;
    struct dlb_text id;
    uint8_t case_class;
    int32_t received_on, visited_on, surveyed_on, met_on, decided_on, planned_on, first_service_on,
        evaluated_on, last_contact_on, closed_on;
};

struct dlb_stay {
    uint32_t member, person, agency;
    struct dlb_text id;
    uint8_t kind;
    int32_t start, end;
};

struct dlb_event {
    uint32_t member, person, agency;
    uint8_t kind;
    int32_t date;
    int32_t case_; /* row in cases, or DLB_NONE */
};

struct dlb_upload {
    uint32_t agency;
    struct dlb_text table;
    int32_t month;    /* months since 1970-01 */
    int64_t rows;     /* that the agency announced; -1: not given */
    int64_t received; /* rows of the table in this input; -1: not counted */
    bool failed;
};

/* Services of an agency whose programme the policy lacks and that have no class. */
struct dlb_unknown_programme {
    uint32_t agency, programme;
    uint64_t n;
    int32_t first_start;
    uint32_t smallest; /* the service with the smallest id */
};

/*
 * Everything that was reported. Each table of a person's rows is sorted by (person, start
 * or first date, then a fixed order of agency and id) and has n_persons + 1 offsets: person
 * p's rows are [first[p], first[p+1]). A table that was not given is empty, and its
 * DLB_HAS_… bit is not set.
 */
struct dlb_caseload {
    struct dlb_env *env;
    const struct dlb_policy *policy;
    const struct dlb_people *people;
    int32_t as_of;
    uint64_t tables; /* DLB_HAS_…, of the policy too */
    uint32_t n_agencies, n_agency_rows, n_members, n_persons, n_zones, n_uploads, n_services,
        n_needs, n_referrals, n_cases, n_stays, n_events, n_programme_ids, n_need_classes;
    struct dlb_agency *agencies;
    struct dlb_agency *agency_rows; /* the table `agencies`, in no particular order */
    const struct dlb_member *members;
    struct dlb_zone *zones;                          /* by id, then valid.from */
    struct dlb_upload *uploads;                      /* by (agency, table, month) */
    uint32_t *agency_members_first;                  /* n_agencies + 1 offsets into members */
    uint32_t *person_members, *person_members_first; /* members of each person, ascending */
    int32_t *person_deaths;                          /* see dlb_person_death */
    struct dlb_households households;
    struct dlb_service *services;
    struct dlb_need *needs;
    struct dlb_referral *referrals;
    struct dlb_case *cases;
    struct dlb_stay *stays;
    struct dlb_event *events;
    uint32_t *services_first, *needs_first, *referrals_first, *cases_first, *stays_first,
        *events_first;
    struct dlb_unknown_programme *unknown_programmes; /* by agency, programme */
    uint32_t n_unknown_programmes, n_unknown_room;
    struct dlb_text *programme_ids, *need_classes; /* by code */
    struct dlb_caseload_store *store;              /* what owns rows and texts */
};

/* Read the event tables among intake's against the people; bad rows become rejects. */
dolbom_status dlb_caseload_read(const struct dlb_intake *intake, const struct dlb_policy *policy,
                                struct dlb_people *people, struct dlb_caseload **caseload,
                                dolbom_error *error);
void dlb_caseload_free(struct dlb_caseload *caseload);
/* A person of a view: one or two of the source's. */
struct dlb_view_person {
    uint32_t source[2];
    unsigned n;
    bool is_nobody; /* has the person_id "", whoever it is */
};
/*
 * A caseload of some persons of another one, numbered as they are given (caseload_view.c). Must not
 * move once it is open. Its memory is kept from one opening to the next.
 */
struct dlb_caseload_view {
    const struct dlb_caseload *source;
    struct dlb_caseload caseload;
    struct dlb_people people;
    struct dlb_array persons; /* of struct dlb_view_person */
    struct dlb_array members, sources, numbers, members_first, deaths, person_ids, household_ids,
        urgencies;
    struct dlb_view_table *tables; /* a copy of the persons' rows of each event table */
};
bool dlb_caseload_view_open(const struct dlb_caseload *caseload, struct dlb_caseload_view *view);
bool dlb_caseload_view_look(struct dlb_caseload_view *view, const struct dlb_view_person *persons,
                            size_t n);
void dlb_caseload_view_close(struct dlb_caseload_view *view);

/* ACTIVE of rules.md: approved, active, delivered, ended. */
bool dlb_service_is_active(const struct dlb_service *service);
/* The person's date of death that all records agree on, or DLB_DAY_NONE. */
int32_t dlb_person_death(const struct dlb_caseload *caseload, uint32_t person);
/* Open or partly met; known of on as_of. */
bool dlb_need_is_open(const struct dlb_caseload *caseload, const struct dlb_need *need);

/* What ends services beside their own end: death (or DLB_DAY_NONE) on its day, recorded ends
 * included; and nothing heard of an open one for so many days (-1: never). */
struct dlb_ending {
    int32_t death, stale_days;
};
/* The days of a service, [start, end); start == end when none is left. */
struct dlb_span dlb_service_span(const struct dlb_service *service, struct dlb_ending ending);
/* The months, since 1970-01, that it is for: its benefit month, else those of its days. */
struct dlb_span dlb_service_months(const struct dlb_service *service, struct dlb_ending ending);
/* A span of months as days. */
struct dlb_span dlb_months_days(struct dlb_span months);

/* Was the agency at work on some day of a month? */
bool dlb_agency_active(const struct dlb_agency *agency, int32_t month);
/* More rows were announced than came: the file was cut on its way. Asked of the last full
 * month only, for the input holds no other. */
bool dlb_upload_is_cut(const struct dlb_caseload *caseload, const struct dlb_upload *upload);
/* Did all of the table come for the last full month before as_of? False for a table that the
 * agency never sent; true when it was not at work, and when there is no table `uploads`. */
bool dlb_upload_complete(const struct dlb_caseload *caseload, uint32_t agency, const char *table);
/* Do all agencies that hold a record of the person have their services in? */
bool dlb_person_complete(const struct dlb_caseload *caseload, uint32_t person);
/* The day on which the record was last known to be right: updated, else registered. */
int32_t dlb_member_changed_on(const struct dlb_member *member);
/*
 * The zone a person lives in, as an index into zones, or DLB_NO_CODE (zone.c): the one that
 * the newest record with a zone_id names, else that of the newest address which the area_code
 * of a zone begins, the longest first; two zones with one area_code decide nothing.
 */
uint32_t dlb_person_zone(const struct dlb_caseload *caseload, uint32_t person);

#endif
