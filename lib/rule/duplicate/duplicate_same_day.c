/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_same_day.c - D04: several agencies deliver the same on one day, more than a day takes.
 *
 * Deliveries are what is handed over on one day: goods, and hours that end on the day on which they
 * begin. Of each class of four digits the quantities of a day are added up, whichever agency gave
 * them; a row that names none is one. Up to daily_max may come from anybody, and what one agency
 * alone gives is its own affair.
 */
#include "rule/kernel.h"

enum { DAILY_MAX = DLB_PARAM_OWN };

enum { MILLI = 1000, UNASKED = -1 };

/* The deliveries of one class, day by day. */
struct deliveries {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    struct dlb_series series;
    int64_t daily_max; /* of the class; UNASKED while nobody has to know */
    int64_t most_milli;
    int32_t days;
};

static bool is_delivery(const void *context, const struct dlb_service *service)
{
    const struct dlb_rule_work *work = context;
    bool goods = service->lasting & DLB_LASTS_A_DAY;
    bool hours = service->lasting & DLB_LASTS_HOURS && !(service->lasting & DLB_LASTS_OPEN) &&
                 service->end == service->start + 1;
    return service->class_.digits == 4 && (goods || hours) && dlb_looks_at_service(work, service);
}

/* ---- findings ------------------------------------------------------------------------------- */

static void open_finding(struct deliveries *deliveries, const struct dlb_service *service)
{
    struct dlb_findings *findings = deliveries->work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, deliveries->rule);
    deliveries->most_milli = 0;
    deliveries->days = 0;
    finding->person = service->person;
    finding->class_ = service->class_;
    finding->start = service->start;
    dlb_key_class(findings, service->class_);
}

static void close_finding(struct deliveries *deliveries)
{
    struct dlb_findings *findings = deliveries->work->findings;
    findings->open.days = deliveries->days;
    dlb_detail_milli(findings, "quantity", deliveries->most_milli);
    dlb_detail_int(findings, "daily_max", deliveries->daily_max);
    dlb_detail_clears(findings, "no_more_than_daily_max_on", findings->open.start);
    dlb_series_close(&deliveries->series, findings);
}

static void report_day(struct deliveries *deliveries, const uint32_t *rows, size_t n,
                       int64_t quantity_milli)
{
    struct dlb_rule_work *work = deliveries->work;
    const struct dlb_service *first = &work->caseload->services[rows[0]];
    if (dlb_series_begins(&deliveries->series)) open_finding(deliveries, first);
    work->findings->open.end = first->start + 1;
    deliveries->days++;
    if (quantity_milli > deliveries->most_milli) deliveries->most_milli = quantity_milli;
    for (size_t i = 0; i < n; i++)
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, rows[i], "delivery");
    if (dlb_series_ends(&deliveries->series, work->findings)) close_finding(deliveries);
}

/* ---- days ----------------------------------------------------------------------------------- */

/* A sum that stops at the ends of what a number holds. */
static int64_t add_quantity(int64_t sum, int64_t milli)
{
    int64_t more = milli == DLB_NO_AMOUNT ? MILLI : milli, total;
    if (!__builtin_add_overflow(sum, more, &total)) return total;
    return more > 0 ? INT64_MAX : INT64_MIN;
}

static int64_t daily_max_of(struct deliveries *deliveries, const struct dlb_service *delivery)
{
    const struct dlb_caseload *caseload = deliveries->work->caseload;
    struct dlb_param_whom whom = {.class_ = delivery->class_};
    if (deliveries->daily_max == UNASKED)
        deliveries->daily_max = dlb_policy_param_for(caseload->policy, deliveries->rule, DAILY_MAX,
                                                     whom, caseload->as_of);
    return deliveries->daily_max;
}

/* Deliveries of one class from rows[from] on that lie on one day; where the next day begins. */
static size_t look_at_day(struct deliveries *deliveries, const uint32_t *rows, size_t from,
                          size_t end)
{
    const struct dlb_service *services = deliveries->work->caseload->services;
    const struct dlb_service *first = &services[rows[from]];
    int64_t sum = 0;
    bool several = false;
    size_t to = from;
    for (; to < end && services[rows[to]].start == first->start; to++) {
        sum = add_quantity(sum, services[rows[to]].quantity_milli);
        several |= services[rows[to]].agency != first->agency;
    }
    if (several && sum > daily_max_of(deliveries, first) * MILLI)
        report_day(deliveries, rows + from, to - from, sum);
    return to;
}

static void look_at_class(struct deliveries *deliveries, const uint32_t *rows, size_t n)
{
    deliveries->series = dlb_series_of(n);
    deliveries->daily_max = UNASKED;
    for (size_t at = 0; at < n;) at = look_at_day(deliveries, rows, at, n);
    if (dlb_series_is_open(&deliveries->series)) close_finding(deliveries);
}

/* The deliveries by class, day, agency and id, in work->rows; how many. */
static size_t sort_by_class(struct dlb_rule_work *work, size_t n)
{
    struct dlb_sort_item *items = work->items.data;
    if (n < 2) return 0;
    for (size_t i = 0; i < n; i++)
        items[i].key = work->caseload->services[items[i].value].class_.code;
    return dlb_work_sort_rows(work, n);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_service *services = work->caseload->services;
    struct deliveries deliveries = {.work = work, .rule = rule};
    struct dlb_takers takers = {.persons = &person, .n = 1};
    struct dlb_start_filter filter = {.rule = rule, .counts = is_delivery, .context = work};
    if (!(work->traits & DLB_TRAIT_SHARED)) { /* nothing of several agencies */
        dlb_judge_starts(work, person, &filter);
        return;
    }
    size_t n = sort_by_class(work, dlb_work_starts(work, &takers, &filter));
    const uint32_t *rows = work->rows.data;
    for (size_t from = 0, to; from < n; from = to) {
        uint16_t code = services[rows[from]].class_.code;
        for (to = from + 1; to < n && services[rows[to]].class_.code == code;) to++;
        if (to - from > 1) look_at_class(&deliveries, rows + from, to - from);
    }
}

/* Breakfast, lunch and supper. */
static const struct dlb_keyed_value meals[] = {{"3102", 3}, {"3103", 3}, {"3104", 3}};

static const struct dlb_param params[] = {
    {.name = "daily_max",
     .key = DLB_KEY_CLASS,
     .most = 1000000,
     .value = 1,
     .special = meals,
     .n_special = sizeof meals / sizeof *meals},
};

const struct dlb_rule dlb_rule_d04 = {
    .id = "D04",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_SERVICES,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no delivery on one day has a class of four digits",
    .nothing_ko = "네 자리 분류의 당일 제공 서비스 없음",
    .traits = DLB_TRAIT_SERVICES,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "같은 날 중복 제공",
    .name_en = "delivered twice on one day",
    .message_ko =
        "{start}에 여러 기관({agencies})이 {class} 서비스를 모두 {quantity}회 제공한 것으로 "
        "보입니다. 하루 기준은 {daily_max}회입니다. 제공하는 날짜를 협의해 주세요.",
    .message_en = "On {start} {agencies} seem to have delivered {class} {quantity:time}; a day is "
                  "meant to have {daily_max}. Please agree on the days."};
