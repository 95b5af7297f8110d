/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_param.c - the parameters of rules: rows of `rules` and `deadlines` over what each rule
 * declares.
 *
 * Kernels ask the same few questions about every person, so the answers without a key on
 * as_of are worked out once, one after the other for each rule of the catalogue.
 */
#include "policy/policy_tables.h"

/* ---- rows ----------------------------------------------------------------------------------- */

/* rule, name, key, then the latest first; the order that find_row looks rows up in. */
int dlb_parameter_order(const void *left_row, const void *right_row)
{
    const struct dlb_parameter *left = left_row, *right = right_row;
    int order = dlb_text_order(left->rule, right->rule);
    if (!order) order = dlb_text_order(left->name, right->name);
    if (!order) order = dlb_text_order(left->key, right->key);
    int32_t left_from = left->valid.from, right_from = right->valid.from;
    if (!order) order = (left_from < right_from) - (left_from > right_from);
    if (!order) order = (left->value > right->value) - (left->value < right->value);
    return order;
}

struct sought_row {
    const struct dlb_parameter *rows;
    struct dlb_parameter want;
};

static bool is_before_row(const void *sought, size_t i)
{
    const struct sought_row *row = sought;
    return dlb_parameter_order(&row->rows[i], &row->want) < 0;
}

/* Where the rows for a rule, name and key begin, or would. */
static uint32_t first_row(const struct dlb_parameter *rows, uint32_t n, struct dlb_text rule,
                          struct dlb_text name, struct dlb_text key)
{
    struct dlb_parameter want = {.rule = rule,
                                 .name = name,
                                 .key = key,
                                 .valid = {DLB_DAY_OPEN, DLB_DAY_OPEN},
                                 .value = INT64_MIN};
    return (uint32_t)dlb_search(0, n, &(struct sought_row){rows, want}, is_before_row);
}

/* Of the rows for exactly this rule, name and key the latest that holds on the day. */
static const struct dlb_parameter *find_row(const struct dlb_parameter *rows, uint32_t n,
                                            struct dlb_text rule, struct dlb_text name,
                                            struct dlb_text key, int32_t on)
{
    for (uint32_t i = first_row(rows, n, rule, name, key); i < n; i++) {
        bool same = dlb_text_equal(rows[i].rule, rule) && dlb_text_equal(rows[i].name, name) &&
                    dlb_text_equal(rows[i].key, key);
        if (!same) return NULL;
        if (dlb_valid_on(rows[i].valid, on)) return &rows[i];
    }
    return NULL;
}

/* ---- answers -------------------------------------------------------------------------------- */

/* A parameter that a rule asks for. */
struct asked_param {
    const struct dlb_policy *policy;
    const struct dlb_rule *rule;
    const struct dlb_param *param;
    int32_t on;
};

/* What a row says, or the rule's own default, for exactly this key (null: without one). */
static bool find_value(const struct asked_param *asked, struct dlb_text key, int64_t *value)
{
    const struct dlb_param *param = asked->param;
    struct dlb_text rules[] = {dlb_text_of(asked->rule->id), dlb_text_of("*")};
    for (unsigned i = 0; i < 2; i++) {
        const struct dlb_parameter *row =
            find_row(asked->policy->parameters, asked->policy->n_parameters, rules[i],
                     dlb_text_of(param->name), key, asked->on);
        if (row) *value = row->value;
        if (row) return true;
    }
    for (uint32_t i = 0; key.data && i < param->n_special; i++) {
        *value = param->special[i].value;
        if (dlb_text_equal(dlb_text_of(param->special[i].key), key)) return true;
    }
    *value = param->value;
    return !key.data;
}

int64_t dlb_policy_key_param(const struct dlb_policy *policy, const struct dlb_rule *rule,
                             unsigned number, struct dlb_text key, int32_t on)
{
    struct asked_param asked = {policy, rule, dlb_param_at(rule, number), on};
    int64_t value;
    if (key.data && find_value(&asked, key, &value)) return value;
    (void)find_value(&asked, (struct dlb_text){NULL, 0}, &value);
    return value;
}

int64_t dlb_policy_param(const struct dlb_policy *policy, const struct dlb_rule *rule,
                         unsigned number, const char *key, int32_t on)
{
    return dlb_policy_key_param(policy, rule, number, dlb_text_of(key), on);
}

int64_t dlb_policy_class_param(const struct dlb_policy *policy, const struct dlb_rule *rule,
                               unsigned number, struct dlb_class class_, int32_t on)
{
    struct asked_param asked = {policy, rule, dlb_param_at(rule, number), on};
    char key[5];
    int64_t value;
    for (unsigned digits = 4; digits >= 2; digits -= 2) {
        dlb_class_write(dlb_class_cut(class_, digits), key);
        if (*key && find_value(&asked, dlb_text_of(key), &value)) return value;
    }
    (void)find_value(&asked, (struct dlb_text){NULL, 0}, &value);
    return value;
}

const struct dlb_parameter *dlb_policy_next_key(const struct dlb_policy *policy,
                                                const struct dlb_rule *rule, unsigned number,
                                                int32_t on, uint32_t *at)
{
    const struct dlb_parameter *rows = policy->parameters, *found = NULL;
    struct dlb_text id = dlb_text_of(rule->id),
                    name = dlb_text_of(dlb_param_at(rule, number)->name);
    if (!*at) *at = first_row(rows, policy->n_parameters, id, name, (struct dlb_text){NULL, 0});
    for (; *at < policy->n_parameters; ++*at) {
        const struct dlb_parameter *row = &rows[*at];
        bool asked = dlb_text_equal(row->rule, id) && dlb_text_equal(row->name, name);
        if (!asked || (found && !dlb_text_equal(row->key, found->key))) break;
        if (!found && row->key.data && dlb_valid_on(row->valid, on)) found = row;
    }
    return found;
}

dolbom_status dlb_policy_resolve(struct dlb_policy *policy, int32_t as_of, dolbom_error *error)
{
    const struct dlb_rule_catalogue *catalogue = policy->catalogue;
    size_t at = 0;
    for (size_t i = 0; i < catalogue->n; i++)
        policy->n_settings += dlb_rule_n_params(catalogue->rules[i]);
    policy->settings = dlb_alloc_array(policy->env, policy->n_settings, sizeof(int64_t));
    if (!policy->settings) return dlb_fail_memory(error, policy->env);
    for (size_t i = 0; i < catalogue->n; i++)
        for (unsigned param = 0; param < dlb_rule_n_params(catalogue->rules[i]); param++)
            policy->settings[at++] =
                dlb_policy_param(policy, catalogue->rules[i], param, NULL, as_of);
    return DOLBOM_OK;
}

const int64_t *dlb_policy_settings(const struct dlb_policy *policy, const struct dlb_rule *rule)
{
    const int64_t *settings = policy->settings;
    for (size_t i = 0; policy->catalogue->rules[i] != rule; i++)
        settings += dlb_rule_n_params(policy->catalogue->rules[i]);
    return settings;
}

struct dlb_deadline dlb_policy_deadline(const struct dlb_policy *policy,
                                        const struct dlb_rule *rule, const char *key, int32_t on)
{
    struct dlb_text none = {NULL, 0}, name = dlb_text_of(rule->id);
    struct dlb_text keys[] = {dlb_text_of(key), none};
    for (unsigned i = 0; i < 2; i++) {
        const struct dlb_parameter *row =
            find_row(policy->deadlines, policy->n_deadlines, name, none, keys[i], on);
        if (row) return row->deadline;
    }
    for (uint32_t i = 0; i < rule->n_deadlines; i++) {
        struct dlb_text entry = dlb_text_of(rule->deadlines[i].key);
        if (!entry.data || dlb_text_equal(entry, keys[0])) return rule->deadlines[i].deadline;
    }
    return (struct dlb_deadline){.amount = -1};
}
