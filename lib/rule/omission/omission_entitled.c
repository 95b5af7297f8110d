/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_entitled.c - what the rules about entitlements share: facts, and services of a month.
 */
#include "rule/omission/omission_entitled.h"

#include <inttypes.h>
#include <stdio.h>

bool dlb_work_facts(struct dlb_rule_work *work, uint32_t person, int32_t month)
{
    const struct dlb_caseload *caseload = work->caseload;
    work->facts.env = work->verdict.env = work->env;
    bool room = dlb_facts_of_person(caseload, person, caseload->as_of, month, &work->facts);
    if (!room) dlb_findings_no_memory(work->findings);
    return room;
}

/* Who knows the person best where no fact says it: the agency of the newest record. */
static uint32_t newest_agency(const struct dlb_caseload *caseload, uint32_t person)
{
    uint32_t at = caseload->person_members_first[person];
    const struct dlb_member *newest = &caseload->members[caseload->person_members[at]];
    while (++at < caseload->person_members_first[person + 1]) {
        const struct dlb_member *member = &caseload->members[caseload->person_members[at]];
        if (dlb_member_changed_on(member) > dlb_member_changed_on(newest)) newest = member;
    }
    return newest->agency;
}

struct dlb_finding *dlb_entitled_open(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                      uint32_t person, int32_t month)
{
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->person = person;
    finding->start = dlb_month_start(month);
    finding->end = DLB_DAY_OPEN;
    finding->owner_agency = newest_agency(work->caseload, person);
    return finding;
}

void dlb_entitled_facts(struct dlb_rule_work *work, const struct dlb_trial *trials, size_t n)
{
    const struct dlb_caseload *caseload = work->caseload;
    int32_t newest = DLB_DAY_NONE;
    for (size_t i = 0; i < n; i++) {
        if (trials[i].row == DLB_NO_CODE) continue;
        dlb_finding_row(work->findings, DLB_ROWS_FACTS, trials[i].row, "fact");
        if (trials[i].as_of <= newest) continue;
        newest = trials[i].as_of;
        work->findings->open.owner_agency = caseload->facts[trials[i].row].agency;
    }
}

bool dlb_entitled_reaches(const struct dlb_caseload *caseload, const struct dlb_service *service,
                          uint32_t person)
{
    return service->person == person || dlb_is_for_household(caseload, service);
}

bool dlb_entitled_applied(const struct dlb_caseload *caseload,
                          const struct dlb_application *application, uint32_t person)
{
    if (application->person == person) return true;
    const struct dlb_programme *programme =
        dlb_policy_programme(caseload->policy, application->programme, application->applied_on);
    return programme && programme->household_unit;
}

bool dlb_entitled_has(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                      const struct dlb_service *service, uint32_t person, int32_t month)
{
    if (!dlb_service_is_active(service) || !dlb_has_begun(work, service)) return false;
    if (!dlb_entitled_reaches(work->caseload, service, person)) return false;
    struct dlb_span months =
        dlb_service_months(service, dlb_work_ending(work, rule, service->person));
    return months.start <= month && month < months.end;
}

struct dlb_class dlb_entitled_class(const struct dlb_policy *policy, const struct dlb_selector *to,
                                    int32_t on)
{
    const struct dlb_programme *programme = dlb_policy_programme(policy, to->programme, on);
    return programme ? programme->class_ : to->class_;
}

void dlb_detail_decimal(struct dlb_findings *findings, const char *key, int64_t millionths)
{
    enum { DECIMALS = 6 };
    char text[DLB_DECIMAL_ROOM];
    size_t len = dlb_decimal_write(millionths, DECIMALS, text);
    char *kept = dlb_arena_copy(&findings->texts, text, len); /* until the message is said */
    if (kept)
        dlb_detail_text(findings, key, (struct dlb_text){kept, len});
    else
        dlb_findings_no_memory(findings);
}
