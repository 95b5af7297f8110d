/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match_key.c - the plan's `match_keys:`, which records are compared at all.
 *
 *   match_keys:
 *     birth_phone: [birth_date, phone]
 *     phone_surname: [phone, name.surname]     a part of a column's value
 */
#include "plan/keys.h"

static dolbom_status read_match_key(struct dlb_reading *reading, const struct dlb_plan_key *key,
                                    struct dlb_node *const *names, const struct dlb_node *value,
                                    dolbom_error *error)
{
    (void)key;
    struct dlb_match_settings *match = &reading->plan->match;
    if (match->n_keys == DLB_MATCH_KEYS_MAX)
        return dlb_node_fail(value, error, "at most %d match keys are possible",
                             DLB_MATCH_KEYS_MAX);
    struct dlb_match_key *made = &match->keys[match->n_keys];
    *made = (struct dlb_match_key){0};
    dolbom_status status = dlb_name_take(names[0], made->name, sizeof made->name, error);
    for (const struct dlb_node *term = value->first; term && status == DOLBOM_OK;
         term = term->next) {
        struct dlb_node here = *value;
        here.line = term->line;
        status = dlb_term_find(match, &here, term->text, &made->terms[made->n_terms++], error);
    }
    if (status == DOLBOM_OK) match->n_keys++;
    return status;
}

static void write_match_keys(struct dlb_writing *writing, const struct dlb_plan_key *key)
{
    const struct dlb_match_settings *match = &writing->plan->match;
    for (uint8_t i = 0; i < match->n_keys; i++) {
        const struct dlb_match_key *match_key = &match->keys[i];
        struct dlb_node *list = dlb_put_list(writing, key, (const char *[]){match_key->name});
        for (uint8_t t = 0; t < match_key->n_terms; t++) {
            char term[DLB_TERM_MAX];
            dlb_term_write(match, match_key->terms[t], term);
            dlb_put_item(writing, list, term);
        }
    }
}

const struct dlb_key_codec dlb_match_key_codec = {read_match_key, write_match_keys};
