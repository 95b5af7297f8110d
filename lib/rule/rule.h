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

#include "table/table.h"

enum {
    DLB_NONE = -1,              /* no row, as an int32 */
    DLB_NO_CODE = 0xFFFFFFFF    /* no agency, programme, text … as a uint32 */
};

/* ---- calendar arithmetic (interval.c, deadline.c) ---------------------------------------- */

struct dlb_span {
    int32_t start, end; /* [start, end) */
};

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
/* Same day number `months` later, else that month's last day. */
int32_t dlb_add_months(int32_t day, int32_t months);
/* Months since 1970-01 of a day, and the first day of such a month. */
int32_t dlb_month_of(int32_t day);
int32_t dlb_month_start(int32_t month);

/* ---- policy (policy.c) --------------------------------------------------------------------- */

/* A class of service: 1 … 4 digits; "31" covers "3101". */
struct dlb_class {
    uint16_t code;  /* 0 … 9999 */
    uint8_t digits; /* 2 or 4; 0: none */
};
bool dlb_class_covers(struct dlb_class wide, struct dlb_class narrow);

struct dlb_valid { /* when a policy row holds; [from, to) */
    int32_t from, to;
};

enum dlb_layer { DLB_LAYER_NONE, DLB_LAYER_STATUTORY, DLB_LAYER_LOCAL, DLB_LAYER_PRIVATE };
enum dlb_grain { DLB_GRAIN_DAY, DLB_GRAIN_MONTH, DLB_GRAIN_HOUR, DLB_GRAIN_ONE_OFF };
enum dlb_benefit {
    DLB_BENEFIT_NONE, DLB_BENEFIT_CASH, DLB_BENEFIT_IN_KIND, DLB_BENEFIT_SERVICE,
    DLB_BENEFIT_VOUCHER, DLB_BENEFIT_LOAN, DLB_BENEFIT_COUNSEL
};

struct dlb_programme {
    struct dlb_text id, name;
    struct dlb_class class_;
    uint8_t layer, grain, kind;
    bool household_unit, home_based, portable;
    int32_t max_days; /* 0: no cap */
};

/* One side of a mutex row. */
struct dlb_selector {
    uint32_t programme;     /* code, or DLB_NO_CODE */
    struct dlb_class class_; /* digits 0 when not a class */
    uint8_t stay;           /* enum dlb_stay_kind + 1, or 0 */
};

enum dlb_mutex_kind { DLB_MUTEX_EXCLUSIVE, DLB_MUTEX_TOP_UP, DLB_MUTEX_STATE };

struct dlb_mutex {
    struct dlb_text set_id, legal_ref;
    uint8_t kind;
    bool household, by_month;
    struct dlb_selector a, b;
    uint32_t except_programme;
    struct dlb_valid valid;
};

struct dlb_cap {
    uint32_t rule; /* 5 for D05, 7 for D07 … */
    uint32_t programme;
    struct dlb_class class_;
    bool household;
    int32_t max_count;    /* -1: none */
    int64_t max_amount_won, max_quantity;
    int32_t window_days;  /* 0: a period instead */
    uint8_t period;
    struct dlb_valid valid;
    struct dlb_text legal_ref;
};

struct dlb_need_map {
    uint32_t need_class; /* code in the need-class dictionary */
    struct dlb_class class_;
};

struct dlb_policy; /* opaque; policy.c */

/* Read the policy tables among `tables` (streams taken over); others are left alone. */
dolbom_status dlb_policy_read(struct dlb_env *env, struct dlb_intake_log *log,
                              struct ArrowArrayStream *const *streams, const char *const *names,
                              size_t n, struct dlb_policy **policy, dolbom_error *error);
void dlb_policy_free(struct dlb_policy *policy);

/*
 * A rule's parameter: rows of `rules` for (rule, param, key), else (rule, param, no key),
 * else ("*", param), else the default of rules.md section 7, which stands in one table in
 * policy.c. `key` NULL: none. Of rows with dates the one that holds on `on` counts.
 */
int64_t dlb_policy_param(const struct dlb_policy *policy, const char *rule, const char *param,
                         const char *key, int32_t on);
bool dlb_policy_enabled(const struct dlb_policy *policy, const char *rule);
struct dlb_deadline dlb_policy_deadline(const struct dlb_policy *policy, const char *rule,
                                        const char *key, int32_t on);

/* ---- caseload (caseload.c) ------------------------------------------------------------------- */

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

/* An agency as the rules see it; agencies are sorted by id, their number is their code. */
struct dlb_agency {
    struct dlb_text id, name, zone_id, area_code;
    uint32_t zone; /* index into zones, or DLB_NO_CODE */
    int32_t active_from, active_to; /* [from, to); NONE and OPEN when not given */
    bool victim_service;
};

/* A record as the rules see it; sorted by (agency, record_id). */
struct dlb_member {
    struct dlb_text record_id;
    uint32_t agency;
    uint32_t person;
    int32_t probability_ppm; /* weakest edge that holds the record in the person */
    uint32_t household;      /* number over all agencies, or DLB_NO_CODE */
    int32_t death_date, registered_on, updated_at, birth_date;
    struct dlb_text zone_id;   /* of residence, as the agency says */
    uint32_t sigungu_code;     /* from the address; 0 unknown */
    uint8_t consent;           /* 0, 1; 2: column absent or empty */
    uint8_t protected_;        /* 0, 1; 2: unknown; counts as 1 in output if the column exists */
};

struct dlb_service {
    struct dlb_text id;
    uint32_t member, person, agency, programme; /* programme: DLB_NO_CODE if not in the policy */
    struct dlb_text programme_id;               /* as written */
    struct dlb_class class_; /* its own, else its programme's */
    uint8_t status;
    int32_t start, end;      /* end after max_days; death is applied by dlb_service_span */
    int32_t benefit_month;   /* months since 1970-01, or DLB_NONE */
    int32_t need, case_;     /* row in needs, cases; DLB_NONE */
    int64_t amount_won, quantity_milli; /* -1: none */
    int32_t entered_on;
};

struct dlb_need {
    struct dlb_text id;
    uint32_t member, person, agency, need_class; /* code in need_classes */
    uint8_t urgency, status;
    int32_t identified_on, resolved_on;
};

struct dlb_referral {
    struct dlb_text id;
    uint32_t member, person, agency, to_agency, need_class; /* DLB_NO_CODE if none */
    int32_t need;                                           /* row in needs, or DLB_NONE */
    uint8_t urgency;                                        /* UINT8_MAX if empty */
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

struct dlb_zone {
    struct dlb_text id, name, area_code;
    uint32_t responsible_agency; /* code, or DLB_NO_CODE */
    struct dlb_valid valid;
};

/*
 * Everything that was reported. Each table of a person's rows is sorted by (person, date,
 * agency, id) and has n_persons + 1 offsets: person p's rows are [first[p], first[p+1]).
 */
struct dlb_caseload {
    struct dlb_env *env;
    int32_t as_of;
    uint32_t n_agencies, n_members, n_persons, n_zones, n_uploads;
    struct dlb_agency *agencies;
    struct dlb_member *members; /* by (agency, record_id) */
    struct dlb_zone *zones;
    struct dlb_upload *uploads; /* by (agency, table, month) */
    uint32_t *person_members, *person_members_first; /* members of each person, ascending */
    uint32_t *household_members, *household_members_first;
    uint32_t n_households;
    struct dlb_service *services;
    uint32_t n_services, *services_first;
    struct dlb_need *needs;
    uint32_t n_needs, *needs_first;
    struct dlb_referral *referrals;
    uint32_t n_referrals, *referrals_first;
    struct dlb_case *cases;
    uint32_t n_cases, *cases_first;
    struct dlb_stay *stays;
    uint32_t n_stays, *stays_first;
    struct dlb_event *events;
    uint32_t n_events, *events_first;
    bool has_services, has_needs, has_referrals, has_cases, has_stays, has_events, has_uploads,
        has_consent, has_protected;
    struct dlb_text *need_classes; /* codes used by policy and needs together */
    uint32_t n_need_classes;
    const struct dlb_policy *policy;
};

/* ACTIVE of rules.md: approved, active, delivered, ended. */
bool dlb_service_is_active(const struct dlb_service *service);
/* The person's date of death that all records agree on, or DLB_DAY_NONE. */
int32_t dlb_person_death(const struct dlb_caseload *caseload, uint32_t person);
/* [start, end) with death applied: nothing runs past the day after it. */
struct dlb_span dlb_service_span(const struct dlb_service *service, int32_t death);

/* ---- findings (finding.c, message.c) ----------------------------------------------------------- */

enum dlb_finding_kind {
    DLB_FINDING_DUPLICATE, DLB_FINDING_OMISSION, DLB_FINDING_IDENTITY, DLB_FINDING_DATA
};

/* Tables a finding's evidence can come from. */
enum dlb_row_table {
    DLB_ROWS_PERSONS, DLB_ROWS_SERVICES, DLB_ROWS_NEEDS, DLB_ROWS_REFERRALS, DLB_ROWS_CASES,
    DLB_ROWS_STAYS, DLB_ROWS_EVENTS, DLB_ROWS_UPLOADS
};

/* A rule's fixed facts: one row of the table in catalogue.c. */
struct dlb_rule;

/* Findings of one thread; merged and sorted at the end, so threads change nothing. */
struct dlb_findings;

/*
 * A finding being written. Set the public members, add rows and detail, then close it:
 * severity, probability, state, agencies, cross_area, amount, messages and id are worked
 * out from them. `detail` keys appear in the order of the calls.
 */
struct dlb_finding {
    const struct dlb_rule *rule;
    uint32_t person;    /* or DLB_NO_CODE */
    uint32_t household; /* or DLB_NO_CODE */
    struct dlb_class class_;
    uint32_t programme;
    struct dlb_text set; /* mutex set, need class …: part of the id */
    int32_t start, end;  /* half-open; OPEN allowed; NONE: none */
    int32_t due_on;
    uint32_t owner_agency;
    bool emergency;      /* a modifier of severity */
    bool approximate_dates;
};

/*
 * Open a finding, set its members, add rows and detail, close it. One may be open at a time
 * per store. Running out of memory is remembered by the store: kernels check nothing.
 */
struct dlb_finding *dlb_finding_open(struct dlb_findings *findings, const struct dlb_rule *rule);
/* Evidence: `row` is the index in the caseload's table; `role` a static word such as
 * "first", "overlapping", "need". Rows may be added in any order and are sorted. */
void dlb_finding_row(struct dlb_findings *findings, enum dlb_row_table table, uint32_t row,
                     const char *role);
/* One number the rule compared; `key` is a static snake_case word with its unit. */
void dlb_detail_int(struct dlb_findings *findings, const char *key, int64_t value);
void dlb_detail_day(struct dlb_findings *findings, const char *key, int32_t day);
void dlb_detail_text(struct dlb_findings *findings, const char *key, struct dlb_text text);
/* What would clear it: "clears if A ends by 2024-02-19". */
void dlb_detail_clears(struct dlb_findings *findings, const char *what, int32_t day);
void dlb_finding_close(struct dlb_findings *findings);
/* Forget the open finding. */
void dlb_finding_drop(struct dlb_findings *findings);

/* ---- rules (catalogue.c, run.c, one file per kernel) --------------------------------------------- */

/* Working memory of one thread, kept from person to person. */
struct dlb_rule_scratch {
    struct dlb_env *env;
    struct dlb_array spans, segments, rows;
    bool no_memory;
};

typedef void (*dlb_person_kernel)(const struct dlb_rule *rule,
                                  const struct dlb_caseload *caseload, uint32_t person,
                                  struct dlb_rule_scratch *scratch,
                                  struct dlb_findings *findings);
typedef void (*dlb_agency_kernel)(const struct dlb_rule *rule,
                                  const struct dlb_caseload *caseload, uint32_t agency,
                                  struct dlb_rule_scratch *scratch,
                                  struct dlb_findings *findings);

/* Bits of dlb_rule.tables: what must be there for the rule to run. */
enum {
    DLB_NEEDS_SERVICES = 1, DLB_NEEDS_NEEDS = 2, DLB_NEEDS_REFERRALS = 4, DLB_NEEDS_CASES = 8,
    DLB_NEEDS_STAYS = 16, DLB_NEEDS_EVENTS = 32, DLB_NEEDS_UPLOADS = 64, DLB_NEEDS_CAPS = 128,
    DLB_NEEDS_MUTEX = 256, DLB_NEEDS_NEED_MAP = 512, DLB_NEEDS_ZONES = 1024
};

enum dlb_rule_stage { DLB_STAGE_DUPLICATES, DLB_STAGE_OMISSIONS };

struct dlb_rule {
    char id[4]; /* "D03" */
    uint8_t version;  /* major; part of the finding id */
    uint8_t kind;     /* enum dlb_finding_kind */
    uint8_t severity; /* base */
    uint8_t stage;    /* enum dlb_rule_stage */
    bool absence;     /* silent for a person with an incomplete upload (rules.md 7) */
    uint32_t tables;  /* DLB_NEEDS_… */
    dlb_person_kernel person; /* or */
    dlb_agency_kernel agency;
    const char *name_ko, *name_en;
    /* "{…}" stands for a detail key or for class, programme, agencies, start, end, days, due;
     * never for anything personal */
    const char *message_ko, *message_en;
};

const struct dlb_rule *dlb_rule_at(size_t index); /* NULL past the end; ordered by id */

/* A stage's three tables: findings, finding_rows, rule_runs, sorted as tables.md says. */
struct dlb_rule_result {
    struct dlb_frame *findings, *finding_rows, *rule_runs;
};
dolbom_status dlb_rules_run(const struct dlb_caseload *caseload, uint32_t stages,
                            const struct dlb_digest *finding_digest, struct dlb_text *person_ids,
                            struct dlb_rule_result *result, dolbom_error *error);

/* Kernels, one file each: duplicate_*.c, omission_*.c, identity.c, data.c. */
void dlb_rule_d01(const struct dlb_rule *, const struct dlb_caseload *, uint32_t,
                  struct dlb_rule_scratch *, struct dlb_findings *);

#endif
