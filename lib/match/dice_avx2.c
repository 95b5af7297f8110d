/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dice_avx2.c - filters compared 256 bits at a time.
 *
 * AVX2 counts no bits, but looks up 32 half bytes at once: a table of 16 says how many bits each
 * has. The counts of four filters are added across the vector together, which costs a quarter of
 * doing it one by one.
 */
#include "match/dice.h"

#if defined(__x86_64__)
#include <immintrin.h>

enum { VECTORS = DLB_FILTER_WORDS / 4, AT_ONCE = 4 };

#define AVX2 __attribute__((target("avx2")))

/* The bits of each byte. */
AVX2 static __m256i count_bytes(__m256i bytes)
{
    const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                           2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i half = _mm256_set1_epi8(15);
    const __m256i low = _mm256_and_si256(bytes, half);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);
    return _mm256_add_epi8(_mm256_shuffle_epi8(table, low), _mm256_shuffle_epi8(table, high));
}

/* The common bits in four parts; a byte of the sum is 32 at most. */
AVX2 static __m256i count_common(const __m256i one[VECTORS], const struct dlb_filter *other)
{
    __m256i sum = _mm256_setzero_si256();
    for (unsigned v = 0; v < VECTORS; v++) {
        const __m256i words = _mm256_loadu_si256((const __m256i *)(const void *)other->words + v);
        sum = _mm256_add_epi8(sum, count_bytes(_mm256_and_si256(one[v], words)));
    }
    return _mm256_sad_epu8(sum, _mm256_setzero_si256());
}

/* The common bits of four filters, one in each part. */
AVX2 static __m256i count_four(const __m256i one[VECTORS], const struct dlb_filter *many)
{
    __m256i count[AT_ONCE];
    for (unsigned i = 0; i < AT_ONCE; i++) count[i] = count_common(one, &many[i]);
    const __m256i first = _mm256_add_epi64(_mm256_unpacklo_epi64(count[0], count[1]),
                                           _mm256_unpackhi_epi64(count[0], count[1]));
    const __m256i last = _mm256_add_epi64(_mm256_unpacklo_epi64(count[2], count[3]),
                                          _mm256_unpackhi_epi64(count[2], count[3]));
    return _mm256_add_epi64(_mm256_permute2x128_si256(first, last, 0x20),
                            _mm256_permute2x128_si256(first, last, 0x31));
}

AVX2 size_t dlb_dice_avx2(const struct dlb_filter *one, const struct dlb_filter *many,
                          const uint16_t *n_bits, size_t n, uint32_t *hits)
{
    const __m256i own = _mm256_set1_epi64x(dlb_filter_count(one));
    const __m256i least = _mm256_set1_epi64x(DLB_FILTER_SIMILAR), two = _mm256_set1_epi64x(2000);
    __m256i words[VECTORS];
    size_t n_hits = 0;
    if (n < AT_ONCE) return dlb_dice_portable(one, many, n_bits, n, hits);
    for (unsigned v = 0; v < VECTORS; v++)
        words[v] = _mm256_loadu_si256((const __m256i *)(const void *)one->words + v);
    for (size_t done = 0; done < n; done += AT_ONCE) {
        /* The last ones are compared once more where they are fewer. */
        const size_t at = n - done < AT_ONCE ? n - AT_ONCE : done;
        const __m256i common = count_four(words, many + at);
        const __m256i others =
            _mm256_cvtepu16_epi64(_mm_loadl_epi64((const __m128i *)(const void *)(n_bits + at)));
        const __m256i all = _mm256_mul_epu32(least, _mm256_add_epi64(own, others));
        const __m256i missed = _mm256_cmpgt_epi64(all, _mm256_mul_epu32(two, common));
        unsigned found = ~(unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(missed)) & 15U;
        found &= ~0U << (done - at);
        for (; found; found &= found - 1)
            hits[n_hits++] = (uint32_t)at + (uint32_t)__builtin_ctz(found);
    }
    return n_hits;
}
#endif
