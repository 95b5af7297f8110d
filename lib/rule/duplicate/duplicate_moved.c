/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_moved.c - D20: somebody moved, and what the old place gave was not closed.
 *
 * A service that cannot be taken along (portable 0) is given at an agency of one area, and then a
 * service of the same class begins at an agency of another. The one that began earlier is the old
 * one, and it is its agency's turn. Once grace_days have passed since the new one began, an old
 * one that still runs then is a finding, from the new one's first day to the old one's last.
 *
 *   area 1   -------------------------------
 *   area 2           -----------------------------
 *                    |  grace  |
 *                    =======================
 */
#include "rule/kernel.h"

enum { GRACE_DAYS = DLB_PARAM_OWN };

enum { SIDE_OLD, SIDE_NEW };

struct moved_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    uint32_t person;
    struct dlb_ending ending;
    struct dlb_class class_;
};

/* ---- services that stay behind --------------------------------------------------------------- */

static struct dlb_text area_of(const struct dlb_caseload *caseload, uint32_t agency)
{
    return caseload->agencies[agency].area_code;
}

static bool is_local(const struct dlb_caseload *caseload, const struct dlb_service *service)
{
    if (!dlb_service_is_active(service) || service->class_.digits != 4) return false;
    const struct dlb_programme *programme =
        dlb_policy_programme(caseload->policy, service->programme, service->start);
    return programme && programme->portable == 0 && area_of(caseload, service->agency).data;
}

static struct dlb_span days_of(const struct moved_scan *scan, const struct dlb_service *service)
{
    if (service->lasting & DLB_LASTS_MONTHS)
        return dlb_months_days(dlb_service_months(service, scan->ending));
    return dlb_service_span(service, scan->ending);
}

static void judge_only(struct dlb_rule_work *work, uint32_t person)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->services_first[person + 1];
    for (uint32_t i = caseload->services_first[person]; i < end; i++)
        dlb_judge_rows(work, is_local(caseload, &caseload->services[i]));
}

/* The person's services that cannot be taken along, in work->rows by class; how many. */
static size_t list_services(const struct moved_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t from = caseload->services_first[scan->person], n = 0;
    uint32_t to = caseload->services_first[scan->person + 1];
    if (from == to || !dlb_work_items(work, to - from)) return 0;
    struct dlb_sort_item *items = work->items.data;
    for (uint32_t i = from; i < to; i++)
        if (is_local(caseload, &caseload->services[i]))
            items[n++] = (struct dlb_sort_item){caseload->services[i].class_.code, i};
    dlb_judge_rows(work, n);
    return dlb_work_sort_rows(work, n);
}

/* ---- old and new ----------------------------------------------------------------------------- */

/* The latest end so far, and that of agencies in any other area. */
struct latest {
    uint32_t agency; /* of `first` */
    int32_t first, other;
};

static bool are_apart(const struct moved_scan *scan, uint32_t agency, uint32_t other)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    return !dlb_text_equal(area_of(caseload, agency), area_of(caseload, other));
}

static void note_end(const struct moved_scan *scan, const struct dlb_owned_span *span,
                     struct latest *latest)
{
    bool any = latest->first != DLB_DAY_NONE;
    bool apart = any && are_apart(scan, span->owner, latest->agency);
    if (!any || span->end > latest->first) {
        if (apart) latest->other = latest->first;
        latest->first = span->end;
        latest->agency = span->owner;
    } else if (apart && span->end > latest->other) {
        latest->other = span->end;
    }
}

/* Has grace_days passed since the new one began, and does the old one still run then? */
static bool runs_on(const struct moved_scan *scan, int32_t new_start, int32_t old_end)
{
    int64_t day = (int64_t)new_start + scan->work->settings[GRACE_DAYS];
    return scan->work->caseload->as_of >= day && old_end > day;
}

/* Of each new one the days up to the last end of an old one. */
static void add_hits(const struct moved_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_owned_span *spans = work->spans.data;
    struct latest latest = {DLB_NO_CODE, DLB_DAY_NONE, DLB_DAY_NONE};
    for (size_t i = 0, next; i < work->spans.n; i = next) {
        for (next = i; next < work->spans.n && spans[next].start == spans[i].start; next++) {
            bool any = latest.first != DLB_DAY_NONE;
            bool apart = any && are_apart(scan, spans[next].owner, latest.agency);
            int32_t start = spans[next].start, end = apart ? latest.first : latest.other;
            if (end == DLB_DAY_NONE || !runs_on(scan, start, end)) continue;
            dlb_meet_hit(work, (struct dlb_hit){start, end, 0});
            dlb_meet_side(work, (struct dlb_side){start, start + 1, 0, spans[next].row, SIDE_NEW});
        }
        for (size_t j = i; j < next; j++) note_end(scan, &spans[j], &latest);
    }
}

/* Old ones, on the day on which the first new one began. */
static void add_old(const struct moved_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_owned_span *spans = work->spans.data;
    size_t n = work->spans.n, other = n; /* the next one in another area */
    if (!dlb_work_list(work, n)) return;
    uint32_t *others = work->list.data;
    for (size_t i = n; i-- > 0;) {
        if (i + 1 < n && are_apart(scan, spans[i].owner, spans[i + 1].owner)) other = i + 1;
        others[i] = (uint32_t)other;
    }
    for (size_t i = 0, after = 0; i < n; i++) {
        if (after <= i) after = i + 1;
        while (after < n && spans[after].start == spans[i].start) after++;
        if (after == n) return;
        size_t first = are_apart(scan, spans[i].owner, spans[after].owner) ? after : others[after];
        if (first >= n || !runs_on(scan, spans[first].start, spans[i].end)) continue;
        int32_t day = spans[first].start;
        dlb_meet_side(work, (struct dlb_side){day, day + 1, 0, spans[i].row, SIDE_OLD});
    }
}

/* ---- findings -------------------------------------------------------------------------------- */

static void report(void *context, const struct dlb_meeting *meeting)
{
    const struct moved_scan *scan = context;
    struct dlb_rule_work *work = scan->work;
    struct dlb_findings *findings = work->findings;
    const struct dlb_service *services = work->caseload->services, *last = NULL;
    const struct dlb_side *sides = work->sides.data;
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = scan->person;
    finding->class_ = scan->class_;
    finding->start = meeting->start;
    finding->end = meeting->end;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    finding->amount = DLB_AMOUNT_GIVEN;
    dlb_key_class(findings, scan->class_);
    for (unsigned side = SIDE_OLD; side <= SIDE_NEW; side++)
        for (size_t i = 0; i < work->sides.n; i++) {
            const struct dlb_service *service = &services[sides[i].row];
            if (sides[i].side != side || !dlb_meet_touches(work, meeting, &sides[i])) continue;
            dlb_finding_row(findings, DLB_ROWS_SERVICES, sides[i].row,
                            side == SIDE_OLD ? "old" : "new");
            if (side == SIDE_NEW) continue;
            dlb_won_add(&finding->won, service->amount_won);
            if (!last || service->start > last->start) last = service;
        }
    if (last) finding->owner_agency = last->agency;
    dlb_detail_int(findings, "grace_days", work->settings[GRACE_DAYS]);
    if (meeting->end != DLB_DAY_OPEN) dlb_detail_int(findings, "overlap_days", meeting->days);
    dlb_detail_clears(findings, "old_ends_by", meeting->start - 1);
}

/* work->rows[from] … of one class. */
static void look_at_class(struct moved_scan *scan, size_t from, size_t to)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    const uint32_t *rows = work->rows.data;
    dlb_meet_begin(work);
    if (dlb_are_of_one_agency(caseload->services, rows + from, to - from)) return;
    if (!dlb_work_spans(work, to - from)) return;
    struct dlb_owned_span *spans = work->spans.data;
    for (size_t i = from; i < to; i++) {
        const struct dlb_service *service = &caseload->services[rows[i]];
        struct dlb_span span = days_of(scan, service);
        if (span.end > span.start)
            spans[work->spans.n++] =
                (struct dlb_owned_span){span.start, span.end, service->agency, rows[i]};
    }
    if (!dlb_work_sort_spans(work)) return;
    scan->class_ = caseload->services[rows[from]].class_;
    add_hits(scan);
    if (!work->hits.n) return;
    add_old(scan);
    if (dlb_meet_settle(work)) dlb_meet_findings(work, report, scan);
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    const struct dlb_service *services = work->caseload->services;
    struct moved_scan scan = {.work = work,
                              .rule = rule,
                              .person = person,
                              .ending = dlb_work_ending(work, rule, person)};
    if (!(work->traits & DLB_TRAIT_SHARED)) { /* nothing of several agencies */
        judge_only(work, person);
        return;
    }
    size_t n = list_services(&scan);
    for (size_t from = 0, to; from < n; from = to) {
        const uint32_t *rows = work->rows.data;
        uint16_t code = services[rows[from]].class_.code;
        for (to = from + 1; to < n && services[rows[to]].class_.code == code;) to++;
        look_at_class(&scan, from, to);
    }
}

static const struct dlb_param params[] = {
    {.name = "grace_days", .most = DLB_PARAM_DAYS_MAX, .value = 31}};

const struct dlb_rule dlb_rule_d20 = {
    .id = "D20",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_SERVICES | DLB_HAS_PROGRAMMES,
    .nothing = "no service that cannot be taken along, at an agency whose area is known",
    .nothing_ko = "지역을 아는 기관에, 이사하면 종료되는 서비스 없음",
    .traits = DLB_TRAIT_MARKED(DLB_MARK_LOCAL),
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "이사 후 종료되지 않은 서비스",
    .name_en = "moved but not closed",
    .message_ko = "새 지역에서 {class} 서비스가 시작된 뒤에도 이전 지역의 서비스가 이어진 것으로 "
                  "보입니다({period}, {agencies}). {owner}에서 종료 처리가 되었는지 확인해 "
                  "주세요.",
    .message_en = "Services ({class}) of one area seem to have gone on after others began in "
                  "another ({period}; {agencies}). Please check whether {owner} has closed them."};
