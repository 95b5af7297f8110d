/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_read.c - the rows of the policy tables.
 *
 * One reader per table: its columns, in the order in which they are looked at, and what a
 * row of it becomes. Whatever cannot take effect is rejected, so that an officer sees it:
 * a rule or parameter that is not implemented, a class that is none, a stay on the wrong
 * side of a mutex row, a cap without window or count, a programme that `programmes` lacks.
 */
#include <string.h>

#include "policy/policy_tables.h"

/* "31" or "3101"; digits 0 and false for anything else. */
static bool parse_class(struct dlb_text text, struct dlb_class *class_)
{
    bool good = text.len == 2 || text.len == 4;
    *class_ = (struct dlb_class){0, 0};
    for (size_t i = 0; good && i < text.len; i++) {
        good = text.data[i] >= '0' && text.data[i] <= '9';
        class_->code = (uint16_t)(class_->code * 10 + (text.data[i] - '0'));
    }
    if (good) class_->digits = (uint8_t)text.len;
    else class_->code = 0;
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

/* A number from `least` on that fits 31 bits; -1 when the cell is empty. */
static int32_t small_number(struct dlb_row *row, size_t column, int64_t least)
{
    int64_t value = dlb_row_number(row, column, 0, -1);
    bool good = value >= least && value < INT32_MAX;
    if (!good && value != -1) dlb_row_fault(row, column, DLB_REJECT_NUMBER);
    return good ? (int32_t)value : -1;
}

/* ---- programmes -------------------------------------------------------------------------- */

static const struct dlb_column programme_columns[] = {
    {"programme", true}, {"name", false}, {"layer", false}, {"unit", false}, {"kind", false},
    {"grain", false}, {"service_class", true}, {"home_based", false}, {"portable", false},
    {"max_days", false}, {"valid_from", false}, {"valid_to", false}};

static void read_programme(struct dlb_row *row, void *out)
{
    static const char *const layers[] = {"statutory", "local", "private", NULL};
    static const char *const units[] = {"person", "household", NULL};
    static const char *const kinds[] = {"cash", "in_kind", "service", "voucher", "loan",
                                        "counsel", NULL};
    static const char *const grains[] = {"day", "month", "hour", "one_off", NULL};
    struct dlb_programme_row *to = out;
    struct dlb_programme *programme = &to->programme;
    to->id = keep_text(row, 0);
    programme->name = keep_text(row, 1);
    programme->layer = (uint8_t)(dlb_row_word(row, 2, layers, UINT8_MAX) + 1);
    programme->household_unit = dlb_row_word(row, 3, units, 0) == 1;
    programme->kind = (uint8_t)(dlb_row_word(row, 4, kinds, UINT8_MAX) + 1);
    programme->grain = (uint8_t)dlb_row_word(row, 5, grains, DLB_GRAIN_DAY);
    programme->class_ = dlb_row_class(row, 6);
    programme->home_based = dlb_row_flag(row, 7, 0);
    programme->portable = dlb_row_flag(row, 8, 0);
    programme->max_days = small_number(row, 9, 1);
    programme->valid = dlb_row_valid(row, 10, 11);
}

/* ---- mutex ------------------------------------------------------------------------------- */

enum { MUTEX_KIND = 1, MUTEX_A, MUTEX_B };

static const struct dlb_column mutex_columns[] = {
    {"set_id", true}, {"kind", true}, {"a", true}, {"b", true}, {"scope", false},
    {"basis", false}, {"except_programme", false}, {"valid_from", false}, {"valid_to", false},
    {"legal_ref", false}};

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
    uint32_t code = dlb_text_find(policy->programme_ids, policy->n_programme_ids, id);
    if (code == DLB_NO_CODE) dlb_row_fault(row, column, DLB_REJECT_CODE);
    return code;
}

static uint8_t look_stay(struct dlb_row *row, size_t column, struct dlb_text word)
{
    for (unsigned kind = 0; kind <= DLB_STAY_ABROAD; kind++) {
        const char *known = dlb_stay_kind_words[kind];
        if (dlb_text_equal(word, dlb_text_of(known)))
            return (uint8_t)(kind + 1);
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
    static const char *const kinds[] = {"exclusive", "top_up", "state", NULL};
    static const char *const scopes[] = {"person", "household", NULL};
    static const char *const bases[] = {"day", "month", NULL};
    struct dlb_mutex *mutex = out;
    mutex->set_id = keep_text(row, 0);
    mutex->kind = (uint8_t)dlb_row_word(row, MUTEX_KIND, kinds, 0);
    mutex->a = read_side(row, MUTEX_A);
    mutex->b = read_side(row, MUTEX_B);
    mutex->household = dlb_row_word(row, 4, scopes, 0) == 1;
    mutex->by_month = dlb_row_word(row, 5, bases, 0) == 1;
    mutex->except_programme = look_programme(row, 6, dlb_row_text(row, 6));
    mutex->valid = dlb_row_valid(row, 7, 8);
    mutex->legal_ref = keep_text(row, 9);
    bool state = mutex->kind == DLB_MUTEX_STATE;
    if (mutex->a.stay) dlb_row_fault(row, MUTEX_A, DLB_REJECT_CODE);
    if ((mutex->b.stay != 0) != state) dlb_row_fault(row, MUTEX_B, DLB_REJECT_CODE);
}

/* ---- caps, need_map, holidays, zones ----------------------------------------------------- */

enum { CAP_COUNT = 4, CAP_WINDOW };

static const struct dlb_column cap_columns[] = {
    {"rule", true}, {"programme", false}, {"service_class", false}, {"scope", false},
    {"max_count", false}, {"window_days", false}, {"valid_from", false}, {"valid_to", false},
    {"legal_ref", false}};

static void read_cap(struct dlb_row *row, void *out)
{
    static const char *const rules[] = {"d05", NULL};
    static const char *const scopes[] = {"person", "household", NULL};
    struct dlb_cap *cap = out;
    (void)dlb_row_word(row, 0, rules, 0);
    cap->programme = look_programme(row, 1, dlb_row_text(row, 1));
    cap->class_ = dlb_row_class(row, 2);
    bool nothing = cap->programme == DLB_NO_CODE && !cap->class_.digits;
    if (nothing) dlb_row_fault(row, 1, DLB_REJECT_REQUIRED);
    cap->household = dlb_row_word(row, 3, scopes, 0) == 1;
    cap->max_count = small_number(row, CAP_COUNT, 0);
    cap->window_days = small_number(row, CAP_WINDOW, 1);
    if (cap->max_count < 0) dlb_row_fault(row, CAP_COUNT, DLB_REJECT_REQUIRED);
    if (cap->window_days < 0) dlb_row_fault(row, CAP_WINDOW, DLB_REJECT_REQUIRED);
    cap->valid = dlb_row_valid(row, 6, 7);
    cap->legal_ref = keep_text(row, 8);
}

static const struct dlb_column need_map_columns[] = {
    {"need_class", true}, {"service_class", true}, {"name", false}, {"valid_from", false},
    {"valid_to", false}};

static void read_need_map(struct dlb_row *row, void *out)
{
    struct dlb_need_map_row *to = out;
    to->need_class = keep_text(row, 0);
    to->map.class_ = dlb_row_class(row, 1);
    to->map.name = keep_text(row, 2);
    to->map.valid = dlb_row_valid(row, 3, 4);
}

static const struct dlb_column holiday_columns[] = {{"date", true}};

static void read_holiday(struct dlb_row *row, void *out)
{
    int32_t *day = out;
    *day = dlb_row_day(row, 0);
}

static const struct dlb_column zone_columns[] = {
    {"zone_id", true}, {"name", false}, {"responsible_agency", false}, {"area_code", false},
    {"valid_from", false}, {"valid_to", false}};

static void read_zone(struct dlb_row *row, void *out)
{
    struct dlb_zone *zone = out;
    zone->id = keep_text(row, 0);
    zone->name = keep_text(row, 1);
    zone->responsible_id = keep_text(row, 2);
    zone->area_code = keep_text(row, 3);
    zone->valid = dlb_row_valid(row, 4, 5);
    zone->responsible_agency = DLB_NO_CODE;
}

/* ---- rules, deadlines -------------------------------------------------------------------- */

static const struct dlb_column rule_columns[] = {
    {"rule", true}, {"param", true}, {"key", false}, {"value", true}, {"valid_from", false},
    {"valid_to", false}};

static int64_t read_value(struct dlb_row *row, const struct dlb_param *param)
{
    int64_t value = dlb_row_number(row, 3, param->decimals, -1);
    if (value < param->least || value > param->most) dlb_row_fault(row, 3, DLB_REJECT_NUMBER);
    return value;
}

/* A rule or parameter that nobody knows is an error, which dlb_policy_read() raises: a typing
 * error must not be a rule that silently stays as it was. */
static void read_parameter(struct dlb_row *row, void *out)
{
    const struct dlb_policy *policy = row->context;
    struct dlb_parameter *parameter = out;
    parameter->rule = keep_text(row, 0);
    parameter->name = keep_text(row, 1);
    parameter->key = keep_text(row, 2);
    parameter->row = dlb_row_place(row);
    const struct dlb_param *param =
        dlb_param_find(policy->catalogue, parameter->rule, parameter->name);
    if (param) parameter->value = read_value(row, param);
    parameter->valid = dlb_row_valid(row, 4, 5);
}

static const struct dlb_column deadline_columns[] = {
    {"rule", true}, {"key", false}, {"amount", true}, {"unit", false}, {"mode", false},
    {"valid_from", false}, {"valid_to", false}};

/* Keys of deadlines are words of tables.md, so a wrong one can be told. */
static bool is_deadline_key(struct dlb_text key)
{
    for (unsigned i = 0; i < 4; i++) {
        const char *words[] = {dlb_urgency_words[i], dlb_case_class_words[i]};
        for (unsigned j = 0; j < 2; j++)
            if (dlb_text_equal(key, dlb_text_of(words[j]))) return true;
    }
    return !key.data;
}

static void read_deadline(struct dlb_row *row, void *out)
{
    static const char *const units[] = {"day", "month", NULL};
    const struct dlb_policy *policy = row->context;
    struct dlb_parameter *to = out;
    to->rule = keep_text(row, 0);
    const struct dlb_rule *rule = dlb_rule_find(policy->catalogue, to->rule);
    if (to->rule.data && !(rule && rule->n_deadlines)) dlb_row_fault(row, 0, DLB_REJECT_CODE);
    to->key = keep_text(row, 1);
    if (!is_deadline_key(to->key)) dlb_row_fault(row, 1, DLB_REJECT_CODE);
    to->deadline.amount = small_number(row, 2, 0);
    to->deadline.month = (uint8_t)dlb_row_word(row, 3, units, 0);
    to->deadline.mode =
        (uint8_t)dlb_row_word(row, 4, dlb_deadline_mode_words, DLB_DEADLINE_CALENDAR);
    to->valid = dlb_row_valid(row, 5, 6);
}

/* ---- the tables -------------------------------------------------------------------------- */

/* Rows of one key come in the order of their content's hash. */
static uint64_t no_key(const void *row)
{
    (void)row;
    return 0;
}

#define COLUMNS(columns) columns, sizeof(columns) / sizeof *(columns), -1, -1
const struct dlb_reader dlb_policy_readers[DLB_POLICY_TABLES] = {
    [DLB_POLICY_PROGRAMMES] = {"programmes", COLUMNS(programme_columns),
                               sizeof(struct dlb_programme_row), read_programme, NULL, no_key, NULL},
    [DLB_POLICY_MUTEX] = {"mutex", COLUMNS(mutex_columns), sizeof(struct dlb_mutex), read_mutex,
                          NULL, no_key, NULL},
    [DLB_POLICY_CAPS] = {"caps", COLUMNS(cap_columns), sizeof(struct dlb_cap), read_cap, NULL,
                         no_key, NULL},
    [DLB_POLICY_NEED_MAP] = {"need_map", COLUMNS(need_map_columns),
                             sizeof(struct dlb_need_map_row), read_need_map, NULL, no_key, NULL},
    [DLB_POLICY_HOLIDAYS] = {"holidays", COLUMNS(holiday_columns), sizeof(int32_t), read_holiday,
                             NULL, no_key, NULL},
    [DLB_POLICY_ZONES] = {"zones", COLUMNS(zone_columns), sizeof(struct dlb_zone), read_zone,
                          NULL, no_key, NULL},
    [DLB_POLICY_RULES] = {"rules", COLUMNS(rule_columns), sizeof(struct dlb_parameter),
                          read_parameter, NULL, no_key, NULL},
    [DLB_POLICY_DEADLINES] = {"deadlines", COLUMNS(deadline_columns),
                              sizeof(struct dlb_parameter), read_deadline, NULL, no_key, NULL},
};
#undef COLUMNS
