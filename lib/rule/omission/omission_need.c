/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omission_need.c - O01 a need that nothing answered, O10 an answer that stopped.
 *
 * All open needs of one class make one finding, because they are one thing a person lacks,
 * whoever wrote it down. A service counts when it overlaps [identified_on, as_of]:
 *
 *   identified_on                                   as_of
 *        |---- nothing ------------------ due ---------|    O01: late since the day after due
 *        |---- [service) [service) ------ gap ---------|    O10: longer than gap_days
 *                                 L
 *
 * L is the last day covered by anybody. Goods handed over once last one_off_covers_days.
 */
#include "rule/kernel.h"

enum { DLB_PARAM_O10_GAP_DAYS = DLB_PARAM_OWN, DLB_PARAM_O10_ONE_OFF_COVERS_DAYS };
extern const struct dlb_rule dlb_rule_o10; /* whose one_off_covers_days is O01's too */

/* The open needs of one class of one person, by day, while they are looked at. */
struct lack {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person, need_class;
    const uint32_t *rows; /* all open ones of the class */
    size_t n;
    uint32_t n_needs;   /* of those, the ones that are lacking */
    uint32_t worst;     /* of those, the one that has been due longest */
    int32_t due;        /* its due day */
    int32_t covered_to; /* by services that answer the class: the latest end */
};

static const struct dlb_need *need_at(const struct lack *lack, uint32_t row)
{
    return &lack->work->caseload->needs[row];
}

/* One more need is lacking; needs come in order, so ties go to the first. */
static void add_need(struct lack *lack, uint32_t row, int32_t due)
{
    if (!lack->n_needs || due < lack->due) {
        lack->worst = row;
        lack->due = due;
    }
    lack->n_needs++;
}

struct dlb_class dlb_need_domain(const struct dlb_policy *policy, uint32_t need_class,
                                 int64_t *n_classes)
{
    struct dlb_class domain = {0, 0};
    *n_classes = 0;
    if (need_class >= policy->n_need_classes) return domain;
    uint32_t first = policy->need_maps_first[need_class];
    uint32_t end = policy->need_maps_first[need_class + 1];
    *n_classes = end - first;
    for (uint32_t i = first; i < end; i++) {
        struct dlb_class class_ = dlb_class_cut(policy->need_maps[i].class_, 2);
        if (i > first && class_.code != domain.code) return (struct dlb_class){0, 0};
        domain = class_;
    }
    return domain;
}

/* What both findings say about the need; `start` is the first day without. */
static void open_lack(const struct lack *lack, int32_t start)
{
    const struct dlb_caseload *caseload = lack->work->caseload;
    struct dlb_findings *findings = lack->work->findings;
    const struct dlb_need *worst = need_at(lack, lack->worst);
    struct dlb_finding *finding = dlb_finding_open(findings, lack->rule);
    struct dlb_text need_class = caseload->need_classes[lack->need_class];
    int64_t n_classes;
    finding->person = lack->person;
    finding->class_ = dlb_need_domain(caseload->policy, lack->need_class, &n_classes);
    finding->start = start;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = lack->due;
    finding->owner_agency = worst->agency;
    dlb_key_text(findings, need_class);
    dlb_detail_need(findings, lack->need_class);
    dlb_detail_text(findings, "urgency", dlb_word(dlb_urgency_word(worst->urgency)));
    dlb_detail_int(findings, "answering_classes", n_classes);
    dlb_detail_int(findings, "n_needs", lack->n_needs);
    dlb_detail_day(findings, "identified_on", worst->identified_on);
}

static bool is_asked_about(const struct dlb_rule_work *work, uint32_t need)
{
    return dlb_looks_at_need(work, work->caseload->needs[need].need_class);
}

/* The person's open needs, which are judged. */
static bool list_needs(struct dlb_rule_work *work, uint32_t person)
{
    if (!dlb_work_needs(work, person, is_asked_about)) return false;
    dlb_judge_rows(work, work->list.n);
    return true;
}

/* Calls `look` once for each class of need that the person has open. */
static void each_class(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                       void (*look)(struct lack *lack))
{
    const struct dlb_need *needs = work->caseload->needs;
    const uint32_t *list = work->list.data;
    for (size_t from = 0, to; from < work->list.n; from = to) {
        to = dlb_needs_class_end(work, from);
        struct lack lack = {.work = work,
                            .rule = rule,
                            .person = person,
                            .need_class = needs[list[from]].need_class,
                            .rows = list + from,
                            .n = to - from,
                            .covered_to = DLB_DAY_NONE};
        look(&lack);
    }
}

int32_t dlb_goods_days(const struct dlb_policy *policy)
{
    return (int32_t)dlb_policy_settings(policy, &dlb_rule_o10)[DLB_PARAM_O10_ONE_OFF_COVERS_DAYS];
}

/* The services that answer the class, and how far they reach; goods last goods_days. */
static bool find_answers(struct lack *lack, int32_t goods_days)
{
    struct dlb_rule_work *work = lack->work;
    if (!dlb_work_answers(work, lack->rule, lack->person, lack->need_class, goods_days))
        return false;
    const struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = 0; i < work->spans.n; i++)
        if (spans[i].end > lack->covered_to) lack->covered_to = spans[i].end;
    return true;
}

/* ---- O01 ------------------------------------------------------------------------------------- */

static struct dlb_duty need_duty(const struct lack *lack, uint32_t row)
{
    const struct dlb_need *need = need_at(lack, row);
    return dlb_duty_of(lack->work->caseload, lack->rule, need->agency,
                       dlb_urgency_word(need->urgency), need->identified_on);
}

static bool is_overdue(const struct lack *lack, uint32_t row, int32_t *due)
{
    *due = need_duty(lack, row).due;
    return lack->work->caseload->as_of > *due && !dlb_is_referred(lack->work, row);
}

/* Services have begun by as_of, so one that ends after the need was known overlaps its days. */
static bool is_unmet(const struct lack *lack, uint32_t row, int32_t *due)
{
    return is_overdue(lack, row, due) && lack->covered_to <= need_at(lack, row)->identified_on;
}

static void write_unmet(struct lack *lack, int32_t start)
{
    struct dlb_rule_work *work = lack->work;
    int32_t due;
    open_lack(lack, start);
    struct dlb_duty duty = need_duty(lack, lack->worst);
    dlb_detail_duty(work, &duty, work->caseload->as_of);
    for (size_t i = 0; i < lack->n; i++)
        if (is_unmet(lack, lack->rows[i], &due))
            dlb_finding_row(work->findings, DLB_ROWS_NEEDS, lack->rows[i], "need");
    dlb_detail_clears(work->findings, "service_starts", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void look_for_unmet(struct lack *lack)
{
    int32_t due, start = DLB_DAY_NONE;
    size_t i = 0;
    while (i < lack->n && !is_overdue(lack, lack->rows[i], &due)) i++;
    if (i == lack->n || !find_answers(lack, dlb_goods_days(lack->work->caseload->policy))) return;
    for (; i < lack->n; i++) {
        if (!is_unmet(lack, lack->rows[i], &due)) continue;
        if (!lack->n_needs) start = need_at(lack, lack->rows[i])->identified_on;
        add_need(lack, lack->rows[i], due);
    }
    if (lack->n_needs) write_unmet(lack, start);
}

static void unmet_need(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (dlb_person_has_died(work->caseload, person)) return;
    if (!list_needs(work, person) || !work->list.n || !dlb_list_referred(work, person)) return;
    each_class(work, rule, person, look_for_unmet);
}

static const struct dlb_deadline_default o01_deadlines[] = {
    {"emergency", {3, 0, DLB_DEADLINE_CALENDAR}},
    {"high", {7, 0, DLB_DEADLINE_CALENDAR}},
    {"low", {60, 0, DLB_DEADLINE_CALENDAR}},
    {NULL, {30, 0, DLB_DEADLINE_CALENDAR}},
};

const struct dlb_rule dlb_rule_o01 = {
    .id = "O01",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_NEEDS,
    .absence = true,
    .tables = DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_REFERRALS | DLB_HAS_NEED_MAP |
              DLB_HAS_PROGRAMMES,
    .nothing = "no open need",
    .nothing_ko = "미해결 욕구 없음",
    .traits = DLB_TRAIT_NEEDS,
    .deadlines = o01_deadlines,
    .n_deadlines = sizeof o01_deadlines / sizeof *o01_deadlines,
    .kernel = unmet_need,
    .name_ko = "미충족 욕구",
    .name_en = "unmet need",
    .message_ko = "{start}에 파악된 욕구({need_name})에 대해 {due}까지 시작되어야 할 서비스가 "
                  "확인되지 않습니다. 기한이 {days_late}일 지났습니다.",
    .message_en = "A need ({need_name}) known since {start} should have been answered by {due}; "
                  "nothing has started, {days_late:day} late.",
};

/* ---- O10 ------------------------------------------------------------------------------------- */

/* How far the services that answer a need reach, and how long there may then be none. */
struct cover {
    int32_t end;      /* the first day without */
    int32_t gap_days; /* the shortest that the services which end last allow */
};

static int32_t gap_days_of(const struct lack *lack, uint32_t service)
{
    const struct dlb_caseload *caseload = lack->work->caseload;
    char domain[5];
    dlb_class_write(dlb_class_cut(caseload->services[service].class_, 2), domain);
    return (int32_t)dlb_policy_param(caseload->policy, lack->rule, DLB_PARAM_O10_GAP_DAYS, domain,
                                     caseload->as_of);
}

/* Keeps of all answers those that overlap [identified_on, as_of]. */
static void keep_since(struct dlb_rule_work *work, int32_t identified_on)
{
    struct dlb_owned_span *spans = work->spans.data;
    size_t n = 0;
    for (size_t i = 0; i < work->spans.n; i++)
        if (spans[i].end > identified_on) spans[n++] = spans[i];
    work->spans.n = n;
}

static struct cover measure(const struct lack *lack)
{
    const struct dlb_owned_span *spans = lack->work->spans.data;
    struct cover cover = {lack->covered_to, DLB_PARAM_DAYS_MAX};
    for (size_t i = 0; i < lack->work->spans.n; i++) {
        if (spans[i].end != cover.end) continue;
        int32_t gap_days = gap_days_of(lack, spans[i].row);
        if (gap_days < cover.gap_days) cover.gap_days = gap_days;
    }
    return cover;
}

static void add_last_services(const struct lack *lack, const struct cover *cover)
{
    const struct dlb_owned_span *spans = lack->work->spans.data;
    for (size_t i = 0; i < lack->work->spans.n; i++)
        if (spans[i].end == cover->end)
            dlb_finding_service(lack->work, lack->person, spans[i].row, "last_service");
}

/* Earlier gaps in the look-back window that also exceeded the limit. */
static void add_past_gaps(const struct lack *lack, const struct cover *cover)
{
    struct dlb_rule_work *work = lack->work;
    if (!dlb_work_segments(work, work->spans.n + 1) || !dlb_work_sort_spans(work)) return;
    const struct dlb_owned_span *spans = work->spans.data;
    int32_t back = work->lookback_start;
    struct dlb_span window = {spans[0].start > back ? spans[0].start : back, cover->end};
    struct dlb_span *gaps = work->segments.data;
    size_t n_gaps = dlb_coverage_gaps(spans, work->spans.n, window, gaps), n_long = 0;
    for (size_t i = 0; i < n_gaps; i++)
        if (gaps[i].end - gaps[i].start > cover->gap_days) gaps[n_long++] = gaps[i];
    dlb_detail_spans(work->findings, "past_gaps", gaps, n_long);
}

/* Needs that no service overlaps are O01's. */
static bool lapses(const struct lack *lack, uint32_t row)
{
    return need_at(lack, row)->identified_on < lack->covered_to;
}

static void write_lapse(struct lack *lack, const struct cover *cover)
{
    struct dlb_rule_work *work = lack->work;
    open_lack(lack, cover->end);
    dlb_detail_day(work->findings, "last_covered_on", cover->end - 1);
    dlb_detail_int(work->findings, "gap_days", (int64_t)work->caseload->as_of - cover->end + 1);
    dlb_detail_int(work->findings, "allowed_gap_days", cover->gap_days);
    dlb_detail_day(work->findings, "due_on", lack->due);
    dlb_detail_int(work->findings, "n_services", (int64_t)work->spans.n);
    for (size_t i = 0; i < lack->n; i++)
        if (lapses(lack, lack->rows[i]))
            dlb_finding_row(work->findings, DLB_ROWS_NEEDS, lack->rows[i], "need");
    add_last_services(lack, cover);
    add_past_gaps(lack, cover);
    dlb_detail_clears(work->findings, "service_starts", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void look_for_lapse(struct lack *lack)
{
    struct dlb_rule_work *work = lack->work;
    if (!find_answers(lack, (int32_t)work->settings[DLB_PARAM_O10_ONE_OFF_COVERS_DAYS])) return;
    keep_since(work, need_at(lack, lack->rows[0])->identified_on);
    if (!work->spans.n) return;
    struct cover cover = measure(lack);
    int64_t due = (int64_t)cover.end - 1 + cover.gap_days;
    if (work->caseload->as_of <= due) return;
    for (size_t i = 0; i < lack->n; i++)
        if (lapses(lack, lack->rows[i])) add_need(lack, lack->rows[i], (int32_t)due);
    write_lapse(lack, &cover);
}

static void lapsed_service(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    if (dlb_person_has_died(work->caseload, person)) return;
    if (list_needs(work, person)) each_class(work, rule, person, look_for_lapse);
}

static const struct dlb_keyed_value gap_days[] = {{"31", 1}};

static const struct dlb_param o10_params[] = {
    {.name = "gap_days",
     .key = DLB_KEY_DOMAIN,
     .most = DLB_PARAM_DAYS_MAX,
     .value = 14,
     .special = gap_days,
     .n_special = sizeof gap_days / sizeof *gap_days},
    {.name = "one_off_covers_days", .least = 1, .most = DLB_PARAM_DAYS_MAX, .value = 30},
};

const struct dlb_rule dlb_rule_o10 = {
    .id = "O10",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .local = DLB_LOCAL_NEEDS,
    .absence = true,
    .tables = DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_NEED_MAP | DLB_HAS_PROGRAMMES,
    .nothing = "no open need",
    .nothing_ko = "미해결 욕구 없음",
    .traits = DLB_TRAIT_NEEDS,
    .params = o10_params,
    .n_params = sizeof o10_params / sizeof *o10_params,
    .kernel = lapsed_service,
    .name_ko = "중단된 서비스",
    .name_en = "lapsed service",
    .message_ko = "욕구({need_name})가 남아 있으나 서비스는 {last_covered_on}까지만 "
                  "제공되었습니다. {gap_days}일째 공백입니다(허용 {allowed_gap_days}일).",
    .message_en = "A need ({need_name}) is still open, but the last service reached to "
                  "{last_covered_on}: nothing for {gap_days:day} ({allowed_gap_days} allowed).",
};
