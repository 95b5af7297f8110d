/* SPDX-License-Identifier: Apache-2.0 */
/*
 * identity.c - D01: one agency knows one person under two numbers.
 *
 * One finding per person and agency lists all records. It starts when the first of them was
 * registered, if that is known.
 */
#include "rule/kernel.h"

static int32_t earlier_day(int32_t left, int32_t right)
{
    if (left == DLB_DAY_NONE) return right;
    return right == DLB_DAY_NONE || left < right ? left : right;
}

static void report(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                   const uint32_t *members, size_t n)
{
    const struct dlb_member *all = work->caseload->members;
    struct dlb_findings *findings = work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->person = person;
    finding->owner_agency = finding->set_agency = all[members[0]].agency;
    for (size_t i = 0; i < n; i++) {
        finding->start = earlier_day(finding->start, all[members[i]].registered_on);
        dlb_finding_row(findings, DLB_ROWS_PERSONS, members[i], "record");
    }
    dlb_detail_int(findings, "n_records", (int64_t)n);
    dlb_detail_clears(findings, "records_merged", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    const uint32_t *members = caseload->person_members + caseload->person_members_first[person];
    size_t n = caseload->person_members_first[person + 1] - caseload->person_members_first[person];
    for (size_t from = 0, to; from < n; from = to) {
        uint32_t agency = caseload->members[members[from]].agency;
        for (to = from + 1; to < n && caseload->members[members[to]].agency == agency;) to++;
        if (to - from > 1) report(work, rule, person, members + from, to - from);
    }
}

const struct dlb_rule dlb_rule_d01 = {
    .id = "D01",
    .version = 1,
    .kind = DLB_FINDING_IDENTITY,
    .severity = 1,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .key = DLB_KEY_PERSON | DLB_KEY_SET | DLB_KEY_START,
    .kernel = kernel,
    .name_ko = "한 기관의 이중 등록",
    .name_en = "registered twice at one agency",
    .message_ko = "{owner}에 한 분으로 보이는 등록이 {n_records}건 있습니다. "
                  "하나로 합칠지 확인해 주세요.",
    .message_en = "{owner} holds {n_records} records that seem to be one person. "
                  "Please check whether to merge them."};
