/* SPDX-License-Identifier: Apache-2.0 */
/*
 * previous.h - the findings of an earlier run (previous.c, previous_find.c); part of finding.h.
 *
 * A finding is the same one when it has the same id. Where a smaller record has given the person
 * another id, it is known by its rows: same rule and key, it starts within the earlier one, and
 * all rows of the earlier one are among its own.
 */
#ifndef DLB_PREVIOUS_H
#define DLB_PREVIOUS_H

#include "intake/intake.h"

/* A row that an earlier finding rested on. */
struct dlb_earlier_row {
    unsigned char finding_id[16];
    struct dlb_text table, agency_id, row_id, record_id;
    uint64_t name; /* as dlb_row_name() makes it */
    uint64_t said; /* its row_hash; 0: not known */
    bool left_out; /* of no finding that is open or closed */
};

/* An earlier finding, as its tables say. */
struct dlb_earlier {
    unsigned char id[16], rows_key[16];
    unsigned char old_id[16]; /* an id that it had before */
    struct dlb_text rule, key, person_id, household_id, service_class, agencies, owner_agency;
    int64_t amount_won;                         /* DLB_NO_AMOUNT: none */
    int32_t start, end, first_seen, decided_on; /* half-open; NONE where not given */
    uint8_t severity, state;                    /* word of finding_changes.state */
    uint8_t last_decision;                      /* enum dlb_decision_kind */
    bool has_rows_key, has_old_id, is_protected;
    bool is_closed;             /* not among `findings` */
    bool was_judged;            /* false: its rule was silent about it */
    bool left_out;              /* of another table, or twice */
    uint32_t first_row, n_rows; /* by name */
};

/* One row of an earlier finding, by which it is looked up. */
struct dlb_earlier_anchor {
    uint64_t hash; /* of the row's name, the rule and the key */
    int32_t start;
    uint32_t number;
};

/* The words of finding_changes.state. */
enum dlb_finding_state {
    DLB_STATE_NEW,
    DLB_STATE_IDENTITY_REVIEW,
    DLB_STATE_ASSIGNED,
    DLB_STATE_IN_REVIEW,
    DLB_STATE_CONFIRMED,
    DLB_STATE_DISPUTED,
    DLB_STATE_REOPENED,
    DLB_STATE_CLOSED
};

/* The tables `findings`, `finding_rows`, `finding_changes` and `finding_change_rows` of an earlier
 * run; the zero state is none. */
struct dlb_previous {
    bool given;
    struct dlb_earlier *list; /* by id, each once */
    uint32_t n, n_read;
    struct dlb_earlier_row *rows; /* by finding, then by name */
    uint32_t n_rows, n_rows_read;
    struct dlb_earlier_anchor *anchors; /* of the findings that have rows */
    uint32_t n_anchors;
    struct dlb_rows kept[4]; /* own the texts */
};
dolbom_status dlb_previous_read(const struct dlb_intake *intake, struct dlb_previous *previous,
                                dolbom_error *error);
void dlb_previous_clear(struct dlb_env *env, struct dlb_previous *previous);

/* The earlier finding with this id, or DLB_NO_CODE. */
uint32_t dlb_previous_named(const struct dlb_previous *previous, const unsigned char id[16]);
/* What tells a row apart in every run: where it lies, or what it says where it has no id. */
uint64_t dlb_row_name(struct dlb_text table, struct dlb_text agency, struct dlb_text id,
                      struct dlb_text record, uint64_t said);

/* Of the name of a row, for findings of one rule and key. */
uint64_t dlb_anchor_hash(uint64_t name, struct dlb_text rule, struct dlb_text key);

#endif
