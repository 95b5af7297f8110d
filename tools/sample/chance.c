/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chance.c - reproducible chance: the same seed gives the same sample on every machine.
 *
 * splitmix64 (Steele, Lea, Flood 2014): one addition and three mixing steps, period 2^64.
 */
#include "sample/sample.h"

uint64_t chance_next(struct chance *chance)
{
    uint64_t z = chance->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint32_t chance_below(struct chance *chance, uint32_t n)
{
    return (uint32_t)(((chance_next(chance) >> 32) * n) >> 32);
}

bool chance_of(struct chance *chance, uint32_t ppm)
{
    return chance_below(chance, 1000000) < ppm;
}

/* The product of two even draws has a density that falls like -log: few values are common. */
uint32_t chance_skewed(struct chance *chance, uint32_t n)
{
    uint64_t first = chance_next(chance) >> 40, second = chance_next(chance) >> 40;
    return (uint32_t)((first * second >> 24) * n >> 24);
}

/* Howard Hinnant's civil-day algorithms, for years 1 to 9999. */
int32_t sample_day(int32_t year, int32_t month, int32_t day)
{
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = y / 400, year_of_era = y - era * 400;
    int32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void sample_day_parts(int32_t day, int32_t *year, int32_t *month, int32_t *day_of_month)
{
    int32_t z = day + 719468, era = z / 146097, day_of_era = z - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted = (5 * day_of_year + 2) / 153;
    *day_of_month = day_of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}
