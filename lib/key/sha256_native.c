/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sha256_native.c - one block of SHA-256 by the instructions of x86 processors (FIPS 180-4, 6.2.2).
 *
 * An instruction does two rounds; the eight words of the state lie in two registers in the order
 * that it wants:
 *
 *   state     a b c d | e f g h
 *   registers f e b a | h g d c      lowest first
 */
#include "key/sha256.h"

#if defined __x86_64__

#include <cpuid.h>
#include <immintrin.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

bool dlb_sha256_is_native(void)
{
    unsigned a, b, c, d;
    const bool sse = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_1);
    return sse && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

static __m128i load(const void *at)
{
    return _mm_loadu_si128(at);
}

static void store(void *at, __m128i value)
{
    _mm_storeu_si128(at, value);
}

/* Four words of the message schedule, from those of 16, 12, 8 and 4 rounds before. */
__attribute__((target("sha,sse4.1"))) static __m128i next_words(__m128i back16, __m128i back12,
                                                                __m128i back8, __m128i back4)
{
    const __m128i back7 = _mm_alignr_epi8(back4, back8, 4);
    const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(back16, back12), back7);
    return _mm_sha256msg2_epu32(sum, back4);
}

__attribute__((target("sha,sse4.1"))) void
dlb_sha256_native(uint32_t state[8], const unsigned char block[DLB_SHA256_BLOCK])
{
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const __m128i badc = _mm_shuffle_epi32(load(state), 0xB1);
    const __m128i hgfe = _mm_shuffle_epi32(load(state + 4), 0x1B);
    const __m128i feba = _mm_alignr_epi8(badc, hgfe, 8), hgdc = _mm_blend_epi16(hgfe, badc, 0xF0);
    __m128i low = feba, high = hgdc, back16 = low, back12 = low, back8 = low, back4 = low;
    for (unsigned i = 0; i < 16; i++) {
        const __m128i given = load(block + 16 * (i % 4));
        const __m128i words =
            i < 4 ? _mm_shuffle_epi8(given, big_endian) : next_words(back16, back12, back8, back4);
        const __m128i constants = load(round_constants + 4 * i);
        const __m128i sum = _mm_add_epi32(words, constants);
        high = _mm_sha256rnds2_epu32(high, low, sum);
        low = _mm_sha256rnds2_epu32(low, high, _mm_shuffle_epi32(sum, 0x0E));
        back16 = back12;
        back12 = back8;
        back8 = back4;
        back4 = words;
    }
    low = _mm_shuffle_epi32(_mm_add_epi32(low, feba), 0x1B);
    high = _mm_shuffle_epi32(_mm_add_epi32(high, hgdc), 0xB1);
    store(state, _mm_blend_epi16(low, high, 0xF0));
    store(state + 4, _mm_alignr_epi8(high, low, 8));
}

#else

bool dlb_sha256_is_native(void)
{
    return false;
}

/* Never called. */
void dlb_sha256_native(uint32_t state[8], const unsigned char block[DLB_SHA256_BLOCK])
{
    (void)state, (void)block;
}

#endif
