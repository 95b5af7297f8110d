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

enum { GAP_DAYS = DLB_PARAM_OWN, ONE_OFF_COVERS_DAYS };

/* A class of need of one person, while its rows are looked at. */
struct lack {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person, need_class;
    uint32_t first, end; /* the person's needs, from the first one of the class */
    uint32_t n_needs;    /* of those, the ones that are lacking */
    uint32_t worst;      /* of those, the one that has been due longest */
    int32_t due;         /* its due day */
    bool emergency;
};

static const struct dlb_need *need_at(const struct lack *lack, uint32_t row)
{
    return &lack->work->caseload->needs[row];
}

static bool is_of_class(const struct lack *lack, uint32_t row)
{
    return need_at(lack, row)->need_class == lack->need_class;
}

static bool is_open_of_class(const struct lack *lack, uint32_t row)
{
    return need_at(lack, row)->need_class == lack->need_class &&
           dlb_need_is_open(need_at(lack, row));
}

/* One more need is lacking; needs come in order, so ties go to the first. */
static void add_need(struct lack *lack, uint32_t row, int32_t due)
{
    if (!lack->n_needs || due < lack->due) {
        lack->worst = row;
        lack->due = due;
    }
    lack->n_needs++;
    if (need_at(lack, row)->urgency == DLB_URGENCY_EMERGENCY) lack->emergency = true;
}

/* The domain that all classes answering the need have in common. */
static struct dlb_class domain_of(const struct dlb_policy *policy, uint32_t need_class,
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
    int64_t n_classes;
    finding->person = lack->person;
    finding->class_ = domain_of(caseload->policy, lack->need_class, &n_classes);
    finding->set = caseload->need_classes[lack->need_class];
    finding->start = start;
    finding->end = DLB_DAY_OPEN;
    finding->due_on = lack->due;
    finding->owner_agency = worst->agency;
    finding->emergency = lack->emergency;
    dlb_detail_text(findings, "need_class", finding->set);
    dlb_detail_text(findings, "need_name",
                    dlb_policy_need_name(caseload->policy, lack->need_class, finding->set));
    dlb_detail_text(findings, "urgency", dlb_word(dlb_urgency_word(worst->urgency)));
    dlb_detail_int(findings, "answering_classes", n_classes);
    dlb_detail_int(findings, "n_needs", lack->n_needs);
    dlb_detail_day(findings, "identified_on", worst->identified_on);
}

/* Calls `look` once for each class of need that the person has. */
static void each_class(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person,
                       void (*look)(struct lack *lack))
{
    const struct dlb_caseload *caseload = work->caseload;
    if (dlb_person_has_died(caseload, person)) return;
    uint32_t end = caseload->needs_first[person + 1];
    for (uint32_t i = caseload->needs_first[person]; i < end; i++) {
        struct lack lack = {work, rule,         person, caseload->needs[i].need_class, i, end, 0,
                            0,    DLB_DAY_OPEN, false};
        uint32_t before = caseload->needs_first[person];
        while (before < i && !is_of_class(&lack, before)) before++;
        if (before == i) look(&lack);
    }
}

/* ---- O01 ------------------------------------------------------------------------------------- */

static bool is_open_referral(const struct dlb_referral *referral)
{
    return referral->status == DLB_REFERRAL_SENT || referral->status == DLB_REFERRAL_RECEIVED ||
           referral->status == DLB_REFERRAL_ACCEPTED ||
           referral->status == DLB_REFERRAL_IN_PROGRESS;
}

/* Is somebody else asked to see to the need? A referral that names no need stands for its
 * class. */
static bool is_referred(const struct dlb_caseload *caseload, uint32_t need)
{
    uint32_t person = caseload->needs[need].person;
    for (uint32_t i = caseload->referrals_first[person]; i < caseload->referrals_first[person + 1];
         i++) {
        const struct dlb_referral *referral = &caseload->referrals[i];
        bool names_it = referral->need == (int32_t)need;
        bool means_it =
            referral->need == DLB_NONE && referral->need_class == caseload->needs[need].need_class;
        if ((names_it || means_it) && is_open_referral(referral)) return true;
    }
    return false;
}

static struct dlb_duty need_duty(const struct lack *lack, uint32_t row)
{
    const struct dlb_need *need = need_at(lack, row);
    return dlb_duty_of(lack->work->caseload->policy, lack->rule, dlb_urgency_word(need->urgency),
                       need->identified_on);
}

static bool is_overdue(const struct lack *lack, uint32_t row, int32_t *due)
{
    const struct dlb_caseload *caseload = lack->work->caseload;
    if (!is_open_of_class(lack, row)) return false;
    *due = need_duty(lack, row).due;
    return caseload->as_of > *due && !is_referred(caseload, row);
}

static bool is_answered(const struct lack *lack, uint32_t row)
{
    const struct dlb_owned_span *spans = lack->work->spans.data;
    int32_t identified_on = need_at(lack, row)->identified_on;
    for (size_t i = 0; i < lack->work->spans.n; i++)
        if (spans[i].start <= lack->work->caseload->as_of && spans[i].end > identified_on)
            return true;
    return false;
}

static bool is_unmet(const struct lack *lack, uint32_t row, int32_t *due)
{
    return is_overdue(lack, row, due) && !is_answered(lack, row);
}

static void write_unmet(struct lack *lack, int32_t start)
{
    struct dlb_rule_work *work = lack->work;
    int32_t due;
    open_lack(lack, start);
    struct dlb_duty duty = need_duty(lack, lack->worst);
    dlb_detail_duty(work, &duty, DLB_DAY_NONE);
    for (uint32_t row = lack->first; row < lack->end; row++)
        if (is_unmet(lack, row, &due)) dlb_finding_row(work->findings, DLB_ROWS_NEEDS, row, "need");
    dlb_detail_clears(work->findings, "service_starts", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void look_for_unmet(struct lack *lack)
{
    int32_t due, start = DLB_DAY_NONE;
    uint32_t row = lack->first;
    while (row < lack->end && !is_overdue(lack, row, &due)) row++;
    if (row == lack->end || !dlb_work_answers(lack->work, lack->person, lack->need_class)) return;
    for (; row < lack->end; row++) {
        if (!is_unmet(lack, row, &due)) continue;
        if (!lack->n_needs) start = need_at(lack, row)->identified_on;
        add_need(lack, row, due);
    }
    if (lack->n_needs) write_unmet(lack, start);
}

static void unmet_need(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
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
    .key = DLB_KEY_PERSON | DLB_KEY_CLASS | DLB_KEY_SET | DLB_KEY_START,
    .absence = true,
    .tables = DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_NEED_MAP,
    .deadlines = o01_deadlines,
    .n_deadlines = sizeof o01_deadlines / sizeof *o01_deadlines,
    .kernel = unmet_need,
    .name_ko = "채워지지 않은 욕구",
    .name_en = "unmet need",
    .message_ko =
        "{start}에 알게 된 욕구({need_name})에 {due}까지 시작했어야 할 서비스가 없습니다. "
        "기한이 {days_late}일 지났습니다.",
    .message_en = "The need {need_class} known since {start} should have been answered by {due}; "
                  "nothing has started, {days_late} days late.",
};

/* ---- O10 ------------------------------------------------------------------------------------- */

/* How far the services that answer a need reach, and how long there may then be none. */
struct cover {
    int32_t service_end; /* of the service that ended last */
    int32_t end;         /* the first day without, goods lasting as long as they do */
    int32_t gap_days;    /* the least that what lasted longest allows */
};

static bool is_one_off(const struct dlb_policy *policy, const struct dlb_service *service)
{
    const struct dlb_programme *programme =
        dlb_policy_programme(policy, service->programme, service->start);
    return programme && programme->grain == DLB_GRAIN_ONE_OFF;
}

static int32_t day_param(const struct lack *lack, unsigned param, const char *key, int32_t on)
{
    return (int32_t)dlb_policy_param(lack->work->caseload->policy, lack->rule, param, key, on);
}

static int32_t covered_end(const struct lack *lack, const struct dlb_owned_span *span)
{
    const struct dlb_caseload *caseload = lack->work->caseload;
    if (!is_one_off(caseload->policy, &caseload->services[span->row])) return span->end;
    int32_t end = span->start + day_param(lack, ONE_OFF_COVERS_DAYS, NULL, span->start);
    return end > span->end ? end : span->end;
}

static int32_t gap_days_of(const struct lack *lack, uint32_t service)
{
    const struct dlb_caseload *caseload = lack->work->caseload;
    char domain[5];
    dlb_class_write(dlb_class_cut(caseload->services[service].class_, 2), domain);
    return day_param(lack, GAP_DAYS, domain, caseload->as_of);
}

/* Keeps of all answers those that overlap [identified_on, as_of]. */
static void keep_since(struct dlb_rule_work *work, int32_t identified_on)
{
    struct dlb_owned_span *spans = work->spans.data;
    size_t n = 0;
    for (size_t i = 0; i < work->spans.n; i++)
        if (spans[i].start <= work->caseload->as_of && spans[i].end > identified_on)
            spans[n++] = spans[i];
    work->spans.n = n;
}

static struct cover measure(const struct lack *lack)
{
    const struct dlb_owned_span *spans = lack->work->spans.data;
    struct cover cover = {DLB_DAY_NONE, DLB_DAY_NONE, 0};
    for (size_t i = 0; i < lack->work->spans.n; i++) {
        int32_t end = covered_end(lack, &spans[i]);
        int32_t gap_days = gap_days_of(lack, spans[i].row);
        if (end > cover.end || (end == cover.end && gap_days < cover.gap_days))
            cover.gap_days = gap_days;
        if (end > cover.end) cover.end = end;
        if (spans[i].end > cover.service_end) cover.service_end = spans[i].end;
    }
    return cover;
}

static void add_last_services(const struct lack *lack, const struct cover *cover)
{
    const struct dlb_owned_span *spans = lack->work->spans.data;
    for (size_t i = 0; i < lack->work->spans.n; i++)
        if (covered_end(lack, &spans[i]) == cover->end)
            dlb_finding_row(lack->work->findings, DLB_ROWS_SERVICES, spans[i].row, "last_service");
}

/* The times without within the months one looks back, as far as they were too long as well. */
static void add_past_gaps(const struct lack *lack, const struct cover *cover)
{
    struct dlb_rule_work *work = lack->work;
    struct dlb_owned_span *spans = work->spans.data;
    if (!dlb_work_segments(work, work->spans.n + 1)) return;
    for (size_t i = 0; i < work->spans.n; i++) spans[i].end = covered_end(lack, &spans[i]);
    dlb_spans_sort(spans, work->spans.n);
    int32_t back = dlb_lookback_start(work->caseload, lack->rule);
    struct dlb_span window = {spans[0].start > back ? spans[0].start : back, cover->end};
    struct dlb_span *gaps = work->segments.data;
    size_t n_gaps = dlb_coverage_gaps(spans, work->spans.n, window, gaps), n_long = 0;
    for (size_t i = 0; i < n_gaps; i++)
        if (gaps[i].end - gaps[i].start > cover->gap_days) gaps[n_long++] = gaps[i];
    dlb_detail_spans(work->findings, "past_gaps", gaps, n_long);
}

/* Needs that no service overlaps are O01's. */
static bool lapses(const struct lack *lack, uint32_t row, const struct cover *cover)
{
    return is_open_of_class(lack, row) && need_at(lack, row)->identified_on < cover->service_end;
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
    for (uint32_t row = lack->first; row < lack->end; row++)
        if (lapses(lack, row, cover)) dlb_finding_row(work->findings, DLB_ROWS_NEEDS, row, "need");
    add_last_services(lack, cover);
    add_past_gaps(lack, cover);
    dlb_detail_clears(work->findings, "service_starts", DLB_DAY_NONE);
    dlb_finding_close(work->findings);
}

static void look_for_lapse(struct lack *lack)
{
    struct dlb_rule_work *work = lack->work;
    uint32_t row = lack->first;
    while (row < lack->end && !is_open_of_class(lack, row)) row++;
    if (row == lack->end) return;
    if (!dlb_work_answers(work, lack->person, lack->need_class)) return;
    keep_since(work, need_at(lack, row)->identified_on);
    if (!work->spans.n) return;
    struct cover cover = measure(lack);
    int64_t due = (int64_t)cover.end - 1 + cover.gap_days;
    if (work->caseload->as_of <= due) return;
    for (; row < lack->end; row++)
        if (lapses(lack, row, &cover)) add_need(lack, row, (int32_t)due);
    write_lapse(lack, &cover);
}

static void lapsed_service(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    each_class(work, rule, person, look_for_lapse);
}

static const struct dlb_param o10_params[] = {
    {.name = "gap_days", .keyed = true, .most = DLB_PARAM_DAYS_MAX, .value = 14,
     .special = {"31", 1}},
    {.name = "one_off_covers_days", .most = DLB_PARAM_DAYS_MAX, .value = 30},
};

const struct dlb_rule dlb_rule_o10 = {
    .id = "O10",
    .version = 1,
    .kind = DLB_FINDING_OMISSION,
    .severity = 3,
    .stage = DLB_STAGE_OMISSIONS,
    .scope = DLB_SCOPE_PERSON,
    .key = DLB_KEY_PERSON | DLB_KEY_CLASS | DLB_KEY_SET | DLB_KEY_START,
    .absence = true,
    .tables = DLB_HAS_NEEDS | DLB_HAS_SERVICES | DLB_HAS_NEED_MAP,
    .params = o10_params,
    .n_params = sizeof o10_params / sizeof *o10_params,
    .kernel = lapsed_service,
    .name_ko = "끊긴 서비스",
    .name_en = "lapsed service",
    .message_ko = "욕구({need_name})가 남아 있는데 서비스가 {last_covered_on}까지만 있었습니다. "
                  "{gap_days}일째 비어 있습니다(허용 {allowed_gap_days}일).",
    .message_en = "The need {need_class} is still open, but the last service reached to "
                  "{last_covered_on}: nothing for {gap_days} days ({allowed_gap_days} allowed).",
};
