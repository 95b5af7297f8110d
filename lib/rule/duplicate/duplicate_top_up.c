/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_top_up.c - D11: more than a benefit may fill up.
 *
 * Of two benefits a fills up what b leaves of a ceiling. Both are summed month by month, of one
 * person or of all persons of the household; months that follow each other are one finding.
 *
 *   ceiling     ########################
 *   b           ==============            counted_share of it
 *   a           --------------##########  may be given, and epsilon_won more
 *
 * A monthly service counts with its amount in each of its months, any other in one. A month in
 * which an amount or the ceiling is not known is not judged.
 */
#include <string.h>

#include "rule/kernel.h"

enum { COUNTED_SHARE = DLB_PARAM_OWN, EPSILON_WON };

enum { MILLION = 1000000, CODE_ROOM = 256 };

struct fill_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    const struct dlb_kin *home;    /* whose size the ceiling is for */
    struct dlb_kin kin;            /* whose rows are summed: all of them, or one person's */
    const struct dlb_mutex *mutex; /* the row that is asked about */
    uint32_t row;                  /* its number */
    struct dlb_threshold_rows ceilings;
    int32_t first_month, end_month; /* of work->months */
};

/* ---- rows ----------------------------------------------------------------------------------- */

static bool is_on(const struct dlb_mutex *mutex, const struct dlb_service *service)
{
    return dlb_selects(&mutex->a, service) || dlb_selects(&mutex->b, service);
}

/* The months in which a service counts. */
static struct dlb_span months_of(const struct fill_scan *scan, const struct dlb_service *service)
{
    struct dlb_ending ending = dlb_work_ending(scan->work, scan->rule, service->person);
    struct dlb_span months = dlb_service_months(service, ending);
    int32_t after_now = dlb_month_of(scan->work->caseload->as_of) + 1;
    bool monthly = service->lasting & DLB_LASTS_MONTHS;
    if (months.end > months.start && !monthly) months.end = months.start + 1;
    if (months.end == DLB_DAY_OPEN) months.end = after_now;
    return months;
}

/* Add the rows of both sides of the i-th person; what is on both is a's. */
static void add_person(struct fill_scan *scan, uint32_t i)
{
    const struct dlb_caseload *caseload = scan->work->caseload;
    uint32_t person = scan->kin.persons[i], end = caseload->services_first[person + 1];
    for (uint32_t at = caseload->services_first[person]; at < end; at++) {
        const struct dlb_service *service = &caseload->services[at];
        if (!dlb_service_is_active(service) || !is_on(scan->mutex, service)) continue;
        struct dlb_span months = months_of(scan, service), days = dlb_months_days(months);
        uint8_t side = dlb_selects(&scan->mutex->a, service) ? DLB_SIDE_A : DLB_SIDE_B;
        if (months.end <= months.start) continue;
        dlb_meet_side(scan->work, (struct dlb_side){days.start, days.end, scan->row, at, side});
        if (months.start < scan->first_month) scan->first_month = months.start;
        if (months.end > scan->end_month) scan->end_month = months.end;
    }
}

/* ---- sums ----------------------------------------------------------------------------------- */

static struct dlb_month_sums *sums_of(const struct fill_scan *scan, int32_t month)
{
    return (struct dlb_month_sums *)scan->work->months.data + (month - scan->first_month);
}

/* A row begins (1) or has ended (-1) in a month. */
static void add_change(const struct fill_scan *scan, const struct dlb_side *side, int32_t day,
                       int32_t sign)
{
    struct dlb_month_sums *sums = sums_of(scan, dlb_month_of(day));
    int64_t won = scan->work->caseload->services[side->row].amount_won;
    if (won == DLB_NO_AMOUNT)
        sums->n_lack += sign;
    else
        sums->won[side->side] += (dlb_wide)won * sign;
    if (side->side == DLB_SIDE_A) sums->n_a += sign;
}

/* work->months of the sides from `first_side` on; false: no memory. */
static bool sum_months(struct fill_scan *scan, size_t first_side)
{
    struct dlb_rule_work *work = scan->work;
    size_t n = (size_t)(scan->end_month - scan->first_month) + 1;
    work->months.n = 0;
    struct dlb_month_sums *months =
        dlb_array_reserve(work->env, &work->months, n, sizeof *months, UINT32_MAX);
    if (!months) dlb_findings_no_memory(work->findings);
    if (!months) return false;
    memset(months, 0, n * sizeof *months);
    const struct dlb_side *sides = work->sides.data;
    for (size_t i = first_side; i < work->sides.n; i++) {
        add_change(scan, &sides[i], sides[i].start, 1);
        add_change(scan, &sides[i], sides[i].end, -1);
    }
    for (size_t i = 1; i < n; i++) {
        months[i].won[DLB_SIDE_A] += months[i - 1].won[DLB_SIDE_A];
        months[i].won[DLB_SIDE_B] += months[i - 1].won[DLB_SIDE_B];
        months[i].n_a += months[i - 1].n_a;
        months[i].n_lack += months[i - 1].n_lack;
    }
    return true;
}

/* ---- what may be given ---------------------------------------------------------------------- */

/* Side a as the policy writes it. */
static struct dlb_text side_code(const struct fill_scan *scan, char room[16])
{
    const struct dlb_selector *a = &scan->mutex->a;
    if (a->programme != DLB_NO_CODE) return scan->work->caseload->programme_ids[a->programme];
    memcpy(room, "class:", 6);
    dlb_class_write(a->class_, room + 6);
    return dlb_text_of(room);
}

/* Of the row that is asked about. */
static struct dlb_threshold_rows find_ceilings(const struct fill_scan *scan)
{
    char room[16];
    return dlb_rule_thresholds(scan->work->caseload->policy, scan->rule, side_code(scan, room));
}

/* In millionths of a won. */
static bool find_ceiling(const struct fill_scan *scan, int32_t on, int64_t *ceiling)
{
    return dlb_kin_threshold(scan->work->caseload, scan->home, scan->ceilings, on, ceiling);
}

/* How much of b counts, in millionths: as the row says, else as the rule does. */
static int64_t counted_share(const struct fill_scan *scan)
{
    int32_t own = scan->mutex->counted_share_ppm;
    return own < 0 ? scan->work->settings[COUNTED_SHARE] : own;
}

/* What b leaves of the ceiling, in won. */
static dlb_wide left_of(const struct fill_scan *scan, int64_t ceiling, dlb_wide won)
{
    dlb_wide left = ceiling - counted_share(scan) * won;
    return left > 0 ? left / MILLION : 0;
}

static void judge_month(const struct fill_scan *scan, int32_t month)
{
    const struct dlb_month_sums *sums = sums_of(scan, month);
    struct dlb_span days = {dlb_month_start(month), dlb_month_start(month + 1)};
    int64_t ceiling;
    if (!sums->n_a || sums->n_lack || !dlb_valid_on(scan->mutex->valid, days.start)) return;
    if (!find_ceiling(scan, days.start, &ceiling)) return;
    dlb_wide over = sums->won[DLB_SIDE_A] - left_of(scan, ceiling, sums->won[DLB_SIDE_B]);
    if (over > scan->work->settings[EPSILON_WON])
        dlb_meet_hit(scan->work, (struct dlb_hit){days.start, days.end, scan->row});
}

/* ---- findings ------------------------------------------------------------------------------- */

/* What a side is called: by its programme, else by the domain of its class. */
static void put_name(const struct fill_scan *scan, const char *key, const struct dlb_selector *side,
                     int32_t on)
{
    struct dlb_label domain = {dlb_text_of(dlb_domain_name(side->class_, true)),
                               dlb_text_of(dlb_domain_name(side->class_, false))};
    bool by_class = side->programme == DLB_NO_CODE;
    dlb_detail_label(scan->work->findings, key,
                     by_class ? domain
                              : dlb_programme_label(scan->work->caseload, side->programme, on));
}

static int64_t whole_won(dlb_wide won)
{
    return won > INT64_MAX ? INT64_MAX : (int64_t)won;
}

/* The sums of the first month that is too much, of the first row of the set. */
static void put_numbers(struct fill_scan *scan, const struct dlb_hit *hit)
{
    struct dlb_rule_work *work = scan->work;
    const struct dlb_side *sides = work->sides.data;
    struct dlb_won won[2] = {{0, false}, {0, false}};
    int64_t ceiling = 0;
    scan->ceilings = find_ceilings(scan);
    find_ceiling(scan, hit->start, &ceiling);
    for (size_t i = 0; i < work->sides.n; i++)
        if (sides[i].which == hit->which && sides[i].start <= hit->start &&
            sides[i].end > hit->start)
            dlb_won_add(&won[sides[i].side], work->caseload->services[sides[i].row].amount_won);
    put_name(scan, "benefit_a", &scan->mutex->a, hit->start);
    put_name(scan, "benefit_b", &scan->mutex->b, hit->start);
    dlb_detail_int(work->findings, "given_won", won[DLB_SIDE_A].sum);
    dlb_detail_int(work->findings, "counted_won", won[DLB_SIDE_B].sum);
    dlb_detail_milli(work->findings, "counted_share", counted_share(scan) / 1000);
    dlb_detail_int(work->findings, "ceiling_won", ceiling / MILLION);
    dlb_detail_int(work->findings, "allowed_won",
                   whole_won(left_of(scan, ceiling, won[DLB_SIDE_B].sum)));
    dlb_detail_int(work->findings, "epsilon_won", work->settings[EPSILON_WON]);
    struct dlb_text law = scan->mutex->legal_ref;
    if (law.data) dlb_detail_text(work->findings, "legal_ref", law);
    dlb_detail_clears(work->findings, "amount_corrected", DLB_DAY_NONE);
}

static void add_rows(struct dlb_rule_work *work, const struct dlb_meeting *meeting, uint8_t wanted)
{
    const struct dlb_side *sides = work->sides.data;
    for (size_t i = 0; i < work->sides.n; i++)
        if (sides[i].side == wanted && dlb_meet_touches(work, meeting, &sides[i]))
            dlb_finding_row(work->findings, DLB_ROWS_SERVICES, sides[i].row,
                            wanted == DLB_SIDE_A ? "a" : "b");
}

static void report(void *context, const struct dlb_meeting *meeting)
{
    struct fill_scan *scan = context;
    struct dlb_rule_work *work = scan->work;
    const struct dlb_hit *hit = (const struct dlb_hit *)work->hits.data + meeting->first;
    struct dlb_finding *finding = dlb_finding_open(work->findings, scan->rule);
    scan->mutex = &work->caseload->policy->mutexes[hit->which];
    finding->person = scan->kin.person;
    finding->household = scan->kin.household;
    finding->start = meeting->start;
    finding->end = meeting->end;
    if (meeting->n_segments > 1) finding->days = meeting->days;
    dlb_key_text(work->findings, scan->mutex->set_id);
    dlb_detail_text(work->findings, "set_id", scan->mutex->set_id);
    put_numbers(scan, hit);
    add_rows(work, meeting, DLB_SIDE_A); /* first: what is on both is a's */
    add_rows(work, meeting, DLB_SIDE_B);
}

/* ---- questions ------------------------------------------------------------------------------ */

/* One row of the policy. */
static void ask_row(struct fill_scan *scan)
{
    struct dlb_rule_work *work = scan->work;
    size_t first_side = work->sides.n;
    scan->first_month = DLB_DAY_OPEN;
    scan->end_month = DLB_DAY_NONE;
    for (uint32_t i = 0; i < scan->kin.n; i++) add_person(scan, i);
    if (work->sides.n == first_side || !sum_months(scan, first_side)) return;
    scan->ceilings = find_ceilings(scan);
    if (!scan->ceilings.n) return;
    for (int32_t month = scan->first_month; month < scan->end_month; month++)
        judge_month(scan, month);
}

enum { OF_ONE = 1, OF_ALL = 2 };

/* The rows from `row` on that are about one person, about the household, or both. */
static void ask_set(struct fill_scan *scan, uint32_t row, uint32_t end, unsigned scopes)
{
    const struct dlb_policy *policy = scan->work->caseload->policy;
    dlb_meet_begin(scan->work);
    for (; row < end; row++) {
        scan->mutex = &policy->mutexes[row];
        scan->row = row;
        bool asked = scan->mutex->kind == DLB_MUTEX_TOP_UP &&
                     scopes & (scan->mutex->household ? OF_ALL : OF_ONE);
        if (asked) ask_row(scan);
    }
    if (scan->work->hits.n && dlb_meet_settle(scan->work))
        dlb_meet_findings(scan->work, report, scan);
}

/* Somebody alone is a household too. */
static void ask_set_of(struct fill_scan *scan, uint32_t row, uint32_t end)
{
    const struct dlb_kin *home = scan->home;
    bool alone = home->household == DLB_NO_CODE;
    scan->kin = *home;
    if (!alone) ask_set(scan, row, end, OF_ALL);
    for (uint32_t i = 0; i < home->n; i++) {
        if (!dlb_kin_is_largest(scan->work->caseload, home, i)) continue;
        scan->kin = (struct dlb_kin){DLB_NO_CODE, home->persons[i], &scan->kin.person, 1};
        ask_set(scan, row, end, alone ? OF_ONE | OF_ALL : OF_ONE);
    }
}

/* Does any row of the policy ask about the service? */
static bool is_asked_about(const struct dlb_policy *policy, const struct dlb_service *service)
{
    unsigned sides = dlb_policy_marks(policy, service->programme, service->class_);
    return sides & DLB_MARK_TOP_UP && dlb_service_is_active(service);
}

/* Count what enters the comparison; false: nothing does. */
static bool judge(struct dlb_rule_work *work, const struct dlb_kin *kin)
{
    const struct dlb_caseload *caseload = work->caseload;
    uint64_t total = 0;
    for (uint32_t i = 0; i < kin->n; i++) {
        uint32_t end = caseload->services_first[kin->persons[i] + 1];
        uint64_t n = 0;
        for (uint32_t at = caseload->services_first[kin->persons[i]]; at < end; at++)
            n += is_asked_about(caseload->policy, &caseload->services[at]);
        dlb_kin_judge(work, kin, i, n);
        total += n;
    }
    return total > 0;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    const struct dlb_policy *policy = work->caseload->policy;
    struct dlb_kin kin;
    dlb_kin_look(work->caseload, subject, &kin);
    if (!dlb_kin_judge_begin(work, &kin) || !judge(work, &kin)) return;
    struct fill_scan scan = {.work = work, .rule = rule, .home = &kin};
    for (uint32_t row = 0, end; row < policy->n_mutexes; row = end) {
        struct dlb_text set = policy->mutexes[row].set_id;
        for (end = row + 1; end < policy->n_mutexes;) {
            if (!dlb_text_equal(policy->mutexes[end].set_id, set)) break;
            end++;
        }
        ask_set_of(&scan, row, end);
    }
}

static const struct dlb_param params[] = {
    {.name = "counted_share", .decimals = 6, .most = DLB_PARAM_SHARE, .value = DLB_PARAM_SHARE},
    {.name = "epsilon_won", .most = INT64_MAX, .value = 1000},
};

const struct dlb_rule dlb_rule_d11 = {
    .id = "D11",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_HOUSEHOLD,
    .tables = DLB_HAS_SERVICES | DLB_HAS_MUTEX | DLB_HAS_PROGRAMMES | DLB_HAS_THRESHOLDS,
    .nothing = "no service that counts is on either side of a set of kind top_up",
    .nothing_ko = "보충 급여 조합에 해당하는 서비스 없음",
    .traits = DLB_TRAIT_MARKED(DLB_MARK_TOP_UP),
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .kernel = kernel,
    .name_ko = "보충 급여 한도 초과",
    .name_en = "more than a benefit may fill up",
    .message_ko = "{benefit_a:은} {benefit_b:을} 뺀 나머지만 보충하는 급여인데 한도보다 많이 "
                  "지원된 것으로 보입니다({period}, 지원 {given_won}원, 한도 {allowed_won}원). "
                  "금액을 확인해 주세요.",
    .message_en = "{benefit_a} may fill up what {benefit_b} leaves, but more seems to have been "
                  "given ({period}; {given_won} won, {allowed_won} allowed). Please check the "
                  "amounts."};
