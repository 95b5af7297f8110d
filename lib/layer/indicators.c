/* SPDX-License-Identifier: Apache-2.0 */
/*
 * indicators.c - how well duplicates and omissions are kept low, month by month.
 *
 * Rows are counted where they belong: a service, a need, a case at its agency and in the zone of
 * its person. So what all agencies count is what all zones count and what there is. Coverage is
 * counted from what the table `coverage` shows, in each zone and at the agency responsible for it.
 *
 * How many needs are omitted is known on as_of only: of a past day the findings would have to be
 * kept, and are, in the results of that day's run.
 */
#include "layer/indicators.h"

#include <string.h>

enum { CHUNK = 1024 };

struct counter {
    struct dlb_answers *answers;
    struct dlb_indicator *agencies, *zones;
};

struct count {
    struct dlb_indicators *indicators;
    const struct dlb_rule_result *result;
    struct counter *counters; /* one per thread */
};

static size_t n_of_agencies(const struct dlb_indicators *indicators)
{
    return ((size_t)indicators->n_months + 1) * indicators->n_agencies;
}

static size_t n_of_zones(const struct dlb_indicators *indicators)
{
    return ((size_t)indicators->n_months + 1) * ((size_t)indicators->n_zones + 1);
}

/* A month's place among those that are counted; earlier ones count as the first. */
static uint32_t month_place(const struct dlb_indicators *indicators, int32_t day)
{
    int32_t month = dlb_month_of(day) - indicators->coverage->first_month;
    int32_t last = (int32_t)indicators->n_months - 1;
    return (uint32_t)(month < 0 ? 0 : month > last ? last : month);
}

static uint32_t zone_place(const struct dlb_indicators *indicators, uint32_t person)
{
    bool known = person != DLB_NO_CODE && indicators->coverage->person_zones[person] != DLB_NO_CODE;
    return known ? indicators->coverage->person_zones[person] : indicators->n_zones;
}

/* Add to a month's share at an agency and in the zone of a person. */
static void add_share(const struct dlb_indicators *indicators, struct dlb_indicator *agencies,
                      struct dlb_indicator *zones, uint32_t month, uint32_t agency, uint32_t zone,
                      unsigned share, int64_t n, int64_t of)
{
    struct dlb_share *at_agency =
        &agencies[(size_t)month * indicators->n_agencies + agency].shares[share];
    struct dlb_share *in_zone =
        &zones[(size_t)month * ((size_t)indicators->n_zones + 1) + zone].shares[share];
    at_agency->n += n;
    at_agency->of += of;
    in_zone->n += n;
    in_zone->of += of;
}

/* ---- persons --------------------------------------------------------------------------------- */

/* Its first month one more, the month after its last one less: sums over months make counts. */
static void count_service(const struct dlb_indicators *indicators, struct counter *counter,
                          const struct dlb_service *service, struct dlb_ending ending,
                          uint32_t zone)
{
    int32_t as_of = indicators->caseload->as_of, first = indicators->coverage->first_month;
    struct dlb_span span = dlb_service_span(service, ending);
    if (span.end > as_of + 1) span.end = as_of + 1;
    if (!dlb_service_is_active(service) || span.end <= span.start) return;
    int32_t last = dlb_month_of(span.end - 1) - first;
    if (last < 0) return;
    add_share(indicators, counter->agencies, counter->zones, month_place(indicators, span.start),
              service->agency, zone, DLB_SHARE_DUPLICATED, 0, 1);
    add_share(indicators, counter->agencies, counter->zones, (uint32_t)last + 1, service->agency,
              zone, DLB_SHARE_DUPLICATED, 0, -1);
}

struct emergencies {
    const struct dlb_indicators *indicators;
    struct counter *counter;
    uint32_t zone;
};

static void count_emergency(void *context, uint32_t row, enum dlb_emergency outcome)
{
    const struct emergencies *emergencies = context;
    const struct dlb_indicators *indicators = emergencies->indicators;
    const struct dlb_case *case_ = &indicators->caseload->cases[row];
    bool before = dlb_month_of(case_->received_on) < indicators->coverage->first_month;
    if (outcome == DLB_EMERGENCY_PENDING || before) return;
    add_share(indicators, emergencies->counter->agencies, emergencies->counter->zones,
              month_place(indicators, case_->received_on), case_->agency, emergencies->zone,
              DLB_SHARE_IN_TIME, outcome == DLB_EMERGENCY_IN_TIME, 1);
}

static bool count_person(const struct dlb_indicators *indicators, struct counter *counter,
                         uint32_t person)
{
    const struct dlb_caseload *caseload = indicators->caseload;
    uint32_t zone = zone_place(indicators, person);
    int32_t death = dlb_person_death(caseload, person);
    if (death > caseload->as_of) death = DLB_DAY_NONE;
    struct dlb_ending ending = {death, -1};
    for (uint32_t i = caseload->services_first[person]; i < caseload->services_first[person + 1];
         i++)
        count_service(indicators, counter, &caseload->services[i], ending, zone);
    bool died = death != DLB_DAY_NONE && death < caseload->as_of;
    for (uint32_t i = caseload->needs_first[person]; i < caseload->needs_first[person + 1]; i++)
        if (!died && dlb_need_is_open(caseload, &caseload->needs[i]))
            add_share(indicators, counter->agencies, counter->zones, indicators->n_months - 1,
                      caseload->needs[i].agency, zone, DLB_SHARE_OMITTED, 0, 1);
    struct emergencies emergencies = {indicators, counter, zone};
    return dlb_answers_emergencies(counter->answers, person, count_emergency, &emergencies);
}

static dolbom_status count_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct count *count = context;
    const struct dlb_caseload *caseload = count->indicators->caseload;
    size_t end = (task + 1) * CHUNK;
    if (end > caseload->n_persons) end = caseload->n_persons;
    for (uint32_t person = (uint32_t)(task * CHUNK); person < end; person++)
        if (!count_person(count->indicators, &count->counters[worker], person))
            return dlb_fail_memory(error, caseload->env);
    return DOLBOM_OK;
}

static void add_all(struct dlb_indicator *to, const struct dlb_indicator *more, size_t n)
{
    for (size_t i = 0; i < n; i++) dlb_indicator_add(&to[i], &more[i]);
}

/* Differences from month to month become counts. */
static void sum_months(struct dlb_indicator *rows, size_t n_of_month, uint32_t n_months)
{
    for (size_t i = n_of_month; i < n_of_month * n_months; i++)
        rows[i].shares[DLB_SHARE_DUPLICATED].of +=
            rows[i - n_of_month].shares[DLB_SHARE_DUPLICATED].of;
}

/* ---- findings -------------------------------------------------------------------------------- */

static void count_decision(const struct dlb_indicators *indicators,
                           const struct dlb_finding_brief *brief)
{
    const struct dlb_rule_catalogue *catalogue = indicators->caseload->policy->catalogue;
    bool confirmed = brief->decision == DLB_DECISION_CONFIRMED;
    if (!confirmed && brief->decision != DLB_DECISION_NOT_DUPLICATE) return;
    bool dated = brief->decided_on != DLB_DAY_NONE;
    int32_t on = dated ? brief->decided_on : indicators->caseload->as_of;
    struct dlb_share *share =
        &indicators->rules[(size_t)month_place(indicators, on) * catalogue->n +
                           dlb_rule_number(catalogue, brief->rule)];
    share->n += confirmed;
    share->of++;
}

static void count_exposure(const struct dlb_indicators *indicators,
                           const struct dlb_finding_brief *brief)
{
    bool known = brief->amount_won != DLB_NO_AMOUNT && brief->owner_agency != DLB_NO_CODE;
    if (brief->rule->kind != DLB_FINDING_DUPLICATE || brief->suppressed || !known) return;
    bool dated = brief->start != DLB_DAY_NONE;
    size_t month = month_place(indicators, dated ? brief->start : indicators->caseload->as_of);
    size_t zone = zone_place(indicators, brief->person);
    dlb_won_add(
        &indicators->agencies[month * indicators->n_agencies + brief->owner_agency].exposure,
        brief->amount_won);
    dlb_won_add(&indicators->zones[month * ((size_t)indicators->n_zones + 1) + zone].exposure,
                brief->amount_won);
}

static bool is_omission_of_need(const struct dlb_finding_brief *brief)
{
    const char *id = brief->rule->id;
    bool of_need = !strcmp(id, "O01") || !strcmp(id, "O02") || !strcmp(id, "O10");
    return of_need && !brief->suppressed;
}

/* Rows that findings mark, each once in a month: key row, value month. */
static bool mark(struct dlb_env *env, struct dlb_array *marks, uint32_t row, uint32_t month)
{
    struct dlb_sort_item *item = dlb_array_reserve(env, marks, 1, sizeof *item, UINT32_MAX);
    if (item) *item = (struct dlb_sort_item){(uint64_t)row << 32 | month, 0};
    marks->n += item != NULL;
    return item != NULL;
}

/* The months of a confirmed duplicate in which a service of it runs. */
static bool mark_service(const struct dlb_indicators *indicators, struct dlb_array *marks,
                         uint32_t row, const struct dlb_finding_brief *brief)
{
    const struct dlb_caseload *caseload = indicators->caseload;
    int32_t death = dlb_person_death(caseload, caseload->services[row].person);
    struct dlb_ending ending = {death > caseload->as_of ? DLB_DAY_NONE : death, -1};
    struct dlb_span span = dlb_service_span(&caseload->services[row], ending);
    if (brief->start > span.start) span.start = brief->start;
    if (brief->end != DLB_DAY_NONE && brief->end < span.end) span.end = brief->end;
    if (span.end > caseload->as_of + 1) span.end = caseload->as_of + 1;
    bool in_time = dlb_month_of(span.end - 1) >= indicators->coverage->first_month;
    if (span.end <= span.start || !in_time) return true;
    uint32_t last = month_place(indicators, span.end - 1);
    for (uint32_t month = month_place(indicators, span.start); month <= last; month++)
        if (!mark(caseload->env, marks, row, month)) return false;
    return true;
}

static bool mark_rows(const struct dlb_indicators *indicators, const struct dlb_findings *store,
                      size_t at, const struct dlb_finding_brief *brief, struct dlb_array marks[2])
{
    bool confirmed =
        brief->rule->kind == DLB_FINDING_DUPLICATE && brief->decision == DLB_DECISION_CONFIRMED;
    size_t i = 0;
    for (uint32_t row; confirmed && dlb_findings_row(store, at, DLB_ROWS_SERVICES, &i, &row);)
        if (!mark_service(indicators, &marks[0], row, brief)) return false;
    bool omitted = is_omission_of_need(brief);
    for (uint32_t row; omitted && dlb_findings_row(store, at, DLB_ROWS_NEEDS, &i, &row);)
        if (!mark(indicators->caseload->env, &marks[1], row, indicators->n_months - 1))
            return false;
    return true;
}

static dolbom_status count_marks(struct dlb_indicators *indicators, struct dlb_array *marks,
                                 bool of_services, dolbom_error *error)
{
    const struct dlb_caseload *caseload = indicators->caseload;
    struct dlb_sort_item *items = marks->data;
    dolbom_status status = dlb_sort(caseload->env, items, marks->n, error);
    for (size_t i = 0; status == DOLBOM_OK && i < marks->n; i++) {
        uint32_t row = (uint32_t)(items[i].key >> 32), month = (uint32_t)items[i].key;
        if (i > 0 && items[i].key == items[i - 1].key) continue;
        uint32_t agency =
            of_services ? caseload->services[row].agency : caseload->needs[row].agency;
        uint32_t person =
            of_services ? caseload->services[row].person : caseload->needs[row].person;
        add_share(indicators, indicators->agencies, indicators->zones, month, agency,
                  zone_place(indicators, person),
                  of_services ? DLB_SHARE_DUPLICATED : DLB_SHARE_OMITTED, 1, 0);
    }
    return status;
}

static dolbom_status count_findings(struct dlb_indicators *indicators,
                                    const struct dlb_rule_result *result, dolbom_error *error)
{
    struct dlb_env *env = indicators->caseload->env;
    struct dlb_array marks[2] = {{0}, {0}};
    struct dlb_finding_brief brief;
    bool room = true;
    for (unsigned i = 0; i < result->n_stores; i++)
        for (size_t j = 0; room && dlb_findings_brief(&result->stores[i], j, &brief); j++) {
            count_decision(indicators, &brief);
            count_exposure(indicators, &brief);
            room = mark_rows(indicators, &result->stores[i], j, &brief, marks);
        }
    dolbom_status status = room ? DOLBOM_OK : dlb_fail_memory(error, env);
    for (unsigned i = 0; i < 2; i++) {
        if (status == DOLBOM_OK) status = count_marks(indicators, &marks[i], i == 0, error);
        dlb_array_clear(env, &marks[i], sizeof(struct dlb_sort_item));
    }
    return status;
}

/* ---- coverage, small counts ------------------------------------------------------------------ */

/* What is shown of a zone's month, in the zone and at the agency responsible for it. */
static void count_coverage(struct dlb_indicators *indicators, uint32_t month, uint32_t zone)
{
    const struct dlb_coverage *coverage = indicators->coverage;
    uint32_t responsible = indicators->caseload->zones[zone].responsible_agency;
    for (uint32_t class_ = 0; class_ < coverage->n_classes; class_++) {
        const struct dlb_coverage_cell *cell = dlb_coverage_at(coverage, month, class_, zone);
        size_t place = (size_t)month * ((size_t)indicators->n_zones + 1) + zone;
        struct dlb_share more = {cell->served, cell->needing, false};
        if (cell->hidden) continue;
        indicators->zones[place].shares[DLB_SHARE_SERVED].n += more.n;
        indicators->zones[place].shares[DLB_SHARE_SERVED].of += more.of;
        if (responsible == DLB_NO_CODE) continue;
        place = (size_t)month * indicators->n_agencies + responsible;
        indicators->agencies[place].shares[DLB_SHARE_SERVED].n += more.n;
        indicators->agencies[place].shares[DLB_SHARE_SERVED].of += more.of;
    }
}

/* A share of people of a month in all zones: what is hidden of few hides others, and may hide their
 * sum. */
static void hide_share(struct dlb_indicators *indicators, uint32_t month, unsigned share,
                       struct dlb_part *parts)
{
    size_t n = (size_t)indicators->n_zones + 1;
    struct dlb_indicator *zones = &indicators->zones[month * n];
    for (size_t i = 0; i < n; i++)
        parts[i] = (struct dlb_part){
            (uint64_t)zones[i].shares[share].n,
            (uint64_t)(zones[i].shares[share].of - zones[i].shares[share].n), false};
    indicators->all[month].shares[share].hidden = !dlb_suppress(parts, n);
    for (size_t i = 0; i < n; i++) zones[i].shares[share].hidden = parts[i].hidden;
}

static dolbom_status finish(struct dlb_indicators *indicators, dolbom_error *error)
{
    struct dlb_env *env = indicators->caseload->env;
    size_t n_zones = (size_t)indicators->n_zones + 1;
    struct dlb_part *parts = dlb_alloc_array(env, n_zones, sizeof *parts);
    if (!parts) return dlb_fail_memory(error, env);
    for (uint32_t month = 0; month < indicators->n_months; month++) {
        for (uint32_t zone = 0; zone < indicators->n_zones; zone++)
            count_coverage(indicators, month, zone);
        for (size_t zone = 0; zone < n_zones; zone++)
            dlb_indicator_add(&indicators->all[month], &indicators->zones[month * n_zones + zone]);
        hide_share(indicators, month, DLB_SHARE_OMITTED, parts);
        hide_share(indicators, month, DLB_SHARE_IN_TIME, parts);
    }
    dlb_free(env, parts, n_zones * sizeof *parts);
    return DOLBOM_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool open_rows(struct dlb_env *env, struct dlb_indicator **rows, size_t n)
{
    *rows = dlb_alloc_zero(env, n * sizeof **rows);
    for (size_t i = 0; *rows && i < n; i++) (*rows)[i].exposure.sum = DLB_NO_AMOUNT;
    return *rows != NULL;
}

static bool open_counters(struct count *count, unsigned n)
{
    const struct dlb_indicators *indicators = count->indicators;
    struct dlb_env *env = indicators->caseload->env;
    count->counters = dlb_alloc_zero(env, n * sizeof *count->counters);
    for (unsigned i = 0; count->counters && i < n; i++) {
        struct counter *counter = &count->counters[i];
        counter->answers = dlb_answers_open(indicators->caseload);
        if (!counter->answers || !open_rows(env, &counter->agencies, n_of_agencies(indicators)) ||
            !open_rows(env, &counter->zones, n_of_zones(indicators)))
            return false;
    }
    return count->counters != NULL;
}

static void close_counters(struct count *count, unsigned n)
{
    const struct dlb_indicators *indicators = count->indicators;
    struct dlb_env *env = indicators->caseload->env;
    for (unsigned i = 0; count->counters && i < n; i++) {
        struct counter *counter = &count->counters[i];
        dlb_answers_close(counter->answers);
        dlb_free(env, counter->agencies, n_of_agencies(indicators) * sizeof *counter->agencies);
        dlb_free(env, counter->zones, n_of_zones(indicators) * sizeof *counter->zones);
    }
    dlb_free(env, count->counters, n * sizeof *count->counters);
}

static dolbom_status count_all(struct count *count, unsigned n_threads, dolbom_error *error)
{
    struct dlb_indicators *indicators = count->indicators;
    struct dlb_env *env = indicators->caseload->env;
    size_t n_tasks = ((size_t)indicators->caseload->n_persons + CHUNK - 1) / CHUNK;
    dolbom_status status =
        open_counters(count, n_threads) ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status == DOLBOM_OK)
        status = dlb_run_tasks(env, "count", n_tasks, count_task, count, error);
    for (unsigned i = 0; status == DOLBOM_OK && i < n_threads; i++) {
        add_all(indicators->agencies, count->counters[i].agencies, n_of_agencies(indicators));
        add_all(indicators->zones, count->counters[i].zones, n_of_zones(indicators));
    }
    if (status != DOLBOM_OK) return status;
    sum_months(indicators->agencies, indicators->n_agencies, indicators->n_months);
    sum_months(indicators->zones, (size_t)indicators->n_zones + 1, indicators->n_months);
    status = count_findings(indicators, count->result, error);
    if (status == DOLBOM_OK) status = finish(indicators, error);
    bool rolled =
        status != DOLBOM_OK || (dlb_parents_find(indicators) && dlb_indicators_roll(indicators));
    return rolled ? status : dlb_fail_memory(error, env);
}

static bool open_indicators(struct dlb_indicators *indicators)
{
    struct dlb_env *env = indicators->caseload->env;
    size_t n_rules = indicators->caseload->policy->catalogue->n;
    indicators->rules =
        dlb_alloc_zero(env, indicators->n_months * n_rules * sizeof *indicators->rules);
    return indicators->rules && open_rows(env, &indicators->agencies, n_of_agencies(indicators)) &&
           open_rows(env, &indicators->zones, n_of_zones(indicators)) &&
           open_rows(env, &indicators->all, indicators->n_months);
}

static void close_indicators(struct dlb_indicators *indicators)
{
    struct dlb_env *env = indicators->caseload->env;
    size_t n_rules = indicators->caseload->policy->catalogue->n;
    dlb_free(env, indicators->rules, indicators->n_months * n_rules * sizeof *indicators->rules);
    dlb_free(env, indicators->agencies, n_of_agencies(indicators) * sizeof *indicators->agencies);
    dlb_free(env, indicators->zones, n_of_zones(indicators) * sizeof *indicators->zones);
    dlb_free(env, indicators->all, indicators->n_months * sizeof *indicators->all);
    dlb_free(env, indicators->parents, indicators->n_agencies * sizeof *indicators->parents);
}

dolbom_status dlb_indicators_frame(const struct dlb_coverage *coverage,
                                   const struct dlb_rule_result *result, struct dlb_frame **frame,
                                   dolbom_error *error)
{
    const struct dlb_caseload *caseload = coverage->caseload;
    struct dlb_indicators indicators = {.coverage = coverage,
                                        .caseload = caseload,
                                        .n_months = coverage->n_months,
                                        .n_agencies = caseload->n_agencies,
                                        .n_zones = coverage->n_zones};
    struct count count = {.indicators = &indicators, .result = result};
    unsigned n_threads = dlb_env_threads(coverage->env);
    dolbom_status status = DOLBOM_OK;
    if (!open_indicators(&indicators)) status = dlb_fail_memory(error, coverage->env);
    if (status == DOLBOM_OK) status = count_all(&count, n_threads, error);
    close_counters(&count, n_threads);
    if (status == DOLBOM_OK) status = dlb_indicators_write(&indicators, frame, error);
    close_indicators(&indicators);
    return status;
}
