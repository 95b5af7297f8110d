/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding.c - from what a kernel saw to what a caseworker reads.
 *
 * A kernel names the subject, the days and the rows; everything else follows from the rows
 * here, in one place, so that all rules mean the same by it.
 *
 *   agencies      of the rows, sorted, each once
 *   cross_area    their zones differ, or where one has no zone, their areas
 *   amount_won    duplicates: the sum of the services less what the largest agency gave, or
 *                 what the kernel says should not have been
 *   probability   the weakest record among the rows
 *   owner         the agency of the service that started last; of one day the first
 *
 * Ids are made in finding_id.c; severity and state in finding_judge.c.
 */
#include "finding/finding_store.h"

#include <string.h>

enum { ROWS_MAX = 1 << 30 };

/* ---- the store ------------------------------------------------------------------------------ */

void dlb_findings_open(struct dlb_env *env, const struct dlb_caseload *caseload,
                       const struct dlb_decisions *decisions, const struct dlb_digest *digest,
                       struct dlb_findings *findings)
{
    *findings = (struct dlb_findings){
        .env = env, .caseload = caseload, .decisions = decisions, .digest = digest};
    findings->key.env = findings->detail.env = env;
    findings->clears.env = findings->message.env = env;
    dlb_arena_init(&findings->texts, env, true);
}

void dlb_findings_reset(struct dlb_findings *findings)
{
    findings->closed.n = findings->evidence.n = findings->whole.n = findings->n_settled = 0;
    findings->parties.n = 0;
    dlb_arena_reset(&findings->texts);
}

void dlb_findings_clear(struct dlb_findings *findings)
{
    struct dlb_env *env = findings->env;
    if (!env) return;
    dlb_array_clear(env, &findings->rows, sizeof(struct dlb_evidence));
    dlb_array_clear(env, &findings->slots, sizeof(struct dlb_slot));
    dlb_writer_clear(&findings->key);
    dlb_writer_clear(&findings->detail);
    dlb_writer_clear(&findings->clears);
    dlb_writer_clear(&findings->message);
    dlb_array_clear(env, &findings->items, sizeof(struct dlb_sort_item));
    dlb_array_clear(env, &findings->spare, sizeof(struct dlb_sort_item));
    dlb_array_clear(env, &findings->names, sizeof(struct dlb_sort_item));
    dlb_array_clear(env, &findings->closed, sizeof(struct dlb_closed));
    dlb_array_clear(env, &findings->evidence, sizeof(struct dlb_evidence));
    dlb_array_clear(env, &findings->parties, sizeof(uint32_t));
    dlb_array_clear(env, &findings->whole, sizeof(uint64_t));
    dlb_arena_clear(&findings->texts);
    *findings = (struct dlb_findings){0};
}

void dlb_findings_no_memory(struct dlb_findings *findings)
{
    findings->no_memory = true;
}

const unsigned char *dlb_findings_id(const struct dlb_findings *findings, size_t at,
                                     const struct dlb_rule **rule)
{
    const struct dlb_closed *closed = findings->closed.data;
    *rule = closed[at].rule;
    return closed[at].id;
}

void dlb_findings_tally(const struct dlb_findings *findings, struct dlb_tally *tallies)
{
    const struct dlb_rule_catalogue *catalogue = findings->caseload->policy->catalogue;
    const struct dlb_closed *closed = findings->closed.data;
    for (size_t i = 0; i < findings->closed.n; i++) {
        struct dlb_tally *tally = &tallies[dlb_rule_number(catalogue, closed[i].rule)];
        tally->n += !closed[i].suppressed;
        tally->n_suppressed += closed[i].suppressed;
        tally->n_saturated += closed[i].saturated;
    }
}

struct dlb_finding *dlb_finding_open(struct dlb_findings *findings, const struct dlb_rule *rule)
{
    findings->open = (struct dlb_finding){.rule = rule,
                                          .person = DLB_NO_CODE,
                                          .household = DLB_NO_CODE,
                                          .programme = DLB_NO_CODE,
                                          .owner_agency = DLB_NO_CODE,
                                          .start = DLB_DAY_NONE,
                                          .end = DLB_DAY_NONE,
                                          .days = DLB_NONE,
                                          .due_on = DLB_DAY_NONE,
                                          .won = {DLB_NO_AMOUNT, false}};
    findings->rows.n = 0;
    dlb_writer_reset(&findings->key);
    dlb_detail_begin(findings);
    return &findings->open;
}

void dlb_finding_row(struct dlb_findings *findings, enum dlb_row_table table, uint32_t row,
                     const char *role)
{
    struct dlb_evidence *room =
        dlb_array_reserve(findings->env, &findings->rows, 1, sizeof *room, ROWS_MAX);
    if (!room) {
        findings->no_memory = true;
        return;
    }
    *room = (struct dlb_evidence){row, (uint8_t)table, role};
    findings->rows.n++;
}

/* What was written was written whole, or there was no memory. */
static void check_written(struct dlb_findings *findings)
{
    findings->no_memory |= findings->key.failed || findings->detail.failed ||
                           findings->clears.failed || findings->message.failed;
}

void dlb_finding_drop(struct dlb_findings *findings)
{
    check_written(findings);
    findings->rows.n = 0;
}

/* ---- agencies and amounts ----------------------------------------------------------------- */

/* The agencies' zones differ, or where one of them has no zone, their areas do. */
static bool areas_differ(const struct dlb_caseload *caseload, const struct dlb_sort_item *items,
                         size_t n)
{
    struct dlb_text zone = {NULL, 0}, area = {NULL, 0};
    bool zones_differ = false, areas_do = false, all_zones = true;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_agency *agency = &caseload->agencies[items[i].key];
        if (!agency->zone_id.data) all_zones = false;
        if (agency->zone_id.data && zone.data)
            zones_differ |= !dlb_text_equal(agency->zone_id, zone);
        if (agency->area_code.data && area.data)
            areas_do |= !dlb_text_equal(agency->area_code, area);
        if (agency->zone_id.data) zone = agency->zone_id;
        if (agency->area_code.data) area = agency->area_code;
    }
    return zones_differ || (!all_zones && areas_do);
}

static struct dlb_text join_agencies(struct dlb_findings *findings,
                                     const struct dlb_sort_item *items, size_t n)
{
    struct dlb_writer *text = &findings->message;
    dlb_writer_reset(text);
    for (size_t i = 0; i < n; i++) {
        if (i) dlb_write(text, ";");
        dlb_write_text(text, findings->caseload->agencies[items[i].key].id);
    }
    return dlb_findings_keep(findings, text);
}

static struct dlb_won sum_of_role(const struct dlb_findings *findings, const char *role)
{
    const struct dlb_evidence *rows = findings->rows.data;
    struct dlb_won won = {DLB_NO_AMOUNT, false};
    for (size_t i = 0; i < findings->rows.n; i++)
        if (rows[i].table == DLB_ROWS_SERVICES && strcmp(rows[i].role, role) == 0)
            dlb_won_add(&won, findings->caseload->services[rows[i].row].amount_won);
    return won;
}

static struct dlb_won amount_of(const struct dlb_findings *findings,
                                const struct dlb_evidence_say *say)
{
    const struct dlb_finding *open = &findings->open;
    bool of_role = open->amount == DLB_AMOUNT_ALL_OF_ROLE ||
                   (open->amount == DLB_AMOUNT_OF_ROLE && say->n_service_agencies == 1);
    struct dlb_won won = open->amount == DLB_AMOUNT_GIVEN ? open->won
                         : of_role                        ? sum_of_role(findings, open->won_role)
                                                          : say->others;
    won.saturated |= say->total.saturated;
    return won;
}

static void fill_agencies(struct dlb_findings *findings, const struct dlb_evidence_say *say,
                          struct dlb_closed *closed)
{
    struct dlb_sort_item *items = findings->items.data;
    size_t n = say->n_agencies;
    bool of_owner = !findings->rows.n && closed->owner_agency != DLB_NO_CODE && items;
    if (of_owner) items[n++].key = closed->owner_agency; /* it lists no rows */
    closed->n_agencies = (uint32_t)n;
    closed->cross_area = areas_differ(findings->caseload, items, n);
    closed->agencies = join_agencies(findings, items, n);
    struct dlb_won won = amount_of(findings, say);
    bool money = closed->rule->kind == DLB_FINDING_DUPLICATE;
    closed->amount_won = money ? won.sum : DLB_NO_AMOUNT;
    closed->saturated = money && won.saturated;
    if (closed->owner_agency == DLB_NO_CODE && say->last_service != DLB_NO_CODE)
        closed->owner_agency = findings->caseload->services[say->last_service].agency;
    if (closed->owner_agency == DLB_NO_CODE && n) closed->owner_agency = (uint32_t)items[0].key;
}

/* The agencies of the rows, and who is to act, each once. */
static void keep_parties(struct dlb_findings *findings, struct dlb_closed *closed)
{
    const struct dlb_sort_item *items = findings->items.data;
    uint32_t *parties =
        dlb_array_reserve(findings->env, &findings->parties, (size_t)closed->n_agencies + 1,
                          sizeof *parties, ROWS_MAX);
    closed->first_party = findings->parties.n;
    if (!parties) {
        findings->no_memory = true;
        return;
    }
    bool is_owner_one = closed->owner_agency == DLB_NO_CODE;
    for (uint32_t i = 0; i < closed->n_agencies; i++) {
        parties[closed->n_parties++] = (uint32_t)items[i].key;
        is_owner_one |= items[i].key == closed->owner_agency;
    }
    if (!is_owner_one) parties[closed->n_parties++] = closed->owner_agency;
    findings->parties.n += closed->n_parties;
}

/* ---- closing -------------------------------------------------------------------------------- */

/* Days of the span; an open end counts to as_of. */
static int32_t count_days(const struct dlb_caseload *caseload, const struct dlb_finding *open)
{
    if (open->days != DLB_NONE) return open->days;
    if (open->start == DLB_DAY_NONE || open->end == DLB_DAY_NONE) return 0;
    int32_t last = open->end == DLB_DAY_OPEN ? caseload->as_of + 1 : open->end;
    return last > open->start ? last - open->start : 0;
}

static struct dlb_text write_message(struct dlb_findings *findings, const struct dlb_closed *closed,
                                     bool korean, bool nameless)
{
    dlb_message_write(findings, closed, korean, nameless);
    return dlb_findings_keep(findings, &findings->message);
}

static void write_texts(struct dlb_findings *findings, struct dlb_closed *closed,
                        const struct dlb_severity *severity)
{
    bool nameless = closed->is_protected;
    closed->message_ko = write_message(findings, closed, true, false);
    closed->message_en = write_message(findings, closed, false, false);
    closed->told_ko = nameless ? write_message(findings, closed, true, true) : closed->message_ko;
    closed->told_en = nameless ? write_message(findings, closed, false, true) : closed->message_en;
    dlb_detail_end(findings, closed, severity);
    closed->detail = dlb_findings_keep(findings, &findings->detail);
    closed->listed = dlb_evidence_describe(findings, closed->n_listed);
}

static void push_closed(struct dlb_findings *findings, const struct dlb_closed *closed)
{
    struct dlb_closed *room =
        dlb_array_reserve(findings->env, &findings->closed, 1, sizeof *room, ROWS_MAX);
    if (!room) {
        findings->no_memory = true;
        return;
    }
    *room = *closed;
    findings->closed.n++;
}

/* Is it one that somebody wants to know of? */
static bool is_wanted(const struct dlb_findings *findings)
{
    if (!findings->only_service) return true;
    const struct dlb_evidence *rows = findings->rows.data;
    size_t i = 0, n = findings->rows.n;
    while (i < n && (rows[i].table != DLB_ROWS_SERVICES || rows[i].row != *findings->only_service))
        i++;
    return i < n;
}

void dlb_finding_close(struct dlb_findings *findings)
{
    if (!is_wanted(findings)) {
        dlb_finding_drop(findings);
        return;
    }
    const struct dlb_finding *open = &findings->open;
    const struct dlb_caseload *caseload = findings->caseload;
    const int64_t *settings = dlb_policy_settings(caseload->policy, open->rule);
    struct dlb_closed closed = {.rule = open->rule,
                                .person = open->person,
                                .household = open->household,
                                .programme = open->programme,
                                .class_ = open->class_,
                                .start = open->start,
                                .end = open->end,
                                .due_on = open->due_on,
                                .owner_agency = open->owner_agency,
                                .days = count_days(caseload, open),
                                .first_row = findings->evidence.n,
                                .decision = DLB_NO_CODE};
    struct dlb_severity severity;
    struct dlb_evidence_say say;
    dlb_evidence_settle(findings, &say);
    closed.n_rows = findings->rows.n;
    if (closed.due_on == DLB_DAY_NONE)
        closed.due_on = caseload->as_of + (int32_t)settings[DLB_PARAM_FIRST_ACTION_DAYS];
    fill_agencies(findings, &say, &closed);
    keep_parties(findings, &closed);
    closed.is_protected = say.is_protected;
    closed.probability_ppm = say.weakest_ppm;
    bool less = open->probability_ppm && open->probability_ppm < closed.probability_ppm;
    if (less) closed.probability_ppm = open->probability_ppm;
    dlb_finding_rate(findings, &say, &closed, &severity);
    dlb_finding_identify(findings, &closed);
    memcpy(closed.rows_key, say.key, sizeof closed.rows_key);
    dlb_finding_recognise(findings, &closed);
    dlb_finding_judge(findings, &say, &closed);
    dlb_precedence_keep(findings, &closed);
    closed.n_listed = dlb_evidence_list(findings, (size_t)settings[DLB_PARAM_EVIDENCE_MAX]);
    bool is_read = !findings->ids_only && !findings->no_memory;
    if (is_read) closed.key = dlb_findings_keep(findings, &findings->key);
    if (is_read && !closed.suppressed) write_texts(findings, &closed, &severity);
    check_written(findings);
    push_closed(findings, &closed);
}
