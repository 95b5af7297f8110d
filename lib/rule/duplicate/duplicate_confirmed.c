/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_confirmed.c - D25: somebody confirmed a duplicate, and it still goes on.
 *
 * Asked when all other rules have looked. A finding of theirs that people confirmed more than
 * after_days ago, and whose days as they are now contain the as-of date, was not put right; whose
 * it is, its days, amount and rows are those of that finding. A decision without a day says
 * nothing.
 */
#include "rule/kernel.h"

enum { AFTER_DAYS = DLB_PARAM_OWN };

static void report(struct dlb_rule_work *work, const struct dlb_rule *rule,
                   const struct dlb_confirmed *confirmed, const struct dlb_findings *store,
                   size_t at)
{
    struct dlb_findings *findings = work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    *finding = confirmed->finding;
    finding->rule = rule;
    dlb_key_text(findings, dlb_text_of(confirmed->finding.rule->id));
    if (confirmed->key.len) dlb_key_text(findings, confirmed->key);
    dlb_finding_copy_rows(findings, store, at);
    dlb_detail_text(findings, "of_rule", dlb_text_of(confirmed->finding.rule->id));
    dlb_detail_day(findings, "confirmed_on", confirmed->on);
    dlb_detail_int(findings, "days_since", (int64_t)work->caseload->as_of - confirmed->on);
    dlb_detail_int(findings, "after_days", work->settings[AFTER_DAYS]);
    dlb_detail_clears(findings, "ended_by", work->caseload->as_of - 1);
    dlb_finding_close(findings);
}

static void look_at_finding(struct dlb_rule_work *work, const struct dlb_rule *rule,
                            const struct dlb_findings *store, size_t at)
{
    int32_t as_of = work->caseload->as_of;
    struct dlb_confirmed confirmed;
    if (!dlb_findings_confirmed(store, at, &confirmed)) return;
    bool asked = confirmed.finding.rule->kind == DLB_FINDING_DUPLICATE &&
                 dlb_happened(work, confirmed.on) != DLB_DAY_NONE;
    if (!asked) return;
    dlb_judge_rows(work, confirmed.n_rows);
    work->now.persons += confirmed.finding.person != DLB_NO_CODE;
    bool runs = confirmed.finding.start <= as_of && as_of < confirmed.finding.end;
    if (runs && (int64_t)as_of - confirmed.on > work->settings[AFTER_DAYS])
        report(work, rule, &confirmed, store, at);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    (void)subject;
    for (unsigned i = 0; i < work->n_stores; i++) {
        size_t n = work->stores[i].closed.n; /* before what is found here */
        for (size_t at = 0; at < n; at++) look_at_finding(work, rule, &work->stores[i], at);
    }
}

static const struct dlb_param params[] = {
    {.name = "after_days", .most = DLB_PARAM_DAYS_MAX, .value = 30},
};

const struct dlb_rule dlb_rule_d25 = {
    .id = "D25",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_RUN,
    .nothing = "no duplicate that somebody confirmed, with the day",
    .nothing_ko = "확인된 날짜가 있는 중복 확인 결정 없음",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "확인 후에도 계속되는 중복",
    .name_en = "confirmed, and still going on",
    .message_ko = "{confirmed_on}에 중복으로 확인된 건이 {days_since}일이 지난 지금까지 이어지고 "
                  "있습니다({period}, {agencies}). 협의한 대로 정리되었는지 확인해 주세요.",
    .message_en = "What was confirmed as a duplicate on {confirmed_on} still goes on after "
                  "{days_since} days ({period}; {agencies}). Please check whether it was settled "
                  "as agreed."};
