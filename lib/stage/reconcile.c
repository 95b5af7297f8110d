/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reconcile.c - all stages in one call, without tables in between.
 *
 * clean, link and group pass their structures on, and the rules work on the one copy of the persons
 * in memory. The results are those of every stage, and two summaries for whoever reads the
 * findings: of the persons and of the agencies that they are about; and counts by zone and month.
 */
#include "stage/stage.h"

/* What lives from one stage to the next. */
struct run {
    struct dlb_call call;
    struct dlb_matched matched;
    struct dlb_policy *policy;
    struct dlb_previous previous;
    struct dlb_found found;
};

static dolbom_status give(struct run *run, const char *name, dolbom_status status,
                          struct dlb_frame *frame, dolbom_error *error)
{
    return status == DOLBOM_OK ? dlb_call_give(&run->call, name, frame, error) : status;
}

/* Hand out a table of the rules' result, which no longer has it, whatever happens. */
static dolbom_status give_away(struct run *run, const char *name, struct dlb_frame **of,
                               dolbom_error *error)
{
    struct dlb_frame *frame = *of;
    *of = NULL;
    return dlb_call_give(&run->call, name, frame, error);
}

static dolbom_status give_findings(struct run *run, dolbom_error *error)
{
    struct dlb_frame *persons = NULL, *agencies = NULL;
    struct dlb_rule_result *result = &run->found.result;
    dolbom_status status =
        dlb_person_summary_frame(&run->matched.cleaned, &run->found, &persons, error);
    status = give(run, "person_summary", status, persons, error);
    if (status == DOLBOM_OK) status = dlb_agency_summary_frame(&run->found, &agencies, error);
    status = give(run, "agency_summary", status, agencies, error);
    if (status == DOLBOM_OK)
        status = give_away(run, "unused_decisions", &result->unused_decisions, error);
    if (status == DOLBOM_OK) status = give_away(run, "worklist", &result->worklist, error);
    if (status == DOLBOM_OK && result->changes)
        status = give_away(run, "finding_changes", &result->changes, error);
    if (status == DOLBOM_OK && result->change_rows)
        status = give_away(run, "finding_change_rows", &result->change_rows, error);
    if (status == DOLBOM_OK) status = dlb_call_give_layers(&run->call, &run->found, error);
    return status == DOLBOM_OK ? dlb_call_give_found(&run->call, &run->found, error) : status;
}

dolbom_status dolbom_reconcile(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                               dolbom_table *out, size_t out_cap, size_t *n_out,
                               dolbom_error *error)
{
    struct run run = {0};
    dolbom_status status = dlb_call_open(plan, in, n_in, out, out_cap, n_out, &run.call, error);
    if (status == DOLBOM_OK) status = dlb_call_need_as_of(&run.call, error);
    if (status == DOLBOM_OK)
        status = dlb_policy_read(&run.call.intake, &dlb_rule_catalogue, &run.policy, error);
    if (status == DOLBOM_OK) status = dlb_match(&run.call, &run.matched, error);
    if (status == DOLBOM_OK) status = dlb_call_give_matched(&run.call, &run.matched, error);
    if (status == DOLBOM_OK) status = dlb_previous_read(&run.call.intake, &run.previous, error);
    const struct dlb_known known = {&run.matched.decisions,
                                    run.previous.given ? &run.previous : NULL};
    if (status == DOLBOM_OK)
        status = dlb_find(&run.call, run.policy, &known, &run.matched.linked,
                          1u << DLB_STAGE_DUPLICATES | 1u << DLB_STAGE_OMISSIONS,
                          &run.matched.cleaned, &run.found, error);
    if (status == DOLBOM_OK) status = give_findings(&run, error);
    if (status == DOLBOM_OK) status = dlb_call_give_log(&run.call, error);
    dlb_found_clear(&run.found);
    if (run.call.env) dlb_previous_clear(run.call.env, &run.previous);
    dlb_policy_free(run.policy);
    dlb_matched_clear(&run.matched);
    return dlb_call_close(&run.call, n_out, status);
}
