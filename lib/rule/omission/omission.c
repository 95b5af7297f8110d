/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission.c - what the omission rules share: open needs, deadlines, services that answer.
 *
 * A need is answered by what its person gets from any agency, and by what is given to the household
 * as a whole, whichever member it was recorded for; but another member's row is nobody else's
 * evidence. Somebody who died has no open needs, cases or referrals from the day after.
 */
#include <string.h>

#include "rule/kernel.h"

bool dlb_person_has_died(const struct dlb_caseload *caseload, uint32_t person)
{
    int32_t death = dlb_person_death(caseload, person);
    return death != DLB_DAY_NONE && death < caseload->as_of;
}

struct dlb_text dlb_word(const char *word)
{
    return (struct dlb_text){word, strlen(word)};
}

/* ---- deadlines --------------------------------------------------------------------------- */

struct dlb_duty dlb_duty_of(const struct dlb_caseload *caseload, const struct dlb_rule *rule,
                            uint32_t agency, const char *key, int32_t from)
{
    const struct dlb_policy *policy = caseload->policy;
    unsigned centre = dlb_centre_of(caseload, agency);
    struct dlb_duty duty = {dlb_policy_deadline(policy, rule, key, centre, from), 0};
    duty.due = dlb_deadline_due(duty.deadline, from, policy->holidays, policy->n_holidays);
    return duty;
}

void dlb_detail_duty(struct dlb_rule_work *work, const struct dlb_duty *duty, int32_t until)
{
    const char *key = duty->deadline.month ? "deadline_months" : "deadline_days";
    dlb_detail_int(work->findings, key, duty->deadline.amount);
    dlb_detail_text(work->findings, "deadline_mode",
                    dlb_word(dlb_deadline_mode_word(duty->deadline.mode)));
    dlb_detail_day(work->findings, "due_on", duty->due);
    dlb_detail_int(work->findings, "days_late", (int64_t)until - duty->due);
}

/* ---- households --------------------------------------------------------------------------- */

/* Everybody in the person's households, as items to be sorted; with repetitions. */
static size_t list_mates(const struct dlb_caseload *caseload, uint32_t person,
                         struct dlb_sort_item *items)
{
    const struct dlb_households *households = &caseload->households;
    const uint32_t *list;
    uint32_t n_lists = dlb_person_households(households, person, &list);
    size_t n = 0;
    for (uint32_t i = 0; i < n_lists; i++) {
        const struct dlb_household *household = &households->list[list[i]];
        if (household->n > DLB_HOUSEHOLD_MAX) continue;
        for (uint32_t j = 0; j < household->n; j++, n++)
            if (items)
                items[n] = (struct dlb_sort_item){households->persons[household->first + j], 0};
    }
    return n;
}

bool dlb_work_household(struct dlb_rule_work *work, uint32_t person)
{
    size_t n = list_mates(work->caseload, person, NULL);
    if (!dlb_work_rows(work, n + 1)) return false;
    uint32_t *rows = work->rows.data;
    if (!n) { /* nobody else, as for most */
        rows[work->rows.n++] = person;
        return true;
    }
    if (!dlb_work_items(work, n)) return false;
    struct dlb_sort_item *items = work->items.data;
    list_mates(work->caseload, person, items);
    dlb_sort_in(items, work->spare.data, n);
    rows[work->rows.n++] = person;
    for (size_t i = 0; i < n; i++) {
        bool again = i > 0 && items[i].key == items[i - 1].key;
        if (!again && items[i].key != person) rows[work->rows.n++] = (uint32_t)items[i].key;
    }
    return true;
}

/* ---- services that answer a need ----------------------------------------------------------- */

struct answers {
    uint32_t person, need_class; /* DLB_NO_CODE: any need */
    int32_t goods_days;
};

static bool is_answer(const struct dlb_rule_work *work, const struct dlb_service *service,
                      const struct answers *answers)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (!dlb_service_is_active(service) || !dlb_has_begun(work, service)) return false;
    bool fits =
        answers->need_class == DLB_NO_CODE ||
        dlb_policy_answers(caseload->policy, answers->need_class, service->class_, service->start);
    return fits && (service->person == answers->person || dlb_is_for_household(caseload, service));
}

/* Goods last some time after the day they were handed over, whoever dies. */
static struct dlb_span answered_days(const struct answers *answers,
                                     const struct dlb_service *service, struct dlb_ending ending)
{
    struct dlb_span span = dlb_service_span(service, ending);
    bool goods = service->lasting & DLB_LASTS_A_DAY && span.end > span.start;
    if (goods) span.end = span.start + answers->goods_days;
    return span;
}

static bool push_answers(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t taker,
                         const struct answers *answers)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_ending ending = dlb_work_ending(work, rule, taker);
    uint32_t end = caseload->services_first[taker + 1];
    for (uint32_t i = caseload->services_first[taker]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!is_answer(work, service, answers)) continue;
        struct dlb_span span = answered_days(answers, service, ending);
        if (span.end <= span.start) continue;
        struct dlb_owned_span *spans =
            dlb_array_reserve(work->env, &work->spans, 1, sizeof *spans, UINT32_MAX);
        if (!spans) {
            dlb_findings_no_memory(work->findings);
            return false;
        }
        spans[0] = (struct dlb_owned_span){span.start, span.end, service->agency, i};
        work->spans.n++;
    }
    return true;
}

bool dlb_work_answers(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                      uint32_t need_class, int32_t goods_days)
{
    struct answers answers = {person, need_class, goods_days};
    work->spans.n = 0;
    if (!dlb_work_household(work, person)) return false;
    for (size_t i = 0; i < work->rows.n; i++) {
        uint32_t taker = ((const uint32_t *)work->rows.data)[i];
        if (!push_answers(work, rule, taker, &answers)) return false;
    }
    return true;
}

void dlb_finding_service(struct dlb_rule_work *work, uint32_t person, uint32_t service,
                         const char *role)
{
    if (work->caseload->services[service].person == person)
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, service, role);
}
