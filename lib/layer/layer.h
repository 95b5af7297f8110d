/* SPDX-License-Identifier: Apache-2.0 */
/*
 * layer.h - what those who answer for a zone, a centre or a city look at: tables that count.
 *
 * Findings are about one person each; these tables say how a whole zone is served, month by month,
 * and where to go first. They are made from the caseload and from what the rules found.
 */
#ifndef DLB_LAYER_H
#define DLB_LAYER_H

#include "rule/rule.h"

/* ---- counts of people that may be shown (suppress.c) ----------------------------------------- */

enum { DLB_SMALL = 5 }; /* fewer people than this may be recognised */

/* A part of a total: people with something, and people without it. */
struct dlb_part {
    uint64_t with, without;
    bool hidden;
};
/*
 * Set `hidden` so that no hidden count can be worked out from those that are shown, their sums and
 * the totals, even by somebody who knows how it is done. False: the totals have to be hidden too.
 */
bool dlb_suppress(struct dlb_part *parts, size_t n);

/* A month since 1970-01 as YYYY-MM. */
void dlb_frame_month(struct dlb_frame *frame, int32_t number);
/* Two cells: what a class is called in Korean and in English. */
void dlb_frame_class_names(struct dlb_frame *frame, struct dlb_class class_);

/* ---- who has what they need (coverage.c) ----------------------------------------------------- */

/* A zone (or all zones), a two-digit class of service, a month. */
struct dlb_coverage_cell {
    uint32_t needing; /* persons with a need open at the end of the month or met in it */
    uint32_t served;  /* of them, those who had an answer to it in the month */
    uint32_t n_answered;
    int32_t response_days; /* median of those first answered in the month, the lower of two */
    bool hidden;
};
struct dlb_coverage {
    struct dlb_env *env;
    const struct dlb_caseload *caseload;
    int32_t first_month; /* since 1970-01; the last one is as_of's and runs to it */
    uint32_t n_months, n_classes, n_zones;
    uint16_t *classes;               /* two digits each, ascending */
    struct dlb_coverage_cell *cells; /* see dlb_coverage_at */
    uint32_t *person_zones;          /* of each person: a place in caseload->zones or DLB_NO_CODE */
};
dolbom_status dlb_coverage_count(const struct dlb_caseload *caseload, struct dlb_coverage *coverage,
                                 dolbom_error *error);
void dlb_coverage_clear(struct dlb_coverage *coverage);
/* Months and classes by their number; zone n_zones is all of them. */
struct dlb_coverage_cell *dlb_coverage_at(const struct dlb_coverage *coverage, uint32_t month,
                                          uint32_t class_, uint32_t zone);
/* The table `coverage` (coverage_frame.c). */
dolbom_status dlb_coverage_frame(const struct dlb_coverage *coverage, struct dlb_frame **frame,
                                 dolbom_error *error);

/* ---- made from findings, too ----------------------------------------------------------------- */

/* The table `visit_list`: whom a mobile centre drives to first (visit_list.c). */
dolbom_status dlb_visit_list_frame(const struct dlb_coverage *coverage,
                                   const struct dlb_rule_result *result, struct dlb_frame **frame,
                                   dolbom_error *error);
/* The table `indicators` (indicators.c). */
dolbom_status dlb_indicators_frame(const struct dlb_coverage *coverage,
                                   const struct dlb_rule_result *result, struct dlb_frame **frame,
                                   dolbom_error *error);
/* The table `support`: who needs a sponsor, and which are free (support.c). */
dolbom_status dlb_support_frame(const struct dlb_coverage *coverage, struct dlb_frame **frame,
                                dolbom_error *error);

#endif
