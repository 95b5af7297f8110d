/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_weight.c - fixed-point logarithms and probabilities against libm.
 */
#include "match/toy.h"

#include <criterion/criterion.h>
#include <math.h>

Test(weight, a_logarithm_is_the_nearest_step_to_what_libm_says)
{
    struct toy_random random = {1};
    for (int i = 0; i < 200000; i++) {
        int64_t a = (int64_t)(toy_next(&random) >> (1 + toy_below(&random, 62))) + 1;
        int64_t b = (int64_t)(toy_next(&random) >> (1 + toy_below(&random, 62))) + 1;
        if (a < 1 || b < 1) continue;
        double want = (log2((double)a) - log2((double)b)) * DLB_WEIGHT_ONE;
        int32_t got = dlb_weight_of(a, b);
        cr_assert(fabs(got - want) < 0.6, "log2(%ld / %ld): %d, %f", a, b, got, want);
        cr_assert_eq(dlb_weight_of(b, a), -got, "a ratio turned over changes its sign only");
    }
}

Test(weight, powers_of_two_are_exact)
{
    for (int i = 0; i < 62; i++) {
        cr_expect_eq(dlb_weight_of(INT64_C(1) << i, 1), i * DLB_WEIGHT_ONE);
        cr_expect_eq(dlb_weight_of(3, INT64_C(3) << (i < 60 ? i : 60)),
                     -(i < 60 ? i : 60) * DLB_WEIGHT_ONE);
    }
    cr_expect_eq(dlb_weight_of(INT64_MAX, INT64_MAX), 0);
}

Test(weight, a_probability_is_what_libm_says_to_one_part_per_million)
{
    for (int32_t weight = -70 * DLB_WEIGHT_ONE; weight <= 70 * DLB_WEIGHT_ONE; weight++) {
        double want = 1e6 / (1 + exp2(-weight / (double)DLB_WEIGHT_ONE));
        int32_t got = dlb_weight_probability(weight);
        cr_assert(fabs(got - want) <= 0.501, "weight %d: %d, %f", weight, got, want);
    }
}

Test(weight, probabilities_rise_and_mirror)
{
    int32_t last = 0;
    for (int32_t weight = -65 * DLB_WEIGHT_ONE; weight <= 65 * DLB_WEIGHT_ONE; weight++) {
        int32_t ppm = dlb_weight_probability(weight);
        cr_assert_geq(ppm, last);
        cr_assert_eq(ppm + dlb_weight_probability(-weight), DLB_PPM);
        last = ppm;
    }
    cr_expect_eq(dlb_weight_probability(0), DLB_PPM / 2);
    cr_expect_eq(dlb_weight_probability(INT32_MAX), DLB_PPM);
    cr_expect_eq(dlb_weight_probability(INT32_MIN), 0);
}

Test(weight, the_weight_of_a_probability_is_the_smallest_that_reaches_it)
{
    for (int32_t ppm = 1; ppm <= DLB_PPM; ppm += ppm < 100 || ppm > 999900 ? 1 : 97) {
        int32_t weight = dlb_probability_weight(ppm);
        cr_assert_geq(dlb_weight_probability(weight), ppm);
        cr_assert_lt(dlb_weight_probability(weight - 1), ppm);
    }
}

Test(weight, levels_weigh_log2_of_m_over_each_rival)
{
    struct dlb_match_settings settings;
    toy_settings(&settings);
    for (unsigned f = 0; f < settings.n_fields; f++) {
        for (unsigned level = 0; level < 3; level++) {
            double m = settings.fields[f].m_ppb[level], u = settings.fields[f].u_ppb[level];
            double named = settings.lookalikes[0].level_ppb[f][level];
            double relative = named > 0 ? named : u;
            cr_expect_float_eq(settings.weight[f][level][0] / 1024.0, log2(m / u), 0.001);
            cr_expect_float_eq(settings.weight[f][level][1] / 1024.0, log2(m / relative), 0.001);
        }
        cr_expect_eq(settings.fields[f].slot, f);
    }
    cr_expect_eq(settings.n_slots, TOY_FIELDS);
    cr_expect_eq(settings.offset[1], -DLB_WEIGHT_ONE, "two relatives for each match: one bit");
    cr_expect_eq(dlb_weight_probability(settings.theta_merge - 1) < 950000, true);
}
