/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_index.h - the bytes of an index of addresses.
 */
#ifndef DLB_JUSO_INDEX_H
#define DLB_JUSO_INDEX_H

#include "juso/juso.h"

/*
 * An index is a header followed by sections, each of which begins at a multiple of 8. A road's
 * buildings lie together, in the order of their numbers; so do a legal dong's lots. A parsed
 * address leads to them through the same hashes that its keys use.
 *
 *   street key -> roads -> buildings of the road -> own lot, postcode
 *   dong key   -> dongs -> lots of the dong      -> building
 *
 *   building   under 2 | main 17 | sub 17 | 읍면동번호 10 | postcode's place 16    bits
 *   lot        mountain 1 | main 14 | sub 14
 */
enum dlb_juso_section {
    DLB_JUSO_ROAD_CODES,     /* u64, ascending: 도로명코드 */
    DLB_JUSO_ROAD_NAMES,     /* u32: where its text begins */
    DLB_JUSO_ROAD_BUILDINGS, /* u32: its first building; one more for the end */
    DLB_JUSO_STREET_KEYS,    /* u64, ascending: street_key of an address */
    DLB_JUSO_STREET_ROADS,   /* u32: a road of that name */
    DLB_JUSO_DONG_CODES,     /* u64, ascending: 법정동코드 */
    DLB_JUSO_DONG_NAMES,     /* u32: where the texts of emd, ri and sigungu begin */
    DLB_JUSO_DONG_DISTRICTS, /* u32: sigungu code of today */
    DLB_JUSO_DONG_LOTS,      /* u32: its first lot; one more for the end */
    DLB_JUSO_DONG_KEYS,      /* u64, ascending: street_key of an address by lot */
    DLB_JUSO_DONGS,          /* u32: a dong of that name */
    DLB_JUSO_ZIPS_USED,      /* u32, ascending; the first is 0: none */
    DLB_JUSO_BUILDINGS,      /* u64, ascending within a road */
    DLB_JUSO_OWN_LOTS,       /* u32: index in LOTS, or DLB_JUSO_NONE */
    DLB_JUSO_LOTS,           /* u32, non-descending within a dong */
    DLB_JUSO_LOT_BUILDINGS,  /* u32: index in BUILDINGS */
    DLB_JUSO_TEXTS,          /* a length byte before each */
    DLB_JUSO_SECTIONS
};

enum dlb_juso_count {
    DLB_JUSO_N_ROADS,
    DLB_JUSO_N_STREETS,
    DLB_JUSO_N_DONGS,
    DLB_JUSO_N_DONG_KEYS,
    DLB_JUSO_N_ZIPS,
    DLB_JUSO_N_BUILDINGS,
    DLB_JUSO_N_LOTS,
    DLB_JUSO_N_TEXT, /* bytes */
    DLB_JUSO_ROADS_UNREAD,
    DLB_JUSO_DONGS_UNREAD,
    DLB_JUSO_COUNTS
};

#define DLB_JUSO_NONE UINT32_MAX
#define DLB_JUSO_MAGIC "dolbjuso"

enum {
    DLB_JUSO_VERSION = 1, /* increases whenever the layout changes */
    DLB_JUSO_ROADS_MAX = 1 << 18,
    DLB_JUSO_DONGS_MAX = 1 << 15,
    DLB_JUSO_ZIPS_MAX = 1 << 16,
    DLB_JUSO_ZIPS = 100000, /* number of possible postcodes */
    DLB_JUSO_UNDER_BIT = 60,
    DLB_JUSO_MAIN_BIT = 43,
    DLB_JUSO_SUB_BIT = 26,
    DLB_JUSO_EMD_BIT = 16,
    DLB_JUSO_NUMBER_MAX = (1 << 17) - 1,
    DLB_JUSO_LOT_NUMBER_MAX = (1 << 14) - 1,
    DLB_JUSO_LOT_BITS = 29,
    DLB_JUSO_NAME_MAX = 60, /* bytes of a road, emd, ri or district */
};

struct dlb_juso_header {
    char magic[8];
    uint64_t version;  /* DLB_JUSO_VERSION; also tells the byte order */
    uint64_t checksum; /* of all that follows */
    uint64_t n_bytes;  /* header and sections */
    uint64_t names;    /* dlb_address_version() of the library that made it */
    uint32_t counts[DLB_JUSO_COUNTS];
};

/* A section as an array of its own type. */
union dlb_juso_part {
    const void *bytes;
    const uint64_t *u64;
    const uint32_t *u32;
    const char *text;
};

struct dolbom_juso {
    struct dlb_env *env;
    atomic_uint n_users;
    const struct dlb_juso_header *header;
    union dlb_juso_part part[DLB_JUSO_SECTIONS];
};

/* Where each section begins, and where the last one ends; from the counts alone. */
void dlb_juso_layout(const uint32_t counts[DLB_JUSO_COUNTS],
                     uint64_t begins[DLB_JUSO_SECTIONS + 1]);
/* Add a reference to an index; returns it. */
struct dolbom_juso *dlb_juso_share(const struct dolbom_juso *juso);

#endif
