/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chance.c - reproducible chance: the same seed gives the same sample on every machine.
 *
 * splitmix64 (Steele, Lea, Flood 2014): one addition and three mixing steps, period 2^64.
 */
#include "sample/sample.h"

static uint64_t chance_next(struct chance *chance)
{
    uint64_t z = chance->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint32_t chance_below(struct chance *chance, uint32_t n)
{
    return (uint32_t)(((chance_next(chance) >> 32) * n) >> 32);
}

bool chance_of(struct chance *chance, uint32_t ppm)
{
    return chance_below(chance, 1000000) < ppm;
}

/* The product of two uniform draws has a density that falls like -log: few values are common. */
uint32_t chance_skewed(struct chance *chance, uint32_t n)
{
    uint64_t first = chance_next(chance) >> 40, second = chance_next(chance) >> 40;
    return (uint32_t)((first * second >> 24) * n >> 24);
}
