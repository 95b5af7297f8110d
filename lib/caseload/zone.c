/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone.c - where a person lives: the zone that the newest record names, or that the zones'
 * area codes give for its address.
 */
#include "caseload/caseload.h"

#include <string.h>

static uint32_t zone_named(const struct dlb_caseload *caseload, struct dlb_text id)
{
    uint32_t low = 0, high = caseload->n_zones;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dlb_text_order(caseload->zones[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < caseload->n_zones && dlb_text_equal(caseload->zones[low].id, id); low++)
        if (dlb_valid_on(caseload->zones[low].valid, caseload->as_of)) return low;
    return DLB_NO_CODE;
}

enum { SIGUNGU_DIGITS = 5 };

static bool is_prefix(struct dlb_text prefix, const char *text, size_t len)
{
    return prefix.len && prefix.len <= len && !memcmp(prefix.data, text, prefix.len);
}

static uint32_t zone_around(const struct dlb_caseload *caseload, uint32_t sigungu_code)
{
    char digits[SIGUNGU_DIGITS];
    for (unsigned i = SIGUNGU_DIGITS; i-- > 0; sigungu_code /= 10)
        digits[i] = (char)('0' + sigungu_code % 10);
    uint32_t found = DLB_NO_CODE;
    size_t len = 0;
    for (uint32_t i = 0; i < caseload->n_zones; i++) {
        const struct dlb_zone *zone = &caseload->zones[i];
        if (!is_prefix(zone->area_code, digits, SIGUNGU_DIGITS) || zone->area_code.len < len ||
            !dlb_valid_on(zone->valid, caseload->as_of))
            continue;
        bool tied =
            zone->area_code.len == len && !dlb_text_equal(zone->id, caseload->zones[found].id);
        found = tied ? DLB_NO_CODE : i;
        len = zone->area_code.len;
    }
    return found;
}

static uint32_t zone_of(const struct dlb_caseload *caseload, const struct dlb_member *member)
{
    uint32_t zone = member->zone_id.len ? zone_named(caseload, member->zone_id) : DLB_NO_CODE;
    if (zone == DLB_NO_CODE && member->sigungu_code)
        zone = zone_around(caseload, member->sigungu_code);
    return zone;
}

static bool is_newer(const struct dlb_member *left, const struct dlb_member *right)
{
    if (left->updated_at != right->updated_at) return left->updated_at > right->updated_at;
    return left->registered_on > right->registered_on;
}

uint32_t dlb_person_zone(const struct dlb_caseload *caseload, uint32_t person)
{
    const struct dlb_member *newest = NULL;
    uint32_t found = DLB_NO_CODE;
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        const struct dlb_member *member = &caseload->members[caseload->person_members[i]];
        uint32_t zone = zone_of(caseload, member);
        if (zone == DLB_NO_CODE || (newest && !is_newer(member, newest))) continue;
        newest = member;
        found = zone;
    }
    return found;
}
