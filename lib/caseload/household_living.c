/* SPDX-License-Identifier: Apache-2.0 */
/*
 * household_living.c - how many of a household live on a day.
 *
 * Thresholds ask it for every person and month, and a household may be a number that somebody typed
 * for everybody: so the last days of its persons are kept in order and looked up.
 */
#include "caseload/caseload.h"

#include "base/base.h"
#include "intake/intake.h"

static int by_day(const void *left, const void *right)
{
    int32_t one = *(const int32_t *)left, other = *(const int32_t *)right;
    return (one > other) - (one < other);
}

/* Of one household; in most of them nobody has died. */
static dolbom_status note_days(struct dlb_env *env, const struct dlb_households *households,
                               const struct dlb_household *household, const int32_t *deaths,
                               dolbom_error *error)
{
    int32_t *days = households->last_days + household->first;
    bool any = false;
    for (uint32_t i = 0; i < household->n; i++) {
        int32_t death = deaths[households->persons[household->first + i]];
        days[i] = death == DLB_DAY_NONE ? DLB_DAY_OPEN : death;
        any |= death != DLB_DAY_NONE;
    }
    return any ? dlb_order_rows_in(env, days, household->n, sizeof *days, by_day, error)
               : DOLBOM_OK;
}

dolbom_status dlb_households_last_days(struct dlb_env *env, struct dlb_households *households,
                                       const int32_t *deaths, dolbom_error *error)
{
    dolbom_status status = DOLBOM_OK;
    if (!households->n_listed) return DOLBOM_OK;
    households->last_days = dlb_alloc_array(env, households->n_listed, sizeof(int32_t));
    if (!households->last_days) return dlb_fail_memory(error, env);
    for (uint32_t i = 0; i < households->n && status == DOLBOM_OK; i++)
        status = note_days(env, households, &households->list[i], deaths, error);
    return status;
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
