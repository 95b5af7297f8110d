/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lunar.h - the lunar calendar of Korea.
 */
#ifndef DLB_LUNAR_H
#define DLB_LUNAR_H

#include "base/base.h"

/*
 * The day of a Korean lunar date, 1890 … 2050; DLB_DAY_NONE when there is no such day (the
 * month was short, or not doubled that year).
 */
int32_t dlb_lunar_day(int32_t year, unsigned month, bool leap_month, unsigned day);
/* One of two days, written in numbers and read as a lunar date, is the other; symmetric. */
bool dlb_lunar_reads_as(int32_t left, int32_t right);

#endif
