/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match.h - which records are the same person.
 *
 * Records are rows of codes (field/field.h), sorted by agency and id, so that a record's
 * number is the same whatever order it arrived in. A blocking rule joins key terms into
 * one 64-bit key; sorting by it brings candidates together. Each pair counts for the first
 * rule that is true for it. Its comparison levels pack into a pattern and are weighed;
 * exact agreement on a frequent value is worth less. Weights are integers in 1/1024 bit:
 * no floating point decides anything.
 *
 * The weight of a pair is the log2 odds that it is one person against the likeliest of its
 * rivals: strangers, and the plan's lookalikes (relatives, twins …). Families share
 * surname, address and phone, twins even the birth date; taken as independent, those
 * agreements would outvote any given name. A rival has probabilities of its own for each
 * level, so agreement that it explains as well counts for nothing.
 */
#ifndef DLB_MATCH_H
#define DLB_MATCH_H

#include "field/field.h"

enum {
    DLB_MATCH_FIELDS_MAX = 12,
    DLB_MATCH_KEYS_MAX = 16,
    DLB_MATCH_TERMS_MAX = 4,
    DLB_LOOKALIKES_MAX = 3,
    DLB_RIVALS = 4,        /* strangers and the lookalikes */
    DLB_WEIGHT_ONE = 1024, /* one bit */
    DLB_PPB = 1000000000,  /* 1 as parts per 10^9 */
    DLB_PPM = 1000000
};

/* ---- settings: what a plan says ------------------------------------------------------- */

/* What a record can be blocked by: a key of a field's kind. */
struct dlb_match_term {
    uint8_t field; /* index into fields */
    uint8_t key;   /* index into the kind's keys */
};

/* A compared field: where its codes lie in the record and how often its levels occur. */
struct dlb_match_field {
    char name[32]; /* the column of `persons` it is read from, and level_<name> in pairs */
    const struct dlb_kind *kind;
    bool frequency;  /* scale u by the share of the very value in the data */
    bool has_within; /* and take that share among records that agree in this: names go with */
    struct dlb_match_term within; /* birth years */
    uint16_t covers; /* bits of fields whose agreement adds nothing when this one agrees:
                      * a resident number contains the birth date and the sex */
    int32_t m_ppb[DLB_KIND_LEVELS_MAX]; /* probability of each level for one person, and */
    int32_t u_ppb[DLB_KIND_LEVELS_MAX]; /* for two strangers */
    uint8_t slot;                       /* derived: first of kind->n_slots codes in the record */
};

/* People who are not the same but agree on much. */
struct dlb_lookalike {
    char name[32];
    int64_t per_match_ppb; /* such pairs for each pair that is one person */
    /* probability of each level; 0 where the plan names none: as for strangers */
    int32_t level_ppb[DLB_MATCH_FIELDS_MAX][DLB_KIND_LEVELS_MAX];
};

/* A blocking rule, in the order of the plan. */
struct dlb_match_key {
    char name[32];
    uint8_t n_terms;
    struct dlb_match_term terms[DLB_MATCH_TERMS_MAX];
};

struct dlb_match_settings {
    uint8_t n_fields;
    uint8_t n_keys;
    uint8_t n_lookalikes;
    struct dlb_match_field fields[DLB_MATCH_FIELDS_MAX];
    struct dlb_lookalike lookalikes[DLB_LOOKALIKES_MAX];
    struct dlb_match_key keys[DLB_MATCH_KEYS_MAX];
    int32_t prior_ppb;        /* other records of the same person that a record has on average */
    int32_t same_agency_ppb;  /* how much rarer a person's second record is inside one agency */
    uint32_t block_cap;       /* records per block before it is split by further fields */
    int32_t theta_merge_ppm;  /* grouping: probability in parts per million */
    int32_t theta_review_ppm; /* pairs below it are not kept */

    /* derived by dlb_match_derive() */
    uint8_t n_slots; /* codes per record */
    /* log2(m / rival's probability) of each level */
    int32_t weight[DLB_MATCH_FIELDS_MAX][DLB_KIND_LEVELS_MAX][DLB_RIVALS];
    int32_t offset[DLB_RIVALS]; /* log2 odds before any evidence; strangers: of prior alone */
    int32_t same_agency;        /* log2 of same_agency_ppb */
    int32_t theta_merge, theta_review; /* the smallest weights that reach them */
};

/* Fill the derived members from the others, which the caller has checked. */
void dlb_match_derive(struct dlb_match_settings *settings);

/* ---- weights --------------------------------------------------------------------------- */

/* Probability in parts per million of a weight; integer arithmetic, monotone. */
int32_t dlb_weight_probability(int32_t weight);
/* The smallest weight whose probability is at least ppm. */
int32_t dlb_probability_weight(int32_t ppm);
/* log2(numerator / denominator) in 1/1024 bit, rounded to the nearest; both at least 1. */
int32_t dlb_weight_of(int64_t numerator, int64_t denominator);

/* ---- records and pairs ------------------------------------------------------------------ */

/* Records to match: n rows of n_slots codes. */
struct dlb_records {
    uint64_t *codes;
    uint32_t n;
    uint32_t *agency; /* per record: a number; equal numbers are one agency */
};

enum { DLB_PATTERN_MISSING = 15 };

/* What a comparison found. A pattern holds four bits per field: its level, or 15. */
struct dlb_score {
    uint64_t pattern;
    int32_t weight;   /* log2 odds of being one person; prior included */
    int32_t evidence; /* what the values alone say: 0 when nothing can be compared */
};

struct dlb_pair {
    uint64_t pattern;
    uint32_t left, right; /* left < right */
    int32_t weight;
    uint32_t key; /* the first blocking rule that is true for the pair */
};

/* Level of a field in a pattern, or DLB_LEVEL_MISSING. */
unsigned dlb_pattern_level(uint64_t pattern, unsigned field);

/*
 * Settings applied to a set of records: knows how frequent each value is. `settings` and
 * `records` must outlive it. Any number of threads may compare at the same time.
 */
struct dlb_matcher {
    struct dlb_env *env;
    const struct dlb_match_settings *settings;
    const struct dlb_records *records;
    int32_t offset[DLB_RIVALS]; /* log2 odds before any evidence, for this many records */
    int32_t excuse[DLB_RIVALS]; /* offset where it favours one person, else 0 */
    int32_t same_agency;        /* 0 when all records are of one agency */
    /* per field with a frequency and per record: what the rarity of its value adds to the
     * weight against strangers; NULL for other fields */
    int32_t *rarity[DLB_MATCH_FIELDS_MAX];
    int32_t *rarity_within[DLB_MATCH_FIELDS_MAX]; /* when both agree in field.within */
};
dolbom_status dlb_matcher_open(struct dlb_env *env, const struct dlb_match_settings *settings,
                               const struct dlb_records *records, struct dlb_matcher *matcher,
                               dolbom_error *error);
void dlb_matcher_close(struct dlb_matcher *matcher); /* accepts the zero state */
/* The number of records that odds are based on: a power of two, so that one row more or
 * less seldom changes anybody's weight. */
int64_t dlb_match_population(uint32_t n_records);
/* Symmetric. */
struct dlb_score dlb_match_score(const struct dlb_matcher *matcher, uint32_t left, uint32_t right);
/* What the rarity of a field's value adds against strangers, where both records carry the same one;
 * *is_within: among records that agree in field.within. */
int32_t dlb_match_rarity(const struct dlb_matcher *matcher, unsigned f, uint32_t left,
                         uint32_t right, bool *is_within);
/* True when a field, or the agency that wrote both, says that two records cannot be one person. */
bool dlb_match_contradicts(const struct dlb_matcher *matcher, unsigned f, uint32_t left,
                           uint32_t right);
bool dlb_match_conflict(const struct dlb_matcher *matcher, uint32_t left, uint32_t right);

/* The key of a record under one term; 0 when it has none. */
uint64_t dlb_term_key(const struct dlb_match_settings *settings, struct dlb_match_term term,
                      const uint64_t *codes);
/* The key of a record under a blocking rule; 0 keeps it out. */
uint64_t dlb_block_key(const struct dlb_match_settings *settings, unsigned key,
                       const uint64_t *codes);
/*
 * All records by their key under one rule: runs of equal keys are the blocks, records that
 * have no key are left out. A block above the cap is split in place by the other fields; the
 * keys of such blocks are kept for each rule. One structure serves rule after rule.
 */
struct dlb_blocks {
    struct dlb_sort_item *items; /* key and number of the records that have a key */
    size_t n, n_room;            /* there is room for all records */
    size_t n_blocks, largest;    /* before any split: blocks of two or more, records of one */
    struct dlb_array split[DLB_MATCH_KEYS_MAX]; /* of uint64_t, ascending */
};
dolbom_status dlb_blocks_open(const struct dlb_matcher *matcher, struct dlb_blocks *blocks,
                              dolbom_error *error);
dolbom_status dlb_blocks_build(const struct dlb_matcher *matcher, unsigned key,
                               struct dlb_blocks *blocks, dolbom_error *error);
/* Records of a block that is not split yet; of rules by a filter more, for those cost little. */
uint32_t dlb_block_cap(const struct dlb_match_settings *settings, unsigned key);
/* The end of the run that starts at item `begin`. */
size_t dlb_blocks_run_end(const struct dlb_blocks *blocks, size_t begin);
/* Was the block of this key split under rule `key`? */
bool dlb_blocks_is_split(const struct dlb_blocks *blocks, unsigned key, uint64_t block);
void dlb_blocks_close(struct dlb_env *env, struct dlb_blocks *blocks);

/* What became of one blocking rule. */
struct dlb_key_report {
    uint64_t n_records;     /* records that have the key */
    uint64_t n_blocks;      /* keys that two records or more have */
    uint64_t largest_block; /* records of the largest one */
    uint64_t n_pairs;       /* pairs compared for this rule */
    uint64_t n_split;       /* blocks above the cap, split by further fields */
};

struct dlb_pairs {
    struct dlb_pair *pairs; /* by (left, right), each pair once; weight >= theta_review */
    size_t n, n_room;
    struct dlb_key_report reports[DLB_MATCH_KEYS_MAX];
};

dolbom_status dlb_pairs_find(const struct dlb_matcher *matcher, struct dlb_pairs *pairs,
                             dolbom_error *error);
void dlb_pairs_clear(struct dlb_env *env, struct dlb_pairs *pairs);

/* ---- persons ------------------------------------------------------------------------------ */

/* A person has looked at two records and decided. */
struct dlb_decided {
    uint32_t left, right;
    bool same;
};

enum dlb_method { DLB_METHOD_SINGLE, DLB_METHOD_MODEL, DLB_METHOD_EXACT, DLB_METHOD_DECISION };
const char *dlb_method_text(enum dlb_method method);

/* Sets of at most 1,024 records; nothing in them forbids another (persons.c). */
struct dlb_persons {
    uint32_t n_records, n_persons;
    uint32_t *person;         /* per record; persons are numbered by their smallest record */
    uint32_t *first;          /* per person: its smallest record */
    int32_t *probability_ppm; /* per record: the weakest edge that holds it in its person */
    uint8_t *method;          /* per record: enum dlb_method of that edge */
    bool keeps_edges;         /* set before: whoever explains persons wants their edges */
    struct dlb_edge *edges;   /* per record, see explain.h; NULL where they are not kept */
};

/* Of *persons only keeps_edges is read; all else is made anew. */
dolbom_status dlb_persons_form(const struct dlb_matcher *matcher, const struct dlb_pair *pairs,
                               size_t n_pairs, const struct dlb_decided *decided, size_t n_decided,
                               struct dlb_persons *persons, dolbom_error *error);
void dlb_persons_clear(struct dlb_env *env, struct dlb_persons *persons);

#include "match/explain.h"

#endif
