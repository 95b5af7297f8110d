/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_read.c - the rows of the policy tables.
 *
 * One reader per table: its columns, in the order in which they are looked at, and what a row of it
 * becomes. Whatever cannot take effect is rejected, so that an officer sees it: a rule or parameter
 * that is not implemented, a malformed class, a stay on the wrong side of a mutex row, a cap
 * without window or count, a programme that `programmes` lacks.
 */
#include "policy/policy_tables.h"

#include <string.h>

/* "31" or "3101"; digits 0 and false for anything else. */
static bool parse_class(struct dlb_text text, struct dlb_class *class_)
{
    bool good = text.len == 2 || text.len == 4;
    *class_ = (struct dlb_class){0, 0};
    for (size_t i = 0; good && i < text.len; i++) {
        good = text.data[i] >= '0' && text.data[i] <= '9';
        class_->code = (uint16_t)(class_->code * 10 + (text.data[i] - '0'));
    }
    if (good)
        class_->digits = (uint8_t)text.len;
    else
        class_->code = 0;
    return good;
}

struct dlb_class dlb_row_class(struct dlb_row *row, size_t column)
{
    struct dlb_class class_ = {0, 0};
    struct dlb_text text = dlb_row_text(row, column);
    if (text.data && !parse_class(text, &class_)) dlb_row_fault(row, column, DLB_REJECT_CODE);
    return class_;
}

static struct dlb_text keep_text(struct dlb_row *row, size_t column)
{
    return dlb_row_keep(row, dlb_row_text(row, column));
}

enum { COUNT_MAX = 1000000 };

/* A number between two others; -1 when the cell is empty. */
static int32_t small_number(struct dlb_row *row, size_t column, int32_t least, int32_t most)
{
    int64_t value = dlb_row_number(row, column, 0, INT64_MIN);
    bool good = value >= least && value <= most;
    if (!good && value != INT64_MIN) dlb_row_fault(row, column, DLB_REJECT_NUMBER);
    return good ? (int32_t)value : -1;
}

/* ---- programmes -------------------------------------------------------------------------- */

static void read_programme(struct dlb_row *row, void *out)
{
    struct dlb_programme_row *to = out;
    struct dlb_programme *programme = &to->programme;
    to->id = keep_text(row, DLB_PROGRAMMES_PROGRAMME);
    programme->name = keep_text(row, DLB_PROGRAMMES_NAME);
    programme->layer = (uint8_t)(dlb_row_word(row, DLB_PROGRAMMES_LAYER, UINT8_MAX) + 1);
    programme->household_unit = dlb_row_word(row, DLB_PROGRAMMES_UNIT, 0) == 1;
    programme->kind = (uint8_t)(dlb_row_word(row, DLB_PROGRAMMES_KIND, UINT8_MAX) + 1);
    programme->grain = (uint8_t)dlb_row_word(row, DLB_PROGRAMMES_GRAIN, DLB_GRAIN_DAY);
    programme->class_ = dlb_row_class(row, DLB_PROGRAMMES_SERVICE_CLASS);
    programme->home_based = dlb_row_flag(row, DLB_PROGRAMMES_HOME_BASED, 0);
    programme->portable = (uint8_t)dlb_row_flag(row, DLB_PROGRAMMES_PORTABLE, 2);
    programme->max_days = small_number(row, DLB_PROGRAMMES_MAX_DAYS, 1, DLB_PARAM_DAYS_MAX);
    programme->valid = dlb_row_valid(row, DLB_PROGRAMMES_VALID_FROM, DLB_PROGRAMMES_VALID_TO);
}

/* ---- mutex ------------------------------------------------------------------------------- */

static bool take_prefix(struct dlb_text *text, const char *prefix)
{
    size_t len = strlen(prefix);
    if (text->len <= len || memcmp(text->data, prefix, len) != 0) return false;
    text->data += len;
    text->len -= len;
    return true;
}

/* The code of a programme that `programmes` has; DLB_NO_CODE when the cell is empty. */
static uint32_t look_programme(struct dlb_row *row, size_t column, struct dlb_text id)
{
    const struct dlb_policy *policy = row->context;
    if (!id.data) return DLB_NO_CODE;
    uint32_t code = dlb_policy_find_programme(policy, id);
    if (code == DLB_NO_CODE) dlb_row_fault(row, column, DLB_REJECT_CODE);
    return code;
}

static uint8_t look_stay(struct dlb_row *row, size_t column, struct dlb_text word)
{
    for (unsigned kind = 0; kind <= DLB_STAY_ABROAD; kind++) {
        const char *known = dlb_stay_kind_word(kind);
        if (dlb_text_equal(word, dlb_text_of(known))) return (uint8_t)(kind + 1);
    }
    dlb_row_fault(row, column, DLB_REJECT_CODE);
    return 0;
}

static struct dlb_selector read_side(struct dlb_row *row, size_t column)
{
    struct dlb_selector side = {DLB_NO_CODE, {0, 0}, 0};
    struct dlb_text text = dlb_row_text(row, column);
    if (take_prefix(&text, "class:")) {
        if (!parse_class(text, &side.class_)) dlb_row_fault(row, column, DLB_REJECT_CODE);
    } else if (take_prefix(&text, "stay:")) {
        side.stay = look_stay(row, column, text);
    } else {
        side.programme = look_programme(row, column, text);
    }
    return side;
}

static void read_mutex(struct dlb_row *row, void *out)
{
    struct dlb_mutex *mutex = out;
    mutex->set_id = keep_text(row, DLB_MUTEX_SET_ID);
    mutex->kind = (uint8_t)dlb_row_word(row, DLB_MUTEX_KIND, 0);
    mutex->a = read_side(row, DLB_MUTEX_A);
    mutex->b = read_side(row, DLB_MUTEX_B);
    mutex->household = dlb_row_word(row, DLB_MUTEX_SCOPE, 0) == 1;
    mutex->by_month = dlb_row_word(row, DLB_MUTEX_BASIS, 0) == 1;
    mutex->except_programme = look_programme(row, DLB_MUTEX_EXCEPT_PROGRAMME,
                                             dlb_row_text(row, DLB_MUTEX_EXCEPT_PROGRAMME));
    mutex->valid = dlb_row_valid(row, DLB_MUTEX_VALID_FROM, DLB_MUTEX_VALID_TO);
    mutex->legal_ref = keep_text(row, DLB_MUTEX_LEGAL_REF);
    bool state = mutex->kind == DLB_MUTEX_STATE;
    if (mutex->a.stay) dlb_row_fault(row, DLB_MUTEX_A, DLB_REJECT_CODE);
    if ((mutex->b.stay != 0) != state) dlb_row_fault(row, DLB_MUTEX_B, DLB_REJECT_CODE);
}

/* ---- caps, need_map, holidays, zones ----------------------------------------------------- */

static void read_cap(struct dlb_row *row, void *out)
{
    struct dlb_cap *cap = out;
    bool known = dlb_text_equal(dlb_row_text(row, DLB_CAPS_RULE), dlb_text_of("D05"));
    if (!known) dlb_row_fault(row, DLB_CAPS_RULE, DLB_REJECT_CODE);
    cap->programme = look_programme(row, DLB_CAPS_PROGRAMME, dlb_row_text(row, DLB_CAPS_PROGRAMME));
    cap->class_ = dlb_row_class(row, DLB_CAPS_SERVICE_CLASS);
    bool nothing = cap->programme == DLB_NO_CODE && !cap->class_.digits;
    if (nothing) dlb_row_fault(row, DLB_CAPS_PROGRAMME, DLB_REJECT_REQUIRED);
    cap->household = dlb_row_word(row, DLB_CAPS_SCOPE, 0) == 1;
    cap->max_count = small_number(row, DLB_CAPS_MAX_COUNT, 0, COUNT_MAX);
    cap->window_days = small_number(row, DLB_CAPS_WINDOW_DAYS, 1, DLB_PARAM_DAYS_MAX);
    if (cap->max_count < 0) dlb_row_fault(row, DLB_CAPS_MAX_COUNT, DLB_REJECT_REQUIRED);
    if (cap->window_days < 0) dlb_row_fault(row, DLB_CAPS_WINDOW_DAYS, DLB_REJECT_REQUIRED);
    cap->valid = dlb_row_valid(row, DLB_CAPS_VALID_FROM, DLB_CAPS_VALID_TO);
    cap->legal_ref = keep_text(row, DLB_CAPS_LEGAL_REF);
}

static void read_need_map(struct dlb_row *row, void *out)
{
    struct dlb_need_map_row *to = out;
    to->need_class = keep_text(row, DLB_NEED_MAP_NEED_CLASS);
    to->map.class_ = dlb_row_class(row, DLB_NEED_MAP_SERVICE_CLASS);
    to->map.name = keep_text(row, DLB_NEED_MAP_NAME);
    to->map.valid = dlb_row_valid(row, DLB_NEED_MAP_VALID_FROM, DLB_NEED_MAP_VALID_TO);
}

static void read_holiday(struct dlb_row *row, void *out)
{
    int32_t *day = out;
    *day = dlb_row_day(row, DLB_HOLIDAYS_DATE);
}

static void read_zone(struct dlb_row *row, void *out)
{
    struct dlb_zone *zone = out;
    zone->id = keep_text(row, DLB_ZONES_ZONE_ID);
    zone->name = keep_text(row, DLB_ZONES_NAME);
    zone->responsible_id = keep_text(row, DLB_ZONES_RESPONSIBLE_AGENCY);
    zone->area_code = keep_text(row, DLB_ZONES_AREA_CODE);
    zone->valid = dlb_row_valid(row, DLB_ZONES_VALID_FROM, DLB_ZONES_VALID_TO);
    zone->responsible_agency = DLB_NO_CODE;
}

/* ---- rules, deadlines -------------------------------------------------------------------- */

static int64_t read_value(struct dlb_row *row, const struct dlb_param *param)
{
    int64_t value = dlb_row_number(row, DLB_RULES_VALUE, param->decimals, -1);
    bool good = value >= param->least && value <= param->most;
    if (good && param->step) good = (value - param->least) % param->step == 0;
    if (!good) dlb_row_fault(row, DLB_RULES_VALUE, DLB_REJECT_NUMBER);
    return value;
}

/* A programme as its id, whatever the row calls it; else a class. */
static bool take_service_key(const struct dlb_policy *policy, struct dlb_parameter *parameter)
{
    struct dlb_selector *services = &parameter->services;
    *services = (struct dlb_selector){dlb_policy_find_programme(policy, parameter->key), {0, 0}, 0};
    if (services->programme == DLB_NO_CODE) return parse_class(parameter->key, &services->class_);
    parameter->key = policy->programme_ids[services->programme];
    return true;
}

/* May a row of the parameter have its key? What no key of its own can ever be asked for would
 * leave the rule silently as it was. */
static bool take_param_key(const struct dlb_policy *policy, const struct dlb_param *param,
                           struct dlb_parameter *parameter)
{
    struct dlb_text key = parameter->key;
    struct dlb_class class_;
    const char *word;
    if (!key.data) return !param->keyed;
    if (param->key == DLB_KEY_SERVICE) return take_service_key(policy, parameter);
    if (param->key == DLB_KEY_CLASS) return parse_class(key, &class_);
    if (param->key == DLB_KEY_DOMAIN)
        return parse_class(key, &class_) && class_.digits == 2 && class_.code >= 10;
    for (unsigned i = 0; param->key == DLB_KEY_BENEFIT && (word = dlb_benefit_word(i)); i++)
        if (dlb_text_equal(key, dlb_text_of(word))) return true;
    return false;
}

/* A rule or parameter that nobody knows is an error, which dlb_policy_read() raises: a typing error
 * must not silently leave the rule as it was. */
static void read_parameter(struct dlb_row *row, void *out)
{
    const struct dlb_policy *policy = row->context;
    struct dlb_parameter *parameter = out;
    parameter->rule = keep_text(row, DLB_RULES_RULE);
    parameter->name = keep_text(row, DLB_RULES_PARAM);
    parameter->key = keep_text(row, DLB_RULES_KEY);
    parameter->row = dlb_row_place(row);
    const struct dlb_param *param =
        dlb_param_find(policy->catalogue, parameter->rule, parameter->name);
    if (param) parameter->value = read_value(row, param);
    if (param && !take_param_key(policy, param, parameter))
        dlb_row_fault(row, DLB_RULES_KEY, DLB_REJECT_CODE);
    parameter->valid = dlb_row_valid(row, DLB_RULES_VALID_FROM, DLB_RULES_VALID_TO);
}

/* Keys of deadlines are words of tables.md or of the rule's own, so a wrong one is recognised. */
static bool is_deadline_key(const struct dlb_rule *rule, struct dlb_text key)
{
    for (unsigned i = 0; dlb_agency_level_word(i); i++)
        if (dlb_text_equal(key, dlb_text_of(dlb_agency_level_word(i)))) return true;
    for (uint32_t i = 0; rule && i < rule->n_deadlines; i++)
        if (dlb_text_equal(key, dlb_text_of(rule->deadlines[i].key))) return true;
    for (unsigned i = 0; i < 4; i++) {
        const char *words[] = {dlb_urgency_word(i), dlb_case_class_word(i)};
        for (unsigned j = 0; j < 2; j++)
            if (dlb_text_equal(key, dlb_text_of(words[j]))) return true;
    }
    return !key.data;
}

static void read_deadline(struct dlb_row *row, void *out)
{
    const struct dlb_policy *policy = row->context;
    struct dlb_parameter *to = out;
    to->rule = keep_text(row, DLB_DEADLINES_RULE);
    const struct dlb_rule *rule = dlb_rule_find(policy->catalogue, to->rule);
    if (to->rule.data && !(rule && rule->n_deadlines))
        dlb_row_fault(row, DLB_DEADLINES_RULE, DLB_REJECT_CODE);
    to->key = keep_text(row, DLB_DEADLINES_KEY);
    if (!is_deadline_key(rule, to->key)) dlb_row_fault(row, DLB_DEADLINES_KEY, DLB_REJECT_CODE);
    to->deadline.amount = small_number(row, DLB_DEADLINES_AMOUNT, 0, DLB_PARAM_DAYS_MAX);
    to->deadline.month = (uint8_t)dlb_row_word(row, DLB_DEADLINES_UNIT, 0);
    to->deadline.mode = (uint8_t)dlb_row_word(row, DLB_DEADLINES_MODE, DLB_DEADLINE_CALENDAR);
    to->valid = dlb_row_valid(row, DLB_DEADLINES_VALID_FROM, DLB_DEADLINES_VALID_TO);
}

/* ---- the tables -------------------------------------------------------------------------- */

/* Rows of one key come in the order of their content's hash. */
static uint64_t no_key(const struct dlb_reader *reader, const void *row)
{
    (void)reader, (void)row;
    return 0;
}

#define READER(table, type, read_)                                                                 \
    {                                                                                              \
        .schema = &dlb_schemas[DLB_TABLE_##table], .agency = -1, .id = -1,                         \
        .row_bytes = sizeof(type), .read = read_, .key = no_key                                    \
    }
const struct dlb_reader dlb_policy_readers[DLB_POLICY_TABLES] = {
    [DLB_POLICY_PROGRAMMES] = READER(PROGRAMMES, struct dlb_programme_row, read_programme),
    [DLB_POLICY_MUTEX] = READER(MUTEX, struct dlb_mutex, read_mutex),
    [DLB_POLICY_CAPS] = READER(CAPS, struct dlb_cap, read_cap),
    [DLB_POLICY_NEED_MAP] = READER(NEED_MAP, struct dlb_need_map_row, read_need_map),
    [DLB_POLICY_HOLIDAYS] = READER(HOLIDAYS, int32_t, read_holiday),
    [DLB_POLICY_ZONES] = READER(ZONES, struct dlb_zone, read_zone),
    [DLB_POLICY_RULES] = READER(RULES, struct dlb_parameter, read_parameter),
    [DLB_POLICY_DEADLINES] = READER(DEADLINES, struct dlb_parameter, read_deadline),
};
