/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rule_run.c - all rules over all subjects.
 *
 * A rule runs when the policy has it enabled and the tables it needs were given; otherwise
 * it says why not, so that "not looked at" never reads as "nothing found". Persons, households,
 * agencies and links are shared out among the threads in chunks. Each thread has its own store of
 * findings. Rules do not look at each other's; what yields to what is settled for each subject.
 */
#include "rule/kernel.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    CHUNK = 1024,
    AHEAD = 8 /* subjects */,
    N_SCOPES = DLB_SCOPE_REVIEW_PAIR + 1,
    REASON_MAX = 192
};

struct run {
    const struct dlb_caseload *caseload;
    const struct dlb_rule_request *request;
    struct dlb_running_rules running;
    size_t n_subjects[N_SCOPES];
    size_t first_task[N_SCOPES + 1]; /* tasks of scope s: [first_task[s], first_task[s + 1]) */
    struct dlb_rule_work *works;     /* one per thread */
    struct dlb_findings *stores;     /* one per thread */
};

/* ---- which rules run ------------------------------------------------------------------------ */

static bool is_asked(const struct run *run, const struct dlb_rule *rule)
{
    return run->request->stages >> rule->stage & 1;
}

static bool is_run(const void *context, const struct dlb_rule *rule)
{
    const struct run *run = context;
    return is_asked(run, rule) && dlb_rule_runs(run->caseload, run->request, rule);
}

/* ---- tasks ---------------------------------------------------------------------------------- */

static bool has_rules(const struct run *run, unsigned scope)
{
    return run->running.first[scope] < run->running.first[scope + 1];
}

static void share_out(struct run *run)
{
    for (unsigned scope = 0; scope < N_SCOPES; scope++) {
        bool asked = has_rules(run, scope);
        if (scope == DLB_SCOPE_PERSON) asked |= has_rules(run, DLB_SCOPE_HOUSEHOLD);
        run->n_subjects[scope] = asked ? dlb_rules_subjects(&run->works[0], scope) : 0;
        run->first_task[scope + 1] =
            run->first_task[scope] + (run->n_subjects[scope] + CHUNK - 1) / CHUNK;
    }
}

static dolbom_status run_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct run *run = context;
    struct dlb_rule_work *work = &run->works[worker];
    unsigned scope = 0;
    while (task >= run->first_task[scope + 1]) scope++;
    size_t from = (task - run->first_task[scope]) * CHUNK, to = from + CHUNK;
    if (to > run->n_subjects[scope]) to = run->n_subjects[scope];
    for (size_t subject = from; subject < to; subject++) {
        if (subject + AHEAD < to) dlb_rules_fetch(work, scope, (uint32_t)subject + AHEAD);
        dlb_rules_look(work, &run->running, scope, (uint32_t)subject);
    }
    return work->findings->no_memory ? dlb_fail_memory(error, work->env) : DOLBOM_OK;
}

/* ---- rules that are asked last --------------------------------------------------------------- */

/* About the run itself; on this thread, after all others. */
static void ask_last(struct run *run, unsigned n_stores)
{
    struct dlb_rule_work *work = &run->works[0];
    work->stores = run->stores;
    work->n_stores = n_stores;
    dlb_rules_look(work, &run->running, DLB_SCOPE_RUN, 0);
}

/* ---- the log -------------------------------------------------------------------------------- */

/* What is known of how a rule ran. */
struct rule_log {
    const char *state;
    char reason[REASON_MAX], reason_ko[REASON_MAX]; /* "" none */
    int64_t n, n_suppressed, n_unknown;
    struct dlb_judged judged;
};

static void write_reason(const struct run *run, const struct dlb_rule *rule, struct rule_log *log)
{
    const char *lacks = dlb_rule_lacks(run->caseload, run->request, rule);
    char *reason = log->reason, *reason_ko = log->reason_ko;
    if (lacks) {
        log->state = "not_run";
        snprintf(reason, REASON_MAX, "table missing: %s", lacks);
        snprintf(reason_ko, REASON_MAX, "%s 표가 없음", lacks);
    } else if (!log->judged.rows) {
        log->state = "nothing_to_judge";
        snprintf(reason, REASON_MAX, "%s", rule->nothing);
        snprintf(reason_ko, REASON_MAX, "%s", rule->nothing_ko);
    } else if (rule->half & ~run->caseload->tables) {
        lacks = dlb_rule_table_name(rule->half);
        snprintf(reason, REASON_MAX, "not run: %s, table %s missing", rule->half_name, lacks);
        snprintf(reason_ko, REASON_MAX, "점검하지 못함: %s(%s 표가 없음)", rule->half_ko, lacks);
    } else if (log->judged.left) {
        uint64_t n = log->judged.left;
        snprintf(reason, REASON_MAX,
                 "%" PRIu64 " rows not compared: too many of one person overlap", n);
        snprintf(reason_ko, REASON_MAX,
                 "한 사람의 겹치는 자료가 너무 많아 %" PRIu64 "행을 비교하지 않음", n);
    }
}

static void read_log(const struct run *run, size_t number, unsigned n_stores,
                     const struct dlb_tally *tally, struct rule_log *log)
{
    const struct dlb_rule *rule = run->caseload->policy->catalogue->rules[number];
    *log = (struct rule_log){.state = "run", .n = tally->n, .n_suppressed = tally->n_suppressed};
    uint64_t n_unknown = 0;
    for (unsigned i = 0; i < n_stores; i++) {
        if (rule->absence) n_unknown += run->works[i].n_unknown[rule->scope];
        log->judged.rows += run->works[i].judged[number].rows;
        log->judged.persons += run->works[i].judged[number].persons;
        log->judged.left += run->works[i].judged[number].left;
    }
    bool enabled = dlb_rule_is_enabled(run->caseload->policy, rule);
    if (enabled)
        write_reason(run, rule, log);
    else
        log->state = "disabled";
    bool asked = enabled && strcmp(log->state, "not_run") != 0;
    if (asked) log->n_unknown = (int64_t)n_unknown;
}

static void put_run(const struct dlb_rule *rule, const struct rule_log *log,
                    struct dlb_frame *frame)
{
    dlb_frame_cstring(frame, rule->id);
    dlb_frame_cstring(frame, rule->name_ko);
    dlb_frame_cstring(frame, rule->name_en);
    dlb_frame_cstring(frame, log->state);
    dlb_frame_cstring(frame, *log->reason ? log->reason : NULL);
    dlb_frame_cstring(frame, *log->reason_ko ? log->reason_ko : NULL);
    dlb_frame_int(frame, (int64_t)log->judged.rows);
    dlb_frame_int(frame, (int64_t)log->judged.persons);
    dlb_frame_int(frame, log->n);
    dlb_frame_int(frame, log->n_suppressed);
    dlb_frame_int(frame, log->n_unknown);
}

static dolbom_status write_runs(const struct run *run, unsigned n_stores,
                                struct dlb_rule_result *result, dolbom_error *error)
{
    static const struct dlb_frame_column columns[] = {{"rule", DLB_FRAME_TEXT, 0},
                                                      {"name_ko", DLB_FRAME_TEXT, 0},
                                                      {"name_en", DLB_FRAME_TEXT, 0},
                                                      {"state", DLB_FRAME_TEXT, 0},
                                                      {"reason", DLB_FRAME_TEXT, 0},
                                                      {"reason_ko", DLB_FRAME_TEXT, 0},
                                                      {"n_rows_judged", DLB_FRAME_INT64, 0},
                                                      {"n_persons_judged", DLB_FRAME_INT64, 0},
                                                      {"n_findings", DLB_FRAME_INT64, 0},
                                                      {"n_suppressed", DLB_FRAME_INT64, 0},
                                                      {"n_persons_unknown", DLB_FRAME_INT64, 0}};
    dolbom_status status = dlb_frame_open(
        run->caseload->env, columns, sizeof columns / sizeof *columns, &result->rule_runs, error);
    const struct dlb_rule_catalogue *catalogue = run->caseload->policy->catalogue;
    if (status != DOLBOM_OK) return status;
    struct dlb_env *env = run->caseload->env;
    struct dlb_tally *tallies = dlb_alloc_zero(env, catalogue->n * sizeof *tallies);
    if (!tallies) return dlb_fail_memory(error, env);
    for (unsigned i = 0; i < n_stores; i++) dlb_findings_tally(&run->stores[i], tallies);
    for (size_t i = 0; i < catalogue->n; i++) {
        struct rule_log log;
        if (!is_asked(run, catalogue->rules[i])) continue;
        read_log(run, i, n_stores, &tallies[i], &log);
        put_run(catalogue->rules[i], &log, result->rule_runs);
    }
    dlb_free(env, tallies, catalogue->n * sizeof *tallies);
    return DOLBOM_OK;
}

/* ---- all of it ------------------------------------------------------------------------------ */

void dlb_rule_result_clear(struct dlb_rule_result *result)
{
    dlb_frame_free(result->findings);
    dlb_frame_free(result->finding_rows);
    dlb_frame_free(result->rule_runs);
    dlb_frame_free(result->unused_decisions);
    dlb_frame_free(result->worklist);
    dlb_frame_free(result->changes);
    dlb_frame_free(result->change_rows);
    dlb_id_set_free(result->persons);
    for (unsigned i = 0; i < result->n_stores; i++) dlb_findings_clear(&result->stores[i]);
    if (result->stores)
        dlb_free(result->env, result->stores, result->n_stores * sizeof *result->stores);
    *result = (struct dlb_rule_result){0};
}

static dolbom_status open_works(struct run *run, unsigned n, dolbom_error *error)
{
    struct dlb_env *env = run->caseload->env;
    const size_t n_rules = run->caseload->policy->catalogue->n;
    bool room = true;
    for (unsigned i = 0; i < n; i++) {
        dlb_findings_open(env, run->caseload, run->request->decisions, run->request->digest,
                          &run->stores[i]);
        run->stores[i].previous = run->request->previous;
        run->stores[i].only_service = run->request->only_service;
        dlb_work_open(env, run->caseload, &run->stores[i], run->request, &run->works[i]);
        run->works[i].judged = dlb_alloc_zero(env, n_rules * sizeof *run->works[i].judged);
        room &= run->works[i].judged != NULL;
    }
    return room ? DOLBOM_OK : dlb_fail_memory(error, env);
}

/* What became of findings since the earlier run, if there is one. */
static dolbom_status write_changes(const struct run *run, unsigned n_stores,
                                   struct dlb_rule_result *result, dolbom_error *error)
{
    const struct dlb_rule_catalogue *catalogue = run->caseload->policy->catalogue;
    struct dlb_env *env = run->caseload->env;
    if (!run->request->previous) return DOLBOM_OK;
    uint8_t *ran = dlb_alloc_zero(env, catalogue->n);
    if (!ran) return dlb_fail_memory(error, env);
    for (size_t i = 0; i < catalogue->n; i++) ran[i] = is_run(run, catalogue->rules[i]);
    dolbom_status status =
        dlb_changes_frames(run->caseload, run->request->previous, run->stores, n_stores, ran,
                           &result->changes, &result->change_rows, error);
    dlb_free(env, ran, catalogue->n);
    return status;
}

static void close_works(struct run *run, unsigned n)
{
    struct dlb_env *env = run->caseload->env;
    const size_t n_rules = run->caseload->policy->catalogue->n;
    for (unsigned i = 0; run->works && i < n; i++) {
        dlb_free(env, run->works[i].judged, n_rules * sizeof *run->works[i].judged);
        dlb_work_clear(&run->works[i]);
    }
}

/*
 * Ask all rules. *again: a decision names several of the findings, which is known only now, and
 * counts for none of them.
 */
static dolbom_status judge_all(struct run *run, unsigned n_stores, bool *again, dolbom_error *error)
{
    struct dlb_env *env = run->caseload->env;
    if (*again) close_works(run, n_stores);
    for (unsigned i = 0; *again && i < n_stores; i++) dlb_findings_clear(&run->stores[i]);
    dolbom_status status = open_works(run, n_stores, error);
    if (status == DOLBOM_OK) share_out(run);
    if (status == DOLBOM_OK)
        status = dlb_run_tasks(env, "judge", run->first_task[N_SCOPES], run_task, run, error);
    if (status == DOLBOM_OK) ask_last(run, n_stores);
    if (status == DOLBOM_OK && run->stores[0].no_memory) status = dlb_fail_memory(error, env);
    return status == DOLBOM_OK ? dlb_decisions_disambiguate(env, run->request->decisions,
                                                            run->stores, n_stores, again, error)
                               : status;
}

static dolbom_status write_all(struct run *run, unsigned n_stores, struct dlb_rule_result *result,
                               dolbom_error *error)
{
    struct dlb_env *env = run->caseload->env;
    dolbom_status status =
        dlb_findings_frames(run->caseload, run->stores, n_stores, &result->findings,
                            &result->finding_rows, &result->persons, error);
    if (status == DOLBOM_OK && run->request->with_worklist)
        status = dlb_worklist_frame(run->caseload, run->stores, n_stores, &result->worklist, error);
    if (status == DOLBOM_OK) status = write_runs(run, n_stores, result, error);
    if (status == DOLBOM_OK) status = write_changes(run, n_stores, result, error);
    if (status == DOLBOM_OK)
        status = dlb_unused_decisions(env, run->request->decisions, run->stores, n_stores,
                                      &result->unused_decisions, error);
    return status;
}

/* Links in a copy of their own, one for each pair of persons. */
static dolbom_status copy_review_pairs(const struct dlb_caseload *caseload,
                                       const struct dlb_rule_request *request,
                                       struct dlb_review_pair **review_pairs, size_t *n,
                                       dolbom_error *error)
{
    *review_pairs = NULL;
    *n = request->n_review_pairs;
    if (!request->review_pairs) return DOLBOM_OK;
    *review_pairs = dlb_alloc_array(caseload->env, *n, sizeof **review_pairs);
    if (!*review_pairs) return dlb_fail_memory(error, caseload->env);
    if (*n) memcpy(*review_pairs, request->review_pairs, *n * sizeof **review_pairs);
    return dlb_review_pairs_distinct(caseload, *review_pairs, n, error);
}

dolbom_status dlb_rules_run(const struct dlb_caseload *caseload,
                            const struct dlb_rule_request *request, struct dlb_rule_result *result,
                            dolbom_error *error)
{
    struct dlb_env *env = caseload->env;
    struct dlb_rule_request distinct = *request;
    struct dlb_review_pair *review_pairs = NULL;
    struct run run = {.caseload = caseload, .request = &distinct};
    unsigned n = dlb_env_threads(env);
    *result = (struct dlb_rule_result){0};
    run.works = dlb_alloc_zero(env, n * sizeof *run.works);
    run.stores = dlb_alloc_zero(env, n * sizeof *run.stores);
    bool listed = dlb_running_open(&run.running, caseload, is_run, &run);
    dolbom_status status = dlb_progress(env, "judge", 0, 0, error);
    if (status == DOLBOM_OK)
        status =
            copy_review_pairs(caseload, request, &review_pairs, &distinct.n_review_pairs, error);
    distinct.review_pairs = review_pairs;
    if (status == DOLBOM_OK && (!run.works || !run.stores || !listed))
        status = dlb_fail_memory(error, env);
    result->env = env;
    result->stores = run.stores;
    if (run.stores) result->n_stores = n;
    bool again = false;
    if (status == DOLBOM_OK) status = judge_all(&run, n, &again, error);
    if (status == DOLBOM_OK && again) status = judge_all(&run, n, &again, error);
    if (status == DOLBOM_OK) status = write_all(&run, n, result, error);
    close_works(&run, n);
    dlb_free(env, review_pairs, request->n_review_pairs * sizeof *review_pairs);
    dlb_free(env, run.works, n * sizeof *run.works);
    dlb_running_close(&run.running, env);
    if (status != DOLBOM_OK) dlb_rule_result_clear(result);
    return status;
}
