/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hash.c - XXH3 for tables, blocks and files. The one file that sees <xxhash.h>.
 *
 * XXH3 is fast and good, and anybody can compute it: nothing secret may rest on it, and
 * equal 64-bit hashes are a hint, not an identity. It is compiled in, so that a table
 * written by one machine means the same on the next whatever library that one has.
 */
#include "base/base.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t dlb_hash64(const void *data, size_t len)
{
    return XXH3_64bits(data, len);
}

uint64_t dlb_hash64_seeded(const void *data, size_t len, uint64_t seed)
{
    return XXH3_64bits_withSeed(data, len, seed);
}

struct dlb_hash128 dlb_hash128(const void *data, size_t len)
{
    XXH128_hash_t hash = XXH3_128bits(data, len);
    return (struct dlb_hash128){.low = hash.low64, .high = hash.high64};
}

/* A bijection in which every input bit moves every output bit (MurmurHash3's finaliser). */
static uint64_t scramble(uint64_t code)
{
    code = (code ^ (code >> 33)) * UINT64_C(0xff51afd7ed558ccd);
    code = (code ^ (code >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
    return code ^ (code >> 33);
}

uint64_t dlb_hash_mix(uint64_t left, uint64_t right)
{
    /* A bijection of each argument while the other is fixed: no code is lost before the 0. */
    uint64_t mixed = scramble(scramble(left + UINT64_C(0x9e3779b97f4a7c15)) + right);
    return mixed != 0 ? mixed : 1;
}

dolbom_status dlb_hash_self_test(dolbom_error *error)
{
    /* One value for each of the code paths that XXH3 takes by length. */
    static const struct {
        size_t len;
        uint64_t hash;
    } published[] = {{0, UINT64_C(0x2d06800538d394c2)},   {1, UINT64_C(0xc44bdff4074eecdb)},
                     {6, UINT64_C(0x27b56a84cd2d7325)},   {12, UINT64_C(0xa713daf0dfbb77e7)},
                     {80, UINT64_C(0xbcdefbbb2c47c90a)},  {195, UINT64_C(0xcd94217ee362ec3a)},
                     {403, UINT64_C(0xcdeb804d65c6dea4)}, {2048, UINT64_C(0xdd59e2c3a5f038e0)}};
    unsigned char bytes[2048]; /* the values of xxHash's own test */
    uint64_t generator = 2654435761;
    for (size_t i = 0; i < sizeof bytes; i++, generator *= UINT64_C(11400714785074694797))
        bytes[i] = (unsigned char)(generator >> 56);
    bool good = true;
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        good = good && dlb_hash64(bytes, published[i].len) == published[i].hash;
    struct dlb_hash128 empty = dlb_hash128(bytes, 0);
    good = good && empty.high == UINT64_C(0x99aa06d3014798d8) &&
           empty.low == UINT64_C(0x6001c324468d497f);
    if (good) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_CORRUPT, -1, NULL,
                    "xxHash does not give its published values; rebuild the library");
}
