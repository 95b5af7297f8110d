/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dice.c - which kernels a processor can run.
 */
#include "match/dice.h"

struct dlb_dice_choice dlb_dice_choice_at(size_t index)
{
    struct dlb_dice_choice choices[4] = {{NULL, NULL}};
    size_t n = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq"))
        choices[n++] = (struct dlb_dice_choice){"avx512", dlb_dice_avx512};
    if (__builtin_cpu_supports("avx2"))
        choices[n++] = (struct dlb_dice_choice){"avx2", dlb_dice_avx2};
#endif
    choices[n++] = (struct dlb_dice_choice){"portable", dlb_dice_portable};
    return choices[index < n ? index : n];
}
