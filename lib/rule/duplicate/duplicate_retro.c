/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_retro.c - D21: a service that was entered when another one for the same days was
 * already over.
 *
 * Nobody who looks at what is running sees such an overlap: when the later one was entered, the
 * earlier one had been closed. Two services of different agencies are compared when their class is
 * one to D03, or when a set of the policy excludes one by the other. Months are compared where a
 * service is for months, and days otherwise.
 *
 *   entered later    -----------                 entered on  x
 *   closed before       ------
 *                       ======
 */
#include "rule/kernel.h"

enum { ROLE_CLOSED, ROLE_LATER, PAIRS_FREE = 100000, PAIRS_PER_ROW = 200 };

struct retro_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    struct dlb_ending ending;
    int32_t since;                 /* the first day that is looked back to */
    struct dlb_mutex_sides sides;  /* that there are */
    struct dlb_class class_;       /* of the question, or */
    const struct dlb_mutex *mutex; /* a row of the policy */
    uint32_t which;                /* its number */
    struct compared *active;       /* with what a service is compared; room for all */
    size_t n_pairs;                /* that have been compared; then */
    size_t n_left;                 /* services that were not, because there would be too many */
};

/* ---- pairs ----------------------------------------------------------------------------------- */

static const struct dlb_service *service_at(const struct retro_scan *scan, size_t i)
{
    const struct dlb_owned_span *spans = scan->work->spans.data;
    return &scan->work->caseload->services[spans[i].row];
}

static struct dlb_span days_of(const struct retro_scan *scan, const struct dlb_service *service)
{
    bool by_months = service->lasting & DLB_LASTS_MONTHS || service->benefit_month != DLB_NONE;
    if (by_months) return dlb_months_days(dlb_service_months(service, scan->ending));
    return dlb_service_span(service, scan->ending);
}

/* What comparing asks of a service. */
struct compared {
    int32_t end;              /* of the days that are compared */
    int32_t over, entered_on; /* when it was over, OPEN; when it was entered, NONE */
    uint32_t agency, at;      /* at: in work->spans */
};

static struct compared compared_at(const struct retro_scan *scan, size_t i)
{
    const struct dlb_owned_span *span = (struct dlb_owned_span *)scan->work->spans.data + i;
    const struct dlb_service *service = &scan->work->caseload->services[span->row];
    int32_t over = dlb_service_span(service, scan->ending).end;
    return (struct compared){span->end, over, service->entered_on, span->owner, (uint32_t)i};
}

/* Had the one ended before the other was entered? OPEN is after all days, NONE before all. */
static bool was_closed(const struct compared *one, const struct compared *later)
{
    return one->over <= later->entered_on;
}

/* Does the row of the policy exclude one of them by the other? */
static bool are_excluded(const struct retro_scan *scan, const struct compared *one,
                         const struct compared *other)
{
    const struct dlb_mutex *mutex = scan->mutex;
    const struct dlb_service *left = service_at(scan, one->at),
                             *right = service_at(scan, other->at);
    return (dlb_selects(&mutex->a, left) && dlb_selects(&mutex->b, right)) ||
           (dlb_selects(&mutex->a, right) && dlb_selects(&mutex->b, left));
}

/* The service is part of days in a role; work->segments know up to which day it is already. */
static void add_side(const struct retro_scan *scan, size_t at, unsigned role, struct dlb_span days)
{
    struct dlb_span *reached = (struct dlb_span *)scan->work->segments.data + at;
    int32_t *to = role == ROLE_CLOSED ? &reached->start : &reached->end;
    const struct dlb_owned_span *spans = scan->work->spans.data;
    struct dlb_side side = {days.start, days.end, scan->which, spans[at].row, (uint8_t)role};
    if (days.start > *to) dlb_meet_side(scan->work, side);
    if (days.end > *to) *to = days.end;
}

/* The last of the days on which the two are both there and one was entered when the other was over;
 * DLB_DAY_NONE when there are none. */
static int32_t compare(const struct retro_scan *scan, const struct compared *left,
                       const struct compared *right, int32_t start)
{
    bool left_first = was_closed(left, right), right_first = was_closed(right, left);
    if (left->agency == right->agency || (!left_first && !right_first)) return DLB_DAY_NONE;
    struct dlb_span days = {start, left->end < right->end ? left->end : right->end};
    if (scan->mutex && days.end > scan->mutex->valid.to) days.end = scan->mutex->valid.to;
    if (days.end <= days.start || days.end <= scan->since) return DLB_DAY_NONE;
    if (scan->mutex && !are_excluded(scan, left, right)) return DLB_DAY_NONE;
    if (left_first) {
        add_side(scan, left->at, ROLE_CLOSED, days);
        add_side(scan, right->at, ROLE_LATER, days);
    }
    if (right_first) {
        add_side(scan, right->at, ROLE_CLOSED, days);
        add_side(scan, left->at, ROLE_LATER, days);
    }
    return days.end;
}

/* Of service i, with those that began before it and go on, which are kept; how many. */
static size_t compare_one(struct retro_scan *scan, size_t i, size_t n_active)
{
    const struct dlb_owned_span *spans = scan->work->spans.data;
    const struct compared one = compared_at(scan, i);
    struct compared *active = scan->active;
    int32_t start = spans[i].start, end = DLB_DAY_NONE;
    size_t kept = 0;
    if (scan->mutex && start < scan->mutex->valid.from) start = scan->mutex->valid.from;
    for (size_t j = 0; j < n_active; j++) {
        if (active[j].end <= spans[i].start) continue;
        active[kept++] = active[j];
        int32_t until = compare(scan, &active[j], &one, start);
        if (until > end) end = until;
    }
    scan->n_pairs += kept;
    if (end != DLB_DAY_NONE) dlb_meet_hit(scan->work, (struct dlb_hit){start, end, scan->which});
    active[kept++] = one;
    return kept;
}

/* All of work->spans, by start. */
static void compare_in_order(struct retro_scan *scan)
{
    size_t n = scan->work->spans.n, n_active = 0, most = PAIRS_FREE + PAIRS_PER_ROW * n, i = 0;
    for (scan->n_pairs = 0; i < n && scan->n_pairs < most; i++)
        n_active = compare_one(scan, i, n_active);
    scan->n_left += n - i;
    dlb_judge_left(scan->work, n - i);
}

static void compare_all(struct retro_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    size_t n = work->spans.n;
    if (n < 2 || !dlb_work_sort_spans(work) || !dlb_work_segments(work, n)) return;
    struct dlb_span *reached = work->segments.data;
    for (size_t i = 0; i < n; i++) reached[i] = (struct dlb_span){DLB_DAY_NONE, DLB_DAY_NONE};
    compare_in_order(scan);
}

static void add_span(const struct retro_scan *scan, uint32_t row)
{
    struct dlb_rule_work *work = scan->work;
    struct dlb_owned_span *spans = work->spans.data;
    const struct dlb_service *service = &work->caseload->services[row];
    struct dlb_span span = days_of(scan, service);
    if (span.end > span.start && span.end > scan->since)
        spans[work->spans.n++] =
            (struct dlb_owned_span){span.start, span.end, service->agency, row};
}

/* ---- findings -------------------------------------------------------------------------------- */

static void report(void *context, const struct dlb_meeting *meeting)
{
    const struct retro_scan *scan = context;
    struct dlb_rule_work *work = scan->work;
    struct dlb_findings *findings = work->findings;
    const struct dlb_service *services = work->caseload->services;
    const struct dlb_side *sides = work->sides.data;
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = scan->person;
    finding->class_ = scan->class_;
    finding->start = meeting->start;
    finding->end = meeting->end;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    finding->amount = DLB_AMOUNT_ALL_OF_ROLE;
    finding->won_role = "entered_later";
    if (scan->mutex)
        dlb_key_text(findings, scan->mutex->set_id);
    else
        dlb_key_class(findings, scan->class_);
    int32_t entered_on = DLB_DAY_NONE;
    for (unsigned role = ROLE_LATER + 1; role-- > ROLE_CLOSED;)
        for (size_t i = 0; i < work->sides.n; i++) {
            if (sides[i].side != role || !dlb_meet_touches(work, meeting, &sides[i])) continue;
            const struct dlb_service *service = &services[sides[i].row];
            dlb_finding_row(findings, DLB_ROWS_SERVICES, sides[i].row,
                            role == ROLE_LATER ? "entered_later" : "closed");
            if (role == ROLE_CLOSED) continue;
            if (service->entered_on > entered_on) entered_on = service->entered_on;
        }
    dlb_detail_day(findings, "entered_on", entered_on);
    if (meeting->end != DLB_DAY_OPEN) dlb_detail_int(findings, "overlap_days", meeting->days);
    dlb_detail_int(findings, "lookback_months", work->settings[DLB_PARAM_LOOKBACK_MONTHS]);
    if (scan->mutex) dlb_detail_text(findings, "set_id", scan->mutex->set_id);
    if (scan->n_left) dlb_detail_int(findings, "n_not_compared", (int64_t)scan->n_left);
    dlb_detail_clears(findings, "one_side_corrected", DLB_DAY_NONE);
}

static void report_hits(struct retro_scan *scan)
{
    if (dlb_meet_settle(scan->work)) dlb_meet_findings(scan->work, report, scan);
    dlb_meet_begin(scan->work);
    scan->n_left = 0;
}

/* ---- questions ------------------------------------------------------------------------------- */

/* Services of each class that is one to D03. */
static void ask_classes(struct retro_scan *scan, const uint32_t *rows, size_t n)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_service *services = work->caseload->services;
    unsigned digits = dlb_overlap_digits(work->caseload->policy);
    for (size_t from = 0, to; from < n; from = to) {
        uint32_t key = dlb_overlap_key(&services[rows[from]], digits);
        scan->class_ = dlb_class_cut(services[rows[from]].class_, digits);
        for (to = from + 1; to < n && dlb_overlap_key(&services[rows[to]], digits) == key;) to++;
        bool asked =
            scan->class_.digits && !dlb_are_of_one_agency(services, rows + from, to - from);
        if (!asked || !dlb_work_spans(work, to - from)) continue;
        for (size_t i = from; i < to; i++) add_span(scan, rows[i]);
        compare_all(scan);
        report_hits(scan);
    }
    scan->class_ = (struct dlb_class){0, 0};
}

/* Services on either side of each row of a set. */
static void ask_sets(struct retro_scan *scan, const uint32_t *rows, size_t n)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_policy *policy = work->caseload->policy;
    const struct dlb_service *services = work->caseload->services;
    for (uint32_t i = 0; i < policy->n_mutexes; i++) {
        const struct dlb_mutex *mutex = &policy->mutexes[i];
        scan->mutex = mutex;
        scan->which = i;
        bool asked = mutex->kind == DLB_MUTEX_EXCLUSIVE && dlb_may_meet(scan->sides, i);
        if (asked && dlb_work_spans(work, n)) {
            for (size_t j = 0; j < n; j++)
                if (dlb_selects(&mutex->a, &services[rows[j]]) ||
                    dlb_selects(&mutex->b, &services[rows[j]]))
                    add_span(scan, rows[j]);
            compare_all(scan);
        }
        if (mutex->ends_set) report_hits(scan);
    }
}

/* What no row of programmes is in force for has no class, and may be in a set by its name. */
static bool counts(const struct dlb_policy *policy, const struct dlb_service *service)
{
    const unsigned sides = DLB_MARK_EXCLUDES_A | DLB_MARK_EXCLUDES_B;
    if (!dlb_service_is_active(service)) return false;
    return service->class_.digits ||
           dlb_policy_marks(policy, service->programme, service->class_) & sides;
}

/* The person's services that count, in work->rows by class; how many, 0 when nobody knows when any
 * was entered. */
static size_t list_services(struct retro_scan *scan)
{
    bool entered = false;
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->services_first[scan->person], n = 0;
    uint32_t to = caseload->services_first[scan->person + 1];
    if (to - from < 2 || !dlb_work_items(work, to - from)) return 0;
    struct dlb_sort_item *items = work->items.data;
    unsigned digits = dlb_overlap_digits(caseload->policy);
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_service *service = &caseload->services[i];
        if (!counts(caseload->policy, service)) continue;
        dlb_sides_add(&scan->sides, caseload->policy, service);
        entered |= service->entered_on != DLB_DAY_NONE;
        items[n++] = (struct dlb_sort_item){dlb_overlap_key(service, digits), i};
    }
    dlb_judge_rows(work, n);
    return entered ? dlb_work_sort_rows(work, n) : 0;
}

/* How many of them count, where nothing can be found. */
static void judge_only(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->services_first[person], to = caseload->services_first[person + 1];
    for (uint32_t i = from; i < to && to - from > 1; i++)
        dlb_judge_rows(work, counts(caseload->policy, &caseload->services[i]));
}

/* Is there something on either side of rows of the policy? */
static bool may_exclude(uint64_t traits)
{
    return traits & DLB_TRAIT_MARKED(DLB_MARK_EXCLUDES_A) &&
           traits & DLB_TRAIT_MARKED(DLB_MARK_EXCLUDES_B);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (!(work->traits & DLB_TRAIT_SHARED) && !may_exclude(work->traits)) {
        judge_only(work, person);
        return;
    }
    int32_t since = dlb_month_of(work->lookback_start);
    struct retro_scan scan = {.work = work,
                              .rule = rule,
                              .person = person,
                              .ending = dlb_work_ending(work, rule, person),
                              .since = dlb_month_start(since)};
    size_t n = list_services(&scan);
    dlb_meet_begin(work);
    if (!n || dlb_are_of_one_agency(work->caseload->services, work->rows.data, n)) return;
    scan.active = dlb_alloc_array(work->env, n, sizeof *scan.active);
    if (!scan.active) {
        dlb_findings_no_memory(work->findings);
        return;
    }
    ask_classes(&scan, work->rows.data, n);
    if (may_exclude(work->traits)) ask_sets(&scan, work->rows.data, n);
    dlb_free(work->env, scan.active, n * sizeof *scan.active);
}

const struct dlb_rule dlb_rule_d21 = {
    .id = "D21",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no person has two services that count",
    .nothing_ko = "서비스가 두 건 이상인 분 없음",
    .traits = DLB_TRAIT_SERVICES,
    .kernel = kernel,
    .name_ko = "종료된 지원과 겹치는 소급 입력",
    .name_en = "entered late, meets what was closed",
    .message_ko = "이미 종료된 지원과 같은 기간({period})의 지원이 나중에 입력된 것으로 "
                  "보입니다({agencies}). 소급 지원이 겹치지 않는지 확인해 주세요.",
    .message_en = "Support for a time that other support had already covered and closed seems to "
                  "have been entered later ({period}; {agencies}). Please check whether both were "
                  "meant."};
