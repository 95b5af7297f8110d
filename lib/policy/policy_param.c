/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_param.c - the parameters of rules and their defaults.
 *
 * The defaults stand here and nowhere else, so that this table is what a welfare officer is
 * told about. A row of `rules` for a rule or a parameter that is not in it is rejected,
 * because a typing error must not be a rule that silently stays as it was.
 */
#include <string.h>

#include "policy/policy_tables.h"

struct param_default {
    char rule[4];
    const char *name, *key; /* key NULL: all */
    uint8_t decimals;       /* of the text in the table: 6 for shares */
    int64_t value;
};

/* Parameters of "*" hold for every rule that does not name its own. */
static const struct param_default param_defaults[] = {
    {"*", "enabled", NULL, 0, 1},
    {"*", "severity", NULL, 0, -1}, /* the rule's own */
    {"*", "theta_merge", NULL, 6, 950000},
    {"*", "theta_high", NULL, 6, 990000},
    {"*", "theta_review", NULL, 6, 800000},
    {"*", "lookback_months", NULL, 0, 13},
    {"*", "money_exposure_won", NULL, 0, 1000000},
    {"*", "first_action_days", NULL, 0, 10},
    {"D03", "class_digits", NULL, 0, 2},
    {"D03", "tau_days", NULL, 0, 0},
    {"D09", "tau_days", NULL, 0, 0},
    {"D12", "tau_days", NULL, 0, 0},
    {"D12", "stay_edges", NULL, 0, 0},
    {"D12", "abroad_days", NULL, 0, 90},
    {"D13", "grace_days", NULL, 0, 0},
    {"D13", "grace_days", "cash", 0, 31},
    {"D13", "funeral_class", NULL, 0, 3009},
    {"D13", "move_out_days", NULL, 0, 31},
    {"O10", "gap_days", NULL, 0, 14},
    {"O10", "gap_days", "31", 0, 1},
    {"O10", "one_off_covers_days", NULL, 0, 30},
    {"O14", "min_days", NULL, 0, 30},
    {"O24", "min_share", NULL, 6, 500000},
};

struct deadline_default {
    char rule[4];
    const char *key;
    struct dlb_deadline deadline;
};

static const struct deadline_default deadline_defaults[] = {
    {"O01", "emergency", {3, 0, DLB_DEADLINE_CALENDAR}},
    {"O01", "high", {7, 0, DLB_DEADLINE_CALENDAR}},
    {"O01", "low", {60, 0, DLB_DEADLINE_CALENDAR}},
    {"O01", NULL, {30, 0, DLB_DEADLINE_CALENDAR}},
    {"O03", NULL, {3, 0, DLB_DEADLINE_CALENDAR}},
    {"O05", NULL, {1, 1, DLB_DEADLINE_CALENDAR}},
    {"O06", "emergency", {7, 0, DLB_DEADLINE_CALENDAR}},
    {"O06", "focused", {30, 0, DLB_DEADLINE_CALENDAR}},
    {"O06", "public", {180, 0, DLB_DEADLINE_CALENDAR}},
    {"O06", NULL, {90, 0, DLB_DEADLINE_CALENDAR}},
    {"O07", "emergency", {1, 0, DLB_DEADLINE_CALENDAR}},
    {"O07", NULL, {14, 0, DLB_DEADLINE_CALENDAR}},
    {"O09", NULL, {7, 0, DLB_DEADLINE_CALENDAR}},
};

enum {
    N_PARAM_DEFAULTS = sizeof param_defaults / sizeof *param_defaults,
    N_DEADLINE_DEFAULTS = sizeof deadline_defaults / sizeof *deadline_defaults
};

static bool is_key(const char *written, struct dlb_text key)
{
    return dlb_text_equal(dlb_text_of(written), key);
}

/* The default for exactly this rule, name and key (null: all). */
static const struct param_default *find_default(struct dlb_text rule, struct dlb_text name,
                                                struct dlb_text key)
{
    for (size_t i = 0; i < N_PARAM_DEFAULTS; i++) {
        const struct param_default *entry = &param_defaults[i];
        if (is_key(entry->rule, rule) && is_key(entry->name, name) && is_key(entry->key, key))
            return entry;
    }
    return NULL;
}

bool dlb_param_decimals(struct dlb_text rule, struct dlb_text name, unsigned *decimals)
{
    struct dlb_text none = {NULL, 0};
    const struct param_default *entry = find_default(rule, name, none);
    if (!entry) entry = find_default(dlb_text_of("*"), name, none);
    if (!entry) return false;
    *decimals = entry->decimals;
    return true;
}

bool dlb_deadline_is_used(struct dlb_text rule)
{
    for (size_t i = 0; i < N_DEADLINE_DEFAULTS; i++)
        if (is_key(deadline_defaults[i].rule, rule)) return true;
    return false;
}

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

/* Of the rows for exactly this rule, name and key the latest that holds on the day. */
static const struct dlb_parameter *find_row(const struct dlb_parameter *rows, uint32_t n,
                                            struct dlb_text rule, struct dlb_text name,
                                            struct dlb_text key, int32_t on)
{
    struct dlb_parameter want = {.rule = rule, .name = name, .key = key,
                                 .valid = {DLB_DAY_OPEN, DLB_DAY_OPEN}, .value = INT64_MIN};
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dlb_parameter_order(&rows[middle], &want) < 0) low = middle + 1;
        else high = middle;
    }
    for (; low < n; low++) {
        bool same = dlb_text_equal(rows[low].rule, rule) && dlb_text_equal(rows[low].name, name)
                    && dlb_text_equal(rows[low].key, key);
        if (!same) return NULL;
        if (dlb_valid_on(rows[low].valid, on)) return &rows[low];
    }
    return NULL;
}

/* A parameter as the tables and the defaults have it. */
static int64_t look_up(const struct dlb_policy *policy, const char *rule, const char *param,
                       const char *key, int32_t on)
{
    struct dlb_text none = {NULL, 0}, name = dlb_text_of(param);
    struct dlb_text rules[] = {dlb_text_of(rule), dlb_text_of("*")};
    struct dlb_text keys[] = {dlb_text_of(key), none};
    for (unsigned i = 0; i < 4; i++) {
        const struct dlb_parameter *row = find_row(policy->parameters, policy->n_parameters,
                                                   rules[i / 2], name, keys[i % 2], on);
        if (row) return row->value;
    }
    for (unsigned i = 0; i < 4; i++) {
        const struct param_default *entry = find_default(rules[i / 2], name, keys[i % 2]);
        if (entry) return entry->value;
    }
    return 0;
}

size_t dlb_rule_number(const struct dlb_rule_catalogue *catalogue, const struct dlb_rule *rule)
{
    size_t number = 0;
    while (catalogue->rules[number] != rule) number++;
    return number;
}

/* ---- answers kept ------------------------------------------------------------------------- */

/* Where the answer for a rule and a parameter is kept, or would be. */
static size_t find_answer(const struct dlb_policy *policy, const char *rule, const char *param)
{
    uint64_t hash = dlb_hash64_seeded(param, strlen(param), dlb_hash64(rule, strlen(rule)));
    size_t at = hash % DLB_PARAM_ANSWERS;
    for (; policy->answers[at].param; at = (at + 1) % DLB_PARAM_ANSWERS) {
        bool same = strcmp(policy->answers[at].rule, rule) == 0
                    && strcmp(policy->answers[at].param, param) == 0;
        if (same) break;
    }
    return at;
}

/* Kernels ask the same few questions about every person: those without a key, on as_of. */
void dlb_policy_keep_answers(struct dlb_policy *policy, int32_t as_of)
{
    policy->as_of = as_of;
    for (size_t i = 0; i < policy->catalogue->n; i++) {
        const struct dlb_rule *rule = policy->catalogue->rules[i];
        for (size_t j = 0; j < N_PARAM_DEFAULTS; j++) {
            const struct param_default *entry = &param_defaults[j];
            bool asked = entry->rule[0] == '*' || strcmp(entry->rule, rule->id) == 0;
            if (!asked) continue;
            struct dlb_param_answer *answer =
                &policy->answers[find_answer(policy, rule->id, entry->name)];
            answer->rule = rule->id;
            answer->param = entry->name;
            answer->value = look_up(policy, rule->id, entry->name, NULL, as_of);
        }
    }
}

int64_t dlb_policy_param(const struct dlb_policy *policy, const char *rule, const char *param,
                         const char *key, int32_t on)
{
    if (!key && on == policy->as_of) {
        const struct dlb_param_answer *answer = &policy->answers[find_answer(policy, rule, param)];
        if (answer->param) return answer->value;
    }
    return look_up(policy, rule, param, key, on);
}

bool dlb_policy_enabled(const struct dlb_policy *policy, const char *rule, int32_t on)
{
    return dlb_policy_param(policy, rule, "enabled", NULL, on) != 0;
}

struct dlb_deadline dlb_policy_deadline(const struct dlb_policy *policy, const char *rule,
                                        const char *key, int32_t on)
{
    struct dlb_text none = {NULL, 0}, name = dlb_text_of(rule);
    struct dlb_text keys[] = {dlb_text_of(key), none};
    for (unsigned i = 0; i < 2; i++) {
        const struct dlb_parameter *row = find_row(policy->deadlines, policy->n_deadlines, name,
                                                   none, keys[i], on);
        if (row) return row->deadline;
    }
    for (size_t i = 0; i < N_DEADLINE_DEFAULTS; i++) {
        const struct deadline_default *entry = &deadline_defaults[i];
        bool fits = !entry->key || (key && !strcmp(entry->key, key));
        if (!strcmp(entry->rule, rule) && fits) return entry->deadline;
    }
    return (struct dlb_deadline){0};
}
