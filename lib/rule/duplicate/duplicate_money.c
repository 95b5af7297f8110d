/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_money.c - D07: more money in a month, quarter or year than a cap allows.
 *
 * Money belongs to the benefit month, else to the month of the first day, undivided. What all
 * agencies gave of a programme or class in a period is added up and compared with the cap that
 * holds on the period's first day: its own amount, else the threshold "D07:" and the programme for
 * the size of the household on that day. Of several rows that say the same otherwise the lowest
 * cap holds. Where an amount is missing the sum is too low, so what is over the cap is over it all
 * the same, and nothing is said of the rest.
 */
#include "rule/kernel.h"

enum { MILLIONTHS = 1000000 };

struct money_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    const struct dlb_kin *kin;
    const struct dlb_takers *takers;
    const struct dlb_cap *caps; /* of one programme or class, scope and period */
    uint32_t n_caps;
    struct dlb_series series;
};

/* What was given in a period. */
struct period_sum {
    int32_t first_day, end_day;
    size_t from, to;
    struct dlb_won won;
    int64_t n_without;
    int64_t cap_won;
};

/* ---- periods -------------------------------------------------------------------------------- */

static uint8_t period_of(const struct dlb_cap *cap)
{
    return cap->period == DLB_PERIOD_NONE ? DLB_PERIOD_MONTH : cap->period;
}

static int32_t months_in(uint8_t period)
{
    return period == DLB_PERIOD_YEAR ? 12 : period == DLB_PERIOD_QUARTER ? 3 : 1;
}

static const char *period_word(uint8_t period)
{
    return period == DLB_PERIOD_YEAR ? "year" : period == DLB_PERIOD_QUARTER ? "quarter" : "month";
}

/* The first month of the period that a service belongs to. */
static int32_t first_month(const struct dlb_service *service, int32_t n_months)
{
    int32_t month = dlb_service_month(service);
    int32_t past = month % n_months;
    return month - (past < 0 ? past + n_months : past);
}

/* ---- caps ----------------------------------------------------------------------------------- */

static struct dlb_text key_of(const struct money_scan *scan, char room[5])
{
    const struct dlb_cap *cap = scan->caps;
    if (cap->programme != DLB_NO_CODE) return scan->work->caseload->programme_ids[cap->programme];
    dlb_class_write(cap->class_, room);
    return dlb_text_of(room);
}

static bool find_threshold(const struct money_scan *scan, int32_t on, int64_t *won)
{
    char class_[5];
    int64_t millionths;
    struct dlb_threshold_rows rows =
        dlb_rule_thresholds(scan->work->caseload->policy, scan->rule, key_of(scan, class_));
    bool found = dlb_kin_threshold(scan->work->caseload, scan->kin, rows, on, &millionths);
    if (found) *won = millionths / MILLIONTHS;
    return found;
}

/* The lowest cap that holds on a day; false when there is none. */
static bool cap_on(const struct money_scan *scan, int32_t on, int64_t *lowest)
{
    bool found = false;
    for (uint32_t i = 0; i < scan->n_caps; i++) {
        const struct dlb_cap *cap = &scan->caps[i];
        int64_t won = cap->max_amount_won;
        if (!dlb_valid_on(cap->valid, on)) continue;
        if (won == DLB_NO_AMOUNT && !find_threshold(scan, on, &won)) continue;
        if (!found || won < *lowest) *lowest = won;
        found = true;
    }
    return found;
}

/* ---- findings ------------------------------------------------------------------------------- */

static void open_finding(const struct money_scan *scan, const struct period_sum *sum)
{
    struct dlb_findings *findings = scan->work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    char class_[5];
    const char *period = period_word(period_of(scan->caps));
    finding->person = scan->takers->person;
    finding->household = scan->takers->household;
    finding->programme = scan->caps->programme;
    finding->class_ = scan->caps->class_;
    finding->start = sum->first_day;
    dlb_key_text(findings, key_of(scan, class_));
    dlb_key_text(findings, dlb_text_of(period));
    bool alone = scan->caps->household && scan->takers->household == DLB_NO_CODE;
    if (alone)
        dlb_key_text(findings, dlb_text_of("household")); /* a cap of persons may find the same */
    dlb_detail_text(findings, "cap_period", dlb_text_of(period));
    dlb_detail_int(findings, "sum_won", sum->won.sum);
    dlb_detail_int(findings, "cap_won", sum->cap_won);
    dlb_detail_int(findings, "over_won", sum->won.sum - sum->cap_won);
    if (sum->n_without) dlb_detail_int(findings, "n_without_amount", sum->n_without);
    if (scan->caps->legal_ref.data) dlb_detail_text(findings, "legal_ref", scan->caps->legal_ref);
    dlb_detail_clears(findings, "sum_at_most_cap", DLB_DAY_NONE);
}

static void report(struct money_scan *scan, const struct period_sum *sum)
{
    struct dlb_findings *findings = scan->work->findings;
    const struct dlb_sort_item *items = scan->work->items.data;
    if (dlb_series_begins(&scan->series)) open_finding(scan, sum);
    findings->open.end = sum->end_day;
    for (size_t i = sum->from; i < sum->to; i++)
        dlb_finding_row(findings, DLB_ROWS_SERVICES, (uint32_t)items[i].value, "addend");
    if (dlb_series_ends(&scan->series, findings)) dlb_series_close(&scan->series, findings);
}

/* ---- sums ----------------------------------------------------------------------------------- */

/* The services by period, each period's by day, agency and id. */
static void sort_by_period(struct dlb_rule_work *work, size_t n, int32_t n_months)
{
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = 0; i < n; i++) {
        int32_t month = first_month(&work->caseload->services[items[i].value], n_months);
        items[i].key = dlb_sort_key(month);
    }
    dlb_sort_in(items, work->spare.data, n);
}

static struct period_sum sum_from(const struct dlb_rule_work *work, size_t from, size_t n,
                                  int32_t n_months)
{
    const struct dlb_sort_item *items = work->items.data;
    int32_t month = dlb_sort_number(items[from].key);
    struct period_sum sum = {.first_day = dlb_month_start(month),
                             .end_day = dlb_month_start(month + n_months),
                             .from = from,
                             .to = from,
                             .won = {DLB_NO_AMOUNT, false}};
    for (; sum.to < n && items[sum.to].key == items[from].key; sum.to++) {
        int64_t won = work->caseload->services[items[sum.to].value].amount_won;
        dlb_won_add(&sum.won, won);
        sum.n_without += won == DLB_NO_AMOUNT;
    }
    return sum;
}

static void look_at_takers(void *context, const struct dlb_takers *takers)
{
    struct money_scan *scan = context;
    struct dlb_rule_work *work = scan->work;
    struct dlb_start_filter filter = {
        .rule = scan->rule, .counts = dlb_is_capped, .context = scan->caps};
    int32_t n_months = months_in(period_of(scan->caps));
    size_t n = dlb_work_starts(work, takers, &filter);
    scan->takers = takers;
    scan->series = dlb_series_of(n);
    sort_by_period(work, n, n_months);
    for (struct period_sum sum = {.to = 0}; sum.to < n;) {
        sum = sum_from(work, sum.to, n, n_months);
        bool over = sum.won.sum != DLB_NO_AMOUNT && cap_on(scan, sum.first_day, &sum.cap_won) &&
                    sum.won.sum > sum.cap_won;
        if (over) report(scan, &sum);
    }
    if (dlb_series_is_open(&scan->series)) dlb_series_close(&scan->series, work->findings);
}

static bool say_the_same(const struct dlb_cap *left, const struct dlb_cap *right)
{
    return left->programme == right->programme && left->class_.code == right->class_.code &&
           left->class_.digits == right->class_.digits && left->household == right->household &&
           period_of(left) == period_of(right);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    struct dlb_kin kin;
    dlb_kin_look(work->caseload, subject, &kin);
    if (!dlb_kin_judge_begin(work, &kin)) return;
    uint32_t n;
    const struct dlb_cap *caps = dlb_policy_caps(work->caseload->policy, rule, &n);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && say_the_same(&caps[i], &caps[end]);) end++;
        struct money_scan scan = {
            .work = work, .rule = rule, .kin = &kin, .caps = &caps[i], .n_caps = end - i};
        bool of_calendar = caps[i].period != DLB_PERIOD_EPISODE;
        if (of_calendar) dlb_each_takers(work, &kin, caps[i].household, look_at_takers, &scan);
    }
}

const struct dlb_rule dlb_rule_d07 = {
    .id = "D07",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_HOUSEHOLD,
    .local = DLB_LOCAL_ROWS,
    .caps = DLB_CAP_MONEY,
    .tables = DLB_HAS_SERVICES | DLB_HAS_CAPS | DLB_HAS_PROGRAMMES,
    .nothing = "no service that counts is under a cap on money",
    .nothing_ko = "금액 한도가 있는 서비스 없음",
    .traits = DLB_TRAIT_MARKED(DLB_MARK_MONEY),
    .kernel = kernel,
    .name_ko = "기간 내 금액 한도 초과",
    .name_en = "more money than allowed",
    .message_ko = "{service:은} {period}에 모두 {sum_won}원이 지급된 것으로 보입니다. 한도는 "
                  "{cap_won}원입니다({agencies}). 지급 내역을 함께 확인해 주세요.",
    .message_en = "{service} seems to have come to {sum_won} won in {period}; the cap is {cap_won} "
                  "won ({agencies}). Please check together what was paid."};
