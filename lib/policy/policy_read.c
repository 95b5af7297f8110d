/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_read.c - the rows of the policy tables.
 *
 * One reader per table: its columns, in the order in which they are looked at, and what a row of it
 * becomes. Whatever cannot take effect is rejected, so that an officer sees it: a rule that has no
 * caps, a malformed class, a stay on the wrong side of a mutex row, a cap without window or count,
 * a programme that `programmes` lacks.
 */
#include "policy/policy_tables.h"

enum { COUNT_MAX = 1000000 };

/* ---- programmes -------------------------------------------------------------------------- */

static void read_programme(struct dlb_row *row, void *out)
{
    struct dlb_programme_row *to = out;
    struct dlb_programme *programme = &to->programme;
    to->id = dlb_policy_keep(row, DLB_PROGRAMMES_PROGRAMME);
    programme->name.ko = dlb_policy_keep(row, DLB_PROGRAMMES_NAME);
    programme->name.en = dlb_policy_keep(row, DLB_PROGRAMMES_NAME_EN);
    programme->layer = (uint8_t)(dlb_row_word(row, DLB_PROGRAMMES_LAYER, UINT8_MAX) + 1);
    programme->household_unit = dlb_row_word(row, DLB_PROGRAMMES_UNIT, 0) == 1;
    programme->kind = (uint8_t)(dlb_row_word(row, DLB_PROGRAMMES_KIND, UINT8_MAX) + 1);
    programme->grain = (uint8_t)dlb_row_word(row, DLB_PROGRAMMES_GRAIN, DLB_GRAIN_DAY);
    programme->class_ = dlb_row_class(row, DLB_PROGRAMMES_SERVICE_CLASS);
    programme->home_based = dlb_row_flag(row, DLB_PROGRAMMES_HOME_BASED, 0);
    programme->portable = (uint8_t)dlb_row_flag(row, DLB_PROGRAMMES_PORTABLE, 2);
    programme->max_days = dlb_policy_number(row, DLB_PROGRAMMES_MAX_DAYS, 1, DLB_PARAM_DAYS_MAX);
    programme->valid = dlb_row_valid(row, DLB_PROGRAMMES_VALID_FROM, DLB_PROGRAMMES_VALID_TO);
}

/* ---- mutex ------------------------------------------------------------------------------- */

/* In parts per million; -1 when the cell is empty. */
static int32_t share(struct dlb_row *row, size_t column)
{
    int64_t value = dlb_row_number(row, column, 6, -1);
    bool good = value >= -1 && value <= DLB_PARAM_SHARE;
    if (!good) dlb_row_fault(row, column, DLB_REJECT_NUMBER);
    return good ? (int32_t)value : -1;
}

static void read_mutex(struct dlb_row *row, void *out)
{
    struct dlb_mutex *mutex = out;
    mutex->set_id = dlb_policy_keep(row, DLB_MUTEX_SET_ID);
    mutex->kind = (uint8_t)dlb_row_word(row, DLB_MUTEX_KIND, 0);
    mutex->a = dlb_policy_side_or_stay(row, DLB_MUTEX_A);
    mutex->b = dlb_policy_side_or_stay(row, DLB_MUTEX_B);
    mutex->household = dlb_row_word(row, DLB_MUTEX_SCOPE, 0) == 1;
    mutex->by_month = dlb_row_word(row, DLB_MUTEX_BASIS, 0) == 1;
    mutex->except_programme = dlb_policy_named(row, DLB_MUTEX_EXCEPT_PROGRAMME);
    mutex->counted_share_ppm = share(row, DLB_MUTEX_COUNTED_SHARE);
    mutex->valid = dlb_row_valid(row, DLB_MUTEX_VALID_FROM, DLB_MUTEX_VALID_TO);
    mutex->legal_ref = dlb_policy_keep(row, DLB_MUTEX_LEGAL_REF);
    bool state = mutex->kind == DLB_MUTEX_STATE;
    if (mutex->a.stay) dlb_row_fault(row, DLB_MUTEX_A, DLB_REJECT_CODE);
    if ((mutex->b.stay != 0) != state) dlb_row_fault(row, DLB_MUTEX_B, DLB_REJECT_CODE);
}

/* ---- caps, need_map, holidays, zones ----------------------------------------------------- */

static int64_t not_negative(struct dlb_row *row, size_t column, unsigned decimals)
{
    int64_t value = dlb_row_number(row, column, decimals, DLB_NO_AMOUNT);
    if (value >= 0 || value == DLB_NO_AMOUNT) return value;
    dlb_row_fault(row, column, DLB_REJECT_NUMBER);
    return DLB_NO_AMOUNT;
}

/* A cap on money may leave out both amount (`thresholds` has it then) and period (a month). */
static void read_limits(struct dlb_row *row, struct dlb_cap *cap)
{
    cap->max_count = dlb_policy_number(row, DLB_CAPS_MAX_COUNT, 0, COUNT_MAX);
    cap->window_days = dlb_policy_number(row, DLB_CAPS_WINDOW_DAYS, 1, DLB_PARAM_DAYS_MAX);
    cap->max_amount_won = not_negative(row, DLB_CAPS_MAX_AMOUNT_WON, 0);
    cap->max_quantity_milli = not_negative(row, DLB_CAPS_MAX_QUANTITY, 3);
    cap->period = (uint8_t)(dlb_row_word(row, DLB_CAPS_PERIOD, UINT8_MAX) + 1);
    if (!cap->rule || cap->rule->caps != DLB_CAP_COUNT) return;
    if (cap->max_count < 0) dlb_row_fault(row, DLB_CAPS_MAX_COUNT, DLB_REJECT_REQUIRED);
    if (cap->window_days < 0) dlb_row_fault(row, DLB_CAPS_WINDOW_DAYS, DLB_REJECT_REQUIRED);
}

static void read_cap(struct dlb_row *row, void *out)
{
    const struct dlb_policy *policy = row->context;
    struct dlb_cap *cap = out;
    cap->rule = dlb_rule_find(policy->catalogue, dlb_row_text(row, DLB_CAPS_RULE));
    if (!cap->rule || !cap->rule->caps) dlb_row_fault(row, DLB_CAPS_RULE, DLB_REJECT_CODE);
    cap->programme = dlb_policy_named(row, DLB_CAPS_PROGRAMME);
    cap->class_ = dlb_row_class(row, DLB_CAPS_SERVICE_CLASS);
    bool nothing = cap->programme == DLB_NO_CODE && !cap->class_.digits;
    if (nothing) dlb_row_fault(row, DLB_CAPS_PROGRAMME, DLB_REJECT_REQUIRED);
    cap->household = dlb_row_word(row, DLB_CAPS_SCOPE, 0) == 1;
    read_limits(row, cap);
    cap->valid = dlb_row_valid(row, DLB_CAPS_VALID_FROM, DLB_CAPS_VALID_TO);
    cap->legal_ref = dlb_policy_keep(row, DLB_CAPS_LEGAL_REF);
}

static void read_need_map(struct dlb_row *row, void *out)
{
    struct dlb_need_map_row *to = out;
    to->need_class = dlb_policy_keep(row, DLB_NEED_MAP_NEED_CLASS);
    to->map.class_ = dlb_row_class(row, DLB_NEED_MAP_SERVICE_CLASS);
    to->map.name.ko = dlb_policy_keep(row, DLB_NEED_MAP_NAME);
    to->map.name.en = dlb_policy_keep(row, DLB_NEED_MAP_NAME_EN);
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
    zone->id = dlb_policy_keep(row, DLB_ZONES_ZONE_ID);
    zone->name.ko = dlb_policy_keep(row, DLB_ZONES_NAME);
    zone->name.en = dlb_policy_keep(row, DLB_ZONES_NAME_EN);
    zone->responsible_id = dlb_policy_keep(row, DLB_ZONES_RESPONSIBLE_AGENCY);
    zone->area_code = dlb_policy_keep(row, DLB_ZONES_AREA_CODE);
    zone->valid = dlb_row_valid(row, DLB_ZONES_VALID_FROM, DLB_ZONES_VALID_TO);
    zone->responsible_agency = DLB_NO_CODE;
}

/* ---- the tables -------------------------------------------------------------------------- */

#define READER(table, type, read_)                                                                 \
    {                                                                                              \
        .schema = &dlb_schemas[DLB_TABLE_##table], .agency = -1, .id = -1,                         \
        .row_bytes = sizeof(type), .read = read_                                                   \
    }
const struct dlb_reader dlb_policy_readers[DLB_POLICY_TABLES] = {
    [DLB_POLICY_PROGRAMMES] = READER(PROGRAMMES, struct dlb_programme_row, read_programme),
    [DLB_POLICY_MUTEX] = READER(MUTEX, struct dlb_mutex, read_mutex),
    [DLB_POLICY_CAPS] = READER(CAPS, struct dlb_cap, read_cap),
    [DLB_POLICY_NEED_MAP] = READER(NEED_MAP, struct dlb_need_map_row, read_need_map),
    [DLB_POLICY_HOLIDAYS] = READER(HOLIDAYS, int32_t, read_holiday),
    [DLB_POLICY_ZONES] = READER(ZONES, struct dlb_zone, read_zone),
    [DLB_POLICY_RULES] = READER(RULES, struct dlb_parameter, dlb_read_parameter),
    [DLB_POLICY_DEADLINES] = READER(DEADLINES, struct dlb_parameter, dlb_read_deadline),
    [DLB_POLICY_THRESHOLDS] = READER(THRESHOLDS, struct dlb_threshold, dlb_read_threshold),
    [DLB_POLICY_ELIGIBILITY] = READER(ELIGIBILITY, struct dlb_condition, dlb_read_condition),
    [DLB_POLICY_IMPLIES] = READER(IMPLIES, struct dlb_implies, dlb_read_implies),
    [DLB_POLICY_LIFE_EVENTS] = READER(LIFE_EVENTS, struct dlb_life_event, dlb_read_life_event),
    [DLB_POLICY_SIGNAL_WEIGHTS] =
        READER(SIGNAL_WEIGHTS, struct dlb_signal_weight, dlb_read_signal_weight),
    [DLB_POLICY_DOMAINS] = READER(DOMAINS, struct dlb_domain, dlb_read_domain),
};
