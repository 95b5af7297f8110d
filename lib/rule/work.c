/* SPDX-License-Identifier: Apache-2.0 */
/*
 * work.c - the working memory of kernels: one for each thread, kept from subject to subject.
 */
#include "rule/kernel.h"

static bool make_room(struct dlb_rule_work *work, struct dlb_array *array, size_t n, size_t bytes)
{
    array->n = 0;
    bool room = dlb_array_reserve(work->env, array, n, bytes, UINT32_MAX) != NULL;
    if (!room) dlb_findings_no_memory(work->findings);
    return room;
}

bool dlb_work_spans(struct dlb_rule_work *work, size_t n)
{
    return make_room(work, &work->spans, n, sizeof(struct dlb_owned_span));
}

bool dlb_work_segments(struct dlb_rule_work *work, size_t n)
{
    return make_room(work, &work->segments, n, sizeof(struct dlb_span));
}

bool dlb_work_rows(struct dlb_rule_work *work, size_t n)
{
    return make_room(work, &work->rows, n, sizeof(uint32_t));
}

bool dlb_work_items(struct dlb_rule_work *work, size_t n)
{
    return make_room(work, &work->items, n, sizeof(struct dlb_sort_item))
           && make_room(work, &work->spare, n, sizeof(struct dlb_sort_item));
}

void dlb_work_open(struct dlb_env *env, const struct dlb_caseload *caseload,
                   struct dlb_findings *findings, const struct dlb_rule_request *request,
                   struct dlb_rule_work *work)
{
    *work = (struct dlb_rule_work){.env = env, .caseload = caseload, .findings = findings,
                                   .request = request};
}

void dlb_work_clear(struct dlb_rule_work *work)
{
    if (!work->env) return;
    dlb_array_clear(work->env, &work->spans, sizeof(struct dlb_owned_span));
    dlb_array_clear(work->env, &work->segments, sizeof(struct dlb_span));
    dlb_array_clear(work->env, &work->rows, sizeof(uint32_t));
    dlb_array_clear(work->env, &work->items, sizeof(struct dlb_sort_item));
    dlb_array_clear(work->env, &work->spare, sizeof(struct dlb_sort_item));
    dlb_array_clear(work->env, &work->hits, sizeof(struct dlb_hit));
    dlb_array_clear(work->env, &work->hit_rows, sizeof(struct dlb_hit_row));
    if (work->kept) work->kept_clear(work->env, work->kept);
    *work = (struct dlb_rule_work){0};
}

void dlb_rule_look(struct dlb_rule_work *work, const struct dlb_running_rule *running,
                   uint32_t subject)
{
    work->settings = running->settings;
    running->rule->kernel(work, running->rule, subject);
}
