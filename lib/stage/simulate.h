/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simulate.h - what the parts of dolbom_simulate share.
 */
#ifndef DLB_SIMULATE_H
#define DLB_SIMULATE_H

#include "stage/stage.h"

#include "eligibility/eligibility.h"

/* A row of `asked`. */
struct dlb_asked_row {
    struct dlb_text agency, record;
    uint32_t member; /* in caseload->members */
    int32_t month;   /* since 1970-01 */
    int64_t row;     /* of `asked`, from 0 */
};

/* A programme that the person has in the month of as_of, or waits for. */
struct dlb_had {
    uint32_t programme;
    bool waits;
};

/* What lives while persons are asked about one after the other. */
struct dlb_simulation {
    struct dlb_call call;
    struct dlb_matched matched;
    struct dlb_policy *policy;
    struct dlb_caseload *caseload;
    struct dlb_rows kept; /* the table `asked` */
    struct dlb_asked_row *asked;
    uint32_t n_asked;
    int64_t margin_ppm;     /* a NO that is as near as this is told */
    struct dlb_array mates; /* of uint32_t: the person asked about, who lives with them */
    struct dlb_array had;   /* of struct dlb_had, of the same person */
    struct dlb_facts facts; /* the same person's */
    struct dlb_verdict verdict;
    struct dlb_writer sentence;
    struct dlb_frame *answers, *tests, *services;
};

/* ---- what the person has (simulate_services.c) ----------------------------------------------- */

dolbom_status dlb_simulation_services_open(struct dlb_simulation *simulation, dolbom_error *error);
/* Rows of `simulation_services`, and simulation->had; false: no memory. */
bool dlb_simulation_services(struct dlb_simulation *simulation, const struct dlb_asked_row *asked);
/* "yes", "applied" or "no", of the person whose services were looked at last. */
const char *dlb_simulation_receiving(const struct dlb_simulation *simulation, uint32_t programme);

#endif
