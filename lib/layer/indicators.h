/* SPDX-License-Identifier: Apache-2.0 */
/*
 * indicators.h - what is counted of a month, for an agency, a zone or all; private to this folder.
 */
#ifndef DLB_INDICATORS_H
#define DLB_INDICATORS_H

#include "layer/layer.h"

/* A count and what it is a share of. */
struct dlb_share {
    int64_t n, of;
    bool hidden; /* few people: may not be shown */
};

enum dlb_share_of {
    DLB_SHARE_DUPLICATED, /* ACTIVE services that are in a confirmed duplicate */
    DLB_SHARE_OMITTED,    /* open needs of O01, O02, O10; only on as_of is that known */
    DLB_SHARE_IN_TIME,    /* emergencies that had a service by their day due */
    DLB_SHARE_SERVED,     /* as in `coverage`, of what it shows */
    DLB_SHARES
};

struct dlb_indicator {
    struct dlb_share shares[DLB_SHARES];
    struct dlb_won exposure; /* of duplicates that began in the month */
};

struct dlb_indicators {
    const struct dlb_coverage *coverage;
    const struct dlb_caseload *caseload;
    uint32_t n_months, n_agencies,
        n_zones;                    /* rows of the arrays: one more, where differences end */
    struct dlb_indicator *agencies; /* [month][agency]: its own rows; see dlb_indicators_roll */
    struct dlb_indicator *zones;    /* [month][zone]; zone n_zones: nobody knows which */
    struct dlb_indicator *all;      /* [month] */
    struct dlb_share *rules;        /* [month][rule of the catalogue]: confirmed of those decided */
    uint32_t *parents;              /* of each agency, or DLB_NO_CODE */
};

/* Find each agency's parent; where they go round in a circle, one has none (agency_tree.c). */
bool dlb_parents_find(struct dlb_indicators *indicators);
/* To what an agency counts itself, add what all below it count; false: no memory. */
bool dlb_indicators_roll(struct dlb_indicators *indicators);
/* Is no agency above it of the same level? */
bool dlb_is_top_of_level(const struct dlb_indicators *indicators, uint32_t agency);
void dlb_indicator_add(struct dlb_indicator *to, const struct dlb_indicator *more);

/* The table (indicator_frame.c). */
dolbom_status dlb_indicators_write(const struct dlb_indicators *indicators,
                                   struct dlb_frame **frame, dolbom_error *error);

#endif
