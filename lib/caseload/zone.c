/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zone.c - where a person lives.
 *
 * The newest record that names a zone decides, also when the policy does not know the zone;
 * only where none names one, the newest whose address lies in the area of exactly one zone.
 */
#include "caseload/caseload.h"

#include <string.h>

struct sought_zone {
    const struct dlb_caseload *caseload;
    struct dlb_text id;
};

static bool is_before_zone(const void *sought, size_t i)
{
    const struct sought_zone *zone = sought;
    return dlb_text_order(zone->caseload->zones[i].id, zone->id) < 0;
}

static uint32_t zone_named(const struct dlb_caseload *caseload, struct dlb_text id)
{
    struct sought_zone sought = {caseload, id};
    size_t n = caseload->n_zones, i = dlb_search(0, n, &sought, is_before_zone);
    for (; i < n && dlb_text_equal(caseload->zones[i].id, id); i++)
        if (dlb_valid_on(caseload->zones[i].valid, caseload->as_of)) return (uint32_t)i;
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

int32_t dlb_member_changed_on(const struct dlb_member *member)
{
    bool updated = member->updated_at > member->registered_on; /* DLB_DAY_NONE is before all */
    return updated ? member->updated_at : member->registered_on;
}

/* Of a person's records that say something about it the newest, the first of one day; NULL
 * when none does. */
static const struct dlb_member *newest_record(const struct dlb_caseload *caseload, uint32_t person,
                                              uint32_t (*says)(const struct dlb_caseload *,
                                                               const struct dlb_member *))
{
    const struct dlb_member *newest = NULL;
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        const struct dlb_member *member = &caseload->members[caseload->person_members[i]];
        bool older = newest && dlb_member_changed_on(member) <= dlb_member_changed_on(newest);
        if (!older && says(caseload, member)) newest = member;
    }
    return newest;
}

static uint32_t says_zone(const struct dlb_caseload *caseload, const struct dlb_member *member)
{
    (void)caseload;
    return member->zone_id.len > 0;
}

/* The place of the zone around an address, from 1; 0: none. */
static uint32_t says_place(const struct dlb_caseload *caseload, const struct dlb_member *member)
{
    return member->sigungu_code ? zone_around(caseload, member->sigungu_code) + 1 : 0;
}

uint32_t dlb_person_zone(const struct dlb_caseload *caseload, uint32_t person)
{
    const struct dlb_member *named = newest_record(caseload, person, says_zone);
    if (named) return zone_named(caseload, named->zone_id);
    const struct dlb_member *placed = newest_record(caseload, person, says_place);
    return placed ? says_place(caseload, placed) - 1 : DLB_NO_CODE;
}
