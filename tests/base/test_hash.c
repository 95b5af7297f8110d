/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_hash.c - hashes have their published values.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

/* ---- XXH3 --------------------------------------------------------------------------- */

Test(hash, the_self_test_passes)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dlb_hash_self_test(&error), DOLBOM_OK, "%s", error.message);
}

Test(hash, seeds_and_lengths_give_other_values)
{
    static const char text[] = "경기도 남양주시 경춘로 1037";
    cr_expect_eq(dlb_hash64_seeded(text, 0, 0), dlb_hash64(text, 0));
    cr_expect_eq(dlb_hash64_seeded(text, 20, 0), dlb_hash64(text, 20));
    cr_expect_neq(dlb_hash64_seeded(text, 20, 1), dlb_hash64(text, 20));
    cr_expect_neq(dlb_hash64(text, 19), dlb_hash64(text, 20));
    struct dlb_hash128 a = dlb_hash128(text, 19), b = dlb_hash128(text, 20);
    cr_expect(a.low != b.low && a.high != b.high);
}

/* The published seeded value of one byte; seed and byte are those of xxHash's own test. */
Test(hash, a_seeded_hash_has_its_published_value)
{
    const unsigned char byte = (unsigned char)(UINT64_C(2654435761) >> 56);
    cr_expect_eq(dlb_hash64_seeded(&byte, 1, UINT64_C(11400714785074694797)),
                 UINT64_C(0x032be332dd766ef8));
}

/* ---- mixing ------------------------------------------------------------------------- */

Test(mix, values_are_the_same_on_all_machines)
{
    cr_expect_eq(dlb_hash_mix(0, 0), UINT64_C(0x6393d51c06c618dc));
    cr_expect_eq(dlb_hash_mix(1, 2), UINT64_C(0xc7eafba733477d2c));
    cr_expect_eq(dlb_hash_mix(2, 1), UINT64_C(0x8c7572048831a3af));
}

Test(mix, the_one_pair_that_would_give_zero_gives_one)
{
    cr_expect_eq(dlb_hash_mix(5, UINT64_C(10645080049804181089)), 1);
}

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

Test(mix, small_numbers_do_not_collide)
{
    enum { SIDE = 400 };
    uint64_t *mixed = calloc(SIDE * SIDE, sizeof *mixed);
    for (uint64_t i = 0; i < SIDE * SIDE; i++) mixed[i] = dlb_hash_mix(i / SIDE, i % SIDE);
    qsort(mixed, SIDE * SIDE, sizeof *mixed, by_value);
    for (size_t i = 1; i < SIDE * SIDE; i++) cr_assert_neq(mixed[i], mixed[i - 1]);
    free(mixed);
}

Test(mix, each_input_bit_moves_about_half_of_the_output)
{
    for (unsigned bit = 0; bit < 128; bit++) {
        int moved = 0;
        for (uint64_t i = 1; i <= 200; i++) {
            uint64_t left = i * UINT64_C(0x9e3779b97f4a7c15), right = i << 20;
            uint64_t before = dlb_hash_mix(left, right);
            if (bit < 64) left ^= UINT64_C(1) << bit;
            if (bit >= 64) right ^= UINT64_C(1) << (bit - 64);
            moved += __builtin_popcountll(before ^ dlb_hash_mix(left, right));
        }
        cr_expect(moved > 200 * 28 && moved < 200 * 36, "bit %u: %d of 12800", bit, moved);
    }
}
