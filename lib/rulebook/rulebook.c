/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rulebook.c - finding rules and their parameters by number and by name.
 */
#include "rulebook/rulebook.h"

#include <assert.h>
#include <string.h>

static const struct dlb_param common[DLB_PARAM_OWN] = {
    [DLB_PARAM_ENABLED] = {.name = "enabled", .most = 1, .value = 1},
    [DLB_PARAM_SEVERITY] = {.name = "severity", .most = 4, .value = -1},
    [DLB_PARAM_THETA_HIGH] = {.name = "theta_high",
                              .decimals = 6,
                              .most = DLB_PARAM_SHARE,
                              .value = 990000},
    [DLB_PARAM_LOOKBACK_MONTHS] = {.name = "lookback_months", .most = 1200, .value = 13},
    [DLB_PARAM_MONEY_EXPOSURE_WON] = {.name = "money_exposure_won",
                                      .most = INT64_MAX,
                                      .value = 1000000},
    [DLB_PARAM_FIRST_ACTION_DAYS] = {.name = "first_action_days",
                                     .most = DLB_PARAM_DAYS_MAX,
                                     .value = 10},
    [DLB_PARAM_STALE_DAYS] = {.name = "stale_days", .most = DLB_PARAM_DAYS_MAX, .value = -1},
    [DLB_PARAM_EVIDENCE_MAX] = {.name = "evidence_max", .least = 1, .most = 10000, .value = 50},
};

unsigned dlb_rule_n_params(const struct dlb_rule *rule)
{
    return DLB_PARAM_OWN + (rule ? rule->n_params : 0);
}

const struct dlb_param *dlb_param_at(const struct dlb_rule *rule, unsigned number)
{
    if (number < DLB_PARAM_OWN) return &common[number];
    return number < dlb_rule_n_params(rule) ? &rule->params[number - DLB_PARAM_OWN] : NULL;
}

/* "D03" as a number that sorts as it does. */
static uint32_t id_number(const struct dlb_rule *rule)
{
    const unsigned char *id = (const unsigned char *)rule->id;
    return (uint32_t)id[0] << 16 | (uint32_t)id[1] << 8 | id[2];
}

struct sought_rule {
    const struct dlb_rule_catalogue *catalogue;
    uint32_t id;
};

static bool is_before_rule(const void *sought, size_t i)
{
    const struct sought_rule *wanted = sought;
    return id_number(wanted->catalogue->rules[i]) < wanted->id;
}

size_t dlb_rule_number(const struct dlb_rule_catalogue *catalogue, const struct dlb_rule *rule)
{
    struct sought_rule sought = {catalogue, id_number(rule)};
    size_t number = dlb_search(0, catalogue->n, &sought, is_before_rule);
    assert(catalogue->rules[number] == rule);
    return number;
}

const struct dlb_rule *dlb_rule_find(const struct dlb_rule_catalogue *catalogue, struct dlb_text id)
{
    for (size_t i = 0; i < catalogue->n; i++)
        if (dlb_text_equal(dlb_text_of(catalogue->rules[i]->id), id)) return catalogue->rules[i];
    return NULL;
}

const struct dlb_param *dlb_param_find(const struct dlb_rule_catalogue *catalogue,
                                       struct dlb_text id, struct dlb_text name)
{
    const struct dlb_rule *rule = dlb_rule_find(catalogue, id);
    const struct dlb_param *param;
    if (!rule && !dlb_text_equal(id, dlb_text_of("*"))) return NULL;
    for (unsigned i = 0; (param = dlb_param_at(rule, i)); i++)
        if (dlb_text_equal(dlb_text_of(param->name), name)) break;
    return param;
}

/* ---- rules of a policy's own ----------------------------------------------------------------- */

#define LOCAL_PARAMS(only_key)                                                                     \
    {                                                                                              \
        [DLB_LOCAL_KERNEL] = {.name = "kernel", .form = DLB_FORM_TEXT},                            \
        [DLB_LOCAL_NAME] = {.name = "name", .form = DLB_FORM_TEXT},                                \
        [DLB_LOCAL_NAME_EN] = {.name = "name_en", .form = DLB_FORM_TEXT},                          \
        [DLB_LOCAL_ONLY] = {.name = "only", .key = (only_key), .keyed = true, .most = 1},          \
    }

enum { N_LOCAL_PARAMS = DLB_LOCAL_ONLY + 1 };
static const struct dlb_param local_params[][N_LOCAL_PARAMS] = {
    [DLB_LOCAL_ROWS] = LOCAL_PARAMS(DLB_KEY_NONE),
    [DLB_LOCAL_SERVICES] = LOCAL_PARAMS(DLB_KEY_SERVICE),
    [DLB_LOCAL_NEEDS] = LOCAL_PARAMS(DLB_KEY_NEED),
    [DLB_LOCAL_SIGNALS] = LOCAL_PARAMS(DLB_KEY_SIGNAL),
};

size_t dlb_local_params(const struct dlb_rule *works_as, const struct dlb_param **params)
{
    *params = local_params[works_as->local];
    return works_as->local == DLB_LOCAL_ROWS ? DLB_LOCAL_ONLY : N_LOCAL_PARAMS;
}

const struct dlb_rule *dlb_rule_works_as(const struct dlb_rule *rule)
{
    return rule->works_as ? rule->works_as : rule;
}

unsigned dlb_local_number(const struct dlb_rule *rule, enum dlb_local_param param)
{
    return dlb_rule_n_params(rule->works_as) + (unsigned)param;
}

bool dlb_rule_yields(const struct dlb_rule *rule, const struct dlb_rule *other)
{
    return rule->yields_to && strstr(rule->yields_to, other->id) != NULL;
}
