/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules.c - every rule as it declares itself, and its parameters and deadlines as a policy sets
 * them.
 *
 * For programs that show people what dolbom looks for: a form in which an officer edits the
 * policy, a page of documentation, a look at what is in force today.
 */
#include "stage/stage.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER_TEXT = 32 };

static const char *const kinds[] = {[DLB_FINDING_DUPLICATE] = "duplicate",
                                    [DLB_FINDING_OMISSION] = "omission",
                                    [DLB_FINDING_IDENTITY] = "identity",
                                    [DLB_FINDING_DATA] = "data"};

static const char *const scopes[] = {
    [DLB_SCOPE_PERSON] = "person",    [DLB_SCOPE_HOUSEHOLD] = "household",
    [DLB_SCOPE_AGENCY] = "agency",    [DLB_SCOPE_CHANNEL] = "channel",
    [DLB_SCOPE_REVIEW_PAIR] = "pair", [DLB_SCOPE_RUN] = "run"};

static const char *const repeated_by[] = {[DLB_LOCAL_NEVER] = NULL,
                                          [DLB_LOCAL_ROWS] = "rows",
                                          [DLB_LOCAL_SERVICES] = "services",
                                          [DLB_LOCAL_NEEDS] = "needs",
                                          [DLB_LOCAL_SIGNALS] = "signals"};

/* ---- rule_catalogue -------------------------------------------------------------------------- */

/* "services;needs": the tables of a set that agencies or the policy give. */
static void put_tables(struct dlb_frame *frame, uint64_t tables)
{
    char text[DLB_SET_TABLES * 24];
    size_t len = 0;
    for (size_t i = 0; i < DLB_SET_TABLES; i++) {
        if (!(tables >> i & 1)) continue;
        const char *name = dlb_schemas[i].table;
        if (len) text[len++] = ';';
        memcpy(text + len, name, strlen(name));
        len += strlen(name);
    }
    dlb_frame_text(frame, (struct dlb_text){len ? text : NULL, len});
}

static void put_rule(struct dlb_frame *frame, const struct dlb_policy *policy,
                     const struct dlb_rule *rule)
{
    const int64_t *settings = dlb_policy_settings(policy, rule);
    int64_t severity = settings[DLB_PARAM_SEVERITY];
    dlb_frame_cstring(frame, rule->id);
    dlb_frame_int(frame, rule->version);
    dlb_frame_cstring(frame, rule->name_ko);
    dlb_frame_cstring(frame, rule->name_en);
    dlb_frame_cstring(frame, kinds[rule->kind]);
    dlb_frame_cstring(frame, scopes[rule->scope]);
    dlb_frame_int(frame, settings[DLB_PARAM_ENABLED]);
    dlb_frame_int(frame, severity < 0 ? rule->severity : severity);
    dlb_frame_int(frame, rule->absence);
    put_tables(frame, rule->tables);
    put_tables(frame, rule->half);
    dlb_frame_cstring(frame, rule->half_name);
    dlb_frame_cstring(frame, rule->half_ko);
    dlb_frame_cstring(frame, rule->yields_to);
    dlb_frame_cstring(frame, rule->nothing);
    dlb_frame_cstring(frame, rule->nothing_ko);
    dlb_frame_cstring(frame, rule->message_ko);
    dlb_frame_cstring(frame, rule->message_en);
    dlb_frame_cstring(frame, dlb_rule_works_as(rule)->id);
    dlb_frame_cstring(frame, repeated_by[rule->local]);
}

static dolbom_status give_catalogue(struct dlb_call *call, const struct dlb_policy *policy,
                                    dolbom_error *error)
{
    static const struct dlb_frame_column columns[] = {
        {"rule", DLB_FRAME_TEXT, 0},        {"version", DLB_FRAME_INT64, 0},
        {"name_ko", DLB_FRAME_TEXT, 0},     {"name_en", DLB_FRAME_TEXT, 0},
        {"kind", DLB_FRAME_TEXT, 0},        {"scope", DLB_FRAME_TEXT, 0},
        {"enabled", DLB_FRAME_INT64, 0},    {"severity", DLB_FRAME_INT64, 0},
        {"absence", DLB_FRAME_INT64, 0},    {"tables", DLB_FRAME_TEXT, 0},
        {"half_tables", DLB_FRAME_TEXT, 0}, {"half_name", DLB_FRAME_TEXT, 0},
        {"half_ko", DLB_FRAME_TEXT, 0},     {"yields_to", DLB_FRAME_TEXT, 0},
        {"nothing", DLB_FRAME_TEXT, 0},     {"nothing_ko", DLB_FRAME_TEXT, 0},
        {"message_ko", DLB_FRAME_TEXT, 0},  {"message_en", DLB_FRAME_TEXT, 0},
        {"kernel", DLB_FRAME_TEXT, 0},      {"repeated_by", DLB_FRAME_TEXT, 0}};
    struct dlb_frame *frame;
    dolbom_status status =
        dlb_frame_open(call->env, columns, sizeof columns / sizeof *columns, &frame, error);
    if (status != DOLBOM_OK) return status;
    for (size_t i = 0; i < policy->catalogue->n; i++)
        put_rule(frame, policy, policy->catalogue->rules[i]);
    return dlb_call_give(call, "rule_catalogue", frame, error);
}

/* ---- rule_parameters ------------------------------------------------------------------------- */

/* A number as the table `rules` writes it; null below what a row may say: nothing is set. */
static void put_number(struct dlb_frame *frame, const struct dlb_param *param, int64_t number)
{
    char text[NUMBER_TEXT];
    int64_t unit = 1;
    if (number < param->least) {
        dlb_frame_null(frame);
        return;
    }
    for (unsigned i = 0; i < param->decimals; i++) unit *= 10;
    int len = param->decimals
                  ? snprintf(text, sizeof text, "%lld.%0*lld", (long long)(number / unit),
                             param->decimals, (long long)(number % unit))
                  : snprintf(text, sizeof text, "%lld", (long long)number);
    while (param->decimals && text[len - 1] == '0') len--;
    if (text[len - 1] == '.') len--;
    dlb_frame_text(frame, (struct dlb_text){text, (size_t)len});
}

/* A parameter of a rule on the day of the plan. */
struct setting {
    const struct dlb_policy *policy;
    const struct dlb_rule *rule;
    unsigned number;
    int32_t on;
};

static int64_t default_for(const struct dlb_param *param, struct dlb_text key)
{
    for (uint32_t i = 0; i < param->n_special; i++)
        if (dlb_text_equal(dlb_text_of(param->special[i].key), key)) return param->special[i].value;
    return param->value;
}

static void put_values(struct dlb_frame *frame, const struct setting *setting, struct dlb_text key)
{
    const struct dlb_param *param = dlb_param_at(setting->rule, setting->number);
    struct dlb_param_whom whom = {.word = key};
    if (key.data) dlb_class_parse(key, &whom.class_);
    if (param->form == DLB_FORM_CLASSES || param->form == DLB_FORM_TEXT) {
        dlb_frame_text(frame, dlb_policy_param_text(setting->policy, setting->rule, setting->number,
                                                    whom, setting->on));
        dlb_frame_cstring(frame, param->text);
        dlb_frame_null(frame);
        dlb_frame_null(frame);
        return;
    }
    put_number(
        frame, param,
        dlb_policy_param_for(setting->policy, setting->rule, setting->number, whom, setting->on));
    put_number(frame, param, default_for(param, key));
    put_number(frame, param, param->least);
    put_number(frame, param, param->most);
}

static void put_setting(struct dlb_frame *frame, const struct setting *setting, struct dlb_text key)
{
    dlb_frame_cstring(frame, setting->rule->id);
    dlb_frame_cstring(frame, dlb_param_at(setting->rule, setting->number)->name);
    dlb_frame_text(frame, key);
    put_values(frame, setting, key);
}

/* Without a key, for the keys that have a default, and for others that the policy names. */
static void put_settings(struct dlb_frame *frame, const struct setting *setting)
{
    const struct dlb_param *param = dlb_param_at(setting->rule, setting->number);
    const struct dlb_parameter *row;
    uint32_t at = 0;
    if (!param->keyed) put_setting(frame, setting, (struct dlb_text){NULL, 0});
    for (uint32_t i = 0; i < param->n_special; i++)
        put_setting(frame, setting, dlb_text_of(param->special[i].key));
    while ((row = dlb_policy_next_key(setting->policy, setting->rule, setting->number, setting->on,
                                      &at))) {
        uint32_t i = 0;
        while (i < param->n_special &&
               !dlb_text_equal(dlb_text_of(param->special[i].key), row->key))
            i++;
        if (row->key.data && i == param->n_special) put_setting(frame, setting, row->key);
    }
}

static dolbom_status give_parameters(struct dlb_call *call, const struct dlb_policy *policy,
                                     dolbom_error *error)
{
    static const struct dlb_frame_column columns[] = {
        {"rule", DLB_FRAME_TEXT, 0},          {"param", DLB_FRAME_TEXT, 0},
        {"key", DLB_FRAME_TEXT, 0},           {"value", DLB_FRAME_TEXT, 0},
        {"default_value", DLB_FRAME_TEXT, 0}, {"least", DLB_FRAME_TEXT, 0},
        {"most", DLB_FRAME_TEXT, 0}};
    const struct dlb_rule_catalogue *catalogue = policy->catalogue;
    struct dlb_frame *frame;
    dolbom_status status =
        dlb_frame_open(call->env, columns, sizeof columns / sizeof *columns, &frame, error);
    if (status != DOLBOM_OK) return status;
    for (size_t i = 0; i < catalogue->n; i++)
        for (unsigned number = 0; number < dlb_rule_n_params(catalogue->rules[i]); number++)
            put_settings(frame, &(struct setting){policy, catalogue->rules[i], number,
                                                  call->plan->value.as_of});
    return dlb_call_give(call, "rule_parameters", frame, error);
}

/* ---- rule_deadlines -------------------------------------------------------------------------- */

static void put_deadline(struct dlb_frame *frame, const struct dlb_rule *rule, struct dlb_text key,
                         struct dlb_deadline deadline)
{
    if (deadline.amount < 0) return;
    dlb_frame_cstring(frame, rule->id);
    dlb_frame_text(frame, key);
    dlb_frame_int(frame, deadline.amount);
    dlb_frame_cstring(frame, deadline.month ? "month" : "day");
    dlb_frame_cstring(frame, dlb_deadline_mode_word(deadline.mode));
}

static bool has_default(const struct dlb_rule *rule, struct dlb_text key)
{
    for (uint32_t i = 0; i < rule->n_deadlines; i++)
        if (dlb_text_equal(dlb_text_of(rule->deadlines[i].key), key)) return true;
    return false;
}

/* For the keys that have a default, and for others that the policy names. */
static void put_deadlines(struct dlb_frame *frame, const struct dlb_policy *policy,
                          const struct dlb_rule *rule, int32_t on)
{
    for (uint32_t i = 0; i < rule->n_deadlines; i++)
        put_deadline(frame, rule, dlb_text_of(rule->deadlines[i].key),
                     dlb_policy_deadline(policy, rule, rule->deadlines[i].key, 0, on));
    const struct dlb_parameter *last = NULL;
    for (uint32_t i = 0; i < policy->n_deadlines; i++) {
        const struct dlb_parameter *row = &policy->deadlines[i];
        bool asked = dlb_text_equal(row->rule, dlb_text_of(rule->id)) && !row->centre &&
                     dlb_valid_on(row->valid, on) && !has_default(rule, row->key);
        if (!asked || (last && dlb_text_equal(last->key, row->key))) continue;
        put_deadline(frame, rule, row->key, row->deadline);
        last = row;
    }
}

static dolbom_status give_deadlines(struct dlb_call *call, const struct dlb_policy *policy,
                                    dolbom_error *error)
{
    static const struct dlb_frame_column columns[] = {{"rule", DLB_FRAME_TEXT, 0},
                                                      {"key", DLB_FRAME_TEXT, 0},
                                                      {"amount", DLB_FRAME_INT64, 0},
                                                      {"unit", DLB_FRAME_TEXT, 0},
                                                      {"mode", DLB_FRAME_TEXT, 0}};
    struct dlb_frame *frame;
    dolbom_status status =
        dlb_frame_open(call->env, columns, sizeof columns / sizeof *columns, &frame, error);
    if (status != DOLBOM_OK) return status;
    for (size_t i = 0; i < policy->catalogue->n; i++)
        put_deadlines(frame, policy, policy->catalogue->rules[i], call->plan->value.as_of);
    return dlb_call_give(call, "rule_deadlines", frame, error);
}

/* ---- all of it ------------------------------------------------------------------------------- */

dolbom_status dolbom_rules(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                           dolbom_table *out, size_t out_cap, size_t *n_out, dolbom_error *error)
{
    struct dlb_call call;
    struct dlb_policy *policy = NULL;
    dolbom_status status = dlb_call_open(plan, in, n_in, out, out_cap, n_out, &call, error);
    bool dated = status == DOLBOM_OK && (dlb_intake_has(&call.intake, "rules") ||
                                         dlb_intake_has(&call.intake, "deadlines"));
    if (dated) status = dlb_call_need_as_of(&call, error);
    if (status == DOLBOM_OK)
        status = dlb_policy_read(&call.intake, &dlb_rule_catalogue, &policy, error);
    if (status == DOLBOM_OK) status = give_catalogue(&call, policy, error);
    if (status == DOLBOM_OK) status = give_parameters(&call, policy, error);
    if (status == DOLBOM_OK) status = give_deadlines(&call, policy, error);
    if (status == DOLBOM_OK) status = dlb_call_give_log(&call, error);
    dlb_policy_free(policy);
    return dlb_call_close(&call, n_out, status);
}
