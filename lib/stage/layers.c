/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layers.c - the tables of a run for those who answer for zones and centres.
 */
#include "stage/stage.h"

#include "layer/layer.h"

static dolbom_status give(struct dlb_call *call, const char *name, dolbom_status status,
                          struct dlb_frame *frame, dolbom_error *error)
{
    if (status == DOLBOM_OK) return dlb_call_give(call, name, frame, error);
    dlb_frame_free(frame);
    return status;
}

static dolbom_status give_all(struct dlb_call *call, const struct dlb_coverage *coverage,
                              const struct dlb_rule_result *result, dolbom_error *error)
{
    struct dlb_frame *cells = NULL, *stops = NULL, *support = NULL, *indicators = NULL;
    dolbom_status status = dlb_coverage_frame(coverage, &cells, error);
    status = give(call, "coverage", status, cells, error);
    if (status == DOLBOM_OK) {
        status = dlb_indicators_frame(coverage, result, &indicators, error);
        status = give(call, "indicators", status, indicators, error);
    }
    if (status == DOLBOM_OK) {
        status = dlb_visit_list_frame(coverage, result, &stops, error);
        status = give(call, "visit_list", status, stops, error);
    }
    if (status == DOLBOM_OK) {
        status = dlb_support_frame(coverage, &support, error);
        status = give(call, "support", status, support, error);
    }
    return status;
}

dolbom_status dlb_call_give_layers(struct dlb_call *call, const struct dlb_found *found,
                                   dolbom_error *error)
{
    struct dlb_coverage coverage;
    dolbom_status status = dlb_coverage_count(found->caseload, &coverage, error);
    if (status == DOLBOM_OK) status = give_all(call, &coverage, &found->result, error);
    dlb_coverage_clear(&coverage);
    return status;
}
