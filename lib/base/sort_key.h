/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sort_key.h - days and months as keys of dlb_sort; part of base.h.
 */
#ifndef DLB_SORT_KEY_H
#define DLB_SORT_KEY_H

#include <stdint.h>

/* The key that puts a day or a month in its place among others, and back: negative numbers, those
 * before 1970, come first. */
static inline uint32_t dlb_sort_key(int32_t number)
{
    return (uint32_t)number ^ 0x80000000U;
}

static inline int32_t dlb_sort_number(uint64_t key)
{
    return (int32_t)((uint32_t)key ^ 0x80000000U);
}

#endif
