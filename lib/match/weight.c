/* SPDX-License-Identifier: Apache-2.0 */
/*
 * weight.c - logarithms and probabilities without floating point.
 *
 * A weight decides whether two records become one person, so it must come out the same on
 * every machine; libm does not promise that. Both directions are done in integers:
 *
 *   log2(x)       x is shifted to a mantissa in [1, 2); squaring it doubles the logarithm,
 *                 so each squaring yields one more binary digit
 *   2^-f          product of 2^(-1/2), 2^(-1/4) … for the digits of f that are set
 *   probability   10^6 / (1 + 2^-weight), rounded; of a negative weight the complement
 */
#include "match/match.h"

enum {
    LOG_DIGITS = 14,                   /* binary digits of a logarithm before rounding */
    WEIGHT_DIGITS = 10,                /* DLB_WEIGHT_ONE is 2^10 */
    WEIGHT_LIMIT = 64 * DLB_WEIGHT_ONE /* beyond it every probability is 0 or 1 */
};

/* 2^(-1/2), 2^(-1/4) … 2^(-1/1024) as multiples of 2^-32. */
static const uint32_t root_q32[WEIGHT_DIGITS] = {
    3037000500U, 3611622603U, 3938502376U, 4112874773U, 4202935003U,
    4248701965U, 4271771996U, 4283353945U, 4289156690U, 4292061010U,
};

/* log2(x) as a multiple of 2^-14, rounded down; x >= 1. */
static int64_t log2_q14(uint64_t x)
{
    unsigned whole = 63U - (unsigned)__builtin_clzll(x);
    uint64_t mantissa = (x << (63U - whole)) >> 32; /* [2^31, 2^32) stands for [1, 2) */
    int64_t log = whole;
    for (int digit = 0; digit < LOG_DIGITS; digit++) {
        uint64_t square = mantissa * mantissa; /* [2^62, 2^64) stands for [1, 4) */
        uint64_t carry = square >> 63;
        mantissa = square >> (31 + carry);
        log = 2 * log + (int64_t)carry;
    }
    return log;
}

int32_t dlb_weight_of(int64_t numerator, int64_t denominator)
{
    const int64_t step = 1 << (LOG_DIGITS - WEIGHT_DIGITS);
    int64_t log = log2_q14((uint64_t)numerator) - log2_q14((uint64_t)denominator);
    int64_t away = log < 0 ? -step / 2 : step / 2; /* so that a / b and b / a are opposites */
    return (int32_t)((log + away) / step);
}

/* 10^6 / (1 + 2^-weight), rounded; weight >= 0. */
static int32_t probability_of_positive(uint32_t weight)
{
    uint64_t power = UINT64_C(1) << 32;
    for (int digit = 0; digit < WEIGHT_DIGITS; digit++) {
        bool is_set = weight >> (WEIGHT_DIGITS - 1 - digit) & 1;
        if (is_set) power = power * root_q32[digit] >> 32;
    }
    power >>= weight >> WEIGHT_DIGITS;
    uint64_t whole = (UINT64_C(1) << 32) + power;
    return (int32_t)(((uint64_t)DLB_PPM * (UINT64_C(1) << 32) + whole / 2) / whole);
}

int32_t dlb_weight_probability(int32_t weight)
{
    if (weight >= WEIGHT_LIMIT) return DLB_PPM;
    if (weight <= -WEIGHT_LIMIT) return 0;
    if (weight < 0) return DLB_PPM - probability_of_positive((uint32_t)-weight);
    return probability_of_positive((uint32_t)weight);
}

static bool is_less_likely(const void *ppm, size_t above_least)
{
    return dlb_weight_probability((int32_t)above_least - WEIGHT_LIMIT) < *(const int32_t *)ppm;
}

int32_t dlb_probability_weight(int32_t ppm)
{
    return (int32_t)dlb_search(0, 2 * (size_t)WEIGHT_LIMIT, &ppm, is_less_likely) - WEIGHT_LIMIT;
}
