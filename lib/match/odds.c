/* SPDX-License-Identifier: Apache-2.0 */
/*
 * odds.c - from the probabilities of a plan to weights.
 *
 *   weight[field][level][rival] = log2(m / probability of the level for that rival)
 *   offset[strangers]           = log2(prior); the number of records is taken off later
 *   offset[lookalike]           = -log2(such pairs per matching pair)
 *
 * A pair's weight is the smallest over the rivals of offset + the sum of its levels'
 * weights: it is one person only if no innocent explanation does nearly as well. (The sum of
 * the rivals' probabilities would be at most two bits stricter, and needs a logarithm per
 * pair.) A level that a lookalike does not name is as likely for it as for strangers.
 */
#include "match/match.h"

#include <string.h>

static void derive_field(struct dlb_match_settings *settings, unsigned f)
{
    const struct dlb_match_field *field = &settings->fields[f];
    memset(settings->weight[f], 0, sizeof settings->weight[f]);
    for (unsigned level = 0; level < field->kind->n_levels; level++) {
        int32_t m = field->m_ppb[level], u = field->u_ppb[level];
        int32_t *weight = settings->weight[f][level];
        for (unsigned rival = 0; rival < DLB_RIVALS; rival++) {
            bool named = rival > 0 && rival <= settings->n_lookalikes &&
                         settings->lookalikes[rival - 1].level_ppb[f][level] > 0;
            int32_t theirs = named ? settings->lookalikes[rival - 1].level_ppb[f][level] : u;
            weight[rival] = dlb_weight_of(m, theirs);
        }
    }
}

void dlb_match_derive(struct dlb_match_settings *settings)
{
    unsigned slot = 0;
    for (unsigned f = 0; f < settings->n_fields; f++) {
        settings->fields[f].slot = (uint8_t)slot;
        slot += settings->fields[f].kind->n_slots;
        derive_field(settings, f);
    }
    settings->n_slots = (uint8_t)slot;
    for (unsigned rival = 0; rival < DLB_RIVALS; rival++)
        settings->offset[rival] = dlb_weight_of(settings->prior_ppb, DLB_PPB);
    for (unsigned k = 0; k < settings->n_lookalikes; k++)
        settings->offset[k + 1] = dlb_weight_of(DLB_PPB, settings->lookalikes[k].per_match_ppb);
    settings->same_agency = dlb_weight_of(settings->same_agency_ppb, DLB_PPB);
    settings->theta_merge = dlb_probability_weight(settings->theta_merge_ppm);
    settings->theta_review = dlb_probability_weight(settings->theta_review_ppm);
}
