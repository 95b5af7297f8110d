/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_implied.c - O12: one thing is had, and what goes with it is not.
 *
 *   kind      who is asked about                         what is missing
 *   implies   has a in the last full month, or            b
 *             everybody where a is empty; and the fact
 *             is so, where there is one
 *   one_of    the fact is so                              both a and b
 *
 * Rows of the policy that name the same two are one question: what is missing by any of them is one
 * finding, which rests on what each of them asks about.
 */
#include "rule/omission/omission_entitled.h"

struct implied {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    int32_t month;
    struct dlb_span days; /* of the month */
    bool knows_facts;     /* the person's are in work->facts */
};

/* The next service of the household that is on the side and had in the month, from *taker and *at
 * on; DLB_NO_CODE when there is none. */
static uint32_t next_had(const struct implied *implied, const struct dlb_selector *side,
                         size_t *taker, uint32_t *at)
{
    const struct dlb_caseload *caseload = implied->work->caseload;
    const uint32_t *persons = implied->work->rows.data;
    for (; *taker < implied->work->rows.n; ++*taker, *at = 0) {
        uint32_t person = persons[*taker], end = caseload->services_first[person + 1];
        if (*at < caseload->services_first[person]) *at = caseload->services_first[person];
        for (; *at < end; ++*at) {
            const struct dlb_service *service = &caseload->services[*at];
            if (dlb_selects(side, service) &&
                dlb_entitled_has(implied->work, implied->rule, service, implied->person,
                                 implied->month))
                return (*at)++;
        }
    }
    return DLB_NO_CODE;
}

static bool is_had(const struct implied *implied, const struct dlb_selector *side)
{
    size_t taker = 0;
    uint32_t at = 0;
    return next_had(implied, side, &taker, &at) != DLB_NO_CODE;
}

/* Is the row in force, and the time over in which what goes with a may follow? */
static bool is_asked(const struct implied *implied, const struct dlb_implies *row)
{
    return dlb_valid_on(row->valid, implied->days.start) &&
           implied->work->caseload->as_of >= implied->days.end + row->grace_days;
}

/* What the fact of the row says; YES without one. The person's facts are worked out for the first
 * row that wants one. */
static struct dlb_trial try_fact(struct implied *implied, const struct dlb_implies *row)
{
    struct dlb_rule_work *work = implied->work;
    if (!row->test.fact.data)
        return (struct dlb_trial){.answer = DLB_ANSWER_YES, .row = DLB_NO_CODE};
    if (!implied->knows_facts)
        implied->knows_facts = dlb_work_facts(work, implied->person, implied->month);
    if (!implied->knows_facts) return (struct dlb_trial){.answer = DLB_ANSWER_UNKNOWN};
    return dlb_test_try(work->caseload->policy, &work->facts, &row->test, implied->month);
}

/* Is the row's question answered by: something is missing? */
static bool is_missing(struct implied *implied, const struct dlb_implies *row,
                       struct dlb_trial *trial)
{
    struct dlb_rule_work *work = implied->work;
    if (!is_asked(implied, row)) return false;
    bool asks_a = row->a_name.data != NULL, has_a = asks_a && is_had(implied, &row->a);
    if (asks_a && !row->one_of && !has_a) return false;
    *trial = try_fact(implied, row);
    if (trial->answer == DLB_ANSWER_UNKNOWN) return false;
    dlb_judge_rows(work, 1);
    if (trial->answer == DLB_ANSWER_NO || (row->one_of && has_a)) return false;
    return !is_had(implied, &row->b);
}

/* What is had of a. */
static void add_rows(const struct implied *implied, const struct dlb_implies *row)
{
    struct dlb_rule_work *work = implied->work;
    struct dlb_finding *finding = &work->findings->open;
    size_t taker = 0;
    uint32_t at = 0, service;
    int32_t latest = DLB_DAY_NONE; /* of one day the first decides */
    while ((service = next_had(implied, &row->a, &taker, &at)) != DLB_NO_CODE) {
        const struct dlb_service *had = &work->caseload->services[service];
        if (had->start > latest) finding->owner_agency = had->agency;
        if (had->start > latest) latest = had->start;
        finding->involves_protected |= dlb_person_is_protected(work->caseload, had->person);
        dlb_finding_service(work, implied->person, service, "has");
    }
}

/* Of the first row by which it is missing. */
static void open_finding(const struct implied *implied, const struct dlb_implies *row)
{
    struct dlb_rule_work *work = implied->work;
    struct dlb_findings *findings = work->findings;
    struct dlb_finding *finding =
        dlb_entitled_open(work, implied->rule, implied->person, implied->month);
    finding->end = dlb_month_start(implied->month + 1);
    finding->due_on = finding->end - 1 + row->grace_days;
    finding->programme = row->b.programme;
    finding->class_ = dlb_entitled_class(work->caseload->policy, &row->b, finding->start);
    if (row->a_name.data) dlb_key_text(findings, row->a_name);
    dlb_key_text(findings, row->b_name);
    if (row->a_name.data) dlb_detail_text(findings, "a", row->a_name);
    dlb_detail_text(findings, "b", row->b_name);
    dlb_detail_text(findings, "kind", dlb_word(row->one_of ? "one_of" : "implies"));
    if (row->test.fact.data) dlb_detail_text(findings, "fact", row->test.fact);
    dlb_detail_int(findings, "grace_days", row->grace_days);
    if (row->legal_ref.data) dlb_detail_text(findings, "legal_ref", row->legal_ref);
    dlb_detail_clears(findings, "service_starts", DLB_DAY_NONE);
}

static bool name_the_same(const struct dlb_implies *row, const struct dlb_implies *other)
{
    return dlb_text_equal(row->a_name, other->a_name) && dlb_text_equal(row->b_name, other->b_name);
}

/* Rows [from, end) of the policy name the same two. */
static void ask(struct implied *implied, uint32_t from, uint32_t end)
{
    struct dlb_rule_work *work = implied->work;
    const struct dlb_implies *implies = NULL;
    bool missing = false;
    for (uint32_t i = from; i < end; i++) {
        const struct dlb_implies *row = &work->caseload->policy->implies[i];
        struct dlb_trial trial;
        if (!is_missing(implied, row, &trial)) continue;
        if (!missing) open_finding(implied, row);
        missing = true;
        if (trial.row != DLB_NO_CODE) dlb_entitled_facts(work, &trial, 1);
        if (row->a_name.data && !row->one_of) implies = row;
    }
    if (implies) add_rows(implied, implies);
    if (missing) dlb_finding_close(work->findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_policy *policy = work->caseload->policy;
    struct implied implied = {.work = work, .rule = rule, .person = person};
    if (!policy->n_implies || dlb_person_has_died(work->caseload, person)) return;
    if (!dlb_work_household(work, person)) return;
    implied.month = dlb_month_of(work->caseload->as_of) - 1;
    implied.days = dlb_months_days((struct dlb_span){implied.month, implied.month + 1});
    for (uint32_t from = 0, end; from < policy->n_implies; from = end) {
        const struct dlb_implies *rows = policy->implies;
        for (end = from + 1; end < policy->n_implies && name_the_same(&rows[from], &rows[end]);)
            end++;
        ask(&implied, from, end);
    }
}

static const struct dlb_phrase phrases[] = {
    {"implies", "함께 지원되는 급여", "what goes with what is had"},
    {"one_of", "둘 가운데 하나", "one of two"},
};

const struct dlb_rule dlb_rule_o12 = {
    .id = "O12",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .absence = true,
    .tables = DLB_HAS_SERVICES | DLB_HAS_IMPLIES | DLB_HAS_PROGRAMMES,
    .half = DLB_HAS_FACTS,
    .half_name = "facts",
    .half_ko = "개인 상황",
    .nothing = "nobody has anything that something else goes with",
    .nothing_ko = "다른 급여와 연계되는 급여를 받는 분 없음",
    .phrases = phrases,
    .n_phrases = sizeof phrases / sizeof *phrases,
    .kernel = kernel,
    .name_ko = "연계 급여 누락",
    .name_en = "linked entitlement missing",
    .message_ko = "{service} 지원이 {period}에 확인되지 않습니다({kind}). 대상인지 확인해 주세요.",
    .message_en =
        "{service} is not recorded for {period} ({kind}). Please check whether it is due."};
