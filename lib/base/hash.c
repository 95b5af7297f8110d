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
    /* A bijection of each argument while the other stands: no code is lost before the 0. */
    uint64_t mixed = scramble(scramble(left + UINT64_C(0x9e3779b97f4a7c15)) + right);
    return mixed != 0 ? mixed : 1;
}
