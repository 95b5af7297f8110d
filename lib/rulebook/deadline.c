/* SPDX-License-Identifier: Apache-2.0 */
/*
 * deadline.c - the last day on which something is still in time.
 *
 * Korean law counts days in several ways, and a rule that counts in the wrong way accuses
 * an agency of being late. An event is in time up to the end of the due day.
 *
 *   mode            first day  free days        last day free   source
 *   calendar        not        count            stays           the cautious reading
 *   calendar_roll   not        count            rolls on        민법 (civil code) 157, 161
 *   business        counts     do not count     cannot be       민원처리법 (petitions) 19, 6 days
 * on work_hours      not        do not count     cannot be       the same, up to 5 days of 8 hours
 *   elapsed_hours   not        count            stays           days of 24 hours by the clock
 *
 * Free days are Saturdays, Sundays and the policy's holidays. A day of working hours ends at
 * the same time of day as it began, so whole days decide it. Months end on the same day
 * number, or on the month's last day where that number is missing (민법 160).
 */
#include "rulebook/rulebook.h"

enum {
    THURSDAY_1970 = 3, /* weekday of day 0 when Monday is 0 */
    AMOUNT_MAX = 36600 /* a hundred years; a deadline further away is none */
};

struct sought_day {
    const int32_t *days;
    int32_t day;
};

static bool is_before_day(const void *sought, size_t i)
{
    const struct sought_day *wanted = sought;
    return wanted->days[i] < wanted->day;
}

static bool is_listed(int32_t day, const int32_t *days, size_t n)
{
    size_t at = dlb_search(0, n, &(struct sought_day){days, day}, is_before_day);
    return at < n && days[at] == day;
}

static bool is_free(int32_t day, const int32_t *holidays, size_t n_holidays)
{
    int64_t weekday = (((int64_t)day + THURSDAY_1970) % 7 + 7) % 7;
    return weekday >= 5 || is_listed(day, holidays, n_holidays);
}

static int32_t roll(int32_t day, const int32_t *holidays, size_t n_holidays)
{
    while (is_free(day, holidays, n_holidays)) day++;
    return day;
}

/* The n-th working day after `day`. */
static int32_t working_day_after(int32_t day, int32_t n, const int32_t *holidays, size_t n_holidays)
{
    for (int32_t i = 0; i < n; i++) day = roll(day + 1, holidays, n_holidays);
    return day;
}

int32_t dlb_deadline_due(struct dlb_deadline deadline, int32_t from, const int32_t *holidays,
                         size_t n_holidays)
{
    if (from == DLB_DAY_NONE) return DLB_DAY_NONE;
    if (from > DLB_DAY_OPEN - 2 * 31 * AMOUNT_MAX || deadline.amount > AMOUNT_MAX)
        return DLB_DAY_OPEN;
    int32_t amount = deadline.amount;
    if (amount < 0) return DLB_DAY_OPEN;
    bool skips_free_days =
        deadline.mode == DLB_DEADLINE_BUSINESS || deadline.mode == DLB_DEADLINE_WORK_HOURS;
    if (deadline.month || !skips_free_days) {
        int32_t due = deadline.month ? dlb_add_months(from, amount) : from + amount;
        bool rolls = skips_free_days || deadline.mode == DLB_DEADLINE_CALENDAR_ROLL;
        return rolls ? roll(due, holidays, n_holidays) : due;
    }
    bool first_day_counts = deadline.mode == DLB_DEADLINE_BUSINESS && amount > 0;
    return working_day_after(first_day_counts ? from - 1 : from, amount, holidays, n_holidays);
}
