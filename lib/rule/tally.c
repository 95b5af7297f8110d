/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tally.c - numbers about all of the caseload, for rules that speak of agencies and zones.
 *
 * Each thread counts into numbers of its own, and these are added up, so that threads change
 * nothing.
 */
#include "rule/kernel.h"

enum { TASK_ITEMS = 16384 };

struct tally {
    struct dlb_rule_work *work;
    const void *context;
    dlb_tally_count count;
    uint32_t n_items;
    size_t n_counts;
    uint64_t *counts; /* n_counts of each thread, the first of which becomes the sum */
};

static dolbom_status count_task(void *context, size_t task, unsigned worker, dolbom_error *error)
{
    const struct tally *tally = context;
    uint64_t *counts = tally->counts + worker * tally->n_counts;
    uint32_t from = (uint32_t)(task * TASK_ITEMS), end = from + TASK_ITEMS;
    (void)error;
    if (end > tally->n_items || end < from) end = tally->n_items;
    for (uint32_t i = from; i < end; i++) tally->count(tally->work, tally->context, i, counts);
    return DOLBOM_OK;
}

static size_t counts_bytes(const struct dlb_rule_work *work, size_t n_counts)
{
    return dlb_env_threads(work->env) * n_counts * sizeof(uint64_t);
}

uint64_t *dlb_tally_open(struct dlb_rule_work *work, uint32_t n_items, size_t n_counts,
                         dlb_tally_count count, const void *context)
{
    struct tally tally = {work, context, count, n_items, n_counts, NULL};
    tally.counts = dlb_alloc_zero(work->env, counts_bytes(work, n_counts));
    size_t n_tasks = ((size_t)n_items + TASK_ITEMS - 1) / TASK_ITEMS;
    if (!tally.counts) {
        dlb_findings_no_memory(work->findings);
        return NULL;
    }
    (void)dlb_run_tasks(work->env, NULL, n_tasks, count_task, &tally, NULL); /* cannot fail */
    for (unsigned worker = 1; worker < dlb_env_threads(work->env); worker++)
        for (size_t i = 0; i < n_counts; i++)
            tally.counts[i] += tally.counts[worker * n_counts + i];
    return tally.counts;
}

void dlb_tally_close(struct dlb_rule_work *work, uint64_t *counts, size_t n_counts)
{
    dlb_free(work->env, counts, counts_bytes(work, n_counts));
}
