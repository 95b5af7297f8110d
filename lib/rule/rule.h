/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rule.h - what was given twice and what was needed and not given.
 *
 * A policy is tables of parameters; a caseload is everything the agencies reported about
 * each person, sorted so that a person's rows lie together. A rule is a kernel: a function
 * that looks at one person's rows (or one agency's uploads) and opens findings. Rules never
 * look at each other, and the order in which persons are visited changes nothing.
 *
 * Intervals are half-open days [start, end); an open end is DLB_DAY_OPEN. Missing is not
 * false: a rule that lacks a table is reported as not run.
 */
#ifndef DLB_RULE_H
#define DLB_RULE_H

#include "intake/intake.h"
#include "key/key.h"

/* ---- calendar arithmetic (interval.c, deadline.c) -------------------------------------- */

/* Days of overlap of two spans, 0 if none; open ends are allowed, an endless overlap gives
 * DLB_DAY_OPEN. */
int32_t dlb_span_overlap(struct dlb_span left, struct dlb_span right);

/* A span with its owner, for sweeps. */
struct dlb_owned_span {
    int32_t start, end;
    uint32_t owner; /* agency */
    uint32_t row;   /* the caller's */
};

/* A maximal stretch of days on which at least two owners are active. */
struct dlb_segment {
    int32_t start, end;
};

/*
 * The maximal segments covered by spans of two or more owners, longer than tau_days, in
 * order. `spans` is sorted by start; `segments` has room for n. Returns how many.
 */
size_t dlb_overlap_segments(const struct dlb_owned_span *spans, size_t n, int32_t tau_days,
                            struct dlb_segment *segments);
/* The days of `window` that no span covers, in order; spans sorted by start; room n + 1. */
size_t dlb_coverage_gaps(const struct dlb_owned_span *spans, size_t n, struct dlb_span window,
                         struct dlb_segment *gaps);
/* Sort by start, then end, owner, row; in place. */
void dlb_spans_sort(struct dlb_owned_span *spans, size_t n);

enum dlb_deadline_mode {
    DLB_DEADLINE_CALENDAR,
    DLB_DEADLINE_CALENDAR_ROLL,
    DLB_DEADLINE_BUSINESS,
    DLB_DEADLINE_WORK_HOURS,
    DLB_DEADLINE_ELAPSED_HOURS
};

struct dlb_deadline {
    int32_t amount;
    uint8_t month; /* 1: amount counts months */
    uint8_t mode;  /* enum dlb_deadline_mode */
};

/* The last day on which an event is still in time; holidays sorted. */
int32_t dlb_deadline_due(struct dlb_deadline deadline, int32_t from, const int32_t *holidays,
                         size_t n_holidays);
/* Does a row hold on a day? */
bool dlb_valid_on(struct dlb_valid valid, int32_t day);

/* ---- policy (policy.c) ----------------------------------------------------------------- */

/* A class of service: 2 or 4 digits; "31" covers "3101". */
struct dlb_class {
    uint16_t code;  /* 0 … 9999 */
    uint8_t digits; /* 2 or 4; 0: none */
};
/* Is `narrow` the class `wide` or one below it? No class covers nothing and is covered by none. */
bool dlb_class_covers(struct dlb_class wide, struct dlb_class narrow);
/* The first `digits` (2 or 4) of a class; one that has fewer stays as it is. */
struct dlb_class dlb_class_cut(struct dlb_class class_, unsigned digits);
/* "31" or "3101", "" for none; NUL-terminated. */
void dlb_class_write(struct dlb_class class_, char text[5]);

enum dlb_layer { DLB_LAYER_NONE, DLB_LAYER_STATUTORY, DLB_LAYER_LOCAL, DLB_LAYER_PRIVATE };
enum dlb_grain { DLB_GRAIN_DAY, DLB_GRAIN_MONTH, DLB_GRAIN_HOUR, DLB_GRAIN_ONE_OFF };
enum dlb_benefit {
    DLB_BENEFIT_NONE, DLB_BENEFIT_CASH, DLB_BENEFIT_IN_KIND, DLB_BENEFIT_SERVICE,
    DLB_BENEFIT_VOUCHER, DLB_BENEFIT_LOAN, DLB_BENEFIT_COUNSEL
};

/* A row of `programmes`. A programme has a code: its place among all programme ids sorted. */
struct dlb_programme {
    uint32_t code;
    struct dlb_text name; /* null when not given */
    struct dlb_class class_;
    uint8_t layer, grain, kind; /* enum dlb_layer, dlb_grain, dlb_benefit */
    bool household_unit, home_based, portable;
    int32_t max_days; /* -1: no cap */
    struct dlb_valid valid;
};

/* One side of a mutex row: exactly one of the three is set. */
struct dlb_selector {
    uint32_t programme;      /* code, or DLB_NO_CODE */
    struct dlb_class class_; /* digits 0 when not a class */
    uint8_t stay;            /* enum dlb_stay_kind + 1, or 0 */
};

enum dlb_mutex_kind { DLB_MUTEX_EXCLUSIVE, DLB_MUTEX_TOP_UP, DLB_MUTEX_STATE };

struct dlb_mutex {
    struct dlb_text set_id, legal_ref;
    uint8_t kind; /* enum dlb_mutex_kind */
    bool household, by_month;
    struct dlb_selector a, b;
    uint32_t except_programme; /* code, or DLB_NO_CODE */
    struct dlb_valid valid;
};

struct dlb_cap {
    uint32_t programme;      /* code, or DLB_NO_CODE */
    struct dlb_class class_; /* digits 0: none */
    bool household;
    int32_t max_count, window_days;
    struct dlb_valid valid;
    struct dlb_text legal_ref;
};

/* A row of `need_map`: services of the class answer the need. Sorted by need class. */
struct dlb_need_map {
    uint32_t need_class; /* code: place among the policy's need classes sorted */
    struct dlb_class class_;
    struct dlb_text name; /* of the need, for people; null if the row has none */
    struct dlb_valid valid;
};

struct dlb_zone {
    struct dlb_text id, name, area_code, responsible_id;
    uint32_t responsible_agency; /* code, or DLB_NO_CODE; set by dlb_caseload_read */
    struct dlb_valid valid;
};

enum dlb_decision_kind {
    DLB_DECISION_CONFIRMED, DLB_DECISION_NOT_DUPLICATE, DLB_DECISION_ALLOWED, /* of a finding */
    DLB_DECISION_SAME_PERSON, DLB_DECISION_NOT_SAME_PERSON                    /* of two records */
};

/* What people decided; about records first, then sorted by finding id, the latest first. */
struct dlb_decision {
    struct dlb_text finding_id; /* 32 hex digits; null when it is about two records */
    struct dlb_text agency_a, record_a, agency_b, record_b; /* null when about a finding */
    uint8_t kind;               /* enum dlb_decision_kind */
    int32_t at, until;          /* days; NONE and OPEN when not given; until is half-open */
};

/* A row of `rules` or `deadlines`; `key` is null for all, `name` in deadlines. */
struct dlb_parameter {
    struct dlb_text rule, name, key;
    int64_t value;
    struct dlb_deadline deadline;
    struct dlb_valid valid;
};

/* Bits of dlb_policy.tables and dlb_caseload.tables, and of what a rule must have to run. */
enum {
    DLB_HAS_SERVICES = 1, DLB_HAS_NEEDS = 2, DLB_HAS_REFERRALS = 4, DLB_HAS_CASES = 8,
    DLB_HAS_STAYS = 16, DLB_HAS_EVENTS = 32, DLB_HAS_UPLOADS = 64, DLB_HAS_CAPS = 128,
    DLB_HAS_MUTEX = 256, DLB_HAS_NEED_MAP = 512, DLB_HAS_ZONES = 1024, DLB_HAS_LINKS = 2048
};

enum { DLB_POLICY_TABLES = 9, DLB_PARAM_ANSWERS = 512 };

/* What dlb_policy_param answers without a key on as_of; param NULL: a free place. */
struct dlb_param_answer {
    const char *rule, *param;
    int64_t value;
};

/* The policy tables, read; immutable. */
struct dlb_policy {
    struct dlb_env *env;
    uint32_t tables; /* DLB_HAS_… of the policy tables that were given */
    uint32_t n_programme_ids, n_programmes, n_mutexes, n_caps, n_need_classes, n_need_maps,
        n_holidays, n_zones, n_decisions, n_parameters, n_deadlines;
    struct dlb_text *programme_ids; /* sorted; the index is the code */
    struct dlb_programme *programmes; /* by code, then valid.from */
    uint32_t *programmes_first;       /* n_programme_ids + 1 offsets into programmes */
    struct dlb_mutex *mutexes;        /* by set_id, then content */
    struct dlb_cap *caps;             /* of D05; by programme, class, then content */
    struct dlb_text *need_classes;    /* sorted; the index is the code */
    struct dlb_need_map *need_maps;
    uint32_t *need_maps_first;        /* n_need_classes + 1 offsets into need_maps */
    int32_t *holidays;                /* ascending */
    struct dlb_zone *zones;           /* by id, then valid.from */
    struct dlb_decision *decisions;
    struct dlb_parameter *parameters, *deadlines; /* in the order of dlb_parameter_order */
    struct dlb_rows kept[DLB_POLICY_TABLES];      /* own all texts */
    int32_t as_of;
    struct dlb_param_answer answers[DLB_PARAM_ANSWERS]; /* by hash */
};

/* What rows of `rules` may name (policy_param.c): decimals of a rule's parameter. */
bool dlb_param_decimals(struct dlb_text rule, struct dlb_text name, unsigned *decimals);
bool dlb_deadline_is_used(struct dlb_text rule);
int dlb_parameter_order(const void *left, const void *right);
void dlb_policy_keep_answers(struct dlb_policy *policy, int32_t as_of);

/* A class of 2 or 4 digits; CODE is the fault of any other. */
struct dlb_class dlb_row_class(struct dlb_row *row, size_t column);

/* Rows that get a number once all of them are read (policy_read.c). */
struct dlb_programme_row {
    struct dlb_text id;
    struct dlb_programme programme;
};
struct dlb_need_map_row {
    struct dlb_text need_class;
    struct dlb_need_map map;
};
enum dlb_policy_table {
    DLB_POLICY_PROGRAMMES, DLB_POLICY_MUTEX, DLB_POLICY_CAPS, DLB_POLICY_NEED_MAP,
    DLB_POLICY_HOLIDAYS, DLB_POLICY_ZONES, DLB_POLICY_DECISIONS, DLB_POLICY_RULES,
    DLB_POLICY_DEADLINES
};
extern const struct dlb_reader dlb_policy_readers[DLB_POLICY_TABLES];

/* Read the policy tables among intake's; bad rows become rejects. */
dolbom_status dlb_policy_read(const struct dlb_intake *intake, struct dlb_policy **policy,
                              dolbom_error *error);
void dlb_policy_free(struct dlb_policy *policy);

/*
 * A rule's parameter: rows of `rules` for (rule, param, key), else (rule, param, no key),
 * else ("*", param), else the default of rules.md section 7, which stands in one table in
 * policy_param.c. `key` NULL: none. Of rows with dates the one that holds on `on` counts.
 * Whole numbers are themselves; shares and probabilities are in parts per million.
 */
int64_t dlb_policy_param(const struct dlb_policy *policy, const char *rule, const char *param,
                         const char *key, int32_t on);
bool dlb_policy_enabled(const struct dlb_policy *policy, const char *rule, int32_t on);
/* `key` is an urgency or a case class as tables.md writes it. */
struct dlb_deadline dlb_policy_deadline(const struct dlb_policy *policy, const char *rule,
                                        const char *key, int32_t on);
/* The programme's row that holds on a day; NULL for a programme that the policy lacks. */
const struct dlb_programme *dlb_policy_programme(const struct dlb_policy *policy, uint32_t code,
                                                 int32_t on);
/* Does a service of the class answer the need? False for a need class that is not mapped. */
bool dlb_policy_answers(const struct dlb_policy *policy, uint32_t need_class,
                        struct dlb_class class_, int32_t on);
/* What people call a class of need: the first name its rows have, else the class itself. */
struct dlb_text dlb_policy_need_name(const struct dlb_policy *policy, uint32_t need_class,
                                     struct dlb_text otherwise);

/* ---- caseload (caseload.c) ------------------------------------------------------------- */

enum dlb_service_status {
    DLB_SERVICE_PLANNED, DLB_SERVICE_APPLIED, DLB_SERVICE_APPROVED, DLB_SERVICE_ACTIVE,
    DLB_SERVICE_DELIVERED, DLB_SERVICE_ENDED, DLB_SERVICE_REJECTED, DLB_SERVICE_CANCELLED,
    DLB_SERVICE_REVERSED, DLB_SERVICE_ERROR
};
enum dlb_urgency { DLB_URGENCY_EMERGENCY, DLB_URGENCY_HIGH, DLB_URGENCY_NORMAL, DLB_URGENCY_LOW };
enum dlb_need_status {
    DLB_NEED_OPEN, DLB_NEED_MET, DLB_NEED_PARTLY, DLB_NEED_WITHDRAWN, DLB_NEED_REFUSED,
    DLB_NEED_TRANSFERRED
};
enum dlb_case_class { DLB_CASE_EMERGENCY, DLB_CASE_FOCUSED, DLB_CASE_GENERAL, DLB_CASE_PUBLIC };
enum dlb_referral_status {
    DLB_REFERRAL_SENT, DLB_REFERRAL_RECEIVED, DLB_REFERRAL_ACCEPTED,
    DLB_REFERRAL_REJECTED_CLIENT, DLB_REFERRAL_REJECTED_PROVIDER, DLB_REFERRAL_IN_PROGRESS,
    DLB_REFERRAL_COMPLETED, DLB_REFERRAL_CANCELLED
};
enum dlb_stay_kind { DLB_STAY_HOSPITAL, DLB_STAY_FACILITY, DLB_STAY_PRISON, DLB_STAY_ABROAD };
enum dlb_event_kind {
    DLB_EVENT_BIRTH, DLB_EVENT_DISCHARGE, DLB_EVENT_RELEASE, DLB_EVENT_MOVE_IN,
    DLB_EVENT_MOVE_OUT, DLB_EVENT_DEATH_OF_EARNER, DLB_EVENT_DISABILITY_GRADE,
    DLB_EVENT_MEETING, DLB_EVENT_COMMITTEE, DLB_EVENT_VISIT, DLB_EVENT_CONTACT,
    DLB_EVENT_FAILED_CONTACT, DLB_EVENT_ESCALATION
};

/* The words of tables.md for the codes above, in their order, then NULL (words.c). */
extern const char *const dlb_service_status_words[], *const dlb_urgency_words[],
    *const dlb_need_status_words[], *const dlb_case_class_words[],
    *const dlb_referral_status_words[], *const dlb_stay_kind_words[],
    *const dlb_event_kind_words[], *const dlb_deadline_mode_words[];

/* An agency as the rules see it; agencies are sorted by id, their number is their code. */
struct dlb_agency {
    struct dlb_text id, name, zone_id, area_code;
    int32_t active_from, active_to; /* [from, to); NONE and OPEN when not given */
    bool victim_service;
    /* it sends services, and those of the last full month before as_of have not come */
    bool services_missing;
};

/* A record as the rules see it; sorted by (agency, record_id). */
struct dlb_member {
    struct dlb_text record_id;
    struct dlb_text zone_id;  /* of residence, as the agency says */
    uint32_t agency;
    uint32_t person;
    int32_t probability_ppm;  /* weakest edge that holds the record in the person */
    uint32_t household;       /* number over all agencies, or DLB_NO_CODE */
    int32_t death_date, registered_on, updated_at, birth_date; /* DLB_DAY_NONE: not given */
    uint32_t sigungu_code;    /* of the address, 5 digits; 0 unknown */
    uint8_t consent;          /* 0, 1; 2: column absent or empty */
    uint8_t protected_;       /* 0, 1; 2: column absent or empty */
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
    uint32_t n_agencies, n_members, n_persons, n_households;
    bool has_consent, has_protected; /* `persons` has the column */
};

/* 72 bytes: there are hundreds of millions of them. */
struct dlb_service {
    const char *id; /* see dlb_service_id */
    int64_t amount_won, quantity_milli; /* DLB_NO_AMOUNT: none */
    uint32_t member, person, agency;
    uint32_t programme; /* code in caseload->programme_ids; the policy's come first */
    int32_t start, end; /* end after max_days; death is applied by dlb_service_span */
    int32_t benefit_month; /* months since 1970-01, or DLB_NONE */
    int32_t need, case_;   /* row in needs, cases; DLB_NONE */
    int32_t entered_on;
    uint16_t id_len;
    struct dlb_class class_; /* its own, else its programme's */
    uint8_t status;          /* enum dlb_service_status */
};
struct dlb_text dlb_service_id(const struct dlb_service *service);

struct dlb_need {
    struct dlb_text id;
    uint32_t member, person, agency;
    uint32_t need_class; /* code in caseload->need_classes; the policy's come first */
    uint8_t urgency, status;
    int32_t identified_on, resolved_on;
};

struct dlb_referral {
    struct dlb_text id;
    uint32_t member, person, agency, to_agency;
    uint32_t need_class; /* code in caseload->need_classes, or DLB_NO_CODE if none */
    int32_t need;        /* row in needs, or DLB_NONE */
    uint8_t urgency;     /* UINT8_MAX if empty */
    uint8_t status;
    int32_t sent_on, responded_on;
};

struct dlb_case {
    struct dlb_text id;
    uint32_t member, person, agency;
    uint8_t case_class;
    int32_t received_on, visited_on, surveyed_on, met_on, decided_on, planned_on,
        first_service_on, evaluated_on, last_contact_on, closed_on;
};

struct dlb_stay {
    struct dlb_text id;
    uint32_t member, person, agency;
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
    int32_t month; /* months since 1970-01 */
    int64_t rows;  /* -1: not given */
    bool failed;
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
    uint32_t tables; /* DLB_HAS_…, of the policy too */
    uint32_t n_agencies, n_members, n_persons, n_zones, n_uploads, n_services, n_needs,
        n_referrals, n_cases, n_stays, n_events, n_programme_ids, n_need_classes;
    struct dlb_agency *agencies;
    const struct dlb_member *members;
    struct dlb_zone *zones;     /* by id, then valid.from */
    struct dlb_upload *uploads; /* by (agency, table, month) */
    uint32_t *agency_members_first; /* n_agencies + 1 offsets into members */
    uint32_t *person_members, *person_members_first; /* members of each person, ascending */
    int32_t *person_deaths; /* see dlb_person_death */
    uint32_t *household_members, *household_members_first;
    struct dlb_service *services;
    struct dlb_need *needs;
    struct dlb_referral *referrals;
    struct dlb_case *cases;
    struct dlb_stay *stays;
    struct dlb_event *events;
    uint32_t *services_first, *needs_first, *referrals_first, *cases_first, *stays_first,
        *events_first;
    struct dlb_text *programme_ids, *need_classes; /* by code */
    struct dlb_caseload_store *store;              /* what owns rows and texts */
};

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

/* Read the event tables among intake's against the people; bad rows become rejects. */
dolbom_status dlb_caseload_read(const struct dlb_intake *intake, const struct dlb_policy *policy,
                                struct dlb_people *people, struct dlb_caseload **caseload,
                                dolbom_error *error);
void dlb_caseload_free(struct dlb_caseload *caseload);
/* Offsets, lists of members, deaths and missing uploads (caseload_arrange.c), and away. */
dolbom_status dlb_caseload_arrange(struct dlb_caseload *caseload, dolbom_error *error);
void dlb_caseload_disarrange(struct dlb_caseload *caseload);
/* What dlb_person_death keeps: the day on which all records that give one agree. */
int32_t dlb_agreed_death(const struct dlb_caseload *caseload, uint32_t person);

/*
 * A caseload of one person, number 0, who has the rows of one or two persons of another
 * caseload (caseload_view.c); without households. Must not move once it is open. Its memory
 * is kept from look to look.
 */
struct dlb_caseload_view {
    const struct dlb_caseload *source;
    struct dlb_caseload caseload;
    struct dlb_people people;
    struct dlb_text person_id, household_id; /* "" */
    int32_t death;
    uint32_t members_first[2], households_first[2], services_first[2], needs_first[2],
        referrals_first[2], cases_first[2], stays_first[2], events_first[2];
    struct dlb_array members, person_members, services, needs, referrals, cases, stays, events;
    struct dlb_array need_place, case_place; /* of uint32_t: from rows of the source */
};
void dlb_caseload_view_open(const struct dlb_caseload *caseload, struct dlb_caseload_view *view);
bool dlb_caseload_view_look(struct dlb_caseload_view *view, const uint32_t *persons, size_t n);
void dlb_caseload_view_close(struct dlb_caseload_view *view);

/* ACTIVE of rules.md: approved, active, delivered, ended. */
bool dlb_service_is_active(const struct dlb_service *service);
/* The person's date of death that all records agree on, or DLB_DAY_NONE. */
int32_t dlb_person_death(const struct dlb_caseload *caseload, uint32_t person);
/* [start, end) with death applied: an open end, or one after it, stops the day after death. */
struct dlb_span dlb_service_span(const struct dlb_service *service, int32_t death);
/* Has the agency ever sent the table, complete or not, as far as `uploads` says? */
bool dlb_upload_announced(const struct dlb_caseload *caseload, uint32_t agency, const char *table);
/* Did that of the last full month before as_of come complete? True for a table that the
 * agency never sent, and when there is no table `uploads`. */
bool dlb_upload_complete(const struct dlb_caseload *caseload, uint32_t agency, const char *table);
/* Do all agencies that hold a record of the person have their services in? */
bool dlb_person_complete(const struct dlb_caseload *caseload, uint32_t person);
/*
 * The zone a person lives in, as an index into zones, or DLB_NO_CODE (omission_zone.c): of
 * the newest record that says, by its zone_id, else by the zone whose area_code begins its
 * address's district code, the longest first; two zones with one area_code decide nothing.
 */
uint32_t dlb_person_zone(const struct dlb_caseload *caseload, uint32_t person);

/* ---- findings (finding.c) -------------------------------------------------------------- */

enum dlb_finding_kind {
    DLB_FINDING_DUPLICATE, DLB_FINDING_OMISSION, DLB_FINDING_IDENTITY, DLB_FINDING_DATA
};

/* Tables a finding's evidence can come from. */
enum dlb_row_table {
    DLB_ROWS_PERSONS, DLB_ROWS_SERVICES, DLB_ROWS_NEEDS, DLB_ROWS_REFERRALS, DLB_ROWS_CASES,
    DLB_ROWS_STAYS, DLB_ROWS_EVENTS, DLB_ROWS_UPLOADS
};

struct dlb_rule;

/* Findings of one thread; merged and sorted at the end, so threads change nothing. */
struct dlb_findings;

/*
 * A finding being written. Set the members, add rows and detail, then close it: severity,
 * probability, state, agencies, cross_area, amount, messages and id are worked out from
 * them. `detail` keys appear in the order of the calls.
 */
struct dlb_finding {
    const struct dlb_rule *rule;
    uint32_t person;         /* DLB_NO_CODE: none */
    uint32_t household;      /* DLB_NO_CODE: none */
    uint32_t programme;      /* code in caseload->programme_ids, or DLB_NO_CODE */
    uint32_t owner_agency;   /* DLB_NO_CODE: of the service that started last */
    struct dlb_class class_; /* digits 0: none */
    struct dlb_text set;     /* mutex set, need class, case id …: part of the id */
    uint32_t set_agency;     /* whose id `set` is, part of the id too; DLB_NO_CODE: nobody's */
    int32_t start, end;      /* half-open; OPEN allowed; NONE: none */
    int32_t due_on;          /* NONE: first_action_days after as_of */
    int32_t probability_ppm; /* of more than the records: at most this; 0: no limit */
    bool emergency;          /* a modifier of severity */
};

/*
 * Open a finding (all members none), set its members, add rows and detail, close it. One
 * may be open at a time per store. Running out of memory is remembered by the store, so
 * kernels check nothing: the finding is always there to be written to.
 */
struct dlb_finding *dlb_finding_open(struct dlb_findings *findings, const struct dlb_rule *rule);
/* Evidence: `row` is the index in the caseload's table; `role` a static word such as
 * "first", "overlapping", "need". Rows may be added in any order and are sorted. */
void dlb_finding_row(struct dlb_findings *findings, enum dlb_row_table table, uint32_t row,
                     const char *role);
/* One number the rule compared; `key` is a static snake_case word with its unit. */
void dlb_detail_int(struct dlb_findings *findings, const char *key, int64_t value);
void dlb_detail_day(struct dlb_findings *findings, const char *key, int32_t day);
/* A code of the policy's or an agency's id; never anything personal. */
void dlb_detail_text(struct dlb_findings *findings, const char *key, struct dlb_text text);
/* A list of spans, ends inclusive: past gaps, overlapping days. */
void dlb_detail_spans(struct dlb_findings *findings, const char *key,
                      const struct dlb_segment *spans, size_t n);
/*
 * What would clear it: `what` is one static word, such as "ends_by". Omissions
 * use service_starts, service_by, evaluation_entered, contact_after, answer_entered,
 * referral_or_service_after, record_at_responsible and upload_complete; a day of
 * DLB_DAY_NONE says on any day.
 */
void dlb_detail_clears(struct dlb_findings *findings, const char *what, int32_t day);
void dlb_finding_close(struct dlb_findings *findings);
/* Forget the open finding. */
void dlb_finding_drop(struct dlb_findings *findings);
/* A kernel's own working memory ran out. */
void dlb_findings_no_memory(struct dlb_findings *findings);

/* ---- inside findings (finding*.c, evidence.c) ------------------------------------------ */

/* A row that a finding rests on. */
struct dlb_evidence {
    uint32_t row;
    uint8_t table; /* enum dlb_row_table */
    const char *role;
};

/* What any row of the caseload can say about itself. */
struct dlb_evidence_view {
    struct dlb_text id;      /* null: rows of this table have none */
    uint32_t agency, member; /* member DLB_NO_CODE: an upload */
    uint32_t programme;      /* DLB_NO_CODE: none; so need_class */
    uint32_t need_class;
    struct dlb_class class_;
    int32_t start, end;      /* half-open; NONE, OPEN */
    int32_t known_on;        /* the day on which it was known at the latest; NONE: unknown */
    int64_t amount_won;
    const char *status;      /* NULL: none */
};
void dlb_evidence_look(const struct dlb_caseload *caseload, const struct dlb_evidence *evidence,
                       struct dlb_evidence_view *view);
extern const char *const dlb_row_table_names[]; /* in the order of enum dlb_row_table */

/* A value that messages may name: a detail of the open finding. */
struct dlb_slot {
    const char *key;
    char kind; /* 'i', 'd' or 't' */
    int64_t number;
    struct dlb_text text;
};

/* A finding with all that follows from its rows; texts lie in the store's arena. */
struct dlb_closed {
    const struct dlb_rule *rule;
    unsigned char id[16];
    uint32_t person, household, programme, owner_agency, n_agencies;
    struct dlb_class class_;
    int32_t start, end, due_on, days;
    int32_t probability_ppm;
    int64_t amount_won; /* DLB_NO_AMOUNT: none */
    uint8_t severity;
    bool cross_area, suppressed;
    const char *state;
    struct dlb_text agencies, message_ko, message_en, detail;
    size_t first_row, n_rows; /* in the store's evidence */
};

/* How a finding's severity came about. */
struct dlb_severity {
    int base, money, agencies, risk, doubt;
};

struct dlb_findings {
    struct dlb_env *env;
    const struct dlb_caseload *caseload;
    const struct dlb_digest *digest;
    bool no_memory;
    uint64_t n_unknown; /* persons that absence rules were silent about */
    struct dlb_finding open;
    struct dlb_array rows;   /* of the open finding: struct dlb_evidence */
    struct dlb_array slots;  /* of struct dlb_slot */
    struct dlb_array detail, clears, message; /* of char */
    struct dlb_array items, spare; /* of struct dlb_sort_item */
    struct dlb_arena texts;
    struct dlb_array closed;   /* of struct dlb_closed */
    struct dlb_array evidence; /* of struct dlb_evidence: of all closed findings */
};
void dlb_findings_open(struct dlb_env *env, const struct dlb_caseload *caseload,
                       const struct dlb_digest *digest, struct dlb_findings *findings);
/* Forget all findings, keep the memory. */
void dlb_findings_reset(struct dlb_findings *findings);
void dlb_findings_clear(struct dlb_findings *findings);

/* Append bytes to one of the store's arrays of char. */
void dlb_findings_put(struct dlb_findings *findings, struct dlb_array *to, const char *data,
                      size_t len);
/* Begin the open finding's detail; complete it with severity, clears and rows. */
void dlb_detail_begin(struct dlb_findings *findings);
void dlb_detail_end(struct dlb_findings *findings, const struct dlb_severity *severity);
/* A message of the open finding, in findings->message; findings->items hold the numbers of
 * its agencies. */
void dlb_message_write(struct dlb_findings *findings, const struct dlb_closed *closed,
                       bool korean);

/* ---- rules (catalogue.c, rule_run.c, a file per kernel) -------------------------------- */

struct dlb_rule_request;

struct dlb_merge_trial;

/* Working memory of one thread, kept from subject to subject. */
struct dlb_rule_work {
    struct dlb_env *env;
    const struct dlb_caseload *caseload;
    struct dlb_findings *findings;
    const struct dlb_rule_request *request;
    struct dlb_array spans;    /* of struct dlb_owned_span */
    struct dlb_array segments; /* of struct dlb_segment */
    struct dlb_array rows;     /* of uint32_t */
    struct dlb_array items, spare; /* of struct dlb_sort_item */
    struct dlb_array hits, hit_rows; /* of struct dlb_hit, struct dlb_hit_row */
    struct dlb_merge_trial *trial; /* of I01 (identity_link.c); NULL until it is needed */
};
void dlb_work_open(struct dlb_env *env, const struct dlb_caseload *caseload,
                   struct dlb_findings *findings, const struct dlb_rule_request *request,
                   struct dlb_rule_work *work);
void dlb_work_clear(struct dlb_rule_work *work);
/* Room for n elements in an array of the work, which is emptied; false (and remembered)
 * without memory. Items get as much to spare, for dlb_sort_in. */
bool dlb_work_spans(struct dlb_rule_work *work, size_t n);
bool dlb_work_segments(struct dlb_rule_work *work, size_t n);
bool dlb_work_rows(struct dlb_rule_work *work, size_t n);
bool dlb_work_items(struct dlb_rule_work *work, size_t n);

/* Is the service on the side of a mutex row that names a programme or a class? */
bool dlb_selects(const struct dlb_selector *selector, const struct dlb_service *service);

/*
 * Where two sides meet (duplicate_sweep.c): begin, add the spans of both sides in any order,
 * each with its side as owner, and the segments of two or more owners are in work->segments;
 * returns how many.
 */
void dlb_sweep_begin(struct dlb_rule_work *work);
void dlb_sweep_add(struct dlb_rule_work *work, struct dlb_owned_span span);
size_t dlb_sweep_overlaps(struct dlb_rule_work *work, int32_t tau_days);

/*
 * The spans that touch each of several segments, asked in order: work->spans, sorted by
 * start, are walked once. work->rows holds the places of those that touch the last segment.
 */
struct dlb_touch {
    size_t next; /* the first span that has not been reached */
};
bool dlb_touch_begin(struct dlb_rule_work *work, struct dlb_touch *touch);
size_t dlb_touch_next(struct dlb_rule_work *work, struct dlb_touch *touch,
                      struct dlb_segment segment);

/* Days that something was found on, and the rows it rests on; hits that touch make one
 * finding. */
struct dlb_hit {
    int32_t start, end;
    uint32_t which;         /* the kernel's */
    uint32_t n_rows;
    size_t first_row;       /* in work->hit_rows */
};
struct dlb_hit_row {
    uint32_t row, side;
};
void dlb_hits_begin(struct dlb_rule_work *work);
/* The last hit so far; its rows follow. */
void dlb_hits_add(struct dlb_rule_work *work, int32_t start, int32_t end, uint32_t which);
void dlb_hits_add_row(struct dlb_rule_work *work, uint32_t row, uint32_t side);
/* By start, then in the order in which they were added. */
void dlb_hits_sort(struct dlb_rule_work *work);
/* How many hits from `first` on touch each other; *end is where they end. */
size_t dlb_hits_run(const struct dlb_rule_work *work, size_t first, int32_t *end);

/* Looks at one subject and opens findings; may run on any thread, in any order. */
typedef void (*dlb_kernel)(struct dlb_rule_work *work, const struct dlb_rule *rule,
                           uint32_t subject);

enum dlb_rule_scope { DLB_SCOPE_PERSON, DLB_SCOPE_AGENCY, DLB_SCOPE_LINK };
enum dlb_rule_stage { DLB_STAGE_DUPLICATES, DLB_STAGE_OMISSIONS };

struct dlb_rule {
    char id[4];       /* "D03" */
    uint8_t version;  /* major; part of the finding id */
    uint8_t kind;     /* enum dlb_finding_kind */
    uint8_t severity; /* base; `severity` in the policy replaces it */
    uint8_t stage;    /* enum dlb_rule_stage */
    uint8_t scope;    /* enum dlb_rule_scope: what a subject is */
    bool absence;     /* not asked about a person with an incomplete upload (rules.md 7) */
    uint32_t tables;  /* DLB_HAS_… that must all be there for the rule to run */
    dlb_kernel kernel;
    const char *name_ko, *name_en;
    /*
     * "{key}" stands for a detail of that key, or for class, programme, agencies, owner,
     * period, start, end, days ("5일", "1 day"), due, set (finding_message.c); never for
     * anything personal. In Korean, "{key:은}" adds the particle that fits the word (은/는, 이/가,
     * 을/를, 과/와, 으로/로).
     */
    const char *message_ko, *message_en;
};

/*
 * Each rule stands beside its kernel, in duplicate_*.c, omission_*.c, identity.c, data.c
 * (X02 with O14, in omission_zone.c); catalogue.c lists them.
 */
extern const struct dlb_rule dlb_rule_d01, dlb_rule_d03, dlb_rule_d05, dlb_rule_d09,
    dlb_rule_d12, dlb_rule_d13, dlb_rule_i01, dlb_rule_o01, dlb_rule_o03, dlb_rule_o05,
    dlb_rule_o06, dlb_rule_o07, dlb_rule_o09, dlb_rule_o10, dlb_rule_o14, dlb_rule_o24,
    dlb_rule_x01, dlb_rule_x02;
const struct dlb_rule *dlb_rule_at(size_t index); /* NULL past the end; ordered by id */

/* ---- what the omission rules share (omission.c) ---------------------------------------- */

/* Open or partly met. */
bool dlb_need_is_open(const struct dlb_need *need);
/* Before as_of: then nothing of the person's is open any more. */
bool dlb_person_has_died(const struct dlb_caseload *caseload, uint32_t person);
/* A word of tables.md as a text. */
struct dlb_text dlb_word(const char *word);
/* The first day of the months that a rule looks back over. */
int32_t dlb_lookback_start(const struct dlb_caseload *caseload, const struct dlb_rule *rule);

/* Something that has to happen by a day. */
struct dlb_duty {
    struct dlb_deadline deadline;
    int32_t due; /* the last day in time */
};
/* The rule's deadline as it stood on the day it counts from. */
struct dlb_duty dlb_duty_of(const struct dlb_policy *policy, const struct dlb_rule *rule,
                            const char *key, int32_t from);
/* The deadline, the day due and how late `event` was, or as_of is when it is DLB_DAY_NONE. */
void dlb_detail_duty(struct dlb_rule_work *work, const struct dlb_duty *duty, int32_t event);

/* work->rows = the person, then those who share a household with them; false: no memory. */
bool dlb_work_household(struct dlb_rule_work *work, uint32_t person);
/*
 * work->spans = the ACTIVE services that answer a class of need (DLB_NO_CODE: any) of the
 * person, and those of the household for the household as a whole; in no order, `row` being
 * the service. Uses work->rows; false: no memory.
 */
bool dlb_work_answers(struct dlb_rule_work *work, uint32_t person, uint32_t need_class);

/* Two records that may be one person; I01 looks at [theta_review, theta_merge). */
struct dlb_link {
    uint32_t left, right; /* members, left < right */
    int32_t probability_ppm;
};

struct dlb_rule_request {
    uint32_t stages;                 /* bits 1 << enum dlb_rule_stage */
    const struct dlb_digest *digest; /* of the domain "finding_id" */
    const struct dlb_link *links;    /* NULL: not known, I01 is not run */
    size_t n_links;
};

/* A stage's three tables: findings, finding_rows, rule_runs, sorted as tables.md says. */
struct dlb_id_set;
struct dlb_rule_result {
    struct dlb_frame *findings, *finding_rows, *rule_runs;
    struct dlb_id_set *persons; /* that have a finding */
};
/* Are a rule's tables there, and does the policy have it enabled? */
bool dlb_rule_runs(const struct dlb_caseload *caseload, const struct dlb_rule_request *request,
                   const struct dlb_rule *rule);
/* Of the links between two persons keep the likeliest; *n becomes how many are left. */
dolbom_status dlb_links_distinct(const struct dlb_caseload *caseload, struct dlb_link *links,
                                 size_t *n, dolbom_error *error);
void dlb_merge_trial_close(struct dlb_env *env, struct dlb_merge_trial *trial);

/* The findings of several stores as the first two tables of a result (finding_frame.c). */
dolbom_status dlb_findings_frames(const struct dlb_caseload *caseload,
                                  const struct dlb_findings *stores, unsigned n_stores,
                                  struct dlb_rule_result *result, dolbom_error *error);
void dlb_rule_result_clear(struct dlb_rule_result *result); /* what was not handed out */

dolbom_status dlb_rules_run(const struct dlb_caseload *caseload,
                            const struct dlb_rule_request *request,
                            struct dlb_rule_result *result, dolbom_error *error);

#endif
