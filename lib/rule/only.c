/* SPDX-License-Identifier: Apache-2.0 */
/*
 * only.c - what a policy's own rule is about, where its rows `only` say so.
 */
#include "rule/kernel.h"

bool dlb_only_has_service(const struct dlb_only *only, const struct dlb_service *service)
{
    for (uint32_t i = 0; i < only->n; i++)
        if (dlb_selects(&only->rows[i]->services, service)) return true;
    return false;
}

/* Is it a key of theirs? */
static bool is_named(const struct dlb_only *only, struct dlb_text code)
{
    for (uint32_t i = 0; i < only->n; i++)
        if (dlb_text_equal(only->rows[i]->key, code)) return true;
    return false;
}

bool dlb_looks_at_need(const struct dlb_rule_work *work, uint32_t need_class)
{
    return !work->only || is_named(work->only, work->caseload->need_classes[need_class]);
}

bool dlb_looks_at_signal(const struct dlb_rule_work *work, struct dlb_text signal)
{
    return !work->only || is_named(work->only, signal);
}
