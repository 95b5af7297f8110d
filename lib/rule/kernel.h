/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kernel.h - what the kernels of the rules work with.
 */
#ifndef DLB_KERNEL_H
#define DLB_KERNEL_H

#include "rule/rule.h"
#include "rule/strangers.h"

#include "eligibility/eligibility.h"

/* ---- spans (interval.c) ------------------------------------------------------------------- */

/* A span with its owner, for sweeps. */
struct dlb_owned_span {
    int32_t start, end;
    uint32_t owner; /* agency */
    uint32_t row;   /* the caller's */
};

/*
 * The maximal segments covered by spans of two or more owners, longer than tau_days, in
 * order. `spans` is sorted by start; `segments` has room for n. Returns how many.
 */
size_t dlb_overlap_segments(const struct dlb_owned_span *spans, size_t n, int32_t tau_days,
                            struct dlb_span *segments);
/* The days of `window` that no span covers, in order; spans sorted by start; room n + 1. */
size_t dlb_coverage_gaps(const struct dlb_owned_span *spans, size_t n, struct dlb_span window,
                         struct dlb_span *gaps);

/* The sums of a month (duplicate_top_up.c); while rows are added, what changes in it. */
__extension__ typedef __int128 dlb_wide; /* amounts times how many they are, and their shares */
struct dlb_month_sums {
    dlb_wide won[2];     /* of sides a and b */
    int32_t n_a, n_lack; /* rows of a; rows without amount */
};

/*
 * In work->segments the maximal segments, in order, on which more than so many owners of
 * work->spans are there (crowd.c); how many. The spans are sorted by owner, then start. Uses
 * work->items.
 */
size_t dlb_crowd_segments(struct dlb_rule_work *work, int64_t more_than);
/* The days on which an owner begins to be there (value: a span of his << 1) and ceases to be
 * (the same | 1), in order of days in work->items; how many. */
size_t dlb_crowd_changes(struct dlb_rule_work *work);

/* ---- what a subject has (traits.c) --------------------------------------------------------- */

/* Of a person, or of anybody in a household. */
enum dlb_trait {
    DLB_TRAIT_NEEDS = 1 << 0, /* rows of that table; */
    DLB_TRAIT_REFERRALS = 1 << 1,
    DLB_TRAIT_CASES = 1 << 2,
    DLB_TRAIT_STAYS = 1 << 3,
    DLB_TRAIT_EVENTS = 1 << 4,
    DLB_TRAIT_ASSESSMENTS = 1 << 5,
    DLB_TRAIT_APPLICATIONS = 1 << 6,
    DLB_TRAIT_FACTS = 1 << 7,
    DLB_TRAIT_SIGNALS = 1 << 8,
    DLB_TRAIT_REPORTS = 1 << 9,
    DLB_TRAIT_DEATH = 1 << 10,    /* a day of death; */
    DLB_TRAIT_SERVICES = 1 << 11, /* a service; one that is */
    DLB_TRAIT_DETAILS = 1 << 12,  /* with times, a unit, a bill: see dlb_service_more */
    DLB_TRAIT_APPLIED = 1 << 13,  /* applied for */
    DLB_TRAIT_PROMISED = 1 << 14, /* planned or approved */
    DLB_TRAIT_SHARED = 1 << 15,   /* ACTIVE, and another agency's of the same two digits of class */
    DLB_TRAIT_PERSON = 1 << 16    /* whoever it is */
};
/* An ACTIVE service with one of these marks of the policy (DLB_MARK_…). */
#define DLB_TRAIT_MARKED(marks) ((uint64_t)(marks) << 32)

/* DLB_TRAIT_… of a subject; all of them where the scope is neither persons nor households. */
uint64_t dlb_traits_of(const struct dlb_caseload *caseload, unsigned scope, uint32_t subject);

/* ---- working memory (work.c) -------------------------------------------------------------- */

/* How much entered a rule's comparison; 0 rows: it can say nothing. And how many rows were left
 * out, because comparing all of them would have taken too long. */
struct dlb_judged {
    uint64_t rows, persons, left;
};

struct dlb_foregones;
void dlb_foregones_clear(struct dlb_env *env, struct dlb_foregones *foregones);

/* What duplicate_clock.c compares visits in; all of bytes. */
struct dlb_clock_room {
    struct dlb_array stretches, there, minutes, met;
};

/* Working memory of one thread, kept from subject to subject. */
struct dlb_rule_work {
    struct dlb_env *env;
    const struct dlb_caseload *caseload;
    struct dlb_findings *findings;
    const struct dlb_rule_request *request;
    const int64_t *settings;                /* dlb_policy_settings of the rule that is looking */
    const struct dlb_only *only;            /* dlb_policy_only of that rule */
    int32_t lookback_start;                 /* of the same: the first day that it looks back to */
    uint64_t traits;                        /* of the subject that is looked at */
    struct dlb_judged *judged;              /* per rule of the catalogue; NULL: nobody counts */
    struct dlb_judged now;                  /* by the rule that is looking, of this subject */
    struct dlb_array spans;                 /* of struct dlb_owned_span */
    struct dlb_array segments;              /* of struct dlb_span */
    struct dlb_array rows;                  /* of uint32_t */
    struct dlb_array items, spare;          /* of struct dlb_sort_item */
    struct dlb_array sides, hits, meetings; /* of dlb_side, dlb_hit, dlb_meeting */
    struct dlb_array pieces;                /* of struct dlb_piece */
    struct dlb_array months;                /* of struct dlb_month_sums */
    struct dlb_array entries;               /* of struct dlb_entry */
    struct dlb_array list;                  /* of uint32_t: rows that a kernel goes through */
    struct dlb_strangers strangers;         /* of the persons in `list` */
    struct dlb_clock_room clock;
    struct dlb_array judged_kin;     /* of uint8_t: who of a household has been counted */
    struct dlb_array alike;          /* of const struct dlb_service * */
    struct dlb_array repeats;        /* of uint8_t, by */
    uint32_t repeats_of;             /* service of the person; asked by the rule */
    struct dlb_array episode_kinds;  /* of uint8_t, see duplicate_episode.c; 0: not asked */
    struct dlb_foregones *foregones; /* of people alike, see foregone.c */
    struct dlb_facts facts;          /* of the person that a rule looks at */
    struct dlb_verdict verdict;      /* on the programme */
    void *kept; /* what else a kernel needs, NULL until it does, and how it is given back */
    void (*kept_clear)(struct dlb_env *env, void *kept);
    const struct dlb_findings *stores; /* of all threads, for a rule that is asked last */
    unsigned n_stores;
    /* persons that absence rules were silent about: those about persons, about households */
    uint64_t n_unknown[DLB_SCOPE_HOUSEHOLD + 1];
};
void dlb_work_open(struct dlb_env *env, const struct dlb_caseload *caseload,
                   struct dlb_findings *findings, const struct dlb_rule_request *request,
                   struct dlb_rule_work *work);
void dlb_work_clear(struct dlb_rule_work *work);
/* Room for n elements in an array of the work, which is emptied; false (and remembered)
 * without memory. Items get as much to spare, for dlb_sort_in. */
bool dlb_work_room(struct dlb_rule_work *work, struct dlb_array *array, size_t n, size_t bytes);
bool dlb_work_spans(struct dlb_rule_work *work, size_t n);
bool dlb_work_segments(struct dlb_rule_work *work, size_t n);
bool dlb_work_rows(struct dlb_rule_work *work, size_t n);
bool dlb_work_items(struct dlb_rule_work *work, size_t n);
bool dlb_work_list(struct dlb_rule_work *work, size_t n);
/* Sort the first n of work->items by key, and put what they stand for into work->rows or
 * work->list in that order; how many: 0 without memory. */
size_t dlb_work_sort_rows(struct dlb_rule_work *work, size_t n);
size_t dlb_work_sort_list(struct dlb_rule_work *work, size_t n);

/*
 * A table of the kernel's own, so that looking up one row never means walking past all the others:
 * begin, add, sort; then the entries of a key lie together, in the order in which they were added.
 */
struct dlb_entry {
    uint64_t key;
    uint32_t row;
};
void dlb_entries_begin(struct dlb_rule_work *work);
void dlb_entry_add(struct dlb_rule_work *work, uint64_t key, uint32_t row);
bool dlb_entries_sort(struct dlb_rule_work *work); /* false: no memory, or none for an entry */
/* The entries of a key; *n says how many. */
const struct dlb_entry *dlb_entries_of(const struct dlb_rule_work *work, uint64_t key, size_t *n);
/* How many entries have a key of `first` to `last`, which is not the largest there is. */
size_t dlb_entries_count(const struct dlb_rule_work *work, uint64_t first, uint64_t last);

/* Does the rule that is looking look at this? A policy's own rule may be about a few things
 * (only.c); all others are asked about each service, so that costs next to nothing. */
bool dlb_only_has_service(const struct dlb_only *only, const struct dlb_service *service);
static inline bool dlb_looks_at_service(const struct dlb_rule_work *work,
                                        const struct dlb_service *service)
{
    return !work->only || dlb_only_has_service(work->only, service);
}
bool dlb_looks_at_need(const struct dlb_rule_work *work, uint32_t need_class);
bool dlb_looks_at_signal(const struct dlb_rule_work *work, struct dlb_text signal);

/* n rows of the subject were not compared, because there are too many. */
void dlb_judge_left(struct dlb_rule_work *work, uint64_t n);
/* n more rows of the subject were judged. */
static inline void dlb_judge_rows(struct dlb_rule_work *work, uint64_t n)
{
    work->now.rows += n;
}

/* ---- households (kin.c) ---------------------------------------------------------------------- */

/* Whom a rule about households looks at: a household, or a person who has none. Must not move. */
struct dlb_kin {
    uint32_t household, person; /* of a finding; one of them is DLB_NO_CODE */
    const uint32_t *persons;    /* ascending */
    uint32_t n;
};
/* The number of a person without household as a subject, after those of households; and who a
 * subject is. */
uint32_t dlb_kin_alone(const struct dlb_caseload *caseload, uint32_t person);
void dlb_kin_look(const struct dlb_caseload *caseload, uint32_t subject, struct dlb_kin *kin);
/* Is this the largest household of its i-th person? It is so of exactly one. */
bool dlb_kin_is_largest(const struct dlb_caseload *caseload, const struct dlb_kin *kin, uint32_t i);
/* How many services they have. */
size_t dlb_kin_services(const struct dlb_caseload *caseload, const struct dlb_kin *kin);
/* Is what all of them got complete? */
bool dlb_kin_complete(const struct dlb_caseload *caseload, const struct dlb_kin *kin);
/* How many of them were alive on a day. */
int32_t dlb_kin_living(const struct dlb_caseload *caseload, const struct dlb_kin *kin, int32_t on);
/* The thresholds "RULE:about"; and that of them for as many as were alive on a day, in millionths;
 * false: the policy has none that day. */
struct dlb_threshold_rows dlb_rule_thresholds(const struct dlb_policy *policy,
                                              const struct dlb_rule *rule, struct dlb_text about);
bool dlb_kin_threshold(const struct dlb_caseload *caseload, const struct dlb_kin *kin,
                       struct dlb_threshold_rows rows, int32_t on, int64_t *millionths);
/* Before rows of them are judged; false: no memory. */
bool dlb_kin_judge_begin(struct dlb_rule_work *work, const struct dlb_kin *kin);
/* n more rows of the i-th person were judged. People count in their largest household only. */
void dlb_kin_judge(struct dlb_rule_work *work, const struct dlb_kin *kin, uint32_t i, uint64_t n);

/* ---- days (days.c) --------------------------------------------------------------------------- */

/* The day, or DLB_DAY_NONE when it lies after as_of: it has not happened. */
static inline int32_t dlb_happened(const struct dlb_rule_work *work, int32_t day)
{
    return day <= work->caseload->as_of ? day : DLB_DAY_NONE;
}
/* What ends the person's services for the rule that is looking. Rules about omissions know
 * nothing that lies after as_of, a death included. */
struct dlb_ending dlb_work_ending(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                                  uint32_t person);
/* On or before as_of. */
static inline bool dlb_has_begun(const struct dlb_rule_work *work,
                                 const struct dlb_service *service)
{
    return service->start <= work->caseload->as_of;
}

/* ---- services that are counted together (duplicate_starts.c) --------------------------------- */

/* Whose they are: a person's (kin NULL), or those of some or all of a household. */
struct dlb_takers {
    const uint32_t *persons;
    uint32_t n;
    const struct dlb_kin *kin;
    uint32_t first;             /* which of the kin they begin with */
    uint32_t person, household; /* of a finding; one of them is DLB_NO_CODE */
};
/* Calls `look` for all of a household as one, or for each of those who are counted in it. */
void dlb_each_takers(struct dlb_rule_work *work, const struct dlb_kin *kin, bool of_household,
                     void (*look)(void *context, const struct dlb_takers *takers), void *context);
/* Is the service one that the struct dlb_cap is about? */
bool dlb_is_capped(const void *cap, const struct dlb_service *service);

/* Which of the ACTIVE services a rule counts. */
struct dlb_start_filter {
    const struct dlb_rule *rule;
    bool (*counts)(const void *context, const struct dlb_service *service);
    const void *context;
    bool once; /* what was typed twice is one start */
};
/* work->items = the starts by day, agency and id, `value` being the service; how many. They are
 * judged. */
size_t dlb_work_starts(struct dlb_rule_work *work, const struct dlb_takers *takers,
                       const struct dlb_start_filter *filter);
int32_t dlb_start_day(const struct dlb_sort_item *start);
/* A person's starts are judged, and nothing is compared. */
void dlb_judge_starts(struct dlb_rule_work *work, uint32_t person,
                      const struct dlb_start_filter *filter);

extern const struct dlb_rule dlb_rule_d02; /* which tells what was typed twice */
/* For each of the person's services 1 when D02 runs and reports it as typed again after another
 * one; NULL when there is none. The last answer is kept for all rules that look at
 * the subject. */
const uint8_t *dlb_work_repeats(struct dlb_rule_work *work, uint32_t person);

/* ---- where two sides meet (duplicate_meet.c, duplicate_between.c) ---------------------------- */

/* Is the service on the side of a mutex row that names a programme or a class? */
static inline bool dlb_selects(const struct dlb_selector *selector,
                               const struct dlb_service *service)
{
    if (selector->programme != DLB_NO_CODE) return service->programme == selector->programme;
    return dlb_class_covers(selector->class_, service->class_);
}
/* Add the sides of mutex rows that the service can be on. */
void dlb_sides_add(struct dlb_mutex_sides *sides, const struct dlb_policy *policy,
                   const struct dlb_service *service);
/* Are n of a person's services all of one agency? */
bool dlb_are_of_one_agency(const struct dlb_service *services, const uint32_t *rows, size_t n);
/* What a benefit is called: by its programme, else as it was written. */
struct dlb_label dlb_benefit_label(const struct dlb_caseload *caseload, uint32_t row);

/*
 * Each segment is a finding of its own, until one person has very many of one key, or they
 * rest on very many rows: then all that are left are one finding, so that neither time nor
 * output grows faster than the data.
 */
struct dlb_quota {
    size_t n, n_rows;
    size_t most_rows;
};
struct dlb_quota dlb_quota_of(size_t n_spans);
/* May one more finding, of n_rows, stand by itself? */
bool dlb_quota_takes(struct dlb_quota *quota, size_t n_rows);

/* Segments of one key in order: each becomes a finding, until the quota is used up and one more
 * takes in all that are left. */
struct dlb_series {
    struct dlb_quota quota;
    uint32_t n_segments; /* of the open finding; 0: none is open */
};
struct dlb_series dlb_series_of(size_t n_rows);
/* The next segment: does a finding have to be opened for it, and, once its rows are added, closed?
 */
bool dlb_series_begins(struct dlb_series *series);
bool dlb_series_ends(struct dlb_series *series, const struct dlb_findings *findings);
bool dlb_series_is_open(const struct dlb_series *series);
void dlb_series_close(struct dlb_series *series, struct dlb_findings *findings);

/* A row on one side of a comparison; `which` tells comparisons that make one finding apart. */
struct dlb_side {
    int32_t start, end;
    uint32_t which, row;
    uint8_t side;
};
/* Days on which both sides of a comparison are there. */
struct dlb_hit {
    int32_t start, end;
    uint32_t which;
};
/* Hits that touch each other, or (past the quota) all that are left. */
struct dlb_meeting {
    int32_t start, end;
    int32_t days;    /* of hits; those of an open one count to as_of */
    size_t first, n; /* in work->hits */
    uint32_t n_segments;
};
void dlb_meet_begin(struct dlb_rule_work *work);
void dlb_meet_side(struct dlb_rule_work *work, struct dlb_side side);
void dlb_meet_hit(struct dlb_rule_work *work, struct dlb_hit hit);
/*
 * Sweep the sides of one comparison that were added last: the segments in which sides of two
 * owners are there are in work->segments; returns how many. Sides are the owners, but one of
 * side DLB_SIDE_BOTH meets all others and never itself.
 */
enum { DLB_SIDE_A, DLB_SIDE_B, DLB_SIDE_BOTH };
size_t dlb_meet_sweep(struct dlb_rule_work *work, size_t first_side);
/* Sort the hits and bring together those that touch, in work->meetings; how many. */
size_t dlb_meet_settle(struct dlb_rule_work *work);
/* One meeting of all from `from` on; false: no memory. */
bool dlb_meet_join_rest(struct dlb_rule_work *work, size_t from);
/* Does the row touch a hit of its comparison in the meeting? */
bool dlb_meet_touches(const struct dlb_rule_work *work, const struct dlb_meeting *meeting,
                      const struct dlb_side *side);
/* A finding for each meeting, as the quota allows: `report` opens it and adds rows and detail;
 * it is closed, or dropped and asked for once more with all that are left. */
typedef void (*dlb_meet_report)(void *context, const struct dlb_meeting *meeting);
void dlb_meet_findings(struct dlb_rule_work *work, dlb_meet_report report, void *context);
/* work->spans by start, stable; false: no memory. */
bool dlb_work_sort_spans(struct dlb_rule_work *work);

/*
 * The same between persons of a household (duplicate_between.c): in work->segments the days on
 * which one has side a and another one side b; then cut to the hits that were made of them; does a
 * row have somebody else's on the other side in the meeting?
 */
struct dlb_piece { /* days without a change of persons */
    int32_t start, end;
    uint32_t which;    /* comparison */
    uint32_t alone[2]; /* the one person on a side, or DLB_NO_CODE when there are more */
    size_t changes[2]; /* the next piece of the comparison where that is another one */
};
size_t dlb_between_sweep(struct dlb_rule_work *work, const struct dlb_kin *kin, size_t first_side);
void dlb_between_cut(struct dlb_rule_work *work, size_t first_piece, size_t first_hit);
bool dlb_between_touches(const struct dlb_rule_work *work, const struct dlb_meeting *meeting,
                         const struct dlb_side *side);

extern const struct dlb_rule dlb_rule_d05; /* whose caps silence D06 */
extern const struct dlb_rule dlb_rule_o14; /* whose min_days is X02's too */
extern const struct dlb_rule dlb_rule_d03;
/* How many digits of a class D03 compares (duplicate_overlap.c). */
unsigned dlb_overlap_digits(const struct dlb_policy *policy);
/* One number for services whose classes agree in so many digits; they lie by it class by class. */
static inline uint32_t dlb_overlap_key(const struct dlb_service *service, unsigned digits)
{
    struct dlb_class class_ = dlb_class_cut(service->class_, digits);
    return (uint32_t)class_.digits << 16 | class_.code;
}

/* ---- what the omission rules share (omission.c) ---------------------------------------- */

/* Before as_of: then nothing of the person's is open any more. */
bool dlb_person_has_died(const struct dlb_caseload *caseload, uint32_t person);
/* A word of tables.md as a text. */
struct dlb_text dlb_word(const char *word);

/* Something that has to happen by a day. */
struct dlb_duty {
    struct dlb_deadline deadline;
    int32_t due; /* the last day in time; DLB_DAY_OPEN: there is no deadline */
};
/* The rule's deadline as it stood on the day it counts from, for the agency that owns the row. */
struct dlb_duty dlb_duty_of(const struct dlb_caseload *caseload, const struct dlb_rule *rule,
                            uint32_t agency, const char *key, int32_t from);
/* The deadline, the day due and by how much that day has passed on `until`. */
void dlb_detail_duty(struct dlb_rule_work *work, const struct dlb_duty *duty, int32_t until);

/* The person's open needs that count (NULL: all do), by class and then by day, in work->list;
 * false: no memory. And where in it those of the same class end. */
bool dlb_work_needs(struct dlb_rule_work *work, uint32_t person,
                    bool (*counts)(const struct dlb_rule_work *work, uint32_t need));
size_t dlb_needs_class_end(const struct dlb_rule_work *work, size_t from);
/* What the person's open referrals are for, as entries; false: no memory. */
bool dlb_list_referred(struct dlb_rule_work *work, uint32_t person);
/* Is somebody else asked to see to the need, by name or by its class? */
bool dlb_is_referred(const struct dlb_rule_work *work, uint32_t need);
/* work->rows = the person, then those who share a household with them; false: no memory. */
bool dlb_work_household(struct dlb_rule_work *work, uint32_t person);
/*
 * work->spans = the ACTIVE services that have begun and answer a class of need (DLB_NO_CODE:
 * any) of the person, and those of the household for the household as a whole; in no order,
 * `row` being the service. Goods last goods_days. Uses work->rows and work->items;
 * false: no memory.
 */
bool dlb_work_answers(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                      uint32_t need_class, int32_t goods_days);
/* The domain that all classes answering a class of need have in common; *n says how many they
 * are (omission_need.c). */
struct dlb_class dlb_need_domain(const struct dlb_policy *policy, uint32_t need_class, int64_t *n);
/* How many days goods that were handed over once answer a need (omission_need.c). */
int32_t dlb_goods_days(const struct dlb_policy *policy);
/* Each day on which anybody did something about the person, in no order: a visit or contact, a case
 * received, an ACTIVE service begun (followed.c). */
typedef void (*dlb_day_told)(void *context, int32_t day);
void dlb_each_followed(const struct dlb_rule_work *work, uint32_t person, dlb_day_told tell,
                       void *context);
/* How each emergency case of a person went (omission_first_service.c); false: no memory. */
bool dlb_emergencies_tell(struct dlb_rule_work *work, uint32_t person,
                          void (*tell)(void *context, uint32_t row, enum dlb_emergency outcome),
                          void *context);
/* A service as evidence, unless it is another person's. */
void dlb_finding_service(struct dlb_rule_work *work, uint32_t person, uint32_t service,
                         const char *role);

/* ---- numbers about all of the caseload (tally.c) --------------------------------------------- */

/* Counts what an item (a service, a person) adds to; on any thread. */
typedef void (*dlb_tally_count)(const struct dlb_rule_work *work, const void *context,
                                uint32_t item, uint64_t *counts);
/*
 * n_counts numbers, from 0 on, to which all items added; NULL: no memory. Only for rules that are
 * asked last.
 */
uint64_t *dlb_tally_open(struct dlb_rule_work *work, uint32_t n_items, size_t n_counts,
                         dlb_tally_count count, const void *context);
void dlb_tally_close(struct dlb_rule_work *work, uint64_t *counts, size_t n_counts);

/* ---- which rules run (runnable.c) ------------------------------------------------------------ */

bool dlb_rule_is_enabled(const struct dlb_policy *policy, const struct dlb_rule *rule);
/* The first table that a rule needs and that is not there, or NULL. */
const char *dlb_rule_lacks(const struct dlb_caseload *caseload,
                           const struct dlb_rule_request *request, const struct dlb_rule *rule);
/* The first table of a set of DLB_HAS_… */
const char *dlb_rule_table_name(uint64_t tables);
/* Are a rule's tables there, and does the policy have it enabled? */
bool dlb_rule_runs(const struct dlb_caseload *caseload, const struct dlb_rule_request *request,
                   const struct dlb_rule *rule);

/* ---- looking at a subject (subject.c) -------------------------------------------------------- */

/* A rule as it is asked about subjects of one scope. */
struct dlb_running_rule {
    const struct dlb_rule *rule;
    dlb_kernel kernel; /* the rule's, or its at_end */
    const int64_t *settings;
    const struct dlb_only *only;
    int32_t lookback_start;
    bool absence;    /* the rule's */
    uint64_t traits; /* the rule's; all of them where it has none */
    size_t number;   /* in the catalogue */
};
/* The rules that run: by scope, then in the order of the catalogue. */
struct dlb_running_rules {
    struct dlb_running_rule *list;
    size_t n_room;                   /* in list */
    size_t first[DLB_SCOPE_RUN + 2]; /* those of scope s: [first[s], first[s + 1]) */
    bool any_absence;
};
/* Those of the catalogue that are wanted; false: no memory. */
bool dlb_running_open(struct dlb_running_rules *rules, const struct dlb_caseload *caseload,
                      bool (*wanted)(const void *context, const struct dlb_rule *rule),
                      const void *context);
void dlb_running_close(struct dlb_running_rules *rules, struct dlb_env *env);
/* Have the records of a person brought into the cache: they lie by agency, and all rules look at
 * them. */
void dlb_rules_fetch(const struct dlb_rule_work *work, unsigned scope, uint32_t subject);
/* Let all rules of a scope look at a subject, and settle who yields to whom. Those of households
 * look at a person who has none along with those of persons. */
void dlb_rules_look(struct dlb_rule_work *work, const struct dlb_running_rules *rules,
                    unsigned scope, uint32_t subject);
/* How many subjects a scope has in the work's caseload. */
size_t dlb_rules_subjects(const struct dlb_rule_work *work, unsigned scope);

/* ---- review pairs (review_pairs.c) ----------------------------------------------------------- */

/* Of the pairs between two persons keep the likeliest; *n becomes how many are left. */
dolbom_status dlb_review_pairs_distinct(const struct dlb_caseload *caseload,
                                        struct dlb_review_pair *review_pairs, size_t *n,
                                        dolbom_error *error);

#endif
