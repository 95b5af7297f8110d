/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_search.c - binary search against counting.
 */
#include <criterion/criterion.h>

#include "base/base.h"

struct sought {
    const int *numbers;
    int number;
};

static bool is_below(const void *sought, size_t index)
{
    const struct sought *s = sought;
    return s->numbers[index] < s->number;
}

Test(search, finds_the_first_that_is_not_below)
{
    const int numbers[] = {1, 3, 3, 3, 7, 9, 9, 12};
    const size_t n = sizeof numbers / sizeof *numbers;
    for (int number = 0; number <= 13; number++) {
        for (size_t low = 0; low <= n; low++) {
            for (size_t high = low; high <= n; high++) {
                size_t first = low;
                while (first < high && numbers[first] < number) first++;
                const struct sought sought = {numbers, number};
                cr_expect_eq(dlb_search(low, high, &sought, is_below), first, "%d in %zu..%zu",
                             number, low, high);
            }
        }
    }
}
