/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_signals.c - O15: signs of a crisis in a household, and nobody came.
 *
 *         month of the first signal      days      due      as_of
 *        |--------------------------|---------------|--------|
 *         no visit or contact, no case, no service of any of them
 *
 * A signal weighs what the policy says for its month; each counts once for a person and month,
 * whoever sends it. Enough weight of the last months, or one signal that is enough by itself. The
 * dead give no signals, but who saw them has seen the household.
 */
#include "rule/omission/omission_entitled.h"

enum { MIN_WEIGHT = DLB_PARAM_OWN, MONTHS, DAYS };

/* What the signals of a household come to. */
struct alarm {
    struct dlb_rule_work *work;
    struct dlb_won weight; /* millionths */
    int64_t n_signals;
    bool has_alone;
    int32_t first_month, last_month; /* DLB_DAY_NONE: no signal */
    uint32_t owner;                  /* the agency of the newest */
};

/* ---- signals --------------------------------------------------------------------------------- */

/* Its weight; NULL: it does not count. */
static const struct dlb_signal_weight *weight_of(const struct dlb_rule_work *work,
                                                 const struct dlb_signal *signal)
{
    const struct dlb_caseload *caseload = work->caseload;
    int32_t on = dlb_month_start(signal->month);
    int32_t since = dlb_add_months(caseload->as_of, -(int32_t)work->settings[MONTHS]);
    if (on <= since || on > caseload->as_of) return NULL;
    struct dlb_text word = caseload->words[signal->signal];
    return dlb_looks_at_signal(work, word) ? dlb_policy_signal(caseload->policy, word, on) : NULL;
}

static void add_signal(struct alarm *alarm, const struct dlb_signal *signal,
                       const struct dlb_signal_weight *weight)
{
    dlb_won_add(&alarm->weight, weight->weight);
    alarm->n_signals++;
    alarm->has_alone |= weight->alone;
    if (alarm->first_month == DLB_DAY_NONE || signal->month < alarm->first_month)
        alarm->first_month = signal->month;
    bool newer = signal->month > alarm->last_month;
    if (newer || (signal->month == alarm->last_month && signal->agency < alarm->owner))
        alarm->owner = signal->agency;
    if (newer) alarm->last_month = signal->month;
}

/* Of one person; how many rows count. */
static uint64_t add_signals(struct alarm *alarm, uint32_t person)
{
    struct dlb_rule_work *work = alarm->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->signals_first[person], end = caseload->signals_first[person + 1];
    size_t n = 0;
    if (from == end || dlb_person_has_died(caseload, person)) return 0;
    if (!dlb_work_items(work, end - from)) return 0;
    struct dlb_sort_item *items = work->items.data;
    for (uint32_t i = from; i < end; i++) {
        const struct dlb_signal *signal = &caseload->signals[i];
        uint64_t month = dlb_sort_key(signal->month);
        if (weight_of(work, signal))
            items[n++] = (struct dlb_sort_item){month << 32 | signal->signal, i};
    }
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++) {
        const struct dlb_signal *signal = &caseload->signals[items[i].value];
        bool again = i && items[i].key == items[i - 1].key;
        if (!again) add_signal(alarm, signal, weight_of(work, signal));
    }
    return n;
}

/* ---- who came -------------------------------------------------------------------------------- */

struct response {
    struct dlb_span days;
    bool came;
};

static void note_response(void *context, int32_t day)
{
    struct response *response = context;
    response->came |= day >= response->days.start && day < response->days.end;
}

static bool has_come(const struct dlb_rule_work *work, const struct dlb_kin *kin,
                     struct dlb_span days)
{
    struct response response = {days, false};
    for (uint32_t i = 0; i < kin->n && !response.came; i++)
        dlb_each_followed(work, kin->persons[i], note_response, &response);
    return response.came;
}

/* ---- the rule -------------------------------------------------------------------------------- */

static void add_rows(struct dlb_rule_work *work, const struct dlb_kin *kin)
{
    const struct dlb_caseload *caseload = work->caseload;
    for (uint32_t i = 0; i < kin->n; i++) {
        uint32_t end = caseload->signals_first[kin->persons[i] + 1];
        if (dlb_person_has_died(caseload, kin->persons[i])) continue;
        for (uint32_t row = caseload->signals_first[kin->persons[i]]; row < end; row++)
            if (weight_of(work, &caseload->signals[row]))
                dlb_finding_row(work->findings, DLB_ROWS_SIGNALS, row, "signal");
    }
}

/* Room for every signal of the household; 0: there is none. */
static size_t count_signals(const struct dlb_caseload *caseload, const struct dlb_kin *kin)
{
    const uint32_t *first = caseload->signals_first;
    size_t n = 0;
    for (uint32_t i = 0; i < kin->n; i++) n += first[kin->persons[i] + 1] - first[kin->persons[i]];
    return n;
}

/* What the signals are called, each once, by their codes. */
static void name_signals(struct dlb_rule_work *work, const struct dlb_kin *kin)
{
    const struct dlb_caseload *caseload = work->caseload;
    const struct dlb_signal *signals = caseload->signals;
    size_t n = 0;
    if (!dlb_work_items(work, count_signals(caseload, kin))) return;
    struct dlb_sort_item *items = work->items.data;
    for (uint32_t i = 0; i < kin->n; i++) {
        uint32_t end = caseload->signals_first[kin->persons[i] + 1];
        if (dlb_person_has_died(caseload, kin->persons[i])) continue;
        for (uint32_t row = caseload->signals_first[kin->persons[i]]; row < end; row++)
            if (weight_of(work, &signals[row]))
                items[n++] = (struct dlb_sort_item){signals[row].signal, row};
    }
    dlb_sort_in(items, work->spare.data, n);
    dlb_detail_list_begin(work->findings, "signals");
    for (size_t i = 0; i < n; i++) {
        const struct dlb_signal *signal = &signals[items[i].value];
        struct dlb_label name = weight_of(work, signal)->name;
        if (i && items[i].key == items[i - 1].key) continue;
        if (!name.ko.len && !name.en.len) name.ko = caseload->words[signal->signal];
        dlb_detail_list_add(work->findings, "signals", name);
    }
    dlb_detail_list_end(work->findings);
}

static void write_finding(const struct alarm *alarm, const struct dlb_rule *rule,
                          const struct dlb_kin *kin, struct dlb_span days)
{
    struct dlb_rule_work *work = alarm->work;
    struct dlb_findings *findings = work->findings;
    bool is_enough = alarm->weight.sum >= work->settings[MIN_WEIGHT];
    struct dlb_finding *finding = dlb_finding_open(findings, rule);
    finding->person = kin->person;
    finding->household = kin->household;
    finding->start = days.start;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = days.end - 1;
    finding->owner_agency = alarm->owner;
    add_rows(work, kin);
    dlb_detail_int(findings, "n_signals", alarm->n_signals);
    name_signals(work, kin);
    dlb_detail_decimal(findings, "weight", alarm->weight.sum);
    dlb_detail_decimal(findings, "min_weight", work->settings[MIN_WEIGHT]);
    dlb_detail_text(findings, "reason", dlb_word(is_enough ? "sum" : "alone"));
    dlb_detail_int(findings, "days", work->settings[DAYS]);
    dlb_detail_day(findings, "due_on", finding->due_on);
    dlb_detail_int(findings, "days_late", (int64_t)work->caseload->as_of - finding->due_on);
    dlb_detail_clears(findings, "contact_case_or_service_by", finding->due_on);
    dlb_finding_close(findings);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    struct alarm alarm = {.work = work,
                          .weight = {DLB_NO_AMOUNT, false},
                          .first_month = DLB_DAY_NONE,
                          .last_month = DLB_DAY_NONE,
                          .owner = DLB_NO_CODE};
    struct dlb_kin kin;
    dlb_kin_look(work->caseload, subject, &kin);
    if (!dlb_kin_judge_begin(work, &kin)) return;
    for (uint32_t i = 0; i < kin.n; i++)
        dlb_kin_judge(work, &kin, i, add_signals(&alarm, kin.persons[i]));
    if (!alarm.n_signals) return;
    int32_t after = dlb_month_start(alarm.first_month + 1) + (int32_t)work->settings[DAYS];
    struct dlb_span days = {dlb_month_start(alarm.first_month), after};
    bool is_alarming = alarm.has_alone || alarm.weight.sum >= work->settings[MIN_WEIGHT];
    if (is_alarming && work->caseload->as_of >= days.end && !has_come(work, &kin, days))
        write_finding(&alarm, rule, &kin, days);
}

static const struct dlb_param params[] = {
    {.name = "min_weight", .decimals = 6, .most = INT64_MAX, .value = 3000000},
    {.name = "months", .least = 1, .most = 1200, .value = 12},
    {.name = "days", .most = DLB_PARAM_DAYS_MAX, .value = 30},
};

static const struct dlb_phrase phrases[] = {
    {"sum", "가중치 합이 기준 이상", "weigh enough together"},
    {"alone", "하나만으로도 확인이 필요한 신호", "one is enough by itself"},
};

const struct dlb_rule dlb_rule_o15 = {
    .id = "O15",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_HOUSEHOLD,
    .local = DLB_LOCAL_SIGNALS,
    .absence = true,
    .tables = DLB_HAS_SIGNALS | DLB_HAS_SIGNAL_WEIGHTS | DLB_HAS_EVENTS | DLB_HAS_CASES |
              DLB_HAS_SERVICES,
    .nothing = "no signal that weighs anything",
    .nothing_ko = "가중치가 있는 위기 신호 없음",
    .traits = DLB_TRAIT_SIGNALS,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "위기 신호 후 미접촉",
    .name_en = "signals of a crisis, nobody came",
    .phrases = phrases,
    .n_phrases = sizeof phrases / sizeof *phrases,
    .message_ko =
        "{start}부터 위기 신호({signals})가 {n_signals}건 있으나({reason}, 합 {weight}, 기준 "
        "{min_weight}) {due}까지 방문이나 연락, 사례 접수, 서비스가 확인되지 않습니다. "
        "안부를 확인해 주세요.",
    .message_en =
        "Signals of a crisis since {start}: {signals}; {n_signals} ({reason}, {weight} of "
        "{min_weight}). By {due} nobody is known to have visited or called, opened a "
        "case or begun a service. Please see how they are.",
};
