/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_policy_terms.c - what the policy asks of a person: conditions, thresholds, what one thing
 * implies, what an event calls for, what signals weigh.
 */
#include "rule/policy_reading.h"

#include <criterion/criterion.h>
#include <stdio.h>

static int32_t on(int32_t year, unsigned month, unsigned day)
{
    return dlb_day_of(year, month, day);
}

#define EXPECT_TEXT(text, expected)                                                                \
    cr_expect(dlb_text_equal(text, dlb_text_of(expected)), "%.*s", (int)(text).len,                \
              (text).data ? (text).data : "")

/* The threshold of a code, or -1. */
static int64_t threshold(const struct reading *r, const char *code, int32_t size, int32_t day)
{
    int64_t value = -1;
    struct dlb_threshold_rows rows = dlb_policy_thresholds(r->policy, dlb_text_of(code));
    dlb_policy_threshold(r->policy, rows, size, day, &value);
    return value;
}

/* ---- thresholds ------------------------------------------------------------------------------ */

Test(policy_terms, a_threshold_is_that_of_the_size_else_that_without_one)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "thresholds",
              "code,household_size,value,valid_from,valid_to\n"
              "income_limit,1,1200000,,\n"
              "income_limit,2,2000000.5,,\n"
              "Income_Limit,,900000,,\n"
              "other,3,7,,\n");
    read_policy(&r);
    int32_t day = on(2024, 6, 1);
    cr_expect_eq(threshold(&r, "income_limit", 1, day), INT64_C(1200000000000));
    cr_expect_eq(threshold(&r, " INCOME_LIMIT ", 2, day), INT64_C(2000000500000));
    cr_expect_eq(threshold(&r, "income_limit", 3, day), INT64_C(900000000000));
    cr_expect_eq(threshold(&r, "income_limit", 0, day), INT64_C(900000000000), "all have died");
    cr_expect_eq(threshold(&r, "income_limit", DLB_SIZE_UNKNOWN, day), -1);
    cr_expect_eq(threshold(&r, "other", 3, day), 7000000);
    cr_expect_eq(threshold(&r, "other", 2, day), -1, "no row of the size and none without");
    cr_expect_eq(threshold(&r, "nothing", 1, day), -1);
    close_reading(&r);
}

Test(policy_terms, of_thresholds_with_dates_the_latest_that_holds_counts)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "thresholds",
              "code,household_size,value,valid_from,valid_to\n"
              "limit,1,10,2024-01-01,2024-12-31\n"
              "limit,1,11,2025-01-01,\n"
              "limit,1,12,2025-07-01,2025-07-31\n"
              "limit,,5,,\n");
    read_policy(&r);
    cr_expect_eq(threshold(&r, "limit", 1, on(2023, 12, 31)), 5000000);
    cr_expect_eq(threshold(&r, "limit", 1, on(2024, 1, 1)), 10000000);
    cr_expect_eq(threshold(&r, "limit", 1, on(2024, 12, 31)), 10000000);
    cr_expect_eq(threshold(&r, "limit", 1, on(2025, 6, 30)), 11000000);
    cr_expect_eq(threshold(&r, "limit", 1, on(2025, 7, 1)), 12000000);
    cr_expect_eq(threshold(&r, "limit", 1, on(2025, 8, 1)), 11000000);
    close_reading(&r);
}

Test(policy_terms, a_threshold_that_is_no_number_is_rejected)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "thresholds",
              "code,household_size,value\n"
              "limit,none,1\n"
              "limit,0,1\n"
              "limit,1,much\n"
              ",1,1\n"
              "limit,1,\n"
              "limit,1,-1\n");
    read_policy(&r);
    expect_rejects(&r, "thresholds,0,,,household_size,NUMBER\n"
                       "thresholds,1,,,household_size,NUMBER\n"
                       "thresholds,2,,,value,NUMBER\n"
                       "thresholds,3,,,code,REQUIRED\n"
                       "thresholds,4,,,value,REQUIRED\n");
    cr_expect_eq(threshold(&r, "limit", 1, 0), -1000000);
    close_reading(&r);
}

/* ---- eligibility ----------------------------------------------------------------------------- */

#define ELIGIBILITY "programme,version,clause,fact,op,value,valid_from,valid_to\n"

Test(policy_terms, conditions_lie_together_by_programme_version_and_clause)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "programmes",
              "programme,name,service_class\npension,기초연금,3003\nchild,,3005\n");
    add_table(&r, "thresholds", "code,value\nbp_income,2130000\n");
    add_table(&r, "eligibility",
              ELIGIBILITY "기초연금,v1,a,income,<=,BP_Income,,\n"
                          "Pension,v1,a,Age,>=,65,,\n"
                          "child,v1,a,age,<,8,,\n"
                          "pension,v1,a,kind,in,One; two,,\n"
                          "pension,v1,b,veteran,=,yes,2024-01-01,\n"
                          "pension,v1,b,wealth,<,no_such_code,,\n"
                          "pension,v1,b,level,!=,bp_income,,\n");
    read_policy(&r);
    expect_rejects(&r, "");
    uint32_t n;
    const struct dlb_condition *rows = dlb_policy_conditions(
        r.policy, dlb_policy_find_programme(r.policy, dlb_text_of("pension")), &n);
    cr_assert_eq(n, 6);
    EXPECT_TEXT(rows[0].test.fact, "age");
    cr_expect_eq(rows[0].test.op, DLB_OP_AT_LEAST);
    cr_expect_eq(rows[0].test.limit, DLB_LIMIT_NUMBER);
    cr_expect_eq(rows[0].test.number, 65000000);
    EXPECT_TEXT(rows[1].test.value, "bp_income");
    cr_expect_eq(rows[1].test.limit, DLB_LIMIT_THRESHOLD);
    EXPECT_TEXT(rows[2].test.value, "one; two");
    cr_expect_eq(rows[2].test.limit, DLB_LIMIT_WORD);
    cr_expect_eq(rows[3].test.limit, DLB_LIMIT_THRESHOLD, "a code that thresholds has");
    cr_expect_eq(rows[4].test.limit, DLB_LIMIT_WORD);
    cr_expect_eq(rows[4].valid.from, on(2024, 1, 1));
    cr_expect_eq(rows[5].test.limit, DLB_LIMIT_THRESHOLD, "a missing threshold stays one");
    dlb_policy_conditions(r.policy, DLB_NO_CODE, &n);
    cr_expect_eq(n, 0);
    close_reading(&r);
}

Test(policy_terms, conditions_of_a_programme_that_is_not_there_are_rejected)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "programmes", "programme,service_class\nchild,3005\n");
    add_table(&r, "eligibility",
              ELIGIBILITY "child,v1,a,age,<,8,,\nchidl,v1,a,age,<,8,,\n"
                          ",v1,a,age,<,8,,\n");
    read_policy(&r);
    expect_rejects(&r, "eligibility,1,,,programme,CODE\neligibility,2,,,programme,REQUIRED\n");
    cr_expect_eq(r.policy->n_conditions, 1);
    close_reading(&r);
}

Test(policy_terms, a_condition_that_cannot_be_read_is_an_error)
{
    static const struct {
        const char *row, *column;
    } cases[] = {
        {"child,v1,a,age,less,8,,", "op"},
        {"child,v1,a,age,,8,,", "op"},
        {"child,v1,a,,<,8,,", "fact"},
        {"child,v1,,age,<,8,,", "clause"},
        {"child,,a,age,<,8,,", "version"},
        {"child,v1,a,age,<,,,", "value"},
        {"child,v1,a,age,<,8,soon,", "valid_from"},
        {"child,v1,a,age,<,8,2024-02-01,2024-01-01", "valid_to"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        char text[512];
        open_reading(&r);
        snprintf(text, sizeof text, ELIGIBILITY "child,v1,a,sex,=,f,,\n%s\n", cases[i].row);
        add_table(&r, "programmes", "programme,service_class\nchild,3005\n");
        add_table(&r, "eligibility", text);
        expect_unreadable(&r, 1, cases[i].column,
                          "this condition of `eligibility` cannot be read; without it the clause "
                          "would ask for less than it should");
        close_reading(&r);
    }
}

/* ---- implies, life_events, signal_weights ---------------------------------------------------- */

Test(policy_terms, one_thing_implies_another)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "programmes", "programme,service_class\nlivelihood,3001\nallowance,3004\n");
    add_table(&r, "implies",
              "a,b,kind,fact,op,value,grace_days\n"
              "Livelihood,allowance,,disability,=,mild,31\n"
              "class:30,class:3102,implies,,,,\n"
              ",allowance,,living_alone,,,\n"
              "allowance,livelihood,one_of,infant,>=,1,\n"
              ",allowance,,,,,\n"
              "livelihood,allowance,one_of,,,,\n"
              "livelihood,,,,,,\n"
              "livelihood,stay:hospital,,,,,\n"
              "livelihood,allowance,some,,,,\n"
              "livelihood,allowance,,x,=,1,-1\n");
    read_policy(&r);
    expect_rejects(&r, "implies,4,,,fact,REQUIRED\n"
                       "implies,5,,,fact,REQUIRED\n"
                       "implies,6,,,b,REQUIRED\n"
                       "implies,7,,,b,CODE\n"
                       "implies,8,,,kind,CODE\n"
                       "implies,9,,,grace_days,NUMBER\n");
    cr_assert_eq(r.policy->n_implies, 4);
    const struct dlb_implies *rows = r.policy->implies;
    cr_expect_null(rows[0].a_name.data);
    cr_expect_eq(rows[0].a.programme, DLB_NO_CODE);
    EXPECT_TEXT(rows[0].test.value, "1");
    cr_expect_eq(rows[0].test.op, DLB_OP_EQUAL);
    cr_expect(rows[1].one_of);
    EXPECT_TEXT(rows[1].a_name, "allowance");
    cr_expect_eq(rows[2].b.class_.code, 3102);
    EXPECT_TEXT(rows[2].b_name, "class:3102");
    cr_expect_null(rows[2].test.fact.data);
    EXPECT_TEXT(rows[3].a_name, "livelihood");
    cr_expect_eq(rows[3].grace_days, 31);
    close_reading(&r);
}

Test(policy_terms, an_event_calls_for_something)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "programmes", "programme,service_class\npension,3003\n");
    add_table(&r, "life_events",
              "kind,expects,pre_days,post_days\n"
              "Discharge,contact,,7\n"
              "birthday:65,pension,30,30\n"
              "birth,class:81,,60\n"
              "birthday:0,pension,,\n"
              "birthday:old,pension,,\n"
              "wedding,pension,,\n"
              "birth,penison,,\n"
              "birth,class:8,,\n"
              "birth,pension,-1,\n");
    read_policy(&r);
    expect_rejects(&r, "life_events,3,,,kind,CODE\n"
                       "life_events,4,,,kind,CODE\n"
                       "life_events,5,,,kind,CODE\n"
                       "life_events,6,,,expects,CODE\n"
                       "life_events,7,,,expects,CODE\n"
                       "life_events,8,,,pre_days,NUMBER\n");
    cr_assert_eq(r.policy->n_life_events, 3);
    const struct dlb_life_event *rows = r.policy->life_events;
    cr_expect_eq(rows[0].event, DLB_EVENT_BIRTH);
    cr_expect_eq(rows[0].birthday, DLB_NONE);
    cr_expect_eq(rows[0].expected.class_.code, 81);
    cr_expect_eq(rows[0].post_days, 60);
    cr_expect_eq(rows[1].birthday, 65);
    cr_expect_eq(rows[1].pre_days, 30);
    EXPECT_TEXT(rows[1].expects, "pension");
    cr_expect_eq(rows[2].event, DLB_EVENT_DISCHARGE);
    EXPECT_TEXT(rows[2].expects, "contact");
    cr_expect_eq(rows[2].expected.programme, DLB_NO_CODE);
    close_reading(&r);
}

Test(policy_terms, signals_have_weights_while_they_hold)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "signal_weights",
              "signal,weight,alone,valid_from,valid_to\n"
              "power_cut,1.5,,,\n"
              "power_cut,2,,2024-07-01,\n"
              "suicide_risk,3,1,2024-01-01,2024-06-30\n"
              "water_cut,-1,,,\n"
              "water_cut,,,,\n");
    read_policy(&r);
    expect_rejects(&r, "signal_weights,3,,,weight,NUMBER\nsignal_weights,4,,,weight,REQUIRED\n");
    const struct dlb_signal_weight *cut =
        dlb_policy_signal(r.policy, dlb_text_of("POWER_CUT"), on(2024, 6, 1));
    const struct dlb_signal_weight *risk =
        dlb_policy_signal(r.policy, dlb_text_of("suicide_risk"), on(2024, 6, 1));
    cr_assert(cut && risk);
    cr_expect_eq(cut->weight, 1500000);
    cr_expect(!cut->alone && risk->alone);
    cr_expect_eq(dlb_policy_signal(r.policy, dlb_text_of("power_cut"), on(2024, 7, 1))->weight,
                 2000000);
    cr_expect_null(dlb_policy_signal(r.policy, dlb_text_of("suicide_risk"), on(2024, 7, 1)));
    cr_expect_null(dlb_policy_signal(r.policy, dlb_text_of("water_cut"), on(2024, 7, 1)));
    close_reading(&r);
}
