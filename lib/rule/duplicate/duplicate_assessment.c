/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_assessment.c - D19: somebody was asked the same questions again by another agency.
 *
 * Two assessments of one domain by different agencies at most apart_days apart are a pair; pairs
 * that share an assessment are one finding. Of all assessments that pair with a later one, the
 * earliest decides how far back the finding reaches; whatever lies between two that pair, pairs
 * with one of them.
 *
 *   apart_days 30    A 03-01    A 03-10    B 03-28            B 05-20
 *   pairs            x---------------------x
 *                               x----------x
 *
 * Pairs are hits of duplicate_meet.c, counted in half days: those of a row and of the next day's
 * touch only if they share the row.
 */
#include "rule/kernel.h"

enum { APART_DAYS = DLB_PARAM_OWN };

struct repeats {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person, domain;
};

static const struct dlb_assessment *row_at(const struct repeats *repeats, size_t i)
{
    const uint32_t *rows = repeats->work->rows.data;
    return &repeats->work->caseload->assessments[rows[i]];
}

static struct dlb_label name_of(const struct dlb_caseload *caseload, struct dlb_text domain)
{
    struct dlb_label name = dlb_policy_domain_label(caseload->policy, domain, caseload->as_of);
    if (!name.ko.len) name.ko = domain;
    return name;
}

static void report(void *context, const struct dlb_meeting *meeting)
{
    const struct repeats *repeats = context;
    struct dlb_rule_work *work = repeats->work;
    struct dlb_findings *findings = work->findings;
    const struct dlb_side *sides = work->sides.data;
    struct dlb_text domain = work->caseload->words[repeats->domain];
    struct dlb_finding *finding = dlb_finding_open(findings, repeats->rule);
    finding->person = repeats->person;
    finding->start = meeting->start / 2;
    finding->end = (meeting->end - 1) / 2 + 1;
    if (meeting->n_segments > 1) finding->days = (meeting->days + (int32_t)meeting->n_segments) / 2;
    dlb_key_text(findings, domain);
    int64_t n = 0;
    int32_t latest = DLB_DAY_NONE; /* of one day the first decides */
    for (size_t i = 0; i < work->sides.n; i++) {
        if (!dlb_meet_touches(work, meeting, &sides[i])) continue;
        const struct dlb_assessment *row = &work->caseload->assessments[sides[i].row];
        dlb_finding_row(findings, DLB_ROWS_ASSESSMENTS, sides[i].row, "assessment");
        n++;
        if (row->assessed_on <= latest) continue;
        latest = row->assessed_on;
        finding->owner_agency = row->agency;
    }
    dlb_detail_text(findings, "domain", domain);
    dlb_detail_label(findings, "domain_name", name_of(work->caseload, domain));
    dlb_detail_int(findings, "count", n);
    dlb_detail_int(findings, "apart_days", work->settings[APART_DAYS]);
    dlb_detail_clears(findings, "next_on_or_after",
                      finding->end + (int32_t)work->settings[APART_DAYS]);
}

/* The earliest of the rows from `first` up to `i` that another agency made; i: there is none. */
static size_t earliest_other(const struct repeats *repeats, const uint32_t *next_other,
                             size_t first, size_t i)
{
    bool other = row_at(repeats, first)->agency != row_at(repeats, i)->agency;
    size_t found = other ? first : next_other[first];
    return found < i ? found : i;
}

/* work->rows[from] … of one domain, by day. */
static void look_at_domain(struct repeats *repeats, size_t from, size_t to)
{
    struct dlb_rule_work *work = repeats->work;
    const uint32_t *rows = work->rows.data;
    dlb_meet_begin(work);
    if (to - from < 2 || !dlb_work_list(work, to)) return;
    uint32_t *next_other = work->list.data;
    for (size_t i = to; i-- > from;) {
        bool same = i + 1 < to && row_at(repeats, i)->agency == row_at(repeats, i + 1)->agency;
        next_other[i] = same ? next_other[i + 1] : (uint32_t)i + 1;
    }
    for (size_t i = from, first = from; i < to; i++) {
        int32_t day = row_at(repeats, i)->assessed_on;
        while (day - row_at(repeats, first)->assessed_on > work->settings[APART_DAYS]) first++;
        size_t other = earliest_other(repeats, next_other, first, i);
        dlb_meet_side(work, (struct dlb_side){2 * day, 2 * day + 1, 0, rows[i], 0});
        if (other == i) continue;
        int32_t start = row_at(repeats, other)->assessed_on;
        dlb_meet_hit(work, (struct dlb_hit){2 * start, 2 * day + 1, 0});
    }
    if (dlb_meet_settle(work)) dlb_meet_findings(work, report, repeats);
}

/* The person's assessments by domain, each by day, in work->rows; how many. */
static size_t sort_by_domain(const struct repeats *repeats)
{
    struct dlb_rule_work *work = repeats->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->assessments_first[repeats->person];
    uint32_t n = caseload->assessments_first[repeats->person + 1] - from;
    if (!n || !dlb_work_items(work, n)) return 0;
    struct dlb_sort_item *items = work->items.data;
    for (uint32_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){caseload->assessments[from + i].domain, from + i};
    return dlb_work_sort_rows(work, n);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    struct repeats repeats = {.work = work, .rule = rule, .person = person};
    size_t n = sort_by_domain(&repeats);
    dlb_judge_rows(work, n);
    for (size_t from = 0, to; from < n; from = to) {
        repeats.domain = row_at(&repeats, from)->domain;
        for (to = from + 1; to < n && row_at(&repeats, to)->domain == repeats.domain;) to++;
        look_at_domain(&repeats, from, to);
    }
}

static const struct dlb_param params[] = {
    {.name = "apart_days", .most = DLB_PARAM_DAYS_MAX, .value = 30},
};

const struct dlb_rule dlb_rule_d19 = {
    .id = "D19",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 0,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_ASSESSMENTS,
    .nothing = "no assessment",
    .nothing_ko = "조사 기록 없음",
    .traits = DLB_TRAIT_ASSESSMENTS,
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "같은 조사 반복",
    .name_en = "the same assessment again",
    .message_ko = "{agencies:이} 한 분에게 같은 조사({domain_name})를 {count}회 한 것으로 "
                  "보입니다({period}). 조사 결과를 함께 이용할 수 있는지 협의해 주세요.",
    .message_en = "{agencies} seem to have assessed one person for the same ({domain_name}) "
                  "{count:time} ({period}). Please agree whether one result can serve all.",
};
