/* SPDX-License-Identifier: Apache-2.0 */
/*
 * data.c - X01: records of one person disagree about the day of death.
 *
 * While they do, no rule uses any of the days: a person who is alive must not lose services
 * to a typing error. So somebody has to be told.
 */
#include "rule/kernel.h"

/* The first and last day that records give; false when none gives one. */
static bool death_range(const struct dlb_caseload *caseload, uint32_t person,
                        struct dlb_span *range)
{
    *range = (struct dlb_span){DLB_DAY_OPEN, DLB_DAY_NONE};
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        int32_t day = caseload->members[caseload->person_members[i]].death_date;
        if (day == DLB_DAY_NONE) continue;
        if (day < range->start) range->start = day;
        if (day > range->end) range->end = day;
    }
    return range->end != DLB_DAY_NONE;
}

static uint64_t count_deaths(const struct dlb_caseload *caseload, uint32_t person)
{
    uint64_t n = 0;
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++)
        n += caseload->members[caseload->person_members[i]].death_date != DLB_DAY_NONE;
    return n;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_findings *findings = work->findings;
    struct dlb_span range;
    if (!death_range(caseload, person, &range)) return;
    dlb_judge_rows(work, count_deaths(caseload, person));
    if (range.start == range.end) return;
    dlb_finding_open(findings, rule)->person = person;
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        uint32_t member = caseload->person_members[i];
        bool says = caseload->members[member].death_date != DLB_DAY_NONE;
        if (says) dlb_finding_row(findings, DLB_ROWS_PERSONS, member, "record");
    }
    dlb_detail_day(findings, "first_death_on", range.start);
    dlb_detail_day(findings, "last_death_on", range.end);
    dlb_detail_clears(findings, "days_agree", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

const struct dlb_rule dlb_rule_x01 = {
    .id = "X01",
    .version = 1,
    .kind = DLB_FINDING_DATA,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .nothing = "no record with a date of death",
    .nothing_ko = "사망일이 적힌 기록 없음",
    .kernel = kernel,
    .name_ko = "사망일 불일치",
    .name_en = "dates of death that differ",
    .message_ko = "한 분의 사망일이 기록마다 다릅니다({first_death_on}, {last_death_on}; "
                  "{agencies}). 확인될 때까지 어느 날짜도 사용하지 않습니다.",
    .message_en = "Records of one person give different dates of death ({first_death_on}, "
                  "{last_death_on}; {agencies}). Until this is settled none of them is used."};
