/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage_person.c - in which months and classes one person needed something and had it.
 */
#include "layer/coverage.h"

/* The days of a month that have come. */
static struct dlb_span days_of(const struct dlb_coverage *coverage, uint32_t month)
{
    int32_t number = coverage->first_month + (int32_t)month, now = coverage->caseload->as_of + 1;
    struct dlb_span days = {dlb_month_start(number), dlb_month_start(number + 1)};
    if (days.end > now) days.end = now;
    return days;
}

/* The first day on which the need is no longer open; OPEN: it still is; NONE: nobody says when. */
static int32_t settled_on(const struct dlb_caseload *caseload, const struct dlb_need *need)
{
    bool open = need->status == DLB_NEED_OPEN || need->status == DLB_NEED_PARTLY;
    int32_t death = dlb_person_death(caseload, need->person);
    int32_t settled = open ? DLB_DAY_OPEN : need->resolved_on;
    if (!open && settled > caseload->as_of) return DLB_DAY_NONE; /* that day has not come */
    return death != DLB_DAY_NONE && death < settled ? death + 1 : settled;
}

static bool is_needed(const struct dlb_caseload *caseload, const struct dlb_need *need,
                      struct dlb_span month)
{
    int32_t settled = settled_on(caseload, need);
    if (need->identified_on >= month.end || settled == DLB_DAY_NONE) return false;
    bool met = need->status == DLB_NEED_MET && settled == need->resolved_on;
    return settled >= month.end || (met && settled >= month.start);
}

/* Spans that do not touch, in order. */
struct answered {
    const struct dlb_span *spans;
    size_t n;
    int32_t day;
};

static bool ends_by(const void *sought, size_t i)
{
    const struct answered *answered = sought;
    return answered->spans[i].end <= answered->day;
}

/* The first day from `day` on that has an answer, or OPEN. */
static int32_t first_answer(const struct dlb_span *spans, size_t n, int32_t day)
{
    struct answered answered = {spans, n, day};
    size_t at = dlb_search(0, n, &answered, ends_by);
    if (at == n) return DLB_DAY_OPEN;
    return spans[at].start > day ? spans[at].start : day;
}

/* ---- one person ------------------------------------------------------------------------------ */

/* The marks of the classes that answered the need on a day, each with what `now` says. */
static void mark_classes(const struct dlb_coverage_count *count, struct dlb_coverage_mark *marks,
                         const struct dlb_need *need, uint32_t month, struct dlb_coverage_mark now)
{
    const struct dlb_coverage *coverage = count->coverage;
    const struct dlb_policy *policy = coverage->caseload->policy;
    int32_t on = days_of(coverage, month).end - 1;
    uint32_t end = policy->need_maps_first[need->need_class + 1];
    for (uint32_t i = policy->need_maps_first[need->need_class]; i < end; i++) {
        const struct dlb_need_map *map = &policy->need_maps[i];
        uint32_t class_ = count->place[dlb_class_cut(map->class_, 2).code];
        struct dlb_coverage_mark *mark = &marks[(size_t)month * coverage->n_classes + class_];
        if (!dlb_valid_on(map->valid, on)) continue;
        mark->needing |= now.needing;
        mark->served |= now.served;
        if (now.response < mark->response) mark->response = now.response;
    }
}

static void look_at_need(const struct dlb_coverage_count *count, struct dlb_coverage_mark *marks,
                         const struct dlb_need *need, const struct dlb_span *spans, size_t n)
{
    const struct dlb_coverage *coverage = count->coverage;
    int32_t first = first_answer(spans, n, need->identified_on);
    for (uint32_t month = 0; month < coverage->n_months; month++) {
        struct dlb_span days = days_of(coverage, month);
        struct dlb_coverage_mark now = {.response = DLB_NOT_ANSWERED};
        int32_t from = days.start > need->identified_on ? days.start : need->identified_on;
        now.needing = is_needed(coverage->caseload, need, days);
        now.served = now.needing && first_answer(spans, n, from) < days.end;
        if (first >= days.start && first < days.end) now.response = first - need->identified_on;
        if (now.needing || now.response != DLB_NOT_ANSWERED)
            mark_classes(count, marks, need, month, now);
    }
}

/* The person's needs that anything answers, by class; how many. */
static size_t list_needs(const struct dlb_caseload *caseload, struct dlb_coverage_counter *counter,
                         uint32_t person)
{
    struct dlb_sort_item *items = counter->items.data;
    size_t n = 0;
    for (uint32_t i = caseload->needs_first[person]; i < caseload->needs_first[person + 1]; i++)
        if (caseload->needs[i].need_class < caseload->policy->n_need_classes)
            items[n++] = (struct dlb_sort_item){caseload->needs[i].need_class, i};
    dlb_sort_in(items, counter->spare.data, n);
    return n;
}

bool dlb_coverage_mark_person(const struct dlb_coverage_count *count,
                              struct dlb_coverage_counter *counter, uint32_t person)
{
    const struct dlb_caseload *caseload = count->coverage->caseload;
    struct dlb_env *env = caseload->env;
    size_t room = caseload->needs_first[person + 1] - caseload->needs_first[person];
    if (!dlb_array_reserve(env, &counter->items, room, sizeof(struct dlb_sort_item), UINT32_MAX) ||
        !dlb_array_reserve(env, &counter->spare, room, sizeof(struct dlb_sort_item), UINT32_MAX))
        return false;
    size_t n_needs = list_needs(caseload, counter, person), n = 0;
    const struct dlb_sort_item *items = counter->items.data;
    const struct dlb_span *spans = NULL;
    for (size_t i = 0; i < n_needs; i++) {
        bool again = i > 0 && items[i].key == items[i - 1].key;
        if (!again &&
            !dlb_answers_find(counter->answers, person, (uint32_t)items[i].key, &spans, &n))
            return false;
        look_at_need(count, counter->marks, &caseload->needs[items[i].value], spans, n);
    }
    return true;
}
