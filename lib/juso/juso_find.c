/* SPDX-License-Identifier: Apache-2.0 */
/*
 * juso_find.c - from an address to its building in a juso table, and what the table adds.
 *
 * An address leads somewhere only if it leads to one building. One road name may have several
 * codes within one city, in several gu or eups; where the number exists on more than one of them,
 * the gu that was written decides, else the eup, myeon or dong. A lot on which several buildings
 * stand does not say which of them was meant. Joining two people is worse than missing a pair: when
 * in doubt, nothing is added.
 *
 * What was written stays. Only parts and keys are added, never text, so an address that is written
 * canonically and read again comes out the same.
 */
#include "juso/juso_index.h"

#include <string.h>

enum { FOUND_MAX = 16 }; /* buildings looked at; more would not help */

struct found {
    uint32_t building[FOUND_MAX];
    size_t n; /* FOUND_MAX + 1: too many */
};

static const uint32_t *counts_of(const struct dolbom_juso *juso)
{
    return juso->header->counts;
}

struct sought64 {
    const uint64_t *at, least;
};

static bool is_below64(const void *sought, size_t index)
{
    const struct sought64 *number = sought;
    return number->at[index] < number->least;
}

/* The first of ascending numbers that is not below `least`. */
static size_t lower64(const uint64_t *at, size_t from, size_t end, uint64_t least)
{
    return dlb_search(from, end, &(struct sought64){at, least}, is_below64);
}

/* The group in which an index lies. */
static uint32_t group_of(const uint32_t *first, size_t n_groups, uint32_t place)
{
    return (uint32_t)dlb_search_number(1, n_groups, first, place + 1) - 1;
}

static uint32_t road_of(const struct dolbom_juso *juso, uint32_t building)
{
    return group_of(juso->part[DLB_JUSO_ROAD_BUILDINGS].u32, counts_of(juso)[DLB_JUSO_N_ROADS],
                    building);
}

/* The dong of a building's own lot, or DLB_JUSO_NONE. */
static uint32_t dong_of(const struct dolbom_juso *juso, uint32_t building)
{
    uint32_t lot = juso->part[DLB_JUSO_OWN_LOTS].u32[building];
    if (lot == DLB_JUSO_NONE) return DLB_JUSO_NONE;
    return group_of(juso->part[DLB_JUSO_DONG_LOTS].u32, counts_of(juso)[DLB_JUSO_N_DONGS], lot);
}

/* Add a building unless it is there already. */
static void add(struct found *found, uint32_t building)
{
    for (size_t i = 0; i < found->n && i < FOUND_MAX; i++)
        if (found->building[i] == building) return;
    if (found->n < FOUND_MAX) found->building[found->n] = building;
    if (found->n <= FOUND_MAX) found->n++;
}

/* ---- looking up ------------------------------------------------------------------------------ */

static void find_by_road(const struct dolbom_juso *juso, const struct dlb_address *a,
                         struct found *found)
{
    const uint64_t *keys = juso->part[DLB_JUSO_STREET_KEYS].u64;
    const uint64_t *buildings = juso->part[DLB_JUSO_BUILDINGS].u64;
    const uint32_t *first = juso->part[DLB_JUSO_ROAD_BUILDINGS].u32;
    const size_t n = counts_of(juso)[DLB_JUSO_N_STREETS];
    if (a->main > DLB_JUSO_NUMBER_MAX || a->sub > DLB_JUSO_NUMBER_MAX) return;
    const uint64_t number = (uint64_t)a->under << DLB_JUSO_UNDER_BIT |
                            (uint64_t)a->main << DLB_JUSO_MAIN_BIT |
                            (uint64_t)a->sub << DLB_JUSO_SUB_BIT;
    for (size_t i = lower64(keys, 0, n, a->street_key); i < n && keys[i] == a->street_key; i++) {
        uint32_t road = juso->part[DLB_JUSO_STREET_ROADS].u32[i];
        size_t end = first[road + 1], at = lower64(buildings, first[road], end, number);
        for (; at < end && buildings[at] >> DLB_JUSO_SUB_BIT == number >> DLB_JUSO_SUB_BIT; at++)
            add(found, (uint32_t)at);
    }
}

static void find_by_lot(const struct dolbom_juso *juso, const struct dlb_address *a,
                        struct found *found)
{
    const uint64_t *keys = juso->part[DLB_JUSO_DONG_KEYS].u64;
    const uint32_t *lots = juso->part[DLB_JUSO_LOTS].u32;
    const uint32_t *first = juso->part[DLB_JUSO_DONG_LOTS].u32;
    const size_t n = counts_of(juso)[DLB_JUSO_N_DONG_KEYS];
    if (a->lot_main > DLB_JUSO_LOT_NUMBER_MAX || a->lot_sub > DLB_JUSO_LOT_NUMBER_MAX) return;
    const uint32_t lot = (uint32_t)a->mountain << 28 | a->lot_main << 14 | a->lot_sub;
    for (size_t i = lower64(keys, 0, n, a->street_key); i < n && keys[i] == a->street_key; i++) {
        uint32_t dong = juso->part[DLB_JUSO_DONGS].u32[i];
        size_t end = first[dong + 1], at = dlb_search_number(first[dong], end, lots, lot);
        for (; at < end && lots[at] == lot; at++)
            add(found, juso->part[DLB_JUSO_LOT_BUILDINGS].u32[at]);
    }
}

/* The nth text from an offset on, counted from 0. */
static struct dlb_text text_at(const struct dolbom_juso *juso, uint32_t begin, unsigned nth)
{
    const char *at = juso->part[DLB_JUSO_TEXTS].text + begin;
    while (nth-- > 0) at += 1 + (unsigned char)*at;
    return (struct dlb_text){at + 1, (unsigned char)*at};
}

static bool is_in_district(const struct dolbom_juso *juso, const struct dlb_address *a,
                           uint32_t dong)
{
    return dong != DLB_JUSO_NONE && a->sigungu_code != 0 &&
           juso->part[DLB_JUSO_DONG_DISTRICTS].u32[dong] == a->sigungu_code;
}

static bool is_in_emd(const struct dolbom_juso *juso, const struct dlb_address *a, uint32_t dong)
{
    if (dong == DLB_JUSO_NONE || a->emd_len == 0) return false;
    struct dlb_text emd = text_at(juso, juso->part[DLB_JUSO_DONG_NAMES].u32[dong], 0);
    return dlb_text_equal(emd, (struct dlb_text){a->emd, a->emd_len});
}

/* Keep those in the place that was written, unless there are none. */
static void prefer(const struct dolbom_juso *juso, const struct dlb_address *a, struct found *found,
                   bool (*is_in)(const struct dolbom_juso *juso, const struct dlb_address *a,
                                 uint32_t dong))
{
    size_t n = 0;
    struct found kept = *found;
    for (size_t i = 0; i < found->n; i++)
        if (is_in(juso, a, dong_of(juso, found->building[i])))
            kept.building[n++] = found->building[i];
    kept.n = n;
    if (n > 0) *found = kept;
}

/* The one building that an address leads to, or DLB_JUSO_NONE. */
static uint32_t find(const struct dolbom_juso *juso, const struct dlb_address *a)
{
    struct found found = {.n = 0};
    if (a->road_key != 0)
        find_by_road(juso, a, &found);
    else if (a->lot_key != 0)
        find_by_lot(juso, a, &found);
    if (found.n > FOUND_MAX) return DLB_JUSO_NONE;
    if (found.n > 1) prefer(juso, a, &found, is_in_district);
    if (found.n > 1) prefer(juso, a, &found, is_in_emd);
    return found.n == 1 ? found.building[0] : DLB_JUSO_NONE;
}

/* ---- adding ---------------------------------------------------------------------------------- */

static uint8_t put(char *dst, struct dlb_text text)
{
    memcpy(dst, text.data, text.len);
    return (uint8_t)text.len;
}

static void add_district(const struct dolbom_juso *juso, uint32_t dong, struct dlb_address *a)
{
    uint32_t code = juso->part[DLB_JUSO_DONG_DISTRICTS].u32[dong];
    struct dlb_text name = text_at(juso, juso->part[DLB_JUSO_DONG_NAMES].u32[dong], 2);
    if (code == 0 || name.len == 0 || !dlb_district_is_vague(a->sigungu_code)) return;
    a->sigungu_code = code;
    a->sigungu_len = put(a->sigungu, name);
}

/* Do other buildings stand on a lot too? Equal lots are adjacent. */
static bool is_shared(const struct dolbom_juso *juso, uint32_t dong, uint32_t place)
{
    const uint32_t *lots = juso->part[DLB_JUSO_LOTS].u32;
    const uint32_t *first = juso->part[DLB_JUSO_DONG_LOTS].u32 + dong;
    return (place > first[0] && lots[place - 1] == lots[place]) ||
           (place + 1 < first[1] && lots[place + 1] == lots[place]);
}

static void add_lot(const struct dolbom_juso *juso, uint32_t building, uint32_t dong,
                    struct dlb_address *a)
{
    uint32_t names = juso->part[DLB_JUSO_DONG_NAMES].u32[dong];
    uint32_t place = juso->part[DLB_JUSO_OWN_LOTS].u32[building];
    uint32_t lot = juso->part[DLB_JUSO_LOTS].u32[place];
    struct dlb_text emd = text_at(juso, names, 0);
    if (emd.len == 0) return;
    if (is_shared(juso, dong, place)) a->flags |= DOLBOM_ADDRESS_SHARED;
    a->emd_len = put(a->emd, emd);
    a->ri_len = put(a->ri, text_at(juso, names, 1));
    a->mountain = (uint8_t)(lot >> 28);
    a->lot_main = lot >> 14 & DLB_JUSO_LOT_NUMBER_MAX;
    a->lot_sub = lot & DLB_JUSO_LOT_NUMBER_MAX;
}

static void add_road(const struct dolbom_juso *juso, uint32_t building, uint32_t road,
                     struct dlb_address *a)
{
    uint64_t number = juso->part[DLB_JUSO_BUILDINGS].u64[building];
    struct dlb_text name = text_at(juso, juso->part[DLB_JUSO_ROAD_NAMES].u32[road], 0);
    if (name.len == 0) return;
    a->road_len = put(a->road, name);
    a->under = (uint8_t)(number >> DLB_JUSO_UNDER_BIT);
    a->main = number >> DLB_JUSO_MAIN_BIT & DLB_JUSO_NUMBER_MAX;
    a->sub = number >> DLB_JUSO_SUB_BIT & DLB_JUSO_NUMBER_MAX;
}

/* The last n digits of a number. */
static char *put_digits(char *at, uint64_t value, size_t n)
{
    for (size_t i = n; i-- > 0; value /= 10) at[i] = (char)('0' + value % 10);
    return at + n;
}

/* 시군구 5, 읍면동 3, 도로명번호 7, 지하 1, 본번 5, 부번 5. */
static void add_juso_key(const struct dolbom_juso *juso, uint32_t building, uint32_t road,
                         struct dlb_address *a)
{
    uint64_t code = juso->part[DLB_JUSO_ROAD_CODES].u64[road];
    uint64_t number = juso->part[DLB_JUSO_BUILDINGS].u64[building];
    char *at = put_digits(a->juso_key, code / 10000000, 5);
    at = put_digits(at, number >> DLB_JUSO_EMD_BIT & 1023, 3);
    at = put_digits(at, code, 7);
    at = put_digits(at, number >> DLB_JUSO_UNDER_BIT, 1);
    at = put_digits(at, number >> DLB_JUSO_MAIN_BIT & DLB_JUSO_NUMBER_MAX, 5);
    put_digits(at, number >> DLB_JUSO_SUB_BIT & DLB_JUSO_NUMBER_MAX, 5);
    a->juso_key_len = DLB_JUSO_KEY_DIGITS;
}

/* Fill in what an address does not say, if it leads to exactly one building. */
static void complete(const struct dolbom_juso *juso, struct dlb_address *a)
{
    if (a->quality < DOLBOM_QUALITY_REPAIRED) return;
    uint32_t building = find(juso, a);
    if (building == DLB_JUSO_NONE) return;
    uint32_t road = road_of(juso, building), dong = dong_of(juso, building);
    uint32_t zip = (uint16_t)juso->part[DLB_JUSO_BUILDINGS].u64[building];
    add_juso_key(juso, building, road, a);
    if (a->zip == 0) a->zip = juso->part[DLB_JUSO_ZIPS_USED].u32[zip];
    if (dong != DLB_JUSO_NONE) add_district(juso, dong, a);
    if (dong != DLB_JUSO_NONE && a->lot_main == 0) add_lot(juso, building, dong, a);
    if (a->main == 0) add_road(juso, building, road, a);
    dlb_address_keys(a);
}

void dlb_juso_attach(struct dlb_value_context *context, const struct dolbom_juso *juso)
{
    context->juso = dlb_juso_share(juso);
    context->complete = complete;
}

void dlb_juso_detach(struct dlb_value_context *context)
{
    dolbom_juso_free((dolbom_juso *)context->juso);
    context->juso = NULL;
}

uint64_t dlb_juso_checksum(const struct dolbom_juso *juso)
{
    return juso != NULL ? juso->header->checksum : 0;
}
