/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_unknown.c - rows of `rules` that a run fails at.
 *
 * A rule or parameter that nobody knows would leave the rule silently as it was, and a rule that
 * nobody knows how to ask would find nothing; so both are errors that say what there is.
 */
#include "policy/policy_tables.h"

#include <stdio.h>
#include <string.h>

enum { LIST_MAX = 256 };

static bool declares(const struct dlb_parameter *row)
{
    return dlb_text_equal(row->name, dlb_text_of("kernel"));
}

/* ---- what is wrong with a row ---------------------------------------------------------------- */

static bool has_deadline(const struct dlb_policy *policy, const struct dlb_rule *rule)
{
    for (uint32_t i = 0; i < policy->n_deadlines; i++)
        if (dlb_text_equal(policy->deadlines[i].rule, dlb_text_of(rule->id))) return true;
    return false;
}

const char *dlb_local_rule_lacks(const struct dlb_policy *policy, const struct dlb_rule *rule)
{
    uint32_t n_caps;
    (void)dlb_policy_caps(policy, rule, &n_caps);
    if (!dlb_policy_sets(policy, rule, "name"))
        return "has no name; give it one by a row with the parameter `name`";
    if (rule->caps && !n_caps) return "has no row in `caps`, without which it would find nothing";
    if (rule->deadlines && !has_deadline(policy, rule))
        return "has no row in `deadlines`, without which it would find nothing";
    return NULL;
}

/* What is wrong with the rule that a row declares, or with the row as a declaration; NULL: nothing.
 */
static const char *faulty_rule(const struct dlb_policy *policy, const struct dlb_parameter *row)
{
    const struct dlb_rule *rule = dlb_rule_find(policy->catalogue, row->rule);
    if (!rule && !dlb_is_for_ever(row))
        return "has a kernel with a key, a centre type or dates; say with `enabled` when it holds";
    if (!rule) return NULL;
    if (!dlb_text_equal(dlb_trim(row->text), dlb_text_of(rule->works_as->id)))
        return "works as two others; leave one of its rows `kernel`";
    return dlb_local_rule_lacks(policy, rule);
}

static bool is_wrong(const struct dlb_policy *policy, const struct dlb_parameter *row)
{
    if (!dlb_param_find(policy->catalogue, row->rule, row->name) || row->broken) return true;
    return declares(row) && faulty_rule(policy, row);
}

/* ---- what was meant -------------------------------------------------------------------------- */

const char *dlb_near_rule(const struct dlb_rule_catalogue *catalogue, struct dlb_text id)
{
    struct dlb_nearest nearest = dlb_nearest_to(id);
    for (size_t i = 0; i < catalogue->n; i++) dlb_nearest_try(&nearest, catalogue->rules[i]->id);
    return nearest.known;
}

const char *dlb_near_kernel(const struct dlb_rule_catalogue *catalogue, struct dlb_text id)
{
    struct dlb_nearest nearest = dlb_nearest_to(id);
    for (size_t i = 0; i < catalogue->n; i++)
        if (catalogue->rules[i]->local) dlb_nearest_try(&nearest, catalogue->rules[i]->id);
    return nearest.known;
}

const char *dlb_near_param(const struct dlb_rule *rule, struct dlb_text name)
{
    struct dlb_nearest nearest = dlb_nearest_to(name);
    const struct dlb_param *param;
    for (unsigned i = 0; (param = dlb_param_at(rule, i)); i++)
        dlb_nearest_try(&nearest, param->name);
    return nearest.known;
}

/* ---- errors ---------------------------------------------------------------------------------- */

static dolbom_status fail_rule(const struct dlb_policy *policy, const struct dlb_parameter *row,
                               dolbom_error *error)
{
    char hint[DLB_HINT_MAX];
    return dlb_fail(error, DOLBOM_E_INPUT, row->row, "rules.rule", "there is no such rule%s",
                    dlb_did_you_mean(dlb_near_rule(policy->catalogue, row->rule), hint));
}

static dolbom_status fail_param(const struct dlb_policy *policy, const struct dlb_parameter *row,
                                dolbom_error *error)
{
    const struct dlb_rule *rule = dlb_rule_find(policy->catalogue, row->rule);
    char hint[DLB_HINT_MAX];
    return dlb_fail(error, DOLBOM_E_INPUT, row->row, "rules.param", "%s has no such parameter%s",
                    rule ? rule->id : "*", dlb_did_you_mean(dlb_near_param(rule, row->name), hint));
}

/* " D03 D04 …": the rules that others can work as. */
static void list_kernels(const struct dlb_policy *policy, char list[LIST_MAX])
{
    size_t len = 0;
    list[0] = '\0';
    for (size_t i = 0; i < policy->catalogue->n; i++) {
        const struct dlb_rule *rule = policy->catalogue->rules[i];
        if (!rule->local || len + sizeof " D05" > LIST_MAX) continue;
        len += (size_t)snprintf(list + len, LIST_MAX - len, " %s", rule->id);
    }
}

static dolbom_status fail_kernel(const struct dlb_policy *policy, const struct dlb_parameter *row,
                                 dolbom_error *error)
{
    char list[LIST_MAX], hint[DLB_HINT_MAX];
    struct dlb_text written = dlb_trim(row->text);
    const struct dlb_rule *other = dlb_rule_find(policy->catalogue, written);
    list_kernels(policy, list);
    if (other)
        return dlb_fail(error, DOLBOM_E_INPUT, row->row, "rules.value",
                        "a rule of your own cannot work as %s; it can work as%s", other->id, list);
    return dlb_fail(error, DOLBOM_E_INPUT, row->row, "rules.value",
                    "this is no rule%s; one of your own can work as%s",
                    dlb_did_you_mean(dlb_near_kernel(policy->catalogue, written), hint), list);
}

/* Without the row the rule would be about more than it should. */
static dolbom_status fail_only(const struct dlb_parameter *row, dolbom_error *error)
{
    char column[LIST_MAX];
    snprintf(column, sizeof column, "rules.%s", row->broken);
    return dlb_fail(error, DOLBOM_E_INPUT, row->row, column,
                    "`only` takes 1 (or 0) for the key of one thing that the policy has: a "
                    "programme or class, a need or a signal, as the rule looks at them");
}

/* A row that should declare a rule, and does not. */
static dolbom_status fail_declaration(const struct dlb_policy *policy,
                                      const struct dlb_parameter *row, dolbom_error *error)
{
    if (!dlb_is_local_id(row->rule))
        return dlb_fail(error, DOLBOM_E_INPUT, row->row, "rules.rule",
                        "a rule of your own has one of the names L01 to L99");
    const char *wrong = faulty_rule(policy, row);
    if (!wrong) return fail_kernel(policy, row, error);
    return dlb_fail(error, DOLBOM_E_INPUT, row->row, "rules.param", "%.*s %s", (int)row->rule.len,
                    row->rule.data, wrong);
}

static dolbom_status fail_row(const struct dlb_policy *policy, const struct dlb_parameter *row,
                              dolbom_error *error)
{
    bool known =
        dlb_text_equal(row->rule, dlb_text_of("*")) || dlb_rule_find(policy->catalogue, row->rule);
    if (row->broken) return fail_only(row, error);
    if (declares(row)) return fail_declaration(policy, row, error);
    if (known) return fail_param(policy, row, error);
    if (!dlb_is_local_id(row->rule)) return fail_rule(policy, row, error);
    return dlb_fail(error, DOLBOM_E_INPUT, row->row, "rules.rule",
                    "%.*s has no row with the parameter `kernel`, which says as which rule it "
                    "works",
                    (int)row->rule.len, row->rule.data);
}

dolbom_status dlb_policy_check_parameters(const struct dlb_policy *policy, dolbom_error *error)
{
    const struct dlb_parameter *first = NULL;
    for (uint32_t i = 0; i < policy->n_parameters; i++) {
        const struct dlb_parameter *row = &policy->parameters[i];
        if (is_wrong(policy, row) && (!first || row->row < first->row)) first = row;
    }
    return first ? fail_row(policy, first, error) : DOLBOM_OK;
}
