/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answers.c - on which days a person's need was answered, for those who count.
 */
#include "rule/kernel.h"

extern const struct dlb_rule dlb_rule_o01;

struct dlb_answers {
    struct dlb_findings findings; /* only remembers that memory ran out */
    struct dlb_rule_work work;
    struct dlb_array days; /* of struct dlb_span */
    int32_t goods_days;
};

struct dlb_answers *dlb_answers_open(const struct dlb_caseload *caseload)
{
    struct dlb_answers *answers = dlb_alloc_zero(caseload->env, sizeof *answers);
    if (!answers) return NULL;
    answers->findings.env = caseload->env;
    answers->goods_days = dlb_goods_days(caseload->policy);
    dlb_work_open(caseload->env, caseload, &answers->findings, NULL, &answers->work);
    answers->work.settings = dlb_policy_settings(caseload->policy, &dlb_rule_o01);
    return answers;
}

/* Spans sorted by start, with those that touch joined; how many. */
static size_t join(const struct dlb_owned_span *spans, size_t n, struct dlb_span *days)
{
    size_t n_days = 0;
    for (size_t i = 0; i < n; i++) {
        struct dlb_span *last = n_days ? &days[n_days - 1] : NULL;
        if (!last || spans[i].start > last->end)
            days[n_days++] = (struct dlb_span){spans[i].start, spans[i].end};
        else if (spans[i].end > last->end)
            last->end = spans[i].end;
    }
    return n_days;
}

bool dlb_answers_find(struct dlb_answers *answers, uint32_t person, uint32_t need_class,
                      const struct dlb_span **spans, size_t *n)
{
    struct dlb_rule_work *work = &answers->work;
    bool found = dlb_work_answers(work, &dlb_rule_o01, person, need_class, answers->goods_days);
    if (!found || !dlb_work_sort_spans(work)) return false;
    struct dlb_span *days =
        dlb_array_reserve(work->env, &answers->days, work->spans.n, sizeof *days, UINT32_MAX);
    if (!days) return false;
    *n = join(work->spans.data, work->spans.n, days);
    *spans = days;
    return true;
}

bool dlb_answers_emergencies(struct dlb_answers *answers, uint32_t person,
                             void (*tell)(void *context, uint32_t row, enum dlb_emergency outcome),
                             void *context)
{
    return dlb_emergencies_tell(&answers->work, person, tell, context);
}

void dlb_answers_close(struct dlb_answers *answers)
{
    if (!answers) return;
    struct dlb_env *env = answers->work.env;
    dlb_work_clear(&answers->work);
    dlb_array_clear(env, &answers->days, sizeof(struct dlb_span));
    dlb_free(env, answers, sizeof *answers);
}
