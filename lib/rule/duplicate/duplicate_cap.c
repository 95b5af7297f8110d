/* SPDX-License-Identifier: Apache-2.0 */
/*
 * duplicate_cap.c - D05: more often than a cap allows within some days.
 *
 * Every start of a service under the cap is an event, whichever agency gave it; of one day
 * the first agency and id come first. An event is over the cap when the cap holds on its day
 * and more than max_count events, itself and earlier ones, lie in the window_days up to and
 * including its day. Events over the cap that follow each other without one that is not make
 * one finding, which lists them and the earlier events their windows reach back to.
 *
 *   cap 1 in 30 days    01-05   01-30   02-04   03-05
 *   in the window         1       2       2       1
 *   over                          x-------x
 *
 * A cap of household scope counts the services of all persons of a household; who has none
 * is a household of one. Rows of the policy that say the same are one cap. What was typed twice
 * (D02) is one event.
 */
#include "rule/kernel.h"

struct cap_scan {
    struct dlb_rule_work *work;
    const struct dlb_rule *rule;
    const struct dlb_cap *caps; /* that say the same and hold at different times */
    uint32_t n_caps;
    uint32_t person, household; /* one of them, the other DLB_NO_CODE */
    const struct dlb_sort_item *events;
    size_t n;
    struct dlb_quota quota;
};

/* Events [over, end) are over the cap; their windows begin at `first`. `most` were in one. */
struct cap_run {
    size_t first, over, end, most, n_over;
};

static int32_t event_day(const struct cap_scan *scan, size_t i)
{
    return dlb_start_day(&scan->events[i]);
}

/* ---- findings ------------------------------------------------------------------------------- */

static void put_key(const struct cap_scan *scan)
{
    struct dlb_findings *findings = scan->work->findings;
    const struct dlb_cap *cap = scan->caps;
    if (cap->programme != DLB_NO_CODE)
        dlb_key_text(findings, scan->work->caseload->programme_ids[cap->programme]);
    else
        dlb_key_class(findings, cap->class_);
    dlb_key_int(findings, cap->max_count);
    dlb_key_int(findings, cap->window_days);
    if (cap->household) dlb_key_text(findings, dlb_text_of("household"));
}

static void put_numbers(const struct cap_scan *scan, const struct cap_run *run)
{
    struct dlb_findings *findings = scan->work->findings;
    const struct dlb_cap *cap = scan->caps;
    dlb_detail_int(findings, "max_count", cap->max_count);
    dlb_detail_int(findings, "window_days", cap->window_days);
    dlb_detail_int(findings, "count", (int64_t)run->most);
    dlb_detail_int(findings, "n_over", (int64_t)run->n_over);
    if (cap->legal_ref.data) dlb_detail_text(findings, "legal_ref", cap->legal_ref);
    if (cap->max_count <= 0) return;
    size_t reached = run->over - (size_t)cap->max_count; /* it leaves the window last */
    dlb_detail_clears(findings, "next_on_or_after", event_day(scan, reached) + cap->window_days);
}

static void open_run(const struct cap_scan *scan, const struct cap_run *run)
{
    struct dlb_findings *findings = scan->work->findings;
    struct dlb_finding *finding = dlb_finding_open(findings, scan->rule);
    finding->person = scan->person;
    finding->household = scan->household;
    finding->class_ = scan->caps->class_;
    finding->programme = scan->caps->programme;
    finding->start = event_day(scan, run->over);
    finding->end = event_day(scan, run->end - 1) + 1;
    put_key(scan);
    for (size_t i = run->first; i < run->end; i++)
        dlb_finding_row(findings, DLB_ROWS_SERVICES, (uint32_t)scan->events[i].value,
                        i < run->over ? "earlier" : "over");
    put_numbers(scan, run);
}

/* ---- runs of events over the cap ------------------------------------------------------------- */

static bool holds_on(const struct cap_scan *scan, int32_t day)
{
    for (uint32_t i = 0; i < scan->n_caps; i++)
        if (dlb_valid_on(scan->caps[i].valid, day)) return true;
    return false;
}

/* The next run from event *at on; false when there is none. *first walks along: where the
 * window of *at begins. */
static bool next_run(const struct cap_scan *scan, size_t *at, size_t *first, struct cap_run *run)
{
    *run = (struct cap_run){0};
    for (; *at < scan->n; ++*at) {
        int32_t day = event_day(scan, *at);
        while (event_day(scan, *first) <= day - scan->caps->window_days) ++*first;
        size_t count = *at + 1 - *first;
        bool is_over = count > (size_t)scan->caps->max_count && holds_on(scan, day);
        if (!is_over && run->n_over) return true;
        if (!is_over) continue;
        if (!run->n_over) run->first = *first;
        if (!run->n_over++) run->over = *at;
        if (count > run->most) run->most = count;
        run->end = *at + 1;
    }
    return run->n_over > 0;
}

/* One run of all that are left from `run` on. */
static void join_rest(const struct cap_scan *scan, size_t at, size_t first, struct cap_run *run)
{
    struct cap_run next;
    while (next_run(scan, &at, &first, &next)) {
        run->end = next.end;
        run->n_over += next.n_over;
        if (next.most > run->most) run->most = next.most;
    }
}

static void find_runs(struct cap_scan *scan)
{
    size_t at = 0, first = 0;
    struct cap_run run;
    scan->quota = dlb_quota_of(scan->n);
    while (next_run(scan, &at, &first, &run)) {
        if (!dlb_quota_takes(&scan->quota, run.end - run.first)) {
            join_rest(scan, at, first, &run);
            at = scan->n;
        }
        open_run(scan, &run);
        dlb_finding_close(scan->work->findings);
    }
}

/* ---- caps ----------------------------------------------------------------------------------- */

static void look_at_takers(void *context, const struct dlb_takers *takers)
{
    struct cap_scan *scan = context;
    struct dlb_start_filter filter = {scan->rule, dlb_is_capped, scan->caps, true};
    scan->person = takers->person;
    scan->household = takers->household;
    scan->n = dlb_work_starts(scan->work, takers, &filter);
    scan->events = scan->work->items.data;
    if (scan->n > (size_t)scan->caps->max_count) find_runs(scan);
}

static bool say_the_same(const struct dlb_cap *left, const struct dlb_cap *right)
{
    return left->programme == right->programme && left->class_.code == right->class_.code &&
           left->class_.digits == right->class_.digits && left->household == right->household &&
           left->max_count == right->max_count && left->window_days == right->window_days;
}

static void kernel(struct dlb_rule_work *work, const struct dlb_rule *rule, uint32_t subject)
{
    const struct dlb_policy *policy = work->caseload->policy;
    struct dlb_kin kin;
    dlb_kin_look(work->caseload, subject, &kin);
    if (!dlb_kin_judge_begin(work, &kin)) return;
    uint32_t n;
    const struct dlb_cap *caps = dlb_policy_caps(policy, rule, &n);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && say_the_same(&caps[i], &caps[end]);) end++;
        struct cap_scan scan = {.work = work, .rule = rule, .caps = &caps[i], .n_caps = end - i};
        dlb_each_takers(work, &kin, caps[i].household, look_at_takers, &scan);
    }
}

const struct dlb_rule dlb_rule_d05 = {
    .id = "D05",
    .version = 1,
    .kind = DLB_FINDING_DUPLICATE,
    .severity = 2,
    .stage = DLB_STAGE_DUPLICATES,
    .scope = DLB_SCOPE_HOUSEHOLD,
    .local = DLB_LOCAL_ROWS,
    .caps = DLB_CAP_COUNT,
    .tables = DLB_HAS_SERVICES | DLB_HAS_CAPS | DLB_HAS_PROGRAMMES,
    .nothing = "no service that counts is under a cap",
    .nothing_ko = "횟수 한도가 있는 서비스 없음",
    .traits = DLB_TRAIT_MARKED(DLB_MARK_COUNTED),
    .kernel = kernel,
    .name_ko = "기간 내 횟수 초과",
    .name_en = "more often than allowed",
    .message_ko = "{service:은} {window_days}일에 {max_count}회 한도이나 {count}회 제공된 "
                  "것으로 보입니다({period}, {agencies}). 다음 지원 날짜를 협의해 주세요.",
    .message_en = "{service} is meant for {max_count:time} in {window_days:day} but seems "
                  "to have been given {count:time} ({period}; {agencies}). Please agree on "
                  "the next date."};
