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
 * So persons are taken one after the other, those with the fewest housemates first, and whoever is
 * of a household with one who was taken is passed over. No two who share a household are ever
 * counted; as many as can be are, unless households are linked in rings.
 */
#include "rule/kernel.h"

enum { BITS = 64 };

static bool is_listed(const struct dlb_rule_work *work, uint32_t person)
{
    size_t n;
    dlb_entries_of(work, person, &n);
    return n > 0;
}

/* Housemates among the listed, for each household they share. Who has one household is a stranger
 * to nobody's stranger: none. */
static uint32_t count_mates(const struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_households *households = &work->caseload->households;
    const uint32_t *list;
    uint32_t n = dlb_person_households(households, person, &list), n_mates = 0;
    for (uint32_t i = 0; n > 1 && i < n; i++) {
        const struct dlb_household *household = &households->list[list[i]];
        for (uint32_t k = 0; k < household->n; k++) {
            uint32_t mate = households->persons[household->first + k];
            n_mates += mate != person && is_listed(work, mate);
        }
    }
    return n_mates;
}

/* The entries say where the persons of work->list stand in it. */
static bool note_places(struct dlb_rule_work *work)
{
    const uint32_t *persons = work->list.data;
    dlb_entries_begin(work);
    for (size_t i = 0; i < work->list.n; i++) dlb_entry_add(work, persons[i], (uint32_t)i);
    return dlb_entries_sort(work);
}

bool dlb_strangers_begin(struct dlb_rule_work *work)
{
    const uint32_t *persons = work->list.data;
    size_t n = work->list.n;
    if (!note_places(work) || !dlb_work_items(work, n)) return false;
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){count_mates(work, persons[i]), persons[i]};
    return dlb_work_sort_list(work, n) == n && note_places(work);
}

uint32_t dlb_strangers_place(const struct dlb_rule_work *work, uint32_t person)
{
    size_t n;
    return dlb_entries_of(work, person, &n)->row;
}

/* ---- who is there --------------------------------------------------------------------------- */

bool dlb_strangers_nobody(struct dlb_rule_work *work)
{
    size_t n_words = (work->list.n + BITS - 1) / BITS;
    work->there.n = work->taken.n = 0;
    uint64_t *there =
        dlb_array_reserve(work->env, &work->there, n_words, sizeof *there, UINT32_MAX);
    uint32_t *taken =
        dlb_array_reserve(work->env, &work->taken, work->list.n, sizeof *taken, UINT32_MAX);
    if (!there || !taken) {
        dlb_findings_no_memory(work->findings);
        return false;
    }
    work->there.n = n_words;
    for (size_t i = 0; i < n_words; i++) there[i] = 0;
    return true;
}

void dlb_strangers_come(struct dlb_rule_work *work, uint32_t place)
{
    uint64_t *there = work->there.data;
    there[place / BITS] |= (uint64_t)1 << place % BITS;
}

static void go(struct dlb_rule_work *work, uint32_t place)
{
    uint64_t *there = work->there.data;
    there[place / BITS] &= ~((uint64_t)1 << place % BITS);
}

struct sought_mate {
    const uint32_t *persons;
    uint32_t person;
};

static bool is_before_mate(const void *sought, size_t i)
{
    const struct sought_mate *mate = sought;
    return mate->persons[i] < mate->person;
}

static bool is_in_household(const struct dlb_households *households, uint32_t i, uint32_t person)
{
    const struct dlb_household *household = &households->list[i];
    const uint32_t *persons = households->persons + household->first;
    size_t at = dlb_search(0, household->n, &(struct sought_mate){persons, person}, is_before_mate);
    return at < household->n && persons[at] == person;
}

static bool share_household(const struct dlb_households *households, uint32_t a, uint32_t b)
{
    const uint32_t *of_a, *of_b;
    uint32_t n_a = dlb_person_households(households, a, &of_a);
    uint32_t n_b = dlb_person_households(households, b, &of_b);
    if (n_b < n_a) return share_household(households, b, a);
    for (uint32_t i = 0; i < n_a; i++)
        if (is_in_household(households, of_a[i], b)) return true;
    return false;
}

static bool is_stranger(const struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_households *households = &work->caseload->households;
    const uint32_t *taken = work->taken.data;
    for (size_t i = 0; i < work->taken.n; i++)
        if (share_household(households, taken[i], person)) return false;
    return true;
}

int64_t dlb_strangers_count(struct dlb_rule_work *work, int64_t enough)
{
    const uint64_t *there = work->there.data;
    const uint32_t *persons = work->list.data;
    uint32_t *taken = work->taken.data;
    work->taken.n = 0;
    for (size_t w = 0; w < work->there.n; w++)
        for (uint64_t left = there[w]; left; left &= left - 1) {
            uint32_t person = persons[w * BITS + (size_t)__builtin_ctzll(left)];
            if (!is_stranger(work, person)) continue;
            taken[work->taken.n++] = person;
            if ((int64_t)work->taken.n == enough) return enough;
        }
    return (int64_t)work->taken.n;
}

size_t dlb_strangers_segments(struct dlb_rule_work *work, int64_t least)
{
    if (!dlb_work_segments(work, work->spans.n) || !dlb_strangers_nobody(work)) return 0;
    size_t n = dlb_crowd_changes(work), n_segments = 0;
    const struct dlb_sort_item *items = work->items.data;
    const struct dlb_owned_span *spans = work->spans.data;
    struct dlb_span *segments = work->segments.data;
    int64_t n_there = 0;
    bool was_many = false;
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i; next < n && items[next].key == items[i].key; next++) {
            bool ceases = items[next].value & 1;
            (ceases ? go : dlb_strangers_come)(work, spans[items[next].value >> 1].owner);
            n_there += ceases ? -1 : 1;
        }
        bool is_many = n_there >= least && dlb_strangers_count(work, least) == least;
        int32_t day = dlb_sort_number(items[i].key);
        if (is_many && !was_many) segments[n_segments] = (struct dlb_span){day, DLB_DAY_OPEN};
        if (!is_many && was_many) segments[n_segments++].end = day;
        was_many = is_many;
    }
    return n_segments;
}
