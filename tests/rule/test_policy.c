/* SPDX-License-Identifier: Apache-2.0 */
/* test_policy.c - the policy tables: what is read, what is rejected, what holds when. */
#include "rule/ask_policy.h"
#include "rule/policy_reading.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "rule/kernel.h"

static int32_t on(int32_t year, unsigned month, unsigned day)
{
    return dlb_day_of(year, month, day);
}

/* ---- parameters ----------------------------------------------------------------------------- */

Test(policy, without_tables_the_defaults_hold)
{
    struct reading r;
    open_reading(&r);
    read_policy(&r);
    int32_t day = on(2024, 6, 30);
    cr_expect_eq(ask_param(r.policy, "D03", "class_digits", NULL, day), 2);
    cr_expect_eq(ask_param(r.policy, "D13", "grace_days", "cash", day), 31);
    cr_expect_eq(ask_param(r.policy, "D13", "grace_days", "voucher", day), 0);
    cr_expect_eq(ask_param(r.policy, "D03", "theta_high", NULL, day), 990000);
    cr_expect_eq(ask_param(r.policy, "O10", "gap_days", "31", day), 1);
    cr_expect_eq(ask_param(r.policy, "O10", "gap_days", "71", day), 14);
    cr_expect_eq(ask_param(r.policy, "O24", "min_share", NULL, day), 500000);
    cr_expect(ask_param(r.policy, "D03", "enabled", NULL, day));
    cr_expect_eq(ask_deadline(r.policy, "O01", "high", day).amount, 7);
    cr_expect_eq(ask_deadline(r.policy, "O01", "normal", day).amount, 30);
    cr_expect_eq(ask_deadline(r.policy, "O05", NULL, day).month, 1);
    cr_expect_eq(r.policy->tables, 0);
    close_reading(&r);
}

Test(policy, the_row_that_says_most_holds)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "rules",
              "rule,param,key,value\n"
              "*,theta_high,,0.9\n"
              "D03,theta_high,,0.97\n"
              "O10,gap_days,,20\n"
              "O10,gap_days,40,60\n");
    read_policy(&r);
    int32_t day = on(2024, 6, 30);
    cr_expect_eq(ask_param(r.policy, "D03", "theta_high", NULL, day), 970000);
    cr_expect_eq(ask_param(r.policy, "D09", "theta_high", NULL, day), 900000);
    cr_expect_eq(ask_param(r.policy, "O10", "gap_days", "40", day), 60);
    cr_expect_eq(ask_param(r.policy, "O10", "gap_days", "32", day), 20);
    cr_expect_eq(ask_param(r.policy, "O10", "gap_days", "31", day), 1, "its own default stands");
    expect_rejects(&r, "");
    close_reading(&r);
}

Test(policy, of_rows_with_dates_the_latest_that_holds_counts)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "rules",
              "rule,param,value,valid_from,valid_to\n"
              "D03,tau_days,1,,\n"
              "D03,tau_days,2,2024-01-01,\n"
              "D03,tau_days,3,2024-05-01,2024-05-31\n");
    read_policy(&r);
    cr_expect_eq(ask_param(r.policy, "D03", "tau_days", NULL, on(2023, 12, 31)), 1);
    cr_expect_eq(ask_param(r.policy, "D03", "tau_days", NULL, on(2024, 1, 1)), 2);
    cr_expect_eq(ask_param(r.policy, "D03", "tau_days", NULL, on(2024, 5, 31)), 3);
    cr_expect_eq(ask_param(r.policy, "D03", "tau_days", NULL, on(2024, 6, 1)), 2);
    close_reading(&r);
}

Test(policy, deadlines_have_keys_modes_and_units)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "deadlines",
              "rule,key,amount,unit,mode\n"
              "O01,emergency,1,,business\n"
              "O01,,2,month,\n"
              "O06,focused,14,day,CALENDAR_ROLL\n");
    read_policy(&r);
    int32_t day = on(2024, 6, 30);
    struct dlb_deadline emergency = ask_deadline(r.policy, "O01", "emergency", day);
    struct dlb_deadline low = ask_deadline(r.policy, "O01", "low", day);
    struct dlb_deadline focused = ask_deadline(r.policy, "O06", "focused", day);
    cr_expect_eq(emergency.amount, 1);
    cr_expect_eq(emergency.mode, DLB_DEADLINE_BUSINESS);
    cr_expect_eq(low.amount, 2);
    cr_expect_eq(low.month, 1);
    cr_expect_eq(focused.mode, DLB_DEADLINE_CALENDAR_ROLL);
    cr_expect_eq(ask_deadline(r.policy, "O06", "public", day).amount, 180);
    close_reading(&r);
}

Test(policy, what_cannot_take_effect_is_rejected)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "rules",
              "rule,param,key,value\n"
              "D03,tau_days,,soon\n"
              "D03,tau_days,,-1\n"
              "D03,,,1\n"
              "D03,tau_days,,0.5\n"
              "D03,tau_days,,36601\n"
              "D03,tau_days,,2\n"
              "D03,tau_days,31,3\n" /* has no keys */
              "O10,gap_days,3101,3\n"
              "O10,gap_days,32,3\n"
              "D13,grace_days,csh,3\n"
              "D13,grace_days,voucher,3\n");
    add_table(&r, "deadlines",
              "rule,key,amount,unit,mode\n"
              "D03,,1,,\n"
              "O01,urgent,1,,\n"
              "O01,,,,\n"
              "O01,,1,week,\n"
              "O01,,1,,sometimes\n"
              "O01,,-1,,\n");
    read_policy(&r);
    expect_rejects(&r, "deadlines,0,,,rule,CODE\n"
                       "deadlines,1,,,key,CODE\n"
                       "deadlines,2,,,amount,REQUIRED\n"
                       "deadlines,3,,,unit,CODE\n"
                       "deadlines,4,,,mode,CODE\n"
                       "deadlines,5,,,amount,NUMBER\n"
                       "rules,0,,,value,NUMBER\n"
                       "rules,1,,,value,NUMBER\n"
                       "rules,2,,,param,REQUIRED\n"
                       "rules,3,,,value,NUMBER\n"
                       "rules,4,,,value,NUMBER\n"
                       "rules,6,,,key,CODE\n"
                       "rules,7,,,key,CODE\n"
                       "rules,9,,,key,CODE\n");
    cr_expect_eq(ask_param(r.policy, "D03", "tau_days", NULL, on(2024, 6, 30)), 2);
    cr_expect_eq(ask_param(r.policy, "D13", "grace_days", "voucher", on(2024, 6, 30)), 3);
    close_reading(&r);
}

/* ---- programmes, mutex, caps ---------------------------------------------------------------- */

Test(policy, a_programme_changes_over_time)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "programmes",
              "programme,service_class,layer,unit,kind,grain,home_based,portable,max_days,"
              "valid_from,valid_to\n"
              "meals,3103,local,person,service,day,1,0,90,2024-01-01,\n"
              "meals,3102,private,household,in_kind,one_off,0,1,,,2023-12-31\n"
              "pension,30,statutory,,cash,month,,,,,\n");
    read_policy(&r);
    cr_assert_eq(r.policy->n_programme_ids, 2);
    const struct dlb_programme *old = dlb_policy_programme(r.policy, 0, on(2023, 12, 31));
    const struct dlb_programme *new = dlb_policy_programme(r.policy, 0, on(2024, 1, 1));
    const struct dlb_programme *pension = dlb_policy_programme(r.policy, 1, on(2024, 1, 1));
    cr_assert(old && new &&pension);
    cr_expect_eq(old->class_.code, 3102);
    cr_expect(old->household_unit && old->portable && !old->home_based);
    cr_expect_eq(old->grain, DLB_GRAIN_ONE_OFF);
    cr_expect_eq(old->kind, DLB_BENEFIT_IN_KIND);
    cr_expect_eq(old->max_days, -1);
    cr_expect_eq(new->class_.code, 3103);
    cr_expect_eq(new->max_days, 90);
    cr_expect(new->home_based && !new->household_unit);
    cr_expect_eq(pension->class_.digits, 2);
    cr_expect_eq(pension->layer, DLB_LAYER_STATUTORY);
    cr_expect_null(dlb_policy_programme(r.policy, 2, on(2024, 1, 1)));
    close_reading(&r);
}

Test(policy, exclusions_and_caps_that_match_nothing_are_rejected)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "mutex",
              "set_id,kind,a,b,scope,basis,except_programme,valid_from,valid_to\n"
              "s,exclusive,meals,class:71,household,month,meals,,\n"
              "s,state,meals,stay:hospital,,,,,\n"
              "s,exclusive,meals,stay:hospital,,,,,\n"
              "s,state,meals,class:71,,,,,\n"
              "s,state,stay:prison,stay:hospital,,,,,\n"
              "s,exclusive,meels,class:71,,,,,\n"
              "s,exclusive,class:7,class:71,,,,,\n"
              "s,state,meals,stay:hotel,,,,,\n"
              "s,exclusive,meals,class:71,,,meels,,\n"
              "s,exclusive,meals,class:71,,,,2024-02-01,2024-01-01\n");
    add_table(&r, "programmes", "programme,service_class\nmeals,3102\nbad,31x2\nworse,310\n");
    add_table(&r, "caps",
              "rule,programme,service_class,scope,max_count,window_days\n"
              "D05,meals,,household,2,30\n"
              "D03,meals,,,2,30\n"
              "D05,,,,2,30\n"
              "D05,meals,,,,30\n"
              "D05,meals,,,2,\n"
              "D05,meals,,,2,0\n"
              "D05,meals,,street,2,30\n");
    read_policy(&r);
    expect_rejects(&r, "caps,1,,,rule,CODE\n"
                       "caps,2,,,programme,REQUIRED\n"
                       "caps,3,,,max_count,REQUIRED\n"
                       "caps,4,,,window_days,REQUIRED\n"
                       "caps,5,,,window_days,NUMBER\n"
                       "caps,6,,,scope,CODE\n"
                       "mutex,2,,,b,CODE\n"
                       "mutex,3,,,b,CODE\n"
                       "mutex,4,,,a,CODE\n"
                       "mutex,5,,,a,CODE\n"
                       "mutex,6,,,a,CODE\n"
                       "mutex,7,,,b,CODE\n"
                       "mutex,8,,,except_programme,CODE\n"
                       "mutex,9,,,valid_to,RANGE\n"
                       "programmes,1,,,service_class,CODE\n"
                       "programmes,2,,,service_class,CODE\n");
    cr_assert_eq(r.policy->n_mutexes, 2);
    cr_assert_eq(r.policy->n_caps, 1);
    cr_expect(r.policy->caps[0].household);
    cr_expect_eq(r.policy->caps[0].max_count, 2);
    close_reading(&r);
}

/* ---- needs, holidays, decisions -------------------------------------------------------------- */

Test(policy, a_need_is_answered_by_the_classes_it_is_mapped_to)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "need_map",
              "need_class,service_class,weight,valid_from,valid_to\n"
              "meals,3102,1,,\n"
              "food,31,1,,\n"
              "food,8001,1,2024-01-01,2024-12-31\n"
              "food,31,2,,\n");
    read_policy(&r);
    uint32_t food =
        dlb_text_find(r.policy->need_classes, r.policy->n_need_classes, dlb_text_of("food"));
    uint32_t meals =
        dlb_text_find(r.policy->need_classes, r.policy->n_need_classes, dlb_text_of("meals"));
    struct dlb_class box = {3101, 4}, lunch = {3102, 4}, family = {8001, 4}, domain = {31, 2};
    int32_t day = on(2024, 6, 30);
    cr_expect(dlb_policy_answers(r.policy, food, box, day));
    cr_expect(dlb_policy_answers(r.policy, food, domain, day));
    cr_expect(!dlb_policy_answers(r.policy, meals, box, day));
    cr_expect(dlb_policy_answers(r.policy, meals, lunch, day));
    cr_expect(!dlb_policy_answers(r.policy, meals, domain, day), "wide does not answer narrow");
    cr_expect(dlb_policy_answers(r.policy, food, family, day));
    cr_expect(!dlb_policy_answers(r.policy, food, family, on(2025, 1, 1)));
    cr_expect(!dlb_policy_answers(r.policy, DLB_NO_CODE, box, day));
    cr_expect_eq(r.policy->n_need_maps, 3, "rows that say the same collapse");
    close_reading(&r);
}

Test(policy, holidays_are_sorted_whatever_their_order)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "holidays",
              "date,name\n2024-12-25,c\n2024-01-01,a\n2024-05-05,b\n2024-05-05,d\n"
              "2024-13-01,e\n");
    read_policy(&r);
    cr_assert_eq(r.policy->n_holidays, 3);
    cr_expect_eq(r.policy->holidays[0], on(2024, 1, 1));
    cr_expect_eq(r.policy->holidays[2], on(2024, 12, 25));
    expect_rejects(&r, "holidays,4,,,date,DATE\n");
    close_reading(&r);
}

Test(policy, classes_cover_by_prefix)
{
    struct dlb_class none = {0, 0}, food = {31, 2}, box = {3101, 4}, other = {3201, 4};
    char text[5];
    cr_expect(dlb_class_covers(food, box) && dlb_class_covers(food, food));
    cr_expect(dlb_class_covers(box, box) && !dlb_class_covers(box, food));
    cr_expect(!dlb_class_covers(food, other) && !dlb_class_covers(none, box));
    cr_expect(!dlb_class_covers(food, none));
    cr_expect_eq(dlb_class_cut(box, 2).code, 31);
    cr_expect_eq(dlb_class_cut(food, 4).code, 31);
    dlb_class_write((struct dlb_class){105, 4}, text);
    cr_expect_str_eq(text, "0105");
    dlb_class_write(none, text);
    cr_expect_str_eq(text, "");
}

Test(policy, rules_and_parameters_that_nobody_knows_are_an_error)
{
    static const struct {
        const char *row, *column, *message;
    } cases[] = {
        {"D30,enabled,,1", "rules.rule", "there is no such rule; did you mean D03?"},
        {"nonsense,enabled,,1", "rules.rule", "there is no such rule"},
        {"D03,tau_dyas,,1", "rules.param", "D03 has no such parameter; did you mean tau_days?"},
        {"O01,move_out_days,,1", "rules.param", "O01 has no such parameter"},
        {"*,lookback_month,,1", "rules.param",
         "* has no such parameter; did you mean lookback_months?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        char text[128];
        open_reading(&r);
        snprintf(text, sizeof text, "rule,param,key,value\nD03,enabled,,1\n%s\n", cases[i].row);
        add_table(&r, "rules", text);
        expect_unreadable(&r, 1, cases[i].column, cases[i].message);
        close_reading(&r);
    }
}

Test(policy, tables_without_a_required_column_are_an_error)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "rules", "rule,param\nD03,enabled\n");
    dolbom_error error = DOLBOM_ERROR_INIT;
    cr_expect_eq(dlb_policy_read(&r.intake, &dlb_rule_catalogue, &r.policy, &error),
                 DOLBOM_E_SCHEMA);
    cr_expect_str_eq(error.column, "value");
    cr_expect_null(r.policy);
    close_reading(&r);
}
