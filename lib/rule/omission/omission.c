/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission.c - what the omission rules share: open needs, deadlines, services that answer.
 *
 * A need is answered by what its person gets from any agency, and by what is given to the
 * household as a whole, to whichever member it was written down. Who dies has no open needs,
 * cases or referrals from the day after.
 */
#include <string.h>

#include "rule/kernel.h"

enum {
    /* Records that share one household number. More are a home, or a placeholder somebody
     * typed for everybody: strangers, whose services answer nobody else's need. */
    HOUSEHOLD_MAX = 100
};

bool dlb_need_is_open(const struct dlb_need *need)
{
    return need->status == DLB_NEED_OPEN || need->status == DLB_NEED_PARTLY;
}

bool dlb_person_has_died(const struct dlb_caseload *caseload, uint32_t person)
{
    int32_t death = dlb_person_death(caseload, person);
    return death != DLB_DAY_NONE && death < caseload->as_of;
}

struct dlb_text dlb_word(const char *word)
{
    return (struct dlb_text){word, strlen(word)};
}

int32_t dlb_lookback_start(const struct dlb_caseload *caseload, const struct dlb_rule *rule)
{
    const int64_t *settings = dlb_policy_settings(caseload->policy, rule);
    return dlb_add_months(caseload->as_of, -(int32_t)settings[DLB_PARAM_LOOKBACK_MONTHS]);
}

/* ---- deadlines --------------------------------------------------------------------------- */

struct dlb_duty dlb_duty_of(const struct dlb_policy *policy, const struct dlb_rule *rule,
                            const char *key, int32_t from)
{
    struct dlb_duty duty = {dlb_policy_deadline(policy, rule, key, from), 0};
    duty.due = dlb_deadline_due(duty.deadline, from, policy->holidays, policy->n_holidays);
    return duty;
}

void dlb_detail_duty(struct dlb_rule_work *work, const struct dlb_duty *duty, int32_t event)
{
    int32_t until = event == DLB_DAY_NONE ? work->caseload->as_of : event;
    const char *key = duty->deadline.month ? "deadline_months" : "deadline_days";
    dlb_detail_int(work->findings, key, duty->deadline.amount);
    dlb_detail_text(work->findings, "deadline_mode",
                    dlb_word(dlb_deadline_mode_word(duty->deadline.mode)));
    dlb_detail_day(work->findings, "due_on", duty->due);
    dlb_detail_int(work->findings, "days_late", (int64_t)until - duty->due);
}

/* ---- services that answer a need ----------------------------------------------------------- */

static bool push_row(struct dlb_rule_work *work, uint32_t row)
{
    uint32_t *rows = dlb_array_reserve(work->env, &work->rows, 1, sizeof *rows, UINT32_MAX);
    if (!rows) {
        dlb_findings_no_memory(work->findings);
        return false;
    }
    rows[0] = row;
    work->rows.n++;
    return true;
}

static bool push_person_once(struct dlb_rule_work *work, uint32_t person)
{
    const uint32_t *rows = work->rows.data;
    for (size_t i = 0; i < work->rows.n; i++)
        if (rows[i] == person) return true;
    return push_row(work, person);
}

bool dlb_work_household(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    work->rows.n = 0;
    if (!push_row(work, person)) return false;
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        uint32_t household = caseload->members[caseload->person_members[i]].household;
        if (household == DLB_NO_CODE) continue;
        uint32_t from = caseload->household_members_first[household];
        uint32_t to = caseload->household_members_first[household + 1];
        for (uint32_t j = from; j < to && to - from <= HOUSEHOLD_MAX; j++) {
            uint32_t other = caseload->members[caseload->household_members[j]].person;
            if (!push_person_once(work, other)) return false;
        }
    }
    return true;
}

/* Given to this person for this person or to the household for all of it? */
static bool reaches(const struct dlb_caseload *caseload, const struct dlb_service *service,
                    uint32_t person)
{
    if (service->person == person) return true;
    const struct dlb_programme *programme =
        dlb_policy_programme(caseload->policy, service->programme, service->start);
    return programme && programme->household_unit;
}

static bool is_answer(const struct dlb_caseload *caseload, const struct dlb_service *service,
                      uint32_t person, uint32_t need_class)
{
    bool fits = need_class == DLB_NO_CODE ||
                dlb_policy_answers(caseload->policy, need_class, service->class_, service->start);
    return fits && dlb_service_is_active(service) && reaches(caseload, service, person);
}

static bool push_answers(struct dlb_rule_work *work, uint32_t taker, uint32_t person,
                         uint32_t need_class)
{
    const struct dlb_caseload *caseload = work->caseload;
    int32_t death = dlb_person_death(caseload, taker);
    uint32_t end = caseload->services_first[taker + 1];
    for (uint32_t i = caseload->services_first[taker]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        struct dlb_span span = dlb_service_span(service, death);
        if (span.end <= span.start || !is_answer(caseload, service, person, need_class)) continue;
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

bool dlb_work_answers(struct dlb_rule_work *work, uint32_t person, uint32_t need_class)
{
    work->spans.n = 0;
    if (!dlb_work_household(work, person)) return false;
    for (size_t i = 0; i < work->rows.n; i++) {
        uint32_t taker = ((const uint32_t *)work->rows.data)[i];
        if (!push_answers(work, taker, person, need_class)) return false;
    }
    return true;
}
