/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_address.c - comparing addresses.
 *
 *   slot   holds
 *   0      the building: road key, else lot key
 *   1      the lot key, when the address has both; but not when a juso table gave the lot and
 *          other buildings stand on it too: two road numbers are two buildings
 *   2      the unit key (동, 층, 호)
 *   3      district (current code, high half) and road or dong (hash, low half)
 *
 *   unit       the same building, and the same unit
 *   building   the same building by road or by lot; a unit is missing or differs
 *   road       the same road, or the same legal dong or ri
 *   district   the same district
 */
#include "field/field.h"

#include <string.h>

enum { N_LEVELS = DOLBOM_ADDRESS_LEVEL_UNIT + 1 };

static const char *const levels[N_LEVELS] = {"other", "district", "road", "building", "unit"};

/* 0 when the address names neither road nor dong. */
static uint64_t road_hash(const dolbom_address *address)
{
    bool by_road = address->kind != DOLBOM_ADDRESS_LOT || address->main > 0;
    uint64_t hash = by_road ? dlb_hash64(address->road, address->road_len)
                            : dlb_hash_mix(dlb_hash64(address->emd, address->emd_len),
                                           dlb_hash64(address->ri, address->ri_len));
    bool is_named = by_road ? address->road_len > 0 : address->emd_len > 0;
    return is_named ? hash >> 32 | 1 : 0;
}

/* As the keys do: agencies that leave out the gu still agree on the city. */
static uint64_t district_code(const dolbom_address *address)
{
    const struct dlb_district *district = dlb_district_of(address->sigungu_code);
    return district ? district->key : address->sigungu_code;
}

static dolbom_quality encode(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes)
{
    dolbom_address *address = &parsed->address;
    address->struct_size = sizeof *address;
    dlb_address_parse(context, src, address);
    codes[0] = codes[1] = codes[2] = codes[3] = 0;
    if (address->quality < DOLBOM_QUALITY_REPAIRED) return address->quality;
    codes[0] = address->road_key != 0 ? address->road_key : address->lot_key;
    bool has_both = address->road_key != 0 && (address->flags & DOLBOM_ADDRESS_SHARED) == 0;
    codes[1] = has_both ? address->lot_key : 0;
    codes[2] = address->unit_key;
    codes[3] = district_code(address) << 32 | road_hash(address);
    return address->quality;
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    memcpy(dst, parsed->address.text, parsed->address.text_len);
    return parsed->address.text_len;
}

static bool is_missing(const uint64_t *codes)
{
    return codes[0] == 0 && codes[3] == 0;
}

static bool same_building(const uint64_t *left, const uint64_t *right)
{
    if (left[0] != 0 && (left[0] == right[0] || left[0] == right[1])) return true;
    return left[1] != 0 && (left[1] == right[0] || left[1] == right[1]);
}

static unsigned compare(const uint64_t *left, const uint64_t *right)
{
    if (is_missing(left) || is_missing(right)) return DLB_LEVEL_MISSING;
    if (same_building(left, right))
        return left[2] != 0 && left[2] == right[2] ? DOLBOM_ADDRESS_LEVEL_UNIT
                                                   : DOLBOM_ADDRESS_LEVEL_BUILDING;
    bool same_district = left[3] >> 32 != 0 && left[3] >> 32 == right[3] >> 32;
    if (!same_district) return DOLBOM_ADDRESS_LEVEL_OTHER;
    bool same_road = (uint32_t)left[3] != 0 && left[3] == right[3];
    return same_road ? DOLBOM_ADDRESS_LEVEL_ROAD : DOLBOM_ADDRESS_LEVEL_DISTRICT;
}

static uint64_t building_key(const uint64_t *codes)
{
    return codes[0];
}

static uint64_t unit_key(const uint64_t *codes)
{
    return codes[0] != 0 && codes[2] != 0 ? dlb_hash_mix(codes[0], codes[2]) : 0;
}

static uint64_t district_key(const uint64_t *codes)
{
    return codes[3] >> 32;
}

static const struct dlb_kind_key keys[] = {
    {"", building_key}, {"unit", unit_key}, {"district", district_key}};

const struct dlb_kind dlb_kind_address = {
    .name = "address",
    .n_slots = 4,
    .n_levels = N_LEVELS,
    .n_keys = 3,
    .frequency_slot = 0,
    .frequency_level = DOLBOM_ADDRESS_LEVEL_BUILDING,
    .levels = levels,
    .keys = keys,
    .encode = encode,
    .write = write,
    .compare = compare,
};
