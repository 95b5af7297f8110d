/* SPDX-License-Identifier: Apache-2.0 */
/*
 * urgency.c - how urgent a referral is.
 *
 * It says so itself; or the need that it names does; or, naming none, it is as urgent as the
 * most urgent open need of its class. A need that is found after as_of is not known yet, so a
 * referral that names it names none; and the dead need nothing.
 */
#include "caseload/event_tables.h"

bool dlb_need_is_open(const struct dlb_caseload *caseload, const struct dlb_need *need)
{
    bool open = need->status == DLB_NEED_OPEN || need->status == DLB_NEED_PARTLY;
    return open && need->identified_on <= caseload->as_of;
}

/* The person's open needs by class, the most urgent of a class first; how many. */
static size_t list_needs(const struct dlb_caseload *caseload, uint32_t person,
                         struct dlb_array *room)
{
    uint32_t from = caseload->needs_first[person], to = caseload->needs_first[person + 1];
    struct dlb_sort_item *items = room->data;
    int32_t death = dlb_person_death(caseload, person);
    bool has_died = death != DLB_DAY_NONE && death < caseload->as_of;
    size_t n = 0;
    for (uint32_t i = from; i < to && !has_died; i++) {
        const struct dlb_need *need = &caseload->needs[i];
        if (!dlb_need_is_open(caseload, need)) continue;
        items[n++] = (struct dlb_sort_item){(uint64_t)need->need_class << 8 | need->urgency, 0};
    }
    dlb_sort_in(items, items + (to - from), n);
    return n;
}

static uint8_t most_urgent(const struct dlb_sort_item *items, size_t n, uint32_t need_class)
{
    size_t at = dlb_sort_items_from(items, n, (uint64_t)need_class << 8);
    bool found = at < n && items[at].key >> 8 == need_class;
    return found ? (uint8_t)items[at].key : UINT8_MAX;
}

static bool settle_person(struct dlb_caseload *caseload, uint32_t person, struct dlb_array *room)
{
    size_t n_room = 2 * (size_t)(caseload->needs_first[person + 1] - caseload->needs_first[person]);
    room->n = 0;
    if (!dlb_array_reserve(caseload->env, room, n_room, sizeof(struct dlb_sort_item), UINT32_MAX))
        return false;
    size_t n = list_needs(caseload, person, room);
    uint32_t end = caseload->referrals_first[person + 1];
    for (uint32_t i = caseload->referrals_first[person]; i < end; i++) {
        struct dlb_referral *referral = &caseload->referrals[i];
        bool named = referral->need != DLB_NONE;
        if (named && caseload->needs[referral->need].identified_on > caseload->as_of)
            referral->need = DLB_NONE;
        if (referral->urgency != UINT8_MAX)
            referral->settled_urgency = referral->urgency;
        else if (referral->need != DLB_NONE)
            referral->settled_urgency = caseload->needs[referral->need].urgency;
        else
            referral->settled_urgency = most_urgent(room->data, n, referral->need_class);
    }
    return true;
}

bool dlb_settle_urgencies(struct dlb_caseload *caseload, struct dlb_array *room)
{
    bool done = true;
    for (uint32_t person = 0; person < caseload->n_persons && done; person++) {
        bool refers = caseload->referrals_first[person] < caseload->referrals_first[person + 1];
        if (refers) done = settle_person(caseload, person, room);
    }
    return done;
}
