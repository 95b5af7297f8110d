/* SPDX-License-Identifier: Apache-2.0 */
/*
 * visit_list.c - whom a mobile centre drives to first.
 *
 * On the list is everybody alive whom a finding is about that a visit can help with. Zones come in
 * the order of how many people wait there; in a zone the most severe comes first, then what was due
 * first, then whoever was not visited for longest, those never visited before all others.
 */
#include "layer/layer.h"

#include <string.h>

/* Rules about people who lack something, or of whom nobody knows how they are. Rules about what
 * an agency has to write down are not among them. */
static const char *const helped_by_visits[] = {"O01", "O02", "O03", "O04", "O06", "O10",
                                               "O13", "O15", "O16", "O17", "O21", "O30"};

/* A finding that is a reason to visit a person. */
struct reason {
    uint32_t person;
    const struct dlb_rule *rule;
    uint8_t severity;
    int32_t due_on;
};

struct stop {
    uint32_t zone, person;
    uint32_t n_waiting; /* in its zone */
    uint8_t severity;
    int32_t due_on, last_visit; /* DLB_DAY_NONE: never */
    uint32_t first, n;          /* its reasons */
    struct dlb_text person_id;
};

static const struct dlb_frame_column columns[] = {
    {"zone_id", DLB_FRAME_TEXT, 0},   {"rank", DLB_FRAME_INT32, 0},
    {"person_id", DLB_FRAME_TEXT, 0}, {"reasons", DLB_FRAME_TEXT, 0},
    {"severity", DLB_FRAME_INT32, 0}, {"due_on", DLB_FRAME_DAY, 0},
    {"last_visit", DLB_FRAME_DAY, 0}};

static int compare(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* ---- reasons --------------------------------------------------------------------------------- */

static bool is_reason(const struct dlb_finding_brief *brief)
{
    if (brief->suppressed || brief->person == DLB_NO_CODE) return false;
    const char *id = dlb_rule_works_as(brief->rule)->id;
    for (size_t i = 0; i < sizeof helped_by_visits / sizeof *helped_by_visits; i++)
        if (strcmp(id, helped_by_visits[i]) == 0) return true;
    return false;
}

static int reason_order(const void *left_reason, const void *right_reason)
{
    const struct reason *left = left_reason, *right = right_reason;
    int order = compare(left->person, right->person);
    if (!order) order = strcmp(left->rule->id, right->rule->id);
    if (!order) order = compare(right->severity, left->severity);
    return order ? order : compare(left->due_on, right->due_on);
}

static size_t count_findings(const struct dlb_rule_result *result)
{
    struct dlb_finding_brief brief;
    size_t n = 0;
    for (unsigned i = 0; i < result->n_stores; i++)
        for (size_t j = 0; dlb_findings_brief(&result->stores[i], j, &brief); j++)
            n += is_reason(&brief);
    return n;
}

static uint32_t list_reasons(const struct dlb_rule_result *result, struct reason *reasons)
{
    struct dlb_finding_brief brief;
    uint32_t n = 0;
    for (unsigned i = 0; i < result->n_stores; i++)
        for (size_t j = 0; dlb_findings_brief(&result->stores[i], j, &brief); j++)
            if (is_reason(&brief))
                reasons[n++] =
                    (struct reason){brief.person, brief.rule, brief.severity, brief.due_on};
    return n;
}

/* ---- stops ----------------------------------------------------------------------------------- */

static int32_t later(const struct dlb_caseload *caseload, int32_t day, int32_t than)
{
    return day <= caseload->as_of && day > than ? day : than; /* DLB_DAY_NONE is before all */
}

/* By anybody: an event, or the first visit of a case. */
static int32_t last_visit(const struct dlb_caseload *caseload, uint32_t person)
{
    int32_t last = DLB_DAY_NONE;
    for (uint32_t i = caseload->events_first[person]; i < caseload->events_first[person + 1]; i++)
        if (caseload->events[i].kind == DLB_EVENT_VISIT)
            last = later(caseload, caseload->events[i].date, last);
    for (uint32_t i = caseload->cases_first[person]; i < caseload->cases_first[person + 1]; i++)
        last = later(caseload, caseload->cases[i].visited_on, last);
    return last;
}

static struct stop make_stop(const struct dlb_coverage *coverage, const struct reason *reasons,
                             uint32_t first, uint32_t n)
{
    const struct dlb_caseload *caseload = coverage->caseload;
    uint32_t person = reasons[first].person;
    struct stop stop = {.zone = coverage->person_zones[person],
                        .person = person,
                        .due_on = INT32_MAX,
                        .last_visit = last_visit(caseload, person),
                        .first = first,
                        .n = n,
                        .person_id = caseload->people->person_ids[person]};
    for (uint32_t i = first; i < first + n; i++) {
        if (reasons[i].severity > stop.severity) stop.severity = reasons[i].severity;
        if (reasons[i].due_on < stop.due_on) stop.due_on = reasons[i].due_on;
    }
    return stop;
}

/* One for each person who lives in a known zone. */
static uint32_t list_stops(const struct dlb_coverage *coverage, const struct reason *reasons,
                           uint32_t n_reasons, uint32_t *n_waiting, struct stop *stops)
{
    const struct dlb_caseload *caseload = coverage->caseload;
    uint32_t n = 0;
    for (uint32_t from = 0, to; from < n_reasons; from = to) {
        uint32_t person = reasons[from].person, zone = coverage->person_zones[person];
        int32_t death = dlb_person_death(caseload, person);
        for (to = from; to < n_reasons && reasons[to].person == person;) to++;
        bool died = death != DLB_DAY_NONE && death <= caseload->as_of;
        if (died || zone == DLB_NO_CODE) continue;
        stops[n++] = make_stop(coverage, reasons, from, to - from);
        n_waiting[zone]++;
    }
    for (uint32_t i = 0; i < n; i++) stops[i].n_waiting = n_waiting[stops[i].zone];
    return n;
}

static int stop_order(const void *left_stop, const void *right_stop)
{
    const struct stop *left = left_stop, *right = right_stop;
    int order = compare(right->n_waiting, left->n_waiting);
    if (!order) order = compare(left->zone, right->zone);
    if (!order) order = compare(right->severity, left->severity);
    if (!order) order = compare(left->due_on, right->due_on);
    if (!order) order = compare(left->last_visit, right->last_visit);
    return order ? order : dlb_text_order(left->person_id, right->person_id);
}

/* ---- the table ------------------------------------------------------------------------------- */

/* "O01;O06": each rule once. */
static void put_reasons(struct dlb_frame *frame, const struct reason *reasons,
                        const struct stop *stop)
{
    enum { RULES = sizeof helped_by_visits / sizeof *helped_by_visits + DLB_LOCAL_RULES_MAX };
    char text[RULES * sizeof "O01;"];
    size_t len = 0;
    for (uint32_t i = stop->first; i < stop->first + stop->n; i++) {
        bool again = i > stop->first && reasons[i].rule == reasons[i - 1].rule;
        if (again) continue;
        if (len) text[len++] = ';';
        memcpy(text + len, reasons[i].rule->id, strlen(reasons[i].rule->id));
        len += strlen(reasons[i].rule->id);
    }
    dlb_frame_text(frame, (struct dlb_text){text, len});
}

static void put_stops(const struct dlb_caseload *caseload, const struct reason *reasons,
                      const struct stop *stops, uint32_t n, struct dlb_frame *frame)
{
    int32_t rank = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct stop *stop = &stops[i];
        rank = i > 0 && stops[i - 1].zone == stop->zone ? rank + 1 : 1;
        dlb_frame_text(frame, caseload->zones[stop->zone].id);
        dlb_frame_int(frame, rank);
        dlb_frame_text(frame, stop->person_id);
        put_reasons(frame, reasons, stop);
        dlb_frame_int(frame, stop->severity);
        dlb_frame_day(frame, stop->due_on);
        dlb_frame_day(frame, stop->last_visit);
    }
}

static dolbom_status put_list(const struct dlb_coverage *coverage, struct reason *reasons,
                              uint32_t n_reasons, struct dlb_frame *frame, dolbom_error *error)
{
    struct dlb_env *env = coverage->env;
    size_t n_zones = coverage->n_zones;
    struct stop *stops = dlb_alloc_array(env, n_reasons, sizeof *stops);
    uint32_t *n_waiting = dlb_alloc_zero(env, n_zones * sizeof *n_waiting);
    dolbom_status status = stops && n_waiting ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK)
        status = dlb_order_rows(env, reasons, n_reasons, sizeof *reasons, reason_order, error);
    uint32_t n =
        status == DOLBOM_OK ? list_stops(coverage, reasons, n_reasons, n_waiting, stops) : 0;
    if (status == DOLBOM_OK)
        status = dlb_order_rows(env, stops, n, sizeof *stops, stop_order, error);
    if (status == DOLBOM_OK) put_stops(coverage->caseload, reasons, stops, n, frame);
    dlb_free(env, n_waiting, n_zones * sizeof *n_waiting);
    dlb_free(env, stops, n_reasons * sizeof *stops);
    return status;
}

dolbom_status dlb_visit_list_frame(const struct dlb_coverage *coverage,
                                   const struct dlb_rule_result *result, struct dlb_frame **frame,
                                   dolbom_error *error)
{
    struct dlb_env *env = coverage->env;
    size_t n = count_findings(result);
    struct reason *reasons = dlb_alloc_array(env, n, sizeof *reasons);
    if (!reasons) return dlb_fail_memory(error, env);
    dolbom_status status =
        dlb_frame_open(env, columns, sizeof columns / sizeof *columns, frame, error);
    if (status == DOLBOM_OK)
        status = put_list(coverage, reasons, list_reasons(result, reasons), *frame, error);
    dlb_free(env, reasons, n * sizeof *reasons);
    return status;
}
