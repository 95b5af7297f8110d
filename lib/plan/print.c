/* SPDX-License-Identifier: Apache-2.0 */
/*
 * print.c - a plan's text and its hash.
 */
#include "plan/keys.h"

#include <string.h>

dolbom_status dlb_plan_open_any(const dolbom_plan **plan, dolbom_plan **builtin,
                                dolbom_error *error)
{
    *builtin = NULL;
    if (*plan) return DOLBOM_OK;
    dolbom_status status = dolbom_plan_read(NULL, NULL, 0, NULL, builtin, error);
    *plan = *builtin;
    return status;
}

dolbom_status dolbom_plan_print(const dolbom_plan *plan, char *text, size_t text_cap,
                                size_t *text_len)
{
    dolbom_plan *builtin;
    if (!text_len || (!text && text_cap)) return DOLBOM_E_ARG;
    dolbom_status status = dlb_plan_open_any(&plan, &builtin, NULL);
    if (status != DOLBOM_OK) return status;
    *text_len = plan->text.n;
    if (plan->text.n <= text_cap)
        memcpy(text, plan->text.data, plan->text.n);
    else
        status = DOLBOM_E_ROOM;
    dolbom_plan_free(builtin);
    return status;
}

uint64_t dolbom_plan_hash(const dolbom_plan *plan)
{
    dolbom_plan *builtin;
    if (dlb_plan_open_any(&plan, &builtin, NULL) != DOLBOM_OK) return 0;
    uint64_t hash = dlb_hash64(plan->text.data, plan->text.n);
    dolbom_plan_free(builtin);
    return hash;
}
