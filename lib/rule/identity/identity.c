/* SPDX-License-Identifier: Apache-2.0 */
/*
 * identity.c - D01: one agency knows one person under two numbers.
 *
 * One finding lists all records of an agency. It starts when the first of them was registered,
 * if that is known; what starts on one day (or nobody knows when) is one finding, whichever
 * agencies it is about.
 */
#include "rule/kernel.h"

static int32_t earlier_day(int32_t left, int32_t right)
{
    if (left == DLB_DAY_NONE) return right;
    return right == DLB_DAY_NONE || left < right ? left : right;
}

/* Records [from, to) of the person are of one agency: an item's value. */
static uint64_t stretch(size_t from, size_t to)
{
    return (uint64_t)from << 32 | to;
}

static int32_t first_registered(const struct dlb_member *all, const uint32_t *members, size_t from,
                                size_t to)
{
    int32_t day = DLB_DAY_NONE;
    for (size_t i = from; i < to; i++) day = earlier_day(day, all[members[i]].registered_on);
    return day;
}

/* What was registered twice from one day on, at one agency or more. */
static void report(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                   const struct dlb_sort_item *items, size_t n)
{
    const struct dlb_caseload *caseload = work->caseload;
    const uint32_t *members = caseload->person_members + caseload->person_members_first[person];
    struct dlb_finding *finding = dlb_finding_open(work->findings, rule);
    finding->person = person;
    finding->owner_agency = caseload->members[members[items[0].value >> 32]].agency;
    finding->start = dlb_sort_number(items[0].key);
    for (size_t i = 0; i < n; i++)
        for (uint64_t at = items[i].value >> 32; at < (uint32_t)items[i].value; at++)
            dlb_finding_row(work->findings, DLB_ROWS_PERSONS, members[at], "record");
    dlb_detail_int(work->findings, "n_records", (int64_t)work->findings->rows.n);
    dlb_detail_clears(work->findings, "records_merged", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_member *all = caseload->members;
    const uint32_t *members = caseload->person_members + caseload->person_members_first[person];
    size_t n = caseload->person_members_first[person + 1] - caseload->person_members_first[person];
    size_t n_twice = 0;
    dlb_judge_rows(work, n);
    if (n < 2 || !dlb_work_items(work, n)) return;
    struct dlb_sort_item *items = work->items.data;
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && all[members[to]].agency == all[members[from]].agency;) to++;
        if (to - from < 2) continue;
        uint32_t day = dlb_sort_key(first_registered(all, members, from, to));
        items[n_twice++] = (struct dlb_sort_item){day, stretch(from, to)};
    }
    dlb_sort_in(items, work->spare.data, n_twice);
    for (size_t i = 0, end; i < n_twice; i = end) {
        for (end = i + 1; end < n_twice && items[end].key == items[i].key;) end++;
        report(work, rule, person, items + i, end - i);
    }
}

const struct dlb_rule dlb_rule_d01 = {
    .id = "D01",
    .version = 1,
    .kind = DLB_FINDING_IDENTITY,
    .severity = 1,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .nothing = "no record",
    .nothing_ko = "기록 없음",
    .kernel = kernel,
    .name_ko = "한 기관 내 이중 등록",
    .name_en = "registered twice at one agency",
    .message_ko = "{agencies}에 한 분으로 보이는 등록이 {n_records}건 있습니다. "
                  "하나로 합칠지 확인해 주세요.",
    .message_en = "{n_records} records at {agencies} seem to be one person. "
                  "Please check whether to merge them."};
