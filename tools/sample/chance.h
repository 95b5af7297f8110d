/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chance.h - reproducible chance; private to this folder, which shows it in sample.h.
 */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdbool.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};
/* A whole number in [0, n). */
uint32_t chance_below(struct chance *chance, uint32_t n);
/* True `ppm` times in a million. */
bool chance_of(struct chance *chance, uint32_t ppm);
/* A whole number in [0, n), small ones more often (roughly Zipf's law). */
uint32_t chance_skewed(struct chance *chance, uint32_t n);

#endif
