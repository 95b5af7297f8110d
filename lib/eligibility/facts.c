/* SPDX-License-Identifier: Apache-2.0 */
/*
 * facts.c - what is known of a person on a day: the newest value of each fact.
 *
 * Any of the person's records may know a fact. Two values of the newest day cancel each other: an
 * older one is not taken instead, for it has been replaced by one of the two.
 */
#include "eligibility/eligibility.h"

enum { VALUE_MAX = 256 };

/* ---- values ---------------------------------------------------------------------------------- */

static bool is_same_value(struct dlb_text left, struct dlb_text right)
{
    char left_room[VALUE_MAX], right_room[VALUE_MAX];
    int64_t l, r;
    if (dlb_text_equal(left, right)) return true;
    bool numbers = dlb_decimal_parse(left, DLB_FACT_DECIMALS, &l) &&
                   dlb_decimal_parse(right, DLB_FACT_DECIMALS, &r);
    if (numbers) return l == r;
    struct dlb_text left_folded = dlb_code_fold(left, left_room, sizeof left_room);
    struct dlb_text right_folded = dlb_code_fold(right, right_room, sizeof right_room);
    return left_folded.len && dlb_text_equal(left_folded, right_folded);
}

/* Facts on or before the day, by kind and then by day. False: no memory. */
static bool sort_facts(const struct dlb_caseload *caseload, uint32_t person, int32_t on,
                       struct dlb_facts *facts)
{
    uint32_t from = caseload->facts_first[person], to = caseload->facts_first[person + 1];
    facts->items.n = facts->spare.n = 0;
    struct dlb_sort_item *items =
        dlb_array_reserve(facts->env, &facts->items, to - from, sizeof *items, UINT32_MAX);
    struct dlb_sort_item *spare =
        dlb_array_reserve(facts->env, &facts->spare, to - from, sizeof *spare, UINT32_MAX);
    if (!items || !spare) return false;
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_fact *fact = &caseload->facts[i];
        uint32_t day = dlb_sort_key(fact->as_of);
        if (fact->as_of <= on)
            items[n++] = (struct dlb_sort_item){(uint64_t)fact->fact << 32 | day, i};
    }
    dlb_sort_in(items, spare, n);
    facts->items.n = n;
    return true;
}

/* The newest of the items [from, to), which are of one kind. */
static struct dlb_known_fact newest(const struct dlb_caseload *caseload,
                                    const struct dlb_sort_item *items, size_t from, size_t to)
{
    size_t at = to - 1;
    while (at > from && items[at - 1].key == items[to - 1].key) at--;
    uint32_t row = (uint32_t)items[at].value;
    const struct dlb_fact *first = &caseload->facts[row];
    struct dlb_known_fact known = {caseload->words[first->fact], first->value, first->as_of, row,
                                   false};
    for (size_t i = at + 1; i < to; i++)
        known.disputed |= !is_same_value(first->value, caseload->facts[items[i].value].value);
    return known;
}

static bool take_facts(const struct dlb_caseload *caseload, uint32_t person, int32_t on,
                       struct dlb_facts *facts)
{
    facts->list.n = 0;
    if (!(caseload->tables & DLB_HAS_FACTS)) return true;
    if (!sort_facts(caseload, person, on, facts)) return false;
    const struct dlb_sort_item *items = facts->items.data;
    for (size_t from = 0, to; from < facts->items.n; from = to) {
        for (to = from + 1; to < facts->items.n && items[to].key >> 32 == items[from].key >> 32;)
            to++;
        struct dlb_known_fact *known =
            dlb_array_reserve(facts->env, &facts->list, 1, sizeof *known, UINT32_MAX);
        if (!known) return false;
        *known = newest(caseload, items, from, to);
        facts->list.n++;
    }
    return true;
}

/* ---- what is worked out ---------------------------------------------------------------------- */

int32_t dlb_birth_date(const struct dlb_caseload *caseload, uint32_t person)
{
    int32_t birth = DLB_DAY_NONE;
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        int32_t day = caseload->members[caseload->person_members[i]].birth_date;
        if (day == DLB_DAY_NONE) continue;
        if (birth != DLB_DAY_NONE && birth != day) return DLB_DAY_NONE;
        birth = day;
    }
    return birth;
}

/* The living of the largest household. */
static int32_t household_size(const struct dlb_caseload *caseload, uint32_t person, int32_t day)
{
    const struct dlb_households *households = &caseload->households;
    const uint32_t *list;
    if (!dlb_person_households(households, person, &list)) return 1;
    return dlb_household_living(households, list[0], day);
}

bool dlb_facts_of_person(const struct dlb_caseload *caseload, uint32_t person, int32_t on,
                         int32_t month, struct dlb_facts *facts)
{
    facts->birth_date = dlb_birth_date(caseload, person);
    facts->household_size = household_size(caseload, person, dlb_month_start(month));
    return take_facts(caseload, person, on, facts);
}

void dlb_facts_clear(struct dlb_facts *facts)
{
    if (!facts->env) return;
    dlb_array_clear(facts->env, &facts->list, sizeof(struct dlb_known_fact));
    dlb_array_clear(facts->env, &facts->items, sizeof(struct dlb_sort_item));
    dlb_array_clear(facts->env, &facts->spare, sizeof(struct dlb_sort_item));
    *facts = (struct dlb_facts){0};
}
