/* SPDX-License-Identifier: Apache-2.0 */
/*
 * identity_number.c - I02: several persons with one resident number.
 *
 * The number is valid and the names contradict, so the records were not joined. One of them has
 * somebody else's number: by a slip, or because somebody uses it. Nothing can be found about a
 * person whose number is another's, so this is always reported.
 */
#include "rule/kernel.h"

static void judge(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++)
        dlb_judge_rows(work, work->request->has_number[caseload->person_members[i]]);
}

struct sought_holder {
    const struct dlb_number_holder *holders;
    uint32_t person;
};

static bool is_before_holder(const void *sought, size_t i)
{
    const struct sought_holder *holder = sought;
    return holder->holders[i].first_person < holder->person;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_number_holder *holders = work->request->number_holders;
    const struct dlb_member *members = work->caseload->members;
    struct sought_holder sought = {holders, person};
    size_t n_all = work->request->n_number_holders;
    size_t from = dlb_search(0, n_all, &sought, is_before_holder), end = from;
    while (end < n_all && holders[end].first_person == person) end++;
    judge(work, person);
    if (end == from) return;
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    uint32_t first = holders[from].member;
    finding->person = person;
    for (size_t i = from; i < end; i++) {
        if (holders[i].member < first) first = holders[i].member;
        dlb_finding_row(work->findings, DLB_ROWS_PERSONS, holders[i].member, "record");
    }
    finding->owner_agency = members[first].agency;
    dlb_detail_int(work->findings, "n_records", (int64_t)(end - from));
    dlb_detail_clears(work->findings, "numbers_corrected", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

const struct dlb_rule dlb_rule_i02 = {
    .id = "I02",
    .version = 1,
    .kind = DLB_FINDING_IDENTITY,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_PERSONS,
    .nothing = "no valid resident number",
    .nothing_ko = "올바른 주민등록번호 없음",
    .kernel = kernel,
    .name_ko = "주민등록번호가 같은 여러 사람",
    .name_en = "one resident number, several persons",
    .message_ko = "서로 다른 분으로 보이는 기록 {n_records}건에 같은 주민등록번호가 적혀 "
                  "있습니다({agencies}). "
                  "어느 기록의 번호가 맞는지 확인해 주세요.",
    .message_en = "{n_records} records that seem to be different persons carry one resident number "
                  "({agencies}). Please check whose it is."};
