/* SPDX-License-Identifier: Apache-2.0 */
/*
 * foregone.c - people about whom the answer is known before they are asked.
 *
 * Of whom no fact is recorded, the month of birth, whether that day of a month has been, and the
 * household decide alone. So what was found of one such person (how many tests were judged, and
 * nothing to report) holds for all who are as old to the month and live with as many others: a few
 * thousand questions instead of one for everybody.
 */
#include "rule/omission/omission_entitled.h"

/* By how many months ago they were born, whether the day of birth has been in a month, and how many
 * they live with. */
enum { MONTHS = 128 * 12, SIZES = 8, PLACES = MONTHS * 2 * SIZES };

/* PLACES: the person is like nobody. */
static size_t place_of(const struct dlb_facts *facts, int32_t day)
{
    int32_t birth = facts->birth_date, size = facts->household_size, year;
    unsigned month, number, born_number;
    if (birth == DLB_DAY_NONE || birth > day || size < 0 || size >= SIZES) return PLACES;
    int32_t months = dlb_month_of(day) - dlb_month_of(birth);
    if (months >= MONTHS) return PLACES;
    dlb_day_parts(day, &year, &month, &number);
    dlb_day_parts(birth, &year, &month, &born_number);
    return ((size_t)months * 2 + (born_number <= number)) * SIZES + (size_t)size;
}

/* Of one rule. */
struct dlb_foregones {
    const struct dlb_rule *rule;
    struct dlb_foregones *next;
    struct dlb_foregone places[PLACES];
};

static struct dlb_foregones *foregones_of(struct dlb_rule_work *work, const struct dlb_rule *rule)
{
    struct dlb_foregones *of = work->foregones;
    while (of && of->rule != rule) of = of->next;
    if (of) return of;
    of = dlb_alloc_zero(work->env, sizeof *of);
    if (!of) {
        dlb_findings_no_memory(work->findings);
        return NULL;
    }
    of->rule = rule;
    of->next = work->foregones;
    return work->foregones = of;
}

struct dlb_foregone *dlb_work_foregone(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                       int32_t day)
{
    size_t place = work->traits & DLB_TRAIT_FACTS ? PLACES : place_of(&work->facts, day);
    struct dlb_foregones *of = place == PLACES ? NULL : foregones_of(work, rule);
    return of ? &of->places[place] : NULL;
}

void dlb_foregones_clear(struct dlb_env *env, struct dlb_foregones *foregones)
{
    for (struct dlb_foregones *next; foregones; foregones = next) {
        next = foregones->next;
        dlb_free(env, foregones, sizeof *foregones);
    }
}
