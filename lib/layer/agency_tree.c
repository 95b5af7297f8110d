/* SPDX-License-Identifier: Apache-2.0 */
/*
 * agency_tree.c - teams below centres below provinces: what is counted below is counted above.
 */
#include "layer/indicators.h"

#include <string.h>

/* Walk up from an agency; one that is met twice on the way has no parent. */
static void cut_circle(uint32_t *parents, uint32_t *walk, uint32_t agency)
{
    for (uint32_t at = agency; at != DLB_NO_CODE; at = parents[at]) {
        bool again = walk[at] == agency + 1;
        if (walk[at] && !again) return; /* an earlier walk went on from here */
        walk[at] = agency + 1;
        if (parents[at] != DLB_NO_CODE && walk[parents[at]] == agency + 1)
            parents[at] = DLB_NO_CODE;
    }
}

bool dlb_parents_find(struct dlb_indicators *indicators)
{
    const struct dlb_caseload *caseload = indicators->caseload;
    uint32_t n = caseload->n_agencies;
    indicators->parents = dlb_alloc_array(caseload->env, n, sizeof *indicators->parents);
    uint32_t *walk = dlb_alloc_zero(caseload->env, n * sizeof *walk);
    for (uint32_t i = 0; indicators->parents && walk && i < n; i++)
        indicators->parents[i] = dlb_agency_find(caseload, caseload->agencies[i].parent_id);
    for (uint32_t i = 0; indicators->parents && walk && i < n; i++)
        cut_circle(indicators->parents, walk, i);
    dlb_free(caseload->env, walk, n * sizeof *walk);
    return indicators->parents && walk;
}

void dlb_indicator_add(struct dlb_indicator *to, const struct dlb_indicator *more)
{
    for (unsigned i = 0; i < DLB_SHARES; i++) {
        to->shares[i].n += more->shares[i].n;
        to->shares[i].of += more->shares[i].of;
    }
    dlb_won_add(&to->exposure, more->exposure.sum);
    to->exposure.saturated |= more->exposure.saturated;
}

bool dlb_indicators_roll(struct dlb_indicators *indicators)
{
    struct dlb_env *env = indicators->caseload->env;
    uint32_t n = indicators->n_agencies;
    size_t bytes = ((size_t)indicators->n_months + 1) * n * sizeof *indicators->agencies;
    struct dlb_indicator *own = dlb_alloc(env, bytes);
    if (!own) return false;
    if (bytes) memcpy(own, indicators->agencies, bytes);
    for (uint32_t month = 0; month < indicators->n_months; month++)
        for (uint32_t agency = 0; agency < n; agency++) {
            size_t row = (size_t)month * n;
            uint32_t at = indicators->parents[agency];
            for (; at != DLB_NO_CODE; at = indicators->parents[at])
                dlb_indicator_add(&indicators->agencies[row + at], &own[row + agency]);
        }
    dlb_free(env, own, bytes);
    return true;
}

bool dlb_is_top_of_level(const struct dlb_indicators *indicators, uint32_t agency)
{
    const struct dlb_agency *agencies = indicators->caseload->agencies;
    for (uint32_t at = indicators->parents[agency]; at != DLB_NO_CODE; at = indicators->parents[at])
        if (agencies[at].level == agencies[agency].level) return false;
    return true;
}
