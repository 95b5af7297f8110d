/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clean.c - the first stage: `persons` to records in their final order.
 */
#include "stage/stage.h"

dolbom_status dolbom_clean(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                           dolbom_table *out, size_t out_cap, size_t *n_out, dolbom_error *error)
{
    struct dlb_call call;
    struct dlb_cleaned cleaned = {0};
    struct dlb_frame *frame = NULL;
    dolbom_status status = dlb_call_open(plan, in, n_in, out, out_cap, n_out, &call, error);
    if (status == DOLBOM_OK)
        status = dlb_cleaned_make(&call.intake, call.plan, true, &cleaned, error);
    if (status == DOLBOM_OK) status = dlb_cleaned_frame(&cleaned, &call.plan->match, &frame, error);
    if (status == DOLBOM_OK) status = dlb_call_give(&call, "cleaned", frame, error);
    if (status == DOLBOM_OK) status = dlb_call_give_log(&call, error);
    dlb_cleaned_clear(&cleaned);
    return dlb_call_close(&call, n_out, status);
}
