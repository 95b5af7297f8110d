/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decisions.h - what people decided about findings and about records (decisions.c); part of
 * finding.h.
 */
#ifndef DLB_DECISIONS_H
#define DLB_DECISIONS_H

#include "finding/previous.h"

enum dlb_decision_kind {
    /* of a finding, agency by agency: of one day the first counts */
    DLB_DECISION_CONFIRMED,
    DLB_DECISION_DISPUTED,
    DLB_DECISION_NO_RESPONSE,
    DLB_DECISION_NOT_DUPLICATE,
    DLB_DECISION_ALLOWED, /* it is right as it is */
    DLB_DECISION_DATA_ERROR,
    /* of two records */
    DLB_DECISION_SAME_PERSON,
    DLB_DECISION_NOT_SAME_PERSON,
    /* a row of a worklist in which nothing is decided; kept when somebody has taken it on */
    DLB_DECISION_NOT_YET
};

/*
 * A row of `decisions`. A worklist whose column `decision` somebody filled is such a table, so
 * it also says what the finding was like: which rows it had, how much it was, when it ended. Each
 * agency of the finding may have a decision of its own; one without agency stands for all.
 */
struct dlb_decision {
    struct dlb_text finding_id; /* 32 hex digits, or the first 8; null when about two records */
    struct dlb_text rows_key;   /* 32 hex digits, or null */
    struct dlb_text agency_id;  /* or null */
    struct dlb_text agency_a, record_a, agency_b, record_b; /* null when about a finding */
    int64_t amount_won;                                     /* DLB_NO_AMOUNT: not said */
    uint8_t kind;                                           /* enum dlb_decision_kind */
    int32_t at, until;  /* days; NONE and OPEN when not given; until is half-open */
    int32_t start, end; /* of the finding, half-open; NONE: open or not said */
    bool is_assigned;   /* somebody is named who looks into it */
    bool is_ambiguous;  /* the digits that people see name several findings */
    bool is_of_nobody;  /* about two records, one of which is not there; grouping finds out */
};

/* The table `decisions`; the zero state is one that was not given. */
struct dlb_decisions {
    struct dlb_decision *rows; /* those about records, then by finding_id, the latest first */
    uint32_t n;
    uint32_t *by_rows; /* those with a rows_key, by it, the latest first */
    uint32_t n_by_rows;
    struct dlb_rows kept; /* own the texts */
};
dolbom_status dlb_decisions_read(const struct dlb_intake *intake, struct dlb_decisions *decisions,
                                 dolbom_error *error);
/* What a decision can name: a finding, and what it was in the earlier run. */
struct dlb_decidable {
    const unsigned char *id, *rows_key;
    int32_t start;                     /* half-open; NONE where there is none */
    const struct dlb_earlier *earlier; /* NULL: not known */
};
/* The decisions about one finding: those that name it by its id, by the digits people see, and by
 * its rows: by those of this run, of the earlier one, and by what it was called before that. */
enum { DLB_NAMED_WAYS = 9 };
struct dlb_decided_on {
    const struct dlb_decisions *decisions;
    int32_t start;
    uint32_t first[DLB_NAMED_WAYS], n[DLB_NAMED_WAYS]; /* every third in decisions->by_rows */
};
bool dlb_decisions_about(const struct dlb_decisions *decisions, const struct dlb_decidable *finding,
                         struct dlb_decided_on *about);
/* Has somebody taken it on? */
bool dlb_decision_is_assigned(const struct dlb_decided_on *about);
/* The latest that an agency gave, or that stands for all; NULL: none. */
const struct dlb_decision *dlb_decision_by(const struct dlb_decided_on *about,
                                           struct dlb_text agency_id);
void dlb_decisions_clear(struct dlb_env *env, struct dlb_decisions *decisions);

#endif
