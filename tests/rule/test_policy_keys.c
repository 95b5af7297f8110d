/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_policy_keys.c - for whom a row of `rules`, `deadlines` or `caps` is: a class, a programme, a
 * kind, a centre type, a rule. The rules here are made up, one for each kind of key.
 */
#include "rule/ask_policy.h"
#include "rule/policy_reading.h"

#include <criterion/criterion.h>
#include <string.h>

enum { PER_CLASS = DLB_PARAM_OWN, PER_PROGRAMME, PER_BOTH, PER_WORD, A_CLASS, PER_CENTRE };

static const char *const kinds[] = {"living", "housing", NULL};
static const struct dlb_keyed_value daily[] = {{"3102", 3}, {"32", 2}}, renew[] = {{"support", 90}};
static const struct dlb_param params[] = {
    {.name = "daily_max",
     .key = DLB_KEY_CLASS,
     .most = 99,
     .value = 1,
     .special = daily,
     .n_special = 2},
    {.name = "renew_days",
     .key = DLB_KEY_PROGRAMME,
     .most = 999,
     .value = 30,
     .special = renew,
     .n_special = 1},
    {.name = "min_days",
     .key = DLB_KEY_SERVICE,
     .keyed = true,
     .least = 1,
     .most = 999,
     .value = -1},
    {.name = "episode_class",
     .key = DLB_KEY_WORD,
     .form = DLB_FORM_CLASSES,
     .words = kinds,
     .text = "3002"},
    {.name = "sponsor_class", .form = DLB_FORM_CLASS, .value = 3008},
    {.name = "wait_days", .by_centre = true, .most = 999, .value = 7},
};
static const struct dlb_deadline_default deadlines[] = {{"surveyed", {10, 0, 0}},
                                                        {"emergency", {1, 0, 0}}};
static const struct dlb_rule count = {.id = "D05", .caps = DLB_CAP_COUNT},
                             money = {.id = "D07", .caps = DLB_CAP_MONEY},
                             keyed = {.id = "T01",
                                      .params = params,
                                      .n_params = sizeof params / sizeof *params,
                                      .deadlines = deadlines,
                                      .n_deadlines = 2};
static const struct dlb_rule *const rules[] = {&count, &money, &keyed};
static const struct dlb_rule_catalogue catalogue = {rules, 3};

static void read_for_rules(struct reading *r)
{
    dolbom_error error = DOLBOM_ERROR_INIT;
    dolbom_status status = dlb_policy_read(&r->intake, &catalogue, &r->policy, &error);
    cr_assert_eq(status, DOLBOM_OK, "%s", error.message);
}

static int64_t ask(const struct reading *r, unsigned param, const char *word, unsigned class_)
{
    struct dlb_param_whom whom = {.word = dlb_text_of(word), .class_ = dlb_class_of_number(class_)};
    return dlb_policy_param_for(r->policy, &keyed, param, whom, 0);
}

Test(policy_keys, the_longest_class_that_fits_decides)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "rules",
              "rule,param,key,value\n"
              "T01,daily_max,31,5\n"
              "T01,daily_max,3103,4\n"
              "T01,daily_max,,9\n"
              "T01,daily_max,310,4\n"
              "T01,daily_max,meals,4\n");
    read_for_rules(&r);
    expect_rejects(&r, "rules,3,,,key,CODE\nrules,4,,,key,CODE\n");
    cr_expect_eq(ask(&r, PER_CLASS, NULL, 3103), 4);
    cr_expect_eq(ask(&r, PER_CLASS, NULL, 3102), 3, "its own default fits longer than the row");
    cr_expect_eq(ask(&r, PER_CLASS, NULL, 3101), 5);
    cr_expect_eq(ask(&r, PER_CLASS, NULL, 31), 5);
    cr_expect_eq(ask(&r, PER_CLASS, NULL, 3201), 2,
                 "a row without a key replaces no default for one");
    cr_expect_eq(ask(&r, PER_CLASS, NULL, 4001), 9);
    close_reading(&r);
}

Test(policy_keys, a_programme_decides_before_a_class)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "programmes",
              "programme,name,service_class\nsupport,활동지원,7107\nbath,,7102\n");
    add_table(&r, "rules",
              "rule,param,key,value\n"
              "T01,min_days,활동지원,11\n"
              "T01,min_days,71,5\n"
              "T01,renew_days,BATH,14\n"
              "T01,renew_days,71,14\n"
              "T01,min_days,,5\n");
    read_for_rules(&r);
    expect_rejects(&r, "rules,3,,,key,CODE\nrules,4,,,key,CODE\n");
    cr_expect_eq(ask(&r, PER_BOTH, "support", 7107), 11);
    cr_expect_eq(ask(&r, PER_BOTH, "bath", 7102), 5);
    cr_expect_eq(ask(&r, PER_BOTH, "box", 3101), -1);
    cr_expect_eq(ask(&r, PER_PROGRAMME, "bath", 0), 14);
    cr_expect_eq(ask(&r, PER_PROGRAMME, "support", 0), 90);
    cr_expect_eq(ask(&r, PER_PROGRAMME, "box", 0), 30);
    uint32_t at = 0;
    const struct dlb_parameter *first = dlb_policy_next_key(r.policy, &keyed, PER_BOTH, 0, &at),
                               *second = dlb_policy_next_key(r.policy, &keyed, PER_BOTH, 0, &at);
    cr_assert(first && second);
    cr_expect_eq(first->services.class_.code, 71);
    cr_expect_eq(first->services.programme, DLB_NO_CODE);
    cr_expect(dlb_text_equal(second->key, dlb_text_of("support")), "by its id");
    cr_expect_eq(second->services.programme, 1);
    cr_expect_null(dlb_policy_next_key(r.policy, &keyed, PER_BOTH, 0, &at));
    close_reading(&r);
}

Test(policy_keys, a_class_of_need_is_known_by_its_name_where_that_is_its_alone)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "need_map",
              "need_class,name,service_class\nbathing,목욕,7102\nlunch,점심,3102\n"
              "meals,식사,3102\nmeals,식사,3103\nnoon,점심,3102\ntable,lunch,3103\n");
    read_for_rules(&r);
    cr_expect_eq(dlb_policy_find_need(r.policy, dlb_text_of("목욕")), 0);
    cr_expect_eq(dlb_policy_find_need(r.policy, dlb_text_of(" Meals")), 2);
    cr_expect_eq(dlb_policy_find_need(r.policy, dlb_text_of("식사 ")), 2, "rows of one class");
    cr_expect_eq(dlb_policy_find_need(r.policy, dlb_text_of("점심")), DLB_NO_CODE, "of two");
    cr_expect_eq(dlb_policy_find_need(r.policy, dlb_text_of("lunch")), 1, "codes go first");
    cr_expect_eq(dlb_policy_find_need(r.policy, dlb_text_of("간식")), DLB_NO_CODE);
    close_reading(&r);
}

Test(policy_keys, a_value_may_be_a_class_or_several)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "rules",
              "rule,param,key,value\n"
              "T01,episode_class,Housing,4002; 41\n"
              "T01,episode_class,schooling,60\n"
              "T01,episode_class,living,3002;x\n"
              "T01,sponsor_class,,30\n"
              "T01,sponsor_class,,300\n");
    read_for_rules(&r);
    expect_rejects(&r, "rules,1,,,key,CODE\nrules,2,,,value,CODE\nrules,4,,,value,CODE\n");
    struct dlb_param_whom housing = {.word = dlb_text_of("housing")},
                          living = {.word = dlb_text_of("living")};
    struct dlb_text list = dlb_policy_param_text(r.policy, &keyed, PER_WORD, housing, 0);
    cr_expect(dlb_classes_cover(list, (struct dlb_class){4002, 4}));
    cr_expect(dlb_classes_cover(list, (struct dlb_class){4101, 4}));
    cr_expect(!dlb_classes_cover(list, (struct dlb_class){4001, 4}));
    cr_expect(!dlb_classes_cover(list, (struct dlb_class){40, 2}), "wide is not narrow");
    list = dlb_policy_param_text(r.policy, &keyed, PER_WORD, living, 0);
    cr_expect(dlb_text_equal(list, dlb_text_of("3002")), "the default");
    struct dlb_class sponsor = dlb_class_of_number(dlb_policy_settings(r.policy, &keyed)[A_CLASS]);
    cr_expect_eq(sponsor.code, 30);
    cr_expect_eq(sponsor.digits, 2);
    close_reading(&r);
}

Test(policy_keys, a_row_for_a_centre_type_comes_before_one_for_all)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "rules",
              "rule,param,value,centre_type\n"
              "T01,wait_days,10,\n"
              "T01,wait_days,20,Rural\n"
              "T01,wait_days,20,village\n"
              "T01,daily_max,20,rural\n");
    add_table(&r, "deadlines",
              "rule,key,amount,centre_type\n"
              "T01,emergency,2,rural\n"
              "T01,,5,\n");
    read_for_rules(&r);
    expect_rejects(&r, "rules,2,,,centre_type,CODE\nrules,3,,,centre_type,CODE\n");
    const unsigned rural = DLB_CENTRE_RURAL + 1, urban = DLB_CENTRE_URBAN + 1;
    cr_expect_eq(dlb_policy_settings(r.policy, &keyed)[PER_CENTRE], 10);
    cr_expect_eq(dlb_policy_settings_for(r.policy, &keyed, rural)[PER_CENTRE], 20);
    cr_expect_eq(dlb_policy_settings_for(r.policy, &keyed, urban)[PER_CENTRE], 10);
    cr_expect_eq(dlb_policy_settings_for(r.policy, &keyed, urban)[DLB_PARAM_ENABLED], 1);
    cr_expect_eq(dlb_policy_deadline(r.policy, &keyed, "emergency", rural, 0).amount, 2);
    cr_expect_eq(dlb_policy_deadline(r.policy, &keyed, "emergency", urban, 0).amount, 5);
    cr_expect_eq(dlb_policy_deadline(r.policy, &keyed, "emergency", 0, 0).amount, 5);
    close_reading(&r);
}

Test(policy_keys, deadlines_have_the_keys_that_their_rule_names)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "deadlines",
              "rule,key,amount\n"
              "T01,Surveyed,12\n"
              "T01,team,14\n"
              "T01,met,14\n");
    read_for_rules(&r);
    expect_rejects(&r, "deadlines,2,,,key,CODE\n");
    cr_expect_eq(dlb_policy_deadline(r.policy, &keyed, "surveyed", 0, 0).amount, 12);
    cr_expect_eq(dlb_policy_deadline(r.policy, &keyed, "emergency", 0, 0).amount, 1);
    cr_expect_eq(dlb_policy_deadline(r.policy, &keyed, "team", 0, 0).amount, 14);
    cr_expect_lt(dlb_policy_deadline(r.policy, &keyed, "centre", 0, 0).amount, 0, "there is none");
    close_reading(&r);
}

Test(policy_keys, caps_go_to_the_rules_they_name)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "programmes", "programme,service_class\nmeals,3102\nrent,4002\n");
    add_table(&r, "caps",
              "rule,programme,service_class,scope,max_count,max_amount_won,max_quantity,"
              "window_days,period\n"
              "D07,rent,,household,,\"1,000,000\",,,quarter\n"
              "D07,,40,,,,,,\n"
              "D05,meals,,,2,,1.5,30,\n"
              "D07,rent,,,,-5,,,\n"
              "D07,rent,,,,5,-1,,\n"
              "D07,rent,,,,5,,,week\n"
              "T01,rent,,,1,,,30,\n"
              "D99,rent,,,1,,,30,\n");
    read_for_rules(&r);
    expect_rejects(&r, "caps,3,,,max_amount_won,NUMBER\n"
                       "caps,4,,,max_quantity,NUMBER\n"
                       "caps,5,,,period,CODE\n"
                       "caps,6,,,rule,CODE\n"
                       "caps,7,,,rule,CODE\n");
    uint32_t n;
    const struct dlb_cap *caps = dlb_policy_caps(r.policy, &count, &n);
    cr_assert_eq(n, 1);
    cr_expect_eq(caps[0].max_count, 2);
    cr_expect_eq(caps[0].max_quantity_milli, 1500);
    cr_expect_eq(caps[0].max_amount_won, DLB_NO_AMOUNT);
    caps = dlb_policy_caps(r.policy, &money, &n);
    cr_assert_eq(n, 2);
    cr_expect_eq(caps[0].max_amount_won, 1000000);
    cr_expect_eq(caps[0].period, DLB_PERIOD_QUARTER);
    cr_expect(caps[0].household);
    cr_expect_eq(caps[1].class_.code, 40);
    cr_expect_eq(caps[1].period, DLB_PERIOD_NONE);
    cr_expect_eq(caps[1].max_count, -1);
    dlb_policy_caps(r.policy, &keyed, &n);
    cr_expect_eq(n, 0);
    close_reading(&r);
}

Test(policy_keys, mutex_rows_may_fill_up_or_go_together)
{
    struct reading r;
    open_reading(&r);
    add_table(&r, "programmes", "programme,service_class\ncare,7101\nnurse,7103\n");
    add_table(&r, "mutex",
              "set_id,kind,a,b,counted_share\n"
              "a,together,care,nurse,\n"
              "b,top_up,care,nurse,0.7\n"
              "c,top_up,care,nurse,1.5\n"
              "d,together,care,stay:hospital,\n");
    read_for_rules(&r);
    expect_rejects(&r, "mutex,2,,,counted_share,NUMBER\nmutex,3,,,b,CODE\n");
    cr_assert_eq(r.policy->n_mutexes, 2);
    cr_expect_eq(r.policy->mutexes[0].kind, DLB_MUTEX_TOGETHER);
    cr_expect_eq(r.policy->mutexes[0].counted_share_ppm, -1);
    cr_expect_eq(r.policy->mutexes[1].counted_share_ppm, 700000);
    close_reading(&r);
}
