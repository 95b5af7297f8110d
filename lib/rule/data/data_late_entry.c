/* SPDX-License-Identifier: Apache-2.0 */
/*
 * data_late_entry.c - O29: an agency enters what it did long after it did it.
 *
 * Other agencies decide by what is there, so a service that is entered late may be given twice or
 * missed. One finding for each agency and month says how many there were; nobody's rows.
 */
#include "rule/kernel.h"

enum { LATE_DAYS = DLB_PARAM_OWN };

/* The months that are looked at, of each agency one after the other. */
struct entries {
    int32_t first_day, first_month;
    size_t n_months;
};

/* Has it been given, and is it known when it was entered? */
static bool is_counted(const struct dlb_rule_work *work, const struct entries *entries,
                       const struct dlb_service *service)
{
    bool given = service->status >= DLB_SERVICE_ACTIVE && service->status <= DLB_SERVICE_ENDED;
    bool recent = service->start >= entries->first_day && dlb_has_begun(work, service);
    return given && recent && dlb_happened(work, service->entered_on) != DLB_DAY_NONE;
}

/* Counts; after the months of all agencies stand the services and persons that were judged. */
static void count_person(const struct dlb_rule_work *work, const void *context, uint32_t person,
                         uint64_t *counts)
{
    const struct entries *entries = context;
    const struct dlb_caseload *caseload = work->caseload;
    uint64_t *judged = counts + caseload->n_agencies * entries->n_months, n_before = judged[0];
    uint32_t end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!is_counted(work, entries, service)) continue;
        judged[0]++;
        if ((int64_t)service->entered_on - service->start <= work->settings[LATE_DAYS]) continue;
        size_t month = (size_t)(dlb_month_of(service->start) - entries->first_month);
        counts[service->agency * entries->n_months + month]++;
    }
    judged[1] += judged[0] > n_before;
}

static void report(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t agency,
                   int32_t month, uint64_t n)
{
    struct dlb_findings *findings = work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->owner_agency = agency;
    finding->start = dlb_month_start(month);
    finding->end = dlb_month_start(month + 1);
    dlb_key_text(findings, work->caseload->agencies[agency].id);
    char day[16];
    dlb_day_write(finding->start, day);
    dlb_key_text(findings, (struct dlb_text){day, sizeof "2026-05" - 1});
    dlb_detail_int(findings, "count", (int64_t)n);
    dlb_detail_int(findings, "late_days", work->settings[LATE_DAYS]);
    dlb_detail_clears(findings, "entered_in_time", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct entries entries = {.first_day = work->lookback_start};
    (void)subject;
    entries.first_month = dlb_month_of(entries.first_day);
    entries.n_months = (size_t)(dlb_month_of(caseload->as_of) - entries.first_month + 1);
    size_t n_months = caseload->n_agencies * entries.n_months, n_counts = n_months + 2;
    uint64_t *counts = dlb_tally_open(work, caseload->n_persons, n_counts, count_person, &entries);
    if (!counts) return;
    for (size_t i = 0; i < n_months; i++)
        if (counts[i])
            report(work, rule, (uint32_t)(i / entries.n_months),
                   entries.first_month + (int32_t)(i % entries.n_months), counts[i]);
    work->now = (struct dlb_judged){counts[n_months], counts[n_months + 1], 0};
    dlb_tally_close(work, counts, n_counts);
}

static const struct dlb_param params[] = {
    {.name = "late_days", .most = DLB_PARAM_DAYS_MAX, .value = 3},
};

const struct dlb_rule dlb_rule_o29 = {
    .id = "O29",
    .version = 1,
    .kind = DLB_FINDING_DATA,
    .severity = 0,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_RUN,
    .tables = DLB_HAS_SERVICES,
    .nothing = "no service whose day of entry is known",
    .nothing_ko = "입력일이 적힌 서비스 없음",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "늦은 입력",
    .name_en = "late recording",
    .message_ko = "{owner:이} {period}에 제공한 서비스 중 {count}건이 {late_days}일을 넘겨 "
                  "입력되었습니다. 입력 시기를 확인해 주세요.",
    .message_en = "{owner} entered {count:service} of {period} more than {late_days:day} after "
                  "they began. Please see that they are entered in time.",
};
