/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verdict.c - is a person entitled to a programme?
 *
 * A clause is failed when one of its tests is, met when all are, and else not known. One clause
 * that is met is enough, and all have to fail for a NO. How near a NO is may be said only of a
 * clause in which everything else is met.
 */
#include "eligibility/eligibility.h"

static const uint64_t ALL = 1000000; /* a share of 1, in parts per million */

/* ---- the version in force -------------------------------------------------------------------- */

/* Of the rows in force the one that began last; of several, the last version's. */
static const struct dlb_condition *find_version(const struct dlb_condition *rows, uint32_t n,
                                                int32_t day)
{
    const struct dlb_condition *found = NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (!dlb_valid_on(rows[i].valid, day)) continue;
        if (!found || rows[i].valid.from >= found->valid.from) found = &rows[i];
    }
    return found;
}

static bool try_version(const struct dlb_policy *policy, const struct dlb_facts *facts,
                        const struct dlb_condition *rows, uint32_t n, int32_t month,
                        struct dlb_verdict *verdict)
{
    int32_t day = dlb_month_start(month);
    for (uint32_t i = 0; i < n; i++) {
        bool asked =
            dlb_text_equal(rows[i].version, verdict->version) && dlb_valid_on(rows[i].valid, day);
        if (!asked) continue;
        struct dlb_trial *trial =
            dlb_array_reserve(verdict->env, &verdict->trials, 1, sizeof *trial, UINT32_MAX);
        if (!trial) return false;
        *trial = dlb_test_try(policy, facts, &rows[i].test, month);
        trial->clause = rows[i].clause;
        trial->name = rows[i].name;
        verdict->trials.n++;
        if (!verdict->legal_ref.data) verdict->legal_ref = rows[i].legal_ref;
    }
    return true;
}

/* ---- clauses --------------------------------------------------------------------------------- */

/* Trials [from, to) of one clause. */
struct clause {
    struct dlb_trial *trials;
    size_t n, n_yes, n_no;
};

/* The clause that begins at *at, which moves to the next one; false after the last. */
static bool next_clause(const struct dlb_verdict *verdict, size_t *at, struct clause *clause)
{
    struct dlb_trial *trials = verdict->trials.data;
    size_t from = *at;
    if (from >= verdict->trials.n) return false;
    *clause = (struct clause){.trials = trials + from};
    for (; *at < verdict->trials.n && dlb_text_equal(trials[*at].clause, trials[from].clause);
         ++*at) {
        clause->n++;
        clause->n_yes += trials[*at].answer == DLB_ANSWER_YES;
        clause->n_no += trials[*at].answer == DLB_ANSWER_NO;
    }
    return true;
}

static uint8_t sum_up(const struct dlb_verdict *verdict)
{
    struct clause clause;
    uint8_t answer = DLB_ANSWER_NO;
    for (size_t at = 0; next_clause(verdict, &at, &clause);) {
        if (clause.n_yes == clause.n) return DLB_ANSWER_YES;
        if (!clause.n_no) answer = DLB_ANSWER_UNKNOWN;
    }
    return answer;
}

enum dlb_asked dlb_eligibility_ask(const struct dlb_policy *policy, const struct dlb_facts *facts,
                                   uint32_t programme, int32_t month, struct dlb_verdict *verdict)
{
    uint32_t n;
    const struct dlb_condition *rows = dlb_policy_conditions(policy, programme, &n);
    const struct dlb_condition *version = find_version(rows, n, dlb_month_start(month));
    verdict->trials.n = 0;
    verdict->legal_ref = (struct dlb_text){NULL, 0};
    if (!version) return DLB_ASKED_NOTHING;
    verdict->version = version->version;
    if (!try_version(policy, facts, rows, n, month, verdict)) return DLB_ASKED_NO_MEMORY;
    verdict->answer = sum_up(verdict);
    return DLB_ASKED;
}

/* ---- what it rests on ------------------------------------------------------------------------ */

/* Of the trials of a clause those with one answer. */
static void mark(const struct clause *clause, unsigned answer)
{
    for (size_t i = 0; i < clause->n; i++)
        clause->trials[i].decides = clause->trials[i].answer == answer;
}

void dlb_verdict_mark(struct dlb_verdict *verdict, const struct dlb_trial *near)
{
    struct clause clause, best = {.n = 0};
    struct dlb_trial *trials = verdict->trials.data;
    if (near) trials[near - trials].decides = true;
    if (near) return;
    for (size_t at = 0; next_clause(verdict, &at, &clause);) {
        if (verdict->answer == DLB_ANSWER_UNKNOWN && !clause.n_no)
            mark(&clause, DLB_ANSWER_UNKNOWN);
        bool better = verdict->answer == DLB_ANSWER_YES ? clause.n_yes == clause.n && !best.n
                                                        : !best.n || clause.n_no < best.n_no;
        if (better) best = clause;
    }
    if (verdict->answer != DLB_ANSWER_UNKNOWN && best.n) mark(&best, verdict->answer);
}

static bool is_recent(const struct clause *clause, int32_t since)
{
    for (size_t i = 0; i < clause->n; i++)
        if (clause->trials[i].as_of != DLB_DAY_NONE && clause->trials[i].as_of < since)
            return false;
    return true;
}

const struct dlb_trial *dlb_verdict_met(const struct dlb_verdict *verdict, int32_t since, size_t *n)
{
    struct clause clause;
    for (size_t at = 0; next_clause(verdict, &at, &clause);) {
        *n = clause.n;
        if (clause.n_yes == clause.n && is_recent(&clause, since)) return clause.trials;
    }
    return NULL;
}

static uint64_t limit_size(const struct dlb_trial *trial)
{
    return dlb_size_of(trial->limit);
}

static uint64_t distance(const struct dlb_trial *trial)
{
    uint64_t value = (uint64_t)trial->value, limit = (uint64_t)trial->limit;
    return trial->value > trial->limit ? value - limit : limit - value;
}

/* Is the value off the limit by at most so much of it? */
static bool is_near(const struct dlb_trial *trial, int64_t margin_ppm)
{
    uint64_t size = limit_size(trial), share = (uint64_t)margin_ppm;
    return distance(trial) <= size / ALL * share + size % ALL * share / ALL;
}

int64_t dlb_trial_margin(const struct dlb_trial *trial)
{
    uint64_t size = limit_size(trial), off = distance(trial);
    for (; off > UINT64_MAX / ALL; off >>= 1) size >>= 1;
    if (!size) return off ? INT64_MAX : 0;
    return (int64_t)(off * ALL / size);
}

const struct dlb_trial *dlb_verdict_near(const struct dlb_verdict *verdict, int64_t margin_ppm)
{
    struct clause clause;
    if (verdict->answer != DLB_ANSWER_NO) return NULL;
    for (size_t at = 0; next_clause(verdict, &at, &clause);) {
        if (clause.n_no != 1 || clause.n_yes + 1 != clause.n) continue;
        const struct dlb_trial *trial = clause.trials;
        while (trial->answer != DLB_ANSWER_NO) trial++;
        if (trial->has_numbers && is_near(trial, margin_ppm)) return trial;
    }
    return NULL;
}

void dlb_verdict_clear(struct dlb_verdict *verdict)
{
    if (!verdict->env) return;
    dlb_array_clear(verdict->env, &verdict->trials, sizeof(struct dlb_trial));
    *verdict = (struct dlb_verdict){0};
}
