/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_life_event.c - O13: something happened in a person's life, and what is expected then did
 * not follow.
 *
 *        pre_days     e     post_days   due       as_of
 *      |------------- | -----------------|----------|
 *       a contact, or a service or application of what is expected
 *
 * e is an event or a birthday. Rows of `life_events` that expect the same on the same occasion are
 * one question; of those in force on the day, one that nothing answers is enough.
 */
#include "rule/omission/omission_entitled.h"

#include <stdio.h>

enum { OCCASION_ROOM = 48 };

/* What is expected on one kind of occasion. */
struct occasion {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    int32_t since;                    /* earlier days are not asked about */
    int32_t birth;                    /* DLB_DAY_NONE: not known */
    const struct dlb_life_event *row; /* the first of `n` */
    uint32_t n;
    bool is_listed; /* what came, as days in work->items */
    size_t n_came;
};

/* ---- what came ------------------------------------------------------------------------------- */

static bool is_contact(const struct dlb_life_event *row)
{
    return row->expected.programme == DLB_NO_CODE && !row->expected.class_.digits;
}

static bool is_expected_service(const struct occasion *occasion, const struct dlb_service *service)
{
    const struct dlb_rule_work *work = occasion->work;
    bool to_come = service->status == DLB_SERVICE_PLANNED || service->status == DLB_SERVICE_APPLIED;
    if (!to_come && !dlb_service_is_active(service)) return false;
    if (!dlb_selects(&occasion->row->expected, service)) return false;
    struct dlb_ending ending = dlb_work_ending(work, occasion->rule, service->person);
    return dlb_service_has_days(service, ending) &&
           dlb_entitled_reaches(work->caseload, service, occasion->person);
}

static bool is_expected_application(const struct occasion *occasion,
                                    const struct dlb_application *application)
{
    const struct dlb_selector *expected = &occasion->row->expected;
    const struct dlb_programme *programme = dlb_policy_programme(
        occasion->work->caseload->policy, application->programme, application->applied_on);
    bool named = application->programme == expected->programme;
    bool of_class = programme && dlb_class_covers(expected->class_, programme->class_);
    return (named || of_class) &&
           dlb_entitled_applied(occasion->work->caseload, application, occasion->person);
}

static void came(struct occasion *occasion, int32_t day)
{
    struct dlb_sort_item *items = occasion->work->items.data;
    items[occasion->n_came++] = (struct dlb_sort_item){dlb_sort_key(day), 0};
}

static void list_contacts(struct occasion *occasion)
{
    const struct dlb_caseload *caseload = occasion->work->caseload;
    uint32_t end = caseload->events_first[occasion->person + 1];
    for (uint32_t i = caseload->events_first[occasion->person]; i < end; i++) {
        const struct dlb_event *event = &caseload->events[i];
        if (event->kind == DLB_EVENT_VISIT || event->kind == DLB_EVENT_CONTACT)
            came(occasion, event->date);
    }
}

/* Of one of the household. */
static void list_benefits(struct occasion *occasion, uint32_t taker)
{
    const struct dlb_caseload *caseload = occasion->work->caseload;
    uint32_t end = caseload->services_first[taker + 1];
    for (uint32_t i = caseload->services_first[taker]; i < end; i++)
        if (is_expected_service(occasion, &caseload->services[i]))
            came(occasion, caseload->services[i].start);
    end = caseload->applications_first[taker + 1];
    for (uint32_t i = caseload->applications_first[taker]; i < end; i++)
        if (is_expected_application(occasion, &caseload->applications[i]))
            came(occasion, caseload->applications[i].applied_on);
}

/* How many days there can be. */
static size_t count_rows(const struct occasion *occasion)
{
    const struct dlb_caseload *caseload = occasion->work->caseload;
    const uint32_t *takers = occasion->work->rows.data, person = occasion->person;
    size_t n = caseload->events_first[person + 1] - caseload->events_first[person];
    for (size_t i = 0; i < occasion->work->rows.n; i++) {
        n += caseload->services_first[takers[i] + 1] - caseload->services_first[takers[i]];
        n += caseload->applications_first[takers[i] + 1] - caseload->applications_first[takers[i]];
    }
    return n;
}

static void list_came(struct occasion *occasion)
{
    struct dlb_rule_work *work = occasion->work;
    occasion->is_listed = true;
    if (!dlb_work_household(work, occasion->person)) return;
    if (!dlb_work_items(work, count_rows(occasion))) return;
    const uint32_t *takers = work->rows.data;
    if (is_contact(occasion->row))
        list_contacts(occasion);
    else
        for (size_t i = 0; i < work->rows.n; i++) list_benefits(occasion, takers[i]);
    dlb_sort_in(work->items.data, work->spare.data, occasion->n_came);
}

static bool has_come(struct occasion *occasion, int32_t first, int32_t last)
{
    if (!occasion->is_listed) list_came(occasion);
    const struct dlb_sort_item *items = occasion->work->items.data;
    size_t n = occasion->n_came;
    size_t at = dlb_sort_items_from(items, n, dlb_sort_key(first));
    return at < n && items[at].key <= dlb_sort_key(last);
}

/* ---- findings -------------------------------------------------------------------------------- */

static const struct dlb_phrase phrases[] = {
    {"birth", "출생", "a birth"},
    {"discharge", "퇴원", "leaving hospital"},
    {"release", "출소", "release from prison"},
    {"move_in", "전입", "moving in"},
    {"move_out", "전출", "moving away"},
    {"death_of_earner", "주소득자 사망", "the death of the earner"},
    {"disability_grade", "장애 정도 결정", "a decision on disability"},
    {"meeting", "사례회의", "a case meeting"},
    {"committee", "솔루션위원회", "a committee"},
    {"visit", "방문", "a visit"},
    {"contact", "연락", "a contact"},
    {"failed_contact", "연락 실패", "a failed contact"},
    {"escalation", "상위 단계 의뢰", "an escalation"},
};

static struct dlb_label expected_label(const struct dlb_caseload *caseload,
                                       const struct dlb_life_event *row, int32_t day)
{
    if (is_contact(row))
        return (struct dlb_label){dlb_text_of("방문이나 연락"), dlb_text_of("visit or contact")};
    if (row->expected.programme != DLB_NO_CODE)
        return dlb_programme_label(caseload, row->expected.programme, day);
    return (struct dlb_label){dlb_text_of(dlb_domain_name(row->expected.class_, true)),
                              dlb_text_of(dlb_domain_name(row->expected.class_, false))};
}

/* An event by its phrase; a birthday by the age, which `room` keeps until the message is written.
 */
static void detail_occasion(struct dlb_findings *findings, const struct dlb_life_event *row,
                            char room[2][OCCASION_ROOM])
{
    dlb_detail_text(findings, "kind", row->kind);
    if (row->birthday == DLB_NONE) {
        dlb_detail_text(findings, "occasion", dlb_word(dlb_event_kind_word(row->event)));
        return;
    }
    snprintf(room[0], OCCASION_ROOM, "%d세 생일", row->birthday);
    snprintf(room[1], OCCASION_ROOM, "turning %d", row->birthday);
    dlb_detail_label(findings, "occasion",
                     (struct dlb_label){dlb_text_of(room[0]), dlb_text_of(room[1])});
}

/* Events of the day that are the occasion, the first being the smallest; a birthday has none. */
static void add_events(const struct occasion *occasion, int32_t day, uint32_t from)
{
    struct dlb_findings *findings = occasion->work->findings;
    const struct dlb_caseload *caseload = occasion->work->caseload;
    uint32_t end = caseload->events_first[occasion->person + 1];
    bool first = true;
    for (uint32_t i = from; i < end && caseload->events[i].date == day; i++) {
        if (caseload->events[i].kind != occasion->row->event) continue;
        dlb_finding_row(findings, DLB_ROWS_EVENTS, i, "event");
        if (first) findings->open.owner_agency = caseload->events[i].agency;
        first = false;
    }
}

/* The newest record that gives the date of birth. */
static void add_record(const struct occasion *occasion)
{
    const struct dlb_caseload *caseload = occasion->work->caseload;
    uint32_t end = caseload->person_members_first[occasion->person + 1], newest = DLB_NO_CODE;
    for (uint32_t i = caseload->person_members_first[occasion->person]; i < end; i++) {
        uint32_t at = caseload->person_members[i];
        const struct dlb_member *member = &caseload->members[at];
        if (member->birth_date == DLB_DAY_NONE) continue;
        bool newer = newest == DLB_NO_CODE || dlb_member_changed_on(member) >
                                                  dlb_member_changed_on(&caseload->members[newest]);
        if (newer) newest = at;
    }
    dlb_finding_row(occasion->work->findings, DLB_ROWS_PERSONS, newest, "record");
    occasion->work->findings->open.owner_agency = caseload->members[newest].agency;
}

static void write_finding(const struct occasion *occasion, const struct dlb_life_event *row,
                          int32_t day, uint32_t event)
{
    struct dlb_rule_work *work = occasion->work;
    struct dlb_findings *findings = work->findings;
    const struct dlb_caseload *caseload = work->caseload;
    char room[2][OCCASION_ROOM];
    struct dlb_finding *finding = dlb_finding_open(findings, occasion->rule);
    finding->person = occasion->person;
    finding->start = day;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = day + row->post_days;
    finding->programme = row->expected.programme;
    finding->class_ = dlb_entitled_class(caseload->policy, &row->expected, day);
    dlb_key_text(findings, row->kind);
    dlb_key_text(findings, row->expects);
    if (event == DLB_NO_CODE)
        add_record(occasion);
    else
        add_events(occasion, day, event);
    detail_occasion(findings, row, room);
    dlb_detail_text(findings, "expects", row->expects);
    dlb_detail_label(findings, "expected", expected_label(caseload, row, day));
    dlb_detail_int(findings, "pre_days", row->pre_days);
    dlb_detail_int(findings, "post_days", row->post_days);
    dlb_detail_day(findings, "due_on", finding->due_on);
    dlb_detail_int(findings, "days_late", (int64_t)caseload->as_of - finding->due_on);
    if (row->legal_ref.data) dlb_detail_text(findings, "legal_ref", row->legal_ref);
    dlb_detail_clears(findings, is_contact(row) ? "contact_by" : "application_or_service_by",
                      finding->due_on);
    dlb_finding_close(findings);
}

/* ---- the rule -------------------------------------------------------------------------------- */

/* It happened `n` times on the day, the first being `event` (a birthday: DLB_NO_CODE). */
static void look_at_day(struct occasion *occasion, int32_t day, uint32_t event, uint64_t n)
{
    int32_t as_of = occasion->work->caseload->as_of;
    const struct dlb_life_event *told = NULL; /* of several the one that was due first */
    bool is_asked = false;
    if (day < occasion->since || day > as_of) return;
    for (uint32_t i = 0; i < occasion->n; i++) {
        const struct dlb_life_event *row = &occasion->row[i];
        if (!dlb_valid_on(row->valid, day)) continue;
        is_asked = true;
        bool is_missing = as_of > day + row->post_days &&
                          !has_come(occasion, day - row->pre_days, day + row->post_days);
        if (is_missing && (!told || row->post_days < told->post_days)) told = row;
    }
    if (told) write_finding(occasion, told, day, event);
    dlb_judge_rows(occasion->work, is_asked ? n : 0);
}

static void look_at_events(struct occasion *occasion)
{
    const struct dlb_caseload *caseload = occasion->work->caseload;
    const struct dlb_event *events = caseload->events;
    uint32_t i = caseload->events_first[occasion->person];
    uint32_t end = caseload->events_first[occasion->person + 1];
    while (i < end) {
        uint32_t from = i;
        uint64_t n = 0;
        for (; i < end && events[i].date == events[from].date; i++)
            n += events[i].kind == occasion->row->event;
        if (n) look_at_day(occasion, events[from].date, from, n);
    }
}

/* May the birthday lie in the days that are asked about? A year has 365 or 366 of them. */
static bool may_be_asked(const struct occasion *occasion, int32_t birth)
{
    int64_t years = occasion->row->birthday, first = birth + 365 * years, last = first + years;
    return last >= occasion->since && first <= occasion->work->caseload->as_of;
}

static void look_at_birthday(struct occasion *occasion)
{
    int32_t birth = occasion->birth;
    if (birth != DLB_DAY_NONE && may_be_asked(occasion, birth))
        look_at_day(occasion, dlb_add_months(birth, 12 * occasion->row->birthday), DLB_NO_CODE, 1);
}

static bool is_same_question(const struct dlb_life_event *left, const struct dlb_life_event *right)
{
    return dlb_text_equal(left->kind, right->kind) && dlb_text_equal(left->expects, right->expects);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_policy *policy = work->caseload->policy;
    struct occasion occasion = {.work = work, .rule = rule, .person = person};
    occasion.since = work->lookback_start;
    occasion.birth = dlb_birth_date(work->caseload, person);
    if (dlb_person_has_died(work->caseload, person)) return;
    for (uint32_t from = 0, to; from < policy->n_life_events; from = to) {
        occasion.row = &policy->life_events[from];
        for (to = from + 1; to < policy->n_life_events; to++)
            if (!is_same_question(occasion.row, &policy->life_events[to])) break;
        occasion.n = to - from;
        occasion.is_listed = false;
        occasion.n_came = 0;
        if (occasion.row->birthday == DLB_NONE)
            look_at_events(&occasion);
        else
            look_at_birthday(&occasion);
    }
}

const struct dlb_rule dlb_rule_o13 = {
    .id = "O13",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 2,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .absence = true,
    .tables = DLB_HAS_EVENTS | DLB_HAS_SERVICES | DLB_HAS_APPLICATIONS | DLB_HAS_LIFE_EVENTS |
              DLB_HAS_PROGRAMMES,
    .nothing = "no event or birthday after which something is expected",
    .nothing_ko = "후속 조치가 예상되는 사건이나 생일 없음",
    .phrases = phrases,
    .n_phrases = sizeof phrases / sizeof *phrases,
    .kernel = kernel,
    .name_ko = "생애 사건 후속 조치 없음",
    .name_en = "a life event, and nothing after",
    .message_ko = "{occasion}({start}) 이후 {due}까지 {expected} 기록이 확인되지 않습니다. 안내나 "
                  "방문이 필요한지 확인해 주세요.",
    .message_en = "After {occasion} on {start} no {expected} is recorded by {due}. Please see "
                  "whether to tell the person or to call on them.",
};
