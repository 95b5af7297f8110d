/* SPDX-License-Identifier: Apache-2.0 */
/*
 * findings.c - the two stages of rules: what was given twice, what was not given.
 *
 * Both read the same tables and differ in which rules they ask. Reconcile calls the same
 * functions with the persons it has just formed.
 */
#include "stage/stage.h"

dolbom_status dlb_find(const struct dlb_call *call, const struct dlb_policy *policy,
                       const struct dlb_known *known, const struct dlb_linked *linked,
                       uint32_t stages, struct dlb_cleaned *cleaned, struct dlb_found *found,
                       dolbom_error *error)
{
    struct dlb_digest digest;
    *found = (struct dlb_found){.env = call->env};
    dolbom_status status =
        dlb_caseload_read(&call->intake, policy, &cleaned->people, &found->caseload, error);
    if (status == DOLBOM_OK && linked)
        status =
            dlb_review_pairs_list(call, known->decisions, cleaned, &linked->pairs, found, error);
    if (status == DOLBOM_OK && dlb_intake_has(&call->intake, "persons"))
        status = dlb_number_holders_list(cleaned, &call->plan->match, found, error);
    if (status == DOLBOM_OK) status = dlb_channels_list(call, cleaned, found, error);
    if (status != DOLBOM_OK) return status;
    dlb_keyring_digest_open(call->plan->keyring, "finding_id", &digest);
    const uint32_t all = 1u << DLB_STAGE_DUPLICATES | 1u << DLB_STAGE_OMISSIONS;
    struct dlb_rule_request request = {.stages = stages,
                                       .with_worklist = stages == all, /* half of one is none */
                                       .digest = &digest,
                                       .decisions = known->decisions,
                                       .previous = known->previous,
                                       .review_pairs = found->review_pairs,
                                       .n_review_pairs = found->n_review_pairs,
                                       .number_holders = found->number_holders,
                                       .n_number_holders = found->n_number_holders,
                                       .has_number = found->has_number,
                                       .channels = found->channels.env ? &found->channels : NULL};
    status = dlb_rules_run(found->caseload, &request, &found->result, error);
    dlb_wipe(&digest, sizeof digest);
    return status;
}

void dlb_found_clear(struct dlb_found *found)
{
    if (!found->env) return;
    dlb_free(found->env, found->has_number, found->n_number_room);
    dlb_free(found->env, found->number_holders,
             found->n_number_room * sizeof *found->number_holders);
    dlb_channels_clear(&found->channels);
    dlb_rule_result_clear(&found->result);
    dlb_caseload_free(found->caseload);
    dlb_free(found->env, found->review_pairs,
             found->n_review_pairs_room * sizeof *found->review_pairs);
    *found = (struct dlb_found){0};
}

dolbom_status dlb_call_give_found(struct dlb_call *call, struct dlb_found *found,
                                  dolbom_error *error)
{
    struct {
        const char *name;
        struct dlb_frame **frame;
    } tables[] = {{"findings", &found->result.findings},
                  {"finding_rows", &found->result.finding_rows},
                  {"rule_runs", &found->result.rule_runs}};
    dolbom_status status = DOLBOM_OK;
    for (size_t i = 0; i < sizeof tables / sizeof *tables && status == DOLBOM_OK; i++) {
        struct dlb_frame *frame = *tables[i].frame;
        *tables[i].frame = NULL; /* given away in any case */
        status = dlb_call_give(call, tables[i].name, frame, error);
    }
    return status;
}

/* ---- the public stages -------------------------------------------------------------------- */

static dolbom_status find_in_tables(struct dlb_call *call, uint32_t stages, dolbom_error *error)
{
    struct dlb_cleaned cleaned = {0};
    struct dlb_linked linked = {0};
    struct dlb_policy *policy = NULL;
    struct dlb_decisions decisions = {0};
    struct dlb_found found = {0};
    bool has_pairs = dlb_intake_has(&call->intake, "pairs");
    dolbom_status status = dlb_cleaned_read(&call->intake, call->plan, &cleaned, error);
    if (status == DOLBOM_OK) status = dlb_person_records_read(call, &cleaned, error);
    if (status == DOLBOM_OK && has_pairs) status = dlb_pairs_read(call, &cleaned, &linked, error);
    if (status == DOLBOM_OK)
        status = dlb_policy_read(&call->intake, &dlb_rule_catalogue, &policy, error);
    if (status == DOLBOM_OK) status = dlb_decisions_read(&call->intake, &decisions, error);
    if (status == DOLBOM_OK)
        status = dlb_find(call, policy, &(struct dlb_known){&decisions, NULL},
                          has_pairs ? &linked : NULL, stages, &cleaned, &found, error);
    if (status == DOLBOM_OK) status = dlb_call_give_found(call, &found, error);
    if (status == DOLBOM_OK) status = dlb_call_give_log(call, error);
    dlb_found_clear(&found);
    dlb_decisions_clear(call->env, &decisions);
    dlb_policy_free(policy);
    dlb_linked_clear(&linked);
    dlb_cleaned_clear(&cleaned);
    return status;
}

static dolbom_status run_stage(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                               dolbom_table *out, size_t out_cap, size_t *n_out, uint32_t stages,
                               dolbom_error *error)
{
    struct dlb_call call;
    dolbom_status status = dlb_call_open(plan, in, n_in, out, out_cap, n_out, &call, error);
    if (status == DOLBOM_OK) status = dlb_call_need_as_of(&call, error);
    if (status == DOLBOM_OK) status = find_in_tables(&call, stages, error);
    return dlb_call_close(&call, n_out, status);
}

dolbom_status dolbom_duplicates(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                                dolbom_table *out, size_t out_cap, size_t *n_out,
                                dolbom_error *error)
{
    return run_stage(plan, in, n_in, out, out_cap, n_out, 1u << DLB_STAGE_DUPLICATES, error);
}

dolbom_status dolbom_omissions(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                               dolbom_table *out, size_t out_cap, size_t *n_out,
                               dolbom_error *error)
{
    return run_stage(plan, in, n_in, out, out_cap, n_out, 1u << DLB_STAGE_OMISSIONS, error);
}
