/* SPDX-License-Identifier: Apache-2.0 */
/*
 * traits.c - what a subject has, so that only rules that may have something to judge are asked.
 *
 * Sixty rules look at everybody, and nearly all of them have nothing to look at: most people have
 * no case, no stay, no service under a cap. One pass over somebody's rows says so for all rules. A
 * rule declares the traits that it looks for, any of which is enough; where one is there although
 * nothing comes of it, only time is lost.
 */
#include "rule/kernel.h"

#include <string.h>

enum { DOMAINS = 100 };

static uint64_t has_rows(const uint32_t *first, uint32_t person, uint64_t trait)
{
    return first[person] < first[person + 1] ? trait : 0;
}

static uint64_t traits_of_rows(const struct dlb_caseload *caseload, uint32_t person)
{
    bool dead = dlb_person_death(caseload, person) != DLB_DAY_NONE;
    return has_rows(caseload->needs_first, person, DLB_TRAIT_NEEDS) |
           has_rows(caseload->referrals_first, person, DLB_TRAIT_REFERRALS) |
           has_rows(caseload->cases_first, person, DLB_TRAIT_CASES) |
           has_rows(caseload->stays_first, person, DLB_TRAIT_STAYS) |
           has_rows(caseload->events_first, person, DLB_TRAIT_EVENTS) |
           has_rows(caseload->assessments_first, person, DLB_TRAIT_ASSESSMENTS) |
           has_rows(caseload->applications_first, person, DLB_TRAIT_APPLICATIONS) |
           has_rows(caseload->facts_first, person, DLB_TRAIT_FACTS) |
           has_rows(caseload->signals_first, person, DLB_TRAIT_SIGNALS) |
           has_rows(caseload->reports_first, person, DLB_TRAIT_REPORTS) |
           has_rows(caseload->services_first, person, DLB_TRAIT_SERVICES) |
           (dead ? DLB_TRAIT_DEATH : 0) | DLB_TRAIT_PERSON;
}

/* Do two agencies give services of one domain among n of a person? */
static bool is_shared(const struct dlb_service *services, size_t n)
{
    uint32_t givers[DOMAINS];
    memset(givers, 0xff, sizeof givers); /* DLB_NO_CODE */
    for (size_t i = 0; i < n; i++) {
        struct dlb_class class_ = services[i].class_;
        if (!class_.digits || !dlb_service_is_active(&services[i])) continue;
        uint32_t *giver = &givers[class_.digits == 4 ? class_.code / 100 : class_.code];
        if (*giver != DLB_NO_CODE && *giver != services[i].agency) return true;
        *giver = services[i].agency;
    }
    return false;
}

static uint64_t traits_of_services(const struct dlb_policy *policy,
                                   const struct dlb_service *services, size_t n)
{
    uint64_t traits = 0;
    unsigned marks = 0, statuses = 0;
    bool several = false;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_service *service = &services[i];
        statuses |= 1U << service->status;
        several |= service->agency != services->agency;
        if (service->has_more) traits |= DLB_TRAIT_DETAILS;
        if (dlb_service_is_active(service))
            marks |= dlb_policy_marks(policy, service->programme, service->class_);
    }
    if (statuses & 1U << DLB_SERVICE_APPLIED) traits |= DLB_TRAIT_APPLIED;
    if (statuses & (1U << DLB_SERVICE_PLANNED | 1U << DLB_SERVICE_APPROVED))
        traits |= DLB_TRAIT_PROMISED;
    if (several && is_shared(services, n)) traits |= DLB_TRAIT_SHARED;
    return traits | DLB_TRAIT_MARKED(marks);
}

static uint64_t traits_of_person(const struct dlb_caseload *caseload, uint32_t person)
{
    uint32_t from = caseload->services_first[person];
    return traits_of_rows(caseload, person) |
           traits_of_services(caseload->policy, caseload->services + from,
                              caseload->services_first[person + 1] - from);
}

uint64_t dlb_traits_of(const struct dlb_caseload *caseload, unsigned scope, uint32_t subject)
{
    struct dlb_kin kin;
    uint64_t traits = DLB_TRAIT_PERSON;
    if (scope == DLB_SCOPE_PERSON) return traits_of_person(caseload, subject);
    if (scope != DLB_SCOPE_HOUSEHOLD) return UINT64_MAX;
    dlb_kin_look(caseload, subject, &kin);
    for (uint32_t i = 0; i < kin.n; i++) traits |= traits_of_person(caseload, kin.persons[i]);
    return traits;
}
