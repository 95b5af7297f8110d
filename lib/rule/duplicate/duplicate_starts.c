/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_starts.c - the starts of services that are counted together, in order.
 *
 * Counting, adding up and measuring distances all go through what a person, or a household, got
 * whichever agency gave it: by day, agency and id, so that of one day the same comes first
 * everywhere. After a death there is no day left on which a service could have started.
 */
#include <string.h>

#include "rule/kernel.h"

int32_t dlb_start_day(const struct dlb_sort_item *start)
{
    return dlb_sort_number(start->key >> 32);
}

void dlb_each_takers(struct dlb_rule_work *work, const struct dlb_kin *kin, bool of_household,
                     void (*look)(void *context, const struct dlb_takers *takers), void *context)
{
    if (of_household) {
        struct dlb_takers all = {kin->persons, kin->n, kin, 0, kin->person, kin->household};
        look(context, &all);
        return;
    }
    for (uint32_t i = 0; i < kin->n; i++) {
        struct dlb_takers one = {&kin->persons[i], 1, kin, i, kin->persons[i], DLB_NO_CODE};
        if (dlb_kin_is_largest(work->caseload, kin, i)) look(context, &one);
    }
}

bool dlb_is_capped(const void *context, const struct dlb_service *service)
{
    const struct dlb_cap *cap = context;
    bool programme = cap->programme == DLB_NO_CODE || cap->programme == service->programme;
    bool class_ = !cap->class_.digits || dlb_class_covers(cap->class_, service->class_);
    return programme && class_;
}

static size_t count_services(const struct dlb_caseload *caseload, const struct dlb_takers *takers)
{
    const uint32_t *first = caseload->services_first;
    size_t n = 0;
    for (uint32_t i = 0; i < takers->n; i++)
        n += first[takers->persons[i] + 1] - first[takers->persons[i]];
    return n;
}

/* Leave out what was typed again, of the person's starts from `from` on. */
static void drop_repeats(struct dlb_rule_work *work, uint32_t person, size_t from)
{
    struct dlb_sort_item *starts = work->items.data;
    uint32_t first = work->caseload->services_first[person];
    const uint8_t *repeats = dlb_work_repeats(work, person);
    size_t kept = from;
    if (!repeats) return;
    for (size_t i = from; i < work->items.n; i++)
        if (!repeats[starts[i].value - first]) starts[kept++] = starts[i];
    work->items.n = kept;
}

static bool is_start(const struct dlb_start_filter *filter, const struct dlb_service *service,
                     struct dlb_ending ending)
{
    return dlb_service_is_active(service) && filter->counts(filter->context, service) &&
           dlb_service_has_days(service, ending);
}

/* How many the person adds. */
static size_t add_person(struct dlb_rule_work *work, uint32_t person,
                         const struct dlb_start_filter *filter)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_sort_item *starts = work->items.data;
    struct dlb_ending ending = dlb_work_ending(work, filter->rule, person);
    uint32_t end = caseload->services_first[person + 1];
    size_t from = work->items.n;
    for (uint32_t i = caseload->services_first[person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        uint64_t day = dlb_sort_key(service->start);
        if (is_start(filter, service, ending))
            starts[work->items.n++] = (struct dlb_sort_item){day << 32 | service->agency, i};
    }
    if (filter->once && work->items.n - from > 1) drop_repeats(work, person, from);
    return work->items.n - from;
}

/* Starts of one day and agency, by id. */
static bool order_by_id(struct dlb_rule_work *work, struct dlb_sort_item *starts, size_t n)
{
    struct dlb_sort_item *spare = work->spare.data;
    struct dlb_text *texts = dlb_alloc_array(work->env, n, sizeof *texts);
    uint32_t *order = dlb_alloc_array(work->env, n, sizeof *order);
    bool room = texts && order;
    for (size_t i = 0; room && i < n; i++)
        texts[i] = dlb_service_id(&work->caseload->services[starts[i].value]);
    room = room && dlb_sort_texts_in(work->env, texts, (uint32_t)n, order, NULL) == DOLBOM_OK;
    for (size_t i = 0; room && i < n; i++) spare[i] = starts[order[i]];
    if (room) memcpy(starts, spare, n * sizeof *starts);
    dlb_free(work->env, texts, n * sizeof *texts);
    dlb_free(work->env, order, n * sizeof *order);
    if (!room) dlb_findings_no_memory(work->findings);
    return room;
}

/* The starts of several persons by day, agency and id. */
static bool order_starts(struct dlb_rule_work *work)
{
    struct dlb_sort_item *starts = work->items.data;
    size_t n = work->items.n;
    dlb_sort_in(starts, work->spare.data, n);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && starts[end].key == starts[i].key;) end++;
        if (end - i > 1 && !order_by_id(work, starts + i, end - i)) return false;
    }
    return true;
}

size_t dlb_work_starts(struct dlb_rule_work *work, const struct dlb_takers *takers,
                       const struct dlb_start_filter *filter)
{
    size_t room = count_services(work->caseload, takers);
    if (!room || !dlb_work_items(work, room)) return 0;
    for (uint32_t i = 0; i < takers->n; i++) {
        size_t n = add_person(work, takers->persons[i], filter);
        if (takers->kin)
            dlb_kin_judge(work, takers->kin, takers->first + i, n);
        else
            dlb_judge_rows(work, n);
    }
    bool in_order = takers->n == 1; /* one person's come in order */
    return in_order || order_starts(work) ? work->items.n : 0;
}

void dlb_judge_starts(struct dlb_rule_work *work, uint32_t person,
                      const struct dlb_start_filter *filter)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_ending ending = dlb_work_ending(work, filter->rule, person);
    uint32_t end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++)
        dlb_judge_rows(work, is_start(filter, &caseload->services[i], ending));
}
