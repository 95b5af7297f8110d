/* SPDX-License-Identifier: Apache-2.0 */
/*
 * data_amount.c - X04: a sum of money that is larger than a number can be.
 *
 * Somebody typed an amount that cannot be. Sums stop at the largest number there is instead
 * of wrapping round to a small one, and this says that they did, once for each rule.
 */
#include "rule/kernel.h"

static void report(struct dlb_rule_work *work, const struct dlb_rule *rule,
                   const struct dlb_rule *of, int64_t n)
{
    dlb_finding_open(work->findings, rule);
    dlb_key_text(work->findings, dlb_text_of(of->id));
    dlb_detail_text(work->findings, "of_rule", dlb_text_of(of->id));
    dlb_detail_int(work->findings, "n_findings", n);
    dlb_finding_close(work->findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    const struct dlb_rule_catalogue *catalogue = work->caseload->policy->catalogue;
    struct dlb_env *env = work->caseload->env;
    struct dlb_tally *tallies = dlb_alloc_zero(env, catalogue->n * sizeof *tallies);
    (void)subject;
    if (!tallies) dlb_findings_no_memory(work->findings);
    /* Its own findings, which lie in the same stores, are not among those it judges. */
    for (unsigned s = 0; s < work->n_stores; s++) dlb_judge_rows(work, work->stores[s].closed.n);
    for (unsigned s = 0; tallies && s < work->n_stores; s++)
        dlb_findings_tally(&work->stores[s], tallies);
    for (size_t i = 0; tallies && i < catalogue->n; i++)
        if (tallies[i].n_saturated) report(work, rule, catalogue->rules[i], tallies[i].n_saturated);
    dlb_free(env, tallies, catalogue->n * sizeof *tallies);
}

const struct dlb_rule dlb_rule_x04 = {
    .id = "X04",
    .version = 1,
    .kind = DLB_FINDING_DATA,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_RUN,
    .nothing = "no finding",
    .nothing_ko = "점검 결과 없음",
    .kernel = kernel,
    .name_ko = "합계를 낼 수 없는 금액",
    .name_en = "sum that is too large",
    .message_ko = "{of_rule} 결과 {n_findings}건은 금액 합계가 처리할 수 있는 최댓값을 넘어 "
                  "최댓값으로 표시했습니다. 입력한 금액을 확인해 주세요.",
    .message_en =
        "In {n_findings:finding} of {of_rule} the amounts sum to more than can be counted; "
        "the largest number there is stands in their place. Please check the amounts.",
};
