/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_read_terms.c - the rows that ask something of a person: `eligibility`, `thresholds`,
 * `implies`, `life_events`, `signal_weights`.
 *
 * A condition that cannot be read is not rejected like other rows: its clause would ask for less
 * without it, and people would seem entitled who are not. dlb_policy_read() makes it an error.
 */
#include "policy/policy_tables.h"

enum { CODE_MAX = 256, LIST_MAX = 1024, MONTHS_OF_DAYS = 3660, AGE_MAX = 150, SIZE_MAX_ = 100 };

/* A cell as codes are compared. */
static struct dlb_text keep_folded(struct dlb_row *row, size_t column)
{
    char room[LIST_MAX];
    struct dlb_text text = dlb_row_text(row, column);
    struct dlb_text folded = dlb_code_fold(text, room, sizeof room);
    if (text.data && !folded.len) dlb_row_fault(row, column, DLB_REJECT_FIELD_TOO_LONG);
    return dlb_row_keep(row, folded);
}

/* ---- tests of facts -------------------------------------------------------------------------- */

static bool is_order(unsigned op)
{
    return op >= DLB_OP_LESS && op <= DLB_OP_AT_LEAST;
}

/* Where an order is asked for, what is no number can only be a threshold, if one that is missing.
 */
static void settle_limit(const struct dlb_policy *policy, struct dlb_test *test)
{
    test->thresholds = dlb_policy_thresholds(policy, test->value);
    if (test->op == DLB_OP_IN)
        test->limit = DLB_LIMIT_WORD;
    else if (dlb_decimal_parse(test->value, DLB_FACT_DECIMALS, &test->number))
        test->limit = DLB_LIMIT_NUMBER;
    else if (is_order(test->op) || test->thresholds.n)
        test->limit = DLB_LIMIT_THRESHOLD;
    else
        test->limit = DLB_LIMIT_WORD;
}

static struct dlb_test read_test(struct dlb_row *row, size_t fact, size_t op, size_t value)
{
    struct dlb_test test = {.fact = keep_folded(row, fact)};
    test.op = (uint8_t)dlb_row_word(row, op, DLB_OP_EQUAL);
    test.value = keep_folded(row, value);
    if (test.fact.data && !test.value.data) test.value = dlb_text_of("1");
    settle_limit(row->context, &test);
    return test;
}

/* ---- eligibility, thresholds ----------------------------------------------------------------- */

static struct dlb_text keep_id(struct dlb_row *row, size_t column)
{
    struct dlb_text text = dlb_policy_keep(row, column);
    if (text.len > CODE_MAX) dlb_row_fault(row, column, DLB_REJECT_FIELD_TOO_LONG);
    return text;
}

void dlb_read_condition(struct dlb_row *row, void *out)
{
    struct dlb_condition *condition = out;
    condition->row = dlb_row_place(row);
    condition->programme = dlb_policy_named(row, DLB_ELIGIBILITY_PROGRAMME);
    if (row->fault) return;
    condition->version = keep_id(row, DLB_ELIGIBILITY_VERSION);
    condition->clause = keep_id(row, DLB_ELIGIBILITY_CLAUSE);
    condition->test =
        read_test(row, DLB_ELIGIBILITY_FACT, DLB_ELIGIBILITY_OP, DLB_ELIGIBILITY_VALUE);
    condition->valid = dlb_row_valid(row, DLB_ELIGIBILITY_VALID_FROM, DLB_ELIGIBILITY_VALID_TO);
    condition->legal_ref = dlb_policy_keep(row, DLB_ELIGIBILITY_LEGAL_REF);
    condition->name.ko = dlb_policy_keep(row, DLB_ELIGIBILITY_NAME);
    condition->name.en = dlb_policy_keep(row, DLB_ELIGIBILITY_NAME_EN);
    if (!row->fault) return;
    condition->broken = row->fault_column;
    row->fault = DLB_REJECT_NONE;
}

void dlb_read_threshold(struct dlb_row *row, void *out)
{
    struct dlb_threshold *threshold = out;
    threshold->code = keep_folded(row, DLB_THRESHOLDS_CODE);
    int32_t size = dlb_policy_number(row, DLB_THRESHOLDS_HOUSEHOLD_SIZE, 1, SIZE_MAX_);
    threshold->household_size = size > 0 ? size : 0;
    threshold->value = dlb_row_number(row, DLB_THRESHOLDS_VALUE, DLB_FACT_DECIMALS, 0);
    threshold->valid = dlb_row_valid(row, DLB_THRESHOLDS_VALID_FROM, DLB_THRESHOLDS_VALID_TO);
}

/* ---- implies, life_events -------------------------------------------------------------------- */

static int32_t days_or_none(struct dlb_row *row, size_t column)
{
    int32_t days = dlb_policy_number(row, column, 0, MONTHS_OF_DAYS);
    return days > 0 ? days : 0;
}

void dlb_read_implies(struct dlb_row *row, void *out)
{
    struct dlb_implies *to = out;
    to->a = dlb_policy_side(row, DLB_IMPLIES_A, &to->a_name);
    to->b = dlb_policy_side(row, DLB_IMPLIES_B, &to->b_name);
    to->one_of = dlb_row_word(row, DLB_IMPLIES_KIND, 0) == 1;
    to->test = read_test(row, DLB_IMPLIES_FACT, DLB_IMPLIES_OP, DLB_IMPLIES_VALUE);
    bool asks = to->test.fact.data || (to->a_name.data && !to->one_of);
    if (!asks) dlb_row_fault(row, DLB_IMPLIES_FACT, DLB_REJECT_REQUIRED);
    to->grace_days = days_or_none(row, DLB_IMPLIES_GRACE_DAYS);
    to->valid = dlb_row_valid(row, DLB_IMPLIES_VALID_FROM, DLB_IMPLIES_VALID_TO);
    to->legal_ref = dlb_policy_keep(row, DLB_IMPLIES_LEGAL_REF);
}

/* A kind of `events`, or "birthday:65". */
static void read_occasion(struct dlb_row *row, struct dlb_life_event *to)
{
    struct dlb_text age = to->kind;
    int64_t birthday = DLB_NONE;
    to->birthday = DLB_NONE;
    if (dlb_take_prefix(&age, "birthday:")) {
        bool good = dlb_decimal_parse(age, 0, &birthday) && birthday > 0 && birthday <= AGE_MAX;
        if (!good) dlb_row_fault(row, DLB_LIFE_EVENTS_KIND, DLB_REJECT_CODE);
        to->birthday = good ? (int32_t)birthday : DLB_NONE;
        return;
    }
    for (unsigned i = 0; i <= DLB_EVENT_ESCALATION; i++) {
        to->event = (uint8_t)i;
        if (dlb_text_equal(to->kind, dlb_text_of(dlb_event_kind_word(i)))) return;
    }
    if (to->kind.data) dlb_row_fault(row, DLB_LIFE_EVENTS_KIND, DLB_REJECT_CODE);
}

void dlb_read_life_event(struct dlb_row *row, void *out)
{
    struct dlb_life_event *to = out;
    to->kind = keep_folded(row, DLB_LIFE_EVENTS_KIND);
    read_occasion(row, to);
    to->expected = dlb_policy_expected(row, DLB_LIFE_EVENTS_EXPECTS, &to->expects);
    to->pre_days = days_or_none(row, DLB_LIFE_EVENTS_PRE_DAYS);
    to->post_days = days_or_none(row, DLB_LIFE_EVENTS_POST_DAYS);
    to->valid = dlb_row_valid(row, DLB_LIFE_EVENTS_VALID_FROM, DLB_LIFE_EVENTS_VALID_TO);
    to->legal_ref = dlb_policy_keep(row, DLB_LIFE_EVENTS_LEGAL_REF);
}

/* ---- domains, signal_weights ----------------------------------------------------------------- */

void dlb_read_domain(struct dlb_row *row, void *out)
{
    struct dlb_domain *to = out;
    to->domain = keep_folded(row, DLB_DOMAINS_DOMAIN);
    to->name.ko = dlb_policy_keep(row, DLB_DOMAINS_NAME);
    to->name.en = dlb_policy_keep(row, DLB_DOMAINS_NAME_EN);
    to->valid = dlb_row_valid(row, DLB_DOMAINS_VALID_FROM, DLB_DOMAINS_VALID_TO);
}

void dlb_read_signal_weight(struct dlb_row *row, void *out)
{
    struct dlb_signal_weight *to = out;
    to->signal = keep_folded(row, DLB_SIGNAL_WEIGHTS_SIGNAL);
    to->name.ko = dlb_policy_keep(row, DLB_SIGNAL_WEIGHTS_NAME);
    to->name.en = dlb_policy_keep(row, DLB_SIGNAL_WEIGHTS_NAME_EN);
    to->weight = dlb_row_number(row, DLB_SIGNAL_WEIGHTS_WEIGHT, DLB_FACT_DECIMALS, 0);
    if (to->weight < 0) dlb_row_fault(row, DLB_SIGNAL_WEIGHTS_WEIGHT, DLB_REJECT_NUMBER);
    to->alone = dlb_row_flag(row, DLB_SIGNAL_WEIGHTS_ALONE, 0);
    to->valid = dlb_row_valid(row, DLB_SIGNAL_WEIGHTS_VALID_FROM, DLB_SIGNAL_WEIGHTS_VALID_TO);
}
