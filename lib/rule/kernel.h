/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kernel.h - what the kernels of the rules work with.
 */
#ifndef DLB_KERNEL_H
#define DLB_KERNEL_H

#include "rule/rule.h"

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
/* Sort by start, then end, owner, row; in place. */
void dlb_spans_sort(struct dlb_owned_span *spans, size_t n);

/* ---- working memory (work.c) -------------------------------------------------------------- */

/* Working memory of one thread, kept from subject to subject. */
struct dlb_rule_work {
    struct dlb_env *env;
    const struct dlb_caseload *caseload;
    struct dlb_findings *findings;
    const struct dlb_rule_request *request;
    const int64_t *settings; /* dlb_policy_settings of the rule that is looking */
    struct dlb_array spans;    /* of struct dlb_owned_span */
    struct dlb_array segments; /* of struct dlb_span */
    struct dlb_array rows;     /* of uint32_t */
    struct dlb_array items, spare; /* of struct dlb_sort_item */
    struct dlb_array hits, hit_rows; /* of struct dlb_hit, struct dlb_hit_row */
    void *kept; /* what a kernel needs beside, NULL until it does, and how it is given back */
    void (*kept_clear)(struct dlb_env *env, void *kept);
    uint64_t n_unknown; /* persons that absence rules were silent about */
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
                      struct dlb_span segment);

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

extern const struct dlb_rule dlb_rule_o14; /* whose min_days is X02's too */

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

/* ---- which rules run (runnable.c) ------------------------------------------------------------ */

bool dlb_rule_is_enabled(const struct dlb_policy *policy, const struct dlb_rule *rule);
/* The first table that a rule needs and that is not there, or NULL. */
const char *dlb_rule_lacks(const struct dlb_caseload *caseload,
                           const struct dlb_rule_request *request, const struct dlb_rule *rule);
/* Are a rule's tables there, and does the policy have it enabled? */
bool dlb_rule_runs(const struct dlb_caseload *caseload, const struct dlb_rule_request *request,
                   const struct dlb_rule *rule);

/* A rule with its settings, and the one way to let it look at a subject. */
struct dlb_running_rule {
    const struct dlb_rule *rule;
    const int64_t *settings;
};
void dlb_rule_look(struct dlb_rule_work *work, const struct dlb_running_rule *running,
                   uint32_t subject);

/* ---- review pairs (review_pairs.c) ----------------------------------------------------------- */

/* Of the pairs between two persons keep the likeliest; *n becomes how many are left. */
dolbom_status dlb_review_pairs_distinct(const struct dlb_caseload *caseload, struct dlb_review_pair *review_pairs,
                                 size_t *n, dolbom_error *error);

#endif
