/* SPDX-License-Identifier: Apache-2.0 */
/*
 * caseload.h - everything the agencies reported about each person.
 *
 * Rows of all event tables, sorted so that a person's lie together; who the people are, which
 * zones they live in, and whether their agencies' data are complete.
 */
#ifndef DLB_CASELOAD_H
#define DLB_CASELOAD_H

#include "caseload/event_rows.h"
#include "caseload/household.h"

#include "policy/policy.h"

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
        n_needs, n_referrals, n_cases, n_stays, n_events, n_assessments, n_applications, n_facts,
        n_signals, n_reports, n_capacities, n_sponsors, n_programme_ids, n_need_classes, n_words;
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
    struct dlb_assessment *assessments;
    struct dlb_application *applications;
    struct dlb_fact *facts;
    struct dlb_signal *signals;
    struct dlb_report *reports;
    struct dlb_capacity *capacities; /* by (agency, programme) */
    struct dlb_sponsor *sponsors;    /* by (agency, id) */
    uint32_t *services_first, *needs_first, *referrals_first, *cases_first, *stays_first,
        *events_first, *assessments_first, *applications_first, *facts_first, *signals_first,
        *reports_first;
    struct dlb_unknown_programme *unknown_programmes; /* by agency, programme */
    uint32_t n_unknown_programmes, n_unknown_room;
    struct dlb_text *programme_ids, *need_classes; /* by code */
    struct dlb_text *words; /* folded: facts, signals, domains and levels; sorted, the place is the
                             * number */
    struct dlb_caseload_store *store; /* what owns rows and texts */
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

/* What people call a programme: by its row that holds on the day, else as services write it. */
struct dlb_label dlb_programme_label(const struct dlb_caseload *caseload, uint32_t programme,
                                     int32_t on);
/* ACTIVE of rules.md: approved, active, delivered, ended. */
static inline bool dlb_service_is_active(const struct dlb_service *service)
{
    return service->status >= DLB_SERVICE_APPROVED && service->status <= DLB_SERVICE_ENDED;
}
/* Is the service given to the household as a whole, whichever member it was recorded for? */
bool dlb_is_for_household(const struct dlb_caseload *caseload, const struct dlb_service *service);
/* The person's date of death that all records agree on, or DLB_DAY_NONE. */
static inline int32_t dlb_person_death(const struct dlb_caseload *caseload, uint32_t person)
{
    return caseload->person_deaths[person];
}
/* Does one of the person's records say so, or say nothing where `persons` has the column? Such a
 * person is never named to other agencies together with them. */
bool dlb_person_is_protected(const struct dlb_caseload *caseload, uint32_t person);
/* Open or partly met; known of on as_of. */
bool dlb_need_is_open(const struct dlb_caseload *caseload, const struct dlb_need *need);

/* What ends services beside their own end: death (or DLB_DAY_NONE) on its day, recorded ends
 * included; and nothing heard of an open one for so many days (-1: never). */
struct dlb_ending {
    int32_t death, stale_days;
};
/* The days of a service, [start, end); start == end when none is left. */
struct dlb_span dlb_service_span(const struct dlb_service *service, struct dlb_ending ending);
static inline bool dlb_service_has_days(const struct dlb_service *service, struct dlb_ending ending)
{
    bool as_recorded = ending.death == DLB_DAY_NONE && ending.stale_days < 0;
    if (as_recorded) return service->end > service->start || service->lasting & DLB_LASTS_A_DAY;
    struct dlb_span span = dlb_service_span(service, ending);
    return span.end > span.start;
}
/* The months, since 1970-01, that it is for: its benefit month, else those of its days. */
struct dlb_span dlb_service_months(const struct dlb_service *service, struct dlb_ending ending);
/* The one month that it is for where it is for one: its benefit month, else that of its first day.
 */
int32_t dlb_service_month(const struct dlb_service *service);
/* A span of months as days. */
struct dlb_span dlb_months_days(struct dlb_span months);

/* Where an agency's rows of `capacity` begin. */
uint32_t dlb_capacities_first(const struct dlb_caseload *caseload, uint32_t agency);
/* Which rows of `rules` and `deadlines` speak of the agency beside those for all: its centre type's
 * code + 1, or 0. */
uint8_t dlb_centre_of(const struct dlb_caseload *caseload, uint32_t agency);
/* The number of the agency with this id, or DLB_NO_CODE. */
uint32_t dlb_agency_find(const struct dlb_caseload *caseload, struct dlb_text id);
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
