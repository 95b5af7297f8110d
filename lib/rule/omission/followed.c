/* SPDX-License-Identifier: Apache-2.0 */
/*
 * followed.c - when anybody did something about a person.
 */
#include "rule/kernel.h"

struct telling {
    const struct dlb_rule_work *work;
    dlb_day_told tell;
    void *context;
};

static void tell_if_happened(const struct telling *telling, int32_t day)
{
    day = dlb_happened(telling->work, day);
    if (day != DLB_DAY_NONE) telling->tell(telling->context, day);
}

void dlb_each_followed(const struct dlb_rule_work *work, uint32_t person, dlb_day_told tell,
                       void *context)
{
    const struct telling telling = {work, tell, context};
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->events_first[person + 1];
    for (uint32_t i = caseload->events_first[person]; i < end; i++) {
        const struct dlb_event *event = &caseload->events[i];
        bool met = event->kind == DLB_EVENT_VISIT || event->kind == DLB_EVENT_CONTACT;
        if (met) tell_if_happened(&telling, event->date);
    }
    end = caseload->cases_first[person + 1];
    for (uint32_t i = caseload->cases_first[person]; i < end; i++)
        tell_if_happened(&telling, caseload->cases[i].received_on);
    end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++)
        if (dlb_service_is_active(&caseload->services[i]))
            tell_if_happened(&telling, caseload->services[i].start);
}
