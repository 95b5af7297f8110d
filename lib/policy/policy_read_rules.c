/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_read_rules.c - the rows of `rules` and `deadlines`.
 *
 * What a rule declares says what a row may hold, and rows may declare rules; so rows of `rules` are
 * understood when all of them are read. A rule or parameter that nobody knows is an error,
 * which dlb_policy_read() raises: a typing error must not silently leave the rule as it was. So are
 * keys that nobody ever asks for, but a row with one is only rejected.
 */
#include "policy/policy_tables.h"

enum { WORD_MAX = 64 };

/* ---- values --------------------------------------------------------------------------------- */

static bool read_number(const struct dlb_param *param, struct dlb_text text, int64_t *value)
{
    bool good = dlb_decimal_parse(dlb_trim(text), param->decimals, value);
    good = good && *value >= param->least && *value <= param->most;
    return good && (!param->step || (*value - param->least) % param->step == 0);
}

static bool read_class(struct dlb_text text, int64_t *value)
{
    struct dlb_class class_;
    bool good = dlb_class_parse(text, &class_);
    *value = class_.code;
    return good;
}

static bool are_classes(struct dlb_text list)
{
    bool good = true;
    for (struct dlb_class class_; list.len && good;)
        good = dlb_class_parse(dlb_list_item(&list), &class_);
    return good;
}

static enum dlb_reject read_value(const struct dlb_param *param, struct dlb_parameter *parameter)
{
    bool good = true;
    switch ((enum dlb_param_form)param->form) {
    case DLB_FORM_NUMBER:
        good = read_number(param, parameter->text, &parameter->value);
        return good ? DLB_REJECT_NONE : DLB_REJECT_NUMBER;
    case DLB_FORM_CLASS:
        good = read_class(parameter->text, &parameter->value);
        break;
    case DLB_FORM_CLASSES:
        good = are_classes(parameter->text);
        break;
    case DLB_FORM_TEXT:
        break;
    }
    return good ? DLB_REJECT_NONE : DLB_REJECT_CODE;
}

/* ---- keys ----------------------------------------------------------------------------------- */

static const char *find_word(struct dlb_text text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (dlb_text_equal(text, dlb_text_of(words[i]))) return words[i];
    return NULL;
}

/* The key as the rules ask for it; null when no rule ever would. */
static struct dlb_text word_key(const struct dlb_param *param, struct dlb_text key)
{
    char room[WORD_MAX];
    const char *const *words = param->key == DLB_KEY_BENEFIT
                                   ? dlb_schema_words(DLB_TABLE_PROGRAMMES, DLB_PROGRAMMES_KIND)
                                   : param->words;
    return dlb_text_of(find_word(dlb_code_fold(key, room, sizeof room), words));
}

static struct dlb_text class_key(struct dlb_text key, bool four_too)
{
    struct dlb_class class_;
    bool good = dlb_class_parse(key, &class_) && (four_too || class_.digits == 2);
    return good ? key : (struct dlb_text){NULL, 0};
}

static struct dlb_text programme_key(const struct dlb_policy *policy, struct dlb_text key)
{
    uint32_t code = dlb_policy_find_programme(policy, key);
    return code == DLB_NO_CODE ? (struct dlb_text){NULL, 0} : policy->programme_ids[code];
}

static struct dlb_text need_key(const struct dlb_policy *policy, struct dlb_text key)
{
    uint32_t code = dlb_alias_find(&policy->need_aliases, key);
    return code == DLB_NO_CODE ? (struct dlb_text){NULL, 0} : policy->need_classes[code];
}

/* What no key of its own can ever be asked for would leave the rule silently as it was. */
static struct dlb_text param_key(const struct dlb_policy *policy, const struct dlb_param *param,
                                 struct dlb_text key)
{
    struct dlb_text programme;
    switch ((enum dlb_param_key)param->key) {
    case DLB_KEY_DOMAIN:
        return class_key(key, false);
    case DLB_KEY_CLASS:
        return class_key(key, true);
    case DLB_KEY_PROGRAMME:
        return programme_key(policy, key);
    case DLB_KEY_SERVICE:
        programme = programme_key(policy, key);
        return programme.data ? programme : class_key(key, true);
    case DLB_KEY_NEED:
        return need_key(policy, key);
    case DLB_KEY_SIGNAL:
        return dlb_policy_find_signal(policy, key);
    case DLB_KEY_BENEFIT:
    case DLB_KEY_WORD:
        return word_key(param, key);
    case DLB_KEY_NONE:
        break;
    }
    return (struct dlb_text){NULL, 0};
}

static bool read_key(const struct dlb_policy *policy, const struct dlb_param *param,
                     struct dlb_parameter *parameter)
{
    struct dlb_text key = param_key(policy, param, parameter->key);
    bool wrong = parameter->key.data ? !key.data : param->keyed;
    parameter->key = key;
    if (param->key != DLB_KEY_SERVICE) return !wrong;
    struct dlb_selector *services = &parameter->services;
    *services = (struct dlb_selector){dlb_policy_find_programme(policy, key), {0, 0}, 0};
    if (services->programme == DLB_NO_CODE) dlb_class_parse(key, &services->class_);
    return !wrong;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static bool is_limit(const struct dlb_parameter *parameter)
{
    return dlb_text_equal(parameter->name, dlb_text_of("only"));
}

void dlb_read_parameter(struct dlb_row *row, void *out)
{
    struct dlb_parameter *parameter = out;
    parameter->rule = dlb_policy_keep(row, DLB_RULES_RULE);
    parameter->name = dlb_policy_keep(row, DLB_RULES_PARAM);
    parameter->text = dlb_policy_keep(row, DLB_RULES_VALUE);
    parameter->key = dlb_policy_keep(row, DLB_RULES_KEY);
    parameter->row = dlb_row_place(row);
    parameter->services.programme = DLB_NO_CODE;
    parameter->centre = (uint8_t)(dlb_row_word(row, DLB_RULES_CENTRE_TYPE, UINT8_MAX) + 1);
    parameter->valid = dlb_row_valid(row, DLB_RULES_VALID_FROM, DLB_RULES_VALID_TO);
    if (!row->fault || !is_limit(parameter)) return;
    parameter->broken = row->fault_column;
    row->fault = DLB_REJECT_NONE;
}

static enum dlb_reject understand(const struct dlb_policy *policy, const struct dlb_param *param,
                                  struct dlb_parameter *parameter, size_t *column)
{
    *column = DLB_RULES_VALUE;
    enum dlb_reject fault = read_value(param, parameter);
    if (fault) return fault;
    *column = DLB_RULES_KEY;
    if (!read_key(policy, param, parameter)) return DLB_REJECT_CODE;
    *column = DLB_RULES_CENTRE_TYPE;
    return parameter->centre && !param->by_centre ? DLB_REJECT_CODE : DLB_REJECT_NONE;
}

enum dlb_reject dlb_understand_parameter(void *context, void *row, size_t *column)
{
    const struct dlb_policy *policy = context;
    struct dlb_parameter *parameter = row, as_written = *parameter;
    const struct dlb_param *param =
        dlb_param_find(policy->catalogue, parameter->rule, parameter->name);
    if (!param || parameter->broken) return DLB_REJECT_NONE;
    enum dlb_reject fault = understand(policy, param, parameter, column);
    if (!fault || !is_limit(parameter)) return fault;
    *parameter = as_written;
    parameter->broken = dlb_schemas[DLB_TABLE_RULES].columns[*column].name;
    return DLB_REJECT_NONE;
}

/* Keys of deadlines are words of tables.md, or of the rule; so a wrong one is recognised. */
static struct dlb_text deadline_key(const struct dlb_rule *rule, struct dlb_text key)
{
    const char *const *const words[] = {
        dlb_schema_words(DLB_TABLE_NEEDS, DLB_NEEDS_URGENCY),
        dlb_schema_words(DLB_TABLE_CASES, DLB_CASES_CASE_CLASS),
        dlb_schema_words(DLB_TABLE_AGENCIES, DLB_AGENCIES_LEVEL),
    };
    char room[WORD_MAX];
    struct dlb_text folded = dlb_code_fold(key, room, sizeof room);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *word = find_word(folded, words[i]);
        if (word) return dlb_text_of(word);
    }
    for (uint32_t i = 0; rule && i < rule->n_deadlines; i++) {
        struct dlb_text own = dlb_text_of(rule->deadlines[i].key);
        if (own.data && dlb_text_equal(folded, own)) return own;
    }
    return (struct dlb_text){NULL, 0};
}

void dlb_read_deadline(struct dlb_row *row, void *out)
{
    const struct dlb_policy *policy = row->context;
    struct dlb_parameter *to = out;
    to->rule = dlb_policy_keep(row, DLB_DEADLINES_RULE);
    const struct dlb_rule *rule = dlb_rule_find(policy->catalogue, to->rule);
    if (to->rule.data && !(rule && rule->n_deadlines))
        dlb_row_fault(row, DLB_DEADLINES_RULE, DLB_REJECT_CODE);
    struct dlb_text key = dlb_row_text(row, DLB_DEADLINES_KEY);
    to->key = deadline_key(rule, key);
    if (key.data && !to->key.data) dlb_row_fault(row, DLB_DEADLINES_KEY, DLB_REJECT_CODE);
    to->deadline.amount = dlb_policy_number(row, DLB_DEADLINES_AMOUNT, 0, DLB_PARAM_DAYS_MAX);
    to->deadline.month = (uint8_t)dlb_row_word(row, DLB_DEADLINES_UNIT, 0);
    to->deadline.mode = (uint8_t)dlb_row_word(row, DLB_DEADLINES_MODE, DLB_DEADLINE_CALENDAR);
    to->centre = (uint8_t)(dlb_row_word(row, DLB_DEADLINES_CENTRE_TYPE, UINT8_MAX) + 1);
    to->valid = dlb_row_valid(row, DLB_DEADLINES_VALID_FROM, DLB_DEADLINES_VALID_TO);
}
