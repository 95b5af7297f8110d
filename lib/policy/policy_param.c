/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_param.c - the parameters of rules: rows of `rules` and `deadlines` over what each rule
 * declares.
 *
 * Kernels ask the same few questions about every person, so the answers without a key on
 * as_of are worked out once, for each centre type one after the other for each rule of the
 * catalogue.
 */
#include "policy/policy_tables.h"

/* ---- rows ----------------------------------------------------------------------------------- */

/* rule, name, key, centre type, then the latest first; the order that find_row looks rows up in. */
int dlb_parameter_order(const void *left_row, const void *right_row)
{
    const struct dlb_parameter *left = left_row, *right = right_row;
    int order = dlb_text_order(left->rule, right->rule);
    if (!order) order = dlb_text_order(left->name, right->name);
    if (!order) order = dlb_text_order(left->key, right->key);
    if (!order) order = (left->centre > right->centre) - (left->centre < right->centre);
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

/* What rows are looked up by. */
struct row_key {
    struct dlb_text rule, name, key;
    unsigned centre;
};

static size_t first_row(const struct dlb_parameter *rows, uint32_t n, const struct row_key *key)
{
    struct sought_row sought = {rows,
                                {.rule = key->rule,
                                 .name = key->name,
                                 .key = key->key,
                                 .centre = (uint8_t)key->centre,
                                 .valid = {DLB_DAY_OPEN, DLB_DAY_OPEN},
                                 .value = INT64_MIN}};
    return dlb_search(0, n, &sought, is_before_row);
}

/* Of the rows for exactly this the latest that holds on the day. */
static const struct dlb_parameter *find_exactly(const struct dlb_parameter *rows, uint32_t n,
                                                const struct row_key *key, int32_t on)
{
    for (size_t i = first_row(rows, n, key); i < n; i++) {
        bool same = dlb_text_equal(rows[i].rule, key->rule) &&
                    dlb_text_equal(rows[i].name, key->name) &&
                    dlb_text_equal(rows[i].key, key->key) && rows[i].centre == key->centre;
        if (!same) return NULL;
        if (dlb_valid_on(rows[i].valid, on)) return &rows[i];
    }
    return NULL;
}

/* The same; a row for the centre type before one for all. */
static const struct dlb_parameter *find_row(const struct dlb_parameter *rows, uint32_t n,
                                            struct row_key key, int32_t on)
{
    const struct dlb_parameter *row = find_exactly(rows, n, &key, on);
    if (row || !key.centre) return row;
    key.centre = 0;
    return find_exactly(rows, n, &key, on);
}

/* ---- parameters ----------------------------------------------------------------------------- */

/* The rule's own default for a key, or NULL. */
static const struct dlb_keyed_value *special_of(const struct dlb_param *param, struct dlb_text key)
{
    for (uint32_t i = 0; key.data && i < param->n_special; i++)
        if (dlb_text_equal(dlb_text_of(param->special[i].key), key)) return &param->special[i];
    return NULL;
}

/* The rule's row for a key (null: none), else that for all rules. */
static const struct dlb_parameter *row_of(const struct dlb_policy *policy,
                                          const struct dlb_rule *rule,
                                          const struct dlb_param *param, struct dlb_text key,
                                          unsigned centre, int32_t on)
{
    const char *const rules[] = {rule->id, "*"};
    const struct dlb_parameter *row = NULL;
    for (unsigned i = 0; i < 2 && !row; i++) {
        struct row_key sought = {dlb_text_of(rules[i]), dlb_text_of(param->name), key, centre};
        row = find_row(policy->parameters, policy->n_parameters, sought, on);
    }
    return row;
}

/* What decides: a row, or the rule's default for a key; neither: its default without one. A row
 * without a key replaces only that. */
struct answer {
    const struct dlb_parameter *row;
    const struct dlb_keyed_value *special;
};

static struct answer ask(const struct dlb_policy *policy, const struct dlb_rule *rule,
                         const struct dlb_param *param, struct dlb_param_whom whom, int32_t on)
{
    char four[5], two[5];
    dlb_class_write(whom.class_, four);
    dlb_class_write(dlb_class_cut(whom.class_, 2), two);
    struct dlb_text keys[] = {whom.word, dlb_text_of(four), dlb_text_of(two), {NULL, 0}};
    struct answer answer = {NULL, NULL};
    for (unsigned i = 0; i < 4 && !answer.row && !answer.special; i++) {
        if (i < 3 && !keys[i].len) continue;
        answer.row = row_of(policy, rule, param, keys[i], whom.centre, on);
        if (!answer.row) answer.special = special_of(param, keys[i]);
    }
    return answer;
}

int64_t dlb_policy_param_for(const struct dlb_policy *policy, const struct dlb_rule *rule,
                             unsigned number, struct dlb_param_whom whom, int32_t on)
{
    const struct dlb_param *param = dlb_param_at(rule, number);
    struct answer answer = ask(policy, rule, param, whom, on);
    if (answer.row) return answer.row->value;
    return answer.special ? answer.special->value : param->value;
}

int64_t dlb_policy_param(const struct dlb_policy *policy, const struct dlb_rule *rule,
                         unsigned number, const char *key, int32_t on)
{
    struct dlb_param_whom whom = {.word = dlb_text_of(key)};
    return dlb_policy_param_for(policy, rule, number, whom, on);
}

struct dlb_text dlb_policy_param_text(const struct dlb_policy *policy, const struct dlb_rule *rule,
                                      unsigned number, struct dlb_param_whom whom, int32_t on)
{
    const struct dlb_param *param = dlb_param_at(rule, number);
    struct answer answer = ask(policy, rule, param, whom, on);
    return answer.row ? answer.row->text : dlb_text_of(param->text);
}

const struct dlb_parameter *dlb_policy_next_key(const struct dlb_policy *policy,
                                                const struct dlb_rule *rule, unsigned number,
                                                int32_t on, uint32_t *at)
{
    const struct dlb_parameter *rows = policy->parameters, *found = NULL;
    struct row_key key = {.rule = dlb_text_of(rule->id),
                          .name = dlb_text_of(dlb_param_at(rule, number)->name)};
    if (!*at) *at = (uint32_t)first_row(rows, policy->n_parameters, &key);
    for (; *at < policy->n_parameters; ++*at) {
        const struct dlb_parameter *row = &rows[*at];
        bool asked = dlb_text_equal(row->rule, key.rule) && dlb_text_equal(row->name, key.name);
        if (!asked || (found && !dlb_text_equal(row->key, found->key))) break;
        if (!found && row->key.data && dlb_valid_on(row->valid, on)) found = row;
    }
    return found;
}

/* ---- settings ------------------------------------------------------------------------------- */

enum { CENTRES = DLB_CENTRE_COMPREHENSIVE + 2 };

/* Room for the settings of any rule. */
static size_t most_params(const struct dlb_rule_catalogue *catalogue)
{
    size_t most = 0;
    for (size_t i = 0; i < catalogue->n; i++) {
        unsigned n = dlb_rule_n_params(catalogue->rules[i]);
        if (n > most) most = n;
    }
    return most;
}

static int64_t *settings_of(const struct dlb_policy *policy, size_t rule, unsigned centre)
{
    return policy->settings + (centre * policy->catalogue->n + rule) * policy->settings_per_rule;
}

dolbom_status dlb_policy_resolve(struct dlb_policy *policy, int32_t as_of, dolbom_error *error)
{
    const struct dlb_rule_catalogue *catalogue = policy->catalogue;
    policy->settings_per_rule = most_params(catalogue);
    policy->n_settings = CENTRES * catalogue->n * policy->settings_per_rule;
    policy->settings = dlb_alloc_array(policy->env, policy->n_settings, sizeof(int64_t));
    policy->is_yielded_to = dlb_alloc_zero(policy->env, catalogue->n);
    if (!policy->settings || !policy->is_yielded_to) return dlb_fail_memory(error, policy->env);
    for (size_t i = 0; i < catalogue->n; i++)
        for (size_t j = 0; j < catalogue->n; j++)
            policy->is_yielded_to[i] |= dlb_rule_yields(catalogue->rules[j], catalogue->rules[i]);
    for (uint8_t centre = 0; centre < CENTRES; centre++)
        for (size_t i = 0; i < catalogue->n; i++)
            for (unsigned param = 0; param < dlb_rule_n_params(catalogue->rules[i]); param++)
                settings_of(policy, i, centre)[param] =
                    dlb_policy_param_for(policy, catalogue->rules[i], param,
                                         (struct dlb_param_whom){.centre = centre}, as_of);
    return DOLBOM_OK;
}

const int64_t *dlb_policy_settings_for(const struct dlb_policy *policy, const struct dlb_rule *rule,
                                       unsigned centre)
{
    return settings_of(policy, dlb_rule_number(policy->catalogue, rule), centre);
}

const int64_t *dlb_policy_settings(const struct dlb_policy *policy, const struct dlb_rule *rule)
{
    return dlb_policy_settings_for(policy, rule, 0);
}

/* ---- deadlines ------------------------------------------------------------------------------ */

static const struct dlb_parameter *deadline_row(const struct dlb_policy *policy,
                                                const struct dlb_rule *rule, struct dlb_text key,
                                                unsigned centre, int32_t on)
{
    struct row_key sought = {dlb_text_of(rule->id), {NULL, 0}, key, centre};
    return find_row(policy->deadlines, policy->n_deadlines, sought, on);
}

struct dlb_deadline dlb_policy_deadline(const struct dlb_policy *policy,
                                        const struct dlb_rule *rule, const char *key,
                                        unsigned centre, int32_t on)
{
    struct dlb_text none = {NULL, 0}, keys[] = {dlb_text_of(key), none};
    for (unsigned i = 0; i < 2; i++) {
        const struct dlb_parameter *row = deadline_row(policy, rule, keys[i], centre, on);
        if (row) return row->deadline;
    }
    for (uint32_t i = 0; i < rule->n_deadlines; i++) {
        struct dlb_text entry = dlb_text_of(rule->deadlines[i].key);
        if (!entry.data || dlb_text_equal(entry, keys[0])) return rule->deadlines[i].deadline;
    }
    return (struct dlb_deadline){.amount = -1};
}

int64_t dlb_policy_setting(const struct dlb_policy *policy, const char *rule, const char *param)
{
    const struct dlb_rule *of = dlb_rule_find(policy->catalogue, dlb_text_of(rule));
    const struct dlb_param *sought =
        dlb_param_find(policy->catalogue, dlb_text_of(rule), dlb_text_of(param));
    unsigned number = 0;
    while (dlb_param_at(of, number) != sought) number++;
    return dlb_policy_settings(policy, of)[number];
}
