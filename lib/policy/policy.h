/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.h - the rule tables of one place and time.
 *
 * A policy is tables of parameters that a welfare officer edits; a rule declares which of
 * them it has. Intervals are half-open days [start, end); an open end is DLB_DAY_OPEN.
 */
#ifndef DLB_POLICY_H
#define DLB_POLICY_H

#include "policy/local_rules.h"
#include "policy/policy_lines.h"
#include "policy/terms.h"
#include "policy/words.h"

/* ---- policy (policy.c, policy_ask.c) ----------------------------------------------------- */

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
    struct dlb_label name;
    struct dlb_class class_;
    uint8_t layer, grain, kind; /* enum dlb_layer, dlb_grain, dlb_benefit */
    bool household_unit, home_based;
    uint8_t portable; /* 0, 1; 2: nobody says */
    int32_t max_days; /* -1: no cap */
    struct dlb_valid valid;
};

enum dlb_mutex_kind {
    DLB_MUTEX_EXCLUSIVE,
    DLB_MUTEX_TOP_UP,
    DLB_MUTEX_STATE,
    DLB_MUTEX_TOGETHER /* may be had at the same hours (D14) */
};

struct dlb_mutex {
    struct dlb_text set_id, legal_ref;
    uint8_t kind; /* enum dlb_mutex_kind */
    bool household, by_month;
    bool ends_set; /* it is the last row of its set, whose rows lie together */
    struct dlb_selector a, b;
    uint32_t except_programme; /* code, or DLB_NO_CODE */
    int32_t counted_share_ppm; /* of b, for top_up; -1: not said */
    struct dlb_valid valid;
};

enum dlb_period {
    DLB_PERIOD_NONE,
    DLB_PERIOD_MONTH,
    DLB_PERIOD_QUARTER,
    DLB_PERIOD_YEAR,
    DLB_PERIOD_EPISODE
};

/* A row of `caps`; a programme, a class or both. */
struct dlb_cap {
    const struct dlb_rule *rule;
    uint32_t programme;      /* code, or DLB_NO_CODE */
    struct dlb_class class_; /* digits 0: none */
    bool household;
    uint8_t period;                             /* enum dlb_period */
    int32_t max_count, window_days;             /* -1: not said */
    int64_t max_amount_won, max_quantity_milli; /* DLB_NO_AMOUNT: not said */
    struct dlb_valid valid;
    struct dlb_text legal_ref;
};

/* A row of `need_map`: services of the class answer the need. Sorted by need class. */
struct dlb_need_map {
    uint32_t need_class; /* code: place among the policy's need classes sorted */
    struct dlb_class class_;
    struct dlb_label name; /* of the need */
    struct dlb_valid valid;
};

struct dlb_zone {
    struct dlb_text id, area_code, responsible_id;
    struct dlb_label name;
    uint32_t responsible_agency; /* code, or DLB_NO_CODE; set by dlb_caseload_read */
    struct dlb_valid valid;
};

/* A row of `rules` or `deadlines`; `key` is null for all, `name` in deadlines. */
struct dlb_parameter {
    struct dlb_text rule, name, key; /* of a programme its id, whatever the row calls it */
    struct dlb_text text;            /* the value as it is written */
    int64_t value, row;              /* of `rules`, from 0 */
    struct dlb_selector services;    /* those that a key of DLB_KEY_SERVICE names */
    struct dlb_deadline deadline;
    const char *broken; /* the column in which a row `only` cannot be read; NULL: it can */
    uint8_t centre;     /* of agencies of this centre type: its code + 1; 0: of all */
    struct dlb_valid valid;
};

enum { DLB_POLICY_TABLES = 14 };

/* The policy tables, read; immutable. */
struct dlb_policy {
    struct dlb_env *env;
    const struct dlb_rule_catalogue *catalogue; /* with the policy's own rules */
    struct dlb_rule_catalogue with_local;       /* what it is where there are any */
    struct dlb_local_rule *local_rules;         /* by id */
    uint32_t n_local_rules;
    struct dlb_arena local_texts; /* what they and `with_local` consist of */
    uint64_t tables;              /* DLB_HAS_… of the policy tables that were given */
    uint32_t n_programme_ids, n_programmes, n_mutexes, n_caps, n_need_classes, n_need_maps,
        n_holidays, n_zones, n_parameters, n_deadlines, n_thresholds, n_conditions, n_implies,
        n_life_events, n_signal_weights, n_domains;
    struct dlb_text *programme_ids;   /* sorted; the index is the code */
    struct dlb_programme *programmes; /* by code, then valid.from */
    uint32_t *programmes_first;       /* n_programme_ids + 1 offsets into programmes */
    struct dlb_mutex *mutexes;        /* by set_id, then content */
    struct dlb_cap *caps;             /* by rule; those that say the same lie together */
    struct dlb_text *need_classes;    /* sorted; the index is the code */
    struct dlb_need_map *need_maps;
    uint32_t *need_maps_first;                    /* n_need_classes + 1 offsets into need_maps */
    int32_t *holidays;                            /* ascending */
    struct dlb_zone *zones;                       /* by id, then valid.from */
    struct dlb_parameter *parameters, *deadlines; /* in the order of dlb_parameter_order */
    struct dlb_threshold *thresholds;
    struct dlb_condition *conditions; /* by programme, then version and clause */
    struct dlb_implies *implies;
    struct dlb_life_event *life_events;
    struct dlb_signal_weight *signal_weights;
    struct dlb_domain *domains;
    struct dlb_aliases programme_aliases, programme_names, need_aliases, need_names; /* to codes */
    struct dlb_rows kept[DLB_POLICY_TABLES]; /* own all texts */
    int64_t *settings;                       /* of each rule in turn, without a key, on as_of */
    size_t n_settings, settings_per_rule;
    bool *is_yielded_to; /* of each rule of the catalogue: do findings of others yield to its? */
    struct dlb_marks *marks; /* see policy_marks.c */
    size_t n_marks;
};

/* A class of 2 or 4 digits; CODE is the fault of any other. */
struct dlb_class dlb_row_class(struct dlb_row *row, size_t column);

/* Read the policy tables among intake's, which may speak of the catalogue's rules; bad rows
 * become rejects. */
dolbom_status dlb_policy_read(const struct dlb_intake *intake,
                              const struct dlb_rule_catalogue *catalogue,
                              struct dlb_policy **policy, dolbom_error *error);
/* The same without looking for what makes a run fail: rules, parameters and conditions that cannot
 * be understood. To be checked, not to judge by. */
dolbom_status dlb_policy_load(const struct dlb_intake *intake,
                              const struct dlb_rule_catalogue *catalogue,
                              struct dlb_policy **policy, dolbom_error *error);
void dlb_policy_free(struct dlb_policy *policy);

/*
 * All parameters of a rule as they hold on as_of without a key, numbered by enum
 * dlb_common_param and then by the rule. Whole numbers are themselves; shares and
 * probabilities are in parts per million.
 */
const int64_t *dlb_policy_settings(const struct dlb_policy *policy, const struct dlb_rule *rule);
/* The same for rows of agencies of one centre type (dlb_centre_of); only parameters that say
 * by_centre can differ. */
const int64_t *dlb_policy_settings_for(const struct dlb_policy *policy, const struct dlb_rule *rule,
                                       unsigned centre);
/* One of them, of a rule and a parameter that exist. */
int64_t dlb_policy_setting(const struct dlb_policy *policy, const char *rule, const char *param);
/*
 * One parameter for a key (NULL: none) on a day: the latest row that holds for the rule (else
 * "*") and the key, else the rule's default for the key, else the row without a key, else the
 * default without one.
 */
int64_t dlb_policy_param(const struct dlb_policy *policy, const struct dlb_rule *rule,
                         unsigned param, const char *key, int32_t on);
/* Whom a parameter is asked for. Keys are tried in this order: the word, the class, its first two
 * digits, none. A row for the centre type is taken before one for all. */
struct dlb_param_whom {
    struct dlb_text word; /* a programme's id, a kind ...; null: none */
    struct dlb_class class_;
    uint8_t centre; /* dlb_centre_of the agency that owns the row; 0: asked of no agency */
};
int64_t dlb_policy_param_for(const struct dlb_policy *policy, const struct dlb_rule *rule,
                             unsigned param, struct dlb_param_whom key, int32_t on);
/* The same of a parameter whose value is a text. */
struct dlb_text dlb_policy_param_text(const struct dlb_policy *policy, const struct dlb_rule *rule,
                                      unsigned param, struct dlb_param_whom key, int32_t on);
/* The rows of a parameter that have a key and hold on a day, the latest of each key, in the order
 * of keys: the next one from *at (first 0) on, which moves behind it; NULL after the last. */
const struct dlb_parameter *dlb_policy_next_key(const struct dlb_policy *policy,
                                                const struct dlb_rule *rule, unsigned param,
                                                int32_t on, uint32_t *at);
/* `key` is an urgency, a case class or what the rule itself calls it; no deadline where neither a
 * row nor the rule has one for it. */
struct dlb_deadline dlb_policy_deadline(const struct dlb_policy *policy,
                                        const struct dlb_rule *rule, const char *key,
                                        unsigned centre, int32_t on);
/* The rows of `caps` that name the rule; those that say the same lie together. */
const struct dlb_cap *dlb_policy_caps(const struct dlb_policy *policy, const struct dlb_rule *rule,
                                      uint32_t *n);
/* The rows of `thresholds` of a code, whenever they hold. */
struct dlb_threshold_rows dlb_policy_thresholds(const struct dlb_policy *policy,
                                                struct dlb_text code);
/* Of these the threshold for a household of so many on a day, in millionths: the row of that size,
 * else the one without a size; false when there is neither, or the size is not known and matters.
 */
bool dlb_policy_threshold(const struct dlb_policy *policy, struct dlb_threshold_rows rows,
                          int32_t household_size, int32_t on, int64_t *value);
/* The row of a signal that holds on a day, or NULL. */
const struct dlb_signal_weight *dlb_policy_signal(const struct dlb_policy *policy,
                                                  struct dlb_text signal, int32_t on);
/* What people call the domain of an assessment on a day; empty: the policy does not say. */
struct dlb_label dlb_policy_domain_label(const struct dlb_policy *policy, struct dlb_text domain,
                                         int32_t on);
/* The conditions of a programme, whenever they hold; by version, then clause. */
const struct dlb_condition *dlb_policy_conditions(const struct dlb_policy *policy,
                                                  uint32_t programme, uint32_t *n);
/* The code by its id, else by a name of it alone, without case and outer blanks; or DLB_NO_CODE. */
uint32_t dlb_policy_find_programme(const struct dlb_policy *policy, struct dlb_text text);
uint32_t dlb_policy_find_need(const struct dlb_policy *policy, struct dlb_text text);
/* What people call a programme: the first name its rows have in either language. */
struct dlb_label dlb_policy_label(const struct dlb_policy *policy, uint32_t programme);
/* The programme's row that holds on a day; NULL for a programme that the policy lacks. */
const struct dlb_programme *dlb_policy_programme(const struct dlb_policy *policy, uint32_t code,
                                                 int32_t on);
/* The marks (DLB_MARK_…) of a service of a programme and a class. */
unsigned dlb_policy_marks(const struct dlb_policy *policy, uint32_t programme,
                          struct dlb_class class_);
/* And the sides of mutex rows. */
struct dlb_mutex_sides dlb_policy_sides(const struct dlb_policy *policy, uint32_t programme,
                                        struct dlb_class class_);
/* Does a service of the class answer the need? False for a need class that is not mapped. */
bool dlb_policy_answers(const struct dlb_policy *policy, uint32_t need_class,
                        struct dlb_class class_, int32_t on);
/* What people call a class of need: the first name its rows have in either language. */
struct dlb_label dlb_policy_need_label(const struct dlb_policy *policy, uint32_t need_class);

#endif
