/* SPDX-License-Identifier: Apache-2.0 */
/*
 * search.h - binary search, in the header so that the compiler can inline the comparison.
 */
#ifndef DLB_SEARCH_H
#define DLB_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The first index in [low, high) for which is_before is false; `high` if there is none. `is_before`
 * must be true up to some index and false from there on.
 */
static inline size_t dlb_search(size_t low, size_t high, const void *sought,
                                bool (*is_before)(const void *sought, size_t index))
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(sought, middle))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

#endif
