/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_clock.c - D14: two services that are given in person at the same time.
 *
 * A visit is on each day of its service from one minute to another, past midnight where the end is
 * not after the start. Two overlap when one begins while the other goes on, so it is enough to ask
 * at each minute at which visits begin: who is there then? That is a question about days, with
 * those who begin on one side and those who are there on the other.
 *
 *   who begins at 10:00      A     mon tue wed
 *   who is there by then     B         tue wed thu
 *   overlap                            === ===
 *
 * A visit of the evening before is there on the day after its own. One that has tau_minutes or less
 * to go is not there any more, and one that is no longer than that never is.
 */
#include "rule/kernel.h"

enum { TAU_MINUTES = DLB_PARAM_OWN };
enum { A_DAY = 24 * 60 };

/* Services of one kind are visits of the same class, and of the same programme where a row of the
 * policy that lets services be together names it. */
struct visit {
    struct dlb_span days;
    int32_t from, to; /* minutes of the day, up to 2 * A_DAY */
    uint32_t row, programme;
    struct dlb_class class_;
};

struct kind {
    const struct visit *visits; /* by `from` */
    size_t n;
};

struct clock_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    struct kind one, other; /* that are compared, of */
    struct dlb_class classes[2];
    char texts[2][5];
    uint32_t which; /* the minute that is asked about */
};

/* ---- visits --------------------------------------------------------------------------------- */

/* A class as the texts of classes are ordered: 31, 3100, 3101. */
static uint32_t class_order(struct dlb_class class_)
{
    return class_.digits == 2 ? class_.code * 200U : class_.code * 2U + 1;
}

static bool is_named(const struct dlb_policy *policy, uint32_t programme)
{
    for (uint32_t i = 0; i < policy->n_mutexes; i++) {
        const struct dlb_mutex *mutex = &policy->mutexes[i];
        bool names = mutex->a.programme == programme || mutex->b.programme == programme;
        if (mutex->kind == DLB_MUTEX_TOGETHER && names) return true;
    }
    return false;
}

static int32_t last_minute(const struct dlb_service_more *more)
{
    bool next_day = more->end_minute <= more->start_minute;
    return next_day ? more->end_minute + A_DAY : more->end_minute;
}

static bool read_visit(const struct clock_scan *scan, uint32_t row, struct visit *visit)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    const struct dlb_service *service = &caseload->services[row];
    bool hours = service->has_more && service->lasting & DLB_LASTS_HOURS;
    if (!hours || !service->class_.digits || !dlb_service_is_active(service)) return false;
    struct dlb_service_more more = dlb_service_more(service);
    if (more.start_minute == DLB_NONE || more.end_minute == DLB_NONE) return false;
    bool named = is_named(caseload->policy, service->programme);
    *visit = (struct visit){
        .days = dlb_service_span(service, dlb_work_ending(scan->work, scan->rule, scan->person)),
        .from = more.start_minute,
        .to = last_minute(&more),
        .row = row,
        .programme = named ? service->programme : DLB_NO_CODE,
        .class_ = service->class_};
    return visit->days.end > visit->days.start;
}

static bool is_one_kind(const struct visit *left, const struct visit *right)
{
    return class_order(left->class_) == class_order(right->class_) &&
           left->programme == right->programme;
}

/* ---- who is there --------------------------------------------------------------------------- */

/* The days on which a visit goes on for long enough at a minute of the day; none: false. */
static bool is_there(const struct clock_scan *scan, const struct visit *visit, int32_t minute,
                     struct dlb_span *days)
{
    int64_t to = visit->to - scan->work->settings[TAU_MINUTES];
    bool today = visit->from <= minute && minute < to, since_yesterday = minute + A_DAY < to;
    *days = visit->days;
    if (!today) days->start++;
    if (!today && days->end != DLB_DAY_OPEN) days->end++;
    return today || since_yesterday;
}

/* May the kinds that are compared be together by the row of the policy? */
static bool lets(const struct clock_scan *scan, const struct dlb_mutex *mutex)
{
    const struct dlb_service *services = scan->work->caseload->services;
    const struct dlb_service *one = &services[scan->one.visits->row];
    const struct dlb_service *other = &services[scan->other.visits->row];
    if (mutex->kind != DLB_MUTEX_TOGETHER) return false;
    return (dlb_selects(&mutex->a, one) && dlb_selects(&mutex->b, other)) ||
           (dlb_selects(&mutex->a, other) && dlb_selects(&mutex->b, one));
}

/* The days but for those on which rows of the policy from the i-th on let them be together. */
static void add_hits(const struct clock_scan *scan, struct dlb_span days, uint32_t i)
{
    const struct dlb_policy *policy = scan->work->caseload->policy;
    for (; i < policy->n_mutexes && days.start < days.end; i++) {
        struct dlb_valid valid = policy->mutexes[i].valid;
        bool meet = valid.from < days.end && days.start < valid.to;
        if (!meet || !lets(scan, &policy->mutexes[i])) continue;
        add_hits(scan, (struct dlb_span){days.start, valid.from}, i + 1);
        days.start = valid.to;
    }
    if (days.start < days.end)
        dlb_meet_hit(scan->work, (struct dlb_hit){days.start, days.end, scan->which});
}

/* Those of a kind who begin at one minute, and those of another, or the same, who are there. */
static void ask_minute(struct clock_scan *scan, const struct visit *begin, size_t n_begin,
                       const struct kind *there)
{
    struct dlb_rule_work *work = scan->work;
    size_t first = work->sides.n;
    bool same = is_one_kind(begin, there->visits);
    for (size_t i = 0; i < n_begin; i++) {
        struct dlb_span days;
        uint8_t side = same ? DLB_SIDE_BOTH : DLB_SIDE_A;
        if (is_there(scan, &begin[i], begin->from, &days)) /* not when it is too short */
            dlb_meet_side(work,
                          (struct dlb_side){days.start, days.end, scan->which, begin[i].row, side});
    }
    for (size_t i = 0; i < there->n && work->sides.n > first; i++) {
        const struct visit *visit = &there->visits[i];
        struct dlb_span days;
        bool is_other = !same || visit->from != begin->from;
        if (is_other && is_there(scan, visit, begin->from, &days))
            dlb_meet_side(
                work, (struct dlb_side){days.start, days.end, scan->which, visit->row, DLB_SIDE_B});
    }
    size_t n = dlb_meet_sweep(work, first);
    const struct dlb_span *segments = work->segments.data;
    for (size_t i = 0; i < n; i++) add_hits(scan, segments[i], 0);
    if (n == 0) work->sides.n = first;
    scan->which++;
}

static void ask_begins(struct clock_scan *scan, const struct kind *begin, const struct kind *there)
{
    for (size_t i = 0, end; i < begin->n; i = end) {
        for (end = i + 1; end < begin->n && begin->visits[end].from == begin->visits[i].from;)
            end++;
        ask_minute(scan, &begin->visits[i], end - i, there);
    }
}

/* ---- findings ------------------------------------------------------------------------------- */

/* When the first overlap begins, and the last minutes of who is there on either side. */
struct first_overlap {
    uint32_t which;
    int32_t day, minute, to[2];
};

static void look_at_side(const struct dlb_caseload *caseload, const struct dlb_side *side,
                         struct first_overlap *first)
{
    bool is_first =
        side->which == first->which && side->start <= first->day && first->day < side->end;
    if (!is_first) return;
    struct dlb_service_more more = dlb_service_more(&caseload->services[side->row]);
    int32_t to = last_minute(&more);
    if (side->side != DLB_SIDE_B) first->minute = more.start_minute; /* these come first */
    if (more.start_minute > first->minute) to -= A_DAY;              /* there since yesterday */
    if (side->side != DLB_SIDE_B && to > first->to[0]) {
        int32_t shorter = first->to[0];
        first->to[0] = to;
        to = shorter;
    }
    if (side->side != DLB_SIDE_A && to > first->to[1]) first->to[1] = to;
}

/* The first service of each class, and two where it is one class. */
static void name_side(const struct clock_scan *scan, uint32_t row, uint32_t named[2])
{
    if (named[0] != DLB_NO_CODE && named[1] != DLB_NO_CODE) return;
    uint32_t class_ = class_order(scan->work->caseload->services[row].class_);
    if (named[0] == DLB_NO_CODE && class_ == class_order(scan->classes[0]))
        named[0] = row;
    else if (named[1] == DLB_NO_CODE && class_ == class_order(scan->classes[1]) && row != named[0])
        named[1] = row;
}

static void put_numbers(const struct clock_scan *scan, const struct first_overlap *first,
                        const uint32_t named[2])
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    struct dlb_findings *findings = scan->work->findings;
    int32_t to = first->to[0] < first->to[1] ? first->to[0] : first->to[1];
    dlb_detail_text(findings, "class_a", dlb_text_of(scan->texts[0]));
    dlb_detail_text(findings, "class_b", dlb_text_of(scan->texts[1]));
    dlb_detail_label(findings, "service_a", dlb_benefit_label(caseload, named[0]));
    dlb_detail_label(findings, "service_b", dlb_benefit_label(caseload, named[1]));
    dlb_detail_int(findings, "overlap_minutes", to - first->minute);
    dlb_detail_int(findings, "tau_minutes", scan->work->settings[TAU_MINUTES]);
    dlb_detail_clears(findings, "times_corrected", DLB_DAY_NONE);
}

static void report(void *context, const struct dlb_meeting *meeting)
{
    const struct clock_scan *scan = context;
    struct dlb_rule_work *work = scan->work;
    struct dlb_findings *findings = work->findings;
    const struct dlb_side *sides = work->sides.data;
    const struct dlb_hit *hit = (const struct dlb_hit *)work->hits.data + meeting->first;
    while (hit->start != meeting->start) hit++;
    struct first_overlap first = {.which = hit->which, .day = hit->start};
    uint32_t named[2] = {DLB_NO_CODE, DLB_NO_CODE};
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = scan->person;
    finding->start = meeting->start;
    finding->end = meeting->end;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    dlb_key_class(findings, scan->classes[0]);
    dlb_key_class(findings, scan->classes[1]);
    for (size_t i = 0; i < work->sides.n; i++) {
        look_at_side(work->caseload, &sides[i], &first);
        if (!dlb_meet_touches(work, meeting, &sides[i])) continue;
        dlb_finding_row(findings, DLB_ROWS_SERVICES, sides[i].row, "visit");
        name_side(scan, sides[i].row, named);
    }
    put_numbers(scan, &first, named);
}

/* ---- pairs of classes ------------------------------------------------------------------------ */

/* Visits of one class, or of one kind, from `from` on. */
static size_t end_of(const struct visit *visits, size_t n, size_t from, bool of_kind)
{
    size_t to = from + 1;
    uint32_t class_ = class_order(visits[from].class_);
    while (to < n && class_order(visits[to].class_) == class_ &&
           (!of_kind || visits[to].programme == visits[from].programme))
        to++;
    return to;
}

/* Every kind of the one class with every kind of the other. */
static void ask_pair(struct clock_scan *scan, const struct kind *one, const struct kind *other)
{
    bool same = one->visits == other->visits;
    dlb_meet_begin(scan->work);
    scan->classes[0] = one->visits->class_;
    scan->classes[1] = other->visits->class_;
    for (int i = 0; i < 2; i++) dlb_class_write(scan->classes[i], scan->texts[i]);
    for (size_t i = 0, i_end; i < one->n; i = i_end) {
        i_end = end_of(one->visits, one->n, i, true);
        scan->one = (struct kind){one->visits + i, i_end - i};
        for (size_t j = same ? i : 0, j_end; j < other->n; j = j_end) {
            j_end = end_of(other->visits, other->n, j, true);
            scan->other = (struct kind){other->visits + j, j_end - j};
            ask_begins(scan, &scan->one, &scan->other);
            bool again = scan->one.visits != scan->other.visits;
            if (again) ask_begins(scan, &scan->other, &scan->one);
        }
    }
    if (dlb_meet_settle(scan->work)) dlb_meet_findings(scan->work, report, scan);
}

static void ask_all(struct clock_scan *scan, const struct visit *visits, size_t n)
{
    for (size_t i = 0, i_end; i < n; i = i_end) {
        i_end = end_of(visits, n, i, false);
        struct kind one = {visits + i, i_end - i};
        for (size_t j = i, j_end; j < n; j = j_end) {
            j_end = end_of(visits, n, j, false);
            struct kind other = {visits + j, j_end - j};
            ask_pair(scan, &one, &other);
        }
    }
}

/* ---- one person ----------------------------------------------------------------------------- */

/* Put the visits into order of class, programme and first minute. */
static void sort_visits(struct dlb_rule_work *work, const struct visit *from, struct visit *visits,
                        size_t n)
{
    struct dlb_sort_item *items = work->items.data;
    for (size_t i = 0; i < n; i++)
        items[i] =
            (struct dlb_sort_item){(uint64_t)from[i].programme << 16 | (uint16_t)from[i].from, i};
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++) items[i].key = class_order(from[items[i].value].class_);
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0; i < n; i++) visits[i] = from[items[i].value];
}

static void look_at(struct clock_scan *scan, uint32_t from, uint32_t end, struct visit *visits)
{
    struct visit *unsorted = visits + (end - from);
    size_t n = 0;
    for (uint32_t i = from; i < end; i++) n += read_visit(scan, i, &unsorted[n]);
    dlb_judge_rows(scan->work, n);
    if (n < 2 || !dlb_work_items(scan->work, n)) return;
    sort_visits(scan->work, unsorted, visits, n);
    ask_all(scan, visits, n);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->services_first[person], end = caseload->services_first[person + 1];
    while (from < end && !caseload->services[from].has_more) from++;
    if (from == end) return;
    size_t bytes = 2 * (size_t)(end - from) * sizeof(struct visit);
    struct visit *visits = dlb_alloc(work->env, bytes);
    struct clock_scan scan = {.work = work, .rule = rule, .person = person};
    if (visits)
        look_at(&scan, from, end, visits);
    else
        dlb_findings_no_memory(work->findings);
    dlb_free(work->env, visits, bytes);
}

static const struct dlb_param params[] = {{.name = "tau_minutes", .most = A_DAY}};

const struct dlb_rule dlb_rule_d14 = {
    .id = "D14",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no service by the hour has times of day",
    .nothing_ko = "시각이 적힌 시간 단위 서비스 없음",
    .traits = DLB_TRAIT_DETAILS,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "같은 시간대 중복 방문",
    .name_en = "two at the same time",
    .message_ko = "{start}에 두 서비스({service_a}, {service_b})가 같은 시간에 {overlap_minutes}분 "
                  "겹쳐 제공된 것으로 보입니다({period}, {agencies}). 제공 시간을 확인해 주세요.",
    .message_en = "On {start} two services ({service_a}, {service_b}) seem to have been given at "
                  "the same time for {overlap_minutes:minute} ({period}; {agencies}). Please "
                  "check the times."};
