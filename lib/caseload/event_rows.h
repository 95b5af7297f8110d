/* SPDX-License-Identifier: Apache-2.0 */
/*
 * event_rows.h - the rows of the event tables, as the rules see them; part of caseload.h.
 */
#ifndef DLB_EVENT_ROWS_H
#define DLB_EVENT_ROWS_H

#include "policy/policy.h"

/* ---- words of docs/tables.md that only these rows have --------------------------------------- */

enum dlb_agency_level {
    DLB_LEVEL_TEAM,
    DLB_LEVEL_CENTRE,
    DLB_LEVEL_MAIN,
    DLB_LEVEL_CITY,
    DLB_LEVEL_PROVINCE,
    DLB_LEVEL_NATION,
    DLB_LEVEL_INDEPENDENT
};
enum dlb_result { DLB_RESULT_GRANTED, DLB_RESULT_REFUSED, DLB_RESULT_WITHDRAWN };
enum dlb_sponsor_kind {
    DLB_SPONSOR_MONEY,
    DLB_SPONSOR_GOODS,
    DLB_SPONSOR_TALENT,
    DLB_SPONSOR_VOLUNTEER
};
enum dlb_reporter {
    DLB_REPORTER_VOLUNTEER,
    DLB_REPORTER_NEIGHBOUR,
    DLB_REPORTER_DELIVERY,
    DLB_REPORTER_OFFICIAL,
    DLB_REPORTER_SELF
};
/* ---- rows ------------------------------------------------------------------------------------ */

/* An agency as the rules see it; agencies are sorted by id, their number is their code. */
struct dlb_agency {
    struct dlb_text id, name, parent_id, zone_id, area_code, phone, address;
    struct dlb_valid active; /* when it is at work */
    uint8_t level;           /* enum dlb_agency_level; UINT8_MAX if empty */
    uint8_t centre_type;     /* enum dlb_centre_type; UINT8_MAX if empty */
    bool victim_service;
    /* it was at work in the last full month before as_of, and has not sent all services of it */
    bool services_missing;
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
    uint8_t lasting : 6;     /* enum dlb_lasting */
    uint8_t has_unit : 1;    /* a quantity's */
    uint8_t has_more : 1;    /* see dlb_service_more */
};
struct dlb_text dlb_service_id(const struct dlb_service *service);

/* What few services say; they keep it with their id (service_more.c). */
struct dlb_service_more {
    int64_t invoice_won;              /* DLB_NO_AMOUNT: none */
    int16_t start_minute, end_minute; /* since midnight, up to 24 * 60; DLB_NONE: none */
    /* null: none; case_id: of a case that the agency's table `cases` does not have */
    struct dlb_text unit, referral_agency, referral_id, sponsor_id, invoice_id, case_id;
};
struct dlb_service_more dlb_service_more(const struct dlb_service *service);
struct dlb_text dlb_service_unit(const struct dlb_service *service); /* of the same */

struct dlb_need {
    uint32_t member, person, agency;
    struct dlb_text id;
    uint32_t need_class; /* code in caseload->need_classes; the policy's come first */
    uint8_t urgency, status;
    uint8_t target_period; /* 0: month */
    int32_t identified_on, resolved_on;
    int64_t target_milli;        /* how much is needed; DLB_NO_AMOUNT: not said */
    struct dlb_text target_unit; /* of it, as written; null: not said */
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
    uint8_t has_worker; /* somebody manages it: 0, 1; 2: column absent */
    bool co_lead;       /* led together with another agency */
    uint32_t level;     /* word, or DLB_NO_CODE */
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
    int32_t case_;           /* row in cases, or DLB_NONE */
    struct dlb_text case_id; /* where there is no such row; or null */
    uint32_t level;          /* of an escalation: word, or DLB_NO_CODE */
};

struct dlb_assessment {
    uint32_t member, person, agency;
    uint32_t domain; /* word */
    struct dlb_text id;
    int32_t assessed_on;
};

struct dlb_application {
    uint32_t member, person, agency;
    uint32_t programme; /* code in caseload->programme_ids */
    struct dlb_text id;
    int32_t applied_on, decided_on;
    uint8_t result; /* enum dlb_result; UINT8_MAX while nothing is decided */
};

struct dlb_fact {
    uint32_t member, person, agency;
    uint32_t fact; /* word */
    struct dlb_text value;
    int32_t as_of;
};

struct dlb_signal {
    uint32_t member, person, agency;
    uint32_t signal; /* word */
    int32_t month;   /* since 1970-01 */
};

struct dlb_report {
    uint32_t member, person, agency;
    int32_t reported_on;
    struct dlb_text id;
    uint8_t by_kind; /* enum dlb_reporter; UINT8_MAX if empty */
    uint8_t urgency;
};

/* Places that an agency has for a programme. */
struct dlb_capacity {
    uint32_t agency, programme;
    struct dlb_text agency_id, programme_id; /* as written */
    int64_t places;
};

struct dlb_sponsor {
    uint32_t agency;
    struct dlb_class class_; /* of what is offered */
    struct dlb_text agency_id, id;
    struct dlb_text zone_id; /* null: for people of any zone */
    int64_t places;          /* DLB_NO_AMOUNT: not said */
    struct dlb_valid active;
    uint8_t kind; /* enum dlb_sponsor_kind; UINT8_MAX if empty */
};

struct dlb_upload {
    uint32_t agency;
    struct dlb_text table;
    int32_t month;    /* months since 1970-01 */
    int64_t rows;     /* that the agency announced; -1: not given */
    int64_t received; /* rows of the table in this input; -1: not counted */
    bool failed;
};

#endif
