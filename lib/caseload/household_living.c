/* SPDX-License-Identifier: Apache-2.0 */
/*
 * household_living.c - how many of a household live on a day.
 *
 * Thresholds ask it for every person and month, and a household may be a number that somebody typed
 * for everybody: so the last days of its persons are kept in order and looked up.
 */
#include "caseload/caseload.h"

#include <stdlib.h>

#include "base/base.h"

static int by_day(const void *left, const void *right)
{
    int32_t one = *(const int32_t *)left, other = *(const int32_t *)right;
    return (one > other) - (one < other);
}

bool dlb_households_last_days(struct dlb_env *env, struct dlb_households *households,
                              const int32_t *deaths)
{
    int32_t *days = dlb_alloc_array(env, households->n_listed, sizeof *days);
    households->last_days = days;
    if (!days) return households->n_listed == 0;
    for (uint32_t i = 0; i < households->n; i++) {
        const struct dlb_household *household = &households->list[i];
        int32_t *own = days + household->first;
        for (uint32_t j = 0; j < household->n; j++) {
            int32_t death = deaths[households->persons[household->first + j]];
            own[j] = death == DLB_DAY_NONE ? DLB_DAY_OPEN : death;
        }
        qsort(own, household->n, sizeof *own, by_day);
    }
    return true;
}

struct asked {
    const int32_t *last_days;
    int32_t day;
};

static bool is_gone(const void *asked_about, size_t i)
{
    const struct asked *asked = asked_about;
    return asked->last_days[i] < asked->day;
}

int32_t dlb_household_living(const struct dlb_households *households, uint32_t household,
                             int32_t day)
{
    const struct dlb_household *of = &households->list[household];
    struct asked asked = {households->last_days + of->first, day};
    return (int32_t)(of->n - dlb_search(0, of->n, &asked, is_gone));
}
