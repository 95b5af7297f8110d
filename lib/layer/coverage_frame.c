/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage_frame.c - coverage as a table: a row for each zone in which somebody needs something.
 *
 * A row without a zone is the sum of all zones. Where counts are hidden the row says so, for it
 * may have been hidden only so that others cannot be worked out.
 */
#include "layer/layer.h"

#include <stdio.h>

static const struct dlb_frame_column columns[] = {
    {"month", DLB_FRAME_TEXT, 0},          {"service_class", DLB_FRAME_TEXT, 0},
    {"zone_id", DLB_FRAME_TEXT, 0},        {"needing", DLB_FRAME_INT64, 0},
    {"served", DLB_FRAME_INT64, 0},        {"unmet", DLB_FRAME_INT64, 0},
    {"response_days", DLB_FRAME_INT32, 0}, {"suppressed", DLB_FRAME_INT32, 0},
    {"class_ko", DLB_FRAME_TEXT, 0},       {"class_en", DLB_FRAME_TEXT, 0}};

void dlb_frame_month(struct dlb_frame *frame, int32_t number)
{
    int32_t year;
    unsigned month, day;
    char text[16];
    dlb_day_parts(dlb_month_start(number), &year, &month, &day);
    snprintf(text, sizeof text, "%04d-%02u", year, month);
    dlb_frame_cstring(frame, text);
}

void dlb_frame_class_names(struct dlb_frame *frame, struct dlb_class class_)
{
    dlb_frame_cstring(frame, dlb_domain_name(class_, true));
    dlb_frame_cstring(frame, dlb_domain_name(class_, false));
}

static void put_counts(struct dlb_frame *frame, const struct dlb_coverage_cell *cell)
{
    if (cell->hidden) {
        for (unsigned i = 0; i < 4; i++) dlb_frame_null(frame);
        return;
    }
    dlb_frame_int(frame, cell->needing);
    dlb_frame_int(frame, cell->served);
    dlb_frame_int(frame, cell->needing - cell->served);
    if (cell->n_answered < DLB_SMALL)
        dlb_frame_null(frame);
    else
        dlb_frame_int(frame, cell->response_days);
}

static void put_cell(const struct dlb_coverage *coverage, struct dlb_frame *frame, uint32_t month,
                     uint32_t class_, uint32_t zone)
{
    const struct dlb_coverage_cell *cell = dlb_coverage_at(coverage, month, class_, zone);
    char digits[5];
    if (!cell->needing) return;
    dlb_class_write((struct dlb_class){coverage->classes[class_], 2}, digits);
    dlb_frame_month(frame, coverage->first_month + (int32_t)month);
    dlb_frame_cstring(frame, digits);
    if (zone == coverage->n_zones)
        dlb_frame_null(frame);
    else
        dlb_frame_text(frame, coverage->caseload->zones[zone].id);
    put_counts(frame, cell);
    dlb_frame_int(frame, cell->hidden);
    dlb_frame_class_names(frame, (struct dlb_class){coverage->classes[class_], 2});
}

dolbom_status dlb_coverage_frame(const struct dlb_coverage *coverage, struct dlb_frame **frame,
                                 dolbom_error *error)
{
    enum { N = sizeof columns / sizeof *columns };
    dolbom_status status = dlb_frame_open(coverage->env, columns, N, frame, error);
    if (status != DOLBOM_OK) return status;
    for (uint32_t month = 0; month < coverage->n_months; month++)
        for (uint32_t class_ = 0; class_ < coverage->n_classes; class_++)
            for (uint32_t i = 0; i <= coverage->n_zones; i++) {
                uint32_t zone = i ? i - 1 : coverage->n_zones; /* all of them first */
                put_cell(coverage, *frame, month, class_, zone);
            }
    return DOLBOM_OK;
}
