/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emd.h - eups, myeons and dongs (읍면동), where they lie, and the ris in them.
 */
#ifndef DLB_EMD_H
#define DLB_EMD_H

#include "field/address/district.h"

/* An eup, myeon, legal dong, or administrative dong without its number; a row of the table. */
struct dlb_emd {
    char16_t name[DLB_PLACE_NAME];
    uint32_t district;   /* of today; the whole of one whose parts nobody can tell */
    const char16_t *ris; /* " 갑곳리 관청리 ", a space on either side of each; NULL: none */
};

extern const struct dlb_emd dlb_emds[]; /* by district, then name */
extern const size_t dlb_n_emds;
extern const uint16_t dlb_emds_by_name[];

/* Changes with every name of the table. */
uint64_t dlb_emds_hash(void);
/*
 * The district in which an eup, myeon or dong of that name lies, if there is one in the province
 * (0: in the country) and in districts of that name (none: in any). 0 if there is none, or
 * several; but the city, where they are gu of one.
 */
uint32_t dlb_emd_district(const struct dlb_units *name, uint32_t province,
                          const struct dlb_units *district_name);
/* Is there one in the district, or in the city of which it is a gu? */
bool dlb_emd_lies_in(const struct dlb_units *name, uint32_t district);
/* The eup or myeon in which a ri lies, if one of the district, or of its city, has that ri. */
const struct dlb_emd *dlb_ri_home(const struct dlb_units *ri, uint32_t district);
/* Is there such a ri in that eup or myeon; or, if it has no name, anywhere in the district? */
bool dlb_ri_lies_in(const struct dlb_units *ri, const struct dlb_units *emd, uint32_t district);

#endif
