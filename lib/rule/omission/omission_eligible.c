/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_eligible.c - O11 entitled and not receiving, O28 just above the line.
 *
 *   rule  eligibility in the month of as_of          unless
 *   O11   YES by facts of the last fact_days         the programme is had in that month, planned or
 *                                                    applied for, or an application of the last
 *                                                    months is open, granted or withdrawn
 *   O28   NO by one number, at most `margin` of      a private programme answers the need
 *         the limit away, and an open need that
 *         the programme would answer
 *
 * What a household is entitled to may be had by any of its members. Who was refused may apply
 * again.
 */
#include "rule/omission/omission_entitled.h"

struct asking {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person, programme;
    const struct dlb_programme *row; /* the programme, on the first day of the month; or NULL */
    int32_t month, first_day;
};

/* Opens the finding about the programme. */
static struct dlb_finding *open_finding(const struct asking *asking)
{
    struct dlb_rule_work *work = asking->work;
    struct dlb_finding *finding =
        dlb_entitled_open(work, asking->rule, asking->person, asking->month);
    finding->programme = asking->programme;
    if (asking->row) finding->class_ = asking->row->class_;
    dlb_key_text(work->findings, work->caseload->programme_ids[asking->programme]);
    dlb_detail_text(work->findings, "conditions", work->verdict.version);
    return finding;
}

/* Looks at the verdict on the programme; could it be reported of somebody like the person? */
typedef bool (*look_at_verdict)(const struct asking *asking);

/* Asks about each programme that has conditions in the month; could any be reported? */
static bool ask_all(struct asking *asking, look_at_verdict look)
{
    struct dlb_rule_work *work = asking->work;
    const struct dlb_policy *policy = work->caseload->policy;
    bool may_be_told = false;
    for (uint32_t i = 0; i < policy->n_conditions; i++) {
        asking->programme = policy->conditions[i].programme;
        bool again = i && asking->programme == policy->conditions[i - 1].programme;
        if (again) continue;
        asking->row = dlb_policy_programme(policy, asking->programme, asking->first_day);
        enum dlb_asked asked = dlb_eligibility_ask(policy, &work->facts, asking->programme,
                                                   asking->month, &work->verdict);
        if (asked == DLB_ASKED_NO_MEMORY) dlb_findings_no_memory(work->findings);
        if (asked != DLB_ASKED || work->verdict.answer == DLB_ANSWER_UNKNOWN) continue;
        dlb_judge_rows(work, work->verdict.trials.n);
        may_be_told |= look(asking);
    }
    return may_be_told;
}

static void each_programme(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                           look_at_verdict look)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct asking asking = {.work = work, .rule = rule, .person = person};
    asking.month = dlb_month_of(caseload->as_of);
    asking.first_day = dlb_month_start(asking.month);
    if (dlb_person_has_died(caseload, person) || !caseload->policy->n_conditions) return;
    if (!dlb_work_facts(work, person, asking.month)) return;
    struct dlb_foregone *alike = dlb_work_foregone(work, rule, asking.first_day);
    if (alike && alike->is_known && alike->is_nothing) {
        dlb_judge_rows(work, alike->n_judged);
        return;
    }
    bool may_be_told = ask_all(&asking, look);
    if (alike) *alike = (struct dlb_foregone){(uint32_t)work->now.rows, true, !may_be_told};
}

/* ---- O11 ------------------------------------------------------------------------------------- */

enum { FACT_DAYS = DLB_PARAM_OWN, MONTHS };

/* Of one member of the household. */
static bool is_had_by(const struct asking *asking, uint32_t taker)
{
    const struct dlb_caseload *caseload = asking->work->caseload;
    uint32_t end = caseload->services_first[taker + 1];
    for (uint32_t i = caseload->services_first[taker]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (service->programme != asking->programme) continue;
        bool to_come =
            service->status == DLB_SERVICE_PLANNED || service->status == DLB_SERVICE_APPLIED;
        if (to_come && dlb_entitled_reaches(caseload, service, asking->person)) return true;
        if (dlb_entitled_has(asking->work, asking->rule, service, asking->person, asking->month))
            return true;
    }
    return false;
}

static bool is_applied_for_by(const struct asking *asking, uint32_t taker)
{
    const struct dlb_caseload *caseload = asking->work->caseload;
    int32_t since = dlb_add_months(caseload->as_of, -(int32_t)asking->work->settings[MONTHS]);
    uint32_t end = caseload->applications_first[taker + 1];
    for (uint32_t i = caseload->applications_first[taker]; i < end; i++) {
        const struct dlb_application *application = &caseload->applications[i];
        bool recent =
            application->applied_on >= since && application->applied_on <= caseload->as_of;
        if (recent && application->programme == asking->programme &&
            application->result != DLB_RESULT_REFUSED &&
            dlb_entitled_applied(caseload, application, asking->person))
            return true;
    }
    return false;
}

static bool is_seen_to(const struct asking *asking)
{
    const uint32_t *persons = asking->work->rows.data;
    for (size_t i = 0; i < asking->work->rows.n; i++)
        if (is_had_by(asking, persons[i]) || is_applied_for_by(asking, persons[i])) return true;
    return false;
}

static bool look_for_take_up(const struct asking *asking)
{
    struct dlb_rule_work *work = asking->work;
    struct dlb_findings *findings = work->findings;
    int32_t since = work->caseload->as_of - (int32_t)work->settings[FACT_DAYS];
    size_t n;
    const struct dlb_trial *trials = dlb_verdict_met(&work->verdict, since, &n);
    if (work->verdict.answer != DLB_ANSWER_YES || !trials) return false;
    if (!dlb_work_household(work, asking->person) || is_seen_to(asking)) return true;
    open_finding(asking);
    dlb_entitled_facts(work, trials, n);
    dlb_detail_text(findings, "clause", trials->clause);
    dlb_detail_int(findings, "n_tests", (int64_t)n);
    dlb_detail_int(findings, "fact_days", work->settings[FACT_DAYS]);
    if (work->verdict.legal_ref.data)
        dlb_detail_text(findings, "legal_ref", work->verdict.legal_ref);
    dlb_detail_clears(findings, "application_or_service", DLB_DAY_NONE);
    dlb_finding_close(findings);
    return true;
}

static void not_receiving(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    each_programme(work, rule, person, look_for_take_up);
}

static const struct dlb_param o11_params[] = {
    {.name = "fact_days", .most = DLB_PARAM_DAYS_MAX, .value = 180},
    {.name = "months", .most = 1200, .value = 12},
};

const struct dlb_rule dlb_rule_o11 = {
    .id = "O11",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .absence = true,
    .tables = DLB_HAS_FACTS | DLB_HAS_ELIGIBILITY | DLB_HAS_SERVICES | DLB_HAS_APPLICATIONS |
              DLB_HAS_PROGRAMMES,
    .nothing = "no programme whose conditions can be judged by what is known",
    .nothing_ko = "아는 내용만으로 자격을 판단할 수 있는 사업 없음",
    .params = o11_params,
    .n_params = sizeof o11_params / sizeof *o11_params,
    .kernel = not_receiving,
    .name_ko = "수급 가능, 미수급",
    .name_en = "entitled, not receiving",
    .message_ko =
        "{programme} 요건을 갖춘 것으로 보이나 {start} 현재 지원이나 신청 기록이 없습니다. "
        "안내가 필요한지 확인해 주세요.",
    .message_en = "The conditions of {programme} seem to be met, but as of {start} neither support "
                  "nor an application is recorded. Please see whether to tell the person."};

/* ---- O28 ------------------------------------------------------------------------------------- */

enum { MARGIN = DLB_PARAM_OWN };

/* Does a private programme answer the need? Its ACTIVE answers are in work->spans. */
static bool has_private_answer(const struct asking *asking, const struct dlb_need *need)
{
    const struct dlb_caseload *caseload = asking->work->caseload;
    const struct dlb_owned_span *spans = asking->work->spans.data;
    for (size_t i = 0; i < asking->work->spans.n; i++) {
        const struct dlb_service *service = &caseload->services[spans[i].row];
        const struct dlb_programme *programme =
            dlb_policy_programme(caseload->policy, service->programme, service->start);
        bool private_ = programme && programme->layer == DLB_LAYER_PRIVATE;
        if (private_ && spans[i].end > need->identified_on &&
            dlb_policy_answers(caseload->policy, need->need_class, service->class_, service->start))
            return true;
    }
    return false;
}

/* Adds the open needs that the programme would answer and nothing private does; how many. */
static size_t add_needs(const struct asking *asking)
{
    const struct dlb_caseload *caseload = asking->work->caseload;
    uint32_t end = caseload->needs_first[asking->person + 1];
    size_t n = 0;
    for (uint32_t i = caseload->needs_first[asking->person]; i < end; i++) {
        const struct dlb_need *need = &caseload->needs[i];
        bool fits = asking->row && dlb_need_is_open(caseload, need) &&
                    dlb_policy_answers(caseload->policy, need->need_class, asking->row->class_,
                                       caseload->as_of);
        if (!fits || has_private_answer(asking, need)) continue;
        dlb_finding_row(asking->work->findings, DLB_ROWS_NEEDS, i, "need");
        n++;
    }
    return n;
}

static bool look_for_near_miss(const struct asking *asking)
{
    struct dlb_rule_work *work = asking->work;
    struct dlb_findings *findings = work->findings;
    const struct dlb_trial *near = dlb_verdict_near(&work->verdict, work->settings[MARGIN]);
    if (!near) return false;
    int32_t goods_days = dlb_goods_days(work->caseload->policy);
    if (!dlb_work_answers(work, asking->rule, asking->person, DLB_NO_CODE, goods_days)) return true;
    open_finding(asking);
    if (!add_needs(asking)) {
        dlb_finding_drop(findings);
        return true;
    }
    dlb_entitled_facts(work, near, 1);
    dlb_detail_text(findings, "clause", near->clause);
    dlb_detail_text(findings, "fact", near->test->fact);
    dlb_detail_label(findings, "fact_name", dlb_fact_label(near));
    dlb_detail_decimal(findings, "value", near->value);
    dlb_detail_decimal(findings, "limit", near->limit);
    dlb_detail_decimal(findings, "margin", work->settings[MARGIN]);
    dlb_detail_clears(findings, "service_starts", DLB_DAY_NONE);
    dlb_finding_close(findings);
    return true;
}

static void near_miss(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    if (caseload->needs_first[person] < caseload->needs_first[person + 1])
        each_programme(work, rule, person, look_for_near_miss);
}

static const struct dlb_param o28_params[] = {
    {.name = "margin", .decimals = 6, .most = DLB_PARAM_SHARE, .value = 100000},
};

const struct dlb_rule dlb_rule_o28 = {
    .id = "O28",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 1,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_FACTS | DLB_HAS_ELIGIBILITY | DLB_HAS_NEEDS | DLB_HAS_NEED_MAP |
              DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no person with a need whose entitlement can be judged by what is known",
    .nothing_ko = "욕구가 있고, 아는 내용만으로 자격을 판단할 수 있는 분 없음",
    .traits = DLB_TRAIT_NEEDS,
    .params = o28_params,
    .n_params = sizeof o28_params / sizeof *o28_params,
    .kernel = near_miss,
    .name_ko = "근소한 기준 초과",
    .name_en = "just above the line",
    .message_ko =
        "{programme} 요건 가운데 한 가지({fact_name})만 근소한 차이로 충족하지 못합니다({value}, "
        "기준 {limit}). 욕구가 남아 있으니 민간 자원 연계를 검토해 주세요.",
    .message_en =
        "One condition of {programme} ({fact_name}) is missed by little: {value}, the limit is "
        "{limit}. A need is open; please consider private help."};
