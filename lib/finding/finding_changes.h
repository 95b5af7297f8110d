/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding_changes.h - what became of findings since the earlier run (finding_changes.c,
 * finding_gone.c).
 */
#ifndef DLB_FINDING_CHANGES_H
#define DLB_FINDING_CHANGES_H

#include "finding/finding_store.h"

/* The words of finding_changes.change, in the order in which people want to read them. */
enum dlb_change {
    DLB_CHANGE_NEW,
    DLB_CHANGE_REOPENED,
    DLB_CHANGE_CHANGED,
    DLB_CHANGE_GONE,
    DLB_CHANGE_STILL_OPEN,
    DLB_CHANGE_NOT_JUDGED,
    DLB_CHANGE_STILL_CLOSED
};

/* Why: bits, in the order in which they are written. */
enum dlb_change_reason {
    DLB_REASON_ROW_ADDED,
    DLB_REASON_ROW_LEFT,
    DLB_REASON_ROW_CHANGED,
    DLB_REASON_ROWS,
    DLB_REASON_PERSON,
    DLB_REASON_START,
    DLB_REASON_END,
    DLB_REASON_AMOUNT,
    DLB_REASON_SEVERITY,
    DLB_REASON_STATE,
    DLB_REASON_UNTIL,
    DLB_REASON_EARLIER,
    DLB_REASON_DECIDED,
    DLB_REASON_DECISION_CHANGED,
    DLB_REASON_CAME_BACK,
    DLB_REASON_RULE_NOT_RUN,
    DLB_REASON_TABLE_MISSING,
    DLB_REASON_UPLOAD_INCOMPLETE,
    DLB_REASON_CLEARED
};

/* What became of one finding. */
struct dlb_changed {
    uint8_t change;                   /* enum dlb_change */
    bool is_protected, shows_earlier; /* what is written is what it was */
    uint32_t reasons;                 /* bits 1 << enum dlb_change_reason */
    const struct dlb_findings *store;
    const struct dlb_closed *closed;   /* NULL: this run does not find it */
    const struct dlb_earlier *earlier; /* NULL: the earlier run does not know it */
};

/* An earlier row in this run. */
enum dlb_row_fate { DLB_ROW_LEFT, DLB_ROW_CHANGED, DLB_ROW_KEPT };

/* What became of the earlier findings that this run does not find, and of their rows. */
struct dlb_gone {
    struct dlb_env *env;
    struct dlb_sort_item *names; /* of their rows, sorted; the value is a row's number */
    struct dlb_index index;      /* of the first of each name */
    uint8_t *fates;              /* per earlier row: enum dlb_row_fate */
    uint8_t *is_protected;       /* per earlier finding: somebody is, or may be */
    uint8_t *is_unknown;         /* its person's agencies have not sent everything */
    size_t n_names, n_rows, n_findings;
};
/* `wanted`: for each earlier finding, 1 for those to be looked at. */
dolbom_status dlb_gone_look(const struct dlb_caseload *caseload,
                            const struct dlb_previous *previous, const uint8_t *wanted,
                            struct dlb_gone *gone, dolbom_error *error);
void dlb_gone_clear(struct dlb_gone *gone);

/* All of them. Set caseload, previous and ran; to be cleared whether or not it succeeds. */
struct dlb_changes {
    const struct dlb_caseload *caseload;
    const struct dlb_previous *previous;
    const uint8_t *ran; /* per rule of the catalogue */
    struct dlb_gone gone;
    struct dlb_changed *list;
    size_t n, room;
    uint8_t *wanted; /* per earlier finding: it was open, and this run does not find it */
};
dolbom_status dlb_changes_find(const struct dlb_findings *stores, unsigned n_stores,
                               struct dlb_changes *changes, dolbom_error *error);
void dlb_changes_clear(struct dlb_changes *changes);

/* ---- the rows of one that both runs know ----------------------------------------------------- */

/* Its listed rows by name: the key is the name, the value a place among the listed ones. */
struct dlb_named_rows {
    struct dlb_array items, spare; /* of struct dlb_sort_item */
};
/* False: no memory. */
bool dlb_changed_name_rows(const struct dlb_caseload *caseload, const struct dlb_changed *changed,
                           struct dlb_named_rows *named);
void dlb_named_rows_clear(struct dlb_env *env, struct dlb_named_rows *named);
/* Are all of its rows listed, in both runs? */
bool dlb_changed_lists_all(const struct dlb_changes *changes, const struct dlb_changed *changed);
/* Tell of each row once, of this run or of the earlier one (else NULL); they are named. */
typedef void (*dlb_tell_row)(void *context, const struct dlb_evidence *now,
                             const struct dlb_earlier_row *before);
void dlb_changed_pair_rows(const struct dlb_changes *changes, const struct dlb_changed *changed,
                           const struct dlb_named_rows *named, dlb_tell_row tell, void *context);
/* Does a row that was there say something else? */
bool dlb_row_says_else(const struct dlb_caseload *caseload, const struct dlb_evidence *now,
                       const struct dlb_earlier_row *before);

#endif
