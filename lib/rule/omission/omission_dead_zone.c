/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_dead_zone.c - O22: a zone in which a kind of need is answered too seldom.
 *
 * Of a zone and a domain (the first two digits of a class) two numbers are counted:
 *
 *   needing   persons with a need open on as_of, or met within the last days; a need counts in
 *             each domain that its rows of need_map name, a person once in each
 *   served    those of them with an ACTIVE service that answers such a need on some of these days
 *
 * A share below min_coverage is too low, and so is one that is surely lower than the city's: when
 * the upper end of Wilson's interval lies below it. The interval is the range of shares R that the
 * score test does not refuse, so it lies below R when
 *
 *   served / needing < R    and    needing * (R - served / needing)^2 > z^2 * R * (1 - R)
 *
 * which whole numbers decide.
 */
#include <string.h>

#include "rule/kernel.h"

__extension__ typedef unsigned __int128 wide;

enum { MIN_NEEDING = DLB_PARAM_OWN, MIN_COVERAGE, DAYS };
enum { NEEDING, SERVED, FACTS };
enum { DOMAINS = 100, CLASSES = 10000, IS_NEEDED = 1, IS_SERVED = 2 };

/* z for 95 %, 1.959964, squared, in billionths. */
static const uint64_t Z_SQUARED = 3841458881;
static const uint64_t BILLION = 1000000000;

/* The numbers of a zone and domain. */
static uint64_t *numbers_of(uint64_t *counts, uint32_t zone, unsigned domain)
{
    return &counts[((size_t)zone * DOMAINS + domain) * FACTS];
}

/* ---- one person ------------------------------------------------------------------------------ */

/* What one person was given in these days: classes of four digits, and domains. */
struct given {
    bool classes[CLASSES], domains[DOMAINS];
};

static bool is_given(const struct dlb_rule_work *work, const struct dlb_service *service,
                     struct dlb_ending ending)
{
    if (!service->class_.digits || !dlb_service_is_active(service)) return false;
    if (!dlb_has_begun(work, service)) return false;
    struct dlb_span days = dlb_service_span(service, ending);
    return days.end > days.start && days.end > work->caseload->as_of - work->settings[DAYS];
}

/* Marks what `taker` was given for himself, or (for another) what was for the household. */
static void mark_given(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                       uint32_t taker, bool for_all, struct given *given)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_ending ending = dlb_work_ending(work, rule, taker);
    uint32_t end = caseload->services_first[taker + 1];
    for (uint32_t i = caseload->services_first[taker]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!is_given(work, service, ending)) continue;
        if (for_all && !dlb_is_for_household(caseload, service)) continue;
        if (service->class_.digits == 4) given->classes[service->class_.code] = true;
        given->domains[dlb_class_cut(service->class_, 2).code] = true;
    }
}

static void list_given(const struct dlb_rule_work *work, const struct dlb_rule *rule,
                       uint32_t person, struct given *given)
{
    const struct dlb_households *households = &work->caseload->households;
    const uint32_t *list;
    uint32_t n = dlb_person_households(households, person, &list);
    memset(given, 0, sizeof *given);
    mark_given(work, rule, person, false, given);
    for (uint32_t i = 0; i < n; i++) {
        const struct dlb_household *household = &households->list[list[i]];
        for (uint32_t j = 0; j < household->n && household->n <= DLB_HOUSEHOLD_MAX; j++) {
            uint32_t mate = households->persons[household->first + j];
            if (mate != person) mark_given(work, rule, mate, true, given);
        }
    }
}

static bool is_needed(const struct dlb_rule_work *work, const struct dlb_need *need)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (need->identified_on > caseload->as_of ||
        need->need_class >= caseload->policy->n_need_classes)
        return false;
    if (dlb_need_is_open(caseload, need)) return true;
    int32_t resolved = dlb_happened(work, need->resolved_on);
    return need->status == DLB_NEED_MET && resolved >= caseload->as_of - work->settings[DAYS];
}

/* The need's domains become needing, and served where `given` answers it. */
static void mark_domains(const struct dlb_caseload *caseload, const struct dlb_need *need,
                         const struct given *given, uint8_t marks[DOMAINS])
{
    const struct dlb_policy *policy = caseload->policy;
    uint32_t from = policy->need_maps_first[need->need_class];
    uint32_t end = policy->need_maps_first[need->need_class + 1];
    bool answered = false;
    for (uint32_t i = from; i < end; i++) {
        const struct dlb_need_map *map = &policy->need_maps[i];
        if (!dlb_valid_on(map->valid, caseload->as_of)) continue;
        answered |= map->class_.digits == 2 ? given->domains[map->class_.code]
                                            : given->classes[map->class_.code];
    }
    for (uint32_t i = from; i < end; i++) {
        const struct dlb_need_map *map = &policy->need_maps[i];
        if (!dlb_valid_on(map->valid, caseload->as_of)) continue;
        marks[dlb_class_cut(map->class_, 2).code] |= answered ? IS_NEEDED | IS_SERVED : IS_NEEDED;
    }
}

static void count_person(const struct dlb_rule_work *work, const void *context, uint32_t person,
                         uint64_t *counts)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->needs_first[person], end = caseload->needs_first[person + 1];
    uint64_t *judged = numbers_of(counts, caseload->n_zones, 0);
    uint8_t marks[DOMAINS] = {0};
    struct given given;
    while (from < end && !is_needed(work, &caseload->needs[from])) from++;
    if (from == end || dlb_person_has_died(caseload, person)) return;
    uint32_t zone = dlb_person_zone(caseload, person);
    if (zone == DLB_NO_CODE) return;
    list_given(work, context, person, &given);
    for (uint32_t i = from; i < end; i++) {
        if (!is_needed(work, &caseload->needs[i])) continue;
        mark_domains(caseload, &caseload->needs[i], &given, marks);
        judged[0]++;
    }
    judged[1]++;
    for (unsigned domain = 0; domain < DOMAINS; domain++) {
        numbers_of(counts, zone, domain)[NEEDING] += (marks[domain] & IS_NEEDED) != 0;
        numbers_of(counts, zone, domain)[SERVED] += (marks[domain] & IS_SERVED) != 0;
    }
}

/* ---- zones ----------------------------------------------------------------------------------- */

/* Is the zone's share surely lower than that of all? */
static bool is_behind(const uint64_t zone[FACTS], const uint64_t city[FACTS])
{
    wide expected = (wide)city[SERVED] * zone[NEEDING], found = (wide)zone[SERVED] * city[NEEDING];
    if (found >= expected) return false;
    wide difference = expected - found;
    wide variance = (wide)zone[NEEDING] * city[SERVED] * (city[NEEDING] - city[SERVED]);
    return difference * difference > variance * Z_SQUARED / BILLION;
}

static void report(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t zone,
                   unsigned domain, const uint64_t numbers[FACTS], const uint64_t city[FACTS])
{
    struct dlb_findings *findings = work->findings;
    const struct dlb_zone *place = &work->caseload->zones[zone];
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->class_ = (struct dlb_class){(uint16_t)domain, 2};
    finding->owner_agency = place->responsible_agency;
    dlb_key_text(findings, place->id);
    dlb_key_class(findings, finding->class_);
    dlb_detail_text(findings, "zone_id", place->id);
    dlb_detail_zone_name(findings, "zone_name", place);
    dlb_detail_int(findings, "needing", (int64_t)numbers[NEEDING]);
    dlb_detail_int(findings, "served", (int64_t)numbers[SERVED]);
    dlb_detail_int(findings, "city_needing", (int64_t)city[NEEDING]);
    dlb_detail_int(findings, "city_served", (int64_t)city[SERVED]);
    dlb_detail_int(findings, "min_needing", work->settings[MIN_NEEDING]);
    dlb_detail_int(findings, "min_coverage_ppm", work->settings[MIN_COVERAGE]);
    dlb_detail_int(findings, "within_days", work->settings[DAYS]);
    dlb_detail_clears(findings, "more_served", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

static void look_at_domain(struct dlb_rule_work *work, const struct dlb_rule *rule,
                           uint64_t *counts, unsigned domain)
{
    uint32_t n_zones = work->caseload->n_zones;
    uint64_t city[FACTS] = {0};
    for (uint32_t zone = 0; zone < n_zones; zone++) {
        city[NEEDING] += numbers_of(counts, zone, domain)[NEEDING];
        city[SERVED] += numbers_of(counts, zone, domain)[SERVED];
    }
    for (uint32_t zone = 0; zone < n_zones; zone++) {
        const uint64_t *numbers = numbers_of(counts, zone, domain);
        uint64_t needing = numbers[NEEDING], served = numbers[SERVED];
        if (needing == 0 || needing < (uint64_t)work->settings[MIN_NEEDING]) continue;
        bool low = served * DLB_PARAM_SHARE < needing * (uint64_t)work->settings[MIN_COVERAGE];
        if (low || is_behind(numbers, city)) report(work, rule, zone, domain, numbers, city);
    }
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    const struct dlb_caseload *caseload = work->caseload;
    size_t n = ((size_t)caseload->n_zones * DOMAINS + 1) * FACTS; /* and what was judged */
    uint64_t *counts = dlb_tally_open(work, caseload->n_persons, n, count_person, rule);
    (void)subject;
    if (!counts) return;
    for (unsigned domain = 0; domain < DOMAINS; domain++)
        look_at_domain(work, rule, counts, domain);
    const uint64_t *judged = numbers_of(counts, caseload->n_zones, 0);
    work->now = (struct dlb_judged){judged[0], judged[1], 0};
    dlb_tally_close(work, counts, n);
}

static const struct dlb_param params[] = {
    {.name = "min_needing", .least = 1, .most = 1000000, .value = 20},
    {.name = "min_coverage", .decimals = 6, .most = DLB_PARAM_SHARE, .value = DLB_PARAM_SHARE / 2},
    {.name = "days", .most = DLB_PARAM_DAYS_MAX, .value = 90},
};

const struct dlb_rule dlb_rule_o22 = {
    .id = "O22",
    .version = 1,
    .kind = DLB_FINDING_DATA,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_RUN,
    .tables =
        DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_NEED_MAP | DLB_HAS_ZONES | DLB_HAS_PROGRAMMES,
    .nothing = "no open need of somebody whose zone is known",
    .nothing_ko = "거주 권역을 아는 분의 미해결 욕구 없음",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "서비스 사각지대",
    .name_en = "dead zone",
    .message_ko =
        "{zone_name}에서 {class} 욕구가 파악된 {needing}명 중 최근 {within_days}일 동안 서비스를 "
        "받은 분은 {served}명입니다. 생활권의 서비스 공급을 검토해 주세요.",
    .message_en = "Of {needing:person} in {zone_name} with a need for {class}, {served} had a "
                  "service within {within_days:day}. Please look into what the zone is offered.",
};
