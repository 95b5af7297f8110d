/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_late.c - D13: a service that starts after the person died or moved away, or that
 * began before and runs on.
 *
 *   cause    asked about                                     in time up to
 *   death    any but of the funeral class                    death + grace_days
 *   move     programmes that are known not to be portable,   the day of moving
 *            at the agency that saw the person leave         + move_out_days - 1
 *
 *   too_late   active or delivered, starts after that day
 *   runs_on    starts before, its last day lies after that day, and so does as_of; without a
 *              recorded end it has to be approved, active or delivered
 *
 * Grace is by the kind of benefit: cash is paid for the month in which somebody died. The
 * agency's first event move_out counts that no later move_in of the same agency takes back.
 * What lies after as_of has not happened, so an end still to come is no recorded end.
 *
 * What should not have been paid: of a row that is too late its amount; of a monthly one that runs
 * on its amount for each month after that of the death (or of the last day in time), up to as_of.
 * What another row has paid since then cannot be told from its amount.
 */
#include "rule/kernel.h"

enum { GRACE_DAYS = DLB_PARAM_OWN, FUNERAL_CLASS, MOVE_OUT_DAYS };

enum cause { CAUSE_DEATH, CAUSE_MOVE, N_CAUSES };

static const char *const cause_words[] = {[CAUSE_DEATH] = "death", [CAUSE_MOVE] = "move"};

struct late_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    int32_t death; /* that has happened, or DLB_DAY_NONE */
    struct dlb_class funeral;
};

/* What is asked about a service: an event, and the last day that is in time. */
struct question {
    int32_t event_on, in_time;
};

enum { ON_TIME, TOO_LATE, RUNS_ON };

/* ---- who saw the person leave ---------------------------------------------------------------- */

/* The first day on which somebody left and after which nobody came back, by an agency's moves in
 * the order of their days; DLB_DAY_NONE: there is none. */
static int32_t left_on(const struct dlb_caseload *caseload, const struct dlb_sort_item *items,
                       size_t n)
{
    const struct dlb_event *events = caseload->events;
    int32_t back = DLB_DAY_NONE;
    for (size_t i = 0; i < n; i++)
        if (events[items[i].value].kind == DLB_EVENT_MOVE_IN) back = events[items[i].value].date;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_event *event = &events[items[i].value];
        if (event->kind == DLB_EVENT_MOVE_OUT && event->date >= back) return event->date;
    }
    return DLB_DAY_NONE;
}

/* The agencies with moves, ascending, in work->segments: {agency, day}. */
static bool list_moves(const struct late_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->events_first[scan->person];
    uint32_t to = caseload->events_first[scan->person + 1];
    if (!dlb_work_items(work, to - from) || !dlb_work_segments(work, to - from)) return false;
    struct dlb_sort_item *items = work->items.data;
    struct dlb_span *moves = work->segments.data;
    size_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        const struct dlb_event *event = &caseload->events[i];
        bool moves_ = event->kind == DLB_EVENT_MOVE_OUT || event->kind == DLB_EVENT_MOVE_IN;
        if (moves_ && event->date <= caseload->as_of)
            items[n++] = (struct dlb_sort_item){event->agency, i};
    }
    dlb_sort_in(items, work->spare.data, n);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && items[end].key == items[i].key;) end++;
        int32_t day = left_on(caseload, items + i, end - i);
        if (day != DLB_DAY_NONE)
            moves[work->segments.n++] = (struct dlb_span){(int32_t)items[i].key, day};
    }
    return true;
}

struct sought_move {
    const struct dlb_span *moves;
    uint32_t agency;
};

static bool is_before_move(const void *sought, size_t i)
{
    const struct sought_move *move = sought;
    return (uint32_t)move->moves[i].start < move->agency;
}

static int32_t moved_out(const struct dlb_rule_work *work, uint32_t agency)
{
    const struct dlb_span *moves = work->segments.data;
    struct sought_move sought = {moves, agency};
    size_t n = work->segments.n, at = dlb_search(0, n, &sought, is_before_move);
    return at < n && (uint32_t)moves[at].start == agency ? moves[at].end : DLB_DAY_NONE;
}

/* ---- one service ----------------------------------------------------------------------------- */

static const struct dlb_programme *programme_of(const struct late_scan *scan,
                                                const struct dlb_service *service)
{
    return dlb_policy_programme(scan->work->caseload->policy, service->programme, service->start);
}

/* Is the cause asked about for this service? */
static bool pose(const struct late_scan *scan, const struct dlb_service *service, enum cause cause,
                 struct question *question)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    int32_t day = cause == CAUSE_DEATH ? scan->death : moved_out(scan->work, service->agency);
    if (day == DLB_DAY_NONE) return false;
    *question = (struct question){day, day};
    const struct dlb_programme *programme = programme_of(scan, service);
    if (cause == CAUSE_DEATH) {
        struct dlb_param_whom whom = {.centre = dlb_centre_of(caseload, service->agency)};
        if (programme && programme->kind)
            whom.word = dlb_text_of(dlb_benefit_word(programme->kind - 1u));
        int64_t grace =
            dlb_policy_param_for(caseload->policy, scan->rule, GRACE_DAYS, whom, caseload->as_of);
        question->in_time += (int32_t)grace;
    } else {
        if (!programme || programme->portable != 0) return false;
        unsigned centre = dlb_centre_of(caseload, service->agency);
        const int64_t *settings = dlb_policy_settings_for(caseload->policy, scan->rule, centre);
        question->in_time += (int32_t)settings[MOVE_OUT_DAYS] - 1;
    }
    return true;
}

/* The last day, death disregarded; an end still to come is open. */
static int32_t last_day(const struct late_scan *scan, const struct dlb_service *service)
{
    struct dlb_ending ending = {DLB_DAY_NONE, (int32_t)scan->work->settings[DLB_PARAM_STALE_DAYS]};
    struct dlb_span span = dlb_service_span(service, ending);
    bool is_recorded = !(service->lasting & DLB_LASTS_OPEN);
    bool is_to_come = is_recorded && span.end - 1 > scan->work->caseload->as_of;
    return span.end == DLB_DAY_OPEN || is_to_come ? DLB_DAY_OPEN : span.end - 1;
}

static unsigned judge(const struct late_scan *scan, const struct dlb_service *service,
                      const struct question *question)
{
    bool given = service->status == DLB_SERVICE_ACTIVE || service->status == DLB_SERVICE_DELIVERED;
    if (service->start > question->in_time) return given ? TOO_LATE : ON_TIME;
    int32_t as_of = scan->work->caseload->as_of, last = last_day(scan, service);
    bool ended = !(service->lasting & DLB_LASTS_OPEN) && last != DLB_DAY_OPEN;
    bool may_run = given || service->status == DLB_SERVICE_APPROVED ||
                   (ended && dlb_service_is_active(service));
    bool runs_on = last > question->in_time && as_of > question->in_time &&
                   !(service->lasting & DLB_LASTS_A_DAY);
    return may_run && runs_on ? RUNS_ON : ON_TIME;
}

static bool is_asked_about(const struct late_scan *scan, const struct dlb_service *service)
{
    return dlb_service_is_active(service) && dlb_has_begun(scan->work, service) &&
           !dlb_class_covers(scan->funeral, service->class_);
}

/* ---- findings -------------------------------------------------------------------------------- */

/* Late services of one cause, programme and agency, by start. */
struct late_group {
    enum cause cause;
    const struct dlb_sort_item *items; /* value: the service, and above it how it is late */
    size_t n;
};

static const struct dlb_service *service_at(const struct late_scan *scan,
                                            const struct late_group *group, size_t i)
{
    return &scan->work->caseload->services[(uint32_t)group->items[i].value];
}

static unsigned how_late(const struct late_group *group, size_t i)
{
    return (unsigned)(group->items[i].value >> 32);
}

/* Months after that of the last day in time (a death's grace is no month) up to as_of. */
static int64_t months_since(const struct late_scan *scan, const struct dlb_service *service,
                            const struct question *question, enum cause cause)
{
    int32_t as_of = scan->work->caseload->as_of, last = last_day(scan, service);
    int32_t until = dlb_month_of(last < as_of ? last : as_of);
    int32_t from = dlb_month_of(cause == CAUSE_DEATH ? question->event_on : question->in_time);
    if (service->benefit_month != DLB_NONE)
        return service->benefit_month > from && service->benefit_month <= until;
    return until > from ? until - from : 0;
}

/* False when what was paid is unknown. */
static bool add_amount(const struct late_scan *scan, const struct dlb_service *service,
                       const struct question *question, const struct late_group *group,
                       unsigned how, struct dlb_won *won)
{
    int64_t amount = service->amount_won;
    if (amount == DLB_NO_AMOUNT) return true;
    if (how == TOO_LATE) {
        dlb_won_add(won, amount);
        return true;
    }
    if (!(service->lasting & DLB_LASTS_MONTHS)) return false;
    int64_t months = months_since(scan, service, question, group->cause), product;
    if (!__builtin_mul_overflow(amount, months, &product) && product != DLB_NO_AMOUNT) {
        dlb_won_add(won, product);
    } else {
        won->sum = amount > 0 ? INT64_MAX : INT64_MIN + 1;
        won->saturated = true;
    }
    return true;
}

static int32_t first_late_day(const struct late_scan *scan, const struct late_group *group,
                              const struct question *question, size_t i)
{
    if (how_late(group, i) == TOO_LATE) return service_at(scan, group, i)->start;
    return group->cause == CAUSE_DEATH ? question->event_on + 1 : question->in_time + 1;
}

static void open_late(const struct late_scan *scan, const struct late_group *group,
                      struct question *question)
{
    struct dlb_findings *findings = scan->work->findings;
    const struct dlb_service *first = service_at(scan, group, 0);
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    bool known = true;
    finding->person = scan->person;
    finding->class_ = dlb_class_cut(first->class_, 2);
    finding->programme = first->programme;
    finding->amount = DLB_AMOUNT_GIVEN;
    finding->start = DLB_DAY_OPEN;
    for (size_t i = 0; i < group->n; i++) {
        const struct dlb_service *service = service_at(scan, group, i);
        unsigned how = how_late(group, i);
        (void)pose(scan, service, group->cause, question);
        int32_t start = first_late_day(scan, group, question, i), last = last_day(scan, service);
        int32_t end = last == DLB_DAY_OPEN ? last : last + 1;
        if (start < finding->start) finding->start = start;
        if (end > finding->end) finding->end = end;
        known &= add_amount(scan, service, question, group, how, &finding->won);
        dlb_finding_row(findings, DLB_ROWS_SERVICES, (uint32_t)group->items[i].value,
                        how == TOO_LATE ? "too_late" : "runs_on");
    }
    if (!known) finding->won.sum = DLB_NO_AMOUNT;
}

static void report(const struct late_scan *scan, const struct late_group *group)
{
    struct dlb_findings *findings = scan->work->findings;
    const struct dlb_service *first = service_at(scan, group, 0);
    struct question question;
    open_late(scan, group, &question);
    int32_t start = findings->open.start;
    bool move = group->cause == CAUSE_MOVE;
    dlb_key_text(findings, scan->work->caseload->programme_ids[first->programme]);
    dlb_key_text(findings, scan->work->caseload->agencies[first->agency].id);
    dlb_key_text(findings, dlb_text_of(cause_words[group->cause]));
    dlb_detail_text(findings, "after", dlb_text_of(cause_words[group->cause]));
    dlb_detail_day(findings, "event_on", question.event_on);
    dlb_detail_int(findings, "days_after", start - question.event_on);
    dlb_detail_day(findings, "in_time_until", question.in_time);
    if (move) dlb_detail_int(findings, "move_out_days", scan->work->settings[MOVE_OUT_DAYS]);
    dlb_detail_clears(findings, move ? "moved_back_by" : "died_on_or_after", start);
    dlb_finding_close(findings);
}

/* ---- one person ------------------------------------------------------------------------------ */

static uint64_t group_key(enum cause cause, const struct dlb_service *service)
{
    return (uint64_t)cause << 60 | (uint64_t)service->programme << 32 | service->agency;
}

/* Add a service to those that are late. */
static void sort_out(const struct late_scan *scan, uint32_t row, struct dlb_array *late)
{
    const struct dlb_service *service = &scan->work->caseload->services[row];
    struct dlb_sort_item *items = late->data;
    bool asked = false;
    if (!is_asked_about(scan, service)) return;
    for (unsigned cause = CAUSE_DEATH; cause < N_CAUSES; cause++) {
        struct question question;
        if (!pose(scan, service, cause, &question)) continue;
        asked = true;
        uint64_t how = judge(scan, service, &question);
        if (how != ON_TIME)
            items[late->n++] = (struct dlb_sort_item){group_key(cause, service), how << 32 | row};
        if (how == TOO_LATE) break; /* for the death: then not asked about the move */
    }
    dlb_judge_rows(scan->work, asked);
}

static void find_late(const struct late_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->services_first[scan->person];
    uint32_t to = caseload->services_first[scan->person + 1];
    if (!list_moves(scan) || !dlb_work_items(work, N_CAUSES * (size_t)(to - from))) return;
    for (uint32_t i = from; i < to; i++) sort_out(scan, i, &work->items);
    const struct dlb_sort_item *items = work->items.data;
    size_t n = work->items.n;
    dlb_sort_in(work->items.data, work->spare.data, n);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && items[end].key == items[i].key;) end++;
        struct late_group group = {(enum cause)(items[i].key >> 60), items + i, end - i};
        report(scan, &group);
    }
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    struct late_scan scan = {.work = work,
                             .rule = rule,
                             .person = person,
                             .death = dlb_happened(work, dlb_person_death(caseload, person))};
    bool moved = caseload->events_first[person] < caseload->events_first[person + 1];
    bool serves = caseload->services_first[person] < caseload->services_first[person + 1];
    if (!serves || (scan.death == DLB_DAY_NONE && !moved)) return;
    scan.funeral = dlb_class_of_number(work->settings[FUNERAL_CLASS]);
    find_late(&scan);
}

static const struct dlb_keyed_value grace_days[] = {{"cash", 31}};

static const struct dlb_param params[] = {
    {.name = "grace_days",
     .key = DLB_KEY_BENEFIT,
     .by_centre = true,
     .most = DLB_PARAM_DAYS_MAX,
     .special = grace_days,
     .n_special = sizeof grace_days / sizeof *grace_days},
    {.name = "funeral_class", .form = DLB_FORM_CLASS, .value = 3009},
    {.name = "move_out_days", .by_centre = true, .most = DLB_PARAM_DAYS_MAX, .value = 31},
};

const struct dlb_rule dlb_rule_d13 = {
    .id = "D13",
    .version = 2,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 4,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .half = DLB_HAS_EVENTS,
    .half_name = "moves",
    .half_ko = "전출",
    .nothing = "no service of a person who died or moved away",
    .nothing_ko = "사망하거나 전출한 분의 서비스 없음",
    .traits = DLB_TRAIT_EVENTS | DLB_TRAIT_DEATH,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "사망·전출 후 서비스",
    .name_en = "service after death or moving away",
    .message_ko = "사망 또는 전출로 기록된 날({event_on}) 후에 시작되었거나 계속된 "
                  "{programme:이} 있습니다({period}, {agencies}). 날짜를 확인해 주세요.",
    .message_en = "{programme} started or went on after the recorded death or moving away "
                  "({event_on}): {period}, {agencies}. Please check the dates."};
