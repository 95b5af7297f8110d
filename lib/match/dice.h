/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dice.h - one filter against many that lie one after another.
 *
 * Kernels per instruction set; all give the same, for they count bits and compare whole numbers.
 */
#ifndef DLB_DICE_H
#define DLB_DICE_H

#include "match/match.h"

struct dlb_filter {
    uint64_t words[DLB_FILTER_WORDS];
};

/* The places of the n filters whose Dice with one reaches DLB_FILTER_SIMILAR, ascending; how many.
 * n_bits says of each of them how many bits are set. There is room for n hits. */
typedef size_t (*dlb_dice_kernel)(const struct dlb_filter *one, const struct dlb_filter *many,
                                  const uint16_t *n_bits, size_t n, uint32_t *hits);

size_t dlb_dice_portable(const struct dlb_filter *one, const struct dlb_filter *many,
                         const uint16_t *n_bits, size_t n, uint32_t *hits);
unsigned dlb_filter_count(const struct dlb_filter *filter);

/* The kernels that this processor can run, the fastest first; NULL past the end. */
struct dlb_dice_choice {
    const char *name;
    dlb_dice_kernel kernel;
};
struct dlb_dice_choice dlb_dice_choice_at(size_t index);

#if defined(__x86_64__)
size_t dlb_dice_avx2(const struct dlb_filter *one, const struct dlb_filter *many,
                     const uint16_t *n_bits, size_t n, uint32_t *hits);
size_t dlb_dice_avx512(const struct dlb_filter *one, const struct dlb_filter *many,
                       const uint16_t *n_bits, size_t n, uint32_t *hits);
#endif

#endif
