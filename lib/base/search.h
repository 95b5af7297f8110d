/* SPDX-License-Identifier: Apache-2.0 */
/*
 * search.h - binary search, in the header so that the compiler can inline the comparison.
 */
#ifndef DLB_SEARCH_H
#define DLB_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

struct dlb_sought_number {
    const uint32_t *numbers;
    uint32_t number;
};

static inline bool dlb_is_before_number(const void *sought, size_t index)
{
    const struct dlb_sought_number *wanted = sought;
    return wanted->numbers[index] < wanted->number;
}

/* The first index in [low, high) of ascending numbers at which one is not below `number`. */
static inline size_t dlb_search_number(size_t low, size_t high, const uint32_t *numbers,
                                       uint32_t number)
{
    struct dlb_sought_number sought = {numbers, number};
    return dlb_search(low, high, &sought, dlb_is_before_number);
}

#endif
