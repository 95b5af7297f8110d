/* SPDX-License-Identifier: Apache-2.0 */
/*
 * number_holders.c - the records whose valid resident number stands in several persons.
 *
 * A resident number is one person's. Where the rest of the records contradicts, they are not
 * joined, and somebody has another's number: rule I02 reports it.
 */
#include "stage/stage.h"

/* The slot of the resident number's codes in a record; -1: it is not compared. */
static int number_slot(const struct dlb_match_settings *match)
{
    for (unsigned f = 0; f < match->n_fields; f++)
        if (match->fields[f].kind == &dlb_kind_rrn) return match->fields[f].slot;
    return -1;
}

/* Records with a valid number by number: key its hash, value the record. */
static dolbom_status list_numbers(const struct dlb_cleaned *cleaned, int slot,
                                  struct dlb_found *found, struct dlb_sort_item *items, size_t *n,
                                  dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    for (uint32_t r = 0; slot >= 0 && r < cleaned->records.n && status == DOLBOM_OK; r++) {
        if (r % DLB_ROWS_PER_ASK == 0) status = dlb_ask(found->env, error);
        const uint64_t *codes = cleaned->records.codes + (size_t)r * cleaned->n_slots + slot;
        found->has_number[r] = dlb_rrn_codes_valid(codes);
        if (found->has_number[r])
            items[(*n)++] = (struct dlb_sort_item){dlb_hash_mix(codes[0], codes[1]), r};
    }
    return status;
}

/* Records [from, to) have one number: are they several persons? */
static void add_holders(const struct dlb_member *members, const struct dlb_sort_item *items,
                        size_t n, struct dlb_found *found)
{
    uint32_t first = members[items[0].value].person, last = first;
    for (size_t i = 1; i < n; i++) {
        uint32_t person = members[items[i].value].person;
        if (person < first) first = person;
        if (person > last) last = person;
    }
    for (size_t i = 0; first != last && i < n; i++)
        found->number_holders[found->n_number_holders++] =
            (struct dlb_number_holder){first, (uint32_t)items[i].value};
}

static int holder_order(const void *left_row, const void *right_row)
{
    const struct dlb_number_holder *left = left_row, *right = right_row;
    if (left->first_person != right->first_person)
        return left->first_person < right->first_person ? -1 : 1;
    return (left->member > right->member) - (left->member < right->member);
}

dolbom_status dlb_number_holders_list(const struct dlb_cleaned *cleaned,
                                      const struct dlb_match_settings *match,
                                      struct dlb_found *found, dolbom_error *error)
{
    struct dlb_env *env = found->env;
    int slot = number_slot(match);
    uint32_t n_records = cleaned->records.n;
    found->n_number_room = n_records;
    found->has_number = dlb_alloc_zero(env, n_records);
    found->number_holders = dlb_alloc_array(env, n_records, sizeof *found->number_holders);
    struct dlb_sort_item *items = dlb_alloc_array(env, n_records, sizeof *items);
    bool room = found->has_number && found->number_holders && items;
    size_t n = 0;
    dolbom_status status =
        room ? list_numbers(cleaned, slot, found, items, &n, error) : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK) status = dlb_sort(env, items, n, error);
    for (size_t i = 0, end; status == DOLBOM_OK && i < n; i = end) {
        for (end = i + 1; end < n && items[end].key == items[i].key;) end++;
        if (end - i > 1) add_holders(cleaned->people.members, items + i, end - i, found);
    }
    if (status == DOLBOM_OK)
        status = dlb_order_rows(env, found->number_holders, (uint32_t)found->n_number_holders,
                                sizeof *found->number_holders, holder_order, error);
    dlb_free(env, items, n_records * sizeof *items);
    return status;
}
