/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_zone.c - people whom the agency responsible for them does not know: O14, and X02
 * where nobody knows who is responsible.
 *
 * Both ask about people whom another agency has known long enough: with consent, by an open
 * need or by a statutory benefit that is still running. What an agency for victims of
 * violence knows is nobody else's business and starts nothing.
 *
 *   zone of residence   responsible agency           finding
 *   unknown                                          X02
 *   known               none, or it is not active    X02
 *   known               has a record                 none
 *   known               takes part, data complete    O14
 *   known               data incomplete or none      none; O24 says so
 */
#include <string.h>

#include "rule/kernel.h"

enum { MIN_DAYS = DLB_PARAM_OWN };

/* ---- what others know about them ----------------------------------------------------------- */

/* What is known of a person, and to whom. */
struct known {
    struct dlb_rule_work *work;
    uint32_t person;
    struct dlb_ending ending;
    int32_t since;   /* DLB_DAY_OPEN: nothing */
    uint32_t agency; /* who knew it first */
    int32_t min_days;
    uint64_t n_rows;
};

static bool may_be_shared(const struct dlb_caseload *caseload, uint32_t member)
{
    const struct dlb_member *record = &caseload->members[member];
    if (caseload->agencies[record->agency].victim_service) return false;
    return !caseload->people->has_consent || record->consent == 1;
}

static bool is_old(const struct known *known, int32_t day)
{
    return (int64_t)known->work->caseload->as_of - day > known->min_days;
}

static bool is_known_need(const struct known *known, const struct dlb_need *need)
{
    const struct dlb_caseload *caseload = known->work->caseload;
    return dlb_need_is_open(caseload, need) && is_old(known, need->identified_on) &&
           may_be_shared(caseload, need->member);
}

/* Statutory benefits are means-tested: whoever gets one has been found to be in want. */
static bool is_known_service(const struct known *known, const struct dlb_service *service)
{
    const struct dlb_caseload *caseload = known->work->caseload;
    if (!dlb_service_is_active(service)) return false;
    if (dlb_service_span(service, known->ending).end <= caseload->as_of) return false;
    const struct dlb_programme *programme =
        dlb_policy_programme(caseload->policy, service->programme, service->start);
    return programme && programme->layer == DLB_LAYER_STATUTORY && is_old(known, service->start) &&
           may_be_shared(caseload, service->member);
}

static void know(struct known *known, int32_t day, uint32_t agency)
{
    known->n_rows++;
    if (day >= known->since) return;
    known->since = day;
    known->agency = agency;
}

/* Rows become evidence of the open finding when `findings` is not NULL. */
static void look_at_known(struct known *known, struct dlb_findings *findings)
{
    const struct dlb_caseload *caseload = known->work->caseload;
    uint32_t person = known->person;
    for (uint32_t i = caseload->needs_first[person]; i < caseload->needs_first[person + 1]; i++) {
        const struct dlb_need *need = &caseload->needs[i];
        if (!is_known_need(known, need)) continue;
        know(known, need->identified_on, need->agency);
        if (findings) dlb_finding_row(findings, DLB_ROWS_NEEDS, i, "need");
    }
    uint32_t end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!is_known_service(known, service)) continue;
        know(known, service->start, service->agency);
        if (findings) dlb_finding_row(findings, DLB_ROWS_SERVICES, i, "benefit");
    }
}

static bool is_known_elsewhere(struct dlb_rule_work *work, const struct dlb_rule *rule,
                               uint32_t person, struct known *known)
{
    const struct dlb_caseload *caseload = work->caseload;
    int64_t days = dlb_policy_settings(caseload->policy, &dlb_rule_o14)[MIN_DAYS];
    *known = (struct known){.work = work,
                            .person = person,
                            .since = DLB_DAY_OPEN,
                            .ending = dlb_work_ending(work, rule, person),
                            .agency = DLB_NO_CODE,
                            .min_days = (int32_t)days};
    if (dlb_person_has_died(caseload, person)) return false;
    look_at_known(known, NULL);
    dlb_judge_rows(work, known->n_rows);
    return known->since != DLB_DAY_OPEN;
}

/* Opens the finding about somebody known to others, and adds what they know. */
static struct dlb_finding *open_known(const struct dlb_rule *rule, struct known *known)
{
    struct dlb_findings *findings = known->work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->person = known->person;
    finding->start = known->since;
    finding->end = DLB_DAY_OPEN;
    finding->owner_agency = known->agency;
    dlb_detail_day(findings, "known_since", known->since);
    dlb_detail_int(findings, "days_known", (int64_t)known->work->caseload->as_of - known->since);
    dlb_detail_int(findings, "min_days", known->min_days);
    look_at_known(known, findings);
    return finding;
}

/* The agency that answers for where the person lives; DLB_NO_CODE when no zone is known, or
 * none that has an agency at work. */
static uint32_t responsible_agency(const struct dlb_caseload *caseload, uint32_t person,
                                   uint32_t *zone)
{
    *zone = dlb_person_zone(caseload, person);
    uint32_t agency =
        *zone == DLB_NO_CODE ? DLB_NO_CODE : caseload->zones[*zone].responsible_agency;
    if (agency == DLB_NO_CODE) return DLB_NO_CODE;
    const struct dlb_agency *is = &caseload->agencies[agency];
    return dlb_valid_on(is->active, caseload->as_of) ? agency : DLB_NO_CODE;
}

/* ---- O14 ------------------------------------------------------------------------------------- */

static bool has_record_at(const struct dlb_caseload *caseload, uint32_t person, uint32_t agency)
{
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++)
        if (caseload->members[caseload->person_members[i]].agency == agency) return true;
    return false;
}

/* An agency that sent nobody at all takes no part yet: whom it knows is unknown. */
static bool would_show(const struct dlb_caseload *caseload, uint32_t agency)
{
    bool takes_part =
        caseload->agency_members_first[agency + 1] > caseload->agency_members_first[agency];
    return takes_part && !caseload->agencies[agency].services_missing &&
           dlb_upload_complete(caseload, agency, "persons");
}

static void unknown_to_responsible(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                   uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct known known;
    uint32_t zone;
    if (!is_known_elsewhere(work, rule, person, &known)) return;
    uint32_t responsible = responsible_agency(caseload, person, &zone);
    if (responsible == DLB_NO_CODE || has_record_at(caseload, person, responsible) ||
        !would_show(caseload, responsible))
        return;
    const struct dlb_zone *home = &caseload->zones[zone];
    struct dlb_finding *finding = open_known(rule, &known);
    finding->owner_agency = responsible;
    finding->due_on = (int32_t)((int64_t)known.since + known.min_days);
    dlb_key_text(work->findings, caseload->agencies[responsible].id);
    dlb_detail_zone(work->findings, "zone", home->id);
    dlb_detail_zone_name(work->findings, "zone_name", home);
    dlb_detail_agency(work->findings, "responsible_agency", responsible);
    dlb_detail_day(work->findings, "due_on", finding->due_on);
    dlb_detail_clears(work->findings, "record_at_responsible", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static const struct dlb_param o14_params[] = {
    {.name = "min_days", .most = DLB_PARAM_DAYS_MAX, .value = 30},
};

const struct dlb_rule dlb_rule_o14 = {
    .id = "O14",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .absence = true,
    .tables = DLB_HAS_ZONES | DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no person known long enough",
    .nothing_ko = "점검할 만큼 오래 파악된 분 없음",
    .traits = DLB_TRAIT_NEEDS | DLB_TRAIT_MARKED(DLB_MARK_STATUTORY),
    .params = o14_params,
    .n_params = sizeof o14_params / sizeof *o14_params,
    .kernel = unknown_to_responsible,
    .name_ko = "거주지 담당 기관이 파악하지 못한 분",
    .name_en = "unknown to the responsible agency",
    .message_ko = "다른 기관이 {known_since}부터 {days_known}일째 파악하고 있는 분이지만, "
                  "거주지({zone_name}) 담당 기관인 {owner}에는 기록이 없습니다.",
    .message_en = "Known to another agency since {known_since}, {days_known:day}; the agency "
                  "responsible for {zone_name}, {owner}, has no record.",
};

/* ---- X02 ------------------------------------------------------------------------------------- */

static void without_zone(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct known known;
    uint32_t zone;
    if (!is_known_elsewhere(work, rule, person, &known)) return;
    if (responsible_agency(caseload, person, &zone) != DLB_NO_CODE) return;
    open_known(rule, &known);
    if (zone != DLB_NO_CODE) dlb_detail_zone(work->findings, "zone", caseload->zones[zone].id);
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++)
        dlb_finding_row(work->findings, DLB_ROWS_PERSONS, caseload->person_members[i], "no_zone");
    dlb_finding_close(work->findings);
}

const struct dlb_rule dlb_rule_x02 = {
    .id = "X02",
    .version = 1,
    .kind = DLB_FINDING_DATA,
    .severity = 1,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_ZONES | DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no person known long enough",
    .nothing_ko = "점검할 만큼 오래 파악된 분 없음",
    .traits = DLB_TRAIT_NEEDS | DLB_TRAIT_MARKED(DLB_MARK_STATUTORY),
    .kernel = without_zone,
    .name_ko = "거주지 담당 기관을 알 수 없음",
    .name_en = "no agency responsible",
    .message_ko = "{known_since}부터 파악된 분이지만, 생활권을 알 수 없거나 그 생활권에 활동 중인 "
                  "담당 기관이 "
                  "없어 거주지 담당 기관을 정할 수 없습니다.",
    .message_en = "Known since {known_since}, but no zone of residence is known, or none with an "
                  "agency at work, so nobody is responsible.",
};
