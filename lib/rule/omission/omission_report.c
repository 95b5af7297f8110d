/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_report.c - O30: somebody reported a neighbour in trouble, and nobody followed.
 *
 * What follows a report is a visit or contact, a case received or a service started, by any agency,
 * on the day of the report or later. The last of all that is known decides about every report of a
 * person: what is not before a report followed it.
 */
#include "rule/kernel.h"

static void note_day(void *context, int32_t day)
{
    int32_t *last = context;
    if (day > *last) *last = day; /* DLB_DAY_NONE is before all */
}

/* The last day on which anybody did something about the person. */
static int32_t last_followed_on(const struct dlb_rule_work *work, uint32_t person)
{
    int32_t last = DLB_DAY_NONE;
    dlb_each_followed(work, person, note_day, &last);
    return last;
}

static void write_report(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row,
                         const struct dlb_duty *duty)
{
    struct dlb_findings *findings = work->findings;
    const struct dlb_report *report = &work->caseload->reports[row];
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->person = report->person;
    finding->start = report->reported_on;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = duty->due;
    finding->owner_agency = report->agency;
    dlb_key_row(findings, report->agency, report->id);
    dlb_finding_row(findings, DLB_ROWS_REPORTS, row, "report");
    dlb_detail_day(findings, "reported_on", report->reported_on);
    dlb_detail_text(findings, "urgency", dlb_word(dlb_urgency_word(report->urgency)));
    dlb_detail_duty(work, duty, work->caseload->as_of);
    dlb_detail_clears(findings, "contact_case_or_service_from", report->reported_on);
    dlb_finding_close(findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->reports_first[person], end = caseload->reports_first[person + 1];
    if (from == end || dlb_person_has_died(caseload, person)) return;
    int32_t last = last_followed_on(work, person);
    for (uint32_t i = from; i < end; i++) {
        const struct dlb_report *report = &caseload->reports[i];
        if (report->reported_on > caseload->as_of) continue;
        struct dlb_duty duty = dlb_duty_of(caseload, rule, report->agency,
                                           dlb_urgency_word(report->urgency), report->reported_on);
        if (duty.due == DLB_DAY_OPEN) continue;
        dlb_judge_rows(work, 1);
        bool overdue = caseload->as_of > duty.due && last < report->reported_on;
        if (overdue) write_report(work, rule, i, &duty);
    }
}

static const struct dlb_deadline_default deadlines[] = {
    {"emergency", {1, 0, DLB_DEADLINE_CALENDAR}},
    {NULL, {3, 0, DLB_DEADLINE_CALENDAR}},
};

const struct dlb_rule dlb_rule_o30 = {
    .id = "O30",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_ROWS,
    .absence = true,
    .tables = DLB_HAS_REPORTS | DLB_HAS_EVENTS | DLB_HAS_CASES | DLB_HAS_SERVICES,
    .nothing = "no report",
    .nothing_ko = "신고 없음",
    .traits = DLB_TRAIT_REPORTS,
    .deadlines = deadlines,
    .n_deadlines = sizeof deadlines / sizeof *deadlines,
    .kernel = kernel,
    .name_ko = "신고 후 미조치",
    .name_en = "a report nobody followed",
    .message_ko = "{reported_on}에 접수된 신고에 대해 {due}까지 방문이나 연락, 사례 접수, 서비스가 "
                  "확인되지 않습니다. 기한이 {days_late}일 지났습니다.",
    .message_en = "Nobody is known to have visited or called, opened a case or begun a service "
                  "after the report of {reported_on}; it was due by {due}, {days_late:day} ago.",
};
