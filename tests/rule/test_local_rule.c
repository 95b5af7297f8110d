/* SPDX-License-Identifier: Apache-2.0 */
/* test_local_rule.c - rules of a policy's own: D05 and others under the names L01 to L99. */
#include "rule/life.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#define OWN(id, kernel) "rules " id " kernel " kernel "\nrules " id " name 우리~규칙\n"
#define DISHES OWN("L01", "D05") "caps L01 class=3102 max_count=3 window_days=7\n"
#define MEAL(agency, record, id, day)                                                              \
    "services " agency " " record " " id " dish " day " " day " class=3102\n"
#define THREE                                                                                      \
    "person P A/a B/b\n" MEAL("A", "a", "s1", "2024-03-04") MEAL("B", "b", "s2", "2024-03-05")     \
        MEAL("A", "a", "s3", "2024-03-06")
#define FOURTH(day) MEAL("B", "b", "s4", day)

static void expect(const char *rules, const char *lines, const char *expected)
{
    expect_findings("2024-06-30", rules, lines, expected);
}

/* ---- side dishes, three times in seven days -------------------------------------------------- */

Test(local_rule, a_fourth_time_within_seven_days)
{
    expect("L01", DISHES THREE FOURTH("2024-03-10"),
           "L01 P 2024-03-10..2024-03-10 3102 A/s1 A/s3 B/s2 B/s4\n");
    expect("L01", DISHES THREE FOURTH("2024-03-11"), "");
    expect("L01", DISHES THREE, "");
}

Test(local_rule, the_rule_it_works_as_goes_on_as_before)
{
    const char *weekly = "caps D05 class=3102 max_count=2 window_days=7\n";
    const char *both = "D05 P 2024-03-06..2024-03-10 3102 A/s1 A/s3 B/s2 B/s4\n"
                       "L01 P 2024-03-10..2024-03-10 3102 A/s1 A/s3 B/s2 B/s4\n";
    char lines[1024];
    expect("D05 L01", DISHES THREE FOURTH("2024-03-10"),
           "L01 P 2024-03-10..2024-03-10 3102 A/s1 A/s3 B/s2 B/s4\n");
    snprintf(lines, sizeof lines, "%s%s", DISHES THREE FOURTH("2024-03-10"), weekly);
    expect("D05 L01", lines, both);
    strcat(lines, "rules D05 enabled 0\n");
    expect("D05 L01", lines, strchr(both, '\n') + 1);
}

Test(local_rule, of_a_household)
{
    expect("L01",
           OWN("L01", "D05") "caps L01 class=3102 max_count=1 window_days=7 scope=household\n"
                             "person P A/a\nperson Q A/q\nrecord A/a household=h\n"
                             "record A/q household=h\n" MEAL("A", "a", "s1", "2024-03-04")
                                 MEAL("A", "q", "s2", "2024-03-05"),
           "L01 A/h 2024-03-05..2024-03-05 3102 A/s1 A/s2\n");
}

Test(local_rule, is_decided_about_like_any_other)
{
    expect_decision_holds("2024-06-30", "L01", DISHES THREE FOURTH("2024-03-10"),
                          MEAL("A", "a", "s5", "2024-03-10"));
}

Test(local_rule, says_when_it_is_switched_off_or_has_nothing_to_judge)
{
    expect_judged("2024-06-30", "L01", DISHES THREE, "run", "3");
    expect_judged("2024-06-30", "L01", DISHES "person P A/a\ntable services\n", "nothing_to_judge",
                  "0");
    expect_judged("2024-06-30", "L01", DISHES THREE "absent programmes\n", "not_run", "0");
    expect_judged("2024-06-30", "L01", DISHES THREE "rules L01 enabled 0\n", "disabled", "0");
}

Test(local_rule, has_its_own_name_and_severity)
{
    struct scenario_result result = scenario_of(
        "2024-06-30", DISHES THREE FOURTH("2024-03-10") "rules L01 severity 4\n"
                                                        "rules L01 name_en too~often\n");
    char *ko = table_cell(result.rule_runs, "rule", "L01", "name_ko");
    char *en = table_cell(result.rule_runs, "rule", "L01", "name_en");
    char *severity = table_cell(result.findings, "rule", "L01", "severity");
    cr_expect_str_eq(ko, "우리 규칙");
    cr_expect_str_eq(en, "too often");
    cr_expect_str_eq(severity, "4");
    free(ko);
    free(en);
    free(severity);
    scenario_result_clear(&result);
}

/* ---- what it is about ------------------------------------------------------------------------ */

#define SPELLS                                                                                     \
    "person P A/a B/b\nprogrammes soup 3102\nprogrammes bath 3203\n"                               \
    "services A a s1 soup 2024-01-01 2024-01-31\nservices B b s2 soup 2024-01-10 2024-01-20\n"     \
    "services A a s3 bath 2024-01-01 2024-01-31\nservices B b s4 bath 2024-01-10 2024-01-20\n"
#define SOUP "L03 P 2024-01-10..2024-01-20 31 A/s1 B/s2\n"
#define BATH "L03 P 2024-01-10..2024-01-20 32 A/s3 B/s4\n"

Test(local_rule, looks_only_at_the_classes_or_programmes_it_names)
{
    expect("L03", OWN("L03", "D03") SPELLS, SOUP BATH);
    expect("L03", OWN("L03", "D03") "rules L03 only 1 key=31\n" SPELLS, SOUP);
    expect("L03", OWN("L03", "D03") "rules L03 only 1 key=bath\n" SPELLS, BATH);
    expect("L03", OWN("L03", "D03") "rules L03 only 1 key=bath\nrules L03 only 1 key=3102\n" SPELLS,
           SOUP BATH);
    expect("L03", OWN("L03", "D03") "rules L03 only 0 key=31\n" SPELLS, "");
}

Test(local_rule, about_something_that_has_ended_it_is_about_nothing)
{
    expect("L03", OWN("L03", "D03") "rules L03 only 1 key=31 valid_to=2024-06-29\n" SPELLS, "");
    expect("L03", OWN("L03", "D03") "rules L03 only 1 key=31 valid_to=2024-06-30\n" SPELLS, SOUP);
}

Test(local_rule, yields_to_no_rule)
{
    const char *two = "programmes soup 3102 grain=one_off\nrules D04 daily_max 1 key=3102\n"
                      "person P A/a B/b\nservices A a s1 soup 2024-01-10 2024-01-10\n"
                      "services B b s2 soup 2024-01-10 2024-01-10\n";
    char lines[1024];
    snprintf(lines, sizeof lines, "%s%s", OWN("L03", "D03"), two);
    expect("D03 D04 L03", lines,
           "D04 P 2024-01-10..2024-01-10 3102 A/s1 B/s2\n"
           "L03 P 2024-01-10..2024-01-10 31 A/s1 B/s2\n");
}

#define NEEDS                                                                                      \
    "person P A/a\nneed_map meal 31\nneed_map bath 32\ntable services\n"                           \
    "needs A a n1 meal 2024-06-01\nneeds A a n2 bath 2024-06-01\n"                                 \
    "deadlines L04 10\n" OWN("L04", "O01")

Test(local_rule, looks_only_at_the_needs_it_names)
{
    expect("O01 L04", NEEDS, "L04 P 2024-06-01.. 31 A/n1\nL04 P 2024-06-01.. 32 A/n2\n");
    expect("O01 L04", NEEDS "rules L04 only 1 key=bath\n", "L04 P 2024-06-01.. 32 A/n2\n");
}

Test(local_rule, is_silent_about_persons_with_an_incomplete_upload)
{
    struct scenario_result result = scenario_of("2024-06-30", NEEDS "uploads A services 2024-04\n");
    char *n = table_cell(result.rule_runs, "rule", "L04", "n_persons_unknown");
    char *found = table_cell(result.findings, "rule", "L04", "rule");
    cr_expect_str_eq(n, "1");
    cr_expect_null(found);
    free(n);
    free(found);
    scenario_result_clear(&result);
}

Test(local_rule, looks_only_at_the_signals_it_names)
{
    const char *lines = OWN("L05", "O15") "person P A/a\ntable services\ntable cases\n"
                                          "signal_weights power_cut 2\nsignal_weights arrears 2\n"
                                          "signals A a power_cut 2024-03\n"
                                          "signals A a arrears 2024-04\n"
                                          "rules L05 only 1 key=Arrears\n";
    char more[1024];
    expect("L05", lines, "");
    snprintf(more, sizeof more, "%srules L05 min_weight 2\n", lines);
    expect("O15 L05", more,
           "L05 P 2024-04-01.. A/arrears\nO15 P 2024-03-01.. A/arrears A/power_cut\n");
}

/* ---- what is said of a rule by its name ------------------------------------------------------ */

Test(local_rule, has_only_the_deadlines_that_its_rows_give)
{
    const char *lines = OWN("L02", "O06") "deadlines L02 14 key=focused\n"
                                          "person P A/a\ntable events\n"
                                          "cases A a c1 focused 2024-06-15\n"
                                          "cases A a c2 focused 2024-06-16\n"
                                          "cases A a c3 emergency 2024-01-01\n";
    expect("L02", lines, "L02 P 2024-06-15.. A/c1\n");
    expect_judged("2024-06-30", "L02", lines, "run", "2");
}

Test(local_rule, each_deadline_of_a_stage_is_its_own)
{
    const char *lines = OWN("L06", "O18") "deadlines L06 5 key=met\nperson P A/a\n"
                                          "cases A a c1 general 2024-06-24\n"
                                          "cases A a c2 general 2024-06-25\n";
    expect("L06", lines, "L06 P 2024-06-24.. A/c1\n");
}

Test(local_rule, thresholds_name_it)
{
    const char *care = OWN("L07", "D22") "rules L07 care_class 1 key=71\n"
                                         "programmes care 7101 grain=hour\nperson P A/a\n"
                                         "services A a s1 care 2024-03-05 2024-03-05 unit=hour "
                                         "quantity=9\n";
    const char *money = OWN("L08", "D07") "caps L08 programme=rent period=month\nperson P A/a\n"
                                          "programmes rent 4001\nservices A a s1 rent 2024-03-05 "
                                          "2024-03-05 amount_won=900\n";
    char lines[1024];
    snprintf(lines, sizeof lines, "%sthresholds D22 8\n", care);
    expect("L07", lines, "");
    snprintf(lines, sizeof lines, "%sthresholds L07 8\n", care);
    expect("L07", lines, "L07 P 2024-03-01..2024-03-31 A/s1\n");
    snprintf(lines, sizeof lines, "%sthresholds D07:rent 800\n", money);
    expect("L08", lines, "");
    snprintf(lines, sizeof lines, "%sthresholds L08:rent 800\n", money);
    expect("L08", lines, "L08 P 2024-03-01..2024-03-31 A/s1\n");
}

/* ---- from run to run ------------------------------------------------------------------------- */

Test(local_rule, that_is_gone_from_the_policy_is_not_judged)
{
    struct life life = life_live(DISHES THREE FOURTH("2024-03-10"), THREE FOURTH("2024-03-10"));
    expect_change(&life.after, "L01", "not_judged rule_not_run new");
    life_end(&life);
}

Test(local_rule, is_still_open_in_the_next_run)
{
    struct life life = life_live(DISHES THREE FOURTH("2024-03-10"),
                                 DISHES OWN("L02", "D03") THREE FOURTH("2024-03-10"));
    expect_change(&life.after, "L01", "still_open  new");
    life_end(&life);
}

/* ---- order ----------------------------------------------------------------------------------- */

/* Rows of `rules` in any order, in batches of one. */
Test(local_rule, the_order_of_rows_does_not_matter)
{
    const char *lines = DISHES OWN("L03", "D03") "rules L03 only 1 key=31\n" SPELLS;
    struct scenario_result plain = scenario_of("2024-06-30", lines);
    cr_expect(strstr(plain.findings, "L03"));
    for (unsigned shuffle = 1; shuffle < 12; shuffle++) {
        struct scenario_way way = {.shuffle = shuffle, .batch_rows = shuffle % 2};
        struct scenario_result result;
        struct test_memory memory = {0};
        struct dlb_env *env = test_env_open(&memory, 1);
        cr_assert_eq(scenario_run(env, &way, "2024-06-30", lines, &result, NULL), DOLBOM_OK);
        cr_expect_str_eq(result.findings, plain.findings);
        cr_expect_str_eq(result.rule_runs, plain.rule_runs);
        cr_expect_str_eq(result.rejects, plain.rejects);
        scenario_result_clear(&result);
        test_env_close(env, &memory);
    }
    scenario_result_clear(&plain);
}
