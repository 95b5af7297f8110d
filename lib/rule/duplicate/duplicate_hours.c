/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_hours.c - D22: more hours of care in a month than a person is meant to have.
 *
 * What counts is whatever has a class that care_class names, from any agency:
 *
 *   both times of day     on each day from the one to the other, past midnight where the end is not
 *                         after the start
 *   else unit hours       the quantity, in the benefit month or else that of the first day
 *
 * The limit is the newest fact care_hours_limit at the month's end, else the threshold D22. Where
 * the newest day says two things, or no number, nobody knows the limit.
 *
 * A service that goes on changes how much a day has, from one month to another, so that it is
 * added to the months it begins and ends in and to no other:
 *
 *   service       |----------------------------|
 *   month     |  part   | a day more  |  a day less, part  |
 */
#include "rule/kernel.h"

enum { CARE_CLASS = DLB_PARAM_OWN };
enum { A_DAY = 24 * 60, UNIT_ROOM = 16, CLASSES_KNOWN = 16 };

/* Time is counted in millionths of a minute, so that minutes, thousandths of hours and limits are
 * all whole numbers. */
static const int64_t MINUTE = 1000000, MILLIHOUR = 60000, MICROHOUR = 60;

/* A month that is looked at. */
struct care_month {
    int64_t time;     /* of its services, but for those that go on through all of it */
    int64_t more;     /* by which a day has more than one of the month before, of those */
    int64_t limit;    /* -1: nobody knows it */
    uint32_t n_known; /* earlier months whose limit is known, */
    uint32_t n_over;  /* and those that have more than it */
};

struct care_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    struct dlb_ending ending;
    struct care_month *months; /* and one after the last */
    int32_t first;             /* since 1970-01 */
    uint32_t n, n_over;
    struct dlb_series series;
    uint32_t opened;                       /* the month with which the open finding begins */
    struct dlb_class asked[CLASSES_KNOWN]; /* of which it is known whether they are care */
    bool is_care[CLASSES_KNOWN];
    unsigned n_asked;
};

/* ---- hours ---------------------------------------------------------------------------------- */

static bool is_hours(struct dlb_text unit)
{
    static const char *const words[] = {"hour", "hours", "h", "시간"};
    char room[UNIT_ROOM];
    struct dlb_text folded = dlb_code_fold(unit, room, sizeof room);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (dlb_text_equal(folded, dlb_text_of(words[i]))) return true;
    return false;
}

/* Days with so much time on each. */
struct care {
    struct dlb_span days;
    int64_t daily;
};

/* A quantity lies on one day of its month. */
static struct care quantity_of(const struct dlb_service *service)
{
    int64_t most = INT64_MAX / MILLIHOUR, milli = service->quantity_milli;
    int32_t day = dlb_month_start(dlb_service_month(service));
    milli = milli > most ? most : milli < -most ? -most : milli;
    return (struct care){{day, day + 1}, milli * MILLIHOUR};
}

/* Does the service say how long it takes? */
static bool read_care(const struct care_scan *scan, const struct dlb_service *service,
                      struct care *care)
{
    struct dlb_service_more more = dlb_service_more(service);
    care->days = dlb_service_span(service, scan->ending);
    if (care->days.end <= care->days.start) return false;
    if (more.start_minute != DLB_NONE && more.end_minute != DLB_NONE) {
        int32_t minutes = more.end_minute - more.start_minute;
        care->daily = (minutes > 0 ? minutes : minutes + A_DAY) * MINUTE;
        return true;
    }
    bool known = service->quantity_milli != DLB_NO_AMOUNT && service->quantity_milli != 0;
    if (!known || !more.unit.len || !is_hours(more.unit)) return false;
    *care = quantity_of(service);
    return true;
}

/* Somebody's services are of few classes, which are asked about once each. */
static bool is_care_class(struct care_scan *scan, struct dlb_class class_)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    struct dlb_param_whom whom = {.class_ = class_};
    for (unsigned i = 0; i < scan->n_asked; i++)
        if (scan->asked[i].digits == class_.digits && scan->asked[i].code == class_.code)
            return scan->is_care[i];
    bool is_care =
        dlb_policy_param_for(caseload->policy, scan->rule, CARE_CLASS, whom, caseload->as_of);
    if (scan->n_asked == CLASSES_KNOWN) return is_care;
    scan->asked[scan->n_asked] = class_;
    scan->is_care[scan->n_asked++] = is_care;
    return is_care;
}

static bool is_care(struct care_scan *scan, const struct dlb_service *service)
{
    return service->has_more && service->class_.digits && dlb_service_is_active(service) &&
           is_care_class(scan, service->class_);
}

/* ---- months --------------------------------------------------------------------------------- */

/* The months that days touch of those that are looked at, by number; end <= start: none. */
static struct dlb_span months_of(const struct care_scan *scan, struct dlb_span days)
{
    int32_t last = scan->first + (int32_t)scan->n - 1;
    int32_t from = dlb_month_of(days.start), to = days.end == DLB_DAY_OPEN ? last : 0;
    if (days.end != DLB_DAY_OPEN) to = dlb_month_of(days.end - 1);
    if (from < scan->first) from = scan->first;
    if (to > last) to = last;
    return (struct dlb_span){from - scan->first, to - scan->first + 1};
}

static struct dlb_span touched_by(const struct care_scan *scan, const struct dlb_owned_span *span)
{
    return months_of(scan, (struct dlb_span){span->start, span->end});
}

static int32_t first_day(const struct care_scan *scan, int64_t month)
{
    return dlb_month_start(scan->first + (int32_t)month);
}

/* Sums stop at the ends of what a number holds. */
static void add_time(struct care_month *month, int64_t time)
{
    int64_t sum;
    if (__builtin_add_overflow(month->time, time, &sum)) sum = time > 0 ? INT64_MAX : INT64_MIN;
    month->time = sum;
}

static void add_care(struct care_scan *scan, const struct care *care)
{
    struct dlb_span touched = months_of(scan, care->days);
    if (touched.end <= touched.start) return;
    struct care_month *first = &scan->months[touched.start], *last = &scan->months[touched.end - 1];
    int32_t start = care->days.start, end = care->days.end;
    if (start < first_day(scan, touched.start)) start = first_day(scan, touched.start);
    if (end > first_day(scan, touched.end)) end = first_day(scan, touched.end);
    if (first == last) {
        add_time(first, (end - start) * care->daily);
        return;
    }
    add_time(first, (first_day(scan, touched.start + 1) - start) * care->daily);
    add_time(last, (end - first_day(scan, touched.end - 1)) * care->daily);
    first[1].more += care->daily;
    last->more -= care->daily;
}

/* ---- limits --------------------------------------------------------------------------------- */

/* Of a month, in millionths of a minute; -1: nobody knows it. */
static int64_t limit_of(const struct care_scan *scan, uint32_t person, uint32_t month)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    struct dlb_facts *facts = &scan->work->facts;
    int32_t from = first_day(scan, month), last_day = first_day(scan, month + 1) - 1;
    int64_t micro = -1;
    facts->env = scan->work->env;
    if (!dlb_facts_of_person(caseload, person, last_day, scan->first + (int32_t)month, facts)) {
        dlb_findings_no_memory(scan->work->findings);
        return -1;
    }
    const struct dlb_known_fact *fact = dlb_facts_find(facts, dlb_text_of("care_hours_limit"));
    bool known = fact ? !fact->disputed && dlb_decimal_parse(fact->value, DLB_FACT_DECIMALS, &micro)
                      : dlb_policy_threshold(
                            caseload->policy,
                            dlb_policy_thresholds(caseload->policy, dlb_text_of(scan->rule->id)),
                            facts->household_size, from, &micro);
    return known && micro >= 0 && micro <= INT64_MAX / MICROHOUR ? micro * MICROHOUR : -1;
}

/* Sum the months up and compare them. */
static void judge_months(struct care_scan *scan, uint32_t person)
{
    int64_t daily = 0;
    uint32_t n_known = 0;
    for (uint32_t i = 0; i < scan->n; i++) {
        struct care_month *month = &scan->months[i];
        daily += month->more;
        add_time(month, daily * (first_day(scan, i + 1) - first_day(scan, i)));
        month->limit = limit_of(scan, person, i);
        month->n_known = n_known;
        month->n_over = scan->n_over;
        n_known += month->limit >= 0;
        scan->n_over += month->limit >= 0 && month->time > month->limit;
    }
    scan->months[scan->n] = (struct care_month){.n_known = n_known, .n_over = scan->n_over};
}

/* ---- findings ------------------------------------------------------------------------------- */

static void open_finding(const struct care_scan *scan, uint32_t person, uint32_t i)
{
    struct dlb_findings *findings = scan->work->findings;
    const struct care_month *month = &scan->months[i];
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = person;
    finding->start = first_day(scan, i);
    dlb_detail_milli(findings, "hours", month->time / MILLIHOUR);
    dlb_detail_milli(findings, "limit_hours", month->limit / MILLIHOUR);
    dlb_detail_clears(findings, "hours_at_most_limit", DLB_DAY_NONE);
}

/* The services of a month that the open finding does not have yet. */
static void add_rows(const struct care_scan *scan, uint32_t month)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = 0; i < work->spans.n; i++) {
        struct dlb_span touched = touched_by(scan, &spans[i]);
        bool of_month = touched.start <= (int32_t)month && (int32_t)month < touched.end;
        if (!of_month) continue;
        uint32_t since =
            (uint32_t)touched.start > scan->opened ? (uint32_t)touched.start : scan->opened;
        if (scan->months[since].n_over == scan->months[month].n_over)
            dlb_finding_row(work->findings, DLB_ROWS_SERVICES, spans[i].row, "care");
    }
}

static void report_months(struct care_scan *scan, uint32_t person)
{
    struct dlb_findings *findings = scan->work->findings;
    scan->series = dlb_series_of(scan->work->spans.n);
    for (uint32_t i = 0; i < scan->n; i++) {
        if (scan->months[i].n_over == scan->months[i + 1].n_over) continue;
        if (dlb_series_begins(&scan->series)) {
            open_finding(scan, person, i);
            scan->opened = i;
        }
        findings->open.end = first_day(scan, i + 1);
        add_rows(scan, i);
        if (dlb_series_ends(&scan->series, findings)) dlb_series_close(&scan->series, findings);
    }
    if (dlb_series_is_open(&scan->series)) dlb_series_close(&scan->series, findings);
}

/* ---- one person ----------------------------------------------------------------------------- */

/* The services of care that say how long they take, in work->spans; they are added up. */
static void add_all(struct care_scan *scan, uint32_t person)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->services_first[person + 1];
    struct dlb_owned_span *spans = work->spans.data;
    struct care care;
    for (uint32_t i = caseload->services_first[person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!is_care(scan, service) || !read_care(scan, service, &care)) continue;
        spans[work->spans.n++] =
            (struct dlb_owned_span){care.days.start, care.days.end, service->agency, i};
        add_care(scan, &care);
    }
}

/* Those count that lie in a month whose limit is known. */
static void judge_rows(const struct care_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = 0; i < work->spans.n; i++) {
        struct dlb_span touched = touched_by(scan, &spans[i]);
        if (touched.end <= touched.start) continue;
        const struct care_month *months = scan->months;
        dlb_judge_rows(work, months[touched.end].n_known != months[touched.start].n_known);
    }
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->services_first[person], end = caseload->services_first[person + 1];
    while (from < end && !caseload->services[from].has_more) from++;
    if (from == end || !dlb_work_spans(work, end - from)) return;
    int32_t first = dlb_month_of(work->lookback_start);
    struct care_scan scan = {.work = work,
                             .rule = rule,
                             .ending = dlb_work_ending(work, rule, person),
                             .first = first,
                             .n = (uint32_t)(dlb_month_of(caseload->as_of) - first + 1)};
    scan.months = dlb_alloc_zero(work->env, (scan.n + 1) * sizeof *scan.months);
    if (!scan.months) {
        dlb_findings_no_memory(work->findings);
        return;
    }
    add_all(&scan, person);
    if (work->spans.n) {
        judge_months(&scan, person);
        judge_rows(&scan);
        if (scan.n_over) report_months(&scan, person);
    }
    dlb_free(work->env, scan.months, (scan.n + 1) * sizeof *scan.months);
}

static const struct dlb_param params[] = {
    {.name = "care_class", .key = DLB_KEY_CLASS, .keyed = true, .most = 1},
};

const struct dlb_rule dlb_rule_d22 = {
    .id = "D22",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_ROWS,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no service of a class of care says how many hours it takes, or no limit is known",
    .nothing_ko = "시간 수가 적힌 돌봄 서비스가 없거나 한도를 알 수 없음",
    .traits = DLB_TRAIT_DETAILS,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "월 돌봄 시간 한도 초과",
    .name_en = "more hours of care than the limit",
    .message_ko = "{period}에 돌봄 서비스가 모두 {hours}시간 제공된 것으로 보입니다. 월 한도는 "
                  "{limit_hours}시간입니다({agencies}). 기관 간에 제공 시간을 조정해 주세요.",
    .message_en = "Care seems to have come to {hours:hour} in {period}; the limit is "
                  "{limit_hours:hour} ({agencies}). Please agree on the hours."};
