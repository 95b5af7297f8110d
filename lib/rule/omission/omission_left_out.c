/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_left_out.c - O17: a household is looked after, and one of them is left out.
 *
 * Somebody of the household has an open case, and its agency has served another of them within the
 * last days; but this person's need is as old as that, and nobody answers it or was asked to. Which
 * of several such cases is named is settled by the day it was received, then agency and id.
 */
#include "rule/omission/omission_case.h"

enum { DAYS = DLB_PARAM_OWN };

struct left_out {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    int32_t since; /* the need was known by then; the others were served from then on */
};

/* ---- needs ----------------------------------------------------------------------------------- */

static int32_t since_of(const struct dlb_rule_work *work)
{
    return work->caseload->as_of - (int32_t)work->settings[DAYS];
}

/* Is it old enough, and was it left to nobody else? */
static bool is_left(const struct dlb_rule_work *work, uint32_t need)
{
    return work->caseload->needs[need].identified_on <= since_of(work) &&
           !dlb_is_referred(work, need);
}

/* The first day that no service which answers the class reaches. */
static bool find_covered(const struct left_out *left, uint32_t need_class, int32_t *covered_to)
{
    struct dlb_rule_work *work = left->work;
    int32_t goods_days = dlb_goods_days(work->caseload->policy);
    *covered_to = DLB_DAY_NONE;
    if (!dlb_work_answers(work, left->rule, left->person, need_class, goods_days)) return false;
    const struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = 0; i < work->spans.n; i++)
        if (spans[i].end > *covered_to) *covered_to = spans[i].end;
    return true;
}

/* ---- the case -------------------------------------------------------------------------------- */

static bool was_served(const struct left_out *left, const struct dlb_service *service,
                       struct dlb_ending ending)
{
    if (!dlb_service_is_active(service) || !dlb_has_begun(left->work, service)) return false;
    struct dlb_span days = dlb_service_span(service, ending);
    return days.end > days.start && days.end > left->since;
}

/* The agencies that served the others, in ascending order, in work->items; how many. */
static size_t list_agencies(const struct left_out *left)
{
    struct dlb_rule_work *work = left->work;
    const struct dlb_caseload *caseload = work->caseload;
    const uint32_t *persons = work->rows.data;
    size_t room = 0, n = 0;
    for (size_t i = 1; i < work->rows.n; i++)
        room += caseload->services_first[persons[i] + 1] - caseload->services_first[persons[i]];
    if (!room || !dlb_work_items(work, room)) return 0;
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = 1; i < work->rows.n; i++) {
        struct dlb_ending ending = dlb_work_ending(work, left->rule, persons[i]);
        uint32_t end = caseload->services_first[persons[i] + 1];
        for (uint32_t j = caseload->services_first[persons[i]]; j < end; j++)
            if (was_served(left, &caseload->services[j], ending))
                items[n++] = (struct dlb_sort_item){caseload->services[j].agency, 0};
    }
    dlb_sort_in(items, work->spare.data, n);
    return n;
}

static bool is_before_case(const struct dlb_case *left, const struct dlb_case *right)
{
    if (left->received_on != right->received_on) return left->received_on < right->received_on;
    if (left->agency != right->agency) return left->agency < right->agency;
    return dlb_text_order(left->id, right->id) < 0;
}

/* The household's open case whose agency is among the n that served the others; DLB_NO_CODE when
 * there is none. */
static uint32_t find_case(const struct left_out *left, size_t n)
{
    const struct dlb_rule_work *work = left->work;
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_sort_item *items = work->items.data;
    const uint32_t *persons = work->rows.data;
    uint32_t found = DLB_NO_CODE;
    for (size_t i = 0; i < work->rows.n; i++) {
        uint32_t end = caseload->cases_first[persons[i] + 1];
        if (dlb_person_has_died(caseload, persons[i])) continue;
        for (uint32_t j = caseload->cases_first[persons[i]]; j < end; j++) {
            const struct dlb_case *case_ = &caseload->cases[j];
            bool open = case_->received_on <= caseload->as_of && !dlb_case_is_closed(work, case_);
            size_t at = open ? dlb_sort_items_from(items, n, case_->agency) : n;
            if (at == n || items[at].key != case_->agency) continue;
            if (found == DLB_NO_CODE || is_before_case(case_, &caseload->cases[found])) found = j;
        }
    }
    return found;
}

/* ---- findings -------------------------------------------------------------------------------- */

/* The needs list[from] … of one class that no service reaches. */
static void look_at_class(const struct left_out *left, uint32_t case_row, size_t from, size_t to)
{
    struct dlb_findings *findings = left->work->findings;
    const struct dlb_caseload *caseload = left->work->caseload;
    const uint32_t *list = left->work->list.data;
    const struct dlb_case *case_ = &caseload->cases[case_row];
    uint32_t need_class = caseload->needs[list[from]].need_class;
    struct dlb_text text = caseload->need_classes[need_class];
    int32_t covered_to;
    if (!find_covered(left, need_class, &covered_to)) return;
    while (from < to && caseload->needs[list[from]].identified_on < covered_to) from++;
    if (from == to) return;
    int32_t start = caseload->needs[list[from]].identified_on;
    int32_t days = (int32_t)left->work->settings[DAYS];
    struct dlb_finding *finding = dlb_finding_open(findings, left->rule);
    finding->person = left->person;
    finding->start = start;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = start + days;
    finding->owner_agency = case_->agency;
    finding->involves_protected = dlb_person_is_protected(caseload, case_->person);
    dlb_key_text(findings, text);
    for (size_t i = from; i < to; i++) dlb_finding_row(findings, DLB_ROWS_NEEDS, list[i], "need");
    if (case_->person == left->person) dlb_finding_row(findings, DLB_ROWS_CASES, case_row, "case");
    dlb_detail_need(findings, need_class);
    dlb_detail_day(findings, "identified_on", start);
    dlb_detail_day(findings, "case_received_on", case_->received_on);
    dlb_detail_int(findings, "days_since", (int64_t)caseload->as_of - start);
    dlb_detail_int(findings, "days", days);
    dlb_detail_clears(findings, "referral_or_service_after", start);
    dlb_finding_close(findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct left_out left = {work, rule, person, since_of(work)};
    if (caseload->needs_first[person] == caseload->needs_first[person + 1]) return;
    if (dlb_person_has_died(caseload, person) || !dlb_list_referred(work, person)) return;
    if (!dlb_work_needs(work, person, is_left) || !work->list.n) return;
    if (!dlb_work_household(work, person) || work->rows.n < 2) return;
    dlb_judge_rows(work, work->list.n);
    size_t n_agencies = list_agencies(&left);
    uint32_t case_row = n_agencies ? find_case(&left, n_agencies) : DLB_NO_CODE;
    if (case_row == DLB_NO_CODE) return;
    for (size_t from = 0, to; from < work->list.n; from = to) {
        to = dlb_needs_class_end(work, from);
        look_at_class(&left, case_row, from, to);
    }
}

static const struct dlb_param params[] = {
    {.name = "days", .most = DLB_PARAM_DAYS_MAX, .value = 30},
};

const struct dlb_rule dlb_rule_o17 = {
    .id = "O17",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .absence = true,
    .tables =
        DLB_HAS_CASES | DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_NEED_MAP | DLB_HAS_PROGRAMMES,
    .nothing = "no old open need of somebody who lives with others",
    .nothing_ko = "다른 분과 함께 사는 분의 오래된 미해결 욕구 없음",
    .traits = DLB_TRAIT_NEEDS,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "가구 지원에서 빠진 가구원",
    .name_en = "a member of the household left out",
    .message_ko =
        "사례관리 중인 가구의 다른 가구원은 서비스를 받고 있으나 {identified_on}에 파악된 "
        "이 분의 욕구({need_name})에 대한 서비스나 의뢰가 확인되지 않습니다.",
    .message_en = "Others of a household with an open case are served, but nothing is known to "
                  "answer this person's need ({need_name}) of {identified_on}.",
};
