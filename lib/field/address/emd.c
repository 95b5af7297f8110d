/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emd.c - looking up eups, myeons, dongs and ris.
 *
 * Asked only about addresses that leave something out: most names of dongs are used once in the
 * country, most names of ris once in their county, and then one name tells the rest.
 */
#include "field/address/emd.h"

/* All gu of a city, and the city itself, have the first four digits of their codes in common. */
static bool is_of_city(uint32_t left, uint32_t right)
{
    return left / 10 == right / 10;
}

/* Order of a row's name and a name: <0, 0, >0. */
static int name_order(const struct dlb_emd *row, const struct dlb_units *name)
{
    for (size_t i = 0; i < name->n; i++) {
        if (i == DLB_PLACE_NAME) return -1;
        if (row->name[i] != name->unit[i]) return row->name[i] < name->unit[i] ? -1 : 1;
    }
    return name->n < DLB_PLACE_NAME && row->name[name->n] != 0;
}

static bool is_name_before(const void *sought, size_t index)
{
    return name_order(dlb_emds + dlb_emds_by_name[index], sought) < 0;
}

static bool has_name(const struct dlb_district *district, const struct dlb_units *name)
{
    size_t i = 0;
    while (i < name->n && i < 6 && district->name[i] == name->unit[i]) i++;
    return i == name->n && (i == 6 || district->name[i] == 0);
}

uint32_t dlb_emd_district(const struct dlb_units *name, uint32_t province,
                          const struct dlb_units *district_name)
{
    uint32_t found = 0;
    size_t i = dlb_search(0, dlb_n_emds, name, is_name_before);
    for (; i < dlb_n_emds; i++) {
        const struct dlb_emd *row = dlb_emds + dlb_emds_by_name[i];
        if (name_order(row, name) != 0) break;
        const struct dlb_district *district = dlb_district_of(row->district);
        bool is_named =
            district_name->n == 0 || (district != NULL && has_name(district, district_name));
        if (!is_named || (province != 0 && row->district / 1000 != province)) continue;
        if (found == 0)
            found = row->district;
        else if (found != row->district && !is_of_city(found, row->district))
            return 0;
        else if (found != row->district)
            found = found / 10 * 10;
    }
    return dlb_district_of(found) != NULL || found / 1000 == 36 ? found : 0;
}

/* ---- ris ------------------------------------------------------------------------------------- */

static bool is_district_before(const void *sought, size_t index)
{
    return dlb_emds[index].district < *(const uint32_t *)sought;
}

/* The first row of a city or county; rows of it lie together. */
static size_t first_of(uint32_t district)
{
    uint32_t least = district / 10 * 10;
    return dlb_search(0, dlb_n_emds, &least, is_district_before);
}

static bool has_ri(const struct dlb_emd *row, const struct dlb_units *ri)
{
    for (const char16_t *at = row->ris; *at != 0; at++) {
        size_t n = 0;
        if (*at != ' ') continue;
        while (n < ri->n && at[1 + n] == ri->unit[n]) n++;
        if (n == ri->n && at[1 + n] == ' ') return true;
    }
    return false;
}

bool dlb_emd_lies_in(const struct dlb_units *name, uint32_t district)
{
    for (size_t i = first_of(district); i < dlb_n_emds; i++) {
        if (!is_of_city(dlb_emds[i].district, district)) break;
        if (name_order(dlb_emds + i, name) == 0) return true;
    }
    return false;
}

const struct dlb_emd *dlb_ri_home(const struct dlb_units *ri, uint32_t district)
{
    const struct dlb_emd *home = NULL;
    for (size_t i = first_of(district); i < dlb_n_emds; i++) {
        if (!is_of_city(dlb_emds[i].district, district)) break;
        if (dlb_emds[i].ris == NULL || !has_ri(dlb_emds + i, ri)) continue;
        if (home != NULL) return NULL;
        home = dlb_emds + i;
    }
    return home;
}

bool dlb_ri_lies_in(const struct dlb_units *ri, const struct dlb_units *emd, uint32_t district)
{
    for (size_t i = first_of(district); i < dlb_n_emds; i++) {
        const struct dlb_emd *row = dlb_emds + i;
        if (!is_of_city(row->district, district)) break;
        bool is_named = emd->n == 0 || name_order(row, emd) == 0;
        if (is_named && row->ris != NULL && has_ri(row, ri)) return true;
    }
    return false;
}

uint64_t dlb_emds_hash(void)
{
    uint64_t hash = dlb_n_emds;
    for (size_t i = 0; i < dlb_n_emds; i++) {
        const struct dlb_emd *row = dlb_emds + i;
        size_t n_ris = 0;
        while (row->ris != NULL && row->ris[n_ris] != 0) n_ris++;
        hash = dlb_hash_mix(hash, row->district);
        hash = dlb_hash64_seeded(row->name, sizeof row->name, hash);
        if (n_ris > 0) hash = dlb_hash64_seeded(row->ris, n_ris * sizeof *row->ris, hash);
    }
    return hash;
}
