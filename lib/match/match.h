/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match.h - which records are the same person.
 *
 * Records are rows of codes (field/field.h), sorted by agency and id, so that a record's
 * number is the same whatever order it arrived in. A blocking rule joins key terms into
 * one 64-bit key; sorting by it brings candidates together. Each pair counts for the first
 * rule that is true for it. Its comparison levels pack into a pattern, the pattern has a
 * weight, exact agreement on a frequent value is worth less. Weights are integers in
 * 1/1024 bit: no floating point decides anything.
 */
#ifndef DLB_MATCH_H
#define DLB_MATCH_H

#include "field/field.h"

enum {
    DLB_MATCH_FIELDS_MAX = 12,
    DLB_MATCH_KEYS_MAX = 16,
    DLB_MATCH_TERMS_MAX = 4,
    DLB_WEIGHT_ONE = 1024 /* one bit */
};

/* A compared field: where its codes lie in the record and what its levels weigh. */
struct dlb_match_field {
    char name[32];   /* the column of `persons` it is read from, and level_<name> in pairs */
    const struct dlb_kind *kind;
    uint8_t slot;    /* first of kind->n_slots codes in the record */
    int32_t weight[DLB_KIND_LEVELS_MAX]; /* log2(m/u) per level */
    int32_t m_ppb[DLB_KIND_LEVELS_MAX];  /* m and u in parts per 10^9, kept to print the plan */
    int32_t u_ppb[DLB_KIND_LEVELS_MAX];
    bool frequency;  /* replace u of the best level by the value's share in the data */
};

/* A blocking rule, in the order of the plan. */
struct dlb_match_key {
    char name[32];
    uint8_t n_terms;
    struct {
        uint8_t field; /* index into fields */
        uint8_t key;   /* index into the kind's keys */
    } terms[DLB_MATCH_TERMS_MAX];
};

struct dlb_match_settings {
    uint8_t n_fields;
    uint8_t n_keys;
    uint8_t n_slots; /* codes per record */
    struct dlb_match_field fields[DLB_MATCH_FIELDS_MAX];
    struct dlb_match_key keys[DLB_MATCH_KEYS_MAX];
    int32_t prior_ppb;     /* probability that two records of a block are one person */
    int32_t prior_weight;  /* its log2 odds */
    uint32_t block_cap;    /* records per block before it is split by further fields */
    int32_t theta_merge_ppm;  /* grouping: probability in parts per million */
    int32_t theta_review_ppm; /* pairs below it are not kept */
};

/* Records to match: n rows of n_slots codes. */
struct dlb_records {
    uint64_t *codes;
    uint32_t n;
    uint32_t *agency; /* per record: a number; equal numbers are one agency */
};

struct dlb_pair {
    uint32_t left, right; /* left < right */
    int32_t weight;       /* DLB_WEIGHT_ONE per bit, prior included */
    uint8_t key;          /* the first blocking rule that is true for the pair */
    uint8_t level[DLB_MATCH_FIELDS_MAX];
};

/* Probability in parts per million of a weight; integer arithmetic, monotone. */
int32_t dlb_weight_probability(int32_t weight);
/* The smallest weight whose probability is at least ppm. */
int32_t dlb_probability_weight(int32_t ppm);
/* log2(m_ppb / u_ppb) in 1/1024 bit; both at least 1. */
int32_t dlb_weight_of(int64_t m_ppb, int64_t u_ppb);

#endif
