/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_dropped.c - O16: an application was refused or a statutory benefit ended, then silence.
 *
 *         d                        due        as_of
 *   ------|--------- days ----------|-----------|
 *      refused, ended     nothing: no case, application or referral, no service begun
 *
 * What ended has to leave an open need that it answered, and only services that answer the same
 * need follow it; where O10 reports that need, it says so already. What follows may come from
 * anybody.
 */
#include <string.h>

#include "rule/kernel.h"

enum { DAYS = DLB_PARAM_OWN };

struct dropped {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    int32_t since; /* what happened earlier is not asked about */
};

/* ---- what is asked about --------------------------------------------------------------------- */

/* When it happened; DLB_DAY_NONE: it did not. */
typedef int32_t (*day_of_row)(const struct dropped *dropped, uint32_t row, uint32_t *programme);

static int32_t refused_on(const struct dropped *dropped, uint32_t row, uint32_t *programme)
{
    const struct dlb_application *application = &dropped->work->caseload->applications[row];
    *programme = application->programme;
    bool refused = application->result == DLB_RESULT_REFUSED &&
                   dlb_happened(dropped->work, application->applied_on) != DLB_DAY_NONE;
    return refused ? application->decided_on : DLB_DAY_NONE;
}

/* The last day of a statutory benefit. */
static int32_t ended_on(const struct dropped *dropped, uint32_t row, uint32_t *programme)
{
    const struct dlb_rule_work *work = dropped->work;
    const struct dlb_service *service = &work->caseload->services[row];
    *programme = service->programme;
    if (!dlb_service_is_active(service) || !dlb_has_begun(work, service)) return DLB_DAY_NONE;
    const struct dlb_programme *of =
        dlb_policy_programme(work->caseload->policy, service->programme, service->start);
    if (!of || of->layer != DLB_LAYER_STATUTORY) return DLB_DAY_NONE;
    struct dlb_span days =
        dlb_service_span(service, dlb_work_ending(work, dropped->rule, service->person));
    return days.end > days.start ? days.end - 1 : DLB_DAY_NONE;
}

/* Two numbers as one, in the order of the first and then of days. */
static uint64_t key_of(uint32_t kind, int32_t day)
{
    return (uint64_t)kind << 32 | dlb_sort_key(day);
}

/* The person's rows that are asked about, by programme and day, in work->items; how many. */
static size_t list_rows(const struct dropped *dropped, const uint32_t *first, day_of_row day_of)
{
    struct dlb_rule_work *work = dropped->work;
    uint32_t from = first[dropped->person], to = first[dropped->person + 1], programme;
    size_t n = 0;
    if (from == to || !dlb_work_items(work, to - from)) return 0;
    struct dlb_sort_item *items = work->items.data;
    for (uint32_t i = from; i < to; i++) {
        int32_t day = day_of(dropped, i, &programme);
        if (day >= dropped->since && day <= work->caseload->as_of)
            items[n++] = (struct dlb_sort_item){key_of(programme, day), i};
    }
    dlb_sort_in(items, work->spare.data, n);
    return n;
}

/* ---- what follows, as entries: what it follows, then the day --------------------------------- */

/* Beside the classes of needs: cases, applications and referrals; services of any class. */
static const uint32_t anything = DLB_NO_CODE, any_service = DLB_NO_CODE - 1;

static void add_day(const struct dropped *dropped, uint32_t kind, int32_t day)
{
    if (dlb_happened(dropped->work, day) != DLB_DAY_NONE)
        dlb_entry_add(dropped->work, key_of(kind, day), 0);
}

static void add_dated(const struct dropped *dropped)
{
    const struct dlb_caseload *caseload = dropped->work->caseload;
    uint32_t person = dropped->person, end = caseload->cases_first[person + 1];
    for (uint32_t i = caseload->cases_first[person]; i < end; i++)
        add_day(dropped, anything, caseload->cases[i].received_on);
    end = caseload->applications_first[person + 1];
    for (uint32_t i = caseload->applications_first[person]; i < end; i++)
        add_day(dropped, anything, caseload->applications[i].applied_on);
    end = caseload->referrals_first[person + 1];
    for (uint32_t i = caseload->referrals_first[person]; i < end; i++)
        add_day(dropped, anything, caseload->referrals[i].sent_on);
}

/* Services that answer a class of need (DLB_NO_CODE: any). */
static bool add_services(const struct dropped *dropped, uint32_t need_class)
{
    struct dlb_rule_work *work = dropped->work;
    if (!dlb_work_answers(work, dropped->rule, dropped->person, need_class, 1)) return false;
    const struct dlb_owned_span *spans = work->spans.data;
    uint32_t kind = need_class == DLB_NO_CODE ? any_service : need_class;
    for (size_t i = 0; i < work->spans.n; i++) add_day(dropped, kind, spans[i].start);
    return true;
}

/* The person's open needs are in work->list. False: no memory. */
static bool list_following(const struct dropped *dropped)
{
    struct dlb_rule_work *work = dropped->work;
    const uint32_t *list = work->list.data;
    dlb_entries_begin(work);
    add_dated(dropped);
    if (!add_services(dropped, DLB_NO_CODE)) return false;
    for (size_t i = 0; i < work->list.n; i = dlb_needs_class_end(work, i))
        if (!add_services(dropped, work->caseload->needs[list[i]].need_class)) return false;
    return dlb_entries_sort(work);
}

/* Is there nothing of a kind from `day` until `days` after it, but for what happened on `own`? */
static bool is_silent(const struct dropped *dropped, uint32_t kind, int32_t day, int32_t own)
{
    int32_t last = day + (int32_t)dropped->work->settings[DAYS];
    size_t n = dlb_entries_count(dropped->work, key_of(kind, day), key_of(kind, last));
    return n == (own >= day && own <= last);
}

/* ---- findings -------------------------------------------------------------------------------- */

static void open_finding(const struct dropped *dropped, uint32_t programme, int32_t day, bool ended)
{
    struct dlb_rule_work *work = dropped->work;
    struct dlb_findings *findings = work->findings;
    int32_t due = day + (int32_t)work->settings[DAYS];
    struct dlb_finding *finding = dlb_finding_open(findings, dropped->rule);
    finding->person = dropped->person;
    finding->programme = programme;
    finding->start = day;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = due;
    dlb_key_text(findings, work->caseload->programme_ids[programme]);
    if (ended) dlb_key_text(findings, dlb_word("ended"));
    dlb_detail_text(findings, "what", dlb_word(ended ? "ended" : "refused"));
    dlb_detail_int(findings, "days", work->settings[DAYS]);
    dlb_detail_day(findings, "due_on", due);
    dlb_detail_int(findings, "days_late", (int64_t)work->caseload->as_of - due);
    dlb_detail_clears(findings, "case_application_referral_or_service_from", day);
}

/* Rows come by their first day: of those with the last one, the first decides. */
static void add_row(const struct dropped *dropped, enum dlb_row_table table, uint32_t row,
                    int32_t *latest)
{
    struct dlb_findings *findings = dropped->work->findings;
    const struct dlb_caseload *caseload = dropped->work->caseload;
    bool ended = table == DLB_ROWS_SERVICES;
    int32_t from = ended ? caseload->services[row].start : caseload->applications[row].applied_on;
    dlb_finding_row(findings, table, row, ended ? "ended" : "application");
    if (from <= *latest) return;
    *latest = from;
    findings->open.owner_agency =
        ended ? caseload->services[row].agency : caseload->applications[row].agency;
    if (ended) findings->open.class_ = caseload->services[row].class_;
}

/* ---- refused --------------------------------------------------------------------------------- */

/* Of one programme and day: the items [0, n). */
static void look_at_refused(const struct dropped *dropped, const struct dlb_sort_item *items,
                            size_t n)
{
    const struct dlb_caseload *caseload = dropped->work->caseload;
    const struct dlb_application *applications = caseload->applications;
    const struct dlb_application *first = &applications[items[0].value];
    int32_t day = first->decided_on, latest = DLB_DAY_NONE;
    if (!is_silent(dropped, any_service, day, DLB_DAY_NONE)) return;
    open_finding(dropped, first->programme, day, false);
    const struct dlb_programme *programme =
        dlb_policy_programme(caseload->policy, first->programme, day);
    if (programme) dropped->work->findings->open.class_ = programme->class_;
    for (size_t i = 0; i < n; i++) {
        uint32_t row = (uint32_t)items[i].value;
        if (is_silent(dropped, anything, day, applications[row].applied_on))
            add_row(dropped, DLB_ROWS_APPLICATIONS, row, &latest);
    }
    if (latest == DLB_DAY_NONE)
        dlb_finding_drop(dropped->work->findings);
    else
        dlb_finding_close(dropped->work->findings);
}

/* ---- ended ----------------------------------------------------------------------------------- */

/* Did it answer the class of needs that begins at list[at], one of which was known, and nothing
 * else does? */
static bool is_unanswered(const struct dropped *dropped, const struct dlb_service *service,
                          int32_t day, size_t at)
{
    const struct dlb_caseload *caseload = dropped->work->caseload;
    const uint32_t *list = dropped->work->list.data;
    const struct dlb_need *need = &caseload->needs[list[at]];
    return need->identified_on <= day &&
           dlb_policy_answers(caseload->policy, need->need_class, service->class_,
                              service->start) &&
           is_silent(dropped, need->need_class, day, service->start);
}

/* Mark the classes that the service leaves unanswered, where they begin in the list; any? */
static bool mark_classes(const struct dropped *dropped, const struct dlb_service *service,
                         int32_t day)
{
    uint32_t *marks = dropped->work->rows.data;
    bool any = false;
    for (size_t i = 0; i < dropped->work->list.n; i = dlb_needs_class_end(dropped->work, i)) {
        if (!is_unanswered(dropped, service, day, i)) continue;
        marks[i] = 1;
        any = true;
    }
    return any;
}

/* The needs of the marked classes that were known by then. */
static void add_needs(const struct dropped *dropped, int32_t day)
{
    struct dlb_rule_work *work = dropped->work;
    const uint32_t *list = work->list.data;
    uint32_t *marks = work->rows.data;
    for (size_t from = 0, to; from < work->list.n; from = to) {
        to = dlb_needs_class_end(work, from);
        for (size_t i = from; i < to && marks[from]; i++)
            if (work->caseload->needs[list[i]].identified_on <= day)
                dlb_finding_row(work->findings, DLB_ROWS_NEEDS, list[i], "need");
        marks[from] = 0;
    }
}

static void look_at_ended(const struct dropped *dropped, const struct dlb_sort_item *items,
                          size_t n)
{
    const struct dlb_service *services = dropped->work->caseload->services;
    uint32_t programme;
    int32_t day = ended_on(dropped, (uint32_t)items[0].value, &programme), latest = DLB_DAY_NONE;
    if (!is_silent(dropped, anything, day, DLB_DAY_NONE)) return;
    open_finding(dropped, programme, day, true);
    for (size_t i = 0; i < n; i++) {
        uint32_t row = (uint32_t)items[i].value;
        if (mark_classes(dropped, &services[row], day))
            add_row(dropped, DLB_ROWS_SERVICES, row, &latest);
    }
    add_needs(dropped, day);
    if (latest == DLB_DAY_NONE)
        dlb_finding_drop(dropped->work->findings);
    else
        dlb_finding_close(dropped->work->findings);
}

/* ---- the rule -------------------------------------------------------------------------------- */

/* Looks at the rows of each programme and day that is longer ago than `days`. */
static void each_group(const struct dropped *dropped, size_t n,
                       void (*look)(const struct dropped *, const struct dlb_sort_item *, size_t))
{
    const struct dlb_sort_item *items = dropped->work->items.data;
    int64_t due = (int64_t)dropped->work->caseload->as_of - dropped->work->settings[DAYS];
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && items[to].key == items[from].key;) to++;
        int32_t day = dlb_sort_number(items[from].key);
        if (day < due) look(dropped, &items[from], to - from);
    }
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct dropped dropped = {work, rule, person, work->lookback_start};
    if (dlb_person_has_died(caseload, person) || !dlb_work_needs(work, person, NULL)) return;
    size_t n_refused = list_rows(&dropped, caseload->applications_first, refused_on);
    size_t n_ended = work->list.n ? list_rows(&dropped, caseload->services_first, ended_on) : 0;
    dlb_judge_rows(work, n_refused + n_ended);
    if (!(n_refused + n_ended) || !list_following(&dropped)) return;
    n_refused = list_rows(&dropped, caseload->applications_first, refused_on);
    each_group(&dropped, n_refused, look_at_refused);
    if (!n_ended || !dlb_work_rows(work, work->list.n)) return;
    memset(work->rows.data, 0, work->list.n * sizeof(uint32_t));
    n_ended = list_rows(&dropped, caseload->services_first, ended_on);
    each_group(&dropped, n_ended, look_at_ended);
}

static const struct dlb_param params[] = {
    {.name = "days", .most = DLB_PARAM_DAYS_MAX, .value = 30},
};

static const struct dlb_phrase phrases[] = {
    {"refused", "신청이 받아들여지지 않은", "was refused"},
    {"ended", "지원이 끝난", "ended"},
};

const struct dlb_rule dlb_rule_o16 = {
    .id = "O16",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .absence = true,
    .yields = DLB_YIELDS_NEED,
    .yields_to = "O10",
    .tables = DLB_HAS_APPLICATIONS | DLB_HAS_SERVICES | DLB_HAS_NEEDS | DLB_HAS_NEED_MAP |
              DLB_HAS_PROGRAMMES,
    .nothing = "no refused application and no statutory service that ended",
    .nothing_ko = "거절된 신청이나 종료된 법정 급여 없음",
    .traits = DLB_TRAIT_NEEDS | DLB_TRAIT_APPLICATIONS,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "거절·종료 후 후속 조치 없음",
    .name_en = "refused or ended, and nothing after",
    .phrases = phrases,
    .n_phrases = sizeof phrases / sizeof *phrases,
    .message_ko = "{start}에 {programme} {what} 뒤 {due}까지 사례 접수나 신청, 의뢰, 다른 서비스가 "
                  "확인되지 않습니다. 도움이 더 필요한지 확인해 주세요.",
    .message_en = "{programme} {what} on {start}, and by {due} no case, application, referral or "
                  "other service is recorded. Please see whether more help is needed.",
};
