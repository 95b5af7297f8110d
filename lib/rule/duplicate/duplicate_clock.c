/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_clock.c - D14: two services that are given in person at the same time.
 *
 * A visit is on each day of its service from one minute to another, past midnight where the end is
 * not after the start; what lies past midnight is a stretch of its own, of the days after. A visit
 * that has tau_minutes or less to go is not there any more, and one that is no longer than that
 * never is. Two meet on a day when they share a minute of it and one of them begins on it.
 */
#include "rule/duplicate/clock.h"

#include <string.h>

enum { TAU_MINUTES = DLB_PARAM_OWN };

struct clock_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    struct dlb_stretch *stretches; /* of the person, and room for as many */
    uint8_t *met;                  /* by service of the person: in the meeting, */
    uint32_t met_from, met_end;    /* those that are lie between these */
    struct dlb_stretches pair[2];  /* of classes, or twice one; of each */
    struct dlb_clock clock;        /* what is compared: a kind of either class, */
    struct dlb_span days;          /* on days on which they may not be together */
    const struct dlb_meeting *meeting;
    int32_t overlap_minutes; /* of its first overlap; 0: not known yet */
};

/* ---- stretches ------------------------------------------------------------------------------ */

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

/* A visit without its minutes; false where the service is none. */
static bool read_visit(const struct clock_scan *scan, uint32_t row, struct dlb_stretch *visit,
                       struct dlb_service_more *more)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    const struct dlb_service *service = &caseload->services[row];
    bool hours = service->has_more && service->lasting & DLB_LASTS_HOURS;
    if (!hours || !service->class_.digits || !dlb_service_is_active(service)) return false;
    *more = dlb_service_more(service);
    if (more->start_minute == DLB_NONE || more->end_minute == DLB_NONE) return false;
    bool named = is_named(caseload->policy, service->programme);
    *visit = (struct dlb_stretch){
        .days = dlb_service_span(service, dlb_work_ending(scan->work, scan->rule, scan->person)),
        .class_ = service->class_,
        .row = row,
        .programme = named ? service->programme : DLB_NO_CODE};
    return visit->days.end > visit->days.start;
}

/* The stretches of a visit of these minutes on which it is there; how many. */
static size_t stretch_out(const struct clock_scan *scan, struct dlb_stretch visit,
                          const struct dlb_service_more *more, struct dlb_stretch *stretches)
{
    int64_t tau = scan->work->settings[TAU_MINUTES];
    int32_t from = more->start_minute, to = more->end_minute;
    if (to <= from) to += DLB_A_DAY;
    int32_t until = to - (int32_t)tau;
    size_t n = 0;
    visit.begins = true;
    visit.from = (int16_t)from;
    visit.until = (int16_t)(until < DLB_A_DAY ? until : DLB_A_DAY);
    visit.to = (int16_t)to;
    if (until > from) stretches[n++] = visit;
    if (until <= DLB_A_DAY) return n;
    visit.begins = false;
    visit.from = 0;
    visit.until = (int16_t)(until - DLB_A_DAY);
    visit.to = (int16_t)(to - DLB_A_DAY);
    visit.days.start++;
    if (visit.days.end != DLB_DAY_OPEN) visit.days.end++;
    stretches[n++] = visit;
    return n;
}

static bool is_one_kind(const struct dlb_stretch *left, const struct dlb_stretch *right)
{
    return class_order(left->class_) == class_order(right->class_) &&
           left->programme == right->programme;
}

/* Put n stretches that lie after the room for them there, by class, programme and first day. */
static void sort_stretches(struct clock_scan *scan, size_t n, const struct dlb_stretch *unsorted)
{
    struct dlb_stretch *sorted = scan->stretches;
    struct dlb_sort_item *items = scan->work->items.data;
    for (size_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){dlb_sort_key(unsorted[i].days.start), i};
    dlb_sort_in(items, scan->work->spare.data, n);
    for (size_t i = 0; i < n; i++) {
        const struct dlb_stretch *stretch = &unsorted[items[i].value];
        items[i].key = (uint64_t)class_order(stretch->class_) << 32 | stretch->programme;
    }
    dlb_sort_in(items, scan->work->spare.data, n);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = unsorted[items[i].value];
        sorted[i].latest = sorted[i].days.end;
        bool later =
            i && is_one_kind(&sorted[i - 1], &sorted[i]) && sorted[i - 1].latest > sorted[i].latest;
        if (later) sorted[i].latest = sorted[i - 1].latest;
    }
}

/* ---- what is compared ----------------------------------------------------------------------- */

/* May the kinds that are compared be together by the row of the policy? */
static bool lets(const struct clock_scan *scan, const struct dlb_mutex *mutex)
{
    const struct dlb_service *services = scan->work->caseload->services;
    const struct dlb_service *one = &services[scan->clock.one.stretches->row];
    const struct dlb_service *other = &services[scan->clock.other.stretches->row];
    if (mutex->kind != DLB_MUTEX_TOGETHER) return false;
    return (dlb_selects(&mutex->a, one) && dlb_selects(&mutex->b, other)) ||
           (dlb_selects(&mutex->a, other) && dlb_selects(&mutex->b, one));
}

typedef void (*look_at_kinds)(struct clock_scan *scan);

/* The days but for those on which rows of the policy from the i-th on let them be together. */
static void each_free(struct clock_scan *scan, struct dlb_span days, uint32_t i, look_at_kinds look)
{
    const struct dlb_policy *policy = scan->work->caseload->policy;
    for (; i < policy->n_mutexes && days.start < days.end; i++) {
        struct dlb_valid valid = policy->mutexes[i].valid;
        bool meet = valid.from < days.end && days.start < valid.to;
        if (!meet || !lets(scan, &policy->mutexes[i])) continue;
        each_free(scan, (struct dlb_span){days.start, valid.from}, i + 1, look);
        days.start = valid.to;
    }
    scan->days = days;
    if (days.start < days.end) look(scan);
}

/* Those of one class, or of one kind, from `from` on. */
static size_t end_of(const struct dlb_stretch *stretches, size_t n, size_t from, bool of_kind)
{
    size_t to = from + 1;
    uint32_t class_ = class_order(stretches[from].class_);
    while (to < n && class_order(stretches[to].class_) == class_ &&
           (!of_kind || stretches[to].programme == stretches[from].programme))
        to++;
    return to;
}

/* Every kind of the one class with every kind of the other. */
static void each_kinds(struct clock_scan *scan, look_at_kinds look)
{
    const struct dlb_span always = {DLB_DAY_NONE, DLB_DAY_OPEN};
    const struct dlb_stretches *one = &scan->pair[0], *other = &scan->pair[1];
    bool same = one->stretches == other->stretches;
    for (size_t i = 0, i_end; i < one->n; i = i_end) {
        i_end = end_of(one->stretches, one->n, i, true);
        for (size_t j = same ? i : 0, j_end; j < other->n; j = j_end) {
            j_end = end_of(other->stretches, other->n, j, true);
            scan->clock.one = (struct dlb_stretches){one->stretches + i, i_end - i};
            scan->clock.other = (struct dlb_stretches){other->stretches + j, j_end - j};
            each_free(scan, always, 0, look);
        }
    }
}

/* ---- meetings ------------------------------------------------------------------------------- */

static void add_hit(void *context, const struct dlb_stretch *stretch, struct dlb_span met)
{
    struct clock_scan *scan = context;
    dlb_meet_side(scan->work, (struct dlb_side){met.start, met.end, 0, stretch->row, 0});
    dlb_meet_hit(scan->work, (struct dlb_hit){met.start, met.end, 0});
}

static void find_hits(struct clock_scan *scan)
{
    dlb_clock_meet(&scan->clock, dlb_clock_list(&scan->clock, scan->days), scan->days, false,
                   add_hit, scan);
}

static void mark_met(void *context, const struct dlb_stretch *stretch, struct dlb_span met)
{
    struct clock_scan *scan = context;
    (void)met;
    uint32_t i = stretch->row - scan->work->caseload->services_first[scan->person];
    scan->met[i] = true;
    if (i < scan->met_from) scan->met_from = i;
    if (i >= scan->met_end) scan->met_end = i + 1;
}

static void look_at_meeting(struct clock_scan *scan)
{
    struct dlb_span days =
        dlb_days_cut((struct dlb_span){scan->meeting->start, scan->meeting->end}, scan->days);
    size_t n = dlb_clock_list(&scan->clock, days);
    if (days.end <= days.start || n < 2) return;
    dlb_clock_meet(&scan->clock, n, days, false, mark_met, scan);
    dlb_clock_meet(&scan->clock, n, days, true, mark_met, scan);
    bool begins = days.start == scan->meeting->start && !scan->overlap_minutes;
    if (!begins) return;
    n = dlb_clock_list(&scan->clock, (struct dlb_span){days.start, days.start + 1});
    scan->overlap_minutes = dlb_clock_first(&scan->clock, n);
}

/* ---- findings ------------------------------------------------------------------------------- */

/* The first service that was met of each class, and two where it is one class. */
static void name_service(const struct clock_scan *scan, uint32_t row, uint32_t named[2])
{
    uint32_t class_ = class_order(scan->work->caseload->services[row].class_);
    int i = 0;
    while (i < 2 &&
           (named[i] != DLB_NO_CODE || class_ != class_order(scan->pair[i].stretches->class_)))
        i++;
    if (i < 2) named[i] = row;
}

static void put_numbers(const struct clock_scan *scan, const uint32_t named[2])
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    struct dlb_findings *findings = scan->work->findings;
    char texts[2][5];
    for (int i = 0; i < 2; i++) dlb_class_write(scan->pair[i].stretches->class_, texts[i]);
    dlb_detail_text(findings, "class_a", dlb_text_of(texts[0]));
    dlb_detail_text(findings, "class_b", dlb_text_of(texts[1]));
    dlb_detail_label(findings, "service_a", dlb_benefit_label(caseload, named[0]));
    dlb_detail_label(findings, "service_b", dlb_benefit_label(caseload, named[1]));
    dlb_detail_int(findings, "overlap_minutes", scan->overlap_minutes);
    dlb_detail_int(findings, "tau_minutes", scan->work->settings[TAU_MINUTES]);
    dlb_detail_clears(findings, "times_corrected", DLB_DAY_NONE);
}

static void report(void *context, const struct dlb_meeting *meeting)
{
    struct clock_scan *scan = context;
    struct dlb_rule_work *work = scan->work;
    uint32_t first = work->caseload->services_first[scan->person];
    uint32_t named[2] = {DLB_NO_CODE, DLB_NO_CODE};
    struct dlb_finding *finding = dlb_finding_open(work->findings, scan->rule);
    finding->person = scan->person;
    finding->start = meeting->start;
    finding->end = meeting->end;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    for (int i = 0; i < 2; i++) dlb_key_class(work->findings, scan->pair[i].stretches->class_);
    scan->meeting = meeting;
    scan->overlap_minutes = 0;
    scan->met_from = UINT32_MAX;
    scan->met_end = 0;
    each_kinds(scan, look_at_meeting);
    for (uint32_t i = scan->met_from; i < scan->met_end; i++) {
        if (!scan->met[i]) continue;
        scan->met[i] = false;
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, first + i, "visit");
        name_service(scan, first + i, named);
    }
    put_numbers(scan, named);
}

/* ---- one person ----------------------------------------------------------------------------- */

static void ask_pair(struct clock_scan *scan)
{
    dlb_meet_begin(scan->work);
    each_kinds(scan, find_hits);
    if (dlb_meet_settle(scan->work)) dlb_meet_findings(scan->work, report, scan);
}

static void ask_all(struct clock_scan *scan, size_t n)
{
    const struct dlb_stretch *all = scan->stretches;
    for (size_t i = 0, i_end; i < n; i = i_end) {
        i_end = end_of(all, n, i, false);
        for (size_t j = i, j_end; j < n; j = j_end) {
            j_end = end_of(all, n, j, false);
            scan->pair[0] = (struct dlb_stretches){all + i, i_end - i};
            scan->pair[1] = (struct dlb_stretches){all + j, j_end - j};
            ask_pair(scan);
        }
    }
}

static void look_at(struct clock_scan *scan, uint32_t from, uint32_t end)
{
    struct dlb_stretch *unsorted = scan->stretches + 2 * (size_t)(end - from);
    struct dlb_service_more more;
    size_t n = 0, n_visits = 0;
    for (uint32_t i = from; i < end; i++) {
        struct dlb_stretch visit;
        if (!read_visit(scan, i, &visit, &more)) continue;
        n += stretch_out(scan, visit, &more, &unsorted[n]);
        n_visits++;
    }
    dlb_judge_rows(scan->work, n_visits);
    if (n_visits < 2 || !dlb_work_items(scan->work, n)) return;
    sort_stretches(scan, n, unsorted);
    ask_all(scan, n);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t first = caseload->services_first[person], end = caseload->services_first[person + 1];
    uint32_t from = first, n = end - first;
    while (from < end && !caseload->services[from].has_more) from++;
    if (from == end) return;
    struct clock_scan scan = {.work = work, .rule = rule, .person = person};
    struct dlb_clock_room *room = &work->clock;
    if (!dlb_work_room(work, &room->stretches, 4 * (size_t)n * sizeof *scan.stretches, 1) ||
        !dlb_work_room(work, &room->there, 2 * (size_t)n * sizeof *scan.clock.there, 1) ||
        !dlb_work_room(work, &room->minutes, 2 * sizeof *scan.clock.minutes, 1) ||
        !dlb_work_room(work, &room->met, n * sizeof *scan.met, 1))
        return;
    scan.stretches = room->stretches.data;
    scan.clock.there = room->there.data;
    scan.clock.minutes = room->minutes.data;
    scan.met = memset(room->met.data, 0, n * sizeof *scan.met);
    look_at(&scan, from, end);
}

static const struct dlb_param params[] = {{.name = "tau_minutes", .most = DLB_A_DAY}};

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
