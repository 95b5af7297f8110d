/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_late.c - D13: a service that starts after the person died or moved away.
 *
 *   after           services                                      from the day after
 *   death           any but of the funeral class                  death + grace_days
 *   moving out      programmes that are known and not portable,   move_out_days - 1 after
 *                   at the agency that saw the person leave       the day of moving
 *
 * Grace is by the kind of benefit: cash is paid for the month in which somebody died. The
 * agency's first event move_out counts that no later move_in of the same agency takes back.
 * The services of one domain are one finding.
 */
#include "rule/kernel.h"

enum { GRACE_DAYS = DLB_PARAM_OWN, FUNERAL_CLASS, MOVE_OUT_DAYS };

struct late_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    int32_t death, move_out_days;
    struct dlb_class funeral;
};

enum late { LATE_NOT, LATE_DEATH, LATE_MOVE };

static const char *const late_words[] = {[LATE_DEATH] = "death", [LATE_MOVE] = "move_out"};

/* The day on which the agency saw the person leave for good, or DLB_DAY_NONE. */
static int32_t moved_out(const struct dlb_caseload *caseload, uint32_t person, uint32_t agency)
{
    int32_t left = DLB_DAY_NONE;
    uint32_t end = caseload->events_first[person + 1];
    for (uint32_t i = caseload->events_first[person]; i < end; i++) {
        const struct dlb_event *event = &caseload->events[i];
        if (event->agency != agency) continue;
        bool leaves = event->kind == DLB_EVENT_MOVE_OUT && left == DLB_DAY_NONE;
        bool returns = event->kind == DLB_EVENT_MOVE_IN && event->date > left;
        if (leaves) left = event->date;
        else if (returns) left = DLB_DAY_NONE;
    }
    return left;
}

static int32_t grace(const struct late_scan *scan, const struct dlb_programme *programme)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    const char *key = programme && programme->kind ? dlb_benefit_word(programme->kind - 1u) : NULL;
    return (int32_t)dlb_policy_param(caseload->policy, scan->rule, GRACE_DAYS, key,
                                     caseload->as_of);
}

/* After what a service came too late, and the day of it. */
static enum late is_late(const struct late_scan *scan, const struct dlb_service *service,
                         int32_t *event_on)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    bool given = service->status == DLB_SERVICE_ACTIVE || service->status == DLB_SERVICE_DELIVERED;
    if (!given || dlb_class_covers(scan->funeral, service->class_)) return LATE_NOT;
    const struct dlb_programme *programme =
        dlb_policy_programme(caseload->policy, service->programme, service->start);
    *event_on = scan->death;
    bool after_death = scan->death != DLB_DAY_NONE && service->start > scan->death
                       && service->start > scan->death + grace(scan, programme);
    if (after_death) return LATE_DEATH;
    if (!programme || programme->portable) return LATE_NOT;
    *event_on = moved_out(caseload, scan->person, service->agency);
    bool after_move = *event_on != DLB_DAY_NONE
                      && service->start >= *event_on + scan->move_out_days;
    return after_move ? LATE_MOVE : LATE_NOT;
}

/* Late services of one reason, day and domain, by start. */
struct late_group {
    enum late late;
    int32_t event_on;
    const struct dlb_sort_item *items; /* value: the service */
    size_t n;
};

static void report(const struct late_scan *scan, const struct late_group *group)
{
    struct dlb_findings *findings = scan->work->findings;
    const struct dlb_service *services = scan->work->caseload->services;
    const struct dlb_service *first = &services[group->items[0].value];
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = scan->person;
    finding->class_ = dlb_class_cut(first->class_, 2);
    finding->programme = first->programme;
    finding->start = first->start;
    finding->end = first->end;
    finding->set = dlb_text_of(late_words[group->late]);
    for (size_t i = 0; i < group->n; i++) {
        const struct dlb_service *service = &services[group->items[i].value];
        if (service->end > finding->end) finding->end = service->end;
        dlb_finding_row(findings, DLB_ROWS_SERVICES, (uint32_t)group->items[i].value, "late");
    }
    dlb_detail_text(findings, "after", finding->set);
    dlb_detail_day(findings, "event_on", group->event_on);
    dlb_detail_int(findings, "days_after", first->start - group->event_on);
    if (group->late == LATE_MOVE) dlb_detail_int(findings, "move_out_days", scan->move_out_days);
    dlb_detail_clears(findings, group->late == LATE_MOVE ? "moved_back_by" : "died_on_or_after",
                      first->start);
    dlb_finding_close(findings);
}

/* Two services of one group have equal keys: reason, domain, day. */
static uint64_t group_key(enum late late, struct dlb_class class_, int32_t event_on)
{
    return (uint64_t)late << 56 | (uint64_t)dlb_class_cut(class_, 2).code << 32
           | (uint32_t)event_on;
}

static void find_late(const struct late_scan *scan)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    uint32_t from = caseload->services_first[scan->person];
    uint32_t to = caseload->services_first[scan->person + 1];
    if (!dlb_work_items(scan->work, to - from)) return;
    struct dlb_sort_item *items = scan->work->items.data;
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        int32_t event_on;
        enum late late = is_late(scan, &caseload->services[i], &event_on);
        if (late == LATE_NOT) continue;
        uint64_t key = group_key(late, caseload->services[i].class_, event_on);
        items[n++] = (struct dlb_sort_item){key, i};
    }
    dlb_sort_in(items, scan->work->spare.data, n);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && items[end].key == items[i].key;) end++;
        struct late_group group = {(enum late)(items[i].key >> 56), (int32_t)items[i].key,
                                   items + i, end - i};
        report(scan, &group);
    }
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct late_scan scan = {.work = work, .rule = rule, .person = person,
                             .death = dlb_person_death(caseload, person)};
    bool moved = caseload->events_first[person] < caseload->events_first[person + 1];
    if (scan.death == DLB_DAY_NONE && !moved) return;
    int64_t funeral = work->settings[FUNERAL_CLASS];
    scan.move_out_days = (int32_t)work->settings[MOVE_OUT_DAYS];
    scan.funeral = (struct dlb_class){(uint16_t)funeral, funeral < 100 ? 2 : 4};
    find_late(&scan);
}

static const struct dlb_param params[] = {
    {.name = "grace_days", .keyed = true, .most = DLB_PARAM_DAYS_MAX, .special = {"cash", 31}},
    {.name = "funeral_class", .least = 10, .most = 9999, .value = 3009},
    {.name = "move_out_days", .most = DLB_PARAM_DAYS_MAX, .value = 31},
};

const struct dlb_rule dlb_rule_d13 = {
    .id = "D13",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 4,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .key = DLB_KEY_PERSON | DLB_KEY_CLASS | DLB_KEY_SET | DLB_KEY_START,
    .tables = DLB_HAS_SERVICES,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "사망·전출 뒤의 서비스",
    .name_en = "service after death or moving away",
    .message_ko = "사망 또는 전출로 기록된 날({event_on})이 지나 시작한 {programme:이} 있습니다"
                  "({period}, {agencies}). 날짜를 확인해 주세요.",
    .message_en = "{programme} started after the recorded death or moving away ({event_on}): "
                  "{period}, {agencies}. Please check the dates."};
