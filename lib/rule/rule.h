/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rule.h - what was given twice and what was needed and not given.
 *
 * A rule is a kernel: a function that looks at one person's rows (or one agency's uploads) and
 * opens findings. Rules never look at each other, and the order in which persons are visited
 * changes nothing. Missing is not false: a rule that lacks a table is reported as not run.
 */
#ifndef DLB_RULE_H
#define DLB_RULE_H

#include "finding/finding.h"

/* The rules that this version has (catalogue.c). */
extern const struct dlb_rule_catalogue dlb_rule_catalogue;

/* Two records that may be one person: between the plan's theta_review and theta_merge. */
struct dlb_review_pair {
    uint32_t left, right; /* members, left < right */
    int32_t probability_ppm;
};

/* A record with a valid resident number that several persons carry. */
struct dlb_number_holder {
    uint32_t first_person; /* the smallest of those persons */
    uint32_t member;
};

/* What people are reached by. */
enum dlb_channel_kind { DLB_CHANNEL_PHONE, DLB_CHANNEL_ADDRESS };

/* One that records of two or more persons share, and that is no agency's. */
struct dlb_channel {
    uint64_t code;     /* of its normal form */
    uint32_t first, n; /* in `members` of all channels */
    uint8_t kind;      /* enum dlb_channel_kind */
};

/* The zero state but for `env` is empty (channels.c). */
struct dlb_channels {
    struct dlb_env *env;
    struct dlb_array list;    /* of struct dlb_channel: by kind, then code */
    struct dlb_array members; /* of uint32_t: of a channel ascending */
};
#define DLB_CHANNEL_OF_AGENCY UINT32_MAX
/* Add those of a kind. An item is the code of a record: key the code, value the member, or
 * DLB_CHANNEL_OF_AGENCY; they are sorted. */
dolbom_status dlb_channels_add(struct dlb_channels *channels, const struct dlb_member *members,
                               enum dlb_channel_kind kind, struct dlb_sort_item *items, size_t n,
                               dolbom_error *error);
void dlb_channels_clear(struct dlb_channels *channels);

struct dlb_rule_request {
    uint32_t stages;                            /* bits 1 << enum dlb_rule_stage */
    const struct dlb_digest *digest;            /* of the domain "finding_id" */
    struct dlb_decisions *decisions;            /* NULL: nobody decided anything */
    const struct dlb_review_pair *review_pairs; /* NULL: not known, I01 is not run */
    size_t n_review_pairs;
    const struct dlb_number_holder *number_holders; /* by first_person, then member */
    size_t n_number_holders;
    const uint8_t *has_number; /* per member: a valid one; NULL: not known, I02 is not run */
    const struct dlb_channels *channels; /* NULL: not known */
    const uint32_t *only_service; /* keep what rests on this service; NULL: keep everything */
    const struct dlb_previous *previous; /* NULL: no earlier run is known */
    bool with_worklist;                  /* make it */
};

/* A stage's three tables: findings, finding_rows, rule_runs, sorted as tables.md says. */
struct dlb_rule_result {
    struct dlb_frame *findings, *finding_rows, *rule_runs, *unused_decisions, *worklist;
    struct dlb_frame *changes, *change_rows; /* since the earlier run; NULL where none is known */
    struct dlb_id_set *persons;              /* that have a finding */
    struct dlb_env *env;
    struct dlb_findings *stores; /* all findings, one store for each thread */
    unsigned n_stores;
};
dolbom_status dlb_rules_run(const struct dlb_caseload *caseload,
                            const struct dlb_rule_request *request, struct dlb_rule_result *result,
                            dolbom_error *error);
void dlb_rule_result_clear(struct dlb_rule_result *result); /* what was not handed out */

/*
 * What answers a person's needs, for those who count: the same services for the same days as
 * O01 asks about. One for each thread.
 */
struct dlb_answers;
struct dlb_answers *dlb_answers_open(const struct dlb_caseload *caseload); /* NULL: no memory */
/* The days on which a class of need is answered, as spans in order that do not touch; they last
 * until the next call. False: no memory. */
bool dlb_answers_find(struct dlb_answers *answers, uint32_t person, uint32_t need_class,
                      const struct dlb_span **spans, size_t *n);
/* How an emergency of O03 went. */
enum dlb_emergency { DLB_EMERGENCY_PENDING, DLB_EMERGENCY_IN_TIME, DLB_EMERGENCY_LATE };
/* Tell of each emergency case of a person, a row of cases; false: no memory. */
bool dlb_answers_emergencies(struct dlb_answers *answers, uint32_t person,
                             void (*tell)(void *context, uint32_t row, enum dlb_emergency outcome),
                             void *context);
void dlb_answers_close(struct dlb_answers *answers); /* NULL is ignored */

#endif
