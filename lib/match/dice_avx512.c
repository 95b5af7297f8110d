/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dice_avx512.c - filters compared 512 bits at a time, by processors that count bits so.
 *
 * A filter is two vectors, and the count of its bits lies in eight parts. Those of eight filters
 * are added across the vector together: each step joins two vectors into one, so that the last one
 * has a filter's count in each part, in their order.
 */
#include "match/dice.h"

#if defined(__x86_64__)
#include <immintrin.h>

enum { AT_ONCE = 8 };

#define AVX512 __attribute__((target("avx512f,avx512vpopcntdq")))

AVX512 static __m512i count_common(const __m512i one[2], const struct dlb_filter *other)
{
    const __m512i first = _mm512_loadu_si512(other->words);
    const __m512i second = _mm512_loadu_si512(other->words + 8);
    return _mm512_add_epi64(_mm512_popcnt_epi64(_mm512_and_si512(one[0], first)),
                            _mm512_popcnt_epi64(_mm512_and_si512(one[1], second)));
}

/* Neighbours of each vector added, those of the left one first. */
AVX512 static __m512i join(__m512i left, __m512i right)
{
    return _mm512_add_epi64(_mm512_shuffle_i64x2(left, right, 0x88),
                            _mm512_shuffle_i64x2(left, right, 0xdd));
}

AVX512 static __m512i count_eight(const __m512i one[2], const struct dlb_filter *many)
{
    __m512i two[AT_ONCE / 2];
    for (unsigned i = 0; i < AT_ONCE / 2; i++) {
        const __m512i left = count_common(one, &many[2 * i]);
        const __m512i right = count_common(one, &many[2 * i + 1]);
        two[i] = _mm512_add_epi64(_mm512_unpacklo_epi64(left, right),
                                  _mm512_unpackhi_epi64(left, right));
    }
    return join(join(two[0], two[1]), join(two[2], two[3]));
}

AVX512 size_t dlb_dice_avx512(const struct dlb_filter *one, const struct dlb_filter *many,
                              const uint16_t *n_bits, size_t n, uint32_t *hits)
{
    const __m512i own = _mm512_set1_epi64(dlb_filter_count(one));
    const __m512i least = _mm512_set1_epi64(DLB_FILTER_SIMILAR), two = _mm512_set1_epi64(2000);
    const __m512i words[2] = {_mm512_loadu_si512(one->words), _mm512_loadu_si512(one->words + 8)};
    size_t n_hits = 0;
    if (n < AT_ONCE) return dlb_dice_portable(one, many, n_bits, n, hits);
    for (size_t done = 0; done < n; done += AT_ONCE) {
        /* The last ones are compared once more where they are fewer. */
        const size_t at = n - done < AT_ONCE ? n - AT_ONCE : done;
        const __m512i common = count_eight(words, many + at);
        const __m512i others =
            _mm512_cvtepu16_epi64(_mm_loadu_si128((const __m128i *)(const void *)(n_bits + at)));
        const __m512i all = _mm512_mul_epu32(least, _mm512_add_epi64(own, others));
        unsigned found = _mm512_cmpge_epu64_mask(_mm512_mul_epu32(two, common), all);
        found &= ~0U << (done - at);
        for (; found; found &= found - 1)
            hits[n_hits++] = (uint32_t)at + (uint32_t)__builtin_ctz(found);
    }
    return n_hits;
}
#endif
