/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strangers.c - when so many are there at once of whom no two are of one household.
 *
 * Those of one household count once. But somebody may be of two households, whose others are
 * strangers to each other:
 *
 *   household 1   kim lee          lee and park are two; kim counts for neither of them,
 *   household 2   kim park         and so is left out where both are there
 *
 * A home is a household that two or more of the listed share; whoever shares none has one alone.
 * Of each home in which somebody is who has no other, one person counts: to count anybody else
 * instead would gain nothing. So that number is kept up while people come and go, and only those
 * who link several homes are gone through: the ones with the fewest housemates first, each counts
 * unless somebody was counted in one of the homes. No two who share a household are ever counted;
 * as many as can be are, unless households are linked in rings.
 */
#include "rule/kernel.h"

#include <string.h>

/* ---- homes ----------------------------------------------------------------------------------- */

/* The entries say who of the list is of a household. */
static bool note_households(struct dlb_rule_work *work)
{
    const uint32_t *persons = work->list.data, *households;
    dlb_entries_begin(work);
    for (size_t i = 0; i < work->list.n; i++) {
        uint32_t n = dlb_person_households(&work->caseload->households, persons[i], &households);
        for (uint32_t k = 0; k < n; k++) dlb_entry_add(work, households[k], (uint32_t)i);
    }
    return dlb_entries_sort(work);
}

static bool make_room(struct dlb_rule_work *work)
{
    struct dlb_strangers *strangers = &work->strangers;
    size_t n = work->list.n, n_homes = work->entries.n + n;
    bool room = dlb_work_room(work, &strangers->first, n + 1, sizeof(uint32_t)) &&
                dlb_work_room(work, &strangers->homes, n_homes, sizeof(uint32_t)) &&
                dlb_work_room(work, &strangers->is_there, n, sizeof(uint8_t)) &&
                dlb_work_room(work, &strangers->linking, n, sizeof(uint32_t)) &&
                dlb_work_room(work, &strangers->taken, n, sizeof(uint32_t)) &&
                dlb_work_room(work, &strangers->n_in, n_homes, sizeof(uint32_t));
    if (!room) return false;
    memset(strangers->is_there.data, 0, n * sizeof(uint8_t));
    memset(strangers->n_in.data, 0, n_homes * sizeof(uint32_t));
    strangers->n_occupied = strangers->n_linking = 0;
    return true;
}

/* The number of a home is where the first entry of the household lies; the homes of those who share
 * none follow. Returns the number of housemates, who count once for each household they share. */
static uint64_t add_homes(struct dlb_rule_work *work, uint32_t place)
{
    const struct dlb_entry *entries = work->entries.data;
    struct dlb_array *homes = &work->strangers.homes;
    uint32_t *list = homes->data, *first = work->strangers.first.data;
    uint32_t person = ((const uint32_t *)work->list.data)[place];
    const uint32_t *households;
    uint32_t n = dlb_person_households(&work->caseload->households, person, &households);
    uint64_t n_mates = 0;
    first[place] = (uint32_t)homes->n;
    for (uint32_t i = 0; i < n; i++) {
        size_t n_here;
        const struct dlb_entry *here = dlb_entries_of(work, households[i], &n_here);
        if (n_here > 1) list[homes->n++] = (uint32_t)(here - entries);
        n_mates += n_here - 1;
    }
    if (n_mates == 0) list[homes->n++] = (uint32_t)work->entries.n + place;
    first[place + 1] = (uint32_t)homes->n;
    return n_mates;
}

struct homes {
    const uint32_t *list;
    uint32_t n; /* 1 at least */
};

static struct homes homes_of(const struct dlb_strangers *strangers, uint32_t place)
{
    const uint32_t *first = (const uint32_t *)strangers->first.data + place;
    return (struct homes){(const uint32_t *)strangers->homes.data + first[0], first[1] - first[0]};
}

bool dlb_strangers_begin(struct dlb_rule_work *work)
{
    struct dlb_strangers *strangers = &work->strangers;
    uint32_t n = (uint32_t)work->list.n;
    if (!note_households(work) || !make_room(work) || !dlb_work_items(work, n)) return false;
    struct dlb_sort_item *items = work->items.data;
    uint32_t *linking = strangers->linking.data;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t n_mates = add_homes(work, i);
        if (homes_of(strangers, i).n > 1)
            items[strangers->linking.n++] = (struct dlb_sort_item){n_mates, i};
    }
    dlb_sort_in(items, work->spare.data, strangers->linking.n);
    for (size_t i = 0; i < strangers->linking.n; i++) linking[i] = (uint32_t)items[i].value;
    return true;
}

uint32_t dlb_strangers_place(const struct dlb_rule_work *work, uint32_t person)
{
    return (uint32_t)dlb_search_number(0, work->list.n, work->list.data, person);
}

/* ---- who is there ---------------------------------------------------------------------------- */

/* One more (by: 1) or one less (-1) is there. */
static void change(struct dlb_strangers *strangers, uint32_t place, int by)
{
    struct homes homes = homes_of(strangers, place);
    uint32_t *n_in = (uint32_t *)strangers->n_in.data + homes.list[0];
    if (homes.n > 1) {
        strangers->n_linking += by;
        return;
    }
    strangers->n_occupied -= *n_in > 0;
    *n_in += (uint32_t)by;
    strangers->n_occupied += *n_in > 0;
}

void dlb_strangers_come(struct dlb_strangers *strangers, uint32_t place)
{
    uint8_t *is_there = (uint8_t *)strangers->is_there.data + place;
    if (!*is_there) change(strangers, place, 1);
    *is_there = true;
}

void dlb_strangers_go(struct dlb_strangers *strangers, uint32_t place)
{
    uint8_t *is_there = (uint8_t *)strangers->is_there.data + place;
    if (*is_there) change(strangers, place, -1);
    *is_there = false;
}

/* ---- how many are strangers ------------------------------------------------------------------ */

static bool are_empty(const struct dlb_strangers *strangers, struct homes homes)
{
    const uint32_t *n_in = strangers->n_in.data;
    for (uint32_t i = 0; i < homes.n; i++)
        if (n_in[homes.list[i]]) return false;
    return true;
}

static void add_to(struct dlb_strangers *strangers, struct homes homes, int by)
{
    uint32_t *n_in = strangers->n_in.data;
    for (uint32_t i = 0; i < homes.n; i++) n_in[homes.list[i]] += (uint32_t)by;
}

/* How many who link homes are strangers to those who have only one, and to each other. */
static int64_t count_linking(struct dlb_strangers *strangers, int64_t enough)
{
    const uint8_t *is_there = strangers->is_there.data;
    const uint32_t *linking = strangers->linking.data;
    uint32_t *taken = strangers->taken.data;
    int64_t n_taken = 0;
    for (int64_t i = 0, n_left = strangers->n_linking; n_left > 0 && n_taken < enough; i++) {
        struct homes homes = homes_of(strangers, linking[i]);
        n_left -= is_there[linking[i]];
        if (!is_there[linking[i]] || !are_empty(strangers, homes)) continue;
        taken[n_taken++] = linking[i];
        add_to(strangers, homes, 1);
    }
    for (int64_t i = 0; i < n_taken; i++) add_to(strangers, homes_of(strangers, taken[i]), -1);
    return n_taken;
}

int64_t dlb_strangers_count(struct dlb_strangers *strangers, int64_t enough)
{
    if (strangers->n_occupied >= enough) return enough;
    return strangers->n_occupied + count_linking(strangers, enough - strangers->n_occupied);
}

static bool are_many(struct dlb_strangers *strangers, int64_t least)
{
    return strangers->n_occupied + strangers->n_linking >= least &&
           dlb_strangers_count(strangers, least) == least;
}

size_t dlb_strangers_segments(struct dlb_rule_work *work, int64_t least)
{
    if (!dlb_work_segments(work, work->spans.n)) return 0;
    size_t n = dlb_crowd_changes(work), n_segments = 0;
    const struct dlb_sort_item *items = work->items.data;
    const struct dlb_owned_span *spans = work->spans.data;
    struct dlb_span *segments = work->segments.data;
    bool was_many = false;
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i; next < n && items[next].key == items[i].key; next++) {
            uint32_t place = spans[items[next].value >> 1].owner;
            bool ceases = items[next].value & 1;
            (ceases ? dlb_strangers_go : dlb_strangers_come)(&work->strangers, place);
        }
        bool is_many = are_many(&work->strangers, least);
        int32_t day = dlb_sort_number(items[i].key);
        if (is_many && !was_many) segments[n_segments] = (struct dlb_span){day, DLB_DAY_OPEN};
        if (!is_many && was_many) segments[n_segments++].end = day;
        was_many = is_many;
    }
    return n_segments;
}
