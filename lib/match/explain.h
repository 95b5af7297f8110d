/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain.h - why two records are, or are not, one person.
 */
#ifndef DLB_EXPLAIN_H
#define DLB_EXPLAIN_H

#include "match/match.h"

enum { DLB_WEIGHT_DECIDED = INT32_MAX }; /* of an edge that somebody decided */

/* What joined a record's set to that of a smaller record, where the record was its smallest. */
struct dlb_edge {
    uint32_t left, right;
    int32_t weight;
    uint8_t method; /* enum dlb_method; single: there is none, it is its person's smallest */
};

/* What one field says of a pair, against the rival that decides. */
struct dlb_explained_field {
    unsigned level;       /* or DLB_LEVEL_MISSING: it says nothing */
    int32_t bits, rarity; /* log2(m / the rival's probability); of the value, 0: not used */
    int32_t weight;       /* what counts of their sum: nothing where another field covers it */
    bool is_within;       /* the rarity is that among records that agree in field.within */
    bool is_covered, contradicts; /* dlb_match_contradicts() */
};

/* One field at another level than it is; the smallest change that brings a pair over theta_merge,
 * or below it. */
struct dlb_change {
    bool exists;
    unsigned field, level; /* the level may be DLB_LEVEL_MISSING */
    int32_t weight;        /* of the pair then */
};

/* weight = prior + same_agency + the weights of the fields. */
struct dlb_explanation {
    int32_t weight, prior, same_agency;
    unsigned rival; /* 0: strangers, else the lookalike before it in the settings */
    uint32_t keys;  /* bit k: blocking rule k brings the records together */
    struct dlb_explained_field fields[DLB_MATCH_FIELDS_MAX];
    struct dlb_change change;
};
void dlb_match_explain(const struct dlb_matcher *matcher, uint32_t left, uint32_t right,
                       struct dlb_explanation *explanation);

/* ---- what keeps two persons apart (apart.c) -------------------------------------------------- */

enum dlb_apart {
    DLB_APART_DECISION, /* somebody decided that two members are not the same person */
    DLB_APART_CONFLICT, /* two members contradict each other */
    DLB_APART_AGENCY,   /* two members are of one agency, which knows its people */
    DLB_APART_SIZE,     /* they would be more records than one person may have */
    DLB_APART_VOTES     /* over all members, more speaks against one person than for it */
};

/* The members of a person. */
struct dlb_members {
    const uint32_t *records;
    uint32_t n;
};

/* Why, and for the first three reasons between which records. */
struct dlb_reason {
    enum dlb_apart apart;
    uint32_t left, right;
};
/* `decided` is sorted by (left, right); left < right in each. */
struct dlb_reason dlb_match_apart(const struct dlb_matcher *matcher, struct dlb_members left,
                                  struct dlb_members right, const struct dlb_decided *decided,
                                  size_t n_decided);
/* The decision about two records; NULL: there is none. */
const struct dlb_decided *dlb_decided_find(const struct dlb_decided *decided, size_t n,
                                           uint32_t left, uint32_t right);

#endif
