/* SPDX-License-Identifier: Apache-2.0 */
/*
 * match.c - from records to people in one call: clean, link and group.
 *
 * The three stages pass their structures on, so that resident numbers, which no table shows, are
 * compared.
 */
#include "stage/stage.h"

static dolbom_status give(struct dlb_call *call, const char *name, dolbom_status status,
                          struct dlb_frame *frame, dolbom_error *error)
{
    return status == DOLBOM_OK ? dlb_call_give(call, name, frame, error) : status;
}

dolbom_status dlb_match(struct dlb_call *call, struct dlb_matched *matched, dolbom_error *error)
{
    struct dlb_cleaned *cleaned = &matched->cleaned;
    struct dlb_linked *linked = &matched->linked;
    *matched = (struct dlb_matched){.env = call->env};
    dolbom_status status = dlb_cleaned_make(&call->intake, call->plan, false, cleaned, error);
    if (status == DOLBOM_OK) status = dlb_link(call, cleaned, linked, error);
    if (status == DOLBOM_OK) status = dlb_decisions_read(&call->intake, &matched->decisions, error);
    if (status == DOLBOM_OK)
        status = dlb_group(call, linked, &matched->decisions, cleaned, &matched->persons, error);
    return status;
}

dolbom_status dlb_call_give_matched(struct dlb_call *call, const struct dlb_matched *matched,
                                    dolbom_error *error)
{
    struct dlb_frame *frame = NULL;
    const struct dlb_cleaned *cleaned = &matched->cleaned;
    const struct dlb_linked *linked = &matched->linked;
    dolbom_status status = dlb_person_records_frame(cleaned, &matched->persons, &frame, error);
    status = give(call, "person_records", status, frame, error);
    if (status == DOLBOM_OK) status = dlb_pairs_frame(cleaned, linked, &frame, error);
    status = give(call, "pairs", status, frame, error);
    if (status == DOLBOM_OK) status = dlb_match_keys_frame(linked, &frame, error);
    return give(call, "match_keys", status, frame, error);
}

void dlb_matched_clear(struct dlb_matched *matched)
{
    if (!matched->env) return;
    dlb_decisions_clear(matched->env, &matched->decisions);
    dlb_persons_clear(matched->env, &matched->persons);
    dlb_linked_clear(&matched->linked);
    dlb_cleaned_clear(&matched->cleaned);
    *matched = (struct dlb_matched){0};
}

dolbom_status dolbom_match(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                           dolbom_table *out, size_t out_cap, size_t *n_out, dolbom_error *error)
{
    struct dlb_call call;
    struct dlb_matched matched = {0};
    dolbom_status status = dlb_call_open(plan, in, n_in, out, out_cap, n_out, &call, error);
    if (status == DOLBOM_OK) status = dlb_match(&call, &matched, error);
    if (status == DOLBOM_OK) status = dlb_call_give_matched(&call, &matched, error);
    if (status == DOLBOM_OK) status = dlb_call_give_log(&call, error);
    dlb_matched_clear(&matched);
    return dlb_call_close(&call, n_out, status);
}
