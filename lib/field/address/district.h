/* SPDX-License-Identifier: Apache-2.0 */
/*
 * district.h - districts and what has become of them.
 */
#ifndef DLB_DISTRICT_H
#define DLB_DISTRICT_H

#include "field/address/units.h"

/* A city, county or gu (시군구) of today or of before; a row of the generated table. */
struct dlb_district {
    char16_t name[6];   /* the last level: "중원구"; NUL-terminated */
    uint32_t code;      /* 5 digits, the first two the province's */
    uint32_t parent;    /* the city this gu belongs to; 0 for all others */
    uint32_t key;       /* the district that keys use: a gu's city, else nearly always itself */
    uint32_t successor; /* what it is part of since it went; 0 if it stands or was divided */
    uint32_t created;   /* yyyymmdd */
    uint32_t abolished; /* yyyymmdd; 0 while it stands */
    uint32_t parts;     /* DLB_DISTRICT_… */
};

enum {
    DLB_DISTRICT_HAS_GU = 1, /* rows name it as their parent */
    DLB_DISTRICT_DIVIDED = 2 /* rows of dlb_district_splits are about it */
};

enum { DLB_PLACE_NAME = 8 };

/* What a place in a district tells; ordered by district, then by name. */
struct dlb_place {
    char16_t name[DLB_PLACE_NAME]; /* an eup, myeon or dong as written */
    char16_t is[DLB_PLACE_NAME];   /* what it is called; empty where only gu counts */
    uint32_t district;
    uint32_t gu; /* where it lies today; 0 where only its name counts */
};

/* A table of places. */
struct dlb_places {
    const struct dlb_place *rows;
    size_t n;
};

enum { DLB_DISTRICT_SLOTS = 1024 };
extern const struct dlb_district dlb_districts[];
extern const size_t dlb_n_districts;
extern const uint16_t dlb_district_slots[DLB_DISTRICT_SLOTS];
extern const uint16_t dlb_district_order[];
/* Of a district as written that was divided, or gave places to another one: the eup, myeon or
 * dong tells the district of today. */
extern const struct dlb_places dlb_district_splits;
/* Of a city or county of today: an eup or myeon that is called otherwise ("도암면"). */
extern const struct dlb_places dlb_eup_renames;
/* Of a district as keys use it: an administrative dong (행정동) and the one legal dong in which
 * it lies, where its name does not tell ("은천동", "봉천동"); the same name, where it lies in
 * several and none is called like it without its number ("원효로1동"). */
extern const struct dlb_places dlb_admin_dongs;

/* The rows that bear this name, *count of them, or NULL. */
const struct dlb_district *dlb_district_named(const char16_t *name, size_t n, size_t *count);
/* The row of a code, or NULL (also for Sejong, a province without districts). */
const struct dlb_district *dlb_district_of(uint32_t code);
/* What a district has become, whatever was divided, and its code; NULL for Sejong. */
const struct dlb_district *dlb_district_heir(const struct dlb_district *row, uint32_t *code);
/* The row of a place, or NULL. */
const struct dlb_place *dlb_place_find(const struct dlb_places *places, uint32_t district,
                                       const struct dlb_units *name);
/* The name becomes what the table says; false (and nothing changed) when it says nothing. */
bool dlb_place_rename(const struct dlb_places *places, uint32_t district, struct dlb_units *name);

/* Changes with every name of a district or place that the library knows. */
uint64_t dlb_districts_hash(void);

#endif
