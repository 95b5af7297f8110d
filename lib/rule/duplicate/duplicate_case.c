/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_case.c - D17: two agencies manage a case at once, and nobody leads.
 *
 * Cases of one person, or of two members of a household, are open at different agencies, none of
 * them is led together, and both have been open for a while. What one person's cases say is a
 * finding of the person; what those of two members say, one of the household. It begins on the day
 * on which the second agency of such a pair received its case.
 */
#include "rule/kernel.h"

enum { OVERLAP_DAYS = DLB_PARAM_OWN };

/* The open cases of a household that have been open for long enough: in work->items by person,
 * case being the value. */
struct open_cases {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    const struct dlb_kin *kin;
    size_t n;
};

static const struct dlb_case *case_at(const struct open_cases *cases, size_t i)
{
    const struct dlb_sort_item *items = cases->work->items.data;
    return &cases->work->caseload->cases[items[i].value];
}

/* Open by as_of, and led by one agency alone? Death ends a case that nobody closed. */
static bool is_asked(const struct dlb_rule_work *work, const struct dlb_case *case_)
{
    bool begun = dlb_happened(work, case_->received_on) != DLB_DAY_NONE;
    bool closed = dlb_happened(work, case_->closed_on) != DLB_DAY_NONE;
    return begun && !closed && !case_->co_lead &&
           !dlb_person_has_died(work->caseload, case_->person);
}

/* ---- findings ------------------------------------------------------------------------------- */

/* Received last; of one day the smallest agency and id. */
static bool is_newer(const struct dlb_case *one, const struct dlb_case *other)
{
    if (one->received_on != other->received_on) return one->received_on > other->received_on;
    if (one->agency != other->agency) return one->agency < other->agency;
    return dlb_text_order(one->id, other->id) < 0;
}

static struct dlb_finding *open_finding(const struct open_cases *cases, int32_t start)
{
    struct dlb_finding *finding = dlb_finding_open(cases->work->findings, cases->rule);
    finding->start = start;
    finding->end = DLB_DAY_OPEN;
    return finding;
}

static void add_case(const struct open_cases *cases, size_t i, const struct dlb_case **newest)
{
    const struct dlb_case *case_ = case_at(cases, i);
    if (!*newest || is_newer(case_, *newest)) *newest = case_;
    dlb_finding_row(cases->work->findings, DLB_ROWS_CASES,
                    (uint32_t)(case_ - cases->work->caseload->cases), "case");
}

static void close_finding(const struct open_cases *cases, const struct dlb_case *newest)
{
    struct dlb_findings *findings = cases->work->findings;
    int32_t as_of = cases->work->caseload->as_of;
    findings->open.owner_agency = newest->agency;
    dlb_detail_int(findings, "n_cases", (int64_t)findings->rows.n);
    dlb_detail_int(findings, "days_together", (int64_t)as_of - findings->open.start);
    dlb_detail_int(findings, "overlap_days", cases->work->settings[OVERLAP_DAYS]);
    dlb_detail_clears(findings, "closed_or_led_together", DLB_DAY_NONE);
    dlb_finding_close(findings);
}

/* ---- one person's cases ---------------------------------------------------------------------- */

/* Cases [from, to) of one person, by day: with a second agency, all of them are in a pair. */
static void look_at_person(const struct open_cases *cases, size_t from, size_t to)
{
    const struct dlb_case *newest = NULL;
    size_t second = from + 1;
    while (second < to && case_at(cases, second)->agency == case_at(cases, from)->agency) second++;
    if (second >= to) return;
    open_finding(cases, case_at(cases, second)->received_on)->person = case_at(cases, from)->person;
    for (size_t i = from; i < to; i++) add_case(cases, i, &newest);
    close_finding(cases, newest);
}

static void look_at_persons(const struct open_cases *cases)
{
    uint32_t place = 0;
    for (size_t from = 0, to; from < cases->n; from = to) {
        uint32_t person = case_at(cases, from)->person;
        for (to = from + 1; to < cases->n && case_at(cases, to)->person == person;) to++;
        while (cases->kin->persons[place] != person) place++;
        if (dlb_kin_is_largest(cases->work->caseload, cases->kin, place))
            look_at_person(cases, from, to);
    }
}

/* ---- two members' cases ---------------------------------------------------------------------- */

/* Where the cases of the person of case `from` end, and whether they are with several agencies. */
static size_t end_of_person(const struct open_cases *cases, size_t from, bool *several)
{
    const struct dlb_case *first = case_at(cases, from);
    size_t to = from;
    for (*several = false; to < cases->n && case_at(cases, to)->person == first->person; to++)
        *several |= case_at(cases, to)->agency != first->agency;
    return to;
}

/* Who in the household is with several agencies, and where the others are. */
struct members {
    size_t n_several;
    uint32_t only_agency; /* of those with one; DLB_NO_CODE: there is none */
    bool only_differ;     /* not all of them are with the same one */
};

static struct members look_at_members(const struct open_cases *cases)
{
    struct members members = {0, DLB_NO_CODE, false};
    bool several;
    for (size_t from = 0, to; from < cases->n; from = to) {
        to = end_of_person(cases, from, &several);
        uint32_t agency = case_at(cases, from)->agency;
        members.n_several += several;
        if (several) continue;
        members.only_differ |= members.only_agency != DLB_NO_CODE && members.only_agency != agency;
        members.only_agency = agency;
    }
    return members;
}

/* Has another member a case with another agency? */
static bool is_in_pair(const struct members *members, const struct dlb_case *case_, bool several)
{
    bool elsewhere = members->only_agency != DLB_NO_CODE && members->only_agency != case_->agency;
    return members->n_several > several || members->only_differ || elsewhere;
}

/*
 * The first day on which cases of two members were with two agencies. Until then all cases are of
 * one member or all with one agency, so that the first of them and whether there are others tell.
 */
static int32_t first_together(const struct open_cases *cases)
{
    struct dlb_rule_work *work = cases->work;
    const struct dlb_case *all = work->caseload->cases;
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = 0; i < cases->n; i++)
        items[i].key = dlb_sort_key(all[items[i].value].received_on);
    dlb_sort_in(items, work->spare.data, cases->n);
    const struct dlb_case *first = &all[items[0].value];
    bool agencies = false, persons = false;
    for (size_t i = 1; i < cases->n; i++) {
        const struct dlb_case *case_ = &all[items[i].value];
        bool person = case_->person != first->person, agency = case_->agency != first->agency;
        if (person ? agency || agencies : agency && persons) return case_->received_on;
        agencies |= agency;
        persons |= person;
    }
    return DLB_DAY_NONE;
}

static void look_at_household(const struct open_cases *cases)
{
    struct dlb_findings *findings = cases->work->findings;
    struct members members = look_at_members(cases);
    const struct dlb_case *newest = NULL;
    bool several;
    open_finding(cases, DLB_DAY_NONE)->household = cases->kin->household;
    for (size_t from = 0, to; from < cases->n; from = to) {
        to = end_of_person(cases, from, &several);
        for (size_t i = from; i < to; i++)
            if (is_in_pair(&members, case_at(cases, i), several)) add_case(cases, i, &newest);
    }
    findings->open.start = newest ? first_together(cases) : DLB_DAY_NONE;
    if (newest)
        close_finding(cases, newest);
    else
        dlb_finding_drop(findings);
}

/* ---- cases ---------------------------------------------------------------------------------- */

static size_t count_cases(const struct dlb_caseload *caseload, const struct dlb_kin *kin)
{
    size_t n = 0;
    for (uint32_t i = 0; i < kin->n; i++)
        n += caseload->cases_first[kin->persons[i] + 1] - caseload->cases_first[kin->persons[i]];
    return n;
}

/* Those of the household that have been open for more than overlap_days. */
static void list_cases(struct open_cases *cases)
{
    struct dlb_rule_work *work = cases->work;
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_sort_item *items = work->items.data;
    for (uint32_t i = 0; i < cases->kin->n; i++) {
        uint32_t person = cases->kin->persons[i], end = caseload->cases_first[person + 1];
        uint64_t n_asked = 0;
        for (uint32_t row = caseload->cases_first[person]; row < end; row++) {
            const struct dlb_case *case_ = &caseload->cases[row];
            if (!is_asked(work, case_)) continue;
            n_asked++;
            int64_t days = (int64_t)caseload->as_of - case_->received_on;
            if (days > work->settings[OVERLAP_DAYS])
                items[cases->n++] = (struct dlb_sort_item){person, row};
        }
        dlb_kin_judge(work, cases->kin, i, n_asked);
    }
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    struct dlb_kin kin;
    dlb_kin_look(work->caseload, subject, &kin);
    size_t room = count_cases(work->caseload, &kin);
    if (!room || !dlb_kin_judge_begin(work, &kin) || !dlb_work_items(work, room)) return;
    struct open_cases cases = {.work = work, .rule = rule, .kin = &kin};
    list_cases(&cases);
    if (cases.n < 2) return;
    look_at_persons(&cases);
    if (kin.n > 1) look_at_household(&cases);
}

static const struct dlb_param params[] = {
    {.name = "overlap_days", .most = DLB_PARAM_DAYS_MAX, .value = 14},
};

const struct dlb_rule dlb_rule_d17 = {
    .id = "D17",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_HOUSEHOLD,
    .tables = DLB_HAS_CASES,
    .nothing = "no open case of one agency alone",
    .nothing_ko = "주 담당이 없는 진행 중 사례 없음",
    .traits = DLB_TRAIT_CASES,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "주 담당 없는 이중 사례관리",
    .name_en = "two open cases, nobody leads",
    .message_ko = "{agencies:이} 한 분 또는 한 가구의 사례를 각각 관리하고 있습니다({period}). "
                  "어느 기관이 주로 담당할지 협의해 주세요.",
    .message_en = "{agencies} each manage a case of one person or household ({period}). Please "
                  "agree which of them leads."};
