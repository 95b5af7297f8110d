/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.h - the rule tables of one place and time, and the words that they share with others.
 *
 * A policy is tables of parameters that a welfare officer edits; a rule declares which of
 * them it has. Intervals are half-open days [start, end); an open end is DLB_DAY_OPEN.
 */
#ifndef DLB_POLICY_H
#define DLB_POLICY_H

#include "intake/intake.h"
#include "rulebook/rulebook.h"

/* ---- words of docs/tables.md (words.c) --------------------------------------------------- */

enum dlb_service_status {
    DLB_SERVICE_PLANNED,
    DLB_SERVICE_APPLIED,
    DLB_SERVICE_APPROVED,
    DLB_SERVICE_ACTIVE,
    DLB_SERVICE_DELIVERED,
    DLB_SERVICE_ENDED,
    DLB_SERVICE_REJECTED,
    DLB_SERVICE_CANCELLED,
    DLB_SERVICE_REVERSED,
    DLB_SERVICE_ERROR
};
enum dlb_urgency { DLB_URGENCY_EMERGENCY, DLB_URGENCY_HIGH, DLB_URGENCY_NORMAL, DLB_URGENCY_LOW };
enum dlb_need_status {
    DLB_NEED_OPEN,
    DLB_NEED_MET,
    DLB_NEED_PARTLY,
    DLB_NEED_WITHDRAWN,
    DLB_NEED_REFUSED,
    DLB_NEED_TRANSFERRED
};
enum dlb_case_class { DLB_CASE_EMERGENCY, DLB_CASE_FOCUSED, DLB_CASE_GENERAL, DLB_CASE_PUBLIC };
enum dlb_referral_status {
    DLB_REFERRAL_SENT,
    DLB_REFERRAL_RECEIVED,
    DLB_REFERRAL_ACCEPTED,
    DLB_REFERRAL_REJECTED_CLIENT,
    DLB_REFERRAL_REJECTED_PROVIDER,
    DLB_REFERRAL_IN_PROGRESS,
    DLB_REFERRAL_COMPLETED,
    DLB_REFERRAL_CANCELLED
};
enum dlb_stay_kind { DLB_STAY_HOSPITAL, DLB_STAY_FACILITY, DLB_STAY_PRISON, DLB_STAY_ABROAD };
enum dlb_event_kind {
    DLB_EVENT_BIRTH,
    DLB_EVENT_DISCHARGE,
    DLB_EVENT_RELEASE,
    DLB_EVENT_MOVE_IN,
    DLB_EVENT_MOVE_OUT,
    DLB_EVENT_DEATH_OF_EARNER,
    DLB_EVENT_DISABILITY_GRADE,
    DLB_EVENT_MEETING,
    DLB_EVENT_COMMITTEE,
    DLB_EVENT_VISIT,
    DLB_EVENT_CONTACT,
    DLB_EVENT_FAILED_CONTACT,
    DLB_EVENT_ESCALATION
};

/* The words of docs/tables.md for the codes above. */
const char *dlb_service_status_word(unsigned code);
const char *dlb_urgency_word(unsigned code);
const char *dlb_need_status_word(unsigned code);
const char *dlb_case_class_word(unsigned code);
const char *dlb_referral_status_word(unsigned code);
const char *dlb_stay_kind_word(unsigned code);
const char *dlb_event_kind_word(unsigned code);
const char *dlb_agency_level_word(unsigned code);
const char *dlb_result_word(unsigned code);
const char *dlb_deadline_mode_word(unsigned code);
const char *dlb_benefit_word(unsigned code); /* enum dlb_benefit less 1 */

/* Does a row hold on a day? */
bool dlb_valid_on(struct dlb_valid valid, int32_t day);

/* ---- policy (policy.c, policy_ask.c) ----------------------------------------------------- */

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
    DLB_BENEFIT_NONE,
    DLB_BENEFIT_CASH,
    DLB_BENEFIT_IN_KIND,
    DLB_BENEFIT_SERVICE,
    DLB_BENEFIT_VOUCHER,
    DLB_BENEFIT_LOAN,
    DLB_BENEFIT_COUNSEL
};

/* A row of `programmes`. A programme has a code: its place among all programme ids sorted. */
struct dlb_programme {
    uint32_t code;
    struct dlb_text name; /* null when not given */
    struct dlb_class class_;
    uint8_t layer, grain, kind; /* enum dlb_layer, dlb_grain, dlb_benefit */
    bool household_unit, home_based;
    uint8_t portable; /* 0, 1; 2: nobody says */
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

/* A row of `rules` or `deadlines`; `key` is null for all, `name` in deadlines. */
struct dlb_parameter {
    struct dlb_text rule, name, key;
    int64_t value, row;           /* of `rules`, from 0 */
    struct dlb_selector services; /* those that a key of DLB_KEY_SERVICE names */
    struct dlb_deadline deadline;
    struct dlb_valid valid;
};

enum { DLB_POLICY_TABLES = 8 };

/* The policy tables, read; immutable. */
struct dlb_policy {
    struct dlb_env *env;
    const struct dlb_rule_catalogue *catalogue;
    uint64_t tables; /* DLB_HAS_… of the policy tables that were given */
    uint32_t n_programme_ids, n_programmes, n_mutexes, n_caps, n_need_classes, n_need_maps,
        n_holidays, n_zones, n_parameters, n_deadlines;
    struct dlb_text *programme_ids;   /* sorted; the index is the code */
    struct dlb_programme *programmes; /* by code, then valid.from */
    uint32_t *programmes_first;       /* n_programme_ids + 1 offsets into programmes */
    struct dlb_mutex *mutexes;        /* by set_id, then content */
    struct dlb_cap *caps;             /* of D05; those that say the same lie together */
    struct dlb_text *need_classes;    /* sorted; the index is the code */
    struct dlb_need_map *need_maps;
    uint32_t *need_maps_first;                    /* n_need_classes + 1 offsets into need_maps */
    int32_t *holidays;                            /* ascending */
    struct dlb_zone *zones;                       /* by id, then valid.from */
    struct dlb_parameter *parameters, *deadlines; /* in the order of dlb_parameter_order */
    struct dlb_aliases programme_aliases, programme_names, need_aliases; /* to codes */
    struct dlb_rows kept[DLB_POLICY_TABLES];                             /* own all texts */
    int64_t *settings; /* of each rule in turn, without a key, on as_of */
    size_t n_settings;
};

/* A class of 2 or 4 digits; CODE is the fault of any other. */
struct dlb_class dlb_row_class(struct dlb_row *row, size_t column);

/* Read the policy tables among intake's, which may speak of the catalogue's rules; bad rows
 * become rejects. */
dolbom_status dlb_policy_read(const struct dlb_intake *intake,
                              const struct dlb_rule_catalogue *catalogue,
                              struct dlb_policy **policy, dolbom_error *error);
void dlb_policy_free(struct dlb_policy *policy);

/*
 * All parameters of a rule as they hold on as_of without a key, numbered by enum
 * dlb_common_param and then by the rule. Whole numbers are themselves; shares and
 * probabilities are in parts per million.
 */
const int64_t *dlb_policy_settings(const struct dlb_policy *policy, const struct dlb_rule *rule);
/*
 * One parameter for a key (NULL: none) on a day: the latest row that holds for the rule (else
 * "*") and the key, else the rule's default for the key, else the row without a key, else the
 * default without one.
 */
int64_t dlb_policy_param(const struct dlb_policy *policy, const struct dlb_rule *rule,
                         unsigned param, const char *key, int32_t on);
int64_t dlb_policy_key_param(const struct dlb_policy *policy, const struct dlb_rule *rule,
                             unsigned param, struct dlb_text key, int32_t on);
/* The same for a class of service, whose key is the longest that covers it. */
int64_t dlb_policy_class_param(const struct dlb_policy *policy, const struct dlb_rule *rule,
                               unsigned param, struct dlb_class class_, int32_t on);
/* The rows of a parameter that have a key and hold on a day, the latest of each key, in the order
 * of keys: the next one from *at (first 0) on, which moves behind it; NULL after the last. */
const struct dlb_parameter *dlb_policy_next_key(const struct dlb_policy *policy,
                                                const struct dlb_rule *rule, unsigned param,
                                                int32_t on, uint32_t *at);
/* `key` is an urgency, a case class or what the rule itself calls it; no deadline where neither a
 * row nor the rule has one for it. */
struct dlb_deadline dlb_policy_deadline(const struct dlb_policy *policy,
                                        const struct dlb_rule *rule, const char *key, int32_t on);
/* The code of a programme by its id, else by its name where that is one programme's; without
 * case and outer blanks. DLB_NO_CODE when the policy lacks it. */
uint32_t dlb_policy_find_programme(const struct dlb_policy *policy, struct dlb_text text);
/* The programme's row that holds on a day; NULL for a programme that the policy lacks. */
const struct dlb_programme *dlb_policy_programme(const struct dlb_policy *policy, uint32_t code,
                                                 int32_t on);
/* Does a service of the class answer the need? False for a need class that is not mapped. */
bool dlb_policy_answers(const struct dlb_policy *policy, uint32_t need_class,
                        struct dlb_class class_, int32_t on);
/* What people call a class of need: the first name its rows have, else the class itself. */
struct dlb_text dlb_policy_need_name(const struct dlb_policy *policy, uint32_t need_class,
                                     struct dlb_text otherwise);

#endif
