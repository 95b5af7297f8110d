/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dice_portable.c - filters compared on any processor.
 */
#include "match/dice.h"

unsigned dlb_filter_count(const struct dlb_filter *filter)
{
    unsigned n = 0;
    for (unsigned w = 0; w < DLB_FILTER_WORDS; w++)
        n += (unsigned)__builtin_popcountll(filter->words[w]);
    return n;
}

size_t dlb_dice_portable(const struct dlb_filter *one, const struct dlb_filter *many,
                         const uint16_t *n_bits, size_t n, uint32_t *hits)
{
    const unsigned own = dlb_filter_count(one);
    size_t n_hits = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned common = 0;
        for (unsigned w = 0; w < DLB_FILTER_WORDS; w++)
            common += (unsigned)__builtin_popcountll(one->words[w] & many[i].words[w]);
        hits[n_hits] = (uint32_t)i;
        n_hits += dlb_dice_reaches(common, own + n_bits[i], DLB_FILTER_SIMILAR);
    }
    return n_hits;
}
