/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kind_address.c - comparing addresses.
 *
 *   slot   holds
 *   0      the building: road key, else lot key; where the district is unknown, a hash of road or
 *          dong and number alone
 *   1      the lot key, when the address has both; but not when a juso table gave the lot and
 *          other buildings stand on it too: two road numbers are two buildings
 *   2      the unit key (동, 층, 호); its last bit is 1 where 동 and 호 are both known
 *   3      from the top: district (current code, 17 bits; below 100 a province, all that is
 *          known), road or dong (hash, 30 bits), number on the road or of the lot (17 bits; 0:
 *          unknown)
 *
 *   unit       the same building, and the same unit
 *   building   the same building by road or by lot; a unit is missing or differs
 *   neighbour  the same but for the sub-number; on a road also two buildings further, for
 *              people miscount: numbers grow by two on each side (20 m)
 *   road       the same road, or the same legal dong or ri
 *   district   the same district
 *
 * An address without its district is compared by what is there: with another one like it as if
 * both lay in one district, with a complete one to the level neighbour at most, for a road of
 * that name and number may lie elsewhere, too.
 */
#include "field/kind/parts.h"

#include <stdio.h>
#include <string.h>

#include "field/address/district.h"
#include "field/field.h"

enum {
    NUMBER_BITS = 17,
    NUMBER_MASK = (1 << NUMBER_BITS) - 1,
    STREET_BITS = 30, /* of a hash; the last bit is 1 for a dong or ri, 0 for a road */
    STEPS_MAX = 4,
    PROVINCE_MAX = 99,
    SEJONG = 36 /* a province that is one district */
};

enum { OTHER, DISTRICT, ROAD, NEIGHBOUR, BUILDING, UNIT, N_LEVELS };

static const struct dlb_level levels[N_LEVELS] = {
    [OTHER] = {"other", DOLBOM_ADDRESS_LEVEL_OTHER},
    [DISTRICT] = {"district", DOLBOM_ADDRESS_LEVEL_DISTRICT},
    [ROAD] = {"road", DOLBOM_ADDRESS_LEVEL_ROAD},
    [NEIGHBOUR] = {"neighbour", DOLBOM_ADDRESS_LEVEL_NEIGHBOUR},
    [BUILDING] = {"building", DOLBOM_ADDRESS_LEVEL_BUILDING},
    [UNIT] = {"unit", DOLBOM_ADDRESS_LEVEL_UNIT},
};

/* By its road; a lot's road is known where a juso table gave it. */
static bool is_on_road(const struct dlb_address *address)
{
    return address->kind != DOLBOM_ADDRESS_LOT || address->main > 0;
}

/* 0 when the address names neither road nor dong. */
static uint64_t street_hash(const struct dlb_address *address)
{
    bool by_road = is_on_road(address);
    uint64_t hash = by_road ? dlb_hash64(address->road, address->road_len)
                            : dlb_hash_mix(dlb_hash64(address->emd, address->emd_len),
                                           dlb_hash64(address->ri, address->ri_len));
    bool is_named = by_road ? address->road_len > 0 : address->emd_len > 0;
    return is_named ? (hash >> (64 - STREET_BITS) | 3) - by_road : 0;
}

/* As the keys do: agencies that leave out the gu still agree on the city. */
static uint64_t district_code(const struct dlb_address *address)
{
    const struct dlb_district *district = dlb_district_of(address->sigungu_code);
    if (district) return district->key;
    if (address->sido_code == SEJONG) return SEJONG * 1000;
    return address->sigungu_code != 0 ? address->sigungu_code : address->sido_code;
}

/* The building of an address that has no key, because its district is unknown. */
static uint64_t building_alone(const struct dlb_address *a, uint64_t street)
{
    bool on_road = is_on_road(a);
    uint64_t main = on_road ? a->main : a->lot_main, sub = on_road ? a->sub : a->lot_sub;
    uint64_t series = on_road ? a->under : a->mountain;
    return street != 0 && main != 0 ? dlb_hash_mix(street, series << 40 | main << 20 | sub) : 0;
}

static uint64_t unit_code(const struct dlb_address *address)
{
    bool whole = address->dong_len > 0 && address->ho_len > 0;
    return address->unit_key ? (address->unit_key | 3) - !whole : 0;
}

uint64_t dlb_address_codes_flat(const uint64_t *codes)
{
    bool placed = codes[3] >> (STREET_BITS + NUMBER_BITS) > PROVINCE_MAX;
    return placed && codes[0] && codes[2] & 1 ? dlb_hash_mix(codes[0], codes[2]) : 0;
}

static dolbom_quality parse(const struct dlb_value_context *context, struct dlb_text src,
                            union dlb_parsed *parsed)
{
    dlb_address_parse(context, src, &parsed->address);
    return parsed->address.quality;
}

static dolbom_quality encode(const struct dlb_value_context *context, struct dlb_text src,
                             union dlb_parsed *parsed, uint64_t *codes)
{
    const struct dlb_address *address = &parsed->address;
    parse(context, src, parsed);
    codes[0] = codes[1] = codes[2] = codes[3] = 0;
    if (address->quality < DOLBOM_QUALITY_REPAIRED) return address->quality;
    codes[0] = address->road_key != 0 ? address->road_key : address->lot_key;
    bool has_both = address->road_key != 0 && (address->flags & DOLBOM_ADDRESS_SHARED) == 0;
    codes[1] = has_both ? address->lot_key : 0;
    codes[2] = unit_code(address);
    uint64_t number = is_on_road(address) ? address->main : address->lot_main;
    uint64_t street = street_hash(address);
    codes[3] =
        district_code(address) << (STREET_BITS + NUMBER_BITS) | street << NUMBER_BITS | number;
    if (codes[0] == 0) codes[0] = building_alone(address, street);
    return address->quality;
}

static size_t write(const union dlb_parsed *parsed, struct dlb_text src, char *dst)
{
    (void)src;
    memcpy(dst, parsed->address.text, parsed->address.text_len);
    return parsed->address.text_len;
}

/* ---- parts ----------------------------------------------------------------------------------- */

/* "경기도 남양주시|경춘로|0|1037|0": what a key is a hash of, for people to read; the city, for
 * agencies leave out its gu. */
static void put_keys(const struct dlb_address *a, struct dlb_parts *parts)
{
    char key[512];
    int n = snprintf(key, sizeof key, "%.*s%s%.*s|", (int)a->sido_len, a->sido,
                     a->sido_len && a->city_len ? " " : "", (int)a->city_len, a->city);
    if (a->road_key) {
        snprintf(key + n, sizeof key - (size_t)n, "%.*s|%u|%u|%u", (int)a->road_len, a->road,
                 a->under, a->main, a->sub);
        dlb_parts_word(parts, "road_key", key);
    }
    if (a->lot_key) {
        snprintf(key + n, sizeof key - (size_t)n, "%.*s%s%.*s|%u|%u|%u", (int)a->emd_len, a->emd,
                 a->ri_len ? " " : "", (int)a->ri_len, a->ri, a->mountain, a->lot_main, a->lot_sub);
        dlb_parts_word(parts, "lot_key", key);
    }
}

/* Codes of districts, and the numbers beside those of the canonical text. */
static void put_numbers(const struct dlb_address *a, struct dlb_parts *parts)
{
    bool was_another = a->sigungu_code_written != a->sigungu_code;
    dlb_parts_nonzero(parts, "code", a->sigungu_code);
    dlb_parts_nonzero(parts, "written", was_another ? a->sigungu_code_written : 0);
    dlb_parts_put(parts, "city", a->city, a->city_len);
    dlb_parts_nonzero(parts, "under", a->under);
    dlb_parts_nonzero(parts, "lot_main", a->lot_main);
    dlb_parts_nonzero(parts, "lot_sub", a->lot_sub);
}

/* What the canonical text says, and what comes after it. */
static void put_place(const struct dlb_address *a, struct dlb_parts *parts)
{
    bool on_road = a->kind == DOLBOM_ADDRESS_ROAD || a->kind == DOLBOM_ADDRESS_BOTH;
    dlb_parts_put(parts, "sido", a->sido, a->sido_len);
    dlb_parts_put(parts, "sigungu", a->sigungu, a->sigungu_len);
    dlb_parts_put(parts, "emd", a->emd, a->emd_len);
    dlb_parts_put(parts, "ri", a->ri, a->ri_len);
    dlb_parts_put(parts, "road", a->road, a->road_len);
    if (on_road || a->lot_main) {
        dlb_parts_number(parts, "main", on_road ? a->main : a->lot_main);
        dlb_parts_number(parts, "sub", on_road ? a->sub : a->lot_sub);
    }
    if (a->mountain) dlb_parts_word(parts, "san", "1");
    dlb_parts_put(parts, "dong", a->dong, a->dong_len);
    dlb_parts_put(parts, "floor", a->floor, a->floor_len);
    dlb_parts_put(parts, "ho", a->ho, a->ho_len);
    char zip[8];
    snprintf(zip, sizeof zip, "%05u", a->zip % 100000);
    if (a->zip) dlb_parts_word(parts, "zip", zip);
}

static void parts(const union dlb_parsed *parsed, struct dlb_parts *parts)
{
    static const char *const kinds[] = {"none", "road", "lot", "both"};
    static const char *const words[] = {"renamed", "inferred", "mended", "dropped", "shared"};
    const struct dlb_address *a = &parsed->address;
    put_place(a, parts);
    dlb_parts_word(parts, "kind", kinds[a->kind]);
    put_keys(a, parts);
    put_numbers(a, parts);
    dlb_parts_flags(parts, a->flags, words, sizeof words / sizeof *words);
    dlb_parts_put(parts, "juso", a->juso_key, a->juso_key_len);
}

/* ---- levels ---------------------------------------------------------------------------------- */

static bool is_missing(const uint64_t *codes)
{
    return codes[0] == 0 && codes[3] == 0;
}

static bool same_building(const uint64_t *left, const uint64_t *right)
{
    if (left[0] != 0 && (left[0] == right[0] || left[0] == right[1])) return true;
    return left[1] != 0 && (left[1] == right[0] || left[1] == right[1]);
}

static uint64_t district_of(const uint64_t *codes)
{
    return codes[3] >> (STREET_BITS + NUMBER_BITS);
}

static uint64_t street_of(const uint64_t *codes)
{
    return codes[3] >> NUMBER_BITS & ((1u << STREET_BITS) - 1);
}

/* Of two on the same road or in the same dong. */
static bool are_neighbours(const uint64_t *left, const uint64_t *right)
{
    uint32_t a = left[3] & NUMBER_MASK, b = right[3] & NUMBER_MASK;
    if (a == 0 || b == 0) return false;
    bool on_road = (street_of(left) & 1) == 0;
    return a == b || (on_road && (a < b ? b - a : a - b) <= STEPS_MAX);
}

/* Of one building. */
static unsigned compare_units(const uint64_t *left, const uint64_t *right)
{
    return left[2] != 0 && left[2] == right[2] ? UNIT : BUILDING;
}

static bool is_district(uint64_t code)
{
    return code > PROVINCE_MAX;
}

/* Where at least one of the districts is unknown. */
static unsigned compare_alone(const uint64_t *left, const uint64_t *right)
{
    uint64_t a = district_of(left), b = district_of(right);
    bool one_is_known = is_district(a) || is_district(b);
    uint64_t province_a = is_district(a) ? a / 1000 : a, province_b = is_district(b) ? b / 1000 : b;
    if (province_a != 0 && province_b != 0 && province_a != province_b) return OTHER;
    if (same_building(left, right)) return compare_units(left, right);
    bool same_street = street_of(left) != 0 && street_of(left) == street_of(right);
    if (!same_street) return OTHER;
    if (one_is_known) return ((left[3] ^ right[3]) & NUMBER_MASK) == 0 ? NEIGHBOUR : OTHER;
    return are_neighbours(left, right) ? NEIGHBOUR : ROAD;
}

static unsigned compare(const uint64_t *left, const uint64_t *right)
{
    uint64_t district = district_of(left);
    if (is_missing(left) || is_missing(right)) return DLB_LEVEL_MISSING;
    if (!is_district(district) || !is_district(district_of(right)))
        return compare_alone(left, right);
    if (same_building(left, right)) return compare_units(left, right);
    if (district != district_of(right)) return OTHER;
    bool same_street = street_of(left) != 0 && street_of(left) == street_of(right);
    if (!same_street) return DISTRICT;
    return are_neighbours(left, right) ? NEIGHBOUR : ROAD;
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
    uint64_t district = district_of(codes);
    return is_district(district) ? district : 0;
}

static const struct dlb_kind_key keys[] = {
    {"", building_key}, {"unit", unit_key}, {"district", district_key}};

const struct dlb_kind dlb_kind_address = {
    .name = "address",
    .n_slots = 4,
    .n_levels = N_LEVELS,
    .n_keys = 3,
    .frequency_slot = 0,
    .frequency_level = BUILDING,
    .levels = levels,
    .keys = keys,
    .parse = parse,
    .encode = encode,
    .write = write,
    .parts = parts,
    .compare = compare,
};
