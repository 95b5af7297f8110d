/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layers.c - the tables of a run for those who answer for zones and centres.
 */
#include "stage/stage.h"

#include "layer/layer.h"

dolbom_status dlb_call_give_layers(struct dlb_call *call, const struct dlb_found *found,
                                   dolbom_error *error)
{
    struct dlb_coverage coverage;
    struct dlb_frame *frame = NULL;
    dolbom_status status = dlb_coverage_count(found->caseload, &coverage, error);
    if (status == DOLBOM_OK) status = dlb_coverage_frame(&coverage, &frame, error);
    if (status == DOLBOM_OK) status = dlb_call_give(call, "coverage", frame, error);
    dlb_coverage_clear(&coverage);
    return status;
}
