/* SPDX-License-Identifier: Apache-2.0 */
/* test_late.c - D13: a service that starts after the person died or moved away, or runs on. */
#include "rule/scenario.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/support.h"

#define DEAD                                                                                       \
    "person P A/a B/b\n"                                                                           \
    "record A/a death_date=2024-03-15\n"                                                           \
    "programmes pension 3003 kind=cash grain=month\n"                                              \
    "programmes funeral 3009 kind=cash\n"                                                          \
    "programmes meals 3102\n"                                                                      \
    "programmes box 3101 grain=one_off\n"

static void expect_late(const char *lines, const char *expected)
{
    char all[4096];
    snprintf(all, sizeof all, DEAD "%s", lines);
    expect_findings("2024-06-30", "D13", all, expected);
}

/* ---- too late -------------------------------------------------------------------------------- */

Test(late, the_day_of_death_itself_is_in_time)
{
    expect_late("services A a s1 meals 2024-03-15 2024-03-15\n"
                "services A a s2 meals 2024-03-16 2024-03-16\n",
                "D13 P 2024-03-16..2024-03-16 31 A/s2\n");
}

Test(late, cash_has_a_month_of_grace)
{
    expect_late("services A a s1 pension 2024-04-15 2024-04-15\n"
                "services B b s2 pension 2024-04-16 2024-04-16\n",
                "D13 P 2024-04-16..2024-04-16 30 B/s2\n");
}

Test(late, a_row_without_key_leaves_the_grace_of_cash_alone)
{
    expect_late("rules D13 grace_days 5\n"
                "services A a s1 pension 2024-04-15 2024-04-15\n"
                "services A a s2 meals 2024-03-20 2024-03-20\n"
                "services A a s3 meals 2024-03-21 2024-03-21\n",
                "D13 P 2024-03-21..2024-03-21 31 A/s3\n");
}

Test(late, funerals_come_after_death)
{
    expect_late("services A a s1 funeral 2024-05-20 2024-05-20\n"
                "services A a s2 funeral 2024-03-01 -\n",
                "");
}

Test(late, what_was_only_approved_did_not_start_late)
{
    expect_late("services A a s1 meals 2024-04-01 2024-04-01 status=approved\n"
                "services A a s2 meals 2024-04-01 2024-04-01 status=active\n"
                "services A a s3 meals 2024-04-01 2024-04-01 status=ended\n",
                "D13 P 2024-04-01..2024-04-01 31 A/s2\n");
}

Test(late, what_has_not_begun_by_the_day_is_not_late_yet)
{
    expect_late("services A a s1 meals 2024-06-30 2024-07-01\n"
                "services A a s2 meals 2024-07-01 2024-07-02\n",
                "D13 P 2024-06-30.. 31 A/s1\n");
}

Test(late, a_death_to_come_has_not_happened)
{
    expect_findings("2024-03-14", "D13", DEAD "services A a s1 meals 2024-01-01 2024-12-31\n", "");
}

Test(late, one_finding_for_each_programme_and_agency)
{
    expect_late("services A a s1 meals 2024-04-01 2024-04-01\n"
                "services A a s2 meals 2024-05-01 2024-05-02\n"
                "services B b s3 meals 2024-04-03 2024-04-03\n"
                "services B b s4 other 2024-04-02 2024-04-02 class=31\n",
                "D13 P 2024-04-01..2024-05-02 31 A/s1 A/s2\n"
                "D13 P 2024-04-02..2024-04-02 31 B/s4\n"
                "D13 P 2024-04-03..2024-04-03 31 B/s3\n");
}

Test(late, records_that_disagree_accuse_nobody)
{
    expect_findings("2024-06-30", "D13 X01",
                    DEAD "record B/b death_date=2024-03-16\n"
                         "services A a s2 meals 2024-05-16 2024-05-16\n",
                    "X01 P - A/a B/b\n");
}

/* ---- running on ------------------------------------------------------------------------------ */

Test(late, what_began_before_a_death_and_runs_on_is_found)
{
    expect_late("services A a s1 meals 2024-01-01 - status=active\n",
                "D13 P 2024-03-16.. 31 A/s1\n");
    expect_late("services A a s1 meals 2024-03-15 - status=approved\n",
                "D13 P 2024-03-16.. 31 A/s1\n");
    expect_late("services A a s1 meals 2024-01-01 - status=ended\n", "");
    expect_late("services A a s1 meals 2024-01-01 - status=planned\n", "");
}

Test(late, a_recorded_end_may_lie_as_late_as_the_grace)
{
    expect_late("services A a s1 meals 2024-01-01 2024-03-15 status=ended\n", "");
    expect_late("services A a s1 meals 2024-01-01 2024-03-16 status=ended\n",
                "D13 P 2024-03-16..2024-03-16 31 A/s1\n");
    expect_late("services A a s1 pension 2024-01-01 2024-04-15 status=ended\n", "");
    expect_late("services A a s1 pension 2024-01-01 2024-04-16 status=ended\n",
                "D13 P 2024-03-16..2024-04-16 30 A/s1\n");
}

Test(late, an_end_to_come_is_no_end)
{
    expect_late("services A a s1 meals 2024-01-01 2024-12-31 status=active\n",
                "D13 P 2024-03-16.. 31 A/s1\n");
    expect_late("services A a s1 meals 2024-01-01 2024-12-31 status=ended\n", "");
}

Test(late, nothing_runs_on_before_the_grace_is_over)
{
    const char *lines = DEAD "services A a s1 meals 2024-01-01 - status=active\n";
    expect_findings("2024-03-15", "D13", lines, "");
    expect_findings("2024-03-16", "D13", lines, "D13 P 2024-03-16.. 31 A/s1\n");
    lines = DEAD "services A a s1 pension 2024-01-01 - status=active\n";
    expect_findings("2024-04-15", "D13", lines, "");
    expect_findings("2024-04-16", "D13", lines, "D13 P 2024-03-16.. 30 A/s1\n");
}

Test(late, goods_never_run_on)
{
    expect_late("services A a s1 box 2024-03-01 -\n", "");
}

Test(late, a_programmes_longest_time_and_stale_days_end_what_is_open)
{
    expect_late("programmes short 3102 max_days=10\n"
                "services A a s1 short 2024-03-01 - status=active\n",
                "");
    expect_late("rules * stale_days 15\nservices A a s1 meals 2024-02-28 - status=active\n", "");
    expect_late("rules * stale_days 15\nservices A a s1 meals 2024-03-01 - status=active\n",
                "D13 P 2024-03-16..2024-03-16 31 A/s1\n");
}

Test(late, late_and_running_on_are_one_finding)
{
    expect_late("services A a s1 meals 2024-01-01 - status=active\n"
                "services A a s2 meals 2024-05-01 2024-05-01\n",
                "D13 P 2024-03-16.. 31 A/s1 A/s2\n");
}

static void expect_amount(const char *lines, const char *amount)
{
    char all[4096];
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct scenario_way way = {0};
    struct scenario_result result;
    snprintf(all, sizeof all, DEAD "%s", lines);
    cr_assert_eq(scenario_run(env, &way, "2024-06-30", all, &result, NULL), DOLBOM_OK);
    char *cell = table_cell(result.findings, "rule", "D13", "amount_won");
    cr_expect_str_eq(cell ? cell : "", amount, "%s", lines);
    free(cell);
    scenario_result_clear(&result);
    test_env_close(env, &memory);
}

Test(late, what_should_not_have_been_paid_is_summed_by_months)
{
    expect_amount("services A a s1 meals 2024-04-01 2024-04-01 amount_won=700\n", "700");
    expect_amount("services A a s1 pension 2024-01-01 - status=active amount_won=1000\n", "3000");
    expect_amount("services A a s1 pension 2024-01-01 2024-05-20 status=ended amount_won=1000\n",
                  "2000");
    expect_amount("services A a s1 pension 2024-01-01 - status=active amount_won=1000 "
                  "benefit_month=2024-03\n",
                  "0");
    expect_amount("services A a s1 pension 2024-01-01 - status=active amount_won=1000 "
                  "benefit_month=2024-04\n",
                  "1000");
    expect_amount("services A a s1 pension 2024-01-01 - status=active amount_won=1000\n"
                  "services A a s2 pension 2024-05-01 2024-05-01 amount_won=50\n",
                  "3050");
    expect_amount("services A a s1 meals 2024-01-01 - status=active amount_won=1000\n", "");
    expect_amount("services A a s1 meals 2024-01-01 - status=active\n"
                  "services A a s2 meals 2024-05-01 2024-05-01 amount_won=50\n",
                  "50");
}

/* ---- moving ---------------------------------------------------------------------------------- */

#define MOVED                                                                                      \
    "person P A/a B/b\n"                                                                           \
    "programmes meals 3102 portable=0\n"                                                           \
    "programmes pension 3003 portable=1\n"                                                         \
    "programmes visits 7101\n"                                                                     \
    "events A a move_out 2024-03-01\n"

Test(late, moving_out_ends_what_is_bound_to_the_place)
{
    expect_findings("2024-06-30", "D13",
                    MOVED "services A a s1 meals 2024-03-31 2024-03-31\n"
                          "services A a s2 meals 2024-04-01 2024-04-01\n"
                          "services A a s3 pension 2024-04-01 2024-04-01\n"
                          "services A a s4 unknown 2024-04-01 2024-04-01 class=31\n"
                          "services B b s5 meals 2024-04-01 2024-04-01\n"
                          "services A a s6 visits 2024-04-01 2024-04-01\n", /* nobody says */
                    "D13 P 2024-04-01..2024-04-01 31 A/s2\n");
}

Test(late, what_is_bound_to_the_place_must_not_run_on_there)
{
    const char *lines = MOVED "services A a s1 meals 2024-01-01 - status=active\n";
    expect_findings("2024-03-31", "D13", lines, "");
    expect_findings("2024-04-01", "D13", lines, "D13 P 2024-04-01.. 31 A/s1\n");
    expect_findings("2024-06-30", "D13",
                    MOVED "services A a s1 meals 2024-01-01 2024-03-31 status=ended\n", "");
    expect_findings("2024-06-30", "D13",
                    MOVED "services A a s1 meals 2024-01-01 2024-04-01 status=ended\n",
                    "D13 P 2024-04-01..2024-04-01 31 A/s1\n");
}

Test(late, who_came_back_may_be_served)
{
    expect_findings("2024-06-30", "D13",
                    MOVED "events A a move_in 2024-03-20\n"
                          "services A a s2 meals 2024-04-01 2024-04-01\n",
                    "");
    expect_findings("2024-06-30", "D13",
                    MOVED "events B b move_in 2024-03-20\n"
                          "services A a s2 meals 2024-04-01 2024-04-01\n",
                    "D13 P 2024-04-01..2024-04-01 31 A/s2\n");
    expect_findings("2024-04-10", "D13",
                    MOVED "events A a move_in 2024-04-11\n"
                          "services A a s2 meals 2024-04-01 2024-04-01\n",
                    "D13 P 2024-04-01..2024-04-01 31 A/s2\n");
}

Test(late, who_leaves_again_on_the_day_of_the_return_is_gone)
{
#define AGAIN MOVED "events A a move_in 2024-03-20\nservices A a s2 meals 2024-05-01 2024-05-01\n"
    expect_findings("2024-06-30", "D13", AGAIN, "");
    expect_findings("2024-06-30", "D13", AGAIN "events A a move_out 2024-03-20\n",
                    "D13 P 2024-05-01..2024-05-01 31 A/s2\n");
    expect_findings("2024-06-30", "D13", AGAIN "events A a move_out 2024-03-19\n", "");
}

Test(late, what_is_too_late_for_a_death_is_not_asked_about_the_move)
{
    expect_findings("2024-06-30", "D13",
                    MOVED "record A/a death_date=2024-03-15\n"
                          "services A a s1 meals 2024-04-05 2024-04-05\n"
                          "services A a s2 meals 2024-01-01 - status=active\n",
                    "D13 P 2024-03-16.. 31 A/s1 A/s2\n"
                    "D13 P 2024-04-01.. 31 A/s2\n");
}

Test(late, without_events_only_deaths_are_asked_about)
{
    struct test_memory memory = {0};
    struct dlb_env *env = test_env_open(&memory, 1);
    struct scenario_way way = {0};
    struct scenario_result result;
    cr_assert_eq(scenario_run(env, &way, "2024-06-30",
                              DEAD "absent events\nservices A a s1 meals 2024-04-01 2024-04-01\n",
                              &result, NULL),
                 DOLBOM_OK);
    char *state = table_cell(result.rule_runs, "rule", "D13", "state");
    char *reason = table_cell(result.rule_runs, "rule", "D13", "reason");
    cr_expect_str_eq(state, "run");
    cr_expect_str_eq(reason, "not run: moves, table events missing");
    free(state);
    free(reason);
    scenario_result_clear(&result);
    test_env_close(env, &memory);
}
