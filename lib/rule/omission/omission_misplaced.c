/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_misplaced.c - O31: a case is with an agency that cannot serve it.
 *
 * An agency can serve the needs that programmes of its rows in `capacity` answer; one without
 * such rows has not said what it can do and is not asked. A need for which a referral is open is
 * somebody else's already.
 */
#include "rule/omission/omission_case.h"

enum { DAYS = DLB_PARAM_OWN };

static bool is_left(const struct dlb_rule_work *work, uint32_t need)
{
    return !dlb_is_referred(work, need);
}

/* The person's open needs that nobody was asked to see to, in work->list. The first of each class
 * stands for all, so that many cases of a person with many needs do not multiply. */
static bool list_needs(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    size_t n = 0;
    if (caseload->needs_first[person] == caseload->needs_first[person + 1]) return false;
    if (!dlb_list_referred(work, person) || !dlb_work_needs(work, person, is_left)) return false;
    uint32_t *list = work->list.data;
    for (size_t from = 0; from < work->list.n; from = dlb_needs_class_end(work, from))
        list[n++] = list[from];
    work->list.n = n;
    return n > 0;
}

/* Does a programme among the agency's rows [from, end) of `capacity` answer the need? */
static bool can_answer(const struct dlb_caseload *caseload, uint32_t from, uint32_t end,
                       uint32_t need_class)
{
    for (uint32_t i = from; i < end; i++) {
        uint32_t code = caseload->capacities[i].programme;
        const struct dlb_programme *programme =
            dlb_policy_programme(caseload->policy, code, caseload->as_of);
        bool answers = programme && dlb_policy_answers(caseload->policy, need_class,
                                                       programme->class_, caseload->as_of);
        if (answers) return true;
    }
    return false;
}

/* The needs that the case's agency cannot serve, in work->rows; how many. */
static size_t find_unserved(struct dlb_rule_work *work, uint32_t from, uint32_t end)
{
    const struct dlb_caseload *caseload = work->caseload;
    const uint32_t *list = work->list.data;
    if (!dlb_work_rows(work, work->list.n)) return 0;
    uint32_t *rows = work->rows.data;
    for (size_t i = 0; i < work->list.n; i++) {
        uint32_t need_class = caseload->needs[list[i]].need_class;
        if (!can_answer(caseload, from, end, need_class)) rows[work->rows.n++] = list[i];
    }
    return work->rows.n;
}

static void look_at_case(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t row)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_case *case_ = &caseload->cases[row];
    uint32_t from = dlb_capacities_first(caseload, case_->agency);
    uint32_t end = dlb_capacities_first(caseload, case_->agency + 1);
    int32_t due = case_->received_on + (int32_t)work->settings[DAYS];
    if (dlb_case_is_closed(work, case_) || from == end) return;
    dlb_judge_rows(work, 1);
    if (caseload->as_of <= due) return;
    size_t n = find_unserved(work, from, end);
    if (!n) return;
    const uint32_t *rows = work->rows.data;
    const struct dlb_need *first = &caseload->needs[rows[0]];
    dlb_case_open(work, rule, row, case_->received_on, due);
    for (size_t i = 0; i < n; i++) dlb_finding_row(work->findings, DLB_ROWS_NEEDS, rows[i], "need");
    dlb_detail_need(work->findings, first->need_class);
    dlb_detail_int(work->findings, "n_need_classes", (int64_t)n);
    dlb_detail_int(work->findings, "n_programmes", end - from);
    dlb_detail_int(work->findings, "days_open", (int64_t)caseload->as_of - case_->received_on);
    dlb_detail_clears(work->findings, "referral_sent", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (!dlb_has_cases(work, person) || dlb_person_has_died(work->caseload, person)) return;
    if (list_needs(work, person)) dlb_each_case(work, rule, person, look_at_case);
}

static const struct dlb_param params[] = {
    {.name = "days", .most = DLB_PARAM_DAYS_MAX, .value = 14},
};

const struct dlb_rule dlb_rule_o31 = {
    .id = "O31",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .absence = true,
    .tables =
        DLB_HAS_CASES | DLB_HAS_NEEDS | DLB_HAS_CAPACITY | DLB_HAS_NEED_MAP | DLB_HAS_PROGRAMMES,
    .nothing = "no open case of an agency that says what it can do, with an open need",
    .nothing_ko = "제공 가능 사업이 등록된 기관의, 미해결 욕구가 있는 진행 중 사례 없음",
    .traits = DLB_TRAIT_CASES,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "담당 기관이 제공할 수 없는 욕구",
    .name_en = "a case whose agency cannot serve it",
    .message_ko = "{received_on}에 접수된 사례에 담당 기관의 사업으로 충족할 수 없는 "
                  "욕구({need_name})가 있으나 의뢰가 확인되지 않습니다. 다른 기관으로 의뢰할지 "
                  "검토해 주세요.",
    .message_en = "The case received on {received_on} has a need ({need_name}) that no programme "
                  "of the agency answers, and no referral for it is known. Please consider one.",
};
