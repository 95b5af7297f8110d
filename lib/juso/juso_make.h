/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_make.h - from rows of the official files to an index.
 */
#ifndef DLB_JUSO_MAKE_H
#define DLB_JUSO_MAKE_H

#include "juso/juso_index.h"

/* A row of the official files; fields that a lot's row lacks are empty or 0. */
struct dlb_juso_row {
    struct dlb_text sido, sigungu, emd, ri, road;
    uint64_t road_code, dong_code;
    uint64_t building; /* under, main, sub and emd number, as in an index */
    uint32_t lot;      /* as in an index; 0: none */
    uint32_t zip;
    uint32_t date;   /* yyyymmdd, 0: none */
    uint8_t reason;  /* enum dlb_juso_reason */
    bool is_lot;     /* of the file of lots */
    bool is_nothing; /* an empty line, "No Data" */
};

enum dlb_juso_reason { DLB_JUSO_STANDS, DLB_JUSO_CHANGED, DLB_JUSO_ABOLISHED };

/* NULL, or why it is not a row. */
const char *dlb_juso_row_read(struct dlb_text line, struct dlb_juso_row *row);

/* A name that a code has in at least one row. */
struct dlb_juso_name {
    uint64_t key;  /* as street_key; 0: it does not parse as a name of its kind */
    uint32_t code; /* number of the code, by arrival */
    uint32_t text; /* where in `texts` */
    uint32_t date; /* latest row with it */
    uint32_t district;
};

struct dlb_juso_slot;
struct dlb_juso_map {
    struct dlb_juso_slot *slots;
    size_t cap; /* a power of 2 */
};

/* The codes and names of roads, or of legal dongs, that rows have brought so far. */
struct dlb_juso_names {
    size_t n_codes_max;
    struct dlb_array codes; /* uint64_t, by arrival */
    struct dlb_array names; /* struct dlb_juso_name, by arrival */
    struct dlb_array texts; /* char; a length byte before each */
    struct dlb_juso_map by_code, by_text;
};

/* Number of a code, new or known; DLB_JUSO_NONE when there is no memory or there are too many. */
uint32_t dlb_juso_code(struct dlb_env *env, struct dlb_juso_names *names, uint64_t code);
/* The same, and remember its name; `is_road` says which of the two a row names. */
uint32_t dlb_juso_name(struct dlb_env *env, struct dlb_juso_names *names,
                       const struct dlb_juso_row *row, bool is_road);
void dlb_juso_names_clear(struct dlb_env *env, struct dlb_juso_names *names);

/* A row of the file of buildings; `key` is the same for all rows about one building. */
struct dlb_juso_building {
    uint64_t key; /* road, then under, main, sub and emd number */
    uint32_t dong, lot, date;
    uint32_t zip_reason; /* postcode * 4 + reason */
};

/* A row of the file of lots. */
struct dlb_juso_lot {
    uint64_t key; /* of its building */
    uint32_t dong;
    uint32_t lot_reason; /* lot * 4 + reason: a lot has 29 bits */
};

/* Of roads or of dongs: codes in order, and the names that lead to them. */
struct dlb_juso_ranking {
    struct dlb_sort_item *codes; /* by code; value: number by arrival */
    uint32_t *rank;              /* of a code by arrival */
    uint32_t *best;              /* per rank: the name to show, or DLB_JUSO_NONE */
    struct dlb_sort_item *keys;  /* by key, then rank; each pair once */
    size_t n_codes, n_names, n_keys;
};

enum { DLB_JUSO_ROAD_BIT = 46 }; /* of a row's key: the road, by arrival or by rank */
#define DLB_JUSO_OWN (UINT64_C(1) << 32)

/* All rows, and what remains of them once they are sorted. */
struct dlb_juso_making {
    struct dlb_env *env;
    struct dlb_juso_names roads, dongs;
    struct dlb_array building_rows, lot_rows;
    dolbom_juso_tally tally;
    struct dlb_juso_ranking road_ranks, dong_ranks;
    struct dlb_sort_item *buildings; /* key, now with the road's rank, and row; one for each */
    size_t n_rows, n_buildings;
    struct dlb_sort_item *lots; /* dong's rank and lot; value: building, and OWN if it is that */
    size_t n_lots, lots_cap;
    uint32_t *zips; /* DLB_JUSO_ZIPS of them: the index of each */
    uint32_t n_zips;
};

/* Choose and order what goes into the index (juso_sort.c). */
dolbom_status dlb_juso_sort(struct dlb_juso_making *making, dolbom_error *error);
void dlb_juso_making_clear(struct dlb_juso_making *making);

#endif
