/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_local.c - rules of a policy's own.
 *
 *   rule  param   key   value
 *   L01   kernel        D05      there is a rule L01, which works as D05 does
 *   L01   name          ...      that is what people call it
 *   L01   only    3105  1        (of some kernels) it looks at nothing else
 *
 * Such a rule is a copy of the declaration that it works as, under an id of its own: everything
 * that a policy says of a rule by its id (parameters, caps, deadlines, thresholds) is said of it
 * anew. So it begins with the other's parameters at their defaults, and with no deadline. It yields
 * to no rule, for whoever wrote it wants to hear of it.
 */
#include "policy/policy_tables.h"

#include <string.h>

bool dlb_is_local_id(struct dlb_text id)
{
    bool shaped = id.len == 3 && id.data[0] == 'L' && id.data[1] >= '0' && id.data[1] <= '9' &&
                  id.data[2] >= '0' && id.data[2] <= '9';
    return shaped && !dlb_text_equal(id, dlb_text_of("L00"));
}

bool dlb_is_for_ever(const struct dlb_parameter *row)
{
    bool dated = row->valid.from != DLB_DAY_NONE || row->valid.to != DLB_DAY_OPEN;
    return !dated && !row->key.data && !row->centre;
}

bool dlb_policy_sets(const struct dlb_policy *policy, const struct dlb_rule *rule,
                     const char *param)
{
    for (uint32_t i = 0; i < policy->n_parameters; i++)
        if (dlb_text_equal(policy->parameters[i].rule, dlb_text_of(rule->id)) &&
            dlb_text_equal(policy->parameters[i].name, dlb_text_of(param)))
            return true;
    return false;
}

/* ---- declarations ---------------------------------------------------------------------------- */

struct declaration {
    struct dlb_text id;
    const struct dlb_rule *works_as;
    int64_t row;
};
struct declarations {
    const struct dlb_policy *policy;
    struct dlb_array list; /* of struct declaration */
    bool failed;           /* no memory */
};

/* By id; of two that disagree, which is an error, the first counts until it is told. */
static int declaration_order(const void *left_row, const void *right_row)
{
    const struct declaration *left = left_row, *right = right_row;
    int order = dlb_text_order(left->id, right->id);
    return order ? order : (left->row > right->row) - (left->row < right->row);
}

static enum dlb_reject note_declaration(void *context, void *row, size_t *column)
{
    struct declarations *declarations = context;
    const struct dlb_parameter *parameter = row;
    (void)column;
    bool declares = dlb_text_equal(parameter->name, dlb_text_of("kernel")) &&
                    dlb_is_local_id(parameter->rule) && dlb_is_for_ever(parameter);
    const struct dlb_rule *works_as =
        declares ? dlb_rule_find(declarations->policy->catalogue, dlb_trim(parameter->text)) : NULL;
    if (!works_as || !works_as->local) return DLB_REJECT_NONE;
    struct declaration *room = dlb_array_reserve(declarations->policy->env, &declarations->list, 1,
                                                 sizeof *room, UINT32_MAX);
    declarations->failed |= !room;
    if (!room) return DLB_REJECT_NONE;
    *room = (struct declaration){parameter->rule, works_as, parameter->row};
    declarations->list.n++;
    return DLB_REJECT_NONE;
}

/* ---- rules ----------------------------------------------------------------------------------- */

/* Its parameters: the other's, then those that every rule of a policy's own has. */
static bool give_params(struct dlb_policy *policy, struct dlb_rule *rule)
{
    const struct dlb_rule *other = rule->works_as;
    const struct dlb_param *more;
    size_t n_more = dlb_local_params(other, &more), n = other->n_params + n_more;
    struct dlb_param *params = dlb_arena_alloc(&policy->local_texts, n * sizeof *params);
    if (!params) return false;
    if (other->n_params) memcpy(params, other->params, other->n_params * sizeof *params);
    memcpy(params + other->n_params, more, n_more * sizeof *params);
    rule->params = params;
    rule->n_params = (uint32_t)n;
    return true;
}

/* The keys that rows of `deadlines` may have; no deadline for any. */
static bool give_deadlines(struct dlb_policy *policy, struct dlb_rule *rule)
{
    const struct dlb_rule *other = rule->works_as;
    uint32_t n = other->n_deadlines;
    struct dlb_deadline_default *deadlines =
        dlb_arena_alloc(&policy->local_texts, n * sizeof *deadlines);
    if (!deadlines) return false;
    for (uint32_t i = 0; i < n; i++)
        deadlines[i] = (struct dlb_deadline_default){other->deadlines[i].key, {.amount = -1}};
    rule->deadlines = n ? deadlines : NULL;
    return true;
}

static bool make_rule(struct dlb_policy *policy, const struct declaration *declaration)
{
    struct dlb_rule *rule = &policy->local_rules[policy->n_local_rules++].rule;
    *rule = *declaration->works_as;
    memcpy(rule->id, declaration->id.data, declaration->id.len);
    rule->works_as = declaration->works_as;
    rule->local = DLB_LOCAL_NEVER;
    rule->yields = DLB_YIELDS_NEVER;
    rule->yields_to = NULL;
    return give_params(policy, rule) && give_deadlines(policy, rule);
}

/* The catalogue with the policy's own rules among the others, by id. */
static bool make_catalogue(struct dlb_policy *policy)
{
    const struct dlb_rule_catalogue *others = policy->catalogue;
    size_t n = others->n + policy->n_local_rules, at = 0, next = 0;
    const struct dlb_rule **rules = dlb_arena_alloc(&policy->local_texts, n * sizeof *rules);
    if (!rules) return false;
    for (size_t i = 0; i < n; i++) {
        const struct dlb_rule *local =
            next < policy->n_local_rules ? &policy->local_rules[next].rule : NULL;
        bool is_next = local && (at == others->n || strcmp(local->id, others->rules[at]->id) < 0);
        rules[i] = is_next ? local : others->rules[at];
        next += is_next;
        at += !is_next;
    }
    policy->with_local = (struct dlb_rule_catalogue){rules, n};
    policy->catalogue = &policy->with_local;
    return true;
}

static bool make_rules(struct dlb_policy *policy, const struct declarations *declarations)
{
    const struct declaration *list = declarations->list.data;
    size_t n = declarations->list.n;
    if (!n) return true;
    policy->local_rules = dlb_arena_alloc(&policy->local_texts, n * sizeof *policy->local_rules);
    if (!policy->local_rules) return false;
    memset(policy->local_rules, 0, n * sizeof *policy->local_rules);
    for (size_t i = 0; i < n; i++) {
        bool again = i && dlb_text_equal(list[i].id, list[i - 1].id);
        if (!again && !make_rule(policy, &list[i])) return false;
    }
    return make_catalogue(policy);
}

dolbom_status dlb_policy_declare(const struct dlb_intake *intake, struct dlb_policy *policy,
                                 struct dlb_rows *rows, dolbom_error *error)
{
    struct declarations declarations = {.policy = policy};
    dolbom_status status =
        dlb_rows_look_again(intake, rows, note_declaration, &declarations, error);
    if (status == DOLBOM_OK)
        status = dlb_order_rows(policy->env, declarations.list.data, (uint32_t)declarations.list.n,
                                sizeof(struct declaration), declaration_order, error);
    bool room = !declarations.failed;
    if (status == DOLBOM_OK && room) room = make_rules(policy, &declarations);
    dlb_array_clear(policy->env, &declarations.list, sizeof(struct declaration));
    if (status == DOLBOM_OK && !room) status = dlb_fail_memory(error, policy->env);
    if (status != DOLBOM_OK) return status;
    return dlb_rows_look_again(intake, rows, dlb_understand_parameter, policy, error);
}

/* ---- on as_of -------------------------------------------------------------------------------- */

/* The text of a parameter as a string; `other` where no row has one. NULL: no memory. */
static const char *text_of(struct dlb_policy *policy, const struct dlb_rule *rule,
                           enum dlb_local_param param, int32_t on, const char *other)
{
    struct dlb_param_whom nobody = {.centre = 0};
    struct dlb_text text =
        dlb_policy_param_text(policy, rule, dlb_local_number(rule, param), nobody, on);
    if (!text.len) return other;
    char *copy = dlb_arena_alloc(&policy->local_texts, text.len + 1);
    if (!copy) return NULL;
    memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    return copy;
}

static bool name_rule(struct dlb_policy *policy, struct dlb_rule *rule, int32_t on)
{
    rule->name_ko = text_of(policy, rule, DLB_LOCAL_NAME, on, rule->works_as->name_ko);
    rule->name_en = text_of(policy, rule, DLB_LOCAL_NAME_EN, on, rule->name_ko);
    return rule->name_ko && rule->name_en;
}

static bool limit_rule(struct dlb_policy *policy, struct dlb_local_rule *local, int32_t on)
{
    const struct dlb_rule *rule = &local->rule;
    unsigned number = dlb_local_number(rule, DLB_LOCAL_ONLY);
    const struct dlb_parameter *row;
    uint32_t at = 0;
    if (!dlb_policy_sets(policy, rule, "only")) return true;
    local->is_limited = true;
    local->only.rows =
        dlb_arena_alloc(&policy->local_texts, policy->n_parameters * sizeof *local->only.rows);
    while (local->only.rows && (row = dlb_policy_next_key(policy, rule, number, on, &at)))
        if (row->value) local->only.rows[local->only.n++] = row;
    return local->only.rows != NULL;
}

dolbom_status dlb_policy_resolve_local(struct dlb_policy *policy, int32_t as_of,
                                       dolbom_error *error)
{
    bool room = true;
    for (uint32_t i = 0; i < policy->n_local_rules && room; i++) {
        struct dlb_local_rule *local = &policy->local_rules[i];
        room = name_rule(policy, &local->rule, as_of) && limit_rule(policy, local, as_of);
    }
    return room ? DOLBOM_OK : dlb_fail_memory(error, policy->env);
}

const struct dlb_only *dlb_policy_only(const struct dlb_policy *policy, const struct dlb_rule *rule)
{
    for (uint32_t i = 0; i < policy->n_local_rules; i++) {
        const struct dlb_local_rule *local = &policy->local_rules[i];
        if (&local->rule == rule) return local->is_limited ? &local->only : NULL;
    }
    return NULL;
}
