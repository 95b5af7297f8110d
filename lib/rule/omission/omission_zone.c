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
    int32_t since;   /* DLB_DAY_OPEN: nothing */
    uint32_t agency; /* who knew it first */
    int32_t min_days;
};

static bool may_be_shared(const struct dlb_caseload *caseload, uint32_t member)
{
    const struct dlb_member *record = &caseload->members[member];
    if (caseload->agencies[record->agency].victim_service) return false;
    return !caseload->people->has_consent || record->consent == 1;
}

static bool is_old(const struct dlb_caseload *caseload, const struct known *known, int32_t day)
{
    return (int64_t)caseload->as_of - day > known->min_days;
}

static bool is_known_need(const struct dlb_caseload *caseload, const struct known *known,
                          const struct dlb_need *need)
{
    return dlb_need_is_open(need) && is_old(caseload, known, need->identified_on) &&
           may_be_shared(caseload, need->member);
}

/* Statutory benefits are means-tested: whoever gets one has been found to be in want. */
static bool is_known_service(const struct dlb_caseload *caseload, const struct known *known,
                             const struct dlb_service *service)
{
    if (!dlb_service_is_active(service) || service->end <= caseload->as_of) return false;
    const struct dlb_programme *programme =
        dlb_policy_programme(caseload->policy, service->programme, service->start);
    return programme && programme->layer == DLB_LAYER_STATUTORY &&
           is_old(caseload, known, service->start) && may_be_shared(caseload, service->member);
}

static void know(struct known *known, int32_t day, uint32_t agency)
{
    if (day >= known->since) return;
    known->since = day;
    known->agency = agency;
}

/* Rows become evidence of the open finding when `findings` is not NULL. */
static void look_at_known(const struct dlb_caseload *caseload, uint32_t person, struct known *known,
                          struct dlb_findings *findings)
{
    for (uint32_t i = caseload->needs_first[person]; i < caseload->needs_first[person + 1]; i++) {
        const struct dlb_need *need = &caseload->needs[i];
        if (!is_known_need(caseload, known, need)) continue;
        know(known, need->identified_on, need->agency);
        if (findings) dlb_finding_row(findings, DLB_ROWS_NEEDS, i, "need");
    }
    uint32_t end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!is_known_service(caseload, known, service)) continue;
        know(known, service->start, service->agency);
        if (findings) dlb_finding_row(findings, DLB_ROWS_SERVICES, i, "benefit");
    }
}

static bool is_known_elsewhere(const struct dlb_caseload *caseload, uint32_t person,
                               struct known *known)
{
    int64_t days = dlb_policy_settings(caseload->policy, &dlb_rule_o14)[MIN_DAYS];
    *known = (struct known){DLB_DAY_OPEN, DLB_NO_CODE, (int32_t)days};
    if (dlb_person_has_died(caseload, person)) return false;
    look_at_known(caseload, person, known, NULL);
    return known->since != DLB_DAY_OPEN;
}

/* Opens the finding about somebody known to others, and adds what they know. */
static struct dlb_finding *open_known(struct dlb_rule_work *work, const struct dlb_rule *rule,
                                      uint32_t person, struct known *known)
{
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->person = person;
    finding->start = known->since;
    finding->end = DLB_DAY_OPEN;
    finding->owner_agency = known->agency;
    dlb_detail_day(work->findings, "known_since", known->since);
    dlb_detail_int(work->findings, "days_known", (int64_t)work->caseload->as_of - known->since);
    dlb_detail_int(work->findings, "min_days", known->min_days);
    look_at_known(work->caseload, person, known, work->findings);
    return finding;
}

/* ---- O14 ------------------------------------------------------------------------------------- */

static bool has_record_at(const struct dlb_caseload *caseload, uint32_t person, uint32_t agency)
{
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++)
        if (caseload->members[caseload->person_members[i]].agency == agency) return true;
    return false;
}

/* An agency that sent nobody at all takes no part yet: what it knows cannot be told. */
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
    if (!is_known_elsewhere(caseload, person, &known)) return;
    uint32_t zone = dlb_person_zone(caseload, person);
    if (zone == DLB_NO_CODE) return;
    uint32_t responsible = caseload->zones[zone].responsible_agency;
    if (responsible == DLB_NO_CODE || has_record_at(caseload, person, responsible) ||
        !would_show(caseload, responsible))
        return;
    struct dlb_finding *finding = open_known(work, rule, person, &known);
    finding->set = caseload->zones[zone].id;
    finding->owner_agency = responsible;
    finding->due_on = (int32_t)((int64_t)known.since + known.min_days);
    dlb_detail_text(work->findings, "zone", caseload->zones[zone].id);
    dlb_detail_text(work->findings, "zone_name",
                    caseload->zones[zone].name.len ? caseload->zones[zone].name
                                                   : caseload->zones[zone].id);
    dlb_detail_text(work->findings, "responsible_agency", caseload->agencies[responsible].id);
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
    .key = DLB_KEY_PERSON | DLB_KEY_SET | DLB_KEY_START,
    .absence = true,
    .tables = DLB_HAS_ZONES | DLB_HAS_NEEDS | DLB_HAS_SERVICES,
    .params = o14_params,
    .n_params = sizeof o14_params / sizeof *o14_params,
    .kernel = unknown_to_responsible,
    .name_ko = "책임 기관이 모르는 사람",
    .name_en = "unknown to the responsible agency",
    .message_ko = "다른 기관이 {known_since}부터 {days_known}일째 알고 있는 사람인데, 사는 곳"
                  "({zone_name})의 책임 기관 {owner}에는 기록이 없습니다.",
    .message_en = "Known to another agency since {known_since}, {days_known} days; the agency "
                  "responsible for the zone {zone_name}, {owner}, has no record.",
};

/* ---- X02 ------------------------------------------------------------------------------------- */

static void without_zone(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct known known;
    if (!is_known_elsewhere(caseload, person, &known)) return;
    if (dlb_person_zone(caseload, person) != DLB_NO_CODE) return;
    open_known(work, rule, person, &known);
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
    .key = DLB_KEY_PERSON | DLB_KEY_START,
    .tables = DLB_HAS_ZONES | DLB_HAS_NEEDS | DLB_HAS_SERVICES,
    .kernel = without_zone,
    .name_ko = "책임 구역을 알 수 없음",
    .name_en = "no zone of residence",
    .message_ko = "{known_since}부터 아는 사람이지만 생활권도 주소의 시군구도 알 수 없어 책임 "
                  "기관을 정할 수 없습니다.",
    .message_en = "Known since {known_since}, but neither a zone nor the district of an address is "
                  "known, so no agency is responsible.",
};
