/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage.c - how many people of each zone need something, and how many of them have it.
 *
 *   needing    a need was open on the month's last day (as_of's month: on as_of), or was met in it
 *   served     and services that answer it were there on some day of the month
 *   response   days from the day a need was known to the first day with an answer, in that month
 *
 * A need counts in each two-digit class that answers it, a person once in each, and people live
 * where they live on as_of. Whoever lives in no zone is X02's business and is counted nowhere. Each
 * thread counts for itself; sums and medians do not ask in which order.
 */
#include "layer/coverage.h"

extern const struct dlb_rule dlb_rule_o01; /* over whose months it looks back */

enum { CHUNK = 1024 };

struct dlb_coverage_cell *dlb_coverage_at(const struct dlb_coverage *coverage, uint32_t month,
                                          uint32_t class_, uint32_t zone)
{
    size_t line = (size_t)month * coverage->n_classes + class_;
    return &coverage->cells[line * ((size_t)coverage->n_zones + 1) + zone];
}

static size_t n_lines(const struct dlb_coverage *coverage)
{
    return (size_t)coverage->n_months * coverage->n_classes;
}

static size_t n_cells(const struct dlb_coverage *coverage)
{
    return n_lines(coverage) * ((size_t)coverage->n_zones + 1);
}

/* ---- persons ------------------------------------------------------------------------------- */

/* From a person's marks to the cells of his zone; the marks are clean again. */
static bool add_marks(const struct dlb_coverage_count *count, struct dlb_coverage_counter *counter,
                      uint32_t zone)
{
    const struct dlb_coverage *coverage = count->coverage;
    for (size_t line = 0; line < n_lines(coverage); line++) {
        struct dlb_coverage_mark *mark = &counter->marks[line];
        size_t cell = line * ((size_t)coverage->n_zones + 1) + zone;
        counter->cells[cell].needing += mark->needing;
        counter->cells[cell].served += mark->served;
        if (mark->response != DLB_NOT_ANSWERED) {
            struct dlb_sort_item *item =
                dlb_array_reserve(coverage->env, &counter->responses, 1, sizeof *item, UINT32_MAX);
            if (!item) return false;
            *item = (struct dlb_sort_item){(uint64_t)cell << 32 | (uint32_t)mark->response, 0};
            counter->responses.n++;
        }
        *mark = (struct dlb_coverage_mark){.response = DLB_NOT_ANSWERED};
    }
    return true;
}

static dolbom_status count_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct dlb_coverage_count *count = context;
    const struct dlb_coverage *coverage = count->coverage;
    const struct dlb_caseload *caseload = coverage->caseload;
    size_t end = (task + 1) * CHUNK;
    if (end > caseload->n_persons) end = caseload->n_persons;
    for (uint32_t person = (uint32_t)(task * CHUNK); person < end; person++) {
        uint32_t zone = dlb_person_zone(caseload, person);
        coverage->person_zones[person] = zone;
        bool has_need = caseload->needs_first[person] < caseload->needs_first[person + 1];
        if (zone == DLB_NO_CODE || !has_need) continue;
        struct dlb_coverage_counter *counter = &count->counters[worker];
        if (!dlb_coverage_mark_person(count, counter, person) || !add_marks(count, counter, zone))
            return dlb_fail_memory(error, coverage->env);
    }
    return DOLBOM_OK;
}

/* ---- sums and medians ------------------------------------------------------------------------ */

static void add_up(struct dlb_coverage *coverage, const struct dlb_coverage_cell *more)
{
    size_t n_parts = (size_t)coverage->n_zones + 1;
    for (size_t i = 0; i < n_cells(coverage); i++) {
        size_t all = i - i % n_parts + coverage->n_zones;
        coverage->cells[i].needing += more[i].needing;
        coverage->cells[i].served += more[i].served;
        coverage->cells[all].needing += more[i].needing;
        coverage->cells[all].served += more[i].served;
    }
}

/* Of sorted responses: key = cell << 32 | days. */
static void set_medians(struct dlb_coverage *coverage, const struct dlb_sort_item *items, size_t n)
{
    for (size_t from = 0, to; from < n; from = to) {
        uint64_t cell = items[from].key >> 32;
        for (to = from; to < n && items[to].key >> 32 == cell;) to++;
        coverage->cells[cell].n_answered = (uint32_t)(to - from);
        coverage->cells[cell].response_days = (int32_t)items[from + (to - from - 1) / 2].key;
    }
}

/* Every response once in its zone's cell and once in the cell of all zones. */
static dolbom_status find_medians(struct dlb_coverage *coverage,
                                  const struct dlb_coverage_count *count, unsigned n_counters,
                                  dolbom_error *error)
{
    size_t n = 0, n_parts = (size_t)coverage->n_zones + 1;
    for (unsigned i = 0; i < n_counters; i++) n += 2 * count->counters[i].responses.n;
    struct dlb_sort_item *all = dlb_alloc_array(coverage->env, n, sizeof *all), *next = all;
    if (!all) return dlb_fail_memory(error, coverage->env);
    for (unsigned i = 0; i < n_counters; i++) {
        const struct dlb_sort_item *items = count->counters[i].responses.data;
        for (size_t j = 0; j < count->counters[i].responses.n; j++) {
            uint64_t cell = items[j].key >> 32, whole = cell - cell % n_parts + coverage->n_zones;
            *next++ = items[j];
            *next++ = (struct dlb_sort_item){whole << 32 | (uint32_t)items[j].key, 0};
        }
    }
    dolbom_status status = dlb_sort(coverage->env, all, n, error);
    if (status == DOLBOM_OK) set_medians(coverage, all, n);
    dlb_free(coverage->env, all, n * sizeof *all);
    return status;
}

/* ---- what may be shown ----------------------------------------------------------------------- */

static void hide_line(struct dlb_coverage *coverage, size_t line, struct dlb_part *parts)
{
    struct dlb_coverage_cell *cells = &coverage->cells[line * ((size_t)coverage->n_zones + 1)];
    for (uint32_t zone = 0; zone < coverage->n_zones; zone++)
        parts[zone] = (struct dlb_part){.with = cells[zone].served,
                                        .without = cells[zone].needing - cells[zone].served};
    cells[coverage->n_zones].hidden = !dlb_suppress(parts, coverage->n_zones);
    for (uint32_t zone = 0; zone < coverage->n_zones; zone++)
        cells[zone].hidden = parts[zone].hidden;
}

static dolbom_status hide_small(struct dlb_coverage *coverage, dolbom_error *error)
{
    struct dlb_part *parts = dlb_alloc_array(coverage->env, coverage->n_zones, sizeof *parts);
    if (!parts) return dlb_fail_memory(error, coverage->env);
    for (size_t line = 0; line < n_lines(coverage); line++) hide_line(coverage, line, parts);
    dlb_free(coverage->env, parts, coverage->n_zones * sizeof *parts);
    return DOLBOM_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The two-digit classes that answer any need. */
static dolbom_status list_classes(struct dlb_coverage_count *count, dolbom_error *error)
{
    struct dlb_coverage *coverage = count->coverage;
    const struct dlb_policy *policy = coverage->caseload->policy;
    bool used[DLB_NO_CLASS] = {false};
    for (uint32_t i = 0; i < policy->n_need_maps; i++)
        used[dlb_class_cut(policy->need_maps[i].class_, 2).code] = true;
    coverage->classes = dlb_alloc_array(coverage->env, DLB_NO_CLASS, sizeof *coverage->classes);
    if (!coverage->classes) return dlb_fail_memory(error, coverage->env);
    for (uint16_t class_ = 0; class_ < DLB_NO_CLASS; class_++) {
        if (!used[class_]) continue;
        count->place[class_] = coverage->n_classes;
        coverage->classes[coverage->n_classes++] = class_;
    }
    return DOLBOM_OK;
}

static bool open_counters(struct dlb_coverage_count *count, unsigned n)
{
    const struct dlb_coverage *coverage = count->coverage;
    struct dlb_env *env = coverage->env;
    count->counters = dlb_alloc_zero(env, n * sizeof *count->counters);
    if (!count->counters) return false;
    for (unsigned i = 0; i < n; i++) {
        struct dlb_coverage_counter *counter = &count->counters[i];
        counter->answers = dlb_answers_open(coverage->caseload);
        counter->cells = dlb_alloc_zero(env, n_cells(coverage) * sizeof *counter->cells);
        counter->marks = dlb_alloc_array(env, n_lines(coverage), sizeof *counter->marks);
        if (!counter->answers || !counter->cells || !counter->marks) return false;
        for (size_t line = 0; line < n_lines(coverage); line++)
            counter->marks[line] = (struct dlb_coverage_mark){.response = DLB_NOT_ANSWERED};
    }
    return true;
}

static void close_counters(struct dlb_coverage_count *count, unsigned n)
{
    struct dlb_env *env = count->coverage->env;
    for (unsigned i = 0; count->counters && i < n; i++) {
        struct dlb_coverage_counter *counter = &count->counters[i];
        dlb_answers_close(counter->answers);
        dlb_free(env, counter->cells, n_cells(count->coverage) * sizeof *counter->cells);
        dlb_free(env, counter->marks, n_lines(count->coverage) * sizeof *counter->marks);
        dlb_array_clear(env, &counter->items, sizeof(struct dlb_sort_item));
        dlb_array_clear(env, &counter->spare, sizeof(struct dlb_sort_item));
        dlb_array_clear(env, &counter->responses, sizeof(struct dlb_sort_item));
    }
    dlb_free(env, count->counters, n * sizeof *count->counters);
}

static dolbom_status count_all(struct dlb_coverage_count *count, unsigned n_threads,
                               dolbom_error *error)
{
    struct dlb_coverage *coverage = count->coverage;
    size_t n_tasks = ((size_t)coverage->caseload->n_persons + CHUNK - 1) / CHUNK;
    dolbom_status status =
        open_counters(count, n_threads) ? DOLBOM_OK : dlb_fail_memory(error, coverage->env);
    if (status == DOLBOM_OK)
        status = dlb_run_tasks(coverage->env, "count", n_tasks, count_task, count, error);
    for (unsigned i = 0; i < n_threads && status == DOLBOM_OK; i++)
        add_up(coverage, count->counters[i].cells);
    if (status == DOLBOM_OK) status = find_medians(coverage, count, n_threads, error);
    return status == DOLBOM_OK ? hide_small(coverage, error) : status;
}

dolbom_status dlb_coverage_count(const struct dlb_caseload *caseload, struct dlb_coverage *coverage,
                                 dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    const int64_t *settings = dlb_policy_settings(caseload->policy, &dlb_rule_o01);
    struct dlb_coverage_count count = {.coverage = coverage};
    unsigned n_threads = dlb_env_threads(env);
    *coverage = (struct dlb_coverage){.env = env,
                                      .caseload = caseload,
                                      .n_months = (uint32_t)settings[DLB_PARAM_LOOKBACK_MONTHS],
                                      .n_zones = caseload->n_zones};
    coverage->first_month = dlb_month_of(caseload->as_of) + 1 - (int32_t)coverage->n_months;
    dolbom_status status = list_classes(&count, error);
    if (status != DOLBOM_OK) return status;
    coverage->person_zones =
        dlb_alloc_array(env, caseload->n_persons, sizeof *coverage->person_zones);
    coverage->cells = dlb_alloc_zero(env, n_cells(coverage) * sizeof *coverage->cells);
    status = coverage->person_zones && coverage->cells ? count_all(&count, n_threads, error)
                                                       : dlb_fail_memory(error, env);
    close_counters(&count, n_threads);
    return status;
}

void dlb_coverage_clear(struct dlb_coverage *coverage)
{
    if (!coverage->env) return;
    dlb_free(coverage->env, coverage->classes, DLB_NO_CLASS * sizeof *coverage->classes);
    if (coverage->cells)
        dlb_free(coverage->env, coverage->cells, n_cells(coverage) * sizeof *coverage->cells);
    dlb_free(coverage->env, coverage->person_zones,
             coverage->caseload->n_persons * sizeof *coverage->person_zones);
    *coverage = (struct dlb_coverage){0};
}
