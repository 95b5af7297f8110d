/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finding.c - from what a kernel saw to what a caseworker reads.
 *
 * A kernel names the subject, the days and the rows; everything else follows from the rows
 * here, in one place, so that all rules mean the same by it.
 *
 *   agencies      of the rows, sorted, each once
 *   cross_area    their zones differ, or where one has no zone, their areas
 *   amount_won    duplicates: the sum of the rows less what the largest agency gave
 *   probability   the weakest record among the rows
 *   severity      base + 1 money + 1 three agencies + 1 risk - 1 doubt, 0 … 4
 *   id            keyed hash of rule, version, scope, class, set and first day
 *   state         new; identity_review below theta_high; or what people decided
 *
 * Risk is an emergency; and for omissions a child or a protected person, who come to harm
 * when nobody serves them, not when two do.
 */
#include <string.h>

#include "finding/finding_store.h"

enum {
    ROWS_MAX = 1 << 30,
    CHILD_MONTHS = 18 * 12,
    SURE_PPM = 995000,
    MANY_AGENCIES = 3,
    SEVERITY_MAX = 4
};

/* ---- the store ------------------------------------------------------------------------------ */

void dlb_findings_open(struct dlb_env *env, const struct dlb_caseload *caseload,
                       const struct dlb_decisions *decisions, const struct dlb_digest *digest,
                       struct dlb_findings *findings)
{
    *findings = (struct dlb_findings){.env = env, .caseload = caseload, .decisions = decisions,
                                      .digest = digest};
    dlb_arena_init(&findings->texts, env, true);
}

void dlb_findings_reset(struct dlb_findings *findings)
{
    findings->closed.n = findings->evidence.n = 0;
    dlb_arena_reset(&findings->texts);
}

void dlb_findings_clear(struct dlb_findings *findings)
{
    struct dlb_env *env = findings->env;
    if (!env) return;
    dlb_array_clear(env, &findings->rows, sizeof(struct dlb_evidence));
    dlb_array_clear(env, &findings->slots, sizeof(struct dlb_slot));
    dlb_array_clear(env, &findings->detail, 1);
    dlb_array_clear(env, &findings->clears, 1);
    dlb_array_clear(env, &findings->message, 1);
    dlb_array_clear(env, &findings->items, sizeof(struct dlb_sort_item));
    dlb_array_clear(env, &findings->spare, sizeof(struct dlb_sort_item));
    dlb_array_clear(env, &findings->closed, sizeof(struct dlb_closed));
    dlb_array_clear(env, &findings->evidence, sizeof(struct dlb_evidence));
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

void dlb_findings_count(const struct dlb_findings *findings, const struct dlb_rule *rule,
                        int64_t *n, int64_t *n_suppressed)
{
    const struct dlb_closed *closed = findings->closed.data;
    for (size_t i = 0; i < findings->closed.n; i++) {
        if (closed[i].rule != rule) continue;
        if (closed[i].suppressed) ++*n_suppressed;
        else ++*n;
    }
}

struct dlb_finding *dlb_finding_open(struct dlb_findings *findings, const struct dlb_rule *rule)
{
    findings->open = (struct dlb_finding){
        .rule = rule, .person = DLB_NO_CODE, .household = DLB_NO_CODE, .programme = DLB_NO_CODE,
        .owner_agency = DLB_NO_CODE, .set_agency = DLB_NO_CODE, .start = DLB_DAY_NONE,
        .end = DLB_DAY_NONE, .due_on = DLB_DAY_NONE};
    findings->rows.n = 0;
    dlb_detail_begin(findings);
    return &findings->open;
}

void dlb_finding_row(struct dlb_findings *findings, enum dlb_row_table table, uint32_t row,
                     const char *role)
{
    struct dlb_evidence *room = dlb_array_reserve(findings->env, &findings->rows, 1, sizeof *room,
                                                  ROWS_MAX);
    if (!room) {
        findings->no_memory = true;
        return;
    }
    *room = (struct dlb_evidence){row, (uint8_t)table, role};
    findings->rows.n++;
}

void dlb_finding_drop(struct dlb_findings *findings)
{
    findings->rows.n = 0;
}

/* ---- its rows ------------------------------------------------------------------------------- */

/* n items to sort and as much to spare; NULL without memory. */
static struct dlb_sort_item *room_to_sort(struct dlb_findings *findings, size_t n)
{
    findings->items.n = findings->spare.n = 0;
    struct dlb_sort_item *items = dlb_array_reserve(findings->env, &findings->items, n,
                                                    sizeof *items, ROWS_MAX);
    struct dlb_sort_item *spare = dlb_array_reserve(findings->env, &findings->spare, n,
                                                    sizeof *spare, ROWS_MAX);
    if (!items || !spare) findings->no_memory = true;
    return items && spare ? items : NULL;
}

/* The open finding's rows in order, each once with the role it got first, at the end of the
 * store's evidence. Returns how many. */
static size_t keep_rows(struct dlb_findings *findings)
{
    size_t n = findings->rows.n, kept = 0;
    struct dlb_evidence *rows = findings->rows.data;
    struct dlb_sort_item *items = room_to_sort(findings, n);
    struct dlb_evidence *room = dlb_array_reserve(findings->env, &findings->evidence, n,
                                                  sizeof *room, ROWS_MAX);
    if (!items || !room) {
        findings->no_memory = true;
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        items[i] = (struct dlb_sort_item){(uint64_t)rows[i].table << 32 | rows[i].row, i};
    dlb_sort_in(items, findings->spare.data, n);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || items[i].key != items[i - 1].key) room[kept++] = rows[items[i].value];
    if (kept) memcpy(rows, room, kept * sizeof *rows);
    findings->rows.n = kept;
    findings->evidence.n += kept;
    return kept;
}

/* ---- agencies and amounts ----------------------------------------------------------------- */

static int64_t add_capped(int64_t left, int64_t right)
{
    int64_t sum;
    if (!__builtin_add_overflow(left, right, &sum)) return sum;
    return right > 0 ? INT64_MAX : INT64_MIN + 1;
}

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

/* One item per agency: its number and what its services sum to. */
static size_t sum_agencies(struct dlb_findings *findings, struct dlb_sort_item *items,
                           int64_t *total, int64_t *largest)
{
    const struct dlb_evidence *rows = findings->rows.data;
    size_t n = findings->rows.n, n_agencies = 0;
    struct dlb_evidence_view view;
    for (size_t i = 0; i < n; i++) {
        dlb_evidence_look(findings->caseload, &rows[i], &view);
        items[i] = (struct dlb_sort_item){view.agency, i};
    }
    dlb_sort_in(items, findings->spare.data, n);
    *total = *largest = DLB_NO_AMOUNT;
    int64_t sum = DLB_NO_AMOUNT;
    for (size_t i = 0; i < n; i++) {
        bool first = i == 0 || items[i].key != items[n_agencies - 1].key;
        if (first) sum = DLB_NO_AMOUNT;
        if (first) items[n_agencies++].key = items[i].key;
        dlb_evidence_look(findings->caseload, &rows[items[i].value], &view);
        if (view.amount_won == DLB_NO_AMOUNT) continue;
        sum = sum == DLB_NO_AMOUNT ? view.amount_won : add_capped(sum, view.amount_won);
        *total = *total == DLB_NO_AMOUNT ? view.amount_won : add_capped(*total, view.amount_won);
        if (*largest == DLB_NO_AMOUNT || sum > *largest) *largest = sum;
    }
    return n_agencies;
}

static struct dlb_text join_agencies(struct dlb_findings *findings,
                                     const struct dlb_sort_item *items, size_t n)
{
    struct dlb_array *text = &findings->message;
    text->n = 0;
    for (size_t i = 0; i < n; i++) {
        struct dlb_text id = findings->caseload->agencies[items[i].key].id;
        if (i) dlb_findings_put(findings, text, ";", 1);
        dlb_findings_put(findings, text, id.data, id.len);
    }
    char *copy = dlb_arena_copy(&findings->texts, text->data, text->n);
    if (!copy) findings->no_memory = true;
    return (struct dlb_text){copy, copy ? text->n : 0};
}

static void fill_agencies(struct dlb_findings *findings, struct dlb_closed *closed)
{
    struct dlb_sort_item *items = room_to_sort(findings, findings->rows.n);
    if (!items) return;
    int64_t total, largest;
    size_t n = sum_agencies(findings, items, &total, &largest);
    closed->n_agencies = (uint32_t)n;
    closed->cross_area = areas_differ(findings->caseload, items, n);
    closed->agencies = join_agencies(findings, items, n);
    bool money = closed->rule->kind == DLB_FINDING_DUPLICATE && total != DLB_NO_AMOUNT;
    closed->amount_won = money ? add_capped(total, -largest) : DLB_NO_AMOUNT;
    if (closed->owner_agency == DLB_NO_CODE && n) closed->owner_agency = (uint32_t)items[0].key;
}

/* Of the service that started last; of two on one day the one whose agency comes later. */
static uint32_t last_agency(const struct dlb_findings *findings)
{
    const struct dlb_evidence *rows = findings->rows.data;
    uint32_t owner = DLB_NO_CODE;
    int32_t last = DLB_DAY_NONE;
    for (size_t i = 0; i < findings->rows.n; i++) {
        if (rows[i].table != DLB_ROWS_SERVICES) continue;
        const struct dlb_service *service = &findings->caseload->services[rows[i].row];
        bool later = owner == DLB_NO_CODE || service->start > last
                     || (service->start == last && service->agency > owner);
        if (later) owner = service->agency;
        if (later) last = service->start;
    }
    return owner;
}

/* ---- certainty and severity ----------------------------------------------------------------- */

static int32_t weakest_record(const struct dlb_findings *findings)
{
    const struct dlb_evidence *rows = findings->rows.data;
    int32_t weakest = 1000000;
    for (size_t i = 0; i < findings->rows.n; i++) {
        struct dlb_evidence_view view;
        dlb_evidence_look(findings->caseload, &rows[i], &view);
        if (view.member == DLB_NO_CODE) continue;
        int32_t probability = findings->caseload->members[view.member].probability_ppm;
        if (probability < weakest) weakest = probability;
    }
    return weakest;
}

/* Would somebody come to harm: a child, or a person who is protected. */
static bool is_vulnerable(const struct dlb_caseload *caseload, uint32_t person)
{
    if (person == DLB_NO_CODE) return false;
    uint32_t end = caseload->person_members_first[person + 1];
    for (uint32_t i = caseload->person_members_first[person]; i < end; i++) {
        const struct dlb_member *member = &caseload->members[caseload->person_members[i]];
        bool child = member->birth_date != DLB_DAY_NONE
                     && dlb_add_months(member->birth_date, CHILD_MONTHS) > caseload->as_of;
        if (child || member->protected_ == 1) return true;
    }
    return false;
}

static void rate(const struct dlb_findings *findings, struct dlb_closed *closed,
                 struct dlb_severity *severity)
{
    const struct dlb_caseload *caseload = findings->caseload;
    const struct dlb_rule *rule = closed->rule;
    const int64_t *settings = dlb_policy_settings(caseload->policy, rule);
    int64_t base = settings[DLB_PARAM_SEVERITY], much = settings[DLB_PARAM_MONEY_EXPOSURE_WON];
    bool omission = rule->kind == DLB_FINDING_OMISSION;
    bool risk = findings->open.emergency || (omission && is_vulnerable(caseload, closed->person));
    bool doubt = closed->probability_ppm < SURE_PPM;
    severity->base = base < 0 ? rule->severity : (int)base;
    severity->money = closed->amount_won != DLB_NO_AMOUNT && closed->amount_won >= much;
    severity->agencies = closed->n_agencies >= MANY_AGENCIES;
    severity->risk = risk;
    severity->doubt = doubt ? -1 : 0;
    int sum = severity->base + severity->money + severity->agencies + severity->risk
              + severity->doubt;
    closed->severity = (uint8_t)(sum < 0 ? 0 : sum > SEVERITY_MAX ? SEVERITY_MAX : sum);
}

/* ---- identity ------------------------------------------------------------------------------ */

/* Whom the finding is about, as two texts of its id. */
static void name_scope(const struct dlb_caseload *caseload, const struct dlb_closed *closed,
                       struct dlb_text *owner, struct dlb_text *id)
{
    const struct dlb_people *people = caseload->people;
    unsigned key = closed->rule->key;
    *owner = (struct dlb_text){NULL, 0};
    *id = (struct dlb_text){NULL, 0};
    if (key & DLB_KEY_PERSON && closed->person != DLB_NO_CODE) {
        *id = people->person_ids[closed->person];
    } else if (key & DLB_KEY_HOUSEHOLD && closed->household != DLB_NO_CODE) {
        uint32_t first = caseload->household_members_first[closed->household];
        uint32_t member = caseload->household_members[first];
        *owner = caseload->agencies[caseload->members[member].agency].id;
        *id = people->household_ids[closed->household];
    } else if (key & DLB_KEY_AGENCY && closed->owner_agency != DLB_NO_CODE) {
        *owner = caseload->agencies[closed->owner_agency].id;
    }
}

/* What the rule's key names: the same in every run, and when one more row joins. */
static void identify(const struct dlb_findings *findings, struct dlb_closed *closed)
{
    const struct dlb_caseload *caseload = findings->caseload;
    const struct dlb_finding *open = &findings->open;
    unsigned key = closed->rule->key;
    char version[4], class_[5] = "", day[10];
    struct dlb_text fields[8] = {dlb_text_of(closed->rule->id), {version, 1}};
    version[0] = (char)('0' + closed->rule->version % 10);
    name_scope(caseload, closed, &fields[2], &fields[3]);
    if (key & DLB_KEY_CLASS) dlb_class_write(closed->class_, class_);
    fields[4] = dlb_text_of(class_);
    if (key & DLB_KEY_SET) {
        fields[5] = open->set;
        if (open->set_agency != DLB_NO_CODE) fields[6] = caseload->agencies[open->set_agency].id;
    }
    if (key & DLB_KEY_START && closed->start != DLB_DAY_NONE) {
        dlb_day_write(closed->start, day);
        fields[7] = (struct dlb_text){day, sizeof day};
    }
    dlb_digest_of(findings->digest, fields, sizeof fields / sizeof *fields, closed->id);
}

/* Has a row joined that people could not know of when they decided? */
static bool has_newer_row(const struct dlb_findings *findings, int32_t decided_at)
{
    const struct dlb_evidence *rows = findings->rows.data;
    if (decided_at == DLB_DAY_NONE) return false;
    for (size_t i = 0; i < findings->rows.n; i++) {
        struct dlb_evidence_view view;
        dlb_evidence_look(findings->caseload, &rows[i], &view);
        if (view.known_on != DLB_DAY_NONE && view.known_on > decided_at) return true;
    }
    return false;
}

static void judge(const struct dlb_findings *findings, struct dlb_closed *closed)
{
    const struct dlb_caseload *caseload = findings->caseload;
    const struct dlb_decision *decision = dlb_decision_of(findings->decisions, closed->id);
    int64_t high = dlb_policy_settings(caseload->policy, closed->rule)[DLB_PARAM_THETA_HIGH];
    closed->state = closed->probability_ppm < high ? "identity_review" : "new";
    if (!decision) return;
    if (decision->kind == DLB_DECISION_CONFIRMED) {
        closed->state = "confirmed";
        return;
    }
    bool holds = caseload->as_of < decision->until && !has_newer_row(findings, decision->at);
    closed->suppressed = holds;
    if (!holds) closed->state = "reopened";
}

/* ---- closing -------------------------------------------------------------------------------- */

/* Days of the span; an open end counts to as_of. */
static int32_t count_days(const struct dlb_caseload *caseload, int32_t start, int32_t end)
{
    if (start == DLB_DAY_NONE || end == DLB_DAY_NONE) return 0;
    int32_t last = end == DLB_DAY_OPEN ? caseload->as_of + 1 : end;
    return last > start ? last - start : 0;
}

static struct dlb_text keep_text(struct dlb_findings *findings, const struct dlb_array *text)
{
    char *copy = dlb_arena_copy(&findings->texts, text->data, text->n);
    if (!copy) findings->no_memory = true;
    return (struct dlb_text){copy, copy ? text->n : 0};
}

static void write_texts(struct dlb_findings *findings, struct dlb_closed *closed,
                        const struct dlb_severity *severity)
{
    dlb_message_write(findings, closed, true);
    closed->message_ko = keep_text(findings, &findings->message);
    dlb_message_write(findings, closed, false);
    closed->message_en = keep_text(findings, &findings->message);
    dlb_detail_end(findings, severity);
    closed->detail = keep_text(findings, &findings->detail);
}

void dlb_finding_close(struct dlb_findings *findings)
{
    const struct dlb_finding *open = &findings->open;
    const struct dlb_caseload *caseload = findings->caseload;
    struct dlb_closed closed = {
        .rule = open->rule, .person = open->person, .household = open->household,
        .programme = open->programme, .class_ = open->class_, .start = open->start,
        .end = open->end, .due_on = open->due_on, .owner_agency = open->owner_agency,
        .first_row = findings->evidence.n};
    struct dlb_severity severity;
    closed.n_rows = keep_rows(findings);
    closed.days = count_days(caseload, open->start, open->end);
    if (closed.owner_agency == DLB_NO_CODE) closed.owner_agency = last_agency(findings);
    if (closed.due_on == DLB_DAY_NONE)
        closed.due_on = caseload->as_of
                        + (int32_t)dlb_policy_settings(caseload->policy,
                                                       open->rule)[DLB_PARAM_FIRST_ACTION_DAYS];
    fill_agencies(findings, &closed);
    closed.probability_ppm = weakest_record(findings);
    bool less = open->probability_ppm && open->probability_ppm < closed.probability_ppm;
    if (less) closed.probability_ppm = open->probability_ppm;
    rate(findings, &closed, &severity);
    identify(findings, &closed);
    judge(findings, &closed);
    if (!closed.suppressed && !findings->no_memory) write_texts(findings, &closed, &severity);
    struct dlb_closed *room = dlb_array_reserve(findings->env, &findings->closed, 1, sizeof *room,
                                                ROWS_MAX);
    if (!room) {
        findings->no_memory = true;
        return;
    }
    *room = closed;
    findings->closed.n++;
}
