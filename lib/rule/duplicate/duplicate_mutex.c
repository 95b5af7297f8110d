/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_mutex.c - D09 and D10: two benefits that exclude each other, of one person and between
 * persons of a household.
 *
 * A set of the policy is one or more rows (a, b). For each row the services of both sides
 * are swept; a service that is on both sides is set against all others, but never against
 * itself. Days on which they meet, the row holds and no exception is active are hits; the
 * hits of one set that touch are one finding.
 *
 *   basis day      the days of the services; more than tau_days of them
 *   basis month    the benefit month where one is given, else all months of the days
 *
 * The agencies may be the same: the law forbids holding both, not asking twice. Rows with
 * household scope hold for one person too (D09); D10 asks whether one person of the household has
 * one side and another person the other.
 */
#include "rule/kernel.h"

enum { TAU_DAYS = DLB_PARAM_OWN };

struct mutex_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    const struct dlb_kin *kin;     /* of D09: one person alone */
    bool between;                  /* persons, and not of one */
    const struct dlb_mutex *mutex; /* the row that is asked about */
    uint32_t row;                  /* its number */
    struct dlb_mutex_sides sides;  /* that there are */
};

/* ---- days ------------------------------------------------------------------------------------ */

/* The days of a service on the basis of the row. */
static struct dlb_span compared_days(const struct mutex_scan *scan,
                                     const struct dlb_service *service)
{
    struct dlb_ending ending = dlb_work_ending(scan->work, scan->rule, service->person);
    if (!scan->mutex->by_month) return dlb_service_span(service, ending);
    return dlb_months_days(dlb_service_months(service, ending));
}

/* The days on which a service is an exception: of its months when it is monthly and months
 * are compared. */
static struct dlb_span excepted_days(const struct mutex_scan *scan,
                                     const struct dlb_service *service)
{
    struct dlb_ending ending = dlb_work_ending(scan->work, scan->rule, service->person);
    bool months = scan->mutex->by_month &&
                  (service->lasting & DLB_LASTS_MONTHS || service->benefit_month != DLB_NONE);
    if (months) return dlb_months_days(dlb_service_months(service, ending));
    return dlb_service_span(service, ending);
}

static struct dlb_span cut_to(struct dlb_span span, struct dlb_valid valid)
{
    if (span.start < valid.from) span.start = valid.from;
    if (span.end > valid.to) span.end = valid.to;
    return span;
}

/* The days of exceptions of a person. */
static void add_exceptions(const struct mutex_scan *scan, uint32_t person)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_caseload *caseload = work->caseload;
    uint32_t end = caseload->services_first[person + 1];
    struct dlb_owned_span *spans = work->spans.data;
    for (uint32_t i = caseload->services_first[person]; i < end; i++) {
        const struct dlb_service *service = &caseload->services[i];
        bool excepts =
            service->programme == scan->mutex->except_programme && dlb_service_is_active(service);
        if (!excepts) continue;
        struct dlb_span span = excepted_days(scan, service);
        if (span.end > span.start)
            spans[work->spans.n++] = (struct dlb_owned_span){span.start, span.end, 0, i};
    }
}

/* The days of all exceptions by start, in work->spans; the segments of the sweep stay. */
static size_t list_exceptions(const struct mutex_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    if (!dlb_work_spans(work, dlb_kin_services(work->caseload, scan->kin))) return 0;
    for (uint32_t i = 0; i < scan->kin->n; i++) add_exceptions(scan, scan->kin->persons[i]);
    return dlb_work_sort_spans(work) ? work->spans.n : 0;
}

static void add_hit(const struct mutex_scan *scan, struct dlb_span days)
{
    int64_t tau = scan->mutex->by_month ? 0 : scan->work->settings[TAU_DAYS];
    days = cut_to(days, scan->mutex->valid);
    if ((int64_t)days.end - days.start > tau)
        dlb_meet_hit(scan->work, (struct dlb_hit){days.start, days.end, scan->row});
}

/* The segments of the sweep without the days of exceptions. */
static void add_hits(const struct mutex_scan *scan, size_t n)
{
    struct dlb_rule_work *work = scan->work;
    bool may_except = scan->mutex->except_programme != DLB_NO_CODE;
    size_t n_exceptions = may_except && n ? list_exceptions(scan) : 0, next = 0;
    const struct dlb_owned_span *exceptions = work->spans.data;
    const struct dlb_span *segments = work->segments.data;
    int32_t excepted_to = DLB_DAY_NONE; /* by those that have been walked past */
    for (size_t i = 0; i < n; i++) {
        int32_t from = segments[i].start > excepted_to ? segments[i].start : excepted_to;
        for (; next < n_exceptions && exceptions[next].start < segments[i].end; next++) {
            int32_t to = exceptions[next].start;
            if (to > from) add_hit(scan, (struct dlb_span){from, to});
            if (exceptions[next].end > excepted_to) excepted_to = exceptions[next].end;
            if (excepted_to > from) from = excepted_to;
        }
        if (from < segments[i].end) add_hit(scan, (struct dlb_span){from, segments[i].end});
    }
}

/* ---- one row of the policy ------------------------------------------------------------------- */

/* Which sides there are. */
struct sides_there {
    bool a, b;
};

/* Add the sides of a person. */
static void add_person(const struct mutex_scan *scan, uint32_t person, struct sides_there *there)
{
    const struct dlb_mutex *mutex = scan->mutex;
    const struct dlb_caseload *caseload = scan->work->caseload;
    uint32_t end = caseload->services_first[person + 1];
    for (uint32_t at = caseload->services_first[person]; at < end; at++) {
        const struct dlb_service *service = &caseload->services[at];
        if (!dlb_service_is_active(service)) continue;
        bool a = dlb_selects(&mutex->a, service), b = dlb_selects(&mutex->b, service);
        if (!a && !b) continue;
        struct dlb_span span = compared_days(scan, service);
        uint8_t side = a && b ? DLB_SIDE_BOTH : a ? DLB_SIDE_A : DLB_SIDE_B;
        dlb_meet_side(scan->work, (struct dlb_side){span.start, span.end, scan->row, at, side});
        there->a |= a;
        there->b |= b;
    }
}

/* Add the days on which the two sides of a row of the policy meet. */
static void scan_mutex(const struct mutex_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    size_t first = work->sides.n, first_hit = work->hits.n, first_piece = work->pieces.n;
    struct sides_there there = {false, false};
    for (uint32_t i = 0; i < scan->kin->n; i++) add_person(scan, scan->kin->persons[i], &there);
    if (!there.a || !there.b)
        work->sides.n = first;
    else if (!scan->between)
        add_hits(scan, dlb_meet_sweep(work, first));
    else {
        add_hits(scan, dlb_between_sweep(work, scan->kin, first));
        dlb_between_cut(work, first_piece, first_hit);
    }
}

/* ---- findings ------------------------------------------------------------------------------ */

/* What a finding says of its two sides. */
struct sides {
    struct dlb_label names[2];
    int32_t began[2];
};

static bool touches(const struct mutex_scan *scan, const struct dlb_meeting *meeting,
                    const struct dlb_side *side)
{
    return scan->between ? dlb_between_touches(scan->work, meeting, side)
                         : dlb_meet_touches(scan->work, meeting, side);
}

/* Does a service that is on one side alone touch the meeting? */
static bool is_there(const struct mutex_scan *scan, const struct dlb_meeting *meeting,
                     unsigned side)
{
    const struct dlb_side *sides = scan->work->sides.data;
    for (size_t i = 0; i < scan->work->sides.n; i++)
        if (sides[i].side == side && touches(scan, meeting, &sides[i])) return true;
    return false;
}

static const char *const roles[] = {[DLB_SIDE_A] = "a", [DLB_SIDE_B] = "b"};

/*
 * What is on both sides belongs to a, where something stands for b alone. Else it has to stand for
 * both: where nothing is on a alone the first of it for a, and the rest for b.
 */
static void add_side(const struct mutex_scan *scan, const struct dlb_meeting *meeting,
                     unsigned wanted, bool b_is_there, struct sides *said)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_side *sides = work->sides.data;
    bool a_stands = !b_is_there && is_there(scan, meeting, DLB_SIDE_A);
    for (size_t i = 0; i < work->sides.n; i++) {
        if (!touches(scan, meeting, &sides[i])) continue;
        bool is_both = sides[i].side == DLB_SIDE_BOTH;
        unsigned side = !is_both ? sides[i].side : a_stands ? DLB_SIDE_B : DLB_SIDE_A;
        const struct dlb_service *service = &work->caseload->services[sides[i].row];
        a_stands = a_stands || (is_both && !b_is_there);
        if (side != wanted) continue;
        dlb_finding_row(work->findings, DLB_ROWS_SERVICES, sides[i].row, roles[side]);
        if (!said->names[side].ko.data)
            said->names[side] = dlb_benefit_label(work->caseload, sides[i].row);
        if (service->start < said->began[side]) said->began[side] = service->start;
    }
}

static void report(void *context, const struct dlb_meeting *meeting)
{
    const struct mutex_scan *scan = context;
    struct dlb_findings *findings = scan->work->findings;
    const struct dlb_hit *hits = scan->work->hits.data;
    const struct dlb_mutex *mutex =
        &scan->work->caseload->policy->mutexes[hits[meeting->first].which];
    struct sides said = {.began = {DLB_DAY_OPEN, DLB_DAY_OPEN}};
    bool b_is_there = is_there(scan, meeting, DLB_SIDE_B);
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = scan->kin->person;
    finding->household = scan->kin->household;
    finding->start = meeting->start;
    finding->end = meeting->end;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    finding->amount = DLB_AMOUNT_OF_ROLE;
    dlb_key_text(findings, mutex->set_id);
    add_side(scan, meeting, DLB_SIDE_A, b_is_there, &said); /* first: it has what is on both */
    add_side(scan, meeting, DLB_SIDE_B, b_is_there, &said);
    finding->won_role =
        roles[said.began[DLB_SIDE_A] > said.began[DLB_SIDE_B] ? DLB_SIDE_A : DLB_SIDE_B];
    dlb_detail_text(findings, "set_id", mutex->set_id);
    dlb_detail_label(findings, "benefit_a", said.names[DLB_SIDE_A]);
    dlb_detail_label(findings, "benefit_b", said.names[DLB_SIDE_B]);
    if (meeting->end != DLB_DAY_OPEN) dlb_detail_int(findings, "overlap_days", meeting->days);
    dlb_detail_int(findings, "tau_days", mutex->by_month ? 0 : scan->work->settings[TAU_DAYS]);
    if (mutex->legal_ref.data) dlb_detail_text(findings, "legal_ref", mutex->legal_ref);
    dlb_detail_clears(findings, "one_side_ends_by", meeting->start - 1);
}

/* Is the row of the policy asked about? */
static bool is_asked(const struct mutex_scan *scan, const struct dlb_mutex *mutex)
{
    return mutex->kind == DLB_MUTEX_EXCLUSIVE && (mutex->household || !scan->between);
}

/* Count the services of the kin's i-th person that are on a side of any row that is asked about. */
static void judge_person(struct mutex_scan *scan, uint32_t i, unsigned asked)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    uint32_t person = scan->kin->persons[i], end = caseload->services_first[person + 1];
    uint64_t n = 0;
    for (uint32_t at = caseload->services_first[person]; at < end; at++) {
        const struct dlb_service *service = &caseload->services[at];
        unsigned marks = dlb_policy_marks(caseload->policy, service->programme, service->class_);
        if (!(marks & asked) || !dlb_service_is_active(service)) continue;
        dlb_sides_add(&scan->sides, caseload->policy, service);
        n++;
    }
    if (scan->between)
        dlb_kin_judge(scan->work, scan->kin, i, n);
    else
        dlb_judge_rows(scan->work, n);
}

/* Judge all of the kin; can anything of it meet? Not while one of the two sides is empty. */
static bool judge(struct mutex_scan *scan)
{
    unsigned asked = scan->between ? DLB_MARK_EXCLUDES_HOME_A | DLB_MARK_EXCLUDES_HOME_B
                                   : DLB_MARK_EXCLUDES_A | DLB_MARK_EXCLUDES_B;
    if (scan->between && !dlb_kin_judge_begin(scan->work, scan->kin)) return false;
    for (uint32_t i = 0; i < scan->kin->n; i++) judge_person(scan, i, asked);
    return scan->sides.a & scan->sides.b;
}

static void scan_all(struct mutex_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_policy *policy = work->caseload->policy;
    if (!judge(scan)) return;
    dlb_meet_begin(work);
    for (uint32_t i = 0; i < policy->n_mutexes; i++) {
        const struct dlb_mutex *mutex = &policy->mutexes[i];
        scan->mutex = mutex;
        scan->row = i;
        if (is_asked(scan, mutex) && dlb_may_meet(scan->sides, i)) scan_mutex(scan);
        if (!mutex->ends_set) continue;
        if (dlb_meet_settle(work)) dlb_meet_findings(work, report, scan);
        dlb_meet_begin(work);
    }
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t person)
{
    struct dlb_kin alone = {DLB_NO_CODE, person, &alone.person, 1};
    struct mutex_scan scan = {.work = work, .rule = rule, .kin = &alone};
    scan_all(&scan);
}

static void kernel_between(struct dlb_rule_work *work, const struct dlb_rule *rule,
                           uint32_t subject)
{
    struct dlb_kin kin;
    dlb_kin_look(work->caseload, subject, &kin);
    struct mutex_scan scan = {.work = work, .rule = rule, .kin = &kin, .between = true};
    if (kin.n > 1) scan_all(&scan);
}

static const struct dlb_param params[] = {{.name = "tau_days", .most = DLB_PARAM_DAYS_MAX}};

const struct dlb_rule dlb_rule_d09 = {
    .id = "D09",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_PERSON,
    .tables = DLB_HAS_SERVICES | DLB_HAS_MUTEX | DLB_HAS_PROGRAMMES,
    .nothing = "no service that counts is on either side of a set",
    .nothing_ko = "함께 받을 수 없는 급여에 해당하는 서비스 없음",
    .traits = DLB_TRAIT_MARKED(DLB_MARK_EXCLUDES_A | DLB_MARK_EXCLUDES_B),
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "함께 받을 수 없는 급여",
    .name_en = "benefits that exclude each other",
    .message_ko = "{benefit_a:과} {benefit_b:은} 함께 받을 수 없는데 같이 지원된 것으로 "
                  "보입니다({period}, {agencies}). 어느 쪽을 유지할지 확인해 주세요.",
    .message_en = "{benefit_a} and {benefit_b} exclude each other, but both seem to have been "
                  "given ({period}; {agencies}). Please check which one stays."};

const struct dlb_rule dlb_rule_d10 = {
    .id = "D10",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 3,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_HOUSEHOLD,
    .tables = DLB_HAS_SERVICES | DLB_HAS_MUTEX | DLB_HAS_PROGRAMMES,
    .nothing = "no household of two has a service on a side of a set of household scope",
    .nothing_ko = "두 명 이상인 가구에, 한 가구에서 함께 받을 수 없는 급여에 해당하는 서비스 없음",
    .traits = DLB_TRAIT_MARKED(DLB_MARK_EXCLUDES_HOME_A | DLB_MARK_EXCLUDES_HOME_B),
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel_between,
    .name_ko = "한 가구에서 함께 받을 수 없는 급여",
    .name_en = "benefits excluded within a household",
    .message_ko = "{benefit_a:과} {benefit_b:은} 한 가구에서 함께 받을 수 없는데 가구원이 각각 "
                  "지원받은 것으로 보입니다({period}, {agencies}). 어느 쪽을 유지할지 확인해 "
                  "주세요.",
    .message_en = "{benefit_a} and {benefit_b} exclude each other in one household, but two of its "
                  "members seem to have been given one each ({period}; {agencies}). Please check "
                  "which one stays."};
