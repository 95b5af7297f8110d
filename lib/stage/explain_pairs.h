/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain_pairs.h - what the parts of dolbom_explain share.
 */
#ifndef DLB_EXPLAIN_PAIRS_H
#define DLB_EXPLAIN_PAIRS_H

#include "stage/stage.h"

/* In the order of the words in schema.txt. */
enum dlb_explained_role { DLB_ROLE_ASKED, DLB_ROLE_EDGE, DLB_ROLE_PATH, DLB_ROLE_WITNESS };
enum dlb_link_verdict {
    DLB_LINK_LINKED,
    DLB_LINK_DECIDED,
    DLB_LINK_THROUGH_OTHERS,
    DLB_LINK_POSSIBLE,
    DLB_LINK_UNLIKELY,
    DLB_LINK_APART,
    DLB_LINK_NOT_ASKED
};
enum dlb_link_reason {
    DLB_REASON_DECISION,
    DLB_REASON_CONFLICT,
    DLB_REASON_NO_KEY,
    DLB_REASON_THINNED,
    DLB_REASON_MEMBER_DECISION,
    DLB_REASON_MEMBER_CONFLICT,
    DLB_REASON_MEMBER_AGENCY,
    DLB_REASON_SIZE,
    DLB_REASON_VOTES,
    DLB_REASON_NONE
};

/* A pair to be explained, and what became of it. */
struct dlb_told_pair {
    uint32_t asked; /* the row of asked_pairs */
    enum dlb_explained_role role;
    uint32_t left, right;
    enum dlb_link_verdict verdict;
    enum dlb_link_reason reason;
    const struct dlb_pair *found; /* by link; NULL: it was not, or nobody asked */
};

/* The two tables, and what they are written from (explain_frames.c). */
struct dlb_explained {
    const struct dlb_people *people;
    const struct dlb_matcher *matcher;
    struct dlb_frame *pairs, *fields;
    uint32_t n_pairs;
    struct dlb_writer list;
};
dolbom_status dlb_explained_open(struct dlb_env *env, struct dlb_explained *explained,
                                 dolbom_error *error);
void dlb_explained_put(struct dlb_explained *explained, const struct dlb_told_pair *told,
                       const struct dlb_explanation *explanation);
/* Hand out `explained_pairs` and `explained_fields`. */
dolbom_status dlb_call_give_explained(struct dlb_call *call, struct dlb_explained *explained,
                                      dolbom_error *error);
void dlb_explained_clear(struct dlb_env *env, struct dlb_explained *explained);

#endif
