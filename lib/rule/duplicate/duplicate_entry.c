/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_entry.c - D02: one service that somebody has typed twice.
 *
 * Counting rows of one person and agency that say the same but for their ids are one entry made
 * several times, when the days on which they were entered, as far as they are known, lie close
 * together; months apart, it was given again. What an agency entered for one programme, class
 * and first day is one finding.
 *
 *   agency  programme  start   amount   entered
 *   A       box        01-05    50000   01-05     an entry
 *   A       box        01-05    50000   01-06     the same again
 *   A       box        01-05    30000   01-06     another one
 *
 * Where D02 runs, rules that count times count such rows once, by the first of them.
 */
#include <string.h>

#include "rule/kernel.h"

enum { ENTERED_DAYS = DLB_PARAM_OWN };

/* ---- rows that say the same ----------------------------------------------------------------- */

static int compare(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* Agency, programme and class are the finding's key. */
static int order_of_key(const void *left_row, const void *right_row)
{
    const struct dlb_service *left = *(const struct dlb_service *const *)left_row;
    const struct dlb_service *right = *(const struct dlb_service *const *)right_row;
    int order = compare(left->agency, right->agency);
    if (!order) order = compare(left->programme, right->programme);
    if (!order) order = compare(left->class_.digits, right->class_.digits);
    return order ? order : compare(left->class_.code, right->class_.code);
}

/* Rows come by day and agency and stay so; 0 for those that say the same. */
static int order_of_entry(const void *left_row, const void *right_row)
{
    const struct dlb_service *left = *(const struct dlb_service *const *)left_row;
    const struct dlb_service *right = *(const struct dlb_service *const *)right_row;
    int order = compare(left->start, right->start);
    if (!order) order = order_of_key(left_row, right_row);
    if (!order) order = compare(left->end, right->end);
    if (!order) order = compare(left->lasting, right->lasting); /* is the end recorded? */
    if (!order) order = compare(left->benefit_month, right->benefit_month);
    if (!order) order = compare(left->quantity_milli, right->quantity_milli);
    if (!order) order = compare(left->amount_won, right->amount_won);
    return order ? order : dlb_text_order(dlb_service_unit(left), dlb_service_unit(right));
}

static void add_alike(struct dlb_rule_work *work, const struct dlb_service *service)
{
    const struct dlb_service **room =
        dlb_array_reserve(work->env, &work->alike, 1, sizeof *room, UINT32_MAX);
    if (!room) {
        dlb_findings_no_memory(work->findings);
        return;
    }
    *room = service;
    work->alike.n++;
}

/* work->alike = the rows that begin on the day on which another one of their agency does; how
 * many rows there are. */
static size_t list_alike(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dlb_ending ending = dlb_work_ending(work, rule, person);
    const struct dlb_service *last = NULL, *listed = NULL;
    uint32_t end = caseload->services_first[person + 1];
    size_t n = 0;
    work->alike.n = 0;
    for (uint32_t i = caseload->services_first[person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!dlb_service_is_active(service) || !dlb_service_has_days(service, ending)) continue;
        n++;
        bool alike = last && last->start == service->start && last->agency == service->agency;
        if (alike && listed != last) add_alike(work, last);
        if (alike) add_alike(work, listed = service);
        last = service;
    }
    return n;
}

/* Sort some of work->alike. Stable: of rows that say the same the smallest id comes first. */
static bool sort_alike(struct dlb_rule_work *work, size_t from, size_t to, dlb_row_compare order)
{
    const struct dlb_service **alike = work->alike.data;
    bool sorted = dlb_order_rows_in(work->env, alike + from, (uint32_t)(to - from), sizeof *alike,
                                    order, NULL) == DOLBOM_OK;
    if (!sorted) dlb_findings_no_memory(work->findings);
    return sorted;
}

/* They lie by day and agency: those of each are sorted by what they say. */
static bool sort_days(struct dlb_rule_work *work)
{
    const struct dlb_service *const *alike = work->alike.data;
    bool sorted = true;
    for (size_t from = 0, to; from < work->alike.n && sorted; from = to) {
        to = from + 1;
        while (to < work->alike.n && alike[to]->start == alike[from]->start &&
               alike[to]->agency == alike[from]->agency)
            to++;
        sorted = sort_alike(work, from, to, order_of_entry);
    }
    return sorted;
}

/* Rows [from, to) of work->alike that say the same, and how far apart they were entered. */
struct same {
    size_t from, to;
    int32_t apart_days;
};

static struct same same_from(const struct dlb_rule_work *work, size_t from)
{
    const struct dlb_service *const *alike = work->alike.data;
    struct same same = {from, from, 0};
    int32_t earliest = DLB_DAY_NONE, latest = DLB_DAY_NONE;
    for (; same.to < work->alike.n; same.to++) {
        if (order_of_entry(&alike[same.to], &alike[from])) break;
        int32_t day = alike[same.to]->entered_on;
        if (day == DLB_DAY_NONE) continue;
        if (earliest == DLB_DAY_NONE || day < earliest) earliest = day;
        if (day > latest) latest = day;
    }
    same.apart_days = latest - earliest;
    return same;
}

/* work->alike = rows that are one entry made several times, by day, agency and what they say; how
 * many rows the person has that count. */
static size_t list_repeated(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_rule *rule = &dlb_rule_d02;
    size_t n = list_alike(work, rule, person), kept = 0;
    if (!work->alike.n) return n;
    int64_t entered_days = dlb_policy_settings(work->caseload->policy, rule)[ENTERED_DAYS];
    if (!sort_days(work)) work->alike.n = 0;
    const struct dlb_service **alike = work->alike.data;
    for (struct same same = {0}; same.to < work->alike.n;) {
        same = same_from(work, same.to);
        if (same.to - same.from < 2 || same.apart_days > entered_days) continue;
        for (size_t i = same.from; i < same.to; i++) alike[kept++] = alike[i];
    }
    work->alike.n = kept;
    return n;
}

/* ---- for rules that count times -------------------------------------------------------------- */

static void find_repeats(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t first = caseload->services_first[person];
    size_t n = caseload->services_first[person + 1] - first;
    work->repeats.n = 0;
    (void)list_repeated(work, person);
    if (!work->alike.n) return;
    uint8_t *repeats = dlb_array_reserve(work->env, &work->repeats, n, 1, UINT32_MAX);
    if (!repeats) dlb_findings_no_memory(work->findings);
    if (!repeats) return;
    work->repeats.n = n;
    memset(repeats, 0, n);
    const struct dlb_service *const *alike = work->alike.data;
    for (size_t i = 1; i < work->alike.n; i++)
        if (!order_of_entry(&alike[i - 1], &alike[i]))
            repeats[alike[i] - caseload->services - first] = 1;
}

const uint8_t *dlb_work_repeats(struct dlb_rule_work *work, uint32_t person)
{
    if (!dlb_rule_runs(work->caseload, work->request, &dlb_rule_d02)) return NULL;
    if (work->repeats_of != person) find_repeats(work, person);
    work->repeats_of = person;
    return work->repeats.n ? work->repeats.data : NULL;
}

/* ---- findings ------------------------------------------------------------------------------- */

/* The entries of one key, day by day. */
struct entries {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    struct dlb_series series;
    const struct dlb_service *first; /* of the open finding */
    int32_t end, apart_days;
    int64_t largest; /* amount */
    struct dlb_won others;
};

static void open_entries(struct entries *entries, const struct dlb_service *service)
{
    const struct dlb_caseload *caseload = entries->work->caseload;
    struct dlb_findings *findings = entries->work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, entries->rule);
    entries->first = service;
    entries->end = DLB_DAY_NONE;
    entries->apart_days = 0;
    entries->largest = DLB_NO_AMOUNT;
    entries->others = (struct dlb_won){DLB_NO_AMOUNT, false};
    finding->person = service->person;
    finding->class_ = service->class_;
    finding->programme = service->programme;
    finding->start = service->start;
    dlb_key_text(findings, caseload->programme_ids[service->programme]);
    dlb_key_text(findings, caseload->agencies[service->agency].id);
    if (service->class_.digits) dlb_key_class(findings, service->class_);
}

static void close_entries(struct entries *entries)
{
    struct dlb_findings *findings = entries->work->findings;
    findings->open.end = entries->end;
    findings->open.amount = DLB_AMOUNT_GIVEN;
    findings->open.won = entries->others;
    dlb_detail_int(findings, "n_entries", (int64_t)findings->rows.n);
    dlb_detail_int(findings, "entered_apart_days", entries->apart_days);
    dlb_detail_int(findings, "entered_days", entries->work->settings[ENTERED_DAYS]);
    dlb_detail_clears(findings, "all_but_one_reversed", DLB_DAY_NONE);
    dlb_series_close(&entries->series, findings);
}

/* All but the largest amount should not have been. */
static void add_amount(struct entries *entries, int64_t amount)
{
    bool larger = entries->largest == DLB_NO_AMOUNT || amount > entries->largest;
    if (amount == DLB_NO_AMOUNT) return;
    if (entries->others.sum == DLB_NO_AMOUNT) entries->others.sum = 0;
    dlb_won_add(&entries->others, larger ? entries->largest : amount);
    if (larger) entries->largest = amount;
}

static void add_rows(struct entries *entries, const struct same *same)
{
    struct dlb_rule_work *work = entries->work;
    const struct dlb_service *const *alike = work->alike.data;
    struct dlb_ending ending = dlb_work_ending(work, entries->rule, alike[same->from]->person);
    for (size_t i = same->from; i < same->to; i++) {
        int32_t end = dlb_service_span(alike[i], ending).end;
        uint32_t row = (uint32_t)(alike[i] - work->caseload->services);
        if (end > entries->end) entries->end = end;
        add_amount(entries, alike[i]->amount_won);
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, row,
                        i > same->from ? "repeated" : "entry");
    }
    if (same->apart_days > entries->apart_days) entries->apart_days = same->apart_days;
}

/* Entries of one key and day, from `from` on; where the next ones begin. */
static size_t look_at_day(struct entries *entries, size_t from)
{
    struct dlb_rule_work *work = entries->work;
    const struct dlb_service *const *alike = work->alike.data;
    struct same same = {from, from, 0};
    if (dlb_series_begins(&entries->series)) open_entries(entries, alike[from]);
    while (same.to < work->alike.n && !order_of_key(&alike[same.to], &alike[from]) &&
           alike[same.to]->start == alike[from]->start) {
        same = same_from(work, same.to);
        add_rows(entries, &same);
    }
    if (dlb_series_ends(&entries->series, work->findings)) close_entries(entries);
    return same.to;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    dlb_judge_rows(work, list_repeated(work, person));
    if (!work->alike.n || !sort_alike(work, 0, work->alike.n, order_of_key)) return;
    const struct dlb_service *const *alike = work->alike.data;
    struct entries entries = {.work = work, .rule = rule};
    for (size_t at = 0, from; at < work->alike.n;) {
        entries.series = dlb_series_of(work->alike.n);
        for (from = at; at < work->alike.n && !order_of_key(&alike[at], &alike[from]);)
            at = look_at_day(&entries, at);
        if (dlb_series_is_open(&entries.series)) close_entries(&entries);
    }
}

static const struct dlb_param params[] = {
    {.name = "entered_days", .most = DLB_PARAM_DAYS_MAX, .value = 30},
};

const struct dlb_rule dlb_rule_d02 = {
    .id = "D02",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no service that counts",
    .nothing_ko = "승인·제공된 서비스 없음",
    .traits = DLB_TRAIT_SERVICES,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "이중 입력",
    .name_en = "entered twice",
    .message_ko = "{start}에 시작한 {service:이} {agencies}에 같은 내용으로 {n_entries}건 입력되어 "
                  "있습니다. 이중 입력인지 확인해 주세요.",
    .message_en =
        "{agencies} entered one service ({service}, {start}) {n_entries:time}, all alike. Please "
        "check whether it was entered twice."};
