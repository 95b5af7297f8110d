/* SPDX-License-Identifier: Apache-2.0 */
/*
 * district.c - looking up the cities, counties and gu of Korea.
 *
 * The rows (district_table.c) are ordered by name, so that all districts of one name lie
 * together: there are six 중구. A hash of the name leads to the first of them. A name of
 * before ("마산시") is a row like any other that names its successor; where a district was
 * divided, its successor is 0 and the eup, myeon or dong tells the part (dlb_district_splits).
 */
#include "field/address/district.h"

#include "field/field.h"

static bool same_name(const char16_t row[6], const char16_t *name, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (row[i] != name[i]) return false;
    return n == 6 || row[n] == 0;
}

/* As in make_district_table.py. */
static uint32_t slot_of(const char16_t *name, size_t n)
{
    uint32_t code = 0;
    for (size_t i = 0; i < n; i++) code = code * 31 + name[i];
    return code * UINT32_C(0x9E3779B1) >> 22;
}

const struct dlb_district *dlb_district_named(const char16_t *name, size_t n, size_t *count)
{
    *count = 0;
    if (n == 0 || n > 6) return NULL;
    for (uint32_t slot = slot_of(name, n); dlb_district_slots[slot] != 0;
         slot = (slot + 1) % DLB_DISTRICT_SLOTS) {
        size_t first = dlb_district_slots[slot] - 1u, end = first;
        while (end < dlb_n_districts && same_name(dlb_districts[end].name, name, n)) end++;
        *count = end - first;
        if (*count > 0) return dlb_districts + first;
    }
    return NULL;
}

static bool is_below_code(const void *sought, size_t index)
{
    return dlb_districts[dlb_district_order[index]].code < *(const uint32_t *)sought;
}

const struct dlb_district *dlb_district_of(uint32_t code)
{
    size_t at = dlb_search(0, dlb_n_districts, &code, is_below_code);
    if (at == dlb_n_districts) return NULL;
    const struct dlb_district *row = dlb_districts + dlb_district_order[at];
    return row->code == code ? row : NULL;
}

const struct dlb_district *dlb_district_heir(const struct dlb_district *row, uint32_t *code)
{
    *code = row->code;
    while (row != NULL && row->successor != 0) {
        *code = row->successor;
        row = dlb_district_of(*code);
    }
    return row;
}

/* Order of a row and what is looked for: by district, then as characters. */
static int place_order(const struct dlb_place *row, uint32_t district, const struct dlb_units *name)
{
    if (row->district != district) return row->district < district ? -1 : 1;
    for (size_t i = 0; i < name->n; i++)
        if (row->name[i] != name->unit[i]) return row->name[i] < name->unit[i] ? -1 : 1;
    return name->n < DLB_PLACE_NAME && row->name[name->n] != 0;
}

struct place_sought {
    const struct dlb_place *rows;
    const struct dlb_units *name;
    uint32_t district;
};

static bool is_below_place(const void *sought, size_t index)
{
    const struct place_sought *place = sought;
    return place_order(place->rows + index, place->district, place->name) < 0;
}

const struct dlb_place *dlb_place_find(const struct dlb_places *places, uint32_t district,
                                       const struct dlb_units *name)
{
    const struct place_sought sought = {places->rows, name, district};
    if (name->n > DLB_PLACE_NAME) return NULL;
    size_t at = dlb_search(0, places->n, &sought, is_below_place);
    bool is_found = at < places->n && place_order(places->rows + at, district, name) == 0;
    return is_found ? places->rows + at : NULL;
}

bool dlb_place_rename(const struct dlb_places *places, uint32_t district, struct dlb_units *name)
{
    const struct dlb_place *row = dlb_place_find(places, district, name);
    if (row == NULL) return false;
    for (name->n = 0; name->n < DLB_PLACE_NAME && row->is[name->n] != 0; name->n++)
        name->unit[name->n] = row->is[name->n];
    return true;
}

bool dlb_district_is_vague(uint32_t sigungu_code)
{
    const struct dlb_district *row = dlb_district_of(sigungu_code);
    return row != NULL && ((row->parts & DLB_DISTRICT_HAS_GU) != 0 || row->abolished != 0);
}

uint64_t dlb_districts_hash(void)
{
    const struct dlb_places *const places[] = {&dlb_district_splits, &dlb_eup_renames,
                                               &dlb_admin_dongs};
    uint64_t hash = dlb_hash64(dlb_districts, dlb_n_districts * sizeof *dlb_districts);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct dlb_place *rows = places[i]->rows;
        hash = dlb_hash_mix(hash, dlb_hash64(rows, places[i]->n * sizeof *rows));
    }
    return hash;
}
