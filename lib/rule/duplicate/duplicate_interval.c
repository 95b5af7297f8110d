/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_interval.c - D06: given again too soon.
 *
 * A row of `rules` says how many days have to lie between two starts of a programme, or of a class.
 * Days on which something started follow each other; two that lie closer together, with different
 * agencies, are too close, and as long as the next ones are, too, they are one finding. Where a cap
 * (D05) names the same programme or class, the cap is the rule and nothing is asked here.
 *
 *   min_days 14     01-01  01-08  01-20  02-10
 *   days between        7     12     21
 *   too close       x------x------x
 */
#include "rule/kernel.h"

enum { MIN_DAYS = DLB_PARAM_OWN, SAME_AGENCY };

/* The days on which services of a key started. */
struct starts {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    const struct dlb_parameter *row; /* that asks */
    bool same_agency;                /* two starts of one agency can be too close */
    struct dlb_series series;
    const struct dlb_sort_item *events;
    int32_t days, shortest;
};

static bool is_asked(const void *context, const struct dlb_service *service)
{
    return dlb_selects(context, service);
}

/* ---- findings ------------------------------------------------------------------------------- */

static void open_finding(struct starts *starts, size_t first)
{
    struct dlb_findings *findings = starts->work->findings;
    const struct dlb_selector *services = &starts->row->services;
    struct dlb_finding *finding = dlb_finding_open(findings, starts->rule);
    starts->days = 0;
    starts->shortest = INT32_MAX;
    finding->person = starts->work->caseload->services[starts->events[first].value].person;
    finding->programme = services->programme;
    finding->class_ = services->class_;
    finding->start = dlb_start_day(&starts->events[first]);
    dlb_key_text(findings, starts->row->key);
}

static void close_finding(struct starts *starts)
{
    struct dlb_findings *findings = starts->work->findings;
    findings->open.days = starts->days;
    dlb_detail_int(findings, "min_days", starts->row->value);
    dlb_detail_int(findings, "shortest_days", starts->shortest);
    dlb_detail_int(findings, "same_agency", starts->same_agency);
    dlb_detail_clears(findings, "next_on_or_after",
                      findings->open.start + (int32_t)starts->row->value);
    dlb_series_close(&starts->series, findings);
}

/* Starts [first, end) follow each other too closely. */
static void report_run(struct starts *starts, size_t first, size_t end, int32_t shortest)
{
    struct dlb_findings *findings = starts->work->findings;
    int32_t start = dlb_start_day(&starts->events[first]);
    if (dlb_series_begins(&starts->series)) open_finding(starts, first);
    findings->open.end = dlb_start_day(&starts->events[end - 1]) + 1;
    starts->days += findings->open.end - start;
    if (shortest < starts->shortest) starts->shortest = shortest;
    for (size_t i = first; i < end; i++)
        dlb_finding_row(findings, DLB_ROWS_SERVICES, (uint32_t)starts->events[i].value,
                        dlb_start_day(&starts->events[i]) == start ? "earlier" : "too_soon");
    if (dlb_series_ends(&starts->series, findings)) close_finding(starts);
}

/* ---- runs ----------------------------------------------------------------------------------- */

/* Events of one day; those of one agency lie together. */
struct start_day {
    size_t first, end;
    int32_t day;
    bool several; /* agencies */
};

static struct start_day day_from(const struct starts *starts, size_t first, size_t n)
{
    const struct dlb_sort_item *events = starts->events;
    struct start_day day = {first, first, dlb_start_day(&events[first]), false};
    for (; day.end < n && dlb_start_day(&events[day.end]) == day.day; day.end++)
        day.several |= events[day.end].key != events[first].key;
    return day;
}

static bool too_close(const struct starts *starts, const struct start_day *day,
                      const struct start_day *next)
{
    uint32_t agency = (uint32_t)starts->events[day->first].key;
    bool differ =
        day->several || next->several || agency != (uint32_t)starts->events[next->first].key;
    return (int64_t)next->day - day->day < starts->row->value && (differ || starts->same_agency);
}

static void find_runs(struct starts *starts, size_t n)
{
    struct start_day day = day_from(starts, 0, n);
    size_t first = day.first;
    int32_t shortest = INT32_MAX;
    while (day.end < n) {
        struct start_day next = day_from(starts, day.end, n);
        if (too_close(starts, &day, &next)) {
            shortest = next.day - day.day < shortest ? next.day - day.day : shortest;
        } else {
            if (first < day.first) report_run(starts, first, day.end, shortest);
            first = next.first;
            shortest = INT32_MAX;
        }
        day = next;
    }
    if (first < day.first) report_run(starts, first, n, shortest);
}

static void look_at_key(struct starts *starts, uint32_t person)
{
    struct dlb_takers takers = {.persons = &person, .n = 1};
    struct dlb_start_filter filter = {starts->rule, is_asked, &starts->row->services, true};
    size_t n = dlb_work_starts(starts->work, &takers, &filter);
    if (n < 2) return;
    starts->events = starts->work->items.data;
    starts->series = dlb_series_of(n);
    find_runs(starts, n);
    if (dlb_series_is_open(&starts->series)) close_finding(starts);
}

/* ---- what is asked about --------------------------------------------------------------------- */

static bool has_cap(const struct dlb_policy *policy, const struct dlb_selector *services)
{
    uint32_t n;
    const struct dlb_cap *caps = dlb_policy_caps(policy, &dlb_rule_d05, &n);
    for (uint32_t i = 0; i < n; i++) {
        const struct dlb_cap *cap = &caps[i];
        bool programme =
            services->programme != DLB_NO_CODE && cap->programme == services->programme;
        bool class_ = services->class_.digits && cap->class_.digits == services->class_.digits &&
                      cap->class_.code == services->class_.code;
        if (cap->rule->caps == DLB_CAP_COUNT && (programme || class_)) return true;
    }
    return false;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_policy *policy = work->caseload->policy;
    int32_t as_of = work->caseload->as_of;
    struct starts starts = {.work = work, .rule = rule};
    uint32_t at = 0;
    while ((starts.row = dlb_policy_next_key(policy, rule, MIN_DAYS, as_of, &at))) {
        if (has_cap(policy, &starts.row->services)) continue;
        struct dlb_param_whom whom = {.word = starts.row->key};
        starts.same_agency = dlb_policy_param_for(policy, rule, SAME_AGENCY, whom, as_of) != 0;
        look_at_key(&starts, person);
    }
}

static const struct dlb_param params[] = {
    {.name = "min_days", .key = DLB_KEY_SERVICE, .keyed = true, .most = DLB_PARAM_DAYS_MAX},
    {.name = "same_agency", .key = DLB_KEY_SERVICE, .most = 1},
};

const struct dlb_rule dlb_rule_d06 = {
    .id = "D06",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_ROWS,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no service that counts has a minimum interval",
    .nothing_ko = "최소 간격이 정해진 서비스 없음",
    .traits = DLB_TRAIT_MARKED(DLB_MARK_KEYED),
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "최소 간격보다 이른 제공",
    .name_en = "given again too soon",
    .message_ko =
        "{service:이} 정해진 간격 {min_days}일보다 이른 {shortest_days}일 만에 다시 제공된 "
        "것으로 보입니다({period}, {agencies}). 다음 제공 날짜를 협의해 주세요.",
    .message_en = "{service} seems to have been given again after {shortest_days:day}, sooner "
                  "than the {min_days:day} that should lie between ({period}; {agencies}). Please "
                  "agree on the next date."};
